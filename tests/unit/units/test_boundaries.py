"""The last value that a rule lets through and the first that it refuses, and the words of refusals."""

import re

import pytest

from co2label.errors import UnitError
from co2label.units import Dimension, OwnUnits, bridge, convert, parse_amount, parse_ratio, parse_unit, times


def refusal(read, text, **options):
    with pytest.raises(UnitError) as refused:
        read(text, **options)
    return str(refused.value)


def test_a_text_has_at_most_a_hundred_characters():
    ratio = "110 g /" + " " * 86 + "1 piece"
    assert len(ratio) == 100
    assert parse_ratio(ratio).value == 110
    assert refusal(parse_ratio, ratio.replace("/", "/ ")).startswith(
        'expected an amount such as "48 g" in at most 100 characters, got \'110 g /  '
    )


def test_an_amount_of_a_hundred_characters_is_read():
    amount = "1." + "0" * 20 + " " * 76 + "kg"
    assert len(amount) == 100
    assert parse_amount(amount).value == 1
    with pytest.raises(UnitError, match="at most 100 characters"):
        parse_amount(amount.replace(" ", "  ", 1))


@pytest.mark.parametrize("text", ["1e15 kg", "-1e15 kg"])
def test_the_largest_number(text):
    assert abs(parse_amount(text, allow_negative=True).value) == 1e15
    assert "is larger than 1e15; use a larger unit" in refusal(
        parse_amount, text.replace("1e15", "1.1e15"), allow_negative=True
    )


@pytest.mark.parametrize("read", [parse_amount, parse_ratio, parse_unit])
def test_what_is_too_long_is_shown_by_its_beginning(read):
    shown = refusal(read, "1 " + "x" * 200).partition("got ")[2]
    assert shown.startswith("'1 xxx")
    assert len(shown) < 50


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.5 kg / 1", 0.5, "kg"),
        ("1 kg / 0.5", 2.0, "kg"),
        ("2 x 3 x 4 x 5 g", 120.0, "g"),
        ("3 x 10 piece x 100 g", 3000.0, "g"),
        ("3 x 10 piece * 100 g", 3000.0, "piece*g"),  # * between two units is a product, x so many of it
    ],
)
def test_shares_and_several(text, value, unit):
    amount = parse_amount(text)
    assert (amount.value, amount.unit.text) == (value, unit)


def test_a_fifth_factor_is_too_many():
    text = "2 x 3 x 4 x 5 x 6 g"
    assert refusal(parse_amount, text) == f"expected at most two amounts multiplied, got 5 in '{text}'"


@pytest.mark.parametrize(("text", "value"), [("0 JPY/kg", 0.0), ("5 JPY/kg", 5.0)])
def test_a_price_may_be_zero(text, value):
    assert parse_ratio(text, allow_zero=True).value == value


@pytest.mark.parametrize("text", ["110 g / 0 piece", "0 g / 0 piece"])
def test_nothing_is_per_zero_even_where_zero_is_allowed(text):
    assert refusal(parse_ratio, text, allow_zero=True) == f"expected a number above zero, got '{text}'"


def test_a_ratio_has_one_stroke():
    assert refusal(parse_ratio, "1 kg / 2 piece / 3 piece").startswith("unknown unit '3 piece'")


def test_what_costs_nothing_leads_nowhere():
    money, mass = parse_unit("JPY").dimension, parse_unit("kg").dimension
    assert bridge(money, mass, [parse_ratio("0 JPY/kg", allow_zero=True)]) is None


def test_an_amount_in_its_own_unit_stays_as_it_was_written():
    assert convert(parse_amount("0.123 g"), parse_unit("g")) == 0.123


def test_a_product_with_brackets_below_the_stroke():
    assert times(parse_unit("kg/(t*km)"), parse_unit("km")).text == "kg*km/(t*km)"


@pytest.mark.parametrize(
    ("exponents", "words"),
    [
        ({"{token}": 1, "mass": 1}, "mass·{token}"),
        ({"{b}": 1, "{a}": 2}, "{a}^2·{b}"),
        ({"mass": 1, "length": 1, "time": -1}, "mass·length/time"),
    ],
)
def test_kinds_in_their_order_then_units_of_ones_own_by_name(exponents, words):
    assert str(Dimension.of(exponents)) == words


def test_of_two_own_units_the_longer_name_is_read():
    assert OwnUnits.of(["token", "token pack"]).braced("2 token pack") == "2 {token pack}"


def test_a_name_that_no_unit_may_have_is_said():
    assert refusal(OwnUnits.of, ["1x"]).startswith("'1x' cannot be the name of a unit; a letter first")
    assert refusal(OwnUnits.of, ["ton"]).startswith("'ton' is a unit already, or is taken for several")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kt", "unknown unit 'kt'; write t: kt is 1000 t"),
        ("dag", "unknown unit 'dag'; write g: dag is 10 g"),
        ("ng", "unknown unit 'ng'; write g: ng is 0.000000001 g"),
        ("gran", "unknown unit 'gran'; did you mean 'gram' or 'grams' or 'gramme'?"),
    ],
)
def test_an_unknown_unit_is_answered_with_what_is_meant(text, message):
    assert refusal(parse_unit, text) == message


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("us  fl  oz", "us_fl_oz", "volume"),
        ("{wash  load}", "{wash load}", "{wash load}"),
        ("{token}/kg", "{token}/kg", "{token}/mass"),
        ("{token}/(kg*km)", "{token}/(kg*km)", "{token}/(mass·length)"),
    ],
)
def test_spaces_and_what_stands_below_the_stroke(text, unit, kind):
    read = parse_unit(text)
    assert (read.text, str(read.dimension)) == (unit, kind)


def test_a_bracket_that_opens_nothing_is_a_part_of_the_unit():
    assert refusal(parse_unit, "kg/m)").startswith("unknown unit 'm)'")


def test_two_kinds_of_the_same_number_are_two_amounts():
    assert refusal(parse_amount, "1 kg (1 m)") == (
        "'1 kg' and '1 m' are two amounts in '1 kg (1 m)'; write the one that is meant"
    )


def test_a_code_is_ambiguous_in_its_own_case_only():
    assert refusal(parse_unit, "MON").startswith("unit 'MON' is ambiguous")
    assert refusal(parse_unit, "mon").startswith("unknown unit 'mon'")


def test_an_unknown_unit_may_be_declared():
    assert refusal(parse_amount, "3 Xyz").endswith('or declare it as your own: units = ["Xyz"]')
    assert re.match(r"unknown unit 'Xyz'; known units: kg m s ", refusal(parse_unit, "Xyz"))


@pytest.mark.parametrize("text", ["CA 3 kg", "ca 3 kg", "約3 kg"])
def test_about_so_much_is_no_amount(text):
    assert refusal(parse_amount, text) == f"'{text}' says about; write 3 with its unit if that is the amount"
