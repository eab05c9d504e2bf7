"""The direct part: what every line emits, added up by product, stage and component, in blocks that stay in cache.

A product is never cut over two blocks, so its figure is the same alone and in a catalogue, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["direct"]

_BLOCK = 65_536
"""Lines a block; measured to keep the temporaries of one block inside the second-level cache."""
_LONG = 1_000
"""Activities of a product from which they are added pairwise; one after the other, rounding adds up with their number."""


def direct(
    start: NDArray[np.intp],
    stage: NDArray[np.intp],
    emitter: NDArray[np.intp],
    quantity: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Sum `quantity × weights[:, emitter]` into (product, stage, weight).

    Args:
        start: first line of each product, and the number of lines at the end.
        stage: row of the stage of each line.
        emitter: row of the emitter of each line.
        quantity: root units of the emitter of each line.
        weights: (weight, emitter), each kilograms per root unit.

    >>> one = np.array([0, 0])
    >>> direct(np.array([0, 2]), one, one, np.array([1.0, 2.0]), np.array([[0.5]]))[0, 0]
    array([1.5])
    """
    count, stages = len(start) - 1, len(STAGES)
    sums = np.empty((count, stages, len(weights)))
    for first, last in _blocks(start):
        low, high = int(start[first]), int(start[last])
        lengths = np.diff(start[first : last + 1])
        cell = np.repeat(np.arange(last - first) * stages, lengths)
        cell += stage[low:high]
        size = (last - first) * stages
        for row, weight in enumerate(weights):
            kg = weight[emitter[low:high]]
            kg *= quantity[low:high]
            sums[first:last, :, row] = np.bincount(cell, kg, size).reshape(-1, stages)
    for product in np.flatnonzero(np.diff(start) > _LONG).tolist():
        lines = slice(int(start[product]), int(start[product + 1]))
        kg = weights[:, emitter[lines]] * quantity[lines]
        sums[product] = [(kg * (stage[lines] == row)).sum(axis=1) for row in range(stages)]
    return sums


def _blocks(start: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """First and last product of each block."""
    first, count = 0, len(start) - 1
    while first < count:
        last = int(np.searchsorted(start, start[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last
