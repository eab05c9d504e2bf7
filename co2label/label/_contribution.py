"""The contribution picture: a waterfall of the life-cycle stages, each bar from where the one above it ends.

For those who work on a product, not for its label: it is drawn from the Footprint, whose stages may be below zero, and
asks for no declaration. Bars are linear, on one scale that holds zero; a credit runs back, in another colour. Rows and total
are rounded one by one, to one place; where they do not add up, a line below says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from co2label.declaration import declared_unit_words, refuse_claims, remarks_for
from co2label.draw import (
    ACCENT,
    BOLD,
    BOTTOM,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    LEFT,
    MIDDLE,
    ON_MIDDLE,
    RIGHT,
    TOP,
    WIDTH,
    Block,
    Column,
    Line,
    Op,
    Part,
    Picture,
    Placed,
    Rect,
    Rule,
    Scene,
    Space,
    TextStyle,
    measure,
    set_line,
    text_size,
)
from co2label.figures import adds_up, place_of, show_part, show_shares
from co2label.wording import format_number, format_quantity, format_unit, in_language, per_unit, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.footprint import Footprint


CREDIT = "#b0701a"
"""Bars below zero: an ochre that prints lighter than the accent."""

_TITLE, _NAME, _ROW_NAME, _VALUE, _PERCENT, _UNIT = 4.4, 3.6, 2.7, 3.0, 2.5, 2.1

_DIGITS = 3
"""Of the largest row; all rows end at its last place."""

_ZERO = LEFT + 22.6

_PERCENT_WIDTH = 8.6

_GAP = 1.4

_LEAST_TRACK = 9.0

_BAR, _ROW = 2.4, 5.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar from `start` to `end`, in kg, and its words."""

    name: str
    value: str
    percent: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """Kilograms to millimetres, linear; `zero` lies where 0 kg is."""

    zero: float
    per_kg: float
    size: float
    """Of the values, in mm."""
    edge: float
    """Where the values end."""

    def x(self, kg: float) -> float:
        return self.zero + self.per_kg * kg


def contribution(footprint: Footprint, *, language: str = "en") -> Picture:
    r"""Draw which stages a figure is made of.

    Args:
        footprint: what is drawn, unrounded; its largest row is shown with three significant digits.
        language: "en", "ja" or any other that there is wording of.

    Raises:
        ClaimError: a name of the product that makes a claim.
        DrawError: a text that does not fit.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate",
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> contribution(c2.compute(tea)).scene.description
    'Production: 210 g\xa0CO2e (100%)\nTotal: 210 g\xa0CO2e\nData for 1 of 2 stages'
    """
    refuse_claims(name=footprint.product.name)
    rows, unit = _rows(footprint, language)
    sentences = tuple(_remarks(footprint, rows, language))
    ops, y = Column(*_head(footprint, unit, _edge(rows), language), *_body(rows, sentences, language))(TOP)
    name = in_language(footprint.product.name, language)
    height = float(math.ceil(y + BOTTOM))
    unit = format_unit(unit, language)
    spoken = [
        f"{row.name}: {format_quantity(row.value, unit, language)}{row.percent and f' ({row.percent})'}"
        for row in rows
    ]
    title = f"{translate('contribution.title', language)}: {name}".replace("₂", "2")
    words = "\n".join((*spoken, *sentences)).replace("₂", "2")
    return Picture(Scene(WIDTH, height, ops, title, words, language))


def _rows(footprint: Footprint, language: str) -> tuple[list[_Row], str]:
    """The stages and the total, all in the unit and to the place that suit the largest of them."""
    kgs = list(footprint.stages.values())
    total = math.fsum(kgs)
    place = place_of(max(map(abs, [*kgs, total])), digits=_DIGITS)
    percents = _percents(kgs, language)
    rows, end = [], 0.0
    for stage, kg, percent in zip(footprint.stages, kgs, percents, strict=True):
        rows.append(_Row(translate(f"stage.{stage}", language), show_part(kg, place), percent, end, end + kg))
        end += kg
    rows.append(_Row(translate("contribution.total", language), show_part(total, place), "", 0.0, total))
    return rows, place.unit


