"""A column map proposed from headings and cells, as a TOML file that says why, and what is missing.

Nothing is decided here: it is a first draft for a person, the same every time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.entries import entries_of
from co2label.catalogue.suggesting.evidence import Known, Match, matches
from co2label.catalogue.suggesting.examples import (
    ACTIVITY_CONSTANTS,
    LINE_CONSTANTS,
    PRODUCT_CONSTANTS,
    Constants,
)
from co2label.catalogue.suggesting.headings import ACTIVITY_HEADINGS, PRODUCT_HEADINGS, folded
from co2label.catalogue.suggesting.samples import (
    Sample,
    is_japanese,
    samples_of,
)
from co2label.catalogue.suggesting.writing import Entry, Section, written
from co2label.catalogue.tables.decimals import decimal_of
from co2label.catalogue.tables.fields import LINES
from co2label.catalogue.tables.mapping import ColumnMap, TableMap
from co2label.catalogue.tables.nesting import list_column, nested_table
from co2label.catalogue.tables.opening import open_table
from co2label.errors import DocumentError
from co2label.factors import FactorLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.tables.opening import Source
    from co2label.catalogue.tables.table import Table

__all__ = ["suggest_map"]

_LOOKED_AT = 20
"""Rows in which titles above the headings are looked for."""
_FORM = ("encoding", "delimiter", "decimal", "sheet", "header_row")


@dataclass(frozen=True, slots=True)
class _Draft:
    """Strictly private: one table, and what is beside it."""

    name: str
    table: Table
    said: TableMap
    samples: list[Sample]
    known: Known

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
        mapping: what is known about the tables already: encoding, delimiter, sheet. Its columns are not looked at.
        factors: whose ids and names are looked for; else the bundled ones.

    Raises:
        DocumentError: a table cannot be read at all.
    """
    said, library = mapping or ColumnMap(), factors or FactorLibrary.bundled()
    first = _draft("products", products, said.products, Known(library))
    section = _of_products(first)
    if activities is not None:
        second = _draft("activities", activities, said.activities, Known(library, first.ids(section)))
        return written([section, _of_activities(second, ACTIVITY_CONSTANTS)])
    heading = list_column(first.table)
    if heading is not None:
        return written(_with_lists(first, section, heading, said.activities))
    other = _of_activities(
        _draft("activities", products, said.activities, Known(library)), ACTIVITY_CONSTANTS
    )
    return written([max(section, other, key=lambda each: each.score)])


def _with_lists(draft: _Draft, section: Section, heading: str, said: TableMap) -> list[Section]:
    """The sections of a table that holds the activities of each product in its row."""
    lines = Entry(LINES, heading, why="each cell is a list of activities")
    others = tuple(each for each in section.ignored if each != heading)
    table = nested_table(draft.table, heading)
    known = Known(draft.known.factors, draft.ids(section))
    inner = _of_activities(_Draft("activities", table, said, samples_of(table), known), LINE_CONSTANTS)
    return [replace(section, ignored=others, entries=(*section.entries, lines)), inner]


def _draft(name: str, source: Source, said: TableMap, known: Known) -> _Draft:
    table = open_table(source, said, name)
    stated = said.header_row is not None
    while not stated and (below := _below_title(table)) is not None:
        said = said.model_copy(update={"header_row": below})
        table = open_table(source, said, name)
    return _Draft(name, table, said, samples_of(table), known)


def _below_title(table: Table) -> int | None:
    """The next guess where the headings are: the first row with more cells than they have, where most rows have more."""
    rows = list(islice(table.rows(), _LOOKED_AT))
    wider = [row.number for row in rows if row.broken]
    titled = table.form.kind in {"csv", "excel"} and len(wider) * 2 > len(rows)
    return wider[0] if titled and wider[0] <= _LOOKED_AT else None


def _of_products(draft: _Draft) -> Section:
    chosen = _chosen(matches(draft.samples, PRODUCT_HEADINGS, draft.known), draft.samples)
    if "id" not in chosen and "gtin" in chosen:
        chosen["id"] = Match(1, "id", chosen["gtin"].place, "no other column names a product; the GTIN does")
    return _section(draft, chosen, PRODUCT_CONSTANTS)


def _of_activities(draft: _Draft, needed: Constants) -> Section:
    chosen = _chosen(matches(draft.samples, ACTIVITY_HEADINGS, draft.known), draft.samples)
    if "factor" not in chosen and "name" in chosen:
        why = (
            "there is no column of factors; these are those of the library with exactly this name: check each"
        )
        chosen["factor"] = Match(0, "factor", chosen["name"].place, why)
    return _section(draft, chosen, needed)


def _chosen(found: list[Match], samples: list[Sample]) -> dict[str, Match]:
    """The best column of each field; a column is one field, but names may come in several languages."""
    chosen: dict[str, Match] = {}
    taken: set[int] = set()
    product = any(match.field in {"id", "gtin"} for match in found)
    for match in found:
        field = match.field
        if field == "name" and product:
            field = f"name.{_language(samples[match.place])}"
        if field not in chosen and match.place not in taken:
            chosen[field] = match
            taken.add(match.place)
    return chosen


def _language(sample: Sample) -> str:
    heading = folded(sample.heading)
    for tag, marks, end in (
        ("en", "英 english", "en"),
        ("fr", "仏 french francais", "fr"),
        ("ja", "和文 日本語 japanese", "ja"),
    ):
        if any(mark in heading for mark in marks.split()) or heading.endswith(f"name{end}"):
            return tag
    return "ja" if sample.share(is_japanese) > 0 else "en"


def _section(draft: _Draft, chosen: Mapping[str, Match], constants: Constants) -> Section:
    entries = [
        entry
        for field, match in sorted(chosen.items(), key=lambda item: item[1].place)
        for entry in entries_of(field, match, draft.samples[match.place], draft.known)
    ]
    used = {match.place for match in chosen.values()}
    return Section(
        draft.name,
        f"{draft.table.name}: {_form(draft, chosen)}",
        {key: value for key in _FORM if (value := getattr(draft.said, key)) is not None},
        tuple(heading for place, heading in enumerate(draft.table.header) if place not in used),
        (*entries, *_missing(entries, constants)),
        sum(match.score for match in chosen.values()),
    )


def _missing(entries: list[Entry], constants: Constants) -> Iterator[Entry]:
    given = {entry.field.split(".")[0] for entry in entries}
    if "product" in given:
        given.add("factor")
    if any(entry.field == "amount" and (entry.unit or entry.with_unit) for entry in entries):
        given.add("unit")
    for field, (value, why) in constants.items():
        if field not in given:
            yield Entry(field, "", value, why=why, missing=True)


def _form(draft: _Draft, chosen: Mapping[str, Match]) -> str:
    """How the table is written, the decimal mark of its amounts too."""
    form = draft.table.form
    places = [match.place for field, match in chosen.items() if field in {"amount", "mass", "declared_unit"}]
    try:
        mark = decimal_of(
            (cell for place in places for cell in draft.samples[place].filled), draft.table.name
        )
    except DocumentError as error:
        return f"{form}; missing: {error.problems[0].what}; {error.problems[0].todo}"
    return str(replace(form, decimal=draft.said.decimal or mark))
