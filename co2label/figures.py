"""From a float to the digits that the public sees: the one place where they are chosen.

First to 12 significant decimal digits, which removes the noise of binary floats; then half up, in decimal,
to what the uncertainty bears. Parts of a figure are rounded one by one to its last place, so each is true and they need not
add up; only percentages are rounded together (largest remainder).

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
from typing import TYPE_CHECKING, Literal

from co2label.errors import ClaimError, Problem, UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_KG_EXPONENT = {"g-CO2e": -3, "kg-CO2e": 0, "t-CO2e": 3}


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
    value, unit = _rounded(kg, digits, interval, prefer)
    return Shown(_plain(value), unit)


@dataclass(frozen=True, slots=True)
class Place:
    """The last place of a figure: its unit, and of which power of ten of it the last digit that counts is.

    >>> Place("g-CO2e", 1).step  # 210 g of two digits
    Decimal('1E+1')
    """

    unit: str
    power: int

    @property
    def step(self) -> Decimal:
        """One of the last digit, in the unit."""
        return Decimal(1).scaleb(self.power)

    def within(self, unit: str) -> Place:
        """The same place of a figure in another unit.

        >>> Place("g-CO2e", 1).within("kg-CO2e")
        Place(unit='kg-CO2e', power=-2)
        """
        return Place(unit, self.power + _exponent(self.unit) - _exponent(unit))


def place_of(
    kg: float, *, digits: int = 2, interval: tuple[float, float] | None = None, prefer: str | None = None
) -> Place:
    """The last place to which `show_mass` rounds the same figure; parts of the figure are rounded to it (`show_part`).

    Args:
        kg: as `show_mass`; zero has the place of one gram, or of one of `prefer`.
        digits: as `show_mass`.
        interval: as `show_mass`.
        prefer: as `show_mass`.

    Raises:
        ClaimError: as `show_mass`.
        UnitError: as `show_mass`.

    >>> place_of(0.2144), place_of(0.2144, digits=3), place_of(0.9996)
    (Place(unit='g-CO2e', power=1), Place(unit='g-CO2e', power=0), Place(unit='kg-CO2e', power=-1))
    """
    value, unit = _rounded(kg, digits, interval, prefer)
    return Place(unit, int(value.as_tuple().exponent) if value else 0)


def format_in(kg: float, unit: str, *, decimals: int) -> str:
    """A mass of CO2e in a given unit, to a given decimal place: the ends of an interval beside a figure.

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


def stated_in(kg: float, unit: str) -> str:
    """A mass that somebody stated, in another unit: no digit is added or taken.

    Args:
        kg: kg CO2e, finite.
        unit: g-CO2e, kg-CO2e or t-CO2e.

    Raises:
        ClaimError: not finite.
        UnitError: an unknown unit.

    >>> stated_in(0.5, "g-CO2e"), stated_in(1.0, "kg-CO2e"), stated_in(1200, "t-CO2e")
    ('500', '1', '1.2')
    """
    return _plain(_in_unit(_exact(kg).normalize(_CONTEXT), unit).normalize(_CONTEXT))


def common_unit(kgs: Iterable[float]) -> str:
    """The unit for figures that stand together, so that their numerals can be compared.

    It is the unit of the largest; a smaller one where the least figure would begin below a hundredth of it and the largest has
    at most four digits before the point. Of twenty figures and more, a twentieth at either end is passed over.

    Args:
        kgs: kg CO2e of each.

    >>> common_unit([0.8, 1.1]), common_unit([0.0004, 0.3]), common_unit([0.004, 2.7]), common_unit([0.004, 40])
    ('kg-CO2e', 'g-CO2e', 'g-CO2e', 'kg-CO2e')
    """
    sizes = sorted(abs(kg) for kg in kgs if kg)
    few = len(sizes) // 20
    sizes = sizes[few : len(sizes) - few]
    if not sizes:
        return "g-CO2e"
    unit = show_mass(sizes[-1]).unit
    smaller = {"t-CO2e": "kg-CO2e", "kg-CO2e": "g-CO2e"}.get(unit)
    one = 10.0 ** _KG_EXPONENT[unit]
    fits = sizes[0] < one / 100 and sizes[-1] < 10 * one
    return smaller if smaller and fits else unit


