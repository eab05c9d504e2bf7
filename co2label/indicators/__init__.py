"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity."""

from __future__ import annotations

from co2label.indicators.building import classify_zeb, classify_zeh, classify_zeh_m
from co2label.indicators.electricity_origin import ElectricityOrigin, electricity_origin
from co2label.indicators.energy_rating import energy_stars, insulation_step
from co2label.indicators.lines import line_said
from co2label.indicators.municipality import Municipality, municipality_code
from co2label.indicators.rating import Rating
from co2label.indicators.said import Said
from co2label.indicators.wood import AIR_DRY_DENSITY, WoodStorage, WoodUse, wood_storage
from co2label.indicators.zero_carbon import ZeroCarbonRegister

__all__ = [
    "AIR_DRY_DENSITY",
    "Municipality",
    "Rating",
    "Said",
    "WoodStorage",
    "WoodUse",
    "ZeroCarbonRegister",
]
__all__ += ["classify_zeb", "classify_zeh", "classify_zeh_m", "energy_stars", "insulation_step"]
__all__ += ["ElectricityOrigin", "electricity_origin", "line_said", "municipality_code", "wood_storage"]
