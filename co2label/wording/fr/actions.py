"""Français: actions."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "actions.title": "Ce que je fais",
    "actions.lead.zero-carbon-energy": "Zero-carbon energy",
    "actions.lead.home-comfort": "Confort chez soi",
    "actions.lead.zero-carbon-drive": "Zero-carbon drive",
    "actions.lead.sustainable-fashion": "Sustainable fashion",
    "actions.group.energy": "énergie",
    "actions.group.home": "logement",
    "actions.group.mobility": "déplacements",
    "actions.group.food": "alimentation",
    "actions.group.clothes": "vêtements",
    "actions.group.waste": "déchets",
    "actions.group.shopping": "achats et placements",
    "actions.group.nature": "nature",
    "actions.no-figure": "sans chiffre",
    "actions.no-figure-why": "Sans chiffre\u00a0: aucune source n’en donne encore. Cela n’est pas compté",
    "actions.person": "1 personne, 1 an",
    "actions.persons": "{persons} personnes, 1 an",
    "actions.expected": "En moins par an, estimation",
    "actions.of-average": "des {kg} d’une vie moyenne ({who})",
    "actions.of-own": "des {kg} de toute la vie quotidienne ({who})",
    "actions.of-known": "des {kg} connus ({who})",
    "actions.added": "Un par un, cela ferait {kg}. Ce qui se recoupe (même électricité, même trajet) est retiré",
    "actions.single": "Pour cette action seule. Ce qui se recoupe avec d’autres ne s’additionne pas",
    "actions.partly": "{name} ({percent}\u00a0%)",
    "actions.unknown": "Non compté, car inconnu\u00a0: {parts}",
    "actions.list": ", ",
    "actions.sum": "{sum}, soit {share} {whole}",
    "actions.co2-only": "Les chiffres en kg-CO₂ ne comptent que le CO₂ et sont pris tels quels",
    "actions.note": "Estimé à partir de moyennes, non mesuré",
    "actions.full": "Hypothèse\u00a0: {basis}",
    "actions.source": "Source\u00a0: {source}",
    "actions.made-by": "{who}",
    "actions.since": "depuis le {day:02}/{month:02}/{year}",
    "actions.joint": " · ",
}
