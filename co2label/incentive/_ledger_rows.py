"""Rows of a ledger: each holds a SHA-256 digest (FIPS 180-4) of itself and of the digest before it, so changes show."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.incentive._points import BookingKind


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
    return sha256(json.dumps([before, *row[:-1]], ensure_ascii=False, separators=(",", ":")))


def sha256(text: str) -> str:
    """The digest of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last row of a ledger: its number, 0 in an empty one, and its digest."""

    seq: int
    digest: str


def chain_problems(rows: list[LedgerRow], head: LedgerHead | None) -> Iterator[Problem]:
    """Rows that were changed or taken out, by the digests of the rows before them and of a head that was kept."""
    before = ""
    for place, row in enumerate(rows, start=1):
        if row.seq != place or row.digest != digest_of(row, before):
            yield _altered(row.seq, "was changed, or a row before it is missing")
            break
        before = row.digest
    if head is not None and head.seq and (len(rows) < head.seq or rows[head.seq - 1].digest != head.digest):
        yield _altered(head.seq, "is not the row that was kept as the head")


def terms_problems(rows: list[LedgerRow], terms: dict[str, str]) -> Iterator[Problem]:
    """Grants under other terms than those that the ledger holds."""
    digests = {key: sha256(text) for key, text in terms.items()}
    for row in rows:
        if row.kind == "grant" and json.loads(row.request)["terms"] != digests.get(row.campaign):
            yield _altered(row.seq, f"the terms of {row.campaign} were changed")


def _altered(seq: int, what: str) -> Problem:
    return Problem(f"entries[{seq}]", what, "restore a copy")
