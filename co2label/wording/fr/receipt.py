"""Français: receipt."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # receipt: the printer's code page has no accented letters
    "receipt.total": "Total CO2e ({covered}/{items} art.)",
    "receipt.of-day": "d'un jour de {day}kg",
    "receipt.legend": "CO2e = GES en poids de CO2",
    "receipt.line": "CO2e {value}",
    "receipt.unknown": "CO2e inconnu",
    "receipt.sum": "Total",
    "receipt.total-share": "Total CO2e ({covered}/{items} art., {percent} du prix)",
    "receipt.share": "Part du prix couverte",
    "receipt.trace": "< 1mg",
    "receipt.near": " ({said})",
    "receipt.near-per": "{said} {per}",
    "receipt.near-items": "{said} ({count}/{items} art.)",
    "receipt.rounded": "Valeurs arrondies",
    "receipt.has-unstated": "Base de certaines valeurs non précisée",
    "receipt.boundaries": "Calcul variable selon l'article",
    "receipt.information": "Information, pas un prix",
    "receipt.joint": ". ",
    "receipt.than-last": "que la dernière fois ({last})",
    "receipt.code-page": "cp858",
    "receipt.mark": "- ",
    # receipt data: in an invoice, as linked data
    "receipt-data.joint": ", ",
    "receipt-data.unit": "une unité vendue",
    "receipt-data.receipt": "Ticket",
    "receipt-data.sum": "{receipt}\u00a0: {total} {value}. {information}",
}
