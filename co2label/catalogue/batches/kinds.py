"""What the figures of a batch rest on: kilograms of the product's own recipe, of averages of groups, of money spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.weights import Bit
from co2label.footprint.kinds import kinds_of
from co2label.model.vocabulary import DATA_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.weights import Weights

__all__ = ["SPEND", "up_to_each_kind"]

SPEND = DATA_KINDS.index("spend")


def up_to_each_kind(lines: Lines, weights: Weights, kg_co2e: NDArray[np.float64]) -> NDArray[np.float64]:
    """(row, kind): absolute kilograms that rest on a kind, or on a nearer one; see `co2label.footprint.kinds`.

    Args:
        lines: of the batch.
        weights: of the emitters.
        kg_co2e: (row), the figures.
    """
    kind = weights.kind.take(lines.emitter)
    kind[lines.said.get(Bit.MONEY, [])] = SPEND
    if not kind.any() and weights.in_figure.min(initial=0.0) >= 0:
        return np.repeat(kg_co2e[:, None], len(DATA_KINDS), axis=1)
    kg = np.abs(weights.in_figure.take(lines.emitter) * lines.quantity)
    return kinds_of(kg, kind, lines.row, len(kg_co2e))
