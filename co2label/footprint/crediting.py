"""What credits take off a figure: substitution and the recycling formula, told apart from what is emitted.

A rule writes a credit as a line of an amount below zero. A product that is used may hold credits itself, and a credit may
draw on a product: then what that product emits is credited, and what was credited to it is not. So burdens and
credits are solved together, each a sum of parts that are not below zero, and their difference is the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.nesting import LoopError, Uses, solve
from co2label.footprint.totals import uses_of
from co2label.footprint.weighing import own_kg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals

__all__ = ["credited"]


def credited(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """(product): kilograms that credits take off what is emitted; zero or above.

    Where products that credit each other stand in a loop so strong that the two do not part, what a product's own lines
    take off is its credit.

    Args:
        columns: all lines.
        totals: what they add up to, counting what is emitted.
    """
    own = own_kg(columns, totals)
    uses, _ = uses_of(columns)
    count = len(columns.products)
    if not ((own < 0).any() or (uses.amount < 0).any()):
        return np.zeros(count)
    parts = [_by_product(columns, np.maximum(sign * own, 0.0)) for sign in (1, -1)]
    try:
        return solve(np.concatenate(parts)[:, None], _both(uses, count))[0][count:, 0]
    except LoopError:
        return _by_product(columns, np.maximum(-totals.line_kg, 0.0))


def _by_product(columns: Columns, kg: NDArray[np.float64]) -> NDArray[np.float64]:
    count = len(columns.products)
    product = np.repeat(np.arange(count), np.diff(columns.start))
    return np.bincount(product, kg, count).astype(np.float64, copy=False)


def _both(uses: Uses, count: int) -> Uses:
    """Burdens of all products, and after them their credits; a use below zero makes the one the other."""
    turned = np.where(uses.amount < 0, count, 0)
    return Uses(
        np.concatenate([uses.user, uses.user + count]),
        np.concatenate([uses.used + turned, uses.used + count - turned]),
        np.tile(np.abs(uses.amount), 2),
    )
