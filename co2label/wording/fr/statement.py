"""Français: statement."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # monthly statement
    "statement.title": "Empreinte CO₂ des achats",
    "statement.months": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "statement.month": "{name} {year}",
    "statement.through": "{month} (jusqu’au {day})",
    "statement.receipts": "{count} ticket|{count} tickets",
    "statement.covered": "Pour {covered} des {items} articles",
    "statement.covered-share": "Pour {covered} des {items} articles et {percent} des dépenses",
    "statement.of-items": "{covered} des {items} articles",
    "statement.interval": "{low} à {high} {unit} (intervalle à 95\u00a0%, le plus large)",
    "statement.day": "En moyenne {value} {unit} par jour, pour une journée à {day} kg par personne",
    "statement.day-of": "Les {day} kg valent pour toute la journée d’une personne, pas pour les seuls achats. {basis}",
    "statement.categories": "Par catégorie",
    "statement.other": "Autres",
    "statement.unknown": "Sans données",
    "statement.items": "{count} article|{count} articles",
    "statement.and-more": "et {count} de plus",
    "statement.list": ", ",
    "statement.trend": "Moyenne par jour",
    "statement.gap": "aucun ticket",
    "statement.covered-short": "articles",
    "statement.line": "{name}\u00a0: {said}",
    "statement.aside": "{said} ({more})",
}
