"""The menu: the figures of several dishes under one another, with bars on one common scale from zero.

Figures that stand under one another are compared, whether one says so or not. So dishes of unlike units of account,
boundaries, warming potentials or companies are refused (CFP display guide of MOE/METI, 2025-02, on comparison; ISO 14026).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.draw import Op, Picture, Rect, Scene
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.card import look_of, rise, set_block, set_line
from co2label.label.code import code_at
from co2label.label.house import HOUSE, House
from co2label.label.measures import GREY, HEAVY, MIDDLE, MODULE, text_size
from co2label.label.menu_dish import EDGE, Paper, dish_rows
from co2label.label.menu_facts import check_alike, menu_facts
from co2label.text import clean_text
from co2label.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.label.card import Band

__all__ = ["menu"]

_TITLE = 5.2
_TITLE_LENGTH = 60
_NARROWEST, _WIDEST = 90.0, 297.0
_MOST_LINES = 12


def menu(  # noqa: PLR0913 - a page of a restaurant has that many choices
    declarations: Sequence[Declaration],
    *,
    title: str | None = None,
    language: str | Sequence[str] = "ja",
    house: House = HOUSE,
    width: float = 105.0,
    link: str | None = None,
    module: float = MODULE,
) -> Picture:
    """Draw a menu, as high as its dishes need.

    Args:
        declarations: 2 to 12 dishes, drawn in this order.
        title: of the menu, at most 60 characters; else "CO₂ footprint of the menu".
        language: "ja", "en", "ja+en" or a tuple of languages.
        house: whose style it is drawn in.
        width: mm, 90 to 297: 105 for A6, 148 for A5.
        link: one page for all dishes; without it, each dish has its own QR code, unless all have the same link.
        module: of the QR codes, 0.25 to 1.0 mm.

    Raises:
        DrawError: dishes that must not be compared (says which differ, and in what), too few or too many, or a text that
            does not fit.
        TextError: a title that must not be printed, or a language without wording.

    >>> from dataclasses import replace
    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> menu([said, replace(said, name={"en": "Coffee"})], title="Drinks", language="en").scene.title
    'Drinks: Tea, Coffee'
    """
    look = look_of(phrases.languages_of(language), 3 * _TITLE, house)
    check_alike(declarations, look.first)
    paper = Paper(look, tuple(declarations), _checked(width), module, _one_link(declarations, link))
    heading = (
        say("menu.title", look.first)
        if title is None
        else clean_text(title, where="title", limit=_TITLE_LENGTH)
    )
    ops, y = _head(paper, heading)
    for dish in declarations:
        more, y = dish_rows(paper, dish, y)
        ops = (*ops, *more)
    more, y = _foot(paper, y)
    names = say("menu.and", look.first).join(phrases.name(dish, look.first) for dish in declarations)
    said = [line for dish in declarations for line in phrases.text_lines(dish, look.first)[1:]]
    scene_title = f"{heading}: {names}".replace("₂", "2")
    return Picture(Scene(width, math.ceil(y + EDGE), (*ops, *more), scene_title, "\n".join(said), look.first))


def _checked(width: float) -> float:
    if not _NARROWEST <= width <= _WIDEST:
        message = f"expected a width of {_NARROWEST:g} to {_WIDEST:g} mm, got {width!r}"
        raise DrawError(message)
    return width


def _one_link(declarations: Sequence[Declaration], link: str | None) -> str | None:
    links = {dish.link for dish in declarations}
    return link or (links.pop() if len(links) == 1 else None)


def _head(paper: Paper, heading: str) -> Band:
    """Title, heavy rule, and above the column of figures what they are of."""
    look = paper.look
    style = look.style(_TITLE, look.first, bold=True, x=EDGE, width=paper.width, most_lines=2, leading=1.2)
    ops, y = set_block(heading, EDGE, style)
    rule = Rect(EDGE, y + 1.0, paper.width, HEAVY, look.house.ink)
    y += 1.0 + HEAVY + 1.4
    column = f"{say('title', look.first)} {paper.unit or ''}".rstrip()
    small = look.style(
        text_size(look.first), look.first, x=paper.percents, width=paper.width, align="right", fill=GREY
    )
    return (*ops, rule, set_line(column, y + rise(small), small)), y + rise(small) + 1.0


def _foot(paper: Paper, y: float) -> Band:
    """The scale, what holds for all dishes and what does not; and the code, if there is one for all."""
    look = paper.look
    rule = Rect(EDGE, y, paper.width, MIDDLE, look.house.ink)
    top = y + MIDDLE + 1.6
    side = paper.side(paper.link) if paper.link is not None else 0.0
    style = look.style(
        text_size(look.first),
        look.first,
        x=EDGE,
        width=paper.width - max(0.0, side - 4 * paper.module),
        most_lines=_MOST_LINES,
        smallest=text_size(look.first),
    )
    ops: list[Op] = [rule]
    at = top
    for line in menu_facts(paper.dishes, look.first):
        more, at = set_block(line, at, style)
        ops += more
        at += 0.8
    if paper.link is None:
        return tuple(ops), at - 0.8
    quiet = 4 * paper.module
    bottom = max(at - 0.8 + quiet, top - 1.6 + side)
    ops.append(code_at(paper.page - EDGE + quiet, bottom, side, paper.link, look.first))
    return tuple(ops), bottom - quiet
