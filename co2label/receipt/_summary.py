"""The sum of a receipt: the CO2e of what is known, its coverage, interval, share of a day, and the remarks near it.

The unrounded lines are added up and rounded once. Names that make a claim are refused. A receipt has one unit: the lines are
shown in that of the sum, to one last place (`Summary.place`).

>>> from co2label.receipt import Receipt
>>> basket = Receipt(lines=[ReceiptLine(name="牛乳", price=248, kg_co2e=1.3), ReceiptLine(name="雑誌", price=690)])
>>> found = summarise(basket)
>>> found.covered, found.items, str(found.shown), found.amount_share.value, found.reference.value
(1, 2, '1.3 kg-CO2e', 26, 19)
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Literal

from co2label import declaration, figures
from co2label.errors import ClaimError
from co2label.model import DATA_KINDS, Boundary, MassUnit
from co2label.receipt._bought import Bought, bought
from co2label.receipt._lines import METHODS, Method, ReceiptLine
from co2label.wording import LANGUAGES, in_language, per_unit, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from co2label.footprint import Footprint
    from co2label.receipt._receipt import Receipt
    from co2label.units import Currency


def check_names(receipt: Receipt) -> None:
    """Refuse names that claim something.

    Raises:
        ClaimError: with every such name.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> check_names(Receipt(lines=[ReceiptLine(name="Climate-neutral milk", price=248)]))
    >>> check_names(Receipt(store="ゼロカーボン市場", lines=[ReceiptLine(name="牛乳", price=248, kg_co2e=1.3)]))
    Traceback (most recent call last):
    ...
    co2label.errors.ClaimError: store: 'ゼロカーボン市場' claims 'ゼロカーボン', which says that nothing, or less than nothing, \
