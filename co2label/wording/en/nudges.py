"""English: nudges."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "nudges.swap-gain.row": "{b}: CO2e {kg} less than {a}{per}",
    "nudges.swap-loss.row": "{a}: CO2e {kg} more than {b}{per}",
    "nudges.swap-gain.sentence": "Next time {b}: about {kg} less CO₂e ({percent}%) than {a}, per {unit}.",
    "nudges.swap-loss.sentence": "{a} has about {kg} more CO₂e ({percent}%) than {b}, per {unit}.",
    "nudges.social-norm.row": "{now}: CO2e {percent}% below {group} (mean of {people})",
    "nudges.social-norm.sentence": "{now}, your CO₂e was {percent}% below the mean of {group} ({people} people).",
    "nudges.feedback.row": "{now}: CO2e {percent}% less than {last}",
    "nudges.feedback.sentence": "{now}, your CO₂e was {percent}% less than {last}.",
    "nudges.budget.row": "{name}: {left} CO2e left of {budget}",
    "nudges.budget.sentence": "{name}: {left} CO₂e are left of {budget}.",
    "nudges.default.row": "{what} by default. Change it: {change}",
    "nudges.default.sentence": "{what} by default. Change it: {change}.",
    "nudges.per": " ({unit})",
    "nudges.source": "Data: {source}",
}
