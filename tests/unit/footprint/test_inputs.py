"""How sure a number is: the four ways to state it, each against its own arithmetic, and what is refused."""

from __future__ import annotations

import math

import pytest

from co2label import DocumentError
from co2label.model import Activity, EmissionFactor, Pedigree, Uncertainty

SCORES = {"reliability": 2, "completeness": 3, "temporal": 1, "geographical": 2, "technological": 4}


def test_gsd2_is_the_factor_of_the_interval():
    """GSD² 1.44: GSD = 1.2, sigma = ln 1.2; 95 % of 10 lie between 10 / 1.44 and 14.4."""
    stated = Uncertainty(gsd2=1.44)
    assert math.isclose(stated.sigma(10), math.log(1.2))
    assert stated.interval(10) == pytest.approx((10 / 1.44, 14.4))
    assert stated.interval(-10) == pytest.approx((-14.4, -10 / 1.44))


def test_percent_is_twice_the_relative_standard_deviation():
    """±20 % at 95 %: u = 10 %; a lognormal with cv 0.1 has sigma² = ln(1 + 0.01) = 0.00995033."""
    sigma = Uncertainty(percent=20.0).sigma(3.0)
    assert sigma**2 == pytest.approx(0.00995033, rel=1e-6)
    assert math.sqrt(math.expm1(sigma**2)) == pytest.approx(0.1)


def test_a_range_keeps_its_ends():
    """8 … 12 around 10: ln(10 / 8) = 0.2231 below, ln(12 / 10) = 0.1823 above; a sigma is half of each."""
    stated = Uncertainty(low=8.0, high=12.0)
    assert stated.sigmas(10) == pytest.approx((0.223143551 / 2, 0.182321557 / 2))
    assert stated.sigma(10) == pytest.approx(0.223143551 / 2)
    assert stated.interval(10) == (8.0, 12.0)


def test_a_range_of_a_removal():
    """Towards zero is below, also for a number that is."""
    assert Uncertainty(low=-12.0, high=-8.0).sigmas(-10) == pytest.approx((0.223143551 / 2, 0.182321557 / 2))


def test_a_range_that_ends_at_the_value():
    assert Uncertainty(low=10.0, high=30.0).sigmas(10) == (0.0, pytest.approx(math.log(3) / 2))
    assert Uncertainty(low=5.0, high=10.0).sigmas(10) == (pytest.approx(math.log(2) / 2), 0.0)


def test_a_range_as_wide_on_both_sides_has_one_sigma():
    below, above = Uncertainty(low=8.0, high=12.5).sigmas(10)
    assert below == above


def test_the_same_share_of_another_value():
    assert Uncertainty(low=8.0, high=12.0).as_of(10, -5).interval(-5) == pytest.approx((-6.0, -4.0))
    assert Uncertainty(percent=20.0).as_of(10, 3).sigmas(3) == pytest.approx(
        Uncertainty(percent=20.0).sigmas(10)
    )
    assert Uncertainty(note="x").as_of(10, 3) is None


def test_an_exact_number_has_sigma_zero():
    for stated in (Uncertainty(gsd2=1.0), Uncertainty(percent=0.0), Uncertainty(low=5.0, high=5.0)):
        assert stated.stated
        assert stated.sigma(5) == 0


def test_pedigree_by_ciroth():
    """Σ ln² of 1.05, 1.54, 1.04, 1, 1.04, 2.08 = 0.7283; sqrt 0.8534; GSD² = e^0.8534; mean 9.5 % above the median."""
    scores = Pedigree(basic=1.05, **SCORES)
    squares = sum(math.log(u) ** 2 for u in (1.05, 1.54, 1.04, 1, 1.04, 2.08))
    assert scores.gsd2 == pytest.approx(math.exp(math.sqrt(squares)))
    assert math.exp(scores.sigma**2 / 2) == pytest.approx(1.0953, abs=5e-4)  # activity-browser issue 1268


def test_pedigree_by_ecoinvent():
    """Basic variance 0.0006 (GSD² 1.0502), then 0.0006 + 0.0006 + 0 + 0.000025 + 0.04."""
    scores = Pedigree(basic=math.exp(2 * math.sqrt(0.0006)), table="ecoinvent", **SCORES)
    assert scores.sigma**2 == pytest.approx(0.041825)


def test_the_worst_technology_score_is_not_the_one_of_the_wrong_table():
    """Technological 5 is (ln 2.8 / 2)² = 0.265; a copy in circulation has 0.016."""
    worst = Pedigree(basic=1.0, **(dict.fromkeys(SCORES, 1) | {"technological": 5}))
    assert worst.sigma**2 == pytest.approx(0.265, abs=5e-4)


def test_a_note_alone_states_nothing():
    stated = Uncertainty(note="not assessed")
    assert not stated.stated
    assert stated.sigma(1) is None
    assert stated.interval(1) is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"gsd2": 0.9}, "1 (exact) or more, got gsd2 = 0.9"),
        ({"percent": -5.0}, "greater than or equal to 0"),
        ({"low": 3.0, "high": 2.0}, "runs from low = 3 to high = 2; swap them"),
        ({"low": 3.0}, "a range needs both ends, got `low` alone"),
        ({"low": -1.0, "high": 2.0}, "touches zero"),
        ({"gsd2": 1.2, "percent": 5.0}, "got gsd2 and percent"),
        ({"gsd2": 1.2, "low": 1.0, "high": 2.0}, "got gsd2 and low and high"),
        ({"pedigree": SCORES | {"basic": 0.5}}, "got basic = 0.5"),
        ({"pedigree": SCORES | {"basic": 1.05, "temporal": 6}}, "pedigree.temporal: "),
        ({"pedigree": SCORES}, "pedigree.basic: this field is required"),
        ({"gsd": 1.2}, "did you mean 'gsd2'"),
    ],
)
def test_one_clear_error(fields, message):
    with pytest.raises(DocumentError) as refused:
        Uncertainty(**fields)
    assert len(refused.value.problems) == 1
    assert message in str(refused.value)


def test_a_value_outside_its_own_range():
    with pytest.raises(DocumentError, match="the value 2 lies outside its own range, 3 to 4"):
        EmissionFactor(
            id="f",
            value=2.0,
            unit="kgCO2e",
            per="1 kg",
            source={"title": "EPD"},
            uncertainty={"low": 3.0, "high": 4.0},
        )
    with pytest.raises(DocumentError) as refused:
        Activity("a", "48 g", factor="f", stage="production", uncertainty={"low": 0.04, "high": 0.05})
    assert (
        str(refused.value) == "uncertainty: the value 48 lies outside its own range, 0.04 to 0.05; "
        "correct the amount or the range"
    )
