"""The upper bands of a card: title, what and per what, and the number."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from co2label.draw.font import BOLD
from co2label.draw.fonts import ink, measure
from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, fall, rise, set_block, set_line
from co2label.label.measures import CONTENT, GREY, RIGHT, second_size, smallest, text_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw import Text

__all__ = ["figure_size", "number", "title", "what"]

_FIGURE = 16.0
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_GAP = 0.11
_LEAST_BESIDE = 0.86
"""Name and unit shrink to this part of their size before they are set one below the other."""
_BETWEEN = 3.0
_LESSER = 1 / 3
"""No other text is larger than a third of the number."""
_TITLE, _NAME, _PER = 5.2, 4.2, 2.8
_BETWEEN_NAMES = 1.0


def figure_size(declaration: Declaration) -> float:
    """The em of the number: the largest with which number and unit stand on one line, 16 mm at most.

    Raises:
        DrawError: so many digits that the number would not be three times the size of the small print.

    >>> from types import SimpleNamespace as Said
    >>> figure_size(Said(shown=Said(value="210", unit="g-CO2e")))
    16.0
    """
    number_width = measure(declaration.shown.value, 1.0, BOLD)
    unit_width = measure(phrases.unit(declaration), _UNIT, BOLD)
    size = min(_FIGURE, CONTENT / (number_width + _GAP + unit_width))
    if size * _LESSER < text_size("ja"):
        message = f"the figure {clip(declaration.shown.value)} has too many digits for a card; declare it per a larger unit"
        raise DrawError(message)
    return size


def title(card: Card, y: float) -> Band:
    """What kind of figure this is; the second language on the same line, at the right edge."""
    size = min(_TITLE, card.figure * _LESSER)
    style = Style(size, card.first, font=BOLD)
    baseline = y + 0.8 * size
    ops = [set_line(say("title", card.first), baseline, style)]
    if card.second:
        lesser = Style(size / 2, card.second, x=RIGHT, align="right", fill=GREY)
        ops.append(set_line(say("title", card.second), baseline, lesser))
    return tuple(ops), baseline + 0.36 * size


def what(card: Card, y: float) -> Band:
    """The product and the unit that the figure is per: side by side where there is room, else one below the other."""
    for part in (1.0, 0.95, 0.9, _LEAST_BESIDE):
        names, pers = _scaled(_names(card), part), _scaled(_pers(card), part)
        if all(
            _width(name) + _BETWEEN + _width(per) <= CONTENT for name, per in zip(names, pers, strict=False)
        ):
            return _beside(names, pers, y)
    ops, bottom = _stacked(_names(card), y)
    more, bottom = _stacked(_pers(card), bottom + _BETWEEN_NAMES)
    return (*ops, *more), bottom


def number(card: Card, y: float) -> Band:
    """The number, and its unit on the same baseline; both end at the right edge."""
    said, size = card.declaration, card.figure
    baseline = y - ink(said.shown.value, BOLD).top * size
    unit = Style(size * _UNIT, "en", x=RIGHT, font=BOLD, align="right")
    unit_text = phrases.unit(said)
    figure_edge = RIGHT - measure(unit_text, unit.size, BOLD) - _GAP * size
    figure = Style(size, "en", x=figure_edge, font=BOLD, align="right")
    return (set_line(said.shown.value, baseline, figure), set_line(unit_text, baseline, unit)), baseline


_Lines = list[tuple[str, Style]]


def _width(line: tuple[str, Style]) -> float:
    text, style = line
    return measure(text, style.size, style.font)


def _scaled(lines: _Lines, part: float) -> _Lines:
    return [
        (text, replace(style, size=max(style.size * part, smallest(style.language)))) for text, style in lines
    ]


def _names(card: Card) -> _Lines:
    size = min(_NAME, card.figure * _LESSER)
    lines = [
        (
            phrases.name(card.declaration, card.first),
            Style(size, card.first, font=BOLD, most_lines=4, leading=1.25),
        )
    ]
    if card.second:
        text = phrases.name(card.declaration, card.second)
    if card.second and text != lines[0][0]:
        lines.append(
            (text, Style(second_size(size * 0.9, card.second), card.second, fill=GREY, most_lines=4))
        )
    return lines


def _pers(card: Card) -> _Lines:
    lines = [
        (
            phrases.per(card.declaration, card.first),
            Style(min(_PER, card.figure * _LESSER), card.first, x=RIGHT, align="right", most_lines=3),
        )
    ]
    if card.second:
        size = second_size(_PER, card.second)
        style = Style(size, card.second, x=RIGHT, align="right", fill=GREY, most_lines=3)
        lines.append((phrases.per(card.declaration, card.second), style))
    return lines


def _beside(names: _Lines, pers: _Lines, y: float) -> Band:
    """Each unit on the baseline of the name beside it."""
    ops, bottom = _stacked(names, y)
    baselines = [op.y for op in ops]
    for (per, style), baseline in zip_longest(pers, baselines):
        at = baseline or bottom + _BETWEEN_NAMES + rise(style)
        ops = (*ops, set_line(per, at, style))
        bottom = max(bottom, at + fall(style))
    return ops, bottom


def _stacked(lines: _Lines, y: float) -> tuple[tuple[Text, ...], float]:
    ops: list[Text] = []
    for text, style in lines:
        more, bottom = set_block(text, y, style)
        ops += more
        y = bottom + _BETWEEN_NAMES
    return tuple(ops), bottom
