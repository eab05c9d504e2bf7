"""Engine: sums lines to kilograms by product, stage and component, used products included.

Direct emissions are summed in blocks that stay in cache. A product is never split over two blocks, so its figure is
bit-identical alone and in a catalogue. `cumulative` sums any weight of lines through used products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from co2label.errors import ComputeError, Problem
from co2label.footprint._lines import Lines, in_figure, sum_counted
from co2label.footprint._loops import LoopError, Uses, solve, solve_by_size
from co2label.model import STAGES

T = TypeVar("T", bound=np.generic)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._compile import Columns
    from co2label.model import Component, Product


_BLOCK = 65_536
"""Lines per block; measured, so that the temporaries of a block fit in the second-level cache."""

_LONG = 1_000
"""Lines of a product from which they are summed pairwise, to limit rounding errors."""


def direct_sums(lines: Lines, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum `quantity × weights[:, source]` into (product, stage, weight).

    Args:
        lines: lines of products.
        weights: (weight, source), each kilograms per root unit.

    >>> one = np.array([0, 0])
    >>> direct_sums(Lines(np.array([0, 2]), one, one, np.array([1.0, 2.0])), np.array([[0.5]]))[0, 0]
    array([1.5])
    """
    start, stage, source, quantity = lines.start, lines.stage, lines.source, lines.quantity
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


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Kilograms per declared unit of every product."""

    components: tuple[Component, ...]
    """Components that occur, in the order of the vocabulary: the last axis of `kg`."""
    kg: NDArray[np.float64]
    """(product, stage, component)."""
    kg_co2e: NDArray[np.float64]
    """(product): the figure, the sum of the counted components."""
    present: NDArray[np.bool_]
    """(product, stage): whether the product has an activity in the stage; a stage without one is absent, not zero."""
    line_kg: NDArray[np.float64]
    """(line): kilograms that it adds to the figure of its product."""
    unsplit: NDArray[np.float64]
    """(product): kilograms in the figure from factors without a split by component."""
    primary: NDArray[np.float64]
    """(product): share of primary data in the absolute figure, percent."""
    loop: NDArray[np.bool_]
    """(product): whether it is part of a loop of products that use each other."""


def add_up(columns: Columns) -> Totals:
    """Compute the totals of all products.

    Raises:
        ComputeError: a loop of products that needs one or more units of itself; a sum that is not finite.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _add_up(columns)


def _add_up(columns: Columns) -> Totals:
    tables = columns.tables
    components, inside = tables.components, tables.counted(columns.counted)
    counts = in_figure(components, columns.counted)
    occurring = len(components)
    kg = direct_sums(columns, tables.kg)
    line_kg = inside[columns.source] * columns.quantity + 0.0  # no -0 of what stands beside the figure
    shares = _shares(columns, line_kg)
    loop = np.zeros(len(columns.products), np.bool_)
    uses, nested = uses_of(columns)
    if len(nested):
        total, loop = _solved(np.hstack([kg.sum(axis=1), shares]), uses, columns.products)
        used = uses.amount[:, None] * total[uses.used]
        np.add.at(kg, (uses.user, columns.stage[nested]), used[:, :occurring])
        line_kg[nested] = sum_counted(used[:, :occurring].T, counts)
        sizes = solve_by_size(shares[:, :2], uses)
        shares = total[:, occurring:]
        shares[:, :2] = shares[:, :2] if sizes is None else sizes
    kg_co2e = sum_counted(kg.sum(axis=1).T, counts)
    _check_finite(kg_co2e, kg, columns.products)
    absolute, primary, unsplit = shares.T
    return Totals(
        components=components,
        kg=kg,
        kg_co2e=kg_co2e,
        present=_present(columns),
        line_kg=line_kg,
        unsplit=unsplit,
        primary=100.0 * np.divide(primary, absolute, out=np.zeros_like(primary), where=absolute > 0),
        loop=loop,
    )


def _shares(columns: Columns, line_kg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (product, 3): absolute kilograms, those on primary data, and those from factors without a split."""
    absolute = np.abs(line_kg)
    unsplit = columns.tables.unsplit[columns.source]
    return columns.sums((absolute, absolute * columns.primary, line_kg * unsplit))


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


def _solved(
    own: NDArray[np.float64], uses: Uses, products: Sequence[Product]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    try:
        return solve(own, uses)
    except LoopError as error:
        raise ComputeError([loop_problem(error, lambda row: products[row].id)]) from None
    except ArithmeticError as error:
        raise ComputeError(
            [Problem("products", str(error), "check the amounts for extreme values")]
        ) from None


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


def _present(columns: Columns) -> NDArray[np.bool_]:
    present = np.zeros((len(columns.products), len(STAGES)), np.bool_)
    present[columns.row, columns.stage] = True
    return present


def _check_finite(kg_co2e: NDArray[np.float64], kg: NDArray[np.float64], products: Sequence[Product]) -> None:
    if np.isfinite(kg_co2e).all() and np.isfinite(kg).all():
        return
    wrong = np.flatnonzero(~(np.isfinite(kg_co2e) & np.isfinite(kg).all(axis=(1, 2))))
    raise ComputeError(
        Problem(products[row].id, "the figure is too large to be a number", "check the amounts and factors")
        for row in wrong.tolist()
    )


def direct_kg(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """Return (line) direct kilograms in the figure; zero for lines that use a product."""
    return np.where(columns.tables.product[columns.source] >= 0, 0.0, totals.line_kg)


def cumulative(columns: Columns, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum (weight, line) weights into (product, weight), used products included."""
    own = columns.sums(weights)
    uses, nested = uses_of(columns)
    return solve(own, uses)[0] if len(nested) else own


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


def unconverted_kg(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """Return (product) kilograms of the figure on another GWP set or horizon than the requested one.

    Their factors state no gases to compute them from, or do not state their set (ISO 14067:2018 asks for one set
    throughout). CO2 is the same on every set.
    """
    gap = np.array([bool(source.gap) for source in columns.sources], np.bool_)
    if not gap.any():
        return np.zeros(len(columns.products))
    return cumulative(columns, (direct_kg(columns, totals) * gap[columns.source])[None, :])[:, 0]
