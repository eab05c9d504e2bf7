"""A monthly statement as a card: one number, its share of a day, what it is made of, the months before it.

It is of the family of the labels: 62 mm wide, structure by rules, one colour for bars, which are linear and begin at zero.
What has no data, and a month without receipts, has words in the place of a bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import BOLD, REGULAR, Op, Picture, Rect, Scene, Text
from co2label.draw.fit import fit
from co2label.draw.fonts import ink, measure, missing
from co2label.receipt.monthly_text import text
from co2label.receipt.monthly_words import (
    NOTHING,
    category_words,
    counted,
    coverage_words,
    day_words,
    has_categories,
    interval_words,
    month_words,
    notes,
    percent_of_whole,
    period_words,
    share_words,
    trend_words,
    unit_words,
    unknown_words,
)
from co2label.wording import digits, say

if TYPE_CHECKING:
    from co2label.draw import Font
    from co2label.receipt.monthly import MonthSum, Statement

__all__ = ["picture"]

_WIDTH, _LEFT = 62.0, 3.4
_RIGHT = _WIDTH - _LEFT
_CONTENT = _RIGHT - _LEFT
_TOP, _BOTTOM = 3.6, 3.8
_HEAVY, _MIDDLE, _HAIR = 1.3, 0.7, 0.15
_INK, _GREY, _ACCENT, _TRACK, _HAIRLINE = "#111111", "#55595c", "#0d5a6e", "#e4eaec", "#a3abaf"
"""The measures and colours of the labels."""

_TITLE, _PERIOD, _FIGURE, _SHARE, _HEAD, _NAME, _VALUE, _LESSER = 5.2, 4.2, 14.0, 5.0, 2.7, 2.7, 3.1, 2.5
"""The em of each kind of text."""
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_BAR, _DAY_BAR, _ROW = 2.0, 2.0, 4.6
_ZERO = _LEFT + 22.6
"""Where all bars begin."""
_NUMBERS, _COUNTS = 9.0, 9.0
"""The columns of figures and of counts, from the right edge."""
_AIR = 1.4
_LEADING = 1.36
_ON_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""
_GETA = "〓"


class _Card:
    """Strictly private: the ops so far, and the height where the next one begins."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.ops: list[Op] = []
        self.y = _TOP

    @property
    def least(self) -> float:
        """The smallest em that can be read."""
        return 2.5 if self.language == "ja" else 1.9

    def rule(self, height: float, fill: str = _INK) -> None:
        """A rule across the card."""
        self.ops.append(Rect(_LEFT, self.y, _CONTENT, height, fill))
        self.y += height

    def line(  # noqa: PLR0913 - what a line may differ in
        self,
        said: str,
        baseline: float,
        size: float,
        *,
        font: Font = REGULAR,
        fill: str = _INK,
        edge: float | None = None,
        x: float = _LEFT,
    ) -> Text:
        """One line, from `x`, or ending at `edge`."""
        place, align = (x, "left") if edge is None else (edge, "right")
        op = Text(place, baseline, said, size, font, align, fill, self.language)  # type: ignore[arg-type]
        self.ops.append(op)
        return op

    def block(  # noqa: PLR0913 - what a text may differ in
        self,
        said: str,
        size: float,
        *,
        width: float = _CONTENT,
        fill: str = _INK,
        lines: int = 3,
        smallest: float | None = None,
    ) -> None:
        """A text that is broken as need be, and shrunk no further than `smallest`."""
        fitted = fit(said, width=width, size=size, smallest=smallest or size, most_lines=lines)
        for each in fitted.lines:
            self.y += 0.95 * fitted.size
            self.line(each, self.y, fitted.size, fill=fill)
            self.y += (_LEADING - 0.95) * fitted.size


