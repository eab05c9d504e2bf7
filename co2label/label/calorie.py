"""The calorie label: a card that is read like the nutrition table beside it.

After the CFP display guide (MOE/METI, 2025-02): the figure with its unit; beside it the declared unit, the life-cycle
stages and the way to the report; what is covered; bars that are linear and start from zero.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.draw import Op, Picture, Scene
from co2label.label import phrases
from co2label.label.card import Card, look_of, rule
from co2label.label.daily import daily
from co2label.label.heading import figure_size, number, title, what
from co2label.label.house import HOUSE, House
from co2label.label.measures import BOTTOM, HEAVY, MIDDLE, TOP, WIDTH
from co2label.label.small_print import small_print
from co2label.label.stage_table import stage_table
from co2label.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration

__all__ = ["calorie"]

_STEP = 1.0
"""A card grows downwards by steps of this many mm."""


def calorie(
    declaration: Declaration, *, language: str | Sequence[str] = "ja", house: House = HOUSE
) -> Picture:
    """Draw the full card, 62 mm wide.

    Args:
        declaration: what is said.
        language: "ja", "en", "ja+en" (the first one leads) or a tuple of languages.
        house: whose style it is drawn in.

    Returns:
        A checked Picture: `.save("card.png")`, `.save("card.svg")`, `.png()`, `.svg()`.

    Raises:
        DrawError: a text that does not fit or cannot be drawn, or not one or two languages.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> card = calorie(said, language="en")
    >>> card.scene.width, card.scene.title
    (62.0, 'CO2 footprint: Tea')
    """
    languages = phrases.languages_of(language)
    card = Card(declaration, look_of(languages, figure_size(declaration), house))
    ops, y = _upper(card)
    _, end = small_print(card, y)
    height = math.ceil((end + BOTTOM) / _STEP - 1e-6) * _STEP
    low, _ = small_print(card, y + height - BOTTOM - end)
    first = languages[0]
    return Picture(
        Scene(
            WIDTH,
            height,
            (*ops, *low),
            f"{say('title', first)}: {phrases.name(declaration, first)}".replace("₂", "2"),
            "\n".join(phrases.text_lines(declaration, first)[1:]),
            first,
        )
    )


def _upper(card: Card) -> tuple[tuple[Op, ...], float]:
    """All bands down to the last rule; the blanks between them are here."""
    ops: list[Op] = []
    more, y = title(card, TOP)
    ops += more
    more, y = rule(y, HEAVY)
    ops += more
    more, y = what(card, y + 1.8)
    ops += more
    more, y = number(card, y + 3.0)
    ops += more
    more, y = daily(card, y + 2.8)
    ops += more
    more, y = rule(y + 1.6, MIDDLE)
    ops += more
    more, y = stage_table(card, y + 1.3)
    ops += more
    more, y = rule(y, MIDDLE)
    ops += more
    return tuple(ops), y + 2.0
