"""The file of a book: a SQLite database that is written once and only ever replaced.

Two tables. `header` holds what is true of all figures; `goods` holds one row a product, found by its GTIN as a whole
number (goods without a GTIN have a number below zero), or by its id. A till that is written in another language reads it
with one statement::

    SELECT goods.gtin, goods.kg_co2e FROM json_each('[4569951110016]') AS asked JOIN goods ON goods.gtin = asked.value

This module loads nothing that a till does not need: no pydantic, no numpy.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.errors import BookError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "APPLICATION",
    "FORMAT",
    "GOODS",
    "HEADER",
    "BookHeader",
    "columns_in",
    "connect",
    "header_of",
    "key_of",
    "refusal",
]

APPLICATION = 0x434F3242
"""SQLite's application id: "CO2B"."""
FORMAT = 2
"""SQLite's user version: the format of the tables. Format 1 did not know what a figure rests on, nor what a till may sell."""

HEADER = "CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
GOODS = """CREATE TABLE goods (
    gtin INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kg_co2e REAL NOT NULL,
    low REAL,
    high REAL,
    boundary TEXT NOT NULL,
    method TEXT NOT NULL,
    average REAL,
    spend REAL,
    near TEXT NOT NULL,
    count REAL,
    selling TEXT NOT NULL,
    shown TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    link TEXT
)"""
"""What a basket asks for stands first. `average` and `spend` are shares of the figure, 0 to 1, null where nobody knows; `near` is
what must stand near it, a JSON list of objects with `code`, and with `words` and `short` by language. `count` is how many
declared units a bare count of one stands for, null where that is not known; `selling` a JSON object with the declared `unit` and,
by kind, the `rates`: declared units per kg, m3, piece, JPY… `name` and `unit` are JSON objects of words by language."""
_KNOWN = "method, average, spend, near, count, selling"
_MEASURED = " OR ".join(
    f"json_extract(unit, '$.en') GLOB '* {unit}'"
    for unit in ["kg", "g", "t", "L", "mL", "m3", "m", "m2", "kWh", "MJ", "GJ"]
)
_UNKNOWN = f"""CASE method WHEN 'product' THEN 'unstated' ELSE method END AS method,
    NULL AS average, NULL AS spend, '[]' AS near,
    CASE WHEN {_MEASURED} THEN NULL ELSE 1.0 END AS count,
    json_object('unit', coalesce(json_extract(unit, '$.en'), '?'), 'rates', json_object()) AS selling"""
"""Of format 1, which said `product` of everything that was computed; its declared unit is known in words only."""

_GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class BookHeader:
    """What is true of every figure of a book.

    Attributes:
        factor_edition: the edition of the emission factors.
        gwp_set: "AR6"; the IPCC report whose GWPs were used.
        gwp_horizon: years, 20 or 100.
        issued: the day on which the book was made.
        valid_until: the last day on which its figures may be shown.
        goods: how many products it holds.
    """

    factor_edition: str
    gwp_set: str
    gwp_horizon: int
    issued: date
    valid_until: date
    goods: int

    def rows(self) -> Iterator[tuple[str, str]]:
        """The rows of the table `header`; days as ISO 8601 text."""
        return ((name, str(getattr(self, name))) for name in self.__slots__)


def columns_in(connection: sqlite3.Connection) -> tuple[str, str]:
    """The columns of `goods` in a book of any format, as SQL: those of a basket, and all of them in the order of an entry."""
    (version,) = _pragmas(connection, ("user_version",))
    basket = f"kg_co2e, low, high, boundary, {_KNOWN if version >= FORMAT else _UNKNOWN}"
    return basket, f"goods.id, goods.gtin, {basket}, shown, name, unit, link"


def key_of(key: int | str) -> int | str:
    """A GTIN as a whole number, or the id of a product as it is: how the table `goods` is asked first.

    Digits that are no GTIN in the book are asked for as an id: a seller's own number of 8 digits is one.

    Args:
        key: a GTIN as a number, or as 8, 12, 13 or 14 digits; any other text is an id.

    >>> key_of("04569951110016"), key_of(4569951110016), key_of("tea")
    (4569951110016, 4569951110016, 'tea')
    """
    if isinstance(key, str) and len(key) in _GTIN_LENGTHS and key.isascii() and key.isdigit():
        return int(key)
    return key


def connect(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """A connection that only reads; it keeps the file that it opened, whatever is put in its place later.

    `immutable`: nobody writes into a book, so SQLite takes no locks, writes no journal, and reads on a read-only disk.

    Raises:
        BookError: there is no such file, it cannot be read, or it has another length than it says.
    """
    place = os.fspath(path)
    try:
        while True:
            before = _identity(place)
            connection = sqlite3.connect(_address(place), uri=True, check_same_thread=False)
            if _identity(place) == before:
                break
            connection.close()  # replaced in that very moment: open the new one
    except (OSError, sqlite3.Error) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise BookError(
            refusal(place, f"cannot be opened ({what})", "name a book that can be read")
        ) from None
    try:
        _check(connection, place, before[-1])
    except BookError:
        connection.close()
        raise
    return connection


def header_of(connection: sqlite3.Connection, place: str) -> BookHeader:
    """The header of an open book.

    Raises:
        BookError: it is damaged.
    """
    try:
        said = dict(connection.execute("SELECT key, value FROM header"))
        return BookHeader(
            factor_edition=said["factor_edition"],
            gwp_set=said["gwp_set"],
            gwp_horizon=int(said["gwp_horizon"]),
            issued=date.fromisoformat(said["issued"]),
            valid_until=date.fromisoformat(said["valid_until"]),
            goods=int(said["goods"]),
        )
    except (sqlite3.Error, KeyError, ValueError) as error:
        raise BookError(refusal(place, f"is damaged ({error!r})", "write or copy it again")) from None


def refusal(place: str, what: str, todo: str) -> str:
    """One sentence: which book, what is wrong with it, what to do."""
    return f"book {clip(place, 160)} {what}; {todo}"


def _check(connection: sqlite3.Connection, place: str, size: int) -> None:
    """That the file is a book, of this format, and whole."""
    try:
        application, version, pages, page = _pragmas(
            connection, ("application_id", "user_version", "page_count", "page_size")
        )
    except sqlite3.Error as error:
        raise BookError(refusal(place, f"cannot be read ({error})", "write or copy it again")) from None
    if application != APPLICATION:
        raise BookError(refusal(place, "is no book of co2label", "write one with `co2label book`"))
    if version > FORMAT:
        what = f"has format {version}, and this co2label reads up to {FORMAT}"
        raise BookError(refusal(place, what, "update co2label here, or write the book with this one"))
    if pages * page != size:
        what = f"is {size} bytes long where {pages * page} are expected"
        raise BookError(refusal(place, what, "it was cut short or changed: copy it again"))


def _pragmas(connection: sqlite3.Connection, names: Iterable[str]) -> list[int]:
    return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]


def _identity(place: str) -> tuple[int, int, int, int]:
    """Device, file, time of its last change and size in bytes: another one where the file was replaced."""
    found = Path(place).stat()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _address(place: str) -> str:
    return f"{Path(place).absolute().as_uri()}?mode=ro&immutable=1"
