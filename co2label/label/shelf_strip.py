"""The strip that the rows of a shelf label are set on, and the rows that are made of words alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect, Text
from co2label.draw.fonts import ink, measure
from co2label.label.card import Look, Style, set_block, set_line
from co2label.label.measures import GREY

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = [
    "BETWEEN",
    "EDGE",
    "FIGURE",
    "GAP",
    "LEAST",
    "SMALL",
    "Row",
    "Strip",
    "block",
    "pair",
    "rule_row",
    "small_row",
    "small_style",
]

EDGE = 1.8
SMALL, LEAST = 2.6, 2.5
"""The em of small print at the size of the design, and everywhere: 2.5 mm are 11 pixels at 112 dpi."""
FIGURE = 9.0
GAP = 0.7
"""Between two rows at least, mm."""
_BETWEEN_LINES = 0.1
"""Between the ink of two lines at least, mm."""
BETWEEN = 1.5
"""Between words on the left and a figure on the right, mm."""


@dataclass(frozen=True, slots=True)
class Row:
    """Ops set from y = 0, and their height."""

    ops: tuple[Op, ...]
    height: float
    wide: tuple[Op, ...] = ()
    """The ops of a row that lies above the code, where it may take the whole width."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What is said and in which room: the right edge of the rows, the height; and the em of small print."""

    look: Look
    declaration: Declaration
    room: tuple[float, float]
    small: float
    prices: tuple[str | None, ...]
    side: float
    """Of the code, which lies in the corner at the bottom right."""

    @property
    def right(self) -> float:
        """The right edge of the rows."""
        return self.room[0]

    @property
    def width(self) -> float:
        """The width of the rows."""
        return self.room[0] - EDGE

    @property
    def whole(self) -> float:
        """The width of what lies above the code."""
        return self.room[0] + self.side - EDGE


def rule_row(strip: Strip, height: float, fill: str) -> Row:
    """A rule across the rows, or across the label."""
    short, long = (Rect(EDGE, 0.0, width, height, fill) for width in (strip.width, strip.whole))
    return Row((short,), height, (long,))


def small_row(strip: Strip, text: str, language: str) -> Row:
    """A line or two of small print; the second language is grey."""
    return block(text, small_style(strip, language, strip.width))


def small_style(strip: Strip, language: str, width: float) -> Style:
    """Of small print on the left edge."""
    fill = None if language == strip.look.first else GREY
    return strip.look.style(
        strip.small, language, x=EDGE, width=width, fill=fill, most_lines=2, leading=1.2, smallest=LEAST
    )


def pair(strip: Strip, words: str, figure: str) -> Row:
    """Words on the left, a bold figure on the right."""
    first = strip.look.first
    bold = strip.look.style(strip.small, first, bold=True, x=strip.right, width=strip.width, align="right")
    room = strip.width - measure(figure, strip.small, bold.font) - BETWEEN
    row = block(words, small_style(strip, first, room))
    return Row((*row.ops, set_line(figure, row.ops[-1].y, bold)), row.height)


def block(text: str, style: Style) -> Row:
    """A text of one or more lines; its height is that of its ink, where that is higher than usual."""
    ops, bottom = set_block(text, 0.0, style)
    apart = _apart(ops)
    bottom += apart[-1].y - ops[-1].y
    inks = [(op, ink(op.text, op.font)) for op in apart]
    above = max(0.0, *(-op.y - bounds.top * op.size for op, bounds in inks))
    below = max(bottom, *(op.y + bounds.bottom * op.size for op, bounds in inks))
    return Row(tuple(replace(op, y=op.y + above) for op in apart), above + below)


def _apart(lines: tuple[Text, ...]) -> list[Text]:
    """The lines, moved down where a letter would hang into the accents of the next line."""
    moved = [lines[0]]
    for line in lines[1:]:
        before = moved[-1]
        hangs = before.y + ink(before.text, before.font).bottom * before.size
        usual = before.y + line.y - lines[len(moved) - 1].y
        least = hangs + _BETWEEN_LINES - ink(line.text, line.font).top * line.size
        moved.append(replace(line, y=max(usual, least)))
    return moved
