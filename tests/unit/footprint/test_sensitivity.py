"""What moves a figure, worked by hand: derivatives, one change at a time, and the change that reaches a target."""

from __future__ import annotations

import math
import pickle
from functools import partial

import pytest

import builders
from builders import factor, factor_line, product_line
from co2label import ComputeError, DocumentError
from co2label.footprint import compute, reach_target, sensitivity, what_if
from co2label.model import Activity

product = partial(builders.product, boundary="cradle-to-gate")


def rows(pcf, **given):
    return [(row.kind, row.name, row.product, row.kg_co2e) for row in sensitivity(pcf, **given).rows]


def test_factors_and_amounts_by_hand():
    """1 kg and 2 kg of f (2 kg/kg) and 3 kg of g (1 kg/kg): f moves 6, g 3; the amounts 2, 4 and 3."""
    pcf = compute(
        product(
            factor_line("1 kg", factor(), "one"),
            factor_line("2 kg", factor(), "two"),
            factor_line("3 kg", factor("g", 1.0), "three"),
        )
    )
    assert rows(pcf) == [
        ("factor", "f", None, 6.0),
        ("amount", "two", "p", 4.0),
        ("factor", "g", None, 3.0),
        ("amount", "three", "p", 3.0),
        ("amount", "one", "p", 2.0),
    ]
    assert [row.percent for row in sensitivity(pcf, most=2).rows] == pytest.approx([6 / 9 * 100, 4 / 9 * 100])


def test_through_a_used_product():
    """0.5 of a part of 3 kg × 2: the part's amount and the amount of the part both move 3, the factor too."""
    part = product(factor_line("3 kg", factor(), "inner"), name="part")
    pcf = compute(product(product_line("0.5 piece", "part")), products=[part])
    assert sorted(rows(pcf)) == [
        ("amount", "inner", "part", 3.0),
        ("amount", "use part", "p", 3.0),
        ("factor", "f", None, 3.0),
    ]


def test_inside_a_loop():
    """E = 3 / (1 - g), g = 0.5: ∂E/∂g · g = 3 g / (1 - g)² = 6; the factor moves all of E = 6."""
    pcf = compute(product(factor_line("1.5 kg", factor()), product_line("0.5 piece", "p")))
    moved = {name: kg for _, name, _, kg in rows(pcf)}
    assert moved == pytest.approx({"f": 6, "a": 6, "use p": 6})


def test_plain_data_and_pickling():
    pcf = compute(product(factor_line("1 kg", factor())))
    assert sensitivity(pcf).as_dict()["rows"][0] == {
        "kind": "factor",
        "name": "f",
        "product": None,
        "kg_co2e": 2.0,
        "percent": 100.0,
    }
    assert pickle.loads(pickle.dumps(pcf)).inputs == pcf.inputs


def test_of_a_product():
    made = product(factor_line("1 kg", factor()))
    assert sensitivity(made) == sensitivity(compute(made))
    assert reach_target(made, 1.0).percent == pytest.approx(-50)


def test_a_figure_of_zero_has_no_percent():
    pcf = compute(product(factor_line("0 kg", factor())))
    assert sensitivity(pcf).rows[0].percent is None


def test_what_if_an_amount():
    made = product(
        factor_line("1 kg", factor(), "one", uncertainty={"low": 0.9, "high": 1.1}),
        factor_line("2 kg", factor()),
    )
    changed = what_if(made, activity="one", amount="500 g")
    assert (changed.kg_co2e, changed.difference) == (5.0, -1.0)
    assert changed.percent == pytest.approx(-100 / 6)
    assert changed.before.kg_co2e == 6.0


def test_what_if_another_factor():
    made = product(factor_line("1 kg", factor(), "one"), product_line("1 piece", "part"))
    part = product(factor_line("1 kg", factor()), name="part")
    assert what_if(made, activity="one", factor=factor("g", 5.0), products=[part]).kg_co2e == 7.0


def test_what_if_from_zero_has_no_percent():
    assert what_if(product(factor_line("0 kg", factor())), activity="a", amount="1 kg").percent is None


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"activity": "on", "amount": "1 kg"}, ComputeError, "no activity 'on'; did you mean 'one'"),
        ({"activity": "a", "amount": "1 kg"}, ComputeError, "2 activities are called 'a'"),
        ({"activity": "one"}, ComputeError, "expected an amount or a factor, got neither"),
        ({"activity": "one", "amount": "lots"}, DocumentError, "activities[0].amount"),
    ],
)
def test_what_if_says_what_is_wrong(given, error, message):
    made = product(
        factor_line("1 kg", factor(), "one"), factor_line("1 kg", factor()), factor_line("1 kg", factor())
    )
    with pytest.raises(error) as refused:
        what_if(made, **given)
    assert message in str(refused.value)


def test_the_smallest_change_that_reaches_a_target():
    """9 kg → 7.5 kg: f moves 6, so a quarter less of it; the amount `two` would need 37.5 %."""
    pcf = compute(
        product(
            factor_line("1 kg", factor()),
            factor_line("2 kg", factor(), "two"),
            factor_line("3 kg", factor("g", 1.0)),
        )
    )
    change = reach_target(pcf, 7.5)
    assert (change.kind, change.name, change.percent) == ("factor", "f", pytest.approx(-25))
    assert reach_target(pcf, 12.0).percent == pytest.approx(50)
    assert reach_target(pcf, pcf.kg_co2e).percent == 0


def test_no_single_change_reaches_it():
    pcf = compute(product(factor_line("1 kg", factor()), factor_line("3 kg", factor("g", 1.0), "b")))
    assert reach_target(pcf, 1.0) is None
    assert reach_target(compute(product(factor_line("0 kg", factor()))), 1.0) is None


def test_a_target_through_a_loop():
    """E = 1 / (1 - g) with g = 0.5 is 2; with 0.2 it is 1.25: 60 % less, where the factor takes 37.5 %.

    Only the direct gas beside it: E = 1 kg of gas; the gas amount takes 37.5 % too. With the gas outside the loop fixed
    by a second one, the loop's own amount is told apart by its term that is not linear.
    """
    gas = Activity("gas", "1 kg", gas="CO2", stage="production")
    pcf = compute(product(gas, product_line("0.5 piece", "p")))
    one = next(each for each in pcf.inputs if each.name == "use p")
    assert one.gain == pytest.approx(1.0)  # g N = 0.5 × 2
    change = reach_target(pcf, 1.25)
    assert change.percent == pytest.approx(-37.5)
    missing = 1.25 - 2
    assert missing / (one.kg_co2e + missing * one.gain) == pytest.approx(-0.6)


@pytest.mark.parametrize("target", [math.nan, math.inf])
def test_a_target_that_is_no_number(target):
    with pytest.raises(ComputeError, match="expected a finite number of kilograms"):
        reach_target(compute(product(factor_line("1 kg", factor()))), target)
