"""A receipt as linked data: what it says, and only with words that schema.org has for it."""

from __future__ import annotations

import json

import pytest

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, linked_data

THING = {"name", "description", "url", "subjectOf"}
WORDS = {
    "Order": {"orderNumber", "seller", "orderedItem"},
    "OrderItem": {"orderItemNumber", "orderQuantity", "orderedItem", "orderItemStatus"},
    "Product": {"gtin", "productID", "additionalProperty"},
    "PropertyValue": {"value", "unitText"},
    "Dataset": {"variableMeasured"},
    "Organization": set(),
}
"""Properties that schema.org 30.0 has for each type, looked up one by one in its vocabulary."""


def bought(**more):
    lines = [
        ReceiptLine(
            name="鮭おにぎり",
            price=178,
            quantity=2,
            gtin="4569951110016",
            kg_co2e=0.2359,
            boundary="cradle-to-grave",
        ),
        ReceiptLine(
            name="</script><b>茶", price=90, quantity=-1, product="tea", kg_co2e=1.25, method="average"
        ),
        ReceiptLine(name="値引", price=-50),
        ReceiptLine(name="米", price=690, quantity=0.5),
    ]
    return Receipt(lines=lines, **more)


def nodes(data):
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from nodes(value)
    elif isinstance(data, list):
        for value in data:
            yield from nodes(value)


def test_what_it_says():
    found = linked_data(bought(receipt_id="0042", store="店"), language="en", link="https://example.jp/0042")
    assert json.loads(json.dumps(found)) == {
        "@context": "https://schema.org",
        "@type": "Order",
        "orderNumber": "0042",
        "seller": {"@type": "Organization", "name": "店"},
        "orderedItem": [
            {
                "@type": "OrderItem",
                "orderItemNumber": "1",
                "orderQuantity": 2,
                "orderedItem": {
                    "@type": "Product",
                    "name": "鮭おにぎり",
                    "gtin": "04569951110016",
                    "additionalProperty": [
                        {
                            "@type": "PropertyValue",
                            "name": "CO2e",
                            "value": "240",
                            "unitText": "g-CO2e",
                            "description": "per unit sold, raw materials to end of life",
                        }
                    ],
                },
            },
            {
                "@type": "OrderItem",
                "orderItemNumber": "2",
                "orderQuantity": 1,
                "orderItemStatus": "https://schema.org/OrderReturned",
                "orderedItem": {
                    "@type": "Product",
                    "name": "</script><b>茶",
                    "productID": "tea",
                    "additionalProperty": [
                        {
                            "@type": "PropertyValue",
                            "name": "CO2e",
                            "value": "1.3",
                            "unitText": "kg-CO2e",
                            "description": "per unit sold (From averages)",
                        }
                    ],
                },
            },
            {
                "@type": "OrderItem",
                "orderItemNumber": "4",
                "orderQuantity": 0.5,
                "orderedItem": {"@type": "Product", "name": "米"},
            },
        ],
        # 2 × 0.2359 − 1.25 = −0.78 kg; (356 + 90) of (356 + 90 + 345) yen = 56 %
        "subjectOf": {
            "@type": "Dataset",
            "name": "Receipt 0042 CO2e",
            "description": (
                "Receipt 0042: CO2e total (2/3 items, 56% of spend) −0.78\u00a0kg. "
                "Includes estimates (averages 73%). For information; not part of your bill"
            ),
            "variableMeasured": [
                {
                    "@type": "PropertyValue",
                    "name": "CO2e total (2/3 items, 56% of spend)",
                    "value": "-0.78",
                    "unitText": "kg-CO2e",
                }
            ],
            "url": "https://example.jp/0042",
        },
    }


def test_only_words_of_the_vocabulary():
    for node in nodes(linked_data(bought(receipt_id="0042", store="店"), link="https://example.jp/0042")):
        assert node.keys() - {"@type", "@context"} <= THING | WORDS[node["@type"]]


def test_what_is_not_known_is_left_out():
    found = linked_data(Receipt(lines=[ReceiptLine(name="雑誌", price=0)]))
    assert found["orderedItem"][0]["orderedItem"] == {"@type": "Product", "name": "雑誌"}
    assert "variableMeasured" not in found["subjectOf"]
    assert found.keys() == {"@context", "@type", "orderedItem", "subjectOf"}
    assert (
        found["subjectOf"]["description"]
        == "レシートのCO2e合計(0/1品目) —。CO2eは参考情報です(お支払いとは関係ありません)"
    )


def test_what_is_refused():
    with pytest.raises(c2.IdentifierError):
        linked_data(bought(), link="javascript:alert(1)")
    with pytest.raises(c2.TextError, match="expected a language"):
        linked_data(bought(), language="xx")
