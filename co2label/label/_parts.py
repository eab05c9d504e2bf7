"""Parts that several templates share: title, name, number, remarks near the number, five-step band, QR code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from co2label.draw import (
    CONTENT,
    GREY,
    LEFT,
    ON_MIDDLE,
    RIGHT,
    Beside,
    Block,
    Column,
    Line,
    OneLine,
    Op,
    Part,
    Picture,
    Placed,
    Qr,
    Scale,
    Scene,
    Side,
    Text,
    TextStyle,
    font_with,
    image_size,
    ink,
    measure,
    modules_across,
    second_size,
    set_line,
    smallest,
    text_size,
)
from co2label.errors import DrawError, clip
from co2label.label import _phrases
from co2label.wording import format_number, in_language, language_used, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.declaration import BandStep, Declaration
    from co2label.label._brand import Brand, CardContext


MARK = "▶"
"""Points to the code."""

_MODULE_RANGE = (0.25, 1.0)
"""mm: two dots of a thermal printer at 203 dpi; at the upper end a code is larger than most labels."""


def code_side(link: str, module: float, most: float) -> float:
    """The side of a code in mm, its quiet zone included.

    Args:
        link: what it opens.
        module: mm, 0.25 to 1.0.
        most: the room that there is, mm.

    Raises:
        DrawError: a module outside the range, or a code that is larger than its room.

    >>> round(code_side("https://id.example.jp/01/04569951110016", 0.4, 15.0), 1)
    14.8
    """
    least, largest = _MODULE_RANGE
    if not least <= module <= largest:
        raise DrawError(f"expected a module of {least:g} to {largest:g} mm, got {module!r}")
    side = modules_across(link) * module
    if side > most:
        raise DrawError(
            f"expected a QR code that fits {most:.1f} mm, got {side:.1f} mm ({clip(link, 40)} with modules of {module:g} mm); "
            "shorten the link, take a smaller module or a larger label"
        )
    return side


def code_at(right: float, bottom: float, side: float, link: str, language: str) -> Qr:
    """A code whose quiet zone ends at `right` and `bottom`."""
    return Qr(right - side, bottom - side, side, link, translate("spoken.qr", language, link=link))


def cue(look: CardContext, baseline: float, style: TextStyle) -> tuple[Text, Text]:
    """What one gets behind the code, and a small mark after it that points there."""
    text = translate("line.qr", look.first)
    size, x = 0.7 * style.size, style.x + style.width_of(text) + 0.8
    pointing = replace(style, size=size, x=x, font=font_with(MARK, look.brand.regular))
    return set_line(text, baseline, style), set_line(MARK, baseline - 0.12 * style.size, pointing)


_SMALLEST_SCALE, _LARGEST_SCALE = 0.7, 2.0


def check_scale(scale: float) -> float:
    """The scale of a label.

    Raises:
        DrawError: outside 0.7 to 2.0.
    """
    if not _SMALLEST_SCALE <= scale <= _LARGEST_SCALE:
        raise DrawError(f"expected a scale of {_SMALLEST_SCALE:g} to {_LARGEST_SCALE:g}, got {scale!r}")
    return scale


def label_picture(
    look: CardContext, declaration: Declaration, size: tuple[float, float], ops: tuple[Op, ...], *before: str
) -> Picture:
    """The picture of a label: its title names the product, its description says all that the label says.

    Args:
        look: of the label.
        declaration: of the product.
        size: width and height, mm.
        ops: what is drawn.
        before: what the description says first.
    """
    first = look.first
    title = f"{translate('title', first)}: {_phrases.name(declaration, first)}".replace("₂", "2")
    lines = (*before, *_phrases.text_lines(declaration, first)[1:])
    return Picture(Scene(*size, in_their_languages(ops, declaration, first), title, "\n".join(lines), first))


def in_their_languages(ops: tuple[Op, ...], declaration: Declaration, language: str) -> tuple[Op, ...]:
    """The same with names of which there is no text in a language marked as what they are, for who reads them aloud."""
    names = (declaration.name, declaration.company)
    borrowed = {
        _phrases.bare(in_language(name, language)): used
        for name in names
        if (used := language_used(name, language)) != language
    }
    if not borrowed:
        return ops
    return tuple(
        replace(op, language=_language_of(op, borrowed)) if isinstance(op, Text) else op for op in ops
    )


_SHORT = 2
"""Characters: a shorter text, such as a unit, may stand in any name."""


def _language_of(op: Text, names: dict[str, str]) -> str:
    """The language of the name that a text is a line of, else its own."""
    words = _phrases.bare(op.text)
    found = (used for name, used in names.items() if len(words) > _SHORT and words in name)
    return next(found, op.language)


@lru_cache(maxsize=256)
def small_styles(
    look: CardContext, most_lines: int, *, bold: bool = False, leading: float = 1.36, indent: float = 0.0
) -> tuple[TextStyle, TextStyle]:
    """The styles of small print: in the first language, and smaller and grey in the second."""
    size, second = text_size(look.first), look.second or look.first
    place: dict[str, Any] = {"x": LEFT + indent, "width": CONTENT - indent, "most_lines": most_lines}
    return (
        look.style(size, look.first, bold=bold, leading=leading, smallest=size, **place),
        look.style(smallest(second), second, fill=GREY, **place),
    )


def in_both(
    look: CardContext,
    texts: tuple[str, ...],
    styles: tuple[TextStyle, TextStyle],
    under: float,
    beside: float | None = None,
) -> Part:
    """A text, and the same in the second language below it, if it is not the same words.

    Args:
        look: of the card.
        texts: in each language.
        styles: in each language.
        under: blank between both, mm.
        beside: blank between both on one line, mm, where they may stand on one and have room there.
    """
    first = Block(texts[0], styles[0])
    if look.second is None or texts[1] == texts[0]:
        return first
    second = Block(texts[1], styles[1])
    return Column(first, second, gap=under) if beside is None else Beside(first, second, beside, under)


INDENT = 2.2
"""Of a sentence with a bullet, as each of several has one, in mm."""


def bulleted(
    look: CardContext,
    sentences: Sequence[tuple[str, ...]],
    most_lines: int,
    under: float,
    beside: float | None = None,
    **small: Any,
) -> list[Part]:
    """Sentences in small print; each of several has a bullet at the left edge, for one that is broken must not read as two.

    Args:
        look: of the card.
        sentences: each in every language of the card.
        most_lines: of one sentence.
        under: as of `in_both`.
        beside: as of `in_both`.
        small: more for `small_styles`.
    """
    several = len(sentences) > 1
    styles = small_styles(look, most_lines, indent=INDENT if several else 0.0, **small)
    parts = [in_both(look, texts, styles, under, beside) for texts in sentences]
    return [Side(Line("•", replace(styles[0], x=LEFT)), part) for part in parts] if several else parts


def near(look: CardContext, declaration: Declaration) -> Part | None:
    """What must stand near the figure: the sentences one below the other, six lines each at most; None where there are none."""
    sentences = list(zip(*look.each(_phrases.near, declaration), strict=True))
    parts = bulleted(look, sentences, 6, under=0.6, bold=True, leading=1.25)
    return Column(*parts, gap=1.1) if parts else None


def near_lines(declaration: Declaration, style: TextStyle) -> list[str]:
    """The few words of each remark, in the language of a style, as lines of its width."""
    return pack_phrases(_phrases.near_short(declaration, style.language), style)


def pack_phrases(words: Iterable[str], style: TextStyle, joint: str | None = None) -> list[str]:
    """Phrases as lines: joined as far as whole ones fit the width of a style; one that is wider is a line of its own."""
    joint = translate("small.joint", style.language) if joint is None else joint
    lines: list[str] = []
    for phrase in words:
        joined = f"{lines[-1]}{joint}{phrase}" if lines else ""
        if lines and measure(joined, style.size, style.font) <= style.width:
            lines[-1] = joined
        else:
            lines.append(phrase)
    return lines


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of a table: a word in the middle of its row; in two languages, one above and one below the middle.

    Attributes:
        texts: in one language or in two.
        styles: in each language; a word is shrunk as far as its place asks for.
        base: the styles that the baselines follow, so that all words of the rows share them.
    """

    texts: tuple[str, ...]
    styles: tuple[TextStyle, TextStyle]
    base: tuple[TextStyle, TextStyle]

    @property
    def height(self) -> float:
        """The height of words in two languages, mm."""
        return sum(style.above + style.below for style in self.base) + _UNDER_WORD

    def around(self, middle: float) -> tuple[Text, ...]:
        """The words around the middle of their row."""
        first, second = self.base
        if len(self.texts) == 1:
            baselines = [middle + ON_MIDDLE * first.size]
        else:
            above = middle - self.height / 2 + first.above
            baselines = [above, above + first.below + _UNDER_WORD + second.above]
        return tuple(
            set_line(text, at, style.shrunk(text))
            for text, at, style in zip(self.texts, baselines, self.styles, strict=False)
        )


