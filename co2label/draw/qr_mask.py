"""Which mask `qrcode` would choose, by its four penalties, counted on whole symbols at once.

The rules are those of ISO/IEC 18004 as `qrcode` reads them, ties going to the lowest mask; that its choice and this one
are the same is held by tests.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.qr_symbol import stride

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["best_mask", "penalty"]

_BLOCK = 3
_FINDER = 40
_STEP = 10


def best_mask(size: int, trials: Sequence[int], difference: int) -> int:
    """The mask with the least penalty, the first of equals.

    Args:
        size: modules from edge to edge.
        trials: for each mask, the symbol of all-zero data without format and version information.
        difference: what the data change in it.
    """
    scores = [penalty(size, trial ^ difference) for trial in trials]
    return scores.index(min(scores))


def penalty(size: int, bits: int) -> int:
    """The points that a symbol loses.

    >>> penalty(3, 0b111_00000_111_00000_111_00000)  # four dark blocks of 2 by 2; all dark is ten steps off half
    112
    """
    width = stride(size)
    every, wide, high = _masks(size)
    light = bits ^ every
    beside = (bits ^ bits >> 1 ^ every) & wide
    below = (bits ^ bits >> width ^ every) & high
    blocks = (beside & beside >> width & below).bit_count()
    return (
        _runs(beside, 1)
        + _runs(below, width)
        + _BLOCK * blocks
        + _FINDER * (_finders(bits, light, 1) + _finders(bits, light, width))
        + _balance(bits.bit_count(), size)
    )


@lru_cache(maxsize=40)
def _masks(size: int) -> tuple[int, int, int]:
    """All modules; all that have one of the same row before them; all that have one of the same column above them."""
    width = stride(size)
    row = (1 << size) - 1 << width - size
    rows = [row << width * index for index in range(size)]
    every = sum(rows)
    return every, sum(one & one >> 1 for one in rows), sum(rows[:-1])


def _runs(equal: int, step: int) -> int:
    """A run of n equal modules, n at least 5, loses n - 2; `equal` marks each module equal to the one before it."""
    pairs = equal & equal >> step
    fives = pairs & pairs >> 2 * step
    return fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()


def _finders(dark: int, light: int, step: int) -> int:
    """How often dark-light-3 dark-light-dark stands beside four light modules."""
    edge = dark & light >> step & light >> 5 * step & dark >> 6 * step
    core = edge & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step
    if not core:
        return 0
    quiet = light & light >> step
    quiet &= quiet >> 2 * step
    return (core & quiet >> 7 * step).bit_count() + (core & quiet << 4 * step).bit_count()


def _balance(dark: int, size: int) -> int:
    """Ten points for every full 5 % that the dark modules are away from half."""
    return int(abs(dark / size**2 * 100 - 50) / 5) * _STEP
