"""Which field of an activity asks for which rule. One line a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.rules import electricity, end_of_life, recycling, transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.factors import FactorLibrary
    from co2label.footprint.rules.expansion import Expansion
    from co2label.model import Activity, Product

__all__ = ["RULES"]

RULES: Mapping[str, Callable[[Activity, Product, FactorLibrary], Expansion]] = {
    "electricity": electricity.expand,
    "legs": transport.expand,
    "recycling": recycling.expand,
    "routes": end_of_life.expand,
}
"""Field of an activity → the rule that expands it."""
