"""Months of purchases in a row: their sums, averages of a day, and gaps where there are no receipts."""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.figures import Shown, show_mass
from co2label.receipt.summary import summarise
from co2label.receipt.sureness import SumInterval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt

__all__ = ["MonthSum", "ends_of", "lines_of", "sum_of", "trend"]

_MOST_MONTHS = 12
_DECEMBER = 12
_IN_KG = 0.1
"""kg a day: from here on in the unit of the reference."""


@dataclass(frozen=True, slots=True)
class MonthSum:
    """One month of the trend.

    Attributes:
        month: such as "2026-11".
        days: of the month; up to the last day that the statement covers, in its own month.
        receipts: how many; none is a gap.
        items: lines that are items.
        covered: items whose figure is known.
        kg_co2e: their unrounded sum; None where nothing is known, which is not zero.
        interval: the sum of the 95 % intervals of the receipts, as if all were off in the same direction, which no
            correlation exceeds; None where a known figure states no uncertainty.
        per_day: the sum divided by the days, as shown; in one unit in all months.
    """

    month: str
    days: int
    receipts: int
    items: int
    covered: int
    kg_co2e: float | None
    interval: SumInterval | None
    per_day: Shown | None = None

    @property
    def kg_per_day(self) -> float | None:
        """The sum divided by the days, not rounded."""
        return None if self.kg_co2e is None else self.kg_co2e / self.days


def sum_of(month: str, days: int, receipts: list[Receipt]) -> MonthSum:
    """What the receipts of a month add up to."""
    kgs = [line.total_kg_co2e for line in lines_of(receipts) if line.is_item]
    known = [kg for kg in kgs if kg is not None]
    kg = math.fsum(known) if known else None
    return MonthSum(month, days, len(receipts), len(kgs), len(known), kg, _interval(receipts))


def trend(grouped: Mapping[str, list[Receipt]], own: MonthSum) -> tuple[MonthSum, ...]:
    """From the first month with receipts, or a year back, to this one; all in the unit of the largest."""
    months = [own]
    first = min(grouped)
    while months[-1].month > first and len(months) < _MOST_MONTHS:
        months.append(_month_before(months[-1].month, grouped))
    largest = max(abs(one.kg_per_day or 0.0) for one in months)
    unit = "kg-CO2e" if largest >= _IN_KG else "g-CO2e"
    return tuple(_with_figure(one, unit) for one in reversed(months))


def lines_of(receipts: Iterable[Receipt]) -> Iterator[ReceiptLine]:
    """All lines, discounts too."""
    return (line for receipt in receipts for line in receipt.lines)


def ends_of(interval: SumInterval | None, days: int = 1) -> tuple[float, float] | None:
    """The ends of an interval, or of the average of a day."""
    return None if interval is None else (interval.low / days, interval.high / days)


def _interval(receipts: list[Receipt]) -> SumInterval | None:
    """The ends of all receipts added up; None where one has a figure and no interval."""
    ends = [found.interval for found in map(summarise, receipts) if found.covered]
    known = [one for one in ends if one is not None]
    if not known or len(known) < len(ends):
        return None
    return SumInterval(math.fsum(one.low for one in known), math.fsum(one.high for one in known), "bound")


def _month_before(month: str, grouped: Mapping[str, list[Receipt]]) -> MonthSum:
    year, number = int(month[:4]), int(month[5:])
    year, number = (year, number - 1) if number > 1 else (year - 1, _DECEMBER)
    before = f"{year:04}-{number:02}"
    return sum_of(before, monthrange(year, number)[1], grouped.get(before, []))


def _with_figure(one: MonthSum, unit: str) -> MonthSum:
    per_day = one.kg_per_day
    if per_day is None:
        return one
    return replace(one, per_day=show_mass(per_day, interval=ends_of(one.interval, one.days), prefer=unit))
