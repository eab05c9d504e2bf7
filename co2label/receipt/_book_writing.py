"""Writing a book: entries made from footprints, checked one by one, and the file put in its place in one step.

A product that is declared brings its figure as shown, and its link.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from co2label._data import data_text
from co2label._database import UNSYNCED, connect, mark, refusing
from co2label._storage import whole_files
from co2label.declaration import Declaration, declared_unit_words, remarks_for
from co2label.errors import BookError, DocumentError, IdentifierError, Problem, TextError, clip
from co2label.figures import show_mass
from co2label.footprint import Footprint, selling_of
from co2label.identifiers import gtin as check_gtin
from co2label.model import DATA_KINDS
from co2label.receipt._book import APPLICATION, FORMAT, BookEntry, BookHeader, book_error
from co2label.receipt._lines import METHODS, SHARE_TOLERANCE, main_method
from co2label.receipt._receipt import remark_problems
from co2label.text import clean_text

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping


class BookBasis(TypedDict):
    """Factors and GWPs that all figures of a book rest on."""

    factor_edition: str
    gwp_set: str
    gwp_horizon: int


def book_entries(
    footprints: Iterable[Footprint], declarations: Mapping[str, Declaration] | None = None
) -> Iterator[BookEntry]:
    """Make the entries of footprints.

    Args:
        footprints: in any number.
        declarations: by product id, where there are any.
    """
    by_product = declarations or {}
    return (_entry(one, by_product.get(one.product.id)) for one in footprints)


def book_basis(footprints: Iterable[Footprint]) -> BookBasis:
    """Factors and GWPs that all figures rest on: fields of the header of a book.

    Raises:
        BookError: there is no figure, or two stand on different ones.
    """
    bases = {(one.factor_edition, one.gwp_set, one.gwp_horizon) for one in footprints}
    if len(bases) != 1:
        several = "; ".join(sorted(f"{edition} with {gwp}-{years}" for edition, gwp, years in bases))
        raise BookError(
            f"expected one edition of the factors and one GWP set for all figures, got {several or 'none'}"
        )
    edition, gwp_set, horizon = bases.pop()
    return BookBasis(factor_edition=edition, gwp_set=gwp_set, gwp_horizon=horizon)


def _entry(footprint: Footprint, declaration: Declaration | None) -> BookEntry:
    product, interval = footprint.product, footprint.interval
    return BookEntry(
        product_id=product.id,
        gtin=None if product.lot else product.gtin,  # a till that scans the GTIN alone does not know the lot
        name=dict(product.name),
        kg_co2e=footprint.kg_co2e,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        unit=declaration.declared_unit.words if declaration else declared_unit_words(product),
        boundary=product.boundary,
        method=main_method(footprint.kinds) if footprint.kinds else "product",
        kinds={str(kind): share for kind, share in footprint.kinds.items()},
        selling=selling_of(product),
        near=[asdict(remark) for remark in (declaration.near if declaration else remarks_for(footprint))],
        shown=str(declaration.shown if declaration else show_mass(footprint.kg_co2e)),
        link=declaration.link if declaration else None,
    )


_SCHEMA = data_text("book.sql", beside=__file__)
_INSERT = "INSERT INTO goods VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NO_PLACE = "choose another place, or make room"
_SHADOWED = """SELECT own.id, other.id FROM goods AS own JOIN goods AS other ON other.gtin = CAST(own.id AS INTEGER)
    WHERE length(own.id) IN (8, 12, 13, 14) AND own.id NOT GLOB '*[^0-9]*' AND other.gtin > 0 AND other.gtin <> own.gtin"""
"""Finds ids of digits alone that are the GTIN of another product: a query for these digits would return the other one."""

_SqlRow = tuple[object, ...]


def write_book(path: str | os.PathLike[str], entries: Iterable[BookEntry], header: BookHeader) -> Path:
    """Write a book; see `Book.write`."""
    target = Path(path)
    if header.valid_until < header.issued:
        what = f"would be valid until {header.valid_until}, before its day of issue, {header.issued}"
        raise book_error(str(target), what, "correct one of the days")
    with (
        refusing(lambda why: book_error(str(target), f"cannot be written ({why})", _NO_PLACE)),
        whole_files(target, sync=True) as (part,),
        closing(connect(part, script=UNSYNCED)) as connection,
    ):
        _write_rows(connection, entries, header)
    return target


def check_entry(entry: BookEntry) -> None:
    """Refuse an entry that no book could hold, before one is written.

    Raises:
        DocumentError: everything that is wrong with it.
    """
    DocumentError.raise_any(_entry_problems(entry))


def _write_rows(connection: sqlite3.Connection, entries: Iterable[BookEntry], header: BookHeader) -> None:
    mark(connection, APPLICATION, FORMAT)
    connection.executescript(f"BEGIN; {_SCHEMA}")
    count, without_gtin, last = 0, 0, ""

    def rows() -> Iterator[_SqlRow]:
        nonlocal count, without_gtin, last
        for entry in entries:
            where = f"entries[{count}]"
            DocumentError.raise_any(problem.under(where) for problem in _entry_problems(entry))
            count, last = count + 1, entry.product_id
            without_gtin += entry.gtin is None
            yield _sql_row(entry, int(entry.gtin) if entry.gtin else -without_gtin)

    try:
        connection.executemany(_INSERT, rows())
    except sqlite3.IntegrityError:
        what = f"{clip(last)} is in the book already: its GTIN or its id comes twice"
        raise Problem(f"entries[{count - 1}]", what, "leave one of them out").as_error() from None
    what, todo = "is the id of one product and the GTIN of", "put a letter before the id"
    DocumentError.raise_any(
        Problem(clip(own), f"{what} {clip(other)}", todo) for own, other in connection.execute(_SHADOWED)
    )
    connection.executemany("INSERT INTO header VALUES (?, ?)", replace(header, goods=count).rows())
    connection.execute("COMMIT")


def _sql_row(entry: BookEntry, key: int) -> _SqlRow:
    figures = (entry.kg_co2e, entry.low, entry.high)
    shares = [entry.kinds.get(kind, 0.0) for kind in DATA_KINDS[1:]] if entry.kinds else [None, None]
    sold = entry.selling
    selling = (
        (1.0, "null") if sold is None else (sold.count, _json({"unit": sold.unit, "rates": dict(sold.rates)}))
    )
    rests = (entry.method, *shares, _json(entry.near), *selling)
    words = (_json(entry.name), _json(entry.unit or {}))
    return (key, entry.product_id, *figures, entry.boundary, *rests, entry.shown, *words, entry.link)


def _json(words: dict[str, Any] | list[dict[str, Any]]) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True)


def _entry_problems(entry: Any) -> Iterator[Problem]:
    """Find everything that keeps an entry out of the book."""
    yield from _key_problems(entry)
    figures = [figure for figure in (entry.low, entry.kg_co2e, entry.high) if figure is not None]
    if not all(map(_is_finite, figures)):
        yield Problem("kg_co2e", f"expected finite kilograms, got {clip(figures)}", "leave the product out")
    elif (entry.low is None) != (entry.high is None) or figures[0] > figures[-1]:
        ends = f"{entry.low} to {entry.high}"
        yield Problem("low", f"expected the ends of an interval, got {ends}", "give both, or neither")
    if entry.method not in METHODS:
        what = f"expected one of {', '.join(METHODS)}, got {clip(entry.method)}"
        yield Problem("method", what, "correct it")
    if entry.kinds and not _are_shares(entry.kinds):
        what = f"expected shares of {', '.join(DATA_KINDS)} that add up to one, got {clip(entry.kinds)}"
        yield Problem("kinds", what, "correct them, or leave them out")
    yield from remark_problems("near", entry.near)
    for language, name in entry.name.items():
        try:
            clean_text(name)
        except TextError as error:
            yield Problem(f"name.{language}", str(error))


def _key_problems(entry: Any) -> Iterator[Problem]:
    try:
        if entry.gtin is not None:
            check_gtin(entry.gtin)
    except IdentifierError as error:
        yield Problem("gtin", str(error))
        return
    if not isinstance(entry.product_id, str) or not entry.product_id:
        what = f"expected text, got {clip(entry.product_id)}"
        yield Problem("product_id", what, "every product needs an id")


def _are_shares(kinds: Any) -> bool:
    shares = list(kinds.values())
    known = set(kinds) <= set(DATA_KINDS) and all(_is_finite(share) and 0 <= share <= 1 for share in shares)
    return known and abs(math.fsum(shares) - 1) <= SHARE_TOLERANCE


def _is_finite(figure: object) -> bool:
    return isinstance(figure, int | float) and math.isfinite(figure)
