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
    from co2label.receipt.basket import Basket, basket_of, read_basket
    from co2label.receipt.book import Book
    from co2label.receipt.book_entry import BasketAnswer, BookEntry, BookLine
    from co2label.receipt.in_store import InStoreCode
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.linked_order import linked_data
    from co2label.receipt.mail import html
    from co2label.receipt.markup import receiptline
    from co2label.receipt.monthly import Statement, statement
    from co2label.receipt.monthly_file import Purchases, read_purchases
    from co2label.receipt.months import MonthSum
    from co2label.receipt.paper import plain, replaced
    from co2label.receipt.paper_picture import preview
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.sidecar_file import Sidecar, sidecar
    from co2label.receipt.summary import Summary, summarise
    from co2label.receipt.thermal import Dots, escpos
    from co2label.receipt.ubl_matching import Unmatched
    from co2label.receipt.ubl_writing import ubl, ubl_differing, ubl_unmatched

_HOMES = {
    "basket": ("Basket", "basket_of", "read_basket"),
    "book": ("Book",),
    "book_entry": ("BasketAnswer", "BookEntry", "BookLine"),
    "in_store": ("InStoreCode",),
    "lines": ("ReceiptLine",),
    "linked_order": ("linked_data",),
    "mail": ("html",),
    "markup": ("receiptline",),
    "monthly": ("Statement", "statement"),
    "monthly_file": ("Purchases", "read_purchases"),
    "months": ("MonthSum",),
    "paper": ("plain", "replaced"),
    "paper_picture": ("preview",),
    "receipt": ("Receipt",),
    "sidecar_file": ("Sidecar", "sidecar"),
    "summary": ("Summary", "summarise"),
    "thermal": ("Dots", "escpos"),
    "ubl_matching": ("Unmatched",),
    "ubl_writing": ("ubl", "ubl_differing", "ubl_unmatched"),
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
    "Purchases",
    "Receipt",
    "ReceiptLine",
    "Sidecar",
    "Statement",
    "Summary",
    "Unmatched",
    "basket_of",
    "escpos",
    "html",
    "linked_data",
    "plain",
    "preview",
    "read_basket",
    "read_purchases",
    "receiptline",
    "replaced",
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
