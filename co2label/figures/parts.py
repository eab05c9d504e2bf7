"""Parts of a figure: each rounded by itself to the figure's last place, and whole percentages that add up to 100."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from co2label.errors import ClaimError, Problem
from co2label.figures.mass import in_unit
from co2label.figures.rounding import CONTEXT, exact, plain, significant, width_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.figures.mass import Place

__all__ = ["PercentOf", "adds_up", "percent_of", "percent_shares", "show_part", "show_percent", "show_shares"]

_MOST_PERCENT = 999


@dataclass(frozen=True, slots=True)
class PercentOf:
    """A share of a reference, ready to be put in words.

    `percent` is `value` per cent, `below-one` less than one per cent, `days` about `value` days' worth.

    >>> PercentOf("percent", 8).value
    8
    """

    kind: Literal["percent", "below-one", "days"]
    value: int


def show_part(kg: float, place: Place) -> str:
    """A part of a figure: rounded half up to the figure's last place, and never bent so that parts add up.

    What would read as zero and is none is "<10", or ">-10" below zero: less than one of that place.

    Args:
        kg: kg CO2e, finite, of either sign.
        place: of the figure; see `place_of`.

    Raises:
        ClaimError: `kg` is not finite.

    >>> from co2label.figures.mass import place_of
    >>> tens = place_of(0.2144)
    >>> [show_part(kg, tens) for kg in (0.1496, 0.0151, 0.003, 0.0, -0.031, -0.003)]
    ['150', '20', '<10', '0', '-30', '>-10']
    """
    value = in_unit(exact(kg), place.unit)
    rounded = value.quantize(place.step, context=CONTEXT)
    if value and not rounded:
        return f"<{plain(place.step)}" if value > 0 else f">-{plain(place.step)}"
    return plain(rounded)


def adds_up(parts: Iterable[str], total: str) -> bool:
    """Whether parts add up to the total beside them, both as printed; "<10" counts as none.

    >>> adds_up(["150", "50", "<10"], "200"), adds_up(["150", "30", "20", "<10"], "210")
    (True, False)
    """
    numbers = (Decimal(part) for part in parts if not part.startswith(("<", ">")))
    return sum(numbers, Decimal(0)) == Decimal(total)


def percent_shares(parts: Sequence[float]) -> list[int]:
    """Whole percentages by largest remainder, which add up to 100; each lies less than one from the share itself.

    Args:
        parts: of one unit. A part below zero has a share below zero, and the sum is still 100. Where their sum is zero or
            below, shares mean nothing and all are 0.

    Raises:
        ClaimError: a part is not finite.

    >>> percent_shares([1, 1, 1]), percent_shares([0, 0]), percent_shares([3, -1])
    ([34, 33, 33], [0, 0], [150, -50])
    """
    counts = _in_common_steps([exact(part) for part in parts])
    whole = sum(counts)
    if whole <= 0:
        return [0] * len(counts)
    return _largest_remainder([100 * count for count in counts], whole, 100)


def show_shares(parts: Sequence[float]) -> list[str | None]:
    """Whole percentages as shown beside parts: those of `percent_shares`, with "<1" for what is above zero and comes to none.

    Args:
        parts: of one unit.

    Returns:
        None for each where one is below zero, or all are zero: shares of what cancels out say nothing.

    Raises:
        ClaimError: a part is not finite.

    >>> show_shares([0.2, 99.8, 0]), show_shares([1000, -999])
    (['<1', '100', '0'], [None, None])
    """
    percents = percent_shares(parts)
    if not any(percents) or min(parts) < 0:
        return [None] * len(parts)
    return [
        "<1" if part and not percent else str(percent) for percent, part in zip(percents, parts, strict=True)
    ]


def show_percent(percent: float, *, interval: tuple[float, float] | None = None) -> str:
    """A percentage in at most two significant digits, none finer than the first digit of half its interval's width.

    Args:
        percent: finite, of either sign.
        interval: (low, high) in percent.

    Raises:
        ClaimError: not finite.

    >>> show_percent(12.34), show_percent(-0.456), show_percent(12.34, interval=(-20.0, 45.0))
    ('12', '-0.46', '10')
    """
    return plain(significant(exact(percent), 2, width_place(interval)))


def percent_of(value: float, reference: float) -> PercentOf:
    """The share of a reference: in whole per cent, or less than one, or (beyond 999 %) in days' worth of it.

    Args:
        value: kg CO2e. Zero is 0 %; a value below zero gives a negative percentage.
        reference: kg CO2e a day, above zero.

    Raises:
        ClaimError: not finite, or the reference is not above zero.

    >>> percent_of(0.55, 6.8), percent_of(0.05, 6.8).kind, percent_of(170, 6.8)
    (PercentOf(kind='percent', value=8), 'below-one', PercentOf(kind='days', value=25))
    """
    whole = Fraction(exact(reference))
    if whole <= 0:
        raise ClaimError([Problem("reference", f"expected a reference above zero, got {reference:g}")])
    share = Fraction(exact(value)) / whole
    percent = _half_up(100 * share)
    if 0 < abs(share) < Fraction(1, 100):
        return PercentOf("below-one", 1)
    if percent > _MOST_PERCENT:
        return PercentOf("days", _half_up(share))
    return PercentOf("percent", percent)


def _half_up(share: Fraction) -> int:
    """Half away from zero, as ROUND_HALF_UP."""
    whole = math.floor(abs(share) + Fraction(1, 2))
    return whole if share >= 0 else -whole


def _in_common_steps(numbers: list[Decimal]) -> list[int]:
    """The same numbers as whole multiples of one power of ten."""
    place = min((int(number.as_tuple().exponent) for number in numbers), default=0)
    return [int(number.scaleb(-place, context=CONTEXT)) for number in numbers]


def _largest_remainder(counts: list[int], one: int, total: int) -> list[int]:
    """Whole numbers near `counts / one` that add up to `total`.

    All are rounded down; the largest remainders, of equals the earlier, are given the missing ones.
    """
    floors = [count // one for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: -(counts[i] % one))
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors
