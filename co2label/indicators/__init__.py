"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity."""

from __future__ import annotations

from co2label.indicators._building import (
    classify_zeb,
    classify_zeh,
    classify_zeh_m,
    energy_stars,
    insulation_step,
)
from co2label.indicators._electricity_origin import ElectricityOrigin, electricity_origin
from co2label.indicators._lines import line_text
from co2label.indicators._municipality import Municipality, ZeroCarbonRegister, municipality_code
from co2label.indicators._text import BuildingRating, DisplayText
from co2label.indicators._wood import AIR_DRY_DENSITY, WoodStorage, WoodUse, wood_storage

__all__ = [
    "AIR_DRY_DENSITY",
    "BuildingRating",
    "DisplayText",
    "Municipality",
    "WoodStorage",
    "WoodUse",
    "ZeroCarbonRegister",
]
__all__ += ["classify_zeb", "classify_zeh", "classify_zeh_m", "energy_stars", "insulation_step"]
__all__ += ["ElectricityOrigin", "_electricity_origin", "line_text", "municipality_code", "wood_storage"]
