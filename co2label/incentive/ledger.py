"""A ledger of points: nothing is granted twice, nothing is lost, and every booking can be looked up.

A booking has an id that the caller chooses (a receipt's number and line, say). Asking again with the same id and the same
request gives the first answer again and books nothing: after a power cut, a time-out or a doubt, ask again. Caps and
budget are checked under the lock of the writer, so two tills at once cannot pass them together.

>>> from co2label.incentive.points import Campaign, Occasion, PointRule
>>> summer = Campaign(id="summer", name="Summer", issuer="Tama town", first_day="2026-07-01", last_day="2026-08-31",
...                   cap_per_day=30, rules=[PointRule(id="bag", name="Own bag", basis="fixed", rate=20)])
>>> with Ledger.open(":memory:") as ledger:
...     ledger.announce(summer)
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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from co2label.errors import LedgerError, clip
from co2label.incentive.ledger_file import Row, connect, reading, refusal, writing
from co2label.incentive.ledger_reading import CampaignReport, Head, audit_of, head_of, report_of
from co2label.incentive.ledger_requests import (
    as_json,
    check_day,
    check_id,
    check_within,
    grant_request,
    left_after,
    taken,
)
from co2label.incentive.ledger_rows import (
    EXPIRY,
    add_row,
    balance_of,
    leftovers,
    room,
    row_of,
    rows_of_grant,
    terms_of,
)
from co2label.incentive.points import Campaign, Occasion, earned, still_earned

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from co2label.errors import Problem

__all__ = ["Booking", "Ledger"]


@dataclass(frozen=True, slots=True)
class Booking:
    """The answer to a booking.

    Attributes:
        id: the booking's id.
        member: whose points.
        points: points given, or below zero, taken.
        earned: of a grant, what it earned before caps and budget; of others 0.
        repeated: whether it had been booked before, and this is that answer.
    """

    id: str
    member: str
    points: int
    earned: int
    repeated: bool


class Ledger:
    """An open ledger. Each process and each thread opens its own; the file lies on a disk of the machine."""

    __slots__ = ("_campaigns", "_connection", "_place")

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        """Strictly private: use `Ledger.open`."""
        self._connection, self._place = connection, place
        self._campaigns: dict[str, Campaign] = {}

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, wait: float = 30.0) -> Self:
        """Open a ledger; make it where there is none.

        Args:
            path: the file.
            wait: seconds to wait for another writer before a booking is refused.

        Raises:
            LedgerError: it cannot be opened, or is another database.
        """
        return cls(connect(path, wait=wait), os.fspath(path))

    def announce(self, campaign: Campaign) -> None:
        """Take a campaign's terms into the ledger. They stay as they are; to change them, announce another campaign.

        Raises:
            LedgerError: a campaign with this id and other terms is announced already.
        """
        terms = campaign.model_dump_json()
        with writing(self._connection, self._place):
            insert = "INSERT INTO campaigns VALUES (?, ?) ON CONFLICT DO NOTHING"
            self._connection.execute(insert, (campaign.id, terms))
            kept = terms_of(self._connection, campaign.id)
        if kept != terms:
            what = f"campaign {campaign.id} is announced already, with other terms"
            raise LedgerError(refusal(self._place, what, "what was promised stays: choose another id"))

    def campaign(self, key: str) -> Campaign:
        """The terms of a campaign, as announced.

        Raises:
            LedgerError: there is none with this id.
        """
        with reading(self._connection, self._place):
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
        terms = self.campaign(campaign)
        check_id(booking)
        request = grant_request(terms, rule, occasion)
        with writing(self._connection, self._place):
            if (before := self._before(booking, request)) is not None:
                return before
            check_within(terms, occasion.day)
            found = earned(terms.rule(rule), occasion)
            points = min(found.points, room(self._connection, terms, occasion))
            day = str(occasion.day)
            figures = (occasion.pieces, points, found.points, found.avoided_mg)
            return self._add(
                Row(0, booking, "grant", 0, campaign, occasion.member, day, day, *figures, request, "")
            )

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
        check_id(booking)
        check_day(day, "day")
        request = as_json({"grant": grant, "day": str(day), "pieces": pieces})
        with writing(self._connection, self._place):
            if (before := self._before(booking, request)) is not None:
                return before
            rows = rows_of_grant(self._connection, grant)
            if not rows:
                raise LedgerError(
                    refusal(self._place, f"no grant {clip(grant)}", "give the id of its booking")
                )
            left = left_after(rows, day, pieces)
            kept = self._kept(rows[0], left)
            points = taken(rows, kept[0])
            avoided = kept[1] - sum(row.avoided_mg for row in rows)
            blank = rows[0]._replace(booking=booking, kind="return", day=str(day), request=request)
            return self._add(blank._replace(pieces=-pieces, points=-points, earned=0, avoided_mg=avoided))

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
        with writing(self._connection, self._place):
            over = leftovers(self._connection, campaign)
            return tuple(self._expiry(grant, points, today) for grant, points in over)

    def balance(self, member: str, *, today: date) -> int:
        """The points of a member that have not expired, of all campaigns; as far as booked."""
        check_day(today, "today")
        with reading(self._connection, self._place):
            return balance_of(self._connection, member, today)

    def report(self, campaign: str) -> CampaignReport:
        """What a campaign gave, took back and let expire.

        Raises:
            LedgerError: no such campaign.
        """
        terms = self.campaign(campaign)
        with reading(self._connection, self._place):
            return report_of(self._connection, terms)

    def head(self) -> Head:
        """The last row and its digest: kept elsewhere, it shows later whether rows at the end were taken out."""
        with reading(self._connection, self._place):
            return head_of(self._connection)

    def audit(self, *, head: Head | None = None) -> tuple[Problem, ...]:
        """Read the whole ledger again; gives everything that does not add up, or nothing.

        Args:
            head: a head kept from before.
        """
        with reading(self._connection, self._place):
            return audit_of(self._connection, head)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _terms(self, campaign: str) -> Campaign:
        """Inside `reading` or `writing`. Terms never change, so they are read once."""
        if campaign not in self._campaigns:
            terms = terms_of(self._connection, campaign)
            if terms is None:
                raise LedgerError(refusal(self._place, f"no campaign {clip(campaign)}", "announce it first"))
            self._campaigns[campaign] = Campaign.read(json.loads(terms))
        return self._campaigns[campaign]

    def _before(self, booking: str, request: str) -> Booking | None:
        """The answer that was given before, if any."""
        row = row_of(self._connection, booking)
        if row is None:
            return None
        if row.request != request:
            what = f"booking {booking} was used for something else, on {row.day}"
            raise LedgerError(refusal(self._place, what, "give each booking its own id"))
        return _booking(row, repeated=True)

    def _kept(self, granted: Row, pieces: int) -> tuple[int, int]:
        """Points and milligrams that the pieces kept still earn."""
        request = json.loads(granted.request)
        rule = self._terms(granted.campaign).rule(request["rule"])
        kept = still_earned(rule, Occasion.read(request["occasion"]), pieces)
        return kept.points, kept.avoided_mg

    def _expiry(self, grant: str, points: int, today: date) -> Booking:
        (granted, *_) = rows_of_grant(self._connection, grant)
        blank = granted._replace(booking=EXPIRY + grant, kind="expiry", day=str(today), request="{}")
        return self._add(blank._replace(pieces=0, points=-points, earned=0, avoided_mg=0))

    def _add(self, row: Row) -> Booking:
        return _booking(add_row(self._connection, row), repeated=False)


def _booking(row: Row, *, repeated: bool) -> Booking:
    return Booking(row.booking, row.member, row.points, row.earned, repeated)
