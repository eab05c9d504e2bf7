"""Engine: sums lines to kilograms by product, stage and component, used products included.

Direct emissions are summed in blocks that stay in cache. A product is never split over two blocks, so its figure is
bit-identical alone and in a catalogue. `Totals.cumulative` sums any weight of lines through used products.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from co2label.errors import ComputeError, Problem
from co2label.footprint._lines import in_figure, sum_counted
from co2label.footprint._loops import LoopError, Uses, solve, solve_by_size
from co2label.model import STAGES

T = TypeVar("T", bound=np.generic)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._lines import Columns
    from co2label.model import Component


_BLOCK = 65_536
"""Lines per block; measured, so that the temporaries of a block fit in the second-level cache."""

_LONG = 1_000
"""Lines of a product from which they are summed pairwise, to limit rounding errors."""


def direct_sums(columns: Columns, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum `quantity × weights[:, source]` into (product, stage, weight); `weights` is (weight, source)."""
    start, stage, source, quantity = columns.start, columns.stage, columns.source, columns.quantity
    count, stages = len(start) - 1, len(STAGES)
    sums = np.empty((count, stages, len(weights)))
    for first, last in _blocks(start):
        low, high = int(start[first]), int(start[last])
        lengths = np.diff(start[first : last + 1])
        cell = np.repeat(np.arange(last - first) * stages, lengths)
        cell += stage[low:high]
        size = (last - first) * stages
        for row, weight in enumerate(weights):
            kg = weight[source[low:high]]
            kg *= quantity[low:high]
            sums[first:last, :, row] = np.bincount(cell, kg, size).reshape(-1, stages)
    for product in np.flatnonzero(np.diff(start) > _LONG).tolist():
        own = slice(int(start[product]), int(start[product + 1]))
        kg = weights[:, source[own]] * quantity[own]
        sums[product] = [(kg * (stage[own] == row)).sum(axis=1) for row in range(stages)]
    return sums


