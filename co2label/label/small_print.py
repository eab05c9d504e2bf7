"""The last band: what is covered, of when, by which method, until when, by whom; and the QR code to the rest."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Qr
from co2label.draw.font import BOLD
from co2label.draw.fonts import measure
from co2label.draw.qr import QUIET, modules_across
from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, rise, set_block, set_line
from co2label.label.measures import CONTENT, GREY, LEFT, MODULE, RIGHT, smallest, text_size
from co2label.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["small_print"]

_BETWEEN = 0.9
"""Between two facts, in mm."""
_BEFORE_CUE = 1.4
_TO_CODE = 1.65
_AFTER_FACT = 1.2
_MOST_LINES = 12
_LARGEST_CODE = 27.7
"""69 modules (version 13): a link of about 330 characters."""
_CLOSE = 1e-6
_DESCENT = 0.5
"""How far letters may hang below a fact."""

_Row = tuple[str, str, Style]
"""What is said of what, and how it is set."""


def small_print(card: Card, y: float) -> Band:
    """Facts on the left, the QR code at the bottom right; the last line says what one gets behind the code.

    The first facts have the whole width: as many as do not make the card taller.
    """
    link = card.declaration.link
    size = modules_across(link) * MODULE
    quiet = QUIET * MODULE
    dark = size - 2 * quiet
    if dark > _LARGEST_CODE:
        message = (
            f"expected a link whose QR code fits {_LARGEST_CODE:.0f} mm, got {clip(link, 40)}: {len(link)} characters "
            f"make {dark:.0f} mm; shorten the link"
        )
        raise DrawError(message)
    rows = list(_rows(card))
    cue_height = _cue(card, 0.0)[1]
    settings = []
    for wide in range(len(rows), 0, -1):
        ops, code_top, end = _facts(rows, y, (wide, CONTENT - dark - _TO_CODE))
        settings.append((max(end + _BEFORE_CUE + cue_height, code_top + quiet + dark), ops))
    bottom, ops = min(settings, key=lambda setting: math.ceil(setting[0] - _CLOSE))
    cue, _ = _cue(card, bottom - cue_height)
    code = Qr(
        RIGHT - dark - quiet, bottom - dark - quiet, size, link, say("spoken.qr", card.first, link=link)
    )
    return (*ops, *cue, code), bottom


def _rows(card: Card) -> Iterator[_Row]:
    """The facts in the first language, then, smaller, those that the second language says differently."""
    facts = phrases.facts(card.declaration, card.first)
    size = text_size(card.first)
    for fact, said in facts.items():
        yield fact, said, Style(size, card.first, smallest=size, most_lines=_MOST_LINES)
    if card.second:
        known = {unicodedata.normalize("NFKC", said).replace(" ", "") for said in facts.values()}
        size = smallest(card.second)
        for fact, said in phrases.facts(card.declaration, card.second).items():
            if unicodedata.normalize("NFKC", said).replace(" ", "") not in known:
                yield fact, said, Style(size, card.second, fill=GREY, smallest=size, most_lines=_MOST_LINES)


def _facts(rows: list[_Row], y: float, widths: tuple[int, float]) -> tuple[tuple[Op, ...], float, float]:
    """The facts as a table of two columns; also the y below those that are wide, and the y below all.

    Args:
        rows: the facts.
        y: the top.
        widths: how many facts have the whole width, and the width of the others.
    """
    wide, narrow = widths
    column = max(measure(fact, style.size) for fact, _, style in rows) + _AFTER_FACT
    ops: list[Op] = []
    ends: list[float] = []
    for index, (fact, said, style) in enumerate(rows):
        top = ends[-1] + _BETWEEN if ends else y
        if index and style.language != rows[index - 1][2].language:
            top += _BETWEEN
        width = (CONTENT if index < wide else narrow) - column
        ops.append(set_line(fact, top + rise(style), replace(style, fill=GREY)))
        more, end = set_block(said, top, replace(style, x=LEFT + column, width=width))
        ops += more
        ends.append(end)
    return tuple(ops), ends[wide - 1] + _DESCENT, ends[-1]


def _cue(card: Card, y: float) -> Band:
    """What one gets behind the code; its last baseline is where the code ends."""
    style = Style(text_size(card.first), card.first, font=BOLD)
    text = say("line.qr", card.first)
    baseline = y + rise(style)
    arrow = replace(style, size=0.7 * style.size, x=LEFT + measure(text, style.size, BOLD) + 0.8)
    ops = (set_line(text, baseline, style), set_line("▶", baseline - 0.12 * style.size, arrow))
    if not card.second:
        return ops, baseline
    lesser = Style(smallest(card.second), card.second, fill=GREY)
    baseline += 0.8 + rise(lesser)
    return (*ops, set_line(say("line.qr", card.second), baseline, lesser)), baseline
