"""Français: near the figure."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "near.joint": ", ",
    # sum rules, credits, removals
    "sum-rule.iso-14067": "ISO 14067",
    "sum-rule.pact-3": "PACT 3",
    "sum-rule.tfs-3.1": "TfS 3.1",
    "sum-rule.catena-x-9": "Catena-X 9",
    "near.sum-rule": "Total selon {rule}",
    "near.sum-rule.counted": "Total selon {rule}, absorptions comptées",
    "near.sum-rule.short": "Selon {rule}",
    "near.sum-rule.counted.short": "Selon {rule}, absorptions comptées",
    "near.credits": "{gross} émis, {credit} déduits (substitution ou recyclage)",
    "near.credits.short": "{gross} émis, {credit} déduits",
    "near.removed": "{emitted} émis\u00a0; {removed} absorbés à part, non déduits",
    "near.removed.short": "{removed} absorbés à part",
    "near.removed.counted": "{emitted} émis, {removed} absorbés",
    "near.removed.counted.short": "{emitted} émis, {removed} absorbés",
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
