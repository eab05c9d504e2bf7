"""Building blocks of a card: text styles, words on the left edge, figures on the right edge, rules between.

A band is a function that takes the context of the card, what is said, and the
y where it begins; it returns its ops and the y where it ends. Bands that say the same on many cards are cached.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw import REGULAR, Font, Op, Rect, Text, fit, ink, measure
from co2label.label._brand import CONTENT, INK, LEFT, smallest

if TYPE_CHECKING:
    from co2label.draw import Align
    from co2label.label._brand import House


Band = tuple[tuple[Op, ...], float]
"""Ops, and the y where the next band begins."""

_SIDE_BEARING = 0.04
"""The usual blank beside a kanji or a figure, in em."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set: its size, its edge `x`, and how far it may give way."""

    size: float
    language: str
    x: float = LEFT
    width: float = CONTENT
    font: Font = REGULAR
    align: Align = "left"
    fill: str = INK
    most_lines: int = 1
    leading: float = 1.36
    """From baseline to baseline, in em."""
    smallest: float | None = None
    """How small it may become; what its language bears where nothing is said."""


@dataclass(frozen=True, slots=True, eq=False)
class CardContext:
    """How a card looks, whatever it says: its languages, its house, and the em of the number.

    `card_context` gives the same object for the same values, so that bands can be cached by it.
    """

    languages: tuple[str, ...]
    figure: float
    """No other text comes near it."""
    house: House

    @property
    def first(self) -> str:
        """The language that is read first."""
        return self.languages[0]

    @property
    def second(self) -> str | None:
        """The language under it, if there is one."""
        return self.languages[1] if len(self.languages) > 1 else None

    @property
    def figures(self) -> str:
        """The language of digits and units, which are Latin letters on a Japanese card as well."""
        return "en" if self.first == "ja" else self.first

    def style(  # noqa: PLR0913 - what a text may differ in
        self,
        size: float,
        language: str,
        *,
        bold: bool = False,
        fill: str | None = None,
        x: float = LEFT,
        width: float = CONTENT,
        align: Align = "left",
        most_lines: int = 1,
        leading: float = 1.36,
        smallest: float | None = None,
    ) -> TextStyle:
        """A TextStyle in the fonts of the house, and in its ink where no other colour is given."""
        font = self.house.bold if bold else self.house.regular
        colour = fill or self.house.ink
        return TextStyle(size, language, x, width, font, align, colour, most_lines, leading, smallest)


@lru_cache(maxsize=256)
def card_context(languages: tuple[str, ...], figure: float, house: House) -> CardContext:
    """Return the context of these languages, this size of the number and this house; one object for the same values."""
    return CardContext(languages, figure, house)


def rise(style: TextStyle) -> float:
    """How far letters rise above the baseline, in mm: kanji 0.85 em, Latin ascenders 0.78."""
    return (0.85 if style.language == "ja" else 0.78) * style.size


def fall(style: TextStyle) -> float:
    """How far letters hang below the baseline, in mm."""
    return (0.1 if style.language == "ja" else 0.22) * style.size


def rule(y: float, height: float, fill: str = INK) -> Band:
    """A rule across the content; ends at its lower edge."""
    return (Rect(LEFT, y, CONTENT, height, fill),), y + height


def bar(look: CardContext, place: tuple[float, float, float, float], fill: str) -> Rect:
    """A bar at x, y, width and height, with the corners of the house as far as it has room for them."""
    _, _, width, height = place
    return Rect(*place, fill, min(look.house.corner, width / 2, height / 2))


def set_line(text: str, baseline: float, style: TextStyle) -> Text:
    """One line on a baseline, flush with its edge by what is black: the blank beside the last letter hangs out."""
    x = style.x + _hanging_blank(text, style)
    return Text(
        x, baseline, text, style.size, style.font, style.align, style.fill, style.language, style.width
    )


def _hanging_blank(text: str, style: TextStyle) -> float:
    """How far a line is moved towards its edge. Kanji and kana keep their squares, and figures their columns."""
    edge = text[:1] if style.align == "left" else text[-1:]
    side = -1.0 if style.align == "left" else 1.0
    if not edge.isascii() or edge.isdigit():
        return side * _SIDE_BEARING * style.size
    bounds = ink(text, style.font)
    blank = bounds.left if style.align == "left" else measure(text, 1.0, style.font) - bounds.right
    return side * max(0.0, blank) * style.size


def set_block(text: str, y: float, style: TextStyle) -> tuple[tuple[Text, ...], float]:
    """A text below `y`, shrunk or broken as need be; ends where the letters of its last line end.

    Raises:
        DrawError: it does not fit even so.
    """
    fitted = fit(
        text,
        width=style.width,
        size=style.size,
        smallest=min(style.size, style.smallest or smallest(style.language)),
        most_lines=style.most_lines,
        font=style.font,
    )
    style = replace(style, size=fitted.size)
    first = y + rise(style)
    baselines = [first + index * style.leading * style.size for index in range(len(fitted.lines))]
    ops = tuple(set_line(line, at, style) for line, at in zip(fitted.lines, baselines, strict=True))
    return ops, baselines[-1] + fall(style)
