"""The rows of a shelf label, from top to bottom, each set from y = 0."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect
from co2label.draw.fonts import ink, measure
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.band import band
from co2label.label.card import Look, Style, fall, rise, set_block, set_line
from co2label.label.measures import GREY, HAIR, HAIRLINE, MIDDLE
from co2label.model.noun import in_language
from co2label.wording import digits, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.declaration import Declaration, PerAmount
    from co2label.figures import Shown

__all__ = ["EDGE", "FIGURE", "GAP", "LEAST", "SMALL", "Row", "Strip", "extras", "needed", "widest"]

EDGE = 1.8
SMALL, LEAST = 2.6, 2.5
"""The em of small print at the size of the design, and everywhere: 2.5 mm are 11 pixels at 112 dpi."""
FIGURE = 9.0
GAP = 0.7
"""Between two rows at least, mm."""
_NAME = 4.2
_PRICE, _PRICE_PART = 12.0, 1.35
"""The em of the price at most, and how much larger it is than the figure."""
_UNIT, _UNIT_GAP = 0.4, 0.12
_UNIT_LEAST = 2.5
_BAND = 4.0
_BETWEEN = 1.5


@dataclass(frozen=True, slots=True)
class Row:
    """Ops set from y = 0, and their height."""

    ops: tuple[Op, ...]
    height: float
    wide: tuple[Op, ...] = ()
    """The ops of a row that lies above the code, where it may take the whole width."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What is said and in which room: the right edge of the rows, the height; and the em of small print."""

    look: Look
    declaration: Declaration
    room: tuple[float, float]
    small: float
    prices: tuple[str | None, ...]
    side: float
    """Of the code, which lies in the corner at the bottom right."""

    @property
    def right(self) -> float:
        """The right edge of the rows."""
        return self.room[0]

    @property
    def width(self) -> float:
        """The width of the rows."""
        return self.room[0] - EDGE

    @property
    def whole(self) -> float:
        """The width of what lies above the code."""
        return self.room[0] + self.side - EDGE


def widest(strip: Strip) -> float:
    """The em with which number and unit take what width the title leaves."""
    value, bold = (
        measure(value_of(strip, strip.declaration.shown), 1.0, strip.look.house.bold),
        strip.look.house.bold,
    )
    unit = measure(phrases.unit(strip.declaration), 1.0, bold)
    room = strip.width - measure(say("small.title", strip.look.first), strip.small, bold) - _BETWEEN
    return min(
        room / (value + _UNIT * unit + _UNIT_GAP), max(0.0, room - _UNIT_LEAST * unit) / (value + _UNIT_GAP)
    )


def needed(strip: Strip, figure: float, *, scope: bool) -> Iterator[Row]:
    """What is always there; with `scope`, what the figure covers beyond its stages too."""
    yield _name(strip, strip.look.first)
    yield _rule(strip, MIDDLE, strip.look.house.ink)
    if strip.prices[0] is not None:
        yield _price(strip, strip.prices[0], figure)
        yield _rule(strip, HAIR, HAIRLINE)
    yield _number(strip, figure)
    if strip.declaration.per_amount is not None:
        yield _per_amount(strip, strip.declaration.per_amount)
    first = strip.look.first
    facts = phrases.facts(strip.declaration, first)
    stages = say(f"boundary.{strip.declaration.boundary}", first)
    yield _small(strip, facts[say("fact.covers", first)] if scope else stages, first)
    if note := facts.get(say("fact.note", first)):
        yield _small(strip, note, first)


def extras(strip: Strip) -> Iterator[Row]:
    """What is there where it has room, the most wanted first."""
    said, look = strip.declaration, strip.look
    if said.band is not None:
        step = (said.band.letter, said.band.step, said.band.steps)
        steps, _ = band(look, step, (EDGE, 0.0, min(strip.width, 30.0), _BAND))
        yield Row(steps, _BAND)
        scheme = in_language(said.band.scheme, look.first)
        yield _small(strip, scheme, look.first)
    if said.reference.kind != "days":
        yield _pair(strip, phrases.day(said, look.first), phrases.share(said, look.first))
    if look.second:
        per = f"{phrases.name(said, look.second)}, {phrases.per(said, look.second)}"
        yield _small(strip, per, look.second)


def value_of(strip: Strip, shown: Shown) -> str:
    return digits(shown.value, strip.look.first)


def _rule(strip: Strip, height: float, fill: str) -> Row:
    short, long = (Rect(EDGE, 0.0, width, height, fill) for width in (strip.width, strip.whole))
    return Row((short,), height, (long,))


def _name(strip: Strip, language: str) -> Row:
    size = max(strip.small, _NAME * strip.small / SMALL)
    style = strip.look.style(
        size,
        language,
        bold=True,
        x=EDGE,
        width=strip.width,
        most_lines=2,
        leading=1.15,
        smallest=LEAST,
    )
    text = phrases.name(strip.declaration, language)
    if measure(text, size, style.font) > strip.width:
        wide = _block(text, replace(style, width=strip.whole))
        if EDGE + wide.height <= strip.room[1] - strip.side:
            return wide
    return _block(text, style)