def _percents(kgs: list[float], language: str) -> list[str]:
    """Whole percents; none where a stage is below zero, for then they say nothing."""
    return [
        "" if share is None else translate("reference.percent", language, value=share)
        for share in show_shares(kgs)
    ]


def _remarks(footprint: Footprint, rows: list[_Row], language: str) -> Iterator[str]:
    """What must stand near the total, and whether the rows are rounded apart from it."""
    yield from (in_language(remark.words, language) for remark in remarks_for(footprint))
    *parts, total = (row.value for row in rows)
    if total.startswith(("<", ">")) or not adds_up(parts, total):
        yield translate("stages.rounded", language)


def _edge(rows: list[_Row]) -> float:
    """Where the values end: before the percentages, if there are any."""
    return RIGHT - (_PERCENT_WIDTH if any(row.percent for row in rows) else 0.0)


def _head(footprint: Footprint, unit: str, edge: float, language: str) -> Iterator[Part]:
    """Title, product, what the figure is per, and the unit of the column above its edge."""
    bold = TextStyle(_TITLE, language, font=BOLD, most_lines=2)
    per = per_unit(declared_unit_words(footprint.product)[language], language)
    column = TextStyle(_UNIT, "en", x=edge, align="right", fill=GREY)
    yield Block(translate("contribution.title", language), bold)
    yield from (Space(1.2), Rule(HEAVY), Space(1.6))
    yield Block(in_language(footprint.product.name, language), replace(bold, size=_NAME, most_lines=3))
    yield Space(0.8)
    yield Block(per, TextStyle(_PERCENT, language, fill=GREY, most_lines=2))
    yield from (Space(1.6), Line(format_unit(unit, language), column), Space(1.2 - column.below))


def _body(rows: list[_Row], sentences: Sequence[str], language: str) -> Iterator[Part]:
    """A row a stage, the total below a rule, and the remarks."""
    scale = _scale(rows, language)
    width = _ZERO - LEFT - 1.0
    longest = max(measure(row.name, 1.0) for row in rows)
    name = TextStyle(min(_ROW_NAME, width / longest), language, width=width)
    for row in rows:
        yield Rule(MIDDLE) if row is rows[-1] else Rule(HAIR, HAIRLINE)
        yield partial(_bar, row, scale, name)
    size = text_size(language)
    for sentence in sentences:
        yield Space(0.9)
        yield Block(sentence, TextStyle(size, language, most_lines=6, smallest=size))


def _bar(row: _Row, scale: _Scale, name: TextStyle, y: float) -> Placed:
    """One row: its name, its bar from where the last one ended, the line of zero, value and percent."""
    middle = y + _ROW / 2
    left, right = sorted((scale.x(row.start), scale.x(row.end)))
    value = TextStyle(scale.size, "en", x=scale.edge, font=BOLD, align="right")
    percent = TextStyle(_PERCENT, "en", x=RIGHT, align="right", fill=GREY)
    ops: list[Op] = [
        Rect(scale.zero - HAIR / 2, y, HAIR, _ROW, HAIRLINE),
        set_line(row.name, middle + ON_MIDDLE * _ROW_NAME, name),
        set_line(format_number(row.value, name.language), middle + ON_MIDDLE * scale.size, value),
    ]
    if right > left:
        colour = ACCENT if row.end > row.start else CREDIT
        ops.append(Rect(left, middle - _BAR / 2, right - left, _BAR, colour))
    if row.percent:
        ops.append(set_line(row.percent, middle + ON_MIDDLE * scale.size, percent))
    return tuple(ops), y + _ROW


def _scale(rows: list[_Row], language: str) -> _Scale:
    """From the lowest to the highest end of a bar, with zero among them; wide values take from the track."""
    widest = max(measure(format_number(row.value, language), 1.0, BOLD) for row in rows)
    edge = _edge(rows)
    room = edge - _ZERO - _GAP
    size = min(_VALUE, (room - _LEAST_TRACK) / widest)
    track = room - widest * size
    low = min(0.0, *(row.end for row in rows))
    high = max(0.0, *(row.end for row in rows))
    per_kg = track / (high - low) if high > low else 0.0
    return _Scale(_ZERO - low * per_kg, per_kg, size, edge)
