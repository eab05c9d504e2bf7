"""The SDG lines of wood: what is used, and what it stores, apart from the figure.

>>> from co2label.model import WoodLine, WoodPart
>>> line = WoodLine(uses=[WoodPart(species="スギ", volume="13.2 m3", carbon_share=0.5, domestic=True)])
>>> [each["ja"] for each in wood_said(line).lines]
['木材13.2 m³（国産100%）', '木材が貯蔵する炭素 8.0 t-CO₂分（排出量とは別）']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem
from co2label.indicators.measured import measure
from co2label.indicators.said import Said, in_all
from co2label.indicators.wood import WoodStorage, WoodUse, wood_storage

if TYPE_CHECKING:
    from co2label.model import WoodLine, WoodPart

__all__ = ["stored_in", "wood_said"]

_KG_PER_T = 1000


def wood_said(line: WoodLine) -> Said:
    """The wood and its storage.

    Raises:
        DocumentError: with every input that cannot be.
    """
    return Said(stored_in(line).lines, (in_all("indicator.note.wood"),))


def stored_in(line: WoodLine) -> WoodStorage:
    """The materials of a line, added up.

    Raises:
        DocumentError: with every input that cannot be.
    """
    problems: list[Problem] = []
    uses: list[WoodUse] = []
    for place, part in enumerate(line.uses):
        try:
            uses.append(_use(part))
        except DocumentError as error:
            problems += [problem.under(f"uses[{place}]") for problem in error.problems]
    area = _area(line, problems)
    if problems:
        raise DocumentError(problems)
    return wood_storage(uses, floor_area_m2=area)


def _use(part: WoodPart) -> WoodUse:
    volume = measure("volume", part.volume, "volume")
    density = measure("density", part.density, "mass/volume")
    assert volume is not None, "the noun has it"
    if part.species is not None:
        return WoodUse.of_species(
            part.species,
            volume_m3=volume,
            carbon_share=part.carbon_share,
            domestic=part.domestic,
            density_basis=part.density_basis,
        )
    assert density is not None, "the noun has refused it"
    assert part.material is not None, "the noun has refused it"
    return WoodUse(part.material, volume, density / _KG_PER_T, part.carbon_share, part.domestic)


def _area(line: WoodLine, problems: list[Problem]) -> float | None:
    try:
        return measure("floor_area", line.floor_area, "area")
    except DocumentError as error:
        problems += error.problems
        return None
