"""How sure the figures are, by drawing: every uncertain input at random, all products with the same draws.

Every input is lognormal around its stated value, as for the interval without draws (see `gum`), and nothing else is
assumed: amounts are drawn inside loops too. Interval: from quantile to quantile (JCGM 101:2008, 7.7), those of a normal
distribution at the coverage factor of two, 2.3 % and 97.7 %, so that one input keeps its own stated interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.drawing import Drawing
from co2label.footprint.note import Interval
from co2label.footprint.stated import stated_in
from co2label.model import COVERAGE, suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.computed import Computed
    from co2label.footprint.footprints import Footprints
    from co2label.footprint.result import Footprint

__all__ = ["Draws", "Simulated", "draws_of", "with_draws"]

_MOST_CELLS = 50_000_000
"""Products × draws: 400 MB."""
_FEWEST = 2
_QUANTILES = tuple((1 + math.erf(times / math.sqrt(2))) / 2 for times in (-COVERAGE, 0.0, COVERAGE))


@dataclass(frozen=True, slots=True)
class Simulated:
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

    def __getitem__(self, name: str | int) -> Simulated:
        row = self._row_of(name) if isinstance(name, str) else range(len(self.ids))[name]
        low, median, high = self.percentiles[row].tolist()
        interval = Interval(low, high, median=median, method="monte-carlo") if self._known[row] else None
        return Simulated(float(self.point[row]), float(self.mean[row]), median, interval)

    def __repr__(self) -> str:
        return f"<{self.kg_co2e.shape[1]} draws of {len(self)} footprints>"

    def _row_of(self, name: str) -> int:
        if name not in self.ids:
            raise ComputeError(
                [Problem("", f"no draws of a product {clip(name)}", suggestion(name, self.ids))]
            )
        return self.ids.index(name)


def draws_of(footprints: Footprints, *, draws: int = 1000, seed: int = 0) -> Draws:
    """Draw computed footprints.

    Raises:
        ComputeError: see `monte_carlo`.
    """
    columns, count = footprints._emitted.columns, len(footprints)  # noqa: SLF001 - of the same room
    stated = stated_in(columns)
    _check(max(len(columns.products), len(stated.factors) if stated else 0), draws, seed)

    def drawn(each: Computed) -> NDArray[Any]:
        if stated is None:
            return np.repeat(each.totals.kg_co2e[:, None], draws, axis=1)
        return Drawing(each.columns, each.totals.line_kg, stated, draws, seed).all()

    kg = footprints._each(drawn)  # noqa: SLF001
    known = ~np.isnan(footprints.interval_kg_co2e[:, 0])
    return Draws(footprints.ids, footprints.kg_co2e, kg[:count], known)


def with_draws(footprints: Footprints, *, draws: int = 1000, seed: int = 0) -> list[Footprint]:
    """The same footprints, with the interval of the draws in place of the first-order one.

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
    if problems:
        raise ComputeError(problems)
