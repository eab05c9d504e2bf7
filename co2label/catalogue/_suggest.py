"""A column map proposed from headings and cells, as a TOML file that says why, and what is missing.

It decides nothing: it is a first draft for a person, the same every time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.catalogue._column_map import LINES, OWNER, ColumnMap, TableMap
from co2label.catalogue._layout import LINE_SOURCES
from co2label.catalogue._products import list_column, nested_table
from co2label.catalogue._suggest_evidence import (
    HEADINGS,
    NEEDED,
    ColumnMatch,
    ColumnSample,
    KnownIds,
    choose_columns,
    families_of,
    is_amount,
    is_japanese,
    is_number,
    is_reading,
    is_unit,
    likeness,
    samples_of,
    stage_of,
    system_layout,
    unit_in,
)
from co2label.errors import DocumentError, UnitError
from co2label.factors import FactorLibrary
from co2label.model import printable_key
from co2label.tabular import decimal_mark_of, open_table
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from co2label.catalogue._suggest_evidence import SystemLayout
    from co2label.tabular import Table, TableSource


_HEAD = """# A column map that co2label proposes from headings and the first rows. Look at every line before you use it.
# What is missing stands in comments: complete it, or remove it."""
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One line of a map: a field, and the column or the constant that it is."""

    field: str
    heading: str
    constant: str | float = ""
    unit: str | None = None
    with_unit: bool = False
    """Whether the cells hold the unit too."""
    values: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    """Words of the column of which it is not known what they mean."""
    doubts: tuple[str, ...] = ()
    """What was found by a search alone, with what else it could be."""
    why: str = ""
    missing: bool = False
    """Whether a person has to say more; then the line is a comment."""


@dataclass(frozen=True, slots=True)
class MapSection:
    """One table of a map."""

    name: str
    table: str
    """What the table is called, and how it is written."""
    stated: dict[str, str | int | list[str]]
    """What was stated, or found, about how it is written."""
    ignored: tuple[str, ...]
    entries: tuple[MapEntry, ...]
    score: int
    remarks: tuple[str, ...] = ()
    """What a person should look at."""


def write_map(sections: list[MapSection], stated: ColumnMap) -> str:
    """Write the map as TOML, with the counted units and the rules file that were stated."""
    lines = [_HEAD]
    if stated.units:
        lines.append(f"units = {_text(list(stated.units))}")
    if stated.rules:
        lines.append(f"rules = {_text(str(Path(stated.rules).resolve()))}")
    lines += (line for section in sections for line in _section_lines(section))
    return "\n".join(lines) + "\n"


def _section_lines(section: MapSection) -> list[str]:
    columns = [entry for entry in section.entries if entry.heading]
    constants = [entry for entry in section.entries if not entry.heading]
    lines = ["", f"[{section.name}]"]
    lines += (f"# {_one_line(each)}" for each in (section.table, *section.remarks))
    lines += (f"{key} = {_text(value)}" for key, value in section.stated.items())
    if section.ignored:
        lines.append(f"ignore = [{', '.join(map(_text, section.ignored))}]")
    for name, entries in (("columns", columns), ("constants", constants)):
        if entries or name == "columns":
            known = {entry.field for entry in entries}
            lines += ["", f"[{section.name}.{name}]"]
            lines += (line for entry in entries for line in _entry_lines(entry, known))
    return lines


def _entry_lines(entry: MapEntry, known: Collection[str]) -> list[str]:
    value = _source(entry) if entry.heading else _text(entry.constant)
    mark, missing = ("# ", "missing: ") if entry.missing else ("", "")
    lines = [f"# {missing}{_one_line(entry.why)}"] if entry.why else []
    if entry.unknown:
        more = f" and {len(entry.unknown) - _MOST_NAMED} more" if len(entry.unknown) > _MOST_NAMED else ""
        lines.append(f"# missing: what {', '.join(entry.unknown[:_MOST_NAMED])}{more} mean")
    lines += (f"# check: {_one_line(each)}" for each in entry.doubts[:_MOST_NAMED])
    table, dot, _ = entry.field.partition(".")
    beside = dot and table in known
    return [*lines, f"{mark}{_text(entry.field) if beside else entry.field} = {value}"]


def _source(entry: MapEntry) -> str:
    parts = [f"column = {_text(entry.heading)}"]
    if entry.unit:
        parts.append(f"unit = {_text(entry.unit)}")
    if entry.values:
        words = ", ".join(f"{_text(word)} = {_text(meant)}" for word, meant in entry.values)
        parts.append(f"values = {{ {words} }}")
    return _text(entry.heading) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _text(value: str | float | list[str]) -> str:
    """Write a TOML value: as JSON, with DEL escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


