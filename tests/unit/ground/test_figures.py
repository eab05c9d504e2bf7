"""The digits that the public sees, case by case."""

import pytest

from co2label.errors import ClaimError, Problem, UnitError
from co2label.figures import (
    PercentOf,
    Place,
    Shown,
    adds_up,
    decimals_of,
    format_in,
    in_kg,
    percent_of,
    percent_shares,
    place_of,
    show_mass,
    show_part,
    show_percent,
    show_shares,
)


@pytest.mark.parametrize(
    ("kg", "digits", "shown"),
    [
        (0.214, 2, "210 g-CO2e"),
        (0.215, 2, "220 g-CO2e"),  # a tie in decimal; the nearest float lies below it
        (0.123456, 2, "120 g-CO2e"),
        (0.123456, 3, "123 g-CO2e"),
        (1.2344, 3, "1.23 kg-CO2e"),
        (1.005, 3, "1.01 kg-CO2e"),
        (0.1 + 0.2, 3, "300 g-CO2e"),
        (0.1 + 0.2, 12, "300.000000000 g-CO2e"),
        (0.123456789012, 12, "123.456789012 g-CO2e"),
        (0.2149999999999, 2, "220 g-CO2e"),  # of 12 digits it is 0.215
        (0.9996, 2, "1.0 kg-CO2e"),
        (0.9996, 3, "1.00 kg-CO2e"),
        (0.9994, 3, "999 g-CO2e"),
        (0.9949, 2, "990 g-CO2e"),
        (0.995, 2, "1.0 kg-CO2e"),
        (1.0, 2, "1.0 kg-CO2e"),
        (9.96, 2, "10 kg-CO2e"),
        (99.6, 2, "100 kg-CO2e"),
        (994.9, 2, "990 kg-CO2e"),
        (995.0, 2, "1.0 t-CO2e"),
        (1000.0, 3, "1.00 t-CO2e"),
        (123456.0, 2, "120 t-CO2e"),
        (1e9, 2, "1000000 t-CO2e"),
        (0.00004, 2, "0.040 g-CO2e"),
        (0.0000096, 1, "0.01 g-CO2e"),
        (1.5e-9, 2, "0.0000015 g-CO2e"),
        (0.0, 2, "0 g-CO2e"),
        (-0.0, 3, "0 g-CO2e"),
        (-0.214, 2, "-210 g-CO2e"),
        (-0.215, 2, "-220 g-CO2e"),
        (-1234.0, 2, "-1.2 t-CO2e"),
    ],
)
def test_figure(kg, digits, shown):
    assert str(show_mass(kg, digits=digits)) == shown


def test_estimates_have_two_digits():
    assert show_mass(0.21449) == Shown("210", "g-CO2e")


@pytest.mark.parametrize(
    ("kg", "digits", "interval", "shown"),
    [
        (0.1234, 3, (0.10, 0.15), "120 g-CO2e"),  # half width 25 g: tens
        (0.1234, 3, (0.12, 0.126), "123 g-CO2e"),  # half width 3 g: ones
        (0.1234, 3, (0.118, 0.13), "123 g-CO2e"),  # half width 6 g: ones, though the whole width is 12 g
        (0.1234, 2, (0.1233, 0.1235), "120 g-CO2e"),  # never more than asked for
        (0.1234, 3, (0.0, 0.6), "100 g-CO2e"),  # half width 300 g: hundreds
        (0.1234, 3, (0.0, 9.0), "100 g-CO2e"),  # at least one digit
        (0.1234, 3, (0.1234, 0.1234), "123 g-CO2e"),
        (12.0, 2, (1e20, 1e20), "12 kg-CO2e"),  # without width it says nothing, wherever it lies
        (0.96, 2, (0.5, 1.5), "1 kg-CO2e"),
        (1234.5, 3, (900.0, 1600.0), "1.2 t-CO2e"),
        (-0.1234, 3, (-0.15, -0.10), "-120 g-CO2e"),
    ],
)
def test_interval_bears_no_finer_digit(kg, digits, interval, shown):
    assert str(show_mass(kg, digits=digits, interval=interval)) == shown


@pytest.mark.parametrize(
    ("kg", "unit", "shown"),
    [
        (0.214, "kg-CO2e", "0.21"),
        (3.4, "g-CO2e", "3400"),
        (0.0214, "t-CO2e", "0.000021"),
        (0.0, "kg-CO2e", "0"),
    ],
)
def test_preferred_unit(kg, unit, shown):
    assert show_mass(kg, prefer=unit) == Shown(shown, unit)


