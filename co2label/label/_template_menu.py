"""The menu: dishes under one another, each with its figure, a bar on one scale from zero, its step of a scale, and its price.

The name leads; the unit stands once, in the head; scale, budget, marks and small print stand once, at the foot, beside one code
for all. Names are broken before they shrink, and nothing that is declared is left out: a menu without room for it is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.draw import (
    GREY,
    HAIR,
    HAIRLINE,
    MIDDLE,
    QUIET,
    Axis,
    Block,
    Column,
    Line,
    Op,
    Part,
    Picture,
    Placed,
    Rule,
    ScaleMark,
    Scene,
    ShareBar,
    Side,
    Space,
    Text,
    modules_across,
    set_block,
    set_line,
)
from co2label.errors import DrawError
from co2label.figures import stated_in
from co2label.label import _blocks, _menu_words, _phrases
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, CardContext, card_context
from co2label.label._parts import check_scale, code_at, code_side, cue, pack_phrases
from co2label.label._templates import template
from co2label.text import clean_text
from co2label.wording import format_number, in_language, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import TextStyle

_EDGE = 6.0

_TITLE, _NAME, _FIGURE, _PRICE, _SIDE = 5.2, 4.0, 3.6, 3.6, 8.0
"""Of the design: em of the title, of names, figures and prices, and the side of a step; mm."""

_BAR, _GAP, _BETWEEN = 1.6, 1.4, 3.2
"""Height of a bar, blank above and below a dish, blank between columns; mm."""

_KEY = 90.0
"""Width of the scale at the foot, mm, where there is room."""

_NAME_LINES, _MOST_NAME_LINES = 4, 8

_LEAST_ROOM = 7.0
"""Of names, in em of their least size."""

_TITLE_LENGTH = 60

_NARROWEST, _WIDEST = 60.0, 600.0

_SCALES = (4.0, 3.5, 3.0, 2.6, 2.3, 2.0, 1.8, 1.6, 1.45, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7)
"""Of which the largest with room for all is taken on a page of a size."""

_DESIGN = 90.0
"""A page is at least so wide at each scale, mm."""

_SPREAD = 5.0
"""By how much a dish is made higher at most to fill a page, mm."""


@template("menu", several=True)
def menu(  # noqa: PLR0913 - a page of a restaurant has that many choices
    declarations: Sequence[Declaration],
    *,
    title: str | None = None,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    width: float = 105.0,
    size: tuple[float, float] | None = None,
    scale: float | None = None,
    link: str | None = None,
    dish_codes: bool = False,
    module: float = MODULE,
) -> Picture:
    """Draw a menu. Prices and marks of the dishes are those of their documents (`printed_price`, `price_note`, `marks`).

    Args:
        declarations: 2 to 40 dishes, drawn in this order.
        title: of the menu, at most 60 characters; else "CO₂ footprint of our dishes".
        language: "ja", "en", "ja+en" or a tuple of languages.
        brand: whose style it is drawn in.
        width: mm, 60 to 600: 105 for A6, 148 for A5; the menu is as high as its dishes need.
        size: width and height of a page or a display, mm, in place of `width`: its letters are as large as it has room for.
        scale: of all sizes, 0.7 to 2.0; else 1, or what fills a page.
        link: an https address, which the code opens; else the index above the pages of the dishes.
        dish_codes: whether each dish has a code of its own, in place of the one for all.
        module: of the codes at scale 1 and below, 0.25 to 1.0 mm.

    Raises:
        DrawError: dishes that must not be compared (says which differ, and in what), too few or too many, or no room.
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
    languages = read_languages(language, _phrases.MOST_LANGUAGES)
    first, dishes = languages[0], tuple(declarations)
    _menu_words.check_alike(dishes, first)
    default = translate("menu.title", first)
    heading = default if title is None else clean_text(title, where="title", limit=_TITLE_LENGTH)
    refuse_claims(title=heading)
    code = None if dish_codes else _menu_words.menu_link(dishes, link)
    page, height = (width, None) if size is None else size
    if not _NARROWEST <= page <= _WIDEST:
        raise DrawError(f"expected a width of {_NARROWEST:g} to {_WIDEST:g} mm, got {page!r}")

    def at(scale: float) -> _Menu:
        edge = (
            _EDGE * min(1.0, scale, page / _DESIGN) if height is None else _EDGE * min(scale, page / _DESIGN)
        )
        look = card_context(languages, 3 * _TITLE, brand, edge, page - 2 * edge, scale)
        return _Menu(look, dishes, heading, code, module * max(1.0, scale))

    code_side(code or dishes[0].link, module, page / 2)  # a module that is refused
    if height is None:
        ops, end = at(check_scale(scale or 1.0)).drawn()
        height = float(math.ceil(end))
    else:
        ops = _filling(at, (page, height), None if scale is None else check_scale(scale))
    names = translate("menu.and", first).join(_phrases.name(dish, first) for dish in dishes)
    texts = [line for dish in dishes for line in _spoken(dish, first)]
    scene_title = f"{heading}: {names}".replace("₂", "2")
    return Picture(Scene(page, height, ops, scene_title, "\n".join(texts), first))


