"""The upper bands of a card: title, what and per what, and the number."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from co2label.draw.fonts import ink, measure
from co2label.draw.image_size import image_size
from co2label.draw.scene import Image
from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.label.card import Band, Look, Style, fall, rise, set_block, set_line
from co2label.label.measures import CONTENT, GREY, LEFT, RIGHT, second_size, smallest, text_size
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw import Op, Text
    from co2label.label.house import House

__all__ = ["figure_size", "number", "title", "what"]

_FIGURE = 16.0
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_GAP = 0.11
_LEAST_BESIDE = 0.86
"""Name and unit shrink to this part of their size before they are set one below the other."""
_BETWEEN = 3.0
_LESSER = 1 / 3
"""No other text is larger than a third of the number."""
_TITLE, _NAME, _PER = 5.2, 4.2, 2.8
_BETWEEN_NAMES = 1.0
_COMMA = 1.0
"""How far a comma may reach into the blank below the number; 1.6 mm of it are left."""
_LOGO_HEIGHT, _LOGO_WIDTH, _LOGO_LEAST = 5.6, 20.0, 11.0
"""The largest place of a logo in mm, and the width for which the title makes room."""
_BESIDE, _BEFORE_LOGO = 1.6, 2.0


def figure_size(declaration: Declaration, house: House) -> float:
    """The em of the number: the largest with which number and unit stand on one line, 16 mm at most.

    Raises:
        DrawError: so many digits that the number would not be three times the size of the small print.

    >>> from types import SimpleNamespace as Said
    >>> from co2label.label.house import HOUSE
    >>> figure_size(Said(shown=Said(value="210", unit="g-CO2e")), HOUSE)
    16.0
    """
    number_width = measure(declaration.shown.value, 1.0, house.bold)
    unit_width = measure(phrases.unit(declaration), _UNIT, house.bold)
    size = min(_FIGURE, CONTENT / (number_width + _GAP + unit_width))
    if size * _LESSER < text_size("ja"):
        message = f"the figure {clip(declaration.shown.value)} has too many digits for a card; declare it per a larger unit"
        raise DrawError(message)
    return size


@lru_cache(maxsize=256)
def title(look: Look, y: float) -> Band:
    """What kind of figure this is; the second language on the same line, at the right edge or before the logo."""
    texts = [translate("title", language) for language in look.languages]
    size = min(_TITLE, look.figure * _LESSER, _room_of_title(look.house) / _width_of_title(look, texts))
    style = look.style(size, look.first, bold=True)
    baseline = y + 0.8 * size
    ops: list[Op] = [set_line(texts[0], baseline, style)]
    if look.second:
        lesser = look.style(size / 2, look.second, fill=GREY)
        beside = replace(lesser, x=LEFT + measure(texts[0], size, style.font) + _BESIDE)
        edge = replace(lesser, x=RIGHT, align="right")
        ops.append(set_line(texts[1], baseline, beside if look.house.logo else edge))
    if look.house.logo:
        room = CONTENT - _width_of_title(look, texts) * size - _BEFORE_LOGO
        ops.append(_logo(look.house.logo, baseline, room))
    return tuple(ops), baseline + 0.36 * size


def _width_of_title(look: Look, texts: list[str]) -> float:
    """In em of the first language; the second one is half as large."""
    first = measure(texts[0], 1.0, look.house.bold)
    second = sum(_BESIDE / _TITLE + measure(text, 0.5, look.house.regular) for text in texts[1:])
    return first + second


def _room_of_title(house: House) -> float:
    """What a logo leaves: it gets its natural width, or at least so much that it can be made out."""
    if house.logo is None:
        return CONTENT
    across, down = image_size(house.logo)
    return CONTENT - _BEFORE_LOGO - min(_LOGO_HEIGHT * across / down, _LOGO_LEAST)


def _logo(png: bytes, baseline: float, room: float) -> Image:
    """The logo at the right edge, as large as its place lets it be, its foot a little below the baseline."""
    across, down = image_size(png)
    height = min(_LOGO_HEIGHT, min(room, _LOGO_WIDTH) * down / across)
    width = height * across / down
    return Image(RIGHT - width, baseline + 0.7 - height, width, height, png, "")


def what(look: Look, names: tuple[str, ...], pers: tuple[str, ...], y: float) -> Band:
    """The product and the unit that the figure is per: side by side where there is room, else one below the other.

    Args:
        look: of the card.
        names: of the product, in each language.
        pers: the words for what the figure is per, in each language.
        y: the top.
    """
    name_lines, per_lines = _names(look, names), _pers(look, pers)
    for part in (1.0, 0.95, 0.9, _LEAST_BESIDE):
        ones, others = _scaled(name_lines, part), _scaled(per_lines, part)
        if all(
            _width(name) + _BETWEEN + _width(per) <= CONTENT for name, per in zip(ones, others, strict=False)
        ):
            return _beside(ones, others, y)
    ops, bottom = _stacked(name_lines, y)
    more, bottom = _below(per_lines, bottom + _BETWEEN_NAMES)
    return (*ops, *more), bottom


@lru_cache(maxsize=1024)
def number(look: Look, value: str, unit: str, y: float) -> Band:
    """The number, and its unit on the same baseline; both end at the right edge.

    Ends at the baseline; where a comma hangs below it, so much lower that the comma keeps clear of what comes next.
    """
    size = look.figure
    bounds = ink(value, look.house.bold)
    baseline = y - bounds.top * size
    beside = look.style(size * _UNIT, look.figures, bold=True, x=RIGHT, align="right")
    edge = RIGHT - measure(unit, beside.size, beside.font) - _GAP * size
    figure = look.style(size, look.figures, bold=True, x=edge, align="right")
    end = baseline + max(0.0, bounds.bottom * size - _COMMA)
    return (set_line(value, baseline, figure), set_line(unit, baseline, beside)), end


_Lines = list[tuple[str, Style]]


def _width(line: tuple[str, Style]) -> float:
    text, style = line
    return measure(text, style.size, style.font)


def _scaled(lines: _Lines, part: float) -> _Lines:
    if part == 1.0:
        return lines
    return [
        (text, replace(style, size=max(style.size * part, smallest(style.language)))) for text, style in lines
    ]


def _names(look: Look, names: tuple[str, ...]) -> _Lines:
    size = min(_NAME, look.figure * _LESSER)
    lines = [(names[0], _name_styles(look, size)[0])]
    if len(names) > 1 and names[1] != names[0]:
        lines.append((names[1], _name_styles(look, size)[1]))
    return lines


@lru_cache(maxsize=256)
def _name_styles(look: Look, size: float) -> tuple[Style, ...]:
    styles = [look.style(size, look.first, bold=True, most_lines=4, leading=1.25)]
    if look.second:
        lesser = second_size(size * 0.9, look.second)
        styles.append(look.style(lesser, look.second, fill=GREY, most_lines=4))
    return tuple(styles)


def _pers(look: Look, pers: tuple[str, ...]) -> _Lines:
    return list(zip(pers, _per_styles(look), strict=True))


@lru_cache(maxsize=256)
def _per_styles(look: Look) -> tuple[Style, ...]:
    size = min(_PER, look.figure * _LESSER)
    styles = [look.style(size, look.first, x=RIGHT, align="right", most_lines=3)]
    if look.second:
        lesser = second_size(_PER, look.second)
        styles.append(look.style(lesser, look.second, x=RIGHT, align="right", fill=GREY, most_lines=3))
    return tuple(styles)


def _beside(names: _Lines, pers: _Lines, y: float) -> Band:
    """Each unit on the baseline of the name beside it."""
    ops, bottom = _stacked(names, y)
    baselines = [op.y for op in ops]
    for (per, style), baseline in zip_longest(pers, baselines):
        at = baseline or bottom + _BETWEEN_NAMES + rise(style)
        ops = (*ops, set_line(per, at, style))
        bottom = max(bottom, at + fall(style))
    return ops, bottom


def _below(pers: _Lines, y: float) -> Band:
    """Below the names: the unit at the right edge; in the second language at the left edge, if one line holds both."""
    if len(pers) == 1 or _width(pers[0]) + _BETWEEN + _width(pers[1]) > CONTENT:
        return _stacked(pers, y)
    (first, style), (second, lesser) = pers
    baseline = y + rise(style)
    other = set_line(second, baseline, replace(lesser, x=LEFT, align="left"))
    return (set_line(first, baseline, style), other), baseline + fall(style)


def _stacked(lines: _Lines, y: float) -> tuple[tuple[Text, ...], float]:
    ops: list[Text] = []
    for text, style in lines:
        more, bottom = set_block(text, y, style)
        ops += more
        y = bottom + _BETWEEN_NAMES
    return tuple(ops), bottom
