"""The last band: what is covered, of when, by which method, until when, by whom; and the QR code to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import Op, Qr
from co2label.draw.qr import QUIET, modules_across
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, set_block, set_line
from co2label.label.measures import CONTENT, GREY, MODULE, RIGHT, second_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = ["small_print"]

_TEXT = 2.5
_LINE = 1.05
"""Between two entries, in mm."""
_GAP = 3.0
_FULL_STOP = {"ja": "。", "en": ". "}


def small_print(card: Card, y: float) -> Band:
    """Words on the left, the QR code at the bottom right; the last line says what one gets behind the code."""
    link = card.declaration.link
    size = modules_across(link) * MODULE
    dark = size - 2 * QUIET * MODULE
    width = CONTENT - dark - _GAP
    ops, words_end = _words(card, y, width)
    cue, cue_end = _cue(card, max(words_end + 0.4, y + dark - 2.5), width)
    bottom = max(cue_end, y + dark)
    corner = RIGHT - dark - QUIET * MODULE
    code = Qr(corner, bottom - dark - QUIET * MODULE, size, link, say("spoken.qr", card.first, link=link))
    return (*ops, *cue, code), bottom


def _words(card: Card, y: float, width: float) -> Band:
    ops: list[Op] = []
    for text in (*_facts(card.declaration, card.first), card.declaration.company):
        more, y = set_block(text, y, Style(_TEXT, card.first, width=width, most_lines=4))
        ops += more
        y += _LINE
    if card.second:
        style = Style(second_size(_TEXT, card.second), card.second, width=width, fill=GREY, most_lines=12)
        stop = _FULL_STOP[card.second]
        more, y = set_block(stop.join(_facts(card.declaration, card.second)) + stop.rstrip(), y + 0.4, style)
        ops += more
        y += _LINE
    return tuple(ops), y


def _facts(declaration: Declaration, language: str) -> list[str]:
    return [
        phrases.boundary(declaration, language),
        phrases.calculated(declaration, language),
        phrases.method(declaration, language),
        phrases.valid(declaration, language),
    ]


def _cue(card: Card, y: float, width: float) -> Band:
    """What one gets behind the code; its baseline is where the code ends."""
    baseline = y + 2.5
    ops: list[Op] = []
    if card.second:
        lesser = Style(second_size(_TEXT, card.second), card.second, width=width, fill=GREY)
        ops.append(set_line(say("line.qr", card.second), baseline + 2.5, lesser))
    text = f"{say('line.qr', card.first)} ▶"
    ops.append(set_line(text, baseline, Style(_TEXT, card.first, weight="bold", width=width)))
    return tuple(ops), baseline + (2.5 if card.second else 0.0)