_MOST_VALUES = 60
_ALSO = 2
"""Other factors that are named beside the first one that a search finds."""
_KEYS = {"id", "gtin", "product_id"}

_WITHOUT_UNIT = {
    "mass": ("g", "the unit of these numbers is not said"),
    "price": ("EUR", "the currency is not said"),
}
"""An example of a unit, and what is missing."""


def entries_of(
    field: str, match: ColumnMatch, sample: ColumnSample, known: KnownIds, beside: Collection[str]
) -> Iterator[MapEntry]:
    """The lines of the map for a column, beside the other fields of its table."""
    of_column = {f"{field}.unit", "unit" if field == "amount" else ""} & set(beside)
    unit = match.unit
    if unit is None and not of_column and field in {"mass", "amount", "price", "legs.1.distance"}:
        unit = unit_in(sample.heading)
    if (
        unit is None
        and field in {"loss.share_of_input", "recycling.R1"}
        and "%" in sample.heading.replace("％", "%")
    ):
        unit = "%"
    entry = MapEntry(field, sample.heading, values=match.values, why=match.why)
    if match.values:
        yield replace(entry, unit=unit)
    elif field == "declared_unit.unit" or (field == "declared_unit" and sample.share(is_unit) == 1):
        unknown = tuple(printable_key(cell) for cell in sample.distinct[:_MOST_VALUES] if not is_unit(cell))
        yield replace(entry, field="declared_unit.unit", unknown=unknown)
        yield MapEntry("declared_unit", "", "1", why="the column says the unit only")
    elif (
        field in {"mass", "price"}
        and not (unit or of_column)
        and sample.share(is_number) > sample.share(is_amount)
    ):
        if field == "price" and is_japanese(sample.heading):
            yield replace(entry, unit="JPY")
        else:
            example, why = _WITHOUT_UNIT[field]
            yield replace(entry, unit=example, why=why, missing=True)
    elif field == "stage":
        yield _valued(entry, {word: stage_of(word) for word in sample.distinct[:_MOST_VALUES]})
    elif field == "factor" and not sample.share(lambda cell: cell in known.factors):
        yield _factors(entry, sample, known.factors)
    else:
        with_unit = field == "amount" and sample.share(is_amount) == 1
        yield replace(entry, unit=unit, with_unit=with_unit)


def remarks_of(field: str, sample: ColumnSample) -> Iterator[str]:
    """Remarks on a column that is read."""
    empty = len(sample.cells) - len(sample.filled)
    if field in _KEYS and empty:
        what = "such a row is no product, or its id is lost" if field == "id" else "it is left out there"
        if field == "product_id":
            what = "it is taken for the one above where the whole table is written so"
        yield f"{empty} of {len(sample.cells)} rows have no {sample.heading}: {what}"
    if field == "id" and len(sample.distinct) < len(sample.filled):
        yield f"{sample.heading} stands on several rows: of such rows, the first one is the product"
    zeros = sum(cell.strip("0.,") == "" for cell in sample.filled)
    if field in {"mass", "price"} and zeros:
        yield f'{zeros} of {len(sample.filled)} {sample.heading} are 0, which is none: values = {{ "0" = "" }} leaves them out'
    volumes = sample.share(lambda cell: _dimension(cell) == "volume") if field == "mass" else 0.0
    if volumes:
        yield f"{round(volumes * len(sample.filled))} of {len(sample.filled)} {sample.heading} are volumes: give the density too"


