"""A monthly statement for people: its words, lines of text for an e-mail, and a card of 62 mm.

The card is of the family of the labels: structure by rules, one colour for bars, which are linear and begin at zero. What has no
data, and a month without receipts, has words in the place of a bar.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from co2label.draw import BOLD, REGULAR, Op, Picture, Rect, Scene, Text, fit, ink, measure, missing
from co2label.figures import adds_up, decimals_of, format_in
from co2label.model import in_language
from co2label.receipt._words import percent_words
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from co2label.declaration import ReferenceShare
    from co2label.draw import Align, Font
    from co2label.figures import Shown
    from co2label.receipt._statement import Category, MonthlyStatement, MonthSum, UnknownItem


_NO_FIGURE = "―"
"""In the place of a figure that is not known."""

_UNKNOWN_NAMES = 3

_LONGEST_NAME = 20
"""Characters; names of a till may have 120."""


def _mass_unit(shown: Shown) -> str:
    """The unit with a lowered 2: "kg-CO₂e"."""
    return shown.unit.replace("CO2", "CO₂")


def _count_words(key: str, count: int, language: str) -> str:
    """So many of a thing: "1 receipt", "2 receipts"."""
    one, more = translate(f"statement.{key}", language, count=count).split("|")
    return one if count == 1 else more


def month_words(month: str, language: str) -> str:
    """A month: "2026年11月", "November 2026"."""
    year, number = month.split("-")
    name = translate("statement.months", language).split("|")[int(number) - 1]
    return translate("statement.month", language, year=int(year), name=name)


def period_words(found: MonthlyStatement, language: str) -> str:
    """The month, and how far it goes where it is not over."""
    month = month_words(found.month, language)
    if _is_last(found.through):
        return month
    return translate("statement.through", language, month=month, day=found.through.day)


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def coverage_words(found: MonthlyStatement, language: str) -> str:
    """How much of what was bought the figure stands on."""
    counts = {"covered": found.covered, "items": found.items}
    if found.amount_share is None:
        return translate("statement.covered", language, **counts)
    percent = percent_words(found.amount_share, language)
    return translate("statement.covered-share", language, percent=percent, **counts)


def interval_words(found: MonthlyStatement, language: str) -> str | None:
    """The ends of the interval, in the unit of the figure and to its last place."""
    if found.interval is None or found.shown is None:
        return None
    unit, places = found.shown.unit, decimals_of(found.shown)
    low, high = (
        format_number(format_in(end, unit, decimals=places), language)
        for end in (found.interval.low, found.interval.high)
    )
    return translate("statement.interval", language, low=low, high=high, unit=_mass_unit(found.shown))


def _remark_sentences(found: MonthlyStatement, language: str) -> Iterator[str]:
    """What must stand near the figure, a sentence each."""
    return (in_language(remark.words, language) for remark in found.near)


def day_words(found: MonthlyStatement, language: str) -> str | None:
    """The average of a day, and what it is a share of."""
    if found.per_day is None or found.reference is None:
        return None
    value, day = (
        format_number(found.per_day.value, language),
        format_number(found.reference.shown_day, language),
    )
    return translate("statement.day", language, value=value, unit=_mass_unit(found.per_day), day=day)


def share_words(found: MonthlyStatement, language: str) -> str:
    """The share of a day: "43%"."""
    return "" if found.reference is None else percent_words(found.reference, language)


def category_words(one: Category, language: str) -> str:
    """The name of a category, or the word for all that has none."""
    return translate("statement.other", language) if one.name is None else one.name


def part_words(one: Category, language: str) -> str:
    """The share of a category in what is known; its kilograms, without the unit, where there are no shares."""
    if one.percent is None:
        return format_number(one.shown.value, language)
    return translate("reference.percent", language, value=one.percent)


def part_unit(found: MonthlyStatement) -> str:
    """The unit of what is said of categories, where it is no share."""
    return next((_mass_unit(one.shown) for one in found.categories if one.percent is None), "")


def has_categories(found: MonthlyStatement) -> bool:
    """Whether anything has a category: "other" alone says nothing."""
    return any(one.name is not None for one in found.categories)


def unknown_words(unknown: tuple[UnknownItem, ...], language: str) -> str:
    """The names of items without data, the first few of them."""
    names = [_shorten(one.name) for one in unknown[:_UNKNOWN_NAMES]]
    left = len(unknown) - len(names)
    if left:
        names.append(translate("statement.and-more", language, count=left))
    return translate("statement.list", language).join(names)


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _reading_notes(found: MonthlyStatement, language: str) -> Iterator[str]:
    """What a reader must know to read the figures."""
    if found.reference is not None:
        basis = translate(f"reference.basis.{found.reference.basis}", language)
        day = format_number(found.reference.shown_day, language)
        yield translate("statement.day-of", language, day=day, basis=basis)
    if "unstated" in found.methods:
        yield translate("receipt.has-unstated", language)
    values = [one.shown.value for one in found.categories if one.percent is None]
    if (
        values
        and has_categories(found)
        and found.shown is not None
        and not adds_up(values, found.shown.value)
    ):
        yield translate("stages.rounded", language)
    if len(found.boundaries) > 1:
        yield translate("receipt.boundaries", language)


def trend_words(one: MonthSum, language: str) -> str:
    """What is said of a month in the place of a figure, where it has none."""
    return translate("statement.gap" if not one.receipts else "statement.unknown", language)


def statement_text(found: MonthlyStatement, language: str) -> str:
    """The statement in lines; rows of a table begin with two spaces."""
    return "\n".join(
        [*_sum_lines(found, language), *_category_lines(found, language), *_trend_lines(found, language)]
    )


def _sum_lines(found: MonthlyStatement, language: str) -> Iterator[str]:
    receipts = _count_words("receipts", found.receipts, language)
    yield f"{translate('statement.title', language)} {period_words(found, language)}"
    figure = (
        _NO_FIGURE
        if found.shown is None
        else f"{format_number(found.shown.value, language)} {_mass_unit(found.shown)}"
    )
    yield translate("statement.aside", language, said=figure, more=receipts)
    yield coverage_words(found, language)
    if (interval := interval_words(found, language)) is not None:
        yield interval
    yield from _remark_sentences(found, language)
    if (day := day_words(found, language)) is not None:
        yield f"{day} {share_words(found, language)}"
    yield from _reading_notes(found, language)


def _category_lines(found: MonthlyStatement, language: str) -> Iterator[str]:
    if has_categories(found):
        yield translate("statement.categories", language)
        for one in found.categories:
            items = _count_words("items", one.items, language)
            part = " ".join(filter(None, [part_words(one, language), part_unit(found)]))
            yield _table_line(category_words(one, language), part, items, language)
    if found.unknown:
        items = _count_words("items", found.items - found.covered, language)
        names = unknown_words(found.unknown, language)
        yield _table_line(translate("statement.unknown", language), items, names, language)


def _trend_lines(found: MonthlyStatement, language: str) -> Iterator[str]:
    if len(found.months) > 1:
        yield translate("statement.trend", language)
        yield from (_month_line(one, language) for one in found.months)


def _month_line(one: MonthSum, language: str) -> str:
    name = month_words(one.month, language)
    if one.per_day is None:
        return f"  {translate('statement.line', language, name=name, said=trend_words(one, language))}"
    said = f"{format_number(one.per_day.value, language)} {_mass_unit(one.per_day)}"
    covered = translate("statement.of-items", language, covered=one.covered, items=one.items)
    return _table_line(name, said, covered, language)


def _table_line(name: str, said: str, more: str, language: str) -> str:
    aside = translate("statement.aside", language, said=said, more=more)
    return f"  {translate('statement.line', language, name=name, said=aside)}"


WIDTH, LEFT = 62.0, 3.4

RIGHT = WIDTH - LEFT

CONTENT = RIGHT - LEFT

TOP, BOTTOM = 3.6, 3.8

HEAVY, MIDDLE, HAIR = 1.3, 0.7, 0.15

INK, GREY, ACCENT, TRACK, HAIRLINE = "#111111", "#55595c", "#0d5a6e", "#e4eaec", "#a3abaf"
"""The measures and colours of the labels."""

NAME, VALUE, LESSER = 2.7, 3.1, 2.5
"""The em of names, of figures in a column, and of what is less than these."""

ZERO = LEFT + 22.6
"""Where all bars begin."""

AIR = 1.4

_ROW, _BAR, _NUMBERS = 4.6, 2.0, 9.0

_LEADING, _LEADING_NAME = 1.36, 1.25

_ON_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""


class StatementCard:
    """The ops so far, and the height where the next one begins."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.ops: list[Op] = []
        self.y = TOP

    @property
    def least(self) -> float:
        """The smallest em that can be read."""
        return 2.5 if self.language == "ja" else 1.9

    def rule(self, height: float, fill: str = INK) -> None:
        """A rule across the card."""
        self.ops.append(Rect(LEFT, self.y, CONTENT, height, fill))
        self.y += height

    def line(  # noqa: PLR0913 - what a line may differ in
        self,
        said: str,
        baseline: float,
        size: float,
        *,
        font: Font = REGULAR,
        fill: str = INK,
        edge: float | None = None,
        x: float = LEFT,
    ) -> Text:
        """One line, from `x`, or ending at `edge`."""
        place = x if edge is None else edge
        align: Align = "left" if edge is None else "right"
        op = Text(place, baseline, said, size, font, align, fill, self.language)
        self.ops.append(op)
        return op

    def block(  # noqa: PLR0913 - what a text may differ in
        self,
        said: str,
        size: float,
        *,
        width: float = CONTENT,
        fill: str = INK,
        font: Font = REGULAR,
        indent: float = 0.0,
        lines: int = 3,
        smallest: float | None = None,
    ) -> None:
        """A text that is broken as need be, and shrunk no further than `smallest`."""
        fitted = fit(
            said, width=width - indent, size=size, smallest=smallest or size, most_lines=lines, font=font
        )
        for each in fitted.lines:
            self.y += 0.95 * fitted.size
            self.line(each, self.y, fitted.size, font=font, fill=fill, x=LEFT + indent)
            self.y += (_LEADING - 0.95) * fitted.size

    def row(self, name: str, share: float, value: str, edge: float) -> float:
        """A name, a bar from the common zero, and a figure at its edge; gives the middle of the row."""
        middle = self.name(name)
        track = edge - _NUMBERS - AIR - ZERO
        self.ops.append(Rect(ZERO, middle - _BAR / 2, track, _BAR, TRACK))
        if share > 0:
            self.ops.append(Rect(ZERO, middle - _BAR / 2, track * share, _BAR, ACCENT))
        size = min(VALUE, _NUMBERS / measure(value, 1.0, BOLD))
        self.line(value, middle + _ON_MIDDLE * size, size, font=BOLD, edge=edge)
        return middle

    def lesser(self, said: str, middle: float, width: float) -> None:
        """A count, or words in the place of a figure, at the right edge."""
        size = min(LESSER, width / measure(said, 1.0))
        self.line(said, middle + _ON_MIDDLE * size, size, fill=GREY, edge=RIGHT)

    def name(self, name: str) -> float:
        """A hairline and a name in the middle of its row, of as many lines as it needs; gives the middle."""
        self.rule(HAIR, HAIRLINE)
        fitted = fit(name, width=ZERO - LEFT - 0.8, size=NAME, smallest=self.least, most_lines=4)
        leading = _LEADING_NAME * fitted.size
        height = max(_ROW, len(fitted.lines) * leading + 1.2)
        middle = self.y + height / 2
        first = middle + _ON_MIDDLE * fitted.size - (len(fitted.lines) - 1) / 2 * leading
        for at, each in enumerate(fitted.lines):
            self.line(each, first + at * leading, fitted.size)
        self.y += height
        return middle


