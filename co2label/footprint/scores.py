"""Sums and products of independent uncertain numbers, as exact as float tables are: a number is its values at normal scores.

The row of values at z = -6 … 6 is the quantile function of a number. For two numbers with scores z1 and z2, turn the
plane by 45 degrees: `u = (z1 + z2) / √2` and `v = (z1 - z2) / √2` are independent standard normals as well, and along u
both numbers grow. So the probability that their sum stays below s is the mean over v of `Φ(u(s, v))`, a smooth function
of v, which a trapezoid rule of few points integrates to many digits; u(s, v) is looked up in the table. This needs no
draws, holds for any skewness, for terms below zero and for numbers with a lump of probability at their stated value.
Against integration with 20 times the points, an end of a sum of 20 lognormals of GSD² 9 is off by 0.5 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from co2label.model import COVERAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    """At the scores from -6 to 6."""

__all__ = [
    "Scores",
    "certain_scores",
    "interval_ends",
    "lognormal_scores",
    "probability_up_to",
    "product_of",
    "sum_of",
    "variance_of",
]

_STEPS = 25
"""Points of the table on a stretch of two standard deviations: so the ends of the interval are points."""
_TOP = 3 * _STEPS
_Z = np.arange(-_TOP, _TOP + 1) * (2.0 / _STEPS)
_V = np.arange(-12, 13) * 0.4
_WEIGHT = np.exp(-(_V**2) / 2) / np.exp(-(_V**2) / 2).sum()
_ONE = (_Z + _V[:, None]) * np.sqrt(0.5)
_OTHER = (_Z - _V[:, None]) * np.sqrt(0.5)
_MIDDLE = len(_V) // 2
_LOW, _HIGH = (_TOP + round(side * COVERAGE * _STEPS / 2) for side in (-1, 1))
_DENSITY = np.exp(-(_Z**2) / 2) / np.exp(-(_Z**2) / 2).sum()
_SMALL = 1e-4
"""Share of the variance up to which the smallest terms are added up as one normal number."""


def lognormal_scores(size: float, below: float, above: float) -> Scores:
    """A number of median `size`, of any sign, with the sigmas of the logarithm of its size on both sides.

    >>> low, high = interval_ends(lognormal_scores(-10.0, 0.5, 0.25))
    >>> round(low, 4), round(high, 4)
    (-16.4872, -3.6788)
    """
    values: Scores = size * np.exp(np.where(_Z < 0, below, above) * _Z)
    return values if size >= 0 else values[::-1]


def certain_scores(size: float) -> Scores:
    """A number that is known."""
    return np.full(len(_Z), size)


def sum_of(numbers: Iterable[Scores]) -> Scores:
    """Their sum, from the surest to the least sure.

    >>> low, high = interval_ends(sum_of([lognormal_scores(1.0, 0.1, 0.1), lognormal_scores(2.0, 0.0, 0.0)]))
    >>> round(low, 3), round(high, 3)
    (2.819, 3.221)
    """
    ordered = sorted(numbers, key=variance_of)
    variances = np.cumsum([0.0, *map(variance_of, ordered)])
    few = int(np.searchsorted(variances, _SMALL * variances[-1], side="right")) - 1
    total: Scores = sum(one @ _DENSITY for one in ordered[:few]) + _Z * np.sqrt(variances[few])
    for place, one in enumerate(ordered[few:]):
        total = _joined(np.add, total, one) if place or variances[few] else total + one
    return total


def product_of(one: Scores, other: Scores) -> Scores:
    """Their product; both are zero or more.

    >>> low, high = interval_ends(product_of(lognormal_scores(2.0, 0.3, 0.3), lognormal_scores(5.0, 0.4, 0.4)))
    >>> round(low, 2), round(high, 2)
    (3.68, 27.19)
    """
    return _joined(np.multiply, one, other)


def interval_ends(number: Scores) -> tuple[float, float]:
    """The 95 % interval: the values at the coverage factor."""
    return float(number[_LOW]), float(number[_HIGH])


def probability_up_to(number: Scores, limit: float) -> float:
    """The probability that it is `limit` or less."""
    return float(ndtr(np.interp(limit, number, _Z, left=-np.inf, right=np.inf)))


def _joined(by: Callable[[Scores, Scores], Scores], one: Scores, other: Scores) -> Scores:
    values = by(np.interp(_ONE, _Z, one), np.interp(_OTHER, _Z, other))
    aim = values[_MIDDLE]
    scores = np.array([np.interp(aim, row, _Z) for row in values])
    reached = ndtri(_WEIGHT @ ndtr(scores))
    joined: Scores = np.interp(_Z, reached, aim)
    return joined


def variance_of(number: Scores) -> float:
    """Variance, the far tails left out."""
    return float((number - number @ _DENSITY) ** 2 @ _DENSITY)