_UNDER_WORD = 0.25
"""Between a word and the same in the second language under it, mm."""

AROUND_WORDS = 0.35
"""Above and below words in two languages, mm."""


_OWN_STEP = 6.6 / 4.2
"""The height of the own step, in parts of that of the others (`Scale`)."""


def steps(look: CardContext, step: BandStep, x: float, width: float, height: float) -> Part:
    """All steps of a scale with their letters, the own one higher and wider.

    Args:
        look: of the card.
        step: of the product.
        x: left edge, mm.
        width: mm.
        height: of the own step, mm.
    """
    brand = look.brand
    return Scale(
        x=x,
        width=width,
        letters="ABCDEFGHI"[: step.steps],
        own=step.step,
        height=height / _OWN_STEP,
        language=look.first,
        regular=brand.regular,
        bold=brand.bold,
        corner=max(0.5, brand.corner),
    )


_FIGURE = 16.0

_UNIT_EM = 0.25
"""The unit beside the number, in em of the number."""

_UNIT_GAP = 0.11

_LEAST_BESIDE = 0.86
"""Name and unit shrink to this part of their size before they are set one below the other."""

_BETWEEN = 3.0

_LESSER = 1 / 3
"""No other text is larger than a third of the number."""

_TITLE, _NAME, _PER = 5.2, 4.2, 2.8