_TITLE, _PERIOD, _FIGURE, _SHARE, _HEAD, _SMALL = 5.2, 4.2, 14.0, 5.0, 2.7, 2.1
"""The em of each kind of text."""

_UNIT = 0.25
"""The unit beside the number, in em of the number."""

_DAY_BAR, _WHOLE_DAY = 2.0, 100

_COUNTS = 9.0
"""The column of counts, from the right edge."""

_INDENT, _ABOVE_SENTENCE = 2.2, 0.5

_GETA = "〓"


def statement_picture(found: MonthlyStatement, language: str) -> Picture:
    """Draw the statement.

    Raises:
        DrawError: a name that has no place, or a character that the fonts do not have.
    """
    card = StatementCard(language)
    _draw_heading(card, found)
    _draw_number(card, found)
    _draw_day(card, found)
    _draw_categories(card, found)
    if len(found.months) > 1:
        _draw_trend(card, found)
    _draw_small_print(card, found)
    title = f"{translate('statement.title', language)} {period_words(found, language)}"
    said = statement_text(found, language)
    return Picture(Scene(WIDTH, card.y + BOTTOM, tuple(card.ops), title, said, language))


def _draw_heading(card: StatementCard, found: MonthlyStatement) -> None:
    said = translate("statement.title", card.language)
    size = min(_TITLE, CONTENT / measure(said, 1.0, BOLD))
    card.line(said, card.y + 0.8 * size, size, font=BOLD)
    card.y += 1.16 * size
    card.rule(HEAVY)
    receipts = _count_words("receipts", found.receipts, card.language)
    beside = measure(receipts, LESSER) + AIR
    period = period_words(found, card.language)
    size = min(_PERIOD, (CONTENT - beside) / measure(period, 1.0, BOLD))
    baseline = card.y + 1.6 + 0.85 * size
    card.line(period, baseline, size, font=BOLD)
    card.line(receipts, baseline, LESSER, edge=RIGHT)
    card.y = baseline + 2.2


