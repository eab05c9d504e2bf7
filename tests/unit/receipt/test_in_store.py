"""Numbers of a shop's own with a weight or a price inside: positions, check digits, the product and its amount."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from biip.checksums import gs1_price_weight_check_digit

import co2label as c2
from co2label.errors import DocumentError
from co2label.identifiers import check_digit
from co2label.receipt import Book, InStoreCode, basket_of, book_entries
from co2label.receipt._basket import _value_check_digit

PRICE = {"pattern": "02IIIIIPPPPPC", "step": "1 JPY", "items": {"10000": "pork-belly"}}
WEIGHT = {"pattern": "21IIIIIWWWWWC", "step": "1 g", "items": {"00001": "pork-belly"}}


def product():
    return c2.Product(
        id="pork-belly", name="豚バラ", declared_unit="1 kg", boundary="gate-to-gate", year=2025, price="1980 JPY/kg",
        activities=[c2.Activity("boiler", "8 kg", gas="CO2", stage="production")],
    )  # fmt: skip


def bought(gtin, quantity=1, *, schemes=(PRICE, WEIGHT), price=598):
    line = {"name": "量り売り", "gtin": gtin, "quantity": quantity, "price": price}
    document = {
        "lines": [line],
        "in_store": list(schemes),
        "products": [product().model_dump(mode="json", exclude_unset=True)],
    }
    return basket_of(document).receipt().lines[0]


def test_a_price_in_a_number_is_an_amount_of_its_product():
    """598 yen at 1980 yen a kilogram are 302.02 g."""
    line = bought("0210000005985")
    assert line.total_kg_co2e == pytest.approx(8 * 598 / 1980)
    assert line.amount == Decimal(598)


def test_a_weight_in_a_number_is_an_amount_of_its_product():
    number = "210000100302"
    line = bought(f"{number}{check_digit(number)}")
    assert line.total_kg_co2e == pytest.approx(8 * 0.302)
    twice = bought(f"{number}{check_digit(number)}", 2)
    assert (twice.total_kg_co2e, twice.amount) == (pytest.approx(16 * 0.302), Decimal(1196))


def test_a_book_knows_it_too(tmp_path):
    header = {
        "factor_edition": "x",
        "gwp_set": "AR6",
        "issued": dt.date(2026, 11, 1),
        "valid_until": dt.date(2027, 3, 31),
    }
    path = Book.write(tmp_path / "b.sqlite", book_entries([c2.compute(product())]), **header)
    line = {"name": "量り売り", "gtin": "0210000005985", "price": 598}
    with Book.open(path, today=dt.date(2026, 11, 30)) as book:
        found = basket_of({"lines": [line], "in_store": [PRICE]}, book).receipt(book=book).lines[0]
        without = basket_of({"lines": [line]}, book).receipt(book=book).lines[0]
    assert found.total_kg_co2e == pytest.approx(8 * 598 / 1980)
    assert without.total_kg_co2e is None


def test_a_number_of_another_scheme_or_of_everybody_is_left_alone():
    assert bought("0210000005985", schemes=[WEIGHT]).total_kg_co2e is None
    assert InStoreCode(**PRICE).decode("4569951110016") is None
    assert InStoreCode(**PRICE).decode("0210000005984") is None
    assert InStoreCode(**PRICE).decode("00210000005985").product == "pork-belly"
    assert InStoreCode(**PRICE).decode("0210001005984").product == "10001"


@pytest.mark.parametrize("value", ["0000", "2875", "9999", "1234", "00000", "14685", "99999", "54321"])
def test_the_check_digit_of_a_price_is_that_of_biip(value):
    assert _value_check_digit(value) == gs1_price_weight_check_digit(value)


def test_a_wrong_check_digit_of_the_price_is_no_price():
    scheme = InStoreCode(pattern="20IIIIVPPPP0C", step="0.01 EUR")
    body = f"201234{gs1_price_weight_check_digit('2875')}28750"
    assert scheme.decode(f"{body}{check_digit(body)}").amount.value == pytest.approx(28.75)
    wrong = f"201234{(gs1_price_weight_check_digit('2875') + 1) % 10}28750"
    assert scheme.decode(f"{wrong}{check_digit(wrong)}") is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pattern": "02IIII", "step": "1 JPY"}, "pattern: expected 13 digits and letters"),
        ({"pattern": "02IIIIIXXXXXC", "step": "1 JPY"}, "pattern: expected I and one of P, W, N"),
        (
            {"pattern": "02IIPIIPPPPPC", "step": "1 JPY"},
            "pattern: the I of 02IIPIIPPPPPC do not stand together",
        ),
        ({"pattern": "02IIIIIPPPPPC", "step": "1 g"}, "step: one of P is a price above zero"),
        ({"pattern": "02IIIIIWWWWWC", "step": "1 JPY"}, "step: one of W is a mass above zero"),
        ({"pattern": "02IIIIIPPPPPC"}, "step: missing"),
        ({"pattern": "0CIIIIIPPPPPP", "step": "1 JPY"}, "pattern: C, the check digit"),
    ],
)
def test_a_scheme_that_is_none_is_refused_in_words(fields, message):
    with pytest.raises(DocumentError) as refused:
        InStoreCode(**fields)
    assert message.split(": ")[0] in str(refused.value)
    assert message.split(": ")[1] in str(refused.value) or "missing" in message