_BETWEEN_NAMES = 1.0

_LEAST_TITLE = 1.75
"""Of the second language: an x-height of 0.95 mm."""

_COMMA = 1.0
"""How far a comma may reach into the blank below the number; 1.6 mm of it are left."""

_LOGO_HEIGHT, _LOGO_WIDTH, _LOGO_LEAST = 5.6, 20.0, 11.0
"""The largest place of a logo in mm, and the width for which the title makes room."""

_BESIDE, _BEFORE_LOGO = 1.6, 2.0


def figure_size(declaration: Declaration, brand: Brand, language: str) -> float:
    """The em of the number: the largest with which number and unit stand on one line, 16 mm at most.

    Raises:
        DrawError: so many digits that the number would not be three times the size of the small print.

    >>> from types import SimpleNamespace as Said
    >>> from co2label.label import DEFAULT_BRAND
    >>> figure_size(Said(shown=Said(value="210", unit="g-CO2e")), DEFAULT_BRAND, "ja")
    16.0
    """
    number_width = measure(format_number(declaration.shown.value, language), 1.0, brand.bold)
    unit_width = measure(_phrases.unit(declaration, language), _UNIT_EM, brand.bold)
    size = min(_FIGURE, CONTENT / (number_width + _UNIT_GAP + unit_width))
    if size * _LESSER < text_size("ja"):
        raise DrawError(
            f"the figure {clip(declaration.shown.value)} has too many digits for a card; declare it per a larger unit"
        )
    return size


@lru_cache(maxsize=256)
def title(look: CardContext, y: float) -> Placed:
    """What kind of figure this is; the second language on the same line, at the right edge or before the logo."""
    texts = look.each(translate, "title")
    size = min(_TITLE, look.figure * _LESSER, _room_of_title(look.brand) / _width_of_title(look, texts))
    style = look.style(size, look.first, bold=True)
    baseline = y + 0.8 * size
    ops: list[Op] = [set_line(texts[0], baseline, style)]
    if look.second:
        lesser = look.style(max(size / 2, _LEAST_TITLE), look.second, fill=GREY)
        beside = replace(lesser, x=LEFT + measure(texts[0], size, style.font) + _BESIDE)
        edge = replace(lesser, x=RIGHT, align="right")
        ops.append(set_line(texts[1], baseline, beside if look.brand.logo else edge))
    room = CONTENT - _width_of_title(look, texts) * size - _BEFORE_LOGO
    logo = look.logo(RIGHT, 0.0, (min(room, _LOGO_WIDTH), _LOGO_HEIGHT))
    ops += [replace(each, y=baseline + 0.7 - each.height) for each in logo]
    return tuple(ops), baseline + 0.36 * size


