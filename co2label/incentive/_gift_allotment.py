"""Who gets which gift: meter readings, their allotment, and what a household is told.

Readings are the kWh that a household bought by a contract, month by month or day by day (columns `member, contract, period,
kwh`, and `place` where a programme has an area; `period` is a day or a month). Each counts once.

First come, first served, whatever the order of the rows: whoever reached a step first is first; on one day, whoever has the lower
id. Under `steps` that day is the one on which the highest step was reached; where its gift is gone, the next lower one that is
left is given. Under `per-kwh` each piece has its day, so a household's later pieces wait behind others' earlier ones.

>>> july = MeterReading(member="m-1", contract="c-1", period="2026-07", kwh="310.5")
>>> july.first_day.isoformat(), july.last_day.isoformat()
('2026-07-01', '2026-07-31')
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive._gifts import Gift, GiftPlace, GiftProgramme, lies_in, prefecture_problems
from co2label.incentive._points import exact_cell
from co2label.incentive._rows import read_models
from co2label.model import CleanText, Identifier, Model
from co2label.wording import Translator, format_period, in_each_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


_MONTH = len("2026-07")

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def _period(value: Any) -> Any:
    """Accept one form of a day only: a week date (2026-W27-5) would count twice beside the same calendar date."""
    with suppress(ValueError):
        if isinstance(value, str) and _SHAPE.fullmatch(value):
            date.fromisoformat(value if len(value) > _MONTH else f"{value}-01")
            return value
    raise ValueError(f'expected a day such as "2026-07-03" or a month such as "2026-07", got {clip(value)}')


class MeterReading(Model):
    """The reading of one meter.

    Attributes:
        member: the household; an id of the scheme's own, never a name.
        contract: the contract, or the certificate, that the kWh belong to.
        period: a day or a month, ISO 8601.
        kwh: 0 or more.
        place: the prefecture and the municipality in which the household lives.
    """

    member: Identifier
    contract: Identifier
    period: Annotated[str, BeforeValidator(_period)]
    kwh: Annotated[
        Decimal, BeforeValidator(exact_cell), Field(ge=0, le=10**9, decimal_places=6, strict=False)
    ]
    place: CleanText | None = None

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.period if len(self.period) > _MONTH else f"{self.period}-01")

    @property
    def last_day(self) -> date:
        """The last day of the period, on which its kWh are known."""
        first = self.first_day
        if len(self.period) > _MONTH:
            return first
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def read_meters(path: str | Path) -> dict[str, MeterReading]:
    """The readings of a CSV or JSON file, each under its place in it.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return read_models(MeterReading, path)


def counted_once(readings: Mapping[str, MeterReading]) -> dict[str, MeterReading]:
    """The readings without those that were given twice.

    Args:
        readings: each under a name for messages.

    Raises:
        DocumentError: two readings of one contract and period that differ, a day in a month that was given too, or a
            household in two places.
    """
    kept: dict[tuple[str, str], tuple[str, MeterReading]] = {}
    problems: list[Problem] = []
    for where, reading in readings.items():
        first, before = kept.setdefault((reading.contract, reading.period), (where, reading))
        if before != reading:
            what = f"contract {reading.contract} has another reading of {reading.period}, at {first}"
            problems.append(Problem(where, what, "each kWh counts once: keep one of them"))
    for (contract, period), (where, _) in kept.items():
        month = (contract, period[:_MONTH])
        if len(period) > _MONTH and month in kept:
            what = f"contract {contract} has a reading of the whole month too, at {kept[month][0]}"
            problems.append(Problem(where, what, "each kWh counts once: keep the month or its days"))
    places: dict[str, tuple[str, str]] = {}
    for where, reading in kept.values():
        if reading.place is not None:
            first_at, place = places.setdefault(reading.member, (where, reading.place))
            if place != reading.place:
                what = f"{reading.member} lives in {place} at {first_at}, and here in {reading.place}"
                problems.append(Problem(where, what, "write one place for a household"))
    DocumentError.raise_any(problems)
    return dict(kept.values())


