"""How well a column fits a field: what its heading says, and what its cells say for or against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.headings import is_reading, likeness, unit_in
from co2label.catalogue.suggesting.samples import (
    Sample,
    is_amount,
    is_boundary,
    is_date,
    is_gtin,
    is_number,
    is_unit,
    is_url,
    is_word,
    is_year,
    stage_of,
)
from co2label.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.factors import FactorLibrary

__all__ = ["Known", "Match", "matches"]

_MOSTLY, _HARDLY = 0.8, 0.5
_FEWEST = 2
"""Different cells that have to speak for a field where the heading does not."""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is beside the table: the factors, and the ids of the products where their table is known."""

    factors: FactorLibrary
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A column that may be a field: how well it fits, and why, in words."""

    score: int
    field: str
    place: int
    why: str
    unit: str | None = None
    """Of its numbers, where it is known."""
    values: tuple[tuple[str, str], ...] = ()
    """What its words mean, as far as a map says it."""


@dataclass(frozen=True, slots=True)
class _Test:
    """Strictly private: what the cells of a field look like."""

    holds: Callable[[str, Known], bool]
    words: str
    alone: bool = False
    """Whether the cells are enough, without a heading."""


_TESTS: Mapping[str, _Test] = {
    "gtin": _Test(lambda cell, _: is_gtin(cell), "are GTINs by their check digit", alone=True),
    "amount": _Test(lambda cell, _: is_number(cell) or is_amount(cell), "are amounts"),
    "mass": _Test(lambda cell, _: is_number(cell) or is_amount(cell), "are amounts"),
    "unit": _Test(lambda cell, _: is_unit(cell), "are units", alone=True),
    "declared_unit": _Test(lambda cell, _: is_unit(cell) or is_amount(cell), "are units or amounts"),
    "name": _Test(lambda cell, _: not (is_number(cell) or is_url(cell) or is_date(cell)), "are words"),
    "price": _Test(lambda cell, _: is_number(cell) or is_amount(cell), "are numbers"),
    "category": _Test(lambda cell, _: not is_url(cell), "are words or codes"),
    "stage": _Test(
        lambda cell, _: is_word(cell) and stage_of(cell) is not None,
        "are words for a life-cycle stage",
        alone=True,
    ),
    "factor": _Test(lambda cell, known: cell in known.factors, "are factors of the library", alone=True),
    "product_id": _Test(
        lambda cell, known: not known.ids or cell in known.ids, "are ids of the products", alone=True
    ),
    "product": _Test(
        lambda cell, known: not known.ids or cell in known.ids, "are ids of the products", alone=True
    ),
    "boundary": _Test(lambda cell, _: is_boundary(cell), "are system boundaries", alone=True),
    "year": _Test(lambda cell, _: is_year(cell), "are years"),
    "valid_until": _Test(lambda cell, _: is_date(cell), "are days"),
    "info_url": _Test(lambda cell, _: is_url(cell), "are web addresses"),
}


def matches(samples: list[Sample], headings: Mapping[str, str], known: Known) -> list[Match]:
    """Every column with every field that it may be, the best first; equal ones in the order of fields and columns."""
    order = list(headings)
    found = [
        match
        for place, sample in enumerate(samples)
        for field, words in headings.items()
        if (match := _match(place, sample, field, words, known)) is not None
    ]
    return sorted(found, key=lambda match: (-match.score, order.index(match.field), match.place))


def _match(place: int, sample: Sample, field: str, words: str, known: Known) -> Match | None:
    named = 3 if sample.heading == field else likeness(sample.heading, words)
    if _is_none(sample, field):
        return None
    test = _TESTS.get(field)
    why = [f"the heading is usual for {field}"] if named else []
    if test is None:
        return Match(named, field, place, why[0]) if named else None
    share = sample.share(lambda cell: test.holds(cell, known))
    if sample.filled and share < _HARDLY:
        return None
    fits = share >= _MOSTLY and bool(sample.filled)
    blind = field in {"product", "product_id"} and not known.ids
    if not named and (blind or not (fits and test.alone and len(sample.distinct) >= _FEWEST)):
        return None
    if sample.filled and not blind:
        count = round(share * len(sample.filled))
        why.append(f"{count} of {len(sample.filled)} cells {test.words}")
    return Match(named + (2 if fits and not blind else 0), field, place, "; ".join(why))


def _is_none(sample: Sample, field: str) -> bool:
    """Whether a column cannot be a field, whatever its cells look like."""
    if sample.cells and not sample.filled:
        return True
    if field == "id":
        return not _identifies(sample)
    return is_reading(sample.heading) if field == "name" else not _unit_fits(sample, field)


def _identifies(sample: Sample) -> bool:
    """Whether hardly a cell is empty and none comes twice."""
    filled = len(sample.filled)
    return filled > 0 and len(sample.distinct) == filled >= _MOSTLY * len(sample.cells)


def _unit_fits(sample: Sample, field: str) -> bool:
    """A mass has a unit of mass in its heading, where there is one."""
    unit = unit_in(sample.heading)
    return unit is None or field != "mass" or str(parse_unit(unit).dimension) == "mass"
