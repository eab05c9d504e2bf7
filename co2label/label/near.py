"""What must stand near the figure: a sentence each below the number of a card, a few words each where there is less room."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, set_block, set_line
from co2label.label.measures import BULLET, CONTENT, GREY, INDENT, LEFT, smallest, text_size
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.declaration import Declaration
    from co2label.draw import Op

__all__ = ["near", "near_lines", "packed"]

_MOST_LINES = 6
_BETWEEN, _UNDER = 1.1, 0.6
"""Between two sentences, and between one and the same in the second language; mm."""

Sentence = tuple[str, ...]
"""One sentence in each language of the card."""


@lru_cache(maxsize=512)
def near(look: Look, sentences: tuple[Sentence, ...], y: float) -> Band:
    """The sentences one below the other, below `y`; ends where the letters of the last one end.

    Raises:
        DrawError: a sentence that does not fit six lines.
    """
    indent = INDENT if len(sentences) > 1 else 0.0
    style, lesser = _styles(look, indent)
    ops: list[Op] = []
    end = y
    for texts in sentences:
        lines, end = set_block(texts[0], end if not ops else end + _BETWEEN, style)
        if indent:
            ops.append(set_line(BULLET, lines[0].y, replace(style, x=LEFT)))
        ops += lines
        if look.second and texts[1] != texts[0]:
            lines, end = set_block(texts[1], end + _UNDER, lesser)
            ops += lines
    return tuple(ops), end


@lru_cache(maxsize=256)
def _styles(look: Look, indent: float) -> tuple[Style, Style]:
    """Of the first language, and of the second."""
    size, second = text_size(look.first), look.second or look.first
    first = look.style(size, look.first, bold=True, most_lines=_MOST_LINES, leading=1.25, smallest=size)
    lesser = look.style(
        smallest(second), second, fill=GREY, most_lines=_MOST_LINES, smallest=smallest(second)
    )
    one, other = (replace(each, x=LEFT + indent, width=CONTENT - indent) for each in (first, lesser))
    return one, other


def near_lines(declaration: Declaration, style: Style) -> list[str]:
    """The few words of each remark, in the language of a style, as lines of its width."""
    return packed(phrases.near_short(declaration, style.language), style)


def packed(words: Iterable[str], style: Style) -> list[str]:
    """Phrases as lines: joined as far as whole ones fit the width of a style; one that is wider is a line of its own."""
    joint = translate("small.joint", style.language)
    lines: list[str] = []
    for phrase in words:
        joined = f"{lines[-1]}{joint}{phrase}" if lines else ""
        if lines and measure(joined, style.size, style.font) <= style.width:
            lines[-1] = joined
        else:
            lines.append(phrase)
    return lines
