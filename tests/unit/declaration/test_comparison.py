"""Two figures side by side: what keeps them from being compared, and what cancels."""

from __future__ import annotations

import math
from functools import partial

import pytest

import builders
from builders import factor_line
from co2label import ClaimError
from co2label.declaration import compare
from co2label.footprint import compute, difference
from co2label.model import Activity, EmissionFactor


def factor(name="f", value=2.0, gsd2=1.44):
    sure = {} if gsd2 is None else {"uncertainty": {"gsd2": gsd2}}
    return EmissionFactor(id=name, value=value, unit="kgCO2e", per="1 kg", source={"title": "EPD"}, **sure)


product = partial(builders.product, boundary="cradle-to-gate", year=2025)


def pcf(*activities, name="p", products=(), gwp_set="AR6", horizon=100, **fields):
    return compute(
        product(*activities, name=name, **fields), products=products, gwp_set=gwp_set, horizon=horizon
    )


def test_a_shared_factor_cancels():
    """10 kg against 9 kg of one factor: 10 % less, however little is known of the factor."""
    found = compare(
        pcf(factor_line("10 kg", factor()), name="a"), pcf(factor_line("9 kg", factor()), name="b")
    )
    assert found.difference.percent == pytest.approx(-10)
    assert (found.difference.interval.low, found.difference.interval.high) == pytest.approx((-10, -10))
    assert found.verdict == "lower"
    assert found.difference.shared == ("f",)


def test_two_factors_do_not_cancel():
    """sigma = ln 1.2 each: u = ln 1.2 × sqrt 2 = 0.257843; 0.9 × e^±0.515686 = 0.53738 and 1.50734."""
    found = compare(
        pcf(factor_line("10 kg", factor("f")), name="a"), pcf(factor_line("9 kg", factor("g")), name="b")
    )
    interval = found.difference.interval
    assert (interval.low, interval.high) == pytest.approx((-46.262, 50.734), abs=1e-2)
    assert found.verdict == "not-distinguishable"


def test_what_is_shared_in_part():
    """a: 8 f + 2 g; b: 8 f. In shares: f 0.8 against 1, g 0.2 against 0; u² = sigma² (0.2² + 0.2²)."""
    a = pcf(factor_line("4 kg", factor("f")), factor_line("1 kg", factor("g"), "b"), name="a")
    b = pcf(factor_line("4 kg", factor("f")), name="b")
    u = math.log(1.2) * math.sqrt(0.08)
    interval = difference(a, b).interval
    assert interval.high == pytest.approx(100 * (0.8 * math.exp(2 * u) - 1))


def test_an_amount_in_a_product_that_both_use_is_shared():
    part = product(factor_line("1 kg", factor(gsd2=None), uncertainty={"gsd2": 1.44}), name="part")

    def whole(name, amount):
        return pcf(Activity("u", amount, product="part", stage="production"), name=name, products=[part])

    assert difference(whole("a", "2 piece"), whole("b", "1 piece")).interval.high == pytest.approx(-50)


def test_equal_names_of_unequal_things_do_not_cancel():
    """Two factors of one id, from two files, and two versions of one product: nothing is taken as shared."""
    a, b = (
        pcf(factor_line("1 kg", factor(value=2.0)), name="a"),
        pcf(factor_line("1 kg", factor(value=1.8)), name="b"),
    )
    assert difference(a, b).interval.low < -20
    sure = {"uncertainty": {"gsd2": 1.44}}
    old = pcf(factor_line("10 kg", factor(gsd2=None), **sure))
    new = pcf(factor_line("9 kg", factor(gsd2=None), **sure))
    assert difference(old, new).interval.high > 0


def test_a_product_is_the_same_as_itself():
    one = pcf(factor_line("1 kg", factor()))
    found = compare(one, one)
    assert (found.verdict, found.difference.percent) == ("same", 0)
    assert "p: the same CO₂ footprint as p (each). Difference: 0% " in found.sentence("en")


