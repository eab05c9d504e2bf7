"""Shares of a figure: by kind of data, left out by cut-offs, taken off by credits, or rated; and other ways to count.

Each share is a weight a line, added up like the figure itself, through the products that are used, also in loops.
`array_by_rule` and `ByMethod` count the same lines by the sum rule that a declaration names, and by each method of
electricity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label._data import data_table
from co2label.footprint._electricity import electricity_lines
from co2label.footprint._engine import joined_with_used, uses_of
from co2label.footprint._loops import LoopError, Uses, solve, solve_by_size
from co2label.footprint._rules import ELECTRICITY_METHODS, with_choice
from co2label.footprint._supply_chain import SupplyChain, unproven_removals
from co2label.model import DATA_KINDS, components_counted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.model import DataKind, Product, Quality, SumRule


_NOTHING = 1e-12
"""Share of a figure that is the rounding of float64."""


def data_kind_shares(totals: Totals) -> NDArray[np.float64]:
    """Return (product, kind) shares of each absolute figure, 0 to 1, kinds in the order of `DATA_KINDS`.

    The kind of a line follows from its factor and the evidence of its amount. A used product brings its own kinds; where its
    amount was derived from money, or is an average, all that it brings is of that kind. Shares are of absolute kilograms, so
    a credit counts by its size.

    The shares of a product add up to one, or are all zero where its figure is zero.
    """
    columns = totals.columns
    up_to = _direct_kg_by_kind(columns, np.abs(totals.direct_kg))
    if len(totals.nested):
        up_to = _kg_by_kind(up_to, totals.uses, columns.kind[totals.nested])
    apart = np.maximum(np.diff(up_to, axis=1, prepend=0.0), 0.0)
    every = apart.sum(axis=1, keepdims=True)
    apart[apart <= _NOTHING * every] = 0.0
    every = apart.sum(axis=1, keepdims=True)
    shares: NDArray[np.float64] = np.divide(apart, every, out=np.zeros_like(apart), where=every > 0)
    return shares


def _direct_kg_by_kind(columns: Columns, kg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (product, kind) direct kilograms that rest on a kind, or on a nearer one."""
    occurring = np.flatnonzero(np.bincount(columns.kind)).tolist() or [0]
    sums = columns.sums(kg if last == occurring[-1] else kg * (columns.kind <= last) for last in occurring)
    up_to = np.zeros((columns.count, len(DATA_KINDS)))
    for place, last in enumerate(occurring):
        up_to[:, last:] = sums[:, [place]]
    return up_to


def _kg_by_kind(own: NDArray[np.float64], uses: Uses, kind: NDArray[np.intp]) -> NDArray[np.float64]:
    """Add used products to (product, kind) kilograms; `kind` is (use), the kind of data of its amount.

    A use counts towards a kind only if its amount rests on no farther one.
    """
    if kind.any():
        kept = (
            replace(uses, amount=np.where(kind <= last, uses.amount, 0.0)) for last in range(len(DATA_KINDS))
        )
        return np.hstack([_sized(own[:, [last]], some) for last, some in enumerate(kept)])
    if (own == own[:, :1]).all():
        return np.repeat(_sized(own[:, :1], uses), len(DATA_KINDS), axis=1)
    return _sized(own, uses)


def shares_by_name(shares: NDArray[np.float64]) -> dict[DataKind, float]:
    """Return the shares of one product by kind; kinds without a share are absent."""
    return {kind: share for kind, share in zip(DATA_KINDS, shares.tolist(), strict=True) if share}


def _sized(own: NDArray[np.float64], uses: Uses) -> NDArray[np.float64]:
    """Solve with credits by absolute value, unless a loop cannot be solved so."""
    sizes = solve_by_size(own, uses)
    return np.abs(solve(own, uses)[0]) if sizes is None else sizes


