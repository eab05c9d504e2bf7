"""Laws of sensitivity, for random products that use each other in loops."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.footprint import compute, compute_all, reach_target
from co2label.model import Activity, EmissionFactor, Product

STEP = 1e-5
shares = st.integers(1, 60).map(lambda n: n / 1000)


@st.composite
def catalogues(draw):
    """Factor values; for each product its lines as (factor, kg) and its uses as (product, share): no gain above 0.6."""
    count = draw(st.integers(1, 5))
    values = draw(st.lists(st.integers(1, 90).map(lambda n: n / 10), min_size=3, max_size=3))
    kilograms = st.integers(1, 900).map(lambda n: n / 100)
    lines = st.lists(st.tuples(st.integers(0, 2), kilograms), min_size=1, max_size=3)
    uses = st.lists(st.tuples(st.integers(0, count - 1), shares), max_size=3)
    return values, [(draw(lines), draw(uses)) for _ in range(count)]


def made(values, rows):
    factors = [
        EmissionFactor(
            id=f"f{i}",
            value=v,
            unit="kgCO2e",
            per="1 kg",
            source={"title": "EPD"},
            uncertainty={"gsd2": 1.2 + i / 10},
        )
        for i, v in enumerate(values)
    ]

    def product(row, lines, uses):
        own = [
            Activity(
                f"a{i}", f"{kg!r} kg", factor=factors[f], stage="production", uncertainty={"percent": 10.0}
            )
            for i, (f, kg) in enumerate(lines)
        ]
        inner = [
            Activity(f"u{i}", f"{share!r} piece", product=f"p{other}", stage="raw-materials")
            for i, (other, share) in enumerate(uses)
        ]
        return Product(
            id=f"p{row}",
            name="p",
            declared_unit="1 piece",
            boundary="cradle-to-gate",
            activities=[*own, *inner],
        )

    return [product(row, *parts) for row, parts in enumerate(rows)]


def figure(values, rows):
    return compute_all(made(values, rows))[0].kg_co2e


def changed(values, rows, one, by):
    """The catalogue with one input times `by`."""
    if one.kind == "factor":
        place = int(one.name[1:])
        return [v * by if i == place else v for i, v in enumerate(values)], rows
    row, kind, place = int(one.product[1:]), "au".index(one.name[0]), int(one.name[1:])
    again = [[list(lines), list(uses)] for lines, uses in rows]
    source, amount = again[row][kind][place]
    again[row][kind][place] = (source, amount * by)
    return values, again


@settings(max_examples=40, deadline=None)
@given(catalogues())
def test_sensitivity_equals_the_numerical_derivative(catalogue):
    values, rows = catalogue
    for one in compute_all(made(values, rows))[0].inputs:
        more, less = (figure(*changed(values, rows, one, 1 + step)) for step in (STEP, -STEP))
        assert math.isclose((more - less) / (2 * STEP), one.kg_co2e, rel_tol=1e-6, abs_tol=1e-6)


@settings(max_examples=60, deadline=None)
@given(catalogues(), st.floats(0.5, 1.8))
def test_a_target_is_reached(catalogue, share):
    values, rows = catalogue
    pcf = compute_all(made(values, rows))[0]
    target = pcf.kg_co2e * share
    change = reach_target(pcf, target)
    if change is not None:
        assert change.percent >= -100
        reached = figure(*changed(values, rows, change, 1 + change.percent / 100))
        assert math.isclose(reached, target, rel_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_factors_and_direct_amounts_each_make_up_the_figure(catalogue):
    """The figure is of degree one in its factors, and in the amounts of lines that draw on factors."""
    pcf = compute_all(made(*catalogue))[0]
    factors = math.fsum(one.kg_co2e for one in pcf.inputs if one.kind == "factor")
    amounts = math.fsum(one.kg_co2e for one in pcf.inputs if one.kind == "amount" and one.name[0] == "a")
    assert math.isclose(factors, pcf.kg_co2e, rel_tol=1e-9)
    assert math.isclose(amounts, pcf.kg_co2e, rel_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_the_backward_and_the_forward_pass_agree_on_the_variance(catalogue):
    """Squares of the derivatives times the spread of each input, against the sparse forward solve."""
    pcfs = compute_all(made(*catalogue))

    def spread(sigma):
        return math.sqrt(math.expm1(sigma**2) * math.exp(sigma**2))

    squares = [
        (one.kg_co2e * spread(one.sigma_kg / one.kg_co2e)) ** 2
        for one in pcfs[0].inputs
        if one.sigma_kg is not None
    ]
    assert math.isclose(math.sqrt(math.fsum(squares)), pcfs._emitted.intervals.gum.sd[0], rel_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(catalogues(), st.integers(2, 50))
def test_the_interval_scales_with_the_product(catalogue, times):
    """So many of a product are as unsure as one."""
    products = made(*catalogue)
    many = Product(
        id="many",
        name="many",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=[Activity("u", f"{times} piece", product="p0", stage="production")],
    )
    one, all_ = compute(products[0], products=products).interval, compute(many, products=products).interval
    assert math.isclose(all_.low, times * one.low, rel_tol=1e-9)
    assert math.isclose(all_.high, times * one.high, rel_tol=1e-9)
