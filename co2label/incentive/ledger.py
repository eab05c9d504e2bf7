"""A ledger of points: nothing is granted twice, nothing is lost, and every booking can be looked up.

A booking has an id that the caller chooses (a receipt's number and line, say). Asking again with the same id and the same
request gives the first answer again and books nothing: after a power cut, a time-out or a doubt, ask again. Caps and
budget are checked under the lock of the writer, so two tills at once cannot pass them together.

>>> from co2label.incentive.points import Campaign, Occasion, PointRule
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

import os
from typing import TYPE_CHECKING, Self

from co2label.errors import LedgerError
from co2label.incentive.bookings import Grant, Return
from co2label.incentive.bookkeeper import Bookkeeper
from co2label.incentive.ledger_file import connect, reading, refusal, writing
from co2label.incentive.ledger_reading import CampaignReport, Head, audit_of, head_of, report_of
from co2label.incentive.ledger_requests import all_of, check_day
from co2label.incentive.ledger_rows import balance_of, terms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date

    from co2label.errors import Problem
    from co2label.incentive.bookings import Booking
    from co2label.incentive.points import Campaign, Occasion

__all__ = ["Ledger"]


class Ledger:
    """An open ledger. Each process and each thread opens its own; the file lies on a disk of the machine."""

    __slots__ = ("_connection", "_keeper", "_place")

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        """Strictly private: use `Ledger.open`."""
        self._connection, self._place = connection, place
        self._keeper = Bookkeeper(connection, self._place)

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

    def announce(self, campaign: Campaign) -> bool:
        """Take a campaign's terms into the ledger. They stay as they are; to change them, announce another campaign.

        Returns:
            Whether it is new in the ledger.

        Raises:
            LedgerError: a campaign with this id and other terms is announced already.
        """
        terms = campaign.model_dump_json()
        with writing(self._connection, self._place):
            insert = "INSERT INTO campaigns VALUES (?, ?) ON CONFLICT DO NOTHING"
            new = self._connection.execute(insert, (campaign.id, terms)).rowcount == 1
            kept = terms_of(self._connection, campaign.id)
        if kept != terms:
            what = f"campaign {campaign.id} is announced already, with other terms"
            raise LedgerError(refusal(self._place, what, "what was promised stays: choose another id"))
        return new

    def campaign(self, key: str) -> Campaign:
        """The terms of a campaign, as announced.

        Raises:
            LedgerError: there is none with this id.
        """
        with reading(self._connection, self._place):
            return self._keeper.terms(key)

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
        with writing(self._connection, self._place):
            return self._keeper.granted(asked)

    def grant_all(self, grants: Mapping[str, Grant]) -> tuple[Booking, ...]:
        """Give the points of many occasions: all of them, or none.

        Args:
            grants: each under a name for messages, such as its row in a file; see `read_grants`.

        Raises:
            DocumentError: with every problem of every grant; nothing is booked.
            LedgerError: the file refuses.
        """
        with writing(self._connection, self._place):
            return all_of(grants, self._keeper.granted)

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
        with writing(self._connection, self._place):
            return self._keeper.taken_back(asked)

    def take_back_all(self, returns: Mapping[str, Return]) -> tuple[Booking, ...]:
        """Book many returns of goods: all of them, or none.

        Args:
            returns: each under a name for messages; see `read_returns`.

        Raises:
            DocumentError: with every problem of every return; nothing is booked.
            LedgerError: the file refuses.
        """
        with writing(self._connection, self._place):
            return all_of(returns, self._keeper.taken_back)

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
            return self._keeper.expired(campaign, today)

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
