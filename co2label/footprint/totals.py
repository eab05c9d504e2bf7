"""From columns to kilograms: the direct part, the nested part, and the sums that stand on a footprint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError, Problem
from co2label.footprint.kernel import direct
from co2label.footprint.nesting import LoopError, Uses, solve, solve_by_size
from co2label.model import COMPONENTS, EMISSIONS, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.model import Component, Product

__all__ = ["Totals", "add_up", "in_figure", "loop_problem", "uses_of", "weights_of"]

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Kilograms per declared unit of every product."""

    components: tuple[Component, ...]
    """Those that occur at all, in the order of the vocabulary: the last axis of `kg`."""
    kg: NDArray[np.float64]
    """(product, stage, component)."""
    kg_co2e: NDArray[np.float64]
    """(product): the figure: what the columns count."""
    present: NDArray[np.bool_]
    """(product, stage): whether the product has an activity in the stage. Missing is never zero."""
    line_kg: NDArray[np.float64]
    """(line): what each activity adds to the figure of its own product."""
    unsplit: NDArray[np.float64]
    """(product): kilograms in the figure that come from factors without a split by component."""
    primary: NDArray[np.float64]
    """(product): share of primary data in the absolute figure, percent."""
    loop: NDArray[np.bool_]
    """(product): whether it stands in a loop of products that use each other."""


def add_up(columns: Columns) -> Totals:
    """Add up every product.

    Raises:
        ComputeError: a loop of products that needs one or more units of itself; a sum that is not finite.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _add_up(columns)


def _add_up(columns: Columns) -> Totals:
    components, weights, inside = weights_of([source.kg for source in columns.emitters], columns.counted)
    counts = in_figure(components, columns.counted)
    occurring = len(components)
    kg = direct(columns.start, columns.stage, columns.emitter, columns.quantity, weights)
    line_kg = inside[columns.emitter] * columns.quantity + 0.0  # no -0 of what stands beside the figure
    shares = _shares(columns, line_kg)
    loop = np.zeros(len(columns.products), np.bool_)
    uses, nested = uses_of(columns)
    if len(nested):
        total, loop = _solved(np.hstack([kg.sum(axis=1), shares]), uses, columns.products)
        used = uses.amount[:, None] * total[uses.used]
        np.add.at(kg, (uses.user, columns.stage[nested]), used[:, :occurring])
        line_kg[nested] = _counted(used[:, :occurring].T, counts)
        sizes = solve_by_size(shares[:, :2], uses)
        shares = total[:, occurring:]
        shares[:, :2] = shares[:, :2] if sizes is None else sizes
    kg_co2e = _counted(kg.sum(axis=1).T, counts)
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


def weights_of(
    emitters: Sequence[Mapping[Component, float]], counted: Collection[Component] = EMISSIONS
) -> tuple[tuple[Component, ...], NDArray[np.float64], NDArray[np.float64]]:
    """The components that occur, kilograms per root unit by (component, emitter), and those in the figure."""
    occurring = {part for kg in emitters for part in kg}
    components = tuple(part for part in COMPONENTS if part in occurring) or COMPONENTS[:1]
    weights = np.array([[kg.get(part, 0.0) for kg in emitters] for part in components])
    return components, weights, _counted(weights, in_figure(components, counted))


def _counted(kg: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the rows that count, one component after the other: how many columns there are changes no bit."""
    total = np.zeros(kg.shape[1])
    for place in np.flatnonzero(counts).tolist():
        total += kg[place]
    return total


def in_figure(
    components: Sequence[Component], counted: Collection[Component] = EMISSIONS
) -> NDArray[np.float64]:
    """1 for components that count in the figure, 0 for those that stand beside it."""
    return np.array([float(part in counted) for part in components])


def _shares(columns: Columns, line_kg: NDArray[np.float64]) -> NDArray[np.float64]:
    """(product, 3): absolute kilograms, those on primary data, and those from factors without a split."""
    count = len(columns.products)
    product = np.repeat(np.arange(count), np.diff(columns.start))
    absolute = np.abs(line_kg)
    unsplit = np.array([source.unsplit for source in columns.emitters])[columns.emitter]
    parts = (absolute, absolute * columns.primary, line_kg * unsplit)
    return np.stack([np.bincount(product, part, count) for part in parts], axis=1).astype(
        np.float64, copy=False
    )


def uses_of(columns: Columns) -> tuple[Uses, NDArray[np.intp]]:
    """Which product uses which, and the lines that say so."""
    product_of = np.array([source.product for source in columns.emitters])
    if (product_of < 0).all():
        none = np.zeros(0, np.intp)
        return Uses(none, none, np.zeros(0)), none
    used = product_of[columns.emitter]
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
    """What to say of products that need one or more units of themselves.

    Args:
        error: the loop.
        name: the id of the product of a row.
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
    present[np.repeat(np.arange(len(present)), np.diff(columns.start)), columns.stage] = True
    return present


def _check_finite(kg_co2e: NDArray[np.float64], kg: NDArray[np.float64], products: Sequence[Product]) -> None:
    if np.isfinite(kg_co2e).all() and np.isfinite(kg).all():
        return
    wrong = np.flatnonzero(~(np.isfinite(kg_co2e) & np.isfinite(kg).all(axis=(1, 2))))
    raise ComputeError(
        Problem(products[row].id, "the figure is too large to be a number", "check the amounts and factors")
        for row in wrong.tolist()
    )
