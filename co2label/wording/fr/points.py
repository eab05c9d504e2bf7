"""Français: points."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "points.one": "{n} point",
    "points.many": "{n} points",
    # a rule on a label or a page
    "points.promise": "{campaign}\u00a0: {what} ({terms})",
    "points.promise-of-rule": "{campaign}, {rule}\u00a0: {what} ({terms})",
    "points.terms.joint": ", ",
    "points.from": "à partir du {year}-{month:02}-{day:02}",
    "points.until": "jusqu’au {year}-{month:02}-{day:02}",
    "points.capped": "plafonné",
    "points.evidence": "sur justificatif",
    "points.fixed": "{rate} par unité",
    "points.per-gram-avoided": "{rate} par g de CO₂e sous {baseline}",
    "points.percent-uplift": "{rate}\u00a0% de points en plus",
    "points.multiplier": "{rate} fois les points habituels",
    # a booking on a receipt
    "points.granted": "{campaign}\u00a0: {points} (solde {balance})",
    "points.held-back": "{campaign}\u00a0: {points} sur {earned} ({cap}, solde {balance})",
    "points.cap.budget": "reste du budget",
    "points.cap.cap-per-member": "plafond par personne",
    "points.cap.cap-per-day": "plafond par jour",
    "points.returned": "{campaign}\u00a0: {points} en moins pour un retour (solde {balance})",
    "points.expired": "{campaign}\u00a0: expiration de {points} (solde {balance})",
    "points.expire-on": "Points valables jusqu'au {day}",
    "points.day": "{year}-{month:02}-{day:02}",
    # the limit of premiums
    "premium.goods": "Repère pour la limite japonaise des primes sans tirage. Ceci n’est pas un conseil juridique.",
    "premium.own-shop-payment": "Des points payables dans le magasin de l’émetteur réduisent le prix et ne sont pas une prime. "
    "Ceci n’est pas un conseil juridique.",
}
