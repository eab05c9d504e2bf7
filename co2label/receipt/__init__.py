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
        DOCUMENT_FIELDS,
        Basket,
        InStoreCode,
        Purchases,
        basket_of,
        purchases_of,
        read_basket,
        read_purchases,
        read_schemes,
        with_document,
    )
    from co2label.receipt._book import BasketAnswer, Book, BookEntry, BookLine, book_key
    from co2label.receipt._book_writing import book_basis, book_entries, check_entry
    from co2label.receipt._data import Sidecar, linked_data, sidecar
    from co2label.receipt._escpos import Dots, escpos, receiptline
    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._mail import html
    from co2label.receipt._paper import page_for, plain, replaced_characters
    from co2label.receipt._preview import preview
    from co2label.receipt._receipt import MAX_NOTICES, Receipt, Summary, summarise
    from co2label.receipt._request import RECEIPT_FORMATS, ReceiptFormat, ReceiptRequest, receipt_format
    from co2label.receipt._statement import MonthlyStatement, MonthSum, statement
    from co2label.receipt._statement_card import statement_picture, statement_text
    from co2label.receipt._ubl_writing import UnmatchedLines, ubl, ubl_differing, ubl_unmatched

_HOMES = {
    "_basket": (
        "Basket",
        "DOCUMENT_FIELDS",
        "InStoreCode",
        "Purchases",
        "basket_of",
        "purchases_of",
        "read_basket",
        "read_purchases",
        "read_schemes",
        "with_document",
    ),
    "_book": ("BasketAnswer", "Book", "BookEntry", "BookLine", "book_key"),
    "_book_writing": ("book_basis", "book_entries", "check_entry"),
    "_data": ("Sidecar", "linked_data", "sidecar"),
    "_escpos": ("Dots", "escpos", "receiptline"),
    "_lines": ("ReceiptLine",),
    "_mail": ("html",),
    "_paper": ("page_for", "plain", "replaced_characters"),
    "_preview": ("preview",),
    "_receipt": ("MAX_NOTICES", "Receipt", "Summary", "summarise"),
    "_request": ("RECEIPT_FORMATS", "ReceiptFormat", "ReceiptRequest", "receipt_format"),
    "_statement": ("MonthSum", "MonthlyStatement", "statement"),
    "_statement_card": ("statement_picture", "statement_text"),
    "_ubl_writing": ("UnmatchedLines", "ubl", "ubl_differing", "ubl_unmatched"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DOCUMENT_FIELDS",
    "MAX_NOTICES",
    "RECEIPT_FORMATS",
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
    "ReceiptFormat",
    "ReceiptLine",
    "ReceiptRequest",
    "Sidecar",
    "Summary",
    "UnmatchedLines",
    "basket_of",
    "book_basis",
    "book_entries",
    "book_key",
    "check_entry",
    "escpos",
    "html",
    "linked_data",
    "page_for",
    "plain",
    "preview",
    "purchases_of",
    "read_basket",
    "read_purchases",
    "read_schemes",
    "receipt_format",
    "receiptline",
    "replaced_characters",
    "sidecar",
    "statement",
    "statement_picture",
    "statement_text",
    "summarise",
    "ubl",
    "ubl_differing",
    "ubl_unmatched",
    "with_document",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        found = globals()[name] = getattr(import_module(f"co2label.receipt.{_HOME_OF[name]}"), name)
        return found
    message = f"module 'co2label.receipt' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
