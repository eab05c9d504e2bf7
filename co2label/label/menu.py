"""The menu: the figures of several dishes under one another, with bars on one common scale from zero.

Figures that stand under one another are compared, whether one says so or not. So dishes of unlike units of account,
boundaries, warming potentials or companies are refused (CFP display guide of MOE/METI, 2025-02, on comparison).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.draw import Image, Op, Picture, Rect, Scene
from co2label.draw.font import REGULAR
from co2label.draw.fonts import measure
from co2label.draw.image_size import image_size
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.card import look_of, rise, set_block, set_line
from co2label.label.code import code_at
from co2label.label.house import HOUSE, House
from co2label.label.measures import GREY, HEAVY, MIDDLE, MODULE, second_size, smallest, text_size
from co2label.label.menu_dish import EDGE, Paper, dish_rows, per_lines
from co2label.label.menu_facts import check_alike, menu_facts
from co2label.links import web_link
from co2label.text import clean_text
from co2label.wording import read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.label.card import Band

__all__ = ["menu"]

_TITLE = 5.2
_TITLE_LENGTH = 60
_NARROWEST, _WIDEST = 90.0, 297.0
_MOST_LINES = 12
_BELOW_TITLE = 1.0
_LOGO_HEIGHT, _LOGO_WIDEST, _BEFORE_LOGO = 5.6, 24.0, 4.0
"""The largest place of a logo, and the blank before it; mm."""


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
        link: an https address, one page for all dishes; without it, each dish has its own QR code, unless all have the same link.
        module: of the QR codes, 0.25 to 1.0 mm.

    Raises:
        DrawError: dishes that must not be compared (says which differ, and in what), too few or too many, or a text that
            does not fit.
        ClaimError: a title that makes a claim.
        TextError: a title that must not be printed, or a language without wording.
        IdentifierError: a link that is no https address.

    >>> from dataclasses import replace
    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> menu([said, replace(said, name={"en": "Coffee"})], title="Drinks", language="en").scene.title
    'Drinks: Tea, Coffee'
    """
    look = look_of(read_languages(language, phrases.MOST_LANGUAGES), 3 * _TITLE, house)
    check_alike(declarations, look.first)
    paper = Paper(look, tuple(declarations), _checked(width), module, _one_link(declarations, link))
    heading = (
        translate("menu.title", look.first)
        if title is None
        else clean_text(title, where="title", limit=_TITLE_LENGTH)
    )
    refuse_claims(title=heading)
    ops, y = _head(paper, heading)
    for dish in declarations:
        more, y = dish_rows(paper, dish, y)
        ops = (*ops, *more)
    more, y = _foot(paper, y)
    names = translate("menu.and", look.first).join(phrases.name(dish, look.first) for dish in declarations)
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
    if link is not None:
        return web_link(link)
    return links.pop() if len(links) == 1 else None


def _head(paper: Paper, heading: str) -> Band:
    """Title and logo, heavy rule; below it what all figures are per, and above their column what they are."""
    look = paper.look
    logo = _logo(paper)
    room = paper.width - sum(each.width + _BEFORE_LOGO for each in logo)
    style = look.style(_TITLE, look.first, bold=True, x=EDGE, width=room, most_lines=2, leading=1.2)
    ops, y = set_block(heading, EDGE, style)
    other: tuple[Op, ...] = ()
    if look.second:
        size = second_size(_TITLE / 2, look.second)
        lesser = look.style(size, look.second, x=EDGE, width=room, fill=GREY)
        other, y = set_block(translate("menu.title", look.second), y + _BELOW_TITLE, lesser)
    y = max(y, *(each.y + each.height for each in logo)) if logo else y
    rule = Rect(EDGE, y + 1.0, paper.width, HEAVY, look.house.ink)
    columns, y = _columns(paper, y + 1.0 + HEAVY + 1.4)
    return (*ops, *other, *logo, rule, *columns), y + 1.0


def _columns(paper: Paper, y: float) -> Band:
    """What the figures are, above their column; on the left what all are per."""
    look = paper.look
    column = f"{translate('title', look.first)} {paper.unit or ''}".rstrip()
    small = look.style(
        text_size(look.first), look.first, x=paper.percents, width=paper.width, align="right", fill=GREY
    )
    head = set_line(column, y + rise(small), small)
    if not paper.pers():
        return (head,), head.y
    room = paper.percents - EDGE - measure(column, small.size, small.font) - 2.0
    pers, end = per_lines(paper, paper.dishes[0], y, room)
    return (head, *pers), max(head.y, end)


def _logo(paper: Paper) -> tuple[Image, ...]:
    """The logo of the house in the top right corner."""
    png = paper.look.house.logo
    if png is None:
        return ()
    across, down = image_size(png)
    width = min(_LOGO_WIDEST, _LOGO_HEIGHT * across / down)
    return (Image(EDGE + paper.width - width, EDGE, width, width * down / across, png, ""),)


def _foot(paper: Paper, y: float) -> Band:
    """The scale, what holds for all dishes and what does not; and the code with its cue, if there is one for all."""
    look = paper.look
    rule = Rect(EDGE, y, paper.width, MIDDLE, look.house.ink)
    top = y + MIDDLE + 1.6
    side = paper.side(paper.link) if paper.link is not None else 0.0
    quiet = 4 * paper.module
    ops, at = _small_print(paper, top, paper.width - max(0.0, side - quiet))
    if paper.link is None:
        return (rule, *ops), at
    cue = look.style(text_size(look.first), look.first, bold=True, x=EDGE, width=paper.width / 2)
    bottom = max(at + 1.8 + rise(cue) + quiet, top - 1.6 + side)
    words = set_line(translate("line.qr", look.first), bottom - quiet, cue)
    x = EDGE + measure(words.text, cue.size, cue.font) + 0.8
    arrow = set_line("▶", words.y - 0.12 * cue.size, replace(cue, size=0.7 * cue.size, x=x, font=REGULAR))
    code = code_at(paper.page - EDGE + quiet, bottom, side, paper.link, look.first)
    return (rule, *ops, words, arrow, code), bottom - quiet


def _small_print(paper: Paper, y: float, width: float) -> Band:
    """A line for each fact in the first language; in the second one all in one text, in grey."""
    look = paper.look
    lines = list(menu_facts(paper.dishes, look.first))
    style = look.style(
        text_size(look.first),
        look.first,
        x=EDGE,
        width=width,
        most_lines=_MOST_LINES,
        smallest=text_size(look.first),
    )
    ops: list[Op] = []
    for line in lines:
        more, end = set_block(line, y, style)
        ops += more
        y = end + 0.8
    if look.second is None:
        return tuple(ops), end
    size = smallest(look.second)
    lesser = look.style(
        size, look.second, x=EDGE, width=width, fill=GREY, most_lines=2 * _MOST_LINES, smallest=size
    )
    other = translate("fact.joint", look.second).join(menu_facts(paper.dishes, look.second))
    more, end = set_block(other, y + 1.0, lesser)
    return (*ops, *more), end
