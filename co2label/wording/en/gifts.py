"""English: gifts."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # why a household gets what it gets, on a letter and on a receipt
    "gifts.allotted": "Your gift: {gift} from {place}, {pieces} pc.",
    "gifts.lower-step": "Your gift: {gift} from {place}, {pieces} pc. (those of the higher step are gone)",
    "gifts.fewer": "Your gift: {gift} from {place}, {pieces} pc. (of {due}; there were no more)",
    "gifts.out-of-stock": "The gifts are gone: first come, first served",
    "gifts.below-threshold": "{short} kWh to go for a gift",
    "gifts.outside-area": "Gifts are for households in {area}",
    "gifts.outside-period": "Gifts are for electricity from {first} to {last}",
    "gifts.notice": "{programme}: {what}",
    "gifts.short": "{gift}, {pieces} pc. for you",
    "gifts.places.joint": "; ",
    # a letter
    "gifts.dear": "To {member}",
    "gifts.used": "From {first} to {last} you used {kwh} kWh of renewable electricity from {places}.",
    "gifts.order": "First come, first served: by the day on which the step was reached, then by number.",
    # the limits of furusato tax
    "gifts.furusato": "A guide to Japan's limits for gifts in return for furusato-tax donations (30% "
    "at most, local products). This is no legal advice.",
}
