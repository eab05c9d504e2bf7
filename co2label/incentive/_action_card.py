"""The card of a plan, as text and as a picture: what someone does, what it is expected to take off, and what that rests on.

Two shapes. `card` is of the family of the labels: 62 mm wide, structure by rules, a bar that is linear and begins at zero on a
track that is the whole footprint. `wide` has the shape of a preview in social media, 1,200 × 630. Nobody is ranked. Figures are
rounded nowhere else; CO₂ has a lowered 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from co2label.draw import BOLD, REGULAR, Op, Picture, Rect, Scene, Text, fit, ink, measure
from co2label.errors import DrawError
from co2label.figures import percent_of, show_mass
from co2label.model import in_language
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from co2label.draw import Font
    from co2label.figures import Shown
    from co2label.incentive._actions import Action, ActionGases
    from co2label.incentive._plan import ActionEffect, ExpectedReduction


_ONE_DIGIT_BELOW = 9.5
"""Kilograms; what is less than this rounds to one digit."""


def figure_of(kg: float) -> Shown:
    """A figure of a year in kilograms, two digits at most and none behind the point: the figures are averages."""
    return show_mass(kg, digits=1 if abs(kg) < _ONE_DIGIT_BELOW else 2, prefer="kg-CO2e")


def figure_words(kg: float | None, language: str, gases: ActionGases = "CO2e") -> str:
    """A figure with its unit, or that there is none.

    >>> figure_words(226.0, "en"), figure_words(1.0, "en", "CO2"), figure_words(None, "en")
    ('230 kg-CO₂e', '1 kg-CO₂', 'no figure')
    """
    if kg is None:
        return translate("actions.no-figure", language)
    return f"{format_number(figure_of(kg).value, language)} {unit_words(gases)}"


def unit_words(gases: ActionGases) -> str:
    """The unit of a figure: of all greenhouse gases, or of CO2 alone."""
    return f"kg-{gases}".replace("CO2", "CO₂")


def gases_of(found: ExpectedReduction) -> ActionGases:
    """What the sum of a plan counts: CO2 alone only where each of its figures does."""
    counted = {one.action.gases for one in found.taken if one.kg_co2e is not None}
    return "CO2" if counted == {"CO2"} else "CO2e"


def person_words(persons: float, language: str) -> str:
    """What a figure is per: "1 person, 1 year"."""
    if persons == 1:
        return translate("actions.person", language)
    return translate("actions.persons", language, persons=format_number(f"{persons:g}", language))


def doing_words(one: ActionEffect, language: str) -> str:
    """The name of an action, and how far one goes where it is not all the way."""
    name = _with_subscript(in_language(one.action.name, language))
    if one.share == 1:
        return name
    percent = format_number(f"{100 * one.share:.3g}", language)
    return translate("actions.partly", language, name=name, percent=percent)


def title_words(found: ExpectedReduction, language: str) -> str:
    """The lead action where all actions belong to one, else that they are one's own."""
    leads = {one.action.lead for one in found.taken}
    lead = leads.pop() if len(leads) == 1 else None
    return translate("actions.title" if lead is None else f"actions.lead.{lead}", language)


def who_words(found: ExpectedReduction, language: str) -> str:
    """Who, and since when, as far as it was said; else nothing."""
    plan = found.plan
    parts = []
    if plan.who is not None:
        parts.append(translate("actions.made-by", language, who=plan.who))
    if plan.since is not None:
        parts.append(_since_in_words(plan.since, language))
    return translate("actions.joint", language).join(parts)


def _since_in_words(day: date, language: str) -> str:
    return translate("actions.since", language, year=day.year, month=day.month, day=day.day)


def share_words(found: ExpectedReduction, language: str) -> str:
    """The share of the footprint: "17%"; nothing where it has none."""
    if found.kg_co2e is None or found.footprint_kg <= 0:
        return ""
    share = percent_of(found.kg_co2e, found.footprint_kg)
    return translate(f"reference.{share.kind}", language, value=share.value)


def of_whole_words(found: ExpectedReduction, language: str) -> str:
    """What the share is of."""
    kind = "average" if found.plan.footprint is None else "own" if found.whole else "known"
    kg, who = figure_words(found.footprint_kg, language), person_words(found.plan.persons, language)
    return translate(f"actions.of-{kind}", language, kg=kg, who=who)


