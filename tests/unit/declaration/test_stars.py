"""Stars against the conventional figure of a region: bounds at, just below and just above, and what is never said.

Bounds: MAFF's scheme (full use since 2024-03): one star from 5 %, two from 10 %, three from 20 %.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label import Activity, ClaimError, DocumentError, Product, compute, declare
from co2label.declaration import forbidden_claim, reserved_claim, stars_of
from co2label.wording import LANGUAGES, translations

SURE = {"percent": 0.001}
LINE = {"kind": "stars", "conventional": "conventional", "source": "栽培指針"}
LINE |= {"region": {"ja": "新潟県", "en": "Niigata"}}


def rice(name, kg, *, uncertainty=SURE, **more):
    fields = {
        "id": name,
        "name": {"ja": "米", "en": "Rice"},
        "declared_unit": "1 kg",
        "boundary": "cradle-to-gate",
        "year": 2023,
        "activities": [Activity("field", f"{kg} kg", gas="CO2", stage="production", uncertainty=uncertainty)],
    }
    return compute(Product(**(fields | more)))


def said(own, conventional="1", *, line=LINE, theirs=None, **more):
    base = rice("conventional", conventional, **(theirs or {}))
    return declare(
        rice("rice", own, **more),
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Farm",
        info_url="https://example.jp/report",
        indicators=[line],
        conventional=base,
    )


def problems(*args, **more):
    with pytest.raises((ClaimError, DocumentError)) as caught:
        said(*args, **more)
    return [
        (each.where.removeprefix("rice.declaration.indicators[0]."), each.what)
        for each in caught.value.problems
    ]


BOUNDS = [
    ("0.9500001", "", "−4%"),
    ("0.95", "★", "−5%"),
    ("0.9499999", "★", "−5%"),
    ("0.9004", "★", "−9%"),  # 9.96 %: neither 10 % nor two stars
    ("0.9000001", "★", "−9%"),
    ("0.9", "★★", "−10%"),
    ("0.8999999", "★★", "−10%"),
    ("0.8000001", "★★", "−19%"),
    ("0.8", "★★★", "−20%"),  # 1 - 0.8 is 0.19999999999999996 in binary
    ("0.7999999", "★★★", "−20%"),
]


@pytest.mark.parametrize(("own", "stars", "percent"), BOUNDS)
def test_bounds(own, stars, percent):
    line = said(own).indicators[0]

    assert line["ja"].count("★") == line["en"].count("★") == line["fr"].count("★") == len(stars)
    assert f"地域の慣行比 {percent}" in line["ja"]
    assert ("（自己評価" in line["ja"]) is bool(stars)
    assert ("星なし" in line["ja"]) is not bool(stars)


@pytest.mark.parametrize("scale", ["0.0000003", "0.7", "3", "0.1", "12345.678"])
@pytest.mark.parametrize("bound", [5, 10, 20])
def test_a_bound_belongs_to_its_star_at_every_scale(scale, bound):
    own = Fraction(scale) * (100 - bound) / 100

    assert said(f"{float(own):.12g}", scale).indicators[0]["en"].count("★") == stars_of(Fraction(bound))


def test_the_conventional_figure_is_named_with_region_year_and_source():
    found = said("0.88")

    assert found.indicators[0]["ja"] == "温室効果ガスの削減 ★★（自己評価、地域の慣行比 −12%）"
    assert [line["ja"] for line in found.indicators[1:]] == ["慣行値：新潟県、2023年（栽培指針）"]
    assert found.indicators[1]["en"] == "Conventional figure: Niigata, 2023 (栽培指針)"
    assert "self-rated" not in found.indicator_notes[0]["en"].lower()
    assert found.indicator_notes[1]["en"].startswith("Self-rated stars are given by the company itself")


def test_a_registration_number_takes_the_place_of_self_rated():
    found = said("0.88", line=LINE | {"registration": "24-0001"})

    assert found.indicators[0]["ja"] == "温室効果ガスの削減 ★★（登録番号 24-0001、地域の慣行比 −12%）"
    assert len(found.indicator_notes) == 1
    assert problems("0.88", line=LINE | {"registration": "みえるらべる"})[0][0] == "registration"


def test_more_less_than_one_percent_and_the_same():
    assert "+3%" in said("1.03").indicators[0]["ja"]
    assert "+4%" in said("1.031").indicators[0]["ja"], "cut towards what says less"
    assert "−1%未満" in said("0.995").indicators[0]["ja"]
    exact = {"uncertainty": {"percent": 0.0}}
    assert "±0%" in said("1", **exact, theirs=exact).indicators[0]["ja"]


def test_no_star_where_the_difference_cannot_be_told_from_zero():
    """12 % below, each figure with 20 % of its own: the interval of the difference includes 0."""
    wide = {"uncertainty": {"percent": 20.0}}
    found = said("0.88", **wide, theirs=wide)

    assert found.indicators[0]["ja"] == "温室効果ガスの削減 星なし（地域の慣行値との、はっきりした差はない）"
    assert "★" not in found.indicators[0]["en"]
    assert "95% interval of the difference is −" in found.indicator_notes[0]["en"]


@pytest.mark.parametrize(("year", "fine"), [(2017, False), (2018, True), (2028, True), (2029, False)])
def test_the_two_figures_are_of_about_the_same_years(year, fine):
    """At, just below and just above five years between them."""
    if fine:
        assert said("0.88", theirs={"year": year}).indicators[0]["ja"].startswith("温室効果ガスの削減 ★★")
    else:
        ((where, what),) = problems("0.88", theirs={"year": year})
        assert where == "conventional.year"
        assert what.startswith(f"is of {year}, more than 5 years from this product's 2023")
        with pytest.raises(
            (ClaimError, DocumentError), match="; take a conventional figure of about the same years"
        ):
            said("0.88", theirs={"year": year})


def test_without_uncertainty_a_year_or_the_figure_nothing_is_said():
    unsure = {"uncertainty": None}
    assert problems("0.88", **unsure, theirs=unsure | {"year": None}) == [
        ("conventional", "the year of the conventional figure is missing"),
        ("conventional", "no uncertainty is stated, so a difference cannot be told from none"),
    ]
    other = LINE | {"conventional": "elsewhere", "registration": "x"}
    assert [where for where, _ in problems("0.88", line=other)] == ["conventional", "registration"]


def test_the_conventional_figure_must_be_comparable():
    theirs = {"declared_unit": "2 kg", "boundary": "gate-to-gate", "category": "rice"}

    assert [where for where, _ in problems("0.88", theirs=theirs)] == [
        "conventional.declared_unit",
        "conventional.boundary",
        "conventional.category",
    ]


def test_the_product_of_another_company_is_no_conventional_figure():
    theirs = {"declaration": {"company": "Other farm"}}

    assert [where for where, _ in problems("0.88", theirs=theirs)] == ["conventional.declaration.company"]


@given(st.integers(1, 3000), st.sampled_from([None, "24-0001"]))
def test_the_percentage_never_contradicts_the_stars_and_nothing_is_claimed(permille, registration):
    line = LINE | ({"registration": registration} if registration else {})
    found = said(f"{permille / 1000:.3f}", line=line)
    for texts in (*found.indicators, *found.indicator_notes):
        assert {forbidden_claim(text) for text in texts.values()} == {None}
    shown = found.indicators[0]["ja"].partition("慣行比 −")[2].partition("%")[0]
    assert found.indicators[0]["ja"].count("★") == (stars_of(Fraction(shown)) if shown else 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_borrow_nothing_from_a_programme(language):
    """みえるらべる is the ministry's; 相当 (equivalent to) would lean on its grades."""
    for key, text in translations(language).items():
        if key.startswith("stars."):
            assert reserved_claim(text.replace("★", "")) is None
            assert "相当" not in text
