"""The receipt room: what was bought, and its CO2e as information below the amounts.

`Receipt` and its lines hold what a till knows. `plain` prints it in the columns of a receipt printer, `escpos` in its
bytes, `receiptline` in a markup that many tills take, `html` for an e-mail; `preview` draws the paper. `sidecar` is its
data, `ubl` puts it in an invoice, `linked_data` is JSON-LD; `statement` sums up a month. A `Basket` is the document with
the products beside the lines; a `Book` holds the figures of a catalogue for tills.

The names are loaded when they are first used: a till that asks a book loads neither pydantic nor numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from co2label.receipt._basket import (
        Basket,
        InStoreCode,
        Purchases,
        basket_of,
        read_basket,
        read_purchases,
    )
    from co2label.receipt._book import BasketAnswer, Book, BookEntry, BookLine
    from co2label.receipt._data import Sidecar, linked_data, sidecar
    from co2label.receipt._escpos import Dots, escpos, receiptline
    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._mail import html
    from co2label.receipt._paper import plain, replaced_characters
    from co2label.receipt._preview import preview
    from co2label.receipt._receipt import Receipt, Summary, summarise
    from co2label.receipt._statement import MonthlyStatement, MonthSum, statement
    from co2label.receipt._ubl_writing import UnmatchedLines, ubl, ubl_differing, ubl_unmatched

_HOMES = {
    "_basket": ("Basket", "basket_of", "read_basket"),
    "_book": ("Book",),
    "_book": ("BasketAnswer", "BookEntry", "BookLine"),
    "_basket": ("InStoreCode",),
    "_lines": ("ReceiptLine",),
    "_data": ("linked_data",),
    "_mail": ("html",),
    "_escpos": ("receiptline",),
    "_statement": ("MonthlyStatement", "statement"),
    "_basket": ("Purchases", "read_purchases"),
    "_statement": ("MonthSum",),
    "_paper": ("plain", "replaced_characters"),
    "_preview": ("preview",),
    "_receipt": ("Receipt",),
    "_data": ("Sidecar", "sidecar"),
    "_receipt": ("Summary", "summarise"),
    "_escpos": ("Dots", "escpos"),
    "_ubl_writing": ("UnmatchedLines",),
    "_ubl_writing": ("ubl", "ubl_differing", "ubl_unmatched"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Basket",
    "BasketAnswer",
    "Book",
    "BookEntry",
    "BookLine",
    "Dots",
    "InStoreCode",
    "MonthSum",
    "MonthlyStatement",
    "Purchases",
    "Receipt",
    "ReceiptLine",
    "Sidecar",
    "Summary",
    "UnmatchedLines",
    "basket_of",
    "escpos",
    "html",
    "linked_data",
    "plain",
    "preview",
    "read_basket",
    "read_purchases",
    "receiptline",
    "replaced_characters",
    "sidecar",
    "statement",
    "summarise",
    "ubl",
    "ubl_differing",
    "ubl_unmatched",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        found = globals()[name] = getattr(import_module(f"co2label.receipt.{_HOME_OF[name]}"), name)
        return found
    message = f"module 'co2label.receipt' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
