"""A mass of CO2e in the digits and the unit that the public sees."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from co2label.errors import ClaimError, Problem, UnitError, clip
from co2label.figures.rounding import CONTEXT, MOST_DIGITS, exact, plain, significant, width_place

__all__ = ["Place", "Shown", "decimals_of", "format_in", "in_kg", "in_unit", "place_of", "show_mass"]

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
    rounded = _rounded(kg, digits, interval)
    unit = _unit_for(rounded) if prefer is None else prefer
    return Shown(plain(in_unit(rounded, unit)), unit)


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
    rounded = _rounded(kg, digits, interval)
    unit = _unit_for(rounded) if prefer is None else prefer
    return Place(unit, int(in_unit(rounded, unit).as_tuple().exponent) if rounded else 0)


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
    value = in_unit(exact(kg), unit).quantize(Decimal(1).scaleb(-decimals), context=CONTEXT)
    return plain(value)


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
    return plain(value if not exponent else value.scaleb(exponent, context=CONTEXT).normalize(CONTEXT))


def _unit_for(kg: Decimal) -> str:
    if abs(kg) < 1:
        return "g-CO2e"
    return "kg-CO2e" if abs(kg) < 1000 else "t-CO2e"  # noqa: PLR2004 - 1 t


def _rounded(kg: float, digits: int, interval: tuple[float, float] | None) -> Decimal:
    if not 1 <= digits <= MOST_DIGITS:
        raise ClaimError([Problem("digits", f"expected 1 to {MOST_DIGITS} significant digits, got {digits}")])
    return significant(exact(kg), digits, width_place(interval))


def in_unit(kg: Decimal, unit: str) -> Decimal:
    """Kilograms in another unit.

    Raises:
        UnitError: an unknown unit.
    """
    return kg.scaleb(-_exponent(unit), context=CONTEXT)


def _exponent(unit: str) -> int:
    if unit not in _KG_EXPONENT:
        message = f"expected one of {', '.join(_KG_EXPONENT)}, got {clip(unit)}"
        raise UnitError(message)
    return _KG_EXPONENT[unit]
