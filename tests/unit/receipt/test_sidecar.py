"""The file beside the receipt: valid by its own schema, without money, and exact."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, Sidecar, sidecar

VALID = jsonschema.Draft202012Validator(Sidecar.model_json_schema())


def tea(**statement):
    gas = c2.Activity("gas", "0.2144 kg", gas="CO2", stage="production", uncertainty={"gsd2": 1.2})
    product = c2.Product(
        id="tea",
        name="茶",
        declared_unit="1 piece",
        mass="500 g",
        boundary="gate-to-gate",
        year=2025,
        activities=[gas],
        gtin="4569951110016",
        declaration={"company": "茶屋", "info_url": "https://example.jp/tea"} | statement,
    )
    footprint = c2.compute(product)
    days = {"issued": "2026-11-23", "valid_until": "2027-11-22"}
    said = c2.declare(footprint, **days)
    return ReceiptLine(
        name="茶",
        price=150,
        quantity=2,
        gtin="4569951110016",
        product="tea",
        declaration=said,
        footprint=footprint,
    )


def test_a_whole_receipt():
    lines = [tea(), ReceiptLine(name="雑誌", price=690), ReceiptLine(name="値引", price=-50)]
    found = sidecar(Receipt(lines=lines, receipt_id="0042", store="店"))
    VALID.validate(json.loads(json.dumps(found)))
    low, high = found["lines"][0]["carbonFootprint"]["low"], found["lines"][0]["carbonFootprint"]["high"]
    assert (float(low), float(high)) == pytest.approx((0.2144 / 1.2, 0.2144 * 1.2))
    assert found == {
        "format": "co2label:receipt/1",
        "receiptId": "0042",
        "store": "店",
        "lines": [
            {
                "lineNumber": 1,
                "kind": "item",
                "name": "茶",
                "quantity": "2",
                "gtin": "04569951110016",
                "productId": "tea",
                "method": "product",
                "kinds": {"product": "1.0"},
                "kgCo2e": "0.4288",
                "shown": {"value": "430", "unit": "g-CO2e"},
                "carbonFootprint": {
                    "cfpValue": {"value": "0.2144", "measurementUnitCode": "KG_CO2_EQ_PER_FU"},
                    "cfpFunctionalUnit": "1 piece (500 g)",
                    "cfpBoundariesCode": "MANUFACTURING",
                    "cfpValueVerificationCode": "NOT_VERIFIED",
                    "low": low,
                    "high": high,
                },
            },
            {"lineNumber": 2, "kind": "item", "name": "雑誌", "quantity": "1"},
            {"lineNumber": 3, "kind": "discount", "name": "値引", "quantity": "1"},
        ],
        "total": {
            "coverage": {"covered": 1, "items": 2, "amountPercent": 30},
            "kgCo2e": "0.4288",
            "shown": {"value": "430", "unit": "g-CO2e"},
            "interval": found["total"]["interval"],
            "kinds": {"product": "1.0"},
        },
    }
    assert found["total"]["interval"]["basis"] == "shared-factors"


def test_who_verified():
    checked = {"kind": "third-party", "by": "検証会社", "date": "2026-11-01"}
    (line,) = sidecar(Receipt(lines=[tea(verification=checked)]))["lines"]
    assert line["carbonFootprint"]["cfpValueVerificationCode"] == "EXTERNAL_VERIFICATION"


def test_nothing_known():
    found = sidecar(Receipt(lines=[ReceiptLine(name="雑誌", price=0)]))
    VALID.validate(found)
    assert found["total"] == {"coverage": {"covered": 0, "items": 1}}


def test_the_schema_refuses_what_is_not_of_the_format():
    good = sidecar(Receipt(lines=[tea()]))
    for change in ({"format": "co2label:receipt/2"}, {"price": 150}, {"lines": [{"lineNumber": 0}]}):
        with pytest.raises(jsonschema.ValidationError):
            VALID.validate(good | change)


@given(
    st.floats(0, 1e9),
    st.decimals(-99_999, 99_999, places=3),
    st.sampled_from(["product", "average", "spend"]),
)
def test_numbers_read_back_as_they_were(kg, quantity, method):
    line = ReceiptLine(name="x", price=1, quantity=quantity, kg_co2e=kg, method=method)
    found = sidecar(Receipt(lines=[line]))
    VALID.validate(found)
    (said,) = found["lines"]
    assert float(said["carbonFootprint"]["cfpValue"]["value"]) == kg
    assert Fraction(said["quantity"]) == Fraction(quantity)
    assert float(said["kgCo2e"]) == line.total_kg_co2e
    assert said["method"] == method
