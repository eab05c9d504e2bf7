"""The sheet that bands are set on: words on the left edge, figures on the right edge, rules between them.

A band is a function that takes a Card and the y where it begins, and returns its ops and the y where it ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect, Text
from co2label.draw.fit import fit
from co2label.draw.fonts import ink
from co2label.label.measures import CONTENT, INK, LEFT, SMALLEST

if TYPE_CHECKING:
    from co2label.declaration import Declaration
    from co2label.draw.scene import Align, Weight

__all__ = ["Band", "Card", "Style", "fall", "rise", "rule", "set_block", "set_line"]

Band = tuple[tuple[Op, ...], float]
"""Ops, and the y where the next band begins."""

_RISE = {"ja": 0.85, "en": 0.78}
_FALL = {"ja": 0.1, "en": 0.22}


@dataclass(frozen=True, slots=True)
class Card:
    """What is said and in which languages; `figure` is the em of the number, which no other text comes near."""

    declaration: Declaration
    languages: tuple[str, ...]
    figure: float

    @property
    def first(self) -> str:
        """The language that is read first."""
        return self.languages[0]

    @property
    def second(self) -> str | None:
        """The language under it, if there is one."""
        return self.languages[1] if len(self.languages) > 1 else None


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: its size, its edge `x`, and how far it may give way."""

    size: float
    language: str
    x: float = LEFT
    width: float = CONTENT
    weight: Weight = "regular"
    align: Align = "left"
    fill: str = INK
    most_lines: int = 1
    leading: float = 1.36
    """From baseline to baseline, in em."""


def rise(style: Style) -> float:
    """How far letters rise above the baseline, in mm: kanji 0.85 em, Latin ascenders 0.78."""
    return _RISE[style.language] * style.size


def fall(style: Style) -> float:
    """How far letters hang below the baseline, in mm."""
    return _FALL[style.language] * style.size


def rule(y: float, height: float, fill: str = INK) -> Band:
    """A rule across the content; ends at its lower edge."""
    return (Rect(LEFT, y, CONTENT, height, fill),), y + height


def set_line(text: str, baseline: float, style: Style) -> Text:
    """One line on a baseline; on the left edge it is the ink that is flush, not the blank before it."""
    indent = ink(text, style.weight).left * style.size if style.align == "left" else 0.0
    return Text(
        style.x - indent, baseline, text, style.size, style.weight, style.align, style.fill, style.language, style.width
    )


def set_block(text: str, y: float, style: Style) -> Band:
    """A text below `y`, shrunk or broken as need be; ends where the letters of its last line end.

    Raises:
        DrawError: it does not fit even so.
    """
    fitted = fit(
        text,
        width=style.width,
        size=style.size,
        smallest=min(style.size, SMALLEST[style.language]),
        most_lines=style.most_lines,
        weight=style.weight,
    )
    style = replace(style, size=fitted.size)
    first = y + rise(style)
    baselines = [first + index * style.leading * style.size for index in range(len(fitted.lines))]
    ops = tuple(set_line(line, at, style) for line, at in zip(fitted.lines, baselines, strict=True))
    return ops, baselines[-1] + fall(style)
