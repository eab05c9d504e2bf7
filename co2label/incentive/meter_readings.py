"""Meter readings: the kWh that a household bought by a contract, month by month or day by day. Each counts once.

Columns: `member, contract, period, kwh`, and `place` where a programme has an area. `period` is a day or a month.

>>> july = Reading(member="m-1", contract="c-1", period="2026-07", kwh="310.5")
>>> july.first_day.isoformat(), july.last_day.isoformat()
('2026-07-01', '2026-07-31')
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.points import exact_cell
from co2label.incentive.row_file import nouns_of, rows_of
from co2label.model import CleanText, Identifier, Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Reading", "counted_once", "read_meters"]

_MONTH = len("2026-07")
_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def _period(value: Any) -> Any:
    """One way only to write a day: as a day of a week (2026-W27-5) it would count twice beside itself."""
    with suppress(ValueError):
        if isinstance(value, str) and _SHAPE.fullmatch(value):
            date.fromisoformat(value if len(value) > _MONTH else f"{value}-01")
            return value
    message = f'expected a day such as "2026-07-03" or a month such as "2026-07", got {clip(value)}'
    raise ValueError(message)


class Reading(Model):
    """What one meter counted.

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


def read_meters(path: str | Path) -> dict[str, Reading]:
    """The readings of a CSV or JSON file, each under its place in it.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return nouns_of(Reading, rows_of(path, columns=tuple(Reading.model_fields), numbers={}))


def counted_once(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings without those that were given twice.

    Args:
        readings: each under a name for messages.

    Raises:
        DocumentError: two readings of one contract and period that differ, a day in a month that was given too, or a
            household in two places.
    """
    kept: dict[tuple[str, str], tuple[str, Reading]] = {}
    problems: list[Problem] = []
    for where, reading in readings.items():
        first, before = kept.setdefault((reading.contract, reading.period), (where, reading))
        if before != reading:
            what = f"contract {reading.contract} has another reading of {reading.period}, at {first}"
            problems.append(Problem(where, what, "each kWh counts once: keep one of them"))
    found = dict(kept.values())
    problems += [*_overlaps(kept), *_two_places(found)]
    if problems:
        raise DocumentError(problems)
    return found


def _overlaps(kept: Mapping[tuple[str, str], tuple[str, Reading]]) -> Iterator[Problem]:
    for (contract, period), (where, _) in kept.items():
        month = (contract, period[:_MONTH])
        if len(period) > _MONTH and month in kept:
            what = f"contract {contract} has a reading of the whole month too, at {kept[month][0]}"
            yield Problem(where, what, "each kWh counts once: keep the month or its days")


def _two_places(readings: Mapping[str, Reading]) -> Iterator[Problem]:
    places: dict[str, tuple[str, str]] = {}
    for where, reading in readings.items():
        if reading.place is not None:
            first, place = places.setdefault(reading.member, (where, reading.place))
            if place != reading.place:
                what = f"{reading.member} lives in {place} at {first}, and here in {reading.place}"
                yield Problem(where, what, "write one place for a household")
