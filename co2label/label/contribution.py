"""The contribution picture: a waterfall of the life-cycle stages, each bar from where the one above it ends.

For those who work on a product, not for its label: it is drawn from the Footprint, whose stages may be below zero, and
asks for no declaration. Bars are linear, on one scale that holds zero; a credit runs back, in another colour. Rows are
rounded together, so they add up to the total that is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from co2label.declaration.unit_words import declared_unit_words
from co2label.draw import Op, Picture, Rect, Scene
from co2label.draw.font import BOLD
from co2label.draw.fonts import measure
from co2label.figures import decimals_of, format_in, percent_shares, reconcile, show_mass
from co2label.label.card import Style, rise, rule, set_block, set_line
from co2label.label.measures import (
    ACCENT,
    BOTTOM,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    LEFT,
    MIDDLE,
    RIGHT,
    TOP,
    WIDTH,
)
from co2label.model.noun import in_language
from co2label.wording import digits, say

if TYPE_CHECKING:
    from co2label.figures import Shown
    from co2label.footprint import Footprint

__all__ = ["contribution"]

CREDIT = "#b0701a"
"""Bars below zero: an ochre that prints lighter than the accent."""
_TITLE, _NAME, _ROW_NAME, _VALUE, _PERCENT, _UNIT = 4.4, 3.6, 2.7, 3.0, 2.5, 2.1
_DIGITS = 3
"""Of the largest row; all rows end at its last decimal place."""
_MOST_PERCENT = 999
_PER_KG = {"g-CO2e": 1e3, "kg-CO2e": 1.0, "t-CO2e": 1e-3}
_ZERO = LEFT + 22.6
_PERCENT_WIDTH = 8.6
_VALUE_EDGE = RIGHT - _PERCENT_WIDTH
_GAP = 1.4
_LEAST_TRACK = 9.0
_BAR, _ROW = 2.4, 5.0
_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""


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

    def x(self, kg: float) -> float:
        return self.zero + self.per_kg * kg


def contribution(footprint: Footprint, *, language: str = "en") -> Picture:
    r"""Draw which stages a figure is made of.

    Args:
        footprint: what is drawn, unrounded; its largest row is shown with three significant digits.
        language: "en", "ja" or any other that there is wording of.

    Raises:
        DrawError: a text that does not fit.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate",
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> contribution(c2.compute(tea)).scene.description
    'Production: 210 g-CO2e (100%)\nTotal: 210 g-CO2e'
    """
    rows, unit = _rows(footprint, language)
    head, y = _head(footprint, unit, language)
    body, y = _body(rows, y, language)
    name = in_language(footprint.product.name, language)
    height = float(math.ceil(y + BOTTOM))
    spoken = [f"{row.name}: {row.value} {unit}{row.percent and f' ({row.percent})'}" for row in rows]
    title = f"{say('contribution.title', language)}: {name}".replace("₂", "2")
    return Picture(Scene(WIDTH, height, (*head, *body), title, "\n".join(spoken), language))


def _rows(footprint: Footprint, language: str) -> tuple[list[_Row], str]:
    """The stages and the total, all in the unit and to the decimal place that suit the largest of them."""
    kgs = list(footprint.stages.values())
    total = math.fsum(kgs)
    largest = show_mass(max(map(abs, [*kgs, total])), digits=_DIGITS)
    shown, values = _values(kgs, total, largest)
    percents = _percents(kgs, total, language)
    rows, end = [], 0.0
    for stage, kg, value, percent in zip(footprint.stages, kgs, values, percents, strict=True):
        rows.append(_Row(say(f"stage.{stage}", language), value, percent, end, end + kg))
        end += kg
    rows.append(_Row(say("contribution.total", language), shown, "", 0.0, total))
    return rows, largest.unit


def _percents(kgs: list[float], total: float, language: str) -> list[str]:
    """Whole percents; none where they say nothing, because almost everything cancels out."""
    shares = percent_shares(kgs) if total > 0 else []
    if not shares or max(map(abs, shares)) > _MOST_PERCENT:
        return [""] * len(kgs)
    return [say("reference.percent", language, value=share) for share in shares]


def _values(kgs: list[float], total: float, largest: Shown) -> tuple[str, list[str]]:
    """The total, and parts that add up to it as it is shown."""
    places = decimals_of(largest)
    shown = format_in(total, largest.unit, decimals=places)
    parts = [kg * _PER_KG[largest.unit] for kg in kgs]
    if not math.fsum(parts):
        return shown, [format_in(kg, largest.unit, decimals=places) for kg in kgs]
    rounded = reconcile(parts, Decimal(shown), Decimal(1).scaleb(-places))
    return shown, [f"{part:f}" for part in rounded]


def _head(footprint: Footprint, unit: str, language: str) -> tuple[tuple[Op, ...], float]:
    """Title, product, what the figure is per, and the unit of the column."""
    title = Style(_TITLE, language, font=BOLD, most_lines=2)
    ops: list[Op] = []
    more, y = set_block(say("contribution.title", language), TOP, title)
    line, y = rule(y + 1.2, HEAVY)
    ops += [*more, *line]
    name = Style(_NAME, language, font=BOLD, most_lines=3)
    texts, y = set_block(in_language(footprint.product.name, language), y + 1.6, name)
    ops += texts
    per = say("unit.per", language, unit=declared_unit_words(footprint.product)[language])
    lesser, y = set_block(per, y + 0.8, Style(_PERCENT, language, fill=GREY, most_lines=2))
    ops += lesser
    baseline = y + 1.6 + rise(Style(_UNIT, "en"))
    column = Style(_UNIT, "en", x=_VALUE_EDGE, align="right", fill=GREY)
    ops.append(set_line(unit.replace("CO2", "CO₂"), baseline, column))
    return tuple(ops), baseline + 1.2


def _body(rows: list[_Row], y: float, language: str) -> tuple[tuple[Op, ...], float]:
    scale = _scale(rows)
    name = _name_style(rows, language)
    ops: list[Op] = []
    for row in rows[:-1]:
        line, y = rule(y, HAIR, HAIRLINE)
        ops += [*line, *_bar(row, scale, y, name)]
        y += _ROW
    line, y = rule(y, MIDDLE)
    ops += [*line, *_bar(rows[-1], scale, y, name)]
    return tuple(ops), y + _ROW


def _name_style(rows: list[_Row], language: str) -> Style:
    """All names in one size: that in which the longest of them leaves room for the bars."""
    width = _ZERO - LEFT - 1.0
    widest = max(measure(row.name, 1.0) for row in rows)
    return Style(min(_ROW_NAME, width / widest), language, width=width)


def _bar(row: _Row, scale: _Scale, y: float, name: Style) -> list[Op]:
    """One row: its name, its bar from where the last one ended, the line of zero, value and percent."""
    middle = y + _ROW / 2
    left, right = sorted((scale.x(row.start), scale.x(row.end)))
    value = Style(scale.size, "en", x=_VALUE_EDGE, font=BOLD, align="right")
    percent = Style(_PERCENT, "en", x=RIGHT, align="right", fill=GREY)
    ops: list[Op] = [
        Rect(scale.zero - HAIR / 2, y, HAIR, _ROW, HAIRLINE),
        set_line(row.name, middle + _MIDDLE * _ROW_NAME, name),
        set_line(digits(row.value, name.language), middle + _MIDDLE * scale.size, value),
    ]
    if right > left:
        colour = ACCENT if row.end > row.start else CREDIT
        ops.append(Rect(left, middle - _BAR / 2, right - left, _BAR, colour))
    if row.percent:
        ops.append(set_line(row.percent, middle + _MIDDLE * scale.size, percent))
    return ops


def _scale(rows: list[_Row]) -> _Scale:
    """From the lowest to the highest end of a bar, with zero among them; wide values take from the track."""
    widest = max(measure(row.value, 1.0, BOLD) for row in rows)
    room = _VALUE_EDGE - _ZERO - _GAP
    size = min(_VALUE, (room - _LEAST_TRACK) / widest)
    track = room - widest * size
    low = min(0.0, *(row.end for row in rows))
    high = max(0.0, *(row.end for row in rows))
    per_kg = track / (high - low) if high > low else 0.0
    return _Scale(_ZERO - low * per_kg, per_kg, size)
