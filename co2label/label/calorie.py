"""The calorie label: a card that is read like the nutrition table beside it.

After the CFP display guide (MOE/METI, 2025-02): the figure with its unit; beside it the declared unit, the life-cycle
stages and the way to the report; what is covered; bars that are linear and start from zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import Picture, Scene
from co2label.label import phrases
from co2label.label.band import band
from co2label.label.card import Band, Look, look_of, rule
from co2label.label.daily import daily
from co2label.label.heading import figure_size, number, title, what
from co2label.label.house import HOUSE, House
from co2label.label.measures import BOTTOM, CONTENT, HAIR, HAIRLINE, HEAVY, LEFT, MIDDLE, TOP, WIDTH
from co2label.label.near import near
from co2label.label.remarks import remarks
from co2label.label.small_print import small_print
from co2label.label.stage_table import stage_table
from co2label.wording import format_number, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration

__all__ = ["calorie"]

_BAND = 4.6
"""Height of the five-step band, in mm."""


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
    languages = read_languages(language, phrases.MOST_LANGUAGES)
    look = look_of(languages, figure_size(declaration, house), house)
    ops, y = _upper(look, declaration)
    low, end = small_print(look, declaration, y)
    first = languages[0]
    return Picture(
        Scene(
            WIDTH,
            round(end + BOTTOM, 6),
            (*ops, *low),
            f"{translate('title', first)}: {phrases.name(declaration, first)}".replace("₂", "2"),
            "\n".join(phrases.text_lines(declaration, first)[1:]),
            first,
        )
    )


def _upper(look: Look, declaration: Declaration) -> Band:
    """All bands down to the last rule; the blanks between them are here."""
    top, y = title(look, TOP)
    heavy, y = rule(y, HEAVY, look.house.ink)
    names = tuple(phrases.name(declaration, each) for each in look.languages)
    pers = tuple(phrases.per(declaration, each) for each in look.languages)
    whats, y = what(look, names, pers, y + 1.8)
    value = format_number(declaration.shown.value, look.first)
    figure, y = number(look, value, phrases.unit(declaration), y + 2.8)
    steps, y = _steps(look, declaration, y)
    nearby, y = _near(look, declaration, y)
    day, y = daily(look, declaration, y + 2.6)
    middle, y = rule(y + 1.3, MIDDLE, look.house.ink)
    stages, y = stage_table(look, declaration, y + 1.2)
    last, y = rule(y, MIDDLE, look.house.ink)
    more, y = _remarks(look, declaration, y)
    return (*top, *heavy, *whats, *figure, *steps, *nearby, *day, *middle, *stages, *last, *more), y + 1.8


def _steps(look: Look, declaration: Declaration, y: float) -> Band:
    """The five-step band below the number, where the figure has one."""
    step = declaration.band
    if step is None:
        return (), y
    place = (LEFT, y + 2.6, CONTENT, _BAND)
    return band(look, (step.letter, step.step, step.steps), place)


def _near(look: Look, declaration: Declaration, y: float) -> Band:
    """What must stand near the number, right below it."""
    sentences = tuple(zip(*(phrases.near(declaration, each) for each in look.languages), strict=True))
    return near(look, sentences, y + 2.6) if sentences else ((), y)


def _remarks(look: Look, declaration: Declaration, y: float) -> Band:
    """Comparison and SDG lines between the last rule and a hairline."""
    found = remarks(look, declaration, y + 1.6)
    if found is None:
        return (), y
    hair, end = rule(found[1] + 1.4, HAIR, HAIRLINE)
    return (*found[0], *hair), end