def _spoken(dish: Declaration, language: str) -> Iterator[str]:
    """All that is said of a dish, as plain lines: price and marks behind its figure."""
    _, figure, *rest = _phrases.text_lines(dish, language)
    yield figure
    yield from (in_language(text, language) for text in (dish.printed_price, dish.price_note) if text)
    yield from _menu_words.legend([dish], language)
    yield from rest


def _filling(at: Callable[[float], _Menu], page: tuple[float, float], scale: float | None) -> tuple[Op, ...]:
    """The menu in the largest letters with which all of it has room, spread over the page."""
    width, height = page
    scales = (
        [each for each in _SCALES if each <= max(_SCALES[-1], width / _DESIGN)] if scale is None else [scale]
    )
    needed: float | None = None
    refused: DrawError | None = None
    for each in scales:
        made = at(each)
        try:
            end = made.drawn()[1]
        except DrawError as error:
            refused = error
            continue
        if end <= height:
            spare = height - end
            pad = min(spare / len(made.dishes), made.look.mm(_SPREAD))
            return replace(made, pad=pad, before_foot=spare - pad * len(made.dishes)).drawn()[0]
        needed = end
    if needed is None:
        raise refused or DrawError("no room")
    raise DrawError(
        f"expected a page of at least {width:g} × {math.ceil(needed)} mm for these {len(at(1.0).dishes)} dishes, "
        f"got {width:g} × {height:g} mm; take a larger page, fewer dishes, or a smaller scale"
    )


@dataclass(frozen=True, slots=True)
class _Menu:
    """A menu at a scale: its blocks, from head to foot."""

    look: CardContext
    dishes: tuple[Declaration, ...]
    heading: str
    code: str | None
    """What the one code opens; None where each dish has its own."""
    module: float
    pad: float = 0.0
    """By how much each dish is higher than it needs to be, mm."""
    before_foot: float = 0.0

    def drawn(self) -> Placed:
        """All ops, and the height."""
        places = _Places(self)
        rows = (partial(_row, self, places, dish) for dish in self.dishes)
        menu = Column(_head(self, places), *rows, Space(self.before_foot), _foot(self))
        ops, end = menu(self.look.left)
        return ops, end + self.look.left

    def share(self, dish: Declaration) -> str:
        """The share of the budget, "<1%" where it is less than that; nothing where the figure is held against none."""
        reference = dish.reference
        if reference is None:
            return ""
        if reference.kind == "below-one":
            return translate("reference.percent", self.look.first, value="<1")
        return _phrases.share(reference, self.look.first)

    def bold(self, design: float, **given: float) -> TextStyle:
        """Of a line that ends at `x`."""
        style = self.look.text(design, self.look.first, bold=True, align="right", **given)
        return replace(style, language=self.look.figures)


