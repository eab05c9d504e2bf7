"""What cannot be computed: every line is named, with what to do about it."""

from functools import partial

import pytest

import builders
from co2label.errors import ComputeError
from co2label.footprint import compute, compute_all
from co2label.model import EmissionFactor

RICE = EmissionFactor(
    id="rice",
    value=2.0,
    unit="kgCO2e",
    per="1 kg",
    source={"title": "EPD 1"},
    stages={"farm": 1.5, "mill": 0.5},
)
SPENT = EmissionFactor(id="spent", value=2.0, unit="kgCO2e", per="1 USD2022", source={"title": "EPD 1"})


product = partial(builders.product, name="ball", boundary="cradle-to-gate")


line = partial(builders.line, name="米")


def refused(*activities, **fields):
    with pytest.raises(ComputeError) as caught:
        compute(product(*activities, **fields))
    return str(caught.value)


CASES = {
    "unknown factor": (
        line(factor="food.ricee"),
        "no emission factor 'food.ricee' in the library; did you mean 'food.rice'?",
    ),
    "unknown product": (line(product="bal"), "no product 'bal'; did you mean 'ball'?"),
    "unknown product, nothing near": (
        line(product="xyz"),
        "no product 'xyz'; add it to the products that are computed",
    ),
    "unknown gas": (line(gas="N20"), "no GWP for a gas 'N20'; did you mean N2O?"),
    "unknown stage of the factor": (
        line(factor=RICE, through="mil"),
        "factor 'rice' has no stage 'mil'; its stages are farm, mill; did you mean 'mill'?",
    ),
    "a factor without stages": (
        line("1 USD2022", factor=SPENT, through="mill"),
        "factor 'spent' has no stage 'mill'; it has no stage split; remove `through`",
    ),
    "another kind": (
        line("2 piece", factor=RICE),
        (
            "an amount in piece (piece) does not fit factor 'rice', which is per kg (mass); use a unit of mass, or say how "
            'the two relate with mass = "… kg/piece" in the factor or in the product'
        ),
    ),
    "volume and mass": (
        line("2 L", factor=RICE),
        (
            "an amount in L (volume) does not fit factor 'rice', which is per kg (mass); use a unit of mass, or say how "
            'the two relate with density = "… kg/L" in the factor or in the product'
        ),
    ),
    "mass and money": (
        line("2 kg", factor=SPENT),
        (
            "an amount in kg (mass) does not fit factor 'spent', which is per USD2022 (USD); use a unit of USD, or say how "
            'the two relate with price = "… USD2022/kg" in the factor or in the product'
        ),
    ),
    "another kind of a used product": (
        line("2 km", product="ball"),
        (
            "an amount in km (length) does not fit the used product, which is per piece (piece); use a unit of piece, or "
            'say how the two relate with length = "… piece/km" in the used product or in the product'
        ),
    ),
    "gas by the litre": (
        line("2 L", gas="CO2"),
        "an amount in L (volume) does not fit gas CO2, which is per kg (mass); give the mass of the gas",
    ),
    "two currencies": (
        line("100 JPY", factor=SPENT),
        (
            "an amount in JPY (JPY) does not fit factor 'spent', which is per USD2022 (USD); use a unit of USD, or say how "
            'the two relate with price = "… USD2022/JPY" in the factor or in the product'
        ),
    ),
    "two price years": (
        line("100 USD2015", factor=SPENT),
        (
            "prices of different years: the amount is in USD2015, factor 'spent' is per 1 USD2022; bring the amount to the "
            "prices of the factor's year first"
        ),
    ),
}


@pytest.mark.parametrize(("activity", "message"), CASES.values(), ids=CASES)
def test_a_line_that_cannot_be_computed(activity, message):
    assert refused(activity) == f'ball.activities[0] "米": {message}'


def test_what_a_product_weighs_says_nothing_about_its_exhaust():
    assert "give the mass of the gas" in refused(line("1 piece", gas="CO2"), mass="1 kg")


def test_a_bridge_in_prices_of_another_year():
    assert refused(line("2 kg", factor=SPENT), price="3 USD2015/kg").startswith(
        'ball.activities[0] "米": prices of different years: the amount is in kg, factor'
    )


def test_a_bridge_that_cannot_be_stated():
    message = refused(line("1 m", factor=RICE), declared_unit="1 person*km*day", mass="2 t*km")
    assert message.startswith('ball.activities[0] "米": expected at most 4 units together, got')


def test_every_line_of_every_product_is_named_in_order():
    products = [
        product(line(factor=RICE), name="good"),
        product(line("1 m", factor=RICE), line(factor="no.such.thing.at.all"), name="bad"),
        product(
            line(factor="no.such.thing.at.all"),
            line(product="worst"),
            line("1 s", product="good"),
            name="worse",
        ),
    ]
    with pytest.raises(ComputeError) as caught:
        compute_all(products)
    assert [problem.where for problem in caught.value.problems] == [
        'products[1] (bad).activities[0] "米"',
        'products[1] (bad).activities[1] "米"',
        'products[2] (worse).activities[0] "米"',
        'products[2] (worse).activities[1] "米"',
        'products[2] (worse).activities[2] "米"',
    ]


def test_two_products_of_one_id():
    with pytest.raises(ComputeError) as caught:
        compute_all([product(line(factor=RICE)), product(line(factor=RICE))])
    assert str(caught.value) == "products[1].id: 'ball' is already the id of products[0]; each needs its own"


def test_a_loop_that_eats_more_than_it_makes_is_named_in_order():
    # feed takes 2 cows, a cow takes 1 hay, hay takes 0.75 feed: 1.5 feed for each feed
    ring = [
        product(line("2 piece", product="cow"), line(factor=RICE), name="feed"),
        product(line("1 piece", product="hay"), name="cow"),
        product(line("0.75 piece", product="feed"), name="hay"),
        product(line("1 piece", product="cow"), name="milk"),
    ]
    with pytest.raises(ComputeError) as caught:
        compute_all(ring)
    assert str(caught.value) == (
        "products feed, cow, hay: the loop feed → cow → hay → feed needs as much of itself as it makes, or more: one unit "
        "of feed takes 1.5 of itself through this loop alone; check the amounts and their units; a loop must use less "
        "than one unit of itself"
    )


def test_a_product_that_needs_itself():
    with pytest.raises(
        ComputeError, match=r"the loop ball → ball needs as much of itself .* takes 1 of itself"
    ):
        compute(product(line("1 piece", product="ball"), line(factor=RICE)))


def test_a_loop_of_a_thousand_products_is_named_in_short():
    ring = [product(line("1.01 piece", product=f"p{(i + 1) % 1000}"), name=f"p{i}") for i in range(1000)]
    with pytest.raises(ComputeError) as caught:
        compute_all(ring)
    assert len(str(caught.value)) < 500


def test_a_figure_past_all_numbers_is_refused():
    chain = [product(line("1e15 kg", factor=RICE), name="p0")]
    chain += [product(line("1e15 piece", product=f"p{i}"), name=f"p{i + 1}") for i in range(30)]
    with pytest.raises(ComputeError) as caught:
        compute_all(chain)
    assert "p30: the figure is too large to be a number; check the amounts and factors" in str(caught.value)
