"""The band of the day: which part of a person's day the figure is, as a percentage and as a bar from zero."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect, Text
from co2label.draw.font import BOLD
from co2label.draw.fonts import ink, measure
from co2label.label import phrases
from co2label.label.card import Band, Card, Style, set_block, set_line
from co2label.label.measures import ACCENT, CONTENT, GREY, LEFT, RIGHT, TRACK, second_size
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration import ReferenceShare

__all__ = ["daily"]

_TEXT, _SHARE, _BASIS = 2.8, 4.4, 2.5
_BAR = 2.0
_BETWEEN = 2.5
_WIDEST_SHARE = 0.5 * CONTENT
_WHOLE_DAY = 100


def daily(card: Card, y: float) -> Band:
    """The percentage of the day, its bar, and where the day's budget comes from."""
    ops, y = _words(card, y)
    bar = _bar(card.declaration.reference, y + 1.5)
    basis, y = _basis(card, y + 1.5 + _BAR + 1.2)
    return (*ops, *bar, *basis), y


def _words(card: Card, y: float) -> Band:
    """What it is a part of on the left, the part on the right; a second language below both."""
    said = card.declaration
    text = phrases.share(said, card.first)
    size = min(_SHARE, card.figure / 3, _WIDEST_SHARE / measure(text, 1.0, BOLD))
    share = Style(size, card.first, x=RIGHT, font=BOLD, align="right")
    room = CONTENT - measure(text, size, BOLD) - _BETWEEN
    day, _ = set_block(
        phrases.day(said, card.first),
        y + 0.2,
        Style(min(_TEXT, card.figure / 3), card.first, width=room, most_lines=2),
    )
    low = max(0.0, y + 0.75 * size - day[-1].y)
    ops = [*(replace(line, y=line.y + low) for line in day)]
    baseline = ops[-1].y
    ops.append(set_line(text, baseline, share))
    if not card.second:
        return tuple(ops), baseline
    return _second_words(card, card.second, ops, baseline)


def _second_words(card: Card, language: str, ops: list[Text], baseline: float) -> Band:
    size = second_size(_TEXT, language)
    share, first_share = (phrases.share(card.declaration, each) for each in (language, card.first))
    own = share if share != first_share else ""
    room = CONTENT - (measure(own, size) + _BETWEEN if own else 0.0)
    lesser = Style(size, language, width=room, fill=GREY, most_lines=2)
    day, _ = set_block(phrases.day(card.declaration, language), baseline + 1.1, lesser)
    if own:
        ops = [*ops, set_line(own, day[0].y, Style(size, language, x=RIGHT, align="right", fill=GREY))]
    return (*ops, *day), day[-1].y


def _bar(reference: ReferenceShare, y: float) -> tuple[Op, ...]:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    beyond = reference.kind == "days" or (reference.kind == "percent" and reference.value > _WHOLE_DAY)
    if not beyond:
        bar = Rect(LEFT, y, CONTENT * reference.share, _BAR, ACCENT)
        return Rect(LEFT, y, CONTENT, _BAR, TRACK), bar
    bounds = ink("▶", BOLD)
    size = 1.35 * _BAR / (bounds.bottom - bounds.top)
    arrow_width = (bounds.right - bounds.left) * size
    centre = y + _BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
    arrow = Style(size, "ja", x=RIGHT - arrow_width, font=BOLD, fill=ACCENT)
    return Rect(LEFT, y, CONTENT - arrow_width - 0.5, _BAR, ACCENT), set_line("▶", centre, arrow)


def _basis(card: Card, y: float) -> Band:
    ops: list[Op] = []
    for index, language in enumerate(card.languages):
        size = _BASIS if index == 0 and language == "ja" else second_size(_BASIS, language)
        basis = say(f"reference.basis.{card.declaration.reference.basis}", language)
        more, bottom = set_block(basis, y, Style(size, language, fill=GREY))
        ops += more
        y = bottom + 0.6
    return tuple(ops), y - 0.6
