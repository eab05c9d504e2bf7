"""The book: the figures of a whole catalogue in one SQLite file, for a till that has no time.

`Book.write` makes it where products are computed; a till opens it and asks one basket at a time, in one statement. The file is
written once and only ever replaced. It has two tables: `header` holds what is true of all figures; `goods` one row a product,
found by its GTIN as a whole number (goods without a GTIN have a number below zero), or by its id. A till that is written in
another language reads it with one statement::

    SELECT goods.gtin, goods.kg_co2e FROM json_each('[4569951110016]') AS asked JOIN goods ON goods.gtin = asked.value

This module imports nothing that a till does not need: no pydantic, no numpy.

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
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from co2label._database import Connected, connect, pragmas, refusing
from co2label.errors import BookError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from co2label.units import Amount, Selling

    Asked = Sequence[tuple[int | str, float | Decimal | str | Amount]]
    """Products, and how many of each or how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """One product in a book.

    Attributes:
        product_id: its id, or the seller's own number (SKU).
        gtin: 8, 12, 13 or 14 digits, or None for goods without one.
        name: by language.
        kg_co2e: kilograms of CO2e of one declared unit, unrounded.
        low: lower end of its 95 % interval; with `high`, or neither.
        high: upper end.
        unit: the declared unit in words, by language.
        boundary: what the figure covers.
        method: what the figure mostly rests on: of this `product`, an `average` of its kind, money (`spend`), or `unstated`.
        kinds: shares of the figure by what it rests on, 0 to 1, which add up to one; empty if unknown.
        near: what must stand near the figure: a `code`, and `words` and `short` by language.
        selling: what a till may say of the product: bare counts, amounts with units; None for counts of declared units alone.
        shown: the figure as its label shows it, "210 g-CO2e".
        link: what its QR code opens.
    """

    product_id: str
    kg_co2e: float
    gtin: str | None = None
    name: dict[str, str]
    low: float | None = None
    high: float | None = None
    unit: dict[str, str] | None = None
    boundary: str = ""
    method: str = "unstated"
    kinds: dict[str, float] = field(default_factory=dict)
    near: list[dict[str, Any]] = field(default_factory=list)
    selling: Selling | None = None
    shown: str = ""
    link: str | None = None


class BookLine(NamedTuple):
    """Figures of one declared unit of a product, in kilograms of CO2e."""

    kg_co2e: float
    low: float | None
    high: float | None
    boundary: str
    method: str
    average: float | None = None
    """Share of the figure that rests on averages of groups of products; None if unknown."""
    spend: float | None = None
    """Share that rests on money."""
    near_json: str = "[]"
    per_count: float | None = 1.0
    """Declared units that a bare count of one stands for; None where that is not known."""
    selling_json: str = "null"

    @property
    def selling(self) -> Selling:
        """Quantities that a till may state for the product."""
        from co2label.units import Selling  # noqa: PLC0415 - only who asks pays

        return _parse_selling(self.per_count, self.selling_json) or Selling("declared unit")

    @property
    def kinds(self) -> dict[str, float]:
        """Shares of the figure by what it rests on; empty if unknown."""
        return _shares(self.average, self.spend)

    @property
    def near(self) -> list[dict[str, Any]]:
        """Remarks that must stand near the figure: a `code`, and `words` and `short` by language."""
        remarks: list[dict[str, Any]] = json.loads(self.near_json)
        return remarks


@dataclass(frozen=True, slots=True)
class BasketAnswer:
    """Answer of a book to a basket.

    Attributes:
        lines: for each line that was asked, in its order, the figures of one unit; None where the product is unknown.
        units: for each line, how many declared units it sells; None where that, or the product, is unknown.
        kg_co2e: the unrounded sum of what is known; None where nothing is known, which is not zero.
        interval: bounds of the sum in kg CO2e, as if all figures were off in the same direction (a book does not know
            which emission factors they share); None where a known figure states no uncertainty.
        unknown: the products that are not in the book, each once, as they were asked.
        unclear: of the others, those of which it cannot be told how much was sold, each with the reason.
    """

    lines: tuple[BookLine | None, ...]
    kg_co2e: float | None
    interval: tuple[float, float] | None
    unknown: tuple[int | str, ...]
    units: tuple[float | None, ...] = ()
    unclear: dict[int | str, str] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """Number of lines asked for."""
        return len(self.lines)

    @property
    def covered(self) -> int:
        """Number of lines with a figure."""
        return len(self.units) - self.units.count(None)


