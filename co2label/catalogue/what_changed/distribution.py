"""How moves are spread: a histogram of relative changes in steps that people count in, with zero on an edge.

>>> spread = distribution(np.array([-12.0, -3.0, 4.0, 5.0, 400.0]), most=8)
>>> spread.step, spread.first, spread.counts
(100.0, -1, (2, 2, 0, 0, 0, 1))
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Distribution", "distribution", "step_of"]

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
        """Where the steps begin, and where the last one ends, in percent."""
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