def left_out_percent(totals: Totals) -> NDArray[np.float64]:
    """Return (product) percent of the whole figure that is left out, 0 to 100; zero without cut-offs.

    A product that leaves out p % of its figure K misses K × p ÷ (100 − p) kg, or, scaled up, holds K × p ÷ 100 kg that nobody
    counted. What a used product misses is missed by its user too, times the amount.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> part = Product(id="part", name="Part", declared_unit="1 piece", boundary="cradle-to-gate",
    ...     cut_off={"left_out_percent": 20, "limit_percent": 20},
    ...     activities=[Activity("gas", "4 kg", gas="CO2", stage="production")])
    >>> whole = Product(id="whole", name="Whole", declared_unit="1 piece", boundary="cradle-to-gate", activities=[
    ...     Activity("part", "1 piece", product="part", stage="raw-materials"),
    ...     Activity("gas", "5 kg", gas="CO2", stage="production")])
    >>> compute(part).left_out_percent, compute(whole, products=[part]).left_out_percent
    (20.0, 10.0)
    """
    cut = [product.cut_off for product in totals.columns.products]
    if not any(cut):
        return np.zeros(len(cut))
    share = np.array([each.left_out_percent / 100 if each else 0.0 for each in cut])
    scaled = np.array([bool(each and each.scale_up) for each in cut])
    kg = np.abs(totals.kg_co2e)
    missed = np.where(scaled, 0.0, kg * share / (1.0 - share))
    guessed = np.where(scaled, kg * share, 0.0)
    if len(totals.nested):
        sums = np.abs(solve(np.stack([missed, guessed], axis=1), totals.uses)[0])
        missed, guessed = sums[:, 0], sums[:, 1]
    whole = kg + missed
    percent: NDArray[np.float64] = 100.0 * np.divide(
        missed + guessed, whole, out=share.copy(), where=whole > 0
    )
    return np.minimum(percent, 100.0)


def credited_kg(totals: Totals) -> NDArray[np.float64]:
    """Return (product) kilograms that credits take off what is emitted; zero or above.

    A rule writes a credit as a line of an amount below zero. A product that is used may hold credits itself, and a credit may
    draw on a product: then what that product emits is credited, and what was credited to it is not. So burdens and
    credits are solved together, each a sum of parts that are not below zero, and their difference is the figure.

    Where products that credit each other stand in a loop so strong that the two do not part, what a product's own lines
    take off is its credit.

    Args:
        totals: what is emitted.
    """
    own, uses, count = totals.direct_kg, totals.uses, totals.columns.count
    if not ((own < 0).any() or (uses.amount < 0).any()):
        return np.zeros(count)
    parts = totals.columns.sums(np.maximum(sign * own, 0.0) for sign in (1, -1))
    try:
        return solve(parts.T.reshape(-1, 1), _burdens_and_credits(uses, count))[0][count:, 0]
    except LoopError:
        return totals.columns.sums([np.maximum(-totals.line_kg, 0.0)])[:, 0]


def _burdens_and_credits(uses: Uses, count: int) -> Uses:
    """Return uses among burdens of all products and, after them, their credits; a use below zero swaps the two."""
    turned = np.where(uses.amount < 0, count, 0)
    return Uses(
        np.concatenate([uses.user, uses.user + count]),
        np.concatenate([uses.used + turned, uses.used + count - turned]),
        np.tile(np.abs(uses.amount), 2),
    )


_AXES = {"technology": "ter", "geography": "ger", "time": "tir"}
"""Name of each axis, and the field of `Quality` that holds it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One axis of data quality of one figure."""

    score: float
    """1 (best) to 5, weighted by |E|."""
    coverage: float
    """Percent of |E| that has a rating."""
    working: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"score": self.score, "coverage": self.coverage, "working": self.working}


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """All axes of all products."""

    absolute: NDArray[np.float64]
    """(product): Σ |E|."""
    rated: NDArray[np.float64]
    """(product, axis): Σ |E| of what has a rating."""
    weighed: NDArray[np.float64]
    """(product, axis): Σ |E| × score."""

    def of(self, row: int) -> dict[str, Rating]:
        """The ratings of one product; an axis that nothing is rated on is absent."""
        return dict(self._of(row))

    def _of(self, row: int) -> Iterator[tuple[str, Rating]]:
        every = float(self.absolute[row])
        for place, axis in enumerate(_AXES):
            rated, weighed = float(self.rated[row, place]), float(self.weighed[row, place])
            if rated > 0:
                score, coverage = weighed / rated, 100 * rated / every
                working = (
                    f"Σ |E| × score ÷ Σ |E| = {weighed:.10g} kg ÷ {rated:.10g} kg = {score:.10g}; "
                    f"rated {rated:.10g} of {every:.10g} kg = {coverage:.10g} %"
                )
                yield axis, Rating(score, coverage, working)


