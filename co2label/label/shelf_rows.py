"""The rows of words of a shelf label: the name and the logo above, small print and lesser things below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw import Image, Op, Text
from co2label.draw.font import REGULAR
from co2label.draw.fonts import measure
from co2label.draw.image_size import image_size
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.band import band
from co2label.label.card import set_line
from co2label.label.measures import MIDDLE
from co2label.label.near import near_lines, packed
from co2label.label.shelf_strip import (
    EDGE,
    LEAST,
    SMALL,
    Row,
    Strip,
    block,
    pair,
    rule_row,
    small_row,
    small_style,
)
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from co2label.label.card import Style

__all__ = ["BRIEFEST", "WITHOUT_AMOUNT", "extras", "facts", "head"]

_STAGES_ALONE = 2
WITHOUT_AMOUNT, BRIEFEST = 3, 4
"""How brief a label can be: 0 in full, 1 with the notes behind the code, 2 with the stages alone, 3 without the figure per
amount, 4 with all that must be there in as few lines as hold it."""
_NAME = 4.2
_BAND, _BAND_WIDTH = 4.0, 30.0
_LOGO_WIDEST, _BEFORE_LOGO = 18.0, 3.0


def head(strip: Strip) -> tuple[Row, Row]:
    """The name with the heavy rule below it; the logo at the end of the line, where the name leaves it room."""
    return _name(strip), rule_row(strip, MIDDLE, strip.look.house.ink)


def facts(strip: Strip, brief: int) -> Iterator[Row]:
    """What is always there in words: what must stand near the figure, what it covers, and the notes or where they are."""
    first = strip.look.first
    said = phrases.facts(strip.declaration, first)
    note = said.get(translate("fact.note", first), "")
    covers = (
        translate(f"boundary.{strip.declaration.boundary}", first)
        if brief >= _STAGES_ALONE
        else said[translate("fact.covers", first)]
    )
    if note and brief:
        note = translate("mini.notes", first)
    if brief < BRIEFEST:
        yield from _near(strip)
        yield from (small_row(strip, text, first) for text in (covers, note) if text)
        return
    words = filter(None, (*phrases.near_short(strip.declaration, first), note, covers))
    style = small_style(strip, first, strip.width)
    yield from (small_row(strip, line, first) for line in packed(words, style))


def _near(strip: Strip) -> Iterator[Row]:
    """Right below the figures, and never left out."""
    style = replace(small_style(strip, strip.look.first, strip.width), font=strip.look.house.bold)
    yield from (block(line, style) for line in near_lines(strip.declaration, style))


def extras(strip: Strip) -> Iterator[Row]:
    """What is there where it has room, the most wanted first; what cannot be set in two lines is left out."""
    wanted: tuple[Callable[[Strip], Iterator[Row]], ...] = (_steps, _day, _second, _cue)
    for rows in wanted:
        try:
            yield from list(rows(strip))
        except DrawError:
            continue


def _steps(strip: Strip) -> Iterator[Row]:
    """The band and the scheme that sets its steps."""
    step, look = strip.declaration.band, strip.look
    if step is not None:
        scheme = small_row(strip, phrases.scheme(step, look.first), look.first)
        place = (EDGE, 0.0, min(strip.width, _BAND_WIDTH), _BAND)
        ops, _ = band(look, (step.letter, step.step, step.steps), place)
        below = tuple(replace(op, y=op.y + _BAND + 1.0) for op in scheme.ops)
        yield Row((*ops, *below), _BAND + 1.0 + scheme.height)


def _day(strip: Strip) -> Iterator[Row]:
    said, first = strip.declaration, strip.look.first
    if said.reference.kind != "days":
        yield pair(strip, phrases.day(said, first), phrases.share(said, first))


def _second(strip: Strip) -> Iterator[Row]:
    """Name and unit of account in the second language."""
    said, second = strip.declaration, strip.look.second
    if second:
        yield small_row(strip, f"{phrases.name(said, second)}, {phrases.per(said, second)}", second)


def _cue(strip: Strip) -> Iterator[Row]:
    """What one gets behind the code, right beside it."""
    look = strip.look
    row = small_row(strip, translate("line.qr", look.first), look.first)
    text = row.ops[0]
    if len(row.ops) == 1 and isinstance(text, Text):
        style = look.style(strip.small, look.first, x=strip.right, width=strip.width, align="right")
        arrow = set_line("▶", text.y, replace(style, font=REGULAR))
        words = set_line(text.text, text.y, replace(style, x=strip.right - 1.3 * strip.small))
        yield Row((words, arrow), row.height)


def _name(strip: Strip) -> Row:
    """Across the label, if it lies above the code there; else beside the code."""
    first = strip.look.first
    size = max(strip.small, _NAME * strip.small / SMALL)
    style = strip.look.style(
        size, first, bold=True, x=EDGE, width=strip.width, most_lines=2, leading=1.15, smallest=LEAST
    )
    text = phrases.name(strip.declaration, first)
    natural = measure(text, size, style.font)
    if natural > strip.width:
        wide = _named(text, replace(style, width=strip.whole))
        if EDGE + wide.height <= strip.room[1] - strip.side:
            return wide
    row = _named(text, style)
    return replace(row, wide=(*row.ops, *_logo(strip, row.height, strip.whole - natural - _BEFORE_LOGO)))


def _named(text: str, style: Style) -> Row:
    """A name on two lines, or on three of small print where it has no place otherwise."""
    try:
        return block(text, style)
    except DrawError:
        return block(text, replace(style, size=LEAST, most_lines=3))


def _logo(strip: Strip, height: float, room: float) -> tuple[Op, ...]:
    """As high as the name, at the right edge; none where the name leaves it too little room."""
    png = strip.look.house.logo
    if png is None:
        return ()
    across, down = image_size(png)
    width = min(height * across / down, _LOGO_WIDEST)
    if width > room:
        return ()
    return (Image(EDGE + strip.whole - width, 0.0, width, width * down / across, png, ""),)
