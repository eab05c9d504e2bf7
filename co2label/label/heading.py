"""The upper bands of a card: title, what and per what, the number, and what must stand near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw.fonts import ink, measure
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, set_block, set_line
from co2label.label.measures import CONTENT, GREY, INK, RIGHT, second_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw import Op

__all__ = ["figure_size", "notes", "number", "title", "what"]

_FIGURE = 16.0
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_GAP = 0.11
_LESSER = 1 / 3
"""No other text is larger than a third of the number."""
_TITLE, _NAME, _PER, _NOTE = 5.2, 4.2, 2.8, 2.5


def figure_size(declaration: Declaration) -> float:
    """The em of the number: the largest with which number and unit stand on one line, 16 mm at most.

    >>> from types import SimpleNamespace as Said
    >>> figure_size(Said(shown=Said(value="210", unit="g-CO2e")))
    16.0
    """
    number_width = measure(declaration.shown.value, 1.0, "bold")
    unit_width = measure(phrases.unit(declaration), _UNIT, "bold")
    return min(_FIGURE, CONTENT / (number_width + _GAP + unit_width))


def title(card: Card, y: float) -> Band:
    """What kind of figure this is; the second language on the same line, at the right edge."""
    size = min(_TITLE, card.figure * _LESSER)
    style = Style(size, card.first, weight="bold")
    baseline = y + 0.8 * size
    ops = [set_line(say("title", card.first), baseline, style)]
    if card.second:
        lesser = Style(size / 2, card.second, x=RIGHT, align="right", fill=GREY)
        ops.append(set_line(say("title", card.second), baseline, lesser))
    return tuple(ops), baseline + 0.36 * size


def what(card: Card, y: float) -> Band:
    """The product and the unit that the figure is per: side by side where there is room, else one below the other."""
    names, pers = _names(card), _pers(card)
    beside = all(
        measure(name, style.size, style.weight) + measure(per, other.size) + 3.0 <= CONTENT
        for (name, style), (per, other) in zip(names, pers, strict=True)
    )
    if beside and len(names) == len(pers):
        return _beside(names, pers, y)
    ops, bottom = _stacked(names, y)
    more, bottom = _stacked(pers, bottom + 1.2)
    return (*ops, *more), bottom


def number(card: Card, y: float) -> Band:
    """The number, and its unit on the same baseline; both end at the right edge."""
    said, size = card.declaration, card.figure
    baseline = y - ink(said.shown.value, "bold").top * size
    unit = Style(size * _UNIT, "en", x=RIGHT, weight="bold", align="right")
    unit_text = phrases.unit(said)
    figure_edge = RIGHT - measure(unit_text, unit.size, "bold") - _GAP * size
    figure = Style(size, "en", x=figure_edge, weight="bold", align="right")
    return (set_line(said.shown.value, baseline, figure), set_line(unit_text, baseline, unit)), baseline


def notes(card: Card, y: float) -> Band:
    """The qualifiers, right under the number that they qualify."""
    ops: list[Op] = []
    for index, language in enumerate(card.languages):
        size = _NOTE if index == 0 else second_size(_NOTE, language)
        style = Style(size, language, fill=GREY if index else INK, most_lines=3)
        for text in phrases.notes(card.declaration, language):
            more, y = set_block(text, y, style)
            ops += more
            y += 0.7
    return tuple(ops), y


_Lines = list[tuple[str, Style]]


def _names(card: Card) -> _Lines:
    size = min(_NAME, card.figure * _LESSER)
    lines = [(phrases.name(card.declaration, card.first), Style(size, card.first, weight="bold", most_lines=4, leading=1.25))]
    if card.second:
        text = phrases.name(card.declaration, card.second)
        lines.append((text, Style(second_size(size * 0.9, card.second), card.second, fill=GREY, most_lines=4)))
    return lines


def _pers(card: Card) -> _Lines:
    lines = [(phrases.per(card.declaration, card.first), Style(_PER, card.first, x=RIGHT, align="right", most_lines=3))]
    if card.second:
        size = second_size(_PER, card.second)
        style = Style(size, card.second, x=RIGHT, align="right", fill=GREY, most_lines=3)
        lines.append((phrases.per(card.declaration, card.second), style))
    return lines


def _beside(names: _Lines, pers: _Lines, y: float) -> Band:
    ops: list[Op] = []
    for (name, style), (per, other) in zip(names, pers, strict=True):
        more, bottom = set_block(name, y, style)
        baseline = more[0].y
        ops += [*more, set_line(per, baseline, other)]
        y = bottom + 0.7
    return tuple(ops), y - 0.7


def _stacked(lines: _Lines, y: float) -> Band:
    ops: list[Op] = []
    for text, style in lines:
        more, bottom = set_block(text, y, style)
        ops += more
        y = bottom + 0.7
    return tuple(ops), y - 0.7


