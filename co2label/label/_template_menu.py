"""The menu: the figures of several dishes under one another, with bars on one common scale from zero.

Figures that stand under one another are compared, whether one says so or not. So dishes of unlike units of account,
boundaries, warming potentials or companies are refused (CFP display guide of MOE/METI, 2025-02, on comparison). What dishes
have in common is said once.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from co2label.declaration import refuse_claims
from co2label.draw import (
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    MIDDLE,
    Block,
    Column,
    Op,
    Part,
    Picture,
    Placed,
    Rect,
    Rule,
    Scene,
    Space,
    measure,
    second_size,
    set_block,
    set_line,
    smallest,
    text_size,
)
from co2label.errors import DrawError, clip
from co2label.label import _phrases
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, CardContext, card_context
from co2label.label._parts import code_at, code_side, cue, near_lines, steps
from co2label.label._templates import template
from co2label.links import web_link
from co2label.text import clean_text
from co2label.wording import format_number, in_language, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Bar


_FEWEST_DISHES, _MOST_DISHES = 2, 12

_DETAIL = re.compile(r"\s*[（(].*")


def check_alike(declarations: Sequence[Declaration], language: str) -> None:
    """Refuse dishes whose figures must not stand under one another.

    Raises:
        DrawError: how many dishes there may be; or each thing that differs, with the dishes that differ in it.
    """
    if not _FEWEST_DISHES <= len(declarations) <= _MOST_DISHES:
        raise DrawError(
            f"expected {_FEWEST_DISHES} to {_MOST_DISHES} dishes, got {len(declarations)}; make several menus"
        )
    problems = [
        f"{what}: {', '.join(differing)}"
        for what, of in _must_agree(language).items()
        if (differing := _differing(declarations, of, language))
    ]
    if problems:
        raise DrawError(
            f"expected dishes that may be compared, got different {'; '.join(problems)}; make a menu of those alike"
        )


def _must_agree(language: str) -> dict[str, Callable[[Declaration], str]]:
    """What must be the same, and how it is told."""
    return {
        "declared units": lambda dish: _DETAIL.sub("", in_language(dish.declared_unit.words, language)),
        "boundaries": lambda dish: dish.boundary,
        "GWP": lambda dish: f"{dish.gwp_set}-{dish.gwp_horizon}",
        "references": lambda dish: (
            f"{dish.reference.shown} ({dish.reference.basis})" if dish.reference else "none"
        ),
        "companies": lambda dish: in_language(dish.company, language),
    }


def _differing(
    declarations: Sequence[Declaration], of: Callable[[Declaration], str], language: str
) -> list[str]:
    """The first dish with each value, if there are several."""
    first = {of(dish): dish for dish in reversed(declarations)}
    if len(first) == 1:
        return []
    return [
        f"{clip(value, 40)} ({clip(_phrases.name(dish, language), 40)})"
        for value, dish in reversed(first.items())
    ]


def menu_facts(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """The small print: what must stand near figures, the scale of the bars, the day, then each fact; once what holds for all."""
    yield from _near_facts(declarations, language)
    largest = max(declarations, key=lambda dish: dish.kg_co2e)
    value = format_number(largest.shown.value, language)
    yield translate("menu.scale", language, value=value, unit=_phrases.unit(largest, language))
    yield from _day_facts(declarations, language)
    tables = [_phrases.facts(dish, language) for dish in declarations]
    for fact in dict.fromkeys(fact for table in tables for fact in table):
        texts = [table.get(fact, "") for table in tables]
        if fact == translate("fact.band", language) and len(set(texts)) > 1:
            continue  # bands are drawn only where all are of one scheme
        yield translate("fact.spoken", language, fact=fact, said=_join_dishes(declarations, texts, language))


def _near_facts(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """Each sentence once, with the dishes that it holds for."""
    sentences = dict.fromkeys(sentence for dish in declarations for sentence in _phrases.near(dish, language))
    for sentence in sentences:
        texts = [sentence if sentence in _phrases.near(dish, language) else "" for dish in declarations]
        yield _join_dishes(declarations, texts, language)


def _day_facts(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """What the percentages, or the days, are of."""
    references = [dish.reference for dish in declarations if dish.reference]
    kinds = {
        f"menu.{each.span if each.kind in ('percent', 'below-one') else each.kind}" for each in references
    }
    if not references:
        return
    first = references[0]
    day, basis = format_number(first.shown.value, language), _phrases.basis(first, language)
    for key in sorted(kinds):
        yield translate(key, language, day=day, basis=basis)


def _share(dish: Declaration, language: str) -> str:
    """The share of the budget; nothing where the figure is held against none."""
    return "" if dish.reference is None else _phrases.share(dish.reference, language)


def _join_dishes(declarations: Sequence[Declaration], texts: Sequence[str], language: str) -> str:
    """One text for all dishes, or each text with the dishes that it holds for."""
    if len(set(texts)) == 1:
        return texts[0]
    parts = []
    for text in dict.fromkeys(each for each in texts if each):
        holds = [
            _phrases.name(dish, language)
            for dish, own in zip(declarations, texts, strict=True)
            if own == text
        ]
        dishes = translate("menu.and", language).join(holds)
        parts.append(translate("menu.of", language, said=text, dishes=dishes))
    return translate("menu.joint", language).join(parts)


EDGE = 6.0

_NAME, _FIGURE, _PERCENT = 3.6, 4.4, 2.6

_BAR = 1.6

_BAND, _BAND_WIDTH = 5.6, 30.0

_GAP = 1.6

_BELOW_NAME = 1.0

_DISH_LINES = 3


@dataclass(frozen=True, slots=True)
class Paper:
    """What all parts of the menu share."""

    look: CardContext
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
        widest = max(measure(_share(dish, first), _PERCENT, self.look.brand.regular) for dish in self.dishes)
        return self.right - widest - 2.0

    @property
    def has_bands(self) -> bool:
        """Whether all dishes lie on the steps of one scheme."""
        schemes = {dish.band and (str(dish.band.scheme), dish.band.steps) for dish in self.dishes}
        return len(schemes) == 1 and None not in schemes

    def pers(self) -> tuple[str, ...]:
        """What all figures are per, in each language; nothing where dishes differ in it, and each says its own."""
        texts = {self.look.each(_phrases.per, dish) for dish in self.dishes}
        return texts.pop() if len(texts) == 1 else ()

    @property
    def unit(self) -> str | None:
        """The unit, where it is the same for all."""
        units = {_phrases.unit(dish, self.look.first) for dish in self.dishes}
        return units.pop() if len(units) == 1 else None


def dish_rows(paper: Paper, dish: Declaration, y: float) -> Placed:
    """Name and what it is per on the left, figure and percentage on the right, the bar below; a code if it has its own."""
    look = paper.look
    hair = Rect(EDGE, y, paper.width, HAIR, HAIRLINE)
    top = y + HAIR + _GAP
    figure = format_number(dish.shown.value, look.first)
    if paper.unit is None:
        figure = f"{figure} {_phrases.unit(dish, look.first)}"
    size = min(_FIGURE, 0.45 * (paper.percents - EDGE) / measure(figure, 1.0, look.brand.bold))
    number = look.style(size, look.first, bold=True, x=paper.percents, width=paper.width, align="right")
    room = paper.percents - EDGE - measure(figure, size, number.font) - 2.5
    names, bottom = _names(paper, dish, top, room)
    baseline = max(names[0].y, top + 0.76 * size)
    share = look.style(_PERCENT, look.first, x=paper.right, width=paper.width, align="right", fill=GREY)
    ops = [
        hair,
        *names,
        set_line(figure, baseline, number),
        set_line(_share(dish, look.first), baseline, share),
    ]
    at = max(bottom, baseline + 0.3 * size) + 0.9
    drawn, end = _bar(paper, dish)(at)
    ops += drawn
    if paper.has_bands and dish.band is not None:
        drawn, end = steps(look, dish.band, EDGE, _BAND_WIDTH, _BAND)(end + 0.9)
        ops += drawn
    if paper.link is None:
        side = paper.side(dish.link)
        ops.append(
            code_at(paper.page - EDGE + 4 * paper.module, y + HAIR + side, side, dish.link, look.first)
        )
        end = max(end, y + HAIR + side - _GAP)
    return tuple(ops), end + _GAP


def _names(paper: Paper, dish: Declaration, y: float, room: float) -> Placed:
    """The name, also in the second language; what the figure is per, unless the menu says it for all; what must stand near it."""
    look = paper.look
    bold = look.style(_NAME, look.first, bold=True, x=EDGE, width=room, most_lines=_DISH_LINES, leading=1.2)
    parts: list[Part] = [Block(_phrases.name(dish, look.first), bold)]
    if look.second and _phrases.name(dish, look.second) != _phrases.name(dish, look.first):
        size, font = second_size(_NAME, look.second), look.brand.regular
        lesser = replace(bold, size=size, language=look.second, font=font, fill=GREY)
        parts.append(Block(_phrases.name(dish, look.second), lesser))
    if not paper.pers():
        parts.append(partial(per_lines, paper, dish, room))
    parts += _near_lines(paper, dish, room)
    return Column(Column(*parts, gap=_BELOW_NAME), Space(0.7))(y)


def _near_lines(paper: Paper, dish: Declaration, room: float) -> Iterator[Block]:
    """What must stand near the figure, in a few words; the sentences stand below all dishes."""
    for language in paper.look.languages if dish.near else ():
        leads = language == paper.look.first
        size, fill = (text_size(language), None) if leads else (smallest(language), GREY)
        style = paper.look.style(size, language, x=EDGE, width=room, fill=fill, most_lines=_DISH_LINES)
        yield from (Block(line, style) for line in near_lines(dish, style))


def per_lines(paper: Paper, dish: Declaration, room: float, y: float) -> Placed:
    """What a figure is per, in grey; in the second language on the same line if it has room there, else below."""
    ops: list[Op] = []
    x, end = EDGE, y
    for language in paper.look.languages:
        size = text_size(language) if language == paper.look.first else smallest(language)
        style = paper.look.style(
            size, language, x=EDGE, width=room, fill=GREY, most_lines=_DISH_LINES, smallest=smallest(language)
        )
        text = _phrases.per(dish, language)
        width = measure(text, size, style.font)
        if ops and x + width <= EDGE + room:
            ops.append(set_line(text, ops[-1].y, replace(style, x=x)))
        else:
            more, end = set_block(text, end + (_BELOW_NAME if ops else 0.0), style)
            ops += more
        x += width + 2.0
    return tuple(ops), end


def _bar(paper: Paper, dish: Declaration) -> Bar:
    """Linear from zero; the track ends at the largest dish."""
    most = max(each.kg_co2e for each in paper.dishes)
    share = dish.kg_co2e / most if min(dish.kg_co2e, most) > 0 else None
    return paper.look.bar(share, _BAR, EDGE, paper.right - EDGE)


_TITLE = 5.2

_TITLE_LENGTH = 60

_NARROWEST, _WIDEST = 90.0, 297.0

_SMALL_PRINT_LINES = 12

_BELOW_TITLE = 1.0

_LOGO_HEIGHT, _LOGO_WIDEST, _BEFORE_LOGO = 5.6, 24.0, 4.0
"""The largest place of a logo, and the blank before it; mm."""


@template("menu", several=True)
def menu(  # noqa: PLR0913 - a page of a restaurant has that many choices
    declarations: Sequence[Declaration],
    *,
    title: str | None = None,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    width: float = 105.0,
    link: str | None = None,
    module: float = MODULE,
) -> Picture:
    """Draw a menu, as high as its dishes need.

    Args:
        declarations: 2 to 12 dishes, drawn in this order.
        title: of the menu, at most 60 characters; else "CO₂ footprint of the menu".
        language: "ja", "en", "ja+en" or a tuple of languages.
        brand: whose style it is drawn in.
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
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> menu([declaration, replace(declaration, name={"en": "Coffee"})], title="Drinks", language="en").scene.title
    'Drinks: Tea, Coffee'
    """
    look = card_context(read_languages(language, _phrases.MOST_LANGUAGES), 3 * _TITLE, brand)
    check_alike(declarations, look.first)
    paper = Paper(look, tuple(declarations), _check_width(width), module, _one_link(declarations, link))
    heading = (
        translate("menu.title", look.first)
        if title is None
        else clean_text(title, where="title", limit=_TITLE_LENGTH)
    )
    refuse_claims(title=heading)
    dishes = (partial(dish_rows, paper, dish) for dish in declarations)
    ops, y = Column(partial(_head, paper, heading), *dishes, partial(_foot, paper))(EDGE)
    names = translate("menu.and", look.first).join(_phrases.name(dish, look.first) for dish in declarations)
    texts = [line for dish in declarations for line in _phrases.text_lines(dish, look.first)[1:]]
    scene_title = f"{heading}: {names}".replace("₂", "2")
    return Picture(Scene(width, math.ceil(y + EDGE), ops, scene_title, "\n".join(texts), look.first))


def _check_width(width: float) -> float:
    if not _NARROWEST <= width <= _WIDEST:
        raise DrawError(f"expected a width of {_NARROWEST:g} to {_WIDEST:g} mm, got {width!r}")
    return width


def _one_link(declarations: Sequence[Declaration], link: str | None) -> str | None:
    links = {dish.link for dish in declarations}
    if link is not None:
        return web_link(link)
    return links.pop() if len(links) == 1 else None


def _head(paper: Paper, heading: str, top: float) -> Placed:
    """Title and logo, heavy rule; below it what all figures are per, and above their column what they are."""
    look = paper.look
    logo = look.logo(paper.page - EDGE, top, (_LOGO_WIDEST, _LOGO_HEIGHT))
    room = paper.width - sum(each.width + _BEFORE_LOGO for each in logo)
    style = look.style(_TITLE, look.first, bold=True, x=EDGE, width=room, most_lines=2, leading=1.2)
    ops, y = set_block(heading, top, style)
    other: tuple[Op, ...] = ()
    if look.second:
        size = second_size(_TITLE / 2, look.second)
        lesser = look.style(size, look.second, x=EDGE, width=room, fill=GREY)
        other, y = set_block(translate("menu.title", look.second), y + _BELOW_TITLE, lesser)
    y = max(y, *(each.y + each.height for each in logo)) if logo else y
    rule = Rule(HEAVY, look.brand.ink, EDGE, paper.width)
    below, y = Column(Space(1.0), rule, Space(1.4), partial(_columns, paper), Space(1.0))(y)
    return (*ops, *other, *logo, *below), y


def _columns(paper: Paper, y: float) -> Placed:
    """What the figures are, above their column; on the left what all are per."""
    look = paper.look
    column = f"{translate('title', look.first)} {paper.unit or ''}".rstrip()
    small = look.style(
        text_size(look.first), look.first, x=paper.percents, width=paper.width, align="right", fill=GREY
    )
    head = set_line(column, y + small.above, small)
    if not paper.pers():
        return (head,), head.y
    room = paper.percents - EDGE - measure(column, small.size, small.font) - 2.0
    pers, end = per_lines(paper, paper.dishes[0], room, y)
    return (head, *pers), max(head.y, end)


def _foot(paper: Paper, y: float) -> Placed:
    """The scale, what holds for all dishes and what does not; and the code with its cue, if there is one for all."""
    look = paper.look
    rule = Rect(EDGE, y, paper.width, MIDDLE, look.brand.ink)
    top = y + MIDDLE + 1.6
    side = paper.side(paper.link) if paper.link is not None else 0.0
    quiet = 4 * paper.module
    ops, at = _small_print(paper, top, paper.width - max(0.0, side - quiet))
    if paper.link is None:
        return (rule, *ops), at
    bold = look.style(text_size(look.first), look.first, bold=True, x=EDGE, width=paper.width / 2)
    bottom = max(at + 1.8 + bold.above + quiet, top - 1.6 + side)
    code = code_at(paper.page - EDGE + quiet, bottom, side, paper.link, look.first)
    return (rule, *ops, *cue(look, bottom - quiet, bold), code), bottom - quiet


def _small_print(paper: Paper, y: float, width: float) -> Placed:
    """A line for each fact in the first language; in the second one all in one text, in grey."""
    look = paper.look
    place: dict[str, Any] = {"x": EDGE, "width": width}
    size = text_size(look.first)
    style = look.style(size, look.first, most_lines=_SMALL_PRINT_LINES, smallest=size, **place)
    lines = Column(*(Block(line, style) for line in menu_facts(paper.dishes, look.first)), gap=0.8)
    if look.second is None:
        return lines(y)
    size = smallest(look.second)
    lesser = look.style(size, look.second, fill=GREY, most_lines=2 * _SMALL_PRINT_LINES, **place)
    other = translate("fact.joint", look.second).join(menu_facts(paper.dishes, look.second))
    return Column(lines, Block(other, lesser), gap=1.8)(y)
