"""Bars of shares: linear on one axis from zero, credits to its left, more than the whole beyond its end; never cut off.

An `Axis` places numbers; bars on one axis compare. `ShareBar` is one number of a whole, with a whisker for its range;
`StackedBar` the parts of a sum side by side, with the words for each below.

>>> axis = Axis.holding(0.48, 0.6, x=3.0, width=50.0)
>>> ops, end = ShareBar(axis, 0.48, span=(0.38, 0.6))(10.0)
>>> [(op.x, round(op.width, 2)) for op in ops[:2]], end
([(3.0, 50.0), (3.0, 24.0)], 12.0)
>>> Axis.holding(-0.5, 1.5, x=0.0, width=40.0).at(1.0)
30.0
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw._layout import ACCENT, CONTENT, LEFT, ON_MIDDLE, TRACK, Placed, TextStyle, set_line
from co2label.draw._scene import INK, WHITE, Hatch, Op, Rect, channels
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROUNDING = 1e-9

_TICK, _REACH = 0.3, 0.5
"""Thickness of a whisker and of the ticks at zero and at the whole, and how far these reach out of a bar, mm."""

_CAP = 0.65
"""The caps of a whisker, in parts of the height of its bar."""

_CREDIT = (0.9, 0.3)
"""Pitch and thickness of the lines of a credit, mm."""

_JOINT = 0.2
"""White between two parts of a stack, mm, where both are three times as wide."""

_TINTS = (1.0, 0.6, 0.36, 0.2, 0.1)
"""Parts of the fill that the parts of a stack have, in their order."""

_PALEST = 0.1

_SWATCH, _AFTER_SWATCH, _BETWEEN = 0.72, 0.34, 0.8
"""Beside the words of a part: its square, the blank after that, and the one before the next part, in em."""

_UNDER = 0.9
"""Between a stack and its words, mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Linear scale between two edges.

    Attributes:
        x: the left edge, mm.
        width: mm.
        least: the number at the left edge, 0 or less.
        most: the number at the right edge.
    """

    x: float = LEFT
    width: float = CONTENT
    least: float = 0.0
    most: float = 1.0

    @classmethod
    def holding(cls, *values: float, whole: float = 1.0, x: float = LEFT, width: float = CONTENT) -> Axis:
        """An axis from zero to the whole, made longer where a number lies outside."""
        return cls(x=x, width=width, least=min(0.0, *values, whole), most=max(0.0, *values, whole))

    def at(self, value: float) -> float:
        """Position of a number in mm.

        Raises:
            DrawError: outside the axis.
        """
        if not self.least - _ROUNDING <= value <= self.most + _ROUNDING:
            raise DrawError(
                f"expected a bar from {self.least:g} to {self.most:g}, got {value:g}; take a longer axis"
            )
        return self.x + self.width * (value - self.least) / (self.most - self.least)

    def between(self, one: float, other: float, y: float, height: float, fill: str = INK) -> Rect:
        """The rectangle from one number to another."""
        left, right = sorted((self.at(one), self.at(other)))
        return Rect(left, y, right - left, height, fill)


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar from zero on a track that is the whole; a tick marks the whole, or zero, where the axis goes on beyond it.

    A credit lies to the left of zero and is hatched, so that one ink tells it as well.
    """

    axis: Axis
    share: float | None
    """The number: 1 is the whole; None for the track alone."""
    height: float = 2.0
    span: tuple[float, float] | None = None
    """The range of the number, drawn as a whisker."""
    fill: str = ACCENT
    track: str | None = TRACK
    whole: float = 1.0

    def __call__(self, y: float) -> Placed:
        return tuple(self._ops(y)), y + self.height

    def around(self, middle: float) -> tuple[Op, ...]:
        """The bar in the middle of a row."""
        return self(middle - self.height / 2)[0]

    def _ops(self, y: float) -> Iterator[Rect]:
        axis = self.axis
        if self.track is not None:
            yield axis.between(0.0, self.whole, y, self.height, self.track)
        if self.share is not None:
            bar = axis.between(0.0, self.share, y, self.height, self.fill)
            yield bar if self.share >= 0 else _credit(bar)
        if axis.least < 0:
            yield _tick(axis.at(0.0), y, self.height)
        if axis.most > self.whole:
            yield _tick(axis.at(self.whole), y, self.height)
            if (self.share or 0.0) > self.whole:
                yield Rect(axis.at(self.whole) - _TICK / 2, y, _TICK, self.height, WHITE)
        if self.span is not None:
            yield from self._whisker(y, *self.span)

    def _whisker(self, y: float, low: float, high: float) -> Iterator[Rect]:
        """White where it lies on the bar, else in ink."""
        end = max(0.0, self.share or 0.0)
        middle = y + (self.height - _TICK) / 2
        for begin, stop, fill in (
            (max(low, 0.0), min(high, end), WHITE),
            (max(low, end), high, INK),
            (low, min(high, 0.0), INK),
        ):
            if begin < stop:
                yield self.axis.between(begin, stop, middle, _TICK, fill)
        for value in (low, high):
            cap, at = _CAP * self.height, self.axis.at(value)
            left = min(max(self.axis.x, at - _TICK / 2), self.axis.x + self.axis.width - _TICK)
            yield Rect(left, y + (self.height - cap) / 2, _TICK, cap, WHITE if 0.0 < value < end else INK)


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The parts of a sum side by side from zero on, in paler and paler tints, with the words of each below.

    Credits lie to the left of zero, hatched, the first one next to it. A part of nothing has words alone.
    """

    parts: tuple[tuple[float, str], ...]
    """Number and words of each, in their order: (0.81, "Raw materials 81 %")."""
    style: TextStyle
    """Of the words; bar and words lie between its `x` and its `width`."""
    height: float = 2.4
    fill: str = ACCENT
    squares: bool | None = None
    """Whether the words have squares; for None, they have them unless all fit on one line only without, and stand in the
    order of their parts, which credits do not."""

    def __post_init__(self) -> None:
        if not any(share for share, _ in self.parts):
            raise DrawError("expected a bar of one part or more, got none that is not zero")

    def __call__(self, y: float) -> Placed:
        return _set_stack(self, y)

    @property
    def axis(self) -> Axis:
        """From all credits to all else."""
        least = sum(min(0.0, share) for share, _ in self.parts)
        most = sum(max(0.0, share) for share, _ in self.parts)
        return Axis(x=self.style.x, width=self.style.width, least=least, most=most)


@lru_cache(maxsize=512)
def _set_stack(stack: StackedBar, y: float) -> Placed:
    tints = zip(stack.parts, _tints(len(stack.parts)), strict=True)
    fills = [mixed(stack.fill, tint) if share >= 0 else stack.fill for (share, _), tint in tints]
    bars = tuple(_parts(stack, y, fills))
    words, end = _words(stack, y + stack.height + _UNDER, fills)
    return (*bars, *words), end


def _parts(stack: StackedBar, y: float, fills: list[str]) -> Iterator[Rect]:
    axis, joints = stack.axis, list[float]()
    for sign in (1.0, -1.0):
        bars: list[Rect] = []
        stop = 0.0
        for (share, _), fill in zip(stack.parts, fills, strict=True):
            if share * sign > 0:
                bars.append(axis.between(stop, stop + share, y, stack.height, fill))
                if _wide(*bars[-2:]) and len(bars) > 1:
                    joints.append(axis.at(stop))
                stop += share
        yield from map(_credit, bars) if sign < 0 else bars
    yield from (Rect(at - _JOINT / 2, y, _JOINT, stack.height, WHITE) for at in joints)
    if axis.least < 0 < axis.most:
        yield _tick(axis.at(0.0), y, stack.height)


def _wide(*bars: Rect) -> bool:
    return all(bar.width >= 3 * _JOINT for bar in bars)


def _words(stack: StackedBar, y: float, fills: list[str]) -> Placed:
    """Words of each part, as many on a line as fit, after a square as the part is drawn."""
    style, ops = stack.style, list[Op]()
    x, baseline, edge = style.x, y + style.above, style.x + style.width
    side, after, between = (part * style.size for part in (_SWATCH, _AFTER_SWATCH, _BETWEEN))
    indent = side + after if _has_squares(stack, side + after, between) else 0.0
    for (share, text), fill in zip(stack.parts, fills, strict=True):
        width = indent + style.width_of(text)
        if x > style.x and x + width > edge + _ROUNDING:
            x, baseline = style.x, baseline + style.leading * style.size
        if indent:
            square = Rect(x, baseline - ON_MIDDLE * style.size - side / 2, side, side, fill)
            ops.append(square if share >= 0 else _credit(square))
        ops.append(set_line(text, baseline, replace(style, x=x + indent, width=edge - x - indent)))
        x += width + between
    return tuple(ops), baseline + style.below


def _has_squares(stack: StackedBar, indent: float, between: float) -> bool:
    if stack.squares is not None:
        return stack.squares
    line = sum(stack.style.width_of(text) for _, text in stack.parts) + between * (len(stack.parts) - 1)
    in_order = all(share >= 0 for share, _ in stack.parts)
    return not (in_order and line <= stack.style.width < line + indent * len(stack.parts))


def _credit(bar: Rect) -> Rect:
    """A bar for a credit: hatched in its fill, on white."""
    return replace(bar, fill=WHITE, hatch=Hatch(bar.fill, *_CREDIT))


def _tick(x: float, y: float, height: float) -> Rect:
    return Rect(x - _TICK / 2, y - _REACH, _TICK, height + 2 * _REACH)


def _tints(count: int) -> tuple[float, ...]:
    """Paler and paler."""
    if count <= len(_TINTS):
        return _TINTS[:count]
    return tuple(1.0 - (1.0 - _PALEST) * index / (count - 1) for index in range(count))


def mixed(colour: str, part: float) -> str:
    """A colour of which there is a part on white.

    >>> mixed("#0d5a6e", 0.5)
    '#86acb6'
    """
    return "#" + "".join(f"{round(255 - (255 - channel) * part):02x}" for channel in channels(colour))
