"""How sure the figures are: first order after the GUM (JCGM 100:2008, 5.1.2), for all products in one pass.

`u² = Σ (∂E/∂x · u(x))²` over the independent variables x. A factor is one variable, so its lines, also those in
products that are used, are added up before they are squared: that is equation (16) with correlation 1. Every input is
lognormal around its stated value, so its mean lies above it by `exp(sigma² / 2)`, and so does the mean of the figure.

The interval is that of the lognormal with this mean and standard deviation, two standard deviations of the logarithm
on each side; with one uncertain input it is exactly `[E / GSD², E × GSD²]`. A figure with parts below zero may change
its sign, so it gets the normal interval, mean ± 2 u.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags_array, hstack

from co2label.footprint.nesting import solve, solve_by_size
from co2label.footprint.spreading import variances
from co2label.footprint.totals import uses_of
from co2label.model.uncertainty import COVERAGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.nesting import Uses
    from co2label.footprint.stated import Stated
    from co2label.footprint.totals import Totals

__all__ = ["Gum", "excess", "gum", "gum_of", "spread"]


@dataclass(frozen=True, slots=True, eq=False)
class Gum:
    """By product, in kilograms of CO2e per declared unit; NaN where nothing is stated."""

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    factors_stated: NDArray[np.float64]
    """Share of the absolute figure whose factor states its uncertainty, 0 to 1 (a GWP is a convention: it counts)."""
    amounts_stated: NDArray[np.float64]
    """Share of the absolute figure whose amount states its uncertainty, 0 to 1."""


def spread(sigma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviation of a lognormal, as a share of its median."""
    result: NDArray[np.float64] = np.sqrt(np.expm1(sigma**2) * np.exp(sigma**2))
    return result


