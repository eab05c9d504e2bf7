"""The interval of a figure, worked by hand, and what it says where it knows only a part."""

from __future__ import annotations

import math
import pickle
from functools import partial

import numpy as np
import pytest

import builders
from builders import factor_line
from co2label import declare
from co2label.footprint import compute, compute_all
from co2label.model import Activity, DeclarationData

factor = partial(builders.factor, uncertainty={"gsd2": 1.44}, gwp_set="AR6")


product = partial(builders.product, boundary="cradle-to-gate")


CERTAIN = factor("certain", 1.0, uncertainty=None)


def codes(pcf):
    return [note.code for note in pcf.notes]


def test_one_uncertain_factor_is_its_own_gsd2():
    """3 kg × 2 kgCO2e/kg = 6; 6 / 1.44 = 4.1667, 6 × 1.44 = 8.64."""
    pcf = compute(product(factor_line("3 kg", factor())))
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64))
    assert pcf.interval.level == 0.95


def test_a_factor_in_two_lines_is_one_variable():
    """1 kg and 2 kg of one factor are as sure as 3 kg of it; of two factors, the errors partly cancel."""
    once = compute(product(factor_line("3 kg", factor()))).interval
    twice = compute(product(factor_line("1 kg", factor()), factor_line("2 kg", factor()))).interval
    apart = compute(product(factor_line("1 kg", factor("f")), factor_line("2 kg", factor("g")))).interval
    assert (twice.low, twice.high) == pytest.approx((once.low, once.high))
    assert apart.high < once.high


def test_two_factors_by_hand():
    """2 and 4 kg, sigma = ln 1.2 = 0.18232, v = e^0.03324 = 1.03380.

    Mean 6 × sqrt(v) = 6.10056; u² = (v - 1) v (4 + 16) = 0.69885, u = 0.83597; third moment (v - 1)² v^1.5 (v + 2) ×
    (8 + 64) = 0.26230, skewness 0.44898. The lognormal of that skewness: (w + 2)² (w - 1) = 0.20159 for w = 1.022073,
    sigma 0.147760, scale u / sqrt(w (w - 1)) = 5.56571; it begins at 6.10056 - 5.56571 sqrt(w) = 0.47376.
    Ends 0.47376 + 5.56571 e^∓0.29552.
    """
    interval = compute(product(factor_line("1 kg", factor("f")), factor_line("2 kg", factor("g")))).interval
    assert (interval.low, interval.high) == pytest.approx((4.61545, 7.95311), rel=1e-5)


def test_an_uncertain_amount_counts_like_a_factor():
    exact = factor(uncertainty=None)
    pcf = compute(product(factor_line("3 kg", exact, uncertainty={"gsd2": 1.44})))
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64))


def test_through_a_used_product_and_directly_is_one_variable():
    """Half of a product of 2 kg, and 2 kg of the same factor directly: 3 kg of one factor, wherever it stands."""
    part = product(factor_line("2 kg", factor()), name="part")
    whole = product(
        factor_line("2 kg", factor()), Activity("b", "0.5 piece", product="part", stage="raw-materials")
    )
    pcf = compute(whole, products=[part])
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64))


def test_through_a_loop_is_one_variable():
    """E = 3 + 0.5 E = 6, all of it from one factor."""
    pcf = compute(
        product(factor_line("1.5 kg", factor()), Activity("b", "0.5 piece", product="p", stage="production"))
    )
    assert pcf.kg_co2e == pytest.approx(6)
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64))


def test_an_uncertain_amount_of_a_used_product():
    part = product(factor_line("3 kg", factor(uncertainty=None)), name="part")
    used = Activity("b", "1 piece", product="part", stage="production", uncertainty={"gsd2": 1.44})
    pcf = compute(product(used), products=[part])
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64))


def test_nothing_stated_is_no_interval():
    pcfs = compute_all([product(factor_line("1 kg", factor(uncertainty=None)))])
    assert pcfs[0].interval is None
    assert np.isnan(pcfs.interval_kg_co2e).all()
    assert not {"interval-partial", "interval-skewed"} & set(codes(pcfs[0]))


def test_only_the_products_that_know_have_one():
    sure = product(factor_line("1 kg", factor(uncertainty=None)), name="q")
    pcfs = compute_all([product(factor_line("1 kg", factor())), sure])
    assert pcfs["p"].interval is not None
    assert pcfs["q"].interval is None
    assert np.isnan(pcfs.interval_kg_co2e).tolist() == [[False, False], [True, True]]
    assert pickle.loads(pickle.dumps(pcfs["p"])).interval == pcfs["p"].interval


def test_a_part_is_said_to_be_a_part():
    """6 kg of a factor that states it, 2 kg of one that does not; no amount states its own."""
    pcf = compute(product(factor_line("3 kg", factor()), factor_line("1 kg", factor("g", uncertainty=None))))
    said = next(note for note in pcf.notes if note.code == "interval-partial")
    assert "of the factors of 75% and of the amounts of 0% of the figure" in said.message


def test_a_gas_has_no_factor_to_be_unsure_of():
    """Its GWP is a convention; where its amount is stated, everything is."""
    gas = Activity("g", "1 kg", gas="CO2", stage="production", uncertainty={"percent": 5.0})
    assert "interval-partial" not in codes(compute(product(gas)))


