"""One set of draws: the lines of all products with every uncertain factor and amount at random, then the sums."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from co2label.errors import ComputeError, Problem
from co2label.footprint.nesting import LoopError, Uses, solve
from co2label.footprint.streams import amount_names, stream
from co2label.footprint.totals import uses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.stated import Stated

__all__ = ["Drawing"]

_BLOCK = 4_096
"""Lines whose amounts are drawn at a time."""


class Drawing:
    """Draws the kilograms of every product."""

    def __init__(
        self, columns: Columns, line_kg: NDArray[np.float64], stated: Stated, draws: int, seed: int
    ) -> None:
        self._columns, self._stated, self._draws, self._seed = columns, stated, draws, seed
        self._uses, self._nested = uses_of(columns)
        self._kg = line_kg.copy()
        self._kg[self._nested] = 0.0
        self._product = np.repeat(np.arange(len(columns.products)), np.diff(columns.start))
        self._row, self._times = self._factors()

    def all(self) -> NDArray[np.float64]:
        """(product, draw), in kilograms per declared unit.

        Raises:
            ComputeError: a loop that in some draw needs one or more units of itself.
        """
        kg = self._of_exact_amounts()
        times_used: list[NDArray[np.float64]] = []
        names = amount_names(self._columns, self._stated.lines.tolist())
        for first in range(0, len(self._stated.lines), _BLOCK):
            lines = self._stated.lines[first : first + _BLOCK]
            block = slice(first, first + _BLOCK)
            below, above = self._stated.line_below[block, None], self._stated.line_above[block, None]
            times = np.array(
                [stream(self._seed, *name, draws=self._draws) for name in islice(names, len(lines))]
            )
            times = np.exp(np.multiply(times, np.where(times < 0, below, above), out=times), out=times)
            inside = np.isin(lines, self._nested)
            times_used.append(times[inside])
            self._add(kg, lines[~inside], times[~inside])
        return self._solved(kg, times_used)

    def _factors(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The row of each emitter, and by row its factor's draws relative to its value; row 0 is exact."""
        stated = self._stated
        normal = [stream(self._seed, "factor", *name, draws=self._draws) for name in stated.factors]
        uncertain = np.flatnonzero(stated.variable >= 0)
        row = np.zeros(len(stated.variable), np.intp)
        row[uncertain] = np.arange(1, len(uncertain) + 1)
        times = np.ones((len(uncertain) + 1, self._draws))
        for code in uncertain.tolist():
            one = stated.variable[code]
            sigma = np.where(normal[one] < 0, stated.below[one], stated.above[one])
            times[row[code]] = np.exp(sigma * normal[one])
        return row, times

    def _of_exact_amounts(self) -> NDArray[np.float64]:
        kg = self._kg.copy()
        kg[self._stated.lines] = 0.0
        shape = (len(self._columns.products), len(self._times))
        own = csr_matrix((kg, self._row[self._columns.emitter], self._columns.start), shape=shape)
        drawn: NDArray[np.float64] = own @ self._times
        return drawn

    def _add(self, kg: NDArray[np.float64], lines: NDArray[np.intp], times: NDArray[np.float64]) -> None:
        if not len(lines):
            return
        times *= self._kg[lines, None]
        times *= self._times[self._row[self._columns.emitter[lines]]]
        product = self._product[lines]
        first = np.flatnonzero(np.diff(product, prepend=-1))
        kg[product[first]] += np.add.reduceat(times, first, axis=0)

    def _solved(self, kg: NDArray[np.float64], times_used: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        if not len(self._nested):
            return kg
        times = np.concatenate(times_used) if times_used else np.zeros((0, self._draws))
        if not len(times):
            return solve(kg, self._uses)[0]
        place = np.flatnonzero(np.isin(self._nested, self._stated.lines))
        amount, uses = self._uses.amount.copy(), self._uses
        for draw in range(self._draws):
            amount[place] = uses.amount[place] * times[:, draw]
            try:
                kg[:, [draw]] = solve(kg[:, [draw]], Uses(uses.user, uses.used, amount))[0]
            except LoopError as error:
                raise ComputeError([self._loop(error, draw)]) from None
        return kg

    def _loop(self, error: LoopError, draw: int) -> Problem:
        ids = [self._columns.products[row].id for row in error.loop]
        what = f"in draw {draw} the loop of {', '.join(ids)} needs {error.gain:.4g} units of itself"
        return Problem("products", what, "state the amounts in this loop with less uncertainty")
