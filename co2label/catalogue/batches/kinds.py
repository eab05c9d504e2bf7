"""What the figures of a batch rest on: kilograms of the product's own recipe, of averages of groups, of money spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.weights import Bit
from co2label.footprint.kinds import kinds_of
from co2label.model import DATA_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.weights import Weights

__all__ = ["up_to_each_kind"]


def up_to_each_kind(lines: Lines, weights: Weights) -> NDArray[np.float64]:
    """(row, kind): absolute kilograms that rest on a kind, or on a nearer one; see `co2label.footprint.kinds`.

    They are added up line by line, whatever else stands in the batch, so that no cut changes a bit.
    """
    kind = weights.kind.take(lines.emitter)
    if Bit.MONEY in lines.said or Bit.AVERAGE in lines.said:
        kind = np.maximum(kind, lines.rests_on)
    kg, rows = np.abs(weights.in_figure.take(lines.emitter) * lines.quantity), len(lines.start) - 1
    if not kind.any():
        whole = np.bincount(lines.row, kg, rows).astype(np.float64, copy=False)
        return np.repeat(whole[:, None], len(DATA_KINDS), axis=1)
    return kinds_of(kg, kind, lines.row, rows)
