"""The last band: what is covered, of when, by which method, until when, by whom; and the QR code to the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw import Op, Qr
from co2label.draw.font import REGULAR
from co2label.draw.fonts import measure
from co2label.draw.qr import QUIET, modules_across
from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, fall, rise, set_block, set_line
from co2label.label.measures import BOTTOM, CONTENT, GREY, LEFT, MODULE, RIGHT, smallest, text_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = ["small_print"]

_STEP = 1.0
"""A card grows downwards by steps of this many mm."""
_BETWEEN = 0.9
"""Between two facts, in mm."""
_UNDER = 0.7
"""Between a fact and the same in the second language."""
_BESIDE = 2.0
_BEFORE_CUE = 1.4
_TO_CODE = 1.65
_AFTER_FACT = 1.2
_MOST_LINES = 12
_LARGEST_CODE = 27.7
"""69 modules (version 13): a link of about 330 characters."""
_CLOSE = 1e-6
_DESCENT = 0.5
"""How far letters may hang below a fact."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is said of what; then the same in the second language, where that says it in other words."""

    fact: str
    said: str
    other_fact: str = ""
    other: str = ""
    beside: str = ""
    """Both of the second language in one phrase."""


def small_print(look: Look, declaration: Declaration, y: float) -> Band:
    """Facts on the left, the QR code at the bottom right; the last line says what one gets behind the code.

    The first facts have the whole width: as many as do not make the card taller. Ends where the card ends but for its
    lower margin, at a whole step of its height; what blank there is lies above.
    """
    link = declaration.link
    size = modules_across(link) * MODULE
    quiet = QUIET * MODULE
    dark = size - 2 * quiet
    if dark > _LARGEST_CODE:
        message = (
            f"expected a link whose QR code fits {_LARGEST_CODE:.0f} mm, got {clip(link, 40)}: {len(link)} characters "
            f"make {dark:.0f} mm; shorten the link"
        )
        raise DrawError(message)
    facts = _facts_of(look, declaration)
    _, end = _words(look, facts, dark, y)
    blank = math.ceil((end + BOTTOM) / _STEP - _CLOSE) * _STEP - BOTTOM - end
    ops, bottom = _words(look, facts, dark, y + blank)
    spoken = say("spoken.qr", look.first, link=link)
    return (*ops, Qr(RIGHT - dark - quiet, bottom - dark - quiet, size, link, spoken)), bottom


def _facts_of(look: Look, declaration: Declaration) -> tuple[_Fact, ...]:
    """The facts in the first language, each with the words of the second; what both say alike is said once."""
    facts = phrases.facts(declaration, look.first)
    if not look.second:
        return tuple(_Fact(*each) for each in facts.items())
    others = phrases.facts(declaration, look.second)
    return tuple(
        _Fact(*one)
        if phrases.bare(one[1]) == phrases.bare(other[1])
        else _Fact(*one, *other, _spoken(other, look.second))
        for one, other in zip(facts.items(), others.items(), strict=True)
    )


def _spoken(fact: tuple[str, str], language: str) -> str:
    return say("fact.spoken", language, fact=fact[0], said=fact[1])


@lru_cache(maxsize=512)
def _words(look: Look, facts: tuple[_Fact, ...], dark: float, y: float) -> Band:
    """The facts and the cue; ends where the dark of a code of this size ends."""
    quiet = QUIET * MODULE
    cue_height = _cue(look, 0.0, CONTENT - dark - _TO_CODE)[1]
    settings = []
    for wide in range(len(facts), 0, -1):
        ops, code_top, end = _facts(look, facts, y, (wide, CONTENT - dark - _TO_CODE))
        settings.append((max(end + _BEFORE_CUE + cue_height, code_top + quiet + dark), ops))
    bottom, ops = min(settings, key=lambda setting: math.ceil(setting[0] + BOTTOM - _CLOSE))
    cue, _ = _cue(look, bottom - cue_height, CONTENT - dark - _TO_CODE)
    return (*ops, *cue), bottom


def _facts(
    look: Look, facts: tuple[_Fact, ...], y: float, widths: tuple[int, float]
) -> tuple[tuple[Op, ...], float, float]:
    """The facts as a table of two columns; also the y below those that are wide, and the y below all.

    Args:
        look: of the card.
        facts: what is said.
        y: the top.
        widths: how many facts have the whole width, and the width of the others.
    """
    wide, narrow = widths
    size = text_size(look.first)
    style = look.style(size, look.first, smallest=size, most_lines=_MOST_LINES)
    column = _column(look, facts)
    ops: list[Op] = []
    ends: list[float] = []
    for index, each in enumerate(facts):
        top = ends[-1] + _BETWEEN if ends else y
        width = (CONTENT if index < wide else narrow) - column
        ops.append(set_line(each.fact, top + rise(style), replace(style, fill=GREY)))
        more, end = _fact(look, each, top, replace(style, x=LEFT + column, width=width))
        ops += more
        ends.append(end)
    return tuple(ops), ends[wide - 1] + _DESCENT, ends[-1]


def _column(look: Look, facts: tuple[_Fact, ...]) -> float:
    """The width of what is said of, in both languages."""
    widths = [measure(each.fact, text_size(look.first), look.house.regular) for each in facts]
    if look.second:
        lesser = smallest(look.second)
        widths += [measure(each.other_fact, lesser, look.house.regular) for each in facts]
    return max(widths) + _AFTER_FACT


def _fact(look: Look, fact: _Fact, y: float, style: Style) -> Band:
    """What is said; in the second language beside it where both have room on one line, else below."""
    ops, end = set_block(fact.said, y, style)
    if not fact.other or not look.second:
        return ops, end
    size = smallest(look.second)
    lesser = look.style(
        size, look.second, fill=GREY, smallest=size, most_lines=_MOST_LINES, x=style.x, width=style.width
    )
    used = measure(fact.said, style.size, style.font) + _BESIDE
    if len(ops) == 1 and used + measure(fact.beside, size, lesser.font) <= style.width:
        beside = set_line(fact.beside, ops[0].y, replace(lesser, x=style.x + used))
        return (*ops, beside), max(end, beside.y + fall(lesser))
    more, end = set_block(fact.other, end + _UNDER, lesser)
    label = set_line(fact.other_fact, more[0].y, replace(lesser, x=LEFT))
    return (*ops, label, *more), end


def _cue(look: Look, y: float, width: float) -> Band:
    """What one gets behind the code; its last baseline is where the code ends."""
    style = look.style(text_size(look.first), look.first, bold=True)
    text = say("line.qr", look.first)
    baseline = y + rise(style)
    used = measure(text, style.size, style.font) + 0.8
    arrow = replace(style, size=0.7 * style.size, x=LEFT + used, font=REGULAR)
    ops = (set_line(text, baseline, style), set_line("▶", baseline - 0.12 * style.size, arrow))
    if not look.second:
        return ops, baseline
    other, lesser = say("line.qr", look.second), look.style(smallest(look.second), look.second, fill=GREY)
    used += arrow.size + 1.0
    if used + measure(other, lesser.size, lesser.font) <= width:
        return (*ops, set_line(other, baseline, replace(lesser, x=LEFT + used))), baseline
    baseline += 0.7 + rise(lesser)
    return (*ops, set_line(other, baseline, lesser)), baseline