is emitted (neutral: 景品表示法（不当景品類及び不当表示防止法）, 第5条第1号); say the figure and its basis instead
    """
    texts = {"store": receipt.store, "receipt_id": receipt.receipt_id}
    texts |= {
        f"lines[{place}].name": line.name
        for place, line in enumerate(receipt.lines)
        if line.unit_kg_co2e is not None
    }
    ClaimError.raise_any(
        filter(None, (declaration.claim_problem(where, text, name=True) for where, text in texts.items()))
    )


def sum_remarks(goods: Iterable[Bought]) -> tuple[declaration.Remark, ...]:
    """Remarks on the sum of goods with a figure: those on all of it, then those on some of its items, with their number.

    >>> lines = [ReceiptLine(name="米", price=900, kg_co2e=3.0, method="average"),
    ...     ReceiptLine(name="茶", price=150, kg_co2e=1.0, method="product")]
    >>> [remark.short["en"] for remark in sum_remarks(bought(lines))]
    ['75% estimated']
    """
    kinds = [each for each in goods if each.left]
    lines = [line for each in kinds for line in each.left]
    shares = kind_shares(kinds)
    known = {kind: shares.get(kind, 0.0) for kind in DATA_KINDS}
    known["product"] += shares.get(
        "unstated", 0.0
    )  # no estimate, so that the others stay shares of the whole sum
    own = declaration.estimate_remark_of_kinds(known)
    of_all = () if own is None else (own,)
    codes = {remark.code for remark in of_all}
    of_items = (each for line in lines for each in enumerate(line_remarks(line)) if each[1].code not in codes)
    return (*of_all, *_grouped_remarks(of_items, len(lines)))


def line_remarks(line: ReceiptLine) -> tuple[declaration.Remark, ...]:
    """Remarks near the figure of a whole line; masses of one unit name the unit if the line is not exactly one."""
    if line.units == 1:
        return line.near

    def with_unit(text: str, language: str) -> str:
        per = per_unit(unit_words(line, language), language)
        return translate("receipt.near-per", language, said=text, per=per)

    return tuple(_reworded(remark, with_unit) if remark.per_unit else remark for remark in line.near)


def remarks_in_brackets(remarks: Iterable[declaration.Remark], language: str) -> str:
    """Remarks in a few words, in brackets behind a figure: "(推計72%)"; empty if there are none."""
    words = translate("small.joint", language).join(in_language(each.short, language) for each in remarks)
    return translate("receipt.near", language, said=words) if words else ""


def unit_words(line: ReceiptLine, language: str) -> str:
    """Declared unit of a line in words; for a plain number, only that it is the unit sold."""
    if line.declaration is not None:
        return in_language(line.declaration.declared_unit.words, language)
    if line.footprint is not None:
        return in_language(declaration.declared_unit_words(line.footprint.product), language)
    return translate("receipt-data.unit", language)


def kind_shares(goods: Iterable[Bought]) -> dict[Method, float]:
    """Shares of a sum by what it rests on, 0 to 1, including `unstated`; empty if all of it is zero.

    What was taken back is off its goods first; goods of which more came back than was bought count as above zero.
    """
    parts: dict[str, list[float]] = defaultdict(list)
    unstated: dict[Any, float] = {"unstated": 1.0}
    for each in goods:
        if len(each.lines) == 1:
            alone = abs(each.kg_co2e or 0.0)
            for kind, share in (each.lines[0].kinds or unstated).items():
                parts[kind].append(alone * share)
            continue
        own: dict[str, list[float]] = defaultdict(list)
        for line in each.lines:
            for kind, share in (line.kinds or unstated).items():
                own[kind].append((line.total_kg_co2e or 0.0) * share)
        for kind, kgs in own.items():
            parts[kind].append(abs(math.fsum(kgs)))
    kg = {kind: math.fsum(each) for kind, each in parts.items()}  # whatever the order of the lines
    every = math.fsum(kg.values())
    return {kind: kg[kind] / every for kind in METHODS if kg.get(kind)} if every else {}


def _reworded(remark: declaration.Remark, put: Callable[[str, str], str]) -> declaration.Remark:
    """The remark with each of its texts put otherwise, by its language."""
    words, short = (
        {each: put(in_language(texts, each), each) for each in LANGUAGES}
        for texts in (remark.words, remark.short)
    )
    return replace(remark, words=words, short=short)


def _grouped_remarks(
    ranked: Iterable[tuple[int, declaration.Remark]], items: int
) -> Iterator[declaration.Remark]:
    """Each remark once, with the number of items it applies to; the gravest first, independent of the order of the items."""
    keyed = [(rank, remark.code, str(sorted(remark.short.items())), remark) for rank, remark in ranked]
    alike: dict[tuple[str, str], list[declaration.Remark]] = defaultdict(list)
    for _, code, texts, remark in sorted(keyed, key=itemgetter(0, 1, 2)):
        alike[code, texts].append(remark)
    for remarks in alike.values():

        def with_count(text: str, language: str, count: int = len(remarks)) -> str:
            return translate("receipt.near-items", language, said=text, count=count, items=items)

        yield _reworded(remarks[0], with_count)


IntervalBasis = Literal["shared-factors", "bound"]


@dataclass(frozen=True, slots=True)
class SumInterval:
    """The 95 % interval of the sum of a receipt, in kg CO2e.

    Attributes:
        low: lower end.
        high: upper end.
        basis: `shared-factors` where the factors that the products share are known, `bound` where not.
    """

    low: float
    high: float
    basis: IntervalBasis


def interval_ends(interval: SumInterval | None, days: int = 1) -> tuple[float, float] | None:
    """The ends of an interval, or of the average of a day."""
    return None if interval is None else (interval.low / days, interval.high / days)


def sum_interval(goods: Iterable[Bought]) -> SumInterval | None:
    """The interval of the sum of goods with a figure; None where one of them states no uncertainty.

    Where the footprints are at hand, one emission factor is one variable in all of them, and so is an amount in a product that
    several of them use: what depends on a factor is added up over the receipt before its interval is found (GUM, JCGM 100:2008,
    5.2.2, equation (16) with correlation 1). Figures from a book, or plain numbers with an interval, do not say which factors
    they share; they are taken to be off all in the same direction, which no correlation exceeds.
    """
    computed: list[tuple[float, Footprint]] = []
    bounds: list[tuple[float, float]] = []
    for each in goods:
        typed: dict[tuple[float, float], list[float]] = defaultdict(list)
        for line in each.lines:
            ends = line.unit_interval
            if ends is None:
                return None
            if line.footprint is not None:
                computed.append((line.units or 0.0, line.footprint))
            else:
                typed[ends].append(line.units or 0.0)
        for (low, high), units in typed.items():  # net of what was taken back
            bounds.append((math.fsum(units) * low, math.fsum(units) * high))
    if computed:
        from co2label.footprint import interval_of_sum, named_apart  # noqa: PLC0415 - numpy, when needed

        quantities, footprints = zip(*computed, strict=True)
        apart = zip(quantities, named_apart(footprints), strict=True)
        span = interval_of_sum(term.times(quantity) for quantity, terms in apart for term in terms)
        bounds.append((span.low, span.high))
    if not bounds:
        return None
    low, high = math.fsum(map(min, bounds)), math.fsum(map(max, bounds))
    return SumInterval(low, high, "shared-factors" if computed and len(bounds) == 1 else "bound")


_WHOLE = 100


_PER_MONEY: dict[Currency, int] = {"JPY": 1000, "USD": 10, "EUR": 10, "GBP": 10}
"""Money by which two receipts are compared."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The customer's last receipt, beside this one.

    Two baskets are two different things, so their sums are not put in percent of each other. What compares is what they emit
    for the same money.

    Attributes:
        kg: the last sum in kg CO2e.
        shown: the same as printed, in the unit of this receipt.
        per_money: both for the same money, this one first; None where one of the two is not above zero, or nobody says how
            much money the last one was.
        money: for how much, in the currency of the receipt.
    """

    kg: float
    shown: figures.Shown
    per_money: tuple[figures.Shown, figures.Shown] | None
    money: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a receipt.

    Attributes:
        items: goods and services that were bought and not taken back; discounts are none.
        covered: those whose figure is known.
        kg_co2e: their unrounded sum in kg CO2e; None where nothing is known, which is not zero.
        shown: the sum as printed, rounded once.
        amount_share: the money of the covered items as a share of that of all items, each net of its returns and counted as
            positive; None where the items cost nothing.
        reference: the sum as printed against the day of those it is for; None where nothing is known or more was returned
            than bought.
        people: how many these are.
        place: the last place of the figures of the lines, all in one unit.
        boundaries: the system boundaries of the figures.
        interval: of the sum; None where a known figure states no uncertainty.
        last: the last receipt; None where there is none.
        kinds: shares of the absolute sum by what it rests on, 0 to 1, `unstated` included; they add up to one.
        near: what must stand near the sum.
        goods: what was bought and its figure is known.
    """

    items: int
    covered: int
    kg_co2e: float | None
    shown: figures.Shown | None
    amount_share: figures.PercentOf | None
    reference: declaration.ReferenceShare | None
    people: int
    place: figures.Place
    boundaries: frozenset[Boundary]
    interval: SumInterval | None = None
    last: LastTime | None = None
    kinds: dict[Method, float] = field(default_factory=dict)
    near: tuple[declaration.Remark, ...] = ()
    goods: tuple[Bought, ...] = field(default=(), repr=False, compare=False)

    @property
    def lines(self) -> tuple[ReceiptLine, ...]:
        """The items whose figure is known, returns among them."""
        return tuple(line for each in self.goods for line in each.lines)

    @property
    def rounded(self) -> bool:
        """True if the printed lines, added up and rounded like the sum, give another sum than the printed one."""
        if self.shown is None or self.kg_co2e is None or 0 < abs(self.kg_co2e) < TRACE_KG:
            return False
        rows = (_in_column(line, self.place) for line in self.lines)
        added = sum((Decimal(row) for row in rows if not row.startswith(("<", ">"))), Decimal(0))
        own = figures.place_of(self.kg_co2e, interval=interval_ends(self.interval), prefer=self.place.unit)
        place = max(own, _FINEST.within(own.unit), key=attrgetter("power"))
        return added.quantize(place.step, ROUND_HALF_UP) != Decimal(self.shown.value)

    @property
    def largest(self) -> tuple[tuple[Bought, figures.PercentOf], ...]:
        """The three kinds of goods that emit most, with their shares of the sum; none where shares say nothing."""
        left = [(each.kg_co2e or 0.0, each) for each in self.goods if each.left]
        if len(left) < 2 or min(kg for kg, _ in left) < 0 or not self.kg_co2e:  # noqa: PLR2004 - one is all of it
            return ()
        order = sorted(left, key=lambda pair: (-pair[0], pair[1].name))[:_LARGEST]
        return tuple((each, figures.percent_of(kg, self.kg_co2e)) for kg, each in order)


