"""GTINs and places, with real codes."""

import pytest

from co2label.errors import IdentifierError
from co2label.identifiers import COUNTRIES, REGIONS, check_digit, country, geography, gtin, gtin14

# Examples of the GS1 General Specifications and of JAN codes in Japan
VALID = [
    "9506000134352",
    "09506000134352",
    "614141123452",
    "96385074",
    "4569951110016",
    "49123456",
    "4901234567894",
]


@pytest.mark.parametrize("code", VALID)
def test_valid_gtin_is_kept_as_given(code):
    assert gtin(code) == code
    assert gtin14(code) == code.rjust(14, "0")
    assert check_digit(code[:-1]) == int(code[-1])


REFUSED = [
    ("4569951110017", "GTIN '4569951110017': check digit 6 expected, got 7; correct the number"),
    ("456995111001", "GTIN '456995111001': check digit 7 expected, got 1; correct the number"),
    ("45699511100", "GTIN '45699511100': 8, 12, 13 or 14 digits expected, got 11"),
    ("", "expected a GTIN in ASCII digits only, got ''; write it without spaces and hyphens"),
    (
        "4569951 110016",
        "expected a GTIN in ASCII digits only, got '4569951 110016'; write it without spaces and hyphens",
    ),
    (
        "４５６９９５１１１００１６",
        "expected a GTIN in ASCII digits only, got '４５６９９５１１１００１６'; write it without spaces and hyphens",
    ),
    (
        "4569951110016\n",
        "expected a GTIN in ASCII digits only, got '4569951110016\\n'; write it without spaces and hyphens",
    ),
    (
        4569951110016,
        "expected a GTIN in ASCII digits only, got 4569951110016; write it without spaces and hyphens",
    ),
    ("00000000", "GTIN '00000000': all digits are zero; leave it out if there is none"),
]


@pytest.mark.parametrize(("code", "message"), REFUSED)
@pytest.mark.parametrize("check", [gtin, gtin14])
def test_gtin_is_refused_in_words(check, code, message):
    with pytest.raises(IdentifierError) as refusal:
        check(code)
    assert str(refusal.value) == message


def test_long_gtin_has_a_short_message():
    with pytest.raises(IdentifierError) as refusal:
        gtin("1" * 100_000)
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize("place", range(12))
def test_every_wrong_digit_is_found(place):
    code = "4569951110016"
    for digit in "0123456789":
        if digit != code[place]:
            with pytest.raises(IdentifierError):
                gtin(code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize("body", ["", "x", "1" * 18, None, "１"])
def test_check_digit_of_something_else_is_refused(body):
    with pytest.raises(IdentifierError) as refusal:
        check_digit(body)
    assert str(refusal.value) == f"expected 1 to 17 ASCII digits, got {body!r}"


def test_check_digit_of_an_sscc():
    assert (
        check_digit("10614141234567890"[:17]) == 8
    )  # GS1 General Specifications: SSCC (00) 106141412345678908


def test_countries():
    assert len(COUNTRIES) == 249
    assert country("JP") == "JP"


@pytest.mark.parametrize(
    ("code", "todo"),
    [
        ("jp", "did you mean 'JP'?"),
        ("UK", "did you mean 'GB'?"),
        ("ZZ", "such as JP"),
        (81, "such as JP"),
        ([], "such as JP"),
    ],
)
def test_country_is_refused_in_words(code, todo):
    with pytest.raises(IdentifierError) as refusal:
        country(code)
    assert (
        str(refusal.value) == f"expected an ISO 3166-1 alpha-2 country code in capitals, got {code!r}; {todo}"
    )


@pytest.mark.parametrize("code", ["JP", "JP-13", "US-CA", "GB-ENG", *REGIONS])
def test_geography(code):
    assert geography(code) == code


@pytest.mark.parametrize("code", ["jp", "Japan", "JP-", "JP-1234", "ZZ-1", "", None, 81, [], "x" * 1000])
def test_geography_is_refused(code):
    with pytest.raises(IdentifierError, match="expected a place such as JP, JP-13 or GLO, got") as refusal:
        geography(code)
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize(("code", "meant"), [("glo", "GLO"), ("ROW", "RoW"), ("jp", "JP")])
def test_geography_names_what_was_meant(code, meant):
    with pytest.raises(IdentifierError) as refusal:
        geography(code)
    expected = f"expected a place such as JP, JP-13 or GLO, got {code!r}; did you mean {meant!r}?"
    assert str(refusal.value) == expected
