"""What only some kilograms are: added up over all lines, through the products that are used, also in loops.

Every share of a figure (how much could not be characterised anew, how much has a data quality rating) is a weight a
line, summed like the figure itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.nesting import solve
from co2label.footprint.totals import uses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals

__all__ = ["own_kg", "summed", "touched", "unconverted"]


def own_kg(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """(line): kilograms in the figure of what a line emits itself; zero where it uses a product."""
    nested = np.array([source.product >= 0 for source in columns.emitters], np.bool_)
    return np.where(nested[columns.emitter], 0.0, totals.line_kg)


def summed(columns: Columns, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(product, weight): weights of lines, (weight, line), over a product and all that it uses."""
    count = len(columns.products)
    product = np.repeat(np.arange(count), np.diff(columns.start))
    sums = [np.bincount(product, weight, count) for weight in weights]
    own = np.stack(sums, axis=1).astype(
        np.float64, copy=False
    )  # without any line, bincount counts in integers
    uses, nested = uses_of(columns)
    return solve(own, uses)[0] if len(nested) else own


def touched(columns: Columns, own: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(product): whether a product has something itself, or uses one that has it."""
    uses, _ = uses_of(columns)
    found = own.copy()
    while True:
        more = found.copy()
        np.logical_or.at(more, uses.user, found[uses.used])
        if (more == found).all():
            return found
        found = more


def unconverted(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """(product): kilograms of the figure that stand on another GWP set or horizon than the asked one.

    Their factors give no gases to characterise anew, or do not say on which set they are (ISO 14067:2018 asks for
    one set throughout). CO2 is the same on every set.
    """
    gap = np.array([bool(source.gap) for source in columns.emitters], np.bool_)
    if not gap.any():
        return np.zeros(len(columns.products))
    return summed(columns, (own_kg(columns, totals) * gap[columns.emitter])[None, :])[:, 0]
