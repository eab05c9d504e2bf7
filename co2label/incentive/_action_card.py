"""The card of a plan, as text and as a picture: what someone does, what it is expected to take off, and what that rests on.

Two shapes. `card` is of the family of the labels: 62 mm wide, structure by rules, a bar that is linear and begins at zero on a
track that is the whole footprint. `wide` has the shape of a preview in social media, 1,200 × 630. Nobody is ranked. Figures are
rounded nowhere else; CO₂ has a lowered 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from co2label import draw
from co2label.errors import DrawError
from co2label.figures import Shown, percent_of, show_mass
from co2label.wording import Translator, share_first

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
    w = Translator(language)
    if kg is None:
        return w.say("actions.no-figure")
    return w.quantity(Shown(figure_of(kg).value, f"kg-{gases}"))


def gases_of(found: ExpectedReduction) -> ActionGases:
    """The gases in the sum of a plan: CO2 alone only where each of its figures counts CO2 alone."""
    counted = {one.action.gases for one in found.taken if one.kg_co2e is not None}
    return "CO2" if counted == {"CO2"} else "CO2e"


def person_words(persons: float, language: str) -> str:
    """The persons and time that a figure is per: "one person’s year"."""
    w = Translator(language)
    if persons == 1:
        return w.say("actions.person")
    return w.say("actions.persons", persons=w.number(f"{persons:g}"))


def doing_words(one: ActionEffect, w: Translator) -> str:
    """The name of an action, and how far one goes where it is not all the way."""
    name = _with_subscript(w.of(one.action.name))
    if one.share == 1:
        return name
    percent = w.number(f"{100 * one.share:.3g}")
    return w.say("actions.partly", name=name, percent=percent)


def title_words(found: ExpectedReduction, w: Translator) -> str:
    """The lead action where all actions belong to one, else that they are one's own."""
    leads = {one.action.lead for one in found.taken}
    lead = leads.pop() if len(leads) == 1 else None
    return w.say("actions.title" if lead is None else f"actions.lead.{lead}")


def who_words(found: ExpectedReduction, w: Translator) -> str:
    """The display name and the first day of the plan; empty without either."""
    plan = found.plan
    parts = []
    if plan.who is not None:
        parts.append(w.say("actions.made-by", who=plan.who))
    if (day := plan.since) is not None:
        parts.append(w.say("actions.since", date=w.date(day)))
    return w.list("actions.joint", parts)


def share_words(found: ExpectedReduction, w: Translator) -> str:
    """The share of the footprint: "17%"; nothing where it has none."""
    if found.kg_co2e is None or found.footprint_kg <= 0:
        return ""
    share = percent_of(found.kg_co2e, found.footprint_kg)
    return w.say(f"reference.{share.kind}", value=w.number(str(share.value)))


def of_whole_words(found: ExpectedReduction, w: Translator) -> str:
    """The footprint that the share is of, in words."""
    kind = "average" if found.plan.footprint is None else "own" if found.whole else "known"
    kg, who = figure_words(found.footprint_kg, w.language), person_words(found.plan.persons, w.language)
    return w.say(f"actions.of-{kind}", kg=kg, who=who)


def plan_notes(found: ExpectedReduction, w: Translator) -> Iterator[str]:
    """Notes for the reader: overlap, parts that are not counted, assumptions."""
    counted = [one for one in found.taken if one.kg_co2e is not None]
    added = figure_words(found.added_kg, w.language)
    if len(counted) == 1:
        yield w.say("actions.single")
    elif counted and added != figure_words(found.kg_co2e, w.language):
        yield w.say("actions.added", kg=added)
    if gases_of(found) == "CO2e" and any(one.action.gases == "CO2" for one in counted):
        yield w.say("actions.co2-only")
    if found.unknown:
        names = (w.of(part.name) for part in found.unknown)
        yield w.say("actions.unknown", parts=w.list("actions.list", names))
    if any(one.action.kg_co2e is None for one in found.taken):
        yield w.say("actions.no-figure-why")
    yield w.say("actions.note")


def action_words(action: Action, language: str) -> str:
    """The assumptions behind the figure of an action."""
    w = Translator(language)
    return w.say("actions.full", basis=_with_subscript(w.of(action.basis)))


