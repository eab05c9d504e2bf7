"""Monte Carlo: every uncertain input at random, all products with the same draws.

Every input is lognormal around its stated value, as for the interval without draws (`_uncertainty`), and nothing else is
assumed: amounts are drawn inside loops too. Interval: from quantile to quantile (JCGM 101:2008, 7.7), those of a normal
distribution at the coverage factor of two, 2.3 % and 97.7 %, so that one input keeps its own stated interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.footprint._engine import uses_of
from co2label.footprint._loops import LoopError, Uses, solve
from co2label.footprint._moments import InputUncertainty, input_uncertainty
from co2label.footprint._note import Interval
from co2label.footprint._sparse import Sparse
from co2label.footprint._supply_chain import amount_names, random_stream
from co2label.model import COVERAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._footprint import Footprint
    from co2label.footprint._footprints import Calculation, Footprints
    from co2label.footprint._lines import Columns


_BLOCK = 4_096
"""Lines whose amounts are drawn at a time."""


class Sampler:
    """Draws the kilograms of every product."""

    def __init__(
        self, columns: Columns, line_kg: NDArray[np.float64], stated: InputUncertainty, draws: int, seed: int
    ) -> None:
        self._columns, self._stated, self._draws, self._seed = columns, stated, draws, seed
        self._uses, self._nested = uses_of(columns)
        self._kg = line_kg.copy()
        self._kg[self._nested] = 0.0
        self._product = columns.row
        self._row, self._times = self._factors()

    def all(self) -> NDArray[np.float64]:
        """Return (product, draw) kilograms per declared unit.

        Raises:
            ComputeError: a loop that in some draw needs one or more units of itself.
        """
        exact = self._kg.copy()
        exact[self._stated.lines] = 0.0
        shape = (len(self._columns.products), len(self._times))
        own = Sparse.by_row(exact, self._row[self._columns.source], self._columns.start, shape)
        kg: NDArray[np.float64] = own @ self._times
        times_used: list[NDArray[np.float64]] = []
        names = amount_names(self._columns, self._stated.lines.tolist())
        for first in range(0, len(self._stated.lines), _BLOCK):
            lines = self._stated.lines[first : first + _BLOCK]
            times = self._stated.of_lines[first : first + _BLOCK].drawn(
                self._scores(islice(names, len(lines)))
            )
            inside = np.isin(lines, self._nested)
            times_used.append(times[inside])
            self._add(kg, lines[~inside], times[~inside])
        return self._solved(kg, times_used)

    def _factors(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return (source) rows, and (row, draw) values of the factors relative to the stated one; row 0 is exact."""
        stated = self._stated
        values = stated.of_factors[:-1].drawn(self._scores(("factor", *name) for name in stated.factors))
        uncertain = np.flatnonzero(stated.variable >= 0)
        row = np.zeros(len(stated.variable), np.intp)
        row[uncertain] = np.arange(1, len(uncertain) + 1)
        times = np.ones((len(uncertain) + 1, self._draws))
        times[1:] = values[stated.variable[uncertain]]
        return row, times

    def _scores(self, names: Iterable[Sequence[str]]) -> NDArray[np.float64]:
        """(input, draw): normal scores of inputs by their names."""
        scores = [random_stream(self._seed, *name, draws=self._draws) for name in names]
        return np.array(scores).reshape(-1, self._draws)

    def _add(self, kg: NDArray[np.float64], lines: NDArray[np.intp], times: NDArray[np.float64]) -> None:
        if not len(lines):
            return
        times *= self._kg[lines, None]
        times *= self._times[self._row[self._columns.source[lines]]]
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
                ids = ", ".join(self._columns.products[row].id for row in error.loop)
                what = f"in draw {draw} the loop of {ids} needs {error.gain:.4g} units of itself"
                todo = "state the amounts in this loop with less uncertainty"
                raise ComputeError([Problem("products", what, todo)]) from None
        return kg


_MOST_CELLS = 50_000_000
"""Products × draws: 400 MB."""