class _Places:
    """The columns, from the right edge on: codes of the dishes, prices, steps, figures, names; and the axis of the bars."""

    def __init__(self, menu: _Menu) -> None:
        look, dishes = menu.look, menu.dishes
        first, between = look.first, look.mm(_BETWEEN)
        edge = look.right
        if menu.code is None:
            edge -= max(_blocks.code_dark(look, dish, menu.module) for dish in dishes) + max(
                between, QUIET * menu.module
            )
        self.price = edge
        prices = [in_language(dish.printed_price, first) for dish in dishes if dish.printed_price]
        notes = [in_language(dish.price_note, first) for dish in dishes if dish.price_note]
        if prices or notes:
            small = look.text(_blocks.SMALL, first)
            edge -= (
                max(*map(menu.bold(_PRICE).width_of, prices or [""]), *map(small.width_of, notes or [""]))
                + between
            )
        self.side = look.mm(_SIDE) if any(dish.band for dish in dishes) else 0.0
        self.step = edge - self.side
        if self.side:
            edge = self.step - between
        self.figure = edge
        self.unit = _phrases.unit(dishes[0], first)
        figures = (menu.bold(_FIGURE).width_of(format_number(dish.shown.value, first)) for dish in dishes)
        shares = (look.text(_blocks.TEXT, first).width_of(menu.share(dish)) for dish in dishes)
        widest = max(*figures, *shares)
        self.room = edge - widest - between - look.left
        if self.room < _LEAST_ROOM * look.floor(first):
            raise DrawError(
                f"a menu of {look.content + 2 * look.left:g} mm has no room for names beside its figures and prices; "
                "take a wider one, or a smaller scale"
            )
        values = [float(dish.shown.value) for dish in dishes]
        ends = [
            float(end) for dish in dishes if dish.interval for end in (dish.interval.low, dish.interval.high)
        ]
        most = max(*values, *ends, 0.0) or 1.0
        budget = _budget(dishes[0]) or most
        self.whole = min(most, budget)
        self.axis = Axis.holding(*values, *ends, whole=self.whole, x=look.left, width=self.room)


def _budget(dish: Declaration) -> float | None:
    """The budget in the unit of the figure."""
    return float(stated_in(dish.reference.kg, dish.shown.unit)) if dish.reference else None


def _head(menu: _Menu, places: _Places) -> Part:
    """Title and logo, heavy rule; below it what all figures are per, and above their column what they are."""
    look = menu.look
    column = Line(
        f"{translate('title', look.first)} {places.unit}",
        look.text(_blocks.TEXT, look.first, x=places.figure, align="right", fill=GREY),
    )
    room = max(places.room / 2, places.figure - look.left - column.width - look.mm(_BETWEEN))
    said: list[Part] = []
    for language in look.languages:
        style = _whole(look.text(_blocks.TEXT, language, width=room, fill=GREY))
        said += [
            Block(line, style) for line in pack_phrases(_menu_words.said_of_all(menu.dishes, language), style)
        ]
    return Column(
        partial(_title, menu),
        Space(look.mm(1.4)),
        _blocks.rule(look),
        Space(look.mm(1.2)),
        Side(column, _blocks.Apart(*said, gap=look.mm(0.5))),
        Space(look.mm(0.8)),
    )


def _title(menu: _Menu, y: float) -> Placed:
    look = menu.look
    logo = look.logo(look.right, y, (look.mm(24.0), look.mm(5.6)))
    room = look.content - sum(each.width + look.mm(4.0) for each in logo)
    texts = (menu.heading, *(translate("menu.title", each) for each in look.languages[1:]))
    style = {"width": room, "bold": True, "most_lines": 3, "leading": 1.2}
    parts: list[Part] = [Block(texts[0], look.text(_TITLE, look.first, **style))]
    parts += [Block(text, look.text(_blocks.TEXT, look.second or "", width=room)) for text in texts[1:]]
    ops, end = _blocks.Apart(*parts, gap=look.mm(1.0))(y)
    return (*ops, *logo), max([end, *(each.y + each.height for each in logo)])


