"""Drawn footprints: against arithmetic, against the first-order interval, and one stream for each input."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest

import builders
from builders import factor_line, product_line
from co2label import ComputeError
from co2label.footprint import compute, compute_all, monte_carlo
from co2label.footprint._supply_chain import random_stream

factor = partial(builders.factor, uncertainty={"gsd2": 1.44})


product = partial(builders.product, boundary="cradle-to-gate")


def test_one_factor_is_its_stream():
    """6 kg × exp(ln 1.2 × z) for every draw z of the factor's stream."""
    drawn = monte_carlo(compute_all([product(factor_line("3 kg", factor()))]), draws=50, seed=7)
    z = random_stream(7, "factor", "f", draws=50)
    np.testing.assert_allclose(drawn.kg_co2e[0], 6 * np.exp(math.log(1.2) * z))
    assert drawn["p"].point == 6
    assert drawn["p"].mean == pytest.approx(drawn.kg_co2e[0].mean())


def test_an_amount_has_a_stream_of_its_own():
    sure = {"gsd2": 1.21}
    made = product(
        factor_line("3 kg", factor(), name="other"), factor_line("1 kg", factor(), name="a", uncertainty=sure)
    )
    drawn = monte_carlo(compute_all([made]), draws=20, seed=3)
    by_factor = np.exp(math.log(1.2) * random_stream(3, "factor", "f", draws=20))
    by_amount = np.exp(math.log(1.1) * random_stream(3, "amount", "p", "a", "1", draws=20))
    np.testing.assert_allclose(drawn.kg_co2e[0], 6 * by_factor + 2 * by_factor * by_amount)


def test_blocks_of_lines_change_nothing(monkeypatch):
    sure = {"gsd2": 1.21}
    rows = [
        product(*(factor_line("1 kg", factor(), uncertainty=sure) for _ in range(5)), name=f"p{row}")
        for row in range(3)
    ]
    at_once = monte_carlo(compute_all(rows), draws=10).kg_co2e
    monkeypatch.setattr("co2label.footprint._monte_carlo._BLOCK", 2)
    np.testing.assert_allclose(monte_carlo(compute_all(rows), draws=10).kg_co2e, at_once)


def test_a_further_line_or_product_changes_no_other_draw():
    sure = {"gsd2": 1.21}
    kept = [
        factor_line("3 kg", factor(), uncertainty=sure),
        factor_line("1 kg", factor("g"), name="b", uncertainty=sure),
    ]
    before = monte_carlo(compute_all([product(*kept)]), draws=30, seed=1).kg_co2e[0]
    extra = factor_line("1 kg", factor("new", value=5.0, uncertainty=None), name="new")
    other = product(factor_line("9 kg", factor("h"), uncertainty=sure), name="another")
    after = monte_carlo(compute_all([other, product(extra, *kept)]), draws=30, seed=1)
    np.testing.assert_allclose(after.kg_co2e[after.ids.index("p")] - 5, before)


def test_products_share_the_draws_of_a_factor():
    pcfs = compute_all(
        [product(factor_line("1 kg", factor())), product(factor_line("2 kg", factor()), name="q")]
    )
    drawn = monte_carlo(pcfs, draws=40)
    np.testing.assert_allclose(drawn.kg_co2e[1], 2 * drawn.kg_co2e[0])


def test_of_products():
    made = product(factor_line("3 kg", factor()))
    of_product = monte_carlo([made], draws=5).kg_co2e
    np.testing.assert_array_equal(of_product, monte_carlo(compute_all([made]), draws=5).kg_co2e)


