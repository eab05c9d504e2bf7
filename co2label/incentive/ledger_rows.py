"""The rows of a ledger, asked for and added under the writer's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.incentive.ledger_file import COLUMNS, Row, digest_of
from co2label.incentive.ledger_reading import head_of

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from co2label.incentive.bookings import Cap
    from co2label.incentive.points import Campaign

__all__ = ["EXPIRY", "add_row", "balance_of", "leftovers", "room", "row_of", "rows_of_grant", "terms_of"]

EXPIRY = "expiry:"
"""How the ids of expiries begin, and no others."""

_MOST = 10**12
_INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608 - our own names
_BY_BOOKING = f"SELECT {COLUMNS} FROM entries WHERE booking = ?"  # noqa: S608 - our own names
_BY_GRANT = f"""SELECT {COLUMNS} FROM entries
WHERE grant_seq = (SELECT seq FROM entries WHERE booking = ? AND kind = 'grant') ORDER BY seq"""  # noqa: S608
_GIVEN = "SELECT given FROM entries WHERE campaign = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
_COUNTED = """SELECT coalesce(sum(points), 0) FROM entries
WHERE kind <> 'expiry' AND seq < ? AND campaign = ? AND member = ?"""
_OF_DAY = " AND grant_day = ?"
_BALANCE = """SELECT coalesce(sum(points), 0) FROM entries JOIN campaigns ON campaigns.id = campaign
WHERE member = ? AND coalesce(json_extract(terms, '$.points_expire'), '9999-12-31') >= ?"""
_LEFT_OVER = """SELECT (SELECT booking FROM entries AS granted WHERE granted.seq = entries.grant_seq), sum(points)
FROM entries WHERE campaign = ? GROUP BY grant_seq HAVING sum(points) > 0 ORDER BY grant_seq"""


def terms_of(connection: sqlite3.Connection, campaign: str) -> str | None:
    """The terms of a campaign as announced, JSON; none where it is not there."""
    found = connection.execute("SELECT terms FROM campaigns WHERE id = ?", (campaign,)).fetchone()
    return None if found is None else str(found[0])


def row_of(connection: sqlite3.Connection, booking: str) -> Row | None:
    """The row of a booking, or none."""
    found = connection.execute(_BY_BOOKING, (booking,)).fetchone()
    return None if found is None else Row._make(found)


def rows_of_grant(connection: sqlite3.Connection, grant: str) -> list[Row]:
    """A grant, and after it all that was booked on it; empty where there is no such grant."""
    return [Row._make(row) for row in connection.execute(_BY_GRANT, (grant,))]


def leftovers(connection: sqlite3.Connection, campaign: str) -> list[tuple[str, int]]:
    """The grants of a campaign of which points are left: booking and points."""
    return connection.execute(_LEFT_OVER, (campaign,)).fetchall()


def balance_of(connection: sqlite3.Connection, member: str, today: date) -> int:
    """The points of a member in campaigns whose points have not expired."""
    return int(connection.execute(_BALANCE, (member, str(today))).fetchone()[0])


def room(
    connection: sqlite3.Connection, terms: Campaign, member: str, day: str, *, before: int = _MOST
) -> tuple[int, Cap | None]:
    """How many points caps and budget leave, and which of them leaves the fewest.

    Counted are points given less those taken back, of the rows numbered below `before`; expired ones stay given. Rows never
    change, so what was left before a row can be asked again later.
    """
    found: tuple[int, Cap | None] = (_MOST, None)
    limits: tuple[tuple[Cap, int | None, str, tuple[object, ...]], ...] = (
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


def add_row(connection: sqlite3.Connection, row: Row) -> Row:
    """Add a row behind the last one. Its number, what was given and its digest are set here; a grant belongs to itself."""
    head = head_of(connection)
    seq = head.seq + 1
    before = connection.execute(_GIVEN, (row.campaign, seq)).fetchone()
    given = (int(before[0]) if before else 0) + (0 if row.kind == "expiry" else row.points)
    placed = row._replace(seq=seq, grant_seq=row.grant_seq or seq, given=given)
    whole = placed._replace(digest=digest_of(placed, head.digest))
    connection.execute(_INSERT, whole)
    return whole
