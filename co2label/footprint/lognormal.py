"""Moments of what an uncertain input is multiplied by: a lognormal of median 1, with one sigma on each side of it.

`X = exp(sigma z)` of a standard normal z, with `below` for z < 0 and `above` for z > 0. Where both are one sigma, that is
the lognormal, of variance `(v - 1) v` and third central moment `(v - 1)² v^1.5 (v + 2)`, `v = exp(sigma²)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["lognormal_mean_shift", "lognormal_third_moment", "lognormal_variance"]


def lognormal_mean_shift(below: Numbers, above: Numbers) -> Numbers:
    """How far the mean lies above the median 1.

    >>> lognormal_mean_shift(np.array([0.5, 0.0]), np.array([0.5, 0.5])).round(6).tolist()
    [0.133148, 0.28353]
    """
    found: Numbers = np.expm1(above**2 / 2)
    at = np.flatnonzero(below != above)
    if len(at):
        found[at] = _raw(below[at], above[at], 1) - 1
    return found


def lognormal_variance(below: Numbers, above: Numbers) -> Numbers:
    """Variance.

    >>> lognormal_variance(np.array([0.5]), np.array([0.5])).round(6).tolist()
    [0.364696]
    """
    whole = np.expm1(above**2)
    found: Numbers = whole * (whole + 1)
    at = np.flatnonzero(below != above)
    if len(at):
        found[at] = _raw(below[at], above[at], 2) - _raw(below[at], above[at], 1) ** 2
    return found


def lognormal_third_moment(below: Numbers, above: Numbers) -> Numbers:
    """Third central moment.

    >>> lognormal_third_moment(np.array([0.5]), np.array([0.5])).round(6).tolist()
    [0.385462]
    """
    whole = np.expm1(above**2)
    found: Numbers = whole**2 * (whole + 1) * np.sqrt(whole + 1) * (whole + 3)
    at = np.flatnonzero(below != above)
    if len(at):
        first, second, cube = (_raw(below[at], above[at], power) for power in (1, 2, 3))
        found[at] = cube - 3 * first * second + 2 * first**3
    return found


def _raw(below: Numbers, above: Numbers, power: int) -> Numbers:
    """Mean of X to a power."""
    lower, upper = (
        np.exp((power * sigma) ** 2 / 2) * ndtr(sign * power * sigma)
        for sigma, sign in ((below, -1), (above, 1))
    )
    mean: Numbers = lower + upper
    return mean
