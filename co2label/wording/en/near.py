"""English: near the figure."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "near.joint": ", ",
    # sum rules, credits, removals
    "sum-rule.iso-14067": "ISO 14067",
    "sum-rule.pact-3": "PACT 3",
    "sum-rule.tfs-3.1": "TfS 3.1",
    "sum-rule.catena-x-9": "Catena-X 9",
    "near.sum-rule": "Total by {rule}",
    "near.sum-rule.counted": "Total by {rule}, removals counted",
    "near.sum-rule.short": "By {rule}",
    "near.sum-rule.counted.short": "By {rule}, removals counted",
    "near.credits": "{gross} emitted, {credit} credited for substitution or recycling",
    "near.credits.short": "{gross} less {credit} credited",
    "near.removed": "{emitted} emitted; {removed} removed apart, not subtracted",
    "near.removed.short": "{removed} removed apart",
    "near.removed.counted": "{emitted} emitted, {removed} removed",
    "near.removed.counted.short": "{emitted} emitted, {removed} removed",
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