def test_everything_stated_needs_no_note():
    pcf = compute(product(factor_line("3 kg", factor(), uncertainty={"percent": 5.0})))
    assert "interval-partial" not in codes(pcf)


def test_a_credit_shifts_the_interval():
    """3 kg × 2 = 6 and removals of 1 that are certain: 6 / 1.44 - 1 to 8.64 - 1."""
    kept = {"store": "mineral", "years": 1000, "standard": "Rule 1", "verified_by": "Prüfer"}
    removed = Activity("r", "-1 kg", gas="CO2", component="removals", removal=kept, stage="production")
    counted = product(factor_line("3 kg", factor()), removed).model_copy(
        update={"declaration": DeclarationData(sum_rule="iso-14067")}
    )
    interval = compute(counted).interval
    assert (interval.low, interval.high) == pytest.approx((6 / 1.44 - 1, 7.64))


def test_a_certain_part_shifts_the_interval():
    """1 kg of a factor of GSD² 9 and 5 kg that are certain: never below 5."""
    wide = compute(
        product(
            factor_line("1 kg", factor(value=1.0, uncertainty={"gsd2": 9.0})), factor_line("5 kg", CERTAIN)
        )
    )
    assert (wide.interval.low, wide.interval.high) == pytest.approx((5 + 1 / 9, 14))


@pytest.mark.parametrize(
    ("low", "high"), [(0.9, 3.0), (0.1, 1.01), (1.0, 3.0), (0.2, 1.0), (0.5, 2.0), (1.0, 1.0)]
)
def test_a_stated_range_is_kept(low, high):
    """However lopsided, alone, in several lines and products, and beside 2 kg that are certain."""
    stated = factor(value=1.0, uncertainty={"low": low, "high": high})
    part = product(factor_line("2 kg", stated), name="part")
    used = Activity("b", "0.5 piece", product="part", stage="raw-materials")
    alone, shared = (
        compute(product(factor_line("1 kg", stated))),
        compute(product(factor_line("1 kg", stated), used), products=[part]),
    )
    beside = compute(product(factor_line("1 kg", stated), factor_line("2 kg", CERTAIN)))
    assert (alone.interval.low, alone.interval.high) == pytest.approx((low, high), rel=1e-12)
    assert (shared.interval.low, shared.interval.high) == pytest.approx((2 * low, 2 * high), rel=1e-12)
    assert (beside.interval.low, beside.interval.high) == pytest.approx((2 + low, 2 + high), rel=1e-12)


def test_a_stated_range_of_an_amount_is_kept_through_a_rule():
    """10 kg, 9 to 30 stated, and as much of them again is lost: the parts of the rule share the range."""
    made = factor_line("10 kg", CERTAIN, uncertainty={"low": 9.0, "high": 30.0}, loss={"share_of_input": 0.5})
    interval = compute(product(made)).interval
    assert (interval.low, interval.high) == pytest.approx((18.0, 60.0))


def test_a_figure_outside_its_interval_says_why():
    """A hundred inputs at their medians, each with GSD² 4: the mean of the sum lies 27 % above their sum."""
    many = [factor_line("1 kg", factor(f"f{i}", uncertainty={"gsd2": 4.0})) for i in range(100)]
    pcf = compute(product(*many))
    assert pcf.interval.low > pcf.kg_co2e
    assert "interval-skewed" in codes(pcf)


def test_the_interval_scales_with_the_figure():
    one = compute(product(factor_line("1 kg", factor()))).interval
    ten = compute(product(factor_line("10 kg", factor()))).interval
    assert math.isclose(ten.high, 10 * one.high)


SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Sample",
    "info_url": "https://example.jp/p",
}


@pytest.mark.parametrize(
    ("gsd2", "shown"),
    [
        (None, "210 g-CO2e"),
        (1.02, "210 g-CO2e"),
        (1.44, "210 g-CO2e"),
        (4.0, "200 g-CO2e"),
        (1e4, "200 g-CO2e"),
    ],
)
def test_a_label_shows_no_digit_that_the_interval_does_not_bear(gsd2, shown):
    """0.2144 kg: half the interval of GSD² 1.44 is 0.08, so tens of grams; of GSD² 4 it is 0.4, so hundreds."""
    sure = {"uncertainty": gsd2 and {"gsd2": gsd2}}
    made = product(factor_line("0.1072 kg", factor(**sure)), year=2025)
    assert str(declare(compute(made), **SAID).shown) == shown


def test_a_verified_figure_keeps_its_third_digit_only_where_it_is_sure():
    checked = {"kind": "third-party", "by": "Checker", "date": "2026-11-01"}
    fields = {"year": 2025, "declaration": {"verification": checked}}
    vague = compute(product(factor_line("0.1072 kg", factor(uncertainty={"gsd2": 1.1})), **fields))
    exact = compute(product(factor_line("0.1072 kg", factor(uncertainty={"gsd2": 1.01})), **fields))
    assert str(declare(vague, **SAID).shown) == "210 g-CO2e"
    assert str(declare(exact, **SAID).shown) == "214 g-CO2e"
