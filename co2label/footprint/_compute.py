"""The verbs: `compute` one product, `compute_all` of a catalogue, `monte_carlo` to draw them; certificates count once.

Certificates cover their kWh once, however often their product is used.

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
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from co2label.errors import ComputeError, Problem, clip
from co2label.factors import FactorLibrary
from co2label.footprint._compile import compile_products
from co2label.footprint._electricity import check_electricity, electricity_lines
from co2label.footprint._engine import add_up, uses_of
from co2label.footprint._footprints import Footprints
from co2label.footprint._loops import LoopError, Uses, solve
from co2label.footprint._monte_carlo import Draws, draws_of, with_draws
from co2label.footprint._note import number, place_of
from co2label.footprint._rules import with_loss
from co2label.footprint._shares import array_by_rule
from co2label.footprint._source import Basis
from co2label.footprint._sparse import Sparse, components
from co2label.model import Electricity, PooledElectricity, Product, SharedActivity
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._footprint import Footprint
    from co2label.footprint._lines import Columns
    from co2label.model import GwpSet


def compute(  # noqa: PLR0913 - the basis, and how the interval is found, by keyword
    product: Product,
    factors: FactorLibrary | None = None,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    products: Iterable[Product] = (),
    method: Literal["gum", "monte-carlo"] = "gum",
    draws: int = 1000,
    seed: int = 0,
) -> Footprint:
    """Compute the footprint of one product.

    Args:
        product: what to compute.
        factors: emission factors by id; the bundled ones if none are given.
        gwp_set: the IPCC report whose GWPs are used; AR6 is the one that PACT v3 asks for.
        horizon: of the GWP, in years: 100, or 20.
        products: further products, which the first may use; those that draw on the same certificates as it does count
            with it, as in `compute_all`.
        method: of the interval, where uncertainties are stated: first order, or drawn.
        draws: how many, where it is drawn.
        seed: of the draws; the same seed gives the same interval.

    Raises:
        ComputeError: everything that keeps the product from being computed.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label.model import Activity, EmissionFactor, Product
    >>> rope = EmissionFactor(id="rope", value=2.0, unit="kgCO2e", per="1 kg", mass="0.5 kg/m", source={"title": "EPD 12"})
    >>> swing = Product(id="swing", name="Swing", declared_unit="1 piece", boundary="cradle-to-gate",
    ...                 activities=[Activity("rope", "6 m", factor=rope, stage="raw-materials")])
    >>> compute(swing).kg_co2e
    6.0
    """
    given = tuple(products)
    upstream = reachable(product, given)
    others = _sharing_certificates(upstream, given)
    footprints = _compute(upstream, factors, gwp_set, horizon, count=1, others=others)
    return footprints[0] if method == "gum" else with_draws(footprints, draws=draws, seed=seed)[0]


def compute_all(
    products: Iterable[Product],
    factors: FactorLibrary | None = None,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
) -> Footprints:
    """Compute the footprints of many products, which may use each other, also in loops, in one calculation.

    Args:
        products: what to compute, each with its own id.
        factors: emission factors by id; the bundled ones if none are given.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.

    Raises:
        ComputeError: everything that keeps any product from being computed, each with its place.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate",
    ...                 activities=[Activity("gas", "2 kg", gas="CO2", stage="production")])
    >>> dinner = Product(id="dinner", name="Dinner", declared_unit="1 piece", boundary="gate-to-gate",
    ...                 activities=[Activity("cooking", "30 min", product="flame", stage="production")])
    >>> compute_all([flame, dinner]).kg_co2e.tolist()
    [2.0, 1.0]
    """
    return _compute(tuple(products), factors, gwp_set, horizon)


def monte_carlo(
    footprints: Footprints | Iterable[Product],
    factors: FactorLibrary | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Draws:
    """Draw the footprints of a catalogue.

    Args:
        footprints: what `compute_all` returned, or products to compute.
        factors: for products: emission factors by id; the bundled ones if none are given.
        draws: how many; the error of an end of the interval shrinks with their square root.
        seed: a whole number, not below zero; the same seed gives the same draws.

    Raises:
        ComputeError: draws or a seed that make no sense, too many draws at once, or a loop that in some draw needs one or
            more units of itself.

    >>> from co2label.footprint import compute_all
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate", activities=[
    ...     Activity("gas", "2 kg", gas="CO2", stage="production", uncertainty={"gsd2": 1.21})])
    >>> drawn = monte_carlo(compute_all([flame]), draws=4000, seed=1)["flame"]
    >>> drawn.point, round(drawn.median, 1), round(drawn.interval.high, 1)
    (2.0, 2.0, 2.4)
    """
    computed = footprints if isinstance(footprints, Footprints) else compute_all(footprints, factors)
    return draws_of(computed, draws=draws, seed=seed)


def compute_part(
    products: Sequence[Product], factors: FactorLibrary, *, gwp_set: GwpSet = "AR6", horizon: int = 100
) -> Footprints:
    """Compute the footprints of a part of a catalogue, with all that it uses; they are the same as in the whole.

    No figure may depend on other parts, so the `consumption` of certificates is checked for each product alone.

    Raises:
        ComputeError: everything that keeps any product from being computed.
    """
    return _compute(products, factors, gwp_set, horizon, alone=True)


def _compute(  # noqa: PLR0913 - what the verbs ask for, in one place
    products: Sequence[Product],
    factors: FactorLibrary | None,
    gwp_set: GwpSet,
    horizon: int,
    *,
    count: int | None = None,
    others: Sequence[Product] = (),
    alone: bool = False,
) -> Footprints:
    refuse_duplicates(products)
    library, numbered = FactorLibrary.bundled() if factors is None else factors, count is None
    basis = Basis.of(gwp_set, horizon)
    columns = compile_together(products, library, basis, numbered=numbered, others=others, alone=alone)

    def again(varied: Sequence[Product]) -> NDArray[Any]:
        compiled = compile_products(varied, library, basis, numbered=numbered)
        return array_by_rule(compiled, lambda way: add_up(way).kg_co2e)

    return Footprints(add_up(columns), library.edition, count or columns.given, again)


def reachable(product: Product, products: Iterable[Product]) -> tuple[Product, ...]:
    """Return the product, and those of the others that it uses, directly or not."""
    known = {other.id: other for other in products} | {product.id: product}
    chain = {product.id: product}
    waiting = [product]
    while waiting:
        for activity in waiting.pop().activities:
            for _, name in activity.uses():
                used = known.get(name)
                if used is not None and used.id not in chain:
                    chain[used.id] = used
                    waiting.append(used)
    return tuple(chain.values())


def _sharing_certificates(upstream: Sequence[Product], products: Iterable[Product]) -> tuple[Product, ...]:
    """Return the further products with the same certificates as `upstream`, with all that they use."""
    inside = {product.id for product in upstream}
    drawing = {upstream[row].id for row, _, _, rule in electricity_lines(upstream) if rule.certificates}
    if not drawing:
        return ()
    every = {product.id: product for product in (*products, *upstream)}
    uses = {
        name: {used for line in other.activities for _, used in line.uses()} for name, other in every.items()
    }
    while more := [name for name in every if name not in drawing and uses[name] & drawing]:
        drawing.update(more)
    first = [every[name] for name in drawing if name not in inside]
    sharing = {other.id for one in first for other in reachable(one, every.values())} - inside
    return tuple(other for name, other in every.items() if name in sharing)


def refuse_duplicates(products: Sequence[Product]) -> None:
    """Refuse products of one id.

    Raises:
        ComputeError: every id that is there twice.
    """
    first: dict[str, int] = {}
    problems = []
    for row, product in enumerate(products):
        place = first.setdefault(product.id, row)
        if place != row:
            what = f"{clip(product.id)} is already the id of products[{place}]"
            problems.append(Problem(f"products[{row}].id", what, "each needs its own"))
    ComputeError.raise_any(problems)


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
    ComputeError.raise_any(_drawn_too_much(products, holder, numbered=numbered) for holder in refused)
    if not over:
        return columns
    return compile_products(_spread(products, over), factors, basis, numbered=numbered)


def first_without_consumption(product: Product) -> int | None:
    """Return the place of the first activity whose certificates state no `consumption`: they are for one declared unit."""
    rules = ((place, rule) for _, place, _, rule in electricity_lines([product]))
    return next((place for place, rule in rules if rule.certificates and rule.spread_over is None), None)


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
    for row, place, line, rule in electricity_lines(products):
        if not rule.certificates:
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
