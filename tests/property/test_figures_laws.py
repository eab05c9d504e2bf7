"""Laws of figures, against an oracle in exact fractions that shares no code with the library (threat T13)."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from co2label.figures import (
    decimals_of,
    format_in,
    percent_of,
    percent_shares,
    place_of,
    show_mass,
    show_part,
    show_shares,
)

GRAMS = {"g-CO2e": 1, "kg-CO2e": 1000, "t-CO2e": 1_000_000}


def half_up(fraction):
    """To a whole number, halves away from zero."""
    sign = -1 if fraction < 0 else 1
    return sign * ((2 * abs(fraction) + 1) // 2)


def power_below(fraction):
    """The largest n with 10 ** n <= fraction, by trial."""
    power = 0
    while Fraction(10) ** power > fraction:
        power -= 1
    while Fraction(10) ** (power + 1) <= fraction:
        power += 1
    return power


def oracle(kg, digits):
    """The exact value in grams of what must be shown."""
    grams = Fraction(kg) * 1000
    step = Fraction(10) ** (power_below(abs(grams)) - digits + 1)
    return half_up(grams / step) * step


def in_grams(shown):
    return Fraction(shown.value) * GRAMS[shown.unit]


NUMBERS = st.tuples(st.integers(1, 99_999_999), st.integers(-12, 4)).map(lambda p: Decimal(p[0]).scaleb(p[1]))
DIGITS = st.integers(1, 4)


@given(NUMBERS, DIGITS, st.sampled_from([1, -1]))
def test_shown_figure_is_the_exact_one_half_up(number, digits, sign):
    shown = show_mass(sign * float(number), digits=digits)
    assert in_grams(shown) == sign * oracle(number, digits)


def test_every_tie_from_0_0005_to_9_9995():
    """Each number of 5 digits that ends in 5 lies exactly between two of 4, 3 or 2 digits."""
    for tenths in range(5, 100_000, 10):
        number = Decimal(tenths).scaleb(-4)
        shown = format_in(float(number), "kg-CO2e", decimals=3)
        assert Fraction(shown) == Fraction(half_up(Fraction(number) * 1000), 1000)
        digits = len(str(tenths)) - 1
        if digits:
            assert in_grams(show_mass(float(number), digits=digits)) == oracle(number, digits)


@given(NUMBERS, DIGITS)
def test_scale_and_digits_of_the_figure(number, digits):
    shown = show_mass(float(number), digits=digits)
    value = Decimal(shown.value)
    assert value > 0
    assert value < 1000 or shown.unit == "t-CO2e"
    assert value >= 1 or shown.unit == "g-CO2e"
    assert set(shown.value) <= set("0123456789.")
    assert len(shown.value.replace(".", "").strip("0")) <= digits
    assert decimals_of(shown) == max(0, -value.as_tuple().exponent)


@given(NUMBERS, DIGITS)
def test_value_and_its_negative_look_alike(number, digits):
    plus, minus = show_mass(float(number), digits=digits), show_mass(-float(number), digits=digits)
    assert (minus.value, minus.unit) == (f"-{plus.value}", plus.unit)


@given(NUMBERS, DIGITS)
def test_binary_noise_is_never_shown(number, digits):
    noisy = (float(number) * 3) / 3 + float(number) * 1e-15
    assert show_mass(noisy, digits=digits) == show_mass(float(number), digits=digits)


@given(NUMBERS, NUMBERS, DIGITS)
def test_last_digit_is_never_finer_than_the_interval(number, half, digits):
    interval = (float(number - half), float(number + half))
    shown = show_mass(float(number), digits=digits, interval=interval)
    free = show_mass(float(number), digits=digits)
    step = Fraction(10) ** power_below(Fraction(half) * 1000)
    first = Fraction(10) ** power_below(in_grams(shown))
    assert in_grams(shown) % min(step, first) == 0
    assert step > Fraction(number) * 1000 or abs(in_grams(shown) - Fraction(number) * 1000) <= max(
        step / 2, abs(in_grams(free) - Fraction(number) * 1000)
    )


@given(st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=8))
def test_percentages_add_up_to_100_and_lie_less_than_one_from_their_shares(parts):
    shares = show_shares(parts)
    total = sum(Fraction(f"{part:.11e}") for part in parts)
    if not total:
        assert shares == [None] * len(parts)
        return
    numbers = [0 if share == "<1" else int(share) for share in shares]
    assert sum(numbers) == 100
    for share, number, part in zip(shares, numbers, parts, strict=True):
        exact = 100 * Fraction(f"{part:.11e}") / total
        assert abs(number - exact) < 1
        assert (share == "0") == (part == 0)
    assert show_shares([part * 2 for part in parts]) == shares


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=8))
def test_percentages_with_credits_still_add_up(parts):
    shares = percent_shares(parts)
    assert sum(shares) == (100 if sum(Fraction(f"{part:.11e}") for part in parts) > 0 else 0)


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=8))
def test_where_a_part_is_below_zero_there_are_no_percentages(parts):
    assert (None in show_shares(parts)) == (min(parts) < 0 or not any(parts))


@given(NUMBERS, st.one_of(st.just(Decimal(0)), NUMBERS), st.booleans(), DIGITS)
def test_a_part_lies_at_most_half_of_the_last_place_of_its_figure_away(figure, number, below, digits):
    kg = -number if below else number
    place = place_of(float(figure), digits=digits)
    step = Fraction(10) ** place.power
    grams = GRAMS[place.unit]
    exact = Fraction(kg) * 1000 / grams
    part = show_part(float(kg), place)
    shown = show_mass(float(figure), digits=digits)
    assert place.unit == shown.unit
    assert Fraction(shown.value) % step == 0
    assert Fraction(shown.value) // step < 10**digits
    if part[0] in "<>":
        assert abs(Fraction(part[1:])) == step
        assert 0 < abs(exact) < step / 2
        assert (part[0] == "<") == (exact > 0)
    else:
        assert Fraction(part) == half_up(exact / step) * step
        assert (Fraction(part) == 0) == (exact == 0)


@given(NUMBERS, NUMBERS)
def test_percent_of_a_reference_is_half_up(value, reference):
    share = percent_of(float(value), float(reference))
    exact = Fraction(value) / Fraction(reference)
    if exact < Fraction(1, 100):
        assert share.kind == "below-one"
    elif half_up(100 * exact) <= 999:
        assert (share.kind, share.value) == ("percent", half_up(100 * exact))
    else:
        assert (share.kind, share.value) == ("days", half_up(exact))
