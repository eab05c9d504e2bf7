"""Français: gifts."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # why a household gets what it gets, on a letter and on a receipt
    "gifts.allotted": "Votre cadeau\u00a0: {gift} de {place}, {pieces} pièce(s)",
    "gifts.lower-step": "Votre cadeau\u00a0: {gift} de {place}, {pieces} pièce(s) (palier supérieur épuisé)",
    "gifts.fewer": "Votre cadeau\u00a0: {gift} de {place}, {pieces} pièce(s) sur {due}, stock épuisé",
    "gifts.out-of-stock": "Stock de cadeaux épuisé, premier arrivé, premier servi",
    "gifts.below-threshold": "Encore {short} kWh pour un cadeau",
    "gifts.outside-area": "Cadeaux pour les foyers de {area}",
    "gifts.outside-period": "Cadeaux pour l’électricité du {first} au {last}",
    "gifts.notice": "{programme}\u00a0: {what}",
    "gifts.short": "{gift}, {pieces} pièce(s) pour vous",
    "gifts.places.joint": "\u00a0; ",
    # a letter
    "gifts.dear": "À l’attention de {member}",
    "gifts.used": "Du {first} au {last}, vous avez utilisé {kwh} kWh d’électricité renouvelable de {places}.",
    "gifts.order": "Premier arrivé, premier servi\u00a0: selon le jour où le palier est atteint, puis le numéro.",
    # the limits of furusato tax
    "gifts.furusato": "Repère pour les limites japonaises des cadeaux en retour d’un don furusato "
    "(30\u00a0% au plus, produits locaux). Ceci n’est pas un conseil juridique.",
}
