"""Lines that are no goods: they lower no coverage, by their kind or by their whole name."""

from __future__ import annotations

import pytest

from co2label.errors import DocumentError
from co2label.receipt import Receipt, ReceiptLine, sidecar, summarise

BEER = {"name": "ビール大瓶", "price": 350, "kg_co2e": 0.5}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("瓶保証金", "deposit"),
        ("商品券", "gift-card"),
        ("送料", "postage"),
        ("レジ袋", "bag"),
        ("レジ袋（大）", "bag"),
        ("ﾚｼﾞ袋 L", "bag"),
        ("レジ袋 3円", "bag"),
        ("代引手数料", "fee"),
        ("端数調整", "rounding"),
        ("会員割引 5%", "discount"),
        ("Bottle deposit", "deposit"),
        ("GIFT CARD", "gift-card"),
        ("Shipping", "postage"),
        ("Carrier bag", "bag"),
        ("Consigne", "deposit"),
        ("Frais de port", "postage"),
        ("送料無料パック", "item"),
        ("保証金庫", "item"),
        ("Bag of rice", "item"),
        ("Sac à dos", "item"),
        ("Tip Top bread", "item"),
    ],
)
def test_a_line_is_known_by_its_whole_name(name, kind):
    assert ReceiptLine(name=name, price=5).kind == kind


def test_they_lower_no_coverage():
    lines = [
        ReceiptLine(**BEER),
        *(ReceiptLine(name=name, price=5) for name in ("瓶保証金", "商品券", "送料", "端数")),
    ]
    found = summarise(Receipt(lines=lines))
    assert (found.covered, found.items, found.amount_share.value) == (1, 1, 100)


def test_a_kind_wins_over_a_name_and_so_does_a_figure_or_a_code():
    assert ReceiptLine(name="送料", price=5, kind="item").is_item
    assert not ReceiptLine(name="何か", price=5, kind="fee").is_item
    assert ReceiptLine(name="紙袋", price=5, kg_co2e=0.02).is_item
    assert ReceiptLine(name="紙袋", price=5, gtin="4569951110016").is_item


def test_money_off_is_no_item_however_it_is_written():
    for line in (
        ReceiptLine(name="割引", price=-50),
        ReceiptLine(name="割引", price=50, quantity=-1),
        ReceiptLine(name="X", price=50, quantity=-1, kind="discount"),
    ):
        found = summarise(Receipt(lines=[ReceiptLine(**BEER), line]))
        assert (found.covered, found.items, line.amount) == (1, 1, -50)
        assert sidecar(Receipt(lines=[line]))["lines"][0]["kind"] == "discount"


def test_what_is_no_goods_has_no_figure():
    with pytest.raises(DocumentError, match="kind: a line of kind 'postage' has no CO2e"):
        ReceiptLine(name="送料", price=5, kg_co2e=1.0, kind="postage")