def _row(menu: _Menu, places: _Places, dish: Declaration, y: float) -> Placed:
    """Name with its marks and what must stand near the figure; figure, step and price beside it; the bar and its share below."""
    look, first = menu.look, menu.look.first
    hair = Rule(HAIR, HAIRLINE, look.left, look.content)
    top = y + HAIR + look.mm(_GAP) + menu.pad / 2
    names, end = _words(menu, places, dish)(top)
    baseline = names[0].y if isinstance(names[0], Text) else top
    figure = format_number(dish.shown.value, first)
    ops = [*hair(y)[0], *names, set_line(figure, baseline, menu.bold(_FIGURE, x=places.figure))]
    at = end + look.mm(1.0)
    span = (float(dish.interval.low), float(dish.interval.high)) if dish.interval else None
    value, height = float(dish.shown.value), look.mm(_BAR)
    bar = ShareBar(places.axis, value, height, span, look.brand.accent, whole=places.whole)
    share = look.text(_blocks.TEXT, first, x=places.figure, align="right", fill=GREY)
    ops += [*_blocks.in_ink(look, bar)(at)[0]]
    if said := menu.share(dish):
        ops += Line(said, share).around(at + height / 2)
    bottom = max(at + height, top + places.side, *_price(menu, places, dish, baseline, ops))
    if menu.code is None:
        dark, blank = _blocks.code_dark(look, dish, menu.module), QUIET * menu.module
        bottom = max(bottom, y + HAIR + blank + dark + blank - look.mm(_GAP))
        ops.append(_blocks.code(look, dish, look.right, y + HAIR + blank + dark, menu.module))
    end = bottom + look.mm(_GAP) + menu.pad / 2
    if places.side:
        ops += _step(look, places, dish, (top + bottom) / 2)
    return tuple(ops), end


def _step(look: CardContext, places: _Places, dish: Declaration, middle: float) -> tuple[Op, ...]:
    """The step of the dish, or a dash where it has none."""
    band, side = dish.band, places.side
    if band is None:
        style = look.text(_NAME, look.first, x=places.step + side / 2, align="middle", fill=GREY)
        return Line("–", style).around(middle)
    mark = ScaleMark(
        x=places.step, side=side, letter=band.letter, step=band.step, steps=band.steps, bold=look.brand.bold
    )
    return mark.around(middle)


def _price(
    menu: _Menu, places: _Places, dish: Declaration, baseline: float, ops: list[Op]
) -> Iterator[float]:
    """Set the price on the baseline of the figure, its note below; yields where they end."""
    look, first = menu.look, menu.look.first
    bold, small = menu.bold(_PRICE, x=places.price), look.text(_blocks.SMALL, first, align="right", fill=GREY)
    if dish.printed_price:
        ops.append(set_line(in_language(dish.printed_price, first), baseline, bold))
        yield baseline + bold.below
    if dish.price_note:
        at = baseline + (1.25 * small.size if dish.printed_price else 0.0)
        ops.append(set_line(in_language(dish.price_note, first), at, replace(small, x=places.price)))
        yield at + small.below


def _words(menu: _Menu, places: _Places, dish: Declaration) -> Part:
    """The name in each language, its marks behind it where there is room, and what stands below it."""
    look, room = menu.look, places.room
    parts: list[Part] = [partial(_name, menu, dish, room)]
    names = look.each(_phrases.name, dish)
    if look.second and names[1] != names[0]:
        parts.append(Block(names[1], look.text(_NAME, look.second, width=room, most_lines=_NAME_LINES)))
    for language in look.languages:
        style = _whole(look.text(_blocks.TEXT, language, width=room, most_lines=_NAME_LINES, fill=GREY))
        said = _menu_words.said_of_all(menu.dishes, language)
        parts += [
            Block(line, style) for line in pack_phrases(_menu_words.details(dish, language, said), style)
        ]
    return _blocks.Apart(*parts, gap=look.mm(0.6))