def plan_sources(found: ExpectedReduction, w: Translator) -> Iterator[str]:
    """The sources of the figures, each once."""
    for title in dict.fromkeys(one.action.source.title for one in found.taken if one.action.source):
        yield w.say("actions.source", source=title)


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
    w = Translator(language)
    rows = [title_words(found, w), who_words(found, w)]
    for one in found.taken:
        figure = figure_words(one.kg_co2e, language, one.action.gases)
        rows.append(w.say("statement.line", name=doing_words(one, w), said=figure))
    total = figure_words(found.kg_co2e, language, gases_of(found))
    rows.append(w.say("statement.line", name=w.say("actions.expected"), said=total))
    if share := share_words(found, w):
        rows[-1] = w.say("actions.sum", sum=rows[-1], share=share, whole=of_whole_words(found, w))
    rows += [*plan_notes(found, w), *plan_sources(found, w)]
    return "\n".join(filter(None, rows))


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


def action_card(found: ExpectedReduction, language: str = "ja", *, shape: CardShape = "card") -> draw.Picture:
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
    w, who = Translator(language), found.plan.who
    title = title_words(found, w)
    name = title if who is None else w.say("statement.line", name=title, said=who)
    if shape == "card":
        card = _Card(found, w, _CARD)
        ops, end = draw.Column(*card.result(), *card.basis())(_CARD.top)
        size = (_CARD.page, end + 2.4)
    else:
        ops, size = _wide_card(found, w), (_WIDE.page, _WIDE_HEIGHT)
    return draw.Picture(draw.Scene(*size, ops, name, plan_text(found, language), language))


def _wide_card(found: ExpectedReduction, w: Translator) -> tuple[draw.Op, ...]:
    """Set the result on the left, its parts and sources on the right."""
    left, _ = draw.Column(*_Card(found, w, _WIDE).result())(_WIDE.top)
    level = next(op.y for op in left if isinstance(op, draw.Rect))
    for top, size in (*((level, size) for size in _SIZES[:3]), *((_WIDE.top, size) for size in _SIZES)):
        half = replace(_WIDE, left=_WIDE.right + _GAP, right=_WIDE_RIGHT, scale=size * size * _WIDE.scale)
        half = replace(half, name=size * _WIDE.name, small=max(2.9, size * _WIDE.small))
        right, end = draw.Column(*_Card(found, w, half).basis())(top)
        if end <= _WIDE_BOTTOM:
            return (*left, *right)
    raise DrawError(
        f"the wide card has no room for these {len(found.taken)} actions; draw fewer, or the card of 62 mm"
    )


