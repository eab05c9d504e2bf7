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

Without the number of a certificate the words of a rating say that the owner judged it.

>>> house = BuildingLine(family="zeh", ua=0.60, zone=6, cut_without_renewables=20, cut_with_renewables=100)
>>> building_class(house)
'ZEH'
>>> office = BuildingLine(family="zeb", use="office", cut_without_renewables=52, cut_with_renewables=60)
>>> building_text(office).lines[0]["ja"]
'建物の省エネ：ZEB Ready相当（自己評価）'
>>> BuildingLine(family="zeb", zone=6, cut_without_renewables=52, cut_with_renewables=60)
Traceback (most recent call last):
...
co2label.errors.DocumentError: use: the zeb family is judged by it and it is missing; add it
zone: the zeb family is not judged by it; leave it out
>>> energy_text(EnergyLine(bei=0.8, use="dwelling")).lines[0]["en"]
'Energy 3 stars (self-rated)'
>>> insulation_text(InsulationLine(ua=0.46, zone=6)).lines[0]["ja"]
'断熱等級6・UA値相当（自己評価）'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from co2label._data import data_table
from co2label.errors import DocumentError, Problem, clip
from co2label.indicators._text import (
    DisplayText,
    above_zero,
    between,
    in_root_unit,
    is_certificate_number,
    line_rule,
    one_of,
)
from co2label.model import AmountField, SdgEntry
from co2label.wording import Translator, in_each_language, translate_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.indicators._text import LineContext, Translations


def _rated(level: Translations, certificate: str | None, own: Translations | None = None) -> Translations:
    """A level with who judged it; `own` is how it is called where the owner did, if otherwise."""
    if certificate is None:
        return translate_all("indicator.self-rated", level=own or level)
    return translate_all("indicator.certified", level=level, certificate=certificate)


def _with_notes(line: Translations, note: Translations, certificate: str | None) -> DisplayText:
    own = () if certificate else (translate_all("indicator.note.self-rated"),)
    return DisplayText((line,), (note, *own))


def _certificate_problem(number: str | None) -> Problem | None:
    if number is None or is_certificate_number(number):
        return None
    what = f"expected the number of a BELS certificate, got {clip(number, 40)}"
    todo = "write it like 001-01-2024-00001, 20 characters at most, or leave it out"
    return Problem("certificate", what, todo)


BuildingFamily = Literal["zeh", "zeh-m", "zeb"]
"""Detached houses, blocks of flats, other buildings."""

HouseSite = Literal["ordinary", "cold-or-low-sun", "heavy-snow", "narrow-urban"]
"""Site of a house: Nearly ZEH is for cold, low-sun and snowy areas, ZEH Oriented for narrow urban plots and,
later, for areas of heavy snow."""

ZehMeasure = Literal["energy-management", "ev-charging"]
"""Measures of ZEH+ beside the higher envelope, which is judged by UA: HEMS, and charging of an electric car."""

BuildingUse = Literal[
    "office", "school", "factory", "hotel", "hospital", "department-store", "restaurant", "assembly-hall"
]

_TABLES = data_table("data/building.toml", beside=__file__)

_FAMILIES: dict[str, dict[str, Any]] = _TABLES["families"]


