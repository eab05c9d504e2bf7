"""Layout: blocks of text, rows, bars and rules, measured and set from top to bottom; what does not fit is refused.

A block is a callable: given the y below which it stands, it returns its ops and the y where it ends. Any function of that
form is one, so templates are lists of blocks: `Block` is a text that is shrunk or broken to its place, `Line` one line,
`OneLine` several lines on one baseline, `Row` a text with figures on its last baseline, `Beside` two texts on one line or
else below each other, `Bar`, `Rule` and `Space` what they say, `Cells` a row of a table, `Side` blocks side by side, `Column`
blocks one below the other.

Labels have most of their lines in common, so lines are set once and kept; the caches are bounded.

Lengths are millimetres, sizes the em in mm. The measures and colours are those that all cards share: 62 mm wide, structure by
rules (no boxes, no icons), one colour for bars, which are linear and begin at zero.

>>> from co2label.draw import BOLD
>>> title = TextStyle(5.0, "en", font=BOLD)
>>> ops, end = Column(Line("Tea", title), Rule(HEAVY), Space(2.0), Bar(0.5, 2.0))(TOP)
>>> [type(op).__name__ for op in ops], round(end, 2)
(['Text', 'Rect', 'Rect', 'Rect'], 13.9)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from co2label.draw._scene import INK, REGULAR, Align, Font, Op, Rect, Text
from co2label.draw._text import fit, ink, measure

WIDTH, LEFT = 62.0, 3.4
RIGHT = WIDTH - LEFT
CONTENT = RIGHT - LEFT
TOP, BOTTOM = 3.6, 3.8

HEAVY, MIDDLE, HAIR = 1.3, 0.7, 0.15
"""Heights of rules."""

GREY = "#55595c"
"""Second language and lesser things: contrast on white 7 : 1."""
ACCENT = "#0d5a6e"
"""The one colour, for bars: a deep blue-green that prints as dark grey."""
TRACK, HAIRLINE = "#e4eaec", "#a3abaf"

_SIDE_BEARING = 0.04
"""The usual blank beside a kanji or a figure, in em."""
ON_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""

Placed = tuple[tuple[Op, ...], float]
"""Ops, and the y where the next block begins."""
Part = Callable[[float], Placed]
"""A block: set below a y."""


class Cell(Protocol):
    """Cell of a table row."""

    def around(self, middle: float) -> tuple[Op, ...]:
        """The ops, with their middle at this height."""


def smallest(language: str) -> float:
    """The smallest em of a language: Japanese 2.5 mm, about 7 points; else 1.9 mm, an x-height of 1 mm."""
    return 2.5 if language == "ja" else 1.9


def text_size(language: str) -> float:
    """The em of small print in the first language."""
    return 2.5 if language == "ja" else 2.3


def second_size(size: float, language: str) -> float:
    """The em of a second language under a line of `size`: about two thirds of it."""
    return max(smallest(language), 0.7 * size)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Style of a text: its size, its edge `x`, and the limits of shrinking and breaking."""

    size: float
    language: str
    x: float = LEFT
    width: float = CONTENT
    font: Font = REGULAR
    align: Align = "left"
    fill: str = INK
    most_lines: int = 1
    leading: float = 1.36
    """From baseline to baseline, in em."""
    smallest: float | None = None
    """The smallest em that it may shrink to; that of its language if None."""
    frame: tuple[float, float] | None = None
    """For a text that stands in a frame: from its top to the first baseline, and from the last baseline to its end, in em. For
    None, these are what letters need (kanji 0.85 and 0.1, Latin 0.78 and 0.22), and the blank beside the outer letter of a line
    hangs out, so that the edge is flush by what is black."""

    @property
    def above(self) -> float:
        """From the top to the first baseline, in mm."""
        if self.frame is not None:
            return self.frame[0] * self.size
        return (0.85 if self.language == "ja" else 0.78) * self.size

    @property
    def below(self) -> float:
        """From the last baseline to the end, in mm."""
        if self.frame is not None:
            return self.frame[1] * self.size
        return (0.1 if self.language == "ja" else 0.22) * self.size

    def shrunk(self, text: str) -> TextStyle:
        """The style at which a line is no wider than its place."""
        natural = measure(text, 1.0, self.font)
        return self if natural * self.size <= self.width else replace(self, size=self.width / natural)

    def width_of(self, text: str) -> float:
        """The width of a line, in mm."""
        return measure(text, self.size, self.font)


