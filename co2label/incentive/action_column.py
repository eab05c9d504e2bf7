"""The column that a card of actions is set in: lines, rules and blocks from top to bottom, in the measures of its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.draw import BOLD, REGULAR, Op, Rect, Text, fit

if TYPE_CHECKING:
    from co2label.draw import Font

__all__ = ["ACCENT", "GREY", "HAIR", "HAIRLINE", "HEAVY", "MIDDLE", "TRACK", "Column", "Measures"]

INK, GREY, ACCENT, TRACK, HAIRLINE = "#111111", "#55595c", "#0d5a6e", "#e4eaec", "#a3abaf"
HEAVY, MIDDLE, HAIR = 1.3, 0.7, 0.15
"""The measures and colours of the labels."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in mm, of a column that everything stands in."""

    width: float
    left: float
    right: float
    top: float
    title: float
    name: float
    small: float
    number: float
    bar: float
    scale: float
    """Of rules and blanks, against the card of 62 mm."""


class Column:
    """The ops so far, and the height where the next one begins."""

    def __init__(self, measures: Measures, language: str) -> None:
        self.m = measures
        self.language = language
        self.ops: list[Op] = []
        self.y = measures.top

    @property
    def width(self) -> float:
        """Between its edges."""
        return self.m.right - self.m.left

    def rule(self, height: float, fill: str = INK) -> None:
        """A rule across the column; a hairline is the same in every shape."""
        height *= 1.0 if height == HAIR else min(self.m.scale, 1.5)
        self.ops.append(Rect(self.m.left, self.y, self.width, height, fill))
        self.y += height

    def blank(self, height: float) -> None:
        """Nothing, of a height as on the card of 62 mm."""
        self.y += height * self.m.scale

    def line(self, said: str, baseline: float, size: float, *, font: Font = REGULAR, fill: str = INK) -> None:
        """One line from the left edge."""
        self.ops.append(Text(self.m.left, baseline, said, size, font, "left", fill, self.language))

    def at_edge(self, said: str, baseline: float, size: float, edge: float, font: Font = BOLD) -> None:
        """One line that ends at an edge."""
        self.ops.append(Text(edge, baseline, said, size, font, "right", INK, self.language))

    def block(  # noqa: PLR0913 - what a text may differ in
        self,
        said: str,
        size: float,
        *,
        font: Font = REGULAR,
        fill: str = INK,
        lines: int = 4,
        width: float | None = None,
        shrunk: float = 0.8,
    ) -> None:
        """A text that is broken as need be, and shrunk a little, at most to the part `shrunk`."""
        smallest = max(shrunk * size, 2.5 if self.language == "ja" else 1.9)
        fitted = fit(
            said,
            width=width or self.width,
            size=size,
            smallest=min(size, smallest),
            most_lines=lines,
            font=font,
        )
        for each in fitted.lines:
            self.y += 0.95 * fitted.size
            self.line(each, self.y, fitted.size, font=font, fill=fill)
            self.y += 0.41 * fitted.size
