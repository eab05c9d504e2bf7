"""From a float to the digits that the public sees: the one place where they are chosen.

First to 12 significant decimal digits, which removes the noise of binary floats; then half up, in decimal,
to what the uncertainty bears. Parts are rounded together (largest remainder): they add up to what is shown.

>>> show_mass(0.2144)
Shown(value='210', unit='g-CO2e')
>>> show_mass(0.2144, digits=3)
Shown(value='214', unit='g-CO2e')

Units are those of the CFP display guide (MOE and METI, 2025-02): g-CO2e, kg-CO2e, t-CO2e. Numbers carry no
exponent and no thousands separator; a minus sign is the ASCII hyphen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from co2label.errors import ClaimError, Problem, UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PercentOf", "Shown", "decimals_of", "format_in", "in_kg", "percent_of"]
__all__ += ["percent_shares", "reconcile", "show_mass", "show_percent"]

_KG_EXPONENT = {"g-CO2e": -3, "kg-CO2e": 0, "t-CO2e": 3}
_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)
"""Wide enough for the whole range of floats, from 5e-324 to 1.8e308, without an exponent."""
_MOST_DIGITS = 12
_MOST_PERCENT = 999


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the public sees it, and its unit (g-CO2e, kg-CO2e or t-CO2e).

    >>> str(Shown("0.12", "kg-CO2e"))
    '0.12 kg-CO2e'
    """

    value: str
    unit: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


@dataclass(frozen=True, slots=True)
class PercentOf:
    """A share of a reference, ready to be put in words.

    `percent` is `value` per cent, `below-one` less than one per cent, `days` about `value` days' worth.

    >>> PercentOf("percent", 8).value
    8
    """

    kind: Literal["percent", "below-one", "days"]
    value: int


def show_mass(
    kg: float, *, digits: int = 2, interval: tuple[float, float] | None = None, prefer: str | None = None
) -> Shown:
    """The figure to show for a mass of CO2e: significant digits and scale chosen, rounded half up.

    The scale is chosen after rounding: g below 1 kg, kg below 1000 kg, t above. A value other than zero never
    shows as 0.

    Args:
        kg: kg CO2e, finite, of either sign.
        digits: significant digits, 1 to 12; 2 for estimates, 3 for primary or verified data.
        interval: (low, high) in kg CO2e; the last digit is never finer than the first digit of half its
            width, and one digit is always shown.
        prefer: the unit to show it in, instead of the scale chosen.

    Raises:
        ClaimError: the figure or the interval is not finite, or `digits` is out of range.
        UnitError: `prefer` is none of the three units.

    >>> str(show_mass(0.9996)), str(show_mass(4e-05)), str(show_mass(1234, digits=3, interval=(900, 1600)))
    ('1.0 kg-CO2e', '0.040 g-CO2e', '1.2 t-CO2e')
    """
    if not 1 <= digits <= _MOST_DIGITS:
        raise ClaimError(
            [Problem("digits", f"expected 1 to {_MOST_DIGITS} significant digits, got {digits}")]
        )
    rounded = _significant(_exact(kg), digits, _width_place(interval))
    unit = _unit_for(rounded) if prefer is None else prefer
    return Shown(_plain(_in_unit(rounded, unit)), unit)


def format_in(kg: float, unit: str, *, decimals: int) -> str:
    """A mass of CO2e in a given unit, to a given decimal place: the rows below a total.

    Args:
        kg: kg CO2e, finite.
        unit: g-CO2e, kg-CO2e or t-CO2e.
        decimals: places after the point, 0 to 12; a small value shows as 0 here.

    Raises:
        ClaimError: `kg` is not finite.
        UnitError: an unknown unit.

    >>> format_in(0.04825, "g-CO2e", decimals=1)
    '48.3'
    """
    value = _in_unit(_exact(kg), unit).quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)
    return _plain(value)


def decimals_of(shown: Shown) -> int:
    """Places after the decimal point of a figure.

    >>> decimals_of(Shown("0.12", "kg-CO2e")), decimals_of(Shown("210", "g-CO2e"))
    (2, 0)
    """
    return len(shown.value.partition(".")[2])


