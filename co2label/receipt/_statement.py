"""The CO2e of a customer's purchases in a month, from many receipts: its sum, categories, coverage and trend.

The sum is that of the unrounded lines. Returns are taken off, discounts change nothing, and items without data are counted and
named, never taken as zero. A month without receipts is a gap.

>>> from datetime import date
>>> from co2label.receipt import Receipt, ReceiptLine
>>> milk = Receipt(lines=[ReceiptLine(name="牛乳", product="milk", price=248, kg_co2e=1.5)])
>>> found = statement([(date(2026, 9, 3), milk), (date(2026, 11, 5), milk), (date(2026, 11, 9), milk)], month="2026-11")
>>> found.kg_co2e, str(found.shown), found.days, str(found.per_day), found.reference.kind, found.reference.value
(3.0, '3.0 kg-CO2e', 30, '0.10 kg-CO2e', 'percent', 1)
>>> [(one.month, one.kg_co2e) for one in found.months]
[('2026-09', 1.5), ('2026-10', None), ('2026-11', 3.0)]
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from co2label import figures
from co2label.declaration import (
    IGES_2030,
    Equivalent,
    ReferenceBudget,
    ReferenceShare,
    Remark,
    equivalents_of,
    refuse_claims,
)
from co2label.errors import DocumentError, IdentifierError, Problem, clip, suggestion
from co2label.identifiers import gtin14
from co2label.receipt._bought import Bought, bought
from co2label.receipt._lines import plain, plain_fields
from co2label.receipt._receipt import MAX_PEOPLE, Receipt, coverage_dict
from co2label.receipt._summary import SumInterval, interval_ends, spend_share, sum_remarks, summarise
from co2label.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from co2label.draw import Picture
    from co2label.model import Boundary
    from co2label.receipt._lines import Method
    from co2label.units import Currency

    Categories = Mapping[str, str | Mapping[str, str]]


_LONGEST_CATEGORY = 30
"""Characters of the name of a category, which has a place of four short lines beside its bar."""


@dataclass(frozen=True, slots=True)
class Category:
    """Known emissions of one category.

    Attributes:
        name: as given, in the first of its languages; None for what has no category.
        names: by language; `und` where it has none.
        is_food: whether it is food; None where nobody says what is.
        items: of the month.
        kg_co2e: their unrounded sum.
        shown: the same as shown, to the last place of the sum of all.
        percent: of the whole, as shown; they add up to 100. None for all where more of one was returned than bought.
        share: 0 to 1 of what all categories above zero make together, for a bar.
    """

    name: str | None
    items: int
    kg_co2e: float
    shown: figures.Shown
    percent: str | None
    share: float
    names: Mapping[str, str] = field(default_factory=dict)
    is_food: bool | None = None


@dataclass(frozen=True, slots=True)
class UnknownItem:
    """Items without data: a name and how many lines have it."""

    name: str
    items: int


def by_category(
    covered: Iterable[Bought], categories: Categories, place: figures.Place, food: Collection[str] = ()
) -> tuple[Category, ...]:
    """The known goods by category, the largest first, those without a category last.

    Args:
        covered: goods with a figure.
        categories: by product id or GTIN.
        place: the last place of their sum as shown.
        food: names of the categories that are food.

    Raises:
        TextError: the name of a category that must not be printed.
        ClaimError: one that makes a claim.
        DocumentError: a name in `food` that is none of a category.
    """
    texts = {key: {"und": name} if isinstance(name, str) else dict(name) for key, name in categories.items()}
    refuse_claims(**{f"categories.{key}": name for key, names in texts.items() for name in names.values()})
    named = {
        _category_key(key): {
            language: clean_text(name, where=f"categories.{clip(key)}", limit=_LONGEST_CATEGORY)
            for language, name in names.items()
        }
        for key, names in texts.items()
    }
    _check_food(food, named.values())
    goods: dict[str | None, list[Bought]] = defaultdict(list)
    names: dict[str | None, Mapping[str, str]] = {None: {}}
    for each in covered:
        own = _category_of(each, named)
        name = next(iter(own.values()), None)
        names.setdefault(name, own)
        goods[name].append(each)
    sums = {name: math.fsum(_kgs(parts)) for name, parts in goods.items()}
    order = sorted(sums, key=lambda name: (name is None, -sums[name], name or ""))
    percents = figures.show_shares([sums[name] for name in order])
    whole = math.fsum(kg for kg in sums.values() if kg > 0)
    return tuple(
        Category(
            name=name,
            items=sum(each.items for each in goods[name]),
            kg_co2e=sums[name],
            shown=figures.Shown(figures.show_part(sums[name], place), place.unit),
            percent=percent,
            share=max(0.0, sums[name] / whole) if whole else 0.0,
            names=names[name],
            is_food=not {*names[name].values()}.isdisjoint(food) if food else None,
        )
        for name, percent in zip(order, percents, strict=True)
    )


def _kgs(goods: Iterable[Bought]) -> list[float]:
    """Kilograms of all lines, so that a sum is the same in whatever groups they are."""
    return [line.total_kg_co2e or 0.0 for each in goods for line in each.lines]


def _check_food(food: Collection[str], named: Collection[Mapping[str, str]]) -> None:
    known = {name for names in named for name in names.values()}
    DocumentError.raise_any(
        Problem("food", f"{clip(name)} is no category", suggestion(name, sorted(known)) or "name a category")
        for name in food
        if name not in known
    )


def unknown_items(goods: Iterable[Bought]) -> tuple[UnknownItem, ...]:
    """Goods without a figure, by name; the most frequent first.

    >>> from co2label.receipt import ReceiptLine
    >>> unknown_items(bought([ReceiptLine(name="雑誌", price=690), ReceiptLine(name="雑誌", price=700)]))
    (UnknownItem(name='雑誌', items=2),)
    """
    counts = Counter(line.name for each in goods for line in each.left)
    return tuple(
        UnknownItem(name, counts[name]) for name in sorted(counts, key=lambda name: (-counts[name], name))
    )


def _category_of(goods: Bought, named: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The category of goods, by their product or else by their GTIN."""
    line = goods.lines[0]
    by_product = named.get(_category_key(line.product)) if line.product else None
    return by_product or (named.get(gtin14(line.gtin)) if line.gtin else None) or {}


