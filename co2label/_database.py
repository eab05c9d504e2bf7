"""SQLite databases: one way to open them, to tell whose they are, and to turn what they refuse into an error of our own."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from co2label._storage import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Connected:
    """Something that holds a connection, and closes it at the end of a `with` statement."""

    __slots__ = ("_connection",)

    _connection: sqlite3.Connection

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


UNSYNCED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
"""For a file that is thrown away where anything fails: nothing needs to be taken back in it."""


def connect(
    place: str | os.PathLike[str], *, wait: float = 5.0, script: str = "", read_only: bool = False
) -> sqlite3.Connection:
    """Open a database in which no transaction begins by itself.

    Args:
        place: the file; it is made where it is missing.
        wait: seconds to wait for another writer.
        script: pragmas and other statements to begin with.
        read_only: the file is never written by anybody: SQLite takes no locks, writes no journal, reads on a read-only disk, and
            several threads may ask.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    address = f"{Path(place).absolute().as_uri()}?mode=ro&immutable=1" if read_only else os.fspath(place)
    connection = sqlite3.connect(
        address, timeout=wait, isolation_level=None, uri=read_only, check_same_thread=not read_only
    )
    try:
        connection.executescript(script)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def pragmas(connection: sqlite3.Connection, *names: str) -> tuple[int, ...]:
    """Values of pragmas that are whole numbers, such as `application_id` and `user_version`."""
    return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)


def mark(connection: sqlite3.Connection, application: int, version: int) -> None:
    """Write into the file whose it is (`application_id`), and the format of its tables (`user_version`)."""
    connection.execute(f"PRAGMA application_id = {application}")
    connection.execute(f"PRAGMA user_version = {version}")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Make all changes or none. The lock is taken before anything is read, unless the kind is "DEFERRED"."""
    try:
        connection.execute(f"BEGIN {kind}")
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def scratch_database(script: str, *, memory_kib: int = 8192) -> Iterator[sqlite3.Connection]:
    """Open a database in a temporary directory that is gone afterwards; nothing in it is synced.

    Args:
        script: the statements that make its tables.
        memory_kib: of it that stay in memory.

    Raises:
        OSError: there is no temporary directory that can be written to.
        sqlite3.Error: it is full.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - tills open a book without it

    begin = f"{UNSYNCED} PRAGMA cache_size = -{memory_kib}; PRAGMA temp_store = FILE; {script}"
    with TemporaryDirectory(prefix="co2label-") as folder:
        place = Path(folder) / "scratch.sqlite"
        with closing(sqlite3.connect(place, isolation_level=None, check_same_thread=False)) as connection:
            connection.executescript(begin)
            yield connection


@contextmanager
def refusing(refusal: Callable[[str], Exception]) -> Iterator[None]:
    """Within, turn what the system or SQLite refuses into an error of our own.

    Args:
        refusal: makes the error from the reason that the system gives.

    >>> from co2label.errors import BookError
    >>> with refusing(lambda why: BookError(f"cannot be read ({why})")):
    ...     connect("no/such/book.sqlite")
    Traceback (most recent call last):
    ...
    co2label.errors.BookError: cannot be read (unable to open database file)
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise refusal(reason(error)) from error
