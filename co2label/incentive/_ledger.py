"""A ledger of points: nothing is granted twice, nothing is lost, and every booking can be looked up.

A booking has an id that the caller chooses (a receipt's number and line, say). Asking again with the same id and the same
request gives the first answer again and books nothing: after a power cut, a time-out or a doubt, ask again. Caps and budget are
checked under the lock of the writer, so two tills at once cannot pass them together.

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

import hashlib
import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from co2label.errors import DocumentError, LedgerError, Problem, clip
from co2label.incentive._ledger_file import EXPIRY, CampaignReport, LedgerFile, LedgerHead, LedgerRow
from co2label.incentive._points import (
    Booking,
    Campaign,
    EarnedPoints,
    Grant,
    Occasion,
    PointsCap,
    Return,
    points_after_return,
    points_for,
)
from co2label.model import IDENTIFIER_PATTERN

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping


Asked = TypeVar("Asked")
"""A grant or a return."""


def book_all(requests: Mapping[str, Asked], book: Callable[[Asked], Booking]) -> tuple[Booking, ...]:
    """The answers to all requests, in their order.

    Raises:
        DocumentError: with every problem of every request, under its name; whoever asks books none of them then.
    """
    booked: list[Booking] = []
    problems: list[Problem] = []
    for where, asked in requests.items():
        try:
            booked.append(book(asked))
        except DocumentError as error:
            problems += [problem.under(where) for problem in error.problems]
        except LedgerError as error:
            problems.append(Problem(where, str(error)))
    DocumentError.raise_any(problems)
    return tuple(booked)


def as_json(request: dict[str, Any]) -> str:
    """A request as text, the same for the same request."""
    return json.dumps(request, ensure_ascii=False, sort_keys=True)


def grant_request(terms: Campaign, rule: str, occasion: Occasion) -> str:
    """A grant as text. The digest of the terms shows later that they are those of the day."""
    digest = hashlib.sha256(terms.model_dump_json().encode()).hexdigest()
    asked = occasion.model_dump(mode="json")
    return as_json({"campaign": terms.id, "terms": digest, "rule": rule, "occasion": asked})


def points_to_take(rows: list[LedgerRow], kept: int) -> int:
    """Points to take: down to what is kept, and never below what is there."""
    standing = sum(row.points for row in rows if row.kind != "expiry")
    return max(0, min(standing - kept, sum(row.points for row in rows)))


def check_id(booking: str) -> None:
    """Refuse an id that no booking may have."""
    if not re.fullmatch(IDENTIFIER_PATTERN, booking) or booking.startswith(EXPIRY):
        what = f"expected an id (letters, digits and . _ : @ + -, not {EXPIRY} in front), got {clip(booking)}"
        raise Problem("booking", what, "a receipt's number and line do well").as_error()


def check_day(day: date, where: str) -> None:
    """Refuse what is no calendar day."""
    if not isinstance(day, date) or isinstance(day, datetime):  # type: ignore[redundant-expr, unused-ignore]
        raise Problem(where, f"expected a datetime.date, got {clip(day)}", "give a day").as_error()


def check_within(terms: Campaign, day: date) -> None:
    """Refuse a day outside the campaign."""
    if not terms.first_day <= day <= terms.last_day:
        what = f"{day} is outside campaign {terms.id}, {terms.first_day} to {terms.last_day}"
        raise Problem("occasion.day", what, "grant nothing for it, or correct the day").as_error()


def pieces_after(rows: list[LedgerRow], day: date, pieces: int) -> int:
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


class Ledger:
    """An open ledger. Each process and each thread opens its own; the file lies on a disk of the machine."""

    __slots__ = ("_file",)

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, wait: float = 30.0) -> Self:
        """Open a ledger; make it where there is none.

        Args:
            path: the file.
            wait: seconds to wait for another writer before a booking is refused.

        Raises:
            LedgerError: it cannot be opened, or is another database.
        """
        return cls(LedgerFile(path, wait=wait))

    def announce(self, campaign: Campaign) -> bool:
        """Take a campaign's terms into the ledger. They stay as they are; to change them, announce another campaign.

        Returns:
            Whether it is new in the ledger.

        Raises:
            LedgerError: a campaign with this id and other terms is announced already.
        """
        terms = campaign.model_dump_json()
        with self._file.writing():
            new, kept = self._file.announce(campaign.id, terms)
        if kept != terms:
            what = f"campaign {campaign.id} is announced already, with other terms"
            raise self._file.error(what, "what was promised stays: choose another id")
        return new

    def campaign(self, key: str) -> Campaign:
        """The terms of a campaign, as announced.

        Raises:
            LedgerError: there is none with this id.
        """
        with self._file.reading():
            return self._file.terms(key)

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
        with self._file.writing():
            return self._granted(asked)

    def grant_all(self, grants: Mapping[str, Grant]) -> tuple[Booking, ...]:
        """Give the points of many occasions: all of them, or none.

        Args:
            grants: each under a name for messages, such as its row in a file; see `read_grants`.

        Raises:
            DocumentError: with every problem of every grant; nothing is booked.
            LedgerError: the file refuses.
        """
        with self._file.writing():
            return book_all(grants, self._granted)

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
        with self._file.writing():
            return self._taken_back(asked)

    def take_back_all(self, returns: Mapping[str, Return]) -> tuple[Booking, ...]:
        """Book many returns of goods: all of them, or none.

        Args:
            returns: each under a name for messages; see `read_returns`.

        Raises:
            DocumentError: with every problem of every return; nothing is booked.
            LedgerError: the file refuses.
        """
        with self._file.writing():
            return book_all(returns, self._taken_back)

    def expire(self, campaign: str, *, today: date) -> tuple[Booking, ...]:
        """Take the points of a campaign whose last day has passed; none where it has not. May be asked again any day.

        Args:
            campaign: the campaign's id.
            today: points whose last day is before it expire.

        Raises:
            LedgerError: no such campaign, or the file refuses.
        """
        check_day(today, "today")
        ends = self.campaign(campaign).points_expire
        if ends is None or today <= ends:
            return ()
        with self._file.writing():
            return self._expired(campaign, today)

    def balance(self, member: str, *, today: date) -> int:
        """The points of a member that have not expired, of all campaigns; as far as booked."""
        check_day(today, "today")
        with self._file.reading():
            return self._file.balance(member, today)

    def report(self, campaign: str) -> CampaignReport:
        """Points that a campaign gave, took back and let expire.

        Raises:
            LedgerError: no such campaign.
        """
        terms = self.campaign(campaign)
        with self._file.reading():
            return self._file.report(terms)

    def head(self) -> LedgerHead:
        """The last row and its digest: kept elsewhere, it shows later whether rows at the end were taken out."""
        with self._file.reading():
            return self._file.head()

    def audit(self, *, head: LedgerHead | None = None) -> tuple[Problem, ...]:
        """Read the whole ledger again; gives everything that does not add up, or nothing.

        Args:
            head: a head kept from before.
        """
        with self._file.reading():
            return self._file.audit(head)

    def close(self) -> None:
        """Close the file."""
        self._file.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _granted(self, asked: Grant) -> Booking:
        """Book a grant; see `Ledger.grant`."""
        terms, occasion = self._file.terms(asked.campaign), asked.occasion
        check_id(asked.booking)
        request = grant_request(terms, asked.rule, occasion)
        if (before := self._before(asked.booking, request)) is not None:
            return before
        check_within(terms, occasion.day)
        found = points_for(terms.rule(asked.rule), occasion)
        day = str(occasion.day)
        left, _ = self._file.cap_remaining(terms, occasion.member, day)
        figures = (occasion.pieces, min(found.points, left), found.points, found.avoided_mg)
        who = (terms.id, occasion.member, day, day)
        return self._add(LedgerRow(0, asked.booking, "grant", 0, *who, *figures, 0, request, ""))

    def _taken_back(self, asked: Return) -> Booking:
        """Book a return; see `Ledger.take_back`."""
        check_id(asked.booking)
        request = as_json({"grant": asked.grant, "day": str(asked.day), "pieces": asked.pieces})
        if (before := self._before(asked.booking, request)) is not None:
            return before
        rows = self._file.rows_of_grant(asked.grant)
        if not rows:
            what = f"no grant {clip(asked.grant)}"
            raise self._file.error(what, "give the id of its booking")
        left = pieces_after(rows, asked.day, asked.pieces)
        kept = self._kept(rows[0], left)
        avoided = kept.avoided_mg - sum(row.avoided_mg for row in rows)
        points = points_to_take(rows, kept.points)
        blank = rows[0]._replace(booking=asked.booking, kind="return", day=str(asked.day), request=request)
        return self._add(blank._replace(pieces=-asked.pieces, points=-points, earned=0, avoided_mg=avoided))

    def _expired(self, campaign: str, today: date) -> tuple[Booking, ...]:
        """Book the expiry of what is left of each grant of a campaign."""
        over = self._file.open_grants(campaign)
        return tuple(self._expiry(grant, points, today) for grant, points in over)

    def _before(self, booking: str, request: str) -> Booking | None:
        """The answer that was given before, if any."""
        row = self._file.row(booking)
        if row is None:
            return None
        if row.request != request:
            what = f"booking {booking} was used for something else, on {row.day}"
            raise self._file.error(what, "give each booking its own id")
        return self._answer(row, repeated=True)

    def _kept(self, granted: LedgerRow, pieces: int) -> EarnedPoints:
        """Points that the kept pieces still earn."""
        request = json.loads(granted.request)
        rule = self._file.terms(granted.campaign).rule(request["rule"])
        return points_after_return(rule, Occasion.read(request["occasion"]), pieces)

    def _expiry(self, grant: str, points: int, today: date) -> Booking:
        (granted, *_) = self._file.rows_of_grant(grant)
        blank = granted._replace(booking=EXPIRY + grant, kind="expiry", day=str(today), request="{}")
        return self._add(blank._replace(pieces=0, points=-points, earned=0, avoided_mg=0))

    def _add(self, row: LedgerRow) -> Booking:
        return self._answer(self._file.add(row), repeated=False)

    def _answer(self, row: LedgerRow, *, repeated: bool) -> Booking:
        """The answer that a row holds; the cap that held points back is looked up in the rows before it."""
        cap: PointsCap | None = None
        if row.kind == "grant" and row.points < row.earned:
            terms = self._file.terms(row.campaign)
            _, cap = self._file.cap_remaining(terms, row.member, row.grant_day, before=row.seq)
        return Booking(row.booking, row.member, row.points, row.earned, repeated, cap, row.kind, row.campaign)
