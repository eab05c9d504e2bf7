"""The 95 % interval of a sum from its mean, standard deviation and skewness: that of a shifted lognormal.

Cumulants of independent terms add, so a sum of lognormals and of what is certain has known ones, and a lognormal that
begins where it must (three parameters) has the same three. One lognormal beside something certain is met exactly; sums
of a skewness up to 0.5 to within 0.3 % of both ends, and beyond that they are added up by `scores`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.model import COVERAGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_SKEWED", "shifted_ends"]

MOST_SKEWED = 0.5
"""Skewness, of the sizes of the terms, up to which three moments say enough."""
_NORMAL = 1e-6
"""Skewness below which a shifted lognormal is the normal distribution, in float64."""


def shifted_ends(
    mean: NDArray[np.float64], sd: NDArray[np.float64], skewness: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both ends: two standard deviations of the logarithm on each side of the median.

    >>> v = np.exp([0.25])  # a lognormal of median 1 and sigma 0.5, and 3 that are certain
    >>> low, high = shifted_ends(3 + v**0.5, np.sqrt((v - 1) * v), (v + 2) * np.sqrt(v - 1))
    >>> (low - 3).round(9).tolist(), (high - 3).round(9).tolist()
    ([0.367879441], [2.718281828])
    """
    size = np.abs(skewness)
    skewed = size > _NORMAL
    half = np.where(skewed, size, 1.0) ** 2 / 2
    root = np.cbrt(1 + half + np.sqrt(half * (2 + half)))  # (v + 2)² (v - 1) = skewness², solved for v
    wide = (root - 1) ** 2 / root
    sigma = np.sqrt(np.log1p(wide))
    scale = sd / np.sqrt((1 + wide) * wide)
    begin = mean - np.copysign(scale, skewness) * np.sqrt(1 + wide)
    far, near = (begin + np.copysign(scale, skewness) * np.exp(side * COVERAGE * sigma) for side in (1, -1))
    low, high = np.minimum(near, far), np.maximum(near, far)
    return np.where(skewed, low, mean - COVERAGE * sd), np.where(skewed, high, mean + COVERAGE * sd)
