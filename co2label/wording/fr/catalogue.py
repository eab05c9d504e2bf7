"""Français: catalogue."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # summary of a run over a catalogue
    "catalogue.title": "Étiquettes d’un catalogue",
    "catalogue.labelled": "Avec étiquette",
    "catalogue.computed": "Calculés seulement (utilisés par d’autres produits)",
    "catalogue.refused": "Refusés",
    "catalogue.items": "Total",
    "catalogue.refusals": "Motifs de refus",
    "catalogue.refusals.all": "La liste complète se trouve dans {file}.",
    "catalogue.reason": "Motif",
    "catalogue.place": "Champ",
    "catalogue.count": "Produits",
    "catalogue.refusals.none": "Aucun refus.",
    "catalogue.near": "À côté du chiffre",
    "catalogue.notes": "Remarques sur les valeurs",
    "catalogue.note": "Remarque",
    "catalogue.example": "Exemple",
    "catalogue.notes.none": "Aucune remarque.",
    "catalogue.labels": "Étiquettes",
    "catalogue.labels.some": "{shown} sur {count}",
    "catalogue.files": "Fichiers",
    "catalogue.label.of": "Étiquette de {name}",
    "catalogue.edition": "Édition des facteurs",
    "catalogue.valid": "Première date d’expiration",
}
