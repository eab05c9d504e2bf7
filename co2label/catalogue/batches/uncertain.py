"""What the uncertainty of figures is made of, first order: one factor is one variable within a product.

Only factors are uncertain here: an amount of a catalogue is taken as exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.gum import Gum, excess, gum_of, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.weights import Weights

__all__ = ["Uncertain", "direct_gum", "states_any", "uncertain_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Uncertain:
    """What the uncertainty of each figure is made of; see `co2label.footprint.gum`."""

    row: NDArray[np.intp]
    variable: NDArray[np.intp]
    sd: NDArray[np.float64]
    """(row, variable): kilograms of one standard deviation of a factor, its lines added up; by row, then by first line."""
    aside: NDArray[np.float64]
    """(row, 6): shift of the mean; absolute kilograms; those whose factor is stated, or a GWP; those whose amount is
    stated; those of anything stated; twice those below zero."""


def states_any(lines: Lines, weights: Weights) -> bool:
    """Whether any line draws on a factor that states its uncertainty."""
    return bool((weights.variable >= 0).any() and (weights.variable.take(lines.emitter) >= 0).any())


def uncertain_of(lines: Lines, weights: Weights) -> Uncertain:
    """What the uncertainty of the figures of a batch is made of."""
    variable = weights.variable.take(lines.emitter)
    known = np.flatnonzero(variable >= 0)
    row, kg = lines.row, weights.in_figure.take(lines.emitter) * lines.quantity
    sigma = weights.sigma.take(lines.emitter)
    sd = spread(sigma[known]) * kg[known]
    key = row[known] * (int(variable.max(initial=0)) + 1) + variable[known]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order], prepend=-1))
    first = order[cuts]
    in_order = np.argsort(first)
    first = first[in_order]
    return Uncertain(
        row[known][first],
        variable[known][first],
        np.add.reduceat(sd[order], cuts)[in_order] if len(cuts) else sd,
        _aside(row, len(lines.start) - 1, kg, sigma, variable >= 0, weights.gas.take(lines.emitter)),
    )


def _aside(  # noqa: PLR0913, PLR0917 - columns of lines
    row: NDArray[np.intp],
    count: int,
    kg: NDArray[np.float64],
    sigma: NDArray[np.float64],
    stated: NDArray[np.bool_],
    gas: NDArray[np.bool_],
) -> NDArray[np.float64]:
    absolute = np.abs(kg)
    by_stated = absolute * stated
    parts = (excess(sigma) * kg, absolute, absolute * (stated | gas), None, by_stated, absolute - kg)
    sums = [np.zeros(count) if part is None else np.bincount(row, part, count) for part in parts]
    return np.stack(sums, axis=1)


def direct_gum(uncertain: Uncertain, kg_co2e: NDArray[np.float64]) -> Gum:
    """The uncertainty of figures of products that use no others."""
    variance = np.bincount(uncertain.row, uncertain.sd**2, len(kg_co2e)).astype(np.float64, copy=False)
    return gum_of(kg_co2e, variance, uncertain.aside)
