"""The ZEH and ZEB families: which class a building reaches by its published thresholds.

Sources: definitions of the ZEH and ZEH-M family (METI) as they held to fiscal year 2024, and of the ZEB family, as
printed by zehweb.jp, izmc.co.jp (about-zeh, about-zeh-m) and earth-sustainable.co.jp (zeb, zeh-m). Cuts are percent of the
standard primary energy without "other" loads. Renewables count on the site only; power that is all sold does not (ZEH).
The classes of GX ZEH (from 2027-04) are another set and are not judged here; neither is the gain of sun in summer (ηAC).

A class is a level of energy, not of CO2e: nothing here changes the footprint.

>>> classify_zeh(0.60, zone=6, cut_without_renewables=20, cut_with_renewables=100).words["ja"]
'『ZEH』相当（自己評価）'
>>> classify_zeb(use="office", cut_without_renewables=50, cut_with_renewables=60).words["en"]
'ZEB Ready level (self-rated)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from co2label.errors import Problem, clip
from co2label.indicators.measured import above_zero, between, one_of
from co2label.indicators.rating import Rating, rating, refuse
from co2label.indicators.said import in_all
from co2label.model import BuildingUse, HouseSite, ZehMeasure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["classify_zeb", "classify_zeh", "classify_zeh_m"]

_ENVELOPE = {1: 0.40, 2: 0.40, 3: 0.50, 4: 0.60, 5: 0.60, 6: 0.60, 7: 0.60}
_HIGHER_ENVELOPE = {1: 0.30, 2: 0.30, 3: 0.40, 4: 0.40, 5: 0.40, 6: 0.50, 7: 0.50}
"""UA in W/(m2·K), at most, by climate zone; zone 8 has none."""
_ZONES = tuple(_ENVELOPE)
_NEARLY_SITES = ("cold-or-low-sun", "heavy-snow")
_ORIENTED_SITES = ("narrow-urban", "heavy-snow")
_ZEH_CUT, _ZEH_PLUS_CUT, _ZEB_CUT = 20, 25, 50
_FULL, _NEARLY, _READY = 100, 75, 50
_MEASURES_OF_PLUS = 2
_ORIENTED_CUT: dict[BuildingUse, int] = {
    "office": 40,
    "school": 40,
    "factory": 40,
    "hotel": 30,
    "hospital": 30,
    "department-store": 30,
    "restaurant": 30,
    "assembly-hall": 30,
}
_ORIENTED_FLOOR_M2 = 10_000
_CUTS = ((-1000, 100), (-1000, 1000))
"""Percent that a cut can be, without and with renewables; beyond it, a unit is wrong."""


def classify_zeh(  # noqa: PLR0913 - each is a criterion of the definition
    ua: float,
    *,
    zone: int,
    cut_without_renewables: float,
    cut_with_renewables: float,
    site: HouseSite = "ordinary",
    measures: Collection[ZehMeasure] = (),
    certificate: str | None = None,
) -> Rating | None:
    """The class of a detached house: ZEH+, Nearly ZEH+, ZEH, Nearly ZEH, ZEH Oriented; None where none is reached.

    Args:
        ua: mean heat transmission of the envelope, W/(m2·K), above zero.
        zone: climate zone 1 to 7.
        cut_without_renewables: percent of primary energy, -1000 to 100; below zero where more is used.
        cut_with_renewables: percent to 1000, not below the cut without; above 100 where more is made than used.
        site: only some sites may be called Nearly ZEH or ZEH Oriented.
        measures: what ZEH+ asks for: two of the higher envelope, energy management and charging of a car.
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.
    """
    known = get_args(ZehMeasure)
    problems = [
        one_of("site", site, get_args(HouseSite)),
        *(one_of("measures", each, known) for each in measures),
    ]
    refuse((*_wrong(ua, zone, cut_without_renewables, cut_with_renewables), *problems), certificate)
    if ua > _ENVELOPE[zone] or cut_without_renewables < _ZEH_CUT:
        return None
    taken = len(set(measures)) + (ua <= _HIGHER_ENVELOPE[zone])
    plus = "+" if cut_without_renewables >= _ZEH_PLUS_CUT and taken >= _MEASURES_OF_PLUS else ""
    if cut_with_renewables >= _FULL:
        return _named(f"ZEH{plus}", certificate)
    if cut_with_renewables >= _NEARLY and site in _NEARLY_SITES:
        return _named(f"Nearly ZEH{plus}", certificate)
    return _named("ZEH Oriented", certificate) if site in _ORIENTED_SITES else None


def classify_zeh_m(
    ua_of_worst: float,
    *,
    zone: int,
    cut_without_renewables: float,
    cut_with_renewables: float,
    certificate: str | None = None,
) -> Rating | None:
    """The class of a block of flats: ZEH-M, Nearly ZEH-M, ZEH-M Ready, ZEH-M Oriented; None where none is reached.

    Args:
        ua_of_worst: the highest UA of all dwellings, W/(m2·K): every dwelling must keep the limit.
        zone: climate zone 1 to 7.
        cut_without_renewables: percent for the whole building with its common parts, -1000 to 100.
        cut_with_renewables: percent to 1000, not below the cut without.
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.

    >>> classify_zeh_m(0.6, zone=6, cut_without_renewables=20, cut_with_renewables=50).code
    'zeh-m-ready'
    """
    refuse(_wrong(ua_of_worst, zone, cut_without_renewables, cut_with_renewables), certificate)
    if ua_of_worst > _ENVELOPE[zone] or cut_without_renewables < _ZEH_CUT:
        return None
    steps = ((_FULL, "ZEH-M"), (_NEARLY, "Nearly ZEH-M"), (_READY, "ZEH-M Ready"))
    reached = (name for least, name in steps if cut_with_renewables >= least)
    return _named(next(reached, "ZEH-M Oriented"), certificate)


def classify_zeb(  # noqa: PLR0913 - each is a criterion of the definition
    *,
    use: BuildingUse,
    cut_without_renewables: float,
    cut_with_renewables: float,
    floor_area_m2: float | None = None,
    unassessed_technology: bool = False,
    certificate: str | None = None,
) -> Rating | None:
    """The class of another building: ZEB, Nearly ZEB, ZEB Ready, ZEB Oriented; None where none is reached.

    ZEB Oriented is for 10,000 m2 and above with technology that the standard calculation does not assess; its cut
    is 40 % for offices, schools and factories, 30 % for hotels, hospitals, department stores, restaurants and halls.

    Args:
        use: what the building is for.
        cut_without_renewables: percent of primary energy, -1000 to 100; below zero where more is used.
        cut_with_renewables: percent to 1000, not below the cut without.
        floor_area_m2: total floor area; without it ZEB Oriented cannot be reached.
        unassessed_technology: whether such technology is in use.
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.
    """
    area = None if floor_area_m2 is None else above_zero("floor_area_m2", floor_area_m2, "m2")
    wrong = _wrong_cuts(cut_without_renewables, cut_with_renewables)
    refuse((one_of("use", use, get_args(BuildingUse)), area, *wrong), certificate)
    if cut_without_renewables >= _ZEB_CUT:
        steps = ((_FULL, "ZEB"), (_NEARLY, "Nearly ZEB"))
        reached = (name for least, name in steps if cut_with_renewables >= least)
        return _named(next(reached, "ZEB Ready"), certificate)
    large = floor_area_m2 is not None and floor_area_m2 >= _ORIENTED_FLOOR_M2
    oriented = large and unassessed_technology and cut_without_renewables >= _ORIENTED_CUT[use]
    return _named("ZEB Oriented", certificate) if oriented else None


def _named(name: str, certificate: str | None) -> Rating:
    """The full classes stand in 『』 in Japanese, which keeps them apart from the families of the same name."""
    whole = name in ("ZEH", "ZEH-M", "ZEB")
    code = name.lower().replace("+", "-plus").replace(" ", "-")
    level = in_all("indicator.class.whole" if whole else "indicator.class", name=name)
    return rating(code, level, certificate, own=in_all("indicator.class.level", level=level))


def _wrong(ua: float, zone: int, without: float, with_them: float) -> Iterator[Problem | None]:
    yield above_zero("ua", ua, "W/(m2·K)")
    yield one_of("zone", zone, _ZONES)
    yield from _wrong_cuts(without, with_them)


def _wrong_cuts(without: float, with_them: float) -> Iterator[Problem | None]:
    first = between("cut_without_renewables", without, *_CUTS[0], "percent")
    second = between("cut_with_renewables", with_them, *_CUTS[1], "percent")
    yield first
    yield second
    if not first and not second and with_them < without:
        what = f"expected at least the cut without renewables, {clip(without)}, got {clip(with_them)}"
        yield Problem("cut_with_renewables", what, "renewables can only add to the cut; correct one")
