"""The picture of what changed: how many figures moved by how much, as a histogram on linear axes that begin at zero."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.what_changed.distribution import Distribution, distribution, step_of
from co2label.catalogue.what_changed.words import causes, grouped, heading, percents, remarks
from co2label.draw import BOLD, Op, Picture, Rect, Scene, Text, fit, measure
from co2label.label import ACCENT, GREY, HAIR, HAIRLINE, HEAVY, INK
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.catalogue.what_changed.result import Changes
    from co2label.draw import Align

__all__ = ["picture"]

HIGHER = "#b0701a"
"""Figures that rose: the ochre of credits in the contribution picture, which prints lighter than the accent."""
_WIDTH, _EDGE, _TOP, _BOTTOM = 120.0, 4.0, 4.2, 4.0
_TITLE, _TEXT, _SMALL = 5.0, 3.0, 2.6
"""The em of each kind of text."""
_HEIGHT = 38.0
"""Of the tallest bar that reaches the last line of the grid."""
_GRID, _GAP = 4, 0.25
_RIGHT = _WIDTH - _EDGE
_PLOT_RIGHT = _RIGHT - 5.0
_LEADING = 1.36


def picture(changes: Changes, *, language: str = "en") -> Picture:
    r"""Draw how moves are spread.

    Args:
        changes: what `what_changed` found.
        language: "ja", "en", "fr" or any other that there is wording of.

    Raises:
        TextError: a language without wording.

    >>> from co2label.catalogue.what_changed import what_changed
    >>> from co2label.factors import FactorLibrary
    >>> picture(what_changed([], FactorLibrary(), FactorLibrary())).scene.description
    'What the new emission factors change\n0 of 0 figures moved; 0 did not\nNo figure moved'
    """
    moves = changes.percent[changes.moved]
    moves = moves[np.isfinite(moves)]
    sheet = _Sheet(language)
    title = translate("changes.title", language)
    lines = [heading(changes, language)]
    sheet.block(title, _TITLE, bold=True)
    sheet.rule()
    sheet.block(lines[0], _TEXT)
    if len(moves):
        spread = distribution(moves)
        sheet.legend(moves)
        sheet.histogram(spread)
        lines += [*causes(changes, language), *remarks(changes, spread, language)]
    else:
        lines += [translate("changes.none", language), *remarks(changes, None, language)]
    for line in lines[1:]:
        sheet.block(line, _SMALL, fill=GREY)
    description = "\n".join((title, *lines)).replace("₂", "2")
    height = float(math.ceil(sheet.y + _BOTTOM))
    return Picture(Scene(_WIDTH, height, tuple(sheet.ops), title, description, language))


class _Sheet:
    """Strictly private: the ops so far, and the height where the next ones begin."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.ops: list[Op] = []
        self.y = _TOP

    def line(  # noqa: PLR0913 - what a line may differ in
        self,
        said: str,
        x: float,
        baseline: float,
        size: float = _SMALL,
        *,
        align: Align = "left",
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        font = BOLD if bold else Text(0, 0, "", 1).font
        self.ops.append(Text(x, baseline, said, size, font, align, fill, self.language))

    def block(self, said: str, size: float, *, fill: str = INK, bold: bool = False) -> None:
        font = BOLD if bold else Text(0, 0, "", 1).font
        fitted = fit(
            said, width=_RIGHT - _EDGE, size=size, smallest=min(size, _SMALL), most_lines=4, font=font
        )
        for each in fitted.lines:
            self.y += 0.92 * fitted.size
            self.line(each, _EDGE, self.y, fitted.size, fill=fill, bold=bold)
            self.y += (_LEADING - 0.92) * fitted.size

    def rule(self) -> None:
        self.y += 0.4
        self.ops.append(Rect(_EDGE, self.y, _RIGHT - _EDGE, HEAVY))
        self.y += HEAVY + 1.0

    def legend(self, moves: np.ndarray) -> None:
        """What each colour is, with how many it counts."""
        x, self.y = _EDGE, self.y + 3.2
        for key, colour, count in (
            ("lower", ACCENT, (moves < 0).sum()),
            ("higher", HIGHER, (moves > 0).sum()),
        ):
            said = translate(f"changes.{key}", self.language, count=grouped(int(count), self.language))
            self.ops.append(Rect(x, self.y - 2.0, 2.2, 2.2, colour))
            self.line(said, x + 3.0, self.y, bold=True)
            x += 3.0 + measure(said, _SMALL, BOLD) + 6.0
        self.y += 3.0

    def histogram(self, spread: Distribution) -> None:
        """Bars from zero, a grid of counts on the left, percents below."""
        step = max(1.0, step_of(max(spread.counts) / _GRID))
        lines = math.ceil(max(spread.counts) / step)
        labels = [grouped(round(place * step), self.language) for place in range(lines + 1)]
        left = _EDGE + max(measure(label, _SMALL) for label in labels) + 1.2
        unit = translate("changes.products", self.language)
        self.line(unit, _EDGE, self.y + 0.8 * _SMALL, fill=GREY)
        self.y += _LEADING * _SMALL + 1.2
        base, per_line = self.y + _HEIGHT, _HEIGHT / lines
        for place, label in enumerate(labels):
            y = base - place * per_line
            self.line(label, left - 1.2, y + 0.375 * _SMALL, align="right", fill=GREY)
            if place:
                self.ops.append(Rect(left, y - HAIR / 2, _PLOT_RIGHT - left, HAIR, HAIRLINE))
        self._bars(spread, left, base, per_line / step)
        self.ops.append(Rect(left, base, _PLOT_RIGHT - left, 0.3))
        self.y = base + 1.2
        self._percents(spread, left)

    def _bars(self, spread: Distribution, left: float, base: float, per_product: float) -> None:
        width = (_PLOT_RIGHT - left) / len(spread.counts)
        gap = min(_GAP, width / 4)
        for place, count in enumerate(spread.counts):
            if count:
                colour = ACCENT if spread.first + place < 0 else HIGHER
                height = max(count * per_product, HAIR)  # one product in a million is not nothing
                self.ops.append(
                    Rect(left + place * width + gap / 2, base - height, width - gap, height, colour)
                )
        if spread.first < 0 < spread.first + len(spread.counts):
            zero = left - spread.first * width
            self.ops.append(Rect(zero - HAIR / 2, base - _HEIGHT - 1.0, HAIR, _HEIGHT + 1.0, INK))

    def _percents(self, spread: Distribution, left: float) -> None:
        """Ticks at edges, as many as have room, zero among them."""
        width = (_PLOT_RIGHT - left) / len(spread.counts)
        said = percents(spread, self.language)
        widest = max(measure(each, _SMALL) for each in said) + 2.5
        every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * width >= widest or n >= len(said))
        for place, each in enumerate(said):
            if (spread.first + place) % every:
                continue
            x, half = left + place * width, measure(each, _SMALL) / 2
            self.ops.append(Rect(x - HAIR / 2, self.y - 0.9, HAIR, 0.9))
            self.line(each, min(max(x, _EDGE + half), _RIGHT - half), self.y + 0.9 * _SMALL, align="middle")
        self.y += _LEADING * _SMALL + 0.6
        axis = translate("changes.axis", self.language)
        self.line(axis, (left + _PLOT_RIGHT) / 2, self.y + 0.8 * _SMALL, align="middle", fill=GREY)
        self.y += _LEADING * _SMALL + 2.0
