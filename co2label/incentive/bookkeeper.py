"""The bookkeeper of a ledger of points: what is looked up and booked while the file is held (`reading`, `writing`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from co2label.errors import LedgerError, clip
from co2label.incentive.bookings import Booking
from co2label.incentive.earning import earned, still_earned
from co2label.incentive.ledger_file import Row, refusal
from co2label.incentive.ledger_requests import (
    as_json,
    check_id,
    check_within,
    grant_request,
    left_after,
    taken,
)
from co2label.incentive.ledger_rows import EXPIRY, add_row, leftovers, room, row_of, rows_of_grant, terms_of
from co2label.incentive.points import Campaign, Occasion

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from co2label.incentive.bookings import Cap, Grant, Return
    from co2label.incentive.earning import Earned

__all__ = ["Bookkeeper"]


class Bookkeeper:
    """Books into one open ledger; whoever calls holds the file."""

    __slots__ = ("_campaigns", "_connection", "_place")

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        """Strictly private: a `Ledger` has one."""
        self._connection, self._place = connection, place
        self._campaigns: dict[str, Campaign] = {}

    def terms(self, campaign: str) -> Campaign:
        """The terms of a campaign. They never change, so they are read once."""
        if campaign not in self._campaigns:
            terms = terms_of(self._connection, campaign)
            if terms is None:
                raise LedgerError(refusal(self._place, f"no campaign {clip(campaign)}", "announce it first"))
            self._campaigns[campaign] = Campaign.read_back(terms)
        return self._campaigns[campaign]

    def granted(self, asked: Grant) -> Booking:
        """Book a grant; see `Ledger.grant`."""
        terms, occasion = self.terms(asked.campaign), asked.occasion
        check_id(asked.booking)
        request = grant_request(terms, asked.rule, occasion)
        if (before := self._before(asked.booking, request)) is not None:
            return before
        check_within(terms, occasion.day)
        found = earned(terms.rule(asked.rule), occasion)
        day = str(occasion.day)
        left, _ = room(self._connection, terms, occasion.member, day)
        figures = (occasion.pieces, min(found.points, left), found.points, found.avoided_mg)
        who = (terms.id, occasion.member, day, day)
        return self._add(Row(0, asked.booking, "grant", 0, *who, *figures, 0, request, ""))

    def taken_back(self, asked: Return) -> Booking:
        """Book a return; see `Ledger.take_back`."""
        check_id(asked.booking)
        request = as_json({"grant": asked.grant, "day": str(asked.day), "pieces": asked.pieces})
        if (before := self._before(asked.booking, request)) is not None:
            return before
        rows = rows_of_grant(self._connection, asked.grant)
        if not rows:
            what = f"no grant {clip(asked.grant)}"
            raise LedgerError(refusal(self._place, what, "give the id of its booking"))
        left = left_after(rows, asked.day, asked.pieces)
        kept = self._kept(rows[0], left)
        avoided = kept.avoided_mg - sum(row.avoided_mg for row in rows)
        points = taken(rows, kept.points)
        blank = rows[0]._replace(booking=asked.booking, kind="return", day=str(asked.day), request=request)
        return self._add(blank._replace(pieces=-asked.pieces, points=-points, earned=0, avoided_mg=avoided))

    def expired(self, campaign: str, today: date) -> tuple[Booking, ...]:
        """Book the expiry of what is left of each grant of a campaign."""
        over = leftovers(self._connection, campaign)
        return tuple(self._expiry(grant, points, today) for grant, points in over)

    def _before(self, booking: str, request: str) -> Booking | None:
        """The answer that was given before, if any."""
        row = row_of(self._connection, booking)
        if row is None:
            return None
        if row.request != request:
            what = f"booking {booking} was used for something else, on {row.day}"
            raise LedgerError(refusal(self._place, what, "give each booking its own id"))
        return self._answer(row, repeated=True)

    def _kept(self, granted: Row, pieces: int) -> Earned:
        """What the pieces kept still earn."""
        request = json.loads(granted.request)
        rule = self.terms(granted.campaign).rule(request["rule"])
        return still_earned(rule, Occasion.read(request["occasion"]), pieces)

    def _expiry(self, grant: str, points: int, today: date) -> Booking:
        (granted, *_) = rows_of_grant(self._connection, grant)
        blank = granted._replace(booking=EXPIRY + grant, kind="expiry", day=str(today), request="{}")
        return self._add(blank._replace(pieces=0, points=-points, earned=0, avoided_mg=0))

    def _add(self, row: Row) -> Booking:
        return self._answer(add_row(self._connection, row), repeated=False)

    def _answer(self, row: Row, *, repeated: bool) -> Booking:
        """What a row says; the cap that held points back is looked up in the rows before it."""
        cap: Cap | None = None
        if row.kind == "grant" and row.points < row.earned:
            terms = self.terms(row.campaign)
            _, cap = room(self._connection, terms, row.member, row.grant_day, before=row.seq)
        return Booking(row.booking, row.member, row.points, row.earned, repeated, cap, row.kind, row.campaign)