def _category_key(key: str) -> str:
    """A GTIN in 14 digits, however it was written; anything else is the id of a product."""
    try:
        return gtin14(key)
    except IdentifierError:
        return key


_MAX_MONTHS = 12
_COMPARABLE = 0.8
"""Share of a month's money, or else of its items, that must be known for its figure to be compared with others."""
_KG_FROM = 0.1
"""kg a day: from here on in the unit of the reference."""


@dataclass(frozen=True, kw_only=True)
class MonthSum:
    """One month of the trend.

    Attributes:
        month: such as "2026-11".
        days: of the month; up to the last day that the statement covers, in its own month.
        receipts: how many; none is a gap.
        items: lines that are items; discounts are none.
        covered: items whose figure is known.
        kg_co2e: their unrounded sum in kg CO2e; None where nothing is known, which is not zero.
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
    per_day: figures.Shown | None = None
    amount_share: figures.PercentOf | None = None
    """The money of the covered items as a share of that of all; None where nothing has a price, or a receipt tells none."""

    @property
    def compares(self) -> bool:
        """True if enough is known for a comparison: 80 % of the money, or of the items where the money is unknown."""
        if self.amount_share is not None:
            return self.amount_share.kind == "percent" and self.amount_share.value >= 100 * _COMPARABLE
        return self.covered >= _COMPARABLE * self.items

    @property
    def kg_per_day(self) -> float | None:
        """The sum divided by the days, not rounded."""
        return None if self.kg_co2e is None else self.kg_co2e / self.days


def _month_sum(end: date, receipts: list[Receipt]) -> MonthSum:
    """Add up the receipts of a month, which is counted up to a day."""
    summaries = [summarise(receipt) for receipt in receipts]
    every, known = _goods(receipts)
    intervals = [summary.interval for summary in summaries if summary.goods]
    sure = [interval for interval in intervals if interval is not None]
    return MonthSum(
        month=_month_of(end),
        days=end.day,
        receipts=len(receipts),
        items=sum(each.items for each in every),
        covered=sum(each.items for each in known),
        kg_co2e=math.fsum(_kgs(known)) if known else None,
        interval=SumInterval(math.fsum(one.low for one in sure), math.fsum(one.high for one in sure), "bound")
        if sure and len(sure) == len(intervals)
        else None,
        amount_share=spend_share(known, every) if all(map(_has_prices, receipts)) else None,
    )


def _goods(receipts: Iterable[Receipt]) -> tuple[tuple[Bought, ...], tuple[Bought, ...]]:
    """Goods of all receipts, and those of them with a figure."""
    every = bought(line for receipt in receipts for line in receipt.lines)
    return every, tuple(each for each in every if each.kg_co2e is not None)


def _month_of(day: date) -> str:
    return day.isoformat()[: len("2026-11")]


def _trend(grouped: Mapping[str, list[Receipt]], end: date) -> tuple[MonthSum, ...]:
    """Months from the first one with receipts, at most twelve, to this one; all in the unit of the largest."""
    months: list[MonthSum] = []
    first = min(grouped)
    while len(months) < _MAX_MONTHS and (month := _month_of(end)) >= first:
        months.insert(0, _month_sum(end, grouped.get(month, [])))
        end = end.replace(day=1) - timedelta(days=1)
    largest = max(abs(one.kg_per_day or 0.0) for one in months)
    unit = "kg-CO2e" if largest >= _KG_FROM else "g-CO2e"
    for place, one in enumerate(months):
        if one.kg_per_day is not None:
            ends = interval_ends(one.interval, one.days)
            daily = figures.show_mass(one.kg_per_day, interval=ends, prefer=unit)
            months[place] = replace(one, per_day=daily)
    return tuple(months)


@dataclass(frozen=True, kw_only=True)
class MonthlyStatement(MonthSum):
    """The CO2e of a month's purchases: its sum, as in the trend, and more about it.

    Attributes:
        through: the last day that it covers.
        people: of the household; the average of a day is compared with the day of all of them.
        shown: the sum as shown, rounded once.
        reference: the average of a day against the day of these persons, in all of life; None where nothing is known or more was
            returned than bought.
        categories: of what is known, the largest first; what has no category comes last, under None.
        unknown: the items without data, by name.
        months: the trend, at most twelve months, with gaps.
        methods: how the figures are known.
        near: what must stand near the sum.
        boundaries: the system boundaries of the figures.
    """

    through: date
    people: int
    shown: figures.Shown | None
    reference: ReferenceShare | None
    categories: tuple[Category, ...]
    unknown: tuple[UnknownItem, ...]
    months: tuple[MonthSum, ...]
    methods: frozenset[Method]
    near: tuple[Remark, ...]
    boundaries: frozenset[Boundary]
    as_much_as: Equivalent | None = None
    """Equivalent of the sum as shown, by car (in Japan if the currency is yen); None if there is none."""

    @property
    def food(self) -> tuple[figures.PercentOf, figures.PercentOf] | None:
        """Food and all else in percent of what is known; None where nobody says what is food, or shares say nothing."""
        if any(one.is_food is None or one.percent is None for one in self.categories) or not self.categories:
            return None
        sums = [
            math.fsum(one.kg_co2e for one in self.categories if one.is_food is food) for food in (True, False)
        ]
        food, other = figures.percent_shares(sums)
        return figures.PercentOf("percent", food), figures.PercentOf("percent", other)

    def text(self, language: str = "ja") -> str:
        """The statement in lines of text, for an e-mail or a screen reader.

        Raises:
            TextError: a language without words.
        """
        from co2label.receipt import statement_text  # noqa: PLC0415 - Pillow is loaded where it draws

        return statement_text(self, language)

    def picture(self, language: str = "ja", shape: str = "card") -> Picture:
        """The statement as a picture.

        Args:
            language: of the words.
            shape: `card`, 62 mm wide; `portrait` or `wide`, to be shared: 1080 × 1350 and 1200 × 630 pixels.

        Raises:
            TextError: a language without words.
            DrawError: a name that has no place, or a character that the fonts do not have; another shape.
        """
        from co2label.receipt import share_card, statement_picture  # noqa: PLC0415 - Pillow is loaded where it draws

        return statement_picture(self, language) if shape == "card" else share_card(self, language, shape)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: unrounded kilograms beside what is shown."""
        return {
            "month": self.month,
            "through": self.through.isoformat(),
            **plain_fields(self, "days", "receipts", "people", "kg_co2e", "shown", "interval"),
            "coverage": coverage_dict(self.covered, self.items, self.amount_share),
            **plain_fields(self, "per_day", "reference", "categories", "unknown"),
            "months": [
                asdict(one) | {"kg_per_day": one.kg_per_day, "compares": one.compares} for one in self.months
            ],
            "food": self.food and self.food[0].value,
            "methods": sorted(self.methods),
            "near": plain(self.near),
            "boundaries": sorted(self.boundaries),
            "as_much_as": plain(self.as_much_as),
        }