def _block(text: str, style: Style) -> Row:
    """A text of one or more lines; its height is that of its ink, where that is higher than usual."""
    ops, bottom = set_block(text, 0.0, style)
    inks = [(op, ink(op.text, op.font)) for op in ops]
    above = max(0.0, *(-op.y - bounds.top * op.size for op, bounds in inks))
    below = max(bottom, *(op.y + bounds.bottom * op.size for op, bounds in inks))
    return Row(tuple(replace(op, y=op.y + above) for op in ops), above + below)


def _price(strip: Strip, price: str, figure: float) -> Row:
    """The price at the right edge, its note at the left on the same baseline."""
    bold = strip.look.house.bold
    wanted = min(_PRICE * strip.look.figure / FIGURE, _PRICE_PART * figure)
    note = strip.prices[1]
    taken = measure(note, strip.small, strip.look.house.regular) + _BETWEEN if note else 0.0
    most = (strip.width - taken) / measure(price, 1.0, bold)
    if most < strip.small:
        message = (
            f"expected a price that fits {strip.width:.1f} mm beside its note, got {price!r}; shorten them"
        )
        raise DrawError(message)
    size = min(wanted, most)
    bounds = ink(price, bold)
    baseline = -bounds.top * size
    first = strip.look.first
    large = strip.look.style(size, first, bold=True, x=strip.right, width=strip.width, align="right")
    wide = replace(large, x=strip.right + strip.side)
    beside: tuple[Op, ...] = ()
    if note:
        beside = (set_line(note, baseline, strip.look.style(strip.small, first, x=EDGE, width=taken)),)
    short, long = ((set_line(price, baseline, style), *beside) for style in (large, wide))
    return Row(short, baseline + max(0.0, bounds.bottom * size), long)


def _number(strip: Strip, figure: float) -> Row:
    """Title and what it is per on the left, number and unit on the right; one below the other if it must be."""
    said, look = strip.declaration, strip.look
    value, unit = value_of(strip, said.shown), phrases.unit(said)
    unit_size = max(_UNIT_LEAST, _UNIT * figure)
    beside = look.style(unit_size, look.first, bold=True, x=strip.right, width=strip.width, align="right")
    edge = strip.right - measure(unit, unit_size, beside.font) - _UNIT_GAP * figure
    number = look.style(figure, look.first, bold=True, x=edge, width=strip.width, align="right")
    left = strip.width - (strip.right - edge) - measure(value, figure, number.font) - _BETWEEN
    title = look.style(strip.small, look.first, bold=True, x=EDGE, width=strip.width)
    per = look.style(
        strip.small,
        look.first,
        x=EDGE,
        width=strip.width,
        most_lines=2,
        leading=1.2,
        smallest=min(strip.small, LEAST),
    )
    bounds = ink(value, number.font)
    tall, drop = -bounds.top * figure, max(0.0, bounds.bottom * figure)
    words = (say("small.title", look.first), phrases.per(said, look.first))
    if (
        max(measure(text, strip.small, style.font) for text, style in zip(words, (title, per), strict=True))
        <= left
    ):
        baseline = max(tall, rise(title) + 1.36 * strip.small)
        ops: list[Op] = [
            set_line(words[0], baseline - 1.36 * strip.small, title),
            set_line(words[1], baseline, per),
        ]
        bottom = baseline + fall(per)
    else:
        baseline = max(tall, rise(title))
        block, bottom = set_block(words[1], baseline + max(fall(title), drop) + GAP, per)
        ops = [set_line(words[0], baseline, title), *block]
    return Row(
        (*ops, set_line(value, baseline, number), set_line(unit, baseline, beside)),
        max(bottom, baseline + drop),
    )


def _per_amount(strip: Strip, amount: PerAmount) -> Row:
    """The figure per 100 g or 1 kg, in one line."""
    first = strip.look.first
    words = say("shelf.per-amount", first, amount=in_language(amount.words, first))
    unit = amount.shown.unit.replace("CO2", "CO₂")
    return _pair(strip, words, f"{value_of(strip, amount.shown)} {unit}")


def _pair(strip: Strip, words: str, figure: str) -> Row:
    """Words on the left, a bold figure on the right."""
    look = strip.look
    bold = look.style(strip.small, look.first, bold=True, x=strip.right, width=strip.width, align="right")
    room = strip.width - measure(figure, strip.small, bold.font) - _BETWEEN
    left = look.style(
        strip.small, look.first, x=EDGE, width=room, most_lines=2, leading=1.2, smallest=_least(look.first)
    )
    ops, bottom = set_block(words, 0.0, left)
    return Row((*ops, set_line(figure, ops[-1].y, bold)), bottom)


def _small(strip: Strip, text: str, language: str) -> Row:
    style = strip.look.style(
        strip.small,
        language,
        x=EDGE,
        width=strip.width,
        fill=None if language == strip.look.first else GREY,
        most_lines=2,
        leading=1.2,
        smallest=_least(language),
    )
    return _block(text, style)


def _least(language: str) -> float:
    """The smallest em, on a display too: Latin letters bear less."""
    return LEAST if language == "ja" else 2.2
