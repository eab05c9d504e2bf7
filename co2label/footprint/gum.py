"""How sure the figures are, after the GUM (JCGM 100:2008), for all products in one pass.

`u² = Σ (∂E/∂x · u(x))²` over the independent variables x (5.1.2). A factor is one variable, so its lines, also those in
products that are used, are added up before they are squared: that is equation (16) with correlation 1. Every input is
lognormal around its stated value, so its mean lies above it, and so does the mean of the figure.

The interval is that of the shifted lognormal with the mean, the standard deviation and the third moment of the figure
(see `shifted`). Where three moments do not say enough (a range of unlike sides, a few very uncertain inputs), the figure
is `rough`, and its interval is found from its terms (see `span`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags_array, hstack

from co2label.footprint.amount_moments import AmountMoments
from co2label.footprint.cumulants import Cumulants
from co2label.footprint.lognormal import lognormal_mean_shift
from co2label.footprint.nesting import solve, solve_by_size
from co2label.footprint.spreading import Cells
from co2label.footprint.totals import uses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.nesting import Uses
    from co2label.footprint.stated import Stated
    from co2label.footprint.totals import Totals

__all__ = ["Gum", "gum", "gum_of"]

_CLEAR = 0.25
"""Share of an interval that the closed form may be off by, where terms have two signs or two sigmas."""


@dataclass(frozen=True, slots=True, eq=False)
class Gum:
    """By product, in kilograms of CO2e per declared unit; NaN where nothing is stated."""

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: NDArray[np.float64]
    """By the closed form, as is `high`."""
    high: NDArray[np.float64]
    rough: NDArray[np.bool_]
    """Where the closed form is not good enough."""
    doubtful: NDArray[np.bool_]
    """Where it does not even say that the figure lies inside its interval."""
    factors_stated: NDArray[np.float64]
    """Share of the absolute figure whose factor states its uncertainty, 0 to 1 (a GWP is a convention: it counts)."""
    amounts_stated: NDArray[np.float64]
    """Share of the absolute figure whose amount states its uncertainty, 0 to 1."""


def gum(columns: Columns, totals: Totals, stated: Stated) -> Gum:
    """Mean, standard deviation and 95 % interval of every figure, and how much of it they rest on."""
    uses, nested = uses_of(columns)
    aside = _aside(columns, stated, totals.line_kg, nested)
    if len(nested):
        sizes = solve_by_size(aside[:, 1:], uses)
        aside = solve(aside, uses)[0]
        aside[:, 1:] = aside[:, 1:] if sizes is None else sizes
    return gum_of(totals.kg_co2e, _cumulants(columns, totals.line_kg, stated, uses), aside)


def gum_of(kg: NDArray[np.float64], cumulants: Cumulants, aside: NDArray[np.float64]) -> Gum:
    """From sums by product to intervals; `aside` is (product, 5), see `_aside`."""
    shift, absolute, by_factor, by_amount, anything = aside.T
    there = anything > 0
    mean = np.where(there, kg + shift, np.nan)
    low, high = cumulants.ends(mean)
    rough = there & cumulants.rough
    room = np.where(cumulants.odd, _CLEAR * (high - low), 0.0)
    whole = np.where(absolute > 0, absolute, 1.0)
    return Gum(
        mean=mean,
        sd=np.where(there, np.sqrt(cumulants.variance), np.nan),
        low=low,
        high=high,
        rough=rough,
        doubtful=rough & ~((low + room < kg) & (kg < high - room)),
        factors_stated=by_factor / whole,
        amounts_stated=by_amount / whole,
    )


def _cumulants(columns: Columns, line_kg: NDArray[np.float64], stated: Stated, uses: Uses) -> Cumulants:
    factors, own = Cumulants.of_lognormals(stated.below, stated.above), _by_factor(columns, stated, line_kg)
    several = _in_several(columns, stated)
    if (several >= 0).any():
        held = stated.some(several >= 0)
        own = hstack([own, _by_amount(columns, held, line_kg, several[several >= 0])], format="csr")
        factors = factors.beside(_of_amounts(held, several[several >= 0]))
    amounts = AmountMoments(columns, line_kg, stated.some(several < 0))
    alone = amounts.alone()
    if not len(uses.user):
        return factors.of_products(Cells(own, uses)).plus(alone)
    # One more variable for each product: the amounts in it, which no other product shares otherwise.
    uncertain = np.flatnonzero(alone.count)
    of_amounts = diags_array(np.ones(own.shape[0])).tocsc()[:, uncertain]
    cells = Cells(hstack([own, of_amounts], format="csr"), uses)
    if len(uncertain):
        variance = factors.beside(alone.at(uncertain)).variance
        alone = amounts.with_used(alone, *cells.sums(lambda kg, variable: kg**2 * variance[variable]))
    return factors.beside(alone.at(uncertain)).of_products(cells)


def _by_factor(columns: Columns, stated: Stated, line_kg: NDArray[np.float64]) -> csr_matrix:
    """(product, factor): the kilograms of each factor, its lines added up with their signs."""
    variable = stated.variable[columns.emitter]
    known = variable >= 0
    kept = np.concatenate(([0], np.cumsum(known)))[columns.start]
    shape = (len(columns.products), len(stated.below))
    matrix = csr_matrix((line_kg[known], variable[known], kept), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _in_several(columns: Columns, stated: Stated) -> NDArray[np.intp]:
    """(uncertain line): a number for each amount that stands in a product and in parts of it too, else -1.

    It is the same variable there, as a factor is.
    """
    twin, first_of, lines = columns.twins, columns.first_of, stated.lines.tolist()
    if not twin:
        return np.full(len(lines), -1, np.intp)
    whole = [twin.get(line, line) for line in lines]
    _, number = np.unique([first_of.get(line, line) for line in whole], return_inverse=True)
    twins = np.array([line in twin for line in lines], np.bool_)
    result: NDArray[np.intp] = np.where(np.isin(number, number[twins]), number, -1)
    return result


def _by_amount(
    columns: Columns, stated: Stated, line_kg: NDArray[np.float64], number: NDArray[np.intp]
) -> csr_matrix:
    """(product, amount): the kilograms of each amount that several rows hold."""
    shape = (len(columns.products), int(number.max()) + 1)
    matrix = csr_matrix((line_kg[stated.lines], (_row(columns, stated), number)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _of_amounts(stated: Stated, number: NDArray[np.intp]) -> Cumulants:
    below, above = np.zeros((2, int(number.max()) + 1))
    below[number], above[number] = stated.line_below, stated.line_above
    return Cumulants.of_lognormals(below, above)


def _row(columns: Columns, stated: Stated) -> NDArray[np.intp]:
    """(uncertain line): the product that it stands in."""
    return np.searchsorted(columns.start, stated.lines, side="right") - 1


def _aside(
    columns: Columns, stated: Stated, line_kg: NDArray[np.float64], nested: NDArray[np.intp]
) -> NDArray[np.float64]:
    """(product, 5): what else a figure needs to know of its lines, in kilograms.

    Shift of the mean; absolute kilograms; those whose factor is stated, or a GWP; those whose amount is stated; those
    of anything stated.
    """
    own_kg = line_kg.copy()
    own_kg[nested] = 0.0
    absolute = np.abs(own_kg)
    gas = np.array([source.gas is not None for source in columns.emitters])[columns.emitter]
    variable = stated.variable[columns.emitter]
    by_factor = variable >= 0
    by_amount = np.zeros(len(line_kg), np.bool_)
    by_amount[stated.lines] = True
    shift = lognormal_mean_shift(stated.below, stated.above)[variable] * own_kg
    shift[stated.lines] += lognormal_mean_shift(stated.line_below, stated.line_above) * line_kg[stated.lines]
    anything = np.abs(line_kg) * (by_factor | by_amount)
    parts = (shift, absolute, absolute * (by_factor | gas), absolute * by_amount, anything)
    count = len(columns.products)
    product = np.repeat(np.arange(count), np.diff(columns.start))
    return np.stack([np.bincount(product, part, count) for part in parts], axis=1).astype(
        np.float64, copy=False
    )
