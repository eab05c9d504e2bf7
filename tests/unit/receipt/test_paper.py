"""Receipts as text, compared row by row with what the paper should show."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

import co2label as c2
from co2label import receipt
from co2label.columns import columns as columns_of
from co2label.columns import wrap
from co2label.receipt import plain
from co2label.receipt._paper import cut_text, item_rows, left_right, pack_sentences


def bought():
    """Eight kinds of trouble on one receipt."""
    line = c2.ReceiptLine
    return c2.Receipt(
        store="サンプルストア 駅前店",
        receipt_id="0042",
        lines=[
            line(name="鮭おにぎり", quantity=2, price=178, kg_co2e=0.2359),
            line(
                name="北海道産 特選よつ葉牛乳 1リットル 成分無調整", price=298, kg_co2e=1.3, method="average"
            ),
            line(name="国産牛 切り落とし", quantity=0.352, price=4980, kg_co2e=20.0, method="spend"),
            line(name="ﾊﾞﾅﾅ ①㎏℃ー〜−", price=100, kg_co2e=0.1),
            line(name="雑誌", price=690),
            line(name="値引", price=-50),
            line(name="麦茶", quantity=-1, price=128, kg_co2e=0.3),
            line(name="𠮷野のくず湯 é₂", price=0, kg_co2e=0.0),
        ],
    )


def test_total_only_at_32_columns():
    assert plain(bought()).splitlines() == [
        "サンプルストア 駅前店",
        "No. 0042",
        "--------------------------------",
        "鮭おにぎり ×2             ￥356",
        "北海道産 特選よつ葉牛乳…  ￥298",
        "国産牛 切り落… ×0.352  ￥1,753",
        "ﾊﾞﾅﾅ ①kg℃ー～－          ￥100",
        "雑誌                       ￥690",
        "値引                       -￥50",
        "麦茶 ×-1                 -￥128",
        "吉野のくず湯 e2              ￥0",
        "--------------------------------",
        "合計                     ￥3,019",
        "--------------------------------",
        "CO2e合計(6/7品目,金額79%)  8.6kg",
        "推計90%",  # 1.3 + 7.04 of 9.21 kg, what was taken back counted as above zero
        "1日のめやす6.8kgの          127%",
        "CO2e=温室効果ガスのCO2換算",
        "根拠の記載がない値を含む",
        "金額ではなく情報です",
    ]


def test_full_at_48_columns():
    assert plain(bought(), columns=48, detail="full").splitlines() == [
        "サンプルストア 駅前店",
        "No. 0042",
        "------------------------------------------------",
        "鮭おにぎり ×2                             ￥356",
        " CO2e 470g",
        "北海道産 特選よつ葉牛乳 1リットル 成分無… ￥298",
        " CO2e 1.3kg(平均値推計)",
        "国産牛 切り落とし ×0.352                ￥1,753",
        " CO2e 7.0kg(金額推計)",
        "ﾊﾞﾅﾅ ①kg℃ー～－                          ￥100",
        " CO2e 100g",
        "雑誌                                       ￥690",
        " CO2e データなし",
        "値引                                       -￥50",
        "麦茶 ×-1                                 -￥128",
        " CO2e -300g",
        "吉野のくず湯 e2                              ￥0",
        " CO2e 0g",
        "------------------------------------------------",
        "合計                                     ￥3,019",
        "------------------------------------------------",
        "CO2e合計(6/7品目,金額79%)                  8.6kg",
        "推計90%",
        "1日のめやす6.8kgの                          127%",
        "CO2e=温室効果ガスのCO2換算",
        "根拠の記載がない値を含む。金額ではなく情報です",
        "端数は四捨五入",  # 0.47 + 1.3 + 7.0 + 0.10 - 0.30 is 8.57
    ]


def test_english_at_32_columns():
    lines = [
        c2.ReceiptLine(name="Milk", price=2.5, kg_co2e=1.3, method="average"),
        c2.ReceiptLine(name="Magazine", price=7),
    ]
    receipt = c2.Receipt(lines=lines, currency="USD")
    assert plain(receipt, language="en", detail="full").splitlines() == [
        "Milk                       $2.50",
        " CO2e 1.3kg (From averages)",
        "Magazine                   $7.00",
        " CO2e no data",
        "--------------------------------",
        "Total                      $9.50",
        "--------------------------------",
        "CO2e total (1/2 items)     1.3kg",
        "Share of spend covered       26%",
        "From averages",
        "of a 6.8kg day               19%",
        "CO2e = greenhouse gases as CO2",
        "Information, not an amount",
    ]


def test_nothing_known_is_no_zero():
    rows = plain(c2.Receipt(lines=[c2.ReceiptLine(name="雑誌", price=690)])).splitlines()
    assert rows[-3:] == [
        "CO2e合計(0/1品目)             ―",
        "CO2e=温室効果ガスのCO2換算",
        "金額ではなく情報です",
    ]


def test_what_is_known_to_be_zero_is_zero():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="水", price=1, kg_co2e=0.0, method="product")])
    ).splitlines()
    assert rows[-4:-2] == ["CO2e合計(1/1品目)             0g", "1日のめやす6.8kgの            0%"]


def test_more_returned_than_bought_is_below_zero_and_no_share_of_a_day():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="米", quantity=-1, price=900, kg_co2e=2.0, method="product")])
    ).splitlines()
    assert rows[-3] == "CO2e合計(1/1品目)         -2.0kg"
    assert rows[2:4] == ["合計                      -￥900", "-" * 32]


def test_a_trace_is_no_string_of_zeros():
    receipt = c2.Receipt(lines=[c2.ReceiptLine(name="茶", price=1, kg_co2e=1e-300)])
    assert " CO2e 1mg未満" in plain(receipt, detail="full").splitlines()
    assert "CO2e合計(1/1品目)        1mg未満" in plain(receipt).splitlines()


def test_many_days():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="航空券", price=90_000, kg_co2e=1000.0, method="product")])
    ).splitlines()
    assert rows[-4:-2] == ["CO2e合計(1/1品目)           1.0t", "1日のめやす6.8kgの     約147日分"]


def test_different_boundaries_are_named():
    lines = [
        c2.ReceiptLine(name="米", price=1, kg_co2e=1.0, boundary="cradle-to-gate"),
        c2.ReceiptLine(name="茶", price=1, kg_co2e=1.0, boundary="cradle-to-grave"),
    ]
    assert "算定範囲は商品により異なる" in plain(c2.Receipt(lines=lines))
    assert "算定範囲は商品により異なる" not in plain(c2.Receipt(lines=lines[:1]))


def test_the_legend_stands_below_and_money_above():
    rows = plain(bought()).splitlines()
    assert rows.index("合計                     ￥3,019") < next(
        place for place, row in enumerate(rows) if row.startswith("CO2e合計")
    )


def test_the_largest_numbers_keep_to_the_paper():
    largest = c2.ReceiptLine(name="金塊" * 60, quantity=-99999, price=10000, kg_co2e=1e9)
    rows = plain(c2.Receipt(lines=[largest] * 1000), columns=24, detail="full").splitlines()
    assert max(map(columns_of, rows)) == 24
    assert "合計  -￥999,990,000,000" in rows
    assert rows[:2] == ["金塊金塊金塊… ×-99999", "          -￥999,990,000"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"columns": 23}, "expected 24 to 1000 columns, got 23; 58 mm paper has 32, 80 mm has 48"),
        ({"columns": 10**9}, "expected 24 to 1000 columns, got 1000000000; 58 mm paper has 32, 80 mm has 48"),
        ({"detail": "some"}, "expected a detail of total-only, full, got 'some'"),
        ({"language": "xx"}, "got 'xx'"),
    ],
)
def test_what_cannot_be_printed(arguments, message):
    with pytest.raises(c2.TextError) as refused:
        plain(bought(), **arguments)
    assert str(refused.value).endswith(message)


def test_the_line_of_one_declared_unit_shows_what_its_declaration_shows():
    gas = c2.Activity("gas", "0.2144 kg", gas="CO2", stage="production")
    tea = c2.Product(
        id="tea", name="茶", declared_unit="1 piece", boundary="cradle-to-gate", year=2025, activities=[gas]
    )
    days = {"issued": "2026-11-23", "valid_until": "2027-11-22"}
    said = c2.declare(c2.compute(tea), company="茶屋", info_url="https://example.jp/tea", **days)
    line = c2.ReceiptLine(name="茶", price=150, declaration=said)
    assert line.unit_kg_co2e == said.kg_co2e
    assert line.covers == "cradle-to-gate"
    assert f" CO2e {said.shown.value}g" in plain(c2.Receipt(lines=[line]), detail="full")
    with pytest.raises(c2.DocumentError, match="not the figure of the declaration"):
        c2.ReceiptLine(name="茶", price=150, declaration=said, kg_co2e=0.3)


def test_coverage_is_never_rounded_up_to_everything():
    lines = [c2.ReceiptLine(name="米", price=999, kg_co2e=1.0), c2.ReceiptLine(name="飴", price=1)]
    assert "金額99%" in plain(c2.Receipt(lines=lines))


def test_money_is_rounded_a_row_and_the_rows_add_up():
    lines = [c2.ReceiptLine(name="肉", quantity=0.333, price=100) for _ in range(3)]
    receipt = c2.Receipt(lines=lines)
    assert receipt.total_amount == 99
    assert c2.Receipt(lines=lines, currency="EUR").total_amount == Decimal("99.90")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("CO2e=温室効果ガスのCO2換算、概数", ["CO2e=温室効果ガスの", "CO2換算、概数"]),
        ("次は親子丼なら、牛丼よりCO2e 1.7kg少なめ", ["次は親子丼なら、牛丼より", "CO2e 1.7kg少なめ"]),
        ("テレワークなど働き方をくふうする", ["テレワークなど働き方を", "くふうする"]),
        ("国産大豆絹豆腐を使う店です。", ["国産大豆絹豆腐を使う", "店です。"]),
    ],
)
def test_japanese_rows_end_with_a_phrase(text, rows):
    assert wrap(text, 26) == rows


def test_no_row_more_is_used_for_phrases():
    assert wrap("容器を洗って返却してください", 14) == ["容器を洗って返", "却してください"]
    assert wrap("容器を洗って返却してください", 16) == ["容器を洗って", "返却してください"]


def test_rows():
    assert left_right("合計", "￥1", 10) == ["合計   ￥1"]
    assert left_right("あいうえお", "12", 12) == ["あいうえお", "          12"]
    assert left_right("あいうえ", "12", 11) == ["あいうえ 12"]
    assert wrap("あいう", 24) == ["あいう"]
    assert wrap("カキクケコサシスセソタチ。ツ", 24) == ["カキクケコサシスセソタ", "チ。ツ"]
    assert wrap("x" * 30, 24) == ["x" * 24, "x" * 6]
    assert wrap("alpha beta gamma delta epsilon", 24) == ["alpha beta gamma delta", "epsilon"]
    assert cut_text("あいう", 5) == "あ…"
    assert item_rows("あ", "", "￥1", 24) == ["あ                   ￥1"]
    assert pack_sentences(["あ", "い"], "。", 5) == ["あ", "い"]


def test_a_figure_and_what_must_stand_near_it_are_broken_and_never_cut():
    """Twenty-four columns end after "(From ", a blank."""
    line = c2.ReceiptLine(name="x", price=0, quantity=-117, kg_co2e=850427351.0, method="spend")
    rows = plain(c2.Receipt(lines=[line]), columns=24, language="en", detail="full").splitlines()
    assert rows[1:3] == [" CO2e -100000000t (From", " spend)"]


@pytest.mark.parametrize(
    ("currency", "price", "printed"),
    [("JPY", 5, "￥3"), ("JPY", 9, "￥5"), ("EUR", 0.25, "0.13"), ("EUR", 0.75, "0.38")],
)
def test_money_is_rounded_half_up(currency, price, printed):
    # half a piece of each: 2.5, 4.5 yen and 0.125, 0.375 euros
    receipt = c2.Receipt(
        lines=[c2.ReceiptLine(name="x", price=price, quantity=0.5, kg_co2e=1)], currency=currency
    )
    assert plain(receipt, language="ja").split("\n")[0].endswith(printed)


def test_a_slip_without_a_code_loads_neither_a_painter_nor_templates():
    code = """
import sys
from co2label.receipt import Receipt, ReceiptLine, ReceiptRequest
slip = Receipt(lines=[ReceiptLine(name="tea", price=1, kg_co2e=1.0)])
for form in ("plain", "escpos", "receiptline", "sidecar", "json"):
    ReceiptRequest(format=form).encode(slip)
print({"jinja2", "PIL", "qrcode"} & set(sys.modules))
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "set()"


def test_a_new_form_of_receipts_is_one_function():
    @receipt.receipt_format("names", has_link=True)
    def names(slip, request):
        return f"{request.qr} {', '.join(line.name for line in slip.lines)}".encode()

    try:
        request = receipt.ReceiptRequest(format="names", qr="https://example.jp")
        assert request.encode(bought()).startswith("https://example.jp 鮭おにぎり, ".encode())
    finally:
        del receipt.RECEIPT_FORMATS["names"]
