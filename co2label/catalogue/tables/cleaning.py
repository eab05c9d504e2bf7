r"""Cells as people and systems leave them: line feeds inside a cell, HTML in a name.

>>> one_line("ここに文章\n可能"), unmarked("<b>Tea</b>&amp; co"), without_mark("'0012")
('ここに文章 可能', 'Tea& co', '0012')
"""

from __future__ import annotations

import html
import re

__all__ = ["MARKUP", "one_line", "unmarked", "without_mark"]

_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_BLOCK = "br|p|div|li|ul|ol|td|th|tr|table|tbody|h[1-6]|hr"
_INLINE = "a|abbr|b|big|center|code|em|font|i|img|mark|s|small|span|strike|strong|sub|sup|tt|u"
_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
"""A tag or an entity, known or not."""
_LONGEST = 4000
"""Characters of a text that may be printed, and more."""
_DEEPEST = 3
"""How often text is written as HTML again on its way through systems."""


def one_line(cell: str) -> str:
    """A cell on one line: a line feed is a space."""
    return " ".join(part.strip() for part in _BREAK.split(cell)).strip()


def without_mark(code: str) -> str:
    """A code of digits without the apostrophe by which spreadsheets, and Shopify, mark it as text."""
    return code[1:] if code[1:].isdecimal() else code


def unmarked(text: str) -> str:
    """Text without the HTML in it: entities are their letters, and the tags of common elements are left out.

    Tags that are none of HTML's stay: they may be meant.
    """
    if len(text) > _LONGEST:
        return text
    for _ in range(_DEEPEST):
        plain = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub(_instead, text))
        if plain == text:
            break
        text = plain
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


def _instead(tag: re.Match[str]) -> str:
    return " " if _BLOCK_TAG.match(tag[0]) else ""
