"""Text that fits its place: shrink a little, then break by the rules of Japanese line breaking, then refuse.

The rules are those of JIS X 4051 / JLREQ in short (禁則処理): no line begins with a closing bracket, a comma, a small
kana or a long-vowel mark; none ends with an opening bracket. A Latin or katakana word, and a number with its unit or
counter, are not broken, except where one alone is wider than the line. Of the breaks that the rules allow, those are
taken that leave lines of like length, end a phrase rather than split a word, and leave no character alone.

>>> wrap("国産大豆の絹ごし豆腐（3個）", 8.0)
('国産大豆の絹ごし', '豆腐（3個）')
>>> fit("1人1日のめやす6.8 kgに対する割合", width=13.0, size=1.0, smallest=1.0, most_lines=2).lines
('1人1日のめやす', '6.8 kgに対する割合')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from co2label.draw.font import REGULAR, Font
from co2label.draw.fonts import measure
from co2label.errors import DrawError, clip

__all__ = ["Fitted", "fit", "wrap"]

_NO_START = frozenset(
    "、。，．・：；？！）」』】〕］｝〉》〜ー々ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％℃,.:;?!)]}"
)
_NO_END = frozenset("（「『【〔［｛〈《([{")
_UP_TO = "以"
"""Of 以上 and 以下."""
_FIRST_CJK = 0x2E80
_GENTLE = 0.86
"""One line may shrink to this part of its size before it is broken."""
_STEP = 0.96
_MOSTLY_BLANK = 0.4
_NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=[A-Za-zµ℃]{1,3}(?![A-Za-z]))|(?<=\b\d) (?=[a-z])|(?<=\b[A-Z]) (?=\d)"
)
"""The blank of "2.0 kg", of "1 piece", and of "A 0.2"."""
_GLUE = "\u2060"
"""Word joiner; of no width, so it is in no cleaned text."""
_ENDS_A_PHRASE = frozenset("、。，．・：；」』）】〕］｝〉》,;:)")
_PHRASE, _WORD, _COMPOUND, _INSIDE = 0.0, 0.03, 0.12, 0.2
"""What a break costs: after a phrase, between words, in a compound, within a word. As much as lines do that are, in parts
of the width, unlike by the root of it."""
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
    return _broken(text, width, (gentle, smallest), most_lines, font)


def _broken(text: str, width: float, sizes: tuple[float, float], most_lines: int, font: Font) -> Fitted:
    size, smallest = sizes
    while True:
        lines = wrap(text, width / size, font)
        if len(lines) <= most_lines:
            return Fitted(size, _even(text, width / size, font, len(lines)) or lines)
        if size <= smallest:
            message = (
                f"expected a text that fits {most_lines} line(s) of {width:.1f} mm at {smallest:g} mm, "
                f"got {clip(text)} ({len(lines)} lines); shorten it"
            )
            raise DrawError(message)
        size = max(size * _STEP, smallest)


def wrap(text: str, width: float, font: Font = REGULAR) -> tuple[str, ...]:
    """Break a text into lines of at most `width` em; each line takes as much as it can."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text, width, font):
        if line and used + _width(piece, font) > width + _ROUNDING:
            head = _head(line, piece, width, font)
            lines.append((line + head).rstrip())
            line = piece[len(head) :]
            used = measure(line, 1.0, font)
        else:
            line += piece
            used += measure(piece, 1.0, font)
    return (*lines, line.rstrip())


def _width(line: str, font: Font) -> float:
    return measure(line.rstrip(), 1.0, font)


def _head(line: str, piece: str, width: float, font: Font) -> str:
    """What of a katakana word still goes on a line that would otherwise stay mostly blank."""
    if measure(line, 1.0, font) > _MOSTLY_BLANK * width or not all(_is_katakana(char) for char in piece[:2]):
        return ""
    ends = (end for end in range(len(piece) - 1, 1, -1) if piece[end] not in _NO_START)
    return next((piece[:end] for end in ends if measure(line + piece[:end], 1.0, font) <= width), "")


def _even(text: str, width: float, font: Font, count: int) -> tuple[str, ...]:
    """The cheapest way to set a text in so many lines; none where a word would have to be cut for it."""
    pieces = _pieces(text, width, font)
    places = _places(pieces, font)
    ways: _Ways = {0: (0.0, ())}
    for _ in range(count):
        ways = _one_line_more(ways, places, width)
    _, cuts = ways.get(len(pieces), (0.0, ()))
    return tuple("".join(pieces[begin:end]).rstrip() for begin, end in pairwise((0, *cuts)))


_Ways = dict[int, tuple[float, tuple[int, ...]]]
"""How the first so many pieces are set best: the cost, and the piece after each line."""
_Place = tuple[float, float, float, float]
"""Of a piece, if all were set in one line: where it begins and where its ink ends, in em; what it costs to break after it,
and to set it as a line of its own."""


def _places(pieces: list[str], font: Font) -> list[_Place]:
    places, x = [], 0.0
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
        after_it = _cost_of_break(piece, after[0]) if after else 0.0
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


def _cost_of_break(piece: str, after: str) -> float:
    before = piece.rstrip()[-1:]
    if _is_hiragana(after):
        return _INSIDE
    if before in _ENDS_A_PHRASE or after in _NO_END:
        return _PHRASE
    if piece.endswith(" ") or _is_hiragana(before) or _is_kanji(before) != _is_kanji(after):
        return _WORD
    return _COMPOUND


def _pieces(text: str, width: float, font: Font) -> list[str]:
    """What a line is made of: pieces that are not broken, spaces at their ends."""
    return [part for piece in _whole_pieces(text) for part in _narrowed(piece, width, font)]


@lru_cache(maxsize=256)
def _whole_pieces(text: str) -> tuple[str, ...]:
    glued = _NUMBER_AND_UNIT.sub(_GLUE, text)
    pieces = [glued[:1]]
    for before, after in pairwise(glued):
        if _may_break(before, after):
            pieces.append(after)
        else:
            pieces[-1] += after
    return tuple(piece.replace(_GLUE, " ") for piece in pieces)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END or before == _UP_TO:
        return False
    if _is_katakana(before) and _is_katakana(after):
        return False
    if before.isdigit() and _is_cjk(after):
        return after in _NO_END
    return before == " " or _is_cjk(before) or _is_cjk(after)


def _is_cjk(char: str) -> bool:
    return ord(char) >= _FIRST_CJK and unicodedata.east_asian_width(char) in "WFH"


def _is_hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ"


def _is_kanji(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


def _narrowed(piece: str, width: float, font: Font) -> list[str]:
    """A piece that is itself wider than the line, cut into parts that are not."""
    if measure(piece.rstrip(), 1.0, font) <= width:
        return [piece]
    parts = [""]
    for char in piece:
        if parts[-1] and measure(parts[-1] + char, 1.0, font) > width:
            parts.append("")
        parts[-1] += char
    return parts
