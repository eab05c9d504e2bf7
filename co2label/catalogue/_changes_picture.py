"""Picture of what changed: how many figures moved by how much, as a histogram on linear axes that begin at zero.

>>> spread = distribution(np.array([-12.0, -3.0, 4.0, 5.0, 400.0]), most=8)
>>> spread.step, spread.first, spread.counts
(100.0, -1, (2, 2, 0, 0, 0, 1))
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from co2label.draw import (
    ACCENT,
    BOLD,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    INK,
    REGULAR,
    Block,
    Column,
    Font,
    Op,
    Picture,
    Rect,
    Rule,
    Scene,
    Space,
    Text,
    TextStyle,
    measure,
)
from co2label.figures import show_percent
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.catalogue._changes import Changes
    from co2label.draw import Align


_FAR = 0.005
"""Share of the moves on each side that may lie beyond the last step, where there are many."""

_MANY = 1_000

_OF_TEN = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts by step. Moves beyond the first and the last step are counted apart: nothing is cut off unseen."""

    step: float
    """Percent."""
    first: int
    """The first step begins at `first × step` percent."""
    counts: tuple[int, ...]
    below: int
    """Moves below the first step."""
    above: int
    """Moves above the last one."""
    median: float
    """Percent, of all moves."""

    @property
    def edges(self) -> tuple[float, ...]:
        """Edges of the steps, in percent."""
        return tuple((self.first + place) * self.step for place in range(len(self.counts) + 1))


def distribution(percents: NDArray[np.float64], *, most: int = 24) -> Distribution:
    """The histogram of some moves, none of which is zero.

    Args:
        percents: the moves in percent; at least one.
        most: steps that there may be.
    """
    far = _FAR if len(percents) >= _MANY else 0.0
    low, high = (float(end) for end in np.quantile(percents, [far, 1.0 - far], method="nearest"))
    low, high = min(low, 0.0), max(high, 0.0)
    step = step_of((high - low) / max(most - 2, 1))
    first, last = math.floor(low / step), math.floor(high / step) + 1
    if high <= 0:
        last = 0  # nothing lies above zero
    place = np.floor(percents / step).astype(np.int64) - first
    inside = (place >= 0) & (place < last - first)
    counts = np.bincount(place[inside], minlength=last - first)
    return Distribution(
        step=step,
        first=first,
        counts=tuple(counts.tolist()),
        below=int((place < 0).sum()),
        above=int((place >= last - first).sum()),
        median=float(np.median(percents)),
    )