def excess(sigma: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the mean of a lognormal lies above its median, as a share of the median."""
    result: NDArray[np.float64] = np.expm1(sigma**2 / 2)
    return result


def gum(columns: Columns, totals: Totals, stated: Stated) -> Gum:
    """Mean, standard deviation and 95 % interval of every figure, and how much of it they rest on."""
    sums = _Sums(columns)
    line_kg = totals.line_kg
    factor_sd = (spread(stated.sigma))[columns.emitter] * line_kg
    amount_sd, first = _by_amount(stated, spread(stated.line_sigma) * line_kg[stated.lines])
    several = _in_several(columns, first)
    amounts = sums.of(np.where(several >= 0, 0.0, amount_sd**2), first)
    uses, nested = uses_of(columns)
    columns_of = _by_factor(columns, stated, factor_sd)
    if (several >= 0).any():
        columns_of = hstack([columns_of, sums.by_variable(amount_sd, first, several)], format="csr")
    aside = _aside(columns, stated, line_kg, nested, sums)
    if len(nested):
        sizes = solve_by_size(aside[:, 1:5], uses)
        aside = solve(aside, uses)[0]
        if sizes is not None:
            aside[:, 1:5], aside[:, 5] = sizes, sizes[:, 0] - totals.kg_co2e
        variance = _nested(columns_of, amounts, uses)
    else:
        variance = sums.rows(columns_of) + amounts
    return gum_of(totals.kg_co2e, variance, aside)


class _Sums:
    """Strictly private: sums over the lines of each product."""

    def __init__(self, columns: Columns) -> None:
        self.count = len(columns.products)
        self._product = np.repeat(np.arange(self.count), np.diff(columns.start))

    def of(self, values: NDArray[np.float64], lines: NDArray[np.intp] | None = None) -> NDArray[np.float64]:
        product = self._product if lines is None else self._product[lines]
        return np.bincount(product, values, self.count).astype(np.float64, copy=False)

    def by_variable(
        self, values: NDArray[np.float64], lines: NDArray[np.intp], variable: NDArray[np.intp]
    ) -> csr_matrix:
        """(product, variable); values of no variable (-1) are left out."""
        known = variable >= 0
        shape = (self.count, int(variable.max()) + 1)
        return csr_matrix((values[known], (self._product[lines[known]], variable[known])), shape=shape)

    def rows(self, matrix: csr_matrix) -> NDArray[np.float64]:
        """Sums of squares of the rows of a matrix."""
        product = np.repeat(np.arange(self.count), np.diff(matrix.indptr))
        return np.bincount(product, matrix.data**2, self.count).astype(np.float64, copy=False)


def _by_amount(stated: Stated, sd: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Kilograms of one standard deviation of each amount, its parts added up with their signs, and its first line."""
    if stated.amount is stated.lines:
        return sd, stated.lines
    first, of_amount = np.unique(stated.amount, return_inverse=True)
    return np.bincount(of_amount, sd, len(first)).astype(np.float64, copy=False), first


def _in_several(columns: Columns, first: NDArray[np.intp]) -> NDArray[np.intp]:
    """(amount): a number for each that stands in a product and in parts of it too, where it is the same variable; else -1."""
    if not columns.twins:
        return np.full(len(first), -1, np.intp)
    twin, first_of = columns.twins, columns.first_of
    whole = [twin.get(line, line) for line in first.tolist()]
    amount = np.array([first_of.get(line, line) for line in whole], np.intp)
    _, number, times = np.unique(amount, return_inverse=True, return_counts=True)
    return np.where(times[number] > 1, number, -1)


def _by_factor(columns: Columns, stated: Stated, factor_sd: NDArray[np.float64]) -> csr_matrix:
    """(product, factor): kilograms of one standard deviation of the factor, its lines added up with their signs."""
    variable = stated.variable[columns.emitter]
    known = variable >= 0
    kept = np.concatenate(([0], np.cumsum(known)))[columns.start]
    shape = (len(columns.products), len(stated.factors))
    matrix = csr_matrix((factor_sd[known], variable[known], kept), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _nested(by_factor: csr_matrix, amounts: NDArray[np.float64], uses: Uses) -> NDArray[np.float64]:
    """With one more variable for each product: the amounts in it, which no other product shares otherwise."""
    uncertain = np.flatnonzero(amounts)
    own = diags_array(np.sqrt(amounts)).tocsc()[:, uncertain]
    return variances(hstack([by_factor, own], format="csr"), uses)


def _aside(
    columns: Columns,
    stated: Stated,
    line_kg: NDArray[np.float64],
    nested: NDArray[np.intp],
    sums: _Sums,
) -> NDArray[np.float64]:
    """(product, 6): what else a figure needs to know of its lines, in kilograms.

    Shift of the mean; absolute kilograms; those whose factor is stated, or a GWP; those whose amount is stated; those
    of anything stated; twice those below zero.
    """
    own_kg = line_kg.copy()
    own_kg[nested] = 0.0
    absolute = np.abs(own_kg)
    gas = np.array([source.gas is not None for source in columns.emitters])[columns.emitter]
    by_factor = stated.variable[columns.emitter] >= 0
    by_amount = np.zeros(len(line_kg), np.bool_)
    by_amount[stated.lines] = True
    shift = excess(stated.sigma)[columns.emitter] * own_kg
    shift[stated.lines] += excess(stated.line_sigma) * line_kg[stated.lines]
    anything = np.abs(line_kg) * (by_factor | by_amount)
    parts = (shift, absolute, absolute * (by_factor | gas), absolute * by_amount, anything, absolute - own_kg)
    return np.stack([sums.of(part) for part in parts], axis=1)


def gum_of(kg: NDArray[np.float64], variance: NDArray[np.float64], aside: NDArray[np.float64]) -> Gum:
    """From sums by product to intervals; `aside` is (product, 6), see `_aside`."""
    shift, absolute, by_factor, by_amount, anything, below = aside.T
    mean = np.where(anything > 0, kg + shift, np.nan)
    sd = np.where(anything > 0, np.sqrt(variance), np.nan)
    lognormal = (below <= 0) & (mean > 0)
    widen = 1.0 + np.divide(sd, mean, out=np.zeros_like(sd), where=lognormal) ** 2
    median, factor = mean / np.sqrt(widen), np.exp(COVERAGE * np.sqrt(np.log(widen)))
    whole = np.where(absolute > 0, absolute, 1.0)
    return Gum(
        mean=mean,
        sd=sd,
        low=np.where(lognormal, median / factor, mean - COVERAGE * sd),
        high=np.where(lognormal, median * factor, mean + COVERAGE * sd),
        factors_stated=by_factor / whole,
        amounts_stated=by_amount / whole,
    )
