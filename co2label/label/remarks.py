"""The band of remarks: the comparison with the company's own product, and SDG lines such as where electricity comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, fall, rise, set_block, set_line
from co2label.label.measures import CONTENT, GREY, LEFT, smallest, text_size

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw import Op

__all__ = ["remarks"]

_BETWEEN = 0.9
_UNDER = 0.7
_BESIDE = 2.0
_MOST_LINES = 4

_Texts = tuple[str, ...]
"""One remark in each language."""


def remarks(look: Look, declaration: Declaration, y: float) -> Band | None:
    """All remarks, one below the other; None where there are none."""
    compared = [phrases.comparison(declaration, language) for language in look.languages]
    own = tuple(pair for pair in compared if pair)
    lines = list(zip(*(phrases.indicators(declaration, each) for each in look.languages), strict=True))
    if not own and not lines:
        return None
    return _all(look, own, tuple(lines), y)


@lru_cache(maxsize=512)
def _all(look: Look, own: tuple[tuple[str, str], ...], lines: tuple[_Texts, ...], y: float) -> Band:
    ops: list[Op] = []
    for bold, texts in _in_order(own, lines):
        more, y = _remark(look, texts, y, bold=bold)
        ops += more
        y += _BETWEEN
    return tuple(ops), y - _BETWEEN


def _in_order(own: tuple[tuple[str, str], ...], lines: tuple[_Texts, ...]) -> list[tuple[bool, _Texts]]:
    """The comparison in bold, what it rests on directly below it, then the SDG lines."""
    compared = [(index == 0, texts) for index, texts in enumerate(zip(*own, strict=True))]
    return [*compared, *((False, texts) for texts in lines)]


def _remark(look: Look, texts: _Texts, y: float, *, bold: bool) -> Band:
    """One remark; the second language beside it where both have room on one line, else below."""
    style = look.style(text_size(look.first), look.first, bold=bold, most_lines=_MOST_LINES)
    ops, end = set_block(texts[0], y, replace(style, smallest=style.size))
    if not look.second or texts[1] == texts[0]:
        return ops, end
    lesser = look.style(smallest(look.second), look.second, fill=GREY, most_lines=_MOST_LINES)
    if len(ops) == 1 and _width(texts[0], style) + _BESIDE + _width(texts[1], lesser) <= CONTENT:
        x = LEFT + _width(texts[0], style) + _BESIDE
        beside = set_line(texts[1], y + rise(style), replace(lesser, x=x))
        return (*ops, beside), max(end, beside.y + fall(lesser))
    more, end = set_block(texts[1], end + _UNDER, lesser)
    return (*ops, *more), end


def _width(text: str, style: Style) -> float:
    return measure(text, style.size, style.font)
