"""One dish of a menu: its name, what its figure is per, the figure, what must stand near it, its part of a day, and its bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect
from co2label.draw.fonts import measure
from co2label.label import phrases
from co2label.label.band import band
from co2label.label.card import Look, bar, set_block, set_line
from co2label.label.code import code_at, code_side
from co2label.label.measures import GREY, HAIR, HAIRLINE, TRACK, second_size, smallest, text_size
from co2label.label.near import near_lines
from co2label.wording import format_number

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.label.card import Band

__all__ = ["EDGE", "Paper", "dish_rows", "per_lines"]

EDGE = 6.0
_NAME, _FIGURE, _PERCENT = 3.6, 4.4, 2.6
_BAR = 1.6
_BAND, _BAND_WIDTH = 3.2, 22.0
_GAP = 1.6
_BELOW_NAME = 1.0
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Paper:
    """What all parts of the menu share."""

    look: Look
    dishes: tuple[Declaration, ...]
    page: float
    module: float
    link: str | None

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.page - 2 * EDGE

    @property
    def right(self) -> float:
        """The right edge of figures; a column of codes comes after it."""
        if self.link is not None:
            return self.page - EDGE
        return self.page - EDGE - max(self.side(dish.link) for dish in self.dishes)

    def side(self, link: str) -> float:
        """The side of a code."""
        return code_side(link, self.module, self.page / 3)

    @property
    def percents(self) -> float:
        """The right edge of the figures, before the column of percentages."""
        first = self.look.first
        widest = max(
            measure(phrases.share(dish, first), _PERCENT, self.look.house.regular) for dish in self.dishes
        )
        return self.right - widest - 2.0

    @property
    def has_bands(self) -> bool:
        """Whether all dishes lie on the steps of one scheme."""
        schemes = {dish.band and (str(dish.band.scheme), dish.band.steps) for dish in self.dishes}
        return len(schemes) == 1 and None not in schemes

    def pers(self) -> tuple[str, ...]:
        """What all figures are per, in each language; nothing where dishes differ in it, and each says its own."""
        said = {tuple(phrases.per(dish, each) for each in self.look.languages) for dish in self.dishes}
        return said.pop() if len(said) == 1 else ()

    @property
    def unit(self) -> str | None:
        """The unit, where it is the same for all."""
        units = {phrases.unit(dish) for dish in self.dishes}
        return units.pop() if len(units) == 1 else None


def dish_rows(paper: Paper, dish: Declaration, y: float) -> Band:
    """Name and what it is per on the left, figure and percentage on the right, the bar below; a code if it has its own."""
    look = paper.look
    hair = Rect(EDGE, y, paper.width, HAIR, HAIRLINE)
    top = y + HAIR + _GAP
    figure = format_number(dish.shown.value, look.first)
    if paper.unit is None:
        figure = f"{figure} {phrases.unit(dish)}"
    size = min(_FIGURE, 0.45 * (paper.percents - EDGE) / measure(figure, 1.0, look.house.bold))
    number = look.style(size, look.first, bold=True, x=paper.percents, width=paper.width, align="right")
    room = paper.percents - EDGE - measure(figure, size, number.font) - 2.5
    names, bottom = _names(paper, dish, top, room)
    baseline = max(names[0].y, top + 0.76 * size)
    share = look.style(_PERCENT, look.first, x=paper.right, width=paper.width, align="right", fill=GREY)
    ops = [
        hair,
        *names,
        set_line(figure, baseline, number),
        set_line(phrases.share(dish, look.first), baseline, share),
    ]
    at = max(bottom, baseline + 0.3 * size) + 0.9
    ops += _bar(paper, dish, at)
    end = at + _BAR
    if paper.has_bands and dish.band is not None:
        step = (dish.band.letter, dish.band.step, dish.band.steps)
        steps, end = band(look, step, (EDGE, end + 0.9, _BAND_WIDTH, _BAND))
        ops += steps
    if paper.link is None:
        side = paper.side(dish.link)
        ops.append(
            code_at(paper.page - EDGE + 4 * paper.module, y + HAIR + side, side, dish.link, look.first)
        )
        end = max(end, y + HAIR + side - _GAP)
    return tuple(ops), end + _GAP


def _names(paper: Paper, dish: Declaration, y: float, room: float) -> Band:
    """The name, also in the second language; what the figure is per, unless the menu says it for all; what must stand near it."""
    look = paper.look
    name = look.style(_NAME, look.first, bold=True, x=EDGE, width=room, most_lines=_MOST_LINES, leading=1.2)
    lines, y = set_block(phrases.name(dish, look.first), y, name)
    ops: list[Op] = [*lines]
    if look.second and phrases.name(dish, look.second) != phrases.name(dish, look.first):
        lesser = replace(
            name,
            size=second_size(_NAME, look.second),
            language=look.second,
            font=look.house.regular,
            fill=GREY,
        )
        lines, y = set_block(phrases.name(dish, look.second), y + _BELOW_NAME, lesser)
        ops += lines
    if not paper.pers():
        below, y = per_lines(paper, dish, y + _BELOW_NAME, room)
        ops += below
    nearby, y = _near(paper, dish, y, room)
    return (*ops, *nearby), y + 0.7


def _near(paper: Paper, dish: Declaration, y: float, room: float) -> Band:
    """What must stand near the figure, in a few words; the sentences stand below all dishes."""
    ops: list[Op] = []
    for language in paper.look.languages if dish.near else ():
        leads = language == paper.look.first
        size = text_size(language) if leads else smallest(language)
        style = paper.look.style(
            size, language, x=EDGE, width=room, fill=None if leads else GREY, most_lines=_MOST_LINES
        )
        for line in near_lines(dish, style):
            more, y = set_block(line, y + _BELOW_NAME, style)
            ops += more
    return tuple(ops), y


def per_lines(paper: Paper, dish: Declaration, y: float, room: float) -> Band:
    """What a figure is per, in grey; in the second language on the same line if it has room there, else below."""
    ops: list[Op] = []
    x, end = EDGE, y
    for language in paper.look.languages:
        size = text_size(language) if language == paper.look.first else smallest(language)
        style = paper.look.style(
            size, language, x=EDGE, width=room, fill=GREY, most_lines=_MOST_LINES, smallest=smallest(language)
        )
        text = phrases.per(dish, language)
        width = measure(text, size, style.font)
        if ops and x + width <= EDGE + room:
            ops.append(set_line(text, ops[-1].y, replace(style, x=x)))
        else:
            more, end = set_block(text, end + (_BELOW_NAME if ops else 0.0), style)
            ops += more
        x += width + 2.0
    return tuple(ops), end


def _bar(paper: Paper, dish: Declaration, y: float) -> tuple[Op, ...]:
    """Linear from zero; the track ends at the largest dish."""
    most = max(each.kg_co2e for each in paper.dishes)
    length = paper.right - EDGE
    part = length * max(0.0, dish.kg_co2e) / most if most > 0 else 0.0
    track = bar(paper.look, (EDGE, y, length, _BAR), TRACK)
    if part <= 0:
        return (track,)
    return track, bar(paper.look, (EDGE, y, part, _BAR), paper.look.house.accent)
