"""The band of the day: which part of a person's day the figure is, as a percentage and as a bar from zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import Op, Rect
from co2label.draw.fonts import ink, measure
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, rise, set_block, set_line
from co2label.label.measures import ACCENT, CONTENT, GREY, LEFT, RIGHT, TRACK, second_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import ReferenceShare

__all__ = ["daily"]

_TEXT, _SHARE, _BASIS = 2.8, 4.4, 2.5
_BAR = 2.0
_WHOLE_DAY = 100


def daily(card: Card, y: float) -> Band:
    """The percentage of the day, its bar, and where the day's budget comes from."""
    ops, y = _words(card, y)
    bar = _bar(card.declaration.reference, y + 1.3)
    basis, y = _basis(card, y + 1.3 + _BAR + 1.2)
    return (*ops, *bar, *basis), y


def _words(card: Card, y: float) -> Band:
    """What it is a part of on the left, the part on the right."""
    said = card.declaration
    share = Style(min(_SHARE, card.figure / 3), card.first, x=RIGHT, weight="bold", align="right")
    text = phrases.share(said, card.first)
    room = CONTENT - measure(text, share.size, "bold") - 2.5
    baseline = y + 0.75 * share.size
    style = Style(_TEXT, card.first, width=room)
    day = phrases.day(said, card.first)
    ops: list[Op] = [set_line(text, baseline, share), *set_block(day, baseline - rise(style), style)[0]]
    if not card.second:
        return tuple(ops), baseline
    lesser = Style(second_size(_TEXT, card.second), card.second, width=room, fill=GREY)
    baseline += 1.1 + rise(lesser)
    ops.append(set_line(phrases.day(said, card.second), baseline, lesser))
    if phrases.share(said, card.second) != text:
        right = Style(lesser.size, card.second, x=RIGHT, align="right", fill=GREY)
        ops.append(set_line(phrases.share(said, card.second), baseline, right))
    return tuple(ops), baseline


def _bar(reference: ReferenceShare, y: float) -> tuple[Op, ...]:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    beyond = reference.kind == "days" or (reference.kind == "percent" and reference.value > _WHOLE_DAY)
    if not beyond:
        bar = Rect(LEFT, y, CONTENT * reference.share, _BAR, ACCENT)
        return Rect(LEFT, y, CONTENT, _BAR, TRACK), bar
    bounds = ink("▶", "bold")
    size = 1.7 * _BAR / (bounds.bottom - bounds.top)
    arrow_width = (bounds.right - bounds.left) * size
    centre = y + _BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
    arrow = Style(size, "ja", x=RIGHT - arrow_width, weight="bold", fill=ACCENT)
    return Rect(LEFT, y, CONTENT - arrow_width, _BAR, ACCENT), set_line("▶", centre, arrow)


def _basis(card: Card, y: float) -> Band:
    ops: list[Op] = []
    for index, language in enumerate(card.languages):
        size = _BASIS if index == 0 and language == "ja" else second_size(_BASIS, language)
        basis = say(f"reference.basis.{card.declaration.reference.basis}", language)
        more, bottom = set_block(basis, y, Style(size, language, fill=GREY))
        ops += more
        y = bottom + 0.6
    return tuple(ops), y - 0.6