TRACE_KG = 1e-6
"""kg CO2e: below one milligram a figure is a string of zeros, which says less than "under 1 mg"."""


_LARGEST = 3


_FINEST = figures.Place("g-CO2e", -3)
"""No receipt shows less than a milligram."""


_THIRD_DIGIT_FROM, _KG_PER_TONNE = 10, 1000
"""kg, or tonnes: from here on the largest line has a third digit, so that a small one beside it is seen."""


def summarise(receipt: Receipt, *, reference: declaration.ReferenceBudget = declaration.IGES_2030) -> Summary:
    """Add up a receipt: unrounded lines first, then one rounding.

    Raises:
        ClaimError: a name on it claims what must not stand beside a figure.
    """
    check_names(receipt)
    every = bought(receipt.lines)
    known = tuple(each for each in every if each.kg_co2e is not None)
    lines = [line.total_kg_co2e or 0.0 for each in known for line in each.lines]
    kg = math.fsum(lines) if known else None
    interval = sum_interval(known)
    place = _column_place(lines, kg or 0.0, receipt.unit)
    shown = None if kg is None else figures.show_mass(kg, interval=interval_ends(interval), prefer=place.unit)
    printed = 0.0 if shown is None else float(figures.in_kg(shown))
    return Summary(
        items=sum(each.items for each in every),
        covered=sum(each.items for each in known),
        kg_co2e=kg,
        shown=shown,
        amount_share=spend_share(known, every),
        reference=None if shown is None or printed < 0 else reference.share(printed / receipt.people),
        people=receipt.people,
        place=place,
        boundaries=frozenset(line.covers for each in known for line in each.lines if line.covers is not None),
        interval=interval,
        last=_last_time(receipt, known, kg, place.unit),
        kinds=kind_shares(known),
        near=sum_remarks(known),
        goods=known,
    )


