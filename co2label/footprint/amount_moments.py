"""What the uncertain amounts in each product add to the cumulants of its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.cumulants import Cumulants
from co2label.footprint.lognormal import lognormal_variance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.stated import Stated

__all__ = ["AmountMoments"]


class AmountMoments:
    """The amounts of a catalogue that state their uncertainty."""

    def __init__(self, columns: Columns, line_kg: NDArray[np.float64], stated: Stated) -> None:
        self._columns, self._stated, self._kg = columns, stated, line_kg[stated.lines]
        self._product = np.searchsorted(columns.start, stated.lines, side="right") - 1
        self._variance = lognormal_variance(stated.line_below, stated.line_above)

    def alone(self) -> Cumulants:
        """By product, where what is used is exact."""
        stated = self._stated
        first, of_amount = np.unique(stated.amount, return_inverse=True)
        kg = np.zeros(len(first))
        np.add.at(kg, of_amount, self._kg)  # the parts that a rule makes of one, with their signs
        below, above = np.zeros((2, len(first)))
        below[of_amount], above[of_amount] = stated.line_below, stated.line_above
        product = np.zeros(len(first), np.intp)
        product[of_amount] = self._product
        one = Cumulants.of_lognormals(below, above).times(kg)
        return one.summed(product, len(self._columns.products)).plus(self._with_factors(of_amount, kg))

    def with_used(self, alone: Cumulants, variance_of: NDArray[np.float64]) -> Cumulants:
        """The same where what is used is uncertain: `variance_of` is (product)."""
        lines, emitters = self._stated.lines, self._columns.emitters
        used = np.array([source.product for source in emitters])[self._columns.emitter[lines]]
        nested = used >= 0
        inside = self._columns.quantity[lines[nested]] ** 2 * variance_of[used[nested]]
        third = 6 * self._kg[nested] * self._variance[nested] * inside
        return alone.plus(self._thirds(third, self._product[nested]))

    def _with_factors(self, of_amount: NDArray[np.intp], kg: NDArray[np.float64]) -> Cumulants:
        """What an amount adds to the third moment by being multiplied with its factors, to leading order.

        That is 6 kg u² times the variance of what it is multiplied with.
        """
        stated = self._stated
        factor = stated.variable[self._columns.emitter[stated.lines]]
        both = np.flatnonzero(factor >= 0)
        pair = of_amount[both] * len(stated.below) + factor[both]
        _, first, which = np.unique(pair, return_index=True, return_inverse=True)
        inside = np.zeros(len(first))
        np.add.at(inside, which, self._kg[both])
        line = both[first]
        by_factor = inside**2 * lognormal_variance(stated.below, stated.above)[factor[line]]
        return self._thirds(6 * kg[of_amount[line]] * self._variance[line] * by_factor, self._product[line])

    def _thirds(self, third: NDArray[np.float64], product: NDArray[np.intp]) -> Cumulants:
        none = np.zeros(len(third))
        one = Cumulants(none, third, np.abs(third), none, none)
        return one.summed(product, len(self._columns.products))
