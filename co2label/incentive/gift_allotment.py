"""Who gets which gift: from meter readings, once each, first come first served, the same whatever the order of the rows.

Whoever reached a step first is first; on one day, whoever has the lower id. Under `steps` that day is the one on which the
highest step was reached; where its gift is gone, the next lower one that is left is given. Under `per-kwh` each piece has its
day, so a household's later pieces wait behind others' earlier ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from co2label.errors import DocumentError, Problem
from co2label.incentive.gift_places import inside, with_prefecture
from co2label.incentive.meter_readings import counted_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from co2label.incentive.gift_programme import Gift, GiftProgramme
    from co2label.incentive.meter_readings import Reading

__all__ = ["Allotment", "Outcome", "Reason", "allot"]

Reason = Literal[
    "allotted", "lower-step", "fewer", "out-of-stock", "below-threshold", "outside-area", "outside-period"
]
"""Why a household gets what it gets: all that it earned, the gift of a lower step, fewer pieces, or none."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """What a household gets, and why.

    Attributes:
        member: the household.
        kwh: its kWh in the days of the programme.
        reason: see `Reason`.
        gift: the id of its gift; none where it gets none.
        pieces: how many.
        due: how many it would get if there were enough.
        reached: the day on which the last of its pieces was earned.
        short_kwh: how many kWh are missing to the lowest step; only of `below-threshold`.
    """

    member: str
    kwh: Decimal
    reason: Reason
    gift: str | None = None
    pieces: int = 0
    due: int = 0
    reached: date | None = None
    short_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All households of a programme.

    Attributes:
        programme: its id.
        allotments: one a household, by id.
        left: pieces that are left, by gift; none of a gift without a stock.
        repeated: readings that were given twice and counted once.
    """

    programme: str
    allotments: tuple[Allotment, ...]
    left: Mapping[str, int | None]
    repeated: int


class _Day(NamedTuple):
    day: date
    kwh: Decimal
    """Up to and with this day."""


def allot(programme: GiftProgramme, readings: Mapping[str, Reading]) -> Outcome:
    """Allot the gifts of a programme.

    Args:
        programme: its terms.
        readings: each under a name for messages; see `read_meters`.

    Raises:
        DocumentError: with every problem: readings that differ or overlap, a month that is only partly in the programme, a
            household without a place where there is an area.

    >>> from co2label.incentive.gift_programme import Gift, GiftProgramme
    >>> from co2label.incentive.meter_readings import Reading
    >>> salt = Gift(id="salt", name="Salt", kwh=300, stock=1, yen=800, municipality="岩手県野田村")
    >>> noda = GiftProgramme(id="noda", name="Noda", issuer="Noda", municipalities=["岩手県野田村"], first_day="2026-07-01",
    ...                      last_day="2026-09-30", basis="steps", gifts=[salt])
    >>> meters = [("m-2", "2026-07", 299), ("m-2", "2026-08", 1), ("m-1", "2026-08", 300), ("m-3", "2026-09", "299.9")]
    >>> read = {str(n): Reading(member=m, contract=f"c-{m}", period=p, kwh=k) for n, (m, p, k) in enumerate(meters)}
    >>> [(one.member, one.reason) for one in allot(noda, read).allotments]
    [('m-1', 'allotted'), ('m-2', 'out-of-stock'), ('m-3', 'below-threshold')]
    """
    once = counted_once(readings)
    problems = list(_misfits(programme, once))
    if problems:
        raise DocumentError(problems)
    days = {member: _days(programme, own) for member, own in _by_member(once).items()}
    places = {one.member: one.place for one in once.values() if one.place is not None}
    refused = {member: reason for member in days if (reason := _refused(programme, days, places, member))}
    taking = {member: found for member, found in days.items() if member not in refused}
    left = {gift.id: gift.stock for gift in programme.gifts}
    given = (
        _steps(programme, taking, left) if programme.basis == "steps" else _per_kwh(programme, taking, left)
    )
    none = {member: _none(programme, days[member], member, reason) for member, reason in refused.items()}
    allotments = tuple(one for _, one in sorted((none | given).items()))
    return Outcome(programme.id, allotments, MappingProxyType(left), len(readings) - len(once))


def _misfits(programme: GiftProgramme, readings: Mapping[str, Reading]) -> Iterator[Problem]:
    for where, reading in readings.items():
        if programme.area and reading.place is None:
            yield Problem(where, f"{reading.member} has no place, and the programme has an area", "add it")
        if reading.place is not None:
            yield from with_prefecture(f"{where}.place", reading.place)
        first, last = reading.first_day, reading.last_day
        whole = programme.first_day <= first and last <= programme.last_day
        if not whole and first <= programme.last_day and last >= programme.first_day:
            yield Problem(where, f"{reading.period} is only partly in the programme", "give its days")


