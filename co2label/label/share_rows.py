"""Rows of shares: name, bar on a track from zero to the whole, and the figure at the right edge; or the figure alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw.fonts import measure
from co2label.label.card import bar, fall, rise, rule, set_block, set_line
from co2label.label.measures import GREY, HAIR, HAIRLINE, LEFT, RIGHT, TRACK, second_size

if TYPE_CHECKING:
    from co2label.draw import Op
    from co2label.label.card import Band, Look, Style

__all__ = ["ShareRow", "row_heading", "share_rows"]

_NAME, _VALUE, _HEADING = 2.7, 3.1, 2.5
_ZERO = LEFT + 22.6
"""Where all bars begin."""
_VALUE_WIDTH = 13.0
"""Room for 99,99 %."""
_BAR, _ROW = 2.0, 4.6
_UNDER, _AROUND = 0.25, 0.35
"""Between a name and the same in the second language under it, and above and below both; mm."""
_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""
_BESIDE, _BELOW, _TO_ROWS, _MOST_LINES = 1.2, 0.5, 0.85, 4


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One row: its name in each language, the figure as it is shown, and its share of the whole, if it is one."""

    names: tuple[str, ...]
    value: str
    share: float | None = None


def row_heading(look: Look, texts: tuple[str, ...], y: float) -> Band:
    """What the rows below are of; the second language beside it where both have room on one line, else below."""
    style = look.style(_HEADING, look.first, bold=True, most_lines=_MOST_LINES)
    ops, end = set_block(texts[0], y, style)
    if look.second is None or texts[1] == texts[0]:
        return ops, end + _TO_ROWS
    lesser = look.style(second_size(_HEADING, look.second), look.second, fill=GREY, most_lines=_MOST_LINES)
    start = LEFT + measure(texts[0], ops[0].size, style.font) + _BESIDE
    if len(ops) == 1 and start + measure(texts[1], lesser.size, lesser.font) <= RIGHT:
        beside = set_line(texts[1], ops[0].y, replace(lesser, x=start))
        return (*ops, beside), end + _TO_ROWS
    more, end = set_block(texts[1], end + _BELOW, lesser)
    return (*ops, *more), end + _TO_ROWS


def share_rows(look: Look, rows: tuple[ShareRow, ...], y: float) -> Band:
    """The rows between hairlines, one below the other."""
    ops: list[Op] = []
    height = _height(look, rows)
    for row in rows:
        hair, y = rule(y, HAIR, HAIRLINE)
        middle = y + height / 2
        ops += [*hair, *_names(look, row, middle), *_bar(look, row.share, middle)]
        value = look.style(_VALUE, look.figures, bold=True, x=RIGHT, align="right")
        ops.append(set_line(row.value, middle + _MIDDLE * _VALUE, value))
        y += height
    return tuple(ops), y


def _height(look: Look, rows: tuple[ShareRow, ...]) -> float:
    if look.second is None or all(len(set(row.names)) == 1 for row in rows):
        return _ROW
    first, second = _styles(look, 1.0)
    return max(_ROW, rise(first) + fall(first) + _UNDER + rise(second) + fall(second) + 2 * _AROUND)


def _styles(look: Look, width: float) -> tuple[Style, Style]:
    first = look.style(_NAME, look.first, width=width)
    second = look.second or look.first
    return first, look.style(second_size(_NAME, second), second, fill=GREY, width=width)


def _names(look: Look, row: ShareRow, middle: float) -> list[Op]:
    """The name in the middle of its row; with a second language, both around the middle."""
    room = (_ZERO if row.share is not None else RIGHT - _VALUE_WIDTH) - LEFT - 0.6
    first, second = _styles(look, room)
    if look.second is None or row.names[1] == row.names[0]:
        return [set_line(row.names[0], middle + _MIDDLE * _NAME, _fitting(row.names[0], first))]
    whole = rise(first) + fall(first) + _UNDER + rise(second) + fall(second)
    baseline = middle - whole / 2 + rise(first)
    under = baseline + fall(first) + _UNDER + rise(second)
    return [
        set_line(row.names[0], baseline, _fitting(row.names[0], first)),
        set_line(row.names[1], under, _fitting(row.names[1], second)),
    ]


def _fitting(text: str, style: Style) -> Style:
    """As large as its place lets it be."""
    return replace(style, size=min(style.size, style.width / measure(text, 1.0, style.font)))


def _bar(look: Look, share: float | None, middle: float) -> list[Op]:
    if share is None:
        return []
    track = RIGHT - _VALUE_WIDTH - _ZERO
    ops: list[Op] = [bar(look, (_ZERO, middle - _BAR / 2, track, _BAR), TRACK)]
    if share > 0:
        ops.append(bar(look, (_ZERO, middle - _BAR / 2, track * min(share, 1.0), _BAR), look.house.accent))
    return ops
