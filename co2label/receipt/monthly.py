"""The CO2e of a customer's purchases in a month, from many receipts: people grasp it over time better than once.

The sum is that of the unrounded lines; returns are taken off, discounts change nothing, and items without data are
counted and named, never taken as zero. A month without receipts is a gap.

>>> from datetime import date
>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> milk = Receipt(lines=[ReceiptLine(name="牛乳", product="milk", price=248, kg_co2e=1.5)])
>>> found = statement([(date(2026, 9, 3), milk), (date(2026, 11, 5), milk), (date(2026, 11, 9), milk)], month="2026-11")
>>> found.kg_co2e, str(found.shown), found.days, str(found.per_day), found.reference.kind, found.reference.value
(3.0, '3.0 kg-CO2e', 30, '0.10 kg-CO2e', 'percent', 1)
>>> [(one.month, one.kg_co2e) for one in found.months]
[('2026-09', 1.5), ('2026-10', None), ('2026-11', 3.0)]
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from co2label.declaration import IGES_2030, ReferenceBudget, ReferenceShare
from co2label.errors import DocumentError, Problem, clip
from co2label.figures import PercentOf, Shown, place_of, show_mass
from co2label.receipt.categories import Category, Unknown, by_category, unknown_of
from co2label.receipt.months import MonthSum, ends_of, lines_of, sum_of, trend
from co2label.receipt.near import near_sum
from co2label.receipt.summary import amount_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.declaration import Remark
    from co2label.draw import Picture
    from co2label.model import Boundary
    from co2label.receipt.known import Method
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.sureness import SumInterval

__all__ = ["Statement", "statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """The CO2e of a month's purchases.

    Attributes:
        month: such as "2026-11".
        through: the last day that it covers.
        days: from the first of the month to `through`.
        receipts: how many.
        items: lines that are items; discounts are none.
        covered: items whose figure is known.
        amount_share: the money of the covered items as a share of that of all; None where nothing has a price.
        kg_co2e: the unrounded sum in kg CO2e; None where nothing is known.
        shown: the sum as shown, rounded once.
        interval: as that of its month.
        per_day: the sum divided by the days, as shown.
        reference: that against the day of one person, in all of life; None where nothing is known or more was
            returned than bought.
        categories: of what is known, the largest first; what has no category comes last, under None.
        unknown: the items without data, by name.
        months: the trend, at most twelve months, with gaps.
        methods: how the figures are known.
        near: what must stand near the sum.
        boundaries: the system boundaries of the figures.
    """

    month: str
    through: date
    days: int
    receipts: int
    items: int
    covered: int
    amount_share: PercentOf | None
    kg_co2e: float | None
    shown: Shown | None
    interval: SumInterval | None
    per_day: Shown | None
    reference: ReferenceShare | None
    categories: tuple[Category, ...]
    unknown: tuple[Unknown, ...]
    months: tuple[MonthSum, ...]
    methods: frozenset[Method]
    near: tuple[Remark, ...]
    boundaries: frozenset[Boundary]

    def text(self, language: str = "ja") -> str:
        """The statement in lines of text, for an e-mail or a screen reader.

        Raises:
            TextError: a language without words.
        """
        from co2label.receipt.monthly_text import text  # noqa: PLC0415 - it needs this module

        return text(self, language)

    def picture(self, language: str = "ja") -> Picture:
        """The statement as a card of 62 mm.

        Raises:
            TextError: a language without words.
            DrawError: a name that has no place, or a character that the fonts do not have.
        """
        from co2label.receipt.monthly_picture import picture  # noqa: PLC0415 - Pillow is loaded where it draws

        return picture(self, language)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: unrounded kilograms beside what is shown."""
        from co2label.receipt.monthly_data import as_dict  # noqa: PLC0415 - it needs this module

        return as_dict(self)


