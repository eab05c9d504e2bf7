"""The lines of a proposed map for a column: its unit, and what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.headings import bare
from co2label.catalogue.suggesting.samples import Sample, is_amount, is_number, is_unit, stage_of
from co2label.catalogue.suggesting.writing import Entry
from co2label.model.findings import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.suggesting.evidence import Known, Match
    from co2label.factors import FactorLibrary

__all__ = ["entries_of"]

_MOST_VALUES = 60


def entries_of(field: str, match: Match, sample: Sample, known: Known) -> Iterator[Entry]:
    """The lines of the map for a column."""
    unit = bare(sample.heading)[1] if field in {"mass", "amount"} else None
    if field == "declared_unit" and sample.share(is_unit) == 1:
        yield Entry("declared_unit.unit", sample.heading, why=match.why)
        yield Entry("declared_unit", "", "1", why="the column says the unit only")
    elif field == "mass" and unit is None and sample.share(is_number) > 0:
        yield Entry(
            "mass", sample.heading, unit="g", why="the unit of these numbers is not said", missing=True
        )
    elif field == "stage":
        yield _valued(field, match, sample, {word: stage_of(word) for word in sample.distinct[:_MOST_VALUES]})
    elif field == "factor" and not sample.share(lambda cell: cell in known.factors):
        words = {word: _factor(word, known.factors) for word in sample.distinct[:_MOST_VALUES]}
        yield _valued(field, match, sample, words)
    else:
        with_unit = field == "amount" and sample.share(is_amount) == 1
        yield Entry(field, sample.heading, unit=unit, with_unit=with_unit, why=match.why)


def _valued(field: str, match: Match, sample: Sample, words: Mapping[str, str | None]) -> Entry:
    values = tuple((word, meant) for word, meant in words.items() if meant is not None and meant != word)
    unknown = tuple(printable(word) for word, meant in words.items() if meant is None)
    return Entry(
        field, sample.heading, values=values, unknown=unknown, why=match.why, missing=not any(words.values())
    )


def _factor(word: str, factors: FactorLibrary) -> str | None:
    """The only factor that has exactly this name."""
    named = [
        each.id
        for each in factors.search(word)
        if word.casefold() in {name.casefold() for name in each.name.values()}
    ]
    return named[0] if len(named) == 1 else None
