"""The last band: what is covered, of when, by which method, until when, by whom; and the QR code to the rest."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw import Op, Qr
from co2label.draw.font import REGULAR
from co2label.draw.fonts import measure
from co2label.draw.qr import QUIET, modules_across
from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, rise, set_block, set_line
from co2label.label.measures import BOTTOM, CONTENT, GREY, LEFT, MODULE, RIGHT, smallest, text_size
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = ["small_print"]

_STEP = 1.0
"""A card grows downwards by steps of this many mm."""
_BETWEEN = 0.9
"""Between two facts, in mm."""
_BETWEEN_LANGUAGES = 1.4
_BEFORE_CUE = 1.4
_TO_CODE = 1.65
_AFTER_FACT = 1.2
_MOST_LINES = 12
_LARGEST_CODE = 27.7
"""69 modules (version 13): a link of about 330 characters."""
_CLOSE = 1e-6
_DESCENT = 0.5
"""How far letters may hang below a fact."""


_Facts = tuple[tuple[str, str], ...]
"""What is said of what, in the first language."""


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
    said = tuple(phrases.facts(declaration, look.first).items()), _other(look, declaration)
    _, end = _words(look, said, dark, y)
    blank = math.ceil((end + BOTTOM) / _STEP - _CLOSE) * _STEP - BOTTOM - end
    ops, bottom = _words(look, said, dark, y + blank)
    spoken = translate("spoken.qr", look.first, link=link)
    return (*ops, Qr(RIGHT - dark - quiet, bottom - dark - quiet, size, link, spoken)), bottom


def _other(look: Look, declaration: Declaration) -> str:
    """The facts in the second language, as one text; what both languages say alike is said once.

    Of the steps it names the scheme: their limits are figures, and stand in the first language.
    """
    if look.second is None:
        return ""
    facts = phrases.facts(declaration, look.second)
    if declaration.band:
        facts[translate("fact.band", look.second)] = phrases.scheme(declaration.band, look.second)
    alike = {phrases.bare(said) for said in phrases.facts(declaration, look.first).values()}
    return translate("fact.joint", look.second).join(
        translate("fact.spoken", look.second, fact=fact, said=said)
        for fact, said in facts.items()
        if phrases.bare(said) not in alike
    )


@lru_cache(maxsize=512)
def _words(look: Look, said: tuple[_Facts, str], dark: float, y: float) -> Band:
    """The facts and the cue; ends where the dark of a code of this size ends."""
    quiet = QUIET * MODULE
    narrow = CONTENT - dark - _TO_CODE
    cue_height = _cue(look, 0.0, narrow)[1]
    settings = []
    for wide in range(len(said[0]) + bool(said[1]), 0, -1):
        ops, code_top, end = _facts(look, said, y, (wide, narrow))
        settings.append((max(end + _BEFORE_CUE + cue_height, code_top + quiet + dark), ops))
    bottom, ops = min(settings, key=lambda setting: math.ceil(setting[0] + BOTTOM - _CLOSE))
    cue, _ = _cue(look, bottom - cue_height, narrow)
    return (*ops, *cue), bottom


def _facts(
    look: Look, said: tuple[_Facts, str], y: float, widths: tuple[int, float]
) -> tuple[tuple[Op, ...], float, float]:
    """The facts as a table of two columns, then all in the second language.

    Args:
        look: of the card.
        said: in the first language, and in the second.
        y: the top.
        widths: how many blocks have the whole width, and the width of the others.

    Returns:
        Ops, the y below the blocks that are wide, and the y below all.
    """
    facts, other = said
    wide, narrow = widths
    style, lesser = _styles(look)
    column = max(measure(fact, style.size, style.font) for fact, _ in facts) + _AFTER_FACT
    ops: list[Op] = []
    ends: list[float] = []
    for index, (fact, text) in enumerate(facts):
        top = ends[-1] + _BETWEEN if ends else y
        width = (CONTENT if index < wide else narrow) - column
        ops.append(set_line(fact, top + rise(style), replace(style, fill=GREY)))
        more, end = set_block(text, top, replace(style, x=LEFT + column, width=width))
        ops += more
        ends.append(end)
    if other:
        width = CONTENT if len(facts) < wide else narrow
        more, end = set_block(other, ends[-1] + _BETWEEN_LANGUAGES, replace(lesser, width=width))
        ops += more
        ends.append(end)
    return tuple(ops), ends[wide - 1] + _DESCENT, ends[-1]


@lru_cache(maxsize=256)
def _styles(look: Look) -> tuple[Style, Style]:
    """Of the first language, and of the second."""
    size, least = text_size(look.first), smallest(look.second or look.first)
    return (
        look.style(size, look.first, smallest=size, most_lines=_MOST_LINES),
        look.style(least, look.second or look.first, fill=GREY, smallest=least, most_lines=_MOST_LINES),
    )


def _cue(look: Look, y: float, width: float) -> Band:
    """What one gets behind the code; its last baseline is where the code ends."""
    style = look.style(text_size(look.first), look.first, bold=True)
    text = translate("line.qr", look.first)
    baseline = y + rise(style)
    used = measure(text, style.size, style.font) + 0.8
    arrow = replace(style, size=0.7 * style.size, x=LEFT + used, font=REGULAR)
    ops = (set_line(text, baseline, style), set_line("▶", baseline - 0.12 * style.size, arrow))
    if not look.second:
        return ops, baseline
    other, lesser = (
        translate("line.qr", look.second),
        look.style(smallest(look.second), look.second, fill=GREY),
    )
    used += arrow.size + 1.0
    if used + measure(other, lesser.size, lesser.font) <= width:
        return (*ops, set_line(other, baseline, replace(lesser, x=LEFT + used))), baseline
    baseline += 0.7 + rise(lesser)
    return (*ops, set_line(other, baseline, lesser)), baseline
