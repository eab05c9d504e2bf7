"""References by name: which fits which figure, and shares of them."""

import pytest

from builders import declared
from co2label.declaration import REFERENCES
from co2label.errors import ClaimError


def refusal(**fields):
    with pytest.raises(ClaimError) as caught:
        declared(**fields)
    return str(caught.value)


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        ({}, ("percent", 4, "day")),  # 0.24 / 6.8 = 3.5 %
        ({"reference": "meal-wwf-500"}, ("percent", 48, "meal")),
        ({"reference": "year-iges-2030", "kg": "25 kg"}, ("percent", 1, "year")),  # 25 / 2500
        ({"per": "1 m2*year", "kg": "22 kg"}, ("below-one", 1, "year")),  # no share of a day
        ({"kg": "12.3 t"}, ("percent", 492, "year")),  # a house is no "1809 days"
        ({"kg": "30 t"}, ("years", 12, "year")),
    ],
)
def test_a_figure_is_held_against_the_budget_that_fits_it(fields, share):
    found = declared(**fields).reference

    assert (found.kind, found.value, found.span) == share


def test_a_reference_may_be_left_out():
    assert declared(reference="none").reference is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"per": "1 m2*year", "reference": "day-iges-2030"}, "is no share of a day"),
        ({"per": "1 kg", "reference": "meal-wwf-500"}, "is no meal"),
        ({"kg": "12 t", "reference": "day-iges-2030"}, "more than 10 days"),
        ({"reference": "day-iges-2031"}, "did you mean 'day-iges-2030'"),
    ],
)
def test_a_named_reference_that_does_not_fit_is_refused(fields, why):
    assert why in refusal(**fields)


def test_the_day_and_the_year_are_of_one_target():
    # 2500 kg / 365 days = 6.849, printed as 6.8
    assert REFERENCES["year-iges-2030"].kg == 2500
    assert REFERENCES["day-iges-2030"].kg == pytest.approx(2500 / 365, rel=0.01)
    assert str(REFERENCES["meal-wwf-500"].shown) == "500 g-CO2e"


def test_the_unit_that_a_document_asks_for():
    found = declared(kg="1.13 kg", unit="g", shelf_amount="100 g")

    assert (str(found.shown), str(found.per_amount.shown)) == ("1100 g-CO2e", "1000 g-CO2e")
    assert str(declared(kg="0.8 kg", unit="kg").shown) == "0.80 kg-CO2e"