@lru_cache(maxsize=8192)
def set_line(text: str, baseline: float, style: TextStyle) -> Text:
    """Set one line on a baseline."""
    x = style.x + _hanging_blank(text, style) if style.frame is None else style.x
    return Text(
        x, baseline, text, style.size, style.font, style.align, style.fill, style.language, style.width
    )


def _hanging_blank(text: str, style: TextStyle) -> float:
    """Shift of a line towards its edge by the blank beside its outer letter; kanji and figures keep their columns."""
    edge = text[:1] if style.align == "left" else text[-1:]
    side = -1.0 if style.align == "left" else 1.0
    if not edge.isascii() or edge.isdigit():
        return side * _SIDE_BEARING * style.size
    bounds = ink(text, style.font)
    blank = bounds.left if style.align == "left" else measure(text, 1.0, style.font) - bounds.right
    return side * max(0.0, blank) * style.size


@lru_cache(maxsize=4096)
def set_block(text: str, y: float, style: TextStyle) -> tuple[tuple[Text, ...], float]:
    """Set a text below `y`, shrunk or broken as need be; it ends where the letters of its last line end.

    Raises:
        DrawError: it does not fit even so.
    """
    fitted = fit(
        text,
        width=style.width,
        size=style.size,
        smallest=min(style.size, style.smallest or smallest(style.language)),
        most_lines=style.most_lines,
        font=style.font,
    )
    if fitted.size != style.size:
        style = replace(style, size=fitted.size)
    first = y + style.above
    if len(fitted.lines) == 1:
        return (set_line(fitted.lines[0], first, style),), first + style.below
    baselines = [first + index * style.leading * style.size for index in range(len(fitted.lines))]
    ops = tuple(set_line(line, at, style) for line, at in zip(fitted.lines, baselines, strict=True))
    return ops, baselines[-1] + style.below


@dataclass(frozen=True, slots=True)
class Space:
    """Blank of a height."""

    height: float

    def __call__(self, y: float) -> Placed:
        return (), y + self.height


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; its lower edge is its end."""

    height: float
    fill: str = INK
    x: float = LEFT
    width: float = CONTENT

    def __call__(self, y: float) -> Placed:
        return (Rect(self.x, y, self.width, self.height, self.fill),), y + self.height


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, linear from zero, on a track that is the whole."""

    share: float | None
    """Its part of the track, 0 to 1; None for the track alone."""
    height: float
    x: float = LEFT
    width: float = CONTENT
    fill: str = ACCENT
    track: str | None = TRACK
    corner: float = 0.0
    """The radius of its corners, as far as there is room for them."""

    def __call__(self, y: float) -> Placed:
        ops = [] if self.track is None else [self._rect(y, self.width, self.track)]
        if self.share is not None:
            ops.append(self._rect(y, self.width * self.share, self.fill))
        return tuple(ops), y + self.height

    def around(self, middle: float) -> tuple[Op, ...]:
        """The bar in the middle of a row."""
        return self(middle - self.height / 2)[0]

    def _rect(self, y: float, width: float, fill: str) -> Rect:
        return Rect(self.x, y, width, self.height, fill, min(self.corner, width / 2, self.height / 2))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, as it is: neither shrunk nor broken."""

    text: str
    style: TextStyle

    @property
    def width(self) -> float:
        """Its width, in mm."""
        return self.style.width_of(self.text)

    def __call__(self, y: float) -> Placed:
        baseline = y + self.style.above
        return (set_line(self.text, baseline, self.style),), baseline + self.style.below

    def around(self, middle: float) -> tuple[Op, ...]:
        """The line with the middle of its letters in the middle of a row."""
        return (set_line(self.text, middle + ON_MIDDLE * self.style.size, self.style),)


@dataclass(frozen=True, slots=True)
class Block:
    """A text that is shrunk or broken to its place."""

    text: str
    style: TextStyle

    @property
    def width(self) -> float:
        """Its width on one line, neither shrunk nor broken, in mm."""
        return self.style.width_of(self.text)

    def scaled(self, part: float) -> Block:
        """The same in letters that are smaller by a part, but not below the smallest of the language."""
        if part == 1.0:
            return self
        size = max(self.style.size * part, smallest(self.style.language))
        return Block(self.text, replace(self.style, size=size))

    def __call__(self, y: float) -> Placed:
        return set_block(self.text, y, self.style)


class OneLine:
    """Lines on one baseline, `above` mm below the top and `below` mm above the end; else what the letters of the first need."""

    __slots__ = ("above", "below", "lines")

    def __init__(
        self, *lines: Line | Block | None, above: float | None = None, below: float | None = None
    ) -> None:
        self.lines = [line for line in lines if line is not None]
        first = self.lines[0].style
        self.above = first.above if above is None else above
        self.below = first.below if below is None else below

    def __call__(self, y: float) -> Placed:
        baseline = y + self.above
        return self._set(baseline), baseline + self.below

    def around(self, middle: float) -> tuple[Op, ...]:
        """The lines with the middle of the letters of the first one in the middle of a row."""
        return self._set(middle + ON_MIDDLE * self.lines[0].style.size)

    def _set(self, baseline: float) -> tuple[Op, ...]:
        return tuple(set_line(line.text, baseline, line.style) for line in self.lines)


class Column:
    """Blocks one below the other, with a gap between each two; None is left out."""

    __slots__ = ("gap", "parts")

    def __init__(self, *parts: Part | None, gap: float = 0.0) -> None:
        self.parts = [part for part in parts if part is not None]
        self.gap = gap

    def __call__(self, y: float) -> Placed:
        ops: list[Op] = []
        end = y
        for part in self.parts:
            more, end = part(y)
            ops += more
            y = end + self.gap
        return tuple(ops), end


class Side:
    """Blocks side by side, from one top; it ends where the lowest of them does."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Part) -> None:
        self.parts = parts

    def __call__(self, y: float) -> Placed:
        placed = [part(y) for part in self.parts]
        return tuple(op for ops, _ in placed for op in ops), max(end for _, end in placed)


