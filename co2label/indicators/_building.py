"""Buildings: classes of the ZEH and ZEB families, stars of energy and grades of insulation, and their SDG lines.

ZEH and ZEB: definitions of the ZEH and ZEH-M family (METI) as they held to fiscal year 2024, and of the ZEB family, as printed
by zehweb.jp, izmc.co.jp (about-zeh, about-zeh-m) and earth-sustainable.co.jp (zeb, zeh-m). Cuts are percent of the standard
primary energy without "other" loads. Renewables count on the site only; power that is all sold does not (ZEH). The classes of
GX ZEH (from 2027-04) are another set and are not judged here; neither is the gain of sun in summer (ηAC).

Stars and grades: the label of energy performance in force since 2024-04-01 (MLIT, shoene-label): the first star at a BEI of at
most 1.0, one more for each further 10 %; six stars for other buildings; for dwellings without renewables four at most
(jns-ke.com, BELS stars). Insulation: UA by grade and climate zone of the housing performance standard (断熱等性能等級), as
printed by marusei-j.com/faq/03. BEI is the designed primary energy over the standard one.

A class is a level of energy, not of CO2e: nothing here changes the footprint.

>>> classify_zeh(0.60, zone=6, cut_without_renewables=20, cut_with_renewables=100).words["ja"]
'『ZEH』相当（自己評価）'
>>> classify_zeb(use="office", cut_without_renewables=50, cut_with_renewables=60).words["en"]
'ZEB Ready level (self-rated)'
>>> from co2label.model import BuildingLine, EnergyLine
>>> office = BuildingLine(family="zeb", use="office", cut_without_renewables=52, cut_with_renewables=60)
>>> building_text(office).lines[0]["ja"]
'建物の省エネ：ZEB Ready相当（自己評価）'
>>> energy_stars(0.8, use="dwelling").words["ja"]
'省エネ性能 星3つ相当（自己評価）'
>>> insulation_step(0.46, zone=6).words["ja"]
'断熱等級6・UA値相当（自己評価）'
>>> energy_text(EnergyLine(bei=0.8, use="other")).lines[0]["en"]
'Energy 3 stars (self-rated)'
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from co2label.errors import DocumentError, Problem, clip
from co2label.indicators._text import (
    BuildingRating,
    DisplayText,
    above_zero,
    between,
    building_rating_of,
    in_root_unit,
    line_rule,
    one_of,
    raise_problems,
)
from co2label.model import (
    BuildingKind,
    BuildingLine,
    BuildingUse,
    EnergyLine,
    HouseSite,
    InsulationLine,
    ZehMeasure,
)
from co2label.wording import by_language, translate, translate_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from co2label.indicators._text import LineContext, Translations


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
) -> BuildingRating | None:
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
    raise_problems(
        (*_criteria_problems(ua, zone, cut_without_renewables, cut_with_renewables), *problems), certificate
    )
    if ua > _ENVELOPE[zone] or cut_without_renewables < _ZEH_CUT:
        return None
    taken = len(set(measures)) + (ua <= _HIGHER_ENVELOPE[zone])
    plus = "+" if cut_without_renewables >= _ZEH_PLUS_CUT and taken >= _MEASURES_OF_PLUS else ""
    if cut_with_renewables >= _FULL:
        return _class_rating(f"ZEH{plus}", certificate)
    if cut_with_renewables >= _NEARLY and site in _NEARLY_SITES:
        return _class_rating(f"Nearly ZEH{plus}", certificate)
    return _class_rating("ZEH Oriented", certificate) if site in _ORIENTED_SITES else None


def classify_zeh_m(
    ua_of_worst: float,
    *,
    zone: int,
    cut_without_renewables: float,
    cut_with_renewables: float,
    certificate: str | None = None,
) -> BuildingRating | None:
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
    raise_problems(
        _criteria_problems(ua_of_worst, zone, cut_without_renewables, cut_with_renewables), certificate
    )
    if ua_of_worst > _ENVELOPE[zone] or cut_without_renewables < _ZEH_CUT:
        return None
    steps = ((_FULL, "ZEH-M"), (_NEARLY, "Nearly ZEH-M"), (_READY, "ZEH-M Ready"))
    reached = (name for least, name in steps if cut_with_renewables >= least)
    return _class_rating(next(reached, "ZEH-M Oriented"), certificate)


def classify_zeb(  # noqa: PLR0913 - each is a criterion of the definition
    *,
    use: BuildingUse,
    cut_without_renewables: float,
    cut_with_renewables: float,
    floor_area_m2: float | None = None,
    unassessed_technology: bool = False,
    certificate: str | None = None,
) -> BuildingRating | None:
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
    wrong = _cut_problems(cut_without_renewables, cut_with_renewables)
    raise_problems((one_of("use", use, get_args(BuildingUse)), area, *wrong), certificate)
    if cut_without_renewables >= _ZEB_CUT:
        steps = ((_FULL, "ZEB"), (_NEARLY, "Nearly ZEB"))
        reached = (name for least, name in steps if cut_with_renewables >= least)
        return _class_rating(next(reached, "ZEB Ready"), certificate)
    large = floor_area_m2 is not None and floor_area_m2 >= _ORIENTED_FLOOR_M2
    oriented = large and unassessed_technology and cut_without_renewables >= _ORIENTED_CUT[use]
    return _class_rating("ZEB Oriented", certificate) if oriented else None


def _class_rating(name: str, certificate: str | None) -> BuildingRating:
    """The full classes stand in 『』 in Japanese, which keeps them apart from the families of the same name."""
    whole = name in ("ZEH", "ZEH-M", "ZEB")
    code = name.lower().replace("+", "-plus").replace(" ", "-")
    level = translate_all("indicator.class.whole" if whole else "indicator.class", name=name)
    return building_rating_of(
        code, level, certificate, own=translate_all("indicator.class.level", level=level)
    )


def _criteria_problems(ua: float, zone: int, without: float, with_them: float) -> Iterator[Problem | None]:
    yield above_zero("ua", ua, "W/(m2·K)")
    yield one_of("zone", zone, _ZONES)
    yield from _cut_problems(without, with_them)


def _cut_problems(without: float, with_them: float) -> Iterator[Problem | None]:
    first = between("cut_without_renewables", without, *_CUTS[0], "percent")
    second = between("cut_with_renewables", with_them, *_CUTS[1], "percent")
    yield first
    yield second
    if not first and not second and with_them < without:
        what = f"expected at least the cut without renewables, {clip(without)}, got {clip(with_them)}"
        yield Problem("cut_with_renewables", what, "renewables can only add to the cut; correct one")


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


def energy_stars(bei: float, *, use: BuildingKind, certificate: str | None = None) -> BuildingRating | None:
    """Stars for the primary energy of a building without its renewables; None above a BEI of 1.0.

    Args:
        bei: above zero, renewables not counted.
        use: `dwelling` (four stars at most without renewables) or `other` (six).
        certificate: number of the BELS certificate; without it the words say that the owner judged it.

    Raises:
        DocumentError: with every input that cannot be.
    """
    raise_problems((above_zero("bei", bei, "BEI"), one_of("use", use, get_args(BuildingKind))), certificate)
    stars = min(sum(bei <= limit for limit in _STARS), _MOST_STARS[use])
    if not stars:
        return None
    return building_rating_of(
        f"energy-stars-{stars}", by_language(partial(_stars_in_words, stars)), certificate
    )


def insulation_step(ua: float, *, zone: int, certificate: str | None = None) -> BuildingRating | None:
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
    raise_problems((above_zero("ua", ua, "W/(m2·K)"), one_of("zone", zone, _ZONES)), certificate)
    step = next((step for step, limits in _STEPS.items() if ua <= limits[zone - 1]), None)
    if step is None:
        return None
    return building_rating_of(
        f"insulation-{step}", translate_all("indicator.insulation", step=step), certificate
    )


def _stars_in_words(stars: int, language: str) -> str:
    one, more = translate("indicator.energy-stars", language, stars=stars).split("|")
    return one if stars == 1 else more


_LOWEST_CLASS = {
    "zeh": (
        "a ZEH needs UA within the limit of its zone (0.40 to 0.60), 20 % less without renewables and 100 % with them; Nearly "
        "ZEH (75 %) and ZEH Oriented are for some sites only"
    ),
    "zeh-m": "all classes need UA within the limit of the zone (0.40 to 0.60) and 20 % less without renewables",
    "zeb": (
        "ZEB Ready needs 50 % less without renewables; ZEB Oriented 30 or 40 % by use, with 10000 m2 or more of floor area and "
        "technology that is not assessed"
    ),
}
"""What the lowest class of a family asks for; the limits themselves are those of `building`."""


@line_rule(BuildingLine)
def building_text(line: BuildingLine, _: LineContext | None = None) -> DisplayText:
    """The class that the building reaches, in words.

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    found = building_rating(line)
    cuts = {"without": f"{line.cut_without_renewables:.12g}", "with_them": f"{line.cut_with_renewables:.12g}"}
    note = translate_all("indicator.note.building", cuts, name=found.level)
    own = () if found.certificate else (translate_all("indicator.note.self-rated"),)
    return DisplayText((translate_all("indicator.building", level=found.words),), (note, *own))