def in_kg(shown: Shown) -> str:
    """A figure as shown, in kilograms of CO2e: only its scale changes, no digit is added.

    Args:
        shown: in g-CO2e, kg-CO2e or t-CO2e.

    Raises:
        UnitError: an unknown unit.

    >>> in_kg(Shown("210", "g-CO2e")), in_kg(Shown("1.0", "kg-CO2e")), in_kg(Shown("1.2", "t-CO2e"))
    ('0.21', '1.0', '1200')
    """
    exponent = _exponent(shown.unit)
    value = Decimal(shown.value)
    return _plain(value if not exponent else value.scaleb(exponent, context=_CONTEXT).normalize(_CONTEXT))


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
    *counts, given = _in_common_steps([*map(_exact, parts), _exact(total or 0)])
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
    return _plain(_significant(_exact(percent), 2, _width_place(interval)))


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

    >>> [str(part) for part in reconcile([0.333, 0.333, 0.334], Decimal("1.0"), Decimal("0.1"))]
    ['0.3', '0.3', '0.4']
    """
    *counts, total, one = _in_common_steps([*map(_exact, parts), shown_total, step])
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
    whole = Fraction(_exact(reference))
    if whole <= 0:
        raise ClaimError([Problem("reference", f"expected a reference above zero, got {reference:g}")])
    share = Fraction(_exact(value)) / whole
    percent = _half_up(100 * share)
    if 0 < abs(share) < Fraction(1, 100):
        return PercentOf("below-one", 1)
    if percent > _MOST_PERCENT:
        return PercentOf("days", _half_up(share))
    return PercentOf("percent", percent)


def _exact(number: float) -> Decimal:
    """12 significant decimal digits: what was meant, without binary noise."""
    if not math.isfinite(number):
        raise ClaimError([Problem("", f"expected a finite figure, got {number}")])
    return Decimal(f"{number:.{_MOST_DIGITS - 1}e}")


def _width_place(interval: tuple[float, float] | None) -> int | None:
    if interval is None:
        return None
    half = abs(_exact(interval[1]) - _exact(interval[0])) / 2
    return half.adjusted() if half else None


def _significant(value: Decimal, digits: int, coarsest: int | None) -> Decimal:
    """Half up to `digits` significant digits, none finer than 10 ** `coarsest`, but always one."""
    if not value:
        return Decimal(0)
    first = value.adjusted()
    place = first - digits + 1
    if coarsest is not None:
        place = min(first, max(place, coarsest))
    rounded = value.quantize(Decimal(1).scaleb(place), context=_CONTEXT)
    carried = rounded.adjusted() - first  # 9.96 became 10.0: one digit too many
    return rounded.quantize(Decimal(1).scaleb(place + carried), context=_CONTEXT)


def _unit_for(kg: Decimal) -> str:
    if abs(kg) < 1:
        return "g-CO2e"
    return "kg-CO2e" if abs(kg) < 1000 else "t-CO2e"  # noqa: PLR2004 - 1 t


def _in_unit(kg: Decimal, unit: str) -> Decimal:
    return kg.scaleb(-_exponent(unit), context=_CONTEXT)


def _exponent(unit: str) -> int:
    if unit not in _KG_EXPONENT:
        message = f"expected one of {', '.join(_KG_EXPONENT)}, got {clip(unit)}"
        raise UnitError(message)
    return _KG_EXPONENT[unit]


def _plain(value: Decimal) -> str:
    return f"{value or abs(value):f}"  # no "-0"


def _half_up(share: Fraction) -> int:
    """Half away from zero, as ROUND_HALF_UP."""
    whole = math.floor(abs(share) + Fraction(1, 2))
    return whole if share >= 0 else -whole


def _in_common_steps(numbers: list[Decimal]) -> list[int]:
    """The same numbers as whole multiples of one power of ten."""
    place = min(int(number.as_tuple().exponent) for number in numbers)
    return [int(number.scaleb(-place, context=_CONTEXT)) for number in numbers]


def _largest_remainder(counts: list[int], one: int, total: int) -> list[int]:
    """Whole numbers near `counts / one` that add up to `total`.

    All are rounded down; the largest remainders, of equals the earlier, are given the missing ones.
    """
    floors = [count // one for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: -(counts[i] % one))
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors
