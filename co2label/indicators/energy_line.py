"""The SDG lines of stars of energy and of grades of insulation.

>>> from co2label.model import EnergyLine
>>> energy_said(EnergyLine(bei=0.8, use="other")).lines[0]["en"]
'Energy 3 stars (self-rated)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem
from co2label.indicators.energy_rating import energy_stars, insulation_step
from co2label.indicators.said import Said, in_all

if TYPE_CHECKING:
    from co2label.indicators.rating import Rating
    from co2label.indicators.said import Words
    from co2label.model import EnergyLine, InsulationLine

__all__ = ["energy_said", "insulation_said"]


def energy_said(line: EnergyLine) -> Said:
    """The stars that a building reaches.

    Raises:
        DocumentError: an input that cannot be, or no star.
    """
    found = energy_stars(line.bei, use=line.use, certificate=line.certificate)
    if found is None:
        todo = "leave the line out, or correct the BEI"
        raise DocumentError([Problem("bei", f"no star is reached: {line.bei:.12g} is above 1.0", todo)])
    return _said(found, in_all("indicator.note.energy", {"bei": f"{line.bei:.12g}"}))


def insulation_said(line: InsulationLine) -> Said:
    """The grade that a dwelling reaches.

    Raises:
        DocumentError: an input that cannot be, or a grade below 4.
    """
    found = insulation_step(line.ua, zone=line.zone, certificate=line.certificate)
    if found is None:
        what = f"grade 4 is not reached: {line.ua:.12g} W/(m2·K) is too much in zone {line.zone}"
        raise DocumentError([Problem("ua", what, "leave the line out, or correct the UA value")])
    return _said(found, in_all("indicator.note.insulation", {"ua": f"{line.ua:.12g}"}, zone=line.zone))


def _said(found: Rating, note: Words) -> Said:
    own = () if found.certificate else (in_all("indicator.note.self-rated"),)
    return Said((found.words,), (note, *own))
