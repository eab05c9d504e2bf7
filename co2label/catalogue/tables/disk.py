"""Room on disk: the ids of all products, and rows to be sorted, so that memory does not grow with a table.

SQLite in a temporary directory, which is gone when the work is done. Nothing in it is kept, so nothing is synced.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from co2label.catalogue.tables.alike import folded
from co2label.catalogue.tables.table import Row
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Disk", "disk_room"]

_KEPT = 8192
"""KiB of the database that stay in memory."""
_PRAGMAS = (
    f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{_KEPT}; PRAGMA temp_store=FILE;"
)
_SCHEMA = """
CREATE TABLE ids (id TEXT PRIMARY KEY, row INTEGER NOT NULL, folded TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lines
(place INTEGER NOT NULL, row INTEGER NOT NULL, broken TEXT NOT NULL, at TEXT NOT NULL, cells TEXT NOT NULL);
"""
_SOME_ALIKE = "SELECT folded FROM ids GROUP BY folded HAVING COUNT(*) > 1 LIMIT 1"
_LIKE = "SELECT id, row FROM ids WHERE folded = ? AND id <> ? ORDER BY row LIMIT 1"


class Disk:
    """Ids with the row in which each stands first, and rows in the order of the products that they belong to."""

    __slots__ = ("_db", "_last", "_some_alike")

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last: tuple[str, int | None] = ("", None)
        self._some_alike = False

    def add_ids(self, ids: Iterable[tuple[str, int]]) -> None:
        """Remember each id with its row; of an id that comes again, the first row stays."""
        rows = ((product, row, folded(product)) for product, row in ids)
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", rows)
            self._db.execute("CREATE INDEX IF NOT EXISTS by_folded ON ids (folded)")
        self._some_alike = self._db.execute(_SOME_ALIKE).fetchone() is not None

    def row_of(self, product: str) -> int | None:
        """The row of a product's id, or None. The same as the one before costs nothing."""
        if self._last[0] != product:
            found = self._db.execute("SELECT row FROM ids WHERE id = ?", (product,)).fetchone()
            self._last = (product, found[0] if found else None)
        return self._last[1]

    @property
    def count(self) -> int:
        """How many different ids there are."""
        (found,) = self._db.execute("SELECT COUNT(*) FROM ids").fetchone()
        return int(found)

    def like(self, product: str) -> tuple[str, int] | None:
        """Another product's id that looks the same, with its row; or None."""
        found = self._db.execute(_LIKE, (folded(product), product)).fetchone()
        return (found[0], found[1]) if found else None

    def twin(self, product: str) -> tuple[str, int] | None:
        """The same for the id of a product: as good as always there is none, and that costs nothing."""
        return self.like(product) if self._some_alike else None

    def add_lines(self, lines: Iterable[tuple[int, Row]]) -> None:
        """Keep rows, each with the row of its product."""
        rows = ((place, row.number, row.broken, row.at, json.dumps(row.cells)) for place, row in lines)
        with self._db:
            self._db.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", rows)

    def sorted_lines(self) -> Iterator[tuple[int, Row]]:
        """What was kept, in the order of the products, and within one in the order of the table."""
        query = "SELECT place, row, broken, at, cells FROM lines ORDER BY place, row"
        for place, number, broken, at, cells in self._db.execute(query):
            yield place, Row(number, tuple(json.loads(cells)), broken, at)


@contextmanager
def disk_room() -> Iterator[Disk]:
    """Room on disk for the time of a `with`.

    Raises:
        DocumentError: the temporary directory is full or cannot be written.
    """
    try:
        with _database() as db:
            yield Disk(db)
    except sqlite3.OperationalError as error:
        raise _refused(str(error)) from None


@contextmanager
def _database() -> Iterator[sqlite3.Connection]:
    try:
        folder = TemporaryDirectory(prefix="co2label-")
    except OSError as error:
        raise _refused(error.strerror or str(error)) from None
    with folder, closing(sqlite3.connect(Path(folder.name) / "room.sqlite", check_same_thread=False)) as db:
        db.executescript(f"{_PRAGMAS}{_SCHEMA}")
        yield db


def _refused(why: str) -> DocumentError:
    todo = "tables are sorted there: make room, or name another one in TMPDIR"
    return DocumentError([Problem("temporary directory", f"cannot be used ({why})", todo)])
