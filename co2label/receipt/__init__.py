"""The receipt room: what was bought, and its CO2e as information below the amounts.

`Receipt` and its lines hold what a till knows; `plain` prints it in the columns of a receipt printer; a `Basket`
is the document with the products beside the lines.
"""

from __future__ import annotations

from co2label.receipt.basket import Basket, basket_of, read_basket
from co2label.receipt.lines import Receipt, ReceiptLine
from co2label.receipt.plain import plain
from co2label.receipt.summary import Summary, summarise

__all__ = [
    "Basket",
    "Receipt",
    "ReceiptLine",
    "Summary",
    "basket_of",
    "plain",
    "read_basket",
    "summarise",
]
