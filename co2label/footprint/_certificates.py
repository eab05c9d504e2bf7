"""Certificates in everything that is computed together: they cover their kWh once, however often their product is used.

What is drawn through an activity that holds certificates is added up over the whole system: by every product, directly and
through others, in loops, through the co-products of one process. Each product that no other one uses draws for one
declared unit of itself; of products that use each other in a loop, and of a product and those that use it, the one that
draws most counts. Credits draw nothing: what is avoided was not bought.

Against that stands the `consumption` that the certificates were redeemed for: more than it is refused with both numbers.
Where none is stated, the certificates are spread evenly over the activity's own amount, or over all that is drawn, if
that is more, so the kWh that they cover in all of the system are never more than theirs (unique claim: GHG Protocol Scope
2 Guidance, 2015, Table 7.1, criterion 2).

>>> from co2label.footprint import compute_all
>>> from co2label.model import Activity, Product
>>> rule = {"method": "market", "grid": "elec.grid.jp.average", "residual": "elec.jp.tepco", "market": "JP", "period": "2025",
...     "certificates": [{"id": "c1", "kind": "GO", "amount": "1 kWh", "market": "JP", "period": "2025"}]}
>>> def product(name, unit, **fields):
...     return Product(id=name, name=name, declared_unit=unit, boundary="gate-to-gate",
...                    activities=[Activity("power", stage="production", **fields)])
>>> power = product("power", "1 kWh", amount="1 kWh", electricity=rule)
>>> press = product("press", "1 piece", amount="100 kWh", product="power")
>>> round(compute_all([power, press])["press"].kg_co2e, 9)  # 1 of 100 kWh is covered: 99 × 0.452
44.748
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError, Problem
from co2label.footprint._compile import compile_products
from co2label.footprint._electricity import check_electricity
from co2label.footprint._engine import uses_of
from co2label.footprint._loops import LoopError, Uses, solve
from co2label.footprint._note import number, place_of
from co2label.footprint._rules import with_loss
from co2label.footprint._sparse import Sparse, components
from co2label.model import Electricity, PooledElectricity, Product, SharedActivity
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._lines import Columns
    from co2label.footprint._source import Basis


_ROUNDING = 1e-9
"""Relative: what adding decimal fractions may leave over."""

_MOST_NAMED = 5

_CELLS = 4_000_000
"""Products times holders that are solved for at once."""


def compile_together(  # noqa: PLR0913 - what is computed, and how certificates are judged, by keyword
    products: Sequence[Product],
    factors: FactorLibrary,
    basis: Basis,
    *,
    numbered: bool = True,
    others: Sequence[Product] = (),
    alone: bool = False,
) -> Columns:
    """Compile the lines of products that are computed together, each certificate spread over all that is drawn.

    Args:
        products: what is computed.
        factors: emission factors by id.
        basis: what masses of gas are expressed in.
        numbered: whether places in messages count the products.
        others: further products that draw on the same certificates; those that cannot be computed draw nothing.
        alone: whether each product is judged alone, as in a part of a catalogue: what other parts draw is not known.

    Raises:
        ComputeError: what cannot be computed; more is drawn than the `consumption` of certificates, or, by one product
            alone, than the activity's own amount where none is stated.
    """
    check_electricity(products, factors, numbered=numbered)
    columns = every = compile_products(products, factors, basis, numbered=numbered)
    holders = list(_holders(products))
    if not holders:
        return columns
    if others:
        with suppress(ComputeError):
            every = compile_products((*products, *others), factors, basis)
    _find_drawn(every, holders, alone=alone)
    over = [holder for holder in holders if holder.drawn > holder.limit.si * (1 + _ROUNDING)]
    refused = [holder for holder in over if alone or holder.rule.consumption]
    if refused:
        raise ComputeError(_drawn_too_much(products, holder, numbered=numbered) for holder in refused)
    if not over:
        return columns
    return compile_products(_spread(products, over), factors, basis, numbered=numbered)


def first_without_consumption(product: Product) -> int | None:
    """Return the place of the first activity whose certificates state no `consumption`: they are for one declared unit."""
    for place, line in enumerate(product.activities if product.has_rules else ()):
        rule = line.electricity
        if rule is not None and rule.certificates and rule.spread_over is None:
            return place
    return None


@dataclass(slots=True, eq=False)
class _Holder:
    """An activity that holds certificates; that of a process stands in each of its products."""

    rule: Electricity
    own: Amount
    """Of the activity as a whole, with its losses."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Row of a product, place of the activity in it."""
    per_unit: list[float] = field(default_factory=list)
    """Joules per declared unit of each of these products."""
    drawn: float = 0.0
    """Joules that are drawn through it, and `by` which products, the most first."""
    by: list[tuple[int, float]] = field(default_factory=list)

    @property
    def limit(self) -> Amount:
        """What may be drawn."""
        return self.rule.spread_over or self.own


def _holders(products: Sequence[Product]) -> Iterator[_Holder]:
    shared: dict[int, _Holder] = {}
    for row, product in enumerate(products):
        for place, line in enumerate(product.activities if product.has_rules else ()):
            rule = line.electricity
            if rule is None or not rule.certificates:
                continue
            own, share = with_loss(line).amount, 1.0
            holder = _Holder(rule, own)
            if isinstance(line, SharedActivity):
                holder, share = shared.setdefault(id(rule), holder), line.share
            holder.places.append((row, place))
            holder.per_unit.append(own.si * share)
            if len(holder.places) == 1:
                yield holder


