"""Text fitting: shrink a little, then break where a line may end, then refuse.

`co2label.text` knows where a text may be broken and what each break costs. The breaks taken leave lines of similar
length, end a phrase rather than split a word, and leave no character alone. A word is cut only where it is wider than the
line.

>>> fit("1人1日のめやす6.8 kgに対する割合", width=13.0, size=1.0, smallest=1.0, most_lines=2).lines
('1人1日のめやす', '6.8 kgに対する割合')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from co2label.draw._fonts import measure
from co2label.draw._scene import REGULAR, Font
from co2label.errors import DrawError, clip
from co2label.text import COMPOUND, INSIDE, NO_START, Piece, is_katakana, split

if TYPE_CHECKING:
    from collections.abc import Iterator


_GENTLE = 0.86
"""One line may shrink to this part of its size before it is broken."""

_STEP = 0.96

_MOSTLY_BLANK = 0.4

_ALONE = 1.0
"""What a line of a single character costs."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the size at which they fit."""

    size: float
    lines: tuple[str, ...]


@lru_cache(maxsize=4096)
def fit(  # noqa: PLR0913 - a place has a width, a height in lines, and limits of size
    text: str, *, width: float, size: float, smallest: float, most_lines: int = 1, font: Font = REGULAR
) -> Fitted:
    """Fit a text into a place.

    Args:
        text: one line of text.
        width: of the place, in mm.
        size: the em in mm that the text has where there is room.
        smallest: the smallest em in mm that may still be read.
        most_lines: lines that the place can hold.
        font: of the text.

    Returns:
        One line at `size`; else one line a little smaller; else as few balanced lines as possible.

    Raises:
        DrawError: it does not fit even so.

    >>> fit("鮭おにぎり", width=20.0, size=4.0, smallest=2.5)
    Fitted(size=4.0, lines=('鮭おにぎり',))
    """
    natural = measure(text, 1.0, font)
    if natural * size <= width:
        return Fitted(size, (text,))
    gentle = max(size * _GENTLE, smallest)
    if natural * gentle <= width:
        return Fitted(width / natural, (text,))
    return _break_lines(text, width, (gentle, smallest), most_lines, font)


def _break_lines(text: str, width: float, sizes: tuple[float, float], most_lines: int, font: Font) -> Fitted:
    torn: Fitted | None = None
    for size in _steps(*sizes):
        if torn and size < _GENTLE * torn.size:
            break
        lines = wrap(text, width / size, font)
        if len(lines) > most_lines:
            continue
        if whole := _break_between_words(text, width / size, font, (len(lines), most_lines)):
            return Fitted(size, whole)
        torn = torn or Fitted(
            size, _cheapest_lines(_pieces(text, width / size, font), width / size, font, len(lines)) or lines
        )
    if torn:
        return torn
    message = (
        f"expected a text that fits {most_lines} line(s) of {width:.1f} mm at {sizes[1]:g} mm, "
        f"got {clip(text)} ({len(lines)} lines); shorten it"
    )
    raise DrawError(message)


def _steps(size: float, smallest: float) -> Iterator[float]:
    while size > smallest:
        yield size
        size *= _STEP
    yield smallest


def _break_between_words(text: str, width: float, font: Font, counts: tuple[int, int]) -> tuple[str, ...]:
    """Lines that part no word, be it by one line more than the fewest; none where that cannot be."""
    fewest, most = counts
    pieces = _join_word_parts(_pieces(text, width, font))
    ways = (_cheapest_lines(pieces, width, font, count) for count in range(fewest, min(fewest + 1, most) + 1))
    return next(filter(None, ways), ())


def _join_word_parts(pieces: list[Piece]) -> list[Piece]:
    """Pieces with those joined that only a word's parting would part."""
    joined = [pieces[0]]
    for piece, after_it in pieces[1:]:
        before, cost = joined[-1]
        if cost >= INSIDE:
            joined[-1] = before + piece, after_it
        else:
            joined.append((piece, after_it))
    return joined


def wrap(text: str, width: float, font: Font = REGULAR) -> tuple[str, ...]:
    """Break a text into lines of at most `width` em; each line takes as much as it can."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece, _ in _pieces(text, width, font):
        if line and used + _width(piece, font) > width + _ROUNDING:
            head = _katakana_head(line, piece, width, font)
            lines.append((line + head).rstrip())
            line = piece[len(head) :]
            used = measure(line, 1.0, font)
        else:
            line += piece
            used += measure(piece, 1.0, font)
    return (*lines, line.rstrip())


def _width(line: str, font: Font) -> float:
    return measure(line.rstrip(), 1.0, font)


def _katakana_head(line: str, piece: str, width: float, font: Font) -> str:
    """What of a katakana word still goes on a line that would otherwise stay mostly blank."""
    if measure(line, 1.0, font) > _MOSTLY_BLANK * width or not all(is_katakana(char) for char in piece[:2]):
        return ""
    ends = (end for end in range(len(piece) - 1, 1, -1) if piece[end] not in NO_START)
    return next((piece[:end] for end in ends if measure(line + piece[:end], 1.0, font) <= width), "")


def _cheapest_lines(pieces: list[Piece], width: float, font: Font, count: int) -> tuple[str, ...]:
    """The cheapest way to set pieces in so many lines; none where one would have to be cut for it."""
    places = _places(pieces, font)
    ways: _Ways = {0: (0.0, ())}
    for _ in range(count):
        ways = _one_line_more(ways, places, width)
    _, cuts = ways.get(len(pieces), (0.0, ()))
    return tuple(
        "".join(piece for piece, _ in pieces[begin:end]).rstrip() for begin, end in pairwise((0, *cuts))
    )


_Ways = dict[int, tuple[float, tuple[int, ...]]]
"""How the first so many pieces are set best: the cost, and the piece after each line."""

_Place = tuple[float, float, float, float]
"""Of a piece, if all were set in one line: where it begins and where its ink ends, in em; what it costs to break after it,
and to set it as a line of its own."""


def _places(pieces: list[Piece], font: Font) -> list[_Place]:
    places, x = [], 0.0
    for piece, after_it in pieces:
        places.append((x, x + _width(piece, font), after_it, _ALONE if len(piece.rstrip()) == 1 else 0.0))
        x += measure(piece, 1.0, font)
    return places


def _one_line_more(ways: _Ways, places: list[_Place], width: float) -> _Ways:
    longer: _Ways = {}
    for begin, (before, cuts) in ways.items():
        cost = before + (places[begin][3] if begin < len(places) else 0.0)
        for end in range(begin + 1, len(places) + 1):
            blank = width - (places[end - 1][1] - places[begin][0])
            if blank < -_ROUNDING:
                break
            total = cost + (blank / width) ** 2 + places[end - 1][2]
            if end not in longer or total < longer[end][0]:
                longer[end] = total, (*cuts, end)
            cost = before
    return longer


def _pieces(text: str, width: float, font: Font) -> list[Piece]:
    """What a line is made of: pieces of a text, and parts of those that are themselves wider than the line."""
    return [part for piece in split(text) for part in _split_to_width(piece, width, font)]


def _split_to_width(piece: Piece, width: float, font: Font) -> list[Piece]:
    whole, after_it = piece
    if measure(whole.rstrip(), 1.0, font) <= width:
        return [piece]
    parts = [""]
    for char in whole:
        if parts[-1] and measure(parts[-1] + char, 1.0, font) > width:
            parts.append("")
        parts[-1] += char
    return [*((part, COMPOUND) for part in parts[:-1]), (parts[-1], after_it)]
