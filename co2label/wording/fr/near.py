"""Français: near the figure."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "near.joint": ", ",
    # estimates: averages of product groups, money
    "near.estimate.some": "Comprend des estimations ({parts})",
    "near.estimate.all": "Estimation ({parts})",
    "near.estimate.average": "moyennes {percent}",
    "near.estimate.spend": "selon la dépense {percent}",
    "near.estimate.average-alone": "Estimation selon des moyennes de groupes de produits",
    "near.estimate.spend-alone": "Estimation selon la dépense",
    "near.estimate.short": "estimé à {percent}",
    "near.estimate.average-alone.short": "Selon moyennes",
    "near.estimate.spend-alone.short": "Selon dépense",
    # stages without data, cut-off
    "near.stages": "Étapes avec données\u00a0: {count} sur {stages}",
    "near.stages.short": "données {count}/{stages} étapes",
    "near.cut-off": "{percent} des émissions non comptées\u00a0; {standard} admet {limit}",
    "near.cut-off.short": "{percent} non comptés",
    # a company whose name holds a claim
    "near.company-name": "Le nom de l’entreprise ne dit rien de ce produit",
    "near.company-name.short": "Nom d’entreprise, pas une allégation",
}