@pytest.mark.parametrize(
    "call", [lambda unit: show_mass(1.0, prefer=unit), lambda unit: format_in(1.0, unit, decimals=0)]
)
def test_unknown_unit_is_refused(call):
    with pytest.raises(UnitError) as refusal:
        call("kg")
    assert str(refusal.value) == "expected one of g-CO2e, kg-CO2e, t-CO2e, got 'kg'"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_refused(number):
    calls = [
        lambda: show_mass(number),
        lambda: show_mass(1.0, interval=(0.0, number)),
        lambda: format_in(number, "g-CO2e", decimals=1),
        lambda: percent_shares([1.0, number]),
        lambda: percent_of(number, 6.8),
        lambda: show_part(number, Place("g-CO2e", 1)),
    ]
    for call in calls:
        with pytest.raises(ClaimError) as refusal:
            call()
        assert list(refusal.value.problems) == [Problem("", f"expected a finite figure, got {number}")]


@pytest.mark.parametrize("digits", [0, -1, 13])
def test_digits_out_of_range_are_refused(digits):
    with pytest.raises(ClaimError) as refusal:
        show_mass(1.0, digits=digits)
    assert str(refusal.value) == f"digits: expected 1 to 12 significant digits, got {digits}"


@pytest.mark.parametrize(
    ("kg", "unit", "decimals", "shown"),
    [
        (0.04825, "g-CO2e", 1, "48.3"),
        (0.04825, "g-CO2e", 0, "48"),
        (0.00001, "g-CO2e", 1, "0.0"),
        (-0.00001, "g-CO2e", 1, "0.0"),
        (2.675, "kg-CO2e", 2, "2.68"),
        (1234.0, "t-CO2e", 0, "1"),
    ],
)
def test_row_in_the_unit_of_the_total(kg, unit, decimals, shown):
    assert format_in(kg, unit, decimals=decimals) == shown


@pytest.mark.parametrize(
    ("shown", "kg"),
    [
        (Shown("210", "g-CO2e"), "0.21"),
        (Shown("0.040", "g-CO2e"), "0.00004"),
        (Shown("1.0", "kg-CO2e"), "1.0"),
        (Shown("-1.2", "t-CO2e"), "-1200"),
    ],
)
def test_a_figure_in_kilograms_keeps_its_digits(shown, kg):
    assert in_kg(shown) == kg


@pytest.mark.parametrize(
    ("percent", "interval", "shown"),
    [
        (12.34, None, "12"),
        (12.5, None, "13"),
        (99.5, None, "100"),
        (-0.456, None, "-0.46"),
        (0.0, None, "0"),
        (12.34, (-20.0, 45.0), "10"),
        (12.34, (9.0, 15.0), "12"),
    ],
)
def test_a_percentage_has_two_digits_at_most(percent, interval, shown):
    assert show_percent(percent, interval=interval) == shown


def test_decimals():
    assert [decimals_of(Shown(value, "g-CO2e")) for value in ("210", "0.040", "-1.2")] == [0, 3, 1]


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ([1, 1, 1], ["34", "33", "33"]),
        ([0.48, 0.27, 0.16, 0.09], ["48", "27", "16", "9"]),
        ([0.995, 0.005], ["100", "<1"]),
        ([5, 0, 0], ["100", "0", "0"]),
        ([], []),
        ([0, 0], [None, None]),
        ([-1, -3], [None, None]),
        ([3, -1], [None, None]),
        ([1000, -999.99], [None, None]),
    ],
)
def test_shares_as_shown(parts, shares):
    assert show_shares(parts) == shares


def test_the_largest_remainders_are_rounded_up_of_equals_the_earlier():
    assert percent_shares([1.2, 1.7, 97.1]) == [1, 2, 97]
    assert percent_shares([1.5, 1.5, 97]) == [2, 1, 97]
    assert percent_shares([1]) == [100]


def test_shares_of_a_sum_with_a_credit_still_add_up():
    assert percent_shares([3, -1]) == [150, -50]
    assert sum(percent_shares([1, -0.999999999999])) == 100
    assert percent_shares([-1, -3]) == [0, 0]


