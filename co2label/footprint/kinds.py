"""What a figure rests on: the product's own recipe, averages of groups of products, or money spent.

Each line says so by its factor and by how its amount is known. A used product brings what it rests on itself; where its
amount was found from money, or is an average, all that it brings rests on that. Shares are of absolute kilograms, so a
credit is no small share but one of its size.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.nesting import Uses, solve, solve_by_size
from co2label.footprint.totals import uses_of
from co2label.footprint.weighing import own_kg
from co2label.model import DATA_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals
    from co2label.model import DataKind

__all__ = ["kinds_of", "kinds_used", "named", "shares_in", "shares_of"]

_NOTHING = 1e-12
"""Share of a figure that is the rounding of float64."""


def shares_in(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """(product, kind): the share of each absolute figure, 0 to 1, kinds in the order of `DATA_KINDS`.

    The shares of a product add up to one, or are all zero where its figure is nothing.
    """
    product = np.repeat(np.arange(len(columns.products)), np.diff(columns.start))
    kg = np.abs(own_kg(columns, totals))
    own = kinds_of(kg, columns.kind, product, len(columns.products))
    uses, nested = uses_of(columns)
    return shares_of(kinds_used(own, uses, columns.kind[nested]))


def kinds_of(
    kg: NDArray[np.float64], kind: NDArray[np.intp], product: NDArray[np.intp], count: int
) -> NDArray[np.float64]:
    """(product, kind): what the lines of each product emit themselves and rests on a kind, or on a nearer one."""
    sums = [np.bincount(product, kg * (kind <= last), count) for last in range(len(DATA_KINDS))]
    return np.stack(sums, axis=1).astype(np.float64, copy=False)


def kinds_used(own: NDArray[np.float64], uses: Uses, kind: NDArray[np.intp]) -> NDArray[np.float64]:
    """The same with everything that is used; `kind` is (use), what the amount of a use rests on.

    A use counts towards a kind only if its amount rests on nothing farther.
    """
    if not len(uses.user):
        return own
    if not kind.any():
        return _sized(own, uses)
    whole = [_sized(own[:, [last]], _some(uses, kind <= last)) for last in range(len(DATA_KINDS))]
    return np.hstack(whole)


def shares_of(up_to: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares by kind from kilograms up to each kind, the last of which are all."""
    apart = np.maximum(np.diff(up_to, axis=1, prepend=0.0), 0.0)
    every = apart.sum(axis=1, keepdims=True)
    apart[apart <= _NOTHING * every] = 0.0
    every = apart.sum(axis=1, keepdims=True)
    shares: NDArray[np.float64] = np.divide(apart, every, out=np.zeros_like(apart), where=every > 0)
    return shares


def named(shares: NDArray[np.float64]) -> dict[DataKind, float]:
    """The shares of one product by name; a kind that it has nothing of is absent."""
    return {kind: share for kind, share in zip(DATA_KINDS, shares.tolist(), strict=True) if share}


def _some(uses: Uses, kept: NDArray[np.bool_]) -> Uses:
    return replace(uses, amount=np.where(kept, uses.amount, 0.0))


def _sized(own: NDArray[np.float64], uses: Uses) -> NDArray[np.float64]:
    """A credit counts by its size, unless a loop cannot be solved so."""
    sizes = solve_by_size(own, uses)
    return np.abs(solve(own, uses)[0]) if sizes is None else sizes
