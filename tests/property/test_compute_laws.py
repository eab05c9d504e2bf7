"""Laws of a footprint, for any products that can be made."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.factors import GWP_SETS, HORIZONS, gwp
from co2label.footprint import compute, compute_all
from co2label.model import STAGES, Activity, EmissionFactor, Product

SAME = 1e-12
"""Relative: what rounding of float64 may change."""
UNITS = {
    "1 kg": {"kg": 1, "g": Fraction(1, 1000), "t": 1000, "lb": Fraction("0.45359237")},
    "1 kWh": {"kWh": 1, "MJ": Fraction(10, 36), "Wh": Fraction(1, 1000), "GJ": Fraction(10_000, 36)},
    "1 t*km": {"t*km": 1, "kg*km": Fraction(1, 1000), "t*m": Fraction(1, 1000)},
    "1 L": {"L": 1, "mL": Fraction(1, 1000), "m3": 1000},
}
"""Units of the factors below, and other units of the same kind with their exact ratio."""

numbers = st.floats(1e-6, 1e6, allow_nan=False).map(lambda value: float(f"{value:.9g}"))
factors = st.builds(
    lambda value, per, share: EmissionFactor(
        id="f",
        value=value,
        unit="kgCO2e",
        per=per,
        source={"title": "EPD"},
        components={
            "fossil": value * share,
            "land-use-change": value - value * share,
            "biogenic-uptake": -value,
        },
    ),
    numbers,
    st.sampled_from(sorted(UNITS)),
    st.floats(0, 1),
)


@st.composite
def lines(draw):
    factor = draw(factors)
    unit = draw(st.sampled_from(sorted(UNITS[factor.per.text])))
    return Activity(
        draw(st.sampled_from("abc")),
        f"{draw(numbers)!r} {unit}",
        factor=factor,
        stage=draw(st.sampled_from(STAGES)),
    )


many_lines = st.lists(lines(), min_size=1, max_size=12)


def product(activities, name="p", **fields):
    given_ = {"declared_unit": "1 piece", "boundary": "cradle-to-grave"} | fields
    return Product(id=name, name=name, activities=activities, **given_)


def total(activities):
    return compute(product(activities)).kg_co2e


def close(one, other):
    return math.isclose(one, other, rel_tol=SAME, abs_tol=1e-300)


def scaled(line, by):
    return line.model_copy(
        update={"amount": type(line.amount)(line.amount.value * by, line.amount.unit, "x")}
    )


@settings(deadline=None)
@given(many_lines)
def test_linearity(activities):
    """Twice every activity is twice the total, exactly."""
    assert total([scaled(line, 2.0) for line in activities]) == 2.0 * total(activities)


@settings(deadline=None)
@given(many_lines, many_lines)
def test_additivity(one, other):
    """The activities of two products in one come to the sum of both."""
    assert close(total([*one, *other]), total(one) + total(other))


@settings(deadline=None)
@given(many_lines, st.randoms(use_true_random=False))
def test_order_independence(activities, random):
    """The order of activities changes no figure."""
    shuffled = random.sample(activities, len(activities))
    assert close(total(shuffled), total(activities))


@settings(deadline=None)
@given(many_lines)
def test_determinism(activities):
    """The same input gives the same figures, to the last bit."""
    assert compute(product(activities)).as_dict() == compute(product(activities)).as_dict()


@settings(deadline=None)
@given(many_lines, st.data())
def test_unit_invariance(activities, data):
    """An amount written in another unit is the same amount, to twelve digits."""
    rewritten = []
    for line in activities:
        ratios = UNITS[line.factor.per.text]
        unit = data.draw(st.sampled_from(sorted(ratios)))
        value = float(Fraction(line.amount.value) * ratios[line.amount.unit.text] / ratios[unit])
        rewritten.append(Activity(line.name, f"{value!r} {unit}", factor=line.factor, stage=line.stage))
    assert close(total(rewritten), total(activities))


@settings(deadline=None)
@given(many_lines, st.floats(1.0, 10.0), st.data())
def test_monotonicity(activities, by, data):
    """More of a positive activity never lowers the total."""
    place = data.draw(st.integers(0, len(activities) - 1))
    more = [scaled(line, by) if row == place else line for row, line in enumerate(activities)]
    assert total(more) >= total(activities) * (1 - SAME)


@settings(deadline=None)
@given(many_lines, lines())
def test_zero_activity_is_neutral(activities, line):
    """None of something changes nothing."""
    assert total([*activities, scaled(line, 0.0)]) == total(activities)


@settings(deadline=None)
@given(many_lines)
def test_parts_make_up_the_whole(activities):
    """Contributions, stages, and components in the figure each add up to the total."""
    pcf = compute(product(activities))
    inside = [kg for part, kg in pcf.components.items() if part != "biogenic-uptake"]
    assert close(math.fsum(leaf.kg_co2e for leaf in pcf.contributions), pcf.kg_co2e)
    assert close(math.fsum(pcf.stages.values()), pcf.kg_co2e)
    assert close(math.fsum(inside), pcf.kg_co2e)
    assert set(pcf.stages) == {line.stage for line in activities}


@settings(deadline=None)
@given(many_lines)
def test_the_total_is_the_exact_sum(activities):
    """Against exact fractions of the numbers as they are written."""
    exact = Fraction(0)
    for line in activities:
        ratio = UNITS[line.factor.per.text][line.amount.unit.text]
        exact += Fraction(line.amount.value) * ratio * Fraction(line.factor.value)
    assert close(total(activities), float(exact))


@settings(deadline=None)
@given(numbers, st.sampled_from(GWP_SETS), st.sampled_from(HORIZONS))
def test_the_characterisation_of_co2_is_one(kg, gwp_set, horizon):
    """A kilogram of CO2 is a kilogram of CO2e in every set."""
    assert gwp("CO2", gwp_set=gwp_set, horizon=horizon) == 1.0
    burnt = product([Activity("fire", f"{kg!r} kg", gas="CO2", stage="production")])
    assert compute(burnt, gwp_set=gwp_set, horizon=horizon).kg_co2e == kg


@settings(deadline=None)
@given(many_lines)
def test_a_product_survives_json(activities):
    """Product → JSON → Product: equal, and of the same footprint."""
    made = product(activities)
    again = Product.model_validate_json(made.model_dump_json(exclude_none=True))
    assert again == made
    assert compute(again).as_dict() == compute(made).as_dict()


@settings(deadline=None)
@given(many_lines, st.floats(0.1, 10.0))
def test_a_product_in_between_changes_nothing(activities, share):
    """Using `share` units of a product is using `share` of each of its activities."""
    inner = product(activities, "inner")
    outer = product([Activity("inner", f"{share!r} piece", product="inner", stage="use")], "outer")
    pcf = compute(outer, products=[inner])
    assert close(pcf.kg_co2e, share * total(activities))
    assert set(pcf.stages) == {"use"}


@st.composite
def acyclic(draw):
    """Direct kilograms of products 0…n, and edges from each to later ones."""
    count = draw(st.integers(1, 9))
    own = draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 2000))
    edges = [
        (min(a, b), max(a, b), Fraction(q, 1000)) for a, b, q in draw(st.lists(pairs, max_size=20)) if a != b
    ]
    return own, edges


def by_paths(own, edges, row):
    """Every path from a product down, one by one, in exact fractions."""
    kg, waiting = Fraction(0), [(row, Fraction(1))]
    while waiting:
        at, amount = waiting.pop()
        kg += amount * own[at]
        waiting += [(used, amount * share) for user, used, share in edges if user == at]
    return kg


def catalogue(own, edges):
    return [
        product(
            [
                Activity("own", f"{kg} kg", gas="CO2", stage="production"),
                *(
                    Activity(f"p{used}", f"{float(share)!r} piece", product=f"p{used}", stage="raw-materials")
                    for user, used, share in edges
                    if user == row
                ),
            ],
            f"p{row}",
        )
        for row, kg in enumerate(own)
    ]


@settings(max_examples=300, deadline=None)
@given(acyclic())
def test_nested_products_equal_the_sum_over_all_paths(graph):
    """Random graphs against path enumeration in exact fractions; the opened tree has exactly those paths."""
    own, edges = graph
    pcfs = compute_all(catalogue(own, edges))
    for row, pcf in enumerate(pcfs):
        exact = by_paths(own, edges, row)
        assert math.isclose(pcf.kg_co2e, exact, rel_tol=SAME, abs_tol=1e-300)
        assert math.isclose(
            math.fsum(leaf.kg_co2e for leaf in pcf.contributions), exact, rel_tol=SAME, abs_tol=1e-300
        )


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 12).flatmap(
        lambda count: st.tuples(
            st.lists(st.integers(0, 1000), min_size=count, max_size=count),
            st.lists(
                st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 999)),
                max_size=30,
            ),
        )
    )
)
def test_loops_equal_a_dense_solve(graph):
    """Random loops, scaled so that none makes more than 0.9 of itself, against numpy."""
    own, pairs = graph
    most = max((sum(q for user, _, q in pairs if user == row) for row in range(len(own))), default=1) or 1
    edges = [(user, used, Fraction(9 * q, 10 * most)) for user, used, q in pairs]
    pcfs = compute_all(catalogue(own, edges))
    dense = np.eye(len(own))
    for user, used, share in edges:
        dense[user, used] -= float(share)
    np.testing.assert_allclose(
        pcfs.kg_co2e, np.linalg.solve(dense, np.array(own, float)), rtol=1e-10, atol=1e-9
    )
    for pcf in pcfs:
        leaves = math.fsum(leaf.kg_co2e for leaf in pcf.contributions)
        assert math.isclose(leaves, pcf.kg_co2e, rel_tol=SAME, abs_tol=1e-300)
