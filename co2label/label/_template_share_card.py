"""Share cards: a product for a post, 1080 × 1350 and 1200 × 630 pixels at 254 dots per inch.

They say what the pack label says, and what the figure is as much as. The largest letters are taken with which all of it has room.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.draw import Column, Space
from co2label.errors import DrawError
from co2label.label import _blocks, _phrases
from co2label.label._brand import DEFAULT_BRAND, Brand, CardContext, card_context
from co2label.label._parts import label_picture
from co2label.label._template_sizes import two_columns
from co2label.label._templates import template
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Part, Picture

_PORTRAIT, _WIDE = (108.0, 135.0), (120.0, 63.0)
"""mm: 1080 × 1350 and 1200 × 630 pixels at 254 dots per inch."""

_EDGE = 6.0

_SCALES = (2.0, 1.85, 1.7, 1.55, 1.4, 1.25, 1.1, 1.0, 0.9)


@template("share-card")
def share_card(
    declaration: Declaration, *, language: str | Sequence[str] = "ja", brand: Brand = DEFAULT_BRAND
) -> Picture:
    """Draw the upright card, 1080 × 1350 pixels at 254 dpi: `.png(254)`.

    Args:
        declaration: of the product.
        language: one or two, as of `calorie`.
        brand: whose style it is drawn in.

    Raises:
        DrawError: more to say than the card has room for, or a text that cannot be drawn.
        TextError: a language without wording.
    """
    return _largest(declaration, language, brand, _PORTRAIT, _upright)


@template("share-card-wide")
def share_card_wide(
    declaration: Declaration, *, language: str | Sequence[str] = "ja", brand: Brand = DEFAULT_BRAND
) -> Picture:
    """Draw the wide card, 1200 × 630 pixels at 254 dpi: `.png(254)`.

    Args:
        declaration: of the product.
        language: one or two, as of `calorie`.
        brand: whose style it is drawn in.

    Raises:
        DrawError: more to say than the card has room for, or a text that cannot be drawn.
        TextError: a language without wording.
    """
    return _largest(declaration, language, brand, _WIDE, _in_columns)


def _largest(
    declaration: Declaration,
    language: str | Sequence[str],
    brand: Brand,
    size: tuple[float, float],
    blocks: Callable[[CardContext, Declaration], Part],
) -> Picture:
    """The card in the largest letters with which all of it has room; what height is left lies below."""
    languages = read_languages(language, _phrases.MOST_LANGUAGES)
    said = replace(
        declaration, equivalents=tuple(replace(each, asked=True) for each in declaration.equivalents)
    )
    reason: DrawError | None = None
    for scale in _SCALES:
        look = card_context(languages, 14.5 * scale, brand, _EDGE, size[0] - 2 * _EDGE, scale)
        try:
            ops, end = blocks(look, said)(_EDGE)
            if end + _EDGE <= size[1]:
                return label_picture(look, said, size, ops)
        except DrawError as error:
            reason = error
    raise DrawError(
        f"more is declared than {size[0]:g} × {size[1]:g} mm hold; take the upright card, one language, or a shorter name"
    ) from reason


def _upright(look: CardContext, declaration: Declaration) -> Part:
    return Column(
        _blocks.heading(look, declaration),
        _blocks.rule(look),
        Space(look.mm(2.4)),
        _blocks.figure(look, declaration, module=0.4 * max(1.0, look.scale)),
        Space(look.mm(2.2)),
        _blocks.parted(
            look,
            _blocks.near(look, declaration),
            _blocks.scale(look, declaration),
            _blocks.share(look, declaration),
            _blocks.equivalents(look, declaration),
            _blocks.stages(look, declaration),
            _blocks.remarks(look, declaration),
            _blocks.hairline(look),
            _blocks.small_print(look, declaration),
            gap=2.2,
        ),
    )


def _in_columns(look: CardContext, declaration: Declaration) -> Part:
    return Column(
        _blocks.heading(look, declaration),
        _blocks.rule(look),
        Space(look.mm(2.4)),
        two_columns(look, declaration, 1.6),
    )
