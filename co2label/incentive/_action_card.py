"""The card of a plan, as text and as a picture: what someone does, what it is expected to take off, and what that rests on.

Two shapes. `card` is of the family of the labels: 62 mm wide, structure by rules, a bar that is linear and begins at zero on a
track that is the whole footprint. `wide` has the shape of a preview in social media, 1,200 × 630. Nobody is ranked. Figures are
rounded nowhere else; CO₂ has a lowered 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from co2label.draw import (
    BOLD,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    INK,
    MIDDLE,
    Bar,
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
    ink,
    measure,
    set_block,
    set_line,
    smallest,
    text_size,
)
from co2label.errors import DrawError
from co2label.figures import Shown, percent_of, show_mass
from co2label.wording import (
    format_date,
    format_number,
    format_quantity,
    format_unit,
    in_language,
    share_first,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.incentive._actions import Action, ActionGases
    from co2label.incentive._plan import ActionEffect, ExpectedReduction


_ONE_DIGIT_BELOW = 9.5
"""Kilograms; what is less than this rounds to one digit."""


def figure_of(kg: float) -> Shown:
    """A figure of a year in kilograms, two digits at most and none behind the point: the figures are averages."""
    return show_mass(kg, digits=1 if abs(kg) < _ONE_DIGIT_BELOW else 2, prefer="kg-CO2e")


def figure_words(kg: float | None, language: str, gases: ActionGases = "CO2e") -> str:
    r"""A figure with its unit, or that there is none.

    >>> figure_words(226.0, "en"), figure_words(1.0, "en", "CO2"), figure_words(None, "en")
    ('230 kg\xa0CO₂e', '1 kg\xa0CO₂', 'no figure')
    """
    if kg is None:
        return translate("actions.no-figure", language)
    return format_quantity(figure_of(kg).value, unit_words(gases, language), language)


def unit_words(gases: ActionGases, language: str) -> str:
    """The unit of a figure: of all greenhouse gases, or of CO2 alone."""
    return format_unit(f"kg-{gases}", language)


def gases_of(found: ExpectedReduction) -> ActionGases:
    """The gases in the sum of a plan: CO2 alone only where each of its figures counts CO2 alone."""
    counted = {one.action.gases for one in found.taken if one.kg_co2e is not None}
    return "CO2" if counted == {"CO2"} else "CO2e"


def person_words(persons: float, language: str) -> str:
    """The persons and time that a figure is per: "one person’s year"."""
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
    if (day := plan.since) is not None:
        parts.append(translate("actions.since", language, date=format_date(day, language)))
    return translate("actions.joint", language).join(parts)


def share_words(found: ExpectedReduction, language: str) -> str:
    """The share of the footprint: "17%"; nothing where it has none."""
    if found.kg_co2e is None or found.footprint_kg <= 0:
        return ""
    share = percent_of(found.kg_co2e, found.footprint_kg)
    return translate(f"reference.{share.kind}", language, value=format_number(str(share.value), language))


def of_whole_words(found: ExpectedReduction, language: str) -> str:
    """The footprint that the share is of, in words."""
    kind = "average" if found.plan.footprint is None else "own" if found.whole else "known"
    kg, who = figure_words(found.footprint_kg, language), person_words(found.plan.persons, language)
    return translate(f"actions.of-{kind}", language, kg=kg, who=who)


def plan_notes(found: ExpectedReduction, language: str) -> Iterator[str]:
    """Notes for the reader: overlap, parts that are not counted, assumptions."""
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
    """The assumptions behind the figure of an action."""
    return translate("actions.full", language, basis=_with_subscript(in_language(action.basis, language)))


def plan_sources(found: ExpectedReduction, language: str) -> Iterator[str]:
    """The sources of the figures, each once."""
    for title in dict.fromkeys(one.action.source.title for one in found.taken if one.action.source):
        yield translate("actions.source", language, source=title)


def plan_text(found: ExpectedReduction, language: str) -> str:
    """A plan as lines of text: each action, the sum, what it is a share of, the notes and the sources.

    Raises:
        TextError: there is no table of words for the language.

    >>> from co2label.incentive import Plan, expected_reduction
    >>> print(plan_text(expected_reduction(Plan(actions=["clothes-longer"])), "en"))
    Sustainable fashion
    Wear your clothes longer: 230 kg CO₂e
    Expected saving per year: 230 kg CO₂e, 3% of one person’s year on average (7,100 kg CO₂e)
    For this action alone. Where it overlaps with others, savings do not add up
    Expected from averages, not measured
    Source: Koide et al. 2021, Environ. Res. Lett. 16 084001
    """
    rows = [title_words(found, language), who_words(found, language)]
    for one in found.taken:
        figure = figure_words(one.kg_co2e, language, one.action.gases)
        rows.append(translate("statement.line", language, name=doing_words(one, language), said=figure))
    total = figure_words(found.kg_co2e, language, gases_of(found))
    rows.append(
        translate("statement.line", language, name=translate("actions.expected", language), said=total)
    )
    if share := share_words(found, language):
        whole = of_whole_words(found, language)
        rows[-1] = translate("actions.sum", language, sum=rows[-1], share=share, whole=whole)
    rows += [*plan_notes(found, language), *plan_sources(found, language)]
    return "\n".join(row for row in rows if row)


def _with_subscript(text: str) -> str:
    return text.replace("CO2", "CO₂")


CardShape = Literal["card", "wide"]

WIDE_DPI = 160
"""At which the wide card is 1,200 × 630 pixels."""

_UNIT = 0.3
"""The unit beside the number, in em of the number."""

_MOST_ROWS = 8

_IN_FRAME = (0.95, 0.41)
"""From the top of a text to its first baseline, and from its last one to its end, in em."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """Lengths in mm, of a column that everything stands in."""

    page: float
    """The width of the card."""
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


_CARD = _Measures(62.0, 3.4, 58.6, 3.6, 5.2, 2.9, 2.5, 14.0, 2.0, 1.0)

_WIDE = _Measures(190.5, 11.0, 96.0, 10.5, 9.0, 5.2, 3.7, 28.0, 4.8, 1.9)

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
        raise DrawError(f"a card holds {_MOST_ROWS} actions, got {len(found.taken)}; draw fewer of them")
    title, who = title_words(found, language), found.plan.who
    name = title if who is None else translate("statement.line", language, name=title, said=who)
    if shape == "card":
        card = _Card(found, language, _CARD)
        ops, end = Column(*card.result(), *card.basis())(_CARD.top)
        size = (_CARD.page, end + 2.4)
    else:
        ops, size = _wide_card(found, language), (_WIDE.page, _WIDE_HEIGHT)
    return Picture(Scene(*size, ops, name, plan_text(found, language), language))


def _wide_card(found: ExpectedReduction, language: str) -> tuple[Op, ...]:
    """Set the result on the left, its parts and sources on the right."""
    left, _ = Column(*_Card(found, language, _WIDE).result())(_WIDE.top)
    level = next(op.y for op in left if isinstance(op, Rect))
    for top, size in (*((level, size) for size in _SIZES[:3]), *((_WIDE.top, size) for size in _SIZES)):
        half = replace(_WIDE, left=_WIDE.right + _GAP, right=_WIDE_RIGHT, scale=size * size * _WIDE.scale)
        half = replace(half, name=size * _WIDE.name, small=max(2.9, size * _WIDE.small))
        right, end = Column(*_Card(found, language, half).basis())(top)
        if end <= _WIDE_BOTTOM:
            return (*left, *right)
    raise DrawError(
        f"the wide card has no room for these {len(found.taken)} actions; draw fewer, or the card of 62 mm"
    )


class _Card:
    """The blocks of a card, in the measures of a column."""

    __slots__ = ("found", "language", "m", "width")

    def __init__(self, found: ExpectedReduction, language: str, measures: _Measures) -> None:
        self.found, self.language, self.m = found, language, measures
        self.width = measures.right - measures.left

    def result(self) -> list[Part]:
        """Blocks of the result: title, figure, and its share of the footprint."""
        return [*self._heading(), *self._figure_blocks(), *self._share_blocks()]

    def basis(self) -> list[Part]:
        """Blocks of the basis: actions, notes and sources."""
        texts = (*plan_notes(self.found, self.language), *plan_sources(self.found, self.language))
        size = self.m.small * text_size(self.language) / text_size("ja")
        small = self._style(size, fill=GREY, shrunk=1.0)
        rows = self._action_rows()
        return [*rows, self._rule(MIDDLE), self._space(0.8), *(Block(text, small) for text in texts)]

    def _rule(self, height: float, fill: str = INK) -> Rule:
        """A rule across the column; a hairline is the same in every shape."""
        scale = 1.0 if height == HAIR else min(self.m.scale, 1.5)
        return Rule(height * scale, fill, self.m.left, self.width)

    def _space(self, height: float) -> Space:
        """Nothing, of a height as on the card of 62 mm."""
        return Space(height * self.m.scale)

    def _style(self, size: float, *, lines: int = 4, shrunk: float = 0.8, **more: Any) -> TextStyle:
        """A text that is broken as need be, and shrunk a little, at most to the part `shrunk`."""
        style = TextStyle(
            size,
            self.language,
            x=self.m.left,
            width=self.width,
            most_lines=lines,
            smallest=max(shrunk * size, smallest(self.language)),
            frame=_IN_FRAME,
        )
        return replace(style, **more)

    def _at_edge(self, text: str, baseline: float, size: float, edge: float) -> Op:
        """One bold line that ends at an edge."""
        style = replace(self._style(size, font=BOLD), x=edge, align="right")
        return set_line(text, baseline, style)

    def _heading(self) -> list[Part]:
        title, who = title_words(self.found, self.language), who_words(self.found, self.language)
        style = replace(self._style(self.m.title, font=BOLD).shrunk(title), frame=(0.8, 0.4))
        named: list[Part] = [self._space(1.0), Block(who, self._style(self.m.name))] if who else []
        return [Line(title, style), self._rule(HEAVY), *named, self._space(1.4)]

    def _figure_blocks(self) -> list[Part]:
        """A heading, then the number and its unit on one baseline."""
        expected = Block(translate("actions.expected", self.language), self._style(self.m.name, font=BOLD))
        kg = self.found.kg_co2e
        if kg is not None:
            return [expected, self._space(1.0), partial(self._number, kg)]
        none = Block(figure_words(None, self.language), self._style(self.m.title, font=BOLD))
        return [expected, self._space(1.0), none, self._space(1.0)]

    def _number(self, kg: float, y: float) -> Placed:
        value, unit = (
            format_number(figure_of(kg).value, self.language),
            unit_words(gases_of(self.found), self.language),
        )
        gap = 0.1
        size = min(self.m.number, self.width / (measure(value, 1.0, BOLD) + gap + measure(unit, _UNIT, BOLD)))
        baseline = y - ink("0", BOLD).top * size
        edge = self.m.right - measure(unit, _UNIT * size, BOLD) - gap * size
        ops = (
            self._at_edge(unit, baseline, _UNIT * size, self.m.right),
            self._at_edge(value, baseline, size, edge),
        )
        return ops, baseline + max(1.6 * self.m.scale, ink(value, BOLD).bottom * size + 0.8)

    def _share_blocks(self) -> list[Part]:
        """The share and the whole, in the order of the language, and a bar whose track is the whole footprint."""
        share = share_words(self.found, self.language)
        if not share:
            return []
        part = (self.found.kg_co2e or 0.0) / self.found.footprint_kg
        bar = Bar(min(1.0, part) if part > 0 else None, self.m.bar, self.m.left, self.width)
        return [
            self._rule(MIDDLE),
            self._space(1.2),
            partial(self._share, share),
            self._space(1.4),
            bar,
            self._space(1.4),
        ]

    def _share(self, share: str, y: float) -> Placed:
        size = min(1.5 * self.m.name, 0.34 * self.width / measure(share, 1.0, BOLD))
        room = self.width - measure(share, size, BOLD) - 2.0 * self.m.scale
        whole, first = of_whole_words(self.found, self.language), share_first(self.language)
        x = self.m.right - room if first else self.m.left
        lines, end = set_block(whole, y, self._style(self.m.name, width=room, x=x))
        baseline = max(end - 0.41 * self.m.name, y + 0.85 * size)
        style = replace(self._style(size, font=BOLD), x=self.m.left)
        at = set_line(share, baseline, style) if first else self._at_edge(share, baseline, size, self.m.right)
        return (*lines, at), baseline

    def _action_rows(self) -> list[Part]:
        """One row per action: its name, and on the right its effect alone; a single action states its assumptions instead."""
        first, *others = self.found.taken
        alone = Block(doing_words(first, self.language), self._style(1.25 * self.m.name, lines=3, font=BOLD))
        row = partial(self._name_and_figure, first) if others else alone
        blocks: list[Part] = [self._rule(MIDDLE), self._space(0.9), row, self._space(0.7)]
        for one in others:
            row = partial(self._name_and_figure, one)
            blocks += [self._rule(HAIR, HAIRLINE), self._space(0.9), row, self._space(0.7)]
        if not others and first.action.basis:
            style = self._style(self.m.small, fill=GREY, lines=6, shrunk=1.0)
            basis = Block(action_words(first.action, self.language), style)
            blocks += [self._space(-0.4), basis, self._space(1.0)]
        return blocks

    def _name_and_figure(self, one: ActionEffect, y: float) -> Placed:
        figure = figure_words(one.kg_co2e, self.language, one.action.gases)
        size = self.m.small if one.kg_co2e is None else self.m.name * 0.92
        width = self.width - measure(figure, size, BOLD) - 1.6 * self.m.scale
        style = self._style(self.m.name, width=width, lines=3)
        lines, end = set_block(doing_words(one, self.language), y, style)
        middle = (y + end) / 2
        return (*lines, self._at_edge(figure, middle + 0.345 * size, size, self.m.right)), end
