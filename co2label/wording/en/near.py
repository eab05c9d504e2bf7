"""English: near the figure."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "near.joint": ", ",
    # estimates: averages of product groups, money
    "near.estimate.some": "Includes estimates ({parts})",
    "near.estimate.all": "Estimated ({parts})",
    "near.estimate.average": "averages {percent}",
    "near.estimate.spend": "from spend {percent}",
    "near.estimate.average-alone": "Estimated from averages of product groups",
    "near.estimate.spend-alone": "Estimated from spend",
    "near.estimate.short": "{percent} estimated",
    "near.estimate.average-alone.short": "From averages",
    "near.estimate.spend-alone.short": "From spend",
    # stages without data, cut-off
    "near.stages": "Data for {count} of {stages} stages",
    "near.stages.short": "data: {count}/{stages} stages",
    "near.cut-off": "{percent} of the emissions left out; {standard} allows {limit}",
    "near.cut-off.short": "{percent} left out",
    # a company whose name holds a claim
    "near.company-name": "The name of the company says nothing about this product",
    "near.company-name.short": "Company name, not a claim",
}
