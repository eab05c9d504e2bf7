"""English: actions."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "actions.title": "What I do",
    "actions.lead.zero-carbon-energy": "Zero-carbon energy",
    "actions.lead.home-comfort": "Comfort at home",
    "actions.lead.zero-carbon-drive": "Zero-carbon drive",
    "actions.lead.sustainable-fashion": "Sustainable fashion",
    "actions.group.energy": "energy",
    "actions.group.home": "home",
    "actions.group.mobility": "travel",
    "actions.group.food": "food",
    "actions.group.clothes": "clothes",
    "actions.group.waste": "waste",
    "actions.group.shopping": "shopping and investing",
    "actions.group.nature": "nature",
    "actions.no-figure": "no figure",
    "actions.no-figure-why": "Without a figure: no source gives one yet. It is not counted",
    "actions.person": "1 person, 1 year",
    "actions.persons": "{persons} persons, 1 year",
    "actions.expected": "Expected to be less, a year",
    "actions.of-average": "of an average footprint, {kg} ({who})",
    "actions.of-own": "of the whole footprint, {kg} ({who})",
    "actions.of-known": "of the {kg} that are known ({who})",
    "actions.added": "One by one they add up to {kg}. No power or trip is saved twice: what overlaps is taken off",
    "actions.single": "For this action alone. What overlaps with others cannot be added",
    "actions.partly": "{name} ({percent}%)",
    "actions.unknown": "Not counted, since the footprint of it is not known: {parts}",
    "actions.list": ", ",
    "actions.sum": "{sum}, {share} {whole}",
    "actions.co2-only": "Figures in kg-CO₂ count CO₂ alone, and are taken as they are",
    "actions.note": "Expected from averages, not measured",
    "actions.full": "Assumes: {basis}",
    "actions.source": "Source: {source}",
    "actions.made-by": "{who}",
    "actions.since": "since {year}-{month:02}-{day:02}",
    "actions.joint": " · ",
}