def _valued(entry: MapEntry, words: Mapping[str, str | None]) -> MapEntry:
    """An entry with what its words mean, and those of which it is not known."""
    values = tuple((word, meant) for word, meant in words.items() if meant is not None and meant != word)
    unknown = tuple(printable_key(word) for word, meant in words.items() if meant is None)
    return replace(entry, values=values, unknown=unknown, missing=not any(words.values()))


def _factors(entry: MapEntry, sample: ColumnSample, factors: FactorLibrary) -> MapEntry:
    """An entry with the factors that a search finds first, and the next ones where the name differs."""
    words: dict[str, str | None] = {}
    doubts: list[str] = []
    for word in sample.distinct[:_MOST_VALUES]:
        found = factors.search(word, limit=_ALSO + 1)
        words[word] = found[0].id if found else None
        called = word.casefold()
        exact = [each.id for each in found if called in {name.casefold() for name in each.name.values()}]
        if found and exact != [found[0].id]:
            others = ", ".join(each.id for each in found[1:])
            doubts.append(f"{printable_key(word)} = {found[0].id}" + (f" (or {others})" if others else ""))
    return replace(_valued(entry, words), doubts=tuple(doubts))


def _dimension(cell: str) -> str:
    try:
        return str(parse_amount(cell).unit.dimension)
    except UnitError:
        return ""


_LOOKED_AT = 20
"""Rows in which titles above the headings are looked for."""
_FORM = ("encoding", "delimiter", "decimal", "dates", "sheet", "header_row")
_CODES = {"id", "gtin"}


@dataclass(frozen=True, slots=True)
class _TableDraft:
    """A table with all that is known about it."""

    name: str
    table: Table
    table_map: TableMap
    samples: list[ColumnSample]
    known: KnownIds
    layout: SystemLayout | None = None

    def ids(self, section: MapSection) -> frozenset[str]:
        """The ids in the column of ids."""
        heading = next((entry.heading for entry in section.entries if entry.field == "id"), None)
        return frozenset(
            cell for sample in self.samples if sample.heading == heading for cell in sample.filled
        )


def suggest_map(
    products: TableSource,
    activities: TableSource | None = None,
    *,
    mapping: ColumnMap | None = None,
    factors: FactorLibrary | None = None,
) -> str:
    """Propose a column map, as the text of a TOML file with comments: why each column, and what is missing.

    Args:
        products: a table, as `open_tables`. Given alone, it may be one of products or one of activities.
        activities: the table of activities.
        mapping: what is known about the tables already; it stays as it is, and the rest is proposed.
        factors: in which factors are searched for; else the bundled ones.

    Raises:
        DocumentError: a table cannot be read at all.
    """
    column_map, library = mapping or ColumnMap(), factors or FactorLibrary.bundled()
    first = _draft("products", products, column_map.products, KnownIds(library))
    if activities is not None:
        section = _section(first)
        second = _draft(
            "activities", activities, column_map.activities, KnownIds(library, first.ids(section))
        )
        return write_map([section, _section(second)], column_map)
    form = {
        key: getattr(first.table_map, key) for key in _FORM if getattr(column_map.activities, key) is None
    }
    as_activities = column_map.activities.model_copy(update=form)  # it was opened as one of products
    sections = _of_one_table(first, replace(first, name="activities", table_map=as_activities))
    return write_map(sections, column_map)


def _of_one_table(draft: _TableDraft, as_activities: _TableDraft) -> list[MapSection]:
    """The sections of one table: of products, of activities, or of both."""
    heading = list_column(draft.table)
    if heading is not None:
        return _with_lists(draft, heading, as_activities.table_map)
    if draft.layout is not None:
        of_products = draft.layout.of == "products"
        return [_section(draft if of_products else as_activities)]
    groups = _of_groups(draft, as_activities)
    if groups is not None:
        return groups
    products, activities = _section(draft), _section(as_activities)
    return [products if _is_of_products(products, activities) else activities]


