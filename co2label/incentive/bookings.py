"""Bookings of a ledger of points: what is asked (a grant, a return), and the answer.

>>> Grant(booking="r-1", campaign="summer", rule="bag", occasion={"member": "m-1", "day": "2026-07-02"}).occasion.pieces
1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from co2label.incentive.points import Occasion
from co2label.model import Date, Identifier, Model

__all__ = ["Booking", "Cap", "Grant", "Kind", "Return"]

Cap = Literal["budget", "cap-per-member", "cap-per-day"]
"""What allowed fewer points than were earned."""
Kind = Literal["grant", "return", "expiry"]


class Grant(Model):
    """Points that are asked for.

    Attributes:
        booking: the id of the booking; never used for anything else.
        campaign: the campaign's id.
        rule: the id of one of its rules.
        occasion: what happened.
    """

    booking: Identifier
    campaign: Identifier
    rule: Identifier
    occasion: Occasion


class Return(Model):
    """Goods that came back.

    Attributes:
        booking: the id of this return.
        grant: the id of the grant.
        day: the day of the return.
        pieces: how many come back, 1 or more.
    """

    booking: Identifier
    grant: Identifier
    day: Date
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Booking:
    """The answer to a booking.

    Attributes:
        id: the booking's id.
        member: whose points.
        points: points given, or below zero, taken.
        earned: of a grant, what it earned before caps and budget; of others 0.
        repeated: whether it had been booked before, and this is that answer.
        held_back_by: of a grant that got fewer points than it earned, the cap that was reached; else none.
        kind: a grant, a return or an expiry.
        campaign: of which campaign.
    """

    id: str
    member: str
    points: int
    earned: int
    repeated: bool
    held_back_by: Cap | None = None
    kind: Kind = "grant"
    campaign: str = ""
