"""What each product of a catalogue must have for itself: its id, the name of its files, its GTIN.

The register is a table of SQLite that spills to a temporary file, so a catalogue of ten million takes no more memory than one
of a thousand.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from co2label.errors import clip
from co2label.identifiers import gtin14, path_part
from co2label.receipt.book_file import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.model import Product

__all__ = ["Register"]

_GTIN = 14
"""Digits of a GTIN in its longest form."""


class Register:
    """Who came first for each name; who comes second is refused, by row.

    >>> from co2label.model import Activity, Product
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="gate-to-gate",
    ...     activities=[Activity("gas", "1 g", gas="CO2", stage="production")])
    >>> register = Register()
    >>> register.enter(0, tea), register.enter(1, tea)
    (True, False)
    >>> register.refusal(0), register.refusal(1)
    (None, ('id', "'tea' is the id of another product; each needs its own"))
    >>> register.refuse(1, "gtin", "another reason")
    >>> register.refusals
    1
    >>> register.close()
    """

    def __init__(self, *, asked_by_digits: bool = False) -> None:
        """A new one.

        Args:
            asked_by_digits: whether products will be looked up by digits, as in the book of a till, where an id of digits must
                be no other product's GTIN.
        """
        self._asked_by_digits = asked_by_digits
        self._table = sqlite3.connect("", isolation_level=None)  # a file of its own, which nobody else sees
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("BEGIN")
        self._table.execute("CREATE TABLE taken (key TEXT PRIMARY KEY, product TEXT) WITHOUT ROWID")
        self._table.execute("CREATE TABLE refused (row INTEGER PRIMARY KEY, place TEXT, why TEXT)")
        self.refusals = 0

    def enter(self, row: int, product: Product) -> bool:
        """Take everything that the product needs for itself; nothing, and False, where another has any of it."""
        keys = list(_keys(product, asked_by_digits=self._asked_by_digits))
        for place, key, why in keys:
            holder = self._table.execute("SELECT product FROM taken WHERE key = ?", (key,)).fetchone()
            if holder is not None:
                self.refuse(row, place, why.replace("{other}", clip(holder[0])))
                return False
        rows = dict.fromkeys((key, product.id) for _, key, _ in keys)
        self._table.executemany("INSERT INTO taken VALUES (?, ?)", rows)
        return True

    def refuse(self, row: int, place: str, why: str) -> None:
        """Refuse the product of a row; the first reason stays."""
        new = self._table.execute("INSERT OR IGNORE INTO refused VALUES (?, ?, ?)", (row, place, why))
        self.refusals += new.rowcount

    def refusal(self, row: int) -> tuple[str, str] | None:
        """The field and the reason, where the product of a row is refused."""
        if not self.refusals:
            return None
        found = self._table.execute("SELECT place, why FROM refused WHERE row = ?", (row,)).fetchone()
        return found and (found[0], found[1])

    def close(self) -> None:
        """Give the file back."""
        self._table.close()


def _keys(product: Product, *, asked_by_digits: bool) -> Iterator[tuple[str, str, str]]:
    """Field, key, and what is said to who comes second."""
    name = clip(product.id)
    yield "id", f"i{product.id}", f"{name} is the id of another product; each needs its own"
    yield (
        "id",
        f"n{path_part(product.id)}",
        f"the files of {name} would be those of {{other}}; rename one of them",
    )
    if asked_by_digits and isinstance(key_of(product.id), int):
        yield (
            "id",
            f"g{product.id.zfill(_GTIN)}",
            f"{name} is looked up as the GTIN or the id of {{other}}; put a letter before it",
        )
    if product.gtin is not None:
        yield (
            "gtin",
            f"g{gtin14(product.gtin)}{'/' if product.lot else ''}{product.lot or ''}",
            f"{product.gtin} is the GTIN of {{other}} too; correct one of them",
        )