def _is_of_products(products: MapSection, activities: MapSection) -> bool:
    """Whether a table holds products (an id in each row) rather than activities (an amount in each row)."""
    tells = {entry.field for entry in products.entries if not entry.missing}
    says = {entry.field for entry in activities.entries if not entry.missing}
    if "amount" not in says or OWNER not in says | tells:
        return bool(tells & _CODES) or products.score >= activities.score
    return "id" in tells and products.score >= activities.score


def _with_lists(draft: _TableDraft, heading: str, table_map: TableMap) -> list[MapSection]:
    """The sections of a table that holds the activities of each product in its row."""
    section = _section(draft)
    lines = MapEntry(LINES, heading, why="each cell is a list of activities")
    others = tuple(each for each in section.ignored if each != heading)
    table = nested_table(draft.table, heading)
    known = KnownIds(draft.known.factors, draft.ids(section))
    inner = _section(_TableDraft("activities", table, table_map, samples_of(table), known), needs="lines")
    return [replace(section, ignored=others, entries=(*section.entries, lines)), inner]


def _of_groups(draft: _TableDraft, as_activities: _TableDraft) -> list[MapSection] | None:
    """The sections of a table that holds the activities of each product in groups of columns, or None."""
    families = families_of(draft.table.header)
    samples = [family.sample(draft.samples) for family in families]
    groups = replace(as_activities, samples=samples)
    fields = _chosen_fields(groups)
    if not {"name", "amount"} <= fields.keys():
        return None
    grouped = frozenset(place for family in families for place in family.places)
    section = _section(draft, grouped)
    named = [replace(sample, heading=each.pattern) for sample, each in zip(samples, families, strict=True)]
    inner = _section(replace(groups, samples=named), grouped, fields, needs="lines")
    used = {entry.heading for entry in inner.entries if entry.heading}
    unused = tuple(
        draft.table.header[place] for each in families if each.pattern not in used for place in each.places
    )
    return [replace(section, ignored=(*section.ignored, *unused)), replace(inner, ignored=(), stated={})]


def _draft(name: str, source: TableSource, table_map: TableMap, known: KnownIds) -> _TableDraft:
    table = open_table(source, table_map, name)
    stated = table_map.header_row is not None
    while not stated and (below := _below_title(table)) is not None:
        table_map = table_map.model_copy(update={"header_row": below})
        table = open_table(source, table_map, name)
    return _TableDraft(name, table, table_map, samples_of(table), known, system_layout(table.header))


def _below_title(table: Table) -> int | None:
    """Guess where the headings are: the first row with more cells, where most rows have more."""
    rows = list(islice(table.rows(), _LOOKED_AT))
    wider = [row.number for row in rows if row.broken]
    titled = table.form.kind in {"csv", "excel"} and len(wider) * 2 > len(rows)
    return wider[0] if titled and wider[0] <= _LOOKED_AT else None


def _chosen_fields(draft: _TableDraft, elsewhere: frozenset[int] = frozenset()) -> dict[str, ColumnMatch]:
    """The column of each field; those at places that are read elsewhere are none."""
    samples = [
        ColumnSample("", ()) if place in elsewhere else each for place, each in enumerate(draft.samples)
    ]
    layout = draft.layout if draft.layout and draft.layout.of == draft.name else None
    fields = choose_columns(samples, HEADINGS[draft.name], draft.known, draft.table_map, layout)
    if draft.name == "products":
        if "id" not in fields and "gtin" in fields:
            why = "no other column names a product; the GTIN does"
            fields["id"] = ColumnMatch(1, "id", fields["gtin"].place, why)
    elif "name" in fields and not {*fields, *draft.table_map.constants} & set(LINE_SOURCES):
        why = (
            "there is no column of factors; these are what `co2label factors search` finds first: check each"
        )
        fields["factor"] = ColumnMatch(0, "factor", fields["name"].place, why)
    return fields