AllotmentReason = Literal[
    "allotted", "lower-step", "fewer", "out-of-stock", "below-threshold", "outside-area", "outside-period"
]
"""Why a household gets what it gets: all that it earned, the gift of a lower step, fewer pieces, or none."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """The gift of a household, and the reason.

    Attributes:
        member: the household.
        kwh: its kWh in the days of the programme.
        reason: see `AllotmentReason`.
        gift: the id of its gift; none where it gets none.
        pieces: how many.
        due: how many it would get if there were enough.
        reached: the day on which the last of its pieces was earned.
        short_kwh: how many kWh are missing to the lowest step; only of `below-threshold`.
    """

    member: str
    kwh: Decimal
    reason: AllotmentReason
    gift: str | None = None
    pieces: int = 0
    due: int = 0
    reached: date | None = None
    short_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Allotments:
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


@dataclass(frozen=True, slots=True)
class _Household:
    """Purchases of a household within a programme.

    Attributes:
        member: its id.
        place: where it lives; empty where that is not said.
        days: the days on which kWh came to be known, each with the sum up to and with it.
    """

    member: str
    place: str
    days: tuple[tuple[date, Decimal], ...]

    @property
    def kwh(self) -> Decimal:
        """All kWh."""
        return self.days[-1][1] if self.days else Decimal(0)


def allot(programme: GiftProgramme, readings: Mapping[str, MeterReading]) -> Allotments:
    """Allot the gifts of a programme.

    Args:
        programme: its terms.
        readings: each under a name for messages; see `read_meters`.

    Raises:
        DocumentError: with every problem: readings that differ or overlap, a month that is only partly in the programme, a
            household without a place where there is an area.

    >>> from co2label.incentive._gifts import Gift, GiftProgramme
    >>> from co2label.incentive._gift_allotment import MeterReading
    >>> salt = Gift(id="salt", name="Salt", kwh=300, stock=1, yen=800, municipality="岩手県野田村")
    >>> noda = GiftProgramme(id="noda", name="Noda", issuer="Noda", municipalities=["岩手県野田村"], first_day="2026-07-01",
    ...                      last_day="2026-09-30", basis="steps", gifts=[salt])
    >>> meters = [("m-2", "2026-07", 299), ("m-2", "2026-08", 1), ("m-1", "2026-08", 300), ("m-3", "2026-09", "299.9")]
    >>> read = {str(n): MeterReading(member=m, contract=f"c-{m}", period=p, kwh=k) for n, (m, p, k) in enumerate(meters)}
    >>> [(one.member, one.reason) for one in allot(noda, read).allotments]
    [('m-1', 'allotted'), ('m-2', 'out-of-stock'), ('m-3', 'below-threshold')]
    """
    once = counted_once(readings)
    DocumentError.raise_any(_reading_problems(programme, once))
    left = {gift.id: gift.stock for gift in programme.gifts}
    lowest_step = min(gift.kwh for gift in programme.gifts)
    allotments: list[Allotment] = []
    taking: list[_Household] = []
    for one in _households(programme, once):
        reason = _refusal_reason(programme, one, lowest_step)
        if reason is None:
            taking.append(one)
        else:
            short = lowest_step - one.kwh if reason == "below-threshold" else None
            allotments.append(Allotment(one.member, one.kwh, reason, short_kwh=short))
    allotted = _allot_steps if programme.basis == "steps" else _allot_per_kwh
    allotments += allotted(programme, taking, left)
    allotments.sort(key=attrgetter("member"))
    return Allotments(programme.id, tuple(allotments), MappingProxyType(left), len(readings) - len(once))


def _reading_problems(programme: GiftProgramme, readings: Mapping[str, MeterReading]) -> Iterator[Problem]:
    for where, reading in readings.items():
        if programme.area and reading.place is None:
            yield Problem(where, f"{reading.member} has no place, and the programme has an area", "add it")
        if reading.place is not None:
            yield from prefecture_problems(f"{where}.place", reading.place)
        first, last = reading.first_day, reading.last_day
        whole = programme.first_day <= first and last <= programme.last_day
        if not whole and first <= programme.last_day and last >= programme.first_day:
            yield Problem(where, f"{reading.period} is only partly in the programme", "give its days")


def _households(programme: GiftProgramme, readings: Mapping[str, MeterReading]) -> Iterator[_Household]:
    places = {one.member: one.place for one in readings.values() if one.place is not None}
    ordered = sorted(readings.values(), key=attrgetter("member", "last_day"))
    for member, own in groupby(ordered, key=attrgetter("member")):
        within = [one for one in own if programme.first_day <= one.first_day <= programme.last_day]
        sums = accumulate(one.kwh for one in within)
        days = zip((one.last_day for one in within), sums, strict=True)
        yield _Household(member, places.get(member, ""), tuple(days))


def _refusal_reason(
    programme: GiftProgramme, household: _Household, lowest_step: Decimal
) -> AllotmentReason | None:
    if not lies_in(household.place, [place.written for place in programme.area]):
        return "outside-area"
    if not household.days:
        return "outside-period"
    return "below-threshold" if household.kwh < lowest_step else None


def _allot_steps(
    programme: GiftProgramme, households: list[_Household], left: dict[str, int | None]
) -> Iterator[Allotment]:
    """One gift a household: that of its highest step, or of the next lower one that is left."""
    downwards = sorted(programme.gifts, key=attrgetter("kwh"), reverse=True)
    queue = []
    for one in households:
        gifts = [gift for gift in downwards if one.kwh >= gift.kwh]
        day = next(day for day, kwh in one.days if kwh >= gifts[0].kwh)
        queue.append((day, one.member, one.kwh, gifts))
    for day, member, kwh, gifts in sorted(queue, key=itemgetter(0, 1)):
        gift = next((each for each in gifts if left[each.id] != 0), None)
        if gift is None:
            yield Allotment(member, kwh, "out-of-stock", due=1, reached=day)
        else:
            _take(left, gift, 1)
            reason: AllotmentReason = "allotted" if gift == gifts[0] else "lower-step"
            yield Allotment(member, kwh, reason, gift.id, 1, 1, day)


def _allot_per_kwh(
    programme: GiftProgramme, households: list[_Household], left: dict[str, int | None]
) -> Iterator[Allotment]:
    """A piece for each full `kwh`, in the order of the days on which they were full."""
    (gift,) = programme.gifts

    def pieces(kwh: Decimal) -> int:
        full = int(kwh // gift.kwh)
        return full if programme.cap_per_household is None else min(full, programme.cap_per_household)

    queue: list[tuple[date, str, int]] = []
    for one in households:
        before = 0
        for day, kwh in one.days:
            if pieces(kwh) > before:
                queue.append((day, one.member, pieces(kwh) - before))
            before = pieces(kwh)
    given: Counter[str] = Counter()
    last: dict[str, date] = {}
    for day, member, claimed in sorted(queue):
        given[member] += _take(left, gift, claimed)
        last[member] = day
    for one in households:
        count, due = given[one.member], pieces(one.kwh)
        reason: AllotmentReason = "allotted" if count == due else "fewer" if count else "out-of-stock"
        yield Allotment(one.member, one.kwh, reason, gift.id if count else None, count, due, last[one.member])


def _take(left: dict[str, int | None], gift: Gift, pieces: int) -> int:
    """Take as many pieces as there are; gives how many."""
    stock = left[gift.id]
    if stock is None:
        return pieces
    taken = min(stock, pieces)
    left[gift.id] = stock - taken
    return taken


def gift_notice(programme: GiftProgramme, allotment: Allotment) -> dict[str, str]:
    """One line by language, for `Receipt(notices=…)` or an e-mail: the gift, or why there is none.

    Args:
        programme: the terms by which it was allotted.
        allotment: of the household.

    >>> from decimal import Decimal
    >>> from co2label.incentive._gift_allotment import Allotment
    >>> from co2label.incentive._gifts import Gift, GiftProgramme
    >>> salt = Gift(id="salt", name={"ja": "塩", "en": "Salt"}, kwh=300, yen=800, municipality="岩手県野田村")
    >>> noda = GiftProgramme(id="noda", name={"ja": "野田村のお礼", "en": "Noda gifts"}, issuer="Noda", first_day="2026-07-01",
    ...                      municipalities=["岩手県野田村"], last_day="2026-09-30", basis="steps", gifts=[salt])
    >>> gift_notice(noda, Allotment("m-1", Decimal(290), "below-threshold", short_kwh=Decimal(10)))["ja"]
    '野田村のお礼：今回はお礼の品の基準に10 kWh届きませんでした'
    """

    def words(w: Translator) -> str:
        """A receipt has three rows: where the gift comes from and why it is this one, the letter says."""
        if allotment.gift is None:
            what = _reason_in_words(programme, allotment, w)
        else:
            name = w.of(programme.gift(allotment.gift).name)
            what = w.say("gifts.short", gift=name, pieces=allotment.pieces)
        campaign = w.of(programme.name)
        return w.say("gifts.notice", programme=campaign, what=what)

    return in_each_language(words)


def gift_letter(programme: GiftProgramme, allotment: Allotment, *, language: str = "ja") -> str:
    """A letter to a household, as plain text in paragraphs.

    Args:
        programme: the terms by which it was allotted.
        allotment: of the household.
        language: of the words.

    Raises:
        TextError: a language without words.
    """
    w = Translator(language)
    used = w.say(
        "gifts.used",
        period=format_period(programme.first_day, programme.last_day, w.language),
        places=_places_in_words(programme.municipalities, w.language),
        kwh=_kwh_in_words(allotment.kwh, w),
    )
    parts = [
        w.say("gifts.dear", member=allotment.member),
        w.of(programme.name),
        *([used] if allotment.kwh else []),
        _reason_in_words(programme, allotment, w),
        w.say("gifts.order"),
        w.of(programme.issuer),
    ]
    return "\n\n".join(parts) + "\n"


def _reason_in_words(programme: GiftProgramme, allotment: Allotment, w: Translator) -> str:
    values: dict[str, object] = {
        "period": format_period(programme.first_day, programme.last_day, w.language),
        "area": _places_in_words(programme.area, w.language),
        "pieces": allotment.pieces,
        "due": allotment.due,
    }
    if allotment.gift is not None:
        gift = programme.gift(allotment.gift)
        values |= {
            "gift": w.of(gift.name),
            "place": w.of(programme.origin(gift).name),
        }
    if allotment.short_kwh is not None:
        values["short"] = _kwh_in_words(allotment.short_kwh, w)
    return w.say(f"gifts.{allotment.reason}", **values)


_IN_PREFECTURE = re.compile(r"(北海道|東京都|京都府|大阪府|\w{2,3}県)(\w+)")


def _places_in_words(places: Iterable[GiftPlace], language: str) -> str:
    """Places one after the other; the prefecture of several Japanese names in a row is said once."""
    w = Translator(language)
    joint, said = w.say("gifts.places.joint"), []
    before = ""
    for place in places:
        name = w.of(place.name)
        found = _IN_PREFECTURE.fullmatch(name)
        prefecture = found[1] if found else ""
        said.append(found[2] if found and prefecture == before else name)
        before = prefecture
    return joint.join(said)


def _kwh_in_words(kwh: Decimal, w: Translator) -> str:
    return w.number(f"{kwh.normalize():f}")