def picture(found: Statement, language: str) -> Picture:
    """Draw the statement.

    Raises:
        DrawError: a name that has no place, or a character that the fonts do not have.
    """
    card = _Card(language)
    _heading(card, found)
    _number(card, found)
    _day(card, found)
    _categories(card, found)
    if len(found.months) > 1:
        _trend(card, found)
    _small_print(card, found)
    title = f"{say('statement.title', language)} {period_words(found, language)}"
    said = text(found, language)
    return Picture(Scene(_WIDTH, card.y + _BOTTOM, tuple(card.ops), title, said, language))


def _heading(card: _Card, found: Statement) -> None:
    said = say("statement.title", card.language)
    size = min(_TITLE, _CONTENT / measure(said, 1.0, BOLD))
    card.line(said, card.y + 0.8 * size, size, font=BOLD)
    card.y += 1.16 * size
    card.rule(_HEAVY)
    receipts = counted("receipts", found.receipts, card.language)
    beside = measure(receipts, _LESSER) + _AIR
    period = period_words(found, card.language)
    size = min(_PERIOD, (_CONTENT - beside) / measure(period, 1.0, BOLD))
    baseline = card.y + 1.6 + 0.85 * size
    card.line(period, baseline, size, font=BOLD)
    card.line(receipts, baseline, _LESSER, edge=_RIGHT)
    card.y = baseline + 2.2


def _number(card: _Card, found: Statement) -> None:
    """The number and its unit on one baseline at the right edge; what it stands on below."""
    value = NOTHING if found.shown is None else digits(found.shown.value, card.language)
    unit = "" if found.shown is None else unit_words(found.shown)
    size = min(_FIGURE, _CONTENT / (measure(value, 1.0, BOLD) + 0.11 + measure(unit, _UNIT, BOLD)))
    baseline = card.y - ink("0", BOLD).top * size
    edge = _RIGHT
    if unit:
        card.line(unit, baseline, size * _UNIT, font=BOLD, edge=_RIGHT)
        edge -= measure(unit, size * _UNIT, BOLD) + 0.11 * size
    card.line(value, baseline, size, font=BOLD, edge=edge)
    card.y = baseline + max(2.2, ink(value, BOLD).bottom * size + 0.9)  # a decimal comma hangs below
    card.block(coverage_words(found, card.language), _LESSER)
    if (interval := interval_words(found, card.language)) is not None:
        card.block(interval, _LESSER, fill=_GREY)
    card.y += 1.0


def _day(card: _Card, found: Statement) -> None:
    """The average of a day on the left, its share on the right, and a bar whose track is the whole day."""
    said = day_words(found, card.language)
    if said is None or found.reference is None:
        return
    card.rule(_MIDDLE)
    card.y += 1.4
    share = share_words(found, card.language)
    size = min(_SHARE, 22.0 / measure(share, 1.0, BOLD))
    top = card.y
    room = _CONTENT - measure(share, size, BOLD) - 2 * _AIR
    card.block(said, _NAME, width=room, smallest=card.least)
    last = card.ops[-1]
    baseline = max(last.y, top + 0.8 * size)
    card.line(share, baseline, size, font=BOLD, edge=_RIGHT)
    card.y = baseline + 1.4
    full = found.reference.share
    card.ops.append(Rect(_LEFT, card.y, _CONTENT, _DAY_BAR, _TRACK))
    if full > 0:
        card.ops.append(Rect(_LEFT, card.y, _CONTENT * full, _DAY_BAR, _ACCENT))
    card.y += _DAY_BAR + 1.4


def _categories(card: _Card, found: Statement) -> None:
    if has_categories(found):
        _head(card, say("statement.categories", card.language), "", "")
        for one in found.categories:
            said = percent_of_whole(one, card.language)
            _row(card, category_words(one, card.language), one.share, said, _RIGHT)
    elif found.unknown:
        card.rule(_MIDDLE)
    if found.unknown:
        _unknown(card, found)


