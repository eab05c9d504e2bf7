"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity.

`line_text` puts an SDG line of the document into words; the classifiers and registers behind it may be used alone.
"""

from __future__ import annotations

from co2label.indicators._building import (
    building_rating,
    building_text,
    classify_zeb,
    classify_zeh,
    classify_zeh_m,
    energy_stars,
    energy_text,
    insulation_step,
    insulation_text,
)
from co2label.indicators._electricity_origin import (
    LEAST_SHARE,
    ElectricityOrigin,
    electricity_origin,
    mix_period,
    percent_words,
    period_words,
    share_words,
    whole_words,
)
from co2label.indicators._electricity_use import electricity_uses
from co2label.indicators._municipality import (
    PREFECTURES,
    Municipality,
    ZeroCarbonRegister,
    fold_place,
    municipality_code,
    municipality_text,
    prefecture_named,
    read_places,
    split_prefecture,
    without_district,
)
from co2label.indicators._text import (
    BuildingRating,
    DisplayText,
    LineContext,
    Translations,
    is_certificate_number,
    line_rule,
    line_text,
)
from co2label.indicators._wood import (
    AIR_DRY_DENSITY,
    WoodStorage,
    WoodUse,
    wood_storage,
    wood_storage_of,
    wood_text,
)

__all__ = [
    "AIR_DRY_DENSITY",
    "LEAST_SHARE",
    "PREFECTURES",
    "BuildingRating",
    "DisplayText",
    "ElectricityOrigin",
    "LineContext",
    "Municipality",
    "Translations",
    "WoodStorage",
    "WoodUse",
    "ZeroCarbonRegister",
    "building_rating",
    "building_text",
    "classify_zeb",
    "classify_zeh",
    "classify_zeh_m",
    "electricity_origin",
    "electricity_uses",
    "energy_stars",
    "energy_text",
    "fold_place",
    "insulation_step",
    "insulation_text",
    "is_certificate_number",
    "line_rule",
    "line_text",
    "mix_period",
    "municipality_code",
    "municipality_text",
    "percent_words",
    "period_words",
    "prefecture_named",
    "read_places",
    "share_words",
    "split_prefecture",
    "whole_words",
    "without_district",
    "wood_storage",
    "wood_storage_of",
    "wood_text",
]
