"""The receipt room: what was bought, and its CO2e as information below the amounts.

`Receipt` and its lines hold what a till knows; `plain` prints it in the columns of a receipt printer; a `Basket`
is the document with the products beside the lines; a `Book` holds the figures of a catalogue for tills.

The names are loaded when they are first used: a till that asks a book loads neither pydantic nor numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from co2label.receipt.basket import Basket, basket_of, read_basket
    from co2label.receipt.book import Book
    from co2label.receipt.book_entry import BasketAnswer, BookEntry, BookLine
    from co2label.receipt.lines import Receipt, ReceiptLine
    from co2label.receipt.paper import plain
    from co2label.receipt.summary import Summary, summarise

_HOMES = {
    "basket": ("Basket", "basket_of", "read_basket"),
    "book": ("Book",),
    "book_entry": ("BasketAnswer", "BookEntry", "BookLine"),
    "lines": ("Receipt", "ReceiptLine"),
    "paper": ("plain",),
    "summary": ("Summary", "summarise"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Basket",
    "BasketAnswer",
    "Book",
    "BookEntry",
    "BookLine",
    "Receipt",
    "ReceiptLine",
    "Summary",
    "basket_of",
    "plain",
    "read_basket",
    "summarise",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        found = globals()[name] = getattr(import_module(f"co2label.receipt.{_HOME_OF[name]}"), name)
        return found
    message = f"module 'co2label.receipt' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