def _draw_number(card: StatementCard, found: MonthlyStatement) -> None:
    """The number and its unit on one baseline at the right edge; what it stands on below."""
    value = _NO_FIGURE if found.shown is None else format_number(found.shown.value, card.language)
    unit = "" if found.shown is None else _mass_unit(found.shown)
    size = min(_FIGURE, CONTENT / (measure(value, 1.0, BOLD) + 0.11 + measure(unit, _UNIT, BOLD)))
    baseline = card.y - ink("0", BOLD).top * size
    edge = RIGHT
    if unit:
        card.line(unit, baseline, size * _UNIT, font=BOLD, edge=RIGHT)
        edge -= measure(unit, size * _UNIT, BOLD) + 0.11 * size
    card.line(value, baseline, size, font=BOLD, edge=edge)
    card.y = baseline + max(2.2, ink(value, BOLD).bottom * size + 0.9)  # a decimal comma hangs below
    card.block(coverage_words(found, card.language), LESSER)
    if (interval := interval_words(found, card.language)) is not None:
        card.block(interval, LESSER, fill=GREY)
    _draw_remarks(card, tuple(_remark_sentences(found, card.language)))
    card.y += 1.0


def _draw_remarks(card: StatementCard, sentences: tuple[str, ...]) -> None:
    """What must stand near the number, each sentence with a bullet if there are several."""
    indent = _INDENT if len(sentences) > 1 else 0.0
    for sentence in sentences:
        card.y += _ABOVE_SENTENCE
        if indent:
            card.line("•", card.y + 0.95 * LESSER, LESSER)
        card.block(sentence, LESSER, font=BOLD, indent=indent, lines=4)


