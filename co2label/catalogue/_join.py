"""Which activities belong to which product: a merge where both tables have the same order, else a sort on disk.

Ids are read first and kept in a temporary SQLite database, which finds an id that comes again however far away, an id that
looks the same as another (upper and lower case, width, invisible signs), and an activity of an unknown product.

>>> fold_id("ＢＥＮＴＯ－1") == fold_id("bento-1"), fold_id("ﾊﾞﾅﾅ") == fold_id("バナナ")
(True, True)
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from co2label._database import refusing, scratch_database, transaction
from co2label.catalogue._column_map import OWNER
from co2label.errors import DocumentError, Problem, clip
from co2label.tabular import RowProblem, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.catalogue._table_plan import TablePlan


PlacedLine = tuple[int, TableRow]
"""The row of a product, and the row of one of its activities."""
ALIKE = "use one spelling, or give the products ids that differ in more than case and width"
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\s]")


def fold_id(product: str) -> str:
    """Fold an id for comparison with others that look the same."""
    if product.isascii():
        return product.lower()
    plain = unicodedata.normalize("NFKC", _DASHES.sub("-", product)).casefold()
    return _UNSEEN.sub("", plain)


def how_ids_differ(other: str, row: int) -> str:
    """Say how an id differs from another one that looks the same."""
    return f"differs from {clip(other)}, the id in row {row} of the products, in upper and lower case or in width alone"


_SCHEMA = """
CREATE TABLE ids (id TEXT PRIMARY KEY, row INTEGER NOT NULL, folded TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lines
(place INTEGER NOT NULL, row INTEGER NOT NULL, broken TEXT NOT NULL, at TEXT NOT NULL, cells TEXT NOT NULL);
"""
_SOME_ALIKE = "SELECT folded FROM ids GROUP BY folded HAVING COUNT(*) > 1 LIMIT 1"
_LIKE = "SELECT id, row FROM ids WHERE folded = ? AND id <> ? ORDER BY row LIMIT 1"


class IdStore:
    """Ids of products with their first rows, and rows to be sorted, in a temporary database."""

    __slots__ = ("_db", "_last", "_some_alike")

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last: tuple[str, int | None] = ("", None)
        self._some_alike = False

    def add_ids(self, ids: Iterable[tuple[str, int]]) -> None:
        """Store each id with its row; of an id that comes again, the first row stays."""
        rows = ((product, row, fold_id(product)) for product, row in ids)
        with transaction(self._db, "DEFERRED"):
            self._db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", rows)
            self._db.execute("CREATE INDEX IF NOT EXISTS by_folded ON ids (folded)")
        self._some_alike = self._db.execute(_SOME_ALIKE).fetchone() is not None

    def row_of(self, product: str) -> int | None:
        """The row of a product's id, or None; the last answer is kept."""
        if self._last[0] != product:
            entry = self._db.execute("SELECT row FROM ids WHERE id = ?", (product,)).fetchone()
            self._last = (product, entry[0] if entry else None)
        return self._last[1]

    @property
    def count(self) -> int:
        """The number of different ids."""
        (found,) = self._db.execute("SELECT COUNT(*) FROM ids").fetchone()
        return int(found)

    def like(self, product: str) -> tuple[str, int] | None:
        """Another product's id that looks the same, with its row, or None."""
        found = self._db.execute(_LIKE, (fold_id(product), product)).fetchone()
        return (found[0], found[1]) if found else None

    def twin(self, product: str) -> tuple[str, int] | None:
        """As `like`, for the id of a product; costs nothing where no two ids look the same."""
        return self.like(product) if self._some_alike else None

    def sorted_by_product(
        self, lines: Iterable[PlacedLine | RowProblem]
    ) -> Iterator[PlacedLine | RowProblem]:
        """Sort rows by product, within a product in the order of the table; problems among them come first."""
        with transaction(self._db, "DEFERRED"):
            self._db.execute("DELETE FROM lines")  # of an earlier reading
            for each in lines:
                if isinstance(each, RowProblem):
                    yield each
                else:
                    place, row = each
                    values = (place, row.number, row.broken, row.at, json.dumps(row.cells))
                    self._db.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", values)
        query = "SELECT place, row, broken, at, cells FROM lines ORDER BY place, row"
        for place, number, broken, at, cells in self._db.execute(query):
            yield place, TableRow(number, tuple(json.loads(cells)), broken, at)


@contextmanager
def id_store() -> Iterator[IdStore]:
    """Open an `IdStore` in a temporary directory, which is gone afterwards.

    Raises:
        DocumentError: the temporary directory is full or cannot be written.
    """
    with ExitStack() as room:
        with refusing(_unusable):
            database = room.enter_context(scratch_database(_SCHEMA))
        try:
            yield IdStore(database)
        except sqlite3.OperationalError as error:
            raise _unusable(str(error)) from None


def _unusable(why: str) -> DocumentError:
    todo = "tables are sorted there: make room, or name another one in TMPDIR"
    return DocumentError([Problem("temporary directory", f"cannot be used ({why})", todo)])


MOST_LINES = 10_000
"""Activities of one product."""
ProductLines = tuple[int, list[TableRow]]
"""The row of a product, and the rows of its activities: one more than `MOST_LINES` at most."""


def remember_ids(products: TablePlan, disk: IdStore) -> None:
    """Store the ids of all products, each with its first row."""
    disk.add_ids((product, number) for number, product in products.column("id") if product)


def each_stands_once(products: TablePlan, activities: TablePlan) -> bool:
    """Whether each product's id stands in exactly one row of the activities, so rows without an id belong to the product above.

    Raises:
        DocumentError: the temporary directory is full or cannot be written.
    """
    seen: set[int] = set()
    with id_store() as disk:
        remember_ids(products, disk)
        for row in activities.table.rows():
            place = disk.row_of(activities.text(row, OWNER))
            if place in seen:
                return False
            if place is not None:
                seen.add(place)
        return len(seen) == disk.count


def lines_by_product(
    activities: TablePlan, disk: IdStore, products: str
) -> Iterator[ProductLines | RowProblem]:
    """Group the rows of activities by product, in the order of the products; rows without a product become problems.

    Args:
        activities: the table of activities.
        disk: where the ids of the products are.
        products: the name of the table of products, for messages.
    """
    places = (each[0] for each in _with_products(activities, disk, "") if not isinstance(each, RowProblem))
    in_order = all(place <= following for place, following in pairwise(places))
    lines = _with_products(activities, disk, products)
    return _group(lines if in_order else disk.sorted_by_product(lines))


def _group(placed: Iterable[PlacedLine | RowProblem]) -> Iterator[ProductLines | RowProblem]:
    current = 0
    lines: list[TableRow] = []
    for each in placed:
        if isinstance(each, RowProblem):
            yield each
            continue
        if each[0] != current:
            if lines:
                yield current, lines
            current, lines = each[0], []
        if len(lines) <= MOST_LINES:
            lines.append(each[1])
    if lines:
        yield current, lines


def _with_products(activities: TablePlan, disk: IdStore, products: str) -> Iterator[PlacedLine | RowProblem]:
    """Pair each row with the row of its product. A row without an id may belong above or below: it spoils both products."""
    above, lost, taken = "", None, False

    def placed(owner: str, row: TableRow) -> list[PlacedLine | RowProblem]:
        place = disk.row_of(owner) if owner else None
        return [] if place is None else [(place, row)]

    def of_nobody(row: TableRow) -> RowProblem:
        return activities.rejected(row, "", row.at, row.broken)

    for row in activities.rows():
        owner = activities.text(row, OWNER)
        if row.broken and not any(row.cells):
            yield of_nobody(row)
        elif not owner:
            spoilt = row if row.broken else replace(row, broken=_lost_message(activities, above), at=OWNER)
            of_above = placed(above, spoilt)
            yield from of_above or ([] if lost is None else [of_nobody(spoilt)])
            lost, taken = lost or spoilt, taken or bool(of_above)
        else:
            if lost is not None:
                below = placed(owner, lost) if owner != above else []
                yield from below or ([] if taken else [of_nobody(lost)])
            above, lost, taken = owner, None, False
            yield from placed(owner, row) or [_of_no_product(activities, disk, products, row, owner)]
    if lost is not None and not taken:
        yield of_nobody(lost)


def _lost_message(activities: TablePlan, above: str) -> str:
    heading = activities.columns[OWNER].heading if OWNER in activities.columns else OWNER
    what = "expected the id of the product that the activity belongs to, got nothing"
    whose = f"{clip(above)} above it, or the product below it" if above else "the product below it"
    how = f'state fill_down = ["{OWNER}"] in the map where {heading} stands on the first row of each product alone'
    return f"{what}: it may be of {whose}; write it, or {how}"


def _of_no_product(
    activities: TablePlan, disk: IdStore, products: str, row: TableRow, owner: str
) -> PlacedLine | RowProblem:
    """A row of an unknown product; where a product's id looks the same, it spoils that product."""
    like = disk.like(owner)
    if row.broken:
        return activities.rejected(row, owner, "", row.broken)
    if like is None:
        reason = f"there is no product with this id in {products}; correct it, or add the product there"
        return activities.rejected(row, owner, OWNER, reason)
    return like[1], replace(row, broken=f"{clip(owner)} {how_ids_differ(*like)}; {ALIKE}", at=OWNER)
