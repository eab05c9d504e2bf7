"""The file of a points ledger: a SQLite database in which rows are added, and never changed or taken out.

Two tables. `campaigns` holds the terms of each campaign, as they were announced. `entries` holds one row a booking, in order;
each carries a SHA-256 digest (FIPS 180-4) of itself and of the digest before it, so a row that was changed, taken out or put
between shows. Triggers refuse changes through SQL; the digests show those made round it. The statements are in
`ledger.sql`; the report of a campaign and the audit of every row are here too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from co2label._database import connect, mark, pragmas, refusing, transaction
from co2label.errors import LedgerError, Problem, clip
from co2label.incentive._points import BookingKind, Campaign, PointsCap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


APPLICATION = 0x434F3250
"""SQLite's application id: "CO2P"."""

FORMAT = 1
"""SQLite's user version: the format of the tables."""

EXPIRY = "expiry:"
"""How the ids of expiries begin, and no others."""

_UNLIMITED = 10**12


def _statements() -> dict[str, str]:
    """The statements of `ledger.sql` by name."""
    text = files("co2label.incentive").joinpath("ledger.sql").read_text("utf-8")
    _, *blocks = re.split(r"^-- ([a-z_]+)$", text, flags=re.MULTILINE)
    return {name: sql.strip() for name, sql in zip(blocks[::2], blocks[1::2], strict=True)}


SQL = _statements()


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


