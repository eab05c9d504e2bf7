"""A ledger of points: nothing is granted twice, nothing is lost, and every booking can be looked up.

A booking has an id that the caller chooses (a receipt's number and line, say). Asking again with the same id and the same
request gives the first answer again and books nothing: after a power cut, a time-out or a doubt, ask again. Caps and budget are
checked under the lock of the writer, so two tills at once cannot pass them together.

The file is a SQLite database in which rows are added, and never changed or taken out. `campaigns` holds the terms of each
campaign, as they were announced; `entries` one row a booking, in order, each with a SHA-256 digest (FIPS 180-4) of itself and of
the digest before it, so a row that was changed, taken out or put between shows. Triggers refuse changes through SQL; the digests
show those made round it. The statements are in `ledger.sql`.

>>> from co2label.incentive import Campaign, Occasion, PointRule
>>> summer = Campaign(id="summer", name="Summer", issuer="Tama town", first_day="2026-07-01", last_day="2026-08-31",
...                   cap_per_day=30, rules=[PointRule(id="bag", name="Own bag", basis="fixed", rate=20)])
>>> with Ledger.open(":memory:") as ledger:
...     _ = ledger.announce(summer)
...     for receipt in ("r-1", "r-2", "r-2"):
...         booked = ledger.grant(receipt, "summer", "bag", Occasion(member="m-1", day="2026-07-02"))
...         print(booked.points, booked.repeated)
20 False
10 False
10 True
"""

from __future__ import annotations

import json
import os
import re
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar

from co2label._data import data_text
from co2label._database import Connected, connect, mark, pragmas, refusing, transaction
from co2label.errors import DocumentError, LedgerError, Problem, clip
from co2label.incentive._ledger_rows import (
    LedgerHead,
    LedgerRow,
    chain_problems,
    digest_of,
    sha256,
    terms_problems,
)
from co2label.incentive._points import (
    Booking,
    Campaign,
    Grant,
    Occasion,
    PointsCap,
    Return,
    points_after_return,
    points_for,
)
from co2label.model import IDENTIFIER_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


APPLICATION = 0x434F3250
"""SQLite's application id: "CO2P"."""

FORMAT = 1
"""SQLite's user version: the format of the tables."""

EXPIRY = "expiry:"
"""Prefix of the ids of expiries, and of no others."""

_UNLIMITED = 10**12


def _statements() -> dict[str, str]:
    """The statements of `ledger.sql` by name."""
    text = data_text("ledger.sql", beside=__file__)
    _, *blocks = re.split(r"^-- ([a-z_]+)$", text, flags=re.MULTILINE)
    return {name: sql.strip() for name, sql in zip(blocks[::2], blocks[1::2], strict=True)}


SQL = _statements()


Asked = TypeVar("Asked")
"""A grant or a return."""


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


def _book_all(requests: Mapping[str, Asked], book: Callable[[Asked], Booking]) -> tuple[Booking, ...]:
    """The answers to all requests, in their order.

    Raises:
        DocumentError: with every problem of every request, under its name; whoever asks books none of them then.
    """
    booked: list[Booking] = []
    problems: list[Problem] = []
    for where, asked in requests.items():
        try:
            with DocumentError.collecting(problems, where):
                booked.append(book(asked))
        except LedgerError as error:
            problems.append(Problem(where, str(error)))
    DocumentError.raise_any(problems)
    return tuple(booked)


def _as_json(**request: Any) -> str:
    """A request as text, the same for the same request."""
    return json.dumps(request, ensure_ascii=False, sort_keys=True)


def _points_to_take(rows: list[LedgerRow], kept: int) -> int:
    """Points to take: down to what is kept, and never below what is there."""
    standing = sum(row.points for row in rows if row.kind != "expiry")
    return max(0, min(standing - kept, sum(row.points for row in rows)))