def step_of(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`.

    >>> step_of(0.7), step_of(3.0), step_of(0.011)
    (1.0, 5.0, 0.02)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return next(each * power for each in _OF_TEN if each * power >= least * (1 - 1e-12))


_CAUSES = 3
"""Factors that are named."""


def grouped(count: int, language: str) -> str:
    """A count with its thousands apart.

    >>> grouped(1234567, "en")
    '1,234,567'
    """
    return format_number(str(count), language)


def signed(percent: float, language: str) -> str:
    r"""A move in percent, with its sign and two digits that count.

    >>> signed(-12.34, "en"), signed(0.52, "fr")
    ('−12%', '+0,52\u202f%')
    """
    return _percent(show_percent(percent), language)


def _percent(digits: str, language: str) -> str:
    sign = "" if digits.startswith("-") or digits == "0" else "+"
    text = format_number(sign + digits, language)
    return translate("reference.percent", language, value=text)


def heading(changes: Changes, language: str) -> str:
    """Sentence with the number of figures that moved, and of those that did not."""
    moved, unchanged = len(changes.moved), changes.unchanged
    counts = {"moved": moved, "total": moved + unchanged, "unchanged": unchanged}
    texts = {name: grouped(count, language) for name, count in counts.items()}
    return translate("changes.moved", language, **texts)


def percents(spread: Distribution, language: str) -> list[str]:
    """The edges of the steps."""
    digits = (np.format_float_positional(edge, 12, fractional=False, trim="-") for edge in spread.edges)
    return [_percent(each, language) for each in digits]


def causes(changes: Changes, language: str) -> str:
    """The factors that moved most."""
    first = [
        translate("changes.cause", language, name=one.factor, count=grouped(one.products, language))
        for one in changes.by_factor[:_CAUSES]
    ]
    return translate("changes.causes", language, names=translate("changes.list", language).join(first))


def remarks(changes: Changes, spread: Distribution | None, language: str) -> Iterator[str]:
    """Sentences for what the bars do not show."""
    if spread is not None:
        yield translate("changes.median", language, percent=signed(spread.median, language))
        edges = percents(spread, language)
        for key, count, where in (("below", spread.below, edges[0]), ("beyond", spread.above, edges[-1])):
            if count:
                yield translate(f"changes.{key}", language, count=grouped(count, language), percent=where)
    from_zero = int(np.isnan(changes.percent[changes.moved]).sum())
    counts = {"from-zero": from_zero, "lost": len(changes.lost), "gained": len(changes.gained)}
    for key, count in counts.items():
        if count:
            yield translate(f"changes.{key}", language, count=grouped(count, language))


HIGHER = "#b0701a"
"""Figures that rose: the ochre of credits in the contribution picture, which prints lighter than the accent."""

_WIDTH, _EDGE, _TOP, _BOTTOM = 120.0, 4.0, 4.2, 4.0
_RIGHT = _WIDTH - _EDGE
_CONTENT = _RIGHT - _EDGE
_PLOT_RIGHT = _RIGHT - 5.0
_TITLE, _TEXT, _SMALL = 5.0, 3.0, 2.6
"""The em of each kind of text."""
_LEADING, _ABOVE = 1.36, 0.92
"""From baseline to baseline, and from the top of a text to its first baseline, in em."""
_HEIGHT = 38.0
"""Of the tallest bar that reaches the last line of the grid."""
_GRID, _GAP = 4, 0.25


def changes_picture(changes: Changes, *, language: str = "en") -> Picture:
    r"""Draw how moves are spread.

    Args:
        changes: what `what_changed` found.
        language: "ja", "en", "fr" or any other that there is wording of.

    Raises:
        TextError: a language without wording.

    >>> from co2label.catalogue._changes_in_products import what_changed
    >>> from co2label.factors import FactorLibrary
    >>> changes_picture(what_changed([], FactorLibrary(), FactorLibrary())).scene.description
    'What the new emission factors change\n0 of 0 figures moved; 0 did not\nNo figure moved'
    """
    moves = changes.percent[changes.moved]
    moves = moves[np.isfinite(moves)]
    title = translate("changes.title", language)
    spread = distribution(moves) if len(moves) else None
    why = causes(changes, language) if spread is not None else translate("changes.none", language)
    lines = [heading(changes, language), why, *remarks(changes, spread, language)]
    small = _style(_SMALL, language, fill=GREY)
    ops, end = Column(
        Block(title, _style(_TITLE, language, font=BOLD)),
        Space(0.4),
        Rule(HEAVY, x=_EDGE, width=_CONTENT),
        Space(1.0),
        Block(lines[0], _style(_TEXT, language)),
        None if spread is None else partial(_legend, moves, language),
        None if spread is None else _Histogram(spread, language),
        *(Block(line, small) for line in lines[1:]),
    )(_TOP)
    description = "\n".join((title, *lines)).replace("₂", "2")
    return Picture(Scene(_WIDTH, float(math.ceil(end + _BOTTOM)), ops, title, description, language))


def _style(size: float, language: str, *, font: Font = REGULAR, fill: str = INK) -> TextStyle:
    """Text over the whole width, on four lines at most."""
    return TextStyle(
        size,
        language,
        x=_EDGE,
        width=_CONTENT,
        font=font,
        fill=fill,
        most_lines=4,
        leading=_LEADING,
        smallest=_SMALL,
        frame=(_ABOVE, _LEADING - _ABOVE),
    )


def _legend(moves: NDArray[np.float64], language: str, y: float) -> tuple[tuple[Op, ...], float]:
    """Draw the legend of the colours, each with its count."""
    ops: list[Op] = []
    x, y = _EDGE, y + 3.2
    for key, colour, some in (("lower", ACCENT, moves < 0), ("higher", HIGHER, moves > 0)):
        text = translate(f"changes.{key}", language, count=grouped(int(some.sum()), language))
        ops.append(Rect(x, y - 2.0, 2.2, 2.2, colour))
        ops.append(Text(x + 3.0, y, text, _SMALL, BOLD, language=language))
        x += 3.0 + measure(text, _SMALL, BOLD) + 6.0
    return tuple(ops), y + 3.0


class _Histogram:
    """Bars from zero, a grid of counts on the left, percents below."""

    def __init__(self, spread: Distribution, language: str) -> None:
        self._spread, self._language = spread, language
        self._step = max(1.0, step_of(max(spread.counts) / _GRID))
        self._grid = math.ceil(max(spread.counts) / self._step)
        self._labels = [grouped(round(place * self._step), language) for place in range(self._grid + 1)]
        self._left = _EDGE + max(measure(label, _SMALL) for label in self._labels) + 1.2
        self._bar = (_PLOT_RIGHT - self._left) / len(spread.counts)

    def __call__(self, y: float) -> tuple[tuple[Op, ...], float]:
        unit = self._text(translate("changes.products", self._language), _EDGE, y + 0.8 * _SMALL, fill=GREY)
        y += _LEADING * _SMALL + 1.2
        base = y + _HEIGHT
        axis = Rect(self._left, base, _PLOT_RIGHT - self._left, 0.3)
        ticks, end = self._ticks(base + 1.2)
        return (unit, *self._lines(base), *self._bars(base), axis, *ticks), end

    def _text(self, text: str, x: float, y: float, *, align: Align = "left", fill: str = INK) -> Text:
        return Text(x, y, text, _SMALL, align=align, fill=fill, language=self._language)

    def _lines(self, base: float) -> Iterator[Op]:
        """The lines of the grid, with their counts."""
        for place, label in enumerate(self._labels):
            y = base - place * (_HEIGHT / self._grid)
            yield self._text(label, self._left - 1.2, y + 0.375 * _SMALL, align="right", fill=GREY)
            if place:
                yield Rect(self._left, y - HAIR / 2, _PLOT_RIGHT - self._left, HAIR, HAIRLINE)

    def _bars(self, base: float) -> Iterator[Op]:
        spread, width = self._spread, self._bar
        gap = min(_GAP, width / 4)
        per_product = _HEIGHT / self._grid / self._step
        for place, count in enumerate(spread.counts):
            if count:
                colour = ACCENT if spread.first + place < 0 else HIGHER
                height = max(count * per_product, HAIR)  # one product in a million is not nothing
                yield Rect(self._left + place * width + gap / 2, base - height, width - gap, height, colour)
        if spread.first < 0 < spread.first + len(spread.counts):
            zero = self._left - spread.first * width
            yield Rect(zero - HAIR / 2, base - _HEIGHT - 1.0, HAIR, _HEIGHT + 1.0, INK)

    def _ticks(self, y: float) -> tuple[list[Op], float]:
        """Percents at edges of bars, as many as have room, zero among them; and the name of the axis."""
        ops: list[Op] = []
        texts = percents(self._spread, self._language)
        widest = max(measure(text, _SMALL) for text in texts) + 2.5
        every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * self._bar >= widest or n >= len(texts))
        for place, text in enumerate(texts):
            if (self._spread.first + place) % every:
                continue
            x, half = self._left + place * self._bar, measure(text, _SMALL) / 2
            ops.append(Rect(x - HAIR / 2, y - 0.9, HAIR, 0.9))
            middle = min(max(x, _EDGE + half), _RIGHT - half)
            ops.append(self._text(text, middle, y + 0.9 * _SMALL, align="middle"))
        y += _LEADING * _SMALL + 0.6
        middle = (self._left + _PLOT_RIGHT) / 2
        axis = translate("changes.axis", self._language)
        ops.append(self._text(axis, middle, y + 0.8 * _SMALL, align="middle", fill=GREY))
        return ops, y + _LEADING * _SMALL + 2.0
