"""The file of a ledger of points: a SQLite database in which rows are added, and never changed or taken out.

Two tables. `campaigns` holds the terms of each campaign, as they were announced. `entries` holds one row a booking, in
order; each carries a SHA-256 digest (FIPS 180-4) of itself and of the digest before it, so a row that was changed, taken
out or put between shows. Triggers refuse changes through SQL; the digests show those made round it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.incentive.bookings import Kind

__all__ = ["COLUMNS", "Row", "connect", "digest_of", "reading", "refusal", "writing"]

APPLICATION = 0x434F3250
"""SQLite's application id: "CO2P"."""
FORMAT = 1
"""SQLite's user version: the format of the tables."""

_TABLES = (
    """CREATE TABLE campaigns (
    id TEXT PRIMARY KEY NOT NULL,
    terms TEXT NOT NULL
)""",
    """CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    booking TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'return', 'expiry')),
    grant_seq INTEGER NOT NULL REFERENCES entries (seq),
    campaign TEXT NOT NULL REFERENCES campaigns (id),
    member TEXT NOT NULL,
    day TEXT NOT NULL,
    grant_day TEXT NOT NULL,
    pieces INTEGER NOT NULL,
    points INTEGER NOT NULL,
    earned INTEGER NOT NULL,
    avoided_mg INTEGER NOT NULL,
    given INTEGER NOT NULL,
    request TEXT NOT NULL,
    digest TEXT NOT NULL
)""",
    "CREATE INDEX of_member ON entries (campaign, member, grant_day)",
    "CREATE INDEX of_grant ON entries (grant_seq)",
    "CREATE INDEX of_campaign ON entries (campaign, seq)",
)
_KEEP = """CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'a ledger only grows: book a return'); END"""
_TRIGGERS = tuple(
    _KEEP.format(table=table, verb=verb)
    for table in ("campaigns", "entries")
    for verb in ("UPDATE", "DELETE")
)


class Row(NamedTuple):
    """One row of `entries`.

    Attributes:
        seq: 1, 2, 3, … without gaps.
        booking: the transaction id; unique.
        kind: "grant", "return" or "expiry".
        grant_seq: the grant that it belongs to; a grant's own `seq`.
        campaign: its id.
        member: who has the points.
        day: when it happened, ISO 8601.
        grant_day: the day of the grant, on which caps count.
        pieces: pieces granted for, or below zero, taken back.
        points: points given, or below zero, taken.
        earned: points before caps and budget; of grants only, else 0.
        avoided_mg: milligrams of CO2e avoided, or below zero, taken back.
        given: points of the campaign given less those taken back, up to and with this row; expired ones stay given.
        request: what was asked, as JSON: a retry must ask the same.
        digest: of this row and the digest before it, in hexadecimal digits.
    """

    seq: int
    booking: str
    kind: Kind
    grant_seq: int
    campaign: str
    member: str
    day: str
    grant_day: str
    pieces: int
    points: int
    earned: int
    avoided_mg: int
    given: int
    request: str
    digest: str


COLUMNS = ", ".join(Row._fields)


def digest_of(row: Row, before: str) -> str:
    """The digest of a row: SHA-256 of the digest before it and of its other columns, as JSON."""
    text = json.dumps([before, *row[:-1]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def refusal(place: str, what: str, todo: str) -> str:
    """The message of a `LedgerError`: where, what, and what to do."""
    return f"{place}: {what}; {todo}"


def connect(path: str | os.PathLike[str], *, wait: float) -> sqlite3.Connection:
    """Open a ledger; make it where the file is not there or empty.

    Every commit is on the disk before it is answered (`synchronous = EXTRA`).

    Args:
        path: the file, on a disk of this machine: locks over a network do not hold.
        wait: seconds to wait for another writer.

    Raises:
        LedgerError: it cannot be opened, or is no ledger of this format.
    """
    place = os.fspath(path)
    try:
        connection = sqlite3.connect(place, timeout=wait, isolation_level=None)
    except sqlite3.Error as error:
        raise LedgerError(refusal(place, f"cannot be opened ({error})", "choose another place")) from None
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA foreign_keys = ON")
        _make(connection, place)
    except sqlite3.Error as error:
        connection.close()
        todo = "choose another file, or try again"
        raise LedgerError(refusal(place, f"is no ledger that can be written to ({error})", todo)) from None
    except LedgerError:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection, place: str) -> None:
    """Two processes may come at once to a file that is not there: the lock lets one make it."""
    if _marks(connection) == (APPLICATION, FORMAT):
        return
    with writing(connection, place):
        if (marks := _marks(connection)) == (APPLICATION, FORMAT):
            return
        if marks != (0, 0) or connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            what = f"is another database (application {marks[0]:#x}, format {marks[1]})"
            raise LedgerError(refusal(place, what, "choose another file, or update co2label"))
        for statement in (*_TABLES, *_TRIGGERS):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


@contextmanager
def writing(connection: sqlite3.Connection, place: str) -> Iterator[None]:
    """One booking, whole or not at all. The lock is taken before anything is read: what is checked stays true.

    Raises:
        LedgerError: another writer held the lock for too long, the disk is full, or the file is damaged.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise LedgerError(
            refusal(place, f"nothing was booked ({error})", "ask again with the same id")
        ) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def reading(connection: sqlite3.Connection, place: str) -> Iterator[None]:
    """One state of the file for all that is read.

    Raises:
        LedgerError: the file is damaged, or locked for too long.
    """
    try:
        connection.execute("BEGIN")
        yield
    except sqlite3.Error as error:
        what = f"cannot be read ({error})"
        raise LedgerError(refusal(place, what, "try again, or restore a copy")) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
