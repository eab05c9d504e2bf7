"""What a till may say of a product, from its declared unit; what is counted; units of one's own as people read them."""

import pytest

from co2label.units import bare, counter_of, parse_amount, parse_ratio, selling_by


@pytest.mark.parametrize(
    ("declared", "bridges", "sold", "count"),
    [
        ("1 kg", [], "300 g", 0.3),
        ("100 g", [], "250 g", 2.5),
        ("1 L", [], "33 cL", 0.33),
        ("1 m2", [], "2 m2", 2.0),
        ("2 m", [], "3 m", 1.5),
        ("1 kWh", [], "36 MJ", 10.0),
        ("1 h", [], "90 min", 1.5),
        ("6 piece", [], "3 piece", 0.5),
        ("1 use", [], "2 use", 2.0),
        ("1 person", [], "4 person", 4.0),
        ("1 night", [], "2 night", 2.0),
        ("100 JPY", [], "250 JPY", 2.5),
        ("1 t*km", [], "500 kg*km", 0.5),
        ("1 L", ["1.03 kg/L"], "515 g", 0.5),
        ("1 kg", ["1980 JPY/kg"], "594 JPY", 0.3),
        ("1 piece", ["110 g / 1 piece"], "220 g", 2.0),
        ("1 kg", [], "2 piece", None),
        ("1 kg", [], "594 JPY", None),
        ("1 piece", ["110 g / 1 piece"], "1 L", None),
    ],
)
def test_an_amount_is_so_many_declared_units(declared, bridges, sold, count):
    selling = selling_by(parse_amount(declared), [parse_ratio(bridge) for bridge in bridges])
    assert selling.units(parse_amount(sold)) == (None if count is None else pytest.approx(count, rel=1e-12))


@pytest.mark.parametrize(
    ("declared", "bridges", "units"),
    [
        ("1 piece", [], 2.0),
        ("6 piece", [], 2.0),  # two boxes of six
        ("1 night", [], 2.0),
        ("1 kg", [], None),
        ("1 L", [], None),
        ("1 h", [], None),
        ("1 kWh", [], None),
        ("100 JPY", [], None),
        ("1 kg", ["0.3 kg/piece"], 0.6),
        ("100 g", ["0.3 kg/piece"], 6.0),
    ],
)
def test_a_bare_count_says_declared_units_only_where_these_are_counted(declared, bridges, units):
    selling = selling_by(parse_amount(declared), [parse_ratio(bridge) for bridge in bridges])
    assert selling.units(2) == (None if units is None else pytest.approx(units, rel=1e-12))


def test_what_is_not_known_says_what_to_state():
    selling = selling_by(parse_amount("1 kg"))
    assert selling.unit == "1 kg"
    assert selling.unknown(2) == (
        "a bare count of a product declared per 1 kg says no amount; write the amount with its unit, or state in the product "
        "what one piece is"
    )
    assert selling.unknown(parse_amount("3 piece")) == (
        "3 piece is no amount of a product declared per 1 kg; state in the product how the two relate"
    )


@pytest.mark.parametrize(
    ("text", "counter"),
    [
        ("3 パック", "pack"),
        ("3パック", "pack"),
        ("３ パック", "pack"),
        ("2 boîtes", "box"),
        ("2 Boîtes", "box"),
        ("1.5e1 box", "box"),
        ("2 pieces", None),
        ("2 kg", None),
        ("", None),
    ],
)
def test_the_counter_behind_a_number(text, counter):
    assert counter_of(text) == counter


def test_units_of_ones_own_are_read_without_braces():
    assert bare("3 {wash load}/{token}") == "3 wash load/token"
    assert bare("{5}") == "{5}"
    assert bare("3 kg") == "3 kg"
