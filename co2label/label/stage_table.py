"""The band of the five life-cycle stages: name, bar from a common zero, value and percentage in columns.

A stage outside the boundary, without data, or in which nothing happens has words in place of figures and no bar: it is not a
zero. A stage below zero has its value alone: a bar from zero has no room for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, bar, fall, rise, rule, set_block, set_line
from co2label.label.measures import (
    CONTENT,
    GREY,
    HAIR,
    HAIRLINE,
    LEFT,
    RIGHT,
    TRACK,
    second_size,
    smallest,
    text_size,
)
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw import Op, Rect, Text

__all__ = ["stage_table"]

_NAME, _VALUE, _PERCENT, _UNIT = 2.7, 3.1, 2.5, 2.1
_ZERO = LEFT + 22.6
"""Where all bars begin."""
_VALUE_EDGE = RIGHT - 7.4
_VALUE_WIDTH = 7.8
_LEAST_TRACK = 9.0
_BAR = 2.0
_ROW = 4.6
_UNDER, _AROUND = 0.25, 0.35
"""Between a name and the same in the second language under it, and above and below both; mm."""
_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""
_BELOW_ZERO = ("-", ">-")
"""How the value of a stage with more credits than emissions begins."""


def stage_table(look: Look, declaration: Declaration, y: float) -> Band:
    """A heading with the unit of the column, five rows between hairlines, and whether the rows are rounded apart."""
    shares = any(line.percent is not None for line in declaration.stages)
    edge = _VALUE_EDGE if shares else RIGHT
    head, y = _head(look, (phrases.unit(declaration), edge), y)
    height = _row_height(look)
    values = [phrases.stage_value(line, look.first) for line in declaration.stages]
    size, track = _columns(look, tuple(values), edge)
    ops = list(head)
    for line, value in zip(declaration.stages, values, strict=True):
        name, y = _row(look, line.stage, height, y)
        middle = y - height / 2
        ops += name
        if line.status == "included" and line.value is not None:
            if not line.value.startswith(_BELOW_ZERO):
                ops += _track(look, middle, track)
                ops.append(bar(look, (_ZERO, middle - _BAR / 2, track * line.share, _BAR), look.house.accent))
            percent = "" if line.percent is None else phrases.percent(line.percent, look.first)
            ops += _figures(look, (value, percent), (middle, edge), size)
        else:
            ops += _absent(look, line.status, middle)
    if declaration.rounded:
        note, y = _rounded(look, y)
        ops += note
    return tuple(ops), y


@lru_cache(maxsize=256)
def _row_height(look: Look) -> float:
    return max(_ROW, sum(_lines(look)[-1]) + 2 * _AROUND) if look.second else _ROW


@lru_cache(maxsize=256)
def _lines(look: Look) -> tuple[tuple[float, float], ...]:
    """Of each language, from the top of the first name: its baseline, and how far letters hang below that."""
    first = look.style(_NAME, look.first)
    lines = [(rise(first), fall(first))]
    if look.second:
        second = look.style(second_size(_NAME, look.second), look.second)
        lines.append((sum(lines[0]) + _UNDER + rise(second), fall(second)))
    return tuple(lines)


@lru_cache(maxsize=256)
def _head(look: Look, column: tuple[str, float], y: float) -> Band:
    """What the rows are of; their unit above the edge where the values end."""
    unit_text, edge = column
    baseline = y + 2.2
    first = look.style(_PERCENT, look.first, bold=True)
    text = translate("stages.title", look.first)
    unit = look.style(_UNIT, look.figures, x=edge, align="right", fill=GREY)
    ops: list[Op] = [set_line(text, baseline, first), set_line(unit_text, baseline, unit)]
    if look.second:
        start = LEFT + measure(text, first.size, first.font) + 1.2
        size = second_size(_PERCENT, look.second)
        second = translate("stages.title", look.second)
        room = edge - measure(unit_text, unit.size, unit.font) - 1.2 - start
        if measure(second, size, look.house.regular) <= room:
            ops.append(set_line(second, baseline, look.style(size, look.second, x=start, fill=GREY)))
    return tuple(ops), baseline + 1.1


@lru_cache(maxsize=1024)
def _row(look: Look, stage: str, height: float, y: float) -> Band:
    """The hairline above a row and the name of its stage."""
    hair, top = rule(y, HAIR, HAIRLINE)
    style = look.style(min(_NAME, look.figure / 3), look.first, width=_ZERO - LEFT - 0.6)
    return (*hair, *_name(look, f"stage.{stage}", top + height / 2, style)), top + height


@lru_cache(maxsize=1024)
def _absent(look: Look, status: str, middle: float) -> tuple[Op, ...]:
    style = look.style(_PERCENT, look.first, x=RIGHT, align="right", fill=GREY, width=CONTENT / 2)
    return _name(look, f"stage.{status}", middle, style)


@lru_cache(maxsize=1024)
def _track(look: Look, middle: float, track: float) -> tuple[Rect, ...]:
    return (bar(look, (_ZERO, middle - _BAR / 2, track, _BAR), TRACK),)


@lru_cache(maxsize=4096)
def _figures(look: Look, said: tuple[str, str], place: tuple[float, float], size: float) -> tuple[Op, ...]:
    """The value and the percentage, each at the right edge of its column, on one baseline; the value alone without shares."""
    (value, percent), (middle, edge) = said, place
    baseline = middle + _MIDDLE * size
    value_style = look.style(size, look.figures, bold=True, x=edge, align="right")
    if not percent:
        return (set_line(value, baseline, value_style),)
    percent_style = look.style(_PERCENT, look.figures, x=RIGHT, align="right", fill=GREY)
    return set_line(value, baseline, value_style), set_line(percent, baseline, percent_style)


@lru_cache(maxsize=256)
def _rounded(look: Look, y: float) -> Band:
    """That the rows are rounded one by one, below the last of them; the second language beside it, else below."""
    hair, y = rule(y, HAIR, HAIRLINE)
    texts = [translate("stages.rounded", language) for language in look.languages]
    style = look.style(text_size(look.first), look.first, fill=GREY, most_lines=2)
    ops, end = set_block(texts[0], y + 0.7, style)
    if look.second is None:
        return (*hair, *ops), end + 1.0
    lesser = look.style(smallest(look.second), look.second, fill=GREY, most_lines=2)
    more, end = set_block(texts[1], end + 0.5, lesser)
    return (*hair, *ops, *more), end + 1.0


def _name(look: Look, key: str, middle: float, style: Style) -> tuple[Op, ...]:
    """A word in the middle of a row; with a second language, both around the middle. All words of a row share baselines."""
    if look.second is None:
        return (_word((key, look.first), middle + _MIDDLE * _NAME, style),)
    top = middle - sum(_lines(look)[-1]) / 2
    lesser = replace(style, size=second_size(style.size, look.second), fill=GREY)
    return tuple(
        _word((key, language), top + baseline, each)
        for language, (baseline, _), each in zip(look.languages, _lines(look), (style, lesser), strict=True)
    )


def _word(word: tuple[str, str], baseline: float, style: Style) -> Text:
    """The word of a key in a language, as large as its place lets it be."""
    text = translate(*word)
    size = min(style.size, style.width / measure(text, 1.0, style.font))
    return set_line(text, baseline, replace(style, size=size, language=word[1]))


@lru_cache(maxsize=4096)
def _columns(look: Look, values: tuple[str, ...], edge: float) -> tuple[float, float]:
    """The size of the values and the width of the track: wide values take from the track first."""
    widest = max(0.01, *(measure(value, 1.0, look.house.bold) for value in values))
    room = edge - _ZERO - 1.4
    size = min(_VALUE, look.figure / 3, (room - _LEAST_TRACK) / widest)
    return size, room - max(_VALUE_WIDTH, widest * size)
