"""Further sizes of the pack label, of the same blocks: compact, strip and landscape.

Each is as high as its design, or higher where there is more to say: nothing is left out for want of room. What the compact label
and the strip do not say, the stages, stands behind the code, and that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import Column, Side, Space
from co2label.label import _blocks, _phrases
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, card_context
from co2label.label._parts import check_scale, label_picture
from co2label.label._templates import template
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Part, Picture
    from co2label.label._brand import CardContext

_EDGE = 2.6

_BETWEEN_COLUMNS = 5.0

_COMPACT, _STRIP = 0.8, 0.72
"""By how much their letters are smaller than those of the pack label."""

_SMALL_PACK = 79.0
"""cm²: both are for small packs."""


def _look(  # noqa: PLR0913, PLR0917 - what a context takes
    language: str | Sequence[str],
    brand: Brand,
    size: float,
    width: float,
    letters: float,
    pack_area: float | None,
) -> CardContext:
    """The context of a label of a width of the design, whose letters are smaller by a part."""
    languages = read_languages(language, _phrases.MOST_LANGUAGES)
    edge = _EDGE * size
    return card_context(languages, 10.0, brand, edge, width * size - 2 * edge, letters * size, pack_area)


def _picture(look: CardContext, declaration: Declaration, size: tuple[float, float], label: Part) -> Picture:
    """The label, as high as its design or as it needs to be; with equal margins."""
    width, height = size
    edge = look.left
    ops, end = label(edge)
    return label_picture(look, declaration, (width, max(height, end + edge)), ops)


@template("compact")
def compact(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    scale: float = 1.0,
    pack_area: float | None = _SMALL_PACK,
) -> Picture:
    """Draw the compact label, 48 mm wide and 48 mm high or more: the figure, the scale, the share, and small print.

    Args:
        declaration: of the product.
        language: one or two, as of `calorie`.
        brand: whose style it is drawn in.
        scale: 0.7 to 2.0.
        pack_area: cm², as of `calorie`; 79, a small pack, without it.

    Raises:
        DrawError: a text that does not fit or cannot be drawn.
        TextError: a language without wording.
    """
    size = check_scale(scale)
    look = _look(language, brand, size, 48.0, _COMPACT, pack_area)
    label = Column(
        _blocks.heading(look, declaration),
        _blocks.rule(look),
        Space(max(look.mm(1.8), 1.7)),
        _blocks.figure(look, declaration),
        Space(look.mm(1.6)),
        _blocks.parted(
            look,
            _blocks.near(look, declaration),
            _blocks.scale(look, declaration, height=3.6),
            _blocks.share(look, declaration),
            _blocks.equivalents(look, declaration),
            _blocks.remarks(look, declaration),
            _blocks.small_print(look, declaration, more=True),
            gap=1.6,
        ),
    )
    return _picture(look, declaration, (48.0 * size, 48.0 * size), label)


@template("strip")
def strip(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    scale: float = 1.0,
    pack_area: float | None = _SMALL_PACK,
) -> Picture:
    """Draw the strip, 62 mm wide and 30 mm high or more: the figure, beside it scale and share, and the code.

    Args:
        declaration: of the product.
        language: one or two, as of `calorie`.
        brand: whose style it is drawn in.
        scale: 0.7 to 2.0.
        pack_area: cm², as of `calorie`; 79, a small pack, without it.

    Raises:
        DrawError: a text that does not fit or cannot be drawn.
        TextError: a language without wording.
    """
    size = check_scale(scale)
    look = _look(language, brand, size, 62.0, _STRIP, pack_area)
    left, right = _halves(look)
    label = Column(
        _blocks.heading(look, declaration),
        _blocks.rule(look),
        Space(max(look.mm(2.2), 1.7)),
        Side(
            _blocks.figure(left, declaration, most=12.5),
            _blocks.parted(
                right,
                _blocks.scale(right, declaration, height=3.4),
                _blocks.share(right, declaration, bar=False),
                gap=0.9,
            ),
        ),
        Space(look.mm(1.2)),
        _blocks.parted(
            look,
            _blocks.near(look, declaration),
            _blocks.equivalents(look, declaration),
            _blocks.remarks(look, declaration),
            _blocks.small_print(look, declaration, more=True),
            gap=1.2,
        ),
    )
    return _picture(look, declaration, (62.0 * size, 30.0 * size), label)


@template("landscape")
def landscape(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    scale: float = 1.0,
    pack_area: float | None = None,
) -> Picture:
    """Draw the landscape label, 100 mm wide and 45 mm high or more: all that the pack label says, in two columns.

    Args:
        declaration: of the product.
        language: one or two, as of `calorie`.
        brand: whose style it is drawn in.
        scale: 0.7 to 2.0.
        pack_area: cm², as of `calorie`.

    Raises:
        DrawError: a text that does not fit or cannot be drawn.
        TextError: a language without wording.
    """
    size = check_scale(scale)
    whole = _look(language, brand, size, 100.0, 0.9, pack_area)
    label = Column(
        _blocks.heading(whole, declaration),
        _blocks.rule(whole),
        Space(whole.mm(1.8)),
        two_columns(whole, declaration, 1.4),
    )
    return _picture(whole, declaration, (100.0 * size, 45.0 * size), label)


def _halves(look: CardContext) -> tuple[CardContext, CardContext]:
    """The same look in two columns."""
    between = look.mm(_BETWEEN_COLUMNS)
    half = (look.content - between) / 2
    left, right = (
        card_context(look.languages, look.figure, look.brand, x, half, look.scale, look.pack_area)
        for x in (look.left, look.left + half + between)
    )
    return left, right


def two_columns(look: CardContext, declaration: Declaration, gap: float, module: float = MODULE) -> Part:
    """Figure, remarks near it and scale on the left; share, stages, further remarks and small print on the right."""
    left, right = _halves(look)
    one = _blocks.parted(
        left,
        _blocks.figure(left, declaration, module=module),
        _blocks.near(left, declaration),
        _blocks.scale(left, declaration),
        gap=gap,
    )
    other = _blocks.parted(
        right,
        _blocks.share(right, declaration),
        _blocks.equivalents(right, declaration),
        _blocks.stages(right, declaration),
        _blocks.remarks(right, declaration),
        _blocks.small_print(right, declaration),
        gap=gap,
    )
    return Side(one, other)