def test_without_uncertainty_nothing_is_claimed():
    a, b = (pcf(factor_line(amount, factor(gsd2=None)), name=amount[0]) for amount in ("2 kg", "1 kg"))
    found = compare(a, b)
    assert found.verdict == "uncertainty-not-stated"
    assert found.partial
    assert found.as_dict()["interval_percent"] is None
    said = found.sentence("en")
    assert said.startswith(
        "By calculation, 1 has a 50% lower CO₂ footprint than 2 (each); no uncertainty is stated"
    )
    assert "data of 2025" in said
    assert "確かな差とはいえません" in found.sentence("ja")


def test_the_sentence():
    sure = {"uncertainty": {"percent": 4.0}}
    a = pcf(factor_line("10 kg", factor(), **sure), name="old", year=2023)
    b = pcf(factor_line("8 kg", factor(), **sure), name="new")
    assert compare(a, b).sentence("en") == (
        "new: 20% lower CO₂ footprint than old (each). Difference: 15–24% lower (95% interval). "
        "Basis: raw materials to production; GWP100, IPCC AR6 (partly other or unstated reports); data of 2023 and 2025"
    )
    assert compare(b, a).sentence("ja") == (
        "oldのCO₂排出量（1個あたり）は、newより25%多い。差は18〜32%多い見込み（95%の確からしさ）。"
        "前提：原材料調達〜生産、IPCC第6次評価報告書（100年）で換算。一部は別の版または不明、2025年と2023年のデータ"
    )


def test_the_sentence_names_no_direction_that_cannot_be_told():
    a, b = pcf(factor_line("10 kg", factor("f")), name="a"), pcf(factor_line("9 kg", factor("g")), name="b")
    said = compare(a, b).sentence("en")
    assert said.startswith("b and a: no clear difference in CO₂ footprint (each). ")
    assert "lower" not in said
    assert "Only the uncertainty that is stated is counted" in said


def test_everything_that_differs_is_named_together():
    a = pcf(
        factor_line("1 kg", factor()),
        category="tea",
        declaration={"company": "One", "standard": "ISO 14067:2018"},
    )
    b = pcf(
        factor_line("1 kg", factor(), stage="use"),
        boundary="cradle-to-grave",
        declared_unit="1 kg",
        gwp_set="AR5",
        horizon=20,
        category="coffee",
        declaration={"company": "Two", "standard": "PAS 2050:2011"},
    )
    with pytest.raises(ClaimError) as refused:
        compare(a, b)
    assert [problem.where for problem in refused.value.problems] == [
        "declared_unit",
        "boundary",
        "stages",
        "gwp_set",
        "gwp_horizon",
        "declaration.standard",
        "category",
        "declaration.company",
    ]
    assert "boundary: differs: cradle-to-gate and cradle-to-grave" in str(refused.value)


def test_the_edition_of_the_factors():
    one = pcf(factor_line("1 kg", factor()))
    from dataclasses import replace

    with pytest.raises(
        ClaimError, match=r"factor_edition: differs: .* and 1999\.1; compute both with one edition"
    ):
        compare(one, replace(one, factor_edition="1999.1"))


def test_another_company_needs_a_reviewed_rule():
    a, b = (pcf(factor_line("1 kg", factor()), declaration={"company": name}) for name in ("One", "Two"))
    with pytest.raises(
        ClaimError, match=r"declaration\.company: differs: One and Two; name the product rule"
    ):
        compare(a, b)
    found = compare(a, b, reviewed_rule="PCR 2026-01")
    assert found.sentence("en").endswith("Product rule: PCR 2026-01")
    with pytest.raises(ClaimError, match="One and none stated"):
        compare(a, pcf(factor_line("1 kg", factor())))


def test_a_percentage_of_nothing():
    with pytest.raises(
        ClaimError,
        match="the figure is 0 kg, and a percentage needs figures above zero; compare the parts that are above zero",
    ):
        compare(pcf(factor_line("0 kg", factor())), pcf(factor_line("1 kg", factor())))


def test_a_kilogram_in_another_spelling_is_the_same_unit():
    a, b = (pcf(factor_line("1 kg", factor()), declared_unit=unit) for unit in ("1 kg", "1000 g"))
    assert compare(a, b).verdict == "same"
