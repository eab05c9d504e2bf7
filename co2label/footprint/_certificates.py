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

from dataclasses import dataclass
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
from co2label.model import PooledElectricity, SharedActivity
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._compile import Columns
    from co2label.footprint._source import Basis
    from co2label.model import Electricity, Product

    _Judge = Callable[[NDArray[np.float64], NDArray[np.intp]], NDArray[np.intp]]
    """From joules by product, the most first, and their groups: the places of those that count."""


_ROUNDING = 1e-9
"""Relative: what adding decimal fractions may leave over."""

_MOST_NAMED = 5

_CELLS = 4_000_000
"""Products times holders that are solved for at once."""


def compile_together(
    products: Sequence[Product],
    factors: FactorLibrary,
    basis: Basis,
    *,
    numbered: bool = True,
    others: Sequence[Product] = (),
) -> Columns:
    """The lines of products that are computed together, each certificate spread over all that is drawn.

    Args:
        products: what is computed.
        factors: emission factors by id.
        basis: what masses of gas are expressed in.
        numbered: whether places in messages count the products.
        others: further products that draw on the same certificates; those that cannot be computed draw nothing.

    Raises:
        ComputeError: what cannot be computed; more is drawn than the `consumption` of certificates.
    """
    check_electricity(products, factors, numbered=numbered)
    columns = compile_products(products, factors, basis, numbered=numbered)
    holders = list(_holders(products))
    if not holders:
        return columns
    drawn = _drawn(_with_others(columns, factors, basis, others), holders, _in_all)
    _refuse(products, holders, drawn, numbered=numbered)
    spread = _spread(products, holders, drawn)
    return columns if spread is None else compile_products(spread, factors, basis, numbered=numbered)


def compile_part(products: Sequence[Product], factors: FactorLibrary, basis: Basis) -> Columns:
    """The lines of a part of a catalogue: what the other parts draw is not known, so each product is judged alone.

    Raises:
        ComputeError: what cannot be computed; one product draws more than the `consumption` of certificates, or than the
            activity's own amount where none is stated.
    """
    check_electricity(products, factors, numbered=True)
    columns = compile_products(products, factors, basis)
    holders = list(_holders(products))
    if holders:
        drawn = _drawn(columns, holders, _by_one)
        _refuse(products, holders, drawn, numbered=True, unstated=True)
    return columns


def first_without_consumption(product: Product) -> int | None:
    """The place of the first activity whose certificates are stated for one declared unit alone, without a `consumption`."""
    for place, line in enumerate(product.activities if product.has_rules else ()):
        rule = line.electricity
        if rule is not None and rule.certificates and rule.spread_over is None:
            return place
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Holder:
    """An activity that holds certificates; that of a process stands in each of its products."""

    rule: Electricity
    own: Amount
    """Of the activity as a whole, with its losses."""
    places: list[tuple[int, int]]
    """Row of a product, place of the activity in it."""
    per_unit: list[float]
    """Joules per declared unit of each of these products."""

    @property
    def limit(self) -> Amount:
        """What may be drawn."""
        return self.rule.spread_over or self.own


@dataclass(frozen=True, slots=True)
class _Draw:
    """Joules that are drawn through a holder, and the products that draw them, the most first."""

    joules: float
    by: tuple[tuple[int, float], ...]


def _holders(products: Sequence[Product]) -> Iterator[_Holder]:
    shared: dict[int, _Holder] = {}
    for row, product in enumerate(products):
        for place, line in enumerate(product.activities if product.has_rules else ()):
            rule = line.electricity
            if rule is None or not rule.certificates:
                continue
            own, share = with_loss(line).amount, 1.0
            holder = _Holder(rule, own, [], [])
            if isinstance(line, SharedActivity):
                holder, share = shared.setdefault(id(rule), holder), line.share
            holder.places.append((row, place))
            holder.per_unit.append(own.si * share)
            if len(holder.places) == 1:
                yield holder


def _with_others(
    columns: Columns, factors: FactorLibrary, basis: Basis, others: Sequence[Product]
) -> Columns:
    if not others:
        return columns
    try:
        return compile_products((*columns.products, *others), factors, basis)
    except ComputeError:
        return columns