class BuildingLine(SdgEntry):
    """Data of a building of the ZEH, ZEH-M or ZEB family. The class is found by the rule, never written.

    Raises:
        DocumentError: a field that the family needs and that is missing, or that it does not know.
    """

    kind: Literal["building"] = "building"
    family: BuildingFamily
    """ZEH for detached houses, ZEH-M for blocks of flats, ZEB for other buildings."""
    cut_without_renewables: float
    """Percent of the standard primary energy that is saved, without "other" loads: 52."""
    cut_with_renewables: float
    """The same with renewables on the site, not below the cut without: 60."""
    ua: float | None = None
    """Mean heat transmission of the envelope in W/(m2·K) (zeh, zeh-m): 0.46; of flats that of the worst dwelling."""
    zone: int | None = None
    """Climate zone of Japan's energy standard, 1 to 7 (zeh, zeh-m)."""
    site: HouseSite = "ordinary"
    """Site of the house (zeh)."""
    measures: tuple[ZehMeasure, ...] = Field(default=(), strict=False)
    """Measures of ZEH+ beside the envelope (zeh): ["ev-charging"]."""
    use: BuildingUse | None = None
    """Use of the building (zeb)."""
    floor_area: AmountField | None = None
    """Total floor area (zeb): "12000 m2"."""
    unassessed_technology: bool = False
    """Whether technology is in use that the standard calculation does not assess (zeb; ZEB Oriented asks for it)."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""

    def _problems(self) -> Iterator[Problem]:
        rules = _FAMILIES[self.family]
        for name in rules["required"]:
            if getattr(self, name) is None:
                yield Problem(name, f"the {self.family} family is judged by it and it is missing", "add it")
        for name in _TABLES["fields"]:
            if name not in rules["allowed"] and getattr(self, name) != type(self).model_fields[name].default:
                yield Problem(name, f"the {self.family} family is not judged by it", "leave it out")


_ZONES = tuple(range(1, 8))
"""Climate zones; zone 8 has no limits."""

_NEARLY_SITES = ("cold-or-low-sun", "heavy-snow")

_ORIENTED_SITES = ("narrow-urban", "heavy-snow")

_ZEH_CUT, _ZEH_PLUS_CUT, _ZEB_CUT = 20, 25, 50

_FULL, _NEARLY, _READY = 100, 75, 50

_MEASURES_OF_PLUS = 2

_ORIENTED_FLOOR_M2 = 10_000

_CUTS = ((-1000, 100), (-1000, 1000))
"""Percent that a cut can be, without and with renewables; beyond it, a unit is wrong."""


@line_rule(
    BuildingLine,
    help="""Name the class that a building reaches, and what a label may say of it.

    Example: co2label indicator building zeb --use office --without 52 --with 60
    """,
    flags={
        "family": "FAMILY",
        "cut_without_renewables": "--without",
        "cut_with_renewables": "--with",
        "measures": "--measure",
    },
    figures=lambda line: {"class": class_code(building_class(line))},
)
def building_text(line: BuildingLine, _: LineContext | None = None) -> DisplayText:
    """The class that the building reaches, in words.

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    name = building_class(line)
    whole = name in ("ZEH", "ZEH-M", "ZEB")  # in 『』 in Japanese, which keeps them apart from the families
    level = translate_all("indicator.class.whole" if whole else "indicator.class", name=name)
    words = _rated(level, line.certificate, own=translate_all("indicator.class.level", level=level))
    cuts = {"without": f"{line.cut_without_renewables:.12g}", "with_them": f"{line.cut_with_renewables:.12g}"}
    note = translate_all("indicator.note.building", cuts, name=level)
    return _with_notes(translate_all("indicator.building", level=words), note, line.certificate)


