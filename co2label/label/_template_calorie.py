"""The pack label: how much, of what, and whether that is little or much for such a product.

From top to bottom: what it is; the number with its range, beside it the code; the scale with what it compares with; the share
of a named budget; what the figure is made of; remarks; two lines of small print. Method and notes stand behind the code. After
the CFP display guide (MOE/METI, 2025-02); `detail` is the full table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import LEFT, WIDTH, Column, Space
from co2label.label import _blocks, _phrases
from co2label.label._brand import DEFAULT_BRAND, Brand, card_context
from co2label.label._parts import check_scale, label_picture
from co2label.label._templates import template
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture

_TOP, _BOTTOM = 3.2, 3.0


@template("calorie")
def calorie(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    scale: float = 1.0,
    pack_area: float | None = None,
) -> Picture:
    """Draw the pack label, 62 mm wide and about 70 mm high.

    Args:
        declaration: of the product.
        language: "ja", "en", "ja+en" (the first one leads) or a tuple of languages.
        brand: whose style it is drawn in.
        scale: of the size, 0.7 to 2.0; letters do not become smaller than the pack allows.
        pack_area: the printable surface of the pack, cm²: below 80 cm² an x-height of 0.9 mm is enough, in Japanese 5.5 points up
            to 150 cm²; without it 1.2 mm and 8 points (`docs/how-to/labels.md`).

    Returns:
        A checked Picture: `.save("card.png")`, `.save("card.svg")`, `.png()`, `.svg()`.

    Raises:
        DrawError: a text that does not fit or cannot be drawn, or not one or two languages.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> card = calorie(declaration, language="en")
    >>> card.scene.width, card.scene.title
    (62.0, 'CO2 footprint: Tea')
    """
    languages, size = read_languages(language, _phrases.MOST_LANGUAGES), check_scale(scale)
    left, content = LEFT * size, (WIDTH - 2 * LEFT) * size
    look = card_context(languages, 14.5 * size, brand, left, content, size, pack_area)
    blocks = _blocks.parted(
        look,
        _blocks.near(look, declaration),
        _blocks.scale(look, declaration),
        _blocks.share(look, declaration),
        _blocks.equivalents(look, declaration),
        _blocks.stages(look, declaration),
        _blocks.remarks(look, declaration),
        _blocks.hairline(look),
        gap=1.9,
    )
    card = Column(
        _blocks.heading(look, declaration),
        _blocks.rule(look),
        Space(max(2.0 * size, 1.7)),
        _blocks.figure(look, declaration),
        Space(1.9 * size),
        blocks,
        Space(1.1 * size),
        _blocks.small_print(look, declaration),
    )
    ops, end = card(_TOP * size)
    return label_picture(look, declaration, (WIDTH * size, end + _BOTTOM * size), ops)
