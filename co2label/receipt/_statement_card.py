"""A monthly statement for people: its words, lines of text for an e-mail, and a card of 62 mm.

The card is of the family of the labels: structure by rules, one colour for bars, which are linear and begin at zero. What has no
data, and a month without receipts, has words in the place of a bar.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label import draw
from co2label.figures import Shown, adds_up, decimals_of, format_in
from co2label.receipt._words import coverage_words, percent_words
from co2label.wording import Translator, format_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.declaration import ReferenceShare
    from co2label.receipt._statement import Category, MonthlyStatement, MonthSum, UnknownItem


_NO_FIGURE = "―"
"""Sign for an unknown figure."""
_UNKNOWN_NAMES = 3
_LONGEST_NAME = 20
"""Characters; names of a till may have 120."""


def _figure_words(shown: Shown | None, w: Translator) -> str:
    """A figure with its unit; a dash where it is unknown."""
    return _NO_FIGURE if shown is None else w.quantity(shown)


def _count_words(key: str, count: int, w: Translator) -> str:
    """A count with its noun: "1 receipt", "2 receipts"."""
    one, more = w.say(f"statement.{key}", count=count).split("|")
    return one if count == 1 else more


def month_words(month: str, w: Translator) -> str:
    """A month: "2026年11月", "November 2026"."""
    words = format_month(dt.date.fromisoformat(f"{month}-01"), w.language)
    return words[:1].upper() + words[1:]


def period_words(statement: MonthlyStatement, w: Translator) -> str:
    """The month, with its last day if it is not over."""
    month = month_words(statement.month, w)
    last = statement.through
    if last.day == monthrange(last.year, last.month)[1]:
        return month
    return w.say("statement.through", month=month, day=last.day)


def covered_words(statement: MonthlyStatement, w: Translator) -> str:
    """Coverage of the figure."""
    return coverage_words("statement.covered", statement, w)


def interval_words(statement: MonthlyStatement, w: Translator) -> str | None:
    """The ends of the interval, in the unit of the figure and to its last place."""
    if statement.interval is None or statement.shown is None:
        return None
    unit, places = statement.shown.unit, decimals_of(statement.shown)
    ends = statement.interval
    low, high = (format_in(end, unit, decimals=places) for end in (ends.low, ends.high))
    span = w.range(low, high)
    return w.say("statement.interval", range=span, unit=w.unit(unit))


def remark_words(statement: MonthlyStatement, w: Translator) -> Iterator[str]:
    """Remarks that must stand near the figure, one sentence each."""
    return (w.of(remark.words) for remark in statement.near)


def day_words(statement: MonthlyStatement, w: Translator) -> str | None:
    """The average of a day with the share that it is of a day in all of life; None where it is no share."""
    if statement.per_day is None or statement.reference is None:
        return None
    people, value = statement.people, w.number(statement.per_day.value)
    day = w.number(f"{people * statement.reference.kg:.6g}")
    unit, share = w.unit(statement.per_day.unit), share_words(statement, w)
    words = {"value": value, "unit": unit, "day": day, "share": share}
    if people == 1:
        return w.say("statement.day", **words)
    return w.say("statement.day-of-household", people=people, **words)


def as_much_as_words(statement: MonthlyStatement, w: Translator) -> str | None:
    """The equivalent of the sum with its source; None if there is none."""
    like = statement.as_much_as
    if like is None:
        return None
    words = w.of(like.words)
    return w.say("statement.as-much-as", words=words[:1].upper() + words[1:], source=like.source)


def basis_words(reference: ReferenceShare, w: Translator) -> str:
    """Source of the daily budget."""
    basis = w.say(f"reference.basis.{reference.basis}")
    return basis[:1].upper() + basis[1:]


def share_words(statement: MonthlyStatement, w: Translator) -> str:
    """The share of a day: "43%"."""
    return "" if statement.reference is None else percent_words(statement.reference, w)


def figure_parts(statement: MonthlyStatement, w: Translator) -> tuple[str, str]:
    """The number and its unit; a dash and nothing where nothing is known."""
    if statement.shown is None:
        return _NO_FIGURE, ""
    return w.number(statement.shown.value), w.unit(statement.shown.unit)


def category_words(one: Category, w: Translator) -> str:
    """The name of a category, or the word for all that has none."""
    return w.say("statement.other") if one.name is None else w.of(one.names)


def part_words(one: Category, w: Translator) -> str:
    """The share of a category in what is known; its kilograms, without the unit, if there are no shares."""
    if one.percent is None:
        return w.number(one.shown.value)
    return w.say("reference.percent", value=one.percent)


def part_unit(statement: MonthlyStatement, w: Translator) -> str:
    """The unit of the figures of categories, if they are no shares."""
    return next((w.unit(one.shown.unit) for one in statement.categories if one.percent is None), "")


def has_categories(statement: MonthlyStatement) -> bool:
    """True if anything has a category; "other" alone says nothing."""
    return any(one.name is not None for one in statement.categories)


def food_words(statement: MonthlyStatement, w: Translator) -> tuple[tuple[float, str], ...]:
    """Food and all else, each with its percentage and its words; nothing where nobody says what is food."""
    if statement.food is None:
        return ()
    keys = ("statement.food", "statement.not-food")
    pairs = ((key, share, percent_words(share, w)) for key, share in zip(keys, statement.food, strict=True))
    return tuple((float(share.value), w.say(key, percent=percent)) for key, share, percent in pairs)


def unknown_words(unknown: tuple[UnknownItem, ...], w: Translator) -> str:
    """The names of items without data, the first few of them."""
    names = [
        one.name if len(one.name) <= _LONGEST_NAME else one.name[: _LONGEST_NAME - 1].rstrip() + "…"
        for one in unknown[:_UNKNOWN_NAMES]
    ]
    left = len(unknown) - len(names)
    if left:
        names.append(w.say("statement.and-more", count=left))
    return w.list("statement.list", names)


def _reading_notes(statement: MonthlyStatement, w: Translator) -> Iterator[str]:
    """Notes that a reader needs to understand the figures."""
    if statement.reference is not None:
        basis = basis_words(statement.reference, w)
        day = w.number(statement.reference.shown.value)
        yield w.say("statement.day-of", day=day, basis=basis)
    if "unstated" in statement.methods:
        yield w.say("receipt.has-unstated")
    values = [one.shown.value for one in statement.categories if one.percent is None]
    shown = statement.shown
    if values and has_categories(statement) and shown is not None and not adds_up(values, shown.value):
        yield w.say("stages.rounded")
    if len(statement.boundaries) > 1:
        yield w.say("receipt.boundaries")
    if len(statement.months) > 1 and any(one.per_day and not one.compares for one in statement.months):
        yield w.say("statement.hatched", percent=w.say("reference.percent", value=80))


def trend_words(one: MonthSum, w: Translator) -> str:
    """Words for a month without a figure."""
    return w.say("statement.gap" if not one.receipts else "statement.unknown")


def statement_text(statement: MonthlyStatement, language: str = "ja") -> str:
    """The statement in lines of text, for an e-mail or a screen reader; rows of a table begin with two spaces.

    Raises:
        TextError: a language without words.
    """
    w = Translator(language)
    parts = (_sum_lines, _category_lines, _trend_lines)
    return "\n".join(line for part in parts for line in part(statement, w))


def _sum_lines(statement: MonthlyStatement, w: Translator) -> Iterator[str]:
    receipts = _count_words("receipts", statement.receipts, w)
    yield f"{w.say('statement.title')} {period_words(statement, w)}"
    figure = _figure_words(statement.shown, w)
    yield w.say("statement.aside", said=figure, more=receipts)
    if (interval := interval_words(statement, w)) is not None:
        yield interval
    yield covered_words(statement, w)
    yield from remark_words(statement, w)
    if (day := day_words(statement, w)) is not None:
        yield day
    if (words := as_much_as_words(statement, w)) is not None:
        yield words
    yield from _reading_notes(statement, w)


def _category_lines(statement: MonthlyStatement, w: Translator) -> Iterator[str]:
    if has_categories(statement):
        yield w.say("statement.categories")
        yield from (f"  {words}" for _, words in food_words(statement, w))
        for one in statement.categories:
            items = _count_words("items", one.items, w)
            part = " ".join(filter(None, [part_words(one, w), part_unit(statement, w)]))
            yield _table_line(category_words(one, w), part, items, w)
    if statement.unknown:
        items = _count_words("items", statement.items - statement.covered, w)
        names = unknown_words(statement.unknown, w)
        yield _table_line(w.say("statement.unknown"), items, names, w)


def _trend_lines(statement: MonthlyStatement, w: Translator) -> Iterator[str]:
    if len(statement.months) > 1:
        yield w.say("statement.trend")
        yield from (_month_line(one, w) for one in statement.months)


def _month_line(one: MonthSum, w: Translator) -> str:
    name = month_words(one.month, w)
    if one.per_day is None:
        return f"  {w.say('statement.line', name=name, said=trend_words(one, w))}"
    figure = _figure_words(one.per_day, w)
    covered = w.say("statement.of-items", covered=one.covered, items=one.items)
    return _table_line(name, figure, covered, w)


def _table_line(name: str, said: str, more: str, w: Translator) -> str:
    aside = w.say("statement.aside", said=said, more=more)
    return f"  {w.say('statement.line', name=name, said=aside)}"


_TITLE, _PERIOD, _FIGURE, _NAME, _VALUE, _TEXT, _UNITS = 5.2, 4.2, 14.0, 2.7, 3.1, 2.5, 2.1
"""The em of each kind of text."""
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_ZERO = draw.LEFT + 22.6
"""Common zero of the bars in tables."""
_NUMBERS, _COUNTS, _AIR = 9.0, 9.0, 1.4
"""The columns of figures and of counts, and what is between columns."""
_ROW, _BAR = 4.6, 2.0
_FRAME = (0.95, 0.41)
_PALE, _PITCH = "#ffffff", 0.7
"""The ground of a hatched bar, and how far its lines stand apart, in mm."""


def statement_picture(statement: MonthlyStatement, language: str = "ja") -> draw.Picture:
    """Draw the statement as a card of 62 mm.

    Raises:
        TextError: a language without words.
        DrawError: a name that has no place, or a character that the fonts do not have.
    """
    w = Translator(language)
    parts = (_heading, _number, _day, _as_much_as, _categories, _unknown, _trend, _notes)
    ops, end = draw.Column(*(block for part in parts for block in part(statement, w)))(draw.TOP)
    title = f"{w.say('statement.title')} {period_words(statement, w)}"
    return draw.Picture(
        draw.Scene(
            draw.WIDTH, end + draw.BOTTOM, ops, title, statement_text(statement, w.language), w.language
        )
    )


def _style(size: float, w: Translator, **how: Any) -> draw.TextStyle:
    """A text that keeps its size unless `smallest` is given."""
    how = {"smallest": size, "frame": _FRAME, **how}
    return draw.TextStyle(size, w.language, **how)


def _right(size: float, w: Translator, edge: float = draw.RIGHT, **how: Any) -> draw.TextStyle:
    return _style(size, w, x=edge, align="right", **how)


def _heading(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    title = w.say("statement.title")
    yield draw.Line(title, _style(_TITLE, w, font=draw.BOLD, frame=(0.8, 0.36)).shrunk(title))
    yield draw.Rule(draw.HEAVY)
    receipts, small = _count_words("receipts", statement.receipts, w), _right(_TEXT, w)
    room = draw.CONTENT - small.width_of(receipts) - _AIR
    period = period_words(statement, w)
    style = _style(_PERIOD, w, width=room, font=draw.BOLD).shrunk(period)
    above = 1.6 + 0.85 * style.size
    yield draw.OneLine(draw.Line(period, style), draw.Line(receipts, small), above=above, below=2.2)


def _number(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    """The number and its unit on one baseline at the left edge; its interval, coverage and remarks below."""
    value, unit = figure_parts(statement, w)
    size = min(
        _FIGURE,
        draw.CONTENT / (draw.measure(value, 1.0, draw.BOLD) + 0.11 + draw.measure(unit, _UNIT, draw.BOLD)),
    )
    below = max(2.2, draw.ink(value, draw.BOLD).bottom * size + 0.9)  # a decimal comma hangs below
    lines = [draw.Line(value, _style(size, w, font=draw.BOLD))]
    if unit:
        edge = draw.LEFT + draw.measure(value, size, draw.BOLD) + 0.11 * size
        lines.append(draw.Line(unit, _style(size * _UNIT, w, x=edge, font=draw.BOLD)))
    yield draw.OneLine(*lines, above=-draw.ink("0", draw.BOLD).top * size, below=below)
    if (interval := interval_words(statement, w)) is not None:
        yield draw.Block(interval, _style(_NAME, w, fill=draw.GREY, most_lines=3))
        yield draw.Space(0.6)
    yield draw.Block(covered_words(statement, w), _style(_TEXT, w, most_lines=3))
    yield from _remarks(tuple(remark_words(statement, w)), w)
    yield draw.Space(1.0)


def _remarks(sentences: tuple[str, ...], w: Translator) -> Iterator[draw.Part]:
    """Remarks near the number, each with a bullet if there are several."""
    indent = 2.2 if len(sentences) > 1 else 0.0
    style = _style(_TEXT, w, x=draw.LEFT + indent, width=draw.CONTENT - indent, font=draw.BOLD, most_lines=4)
    for sentence in sentences:
        yield draw.Space(0.5)
        if indent:
            yield draw.OneLine(draw.Line("•", _style(_TEXT, w)), above=style.above, below=-style.above)
        yield draw.Block(sentence, style)


def _day(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    """The average of a day with its share, and a bar whose track is the whole day."""
    average = day_words(statement, w)
    if average is None or statement.reference is None:
        return
    style = _style(_NAME, w, smallest=draw.smallest(w.language), most_lines=3)
    blank = draw.Space(1.4)
    bar = _day_bar(statement.reference, w)
    yield from (draw.Rule(draw.MIDDLE), blank, draw.Block(average, style), blank, bar, blank)


def _as_much_as(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    if (words := as_much_as_words(statement, w)) is not None:
        yield draw.Block(words, _style(_TEXT, w, most_lines=3))
        yield draw.Space(1.0)


def _day_bar(reference: ReferenceShare, w: Translator) -> draw.Part:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    if reference.kind != "days" and not (reference.kind == "percent" and reference.value > 100):  # noqa: PLR2004
        return draw.Bar(min(1.0, reference.share) or None, _BAR)
    bounds = draw.ink("▶", draw.BOLD)
    size = 1.35 * _BAR / (bounds.bottom - bounds.top)
    width = (bounds.right - bounds.left) * size
    style = _style(size, w, x=draw.RIGHT - width - bounds.left * size, font=draw.BOLD, fill=draw.ACCENT)

    def bar_and_arrow(y: float) -> draw.Placed:
        ops, end = draw.Bar(1.0, _BAR, width=draw.CONTENT - width - 0.5, track=None)(y)
        baseline = y + _BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
        return (*ops, draw.set_line("▶", baseline, style)), end

    return bar_and_arrow


def _table_head(title: str, w: Translator, unit: str, counts: str = "") -> Iterator[draw.Part]:
    """A rule, the title of a table, and what its columns of figures and counts hold."""
    lines = [draw.Line(title, _style(_NAME, w, font=draw.BOLD))]
    if counts:
        lines.append(draw.Line(counts, _right(_UNITS, w, fill=draw.GREY)))
    if unit:
        edge = draw.RIGHT - _COUNTS if counts else draw.RIGHT
        lines.append(draw.Line(unit, _right(_UNITS, w, edge, fill=draw.GREY)))
    yield from (draw.Rule(draw.MIDDLE), draw.OneLine(*lines, above=3.4, below=1.2))


def _table_row(name: str, w: Translator, *cells: draw.Cell) -> draw.Part:
    """A hairline, a name of as many lines as it needs, and what stands beside its middle."""
    how = {"leading": 1.25, "smallest": draw.smallest(w.language), "frame": (0.0, 0.0)}
    style = _style(_NAME, w, width=_ZERO - draw.LEFT - 0.8, most_lines=4, **how)

    def row(y: float) -> draw.Placed:
        rule, y = draw.Rule(draw.HAIR, draw.HAIRLINE)(y)
        lines, _ = draw.set_block(name, 0.0, style)
        leading = style.leading * lines[0].size
        height = max(_ROW, len(lines) * leading + 1.2)
        middle = y + height / 2
        first = middle + 0.375 * lines[0].size - (len(lines) - 1) / 2 * leading
        named = (replace(line, y=first + line.y) for line in lines)
        return (*rule, *named, *(op for cell in cells for op in cell.around(middle))), y + height

    return row


def _bar_and_value(share: float, value: str, w: Translator, edge: float) -> tuple[draw.Bar, draw.Line]:
    """A bar from the common zero, and a figure at its edge."""
    bar = draw.Bar(share if share > 0 else None, _BAR, x=_ZERO, width=edge - _NUMBERS - _AIR - _ZERO)
    return bar, draw.Line(value, _right(_VALUE, w, edge, width=_NUMBERS, font=draw.BOLD).shrunk(value))


def _count(words: str, w: Translator, width: float = draw.RIGHT - _ZERO) -> draw.Line:
    """A count, or words in the place of a figure, at the right edge."""
    return draw.Line(words, _right(_TEXT, w, width=width, fill=draw.GREY).shrunk(words))


def _categories(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    if has_categories(statement):
        yield from _table_head(w.say("statement.categories"), w, part_unit(statement, w))
        if food := food_words(statement, w):
            yield from (draw.StackedBar(food, _style(_TEXT, w)), draw.Space(1.2))
        for one in statement.categories:
            cells = _bar_and_value(one.share, part_words(one, w), w, draw.RIGHT)
            yield _table_row(category_words(one, w), w, *cells)
    elif statement.unknown:
        yield draw.Rule(draw.MIDDLE)


def _unknown(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    """Number and names of items without data, apart from the bars."""
    if statement.unknown:
        items = _count_words("items", statement.items - statement.covered, w)
        yield _table_row(w.say("statement.unknown"), w, _count(items, w))
        names = _drawable(unknown_words(statement.unknown, w))
        style = _style(_TEXT, w, fill=draw.GREY, most_lines=5)
        yield from (draw.Space(-0.4), draw.Block(names, style), draw.Space(0.8))


def _notes(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    style = _style(draw.text_size(w.language), w, fill=draw.GREY, most_lines=3)
    yield from (draw.Rule(draw.MIDDLE), draw.Space(1.0))
    yield from (draw.Block(note, style) for note in _reading_notes(statement, w))
    yield draw.Block(w.say("receipt.information"), style)


def _drawable(names: str) -> str:
    """Replace characters that the font does not have by 〓, as on the receipt: names come from tills."""
    while (char := draw.missing(names, draw.REGULAR)) is not None:
        names = names.replace(char, "〓")
    return names


def _trend(statement: MonthlyStatement, w: Translator) -> Iterator[draw.Part]:
    if len(statement.months) == 1:
        return
    unit = next((w.unit(one.per_day.unit) for one in statement.months if one.per_day), "")
    covered = w.say("statement.covered-short")
    yield from _table_head(w.say("statement.trend"), w, unit, covered)
    largest = max(one.kg_per_day or 0.0 for one in statement.months)
    for one in statement.months:
        yield _table_row(month_words(one.month, w), w, *_month_cells(one, largest, w))


class _Hatched(NamedTuple):
    """A bar of a month of which too little is known to be compared: hatched, on no track."""

    bar: draw.Bar

    def around(self, middle: float) -> tuple[draw.Op, ...]:
        bar = replace(self.bar, track=None, fill=_PALE)
        ops = (op for op in bar.around(middle) if isinstance(op, draw.Rect))
        return tuple(replace(op, hatch=draw.Hatch(draw.ACCENT, _PITCH)) for op in ops)


def _month_cells(one: MonthSum, largest: float, w: Translator) -> tuple[draw.Cell, ...]:
    if one.per_day is None or one.kg_per_day is None:
        return (_count(trend_words(one, w), w),)
    share = max(0.0, one.kg_per_day) / largest if largest > 0 else 0.0
    bar, value = _bar_and_value(share, w.number(one.per_day.value), w, draw.RIGHT - _COUNTS)
    cells = (bar if one.compares else _Hatched(bar), value)
    return *cells, _count(f"{one.covered}/{one.items}", w, _COUNTS - 1.0)
