"""English: receipt."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # receipt
    "receipt.total": "CO2e total ({covered}/{items} items)",
    "receipt.of-day": "of a {day}kg day",
    "receipt.legend": "CO2e = greenhouse gases as CO2",
    "receipt.line": "CO2e {value}",
    "receipt.unknown": "CO2e no data",
    "receipt.sum": "Total",
    "receipt.total-share": "CO2e total ({covered}/{items} items, {percent} of spend)",
    "receipt.share": "Share of spend covered",
    "receipt.trace": "under 1mg",
    "receipt.near": " ({said})",
    "receipt.near-per": "{said} {per}",
    "receipt.near-items": "{said} ({count}/{items} items)",
    "receipt.rounded": "Figures are rounded",
    "receipt.has-unstated": "Some figures do not say what they rest on",
    "receipt.boundaries": "What is counted differs by item",
    "receipt.information": "Information, not an amount",
    "receipt.joint": ". ",
    "receipt.than-last": "than last time ({last})",
    "receipt.code-page": "cp858",
    "receipt.mark": "- ",
    # receipt data: in an invoice, as linked data
    "receipt-data.joint": ", ",
    "receipt-data.unit": "unit sold",
    "receipt-data.receipt": "Receipt",
    "receipt-data.sum": "{receipt}: {total} {value}. {information}",
}