def _blocks(start: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """First and last product of each block."""
    first, count = 0, len(start) - 1
    while first < count:
        last = int(np.searchsorted(start, start[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


_MOST_NAMED = 12


@dataclass(frozen=True, eq=False)
class Totals:
    """Kilograms per declared unit of every product."""

    columns: Columns
    """The lines that were added up."""
    kg: NDArray[np.float64]
    """(product, stage, component)."""
    kg_co2e: NDArray[np.float64]
    """(product): the figure, the sum of the counted components."""
    line_kg: NDArray[np.float64]
    """(line): kilograms that it adds to the figure of its product."""
    uses: Uses
    nested: NDArray[np.intp]
    """(use): its line."""
    loop: NDArray[np.bool_]
    """(product): whether it is part of a loop of products that use each other."""

    @property
    def finite(self) -> NDArray[np.bool_]:
        """(product): whether its sums are numbers."""
        finite: NDArray[np.bool_] = np.isfinite(self.kg_co2e) & np.isfinite(self.kg).all(axis=(1, 2))
        return finite

    @property
    def components(self) -> tuple[Component, ...]:
        """Components that occur, in the order of the vocabulary: the last axis of `kg`."""
        return self.columns.tables.components

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(product, stage): whether the product has an activity in the stage; a stage without one is absent, not zero."""
        present = np.zeros((self.columns.count, len(STAGES)), np.bool_)
        present[self.columns.row, self.columns.stage] = True
        return present

    @cached_property
    def direct_kg(self) -> NDArray[np.float64]:
        """(line): direct kilograms in the figure; zero for lines that use a product."""
        if not len(self.nested):
            return self.line_kg
        direct = self.line_kg.copy()
        direct[self.nested] = 0.0
        return direct

    @property
    def unsplit(self) -> NDArray[np.float64]:
        """(product): kilograms in the figure from factors without a split by component."""
        return self._shares[:, 2]

    @property
    def primary(self) -> NDArray[np.float64]:
        """(product): share of primary data in the absolute figure, percent."""
        absolute, primary, _ = self._shares.T
        share: NDArray[np.float64] = np.divide(
            primary, absolute, out=np.zeros_like(primary), where=absolute > 0
        )
        return 100.0 * share

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        """(product, 3): absolute kilograms, those on primary data, and those from factors without a split."""
        columns, direct = self.columns, self.direct_kg
        absolute = np.abs(direct)
        primary = None if columns.primary is None else absolute * columns.primary
        shares = columns.sums((absolute, primary, direct * columns.tables.unsplit[columns.source]))
        if not len(self.nested):
            return shares
        total, sizes = solve(shares, self.uses)[0], solve_by_size(shares[:, :2], self.uses)
        total[:, :2] = total[:, :2] if sizes is None else sizes
        return total

    def cumulative(self, weights: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
        """Sum (line) weights into (product, weight), used products included."""
        own = self.columns.sums(weights)
        return solve(own, self.uses)[0] if len(self.nested) else own

    @cached_property
    def unconverted_kg(self) -> NDArray[np.float64]:
        """(product): kilograms of the figure on another GWP set or horizon than the requested one.

        Their factors state no gases to compute them from, or do not state their set (ISO 14067:2018 asks for one set
        throughout). CO2 is the same on every set.
        """
        gap = np.array([bool(source.gap) for source in self.columns.sources], np.bool_)
        if not gap.any():
            return np.zeros(self.columns.count)
        return self.cumulative([self.direct_kg * gap[self.columns.source]])[:, 0]


def add_up(columns: Columns) -> Totals:
    """Compute the totals of all products.

    Raises:
        ComputeError: a loop of products that needs one or more units of itself; a sum that is not finite.
    """
    products = columns.products
    try:
        totals = totals_of(columns)
    except LoopError as error:
        raise ComputeError([loop_problem(error, lambda row: products[row].id)]) from None
    if not totals.finite.all():
        raise ComputeError(
            Problem(
                products[row].id, "the figure is too large to be a number", "check the amounts and factors"
            )
            for row in np.flatnonzero(~totals.finite).tolist()
        )
    return totals


def totals_of(columns: Columns) -> Totals:
    """Compute the totals of all products, which need not be finite.

    Raises:
        LoopError: a loop of products that needs one or more units of itself.
        ComputeError: amounts so extreme that the solution does not satisfy its equations.
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            return _totals_of(columns)
    except LoopError:
        raise
    except ArithmeticError as error:
        raise ComputeError(
            [Problem("products", str(error), "check the amounts for extreme values")]
        ) from None


def _totals_of(columns: Columns) -> Totals:
    tables = columns.tables
    counts = in_figure(tables.components, columns.counted)
    kg = direct_sums(columns, tables.kg)
    line_kg = tables.counted(columns.counted).take(columns.source)
    line_kg *= columns.quantity
    line_kg += 0.0  # no -0 of what stands beside the figure
    uses, nested = uses_of(columns)
    loop = np.zeros(columns.count, np.bool_)
    if len(nested):
        total, loop = solve(kg.sum(axis=1), uses)
        used = uses.amount[:, None] * total[uses.used]
        cell = uses.user * len(STAGES) + columns.stage[nested]
        for place, of_cells in enumerate(kg.reshape(-1, len(counts)).T):
            np.add.at(of_cells, cell, used[:, place])
        line_kg[nested] = sum_counted(used.T, counts)
    return Totals(columns, kg, sum_counted(kg.sum(axis=1).T, counts), line_kg, uses, nested, loop)


def uses_of(columns: Columns) -> tuple[Uses, NDArray[np.intp]]:
    """Return which product uses which, and the lines of these uses."""
    product_of = columns.tables.product
    if (product_of < 0).all():
        none = np.zeros(0, np.intp)
        return Uses(none, none, np.zeros(0)), none
    used = product_of[columns.source]
    lines = np.flatnonzero(used >= 0)
    user = np.searchsorted(columns.start, lines, side="right") - 1
    return Uses(user, used[lines], columns.quantity[lines]), lines


def loop_problem(error: LoopError, name: Callable[[int], str]) -> Problem:
    """Return the problem of products that need one or more units of themselves.

    Args:
        error: the loop.
        name: returns the id of the product of a row.
    """
    ids = _shown(error.loop, name)
    ring = f"{' → '.join([*ids, ids[0]])}"
    gain = f"one unit of {ids[0]} takes {error.gain:.6g} of itself through this loop alone"
    what = f"the loop {ring} needs as much of itself as it makes, or more: {gain}"
    if error.gain < 1:
        group = f"the loops through {', '.join(_shown(error.group, name))}"
        what = f"{group} need together as much of themselves as they make, or more; the steepest is {ring}: {gain}"
    todo = "check the amounts and their units; a loop must use less than one unit of itself"
    return Problem(f"products {', '.join(ids)}", what, todo)


def _shown(rows: Sequence[int], name: Callable[[int], str]) -> list[str]:
    return [*map(name, rows[:_MOST_NAMED]), *["…"] * (len(rows) > _MOST_NAMED)]


def joined_with_used(values: NDArray[T], uses: Uses, join: np.ufunc) -> NDArray[T]:
    """Join a value of each product with those of all products that it uses, directly or not, loops included.

    Args:
        values: (product), of the product alone.
        uses: which product uses which.
        join: idempotent function of two values, such as OR or the minimum.

    Returns:
        (product) joined values.

    >>> chain = Uses(np.array([2, 1]), np.array([1, 0]), np.array([1.0, 1.0]))
    >>> joined_with_used(np.array([True, False, False]), chain, np.logical_or).tolist()
    [True, True, True]
    """
    if not len(uses.user):
        return values
    order = np.argsort(uses.user, kind="stable")
    used, begins = uses.used[order], np.flatnonzero(np.diff(uses.user[order], prepend=-1))
    users = uses.user[order][begins]
    joined = values.copy()
    while True:
        more = join(joined[users], join.reduceat(joined[used], begins))
        if (more == joined[users]).all():
            return joined
        joined[users] = more
