"""Reading a ledger of points: the report of a campaign, and the audit of every row."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import Problem
from co2label.incentive.ledger_file import COLUMNS, Row, digest_of
from co2label.incentive.points import Campaign

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

__all__ = ["CampaignReport", "Head", "audit_of", "head_of", "report_of"]

_ALL = f"SELECT {COLUMNS} FROM entries ORDER BY seq"  # noqa: S608 - names of our own
_SUMS = """SELECT
    coalesce(sum(points) FILTER (WHERE kind = 'grant'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'return'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'expiry'), 0),
    coalesce(sum(earned - points) FILTER (WHERE kind = 'grant'), 0),
    coalesce(sum(avoided_mg), 0),
    count(*) FILTER (WHERE kind = 'grant'),
    count(DISTINCT member)
FROM entries WHERE campaign = ?"""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a ledger: its number, 0 in an empty one, and its digest."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """What a campaign came to, in whole points.

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


def head_of(connection: sqlite3.Connection) -> Head:
    """The last row and its digest."""
    found = connection.execute("SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*found) if found else Head(0, "")


def report_of(connection: sqlite3.Connection, terms: Campaign) -> CampaignReport:
    """The report of a campaign; see `CampaignReport`."""
    names = ("granted", "returned", "expired", "held_back", "avoided_mg", "grants", "members")
    sums = dict(zip(names, connection.execute(_SUMS, (terms.id,)).fetchone(), strict=True))
    left = None if terms.budget is None else terms.budget - (sums["granted"] - sums["returned"])
    return CampaignReport(terms.id, **sums, budget_left=left)


def audit_of(connection: sqlite3.Connection, head: Head | None) -> tuple[Problem, ...]:
    """Everything in a ledger that does not add up."""
    rows = [Row._make(row) for row in connection.execute(_ALL)]
    terms = dict(connection.execute("SELECT id, terms FROM campaigns").fetchall())
    return (
        *_of_chain(rows, head),
        *_of_terms(rows, terms),
        *_of_grants(rows),
        *_of_given(rows),
        *_of_limits(rows, terms),
    )


def _of_chain(rows: list[Row], head: Head | None) -> Iterator[Problem]:
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


def _of_terms(rows: list[Row], terms: dict[str, str]) -> Iterator[Problem]:
    digests = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in terms.items()}
    for row in rows:
        if row.kind == "grant" and json.loads(row.request)["terms"] != digests.get(row.campaign):
            yield Problem(
                f"entries[{row.seq}]", f"the terms of {row.campaign} were changed", "restore a copy"
            )


def _of_grants(rows: list[Row]) -> Iterator[Problem]:
    points: Counter[int] = Counter()
    pieces: Counter[int] = Counter()
    for row in rows:
        points[row.grant_seq] += row.points
        pieces[row.grant_seq] += row.pieces
    for seq in points:
        if points[seq] < 0 or pieces[seq] < 0:
            yield Problem(f"entries[{seq}]", "more was taken back than was granted", "ask who wrote the file")


def _of_given(rows: list[Row]) -> Iterator[Problem]:
    given: Counter[str] = Counter()
    for row in rows:
        given[row.campaign] += 0 if row.kind == "expiry" else row.points
        if row.given != given[row.campaign]:
            what = f"says that {row.given} points were given, and {given[row.campaign]} were"
            yield Problem(f"entries[{row.seq}]", what, "ask who wrote the file")


def _of_limits(rows: list[Row], terms: dict[str, str]) -> Iterator[Problem]:
    campaigns = {key: Campaign.read_back(text) for key, text in terms.items()}
    counted = [row for row in rows if row.kind != "expiry"]
    for key, campaign in campaigns.items():
        own = [row for row in counted if row.campaign == key]
        yield from _above(campaign.budget, _sums((key, row.points) for row in own))
        yield from _above(campaign.cap_per_member, _sums((f"{key} {row.member}", row.points) for row in own))
        of_days = ((f"{key} {row.member} {row.grant_day}", row.points) for row in own)
        yield from _above(campaign.cap_per_day, _sums(of_days))


def _sums(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for key, points in pairs:
        sums[key] += points
    return sums


def _above(limit: int | None, sums: Counter[str]) -> Iterator[Problem]:
    for where, points in sums.items():
        if limit is not None and points > limit:
            yield Problem(where, f"{points} points, and {limit} is the most", "ask who wrote the file")
