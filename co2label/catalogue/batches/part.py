"""The direct part of a batch: what the lines of each product emit themselves, and what there is to say about them.

Everything is added up product by product and line by line, in the order in which they stand, so a product's figures are
the same to the last bit however the table was cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.weights import UNKNOWN_YEAR, Bit
from co2label.footprint.gum import excess, spread
from co2label.footprint.kernel import direct
from co2label.footprint.totals import in_figure
from co2label.model.vocabulary import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.weights import Weights
    from co2label.model import Component

__all__ = ["Part", "Uncertain", "part_of"]

_TINY = 1e-200
"""Quantities below may come to nothing."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Sums by product."""

    components: tuple[Component, ...]
    kg: NDArray[np.float64]
    """(stage, component, row)."""
    bits: NDArray[np.int32]
    """(row): the facts about its lines, together; see `Bit`."""
    oldest: NDArray[np.int32]
    """(row): year of its oldest factor, or `UNKNOWN_YEAR`."""
    uncertain: Uncertain | None
    """None where no factor states its uncertainty."""

    @property
    def kg_co2e(self) -> NDArray[np.float64]:
        """(row): the figure, added up one component after the other."""
        return sum_of([self.of_component(place) for place in self.counted])

    @property
    def counted(self) -> list[int]:
        """Places of the components that count in the figure."""
        counted: list[int] = np.flatnonzero(in_figure(self.components)).tolist()
        return counted

    def of_component(self, place: int) -> NDArray[np.float64]:
        """(row): kilograms of one component, added up one stage after the other."""
        return sum_of(self.kg[:, place])

    def of_stage(self, stage: int) -> NDArray[np.float64]:
        """(row): kilograms in the figure of one stage, added up one component after the other."""
        return sum_of(self.kg[stage, self.counted])

    def __len__(self) -> int:
        return len(self.bits)


def sum_of(parts: Sequence[NDArray[np.float64]] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Arrays added up one after the other."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part  # noqa: PLR6104 - the first is not ours to change
    return total


def part_of(lines: Lines, weights: Weights) -> Part:
    """Add up the lines of a batch."""
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is found in the sums
        kg = direct(lines.start, lines.stage, lines.emitter, lines.quantity, weights.kg)
        return Part(
            components=weights.components,
            kg=np.ascontiguousarray(kg.transpose(1, 2, 0)),
            bits=_bits(lines, weights),
            oldest=_oldest(lines, weights),
            uncertain=_uncertain(lines, weights),
        )


def _bits(lines: Lines, weights: Weights) -> NDArray[np.int32]:
    of_line = weights.bits.take(lines.emitter * len(STAGES) + lines.stage)
    for bit, some in lines.said.items():
        of_line[some] |= bit
    if len(lines.quantity) and lines.quantity.min() < _TINY:
        kg = weights.in_figure.take(lines.emitter) * lines.quantity
        of_line[kg == 0] &= ~Bit.UNSPLIT  # nothing is booked anywhere
    return _by_row(np.bitwise_or, of_line, lines)


def _oldest(lines: Lines, weights: Weights) -> NDArray[np.int32]:
    if weights.year.min() == UNKNOWN_YEAR:
        return np.full(len(lines.start) - 1, UNKNOWN_YEAR, np.int32)
    return _by_row(np.minimum, weights.year.take(lines.emitter), lines)


def _by_row(join: np.ufunc, of_line: NDArray[np.int32], lines: Lines) -> NDArray[np.int32]:
    """One value a row; a row has at least one line."""
    if len(lines.start) == 1:
        return np.zeros(0, np.int32)
    joined: NDArray[np.int32] = join.reduceat(of_line, lines.start[:-1])
    return joined


def _uncertain(lines: Lines, weights: Weights) -> Uncertain | None:
    variable = weights.variable.take(lines.emitter)
    known = np.flatnonzero(variable >= 0)
    if not len(known):
        return None
    row, kg = lines.row, weights.in_figure.take(lines.emitter) * lines.quantity
    sigma = weights.sigma.take(lines.emitter)
    sd = spread(sigma[known]) * kg[known]
    key = row[known] * (int(variable.max()) + 1) + variable[known]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order], prepend=-1))
    first = order[cuts]
    in_order = np.argsort(first)
    first = first[in_order]
    return Uncertain(
        row[known][first],
        variable[known][first],
        np.add.reduceat(sd[order], cuts)[in_order],
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