def plan_notes(found: ExpectedReduction, language: str) -> Iterator[str]:
    """What a reader must know: overlap, what is not counted, what is assumed."""
    counted = [one for one in found.taken if one.kg_co2e is not None]
    added = figure_words(found.added_kg, language)
    if len(counted) == 1:
        yield translate("actions.single", language)
    elif counted and added != figure_words(found.kg_co2e, language):
        yield translate("actions.added", language, kg=added)
    if gases_of(found) == "CO2e" and any(one.action.gases == "CO2" for one in counted):
        yield translate("actions.co2-only", language)
    if found.unknown:
        names = (in_language(part.name, language) for part in found.unknown)
        yield translate("actions.unknown", language, parts=translate("actions.list", language).join(names))
    if any(one.action.kg_co2e is None for one in found.taken):
        yield translate("actions.no-figure-why", language)
    yield translate("actions.note", language)


def action_words(action: Action, language: str) -> str:
    """What the figure of an action assumes."""
    return translate("actions.full", language, basis=_with_subscript(in_language(action.basis, language)))


def plan_sources(found: ExpectedReduction, language: str) -> Iterator[str]:
    """Each source of a figure once."""
    for title in dict.fromkeys(one.action.source.title for one in found.taken if one.action.source):
        yield translate("actions.source", language, source=title)


def plan_text(found: ExpectedReduction, language: str) -> str:
    """A plan as lines of text: each action, the sum, what it is a share of, the notes and the sources.

    Raises:
        TextError: there is no table of words for the language.

    >>> from co2label.incentive import Plan, expected_reduction
    >>> print(plan_text(expected_reduction(Plan(actions=["clothes-longer"])), "en"))
    Sustainable fashion
    Wear the clothes one has for longer: 230 kg-CO₂e
    Expected to be less, a year: 230 kg-CO₂e, 3% of an average footprint, 7100 kg-CO₂e (1 person, 1 year)
    For this action alone. What overlaps with others cannot be added
    Expected from averages, not measured
    Source: Koide et al. 2021, Environ. Res. Lett. 16 084001
    """
    rows = [title_words(found, language), who_words(found, language)]
    for one in found.taken:
        figure = figure_words(one.kg_co2e, language, one.action.gases)
        rows.append(translate("statement.line", language, name=doing_words(one, language), said=figure))
    rows.append(_sum_in_words(found, language))
    rows += [*plan_notes(found, language), *plan_sources(found, language)]
    return "\n".join(row for row in rows if row)


def _sum_in_words(found: ExpectedReduction, language: str) -> str:
    figure, share = figure_words(found.kg_co2e, language, gases_of(found)), share_words(found, language)
    said = translate("statement.line", language, name=translate("actions.expected", language), said=figure)
    if not share:
        return said
    return translate("actions.sum", language, sum=said, share=share, whole=of_whole_words(found, language))


def _with_subscript(text: str) -> str:
    return text.replace("CO2", "CO₂")


INK, GREY, ACCENT, TRACK, HAIRLINE = "#111111", "#55595c", "#0d5a6e", "#e4eaec", "#a3abaf"

HEAVY, MIDDLE, HAIR = 1.3, 0.7, 0.15
"""The measures and colours of the labels."""


@dataclass(frozen=True, slots=True)
class _CardMeasures:
    """Lengths in mm, of a column that everything stands in."""

    width: float
    left: float
    right: float
    top: float
    title: float
    name: float
    small: float
    number: float
    bar: float
    scale: float
    """Of rules and blanks, against the card of 62 mm."""


class _CardColumn:
    """The ops so far, and the height where the next one begins."""

    def __init__(self, measures: _CardMeasures, language: str) -> None:
        self.m = measures
        self.language = language
        self.ops: list[Op] = []
        self.y = measures.top

    @property
    def width(self) -> float:
        """Between its edges."""
        return self.m.right - self.m.left

    def rule(self, height: float, fill: str = INK) -> None:
        """A rule across the column; a hairline is the same in every shape."""
        height *= 1.0 if height == HAIR else min(self.m.scale, 1.5)
        self.ops.append(Rect(self.m.left, self.y, self.width, height, fill))
        self.y += height

    def blank(self, height: float) -> None:
        """Nothing, of a height as on the card of 62 mm."""
        self.y += height * self.m.scale

    def line(self, said: str, baseline: float, size: float, *, font: Font = REGULAR, fill: str = INK) -> None:
        """One line from the left edge."""
        self.ops.append(Text(self.m.left, baseline, said, size, font, "left", fill, self.language))

    def at_edge(self, said: str, baseline: float, size: float, edge: float, font: Font = BOLD) -> None:
        """One line that ends at an edge."""
        self.ops.append(Text(edge, baseline, said, size, font, "right", INK, self.language))

    def block(  # noqa: PLR0913 - what a text may differ in
        self,
        said: str,
        size: float,
        *,
        font: Font = REGULAR,
        fill: str = INK,
        lines: int = 4,
        width: float | None = None,
        shrunk: float = 0.8,
    ) -> None:
        """A text that is broken as need be, and shrunk a little, at most to the part `shrunk`."""
        smallest = max(shrunk * size, 2.5 if self.language == "ja" else 1.9)
        fitted = fit(
            said,
            width=width or self.width,
            size=size,
            smallest=min(size, smallest),
            most_lines=lines,
            font=font,
        )
        for each in fitted.lines:
            self.y += 0.95 * fitted.size
            self.line(each, self.y, fitted.size, font=font, fill=fill)
            self.y += 0.41 * fitted.size


