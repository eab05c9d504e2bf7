"""The book: the figures of a whole catalogue in one file, for a till that has no time.

`Book.write` makes it where products are computed; a till opens it and asks a basket at a time, in one statement.

>>> import datetime as dt, tempfile, pathlib
>>> path = pathlib.Path(tempfile.mkdtemp(), "book.sqlite")
>>> tea = BookEntry(product_id="tea", gtin="4569951110016", name={"ja": "お茶"}, kg_co2e=0.2, low=0.1, high=0.4)
>>> header = {"factor_edition": "2026-11", "gwp_set": "AR6", "issued": dt.date(2026, 11, 1)}
>>> made = Book.write(path, [tea], valid_until=dt.date(2027, 3, 31), **header)
>>> with Book.open(path, today=dt.date(2026, 11, 24)) as book:
...     found = book.basket([("4569951110016", 2), ("49123456", 1)])
>>> found.kg_co2e, found.covered, found.items, found.unknown, found.interval
(0.4, 1, 2, ('49123456',), (0.2, 0.8))
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from co2label.errors import BookError, DocumentError, Problem, clip
from co2label.receipt.book_entry import BasketAnswer, BookEntry, BookLine, entry_of
from co2label.receipt.book_file import BookHeader, columns_in, connect, header_of, key_of, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from pathlib import Path

    from co2label.units import Amount

__all__ = ["BasketAnswer", "Book", "BookEntry", "BookLine"]

_LINE = "SELECT goods.{key}, {columns} FROM json_each(?) AS asked JOIN goods "
_BY_GTIN = _LINE.replace("{key}", "gtin") + "ON goods.gtin = asked.value AND goods.gtin > 0"
_BY_ID = _LINE.replace("{key}", "id") + "ON goods.id = asked.value"
_BY_BOTH = f"{_BY_GTIN} UNION ALL {_BY_ID}"
_ENTRY = "SELECT {columns} FROM goods WHERE "
_GTIN_END = 10**14


class Book:
    """An open book. It reads only, keeps no lock, and may be shared by threads; each process opens its own.

    A book that is replaced while it is open goes on to answer from the file that it opened; open it anew, at the latest
    on the next day, since its validity is looked at when it is opened.
    """

    __slots__ = ("_by_both", "_by_gtin", "_connection", "_entry", "_place", "header")

    def __init__(self, connection: sqlite3.Connection, place: str, header: BookHeader) -> None:
        """Strictly private: use `Book.open`."""
        self._connection, self._place = connection, place
        self.header = header
        basket, entry = columns_in(connection)
        self._by_gtin, self._by_both = (each.replace("{columns}", basket) for each in (_BY_GTIN, _BY_BOTH))
        self._entry = _ENTRY.replace("{columns}", entry)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, today: date) -> Self:
        """Open a book.

        Args:
            path: the file.
            today: the day on which its figures will be shown.

        Raises:
            BookError: it is not there, no book, cut short, of a newer format, or no longer valid.
        """
        if not isinstance(today, date) or isinstance(today, datetime):  # type: ignore[redundant-expr, unused-ignore]
            message = f"expected `today` as a datetime.date, got {clip(today)}"
            raise BookError(message)
        place = os.fspath(path)
        connection = connect(path)
        try:
            header = header_of(connection, place)
            _valid(header, place, today)
        except BookError:
            connection.close()
            raise
        return cls(connection, place, header)

    @staticmethod
    def write(  # noqa: PLR0913
        path: str | os.PathLike[str],
        entries: Iterable[BookEntry],
        *,
        factor_edition: str,
        gwp_set: str,
        issued: date,
        valid_until: date,
        gwp_horizon: int = 100,
    ) -> Path:
        """Write a book beside its place and put it there in one step: a till sees the old one or the new one, whole.

        Args:
            path: the file; one that is there is replaced.
            entries: one a product; they may come from a generator, of any length.
            factor_edition: the edition of the emission factors.
            gwp_set: the IPCC report whose GWPs were used.
            issued: the day.
            valid_until: the last day on which the figures may be shown.
            gwp_horizon: in years.

        Returns:
            The path written.

        Raises:
            DocumentError: an entry that does not fit, or comes twice; says which.
            BookError: a place that cannot be written to, or dates that do not fit; nothing is left behind.
        """
        from co2label.receipt.book_writing import write_book  # noqa: PLC0415 - a till only reads

        header = BookHeader(factor_edition, gwp_set, gwp_horizon, issued, valid_until, goods=0)
        return write_book(path, entries, header)

    def basket(self, lines: Sequence[tuple[int | str, float | Decimal | str | Amount]]) -> BasketAnswer:
        """The figures of a basket, in one statement.

        Args:
            lines: products and how many of each, or how much ("300 g"); below zero for what is taken back. A product is its
                GTIN (a whole number, or 8, 12, 13 or 14 digits), or its id, which may be digits as well.

        Raises:
            DocumentError: a line that is no product with a number; says which.
            BookError: the file was damaged since it was opened.
        """
        keys, amounts = _asked(lines)
        known = self._known(set(keys))
        keys = self._with_own_numbers(lines, keys, known)
        found = tuple([known.get(key) for key in keys])
        units = tuple(map(_units, amounts, found))
        parts = [unit * line[0] for unit, line in zip(units, found, strict=True) if line and unit is not None]
        total = math.fsum(parts) if parts else None
        bounds = _bounds(keys, units, known)
        if len(parts) == len(keys):
            return BasketAnswer(found, total, bounds, (), units)
        unclear = {
            line[0]: figures.selling.unknown(amount)
            for line, amount, unit, figures in zip(lines, amounts, units, found, strict=True)
            if unit is None and figures is not None
        }
        return BasketAnswer(found, total, bounds, _unknown(lines, keys, known), units, unclear)

    def entry(self, key: int | str) -> BookEntry | None:
        """Everything that the book says of one product, or None where it is not there.

        Raises:
            BookError: the file was damaged since it was opened.
        """
        asked = key_of(key)
        rows = []
        if isinstance(asked, int) and 0 < asked < _GTIN_END:
            rows = self._rows(self._entry + "gtin = ?", (asked,))
        rows = rows or self._rows(self._entry + "id = ?", (str(key),))
        return entry_of(rows[0]) if rows else None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _known(self, keys: set[int | str]) -> dict[int | str, BookLine]:
        ids = [key for key in keys if isinstance(key, str)]
        if not ids:
            rows = self._rows(self._by_gtin, (json.dumps(list(keys)),))
        else:
            gtins = [key for key in keys if not isinstance(key, str)]
            rows = self._rows(self._by_both, (json.dumps(gtins), json.dumps(ids)))
        return {row[0]: BookLine._make(row[1:]) for row in rows}

    def _with_own_numbers(
        self,
        lines: Sequence[tuple[int | str, float | Decimal | str | Amount]],
        keys: list[int | str],
        known: dict[int | str, BookLine],
    ) -> list[int | str]:
        """The keys, of which digits that are no GTIN in the book are ids where it has them; these are added to `known`."""
        asked = [
            str(line[0]) if isinstance(key, int) and key not in known else None
            for line, key in zip(lines, keys, strict=True)
        ]
        ids: set[int | str] = {number for number in asked if number is not None}
        if not ids:
            return keys
        found = self._known(ids)
        known |= found
        return [number if number in found else key for number, key in zip(asked, keys, strict=True)]

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except UnicodeEncodeError:
            return []  # a lone surrogate: no id holds one
        except sqlite3.DatabaseError as error:
            raise BookError(
                refusal(self._place, f"cannot be read ({error})", "open it again, or copy it again")
            ) from None


def _units(amount: float | Amount, line: BookLine | None) -> float | None:
    """Declared units that an amount of a product is."""
    if line is None:
        return None
    if isinstance(amount, float):
        return None if line.per_count is None else amount * line.per_count
    return line.selling.units(amount)


def _asked(
    lines: Sequence[tuple[int | str, float | Decimal | str | Amount]],
) -> tuple[list[int | str], list[float | Amount]]:
    """The keys, and the numbers or the amounts.

    Raises:
        DocumentError: a line that is no product with a number.
    """
    try:
        keys = [key_of(key) for key, _ in lines]
        numbers = [number for _, number in lines]
        if {int, str}.issuperset(map(type, keys)):
            return keys, [_number(number) for number in numbers]
    except (TypeError, ValueError, OverflowError):
        pass
    raise _misfit(lines)


def _number(number: Any) -> float | Amount:
    """A finite number, or an amount.

    Raises:
        ValueError: it is neither, or not finite.
    """
    if isinstance(number, str):
        from co2label.units import parse_amount  # noqa: PLC0415 - only who asks with units pays

        return parse_amount(number, allow_negative=True)
    if hasattr(number, "unit"):
        measured: Amount = number
        return measured
    if not math.isfinite(number):
        raise ValueError
    return float(number)


def _valid(header: BookHeader, place: str, today: date) -> None:
    if today > header.valid_until:
        what = f"was valid until {header.valid_until}, and today is {today}"
        raise BookError(refusal(place, what, "fetch a new one: its figures must not be shown any more"))


def _unknown(
    lines: Sequence[tuple[int | str, float | Decimal | str | Amount]],
    keys: list[int | str],
    known: dict[int | str, BookLine],
) -> tuple[int | str, ...]:
    asked = (line[0] for line, key in zip(lines, keys, strict=True) if key not in known)
    return tuple(dict.fromkeys(asked))


def _bounds(
    keys: list[int | str], units: tuple[float | None, ...], known: dict[int | str, BookLine]
) -> tuple[float, float] | None:
    """Each product's own returns taken off first; then everything off in the same direction."""
    net: dict[int | str, float] = {}
    for key, amount in zip(keys, units, strict=True):
        if amount is not None:
            net[key] = net.get(key, 0.0) + amount
    lows, highs = [], []
    for key, amount in net.items():
        low, high = known[key][1:3]
        if low is None or high is None:
            return None
        if amount < 0:
            low, high = high, low
        lows.append(amount * low)
        highs.append(amount * high)
    return (math.fsum(lows), math.fsum(highs)) if net else None


def _misfit(lines: Iterable[object]) -> DocumentError:
    """Says which line is the first that is no product with a number."""
    for place, line in enumerate(lines):
        match line:
            case (int() | str() as key, quantity) if not isinstance(key, bool) and _is_amount(quantity):
                continue
        what = f"expected a GTIN or an id, and a finite number or an amount such as '300 g', got {clip(line)}"
        return DocumentError([Problem(f"lines[{place}]", what, "correct the line")])
    return DocumentError(
        [Problem("lines", f"expected pairs, got {clip(lines)}", "give (product, number) a line")]
    )


def _is_amount(quantity: Any) -> bool:
    try:
        _number(quantity)
    except (TypeError, ValueError, OverflowError):
        return False
    return True
