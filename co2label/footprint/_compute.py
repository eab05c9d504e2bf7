"""The verbs: `compute` one product, `compute_all` of a catalogue, `monte_carlo` to draw them. One engine does all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import ComputeError, Problem, clip
from co2label.factors import FactorLibrary
from co2label.footprint._certificates import compile_together
from co2label.footprint._compile import compile_products
from co2label.footprint._engine import add_up
from co2label.footprint._footprints import Footprints
from co2label.footprint._monte_carlo import Draws, draws_of, with_draws
from co2label.footprint._shares import array_by_rule
from co2label.footprint._source import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._footprint import Footprint
    from co2label.model import GwpSet, Product


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
    drawing = {
        product.id
        for product in upstream
        if product.has_rules
        and any(line.electricity and line.electricity.certificates for line in product.activities)
    }
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
    if problems:
        raise ComputeError(problems)
