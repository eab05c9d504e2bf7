"""Which column of a table is which field: what a map says already, what a layout with a name has, what headings and cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.evidence import Match, matches
from co2label.catalogue.suggesting.headings import PRODUCT_HEADINGS, folded
from co2label.catalogue.suggesting.samples import Sample, is_japanese
from co2label.catalogue.tables.fields import OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.catalogue.suggesting.evidence import Known
    from co2label.catalogue.suggesting.layouts import Layout
    from co2label.catalogue.tables.mapping import TableMap

__all__ = ["chosen"]

_BY_LAYOUT, _BY_MAP = 8, 9
_OF_LAYOUTS = {
    "name",
    "mass",
    "price",
    "category",
    "declared_unit",
    "unit",
    "amount",
    "stage",
    "product",
    OWNER,
}
"""Fields of which a layout says all: no other column of it is one."""


def chosen(
    samples: Sequence[Sample],
    headings: Mapping[str, str],
    known: Known,
    said: TableMap,
    layout: Layout | None,
) -> dict[str, Match]:
    """The best column of each field; a column is one field, but for what a map or a layout says.

    Args:
        samples: the columns.
        headings: usual headings by field; of products, whose names are by language, or of activities.
        known: factors and ids.
        said: what the map says already.
        layout: the layout that the table has.
    """
    by_language = headings is PRODUCT_HEADINGS
    found = list(_said(samples, said))
    told = {match.field for match in found} | set(said.constants)
    if layout is not None:
        found += _of_layout(samples, layout, told)
    guessed = [
        match
        for match in matches(list(samples), headings, known)
        if samples[match.place].heading not in said.ignore
        and not (layout is not None and match.field in _OF_LAYOUTS)
    ]
    fields: dict[str, Match] = {}
    taken: set[int] = set()
    for match in found:
        fields.setdefault(_named(match, samples, by_language=by_language), match)
        taken.add(match.place)
    for match in guessed:
        field = _named(match, samples, by_language=by_language)
        if field not in fields and field not in said.constants and match.place not in taken:
            fields[field] = match
            taken.add(match.place)
    return fields


def _said(samples: Sequence[Sample], said: TableMap) -> Iterator[Match]:
    places = {sample.heading: place for place, sample in enumerate(samples)}
    for field, source in said.columns.items():
        if source.heading in places:
            values = tuple(source.values.items())
            yield Match(_BY_MAP, field, places[source.heading], "the map says so", source.unit, values)


def _of_layout(samples: Sequence[Sample], layout: Layout, told: set[str]) -> Iterator[Match]:
    places = {sample.heading: place for place, sample in enumerate(samples)}
    for field, heading in layout.columns.items():
        filled = samples[places[heading]].filled
        said = field in told or (field == "name" and any(each.startswith("name.") for each in told))
        if filled and not said:
            yield Match(_BY_LAYOUT, field, places[heading], layout.name, layout.units.get(heading))


def _named(match: Match, samples: Sequence[Sample], *, by_language: bool) -> str:
    return f"name.{_language(samples[match.place])}" if match.field == "name" and by_language else match.field


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
