"""English: explain."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # a figure taken apart
    "explain.per": "{name}: {kg} kg CO2e per {unit}",
    "explain.notes": "Notes",
    "explain.basis": "GWP: {set}, {years} years",
    "explain.sum-rule": "Total by {rule}; emitted: {kg} kg",
    "explain.removed": "Removed: {kg} kg",
    "explain.credited": "Credits (substitution, recycling) taken off: {kg} kg",
    "explain.unconverted": "As published, not converted to this GWP: {kg} kg{share}",
    "explain.electricity": "Electricity: the figure is {location} kg location-based, {market} kg market-based",
    "explain.quality": "Data quality, {axis}: {working}",
}