CardShape = Literal["card", "wide"]

WIDE_DPI = 160
"""At which the wide card is 1,200 × 630 pixels."""

_ON_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""

_UNIT = 0.3
"""The unit beside the number, in em of the number."""

_MOST_ROWS = 8

_CARD = _CardMeasures(62.0, 3.4, 58.6, 3.6, 5.2, 2.9, 2.5, 14.0, 2.0, 1.0)

_WIDE = _CardMeasures(190.5, 11.0, 96.0, 10.5, 9.0, 5.2, 3.7, 28.0, 4.8, 1.9)

_WIDE_HEIGHT = 190.5 * 630 / 1200

_WIDE_RIGHT, _WIDE_BOTTOM = 179.5, _WIDE_HEIGHT - 6.0

_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""The right half of the wide card gives way as far as it must; its smallest em is 2.9 mm, 18 pixels."""

_GAP = 10.0


def action_card(found: ExpectedReduction, language: str = "ja", *, shape: CardShape = "card") -> Picture:
    """Draw what a plan is expected to bring.

    Args:
        found: made by `expected_reduction`.
        language: of the words.
        shape: `card`, 62 mm wide; or `wide`, 1,200 × 630 for social media.

    Raises:
        DrawError: more than eight actions, or a text that has no place.
        TextError: there is no table of words for the language.

    >>> from co2label.incentive import Plan, expected_reduction
    >>> picture = action_card(expected_reduction(Plan(actions=["renewable-electricity"], who="Midori")), "en", shape="wide")
    >>> picture.scene.width, round(picture.scene.height, 2), picture.scene.title
    (190.5, 100.01, 'Zero-carbon energy: Midori')
    """
    if len(found.taken) > _MOST_ROWS:
        message = f"a card holds {_MOST_ROWS} actions, got {len(found.taken)}; draw fewer of them"
        raise DrawError(message)
    title, who = title_words(found, language), found.plan.who
    name = title if who is None else translate("statement.line", language, name=title, said=who)
    ops, width, height = _narrow_card(found, language) if shape == "card" else _wide_card(found, language)
    return Picture(Scene(width, height, ops, name, plan_text(found, language), language))


def _narrow_card(found: ExpectedReduction, language: str) -> tuple[tuple[Op, ...], float, float]:
    column = _CardColumn(_CARD, language)
    _heading(column, found)
    _figure_block(column, found)
    _share_block(column, found)
    _action_rows(column, found)
    column.rule(MIDDLE)
    column.blank(0.8)
    _small_print(column, found)
    return tuple(column.ops), _CARD.width, column.y + 2.4


def _wide_card(found: ExpectedReduction, language: str) -> tuple[tuple[Op, ...], float, float]:
    """What is said on the left, what it is made of and rests on on the right."""
    left = _CardColumn(_WIDE, language)
    _heading(left, found)
    _figure_block(left, found)
    _share_block(left, found)
    level = next(op for op in left.ops if isinstance(op, Rect))
    for top, size in (*((level.y, size) for size in _SIZES[:3]), *((_WIDE.top, size) for size in _SIZES)):
        right = _right(found, language, top, size)
        if right.y <= _WIDE_BOTTOM:
            return (*left.ops, *right.ops), _WIDE.width, _WIDE_HEIGHT
    message = (
        f"the wide card has no room for these {len(found.taken)} actions; draw fewer, or the card of 62 mm"
    )
    raise DrawError(message)


def _right(found: ExpectedReduction, language: str, top: float, size: float) -> _CardColumn:
    """The right half: the actions and the small print, from `top` on."""
    measures = replace(
        _WIDE,
        left=_WIDE.right + _GAP,
        right=_WIDE_RIGHT,
        top=top,
        name=size * _WIDE.name,
        small=max(2.9, size * _WIDE.small),
        scale=size * size * _WIDE.scale,
    )
    column = _CardColumn(measures, language)
    _action_rows(column, found)
    column.rule(MIDDLE)
    column.blank(0.8)
    _small_print(column, found)
    return column


def _heading(column: _CardColumn, found: ExpectedReduction) -> None:
    said = title_words(found, column.language)
    size = min(column.m.title, column.width / measure(said, 1.0, BOLD))
    column.line(said, column.y + 0.8 * size, size, font=BOLD)
    column.y += 1.2 * size
    column.rule(HEAVY)
    if who := who_words(found, column.language):
        column.blank(1.0)
        column.block(who, column.m.name)
    column.blank(1.4)


def _figure_block(column: _CardColumn, found: ExpectedReduction) -> None:
    """What is expected above it, then the number and its unit on one baseline."""
    column.block(translate("actions.expected", column.language), column.m.name, font=BOLD)
    if found.kg_co2e is None:
        column.blank(1.0)
        column.block(figure_words(None, column.language), column.m.title, font=BOLD)
        column.blank(1.0)
        return
    value, unit = format_number(figure_of(found.kg_co2e).value, column.language), unit_words(gases_of(found))
    gap = 0.1
    size = min(column.m.number, column.width / (measure(value, 1.0, BOLD) + gap + measure(unit, _UNIT, BOLD)))
    column.blank(1.0)
    baseline = column.y - ink("0", BOLD).top * size
    edge = column.m.right
    column.at_edge(unit, baseline, _UNIT * size, edge)
    column.at_edge(value, baseline, size, edge - measure(unit, _UNIT * size, BOLD) - gap * size)
    column.y = baseline + max(1.6 * column.m.scale, ink(value, BOLD).bottom * size + 0.8)


def _share_block(column: _CardColumn, found: ExpectedReduction) -> None:
    """What the share is of, the share, and a bar whose track is the whole footprint."""
    share = share_words(found, column.language)
    if not share:
        return
    column.rule(MIDDLE)
    column.blank(1.2)
    size = min(1.5 * column.m.name, 0.34 * column.width / measure(share, 1.0, BOLD))
    top = column.y
    room = column.width - measure(share, size, BOLD) - 2.0 * column.m.scale
    column.block(of_whole_words(found, column.language), column.m.name, width=room)
    baseline = max(column.y - 0.41 * column.m.name, top + 0.85 * size)
    column.at_edge(share, baseline, size, column.m.right)
    column.y = baseline + 1.4 * column.m.scale
    column.ops.append(Rect(column.m.left, column.y, column.width, column.m.bar, TRACK))
    part = (found.kg_co2e or 0.0) / found.footprint_kg
    if part > 0:
        column.ops.append(Rect(column.m.left, column.y, column.width * min(1.0, part), column.m.bar, ACCENT))
    column.y += column.m.bar
    column.blank(1.4)


def _action_rows(column: _CardColumn, found: ExpectedReduction) -> None:
    """A row an action: its name, and on the right what it takes off alone; one alone says what it assumes."""
    alone = len(found.taken) == 1
    column.rule(MIDDLE)
    for at, one in enumerate(found.taken):
        if at:
            column.rule(HAIR, HAIRLINE)
        _action_row(column, one, with_figure=not alone)
    if alone and found.taken[0].action.basis:
        column.y -= 0.4 * column.m.scale
        column.block(
            action_words(found.taken[0].action, column.language),
            column.m.small,
            fill=GREY,
            lines=6,
            shrunk=1.0,
        )
        column.blank(1.0)


def _action_row(column: _CardColumn, one: ActionEffect, *, with_figure: bool) -> None:
    figure = figure_words(one.kg_co2e, column.language, one.action.gases) if with_figure else ""
    size = column.m.small if one.kg_co2e is None else column.m.name * 0.92
    width = measure(figure, size, BOLD) + 1.6 * column.m.scale if figure else 0.0
    column.blank(0.9)
    top = column.y
    name_size = column.m.name if with_figure else 1.25 * column.m.name
    column.block(
        doing_words(one, column.language),
        name_size,
        width=column.width - width,
        lines=3,
        font=REGULAR if with_figure else BOLD,
    )
    if figure:
        middle = (top + column.y) / 2
        column.at_edge(figure, middle + _ON_MIDDLE * size - 0.03 * size, size, column.m.right)
    column.blank(0.7)


def _small_print(column: _CardColumn, found: ExpectedReduction) -> None:
    for said in _small_texts(found, column.language):
        column.block(
            said, column.m.small if column.language == "ja" else 0.92 * column.m.small, fill=GREY, shrunk=1.0
        )


def _small_texts(found: ExpectedReduction, language: str) -> Iterator[str]:
    yield from plan_notes(found, language)
    yield from plan_sources(found, language)
