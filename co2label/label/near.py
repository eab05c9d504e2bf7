"""What must stand near the figure: a sentence each, right below the number, in bold and in no second place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.label.card import Band, Look, set_block
from co2label.label.measures import GREY, smallest, text_size

if TYPE_CHECKING:
    from co2label.draw import Op

__all__ = ["near"]

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
    size = text_size(look.first)
    style = look.style(size, look.first, bold=True, most_lines=_MOST_LINES, leading=1.25, smallest=size)
    ops: list[Op] = []
    end = y
    for texts in sentences:
        lines, end = set_block(texts[0], end if not ops else end + _BETWEEN, style)
        ops += lines
        if look.second and texts[1] != texts[0]:
            least = smallest(look.second)
            lesser = look.style(least, look.second, fill=GREY, most_lines=_MOST_LINES, smallest=least)
            lines, end = set_block(texts[1], end + _UNDER, lesser)
            ops += lines
    return tuple(ops), end
