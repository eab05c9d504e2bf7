"""Text that fits its place: shrink a little, then break by the rules of Japanese line breaking, then refuse.

The rules are those of JIS X 4051 / JLREQ in short (禁則処理): no line begins with a closing bracket, a comma, a small
kana or a long-vowel mark; none ends with an opening bracket. A Latin or katakana word, and a number with its unit, are
not broken, except where one alone is wider than the line.

>>> wrap("国産大豆の絹ごし豆腐（3個）", 8.0)
('国産大豆の絹ごし', '豆腐（3個）')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from co2label.draw.font import REGULAR, Font
from co2label.draw.fonts import measure
from co2label.errors import DrawError, clip

__all__ = ["Fitted", "fit", "wrap"]

_NO_START = frozenset(
    "、。，．・：；？！）」』】〕］｝〉》〜ー々ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％℃,.:;?!)]}"
)
_NO_END = frozenset("（「『【〔［｛〈《([{")
_FIRST_CJK = 0x2E80
_GENTLE = 0.86
"""One line may shrink to this part of its size before it is broken."""
_STEP = 0.96
_MOSTLY_BLANK = 0.4
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[A-Za-zµ℃]{1,3}\b)")
_GLUE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the size at which they fit."""

    size: float
    lines: tuple[str, ...]


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
            return Fitted(size, _balanced(text, width / size, lines, font))
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
    line = ""
    for piece in _pieces(text, width, font):
        if line and measure((line + piece).rstrip(), 1.0, font) > width:
            head = _head(line, piece, width, font)
            lines.append((line + head).rstrip())
            line = piece[len(head) :]
        else:
            line += piece
    return (*lines, line.rstrip())


def _head(line: str, piece: str, width: float, font: Font) -> str:
    """What of a katakana word still goes on a line that would otherwise stay mostly blank."""
    if measure(line, 1.0, font) > _MOSTLY_BLANK * width or not all(_is_katakana(char) for char in piece[:2]):
        return ""
    ends = (end for end in range(len(piece) - 1, 1, -1) if piece[end] not in _NO_START)
    return next((piece[:end] for end in ends if measure(line + piece[:end], 1.0, font) <= width), "")


def _balanced(text: str, width: float, lines: tuple[str, ...], font: Font) -> tuple[str, ...]:
    """The same number of lines, as equal as the rules allow: no single character is left on the last one."""
    widest = max(measure(piece.rstrip(), 1.0, font) for piece in _pieces(text, width, font))
    low, high = max(widest, width / len(lines) / 2), width
    for _ in range(12):
        middle = (low + high) / 2
        tried = wrap(text, middle, font)
        if len(tried) <= len(lines) and all(measure(line, 1.0, font) <= middle for line in tried):
            high, lines = middle, tried
        else:
            low = middle
    return lines


def _pieces(text: str, width: float, font: Font) -> list[str]:
    """What a line is made of: pieces that are not broken, spaces at their ends."""
    glued = _NUMBER_AND_UNIT.sub(_GLUE, text)
    pieces = [glued[:1]]
    for before, after in pairwise(glued):
        if _may_break(before, after):
            pieces.append(after)
        else:
            pieces[-1] += after
    whole = (piece.replace(_GLUE, " ") for piece in pieces)
    return [part for piece in whole for part in _narrowed(piece, width, font)]


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    if _is_katakana(before) and _is_katakana(after):
        return False
    return before == " " or _is_cjk(before) or _is_cjk(after)


def _is_cjk(char: str) -> bool:
    return ord(char) >= _FIRST_CJK and unicodedata.east_asian_width(char) in "WFH"


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