def _draw_day(card: StatementCard, found: MonthlyStatement) -> None:
    """The average of a day on the left, its share on the right, and a bar whose track is the whole day."""
    said = day_words(found, card.language)
    if said is None or found.reference is None:
        return
    card.rule(MIDDLE)
    card.y += 1.4
    share = share_words(found, card.language)
    size = min(_SHARE, 22.0 / measure(share, 1.0, BOLD))
    top = card.y
    room = CONTENT - measure(share, size, BOLD) - 2 * AIR
    card.block(said, NAME, width=room, smallest=card.least)
    last = card.ops[-1]
    baseline = max(last.y, top + 0.8 * size)
    card.line(share, baseline, size, font=BOLD, edge=RIGHT)
    card.y = baseline + 1.4
    _draw_day_bar(card, found.reference)
    card.y += _DAY_BAR + 1.4


def _draw_day_bar(card: StatementCard, reference: ReferenceShare) -> None:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    if reference.kind == "days" or (reference.kind == "percent" and reference.value > _WHOLE_DAY):
        bounds = ink("▶", BOLD)
        size = 1.35 * _DAY_BAR / (bounds.bottom - bounds.top)
        width = (bounds.right - bounds.left) * size
        card.ops.append(Rect(LEFT, card.y, CONTENT - width - 0.5, _DAY_BAR, ACCENT))
        middle = card.y + _DAY_BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
        card.line("▶", middle, size, font=BOLD, fill=ACCENT, x=RIGHT - width - bounds.left * size)
        return
    card.ops.append(Rect(LEFT, card.y, CONTENT, _DAY_BAR, TRACK))
    if reference.share > 0:
        card.ops.append(Rect(LEFT, card.y, CONTENT * reference.share, _DAY_BAR, ACCENT))