def _check_id(booking: str) -> None:
    """Refuse an id that no booking may have."""
    if not re.fullmatch(IDENTIFIER_PATTERN, booking) or booking.startswith(EXPIRY):
        what = f"expected an id (letters, digits and . _ : @ + -, not {EXPIRY} in front), got {clip(booking)}"
        raise Problem("booking", what, "a receipt's number and line do well").as_error()


def _check_day(day: date, where: str) -> None:
    """Refuse what is no calendar day."""
    if not isinstance(day, date) or isinstance(day, datetime):  # type: ignore[redundant-expr, unused-ignore]
        raise Problem(where, f"expected a datetime.date, got {clip(day)}", "give a day").as_error()


def _pieces_after(rows: list[LedgerRow], day: date, pieces: int) -> int:
    """Pieces that are kept after a return."""
    before = sum(row.pieces for row in rows)
    problems = []
    if type(pieces) is not int or not 1 <= pieces <= before:
        what = f"expected 1 to {before} pieces, got {clip(pieces)}"
        problems.append(Problem("pieces", what, "count what was returned before"))
    if str(day) < rows[0].grant_day:
        what = f"{day} is before the grant, on {rows[0].grant_day}"
        problems.append(Problem("day", what, "correct the day"))
    DocumentError.raise_any(problems)
    return before - pieces


