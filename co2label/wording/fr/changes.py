"""Français: changes."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # what another set of factors does to a catalogue
    "changes.title": "Ce que changent les nouveaux facteurs d’émission",
    "changes.moved": "{moved} valeurs sur {total} ont changé\u00a0; {unchanged} sont restées les mêmes",
    "changes.lower": "{count} en baisse",
    "changes.higher": "{count} en hausse",
    "changes.axis": "variation, en\u00a0% de la valeur précédente",
    "changes.products": "produits",
    "changes.median": "Médiane de celles qui ont changé\u00a0: {percent}",
    "changes.beyond": "{count} au-delà de {percent}",
    "changes.below": "{count} en deçà de {percent}",
    "changes.causes": "Surtout à cause de {names}",
    "changes.cause": "{name} (dans {count})",
    "changes.lost": "{count} ne peuvent plus être calculées avec les nouveaux facteurs",
    "changes.gained": "{count} peuvent maintenant être calculées",
    "changes.from-zero": "{count} sont parties de zéro, sans pourcentage",
    "changes.none": "Aucune valeur n’a changé",
    "changes.list": ", ",
}
