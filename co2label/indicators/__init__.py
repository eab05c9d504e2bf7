"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity."""

from __future__ import annotations

from co2label.indicators.municipality import Municipality, municipality_code
from co2label.indicators.zero_carbon import ZeroCarbonRegister

__all__ = ["Municipality", "ZeroCarbonRegister", "municipality_code"]