def statement(
    receipts: Iterable[tuple[date, Receipt]],
    *,
    month: str,
    categories: Mapping[str, str] | None = None,
    through: date | None = None,
    reference: ReferenceBudget = IGES_2030,
) -> Statement:
    """Add up the receipts of a month.

    Args:
        receipts: the day and the receipt, in any order; those of earlier months make the trend, those after
            `through` are left out.
        month: such as "2026-11".
        categories: of products, by product id or GTIN.
        through: the last day to count, for a month that is not over; else the last one of the month.
        reference: what a day is compared with.

    Raises:
        DocumentError: a month or a day that is none, no receipt in the month, the same receipt twice, two currencies.
    """
    end = _end(month, through)
    given = list(receipts)
    _check(given)
    grouped = _by_month((day, receipt) for day, receipt in given if day <= end)
    if month not in grouped:
        there = ", ".join(sorted(grouped)) or "none"
        todo = "give a month that has some"
        raise DocumentError(
            [Problem("month", f"no receipt of {month} up to {end}; months with receipts: {there}", todo)]
        )
    return _stated(grouped, end, categories or {}, reference)


def _end(month: str, through: date | None) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        what = f"expected a month such as 2026-11, got {clip(month)}"
        raise DocumentError([Problem("month", what)]) from None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if through is not None and not first <= through <= last:
        raise DocumentError([Problem("through", f"expected a day of {month}, got {through}")])
    return through or last


def _check(given: list[tuple[date, Receipt]]) -> None:
    """A receipt that is there twice would count twice; money of two currencies has no sum."""
    problems: list[Problem] = []
    seen: dict[tuple[date, str | None, str], int] = {}
    currency = next((receipt.currency for _, receipt in given if _has_prices(receipt)), None)
    for place, (day, receipt) in enumerate(given):
        if receipt.currency != currency and _has_prices(receipt):
            what = f"{receipt.currency} beside {currency}"
            problems.append(Problem(f"receipts[{place}].currency", what, "make a statement of each currency"))
        if receipt.receipt_id is None:
            continue
        before = seen.setdefault((day, receipt.store, receipt.receipt_id), place)
        if before != place:
            what = f"{clip(receipt.receipt_id)} of {day} is receipts[{before}] already"
            problems.append(Problem(f"receipts[{place}]", what, "leave one of the two out"))
    if problems:
        raise DocumentError(problems)


def _by_month(receipts: Iterable[tuple[date, Receipt]]) -> dict[str, list[Receipt]]:
    grouped: dict[str, list[Receipt]] = defaultdict(list)
    for day, receipt in receipts:
        grouped[f"{day:%Y-%m}"].append(receipt)
    return grouped


def _stated(
    grouped: Mapping[str, list[Receipt]], end: date, categories: Mapping[str, str], reference: ReferenceBudget
) -> Statement:
    month = f"{end:%Y-%m}"
    bought = grouped[month]
    items = [line for line in lines_of(bought) if line.is_item]
    covered = [line for line in items if line.total_kg_co2e is not None]
    own = sum_of(month, end.day, bought)
    months = trend(grouped, own)
    kg, ends = own.kg_co2e, ends_of(own.interval)
    per_day = own.kg_per_day
    return Statement(
        month=month,
        through=end,
        days=end.day,
        receipts=len(bought),
        items=own.items,
        covered=own.covered,
        amount_share=amount_share(covered, items) if all(map(_has_prices, bought)) else None,
        kg_co2e=kg,
        shown=None if kg is None else show_mass(kg, interval=ends),
        interval=own.interval,
        per_day=months[-1].per_day,
        reference=None if per_day is None or per_day < 0 else reference.share(per_day),
        categories=by_category(covered, categories, place_of(kg or 0.0, interval=ends)),
        unknown=unknown_of(line for line in items if line.total_kg_co2e is None),
        months=months,
        methods=frozenset(method for line in covered for method in line.methods),
        near=near_sum(covered),
        boundaries=frozenset(line.covers for line in covered if line.covers is not None),
    )


def _has_prices(receipt: Receipt) -> bool:
    """A receipt that was read from a sidecar has none: then the share of the money is not known."""
    return any(line.price for line in receipt.lines)
