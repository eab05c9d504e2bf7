"""The lines of a proposed map for a column: its unit, what its words mean, and what has to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.headings import unit_in
from co2label.catalogue.suggesting.samples import Sample, is_amount, is_japanese, is_number, is_unit, stage_of
from co2label.catalogue.suggesting.writing import Entry
from co2label.errors import UnitError
from co2label.model import printable_key
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from co2label.catalogue.suggesting.evidence import Known, Match
    from co2label.factors import FactorLibrary

__all__ = ["entries_of", "remarks_of"]

_MOST_VALUES = 60
_ALSO = 2
"""Other factors that are named beside the first one that a search finds."""
_KEYS = {"id", "gtin", "product_id"}


def entries_of(
    field: str, match: Match, sample: Sample, known: Known, beside: Collection[str]
) -> Iterator[Entry]:
    """The lines of the map for a column, beside the other fields of its table."""
    of_column = {f"{field}.unit", "unit" if field == "amount" else ""} & set(beside)
    unit = match.unit
    if unit is None and not of_column and field in {"mass", "amount", "price"}:
        unit = unit_in(sample.heading)
    if match.values:
        yield Entry(field, sample.heading, unit=unit, values=match.values, why=match.why)
    elif field == "declared_unit.unit" or (field == "declared_unit" and sample.share(is_unit) == 1):
        unknown = tuple(printable_key(cell) for cell in sample.distinct[:_MOST_VALUES] if not is_unit(cell))
        yield Entry("declared_unit.unit", sample.heading, unknown=unknown, why=match.why)
        yield Entry("declared_unit", "", "1", why="the column says the unit only")
    elif field in {"mass", "price"} and not (unit or of_column) and _are_numbers(sample):
        yield _without_unit(field, match, sample)
    elif field == "stage":
        yield _valued(field, match, sample, {word: stage_of(word) for word in sample.distinct[:_MOST_VALUES]})
    elif field == "factor" and not sample.share(lambda cell: cell in known.factors):
        yield _factors(match, sample, known.factors)
    else:
        with_unit = field == "amount" and sample.share(is_amount) == 1
        yield Entry(field, sample.heading, unit=unit, with_unit=with_unit, why=match.why)


def remarks_of(field: str, sample: Sample) -> Iterator[str]:
    """What a person should look at in a column that is read."""
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
    volumes = sample.share(lambda cell: _kind(cell) == "volume") if field == "mass" else 0.0
    if volumes:
        yield f"{round(volumes * len(sample.filled))} of {len(sample.filled)} {sample.heading} are volumes: give the density too"


def _are_numbers(sample: Sample) -> bool:
    return sample.share(is_number) > sample.share(is_amount)


def _without_unit(field: str, match: Match, sample: Sample) -> Entry:
    """Numbers whose unit is not said: of a Japanese price it is the yen."""
    if field == "price" and is_japanese(sample.heading):
        return Entry("price", sample.heading, unit="JPY", why=match.why)
    unit, why = (
        ("g", "the unit of these numbers is not said")
        if field == "mass"
        else ("EUR", "the currency is not said")
    )
    return Entry(field, sample.heading, unit=unit, why=why, missing=True)


def _valued(field: str, match: Match, sample: Sample, words: Mapping[str, str | None]) -> Entry:
    values = tuple((word, meant) for word, meant in words.items() if meant is not None and meant != word)
    unknown = tuple(printable_key(word) for word, meant in words.items() if meant is None)
    return Entry(
        field, sample.heading, values=values, unknown=unknown, why=match.why, missing=not any(words.values())
    )


def _factors(match: Match, sample: Sample, factors: FactorLibrary) -> Entry:
    """The factors that `co2label factors search` finds first, with the next ones beside them where their name is another."""
    words: dict[str, str | None] = {}
    doubts: list[str] = []
    for word in sample.distinct[:_MOST_VALUES]:
        found = factors.search(word, limit=_ALSO + 1)
        words[word] = found[0].id if found else None
        exact = [
            each.id for each in found if word.casefold() in {name.casefold() for name in each.name.values()}
        ]
        if found and exact != [found[0].id]:
            others = ", ".join(each.id for each in found[1:])
            doubts.append(f"{printable_key(word)} = {found[0].id}" + (f" (or {others})" if others else ""))
    entry = _valued("factor", match, sample, words)
    return Entry(
        entry.field,
        entry.heading,
        values=entry.values,
        unknown=entry.unknown,
        why=entry.why,
        missing=entry.missing,
        doubts=tuple(doubts),
    )


def _kind(cell: str) -> str:
    try:
        return str(parse_amount(cell).unit.dimension)
    except UnitError:
        return ""
