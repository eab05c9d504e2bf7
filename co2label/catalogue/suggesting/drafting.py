"""A column map proposed from headings and cells, as a TOML file that says why, and what is missing.

Nothing is decided here: it is a first draft for a person, the same every time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from co2label.catalogue.suggesting.choosing import chosen
from co2label.catalogue.suggesting.entries import entries_of, remarks_of
from co2label.catalogue.suggesting.evidence import Known, Match
from co2label.catalogue.suggesting.examples import (
    ACTIVITY_CONSTANTS,
    LINE_CONSTANTS,
    PRODUCT_CONSTANTS,
    Constants,
)
from co2label.catalogue.suggesting.families import families_of
from co2label.catalogue.suggesting.headings import (
    ACTIVITY_HEADINGS,
    PRODUCT_HEADINGS,
    is_reading,
    likeness,
)
from co2label.catalogue.suggesting.layouts import layout_of
from co2label.catalogue.suggesting.samples import Sample, samples_of
from co2label.catalogue.suggesting.writing import Entry, Section, written
from co2label.catalogue.tables.decimals import decimal_of
from co2label.catalogue.tables.fields import LINES, OWNER
from co2label.catalogue.tables.mapping import ColumnMap, TableMap
from co2label.catalogue.tables.nesting import list_column, nested_table
from co2label.catalogue.tables.opening import open_table
from co2label.errors import DocumentError
from co2label.factors import FactorLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.suggesting.layouts import Layout
    from co2label.catalogue.tables.opening import Source
    from co2label.catalogue.tables.table import Table

__all__ = ["suggest_map"]

_LOOKED_AT = 20
"""Rows in which titles above the headings are looked for."""
_FORM = ("encoding", "delimiter", "decimal", "dates", "sheet", "header_row")
_CODES = {"id", "gtin"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """Strictly private: one table, and what is beside it."""

    name: str
    table: Table
    said: TableMap
    samples: list[Sample]
    known: Known
    layout: Layout | None = None

    def ids(self, section: Section) -> frozenset[str]:
        """What stands in the column of the ids."""
        heading = next((entry.heading for entry in section.entries if entry.field == "id"), None)
        return frozenset(
            cell for sample in self.samples if sample.heading == heading for cell in sample.filled
        )


def suggest_map(
    products: Source,
    activities: Source | None = None,
    *,
    mapping: ColumnMap | None = None,
    factors: FactorLibrary | None = None,
) -> str:
    """A proposed column map, as the text of a TOML file with comments: why each column, and what is missing.

    Args:
        products: a table, as `open_tables`. Given alone, it may be one of products or one of activities.
        activities: the table of activities.
        mapping: what is known about the tables already; it stays as it is, and the rest is proposed.
        factors: in which factors are searched for; else the bundled ones.

    Raises:
        DocumentError: a table cannot be read at all.
    """
    said, library = mapping or ColumnMap(), factors or FactorLibrary.bundled()
    first = _draft("products", products, said.products, Known(library))
    if activities is not None:
        section = _of_products(first)
        second = _draft("activities", activities, said.activities, Known(library, first.ids(section)))
        return written([section, _of_activities(second, ACTIVITY_CONSTANTS)], said.units)
    sections = _of_one_table(first, replace(first, name="activities", said=_form_of(said, first)))
    return written(sections, said.units)


def _form_of(said: ColumnMap, draft: _Draft) -> TableMap:
    """What is said of activities in a table that was opened as one of products."""
    form = {key: getattr(draft.said, key) for key in _FORM if getattr(said.activities, key) is None}
    return said.activities.model_copy(update=form)


def _of_one_table(draft: _Draft, as_activities: _Draft) -> list[Section]:
    """The sections of one table: of products, of activities, or of both."""
    heading = list_column(draft.table)
    if heading is not None:
        return _with_lists(draft, _of_products(draft), heading, as_activities.said)
    if draft.layout is not None:
        of_products = draft.layout.of == "products"
        return [_of_products(draft) if of_products else _of_activities(as_activities, ACTIVITY_CONSTANTS)]
    groups = _of_groups(draft, as_activities)
    if groups is not None:
        return groups
    products, activities = _of_products(draft), _of_activities(as_activities, ACTIVITY_CONSTANTS)
    return [products if _is_of_products(products, activities) else activities]


def _is_of_products(products: Section, activities: Section) -> bool:
    """What a table is: of products where each row has an id of its own, of activities where it says how much of what."""
    tells = {entry.field for entry in products.entries if not entry.missing}
    says = {entry.field for entry in activities.entries if not entry.missing}
    if "amount" not in says or OWNER not in says | tells:
        return bool(tells & _CODES) or products.score >= activities.score
    return "id" in tells and products.score >= activities.score


def _with_lists(draft: _Draft, section: Section, heading: str, said: TableMap) -> list[Section]:
    """The sections of a table that holds the activities of each product in its row."""
    lines = Entry(LINES, heading, why="each cell is a list of activities")
    others = tuple(each for each in section.ignored if each != heading)
    table = nested_table(draft.table, heading)
    known = Known(draft.known.factors, draft.ids(section))
    inner = _of_activities(_Draft("activities", table, said, samples_of(table), known), LINE_CONSTANTS)
    return [replace(section, ignored=others, entries=(*section.entries, lines)), inner]


def _of_groups(draft: _Draft, as_activities: _Draft) -> list[Section] | None:
    """The sections of a table that holds the activities of each product in groups of columns, or None."""
    families = families_of(draft.table.header)
    samples = [family.sample(draft.samples) for family in families]
    groups = replace(as_activities, samples=samples)
    fields = _chosen_activities(groups)
    if not {"name", "amount"} <= fields.keys():
        return None
    grouped = frozenset(place for family in families for place in family.places)
    section = _of_products(draft, grouped)
    named = [replace(sample, heading=each.pattern) for sample, each in zip(samples, families, strict=True)]
    inner = _section(replace(groups, samples=named), fields, LINE_CONSTANTS, grouped)
    used = {name for entry in inner.entries if entry.heading for name in [entry.heading]}
    unused = tuple(
        draft.table.header[place] for each in families if each.pattern not in used for place in each.places
    )
    return [replace(section, ignored=(*section.ignored, *unused)), replace(inner, ignored=(), stated={})]


def _draft(name: str, source: Source, said: TableMap, known: Known) -> _Draft:
    table = open_table(source, said, name)
    stated = said.header_row is not None
    while not stated and (below := _below_title(table)) is not None:
        said = said.model_copy(update={"header_row": below})
        table = open_table(source, said, name)
    return _Draft(name, table, said, samples_of(table), known, layout_of(table.header))


def _below_title(table: Table) -> int | None:
    """The next guess where the headings are: the first row with more cells than they have, where most rows have more."""
    rows = list(islice(table.rows(), _LOOKED_AT))
    wider = [row.number for row in rows if row.broken]
    titled = table.form.kind in {"csv", "excel"} and len(wider) * 2 > len(rows)
    return wider[0] if titled and wider[0] <= _LOOKED_AT else None


def _of_products(draft: _Draft, grouped: frozenset[int] = frozenset()) -> Section:
    samples = [Sample("", ()) if place in grouped else each for place, each in enumerate(draft.samples)]
    layout = draft.layout if draft.layout and draft.layout.of == "products" else None
    fields = chosen(samples, PRODUCT_HEADINGS, draft.known, draft.said, layout)
    if "id" not in fields and "gtin" in fields:
        fields["id"] = Match(1, "id", fields["gtin"].place, "no other column names a product; the GTIN does")
    return _section(draft, fields, PRODUCT_CONSTANTS, grouped)


def _of_activities(draft: _Draft, needed: Constants) -> Section:
    return _section(draft, _chosen_activities(draft), needed)


def _chosen_activities(draft: _Draft) -> dict[str, Match]:
    layout = draft.layout if draft.layout and draft.layout.of == "activities" else None
    fields = chosen(draft.samples, ACTIVITY_HEADINGS, draft.known, draft.said, layout)
    given = {*fields, *draft.said.constants}
    if not given & {"factor", "product", "gas"} and "name" in fields:
        why = (
            "there is no column of factors; these are what `co2label factors search` finds first: check each"
        )
        fields["factor"] = Match(0, "factor", fields["name"].place, why)
    return fields


def _section(
    draft: _Draft,
    fields: Mapping[str, Match],
    constants: Constants,
    elsewhere: frozenset[int] = frozenset(),
) -> Section:
    ordered = sorted(fields.items(), key=lambda item: item[1].place)
    entries = [
        entry
        for field, match in ordered
        for entry in entries_of(field, match, draft.samples[match.place], draft.known, fields)
    ]
    remarks = [each for field, match in ordered for each in remarks_of(field, draft.samples[match.place])]
    given = [Entry(name, "", value, why="the map says so") for name, value in draft.said.constants.items()]
    read = {each.heading for each in entries if not each.missing}
    read |= {draft.table.header[place] for place in elsewhere}
    entries = [
        each
        for each in (*given, *entries)
        if each.heading or each in given or each.field not in draft.said.constants
    ]
    return Section(
        draft.name,
        f"{draft.table.name}: {_form(draft, fields)}",
        _stated(draft, fields),
        tuple(heading for heading in draft.table.header if heading not in read),
        (*entries, *_missing(entries, constants)),
        sum(match.score for match in fields.values()),
        (*_of_others(draft, fields), *remarks),
    )


def _stated(draft: _Draft, fields: Mapping[str, Match]) -> dict[str, Any]:
    """What was stated about how the table is written, and what its layout says of rows below the first ones."""
    said = {key: value for key in _FORM if (value := getattr(draft.said, key)) is not None}
    layout = draft.layout
    if draft.said.fill_down is not None:
        said["fill_down"] = list(draft.said.fill_down)
    elif layout is not None:
        filled = [field for field in fields if field.partition(".")[0] in layout.filled]
        gaps = any(not all(draft.samples[fields[field].place].cells) for field in filled)
        if filled and gaps:
            said["fill_down"] = filled
            said |= {} if layout.within is None else {"fill_within": layout.within}
    if draft.said.fill_within is not None:
        said["fill_within"] = draft.said.fill_within
    return said


def _of_others(draft: _Draft, fields: Mapping[str, Match]) -> Iterator[str]:
    """What should be known of columns that are not read: one that is empty, a reading of a name, one that is not there."""
    usual = PRODUCT_HEADINGS if draft.name == "products" else ACTIVITY_HEADINGS
    used = {match.place for match in fields.values()}
    for field, source in draft.said.columns.items():
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


def _missing(entries: list[Entry], constants: Constants) -> Iterator[Entry]:
    given = {entry.field.split(".")[0] for entry in entries}
    if given & {"product", "gas"}:
        given.add("factor")
    if any(entry.field == "amount" and (entry.unit or entry.with_unit) for entry in entries):
        given.add("unit")
    for field, (value, why) in constants.items():
        if field not in given:
            yield Entry(field, "", value, why=why, missing=True)


def _form(draft: _Draft, fields: Mapping[str, Match]) -> str:
    """How the table is written, the decimal mark of its amounts too, and what it is called."""
    form = draft.table.form
    name = f" ({draft.layout.name})" if draft.layout else ""
    places = [match.place for field, match in fields.items() if field in {"amount", "mass", "declared_unit"}]
    try:
        mark = decimal_of(
            (cell for place in places for cell in draft.samples[place].filled), draft.table.name
        )
    except DocumentError as error:
        return f"{form}{name}; missing: {error.problems[0].what}; {error.problems[0].todo}"
    return f"{replace(form, decimal=draft.said.decimal or mark)}{name}"
