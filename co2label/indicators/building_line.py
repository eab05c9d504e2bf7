"""The SDG line of a building: its class, and on the page what the class means.

>>> from co2label.model import BuildingLine
>>> office = BuildingLine(family="zeb", use="office", cut_without_renewables=52, cut_with_renewables=60)
>>> building_said(office).lines[0]["ja"]
'建物の省エネ：ZEB Ready相当（自己評価）'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem
from co2label.indicators.building import classify_zeb, classify_zeh, classify_zeh_m
from co2label.indicators.measured import measure
from co2label.indicators.said import Said, in_all

if TYPE_CHECKING:
    from co2label.indicators.rating import Rating
    from co2label.model import BuildingLine

__all__ = ["building_rating", "building_said"]

_LEAST = {
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


def building_said(line: BuildingLine) -> Said:
    """The class that the building reaches, in words.

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    found = building_rating(line)
    cuts = {"without": f"{line.cut_without_renewables:.12g}", "with_them": f"{line.cut_with_renewables:.12g}"}
    note = in_all("indicator.note.building", cuts, name=found.level)
    own = () if found.certificate else (in_all("indicator.note.self-rated"),)
    return Said((in_all("indicator.building", level=found.words),), (note, *own))


def building_rating(line: BuildingLine) -> Rating:
    """The class that the building reaches.

    Raises:
        DocumentError: an input that cannot be, or no class of the family that is reached.
    """
    found = _classified(line)
    if found is None:
        what = f"no class of the {line.family} family is reached"
        raise DocumentError(
            [Problem("cut_without_renewables", what, f"{_LEAST[line.family]}; or leave it out")]
        )
    return found


def _classified(line: BuildingLine) -> Rating | None:
    without, with_them, certificate = line.cut_without_renewables, line.cut_with_renewables, line.certificate
    if line.family == "zeb":
        assert line.use is not None, "the noun has refused it"
        return classify_zeb(
            use=line.use,
            cut_without_renewables=without,
            cut_with_renewables=with_them,
            floor_area_m2=measure("floor_area", line.floor_area, "area"),
            unassessed_technology=line.unassessed_technology,
            certificate=certificate,
        )
    assert line.ua is not None, "the noun has refused it"
    assert line.zone is not None, "the noun has refused it"
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
