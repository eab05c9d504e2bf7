"""The band of the day: which part of a person's day the figure is, as a percentage and as a bar from zero."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.font import BOLD
from co2label.draw.fonts import ink, measure
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, bar, set_block, set_line
from co2label.label.measures import CONTENT, GREY, LEFT, RIGHT, TRACK, smallest, text_size
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration, ReferenceShare
    from co2label.draw import Op, Rect

__all__ = ["daily"]

_TEXT, _SHARE = 2.8, 4.4
_BAR = 2.0
_ABOVE_BAR, _BELOW_BAR = 1.4, 0.9
_BETWEEN = 2.5
_WIDEST_SHARE = 0.5 * CONTENT
_WHOLE_DAY = 100

_Said = tuple[str, str, str, str]
"""In one language: its name, what it is a part of, the part, where the budget of the day comes from."""


def daily(look: Look, declaration: Declaration, y: float) -> Band:
    """The percentage of the day, its bar, and where the day's budget comes from."""
    said = tuple(_said(declaration, language) for language in look.languages)
    ops, top = _words(look, said[0], y)
    below, end = _below(look, said, top + _BAR + _BELOW_BAR)
    return (*ops, *_bar(look, declaration.reference, top), *below), end


def _said(declaration: Declaration, language: str) -> _Said:
    day, share = phrases.day(declaration, language), phrases.share(declaration, language)
    return language, day, share, phrases.basis(declaration, language)


@lru_cache(maxsize=1024)
def _words(look: Look, said: _Said, y: float) -> Band:
    """What it is a part of on the left, the part on the right; ends where the bar begins."""
    language, day, share, _ = said
    widest = _WIDEST_SHARE / measure(share, 1.0, look.house.bold)
    size = min(_SHARE, look.figure / 3, widest)
    style = look.style(size, language, bold=True, x=RIGHT, align="right")
    room = CONTENT - measure(share, size, style.font) - _BETWEEN
    lesser = look.style(min(_TEXT, look.figure / 3), language, width=room, most_lines=2)
    lines, _ = set_block(day, y + 0.2, lesser)
    low = max(0.0, y + 0.75 * size - lines[-1].y)
    ops = [replace(line, y=line.y + low) for line in lines]
    baseline = ops[-1].y
    return (*ops, set_line(share, baseline, style)), baseline + _ABOVE_BAR


def _bar(look: Look, reference: ReferenceShare, y: float) -> tuple[Op, ...]:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    beyond = reference.kind == "days" or (reference.kind == "percent" and reference.value > _WHOLE_DAY)
    if not beyond:
        part = (LEFT, y, CONTENT * reference.share, _BAR)
        return _track(look, y), bar(look, part, look.house.accent)
    return _beyond(look, y)


@lru_cache(maxsize=256)
def _track(look: Look, y: float) -> Rect:
    return bar(look, (LEFT, y, CONTENT, _BAR), TRACK)


@lru_cache(maxsize=256)
def _beyond(look: Look, y: float) -> tuple[Op, ...]:
    """The arrow is a shape, not a word: it comes from the packaged font, whatever the house has."""
    bounds = ink("▶", BOLD)
    size = 1.35 * _BAR / (bounds.bottom - bounds.top)
    width = (bounds.right - bounds.left) * size
    middle = y + _BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
    arrow = Style(size, "ja", x=RIGHT - width, font=BOLD, fill=look.house.accent)
    body = bar(look, (LEFT, y, CONTENT - width - 0.5, _BAR), look.house.accent)
    return body, set_line("▶", middle, arrow)


@lru_cache(maxsize=1024)
def _below(look: Look, said: tuple[_Said, ...], y: float) -> Band:
    """The basis in the first language; then all of it in the second, on one line where it has room."""
    language, _, _, basis = said[0]
    size = text_size(language)
    ops, bottom = set_block(basis, y, look.style(size, language, fill=GREY, most_lines=2))
    if len(said) == 1:
        return ops, bottom
    more, bottom = _second(look, said, bottom + 0.7)
    return (*ops, *more), bottom


def _second(look: Look, said: tuple[_Said, ...], y: float) -> Band:
    """The part stands at the right edge where the second language says it in other words."""
    language, day, share, basis = said[1]
    style = look.style(smallest(language), language, fill=GREY)
    own = () if phrases.bare(share) == phrases.bare(said[0][2]) else (share,)
    room = CONTENT - sum(measure(text, style.size, style.font) + _BETWEEN for text in own)
    text = translate("reference.with-basis", language, day=day, basis=basis)
    ops, bottom = set_block(text, y, replace(style, width=room, most_lines=3))
    edge = replace(style, x=RIGHT, align="right")
    return (*ops, *(set_line(text, ops[0].y, edge) for text in own)), bottom
