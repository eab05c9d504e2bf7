"""The card of a plan, to be shown to others: what someone does, what it is expected to take off, and what that rests on.

Two shapes. `card` is of the family of the labels: 62 mm wide, structure by rules, a bar that is linear and begins at zero on a
track that is the whole footprint. `wide` has the shape of a preview in social media, 1,200 × 630. Nobody is ranked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from co2label.draw import BOLD, REGULAR, Op, Picture, Rect, Scene, ink, measure
from co2label.errors import DrawError
from co2label.incentive.action_column import (
    ACCENT,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    MIDDLE,
    TRACK,
    Column,
    Measures,
)
from co2label.incentive.action_words import (
    action_words,
    doing_words,
    figure_of,
    figure_words,
    gases_of,
    notes,
    of_whole_words,
    plan_text,
    share_words,
    sources,
    title_words,
    unit_words,
    who_words,
)
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.incentive.action_effect import Expected, Taken

__all__ = ["WIDE_DPI", "Shape", "card"]

Shape = Literal["card", "wide"]
WIDE_DPI = 160
"""At which the wide card is 1,200 × 630 pixels."""

_ON_MIDDLE = 0.375
"""The middle of kanji and of figures lies this far above the baseline, in em."""
_UNIT = 0.3
"""The unit beside the number, in em of the number."""
_MOST_ROWS = 8
_CARD = Measures(62.0, 3.4, 58.6, 3.6, 5.2, 2.9, 2.5, 14.0, 2.0, 1.0)
_WIDE = Measures(190.5, 11.0, 96.0, 10.5, 9.0, 5.2, 3.7, 28.0, 4.8, 1.9)
_WIDE_HEIGHT = 190.5 * 630 / 1200
_WIDE_RIGHT, _WIDE_BOTTOM = 179.5, _WIDE_HEIGHT - 6.0
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""The right half of the wide card gives way as far as it must; its smallest em is 2.9 mm, 18 pixels."""
_GAP = 10.0


def card(found: Expected, language: str = "ja", *, shape: Shape = "card") -> Picture:
    """Draw what a plan is expected to bring.

    Args:
        found: made by `expected`.
        language: of the words.
        shape: `card`, 62 mm wide; or `wide`, 1,200 × 630 for social media.

    Raises:
        DrawError: more than eight actions, or a text that has no place.
        TextError: there is no table of words for the language.

    >>> from co2label.incentive import Plan, expected
    >>> picture = card(expected(Plan(actions=["renewable-electricity"], who="Midori")), "en", shape="wide")
    >>> picture.scene.width, round(picture.scene.height, 2), picture.scene.title
    (190.5, 100.01, 'Zero-carbon energy: Midori')
    """
    if len(found.taken) > _MOST_ROWS:
        message = f"a card holds {_MOST_ROWS} actions, got {len(found.taken)}; draw fewer of them"
        raise DrawError(message)
    title, who = title_words(found, language), found.plan.who
    name = title if who is None else translate("statement.line", language, name=title, said=who)
    ops, width, height = _drawn(found, language) if shape == "card" else _drawn_wide(found, language)
    return Picture(Scene(width, height, ops, name, plan_text(found, language), language))


def _drawn(found: Expected, language: str) -> tuple[tuple[Op, ...], float, float]:
    column = Column(_CARD, language)
    _heading(column, found)
    _number(column, found)
    _share(column, found)
    _actions(column, found)
    column.rule(MIDDLE)
    column.blank(0.8)
    _small_print(column, found)
    return tuple(column.ops), _CARD.width, column.y + 2.4


def _drawn_wide(found: Expected, language: str) -> tuple[tuple[Op, ...], float, float]:
    """What is said on the left, what it is made of and rests on on the right."""
    left = Column(_WIDE, language)
    _heading(left, found)
    _number(left, found)
    _share(left, found)
    level = next(op for op in left.ops if isinstance(op, Rect))
    for top, size in (*((level.y, size) for size in _SIZES[:3]), *((_WIDE.top, size) for size in _SIZES)):
        right = _right(found, language, top, size)
        if right.y <= _WIDE_BOTTOM:
            return (*left.ops, *right.ops), _WIDE.width, _WIDE_HEIGHT
    message = (
        f"the wide card has no room for these {len(found.taken)} actions; draw fewer, or the card of 62 mm"
    )
    raise DrawError(message)


def _right(found: Expected, language: str, top: float, size: float) -> Column:
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
    column = Column(measures, language)
    _actions(column, found)
    column.rule(MIDDLE)
    column.blank(0.8)
    _small_print(column, found)
    return column


def _heading(column: Column, found: Expected) -> None:
    said = title_words(found, column.language)
    size = min(column.m.title, column.width / measure(said, 1.0, BOLD))
    column.line(said, column.y + 0.8 * size, size, font=BOLD)
    column.y += 1.2 * size
    column.rule(HEAVY)
    if who := who_words(found, column.language):
        column.blank(1.0)
        column.block(who, column.m.name)
    column.blank(1.4)


def _number(column: Column, found: Expected) -> None:
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


def _share(column: Column, found: Expected) -> None:
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


def _actions(column: Column, found: Expected) -> None:
    """A row an action: its name, and on the right what it takes off alone; one alone says what it assumes."""
    alone = len(found.taken) == 1
    column.rule(MIDDLE)
    for at, one in enumerate(found.taken):
        if at:
            column.rule(HAIR, HAIRLINE)
        _row(column, one, with_figure=not alone)
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


def _row(column: Column, one: Taken, *, with_figure: bool) -> None:
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


def _small_print(column: Column, found: Expected) -> None:
    for said in _said_small(found, column.language):
        column.block(
            said, column.m.small if column.language == "ja" else 0.92 * column.m.small, fill=GREY, shrunk=1.0
        )


def _said_small(found: Expected, language: str) -> Iterator[str]:
    yield from notes(found, language)
    yield from sources(found, language)