def building_rating(line: BuildingLine) -> BuildingRating:
    """The class that the building reaches.

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    found = _classified(line)
    if found is None:
        what = f"no class of the {line.family} family is reached"
        raise DocumentError(
            [Problem("cut_without_renewables", what, f"{_LOWEST_CLASS[line.family]}; or leave it out")]
        )
    return found


def _classified(line: BuildingLine) -> BuildingRating | None:
    without, with_them, certificate = line.cut_without_renewables, line.cut_with_renewables, line.certificate
    if line.family == "zeb":
        assert line.use is not None, "the model refuses it"
        return classify_zeb(
            use=line.use,
            cut_without_renewables=without,
            cut_with_renewables=with_them,
            floor_area_m2=in_root_unit("floor_area", line.floor_area, "area"),
            unassessed_technology=line.unassessed_technology,
            certificate=certificate,
        )
    assert line.ua is not None, "the model refuses it"
    assert line.zone is not None, "the model refuses it"
    if line.family == "zeh-m":
        return classify_zeh_m(
            line.ua,
            zone=line.zone,
            cut_without_renewables=without,
            cut_with_renewables=with_them,
            certificate=certificate,
        )
    return classify_zeh(
        line.ua,
        zone=line.zone,
        cut_without_renewables=without,
        cut_with_renewables=with_them,
        site=line.site,
        measures=line.measures,
        certificate=certificate,
    )


@line_rule(EnergyLine)
def energy_text(line: EnergyLine, _: LineContext | None = None) -> DisplayText:
    """The stars that a building reaches.

    Raises:
        DocumentError: an input that cannot be, or no star.
    """
    found = energy_stars(line.bei, use=line.use, certificate=line.certificate)
    if found is None:
        todo = "leave the line out, or correct the BEI"
        raise DocumentError([Problem("bei", f"no star is reached: {line.bei:.12g} is above 1.0", todo)])
    return _rated_text(found, translate_all("indicator.note.energy", {"bei": f"{line.bei:.12g}"}))


@line_rule(InsulationLine)
def insulation_text(line: InsulationLine, _: LineContext | None = None) -> DisplayText:
    """The grade that a dwelling reaches.

    Raises:
        DocumentError: an input that cannot be, or a grade below 4.
    """
    found = insulation_step(line.ua, zone=line.zone, certificate=line.certificate)
    if found is None:
        what = f"grade 4 is not reached: {line.ua:.12g} W/(m2·K) is too much in zone {line.zone}"
        raise DocumentError([Problem("ua", what, "leave the line out, or correct the UA value")])
    return _rated_text(
        found, translate_all("indicator.note.insulation", {"ua": f"{line.ua:.12g}"}, zone=line.zone)
    )


def _rated_text(found: BuildingRating, note: Translations) -> DisplayText:
    own = () if found.certificate else (translate_all("indicator.note.self-rated"),)
    return DisplayText((found.words,), (note, *own))