def _column_place(lines: list[float], total: float, unit: MassUnit | None) -> figures.Place:
    """The unit of a receipt, that of its largest figure unless one is given, and the last place of its lines."""
    largest = max(map(abs, lines), default=0.0)
    prefer = f"{unit}-CO2e" if unit else figures.show_mass(max(largest, abs(total))).unit
    in_its_unit = largest / _KG_PER_TONNE if largest >= _KG_PER_TONNE else largest
    place = figures.place_of(largest, digits=3 if in_its_unit >= _THIRD_DIGIT_FROM else 2, prefer=prefer)
    return max(place, _FINEST.within(prefer), key=attrgetter("power"))


def _last_time(receipt: Receipt, known: Iterable[Bought], kg: float | None, unit: str) -> LastTime | None:
    last = receipt.last_kg
    if last is None:
        return None
    money = _PER_MONEY[receipt.currency]
    spent, spent_then = float(sum(each.amount for each in known)), receipt.last_amount or 0.0
    per_money = None
    if kg is not None and min(kg, last, spent, spent_then) > 0:
        now, then = kg / spent * money, last / spent_then * money
        each = figures.show_mass(max(now, then)).unit
        per_money = (figures.show_mass(now, prefer=each), figures.show_mass(then, prefer=each))
    return LastTime(last, figures.show_mass(last, prefer=unit), per_money, money)


def figure_in_column(line: ReceiptLine, place: figures.Place) -> str | None:
    """The figure of a line in the column of its receipt; of a single declared unit, that of its declaration.

    >>> figure_in_column(ReceiptLine(name="茶", price=150, quantity=2, kg_co2e=0.2359), figures.Place("kg-CO2e", -1))
    '0.5'
    """
    return None if line.total_kg_co2e is None else _in_column(line, place)


_show_part = lru_cache(maxsize=4096)(figures.show_part)
"""The same few masses come again and again at a till."""


def _in_column(line: ReceiptLine, place: figures.Place) -> str:
    declared = line.declaration.shown if line.declaration is not None and line.units == 1 else None
    return _show_part(
        (line.total_kg_co2e or 0.0) if declared is None else float(figures.in_kg(declared)), place
    )


def spend_share(known: Iterable[Bought], every: Iterable[Bought]) -> figures.PercentOf | None:
    """The money of the goods with a figure as a share of that of all, which cost something; returns are taken off first."""
    part, whole = (sum(abs(each.amount) for each in some if each.left) for some in (list(known), list(every)))
    if not whole:
        return None
    share = figures.percent_of(float(part), float(whole))
    if part < whole and share.value == _WHOLE:
        return replace(share, value=_WHOLE - 1)  # 99.6 % must not read as everything
    return share
