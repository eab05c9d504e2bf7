"""What is asked of a ledger, checked and written down before it is booked."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.errors import DocumentError, LedgerError, Problem, clip
from co2label.incentive.ledger_rows import EXPIRY
from co2label.model import IDENTIFIER_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.incentive.bookings import Booking
    from co2label.incentive.ledger_file import Row
    from co2label.incentive.points import Campaign, Occasion

__all__ = [
    "all_of",
    "as_json",
    "check_day",
    "check_id",
    "check_within",
    "grant_request",
    "left_after",
    "taken",
]

Asked = TypeVar("Asked")
"""A grant or a return."""


def all_of(requests: Mapping[str, Asked], book: Callable[[Asked], Booking]) -> tuple[Booking, ...]:
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
    if problems:
        raise DocumentError(problems)
    return tuple(booked)


def as_json(request: dict[str, Any]) -> str:
    """A request as text, the same for the same request."""
    return json.dumps(request, ensure_ascii=False, sort_keys=True)


def grant_request(terms: Campaign, rule: str, occasion: Occasion) -> str:
    """What a grant asks. The digest of the terms shows later that they are those of the day."""
    digest = hashlib.sha256(terms.model_dump_json().encode()).hexdigest()
    asked = occasion.model_dump(mode="json")
    return as_json({"campaign": terms.id, "terms": digest, "rule": rule, "occasion": asked})


def taken(rows: list[Row], kept: int) -> int:
    """Points to take: down to what is kept, and never below what is there."""
    standing = sum(row.points for row in rows if row.kind != "expiry")
    return max(0, min(standing - kept, sum(row.points for row in rows)))


def check_id(booking: str) -> None:
    """Refuse an id that no booking may have."""
    if not re.fullmatch(IDENTIFIER_PATTERN, booking) or booking.startswith(EXPIRY):
        what = f"expected an id (letters, digits and . _ : @ + -, not {EXPIRY} in front), got {clip(booking)}"
        raise DocumentError([Problem("booking", what, "a receipt's number and line do well")])


def check_day(day: date, where: str) -> None:
    """Refuse what is no calendar day."""
    if not isinstance(day, date) or isinstance(day, datetime):  # type: ignore[redundant-expr, unused-ignore]
        raise DocumentError([Problem(where, f"expected a datetime.date, got {clip(day)}", "give a day")])


def check_within(terms: Campaign, day: date) -> None:
    """Refuse a day outside the campaign."""
    if not terms.first_day <= day <= terms.last_day:
        what = f"{day} is outside campaign {terms.id}, {terms.first_day} to {terms.last_day}"
        raise DocumentError([Problem("occasion.day", what, "grant nothing for it, or correct the day")])


def left_after(rows: list[Row], day: date, pieces: int) -> int:
    """Pieces that are kept after a return."""
    before = sum(row.pieces for row in rows)
    problems = []
    if type(pieces) is not int or not 1 <= pieces <= before:
        what = f"expected 1 to {before} pieces, got {clip(pieces)}"
        problems.append(Problem("pieces", what, "count what was returned before"))
    if str(day) < rows[0].grant_day:
        what = f"{day} is before the grant, on {rows[0].grant_day}"
        problems.append(Problem("day", what, "correct the day"))
    if problems:
        raise DocumentError(problems)
    return before - pieces