class _Card:
    """The blocks of a card, in the measures of a column."""

    __slots__ = ("found", "m", "w", "width")

    def __init__(self, found: ExpectedReduction, w: Translator, measures: _Measures) -> None:
        self.found, self.w, self.m = found, w, measures
        self.width = measures.right - measures.left

    def result(self) -> list[draw.Part]:
        """Blocks of the result: title, figure, and its share of the footprint."""
        return [*self._heading(), *self._figure_blocks(), *self._share_blocks()]

    def basis(self) -> list[draw.Part]:
        """Blocks of the basis: actions, notes and sources."""
        size = self.m.small * draw.text_size(self.w.language) / draw.text_size("ja")
        small = self._style(size, fill=draw.GREY, shrunk=1.0)
        texts = (*plan_notes(self.found, self.w), *plan_sources(self.found, self.w))
        notes = (draw.Block(text, small) for text in texts)
        return [*self._action_rows(), self._rule(draw.MIDDLE), self._space(0.8), *notes]

    def _rule(self, height: float, fill: str = draw.INK) -> draw.Rule:
        """A rule across the column; a hairline is the same in every shape."""
        scale = 1.0 if height == draw.HAIR else min(self.m.scale, 1.5)
        return draw.Rule(height * scale, fill, self.m.left, self.width)

    def _space(self, height: float) -> draw.Space:
        """Nothing, of a height as on the card of 62 mm."""
        return draw.Space(height * self.m.scale)

    def _style(self, size: float, *, lines: int = 4, shrunk: float = 0.8, **more: Any) -> draw.TextStyle:
        """A text that is broken as need be, and shrunk a little, at most to the part `shrunk`."""
        least = max(shrunk * size, draw.smallest(self.w.language))
        place: dict[str, Any] = {"x": self.m.left, "width": self.width, "frame": _IN_FRAME}
        how = {"most_lines": lines, "smallest": least, **place, **more}
        return draw.TextStyle(size, self.w.language, **how)

    def _at_edge(self, text: str, size: float, edge: float) -> draw.Line:
        """One bold line that ends at an edge."""
        return draw.Line(text, self._style(size, font=draw.BOLD, x=edge, align="right"))

    def _heading(self) -> list[draw.Part]:
        title, who = title_words(self.found, self.w), who_words(self.found, self.w)
        style = replace(self._style(self.m.title, font=draw.BOLD).shrunk(title), frame=(0.8, 0.4))
        named: list[draw.Part] = [self._space(1.0), draw.Block(who, self._style(self.m.name))] if who else []
        return [draw.Line(title, style), self._rule(draw.HEAVY), *named, self._space(1.4)]

    def _figure_blocks(self) -> list[draw.Part]:
        """A heading, then the number and its unit on one baseline."""
        style, blank = self._style(self.m.name, font=draw.BOLD), self._space(1.0)
        expected, kg = draw.Block(self.w.say("actions.expected"), style), self.found.kg_co2e
        if kg is not None:
            return [expected, blank, self._number(kg)]
        none = draw.Block(figure_words(None, self.w.language), self._style(self.m.title, font=draw.BOLD))
        return [expected, blank, none, blank]

    def _number(self, kg: float) -> draw.Part:
        value, unit = self.w.number(figure_of(kg).value), self.w.unit(f"kg-{gases_of(self.found)}")
        gap = 0.1
        natural = draw.measure(value, 1.0, draw.BOLD) + gap + draw.measure(unit, _UNIT, draw.BOLD)
        size = min(self.m.number, self.width / natural)
        edge = self.m.right - draw.measure(unit, _UNIT * size, draw.BOLD) - gap * size
        lines = (self._at_edge(unit, _UNIT * size, self.m.right), self._at_edge(value, size, edge))
        below = max(1.6 * self.m.scale, draw.ink(value, draw.BOLD).bottom * size + 0.8)
        return draw.OneLine(*lines, above=-draw.ink("0", draw.BOLD).top * size, below=below)

    def _share_blocks(self) -> list[draw.Part]:
        """The share and the whole, in the order of the language, and a bar whose track is the whole footprint."""
        share = share_words(self.found, self.w)
        if not share:
            return []
        part = (self.found.kg_co2e or 0.0) / self.found.footprint_kg
        bar = draw.Bar(min(1.0, part) if part > 0 else None, self.m.bar, self.m.left, self.width)
        blank = self._space(1.4)
        words = (self._rule(draw.MIDDLE), self._space(1.2), partial(self._share, share))
        return [*words, blank, bar, blank]

    def _share(self, share: str, y: float) -> draw.Placed:
        size = min(1.5 * self.m.name, 0.34 * self.width / draw.measure(share, 1.0, draw.BOLD))
        room = self.width - draw.measure(share, size, draw.BOLD) - 2.0 * self.m.scale
        first = share_first(self.w.language)
        x = self.m.right - room if first else self.m.left
        whole = of_whole_words(self.found, self.w)
        lines, end = draw.set_block(whole, y, self._style(self.m.name, width=room, x=x))
        baseline = max(end - 0.41 * self.m.name, y + 0.85 * size)
        style = self._style(size, font=draw.BOLD)
        at = style if first else self._at_edge(share, size, self.m.right).style
        return (*lines, draw.set_line(share, baseline, at)), baseline

    def _action_rows(self) -> list[draw.Part]:
        """One row per action: its name, and on the right its effect alone; a single action states its assumptions instead."""
        first, *others = self.found.taken
        alone = self._style(1.25 * self.m.name, lines=3, font=draw.BOLD)
        rows: list[draw.Part] = [partial(self._name_and_figure, one) for one in self.found.taken]
        if not others:
            rows = [draw.Block(doing_words(first, self.w), alone)]
        blocks: list[draw.Part] = []
        for row in rows:
            rule = self._rule(draw.HAIR, draw.HAIRLINE) if blocks else self._rule(draw.MIDDLE)
            blocks += [rule, self._space(0.9), row, self._space(0.7)]
        if not others and first.action.basis:
            style = self._style(self.m.small, fill=draw.GREY, lines=6, shrunk=1.0)
            basis = draw.Block(action_words(first.action, self.w.language), style)
            blocks += [self._space(-0.4), basis, self._space(1.0)]
        return blocks

    def _name_and_figure(self, one: ActionEffect, y: float) -> draw.Placed:
        """The name, broken but never shrunk, so that all rows are of one size; the figure in the middle beside it."""
        figure = figure_words(one.kg_co2e, self.w.language, one.action.gases)
        size = self.m.name * 0.92
        width = self.width - draw.measure(figure, size, draw.BOLD) - 1.6 * self.m.scale
        style = self._style(self.m.name, width=width, lines=5, shrunk=1.0)
        lines, end = draw.set_block(doing_words(one, self.w), y, style)
        at = self._at_edge(figure, size, self.m.right).style
        return (*lines, draw.set_line(figure, (y + end) / 2 + 0.345 * size, at)), end
