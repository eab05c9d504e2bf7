"""What the uncertainty of figures is made of: one factor is one variable within a product.

Only factors are uncertain here: an amount of a catalogue is taken as exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from co2label.footprint.cumulants import Cumulants
from co2label.footprint.gum import Gum, gum_of
from co2label.footprint.lognormal import lognormal_mean_shift
from co2label.footprint.nesting import Uses, solve
from co2label.footprint.span import span_of
from co2label.footprint.spreading import Cells
from co2label.footprint.stated import sides
from co2label.footprint.terms import Term, Unknown
from co2label.model import Sigmas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.weights import Weights

__all__ = ["Uncertain", "states_any", "uncertain_of"]

_NONE = np.zeros(0, np.intp)
_NO_USES = Uses(_NONE, _NONE, np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class Uncertain:
    """What the uncertainty of each figure is made of; see `co2label.footprint.gum`."""

    row: NDArray[np.intp]
    variable: NDArray[np.intp]
    kg: NDArray[np.float64]
    """(row, variable): kilograms that hang on a factor, its lines added up; by row, then by first line."""
    below: NDArray[np.float64]
    """(variable): sigma of the logarithm below the stated value; so too `above`."""
    above: NDArray[np.float64]
    aside: NDArray[np.float64]
    """(row, 5): shift of the mean; absolute kilograms; those whose factor is stated, or a GWP; those whose amount is
    stated; those of anything stated."""

    def gum(self, kg_co2e: NDArray[np.float64], uses: Uses = _NO_USES) -> Gum:
        """The uncertainty of figures, of products that use each other or none.

        Ends by the closed form, but where that does not say whether the figure lies between them.
        """
        shape = (len(kg_co2e), len(self.below))
        ends = np.searchsorted(
            self.row, np.arange(len(kg_co2e) + 1)
        )  # by first line: no cut of a table changes a sum
        cells = Cells(csr_matrix((self.kg, self.variable, ends), shape=shape), uses)
        aside = solve(self.aside, uses)[0] if len(uses.user) else self.aside
        gum = gum_of(kg_co2e, Cumulants.of_lognormals(self.below, self.above).of_products(cells), aside)
        low, high = gum.low.copy(), gum.high.copy()
        for row in np.flatnonzero(gum.doubtful).tolist():
            span = span_of(self._terms(float(kg_co2e[row]), *cells.of(row)))
            low[row], high[row] = span.low, span.high
        return replace(gum, low=low, high=high)

    def _terms(self, whole: float, kg: NDArray[np.float64], variables: NDArray[np.intp]) -> Iterator[Term]:
        yield Term(whole - float(kg.sum()))
        for one, variable in zip(kg.tolist(), variables.tolist(), strict=True):
            sigmas = Sigmas(float(self.below[variable]), float(self.above[variable]))
            yield Term(one, Unknown((str(variable),), sigmas))


def states_any(lines: Lines, weights: Weights) -> bool:
    """Whether any line draws on a factor that states its uncertainty."""
    return bool((weights.variable >= 0).any() and (weights.variable.take(lines.emitter) >= 0).any())


def uncertain_of(lines: Lines, weights: Weights) -> Uncertain:
    """What the uncertainty of the figures of a batch is made of."""
    variable = weights.variable.take(lines.emitter)
    known = np.flatnonzero(variable >= 0)
    row, kg = lines.row, weights.in_figure.take(lines.emitter) * lines.quantity
    key = row[known] * (int(variable.max(initial=0)) + 1) + variable[known]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order], prepend=-1))
    first = order[cuts]
    in_order = np.argsort(first)
    first = first[in_order]
    below, above = sides(weights.sigmas)
    return Uncertain(
        row[known][first],
        variable[known][first],
        np.add.reduceat(kg[known][order], cuts)[in_order] if len(cuts) else kg[known],
        below,
        above,
        _aside(
            row,
            len(lines.start) - 1,
            kg,
            variable,
            lognormal_mean_shift(below, above),
            weights.gas.take(lines.emitter),
        ),
    )


def _aside(  # noqa: PLR0913, PLR0917 - columns of lines
    row: NDArray[np.intp],
    count: int,
    kg: NDArray[np.float64],
    variable: NDArray[np.intp],
    shift: NDArray[np.float64],
    gas: NDArray[np.bool_],
) -> NDArray[np.float64]:
    absolute, stated = np.abs(kg), variable >= 0
    parts = (shift[variable] * kg, absolute, absolute * (stated | gas), None, absolute * stated)
    sums = [np.zeros(count) if part is None else np.bincount(row, part, count) for part in parts]
    return np.stack(sums, axis=1)
