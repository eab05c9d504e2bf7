"""The figures of a shelf label: the price, the number with its unit, and the number per 100 g or 1 kg below it.

The price is the largest; the two figures of CO₂ stand in one column, and so do their units.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw.fonts import ink, measure
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.card import fall, rise, set_line
from co2label.label.measures import HAIR, HAIRLINE
from co2label.label.shelf_strip import BETWEEN, EDGE, FIGURE, GAP, Row, Strip, block, rule_row, small_style
from co2label.model import in_language
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.draw import Op

__all__ = ["figure_rows", "height_of_figures", "widest"]

_PRICE = 12.0
"""The em of the price at most."""
_PRICE_GROWS = 1.8
"""How much faster the price grows than a number of more than 1 mm: 1.3 times as large on a small label, else 1.5 times."""
_UNIT, _UNIT_GAP = 0.4, 0.16
_UNIT_LEAST = 2.5
_LEADING = 1.36


def figure_rows(strip: Strip, figure: float) -> Iterator[Row]:
    """Price, number, number per amount; those that there are."""
    if strip.prices[0] is not None:
        yield _price(strip, strip.prices[0], figure)
        yield rule_row(strip, HAIR, HAIRLINE)
    yield _number(strip, figure)
    if strip.declaration.per_amount is not None:
        yield _per_amount(strip, figure)


def height_of_figures(strip: Strip, figure: float) -> float:
    """The height of these rows and of the gaps between them, without drawing them."""
    height = _height_of_number(strip, figure)
    if strip.prices[0] is not None:
        bounds = ink(strip.prices[0], strip.look.house.bold)
        size = _price_size(strip, strip.prices[0], figure)
        height += (max(0.0, bounds.bottom) - bounds.top) * size + HAIR + 2 * GAP
    if strip.declaration.per_amount is not None:
        height += block(_per_words(strip), small_style(strip, strip.look.first, strip.width)).height + GAP
    return height


def widest(strip: Strip) -> float:
    """The em with which number and unit take what width the title leaves, and the price is clearly larger."""
    bold = strip.look.house.bold
    value = measure(_value(strip), 1.0, bold) + _UNIT_GAP
    unit = measure(phrases.unit(strip.declaration), 1.0, bold)
    room = strip.width - measure(translate("small.title", strip.look.first), strip.small, bold) - BETWEEN
    column = max(_UNIT_LEAST * unit, _per_unit_width(strip))
    across = min(room / (value + _UNIT * unit), max(0.0, room - column) / value)
    if strip.prices[0] is None:
        return across
    return min(across, 1.0 + _largest_price(strip) / _PRICE_GROWS)


def _value(strip: Strip) -> str:
    return format_number(strip.declaration.shown.value, strip.look.first)


def _largest_price(strip: Strip) -> float:
    return _PRICE * strip.look.figure / FIGURE


def _price_size(strip: Strip, price: str, figure: float) -> float:
    """The em of the price beside its note."""
    note = strip.prices[1]
    most = (strip.width - _note_width(strip, note)) / measure(price, 1.0, strip.look.house.bold)
    if most < strip.small:
        message = (
            f"expected a price that fits {strip.width:.1f} mm beside its note, got {price!r}; shorten them"
        )
        raise DrawError(message)
    return min(_largest_price(strip), _PRICE_GROWS * (figure - 1.0), most)


def _note_width(strip: Strip, note: str | None) -> float:
    return measure(note, strip.small, strip.look.house.regular) + BETWEEN if note else 0.0


def _price(strip: Strip, price: str, figure: float) -> Row:
    """The price at the right edge, its note at the left on the same baseline."""
    look, note = strip.look, strip.prices[1]
    size = _price_size(strip, price, figure)
    bounds = ink(price, look.house.bold)
    baseline = -bounds.top * size
    large = look.style(size, look.first, bold=True, x=strip.right, width=strip.width, align="right")
    wide = replace(large, x=strip.right + strip.side)
    beside: tuple[Op, ...] = ()
    if note:
        width = _note_width(strip, note)
        beside = (set_line(note, baseline, look.style(strip.small, look.first, x=EDGE, width=width)),)
    short, long = ((set_line(price, baseline, style), *beside) for style in (large, wide))
    return Row(short, baseline + max(0.0, bounds.bottom * size), long)


def _column(strip: Strip, figure: float) -> tuple[float, float, float]:
    """The right edge of the numbers, where their units begin, and the em of the large unit."""
    size = max(_UNIT_LEAST, _UNIT * figure)
    unit = measure(phrases.unit(strip.declaration), size, strip.look.house.bold)
    x = strip.right - max(unit, _per_unit_width(strip))
    return x - _UNIT_GAP * figure, x, size


def _words(strip: Strip) -> tuple[str, str]:
    """Title, and what the figure is per."""
    first = strip.look.first
    return translate("small.title", first), phrases.per(strip.declaration, first)


def _fits_beside(strip: Strip, figure: float) -> bool:
    """Whether title and what it is per stand on two lines on the left of the number."""
    house = strip.look.house
    left = _column(strip, figure)[0] - measure(_value(strip), figure, house.bold) - BETWEEN - EDGE
    title, per = _words(strip)
    return max(measure(title, strip.small, house.bold), measure(per, strip.small, house.regular)) <= left


def _baselines(strip: Strip, figure: float) -> tuple[float, float]:
    """Of the number, and how far it hangs below that; where it stands beside two lines, on the second of them."""
    bounds = ink(_value(strip), strip.look.house.bold)
    above = rise(small_style(strip, strip.look.first, strip.width))
    if _fits_beside(strip, figure):
        above += _LEADING * strip.small
    return max(-bounds.top * figure, above), max(0.0, bounds.bottom * figure)


def _height_of_number(strip: Strip, figure: float) -> float:
    baseline, drop = _baselines(strip, figure)
    per = small_style(strip, strip.look.first, strip.width)
    if _fits_beside(strip, figure):
        return baseline + max(drop, fall(per))
    return baseline + max(fall(per), drop) + GAP + block(_words(strip)[1], per).height


def _number(strip: Strip, figure: float) -> Row:
    """Title and what it is per on the left, number and unit on the right; one below the other if it must be."""
    look = strip.look
    baseline, drop = _baselines(strip, figure)
    edge, x, size = _column(strip, figure)
    number = look.style(figure, look.first, bold=True, x=edge, width=strip.width, align="right")
    unit = look.style(size, look.first, bold=True, x=x, width=strip.right - x)
    per = small_style(strip, look.first, strip.width)
    title = replace(per, font=look.house.bold)
    words = _words(strip)
    if _fits_beside(strip, figure):
        lines: tuple[Op, ...] = (
            set_line(words[0], baseline - _LEADING * strip.small, title),
            set_line(words[1], baseline, per),
        )
    else:
        below = baseline + max(fall(title), drop) + GAP
        lines = (
            set_line(words[0], baseline, title),
            *(replace(op, y=op.y + below) for op in block(words[1], per).ops),
        )
    figures = (
        set_line(_value(strip), baseline, number),
        set_line(phrases.unit(strip.declaration), baseline, unit),
    )
    return Row((*lines, *figures), _height_of_number(strip, figure))


def _per_words(strip: Strip) -> str:
    amount = strip.declaration.per_amount
    first = strip.look.first
    return translate("shelf.per-amount", first, amount=in_language(amount.words, first)) if amount else ""


def _per_unit_width(strip: Strip) -> float:
    amount = strip.declaration.per_amount
    return measure(_printed(amount.shown.unit), strip.small, strip.look.house.bold) if amount else 0.0


def _per_amount(strip: Strip, figure: float) -> Row:
    """The figure per 100 g or 1 kg, in one line, in the columns of the number and of its unit."""
    look, amount = strip.look, strip.declaration.per_amount
    row = block(_per_words(strip), small_style(strip, look.first, strip.width))
    if amount is None:
        return row
    edge, x, _ = _column(strip, figure)
    baseline = row.ops[-1].y
    number = look.style(strip.small, look.first, bold=True, x=edge, width=edge, align="right")
    unit = look.style(strip.small, look.first, bold=True, x=x, width=strip.right - x)
    value = format_number(amount.shown.value, look.first)
    return Row(
        (*row.ops, set_line(value, baseline, number), set_line(_printed(amount.shown.unit), baseline, unit)),
        row.height,
    )


def _printed(unit: str) -> str:
    return unit.replace("CO2", "CO₂")
