"""Scale: steps from little to much, all with their letters, the bounds under the joints, the own step enlarged.

One drawing for labels, shelves, menus, displays and print. Nothing rests on colour: the own step is higher and wider than the
others, in a thicker edge, with a white margin around it and a bold letter, so it is told by its form in one ink as well. In
greys the first three steps get lighter, and the last two are hatched, the last one densely. Displays with red show the last
two steps in red, for these alone are red or orange.

The fills are those of Okabe and Ito's palette that stand furthest apart for people with any colour vision (Color Universal
Design, 2002, revised 2008): bluish green, sky blue, yellow, orange, vermilion. Black on them has a contrast of 5.4 or more;
yellow is 1.3 on white, hence the edges.

>>> scale = Scale(x=3.0, width=56.0, own=2, bounds=("200", "400", "600", "800"), unit="g", ends=("less", "more"), language="en")
>>> ops, end = scale(10.0)
>>> [op.text for op in ops if isinstance(op, Text)], round(end, 1)
(['A', 'C', 'D', 'E', 'B', 'less', '200', '400', '600', '800 g', 'more'], 19.6)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from co2label.draw._layout import CONTENT, GREY, LEFT, Placed
from co2label.draw._scene import BOLD, INK, REGULAR, WHITE, Font, Hatch, Op, Rect, Text
from co2label.draw._text import ink, measure
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALE_FILLS = ("#009e73", "#56b4e9", "#f0e442", "#e69f00", "#d55e00")
"""From the lowest step to the highest."""

_HATCHES = {"#e69f00": ("#b07400", 0.28, 0.05), "#d55e00": ("#9a3f00", 0.15, 0.05)}
"""Of the last two fills: the colour of the lines, their pitch and their thickness in parts of the height of a step."""

_BLACK = "#000000"

_Box = tuple[float, float, float, float]
"""Left, top, width and height, mm."""

_EDGE, _OWN_EDGE, _MARGIN = 0.2, 0.4, 0.3
"""Edges of the steps and of the own one, and the white around it, in mm."""

_OWN_HEIGHT, _OWN_WIDER = 6.6 / 4.2, 1.0 / 4.2
"""The own step: its height, and how much it is wider than the others, in parts of the height of a step."""

_LETTER, _OWN_LETTER = 2.6 / 4.2, 4.4 / 4.2
"""The em of letters, in parts of the height of a step."""

_LETTER_ON_MARK, _HATCHED = 0.7, 0.55
"""Of a step alone: the em of its letter, and the height of the step whose hatch it has, in parts of its side."""

_HALO = 0.2
"""The blank around a letter on a hatch, in em."""

_LEAST_GAP = 0.45
"""Between two texts of a row, in em."""

_UNDER, _ABOVE, _BELOW, _BETWEEN_ROWS = 0.7, 0.76, 0.22, 0.3
"""Below the steps, mm; from there to the baseline, from it to the end, and from there to the next row, in em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale as a block: steps, and below them one row with the bounds between the words for its ends.

    Where that row has no room for all, the words for the ends stand in a row below it.

    Attributes:
        x: its left edge, mm.
        width: mm.
        letters: of the steps, from the lowest on; 2 to 9.
        own: the own step, 1 for the lowest; None for a scale without one, such as the key of a menu.
        bounds: as printed: one between each two steps; none at all if empty.
        unit: of the bounds; it follows the last one, whose figure keeps its place under its joint.
        ends: the words for the lowest and the highest end, "less" and "more"; none if empty.
        height: of a step, mm; the own one is higher by more than a half. Letters grow with it.
        size: the em of bounds and ends, mm.
        smallest: the em to which bounds and ends may shrink, mm; `size` if None.
        language: of bounds and ends.
        regular: the font of letters and bounds.
        bold: the font of the own letter and of the ends.
        corner: the radius of the own step, mm.

    Raises:
        DrawError: other numbers of letters, bounds or ends than go together, an own step that there is not.
    """

    x: float = LEFT
    width: float = CONTENT
    letters: str | tuple[str, ...] = "ABCDE"
    own: int | None = None
    bounds: tuple[str, ...] = ()
    unit: str = ""
    ends: tuple[str, ...] = ()
    height: float = 4.2
    size: float = 2.3
    smallest: float | None = None
    language: str = "ja"
    regular: Font = REGULAR
    bold: Font = BOLD
    corner: float = 0.5

    def __post_init__(self) -> None:
        count = len(self.letters)
        if not 2 <= count <= 9:  # noqa: PLR2004 - see the docstring
            raise DrawError(f"expected a scale of 2 to 9 steps, got {count}")
        if len(self.bounds) not in {0, count - 1}:
            raise DrawError(f"expected {count - 1} bounds between {count} steps, got {len(self.bounds)}")
        if len(self.ends) not in {0, 2}:
            raise DrawError(f"expected two words for the ends of a scale, got {len(self.ends)}")
        if self.own is not None and not 1 <= self.own <= count:
            raise DrawError(f"expected a step of 1 to {count}, got {clip(self.own)}")

    def __call__(self, y: float) -> Placed:
        return _set_scale(self, y)


def step_fill(step: int, steps: int) -> str:
    """The fill of a step, 1 for the lowest, of a scale with so many.

    >>> step_fill(1, 5), step_fill(3, 3)
    ('#009e73', '#d55e00')
    """
    return SCALE_FILLS[round((step - 1) * (len(SCALE_FILLS) - 1) / max(1, steps - 1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleMark:
    """One step alone, a square with its letter, such as beside a dish: a block, and a cell of a row.

    Attributes:
        x: its left edge, mm.
        side: mm.
        letter: of the step.
        step: 1 for the lowest.
        steps: of the scale.
        bold: the font of the letter.
    """

    x: float
    side: float
    letter: str
    step: int
    steps: int = 5
    bold: Font = BOLD

    def __call__(self, y: float) -> Placed:
        fill, place = step_fill(self.step, self.steps), (self.x, y, self.side, self.side)
        step = Rect(*place, fill, hatch=_hatch(fill, _HATCHED * self.side))
        letter = _letter_on_step(self.letter, place, _LETTER_ON_MARK * self.side, self.bold, fill)
        return (step, *_edges([place]), *letter), y + self.side

    def around(self, middle: float) -> tuple[Op, ...]:
        """The mark in the middle of a row."""
        return self(middle - self.side / 2)[0]


@lru_cache(maxsize=512)
def _set_scale(scale: Scale, y: float) -> Placed:
    """Steps and the row below them; many labels share both."""
    own_height = scale.height * _OWN_HEIGHT
    steps = tuple(_steps(scale, y, own_height))
    end = y + own_height
    row, end_of_row = _row(scale, end + _UNDER) if scale.bounds or scale.ends else ((), end)
    return (*steps, *row), end_of_row


def _steps(scale: Scale, y: float, own_height: float) -> Iterator[Op]:
    """Fills first, then the edges between and around them, the letters, and the own step over all of it."""
    count, height = len(scale.letters), scale.height
    each, top = scale.width / count, y + (own_height - height) / 2
    places = [(scale.x + index * each, top, each, height) for index in range(count)]
    fills = [step_fill(index + 1, count) for index in range(count)]
    for place, fill in zip(places, fills, strict=True):
        yield Rect(*place, fill, hatch=_hatch(fill, height))
    yield from _edges(places)
    for index, (letter, place, fill) in enumerate(zip(scale.letters, places, fills, strict=True), 1):
        if index != scale.own:
            yield from _letter_on_step(letter, place, _LETTER * height, scale.regular, fill)
    if scale.own is not None:
        own = scale.own - 1
        wider = _OWN_WIDER * height
        left = min(max(scale.x, places[own][0] - wider / 2), scale.x + scale.width - each - wider)
        place = (left, y, each + wider, own_height)
        yield from _own_step(scale, place, fills[own])
        yield from _letter_on_step(scale.letters[own], place, _OWN_LETTER * height, scale.bold, fills[own])


def _edges(places: list[_Box]) -> Iterator[Rect]:
    """Lines around steps side by side and between each two, all of one thickness in dots."""
    (left, top, _, height), last = places[0], places[-1]
    right = last[0] + last[2]
    for y in (top, top + height - _EDGE):
        yield Rect(left, y, right - left, _EDGE, _BLACK)
    for x in (left, *(place[0] - _EDGE / 2 for place in places[1:]), right - _EDGE):
        yield Rect(x, top, _EDGE, height, _BLACK)


def _own_step(scale: Scale, place: _Box, fill: str) -> Iterator[Rect]:
    """The own step in its black edge, with white to the left and right of it where other steps are."""
    x, y, width, height = place
    left, right = max(scale.x, x - _MARGIN), min(scale.x + scale.width, x + width + _MARGIN)
    yield Rect(left, y, right - left, height, WHITE)
    yield Rect(*place, _BLACK, scale.corner)
    inner = (x + _OWN_EDGE, y + _OWN_EDGE, width - 2 * _OWN_EDGE, height - 2 * _OWN_EDGE)
    hatch = _hatch(fill, scale.height)
    yield Rect(*inner, fill, 0.0 if hatch else max(0.0, scale.corner - _OWN_EDGE), hatch)


def _hatch(fill: str, height: float) -> Hatch | None:
    if fill not in _HATCHES:
        return None
    colour, pitch, line = _HATCHES[fill]
    return Hatch(colour, pitch * height, line * height)


def _letter_on_step(letter: str, place: _Box, size: float, font: Font, fill: str) -> Iterator[Op]:
    """The letter in the middle of its step, clear of a hatch."""
    drawn = _letter(letter, place, size, font, fill)
    if fill in _HATCHES:
        bounds, blank = ink(letter, font), _HALO * size
        yield Rect(
            drawn.x + bounds.left * size - blank,
            drawn.y + bounds.top * size - blank,
            (bounds.right - bounds.left) * size + 2 * blank,
            (bounds.bottom - bounds.top) * size + 2 * blank,
            fill,
        )
    yield drawn


def _letter(letter: str, place: _Box, size: float, font: Font, fill: str) -> Text:
    """The letter in the middle of its place by what is black of it, smaller where it would be wider than the place."""
    x, y, width, height = place
    size = min(size, 0.8 * width / measure(letter, 1.0, font))
    bounds = ink(letter, font)
    left = x + width / 2 - (bounds.left + bounds.right) / 2 * size
    baseline = y + height / 2 - (bounds.top + bounds.bottom) / 2 * size
    return Text(left, baseline, letter, size, font, "left", _BLACK, "en", measure(letter, size, font), fill)


class _Words(NamedTuple):
    """A text of the row: the x that it is held at, how far it reaches to both sides of it in em, and how it is set."""

    x: float
    left: float
    right: float
    text: str
    font: Font
    fill: str


def _row(scale: Scale, y: float) -> Placed:
    """Bounds under their joints between the words for the ends; else these in a row of their own."""
    bounds, ends = list(_bounds(scale)), list(_ends(scale))
    least = scale.size if scale.smallest is None else scale.smallest
    for rows in ([sorted([*bounds, *ends])], [bounds, ends]):
        fitting = min(scale.size, *(_largest(row, scale) for row in rows if row))
        if fitting >= least:
            return _set_rows(scale, [row for row in rows if row], fitting, y)
    wanted = ", ".join(words.text for words in (*bounds, *ends))
    raise DrawError(
        f"expected bounds and ends of a scale that fit {scale.width:.1f} mm at {least:g} mm, got {clip(wanted)}; "
        "write them with fewer digits, or take a wider scale"
    )


def _bounds(scale: Scale) -> Iterator[_Words]:
    each = scale.width / len(scale.letters)
    for index, bound in enumerate(scale.bounds, 1):
        half = measure(bound, 0.5, scale.regular)
        text = f"{bound} {scale.unit}" if scale.unit and index == len(scale.bounds) else bound
        right = measure(text, 1.0, scale.regular) - half
        yield _Words(scale.x + index * each, half, right, text, scale.regular, GREY)


def _ends(scale: Scale) -> Iterator[_Words]:
    for text, x, side in zip(scale.ends, (scale.x, scale.x + scale.width), (0.0, 1.0), strict=False):
        width = measure(text, 1.0, scale.bold)
        yield _Words(x, side * width, (1.0 - side) * width, text, scale.bold, INK)


def _largest(row: list[_Words], scale: Scale) -> float:
    """The largest em at which the texts of a row keep clear of each other and of the edges, in mm."""
    rooms = [
        *((after.x - before.x) / (before.right + after.left + _LEAST_GAP) for before, after in pairwise(row)),
        *((words.x - scale.x) / words.left for words in row if words.x > scale.x),
        *((scale.x + scale.width - words.x) / words.right for words in row if words.right > 0),
    ]
    return min(rooms)


def _set_rows(scale: Scale, rows: list[list[_Words]], size: float, y: float) -> Placed:
    ops: list[Op] = []
    for row in rows:
        baseline = y + _ABOVE * size
        for words in row:
            x, language = words.x - words.left * size, scale.language
            ops.append(Text(x, baseline, words.text, size, words.font, "left", words.fill, language))
        y = baseline + (_BELOW + _BETWEEN_ROWS) * size
    return tuple(ops), y - _BETWEEN_ROWS * size
