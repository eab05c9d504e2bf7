"""English: points."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "points.one": "{n} point",
    "points.many": "{n} points",
    # a rule on a label or a page
    "points.promise": "{campaign}: {what} ({terms})",
    "points.promise-of-rule": "{campaign}, {rule}: {what} ({terms})",
    "points.terms.joint": ", ",
    "points.from": "from {year}-{month:02}-{day:02}",
    "points.until": "until {year}-{month:02}-{day:02}",
    "points.capped": "limits apply",
    "points.evidence": "proof needed",
    "points.fixed": "{rate} a piece",
    "points.per-gram-avoided": "{rate} for each g CO₂e below {baseline}",
    "points.percent-uplift": "{rate}% on top of the usual points",
    "points.multiplier": "{rate} times the usual points",
    # a booking on a receipt
    "points.granted": "{campaign}: {points} (balance {balance})",
    "points.held-back": "{campaign}: {points} of the {earned} earned ({cap}; balance {balance})",
    "points.cap.budget": "rest of the budget",
    "points.cap.cap-per-member": "limit per person",
    "points.cap.cap-per-day": "limit per day",
    "points.returned": "{campaign}: {points} less for a return (balance {balance})",
    "points.expired": "{campaign}: {points} expired (balance {balance})",
    "points.expire-on": "Points expire after {day}",
    "points.day": "{year}-{month:02}-{day:02}",
    # the limit of premiums
    "premium.goods": "A guide to Japan's limit for premiums without a draw. This is no legal advice.",
    "premium.own-shop-payment": "Points that pay in the giver's own shop reduce the price and are no premium. "
    "This is no legal advice.",
}