def _rounded(
    kg: float, digits: int, interval: tuple[float, float] | None, prefer: str | None
) -> tuple[Decimal, str]:
    """A figure in the unit that is preferred, else in the one of its size, and that unit."""
    if not 1 <= digits <= _MOST_DIGITS:
        what = f"expected 1 to {_MOST_DIGITS} significant digits, got {digits}"
        raise ClaimError([Problem("digits", what)])
    rounded = _significant(_exact(kg), digits, _width_place(interval))
    if prefer is None:
        size = abs(rounded)
        prefer = "g-CO2e" if size < 1 else "kg-CO2e" if size < 1000 else "t-CO2e"  # noqa: PLR2004 - 1 t
    return _in_unit(rounded, prefer), prefer


def _in_unit(kg: Decimal, unit: str) -> Decimal:
    """Kilograms in another unit.

    Raises:
        UnitError: an unknown unit.
    """
    return kg.scaleb(-_exponent(unit), context=_CONTEXT)


def _exponent(unit: str) -> int:
    if unit not in _KG_EXPONENT:
        raise UnitError(f"expected one of {', '.join(_KG_EXPONENT)}, got {clip(unit)}")
    return _KG_EXPONENT[unit]


_MOST_PERCENT = 999


ShareKind = Literal["percent", "below-one", "days"]
"""How a share of a reference is put: in percent, as less than one percent, or in days."""


@dataclass(frozen=True, slots=True)
class PercentOf:
    """A share of a reference, ready to be put in words.

    `percent` is `value` per cent, `below-one` less than one per cent, `days` about `value` days' worth.

    >>> PercentOf("percent", 8).value
    8
    """

    kind: ShareKind
    value: int


def show_part(kg: float, place: Place) -> str:
    """A part of a figure: rounded half up to the figure's last place, and never bent so that parts add up.

    What would read as zero and is none is "<10", or ">-10" below zero: less than one of that place.

    Args:
        kg: kg CO2e, finite, of either sign.
        place: of the figure; see `place_of`.

    Raises:
        ClaimError: `kg` is not finite.

    >>> from co2label.figures import place_of
    >>> tens = place_of(0.2144)
    >>> [show_part(kg, tens) for kg in (0.1496, 0.0151, 0.003, 0.0, -0.031, -0.003)]
    ['150', '20', '<10', '0', '-30', '>-10']
    """
    value = _in_unit(_exact(kg), place.unit)
    rounded = value.quantize(place.step, context=_CONTEXT)
    if value and not rounded:
        return f"<{_plain(place.step)}" if value > 0 else f">-{_plain(place.step)}"
    return _plain(rounded)


def adds_up(parts: Iterable[str], total: str) -> bool:
    """Tell whether parts add up to the total beside them, both as printed; "<10" counts as none.

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
    counts = _in_common_steps([_exact(part) for part in parts])
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
    return _plain(_significant(_exact(percent), 2, _width_place(interval)))


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
    part, whole = _in_common_steps([_exact(value), _exact(reference)])
    if whole <= 0:
        raise ClaimError([Problem("reference", f"expected a reference above zero, got {reference:g}")])
    percent = _half_up(100 * part, whole)
    if 0 < 100 * abs(part) < whole:
        return PercentOf("below-one", 1)
    if percent > _MOST_PERCENT:
        return PercentOf("days", _half_up(part, whole))
    return PercentOf("percent", percent)


def _half_up(count: int, one: int) -> int:
    """The whole number next to `count / one`, half away from zero, as ROUND_HALF_UP."""
    whole = (2 * abs(count) + one) // (2 * one)
    return whole if count >= 0 else -whole


def _in_common_steps(numbers: list[Decimal]) -> list[int]:
    """The same numbers as whole multiples of one power of ten."""
    place = min((int(number.as_tuple().exponent) for number in numbers), default=0)
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


_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)
"""Wide enough for the whole range of floats, from 5e-324 to 1.8e308, without an exponent."""

_MOST_DIGITS = 12


def _exact(number: float) -> Decimal:
    """12 significant decimal digits: what was meant, without binary noise."""
    if not math.isfinite(number):
        raise ClaimError([Problem("", f"expected a finite figure, got {number}")])
    return Decimal(f"{number:.{_MOST_DIGITS - 1}e}")


def _width_place(interval: tuple[float, float] | None) -> int | None:
    """The power of ten of the first digit of half an interval's width; None where that says nothing."""
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


def _plain(value: Decimal) -> str:
    """A number without an exponent and without a minus before zero."""
    return f"{value or abs(value):f}"  # no "-0"
