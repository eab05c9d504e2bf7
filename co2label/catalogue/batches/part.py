"""The direct part of a batch: what the lines of each product emit themselves, and what there is to say about them.

Everything is added up product by product and line by line, in the order in which they stand, so a product's figures are
the same to the last bit however the table was cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.kinds import up_to_each_kind
from co2label.catalogue.batches.weights import NARROW_BITS, UNKNOWN_YEAR, Bit
from co2label.footprint.kernel import direct
from co2label.footprint.narrow import uncompleted
from co2label.footprint.totals import in_figure
from co2label.model import REMOVALS, STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.masses import Masses
    from co2label.catalogue.batches.weights import Weights
    from co2label.model import Component

__all__ = ["Part", "part_of", "sum_of"]

_TINY = 1e-200
"""Quantities below may come to nothing."""


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
    up_to: NDArray[np.float64]
    """(row, kind): absolute kilograms that rest on a kind of data, or on a nearer one."""
    masses: Masses | None = None
    """Of the products and their raw materials; None where no product has a mass."""

    def balanced(self) -> Part:
        """With the note on mass balances, where all raw materials are in them."""
        if self.masses is None:
            return self
        noted = np.where(self.masses.noted, Bit.MASS_BALANCE, 0).astype(np.int32)
        return replace(self, bits=self.bits | noted)

    @property
    def kg_co2e(self) -> NDArray[np.float64]:
        """(row): the figure, added up one component after the other."""
        return figures(self.components, self.kg)

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
        total = total + part
    return total


def part_of(lines: Lines, weights: Weights, masses: Masses | None = None) -> Part:
    """Add up the lines of a batch."""
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is found in the sums
        kg = direct(lines.start, lines.stage, lines.emitter, lines.quantity, weights.kg)
        by_component = np.ascontiguousarray(kg.transpose(1, 2, 0))
        return Part(
            components=weights.components,
            kg=by_component,
            bits=_bits(lines, weights),
            oldest=_oldest(lines, weights),
            up_to=up_to_each_kind(lines, weights),
            masses=masses,
        )


def figures(components: Sequence[Component], kg: NDArray[np.float64]) -> NDArray[np.float64]:
    """(row): the figure, added up one component after the other, of kilograms by (stage, component, row)."""
    counted = np.flatnonzero(in_figure(components)).tolist()
    return sum_of([sum_of(kg[:, place]) for place in counted])


def _bits(lines: Lines, weights: Weights) -> NDArray[np.int32]:
    of_line = weights.bits.take(lines.emitter * len(STAGES) + lines.stage)
    for bit, some in lines.said.items():
        of_line[some] |= bit
    if len(lines.quantity) and lines.quantity.min() < _TINY:
        kg = weights.in_figure.take(lines.emitter) * lines.quantity
        of_line[kg == 0] &= ~Bit.UNSPLIT  # nothing is booked anywhere
        nothing = lines.quantity == 0
        of_line[nothing] |= Bit.ZERO_AMOUNT
        removing = [place for place, name in enumerate(weights.components) if name in REMOVALS]
        removed = weights.kg[removing].sum(axis=0).take(lines.emitter) * lines.quantity
        of_line[removed == 0] &= ~Bit.UNPROVEN
    if weights.lacks.any():
        _complete(of_line, lines, weights)
    return _by_row(np.bitwise_or, of_line, lines)


def _complete(of_line: NDArray[np.int32], lines: Lines, weights: Weights) -> None:
    """Take back that a line lacks a part, where its product lists as much of it."""
    lacks = weights.lacks.take(lines.emitter)
    if lacks.any():
        missing = uncompleted(
            lines.row,
            lacks,
            weights.completes.take(lines.emitter),
            weights.per.take(lines.emitter),
            lines.quantity,
        )
        of_line[~missing] &= ~sum(NARROW_BITS.values())


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
