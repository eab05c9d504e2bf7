"""The card that a monthly statement is set on: lines, rules, rows with bars, from top to bottom.

It is of the family of the labels: 62 mm wide, structure by rules, one colour for bars, which are linear and begin at zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import BOLD, REGULAR, Op, Rect, Text, fit, measure

if TYPE_CHECKING:
    from co2label.draw import Align, Font

__all__ = [
    "ACCENT",
    "AIR",
    "BOTTOM",
    "CONTENT",
    "GREY",
    "HEAVY",
    "LEFT",
    "LESSER",
    "MIDDLE",
    "NAME",
    "RIGHT",
    "TRACK",
]
__all__ += ["WIDTH", "ZERO", "Card"]

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


class Card:
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
