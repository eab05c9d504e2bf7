"""The standard normal distribution on arrays, with numpy alone.

>>> cdf(np.array([-1.96, 0.0])).round(6).tolist(), quantile(np.array([0.5, 0.975])).round(6).tolist()
([0.024998, 0.5], [0.0, 1.959964])
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FAR = 12
"""Scores are cut here; Φ(-12) is 1.8e-33."""
_STEP = 1 / 256
_NODES = np.arange(-_FAR / _STEP, 9 / _STEP + 1) * _STEP
_CDF = np.array([math.erfc(-node / math.sqrt(2)) / 2 for node in _NODES.tolist()])
_SLOPE = _STEP * np.exp(-(_NODES**2) / 2) / math.sqrt(2 * math.pi)
_NORMAL = NormalDist()


def cdf(scores: Floats) -> Floats:
    """Φ of each score: cubic Hermite interpolation between values of `math.erfc` 1/256 apart.

    The absolute error is below 1e-12, the relative one below 1e-8 down to Φ(-9).
    """
    place = (np.clip(scores, -_FAR, 9) + _FAR) / _STEP
    node = np.minimum(place.astype(np.intp), len(_NODES) - 2)
    t = place - node
    low, high = _CDF[node], _CDF[node + 1]
    first = low + t * _SLOPE[node]
    rise = high - low
    after, before = _SLOPE[node + 1], _SLOPE[node]
    result: Floats = first + t * t * (3 * rise - 2 * before - after + t * (before + after - 2 * rise))
    return result


def exact_cdf(scores: Floats) -> Floats:
    """Φ of each score to the last digits, one by one."""
    half = [math.erfc(-score) / 2 for score in (scores / math.sqrt(2)).ravel().tolist()]
    return np.array(half).reshape(scores.shape)


def quantile(shares: Floats) -> Floats:
    """The score that each share lies below: Φ⁻¹ (Wichura's algorithm AS 241), -inf and inf at 0 and 1."""
    inverse = _NORMAL.inv_cdf
    return np.array([inverse(p) if 0 < p < 1 else math.copysign(math.inf, p - 0.5) for p in shares.tolist()])