def digest_of(row: LedgerRow, before: str) -> str:
    """The digest of a row: SHA-256 of the digest before it and of its other columns, as JSON."""
    text = json.dumps([before, *row[:-1]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last row of a ledger: its number, 0 in an empty one, and its digest."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """Result of a campaign, in whole points.

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


class LedgerFile:
    """An open file of a ledger; whoever calls holds it by `reading` or `writing`.

    Every commit is on the disk before it is answered (`synchronous = EXTRA`).

    Args:
        path: the file, on a disk of this machine: locks over a network do not hold. It is made where it is missing or empty.
        wait: seconds to wait for another writer.

    Raises:
        LedgerError: it cannot be opened, or is no ledger of this format.
    """

    __slots__ = ("_campaigns", "connection", "place")

    def __init__(self, path: str | os.PathLike[str], *, wait: float) -> None:
        self.place = os.fspath(path)
        self._campaigns: dict[str, Campaign] = {}
        with self._refusing("cannot be opened", "choose another place"):
            self.connection = connect(self.place, wait=wait)
        try:
            with self._refusing("is no ledger that can be written to", "choose another file, or try again"):
                self.connection.execute("PRAGMA synchronous = EXTRA")
                self.connection.execute("PRAGMA foreign_keys = ON")
                self._create()
        except LedgerError:
            self.connection.close()
            raise

    def error(self, what: str, todo: str) -> LedgerError:
        """An error that says where, what, and what to do."""
        return LedgerError(f"{self.place}: {what}; {todo}")

    def _refusing(self, what: str, todo: str) -> AbstractContextManager[None]:
        return refusing(lambda why: self.error(f"{what} ({why})", todo))

    def _create(self) -> None:
        """Two processes may come at once to a file that is not there: the lock lets one make it."""
        if self._marks() == (APPLICATION, FORMAT):
            return
        with self.writing():
            if (marks := self._marks()) == (APPLICATION, FORMAT):
                return
            tables = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if marks != (0, 0) or tables != (0,):
                what = f"is another database (application {marks[0]:#x}, format {marks[1]})"
                raise self.error(what, "choose another file, or update co2label")
            for name, statement in SQL.items():
                if name.startswith("make_"):
                    self.connection.execute(statement)
            mark(self.connection, APPLICATION, FORMAT)

    def _marks(self) -> tuple[int, ...]:
        return pragmas(self.connection, "application_id", "user_version")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One booking, whole or not at all. The lock is taken before anything is read: what is checked stays true.

        Raises:
            LedgerError: another writer held the lock for too long, the disk is full, or the file is damaged.
        """
        with (
            self._refusing("nothing was booked", "ask again with the same id"),
            transaction(self.connection),
        ):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the file for all that is read.

        Raises:
            LedgerError: the file is damaged, or locked for too long.
        """
        with (
            self._refusing("cannot be read", "try again, or restore a copy"),
            transaction(self.connection, "DEFERRED"),
        ):
            yield

    def announce(self, campaign: str, terms: str) -> tuple[bool, str | None]:
        """Add the terms of a campaign, unless there are some: whether they are new, and which there are."""
        new = self.connection.execute(SQL["announce"], {"id": campaign, "terms": terms}).rowcount == 1
        return new, self._terms(campaign)

    def terms(self, campaign: str) -> Campaign:
        """The terms of a campaign. They never change, so they are read once.

        Raises:
            LedgerError: there are none.
        """
        if campaign not in self._campaigns:
            terms = self._terms(campaign)
            if terms is None:
                what = f"no campaign {clip(campaign)}"
                raise self.error(what, "announce it first")
            self._campaigns[campaign] = Campaign.read_back(terms)
        return self._campaigns[campaign]

    def _terms(self, campaign: str) -> str | None:
        found = self.connection.execute(SQL["terms"], {"id": campaign}).fetchone()
        return None if found is None else str(found[0])

    def row(self, booking: str) -> LedgerRow | None:
        """The row of a booking, or none."""
        found = self.connection.execute(SQL["row"], {"booking": booking}).fetchone()
        return None if found is None else LedgerRow._make(found)

    def rows_of_grant(self, grant: str) -> list[LedgerRow]:
        """A grant, and after it all that was booked on it; empty where there is no such grant."""
        return [
            LedgerRow._make(row) for row in self.connection.execute(SQL["rows_of_grant"], {"grant": grant})
        ]

    def open_grants(self, campaign: str) -> list[tuple[str, int]]:
        """The grants of a campaign of which points are left: booking and points."""
        return self.connection.execute(SQL["open_grants"], {"campaign": campaign}).fetchall()

    def balance(self, member: str, today: date) -> int:
        """The points of a member in campaigns whose points have not expired."""
        asked = {"member": member, "today": str(today)}
        return int(self.connection.execute(SQL["balance"], asked).fetchone()[0])

    def cap_remaining(
        self, terms: Campaign, member: str, day: str, *, before: int = _UNLIMITED
    ) -> tuple[int, PointsCap | None]:
        """Points that caps and budget leave, and the cap that leaves the fewest.

        Counted are points given less those taken back, of the rows numbered below `before`; expired ones stay given. Rows
        never change, so what was left before a row can be asked again later.
        """
        found: tuple[int, PointsCap | None] = (_UNLIMITED, None)
        limits: tuple[tuple[PointsCap, int | None, str], ...] = (
            ("budget", terms.budget, "given"),
            ("cap-per-member", terms.cap_per_member, "given_to_member"),
            ("cap-per-day", terms.cap_per_day, "given_on_day"),
        )
        asked = {"campaign": terms.id, "member": member, "day": day, "before": before}
        for cap, limit, query in limits:
            if limit is not None:
                counted = self.connection.execute(SQL[query], asked).fetchone()
                left = max(0, limit - int(counted[0] if counted else 0))
                found = min(found, (left, cap), key=lambda each: each[0])
        return found

    def add(self, row: LedgerRow) -> LedgerRow:
        """Add a row behind the last one; its number, what was given and its digest are set here. A grant belongs to itself."""
        head = self.head()
        seq = head.seq + 1
        before = self.connection.execute(SQL["given"], {"campaign": row.campaign, "before": seq}).fetchone()
        given = (int(before[0]) if before else 0) + (0 if row.kind == "expiry" else row.points)
        placed = row._replace(seq=seq, grant_seq=row.grant_seq or seq, given=given)
        whole = placed._replace(digest=digest_of(placed, head.digest))
        self.connection.execute(SQL["add"], whole._asdict())
        return whole

    def head(self) -> LedgerHead:
        """The last row and its digest."""
        found = self.connection.execute(SQL["head"]).fetchone()
        return LedgerHead(*found) if found else LedgerHead(0, "")

    def report(self, terms: Campaign) -> CampaignReport:
        """The report of a campaign; see `CampaignReport`."""
        names = ("granted", "returned", "expired", "held_back", "avoided_mg", "grants", "members")
        found = self.connection.execute(SQL["report"], {"campaign": terms.id}).fetchone()
        sums = dict(zip(names, found, strict=True))
        left = None if terms.budget is None else terms.budget - (sums["granted"] - sums["returned"])
        return CampaignReport(terms.id, **sums, budget_left=left)

    def audit(self, head: LedgerHead | None) -> tuple[Problem, ...]:
        """Check every row; give everything that does not add up."""
        rows = [LedgerRow._make(row) for row in self.connection.execute(SQL["all_rows"])]
        terms = dict(self.connection.execute(SQL["all_terms"]).fetchall())
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
