"""Français: declaration."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # comparison
    "compare.lower": "{b}\u00a0: l’empreinte carbone pour {unit} est inférieure de {percent}\u00a0% à celle de {a}",
    "compare.higher": "{b}\u00a0: l’empreinte carbone pour {unit} est supérieure de {percent}\u00a0% à celle de {a}",
    "compare.equal": "{b}\u00a0: l’empreinte carbone pour {unit} est égale à celle de {a}",
    "compare.interval": "Intervalle à 95\u00a0% de l’écart\u00a0: de {low}\u00a0% à {high}\u00a0%",
    "compare.not-distinguishable": "{b} et {a}\u00a0: les empreintes carbone pour {unit} ne se distinguent pas",
    "compare.uncertainty-not-stated": "Aucune incertitude n’est indiquée\u00a0: on ignore si les deux diffèrent",
    "compare.partial": "L’intervalle ne tient compte que des incertitudes indiquées",
    "compare.basis": "Base\u00a0: {boundary}\u00a0; {method}\u00a0; données de {year_a} et {year_b}",
    "compare.rule": "Règle de catégorie de produits\u00a0: {rule}",
    "compare.joint": ". ",
    # notes, as qualifiers near the figure
    "note.mixed-basis": "certains facteurs ne comptent que le CO₂",
    "note.mixed-gwp-set": "certains facteurs reposent sur d’autres PRG ou ne les précisent pas",
    "note.stale-factor": "certains facteurs ont plus de cinq ans",
    "note.boundary-overlap": "certains postes couvrent aussi des étapes suivantes",
    "note.radiative-forcing": "comprend le forçage radiatif des vols",
    "note.joint": "\u00a0; ",
    # declaration: band, own comparison
    "band.of.meal": "kg-CO₂e par repas\u00a0: A jusqu’à {a}, B {b}, C {c}, D {d}\u00a0; {source}",
    "band.of.kg": "kg-CO₂e par kg\u00a0: A jusqu’à {a}, B {b}, C {c}, D {d}\u00a0; {source}",
    "band.of.day": "% d’une journée\u00a0: A jusqu’à {a}, B {b}, C {c}, D {d}\u00a0; {source}",
    "own.lower": "{percent}\u00a0% de moins que {baseline}",
    "own.higher": "{percent}\u00a0% de plus que {baseline}",
    "own.same": "Égale à celle de {baseline}",
    "own.not-distinguishable": "Aucun écart décelable avec {baseline}",
    "own.baseline-year": "notre produit de {year}",
    "own.baseline-named": "notre «\u00a0{name}\u00a0» ({year})",
    "own.basis": "Même unité, étapes, méthode\u00a0; données de {year_a} et {year_b}\u00a0; {low} à {high}\u00a0% ({interval})",
    "own.interval": "intervalle à 95\u00a0%",
    "own.interval-partial": "intervalle à 95\u00a0% des incertitudes indiquées",
}