def _unknown(card: _Card, found: Statement) -> None:
    """Apart from the bars: how many items, and which."""
    items = counted("items", found.items - found.covered, card.language)
    _lesser(card, items, _name(card, say("statement.unknown", card.language)), _RIGHT - _ZERO)
    card.y -= 0.4
    card.block(_drawable(unknown_words(found.unknown, card.language)), _LESSER, fill=_GREY, lines=5)
    card.y += 0.8


def _drawable(names: str) -> str:
    """Names come from tills and may hold what the font has not; it stands as 〓, as on the receipt."""
    while (char := missing(names, REGULAR)) is not None:
        names = names.replace(char, _GETA)
    return names


def _trend(card: _Card, found: Statement) -> None:
    unit = next((unit_words(one.per_day) for one in found.months if one.per_day), "")
    covered = say("statement.covered-short", card.language)
    _head(card, say("statement.trend", card.language), unit, covered)
    largest = max(one.kg_per_day or 0.0 for one in found.months)
    for one in found.months:
        _month(card, one, largest)


def _month(card: _Card, one: MonthSum, largest: float) -> None:
    name = month_words(one.month, card.language)
    if one.per_day is None or one.kg_per_day is None:
        _lesser(card, trend_words(one, card.language), _name(card, name), _RIGHT - _ZERO)
        return
    share = max(0.0, one.kg_per_day) / largest if largest > 0 else 0.0
    value = digits(one.per_day.value, card.language)
    middle = _row(card, name, share, value, _RIGHT - _COUNTS)
    _lesser(card, f"{one.covered}/{one.items}", middle, _COUNTS - 1.0)


def _head(card: _Card, said: str, unit: str, counts: str) -> None:
    card.rule(_MIDDLE)
    baseline = card.y + 3.4
    card.line(said, baseline, _HEAD, font=BOLD)
    edge = _RIGHT
    if counts:
        card.line(counts, baseline, 2.1, fill=_GREY, edge=_RIGHT)
        edge -= _COUNTS
    if unit:
        card.line(unit, baseline, 2.1, fill=_GREY, edge=edge)
    card.y = baseline + 1.2


def _row(card: _Card, name: str, share: float, value: str, edge: float) -> float:
    """A name, a bar from the common zero, and a figure at its edge; gives the middle of the row."""
    middle = _name(card, name)
    track = edge - _NUMBERS - _AIR - _ZERO
    card.ops.append(Rect(_ZERO, middle - _BAR / 2, track, _BAR, _TRACK))
    if share > 0:
        card.ops.append(Rect(_ZERO, middle - _BAR / 2, track * share, _BAR, _ACCENT))
    size = min(_VALUE, _NUMBERS / measure(value, 1.0, BOLD))
    card.line(value, middle + _ON_MIDDLE * size, size, font=BOLD, edge=edge)
    return middle


def _lesser(card: _Card, said: str, middle: float, width: float) -> None:
    """A count, or words in the place of a figure, at the right edge."""
    size = min(_LESSER, width / measure(said, 1.0))
    card.line(said, middle + _ON_MIDDLE * size, size, fill=_GREY, edge=_RIGHT)


def _name(card: _Card, name: str) -> float:
    """A hairline and a name in the middle of its row, of as many lines as it needs; gives the middle."""
    card.rule(_HAIR, _HAIRLINE)
    fitted = fit(name, width=_ZERO - _LEFT - 0.8, size=_NAME, smallest=card.least, most_lines=4)
    leading = 1.25 * fitted.size
    height = max(_ROW, len(fitted.lines) * leading + 1.2)
    middle = card.y + height / 2
    first = middle + _ON_MIDDLE * fitted.size - (len(fitted.lines) - 1) / 2 * leading
    for at, each in enumerate(fitted.lines):
        card.line(each, first + at * leading, fitted.size)
    card.y += height
    return middle


def _small_print(card: _Card, found: Statement) -> None:
    card.rule(_MIDDLE)
    card.y += 1.0
    for each in (*notes(found, card.language), say("receipt.information", card.language)):
        card.block(each, _LESSER if card.language == "ja" else 2.3, fill=_GREY)
