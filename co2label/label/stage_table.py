"""The band of the five life-cycle stages: name, bar from a common zero, value and percentage in columns.

A stage outside the boundary, or without data, has words in place of figures and no bar: it is not a zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import Op, Rect
from co2label.draw.font import BOLD
from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, rise, rule, set_line
from co2label.label.measures import ACCENT, GREY, HAIR, HAIRLINE, LEFT, RIGHT, TRACK, second_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import StageLine

__all__ = ["stage_table"]

_NAME, _VALUE, _PERCENT, _UNIT = 2.7, 3.1, 2.5, 2.1
_ZERO = LEFT + 22.6
"""Where all bars begin."""
_VALUE_EDGE = RIGHT - 7.4
_VALUE_WIDTH = 7.8
_LEAST_TRACK = 9.0
_BAR = 2.0
_ROW = 4.8
_ROW_ABOVE, _ROW_ABOVE_KANJI = 5.9, 6.6
"""With a second language under the first: by that language."""
_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""


def stage_table(card: Card, y: float) -> Band:
    """A heading with the unit of the column, and five rows between hairlines."""
    head, y = _head(card, y)
    height = _row_height(card.second)
    ops = list(head)
    for line in card.declaration.stages:
        hair, top = rule(y, HAIR, HAIRLINE)
        ops += [*hair, *_row(card, line, top + height / 2)]
        y = top + height
    return tuple(ops), y


def _row_height(second: str | None) -> float:
    if second is None:
        return _ROW
    return _ROW_ABOVE_KANJI if second == "ja" else _ROW_ABOVE


def _head(card: Card, y: float) -> Band:
    baseline = y + 2.2
    first = Style(_PERCENT, card.first, font=BOLD)
    text = say("stages.title", card.first)
    unit = Style(_UNIT, "en", x=_VALUE_EDGE, align="right", fill=GREY)
    ops: list[Op] = [
        set_line(text, baseline, first),
        set_line(phrases.unit(card.declaration), baseline, unit),
    ]
    if card.second:
        start = LEFT + measure(text, first.size, BOLD) + 1.2
        second = Style(second_size(_PERCENT, card.second), card.second, x=start, fill=GREY)
        ops.append(set_line(say("stages.title", card.second), baseline, second))
    return tuple(ops), baseline + 1.2


def _row(card: Card, line: StageLine, middle: float) -> list[Op]:
    ops = _name(card, f"stage.{line.stage}", middle, Style(min(_NAME, card.figure / 3), card.first))
    if line.status != "included" or line.value is None:
        absent = Style(_PERCENT, card.first, x=RIGHT, align="right", fill=GREY)
        return ops + _name(card, f"stage.{line.status}", middle, absent)
    value_size, track = _columns(card)
    value = Style(value_size, "en", x=_VALUE_EDGE, font=BOLD, align="right")
    percent = Style(_PERCENT, "en", x=RIGHT, align="right", fill=GREY)
    baseline = middle + _MIDDLE * value_size
    return [
        *ops,
        Rect(_ZERO, middle - _BAR / 2, track, _BAR, TRACK),
        Rect(_ZERO, middle - _BAR / 2, track * line.share, _BAR, ACCENT),
        set_line(line.value, baseline, value),
        set_line(f"{line.percent}%", baseline, percent),
    ]


def _name(card: Card, key: str, middle: float, style: Style) -> list[Op]:
    """A word in the middle of a row; with a second language, both around the middle."""
    text = say(key, card.first)
    if not card.second:
        return [set_line(text, middle + _MIDDLE * style.size, style)]
    lesser = Style(second_size(style.size, card.second), card.second, x=style.x, align=style.align, fill=GREY)
    baseline = middle - 0.05
    return [
        set_line(text, baseline, style),
        set_line(say(key, card.second), baseline + 0.65 + rise(lesser), lesser),
    ]


def _columns(card: Card) -> tuple[float, float]:
    """The size of the values and the width of the track: wide values take from the track first."""
    widest = max(measure(line.value, 1.0, BOLD) for line in card.declaration.stages if line.value is not None)
    room = _VALUE_EDGE - _ZERO - 1.4
    size = min(_VALUE, card.figure / 3, (room - _LEAST_TRACK) / widest)
    return size, room - max(_VALUE_WIDTH, widest * size)