def _drawn(columns: Columns, holders: Sequence[_Holder], judge: _Judge) -> list[_Draw]:
    """What is drawn through each holder by the products that count."""
    every, _ = uses_of(columns)
    taken = every.amount > 0
    uses = Uses(every.user[taken], every.used[taken], every.amount[taken])
    count = len(columns.products)
    whole = np.array([columns.whole(row) for row in range(count)], np.intp)
    group = _groups(Uses(whole[every.user], whole[every.used], every.amount), count)
    used = set(whole[uses.used].tolist())
    drawn = [
        _draw(np.array([row for row, _ in one.places]), np.array(one.per_unit), group, judge)
        for one in holders
    ]
    nested = [n for n, one in enumerate(holders) if any(row in used for row, _ in one.places)]
    block = max(1, _CELLS // count)
    for first in range(0, len(nested), block):
        some = nested[first : first + block]
        for n, joules in zip(some, _by_product(columns, [holders[n] for n in some], uses).T, strict=True):
            rows = np.flatnonzero(joules[: columns.given] > 0)
            drawn[n] = _draw(rows, joules[rows], group, judge)
    return drawn


def _by_product(columns: Columns, holders: Sequence[_Holder], uses: Uses) -> NDArray[np.float64]:
    """(product, holder): joules that one declared unit of each product draws, through others as well."""
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
    """(product): the number of the group of products that use each other; below zero where others use it."""
    _, group = components(Sparse.of(uses.amount != 0, (uses.user, uses.used), (count, count)).without_zeros())
    outer = (uses.amount != 0) & (group[uses.user] != group[uses.used])
    used = np.unique(group[uses.used[outer]])
    return np.where(np.isin(group, used), -1, group)


def _draw(
    rows: NDArray[np.intp], joules: NDArray[np.float64], group: NDArray[np.intp], judge: _Judge
) -> _Draw:
    order = np.argsort(-joules, kind="stable")
    rows, joules = rows[order], joules[order]
    counted = judge(joules, group[rows])
    return _Draw(
        float(joules[counted].sum()),
        tuple(zip(rows[counted].tolist(), joules[counted].tolist(), strict=True)),
    )


def _in_all(joules: NDArray[np.float64], group: NDArray[np.intp]) -> NDArray[np.intp]:
    """Products that no other uses, of those in a loop the one that draws most; one alone, if it draws more than they do."""
    last = np.flatnonzero(group >= 0)
    last = last[np.sort(np.unique(group[last], return_index=True)[1])]
    return _by_one(joules, group) if not len(last) or joules[0] > joules[last].sum() else last


def _by_one(joules: NDArray[np.float64], _: NDArray[np.intp]) -> NDArray[np.intp]:
    """The product that draws most: the first."""
    return np.arange(min(1, len(joules)))


def _refuse(
    products: Sequence[Product],
    holders: Sequence[_Holder],
    drawn: Sequence[_Draw],
    *,
    numbered: bool,
    unstated: bool = False,
) -> None:
    """Refuse what draws more than the certificates were redeemed for, with both numbers."""
    problems = []
    for holder, draw in zip(holders, drawn, strict=True):
        if draw.joules <= holder.limit.si * (1 + _ROUNDING) or not (holder.rule.consumption or unstated):
            continue
        row, place = holder.places[0]
        where = place_of(products[row], row, place, products[row].activities[place].name, numbered=numbered)
        kwh = _in_unit(draw.joules, holder.limit)
        what = f"the certificates are for {holder.limit.text}, and {kwh} are drawn: {_named(products, draw, holder)}"
        todo = "give all the electricity that they were redeemed for, or draw less"
        problems.append(Problem(f"{where}.electricity.consumption", what, todo))
    if problems:
        raise ComputeError(problems)


def _named(products: Sequence[Product], draw: _Draw, holder: _Holder) -> str:
    known = [(row, joules) for row, joules in draw.by if row < len(products)]
    shown = [f"{products[row].id} {_in_unit(joules, holder.limit)}" for row, joules in known[:_MOST_NAMED]]
    more = len(draw.by) - len(shown)
    return ", ".join([*shown, f"{more} more"] if more else shown)


def _in_unit(joules: float, like: Amount) -> str:
    return f"{number(joules / like.unit.scale)} {like.unit}"


def _spread(
    products: Sequence[Product], holders: Sequence[_Holder], drawn: Sequence[_Draw]
) -> list[Product] | None:
    """The products, with certificates spread over all that is drawn; None where that is no more than their own."""
    changed: dict[int, dict[int, PooledElectricity]] = {}
    for holder, draw in zip(holders, drawn, strict=True):
        if draw.joules <= holder.limit.si * (1 + _ROUNDING):
            continue
        unit = holder.own.unit
        whole = Amount(draw.joules / unit.scale, unit, f"{_in_unit(draw.joules, holder.own)} drawn in all")
        rule = PooledElectricity.model_construct(**{**dict(holder.rule), "drawn": whole})
        for row, place in holder.places:
            changed.setdefault(row, {})[place] = rule
    return (
        [_with_rules(product, changed.get(row)) for row, product in enumerate(products)] if changed else None
    )


def _with_rules(product: Product, rules: dict[int, PooledElectricity] | None) -> Product:
    if rules is None:
        return product
    lines = [
        line.model_copy(update={"electricity": rules[place]}) if place in rules else line
        for place, line in enumerate(product.activities)
    ]
    return product.model_copy(update={"activities": tuple(lines)})
