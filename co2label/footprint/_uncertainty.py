"""The 95 % interval of every figure, after the GUM (JCGM 100:2008), for all products in one pass.

`u² = Σ (∂E/∂x · u(x))²` over the independent variables x (5.1.2). A factor is one variable, so its lines, also those in
products that are used, are added up before they are squared: that is equation (16) with correlation 1. Every input is
lognormal around its stated value, so its mean lies above it, and so does the mean of the figure.

The interval is that of the shifted lognormal with the mean, the standard deviation and the third moment of the figure
(`_moments`). Where three moments do not say enough (a range of unlike sides, a few very uncertain inputs), the figure is
`rough`, and its interval is found from its terms: its lines with those of all that it uses, each with the uncertain amounts
on the way to it (`_distribution`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.footprint._distribution import Span, interval_of_sum
from co2label.footprint._loops import CumulativeCells, solve, solve_by_size
from co2label.footprint._moments import (
    Cumulants,
    Term,
    UncertainInput,
    input_uncertainty,
    pooled_terms,
)
from co2label.footprint._sparse import Sparse, beside
from co2label.footprint._supply_chain import SupplyChain, amount_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._moments import InputUncertainty


class AmountMoments:
    """The amounts of a catalogue that state their uncertainty."""

    def __init__(self, totals: Totals, stated: InputUncertainty) -> None:
        self._columns, self._stated, self._kg = totals.columns, stated, totals.line_kg[stated.lines]
        self._product = _row_of_line(totals.columns, stated)
        self._variance = stated.of_lines.variance

    def alone(self) -> Cumulants:
        """By product, where what is used is exact."""
        stated = self._stated
        first, of_amount = np.unique(stated.amount, return_inverse=True)
        kg = np.zeros(len(first))
        np.add.at(kg, of_amount, self._kg)  # the parts that a rule makes of one, with their signs
        product = np.zeros(len(first), np.intp)
        product[of_amount] = self._product
        one = Cumulants.of_lognormals(stated.of_lines.placed(of_amount, len(first))).times(kg)
        return one.summed(product, self._columns.count).plus(self._with_factors(of_amount, kg))

    def with_used(self, alone: Cumulants, variance_of: NDArray[np.float64]) -> Cumulants:
        """The same where what is used is uncertain: `variance_of` is (product)."""
        lines = self._stated.lines
        used = self._columns.tables.product[self._columns.source[lines]]
        nested = used >= 0
        inside = self._columns.quantity[lines[nested]] ** 2 * variance_of[used[nested]]
        third = 6 * self._kg[nested] * self._variance[nested] * inside
        return alone.plus(self._thirds(third, self._product[nested]))

    def _with_factors(self, of_amount: NDArray[np.intp], kg: NDArray[np.float64]) -> Cumulants:
        """What an amount adds to the third moment by being multiplied with its factors, to leading order.

        That is 6 kg u² times the variance of what it is multiplied with.
        """
        stated = self._stated
        factor = stated.variable[self._columns.source[stated.lines]]
        both = np.flatnonzero(factor >= 0)
        pair = of_amount[both] * len(stated.of_factors) + factor[both]
        _, first, which = np.unique(pair, return_index=True, return_inverse=True)
        inside = np.zeros(len(first))
        np.add.at(inside, which, self._kg[both])
        line = both[first]
        by_factor = inside**2 * stated.of_factors.variance[factor[line]]
        return self._thirds(6 * kg[of_amount[line]] * self._variance[line] * by_factor, self._product[line])

    def _thirds(self, third: NDArray[np.float64], product: NDArray[np.intp]) -> Cumulants:
        return Cumulants.of_thirds(third).summed(product, self._columns.count)


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


def gum(totals: Totals, stated: InputUncertainty) -> Gum:
    """Mean, standard deviation and 95 % interval of every figure, and how much of it they rest on."""
    kg, uses, sums = totals.kg_co2e, totals.uses, _interval_sums(totals, stated)
    if len(totals.nested):
        sizes = solve_by_size(sums[:, 1:], uses)
        sums = solve(sums, uses)[0]
        sums[:, 1:] = sums[:, 1:] if sizes is None else sizes
    shift, absolute, by_factor, by_amount, anything = sums.T
    cumulants, uncertain = _cumulants(totals, stated), anything > 0
    mean = np.where(uncertain, kg + shift, np.nan)
    low, high = cumulants.ends(mean)
    rough = uncertain & cumulants.rough
    room = np.where(cumulants.odd, _CLEAR * (high - low), 0.0)
    whole = np.where(absolute > 0, absolute, 1.0)
    return Gum(
        mean=mean,
        sd=np.where(uncertain, np.sqrt(cumulants.variance), np.nan),
        low=low,
        high=high,
        rough=rough,
        doubtful=rough & ~((low + room < kg) & (kg < high - room)),
        factors_stated=by_factor / whole,
        amounts_stated=by_amount / whole,
    )


def _cumulants(totals: Totals, stated: InputUncertainty) -> Cumulants:
    columns, line_kg, uses = totals.columns, totals.line_kg, totals.uses
    factors, own = Cumulants.of_lognormals(stated.of_factors), _by_factor(columns, stated, line_kg)
    if not len(stated.lines):
        return factors.of_products(CumulativeCells(own, uses))
    several = _in_several(columns, stated)
    if (several >= 0).any():
        held, number = stated.some(several >= 0), several[several >= 0]
        places, count = (_row_of_line(columns, held), number), int(number.max()) + 1
        own = beside([own, Sparse.of(line_kg[held.lines], places, (columns.count, count))])
        factors = factors.beside(Cumulants.of_lognormals(held.of_lines.placed(number, count)))
    amounts = AmountMoments(totals, stated.some(several < 0))
    alone = amounts.alone()
    if not len(uses.user):
        return factors.of_products(CumulativeCells(own, uses)).plus(alone)
    # One more variable for each product: the amounts in it, which no other product shares otherwise.
    uncertain = np.flatnonzero(alone.count)
    at = uncertain, np.arange(len(uncertain))
    of_amounts = Sparse.of(np.ones(len(uncertain)), at, (own.shape[0], len(uncertain)))
    cells = CumulativeCells(beside([own, of_amounts]), uses)
    if len(uncertain):
        variance = factors.beside(alone.at(uncertain)).variance
        alone = amounts.with_used(alone, *cells.sums(lambda kg, variable: kg**2 * variance[variable]))
    return factors.beside(alone.at(uncertain)).of_products(cells)


def _by_factor(columns: Columns, stated: InputUncertainty, line_kg: NDArray[np.float64]) -> Sparse:
    """(product, factor): the kilograms of each factor, its lines added up with their signs."""
    variable = stated.variable[columns.source]
    known = variable >= 0
    kept = np.concatenate(([0], np.cumsum(known)))[columns.start]
    return Sparse.by_row(line_kg[known], variable[known], kept, (columns.count, len(stated.of_factors)))


def _in_several(columns: Columns, stated: InputUncertainty) -> NDArray[np.intp]:
    """(uncertain line): a number for each amount that stands in a product and in parts of it too, else -1.

    It is the same variable there, as a factor is.
    """
    if columns.repeated is None:
        return np.full(len(stated.lines), -1, np.intp)
    whole, first_of = columns.repeated[stated.lines], columns.first_of
    _, number = np.unique([first_of.get(line, line) for line in whole.tolist()], return_inverse=True)
    twins = whole != stated.lines
    result: NDArray[np.intp] = np.where(np.isin(number, number[twins]), number, -1)
    return result


def _row_of_line(columns: Columns, stated: InputUncertainty) -> NDArray[np.intp]:
    """(uncertain line): the product that it stands in."""
    return np.searchsorted(columns.start, stated.lines, side="right") - 1


def _interval_sums(totals: Totals, stated: InputUncertainty) -> NDArray[np.float64]:
    """Return (product, 5) sums for an interval, beside the cumulants of its uncertain inputs; in kilograms.

    The columns: shift of the mean; absolute kilograms; those with a stated uncertainty of the factor, or a GWP; those with a
    stated uncertainty of the amount; those with either. They are direct, but for the shift and the last: an uncertain
    amount of a used product moves all that it brings.
    """
    columns, kg, lines = totals.columns, totals.direct_kg, stated.lines
    variable = stated.variable[columns.source]
    absolute, by_factor = np.abs(kg), variable >= 0
    shift = stated.of_factors.mean_shift[variable] * kg
    anything, by_amount = absolute * by_factor, None
    if len(lines):
        uncertain = np.zeros(len(absolute), np.bool_)
        uncertain[lines] = True
        shift[lines] += stated.of_lines.mean_shift * totals.line_kg[lines]
        anything, by_amount = np.abs(totals.line_kg) * (by_factor | uncertain), absolute * uncertain
    with_factor = absolute * (by_factor | columns.tables.gas[columns.source])
    return columns.sums((shift, absolute, with_factor, by_amount, anything))


_MOST_PASSES = 100
"""Uncertain uses of a figure that are followed; the amounts of further ones are first order."""


class _Pass(NamedTuple):
    """Units of a product to follow, and the uncertain amounts that they are proportional to."""

    row: int
    units: float
    amounts: tuple[UncertainInput, ...]


class TermFinder:
    """Finds the terms of products; `sd` is (product), the standard deviations of their figures.

    A used product of certain amount is taken into the one that uses it, by a backward pass over all that is reached that way;
    one of uncertain amount begins a pass of its own, in which everything hangs on that amount as well.
    """

    def __init__(self, totals: Totals, stated: InputUncertainty, sd: NDArray[np.float64]) -> None:
        self._columns, self._totals, self._stated, self._sd = totals.columns, totals, stated, sd
        self._passes: list[_Pass] = []

    def product(self, row: int) -> tuple[Term, ...]:
        """What the figure of a product is a sum of."""
        self._passes = [_Pass(row, 1.0, ())]
        return pooled_terms(term for one in self._each() for term in self._terms(one))

    def _each(self) -> Iterator[_Pass]:
        yield from self._passes  # grows while it is walked

    def _terms(self, one: _Pass) -> Iterator[Term]:
        supply_chain = SupplyChain(self._columns, one.row)
        lines = np.array(supply_chain.lines, np.intp)
        amounts = self._amounts(lines)
        followed = self._followed(amounts)
        kept = np.array([line not in followed for line in supply_chain.uses[0]], np.bool_)
        units = supply_chain.needed_by_root(kept)
        user = np.searchsorted(self._columns.start, lines, side="right") - 1
        for line, row in zip(lines.tolist(), user.tolist(), strict=True):
            needed = one.units * units[row]
            if not needed:
                continue
            amount = amounts.get(line)
            inner = one.amounts if amount is None else (*one.amounts, amount)
            kg, used = needed * float(self._totals.line_kg[line]), self._used(line)
            if used < 0:
                yield Term(kg, self._factor(line), inner)
            elif line in followed:
                self._passes.append(_Pass(used, needed * float(self._columns.quantity[line]), inner))
            elif amount is not None:
                sd = needed * float(self._columns.quantity[line] * np.nan_to_num(self._sd[used]))
                yield Term(kg, None, (amount,), sd)

    def _followed(self, amounts: dict[int, UncertainInput]) -> set[int]:
        """Lines that use a product by an uncertain amount, outside loops."""
        loop = self._totals.loop
        followed = {
            line
            for line in amounts
            if (used := self._used(line)) >= 0 and not (loop[used] and loop[self._columns.row_of(line)])
        }
        return followed if len(self._passes) + len(followed) <= _MOST_PASSES else set()

    def _used(self, line: int) -> int:
        return self._columns.source_of(line).product

    def _factor(self, line: int) -> UncertainInput | None:
        stated = self._stated
        variable = int(stated.variable[self._columns.source[line]])
        if variable < 0:
            return None
        return UncertainInput(("factor", *stated.factors[variable]), stated.of_factors.sigmas(variable))

    def _amounts(self, lines: NDArray[np.intp]) -> dict[int, UncertainInput]:
        """Line → its amount, where the uncertainty of that is stated."""
        stated, ordered = self._stated, np.sort(lines)
        places = np.searchsorted(stated.lines, ordered)
        matches = np.append(stated.lines, -1)[places] == ordered
        ordered, places = ordered[matches], places[matches]
        names = amount_names(self._columns, ordered.tolist())
        return {
            line: UncertainInput(name, stated.of_lines.sigmas(at))
            for line, name, at in zip(ordered.tolist(), names, places.tolist(), strict=True)
        }


_SAME = 1e-9
"""Relative: what rounding of float64 may change."""


def _outside(kg: Any, low: Any, high: Any) -> Any:
    """Return whether figures lie outside their intervals, by more than rounding; numbers or arrays."""
    room = _SAME * np.maximum(np.abs(low), np.abs(high))
    return (kg < low - room) | (kg > high + room)


class Intervals:
    """Of all products of a calculation in which something is stated."""

    def __init__(self, totals: Totals, stated: InputUncertainty) -> None:
        self._totals, self._stated = totals, stated
        self._known: dict[int, Span] = {}

    @classmethod
    def of_totals(cls, totals: Totals) -> Intervals | None:
        """Return the intervals of a calculation; None where nothing is stated."""
        stated = input_uncertainty(totals.columns)
        return None if stated is None else cls(totals, stated)

    @cached_property
    def gum(self) -> Gum:
        """Means, standard deviations, and ends by the closed form."""
        return gum(self._totals, self._stated)

    def share(self, row: int) -> float:
        """Share of the figure, 0 to 1, whose factor or amount, whichever are more, states an uncertainty."""
        return min(1.0, max(float(self.gum.factors_stated[row]), float(self.gum.amounts_stated[row])))

    def of(self, row: int) -> Span | None:
        """The interval of one product; None where nothing is stated."""
        if row not in self._known and not np.isnan(self.gum.mean[row]):
            self._known[row] = (
                interval_of_sum(self.terms(row))
                if self.gum.rough[row]
                else Span(float(self.gum.low[row]), float(self.gum.high[row]))
            )
        return self._known.get(row)

    def all(self) -> NDArray[np.float64]:
        """(product, low and high); NaN where nothing is stated."""
        ends = np.stack([self.gum.low, self.gum.high], axis=1)
        for row in np.flatnonzero(self.gum.rough).tolist():
            span = self.of(row)
            assert span is not None, "a rough figure has stated inputs"
            ends[row] = span.low, span.high
        return ends

    def outside(self, row: int) -> bool:
        """Whether a figure lies outside its interval."""
        span = self.of(row)
        return span is not None and bool(_outside(self._totals.kg_co2e[row], span.low, span.high))

    @cached_property
    def skewed(self) -> NDArray[np.bool_]:
        """(product): whether its figure lies outside its interval; exact intervals only where the closed form leaves doubts."""
        skewed: NDArray[np.bool_] = _outside(self._totals.kg_co2e, self.gum.low, self.gum.high)
        for row in np.flatnonzero(self.gum.doubtful).tolist():
            skewed[row] = self.outside(row)
        return skewed

    def terms(self, row: int) -> tuple[Term, ...]:
        """What the figure of a product is a sum of."""
        return TermFinder(self._totals, self._stated, self.gum.sd).product(row)