_FEWEST = 2

_QUANTILES = tuple((1 + math.erf(times / math.sqrt(2))) / 2 for times in (-COVERAGE, 0.0, COVERAGE))


@dataclass(frozen=True, slots=True)
class SimulatedFootprint:
    """The draws of one product, in kilograms of CO2e per declared unit."""

    point: float
    """The figure: every input at its stated value."""
    mean: float
    median: float
    interval: Interval | None
    """None where no uncertainty is stated."""


class Draws:
    """Drawn footprints: `kg_co2e` is an array of (product, draw); a column is one state of the world."""

    def __init__(
        self, ids: tuple[str, ...], point: NDArray[Any], kg_co2e: NDArray[Any], known: NDArray[Any]
    ) -> None:
        self.ids, self.point, self.kg_co2e, self._known = ids, point, kg_co2e, known
        kg_co2e.flags.writeable = False

    @cached_property
    def mean(self) -> NDArray[Any]:
        """Mean of each product."""
        result: NDArray[Any] = self.kg_co2e.mean(axis=1)
        return result

    @cached_property
    def percentiles(self) -> NDArray[Any]:
        """(product, 3): the lower end of the interval, the median, and the upper end."""
        result: NDArray[Any] = np.quantile(self.kg_co2e, _QUANTILES, axis=1).T
        return result

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, name: str | int) -> SimulatedFootprint:
        if isinstance(name, str) and name not in self.ids:
            what = f"no draws of a product {clip(name)}"
            raise ComputeError([Problem("", what, suggestion(name, self.ids))])
        row = self.ids.index(name) if isinstance(name, str) else range(len(self.ids))[name]
        low, median, high = self.percentiles[row].tolist()
        interval = Interval(low, high, median=median, method="monte-carlo") if self._known[row] else None
        return SimulatedFootprint(float(self.point[row]), float(self.mean[row]), median, interval)

    def __repr__(self) -> str:
        return f"<{self.kg_co2e.shape[1]} draws of {len(self)} footprints>"


def draws_of(footprints: Footprints, *, draws: int = 1000, seed: int = 0) -> Draws:
    """Draw computed footprints.

    Raises:
        ComputeError: see `monte_carlo`.
    """
    columns, count = footprints._emitted.columns, len(footprints)  # noqa: SLF001 - of the same room
    stated = input_uncertainty(columns)
    _check(max(len(columns.products), len(stated.factors) if stated else 0), draws, seed)

    def drawn(each: Calculation) -> NDArray[Any]:
        if stated is None:
            return np.repeat(each.totals.kg_co2e[:, None], draws, axis=1)
        return Sampler(each.columns, each.totals.line_kg, stated, draws, seed).all()

    kg = footprints._each(drawn)  # noqa: SLF001
    known = ~np.isnan(footprints.interval_kg_co2e[:, 0])
    return Draws(footprints.ids, footprints.kg_co2e, kg[:count], known)


def with_draws(footprints: Footprints, *, draws: int = 1000, seed: int = 0) -> list[Footprint]:
    """Return the footprints with the interval of the draws in place of the first-order one.

    Raises:
        ComputeError: see `monte_carlo`.
    """
    drawn = draws_of(footprints, draws=draws, seed=seed)
    return [replace(pcf, interval=drawn[row].interval) for row, pcf in enumerate(footprints)]


def _check(count: int, draws: int, seed: int) -> None:
    problems = []
    if draws < _FEWEST:
        problems.append(Problem("draws", f"expected {_FEWEST} or more, got {draws}", "1,000 is usual"))
    if seed < 0:
        problems.append(Problem("seed", f"expected a whole number of zero or more, got {seed}"))
    if count * draws > _MOST_CELLS:
        what = f"{count} products or factors × {draws} draws are more than {_MOST_CELLS:,} figures"
        problems.append(Problem("draws", what, "draw fewer, or fewer products at once"))
    ComputeError.raise_any(problems)
