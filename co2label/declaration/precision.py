"""How many digits a figure bears, and a mass as the remarks beside it write one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.figures import Place, Shown, place_of, show_mass, show_part
from co2label.wording import digits as written

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

__all__ = ["digits_of", "mass_words", "masses_shown"]

_PRIMARY_PERCENT = 95.0
"""From this share of primary data on, a figure bears three significant digits."""


def digits_of(footprint: Footprint, statement: DeclarationData) -> int:
    """Significant digits: three where a third party has verified the figure or it rests on primary data, else two."""
    sure = statement.verification.kind == "third-party" or footprint.primary_data_share >= _PRIMARY_PERCENT
    return 3 if sure else 2


def masses_shown(footprint: Footprint, statement: DeclarationData, *kgs: float) -> tuple[Shown, ...]:
    """Masses beside the figure, each rounded to its last place, all in the unit of the largest.

    What would read as zero and is none has digits of its own.
    """
    digits, interval = digits_of(footprint, statement), footprint.interval
    bounds = (interval.low, interval.high) if interval else None
    place = place_of(footprint.kg_co2e, digits=digits, interval=bounds)
    unit = show_mass(max(kgs, key=abs), digits=digits).unit
    return tuple(_shown(kg, place.within(unit), digits) for kg in kgs)


def _shown(kg: float, place: Place, digits: int) -> Shown:
    value = show_part(kg, place)
    if value.startswith(("<", ">")):
        return show_mass(kg, digits=digits)
    return Shown(value, place.unit)


def mass_words(shown: Shown, language: str) -> str:
    """The same in a language; that it is CO2e stands at the figure.

    >>> mass_words(Shown("0.20", "kg-CO2e"), "fr")
    '0,20 kg'
    """
    return f"{written(shown.value, language)} {shown.unit.removesuffix('-CO2e')}"
