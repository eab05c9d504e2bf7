"""The shelf label: name, price, and the figure read like a unit price, per unit and per 100 g or 1 kg; what must stand near it.

It is a strip for a shelf rail or the picture of an electronic shelf label; all sizes follow the size of the label, and no
text is smaller than 11 pixels of a display of 112 dpi.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.draw import Op, Picture, Scene
from co2label.errors import DrawError
from co2label.label import phrases
from co2label.label.card import look_of
from co2label.label.code import code_at, code_side
from co2label.label.house import HOUSE, House
from co2label.label.shelf_figure import figure_rows, height_of_figures, widest
from co2label.label.shelf_rows import BRIEFEST, WITHOUT_AMOUNT, extras, facts, head
from co2label.label.shelf_strip import EDGE, FIGURE, GAP, LEAST, SMALL, Row, Strip
from co2label.text import clean_text
from co2label.wording import read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration

__all__ = ["ESL_29", "ESL_42", "shelf"]

ESL_29 = (66.89, 29.05)
"""mm, of 296 × 128 pixels: the display of a 2.9-inch module as its maker gives it (Waveshare, Pico-ePaper-2.9)."""
ESL_42 = (84.8, 63.6)
"""mm, of 400 × 300 pixels: the display of a 4.2-inch module as its maker gives it (Waveshare, Pico-ePaper-4.2)."""

_DESIGN = (70.0, 38.0)
_FIGURE_LEAST, _COMFORTABLE = 3.6, 5.0
"""The em of the number: at least, and at least beside rows that could be left out."""
_PRICE_TEXT = 24
_HALVINGS = 8
"""To find the em of the number to a few hundredths of a millimetre."""


def shelf(  # noqa: PLR0913 - a shop sets price, size and code
    declaration: Declaration,
    *,
    price: str | None = None,
    price_note: str | None = None,
    size: tuple[float, float] = _DESIGN,
    language: str | Sequence[str] = "ja",
    house: House = HOUSE,
    module: float = 0.5,
) -> Picture:
    """Draw a shelf label.

    Args:
        declaration: what is said; its figure per common amount is shown if it has one.
        price: as the shop writes it, "228円"; at most 24 characters.
        price_note: what stands beside the price, "税込246円".
        size: width and height, mm: 70 × 38, 60 × 40, `ESL_29`, `ESL_42`, …
        language: "ja", "en", "ja+en" or a tuple of languages; the second one is left out where there is no room for it.
        house: whose style it is drawn in.
        module: of the QR code, mm; 0.5 is two pixels at 112 dpi and four dots at 203 dpi.

    Raises:
        DrawError: a size with too little room for the number and for what must stand near it; a text that does not fit.
        ClaimError: a price or a note that makes a claim.
        TextError: a price that must not be printed, or a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> shelf(said, price="¥228", language="en")
    <'CO2 footprint: Tea', 70 × 38 mm>
    """
    width, height = size
    shape = min(width / _DESIGN[0], height / _DESIGN[1])
    look = look_of(read_languages(language, phrases.MOST_LANGUAGES), FIGURE * max(1.0, shape), house)
    first = look.first
    side = code_side(declaration.link, module, min(height - EDGE, width / 2))
    prices = tuple(
        clean_text(text, where=where, limit=_PRICE_TEXT) if text is not None else None
        for text, where in ((price, "price"), (price_note, "price_note"))
    )
    refuse_claims(price=prices[0], price_note=prices[1])
    strip = Strip(
        look, _said_once(declaration), (width - side - EDGE, height), max(LEAST, SMALL * shape), prices, side
    )
    return Picture(
        Scene(
            width,
            height,
            (*_rows(strip), code_at(width, height, side, declaration.link, first)),
            f"{translate('title', first)}: {phrases.name(declaration, first)}".replace("₂", "2"),
            "\n".join([*(text for text in prices if text), *phrases.text_lines(declaration, first)[1:]]),
            first,
        )
    )


def _said_once(declaration: Declaration) -> Declaration:
    """A figure per the very amount that the number is per would only say the number again."""
    amount = declaration.per_amount
    if amount is None or dict(amount.words) != dict(declaration.declared_unit.words):
        return declaration
    return replace(declaration, per_amount=None)


def _rows(strip: Strip) -> tuple[Op, ...]:
    """The rows from top to bottom: as many of the lesser ones as leave the number its size.

    What the notes say, what the figure covers beyond its stages (packaging, …) and the figure per amount give way last, in
    this order; they stand behind the code.
    """
    top, lesser = head(strip), list(extras(strip))
    figure = 0.0
    for brief in range(BRIEFEST + 1):
        if brief == WITHOUT_AMOUNT:
            strip = replace(strip, declaration=replace(strip.declaration, per_amount=None))
        try:
            low = list(facts(strip, brief))
        except DrawError:
            if brief == BRIEFEST:
                raise
            continue
        for count in range(len(lesser), -1, -1):
            figure = _figure_size(strip, [*top, *low, *lesser[:count]])
            if figure >= (_COMFORTABLE if count else _FIGURE_LEAST):
                return _stacked(strip, [*top, *figure_rows(strip, figure), *low, *lesser[:count]])
    message = (
        f"expected room for a number of at least {_FIGURE_LEAST:g} mm, got {figure:.1f} mm in {strip.room[0]:.1f} × "
        f"{strip.room[1]:.1f} mm beside the QR code; take a larger label, a smaller module or a shorter name"
    )
    raise DrawError(message)


def _figure_size(strip: Strip, others: list[Row]) -> float:
    """The em of the number that leaves room for the other rows: the height of price and number grow with it."""
    room = strip.room[1] - 2 * EDGE - sum(row.height + GAP for row in others)
    low, high = _FIGURE_LEAST / 2, min(strip.look.figure, widest(strip))
    if height_of_figures(strip, high) <= room:
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if height_of_figures(strip, middle) <= room:
            low = middle
        else:
            high = middle
    return low


def _stacked(strip: Strip, rows: list[Row]) -> tuple[Op, ...]:
    """Rows one below the other; what height is left is shared out between them."""
    spare = strip.room[1] - 2 * EDGE - sum(row.height for row in rows)
    gap = spare / max(1, len(rows) - 1)
    ops: list[Op] = []
    y = EDGE
    for row in rows:
        above = row.wide and y + row.height <= strip.room[1] - strip.side
        ops += [replace(op, y=op.y + y) for op in (row.wide if above else row.ops)]
        y += row.height + gap
    return tuple(ops)