def _name(menu: _Menu, dish: Declaration, room: float, y: float) -> Placed:
    """The name, broken before it shrinks; its marks on its last line, else below it."""
    look = menu.look
    style = look.text(_NAME, look.first, bold=True, width=room, most_lines=_NAME_LINES, leading=1.2)
    name = _phrases.name(dish, look.first)
    try:
        ops, end = set_block(name, y, replace(style, smallest=style.size))
    except DrawError:
        ops, end = set_block(name, y, replace(style, most_lines=_MOST_NAME_LINES))
    if not dish.marks:
        return ops, end
    marks = look.text(_blocks.TEXT, look.first, bold=True, width=room, fill=look.brand.accent)
    text, last = "  ".join(dish.marks), ops[-1]
    x = look.left + replace(style, size=last.size).width_of(last.text) + look.mm(2.0)
    if x + marks.width_of(text) <= look.left + room:
        return (*ops, set_line(text, last.y, replace(marks, x=x))), end
    lines = pack_phrases(dish.marks, marks, "  ")
    more, end = Column(*(Block(line, marks) for line in lines), gap=look.mm(0.4))(end + look.mm(0.8))
    return (*ops, *more), end


def _foot(menu: _Menu) -> Part:
    """What the marks mean, the scale, what holds for all dishes and what does not; and the code with its cue, if it is one."""
    look = menu.look
    rule = Rule(look.mm(MIDDLE), look.brand.ink, look.left, look.content)
    if menu.code is None:
        return Column(rule, Space(look.mm(1.6)), _notes(menu, look))
    side, blank = modules_across(menu.code) * menu.module, QUIET * menu.module
    narrow = _narrower(look, look.content - (side - 2 * blank) - max(blank, look.mm(_BETWEEN)))
    words = look.text(_blocks.TEXT, look.first, bold=True)
    return Column(
        rule,
        Side(
            lambda y: (
                (code_at(look.right + blank, y + side, side, menu.code or "", look.first),),
                y + side - blank,
            ),
            Column(
                Space(look.mm(1.6)),
                _notes(menu, narrow),
                Space(look.mm(1.4)),
                lambda y: (cue(look, y + words.above, words), y + words.above + words.below),
            ),
        ),
    )


def _narrower(look: CardContext, content: float) -> CardContext:
    """The same look in a narrower column."""
    return card_context(look.languages, look.figure, look.brand, look.left, content, look.scale)


def _whole(style: TextStyle) -> TextStyle:
    """The same for a text that is broken and never shrinks."""
    return replace(style, smallest=style.size)


def _notes(menu: _Menu, look: CardContext) -> Part:
    """Marks; the scale; then in each language what must stand near figures, budget and bars, further lines and small print."""
    scales = [dish.band for dish in menu.dishes if dish.band]
    return _blocks.parted(
        look,
        *(_marks(menu, look, language) for language in look.languages),
        _blocks.scale_key(_narrower(look, min(look.content, look.mm(_KEY))), scales[0]) if scales else None,
        *(_sentences(menu, look, language) for language in look.languages),
        gap=1.6,
    )


def _marks(menu: _Menu, look: CardContext, language: str) -> Part | None:
    style = _whole(look.text(_blocks.TEXT, language, most_lines=4))
    lines = pack_phrases(_menu_words.legend(menu.dishes, language), style, "   ")
    return _blocks.parted(look, *(Block(line, style) for line in lines), gap=0.6) if lines else None


def _sentences(menu: _Menu, look: CardContext, language: str) -> Part:
    dishes = menu.dishes
    texts = _whole(look.text(_blocks.TEXT, language, most_lines=12))
    bold = replace(texts, font=look.brand.bold) if language == look.first else texts
    small = _whole(look.text(_blocks.SMALL, language, fill=GREY, most_lines=12, leading=1.25))
    joint = translate("pack.joint", language)
    return _blocks.parted(
        look,
        *(Block(line, bold) for line in _menu_words.near_sentences(dishes, language)),
        *(Block(line, texts) for line in _menu_words.further(dishes, language)),
        *(Block(line, texts) for line in _menu_words.bar_words(dishes, language)),
        *(
            Block(line, small)
            for line in pack_phrases(_menu_words.small_print(dishes, language), small, joint)
        ),
        gap=0.6,
    )