def statement(  # noqa: PLR0913
    receipts: Iterable[tuple[date, Receipt]],
    *,
    month: str,
    categories: Categories | None = None,
    food: Collection[str] = (),
    people: int = 1,
    through: date | None = None,
    reference: ReferenceBudget = IGES_2030,
) -> MonthlyStatement:
    """Add up the receipts of a month.

    Args:
        receipts: the day and the receipt, in any order; those of earlier months make the trend, those after
            `through` are left out.
        month: such as "2026-11".
        categories: of products, by product id or GTIN: names, or names by language.
        food: which of these names are food.
        people: how many the purchases are for, 1 to 99.
        through: the last day to count, for a month that is not over; else the last one of the month.
        reference: what a day is compared with.

    Raises:
        DocumentError: a month or a day that is none, no receipt in the month, the same receipt twice, two currencies, no
            number of persons.
    """
    if not 1 <= people <= MAX_PEOPLE:
        raise Problem("people", f"expected 1 to {MAX_PEOPLE} persons, got {clip(people)}").as_error()
    end = _last_day(month, through)
    given = list(receipts)
    _check_receipts(given)
    grouped: dict[str, list[Receipt]] = defaultdict(list)
    for day, receipt in given:
        if day <= end:
            grouped[_month_of(day)].append(receipt)
    if month not in grouped:
        there = ", ".join(sorted(grouped)) or "none"
        what = f"no receipt of {month} up to {end}; months with receipts: {there}"
        raise Problem("month", what, "give a month that has some").as_error()
    every, known = _goods(grouped[month])
    lines = [line for each in known for line in each.lines]
    months = _trend(grouped, end)
    own = months[-1]
    kg, ends = own.kg_co2e, interval_ends(own.interval)
    shown = None if kg is None else figures.show_mass(kg, interval=ends)
    daily = None if own.per_day is None else float(figures.in_kg(own.per_day))
    return MonthlyStatement(
        **vars(own),
        through=end,
        people=people,
        shown=shown,
        reference=None if daily is None or daily < 0 else reference.share(daily / people),
        categories=by_category(known, categories or {}, figures.place_of(kg or 0.0, interval=ends), food),
        unknown=unknown_items(each for each in every if each.kg_co2e is None),
        months=months,
        methods=frozenset(method for line in lines for method in line.methods),
        near=sum_remarks(known),
        boundaries=frozenset(line.covers for line in lines if line.covers is not None),
        as_much_as=_as_much_as(shown, grouped[month][0].currency),
    )


def _last_day(month: str, through: date | None) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        what = f"expected a month such as 2026-11, got {clip(month)}"
        raise Problem("month", what).as_error() from None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if through is not None and not first <= through <= last:
        raise Problem("through", f"expected a day of {month}, got {through}").as_error()
    return through or last


def _check_receipts(given: list[tuple[date, Receipt]]) -> None:
    """Refuse a receipt that is given twice, and two currencies."""
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
    DocumentError.raise_any(problems)


def _as_much_as(shown: figures.Shown | None, currency: Currency) -> Equivalent | None:
    kg = 0.0 if shown is None else float(figures.in_kg(shown))
    found = equivalents_of(kg, market="JP" if currency == "JPY" else "GB") if kg > 0 else ()
    return next((each for each in found if each.id.startswith("car")), None)


def _has_prices(receipt: Receipt) -> bool:
    """False for a receipt from a sidecar: the share of the money is then unknown."""
    return any(line.price for line in receipt.lines)
