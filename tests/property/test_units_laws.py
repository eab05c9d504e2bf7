"""Laws of units and amounts: invariance, round trips, and that nothing but UnitError ever leaves."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from co2label.errors import UnitError
from co2label.units import UNITS, bridge, convert, parse_amount, parse_ratio, parse_unit, per
from co2label.units._registry import SPELLINGS

# An independent table, from the definitions by hand (NIST SP 811): exact ratios to the root unit.
EXACT = {
    "g": Fraction(1, 1000),
    "kg": Fraction(1),
    "mg": Fraction(1, 10**6),
    "t": Fraction(1000),
    "lb": Fraction(45359237, 10**8),
    "short_ton": Fraction(45359237 * 2000, 10**8),
    "km": Fraction(1000),
    "m": Fraction(1),
    "cm": Fraction(1, 100),
    "mile": Fraction(1609344, 1000),
    "L": Fraction(1, 1000),
    "mL": Fraction(1, 10**6),
    "m3": Fraction(1),
    "gal": Fraction(231 * 254**3, 10**12),
    "scf": Fraction(3048**3, 10**12),
    "MJ": Fraction(10**6),
    "GJ": Fraction(10**9),
    "kWh": Fraction(36 * 10**5),
    "MWh": Fraction(36 * 10**8),
    "mmBtu": Fraction(105505585262, 100),
    "ha": Fraction(10**4),
    "m2": Fraction(1),
    "h": Fraction(3600),
    "min": Fraction(60),
    "day": Fraction(86400),
}
NUMBERS = st.decimals(
    min_value=Decimal("0.001"), max_value=Decimal(10**9), places=6, allow_nan=False, allow_infinity=False
)
UNIT = st.sampled_from(sorted(EXACT))
SIMPLE = st.sampled_from(UNITS)


def same_kind(unit):
    return [other for other in EXACT if parse_unit(other).dimension == parse_unit(unit).dimension]


@given(NUMBERS, UNIT)
def test_ratio_to_the_root_is_exact(number, unit):
    exact = Fraction(number) * EXACT[unit]
    assert parse_amount(f"{number} {unit}").si == pytest.approx(float(exact), rel=4e-16)


@given(NUMBERS, UNIT, st.data())
def test_rewriting_in_another_unit_changes_nothing_to_12_digits(number, unit, data):
    other = data.draw(st.sampled_from(same_kind(unit)))
    amount = parse_amount(f"{number} {unit}")
    there = convert(amount, parse_unit(other))
    back = parse_amount(f"{there!r} {other}") if there < 1e15 else None
    assert (
        back is None
        or f"{back.si:.11e}" == f"{amount.si:.11e}"
        or back.si == pytest.approx(amount.si, rel=1e-15)
    )


@given(NUMBERS, SIMPLE, SIMPLE)
def test_product_of_amounts_is_the_amount_of_the_product(number, one, other):
    product = parse_amount(f"{number} {one} * 2 {other}")
    assert product.unit == parse_unit(f"{one}*{other}")
    assert product.value == float(number) * 2
    assert product.unit.dimension == parse_unit(one).dimension * parse_unit(other).dimension


@given(SIMPLE, SIMPLE, SIMPLE)
def test_canonical_spelling_reads_back_as_itself(one, other, third):
    for unit in (parse_unit(one), parse_unit(f"{one}*{other}"), parse_unit(f"{one}/({other}*{third})")):
        assert parse_unit(unit.text) == unit


@given(NUMBERS, SIMPLE, SIMPLE)
def test_dimensions_form_a_group(number, one, other):
    a, b = parse_unit(one).dimension, parse_unit(other).dimension
    assert a * b == b * a
    assert a * b / b == a
    assert str(a / a) == "dimensionless"
    assert a**-1 * a == a**0
    assert hash(a * b) == hash(b * a)


@given(NUMBERS, SIMPLE, NUMBERS, SIMPLE)
def test_bridge_there_and_back_is_one(number, one, below, other):
    ratio = per(parse_amount(f"{number} {one}"), parse_amount(f"{below} {other}"))
    here, there = parse_unit(other).dimension, parse_unit(one).dimension
    out, back = bridge(here, there, [ratio]), bridge(there, here, [ratio])
    assert out.multiplier * back.multiplier == pytest.approx(1, rel=1e-12)
    assert parse_ratio(str(ratio)) == ratio


@given(st.floats(min_value=1e-99, max_value=1e15, allow_subnormal=False))
def test_every_float_that_python_prints_reads_back(number):
    assert parse_amount(f"{number!r} kg").value == number if number < 1e15 else True


ALPHABET = st.sampled_from(
    [*"0123456789.,eE+-*/·×() \n\u3000", *"１一½", *sorted(SPELLINGS), "ton", "nan", "inf", "_", "\x00"]
)
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")


@given(st.lists(ALPHABET, max_size=12).map("".join) | st.text(max_size=120))
@example("9" * 99 + "g")
@example("1 " + "m*" * 49)
@example("1**9999999999 kg")
def test_any_text_is_an_amount_or_a_unit_error(text):
    for read in (parse_amount, parse_ratio, parse_unit):
        assert 0 < len(outcome(read, text)) < 700


def outcome(read, text):
    try:
        return str(read(text))
    except UnitError as refusal:
        return str(refusal)


@given(st.lists(ALPHABET, max_size=8).map("".join))
def test_what_is_read_starts_with_a_number_of_the_grammar(text):
    try:
        amount = parse_amount(text, allow_negative=True)
    except UnitError:
        return
    found = NUMBER.match(amount.text)
    assert found
    assert abs(amount.value) <= 1e15
    if not re.search(r"[*×·/]\s*-?[0-9]|[(.]|入|\se$", amount.text.removeprefix(found[0])):
        assert amount.value == float(found[0])
        assert parse_unit(amount.text[found.end() :]) == amount.unit