def _section(
    draft: _TableDraft,
    elsewhere: frozenset[int] = frozenset(),
    fields: Mapping[str, ColumnMatch] | None = None,
    *,
    needs: str | None = None,
) -> MapSection:
    """The section of a table.

    Args:
        draft: the table.
        elsewhere: places of columns that are read otherwise.
        fields: the column of each field; else they are chosen.
        needs: which fields it needs, from columns or once for all rows; else those of its kind.
    """
    fields = _chosen_fields(draft, elsewhere) if fields is None else fields
    ordered = sorted(fields.items(), key=lambda item: item[1].place)
    entries = [
        entry
        for field, match in ordered
        for entry in entries_of(field, match, draft.samples[match.place], draft.known, fields)
    ]
    remarks = [each for field, match in ordered for each in remarks_of(field, draft.samples[match.place])]
    constant = draft.table_map.constants
    given = [MapEntry(name, "", value, why="the map says so") for name, value in constant.items()]
    read = {each.heading for each in entries if not each.missing}
    read |= {draft.table.header[place] for place in elsewhere}
    entries = [*given, *(each for each in entries if each.heading or each.field not in constant)]
    return MapSection(
        draft.name,
        f"{draft.table.name}: {_form(draft, fields)}",
        _stated(draft, fields),
        tuple(heading for heading in draft.table.header if heading not in read),
        (*entries, *_missing(entries, needs or draft.name)),
        sum(match.score for match in fields.values()),
        (*_remarks_of_unread(draft, fields), *remarks),
    )


def _stated(draft: _TableDraft, fields: Mapping[str, ColumnMatch]) -> dict[str, Any]:
    """Statements about how the table is written, and columns to fill down in a known layout."""
    stated = {key: value for key in _FORM if (value := getattr(draft.table_map, key)) is not None}
    layout = draft.layout
    if draft.table_map.fill_down is not None:
        stated["fill_down"] = list(draft.table_map.fill_down)
    elif layout is not None:
        filled = [field for field in fields if field.partition(".")[0] in layout.filled]
        gaps = any(not all(draft.samples[fields[field].place].cells) for field in filled)
        if filled and gaps:
            stated["fill_down"] = filled
            stated |= {} if layout.within is None else {"fill_within": layout.within}
    if draft.table_map.fill_within is not None:
        stated["fill_within"] = draft.table_map.fill_within
    return stated


def _remarks_of_unread(draft: _TableDraft, fields: Mapping[str, ColumnMatch]) -> Iterator[str]:
    """Remarks on columns that are not read: empty ones, readings of names, missing ones."""
    usual = HEADINGS[draft.name]
    used = {match.place for match in fields.values()}
    for field, source in draft.table_map.columns.items():
        if source.heading not in draft.table.header:
            yield f"the map names the column {source.heading} for {field}, and there is none"
    for place, sample in enumerate(draft.samples):
        if place in used:
            continue
        meant = [field for field, words in usual.items() if likeness(sample.heading, words)]
        if meant and sample.cells and not sample.filled:
            yield f"{sample.heading} is empty: there is no {meant[0]} in it"
        if is_reading(sample.heading):
            yield f"{sample.heading} is how a name is read, and no name of its own"


def _missing(entries: list[MapEntry], noun: str) -> Iterator[MapEntry]:
    given = {entry.field.split(".")[0] for entry in entries}
    if given & {"product", "gas"}:
        given.add("factor")
    if any(entry.field == "amount" and (entry.unit or entry.with_unit) for entry in entries):
        given.add("unit")
    for field, (value, why) in NEEDED[noun].items():
        if field not in given:
            yield MapEntry(field, "", value, why=why, missing=True)


def _form(draft: _TableDraft, fields: Mapping[str, ColumnMatch]) -> str:
    """Describe how the table is written, its decimal mark and its layout."""
    form = draft.table.form
    name = f" ({draft.layout.name})" if draft.layout else ""
    places = [match.place for field, match in fields.items() if field in {"amount", "mass", "declared_unit"}]
    try:
        mark = decimal_mark_of(
            (cell for place in places for cell in draft.samples[place].filled), draft.table.name
        )
    except DocumentError as error:
        return f"{form}{name}; missing: {error.problems[0].what}; {error.problems[0].todo}"
    return f"{replace(form, decimal=draft.table_map.decimal or mark)}{name}"
