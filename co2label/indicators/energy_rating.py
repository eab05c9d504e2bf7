"""Stars of energy and steps of insulation, as Japan's label of the energy performance of buildings gives them.

Sources: the label in force since 2024-04-01 (MLIT, shoene-label): the first star at a BEI of at most 1.0, one more for
each further 10 %; six stars for other buildings; for dwellings without renewables four at most (jns-ke.com, BELS
stars). Insulation: UA by grade and climate zone of the housing performance standard (断熱等性能等級), as printed by
marusei-j.com/faq/03. BEI is the designed primary energy over the standard one.

>>> energy_stars(0.8, use="dwelling").words["ja"]
'省エネ性能 星3つ相当（自己評価）'
>>> insulation_step(0.46, zone=6).words["ja"]
'断熱等級6・UA値相当（自己評価）'
"""

from __future__ import annotations

from functools import partial
from typing import get_args

from co2label.indicators.measured import above_zero, one_of
from co2label.indicators.rating import Rating, rating, refuse
from co2label.indicators.said import by_language, in_all
from co2label.model import BuildingKind
from co2label.wording import translate

__all__ = ["energy_stars", "insulation_step"]

_STARS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""BEI at most, for one star and each further one."""
_MOST_STARS = {"dwelling": 4, "other": 6}
_STEPS = {
    7: (0.20, 0.20, 0.20, 0.23, 0.26, 0.26, 0.26),
    6: (0.28, 0.28, 0.28, 0.34, 0.46, 0.46, 0.46),
    5: (0.40, 0.40, 0.50, 0.60, 0.60, 0.60, 0.60),
    4: (0.46, 0.46, 0.56, 0.75, 0.87, 0.87, 0.87),
}
"""UA in W/(m2·K), at most, in the zones 1 to 7."""
_ZONES = (1, 2, 3, 4, 5, 6, 7)


def energy_stars(bei: float, *, use: BuildingKind, certificate: str | None = None) -> Rating | None:
    """Stars for the primary energy of a building without its renewables; None above a BEI of 1.0.

    Args:
        bei: above zero, renewables not counted.
        use: `dwelling` (four stars at most without renewables) or `other` (six).
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.
    """
    refuse((above_zero("bei", bei, "BEI"), one_of("use", use, get_args(BuildingKind))), certificate)
    stars = min(sum(bei <= limit for limit in _STARS), _MOST_STARS[use])
    if not stars:
        return None
    return rating(f"energy-stars-{stars}", by_language(partial(_stars, stars)), certificate)


def insulation_step(ua: float, *, zone: int, certificate: str | None = None) -> Rating | None:
    """Grade of insulation, 4 to 7, by UA alone; None where grade 4 is not reached.

    The label takes the lower of the grades by UA and by the gain of sun in summer (ηAC). The second is not judged
    here, so a grade that the owner judged names UA as what it rests on.

    Args:
        ua: mean heat transmission of the envelope of a dwelling, W/(m2·K), above zero.
        zone: climate zone 1 to 7.
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.
    """
    refuse((above_zero("ua", ua, "W/(m2·K)"), one_of("zone", zone, _ZONES)), certificate)
    step = next((step for step, limits in _STEPS.items() if ua <= limits[zone - 1]), None)
    if step is None:
        return None
    return rating(f"insulation-{step}", in_all("indicator.insulation", step=step), certificate)


def _stars(stars: int, language: str) -> str:
    one, more = translate("indicator.energy-stars", language, stars=stars).split("|")
    return one if stars == 1 else more
