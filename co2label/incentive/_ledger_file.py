"""The file of a points ledger: a SQLite database in which rows are added, and never changed or taken out.

Two tables. `campaigns` holds the terms of each campaign, as they were announced. `entries` holds one row a booking, in order;
each carries a SHA-256 digest (FIPS 180-4) of itself and of the digest before it, so a row that was changed, taken out or put
between shows. Triggers refuse changes through SQL; the digests show those made round it. Queries, the report of a campaign and
the audit of every row are here too.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import LedgerError, Problem
from co2label.incentive._points import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from co2label.incentive._points import BookingKind, PointsCap


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


class LedgerRow(NamedTuple):
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
    kind: BookingKind
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


ROW_COLUMNS = ", ".join(LedgerRow._fields)


def digest_of(row: LedgerRow, before: str) -> str:
    """The digest of a row: SHA-256 of the digest before it and of its other columns, as JSON."""
    text = json.dumps([before, *row[:-1]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def ledger_message(place: str, what: str, todo: str) -> str:
    """The message of a `LedgerError`: where, what, and what to do."""
    return f"{place}: {what}; {todo}"


def open_ledger(path: str | os.PathLike[str], *, wait: float) -> sqlite3.Connection:
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
        raise LedgerError(
            ledger_message(place, f"cannot be opened ({error})", "choose another place")
        ) from None
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA foreign_keys = ON")
        _create(connection, place)
    except sqlite3.Error as error:
        connection.close()
        todo = "choose another file, or try again"
        raise LedgerError(
            ledger_message(place, f"is no ledger that can be written to ({error})", todo)
        ) from None
    except LedgerError:
        connection.close()
        raise
    return connection


def _create(connection: sqlite3.Connection, place: str) -> None:
    """Two processes may come at once to a file that is not there: the lock lets one make it."""
    if _marks(connection) == (APPLICATION, FORMAT):
        return
    with write_transaction(connection, place):
        if (marks := _marks(connection)) == (APPLICATION, FORMAT):
            return
        if marks != (0, 0) or connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            what = f"is another database (application {marks[0]:#x}, format {marks[1]})"
            raise LedgerError(ledger_message(place, what, "choose another file, or update co2label"))
        for statement in (*_TABLES, *_TRIGGERS):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


@contextmanager
def write_transaction(connection: sqlite3.Connection, place: str) -> Iterator[None]:
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
            ledger_message(place, f"nothing was booked ({error})", "ask again with the same id")
        ) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def read_transaction(connection: sqlite3.Connection, place: str) -> Iterator[None]:
    """One state of the file for all that is read.

    Raises:
        LedgerError: the file is damaged, or locked for too long.
    """
    try:
        connection.execute("BEGIN")
        yield
    except sqlite3.Error as error:
        what = f"cannot be read ({error})"
        raise LedgerError(ledger_message(place, what, "try again, or restore a copy")) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


_ALL = f"SELECT {ROW_COLUMNS} FROM entries ORDER BY seq"  # noqa: S608 - names of our own

_SUMS = """SELECT
    coalesce(sum(points) FILTER (WHERE kind = 'grant'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'return'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'expiry'), 0),
    coalesce(sum(earned - points) FILTER (WHERE kind = 'grant'), 0),
    coalesce(sum(avoided_mg), 0),
    count(*) FILTER (WHERE kind = 'grant'),
    count(DISTINCT member)