class Row:
    """A text, and lines on its last baseline, such as a figure at the right edge.

    The text is moved down where the lines need more height; the row ends where the letters of the text end.
    """

    __slots__ = ("left", "right")

    def __init__(self, left: Block, *right: Line) -> None:
        self.left, self.right = left, right

    def __call__(self, y: float) -> Placed:
        lines, end = set_block(self.left.text, y, self.left.style)
        low = max([0.0, *(y + line.style.above - lines[-1].y for line in self.right)])
        if low:
            lines = tuple(replace(line, y=line.y + low) for line in lines)
        beside = (set_line(line.text, lines[-1].y, line.style) for line in self.right)
        return (*lines, *beside), end + low


@dataclass(frozen=True, slots=True)
class Beside:
    """A text and the same in another language: beside it where both have room on one line, else below it."""

    first: Block
    second: Block
    gap: float
    """Between both on one line."""
    under: float
    """Between the first and the second below it."""
    edge: float = RIGHT
    end_of_first: bool = False
    """Whether both on one line end where the letters of the first one do, even if those of the second hang lower."""

    def __call__(self, y: float) -> Placed:
        ops, end = set_block(self.first.text, y, self.first.style)
        style = self.second.style
        x = self.first.style.x + measure(self.first.text, ops[0].size, self.first.style.font) + self.gap
        if len(ops) == 1 and x + style.width_of(self.second.text) <= self.edge:
            beside = set_line(self.second.text, ops[0].y, replace(style, x=x))
            return (*ops, beside), end if self.end_of_first else max(end, beside.y + style.below)
        more, end = set_block(self.second.text, end + self.under, style)
        return (*ops, *more), end


class Cells:
    """A row of a table: what stands around its middle."""

    __slots__ = ("cells", "height")

    def __init__(self, height: float, *cells: Cell) -> None:
        self.height, self.cells = height, cells

    def __call__(self, y: float) -> Placed:
        middle = y + self.height / 2
        return tuple(op for cell in self.cells for op in cell.around(middle)), y + self.height


def after(height: float, part: Part | None) -> Part | None:
    """A block below a blank; None for None."""
    return None if part is None else Column(Space(height), part)