def _find_drawn(columns: Columns, holders: Sequence[_Holder], *, alone: bool) -> None:
    """Find what is drawn through each holder by the products that count."""
    every, _ = uses_of(columns)
    taken = every.amount > 0
    uses = Uses(every.user[taken], every.used[taken], every.amount[taken])
    count = len(columns.products)
    whole = np.array([columns.whole(row) for row in range(count)], np.intp)
    group = _groups(Uses(whole[every.user], whole[every.used], every.amount), count)
    used = set(whole[uses.used].tolist())

    def count_products(holder: _Holder, rows: NDArray[np.intp], joules: NDArray[np.float64]) -> None:
        order = np.argsort(-joules, kind="stable")
        rows, joules = rows[order], joules[order]
        counted = _counted(joules, group[rows], alone=alone)
        holder.drawn = float(joules[counted].sum())
        holder.by = list(zip(rows[counted].tolist(), joules[counted].tolist(), strict=True))

    for holder in holders:
        count_products(holder, np.array([row for row, _ in holder.places]), np.array(holder.per_unit))
    nested = [holder for holder in holders if any(row in used for row, _ in holder.places)]
    block = max(1, _CELLS // count)
    for first in range(0, len(nested), block):
        some = nested[first : first + block]
        for holder, joules in zip(some, _by_product(columns, some, uses).T, strict=True):
            rows = np.flatnonzero(joules[: columns.given] > 0)
            count_products(holder, rows, joules[rows])


def _by_product(columns: Columns, holders: Sequence[_Holder], uses: Uses) -> NDArray[np.float64]:
    """Return (product, holder): joules that one declared unit of each product draws, through others as well."""
    own = np.zeros((len(columns.products), len(holders)))
    for column, holder in enumerate(holders):
        for (row, place), joules in zip(holder.places, holder.per_unit, strict=True):
            own[row, column] += joules
            stage = columns.products[row].activities[place].stage
            for part, (whole, stages) in columns.parts.items():
                own[part, column] += joules if whole == row and stage in stages else 0.0
    try:
        return solve(own, uses)[0]
    except LoopError:
        return np.zeros_like(own)  # such a loop is refused where its figure is


def _groups(uses: Uses, count: int) -> NDArray[np.intp]:
    """Return (product): the number of the group of products that use each other; below zero where others use it."""
    _, group = components(Sparse.of(uses.amount != 0, (uses.user, uses.used), (count, count)).without_zeros())
    outer = (uses.amount != 0) & (group[uses.user] != group[uses.used])
    used = np.unique(group[uses.used[outer]])
    return np.where(np.isin(group, used), -1, group)


def _counted(joules: NDArray[np.float64], group: NDArray[np.intp], *, alone: bool) -> NDArray[np.intp]:
    """Return the places of the products that count, by their joules, the most first, and their groups.

    They are products that no other uses, of those in a loop the one that draws most; or, alone, the one that draws most of
    all, if it draws more than they do.
    """
    last = np.flatnonzero(group >= 0)
    last = last[np.sort(np.unique(group[last], return_index=True)[1])]
    if alone or not len(last) or joules[0] > joules[last].sum():
        return np.arange(min(1, len(joules)))
    return last


def _drawn_too_much(products: Sequence[Product], holder: _Holder, *, numbered: bool) -> Problem:
    """Return the problem of a holder through which more is drawn than its certificates were redeemed for, with both numbers."""
    row, place = holder.places[0]
    where = place_of(products[row], row, place, products[row].activities[place].name, numbered=numbered)
    known = [(row, joules) for row, joules in holder.by if row < len(products)]
    by = [f"{products[row].id} {_in_unit(joules, holder.limit)}" for row, joules in known[:_MOST_NAMED]]
    more = len(holder.by) - len(by)
    names = ", ".join([*by, f"{more} more"] if more else by)
    kwh = _in_unit(holder.drawn, holder.limit)
    what = f"the certificates are for {holder.limit.text}, and {kwh} are drawn: {names}"
    todo = "give all the electricity that they were redeemed for, or draw less"
    return Problem(f"{where}.electricity.consumption", what, todo)


def _in_unit(joules: float, like: Amount) -> str:
    return f"{number(joules / like.unit.scale)} {like.unit}"


def _spread(products: Sequence[Product], over: Sequence[_Holder]) -> list[Product]:
    """Return the products, with certificates spread over all that is drawn, where that is more than their own."""
    lines = [list(product.activities) for product in products]
    for holder in over:
        unit = holder.own.unit
        drawn = Amount(holder.drawn / unit.scale, unit, f"{_in_unit(holder.drawn, holder.own)} drawn in all")
        rule = PooledElectricity.model_construct(**{**dict(holder.rule), "drawn": drawn})
        for row, place in holder.places:
            lines[row][place] = lines[row][place].model_copy(update={"electricity": rule})
    changed = {row for holder in over for row, _ in holder.places}
    return [
        product.model_copy(update={"activities": tuple(lines[row])}) if row in changed else product
        for row, product in enumerate(products)
    ]
