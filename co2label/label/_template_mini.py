"""The mini label, for packs that have no room for a card: number, unit, what it is per, what must stand near it, and the code.

The code stands beside the words, or below them where the label is not much wider than high. Letters and code grow with the
label. The CFP display guide (MOE/METI, 2025-02) wants the unit of account, the life-cycle stages and the way to the report
beside the figure, and lets them stand elsewhere where a product is too small: so the code is always there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product as every
from typing import TYPE_CHECKING

from co2label.draw import GREY, Block, Op, Qr, TextStyle, ink, modules_across, set_line
from co2label.errors import DrawError, clip
from co2label.label import _phrases
from co2label.label._blocks import Apart
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, CardContext, card_context
from co2label.label._parts import code_at, code_side, label_picture, near_lines
from co2label.label._templates import template
from co2label.wording import format_number, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture


_SIZE, _STEP, _HIGHEST = (34.0, 16.5), 1.5, 22.5
"""Of a label of which no size is said, and how it grows; mm."""

_SMALL_PACK = 79.0
"""cm²: what has room for no card."""

_EDGE, _BETWEEN = 1.2, 0.45
"""Around all, and between two lines; mm."""

_BESIDE, _BELOW = 1.25, 1.5
"""From this width for its height on the code may stand beside the words, and below this one below them."""

_MODULES = ((MODULE, 0.36, 0.33, 0.3), (0.28, 0.26))
"""Of the code, mm, where none is asked for; a larger label has a larger one, and the least ones give way to no head."""

_CODE = 0.4
"""A code grows to this part of the longer side."""

_TEXTS = (2.8, 2.55, 2.3, 2.1, 1.95, 1.8)
"""Ems of the words, mm; the largest that has room, and none below the least of the pack."""

_NUMBER = 0.42
"""The em of the number: at most so much of the height."""

_UNIT, _UNIT_GAP = 1.1, 0.14
"""The unit beside the number, in ems of the words, and the blank before it, in ems of the number."""

_NAMED, _NAME = 20.0, 2.3
"""Words that are so wide, in letters that are so large, begin with the name of the product; mm."""

_HEADS = {"name": 2.7, "title": 2.1, "": 1.75}
"""What may stand above the number: title and name, the title, or nothing, for the unit says what it is; and how many times as
large as the words the number is then at least."""

_SAME, _ANY = 0.01, 1000.0

_OVER_CODE = 0.8
"""Between words and the quiet zone of a code below them, mm."""


@template("mini")
def mini(  # noqa: PLR0913 - as of all templates, and the module
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    size: tuple[float, float] | None = None,
    module: float | None = None,
    pack_area: float | None = _SMALL_PACK,
) -> Picture:
    """Draw the mini label.

    Args:
        declaration: of the product.
        language: "ja", "en", "ja+en" or a tuple of languages; what the second one adds is left out where the label has no
            room for it.
        brand: whose style it is drawn in.
        size: width and height of the label, mm, 18 × 18 or more; else 34 × 16.5, or as much higher, to 22.5, as what must
            stand near the figure asks for.
        module: of the QR code, 0.25 to 1.0 mm; else what the label has room for.
        pack_area: cm², as of `calorie`; a mini label is for small packs, so 79 without it.

    Raises:
        DrawError: a text, a number or a QR code that does not fit the size; says what would help.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> mini(declaration, language="en"), mini(declaration, language="en", size=(20, 20))
    (<'CO2 footprint: Tea', 34 × 16.5 mm>, <'CO2 footprint: Tea', 20 × 20 mm>)
    """
    look = card_context(
        read_languages(language, _phrases.MOST_LANGUAGES), 8.0, brand, _EDGE, 30.0, 1.0, pack_area
    )
    across, down = size or _SIZE
    while True:
        ops = _fitted(look, declaration, (across, down), module)
        if ops is not None:
            return label_picture(look, declaration, (across, down), ops)
        down += _STEP
        if size is not None or not declaration.near or down > _HIGHEST:
            raise DrawError(_refusal(look, declaration, size or _SIZE))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where words and code stand: the words from the left edge, `width` wide and `height` high; and the code."""

    width: float
    height: float
    code: Qr


def _fitted(
    look: CardContext, declaration: Declaration, size: tuple[float, float], module: float | None
) -> tuple[Op, ...] | None:
    """The label with both languages and as many heads as have room, at the largest code and letters; None where nothing has."""
    ems = [em for em in _TEXTS if em >= look.floor(look.first) - _SAME] or [look.floor(look.first)]
    grown = min(1.0, max(MODULE, _CODE * max(size) / modules_across(declaration.link)))
    for modules in [(module,)] if module is not None else [(grown, *_MODULES[0]), _MODULES[1]]:
        layouts = list(_layouts(look, declaration, size, modules))
        ways = dict.fromkeys((look.languages, look.languages[:1]))
        for languages, head, layout, em in every(ways, _HEADS, layouts, ems):
            if head == "name" and (layout.width < _NAMED or em < _NAME):
                continue
            words = _words(_Wording(look, declaration, layout, em, languages), head)
            if words is not None:
                return (*words, layout.code)
    return None