FROM entries WHERE campaign = ?"""


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last row of a ledger: its number, 0 in an empty one, and its digest."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """What a campaign came to, in whole points.

    Attributes:
        campaign: its id.
        granted: points given.
        returned: points taken back with goods.
        expired: points that were not used in time.
        held_back: points that were earned, and that caps or budget did not allow.
        avoided_mg: milligrams of CO2e below the declared baselines, net of returns; not an offset of anything.
        grants: how many.
        members: how many took part.
        budget_left: points; none without a budget.
    """

    campaign: str
    granted: int
    returned: int
    expired: int
    held_back: int
    avoided_mg: int
    grants: int
    members: int
    budget_left: int | None

    @property
    def outstanding(self) -> int:
        """Points that members still have."""
        return self.granted - self.returned - self.expired


def head_of(connection: sqlite3.Connection) -> LedgerHead:
    """The last row and its digest."""
    found = connection.execute("SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return LedgerHead(*found) if found else LedgerHead(0, "")


def report_of(connection: sqlite3.Connection, terms: Campaign) -> CampaignReport:
    """The report of a campaign; see `CampaignReport`."""
    names = ("granted", "returned", "expired", "held_back", "avoided_mg", "grants", "members")
    sums = dict(zip(names, connection.execute(_SUMS, (terms.id,)).fetchone(), strict=True))
    left = None if terms.budget is None else terms.budget - (sums["granted"] - sums["returned"])
    return CampaignReport(terms.id, **sums, budget_left=left)


def audit_of(connection: sqlite3.Connection, head: LedgerHead | None) -> tuple[Problem, ...]:
    """Everything in a ledger that does not add up."""
    rows = [LedgerRow._make(row) for row in connection.execute(_ALL)]
    terms = dict(connection.execute("SELECT id, terms FROM campaigns").fetchall())
    return (
        *_chain_problems(rows, head),
        *_terms_problems(rows, terms),
        *_return_problems(rows),
        *_total_problems(rows),
        *_limit_problems(rows, terms),
    )


def _chain_problems(rows: list[LedgerRow], head: LedgerHead | None) -> Iterator[Problem]:
    before = ""
    for place, row in enumerate(rows, start=1):
        if row.seq != place or row.digest != digest_of(row, before):
            yield Problem(
                f"entries[{row.seq}]", "was changed, or a row before it is missing", "restore a copy"
            )
            break
        before = row.digest
    if head is not None and head.seq and (len(rows) < head.seq or rows[head.seq - 1].digest != head.digest):
        yield Problem(f"entries[{head.seq}]", "is not the row that was kept as the head", "restore a copy")


def _terms_problems(rows: list[LedgerRow], terms: dict[str, str]) -> Iterator[Problem]:
    digests = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in terms.items()}
    for row in rows:
        if row.kind == "grant" and json.loads(row.request)["terms"] != digests.get(row.campaign):
            yield Problem(
                f"entries[{row.seq}]", f"the terms of {row.campaign} were changed", "restore a copy"
            )


def _return_problems(rows: list[LedgerRow]) -> Iterator[Problem]:
    points: Counter[int] = Counter()
    pieces: Counter[int] = Counter()
    for row in rows:
        points[row.grant_seq] += row.points
        pieces[row.grant_seq] += row.pieces
    for seq in points:
        if points[seq] < 0 or pieces[seq] < 0:
            yield Problem(f"entries[{seq}]", "more was taken back than was granted", "ask who wrote the file")


def _total_problems(rows: list[LedgerRow]) -> Iterator[Problem]:
    given: Counter[str] = Counter()
    for row in rows:
        given[row.campaign] += 0 if row.kind == "expiry" else row.points
        if row.given != given[row.campaign]:
            what = f"says that {row.given} points were given, and {given[row.campaign]} were"
            yield Problem(f"entries[{row.seq}]", what, "ask who wrote the file")


def _limit_problems(rows: list[LedgerRow], terms: dict[str, str]) -> Iterator[Problem]:
    campaigns = {key: Campaign.read_back(text) for key, text in terms.items()}
    counted = [row for row in rows if row.kind != "expiry"]
    for key, campaign in campaigns.items():
        own = [row for row in counted if row.campaign == key]
        yield from _above_limit(campaign.budget, _sums((key, row.points) for row in own))
        yield from _above_limit(
            campaign.cap_per_member, _sums((f"{key} {row.member}", row.points) for row in own)
        )
        of_days = ((f"{key} {row.member} {row.grant_day}", row.points) for row in own)
        yield from _above_limit(campaign.cap_per_day, _sums(of_days))


def _sums(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for key, points in pairs:
        sums[key] += points
    return sums


def _above_limit(limit: int | None, sums: Counter[str]) -> Iterator[Problem]:
    for where, points in sums.items():
        if limit is not None and points > limit:
            yield Problem(where, f"{points} points, and {limit} is the most", "ask who wrote the file")


EXPIRY = "expiry:"
"""How the ids of expiries begin, and no others."""

_UNLIMITED = 10**12

_INSERT = f"INSERT INTO entries ({ROW_COLUMNS}) VALUES ({', '.join('?' * len(LedgerRow._fields))})"  # noqa: S608 - our own names

_BY_BOOKING = f"SELECT {ROW_COLUMNS} FROM entries WHERE booking = ?"  # noqa: S608 - our own names

_BY_GRANT = f"""SELECT {ROW_COLUMNS} FROM entries
WHERE grant_seq = (SELECT seq FROM entries WHERE booking = ? AND kind = 'grant') ORDER BY seq"""  # noqa: S608

_GIVEN = "SELECT given FROM entries WHERE campaign = ? AND seq < ? ORDER BY seq DESC LIMIT 1"

_COUNTED = """SELECT coalesce(sum(points), 0) FROM entries
WHERE kind <> 'expiry' AND seq < ? AND campaign = ? AND member = ?"""

_OF_DAY = " AND grant_day = ?"

_BALANCE = """SELECT coalesce(sum(points), 0) FROM entries JOIN campaigns ON campaigns.id = campaign
WHERE member = ? AND coalesce(json_extract(terms, '$.points_expire'), '9999-12-31') >= ?"""

_OPEN_GRANTS = """SELECT (SELECT booking FROM entries AS granted WHERE granted.seq = entries.grant_seq), sum(points)
FROM entries WHERE campaign = ? GROUP BY grant_seq HAVING sum(points) > 0 ORDER BY grant_seq"""


def terms_of(connection: sqlite3.Connection, campaign: str) -> str | None:
    """The terms of a campaign as announced, JSON; none where it is not there."""
    found = connection.execute("SELECT terms FROM campaigns WHERE id = ?", (campaign,)).fetchone()
    return None if found is None else str(found[0])


def row_of(connection: sqlite3.Connection, booking: str) -> LedgerRow | None:
    """The row of a booking, or none."""
    found = connection.execute(_BY_BOOKING, (booking,)).fetchone()
    return None if found is None else LedgerRow._make(found)


def rows_of_grant(connection: sqlite3.Connection, grant: str) -> list[LedgerRow]:
    """A grant, and after it all that was booked on it; empty where there is no such grant."""
    return [LedgerRow._make(row) for row in connection.execute(_BY_GRANT, (grant,))]


def open_grants(connection: sqlite3.Connection, campaign: str) -> list[tuple[str, int]]:
    """The grants of a campaign of which points are left: booking and points."""
    return connection.execute(_OPEN_GRANTS, (campaign,)).fetchall()


def balance_of(connection: sqlite3.Connection, member: str, today: date) -> int:
    """The points of a member in campaigns whose points have not expired."""
    return int(connection.execute(_BALANCE, (member, str(today))).fetchone()[0])


def cap_remaining(
    connection: sqlite3.Connection, terms: Campaign, member: str, day: str, *, before: int = _UNLIMITED
) -> tuple[int, PointsCap | None]:
    """How many points caps and budget leave, and which of them leaves the fewest.

    Counted are points given less those taken back, of the rows numbered below `before`; expired ones stay given. Rows never
    change, so what was left before a row can be asked again later.
    """
    found: tuple[int, PointsCap | None] = (_UNLIMITED, None)
    limits: tuple[tuple[PointsCap, int | None, str, tuple[object, ...]], ...] = (
        ("budget", terms.budget, _GIVEN, (terms.id, before)),
        ("cap-per-member", terms.cap_per_member, _COUNTED, (before, terms.id, member)),
        ("cap-per-day", terms.cap_per_day, _COUNTED + _OF_DAY, (before, terms.id, member, day)),
    )
    for cap, limit, asked, values in limits:
        if limit is not None:
            counted = connection.execute(asked, values).fetchone()
            left = max(0, limit - int(counted[0] if counted else 0))
            found = min(found, (left, cap), key=lambda each: each[0])
    return found


def add_row(connection: sqlite3.Connection, row: LedgerRow) -> LedgerRow:
    """Add a row behind the last one. Its number, what was given and its digest are set here; a grant belongs to itself."""
    head = head_of(connection)
    seq = head.seq + 1
    before = connection.execute(_GIVEN, (row.campaign, seq)).fetchone()
    given = (int(before[0]) if before else 0) + (0 if row.kind == "expiry" else row.points)
    placed = row._replace(seq=seq, grant_seq=row.grant_seq or seq, given=given)
    whole = placed._replace(digest=digest_of(placed, head.digest))
    connection.execute(_INSERT, whole)
    return whole