def _by_member(readings: Mapping[str, Reading]) -> dict[str, list[Reading]]:
    ordered = sorted(readings.values(), key=lambda one: (one.member, one.last_day))
    return {member: list(own) for member, own in groupby(ordered, key=lambda one: one.member)}


def _days(programme: GiftProgramme, own: list[Reading]) -> list[_Day]:
    """The days within the programme on which kWh came to be known, each with the sum up to it."""
    within = [one for one in own if programme.first_day <= one.first_day <= programme.last_day]
    sums = accumulate(one.kwh for one in within)
    return [_Day(one.last_day, kwh) for one, kwh in zip(within, sums, strict=True)]


def _refused(
    programme: GiftProgramme, days: Mapping[str, list[_Day]], places: Mapping[str, str], member: str
) -> Reason | None:
    if not inside(places.get(member, ""), [place.written for place in programme.area]):
        return "outside-area"
    if not days[member]:
        return "outside-period"
    return "below-threshold" if _kwh(days[member]) < _lowest(programme) else None


def _none(programme: GiftProgramme, days: list[_Day], member: str, reason: Reason) -> Allotment:
    kwh = _kwh(days)
    short = _lowest(programme) - kwh if reason == "below-threshold" else None
    return Allotment(member, kwh, reason, short_kwh=short)


def _kwh(days: list[_Day]) -> Decimal:
    return days[-1].kwh if days else Decimal(0)


def _lowest(programme: GiftProgramme) -> Decimal:
    return min(gift.kwh for gift in programme.gifts)


def _steps(
    programme: GiftProgramme, days: Mapping[str, list[_Day]], left: dict[str, int | None]
) -> dict[str, Allotment]:
    """One gift a household: that of its highest step, or of the next lower one that is left."""
    downwards = sorted(programme.gifts, key=lambda gift: gift.kwh, reverse=True)
    reached = {member: [gift for gift in downwards if _kwh(own) >= gift.kwh] for member, own in days.items()}
    queue = sorted((_day_of(days[member], gifts[0].kwh), member) for member, gifts in reached.items())
    given = {}
    for day, member in queue:
        gift = next((one for one in reached[member] if left[one.id] != 0), None)
        kwh = _kwh(days[member])
        if gift is None:
            given[member] = Allotment(member, kwh, "out-of-stock", due=1, reached=day)
        else:
            _take(left, gift, 1)
            reason: Reason = "allotted" if gift == reached[member][0] else "lower-step"
            given[member] = Allotment(member, kwh, reason, gift.id, 1, 1, day)
    return given


def _per_kwh(
    programme: GiftProgramme, days: Mapping[str, list[_Day]], left: dict[str, int | None]
) -> dict[str, Allotment]:
    """A piece for each full `kwh`, in the order of the days on which they were full."""
    (gift,) = programme.gifts
    due = {member: _pieces(programme, gift, _kwh(own)) for member, own in days.items()}
    queue = sorted(claim for member, own in days.items() for claim in _claims(programme, gift, member, own))
    given = dict.fromkeys(days, 0)
    last: dict[str, date] = {}
    for day, member, pieces in queue:
        given[member] += _take(left, gift, pieces)
        last[member] = day
    return {
        member: _of_pieces(gift, member, _kwh(days[member]), given[member], due[member], last[member])
        for member in days
    }


def _of_pieces(gift: Gift, member: str, kwh: Decimal, pieces: int, due: int, day: date) -> Allotment:  # noqa: PLR0913, PLR0917
    reason: Reason = "allotted" if pieces == due else "fewer" if pieces else "out-of-stock"
    return Allotment(member, kwh, reason, gift.id if pieces else None, pieces, due, day)


def _claims(
    programme: GiftProgramme, gift: Gift, member: str, own: list[_Day]
) -> Iterator[tuple[date, str, int]]:
    before = 0
    for day, kwh in own:
        now = _pieces(programme, gift, kwh)
        if now > before:
            yield day, member, now - before
        before = now


def _pieces(programme: GiftProgramme, gift: Gift, kwh: Decimal) -> int:
    full = int(kwh // gift.kwh)
    return full if programme.cap_per_household is None else min(full, programme.cap_per_household)


def _day_of(days: list[_Day], kwh: Decimal) -> date:
    return next(day for day, sum_so_far in days if sum_so_far >= kwh)


def _take(left: dict[str, int | None], gift: Gift, pieces: int) -> int:
    """Take as many pieces as there are; gives how many."""
    stock = left[gift.id]
    if stock is None:
        return pieces
    taken = min(stock, pieces)
    left[gift.id] = stock - taken
    return taken
