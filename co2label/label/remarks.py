"""The band of remarks: the comparison with the company's own product, and SDG lines such as where electricity comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, fall, rise, set_block, set_line
from co2label.label.measures import BULLET, CONTENT, GREY, INDENT, LEFT, RIGHT, smallest, text_size
from co2label.wording import translate

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
    own = tuple(phrases.comparison(declaration, language) or () for language in look.languages)
    lines = zip(*(phrases.indicators(declaration, each) for each in look.languages), strict=True)
    said = (own if own[0] else (), tuple(lines))
    return _all(look, *said, y) if any(said) else None


@lru_cache(maxsize=512)
def _all(look: Look, own: tuple[_Texts, ...], lines: tuple[_Texts, ...], y: float) -> Band:
    """The comparison, then the SDG lines."""
    blocks = [partial(_comparison, look, own)] if own else []
    blocks += [partial(_line, look, texts, INDENT if len(lines) > 1 else 0.0) for texts in lines]
    ops: list[Op] = []
    for block in blocks:
        more, y = block(y)
        ops += more
        y += _BETWEEN
    return tuple(ops), y - _BETWEEN


def _comparison(look: Look, own: tuple[_Texts, ...], y: float) -> Band:
    """In bold; below it what it rests on; then both in the second language, as one text."""
    style, lesser = _styles(look)
    bold, end = set_block(own[0][0], y, replace(style, font=look.house.bold))
    basis, end = set_block(own[0][1], end + _BETWEEN, style)
    if not look.second:
        return (*bold, *basis), end
    other = translate("fact.joint", look.second).join(own[1])
    more, end = set_block(other, end + _UNDER, lesser)
    return (*bold, *basis, *more), end


def _line(look: Look, texts: _Texts, indent: float, y: float) -> Band:
    """One SDG line; the second language beside it where both have room on one line, else below."""
    style, lesser = (replace(each, x=LEFT + indent, width=CONTENT - indent) for each in _styles(look))
    ops, end = set_block(texts[0], y, style)
    bullet = (set_line(BULLET, ops[0].y, replace(style, x=LEFT)),) if indent else ()
    if not look.second or texts[1] == texts[0]:
        return (*bullet, *ops), end
    x = style.x + _width(texts[0], style) + _BESIDE
    if len(ops) == 1 and x + _width(texts[1], lesser) <= RIGHT:
        beside = set_line(texts[1], y + rise(style), replace(lesser, x=x))
        return (*bullet, *ops, beside), max(end, beside.y + fall(lesser))
    more, end = set_block(texts[1], end + _UNDER, lesser)
    return (*bullet, *ops, *more), end


@lru_cache(maxsize=256)
def _styles(look: Look) -> tuple[Style, Style]:
    """Of the first language, and of the second."""
    size, second = text_size(look.first), look.second or look.first
    first = look.style(size, look.first, most_lines=_MOST_LINES, smallest=size)
    return first, look.style(smallest(second), second, fill=GREY, most_lines=_MOST_LINES)


def _width(text: str, style: Style) -> float:
    return measure(text, style.size, style.font)