@pytest.mark.parametrize(
    ("kg", "figure", "rest", "part"),
    [
        # beside 210 g of two digits, in tens; halves away from zero
        (0.1497, 0.2104, {}, "150"),
        (0.0279, 0.2104, {}, "30"),
        (0.015, 0.2104, {}, "20"),
        (0.005, 0.2104, {}, "10"),
        (0.00499, 0.2104, {}, "<10"),
        (1e-9, 0.2104, {}, "<10"),
        (0.0, 0.2104, {}, "0"),
        (-0.015, 0.2104, {}, "-20"),
        (-0.00499, 0.2104, {}, ">-10"),
        # beside 1.4 kg: 0.0136 kg is no 0.02; of three digits in hundredths
        (0.0136, 1.36, {}, "<0.1"),
        (0.0136, 1.36, {"digits": 3}, "0.01"),
        (0.267, 0.67, {}, "270"),
        # of an interval of ±0.3 kg, in tenths, whatever the digits
        (0.25, 2.66, {"digits": 3, "interval": (2.3, 2.9)}, "0.3"),
        # beside a small figure that credits leave
        (12.3456, 0.0456, {}, "12346"),
        # beside 0.040 g
        (3.14e-05, 4e-05, {}, "0.031"),
        # beside 9.96 kg, which carries to 10.0
        (0.54, 9.96, {}, "1"),
        # no binary noise: 0.145 is 0.1449999…
        (0.145, 1.45, {}, "0.1"),
        (0.35, 1.45, {}, "0.4"),
        (1.0, 0.0, {}, "1000"),
    ],
)
def test_a_part_is_rounded_by_itself_to_the_last_place_of_the_figure(kg, figure, rest, part):
    assert show_part(kg, place_of(figure, **rest)) == part


def test_the_last_place_of_zero_is_one_of_its_unit():
    assert place_of(0.0) == Place("g-CO2e", 0)
    assert place_of(0.0, prefer="kg-CO2e") == Place("kg-CO2e", 0)


def test_a_place_in_another_unit():
    assert Place("g-CO2e", 1).within("kg-CO2e") == Place("kg-CO2e", -2)
    assert Place("t-CO2e", -1).within("kg-CO2e") == Place("kg-CO2e", 2)
    assert Place("kg-CO2e", 0).within("t-CO2e") == Place("t-CO2e", -3)


def test_a_part_in_the_unit_that_is_preferred():
    assert show_part(0.26, place_of(0.5, prefer="kg-CO2e")) == "0.26"
    assert show_part(260.0, place_of(500.0, prefer="t-CO2e")) == "0.26"


@pytest.mark.parametrize(
    ("parts", "total", "adding"),
    [
        (["150", "30", "20", "10"], "210", True),
        (["150", "30", "20", "<10"], "210", False),
        (["0.3", "0.3", "0.4", "<0.1"], "1.0", True),
        (["1500", "-1340"], "160", True),
        (["1500", ">-10"], "1500", True),
        (["1000", "1000", "1000"], "1", False),
        ([], "0", True),
    ],
)
def test_whether_printed_parts_add_up(parts, total, adding):
    assert adds_up(parts, total) is adding


@pytest.mark.parametrize(
    ("value", "reference", "share"),
    [
        (0.55, 6.8, PercentOf("percent", 8)),
        (3.4, 6.8, PercentOf("percent", 50)),
        (0.0, 6.8, PercentOf("percent", 0)),
        (0.068, 6.8, PercentOf("percent", 1)),
        (0.0679, 6.8, PercentOf("below-one", 1)),
        (-0.01, 6.8, PercentOf("below-one", 1)),
        (-0.68, 6.8, PercentOf("percent", -10)),
        (9.99, 1.0, PercentOf("percent", 999)),
        (9.994, 1.0, PercentOf("percent", 999)),
        (9.995, 1.0, PercentOf("days", 10)),
        (170.0, 6.8, PercentOf("days", 25)),
    ],
)
def test_percent_of_a_reference(value, reference, share):
    assert percent_of(value, reference) == share


@pytest.mark.parametrize("reference", [0.0, -6.8])
def test_reference_must_be_above_zero(reference):
    with pytest.raises(ClaimError) as refusal:
        percent_of(1.0, reference)
    assert str(refusal.value) == f"reference: expected a reference above zero, got {reference:g}"