_ENTRY_COLUMNS = (
    *("product_id", "gtin", "kg_co2e", "low", "high", "boundary", "method", "average", "spend"),
    *("near", "count", "selling", "shown", "name", "unit", "link"),
)


def entry_of(row: tuple[Any, ...]) -> BookEntry:
    """The entry of a row of the table `goods`, with the columns of `columns_of_format`."""
    fields = dict(zip(_ENTRY_COLUMNS, row, strict=True))
    fields |= {name: json.loads(fields[name]) for name in ("name", "unit", "near")}
    fields["gtin"] = f"{fields['gtin']:014}" if fields["gtin"] > 0 else None
    fields["kinds"] = _shares(fields.pop("average"), fields.pop("spend"))
    fields["selling"] = _parse_selling(fields.pop("count"), fields["selling"])
    return BookEntry(**fields)


def _parse_selling(count: float | None, text: str) -> Selling | None:
    from co2label.units import Selling  # noqa: PLC0415 - only who asks pays

    fields = json.loads(text)
    return fields and Selling(fields["unit"], count, fields["rates"])


def _shares(average: float | None, spend: float | None) -> dict[str, float]:
    if average is None or spend is None:
        return {}
    shares = {"product": max(0.0, 1.0 - average - spend), "average": average, "spend": spend}
    return {kind: share for kind, share in shares.items() if share}


APPLICATION = 0x434F3242
"""SQLite's application id: "CO2B"."""
FORMAT = 2
"""SQLite's user version: the format of the tables. Format 1 did not know what a figure rests on, nor what a till may sell."""
_BASIS_COLUMNS = "method, average, spend, near, count, selling"

_IS_MEASURED = " OR ".join(
    f"json_extract(unit, '$.en') GLOB '* {unit}'"
    for unit in ["kg", "g", "t", "L", "mL", "m3", "m", "m2", "kWh", "MJ", "GJ"]
)

_BASIS_OF_FORMAT_1 = f"""CASE method WHEN 'product' THEN 'unstated' ELSE method END AS method,
    NULL AS average, NULL AS spend, '[]' AS near,
    CASE WHEN {_IS_MEASURED} THEN NULL ELSE 1.0 END AS count,
    json_object('unit', coalesce(json_extract(unit, '$.en'), '?'), 'rates', json_object()) AS selling"""
"""The same for format 1, which called everything computed `product` and knew the declared unit in words only."""

_GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class BookHeader:
    """Properties that all figures of a book share.

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


def columns_of_format(connection: sqlite3.Connection) -> tuple[str, str]:
    """The columns of `goods` in a book of any format, as SQL: those of a basket, and all of them in the order of an entry."""
    (version,) = pragmas(connection, "user_version")
    basket = f"kg_co2e, low, high, boundary, {_BASIS_COLUMNS if version >= FORMAT else _BASIS_OF_FORMAT_1}"
    return basket, f"goods.id, goods.gtin, {basket}, shown, name, unit, link"


def book_key(key: int | str) -> int | str:
    """A GTIN as a whole number, or the id of a product as it is: how the table `goods` is asked first.

    Digits that are no GTIN in the book are asked for as an id: a seller's own number of 8 digits is one.

    Args:
        key: a GTIN as a number, or as 8, 12, 13 or 14 digits; any other text is an id.

    >>> book_key("04569951110016"), book_key(4569951110016), book_key("tea")
    (4569951110016, 4569951110016, 'tea')
    """
    if isinstance(key, str) and len(key) in _GTIN_LENGTHS and key.isascii() and key.isdigit():
        return int(key)
    return key


def connect_book(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """Open a book for reading; the connection keeps the file that it opened, whatever is put in its place later.

    Raises:
        BookError: there is no such file, it cannot be read, or it has another length than it says.
    """
    place = os.fspath(path)
    with refusing(lambda why: book_error(place, f"cannot be opened ({why})", "name a book that can be read")):
        while True:
            before = _file_identity(place)
            connection = connect(place, read_only=True)
            if _file_identity(place) == before:
                break
            connection.close()  # replaced in that very moment: open the new one
    try:
        _check_file(connection, place, before[-1])
    except BookError:
        connection.close()
        raise
    return connection


def read_header(connection: sqlite3.Connection, place: str) -> BookHeader:
    """The header of an open book.

    Raises:
        BookError: it is damaged.
    """
    try:
        rows = dict(connection.execute("SELECT key, value FROM header"))
        day = date.fromisoformat
        read: dict[str, Any] = {"gwp_horizon": int, "issued": day, "valid_until": day, "goods": int}
        return BookHeader(**{name: read.get(name, str)(rows[name]) for name in BookHeader.__slots__})
    except (sqlite3.Error, KeyError, ValueError) as error:
        raise book_error(place, f"is damaged ({error!r})", "write or copy it again") from None


def book_error(place: str, what: str, todo: str) -> BookError:
    """The error in one sentence: the book, the problem and the remedy."""
    return BookError(f"book {clip(place, 160)} {what}; {todo}")


def _check_file(connection: sqlite3.Connection, place: str, size: int) -> None:
    """Check that the file is a book, of a known format, and whole."""
    with refusing(lambda why: book_error(place, f"cannot be read ({why})", "write or copy it again")):
        names = ("application_id", "user_version", "page_count", "page_size")
        application, version, pages, page = pragmas(connection, *names)
    if application != APPLICATION:
        raise book_error(place, "is no book of co2label", "write one with `co2label book`")
    if version > FORMAT:
        what = f"has format {version}, and this co2label reads up to {FORMAT}"
        raise book_error(place, what, "update co2label here, or write the book with this one")
    if pages * page != size:
        what = f"is {size} bytes long where {pages * page} are expected"
        raise book_error(place, what, "it was cut short or changed: copy it again")


def _file_identity(place: str) -> tuple[int, int, int, int]:
    """Device, file, time of its last change and size in bytes: another one where the file was replaced."""
    status = Path(place).stat()
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


_SELECT_LINES = "SELECT goods.{key}, {columns} FROM json_each(?) AS asked JOIN goods "
_BY_GTIN = _SELECT_LINES.replace("{key}", "gtin") + "ON goods.gtin = asked.value AND goods.gtin > 0"
_BY_ID = _SELECT_LINES.replace("{key}", "id") + "ON goods.id = asked.value"
_BY_BOTH = f"{_BY_GTIN} UNION ALL {_BY_ID}"
_SELECT_ENTRY = "SELECT {columns} FROM goods WHERE "
_GTIN_END = 10**14


class Book(Connected):
    """An open book. It reads only, keeps no lock, and may be shared by threads; each process opens its own.

    A book that is replaced while it is open goes on to answer from the file that it opened; open it anew, at the latest
    on the next day, since its validity is looked at when it is opened.
    """

    __slots__ = ("_by_both", "_by_gtin", "_entry", "_place", "header")

    def __init__(self, connection: sqlite3.Connection, place: str, header: BookHeader) -> None:
        """Use `Book.open`."""
        self._connection, self._place = connection, place
        self.header = header
        basket, entry = columns_of_format(connection)
        self._by_gtin, self._by_both = (each.replace("{columns}", basket) for each in (_BY_GTIN, _BY_BOTH))
        self._entry = _SELECT_ENTRY.replace("{columns}", entry)

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
            raise BookError(f"expected `today` as a datetime.date, got {clip(today)}")
        place = os.fspath(path)
        connection = connect_book(path)
        try:
            header = read_header(connection, place)
            if today > header.valid_until:
                what = f"was valid until {header.valid_until}, and today is {today}"
                raise book_error(place, what, "fetch a new one: its figures must not be shown any more")
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
        from co2label.receipt import write_book  # noqa: PLC0415 - a till only reads

        header = BookHeader(factor_edition, gwp_set, gwp_horizon, issued, valid_until, goods=0)
        return write_book(path, entries, header)

    def basket(self, lines: Asked) -> BasketAnswer:
        """The figures of a basket, in one statement.

        Args:
            lines: products and how many of each, or how much ("300 g"); below zero for what is taken back. A product is its
                GTIN (a whole number, or 8, 12, 13 or 14 digits), or its id, which may be digits as well.

        Raises:
            DocumentError: a line that is no product with a number; says which.
            BookError: the file was damaged since it was opened.
        """
        keys, amounts = _parse_lines(lines)
        known = self._known(set(keys))
        keys = self._with_own_numbers(lines, keys, known)
        per_line = tuple([known.get(key) for key in keys])
        units = tuple(map(_declared_units, amounts, per_line))
        parts = [
            unit * line[0] for unit, line in zip(units, per_line, strict=True) if line and unit is not None
        ]
        total = math.fsum(parts) if parts else None
        bounds = _sum_bounds(keys, units, known)
        if len(parts) == len(keys):
            return BasketAnswer(per_line, total, bounds, (), units)
        unknown = dict.fromkeys(line[0] for line, key in zip(lines, keys, strict=True) if key not in known)
        unclear = {
            line[0]: figures.selling.unknown(amount)
            for line, amount, unit, figures in zip(lines, amounts, units, per_line, strict=True)
            if unit is None and figures is not None
        }
        return BasketAnswer(per_line, total, bounds, tuple(unknown), units, unclear)

    def entry(self, key: int | str) -> BookEntry | None:
        """The whole entry of one product, or None if the book does not hold it.

        Raises:
            BookError: the file was damaged since it was opened.
        """
        asked = book_key(key)
        rows = []
        if isinstance(asked, int) and 0 < asked < _GTIN_END:
            rows = self._rows(self._entry + "gtin = ?", (asked,))
        rows = rows or self._rows(self._entry + "id = ?", (str(key),))
        return entry_of(rows[0]) if rows else None

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
        lines: Asked,
        keys: list[int | str],
        known: dict[int | str, BookLine],
    ) -> list[int | str]:
        """The keys, with digits that are no GTIN of the book read as ids where it has them; adds these to `known`."""
        asked = [
            str(line[0]) if isinstance(key, int) and key not in known else None
            for line, key in zip(lines, keys, strict=True)
        ]
        ids: set[int | str] = {number for number in asked if number is not None}
        if not ids:
            return keys
        by_id = self._known(ids)
        known |= by_id
        return [number if number in by_id else key for number, key in zip(asked, keys, strict=True)]

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except UnicodeEncodeError:
            return []  # a lone surrogate: no id holds one
        except sqlite3.DatabaseError as error:
            what = f"cannot be read ({error})"
            raise book_error(self._place, what, "open it again, or copy it again") from None


def _declared_units(amount: float | Amount, line: BookLine | None) -> float | None:
    """Convert an amount of a product to declared units."""
    if line is None:
        return None
    if isinstance(amount, float):
        return None if line.per_count is None else amount * line.per_count
    return line.selling.units(amount)


def _parse_lines(lines: Asked) -> tuple[list[int | str], list[float | Amount]]:
    """The keys, and the numbers or the amounts; the bad line is looked for only where there is one.

    Raises:
        DocumentError: a line that is no product with a number.
    """
    try:
        keys = [book_key(key) for key, _ in lines]
        numbers = [number for _, number in lines]
        if {int, str}.issuperset(map(type, keys)):
            return keys, [_parse_quantity(number) for number in numbers]
    except (TypeError, ValueError, OverflowError):
        pass
    for place, line in enumerate(lines):
        with suppress(TypeError, ValueError, OverflowError):
            asked, number = line
            _parse_quantity(number)
            if type(asked) in {int, str}:
                continue
        what = f"expected a GTIN or an id, and a finite number or an amount such as '300 g', got {clip(line)}"
        raise Problem(f"lines[{place}]", what, "correct the line").as_error()
    what = f"expected pairs, got {clip(lines)}"
    raise Problem("lines", what, "give (product, number) a line").as_error()


def _parse_quantity(number: Any) -> float | Amount:
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


def _sum_bounds(
    keys: list[int | str], units: tuple[float | None, ...], known: dict[int | str, BookLine]
) -> tuple[float, float] | None:
    """Bounds of the sum: each product net of its own returns, then all figures off in the same direction."""
    net: dict[int | str, float] = {}
    for key, amount in zip(keys, units, strict=True):
        if amount is not None:
            net[key] = net.get(key, 0.0) + amount
    bounds = []
    for key, amount in net.items():
        low, high = known[key][1:3]
        if low is None or high is None:
            return None
        bounds.append(sorted((amount * low, amount * high)))
    low, high = map(math.fsum, zip(*bounds, strict=True)) if bounds else (0.0, 0.0)
    return (low, high) if bounds else None
