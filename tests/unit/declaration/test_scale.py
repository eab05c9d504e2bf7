"""Scales: bounds as printed, steps of one's own products, and the law of the market."""

import datetime as dt

import pytest

from builders import declared
from co2label.declaration import equivalents_of, scale_of, unit_for
from co2label.errors import ClaimError, DocumentError
from co2label.figures import common_unit
from co2label.model import BandScheme

OWN = scale_of(
    [each / 100 for each in range(1, 101)],
    name="Sample Super",
    category={"ja": "おにぎり"},
    date="2026-11-30",
)


def test_bounds_are_printed_in_the_unit_of_the_figure():
    grams = declared(band="co2label-meal-2026").band
    kilograms = declared(band="co2label-meal-2026", kg="1.3 kg").band

    assert (grams.bounds, grams.unit, grams.letter) == (("500", "1000", "1500", "2000"), "g-CO2e", "A")
    assert (kilograms.bounds, kilograms.unit, kilograms.letter) == (
        ("0.5", "1.0", "1.5", "2.0"),
        "kg-CO2e",
        "C",
    )


def test_fifths_of_ones_own_products():
    # quantiles of 0.01 … 1.00: at 20 % of the way 0.208, rounded to two digits
    band = declared(band=OWN).band

    assert OWN.limits == (0.21, 0.41, 0.6, 0.8)
    assert (band.letter, band.own_range, band.products, band.date) == ("B", True, 100, dt.date(2026, 11, 30))
    assert (band.category, band.bounds) == ({"ja": "おにぎり"}, ("210", "410", "600", "800"))


@pytest.mark.parametrize(("kgs", "why"), [([0.1] * 19, "too few"), ([0.1] * 50, "too much alike")])
def test_products_that_give_no_fifths(kgs, why):
    with pytest.raises(ClaimError, match=why):
        scale_of(kgs, name="S", category="C", date="2026-11-30")


def test_steps_of_ones_own_products_say_of_which_and_when():
    with pytest.raises(DocumentError, match="category: steps of one's own products need it"):
        BandScheme(name="S", source="S", per="unit", limits=[1, 2, 3, 4], products=40, date="2026-11-30")


@pytest.mark.parametrize("market", ["EU", "FR", "DE"])
@pytest.mark.parametrize("band", ["co2label-meal-2026", OWN])
def test_the_european_union_has_no_scale_without_certification(market, band):
    with pytest.raises(ClaimError, match="needs a certification scheme or a public authority"):
        declared(band=band, market=market)


def test_a_scale_stays_where_the_law_has_room_for_it():
    certified = BandScheme(
        name="Ville", source="Ville", per="meal", limits=[0.5, 1, 1.5, 2], certified_by="Ville de Lyon"
    )
    before = {"issued": "2026-01-01", "valid_until": "2026-09-26"}

    assert declared(band=certified, market="FR").band.letter == "A"
    assert declared(band="co2label-meal-2026", market="JP").band.letter == "A"
    assert declared(band="co2label-meal-2026").band.letter == "A"
    with pytest.raises(ClaimError) as caught:  # valid before the law alone; refused for its dates only
        declared(band="co2label-meal-2026", market="FR", **before)
    assert "certification" not in str(caught.value)


@pytest.mark.parametrize(
    ("market", "todo"),
    [("France", "such as JP"), ("EL", "did you mean 'GR'?"), ("UK", "did you mean 'GB'?"), ("ZZ", "")],
)
def test_a_market_that_is_no_country_is_refused_for_its_law_would_be_missed(market, todo):
    with pytest.raises(DocumentError, match=r"market: expected an ISO 3166-1 alpha-2 country code") as caught:
        declared(market=market)
    assert todo in str(caught.value)


def test_equivalents_have_a_value_a_source_and_a_limit():
    # 0.24 / 0.168396977 = 1.43 km; 0.24 / (0.065 × 2.852329875) = 1.29 bowls; 0.24 / (0.16272 + 0.04599) = 1.15 km
    assert [(each.id, each.value) for each in equivalents_of(0.24)] == [
        ("car-km-jp", "1.4"),
        ("rice-bowls", "1.3"),
    ]
    assert [(each.id, each.value, each.asked) for each in equivalents_of(0.24, ["car-km"], "FR")] == [
        ("car-km", "1.1", True),
        ("rice-bowls", "1.3", False),
    ]
    assert equivalents_of(0.0001) == ()
    with pytest.raises(ClaimError, match="cannot be pictured"):
        equivalents_of(0.0001, ["car-km"])
    with pytest.raises(ClaimError, match="did you mean 'car-km'"):
        equivalents_of(1.0, ["car-kms"])


def test_the_unit_of_figures_that_stand_together():
    assert common_unit([0.8, 1.1]) == "kg-CO2e"
    assert common_unit([0.05, 2.7]) == "kg-CO2e"
    assert common_unit([0.0004, 2.7]) == "g-CO2e"
    assert common_unit([5000.0, 12.0]) == "t-CO2e"
    assert unit_for([]) == "g"