def _draw_categories(card: StatementCard, found: MonthlyStatement) -> None:
    if has_categories(found):
        _draw_head(card, translate("statement.categories", card.language), part_unit(found), "")
        for one in found.categories:
            card.row(category_words(one, card.language), one.share, part_words(one, card.language), RIGHT)
    elif found.unknown:
        card.rule(MIDDLE)
    if found.unknown:
        _draw_unknown(card, found)


def _draw_unknown(card: StatementCard, found: MonthlyStatement) -> None:
    """Apart from the bars: how many items, and which."""
    items = _count_words("items", found.items - found.covered, card.language)
    card.lesser(items, card.name(translate("statement.unknown", card.language)), RIGHT - ZERO)
    card.y -= 0.4
    card.block(_drawable(unknown_words(found.unknown, card.language)), LESSER, fill=GREY, lines=5)
    card.y += 0.8


def _drawable(names: str) -> str:
    """Names come from tills and may hold what the font has not; it stands as 〓, as on the receipt."""
    while (char := missing(names, REGULAR)) is not None:
        names = names.replace(char, _GETA)
    return names


def _draw_trend(card: StatementCard, found: MonthlyStatement) -> None:
    unit = next((_mass_unit(one.per_day) for one in found.months if one.per_day), "")
    covered = translate("statement.covered-short", card.language)
    _draw_head(card, translate("statement.trend", card.language), unit, covered)
    largest = max(one.kg_per_day or 0.0 for one in found.months)
    for one in found.months:
        _draw_month(card, one, largest)


def _draw_month(card: StatementCard, one: MonthSum, largest: float) -> None:
    name = month_words(one.month, card.language)
    if one.per_day is None or one.kg_per_day is None:
        card.lesser(trend_words(one, card.language), card.name(name), RIGHT - ZERO)
        return
    share = max(0.0, one.kg_per_day) / largest if largest > 0 else 0.0
    value = format_number(one.per_day.value, card.language)
    middle = card.row(name, share, value, RIGHT - _COUNTS)
    card.lesser(f"{one.covered}/{one.items}", middle, _COUNTS - 1.0)


def _draw_head(card: StatementCard, said: str, unit: str, counts: str) -> None:
    card.rule(MIDDLE)
    baseline = card.y + 3.4
    card.line(said, baseline, _HEAD, font=BOLD)
    edge = RIGHT
    if counts:
        card.line(counts, baseline, _SMALL, fill=GREY, edge=RIGHT)
        edge -= _COUNTS
    if unit:
        card.line(unit, baseline, _SMALL, fill=GREY, edge=edge)
    card.y = baseline + 1.2


def _draw_small_print(card: StatementCard, found: MonthlyStatement) -> None:
    card.rule(MIDDLE)
    card.y += 1.0
    for each in (*_reading_notes(found, card.language), translate("receipt.information", card.language)):
        card.block(each, LESSER if card.language == "ja" else 2.3, fill=GREY)