class Ledger(Connected):
    """An open ledger. Each process and each thread opens its own; the file lies on a disk of the machine."""

    __slots__ = ("_campaigns", "_place")

    def __init__(self, path: str | os.PathLike[str], wait: float) -> None:
        """Use `Ledger.open`. Every commit is on the disk before it is answered (`synchronous = EXTRA`)."""
        self._place = os.fspath(path)
        self._campaigns: dict[str, Campaign] = {}
        with self._refusing("cannot be opened", "choose another place"):
            self._connection = connect(self._place, wait=wait)
        try:
            with self._refusing("is no ledger that can be written to", "choose another file, or try again"):
                self._connection.execute("PRAGMA synchronous = EXTRA")
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._create()
        except LedgerError:
            self._connection.close()
            raise

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, wait: float = 30.0) -> Self:
        """Open a ledger; make it where there is none.

        Args:
            path: the file, on a disk of this machine: locks over a network do not hold.
            wait: seconds to wait for another writer before a booking is refused.

        Raises:
            LedgerError: it cannot be opened, or is another database.
        """
        return cls(path, wait)

    def announce(self, campaign: Campaign) -> bool:
        """Take a campaign's terms into the ledger. They stay as they are; to change them, announce another campaign.

        Returns:
            Whether it is new in the ledger.

        Raises:
            LedgerError: a campaign with this id and other terms is announced already.
        """
        terms = campaign.model_dump_json()
        with self._writing():
            values = {"id": campaign.id, "terms": terms}
            new = self._connection.execute(SQL["announce"], values).rowcount == 1
            kept = self._announced(campaign.id)
        if kept != terms:
            what = f"campaign {campaign.id} is announced already, with other terms"
            raise self._error(what, "what was promised stays: choose another id")
        return new

    def campaign(self, key: str) -> Campaign:
        """The terms of a campaign, as announced.

        Raises:
            LedgerError: there is none with this id.
        """
        with self._reading():
            return self._terms(key)

    def grant(self, booking: str, campaign: str, rule: str, occasion: Occasion) -> Booking:
        """Give the points of an occasion, as far as caps and budget allow.

        An occasion above its caps is booked too, with fewer points or none: a retry gets the same answer.

        Args:
            booking: the id of this booking; never used for anything else.
            campaign: the campaign's id.
            rule: the id of one of its rules.
            occasion: what happened.

        Raises:
            DocumentError: the occasion does not fit the rule, or is outside the campaign's days.
            LedgerError: the id was used for something else, there is no such campaign, or the file refuses.
        """
        asked = Grant(booking=booking, campaign=campaign, rule=rule, occasion=occasion)
        with self._writing():
            return self._granted(asked)

    def grant_all(self, grants: Mapping[str, Grant]) -> tuple[Booking, ...]:
        """Give the points of many occasions: all of them, or none.

        Args:
            grants: each under a name for messages, such as its row in a file; see `read_grants`.

        Raises:
            DocumentError: with every problem of every grant; nothing is booked.
            LedgerError: the file refuses.
        """
        with self._writing():
            return _book_all(grants, self._granted)

    def take_back(self, booking: str, grant: str, *, day: date, pieces: int) -> Booking:
        """Book a return of goods: the points that the pieces kept would not have earned are taken back.

        Points that have expired since are not taken twice. What is taken back is free again under caps and budget.

        Args:
            booking: the id of this return.
            grant: the id of the grant.
            day: the day of the return.
            pieces: how many come back, 1 or more.

        Raises:
            DocumentError: more pieces than are left, or a day before the grant.
            LedgerError: no such grant, the id was used for something else, or the file refuses.
        """
        asked = Return(booking=booking, grant=grant, day=day, pieces=pieces)
        with self._writing():
            return self._taken_back(asked)

    def take_back_all(self, returns: Mapping[str, Return]) -> tuple[Booking, ...]:
        """Book many returns of goods: all of them, or none.

        Args:
            returns: each under a name for messages; see `read_returns`.

        Raises:
            DocumentError: with every problem of every return; nothing is booked.
            LedgerError: the file refuses.
        """
        with self._writing():
            return _book_all(returns, self._taken_back)

    def expire(self, campaign: str, *, today: date) -> tuple[Booking, ...]:
        """Take the points of a campaign whose last day has passed; none where it has not. May be asked again any day.

        Args:
            campaign: the campaign's id.
            today: points whose last day is before it expire.

        Raises:
            LedgerError: no such campaign, or the file refuses.
        """
        _check_day(today, "today")
        ends = self.campaign(campaign).points_expire
        if ends is None or today <= ends:
            return ()
        with self._writing():
            over = self._connection.execute(SQL["open_grants"], {"campaign": campaign}).fetchall()
            return tuple(self._expiry(grant, points, today) for grant, points in over)

    def balance(self, member: str, *, today: date) -> int:
        """The points of a member that have not expired, of all campaigns; as far as booked."""
        _check_day(today, "today")
        with self._reading():
            return int(self._first("balance", member=member, today=str(today))[0])

    def report(self, campaign: str) -> CampaignReport:
        """Points that a campaign gave, took back and let expire.

        Raises:
            LedgerError: no such campaign.
        """
        with self._reading():
            self._terms(campaign)
            return CampaignReport(campaign, *self._first("report", campaign=campaign))

    def head(self) -> LedgerHead:
        """The last row and its digest: kept elsewhere, it shows later whether rows at the end were taken out."""
        with self._reading():
            return self._head()

    def audit(self, *, head: LedgerHead | None = None) -> tuple[Problem, ...]:
        """Read the whole ledger again; gives everything that does not add up, or nothing.

        Args:
            head: a head kept from before.
        """
        with self._reading():
            rows = [LedgerRow._make(row) for row in self._connection.execute(SQL["all_rows"])]
            terms = dict(self._connection.execute(SQL["all_terms"]).fetchall())
            sums = [
                Problem(where, what, "ask who wrote the file")
                for check in ("check_returns", "check_totals", "check_limits")
                for where, what in self._connection.execute(SQL[check])
            ]
        return (*chain_problems(rows, head), *terms_problems(rows, terms), *sums)

    def _granted(self, asked: Grant) -> Booking:
        """Book a grant; see `Ledger.grant`."""
        terms, occasion = self._terms(asked.campaign), asked.occasion
        _check_id(asked.booking)
        digest = sha256(terms.model_dump_json())  # shows later that the terms are those of the day
        happened = occasion.model_dump(mode="json")
        request = _as_json(campaign=terms.id, terms=digest, rule=asked.rule, occasion=happened)
        if (before := self._before(asked.booking, request)) is not None:
            return before
        if not terms.first_day <= occasion.day <= terms.last_day:
            what = f"{occasion.day} is outside campaign {terms.id}, {terms.first_day} to {terms.last_day}"
            raise Problem("occasion.day", what, "grant nothing for it, or correct the day").as_error()
        found = points_for(terms.rule(asked.rule), occasion)
        day = str(occasion.day)
        left, _ = self._cap_remaining(terms, occasion.member, day)
        figures = (occasion.pieces, min(found.points, left), found.points, found.avoided_mg)
        who = (terms.id, occasion.member, day, day)
        return self._add(LedgerRow(0, asked.booking, "grant", 0, *who, *figures, 0, request, ""))

    def _taken_back(self, asked: Return) -> Booking:
        """Book a return; see `Ledger.take_back`."""
        _check_id(asked.booking)
        request = _as_json(grant=asked.grant, day=str(asked.day), pieces=asked.pieces)
        if (before := self._before(asked.booking, request)) is not None:
            return before
        rows = self._rows_of_grant(asked.grant)
        if not rows:
            raise self._error(f"no grant {clip(asked.grant)}", "give the id of its booking")
        left = _pieces_after(rows, asked.day, asked.pieces)
        granted = json.loads(rows[0].request)
        rule = self._terms(rows[0].campaign).rule(granted["rule"])
        kept = points_after_return(rule, Occasion.read(granted["occasion"]), left)
        avoided = kept.avoided_mg - sum(row.avoided_mg for row in rows)
        points = _points_to_take(rows, kept.points)
        blank = rows[0]._replace(booking=asked.booking, kind="return", day=str(asked.day), request=request)
        return self._add(blank._replace(pieces=-asked.pieces, points=-points, earned=0, avoided_mg=avoided))

    def _before(self, booking: str, request: str) -> Booking | None:
        """The answer that was given before, if any."""
        found = self._first("row", booking=booking)
        if found is None:
            return None
        row = LedgerRow._make(found)
        if row.request != request:
            what = f"booking {booking} was used for something else, on {row.day}"
            raise self._error(what, "give each booking its own id")
        return self._answer(row, repeated=True)

    def _expiry(self, grant: str, points: int, today: date) -> Booking:
        (granted, *_) = self._rows_of_grant(grant)
        blank = granted._replace(booking=EXPIRY + grant, kind="expiry", day=str(today), request="{}")
        return self._add(blank._replace(pieces=0, points=-points, earned=0, avoided_mg=0))

    def _add(self, row: LedgerRow) -> Booking:
        """Add a row behind the last one; its number, what was given and its digest are set here. A grant belongs to itself."""
        head = self._head()
        seq = head.seq + 1
        (before,) = self._first("given", campaign=row.campaign, before=seq) or (0,)
        given = before + (0 if row.kind == "expiry" else row.points)
        placed = row._replace(seq=seq, grant_seq=row.grant_seq or seq, given=given)
        whole = placed._replace(digest=digest_of(placed, head.digest))
        self._connection.execute(SQL["add"], whole._asdict())
        return self._answer(whole, repeated=False)

    def _answer(self, row: LedgerRow, *, repeated: bool) -> Booking:
        """The answer that a row holds; the cap that held points back is looked up in the rows before it."""
        cap: PointsCap | None = None
        if row.kind == "grant" and row.points < row.earned:
            terms = self._terms(row.campaign)
            _, cap = self._cap_remaining(terms, row.member, row.grant_day, before=row.seq)
        return Booking(row.booking, row.member, row.points, row.earned, repeated, cap, row.kind, row.campaign)

    def _error(self, what: str, todo: str) -> LedgerError:
        """An error that says where, what, and what to do."""
        return LedgerError(f"{self._place}: {what}; {todo}")

    def _refusing(self, what: str, todo: str) -> AbstractContextManager[None]:
        return refusing(lambda why: self._error(f"{what} ({why})", todo))

    def _create(self) -> None:
        """Create the tables once, even if two processes open a new file at the same time."""
        if self._marks() == (APPLICATION, FORMAT):
            return
        with self._writing():
            if (marks := self._marks()) == (APPLICATION, FORMAT):
                return
            tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if marks != (0, 0) or tables != (0,):
                what = f"is another database (application {marks[0]:#x}, format {marks[1]})"
                raise self._error(what, "choose another file, or update co2label")
            for name, statement in SQL.items():
                if name.startswith("make_"):
                    self._connection.execute(statement)
            mark(self._connection, APPLICATION, FORMAT)

    def _marks(self) -> tuple[int, ...]:
        return pragmas(self._connection, "application_id", "user_version")

    def _writing(self) -> AbstractContextManager[None]:
        """One booking, whole or not at all. The lock is taken before anything is read: what is checked stays true.

        Raises:
            LedgerError: another writer held the lock for too long, the disk is full, or the file is damaged.
        """
        return self._transaction("IMMEDIATE", "nothing was booked", "ask again with the same id")

    def _reading(self) -> AbstractContextManager[None]:
        """One state of the file for all that is read.

        Raises:
            LedgerError: the file is damaged, or locked for too long.
        """
        return self._transaction("DEFERRED", "cannot be read", "try again, or restore a copy")

    @contextmanager
    def _transaction(self, kind: str, what: str, todo: str) -> Iterator[None]:
        with self._refusing(what, todo), transaction(self._connection, kind):
            yield

    def _first(self, statement: str, **values: object) -> Any:
        """The first row that a statement gives, or None."""
        return self._connection.execute(SQL[statement], values).fetchone()

    def _terms(self, campaign: str) -> Campaign:
        """The terms of a campaign. They never change, so they are read once.

        Raises:
            LedgerError: there are none.
        """
        if campaign not in self._campaigns:
            terms = self._announced(campaign)
            if terms is None:
                raise self._error(f"no campaign {clip(campaign)}", "announce it first")
            self._campaigns[campaign] = Campaign.read_back(terms)
        return self._campaigns[campaign]

    def _announced(self, campaign: str) -> str | None:
        found = self._first("terms", id=campaign)
        return None if found is None else str(found[0])

    def _rows_of_grant(self, grant: str) -> list[LedgerRow]:
        """A grant, and after it all that was booked on it; empty where there is no such grant."""
        rows = self._connection.execute(SQL["rows_of_grant"], {"grant": grant})
        return [LedgerRow._make(row) for row in rows]

    def _cap_remaining(
        self, terms: Campaign, member: str, day: str, *, before: int = _UNLIMITED
    ) -> tuple[int, PointsCap | None]:
        """Points that caps and budget leave, and the cap that leaves the fewest.

        Counted are points given less those taken back, of the rows numbered below `before`; expired ones stay given. Rows
        never change, so what was left before a row can be asked again later.
        """
        limits: tuple[tuple[PointsCap, int | None, str], ...] = (
            ("budget", terms.budget, "given"),
            ("cap-per-member", terms.cap_per_member, "given_to_member"),
            ("cap-per-day", terms.cap_per_day, "given_on_day"),
        )
        asked = {"campaign": terms.id, "member": member, "day": day, "before": before}
        left: list[tuple[int, PointsCap | None]] = [
            (max(0, limit - (self._first(query, **asked) or (0,))[0]), cap)
            for cap, limit, query in limits
            if limit is not None
        ]
        return min(left, key=itemgetter(0), default=(_UNLIMITED, None))

    def _head(self) -> LedgerHead:
        found = self._first("head")
        return LedgerHead(*found) if found else LedgerHead(0, "")