def _width_of_title(look: CardContext, texts: tuple[str, ...]) -> float:
    """In em of the first language; the second one is half as large."""
    first = measure(texts[0], 1.0, look.brand.bold)
    second = sum(_BESIDE / _TITLE + measure(text, 0.5, look.brand.regular) for text in texts[1:])
    return first + second


def _room_of_title(brand: Brand) -> float:
    """What a logo leaves: it gets its natural width, or at least so much that it can be made out."""
    if brand.logo is None:
        return CONTENT
    across, down = image_size(brand.logo)
    return CONTENT - _BEFORE_LOGO - min(_LOGO_HEIGHT * across / down, _LOGO_LEAST)


def what(look: CardContext, names: tuple[str, ...], pers: tuple[str, ...], y: float) -> Placed:
    """The product and the unit that the figure is per: side by side where there is room, else one below the other.

    Args:
        look: of the card.
        names: of the product, in each language.
        pers: the words for what the figure is per, in each language.
        y: the top.
    """
    size = min(_NAME, look.figure * _LESSER)
    edge: dict[str, Any] = {"x": RIGHT, "align": "right", "most_lines": 3}
    ones = [Block(names[0], look.style(size, look.first, bold=True, most_lines=4, leading=1.25))]
    others = [Block(pers[0], look.style(min(_PER, look.figure * _LESSER), look.first, **edge))]
    if look.second:
        if names[1] != names[0]:
            lesser = second_size(size * 0.9, look.second)
            ones.append(Block(names[1], look.style(lesser, look.second, fill=GREY, most_lines=4)))
        lesser = second_size(_PER, look.second)
        others.append(Block(pers[1], look.style(lesser, look.second, fill=GREY, **edge)))
    for part in (1.0, 0.95, 0.9, _LEAST_BESIDE):
        left, right = [one.scaled(part) for one in ones], [other.scaled(part) for other in others]
        if all(name.width + _BETWEEN + per.width <= CONTENT for name, per in zip(left, right, strict=False)):
            return _names_beside_units(left, right, y)
    return Column(*ones, _below(others), gap=_BETWEEN_NAMES)(y)


def _names_beside_units(names: list[Block], units: list[Block], y: float) -> Placed:
    """Each unit on the baseline of the name beside it."""
    ops, bottom = Column(*names, gap=_BETWEEN_NAMES)(y)
    for unit, name in zip_longest(units, ops):
        at = name.y if name else bottom + _BETWEEN_NAMES + unit.style.above
        ops = (*ops, set_line(unit.text, at, unit.style))
        bottom = max(bottom, at + unit.style.below)
    return ops, bottom


def _below(units: list[Block]) -> Part:
    """Below the names: the unit at the right edge; in the second language at the left edge, if one line holds both."""
    first, *others = units
    if not others or first.width + _BETWEEN + others[0].width > CONTENT:
        return Column(*units, gap=_BETWEEN_NAMES)
    second = others[0]
    return OneLine(first, Line(second.text, replace(second.style, x=LEFT, align="left")))


def number(look: CardContext, declaration: Declaration) -> Part:
    """The number, and its unit on the same baseline; both end at the right edge.

    Ends at the baseline; where a comma hangs below it, so much lower that the comma keeps clear of what comes next.
    """
    value, size = format_number(declaration.shown.value, look.first), look.figure
    bounds = ink(value, look.brand.bold)
    beside = look.style(size * _UNIT_EM, look.figures, bold=True, x=RIGHT, align="right")
    unit = Line(_phrases.unit(declaration, look.first), beside)
    edge = RIGHT - unit.width - _UNIT_GAP * size
    figure = Line(value, look.style(size, look.figures, bold=True, x=edge, align="right"))
    return OneLine(figure, unit, above=-bounds.top * size, below=max(0.0, bounds.bottom * size - _COMMA))