def _layouts(
    look: CardContext, declaration: Declaration, size: tuple[float, float], modules: Sequence[float]
) -> Iterator[_Layout]:
    """The code beside the words, and below them, by the shape of the label; with its largest module first."""
    across, down = size
    link, language = declaration.link, look.first
    for module in modules:
        side = code_side(link, module, _ANY)
        if side > min(size):
            continue
        if across >= _BESIDE * down:
            code = code_at(across, (down + side) / 2, side, link, language)
            yield _Layout(across - side - _EDGE, down, code)
        if across < _BELOW * down:
            code = code_at((across + side) / 2, down, side, link, language)
            yield _Layout(across - 2 * _EDGE, down - side + _EDGE - _OVER_CODE, code)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words of a label at one size, in these languages, and where they stand."""

    look: CardContext
    declaration: Declaration
    layout: _Layout
    em: float
    languages: tuple[str, ...]

    def style(self, language: str, *, bold: bool = False, most_lines: int = 2) -> TextStyle:
        """Of a line of words."""
        look = self.look
        size = max(self.em, look.floor(language))
        fill = None if language == look.first else GREY
        return look.style(
            size,
            language,
            bold=bold,
            fill=fill,
            x=_EDGE,
            width=self.layout.width,
            most_lines=most_lines,
            leading=1.2,
            smallest=min(size, look.floor(language)),
        )

    def head(self, kind: str) -> Iterator[Block]:
        """What kind of figure it is, and of what."""
        first = self.look.first
        if kind:
            yield Block(translate("title", first), self.style(first, bold=True, most_lines=1))
        if kind == "name":
            yield Block(_phrases.name(self.declaration, first), self.style(first))

    def foot(self, *, unit: bool) -> Iterator[Block]:
        """The unit where it has no room beside the number, what it is per, what must stand near it, that there are notes."""
        look, declaration = self.look, self.declaration
        if unit:
            yield Block(_phrases.unit(declaration, look.first), self.style(look.first, bold=True))
        for language in self.languages:
            yield Block(_phrases.per(declaration, language), self.style(language))
        for language in self.languages:
            style = self.style(language, bold=language == look.first)
            yield from (Block(text, style) for text in near_lines(declaration, style))
        if declaration.qualifiers:
            yield Block(translate("mini.notes", look.first), self.style(look.first))

    def figure(self, most: float, least: float, *, unit: bool) -> tuple[tuple[Op, ...], float] | None:
        """The number from y = 0, its unit on its baseline, and its height; None where it is less than `least` times the words."""
        look, bold = self.look, self.look.brand.bold
        value = format_number(self.declaration.shown.value, look.first)
        words = look.style(_UNIT * self.em, look.figures, bold=True)
        beside = 0.0 if not unit else words.width_of(_phrases.unit(self.declaration, look.first))
        bounds = ink(value, bold)
        wide, tall = bounds.right - bounds.left + (_UNIT_GAP if unit else 0.0), bounds.bottom - bounds.top
        size = min(most, (self.layout.width - beside) / wide)
        if size < least * self.em or size * tall > most:
            return None
        baseline = -bounds.top * size
        number = look.style(
            size, look.figures, bold=True, x=_EDGE - bounds.left * size, width=self.layout.width + size
        )
        ops: tuple[Op, ...] = (replace(set_line(value, baseline, number), x=number.x),)
        if unit:
            x = _EDGE + size * wide
            text = _phrases.unit(self.declaration, look.first)
            ops += (set_line(text, baseline, replace(words, x=x, width=beside)),)
        return ops, size * tall


def _words(words: _Wording, head: str) -> tuple[Op, ...] | None:
    """Head, number and the lines below it, what height is left around the number; None where they have no room."""
    height = words.layout.height
    for unit_beside in (True, False):
        try:
            above, top = Apart(*words.head(head), gap=_BETWEEN)(_EDGE)
            below, low = Apart(*words.foot(unit=not unit_beside), gap=_BETWEEN)(0.0)
        except DrawError:
            return None
        room = height - _EDGE - low - top - 2 * _BETWEEN
        figure = words.figure(min(_NUMBER * height, room), _HEADS[head], unit=unit_beside)
        if figure is None:
            continue
        ops, tall = figure
        air = (room - tall) / 2
        number = top + _BETWEEN + air
        return (
            *above,
            *_moved(ops, number),
            *_moved(below, number + tall + _BETWEEN + min(air, 0.4 * words.em)),
        )
    return None


def _moved(ops: Iterable[Op], down: float) -> tuple[Op, ...]:
    return tuple(replace(op, y=op.y + down) for op in ops)


def _refusal(look: CardContext, declaration: Declaration, size: tuple[float, float]) -> str:
    """Why a label of this size cannot be drawn, and what to do."""
    near = _phrases.near_short(declaration, look.first)
    needed = f", what it is per with {', '.join(map(repr, near))}" if near else " and what it is per"
    return (
        f"expected room for a QR code, a number ({clip(declaration.shown.value)}){needed}, in letters of "
        f"{look.floor(look.first):.2f} mm and more, got {size[0]:g} × {size[1]:g} mm; take a larger label"
    )
