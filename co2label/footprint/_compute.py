"""The verbs: `compute` one product, `compute_all` of a catalogue, `monte_carlo` to draw them. One engine does all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint._footprints import Footprints

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._compile import Columns
    from co2label.footprint._footprint import Footprint
    from co2label.footprint._monte_carlo import Draws
    from co2label.footprint._source import Basis
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
    if method == "gum":
        return footprints[0]
    from co2label.footprint._monte_carlo import with_draws  # noqa: PLC0415 - only who asks pays

    return with_draws(footprints, draws=draws, seed=seed)[0]


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
    from co2label.footprint._monte_carlo import draws_of  # noqa: PLC0415 - numpy, when needed

    computed = footprints if isinstance(footprints, Footprints) else compute_all(footprints, factors)
    return draws_of(computed, draws=draws, seed=seed)


def _compute(  # noqa: PLR0913, PLR0917 - what the two verbs ask for, in one place
    products: Sequence[Product],
    factors: FactorLibrary | None,
    gwp_set: GwpSet,
    horizon: int,
    count: int | None = None,
    others: Sequence[Product] = (),
) -> Footprints:
    from co2label.footprint._certificates import compile_together  # noqa: PLC0415 - numpy, when needed
    from co2label.footprint._source import Basis  # noqa: PLC0415

    refuse_duplicates(products)
    library = _bundled() if factors is None else factors
    basis = Basis.of(gwp_set, horizon)
    columns = compile_together(products, library, basis, numbered=count is None, others=others)
    return _added_up(columns, library, basis, count)


def _added_up(columns: Columns, factors: FactorLibrary, basis: Basis, count: int | None) -> Footprints:
    from co2label.footprint._compile import compile_products  # noqa: PLC0415
    from co2label.footprint._engine import add_up  # noqa: PLC0415
    from co2label.footprint._shares import array_by_rule  # noqa: PLC0415 - numpy, when needed

    def again(varied: Sequence[Product]) -> NDArray[Any]:
        compiled = compile_products(varied, factors, basis, numbered=count is None)
        return array_by_rule(compiled, lambda way: add_up(way).kg_co2e)

    return Footprints(columns, add_up(columns), factors.edition, count or columns.given, again)


def compute_part(
    products: Sequence[Product], factors: FactorLibrary, *, gwp_set: GwpSet = "AR6", horizon: int = 100
) -> Footprints:
    """Compute the footprints of a part of a catalogue, with all that it uses; they are the same as in the whole.

    No figure may depend on other parts, so the `consumption` of certificates is checked for each product alone.

    Raises:
        ComputeError: everything that keeps any product from being computed.
    """
    from co2label.footprint._certificates import compile_part  # noqa: PLC0415 - numpy, when needed
    from co2label.footprint._source import Basis  # noqa: PLC0415

    refuse_duplicates(products)
    basis = Basis.of(gwp_set, horizon)
    return _added_up(compile_part(products, factors, basis), factors, basis, None)


def _bundled() -> FactorLibrary:
    from co2label.factors import FactorLibrary  # noqa: PLC0415 - reads the bundled tables, when needed

    return FactorLibrary.bundled()


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
    drawing = {product.id for product in upstream if _certified(product)}
    if not drawing:
        return ()
    every = {product.id: product for product in (*products, *upstream)}
    while more := [
        other for other in every.values() if other.id not in drawing and _uses_any(other, drawing)
    ]:
        drawing.update(other.id for other in more)
    first = [every[name] for name in drawing if name not in inside]
    sharing = {
        other.id: other for one in first for other in reachable(one, every.values()) if other.id not in inside
    }
    return tuple(other for name, other in every.items() if name in sharing)


def _uses_any(product: Product, names: Container[str]) -> bool:
    return any(name in names for line in product.activities for _, name in line.uses())


def _certified(product: Product) -> bool:
    return product.has_rules and any(
        line.electricity and line.electricity.certificates for line in product.activities
    )


def refuse_duplicates(products: Sequence[Product]) -> None:
    """Refuse products of one id.

    Raises:
        ComputeError: every id that is there twice.
    """
    first: dict[str, int] = {}
    problems = [
        Problem(
            f"products[{row}].id",
            f"{clip(product.id)} is already the id of products[{place}]",
            "each needs its own",
        )
        for row, product in enumerate(products)
        if (place := first.setdefault(product.id, row)) != row
    ]
    if problems:
        raise ComputeError(problems)
