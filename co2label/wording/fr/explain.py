"""Français: explain."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # a figure taken apart
    "explain.per": "{name}\u00a0: {kg} kg CO2e pour {unit}",
    "explain.notes": "Remarques",
    "explain.basis": "PRG\u00a0: {set}, {years} ans",
    "explain.sum-rule": "Total selon {rule}\u00a0; émis\u00a0: {kg} kg",
    "explain.removed": "Absorbé\u00a0: {kg} kg",
    "explain.credited": "Crédits déduits (substitution, recyclage)\u00a0: {kg} kg",
    "explain.unconverted": "Valeur publiée, non convertie à ce PRG\u00a0: {kg} kg{share}",
    "explain.electricity": "Électricité\u00a0: {location} kg selon le lieu, {market} kg selon le marché",
    "explain.quality": "Qualité des données, {axis}\u00a0: {working}",
}
