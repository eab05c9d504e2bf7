"""Parts and shares: whole percentages, and parts that add up to the total that is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from co2label.errors import ClaimError, Problem
from co2label.figures.rounding import CONTEXT, exact, plain, significant, width_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

__all__ = ["PercentOf", "percent_of", "percent_shares", "reconcile", "show_percent"]

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


def percent_shares(parts: Sequence[float], *, total: float | None = None) -> list[int]:
    """Whole percentages by largest remainder; they add up to exactly 100.

    Args:
        parts: of one unit. A negative part (a removal) has a negative share, and the sum is still 100.
        total: what is 100 %, where it is not the sum of the parts; then they add up to the rounded share of
            their sum. Where the total is zero or below, shares mean nothing and all are 0.

    Raises:
        ClaimError: a part is not finite.

    >>> percent_shares([1, 1, 1]), percent_shares([0, 0]), percent_shares([3, -1])
    ([34, 33, 33], [0, 0], [150, -50])
    >>> percent_shares([1, 2], total=12)
    [8, 17]
    """
    *counts, given = _in_common_steps([*map(exact, parts), exact(total or 0)])
    whole = sum(counts) if total is None else given
    if whole <= 0:
        return [0] * len(counts)
    hundredfold = [100 * count for count in counts]
    return _largest_remainder(hundredfold, whole, _half_up(Fraction(sum(hundredfold), whole)))


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


def reconcile(parts: Sequence[float], shown_total: Decimal, step: Decimal) -> list[Decimal]:
    """Parts rounded to multiples of `step` that add up to the shown total, by largest remainder.

    A part of zero stays zero. Parts whose sum lies further from the shown total than rounding explains are
    first scaled to it.

    Args:
        parts: in the unit of the total.
        shown_total: as shown, a multiple of `step`.
        step: the last place, such as Decimal("0.1").

    Raises:
        ClaimError: the total is no multiple of the step, or the parts sum to zero and the total does not.

    >>> from decimal import Decimal
    >>> [str(part) for part in reconcile([0.333, 0.333, 0.334], Decimal("1.0"), Decimal("0.1"))]
    ['0.3', '0.3', '0.4']
    """
    *counts, total, one = _in_common_steps([*map(exact, parts), shown_total, step])
    whole = sum(counts)
    if total % one or (whole == 0 and total):
        what = f"parts that sum to {math.fsum(parts):g} cannot add up to {shown_total} in steps of {step}"
        raise ClaimError([Problem("", what, "give a total that is a multiple of the step, and its parts")])
    steps = total // one
    missing = steps - sum(count // one for count in counts)
    if not 0 <= missing <= sum(count % one != 0 for count in counts):
        sign = 1 if whole > 0 else -1
        counts, one = [sign * count * steps for count in counts], sign * whole
    return [rows * step for rows in _largest_remainder(counts, one, steps)]


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
    place = min(int(number.as_tuple().exponent) for number in numbers)
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