def test_seeds():
    pcfs = compute_all([product(factor_line("1 kg", factor()))])
    one, same, other = (monte_carlo(pcfs, draws=40, seed=seed).kg_co2e for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.allclose(one, other)
    np.testing.assert_array_equal(monte_carlo(pcfs, draws=80, seed=1).kg_co2e[:, :40], one)


def test_a_loop_is_solved_for_every_draw():
    """E = a f / (1 - g): with a = 1 kg, and the gain g = 0.5 drawn."""
    made = product(factor_line("1 kg", factor()), product_line("0.5 piece", "p", uncertainty={"gsd2": 1.21}))
    drawn = monte_carlo(compute_all([made]), draws=20, seed=5)
    f = 2 * np.exp(math.log(1.2) * random_stream(5, "factor", "f", draws=20))
    gain = 0.5 * np.exp(math.log(1.1) * random_stream(5, "amount", "p", "use p", "1", draws=20))
    np.testing.assert_allclose(drawn.kg_co2e[0], f / (1 - gain))


def test_nothing_stated_is_no_interval():
    pcfs = compute_all(
        [
            product(factor_line("1 kg", factor(uncertainty=None))),
            product(factor_line("1 kg", factor()), name="q"),
        ]
    )
    drawn = monte_carlo(pcfs, draws=10)
    assert drawn["p"].interval is None
    assert drawn["p"].mean == drawn["p"].point == 2
    assert drawn["q"].interval.method == "monte-carlo"
    assert (
        monte_carlo(compute_all([product(factor_line("1 kg", factor(uncertainty=None)))]), draws=10)[0].mean
        == 2
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loops", [0, 1])
def test_the_first_order_interval_agrees_for_random_graphs(seed, loops):
    """Within sampling error of 1,500 draws: the mean by 5 standard errors, the ends by six per cent."""
    rng = np.random.default_rng(seed)
    factors = [factor(f"f{i}", float(rng.uniform(0.5, 5)), uncertainty={"gsd2": 1.3}) for i in range(5)]
    sure = {"percent": 10.0}

    def made(row):
        lines = [
            factor_line(
                f"{rng.uniform(0.5, 5):.4f} kg", factors[rng.integers(5)], name=f"a{i}", uncertainty=sure
            )
            for i in range(4)
        ]
        inner = [
            product_line(f"{rng.uniform(0.05, 0.5):.4f} piece", f"p{rng.integers(row)}", uncertainty=sure)
            for _ in range(2)
            if row
        ]
        around = [
            product_line(f"{rng.uniform(0.02, 0.1):.4f} piece", f"p{rng.integers(8)}", uncertainty=sure)
            for _ in range(loops)
        ]
        return product(*lines, *inner, *around, name=f"p{row}")

    pcfs = compute_all([made(row) for row in range(8)])
    drawn, gum = monte_carlo(pcfs, draws=1500, seed=seed), pcfs._emitted.intervals.gum
    np.testing.assert_array_less(
        np.abs(drawn.mean - gum.mean), 5 * gum.sd / math.sqrt(1500) + 2e-3 * gum.mean
    )
    np.testing.assert_allclose(drawn.kg_co2e.std(axis=1), gum.sd, rtol=0.1)
    np.testing.assert_allclose(drawn.percentiles[:, 0], gum.low, rtol=0.06)
    np.testing.assert_allclose(drawn.percentiles[:, 2], gum.high, rtol=0.06)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"draws": 1}, "draws: expected 2 or more, got 1; 1,000 is usual"),
        ({"seed": -1}, "seed: expected a whole number of zero or more, got -1"),
        ({"draws": 60_000_000}, "draws: 1 products or factors × 60000000 draws are more than 50,000,000"),
    ],
)
def test_one_clear_error(given, message):
    with pytest.raises(ComputeError) as refused:
        monte_carlo(compute_all([product(factor_line("1 kg", factor()))]), **given)
    assert message in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_loop_that_runs_away_in_some_draw():
    wild = product(factor_line("1 kg", factor()), product_line("0.9 piece", "p", uncertainty={"gsd2": 4.0}))
    with pytest.raises(ComputeError, match=r"in draw \d+ the loop of p needs 1\.\d+ units of itself"):
        monte_carlo(compute_all([wild]), draws=50)


def test_an_unknown_product():
    with pytest.raises(ComputeError, match="no draws of a product 'pp'; did you mean 'p'"):
        monte_carlo(compute_all([product(factor_line("1 kg", factor()))]), draws=2)["pp"]


def test_compute_with_draws():
    pcf = compute(product(factor_line("3 kg", factor())), method="monte-carlo", draws=4000, seed=1)
    assert pcf.kg_co2e == 6
    assert pcf.interval.method == "monte-carlo"
    assert pcf.interval.median == pytest.approx(6, rel=0.02)
    assert (pcf.interval.low, pcf.interval.high) == pytest.approx((6 / 1.44, 8.64), rel=0.04)
    assert set(pcf.as_dict()["interval"]) == {"low", "high", "level", "median", "method"}
