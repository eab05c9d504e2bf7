"""The mark: number and unit alone, round or square, for packs that have their label elsewhere; it has no code.

What must stand near the figure has no room here: a figure that needs it is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw import WHITE, Line, Op, Rect, ink, set_line
from co2label.errors import DrawError
from co2label.label import _phrases
from co2label.label._brand import DEFAULT_BRAND, Brand, card_context
from co2label.label._parts import check_scale, label_picture
from co2label.label._templates import template
from co2label.wording import format_number, read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture

_SIDE, _RING = 16.0, 0.7

_ROOM = {True: 9.7, False: 13.6}
"""Of the lines in a ring, and in a square, mm."""

_SMALL_PACK = 79.0

_DETAIL = re.compile(r"\s*[（(].*?[）)]")
"""Of a declared unit, its mass in brackets, for which there is no room."""


@template("mark")
def mark(  # noqa: PLR0913 - as of all templates, and its shape
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    scale: float = 1.0,
    pack_area: float | None = _SMALL_PACK,
    round: bool = True,  # noqa: A002 - the word for it
) -> Picture:
    """Draw the mark, 16 mm wide and high: number, unit, and what the figure is per.

    Args:
        declaration: of the product.
        language: one.
        brand: whose style it is drawn in.
        scale: 0.7 to 2.0.
        pack_area: cm², as of `calorie`; a mark is for small packs, so 79 without it.
        round: a ring, else a square.

    Raises:
        DrawError: a figure that must not stand alone, has too many digits, or a declared unit in too many words.
        TextError: a language without wording, or two.
    """
    languages = read_languages(language, 1)
    if declaration.near:
        needed = ", ".join(map(repr, _phrases.near_short(declaration, languages[0])))
        raise DrawError(
            f"a mark has no room for what must stand near the figure: {needed}; take the template mini"
        )
    side = _SIDE * check_scale(scale)
    width = _ROOM[round] * scale
    look = card_context(languages, 6.0 * scale, brand, (side - width) / 2, width, scale, pack_area)
    value = format_number(declaration.shown.value, look.first)
    bounds = ink(value, brand.bold)
    size = min(look.mm(6.4), width / (bounds.right - bounds.left))
    least = look.floor(look.first)
    if size < 2 * least:
        raise DrawError(
            f"expected a number that fits {width:.1f} mm, got {declaration.shown.value!r}; take a larger scale, or mini"
        )
    middle, edge = side / 2, look.mm(_RING)
    number = look.style(size, look.figures, bold=True, x=middle, align="middle")
    lines = [
        Line(text, look.style(max(look.mm(2.1), least), language_of, bold=bold, x=middle, align="middle"))
        for text, language_of, bold in (
            (_phrases.unit(declaration, look.first), look.figures, True),
            (_DETAIL.sub("", _phrases.per(declaration, look.first)), look.first, False),
        )
    ]
    for line in lines:
        if line.width > width:
            raise DrawError(
                f"expected words that fit a mark of {side:g} mm, got {line.text!r}; take a larger scale or mini"
            )
    baseline = 0.46 * side
    radius = middle if round else edge
    texts = (
        set_line(value, baseline, number),
        set_line(lines[0].text, baseline + 1.22 * lines[0].style.size, lines[0].style),
        set_line(lines[1].text, baseline + 2.45 * lines[1].style.size, lines[1].style),
    )
    ops: tuple[Op, ...] = (
        Rect(0.0, 0.0, side, side, brand.ink, radius),
        Rect(edge, edge, side - 2 * edge, side - 2 * edge, WHITE, max(0.0, radius - edge)),
        *(replace(text, on=WHITE, width=None) for text in texts),
    )
    return label_picture(look, declaration, (side, side), ops)
