"""Cumulants of uncertain numbers, which add up over independent terms, and the interval that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.lognormal import lognormal_third_moment, lognormal_variance
from co2label.footprint.shifted import MOST_SKEWED, shifted_ends

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.spreading import Cells

__all__ = ["Cumulants"]


@dataclass(frozen=True, slots=True, eq=False)
class Cumulants:
    """Of numbers, each an entry of five arrays of one length."""

    variance: NDArray[np.float64]
    third: NDArray[np.float64]
    """Third central moment."""
    sizes: NDArray[np.float64]
    """The same with every term as if above zero: how far three moments can be trusted."""
    count: NDArray[np.float64]
    """Uncertain inputs that move the number."""
    split: NDArray[np.float64]
    """Those of them that have two sigmas."""

    @classmethod
    def of_lognormals(cls, below: NDArray[np.float64], above: NDArray[np.float64]) -> Cumulants:
        """Of inputs, relative to their stated value, with one sigma on each side."""
        third = lognormal_third_moment(below, above)
        one = np.ones(len(third))
        return cls(lognormal_variance(below, above), third, np.abs(third), one, (below != above) * one)

    def of_products(self, cells: Cells) -> Cumulants:
        """Of products that hang on these variables with so many kilograms, `cells`."""
        sums = cells.sums(
            lambda kg, variable: kg**2 * self.variance[variable],
            lambda kg, variable: kg**3 * self.third[variable],
            lambda kg, variable: np.abs(kg) ** 3 * self.sizes[variable],
            lambda kg, variable: (kg != 0) * self.count[variable],
            lambda kg, variable: (kg != 0) * self.split[variable],
        )
        return Cumulants(*sums)

    def times(self, kg: NDArray[np.float64]) -> Cumulants:
        """Of the same numbers, each times its kilograms."""
        moved = kg != 0
        third, sizes = kg**3 * self.third, np.abs(kg) ** 3 * self.sizes
        return Cumulants(kg**2 * self.variance, third, sizes, moved * self.count, moved * self.split)

    def summed(self, row: NDArray[np.intp], count: int) -> Cumulants:
        """Of their sums by row; the numbers are independent."""
        sums = (np.bincount(row, one, count).astype(np.float64, copy=False) for one in self._all())
        return Cumulants(*sums)

    def plus(self, other: Cumulants) -> Cumulants:
        """Of the sums of numbers that are independent."""
        return Cumulants(*(one + more for one, more in zip(self._all(), other._all(), strict=True)))

    def beside(self, other: Cumulants) -> Cumulants:
        """These numbers, and then the others."""
        return Cumulants(*(np.concatenate(pair) for pair in zip(self._all(), other._all(), strict=True)))

    def at(self, rows: NDArray[np.intp]) -> Cumulants:
        """Some of the numbers."""
        return Cumulants(*(one[rows] for one in self._all()))

    @property
    def rough(self) -> NDArray[np.bool_]:
        """Which of them are not described well enough by three moments."""
        skewed = self.sizes > MOST_SKEWED * self.variance**1.5
        result: NDArray[np.bool_] = (self.split > 0) | ((self.count > 1) & skewed)
        return result

    @property
    def odd(self) -> NDArray[np.bool_]:
        """Which of them have terms of both signs, or with two sigmas."""
        result: NDArray[np.bool_] = (self.split > 0) | (self.sizes > np.abs(self.third) * (1 + 1e-9))
        return result

    def ends(self, mean: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both ends of the 95 % interval by the closed form."""
        sd = np.sqrt(self.variance)
        cube = sd**3
        skewness = np.divide(self.third, cube, out=np.zeros_like(cube), where=cube > 0)
        return shifted_ends(mean, sd, skewness)

    def _all(self) -> tuple[NDArray[np.float64], ...]:
        return self.variance, self.third, self.sizes, self.count, self.split
