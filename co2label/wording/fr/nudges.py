"""Français: nudges."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "nudges.swap-gain.row": "{b}\u00a0: CO2e {kg} de moins que {a}{per}",
    "nudges.swap-loss.row": "{a}\u00a0: CO2e {kg} de plus que {b}{per}",
    "nudges.swap-gain.sentence": "{b}\u00a0: environ {kg} de CO₂e de moins ({percent}\u00a0%) que {a}, pour {unit}.",
    "nudges.swap-loss.sentence": "{a}\u00a0: environ {kg} de CO₂e de plus ({percent}\u00a0%) que {b}, pour {unit}.",
    "nudges.social-norm.row": "{now}\u00a0: CO2e {percent}\u00a0% sous la moy. {group} ({people} pers.)",
    "nudges.social-norm.sentence": "{now}, vos CO₂e étaient {percent}\u00a0% sous la moyenne {group} ({people} personnes).",
    "nudges.feedback.row": "{now}\u00a0: CO2e {percent}\u00a0% de moins que {last}",
    "nudges.feedback.sentence": "{now}, vos CO₂e étaient {percent}\u00a0% plus bas que {last}.",
    "nudges.budget.row": "{name}\u00a0: encore {left} de CO2e sur {budget}",
    "nudges.budget.sentence": "{name}\u00a0: il reste {left} de CO₂e sur {budget}.",
    "nudges.default.row": "{what} par défaut. Changer\u00a0: {change}",
    "nudges.default.sentence": "{what} par défaut. Pour changer\u00a0: {change}.",
    "nudges.per": " ({unit})",
    "nudges.source": "Données\u00a0: {source}",
}