def building_class(line: BuildingLine) -> str:
    """The class that the building reaches, such as "Nearly ZEH+".

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    floor = in_root_unit("floor_area", line.floor_area, "area")
    DocumentError.raise_any([*_criteria_problems(line), _certificate_problem(line.certificate)])
    name = _zeb_class(line, floor or 0.0) if line.family == "zeb" else _zeh_class(line)
    if name is None:
        what, todo = f"no class of the {line.family} family is reached", _FAMILIES[line.family]["lowest"]
        raise Problem("cut_without_renewables", what, f"{todo}; or leave it out").as_error()
    return name


def class_code(name: str) -> str:
    """A class for machines.

    >>> class_code("Nearly ZEH+")
    'nearly-zeh-plus'
    """
    return name.lower().replace("+", "-plus").replace(" ", "-")


def _criteria_problems(line: BuildingLine) -> Iterator[Problem | None]:
    without, with_them = line.cut_without_renewables, line.cut_with_renewables
    if line.ua is not None:
        yield above_zero("ua", line.ua, "W/(m2·K)")
    if line.zone is not None:
        yield one_of("zone", line.zone, _ZONES)
    first = between("cut_without_renewables", without, *_CUTS[0], "percent")
    second = between("cut_with_renewables", with_them, *_CUTS[1], "percent")
    yield first
    yield second
    if not first and not second and with_them < without:
        what = f"expected at least the cut without renewables, {clip(without)}, got {clip(with_them)}"
        yield Problem("cut_with_renewables", what, "renewables can only add to the cut; correct one")


def _zeh_class(line: BuildingLine) -> str | None:
    """The class of a detached house, or of a block of flats, whose UA is that of the worst dwelling."""
    assert line.ua is not None, "the model requires it"
    assert line.zone is not None, "the model requires it"
    without, with_them = line.cut_without_renewables, line.cut_with_renewables
    if line.ua > _TABLES["envelope"][line.zone - 1] or without < _ZEH_CUT:
        return None
    if line.family == "zeh-m":
        steps = ((_FULL, "ZEH-M"), (_NEARLY, "Nearly ZEH-M"), (_READY, "ZEH-M Ready"))
        return next((name for least, name in steps if with_them >= least), "ZEH-M Oriented")
    measures = len(set(line.measures)) + (line.ua <= _TABLES["higher_envelope"][line.zone - 1])
    plus = "+" if without >= _ZEH_PLUS_CUT and measures >= _MEASURES_OF_PLUS else ""
    if with_them >= _FULL:
        return f"ZEH{plus}"
    if with_them >= _NEARLY and line.site in _NEARLY_SITES:
        return f"Nearly ZEH{plus}"
    return "ZEH Oriented" if line.site in _ORIENTED_SITES else None


def _zeb_class(line: BuildingLine, floor_m2: float) -> str | None:
    """The class of another building.

    ZEB Oriented is for 10,000 m2 and above with technology that the standard calculation does not assess; its cut is 40 % for
    offices, schools and factories, 30 % for hotels, hospitals, department stores, restaurants and halls.
    """
    without, with_them = line.cut_without_renewables, line.cut_with_renewables
    if without >= _ZEB_CUT:
        steps = ((_FULL, "ZEB"), (_NEARLY, "Nearly ZEB"))
        return next((name for least, name in steps if with_them >= least), "ZEB Ready")
    least = 40 if line.use in ("office", "school", "factory") else 30
    oriented = floor_m2 >= _ORIENTED_FLOOR_M2 and line.unassessed_technology and without >= least
    return "ZEB Oriented" if oriented else None


BuildingKind = Literal["dwelling", "other"]


class EnergyLine(SdgEntry):
    """Data of a building's energy, from which the rule finds the stars."""

    kind: Literal["energy"] = "energy"
    bei: float
    """Designed primary energy over the standard one, renewables not counted: 0.8."""
    use: BuildingKind
    """Dwelling or other building."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""


@line_rule(
    EnergyLine,
    help="""Give a building its stars of energy by its BEI, without renewables: one to six, four at most for dwellings.

    Example: co2label indicator energy 0.8 --use dwelling
    """,
    flags={"bei": "BEI"},
)
def energy_text(line: EnergyLine, _: LineContext | None = None) -> DisplayText:
    """The stars that a building reaches, without its renewables.

    Raises:
        DocumentError: an input that cannot be, or no star.
    """
    DocumentError.raise_any([above_zero("bei", line.bei, "BEI"), _certificate_problem(line.certificate)])
    stars = sum(line.bei <= limit for limit in _TABLES["stars"])
    stars = min(stars, _TABLES["most_stars"][line.use])
    if not stars:
        todo = "leave the line out, or correct the BEI"
        raise Problem("bei", f"no star is reached: {line.bei:.12g} is above 1.0", todo).as_error()

    def level(w: Translator) -> str:
        one, more = w.say("indicator.energy-stars", stars=stars).split("|")
        return one if stars == 1 else more

    note = translate_all("indicator.note.energy", {"bei": f"{line.bei:.12g}"})
    return _with_notes(_rated(in_each_language(level), line.certificate), note, line.certificate)


class InsulationLine(SdgEntry):
    """Data of a dwelling's envelope, from which the rule finds the grade of insulation."""

    kind: Literal["insulation"] = "insulation"
    ua: float
    """Mean heat transmission of the envelope in W/(m2·K): 0.46."""
    zone: int
    """Climate zone of Japan's energy standard, 1 to 7."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""


@line_rule(
    InsulationLine,
    help="""Give a dwelling its grade of insulation, 4 to 7, by UA alone.

    Example: co2label indicator insulation 0.46 --zone 6
    """,
    flags={"ua": "UA"},
)
def insulation_text(line: InsulationLine, _: LineContext | None = None) -> DisplayText:
    """The grade that a dwelling reaches, by UA alone.

    The label takes the lower of the grades by UA and by the gain of sun in summer (ηAC). The second is not judged here, so a
    grade that the owner judged names UA as what it rests on.

    Raises:
        DocumentError: an input that cannot be, or a grade below 4.
    """
    judged = (above_zero("ua", line.ua, "W/(m2·K)"), one_of("zone", line.zone, _ZONES))
    DocumentError.raise_any([*judged, _certificate_problem(line.certificate)])
    grades = _TABLES["insulation"].items()
    step = next((step for step, limits in grades if line.ua <= limits[line.zone - 1]), None)
    if step is None:
        what = f"grade 4 is not reached: {line.ua:.12g} W/(m2·K) is too much in zone {line.zone}"
        raise Problem("ua", what, "leave the line out, or correct the UA value").as_error()
    level = translate_all("indicator.insulation", step=step)
    note = translate_all("indicator.note.insulation", {"ua": f"{line.ua:.12g}"}, zone=line.zone)
    return _with_notes(_rated(level, line.certificate), note, line.certificate)