@cache
def quality_levels() -> Mapping[str, Mapping[str, str]]:
    """Return the meaning of each score, by axis and score, and the `source` of the table with its status."""
    return data_table("data_quality.toml", beside=__file__)


def data_quality(totals: Totals) -> Ratings | None:
    """Return the ratings of all products; None where nothing is rated.

    `DQR_d = Σ |E_i| × DQR_di ÷ Σ |E_i|` over the inputs that have a rating, E_i without biogenic uptake; `coverage` says how
    much of Σ |E_i| that is. PACT v3 weighs over all inputs, so a coverage below 100 % is a gap, never a 1 or a 5.
    An activity's own rating stands for how well its data fit this use, and wins over its factor's.
    What each score means is a table, `data_quality.toml`, with the status of its source.

    >>> quality_levels()["time"]["2"]
    '1 to 3 years old'
    """
    scores = _scores(totals.columns)
    if not scores.any():
        return None
    kg = np.abs(totals.direct_kg)
    sums = totals.cumulative(np.concatenate([kg[None, :], kg * (scores > 0), kg * scores]))
    return Ratings(sums[:, 0], sums[:, 1:4], sums[:, 4:7])


def _scores(columns: Columns) -> NDArray[np.float64]:
    """Return (axis, line) scores, or 0 where there is none."""
    of_factor = np.array(
        [_scores_of(source.factor.quality if source.factor else None) for source in columns.sources]
    ).reshape(-1, len(_AXES))
    scores: NDArray[np.float64] = of_factor[columns.source].T.copy()
    for number, line in enumerate(columns.lines):
        if line.quality is not None:
            own = np.array(_scores_of(line.quality))
            scores[own > 0, number] = own[own > 0]
    return scores


def _scores_of(quality: Quality | None) -> list[float]:
    return [getattr(quality, field, None) or 0.0 for field in _AXES.values()]


def rows_by_rule(columns: Columns) -> Mapping[SumRule, NDArray[np.intp]]:
    """Return the rows of the products that count by a sum rule, by rule; empty where none does.

    A rule belongs to the figure of the product that is declared by it. What it uses is opened by the rule of the one that
    uses it: the same kilograms by component, added up otherwise. Where a removal is reached without evidence, the figure stays
    what is emitted, whatever rule is named, and nothing can be declared of it.
    """
    rows_of: dict[SumRule, list[int]] = {}
    for row, product in enumerate(columns.products[: columns.given]):
        rule = product.declaration.sum_rule
        if rule is not None and not unproven_removals(columns, SupplyChain(columns, row)):
            rows_of.setdefault(rule, []).append(row)
    return {rule: np.array(rows, np.intp) for rule, rows in rows_of.items()}


def counted_by_rule(columns: Columns, rule: SumRule) -> Columns:
    """Return the same lines, counted by a sum rule."""
    return replace(columns, counted=components_counted_by(rule))


def array_by_rule(columns: Columns, of: Callable[[Columns], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return (product) values, each by the product's own sum rule; `of` computes them for columns of one rule."""
    array = of(columns)
    for rule, rows in rows_by_rule(columns).items():
        array[rows] = of(counted_by_rule(columns, rule))[rows]
    return array


class ByMethod:
    """The figures of all products by method of electricity; only those that have some, directly or not.

    GHG Protocol Scope 2 Guidance (2015), 7.1: both are reported. Each is a calculation of its own, so it is exact through
    products that are used, and through loops.
    """

    def __init__(self, columns: Columns, again: Callable[[Sequence[Product]], NDArray[np.float64]]) -> None:
        """`again` computes the figures of products that have chosen otherwise."""
        own = np.zeros(columns.count, np.bool_)
        own[[row for row, *_ in electricity_lines(columns.products)]] = True
        self._touched = joined_with_used(own, uses_of(columns)[0], np.logical_or) if own.any() else own
        self._kg: Mapping[str, NDArray[np.float64]] = (
            {
                name: again(with_choice(columns.products[: columns.given], "electricity", name))
                for name in ELECTRICITY_METHODS
            }
            if own.any()
            else {}
        )

    def of(self, row: int) -> dict[str, float]:
        """Return the figure of one product by method; empty where it uses no electricity by this rule."""
        return {name: float(kg[row]) for name, kg in self._kg.items()} if self._touched[row] else {}
