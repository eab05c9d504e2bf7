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
from co2label.wording import translate


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


def test_at_32_columns_the_sum_alone_and_its_largest_parts():
    assert plain(bought(), page="cp932").splitlines() == [
        "サンプルストア 駅前店",
        "No. 0042",
        "--------------------------------",
        "鮭おにぎり ×2             ￥356",
        "北海道産 特選よつ葉牛…    ￥298",
        "国産牛 切り落とし ×0.352",
        "                         ￥1,753",
        "ﾊﾞﾅﾅ ①kg℃ー～－          ￥100",
        "雑誌                       ￥690",
        "値引                       -￥50",
        "麦茶 ×-1                 -￥128",
        "吉野のくず湯 e2              ￥0",
        "--------------------------------",
        "合計                     ￥3,019",
        "--------------------------------",
        "CO2e合計(6/7品目)        約8.6kg",
        "推計90%",  # 1.3 + 7.04 of 9.21 kg: tea that was brought back from an earlier day counts as above zero
        "金額ベースの対象割合         79%",
        "くらし全体の目安(1人1日6.8kg)の",
        "1.3日分",  # 8.6 / 6.8
        *NOTES[32],
    ]


NOTES = {
    32: [
        "CO2e=温室効果ガスのCO2換算",
        "根拠の記載がない値を含む",
        *wrap(translate("receipt.information", "ja"), 32),
    ],
}


def test_from_40_columns_on_each_item_has_its_figure_in_the_unit_of_the_head():
    rows = plain(bought(), columns=48, page="cp932").splitlines()
    assert rows[:19] == [
        "サンプルストア 駅前店",
        "No. 0042",
        "                                         CO2e kg",
        "------------------------------------------------",
        "鮭おにぎり ×2                    ￥356     0.5",
        "北海道産 特選よつ葉牛乳 1リ…     ￥298     1.3*",
        "国産牛 切り落とし ×0.352       ￥1,753     7.0*",
        "ﾊﾞﾅﾅ ①kg℃ー～－                 ￥100     0.1",
        "雑誌                              ￥690      ―",
        "値引                              -￥50",
        "麦茶 ×-1                        -￥128    -0.3",
        "吉野のくず湯 e2                     ￥0     0.0",
        "------------------------------------------------",
        "合計                            ￥3,019",
        "------------------------------------------------",
        "CO2e合計(6/7品目,金額79%)                約8.6kg",  # as 0.5 + 1.3 + 7.0 + 0.1 - 0.3 is
        "推計90%",
        "くらし全体の目安(1人1日6.8kg)の1.3日分",
        "CO2e=温室効果ガスのCO2換算。*推計。―データなし",
    ]


SHOP = [
    ("国産若鶏もも肉 2枚入り", 1, 798, 2.1),
    ("なめらか生乳仕立てプレミアムヨーグルト 400g", 2, 238, 0.84),
    ("バナナ", 1, 198, 0.55),
    ("牛ひき肉 300g", 2, 890, 8.1),
    ("豆腐", 1, 128, 0.36),
    ("洗剤", 1, 698, None),
    ("返品 牛ひき肉 300g", -1, 890, 8.1),
]


def shop(**more):
    lines = [
        c2.ReceiptLine(
            name=name, quantity=count, price=price, kg_co2e=kg, method=None if kg is None else "product"
        )
        for name, count, price, kg in SHOP
    ]
    return c2.Receipt(lines=lines, **more)


@pytest.mark.parametrize("columns", [42, 48])
def test_an_item_has_one_row_and_figures_stand_below_each_other(columns):
    rows = plain(shop(), columns=columns).splitlines()
    table = rows[2 : rows.index("-" * columns, 2)]
    assert len(table) == len(SHOP)
    assert [row.split()[-1] for row in table] == ["2.1", "1.7", "0.6", "16.2", "0.4", "—", "−8.1"]
    assert {columns_of(row, "utf-8") for row in table} == {columns}


@pytest.mark.parametrize(("columns", "place"), [(32, " {}"), (48, " {}")])
def test_the_three_largest_are_net_of_what_was_taken_back(columns, place):
    rows = plain(shop(), columns=columns).splitlines()
    at = rows.index("主なもの")
    # 8.1 of 8.1 + 2.1 + 1.68 + 0.55 + 0.36 = 12.79 kg
    parts = [rows[at + 1 + n].split() for n in range(3)]
    assert [part[-2:] for part in parts] == [["8.1kg", "63%"], ["2.1kg", "16%"], ["1.7kg", "13%"]]
    assert parts[0][0] == "牛ひき肉"


def test_what_was_bought_and_taken_back_is_no_item():
    beef = {"name": "牛肉", "price": 890, "kg_co2e": 8.0, "method": "product"}
    tea = c2.ReceiptLine(name="茶", price=110, kg_co2e=0.2, method="product")
    back = c2.ReceiptLine(**beef | {"quantity": -1, "name": "返品 牛肉"})
    found = receipt.summarise(c2.Receipt(lines=[c2.ReceiptLine(**beef), tea, back]))
    assert (found.items, found.covered, str(found.shown), found.amount_share.value) == (
        1,
        1,
        "0.20 kg-CO2e",
        100,
    )
    unknown = c2.ReceiptLine(name="本", price=100)
    found = receipt.summarise(
        c2.Receipt(lines=[tea, unknown, unknown.model_copy(update={"quantity": Decimal(-1)})])
    )
    assert (found.items, found.covered) == (1, 1)


@pytest.mark.parametrize(
    ("kgs", "unit", "printed"),
    [
        ((0.0004, 0.0032), "g", ["0.4", "3.2"]),
        ((0.72, 0.006, 0.004), "g", ["720", "10", "<10"]),
        ((1.3, 0.24), "kg", ["1.3", "0.2"]),
        ((16.2, 0.11), "kg", ["16.2", "0.1"]),
        ((162.0, 0.6), "kg", ["162", "1"]),
        ((9100.0, 34.2), "t", ["9.1", "<0.1"]),
        ((0.6, 0.6), "kg", ["0.60", "0.60"]),  # the sum is 1.2 kg, and a receipt has one unit
        ((2.0, -0.4), "kg", ["2.0", "−0.4"]),
    ],
)
def test_figures_of_a_receipt_have_one_unit_and_one_last_place(kgs, unit, printed):
    lines = [
        c2.ReceiptLine(
            name=f"x{at}", price=1, kg_co2e=abs(kg), quantity=1 if kg > 0 else -1, method="product"
        )
        for at, kg in enumerate(kgs)
    ]
    rows = plain(c2.Receipt(lines=lines), columns=48).splitlines()
    assert rows[0].strip() == f"CO2e {unit}"
    assert [row.split()[-1] for row in rows[2 : 2 + len(kgs)]] == printed


def test_one_unit_can_be_chosen_for_all():
    rows = plain(shop(unit="g"), columns=48).splitlines()
    assert rows[0].strip() == "CO2e g"
    assert [row.split()[-1] for row in rows[2:6]] == ["2,100", "1,700", "600", "16,200"]
    assert any(row.startswith("CO2e合計") and row.endswith("約13,000g") for row in rows)


@pytest.mark.parametrize(
    ("people", "said"),
    [(1, "くらし全体の目安(1人1日6.8kg)の1.9日分"), (4, "くらし全体の目安(4人で1日27.2kg)の48%")],
)
def test_the_share_is_that_of_the_printed_figure_and_of_a_household(people, said):
    """13 kg as printed, of 6.8 or 27.2."""
    assert said in plain(shop(people=people), columns=48).splitlines()


def test_two_receipts_are_compared_by_what_the_same_money_emits():
    # 12.79 kg for 798 + 476 + 198 + 890 + 128 yen, and 17.2 kg for 4000 yen
    assert (
        "¥1,000あたり5.1kg(前回は4.3kg)"
        in plain(shop(last_kg=17.2, last_amount=4000), columns=48).splitlines()
    )
    assert "前回は17kg" in plain(shop(last_kg=17.2), columns=48).splitlines()
    with pytest.raises(c2.DocumentError, match="last_amount: is the money of a receipt without `last_kg`"):
        shop(last_amount=4000)


def test_what_to_try_next_time_stands_below_the_sum():
    swap = {"ja": "次は牛ひき肉より鶏ひき肉で約6kg少なめ", "en": "Try chicken"}
    receipt = shop(swap=swap, notices=["20ポイント"])
    rows = plain(receipt, columns=48).splitlines()
    assert rows.index(swap["ja"]) < rows.index("・20ポイント") - 2
    assert receipt.as_dict()["notices"] == [swap, {"und": "20ポイント"}]
    with pytest.raises(c2.DocumentError, match="swap: is one remark more than the 4"):
        shop(swap=swap, notices=["a"] * 4)


def test_a_french_slip_has_its_money_behind_the_figure_and_its_letters():
    lines = [
        c2.ReceiptLine(name="Crème fraîche", quantity=2, price=1.89, kg_co2e=0.9, method="product"),
        c2.ReceiptLine(name="Lessive", price=1250.5),
        c2.ReceiptLine(name="Retour consigne", quantity=-1, price=0.3),
    ]
    slip = c2.Receipt(lines=lines, currency="EUR", store="Supérette", receipt_id="T-8")
    assert plain(slip, columns=42, language="fr").splitlines()[:9] == [
        "Supérette",
        "N° T-8",
        "                                   kg CO2e",
        "------------------------------------------",
        "Crème fraîche ×2           3,78\u202f€      1,8",
        "Lessive                1\u202f250,50\u202f€        —",
        "Retour consigne ×−1       −0,30\u202f€",
        "------------------------------------------",
        "Total                  1\u202f253,98\u202f€",
    ]
    printed = plain(slip, columns=42, language="fr", page="cp858").splitlines()
    assert printed[5] == "Lessive                1\xa0250,50\xa0€        -"
    assert (
        plain(slip, columns=42, language="fr", page="cp1252")
        .splitlines()[5]
        .endswith("1\xa0250,50\xa0€        —")
    )


def test_english_at_32_columns():
    lines = [
        c2.ReceiptLine(name="Milk", price=2.5, kg_co2e=1.3, method="average"),
        c2.ReceiptLine(name="Magazine", price=7),
    ]
    receipt = c2.Receipt(lines=lines, currency="USD")
    assert plain(receipt, language="en", detail="full").splitlines() == [
        "                         kg CO2e",
        "--------------------------------",
        "Milk              $2.50     1.3*",
        "Magazine          $7.00       —",
        "--------------------------------",
        "Total             $9.50",
        "--------------------------------",
        "CO2e total (1/2 items)",
        "                    about 1.3\xa0kg",
        "From averages",
        "Share of spend covered       26%",
        "19% of a day of one person’s CO2",
        "budget for all of life (6.8\xa0kg a",
        "day)",
        "CO2e: all greenhouse gases,",
        "counted as CO2. * estimate",
        "— no data",
        *wrap(translate("receipt.information", "en"), 32, "utf-8"),
    ]


def test_nothing_known_is_no_zero():
    rows = plain(c2.Receipt(lines=[c2.ReceiptLine(name="雑誌", price=690)])).splitlines()
    assert rows[4] == "CO2e合計(0/1品目)              —"
    assert "くらし" not in "".join(rows)


def test_what_is_known_to_be_zero_is_zero():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="水", price=1, kg_co2e=0.0, method="product")])
    ).splitlines()
    assert rows[4:7] == ["CO2e合計(1/1品目)             0g", "くらし全体の目安(1人1日6.8kg)の", "0%"]


def test_more_returned_than_bought_is_below_zero_and_no_share_of_a_day():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="米", quantity=-1, price=900, kg_co2e=2.0, method="product")])
    ).splitlines()
    assert rows[4] == "CO2e合計(1/1品目)       約−2.0kg"
    assert rows[2:4] == ["合計                       −¥900", "-" * 32]
    assert "くらし" not in "".join(rows)


def test_a_trace_is_no_string_of_zeros():
    receipt = c2.Receipt(lines=[c2.ReceiptLine(name="茶", price=1, kg_co2e=1e-300)])
    assert "茶                    ¥1  <0.001" in plain(receipt, detail="full").splitlines()
    assert "四捨五入" not in plain(receipt, detail="full")
    assert "CO2e合計(1/1品目)        1mg未満" in plain(receipt).splitlines()


def test_many_days():
    rows = plain(
        c2.Receipt(lines=[c2.ReceiptLine(name="航空券", price=90_000, kg_co2e=1000.0, method="product")])
    ).splitlines()
    assert rows[4:7] == ["CO2e合計(1/1品目)         約1.0t", "くらし全体の目安(1人1日6.8kg)の", "150日分"]


def test_different_boundaries_are_named():
    lines = [
        c2.ReceiptLine(name="米", price=1, kg_co2e=1.0, boundary="cradle-to-gate"),
        c2.ReceiptLine(name="茶", price=1, kg_co2e=1.0, boundary="cradle-to-grave"),
    ]
    assert "計算の範囲は商品により異なる" in plain(c2.Receipt(lines=lines))
    assert "計算の範囲は商品により異なる" not in plain(c2.Receipt(lines=lines[:1]))


def test_the_legend_stands_below_and_money_above():
    rows = plain(bought(), page="cp932").splitlines()
    assert rows.index("合計                     ￥3,019") < next(
        place for place, row in enumerate(rows) if row.startswith("CO2e合計")
    )


def test_the_largest_numbers_keep_to_the_paper():
    largest = c2.ReceiptLine(name="金塊" * 60, quantity=-99999, price=10000, kg_co2e=1e9)
    rows = plain(c2.Receipt(lines=[largest] * 1000), columns=24, detail="full", page="cp932").splitlines()
    assert max(map(columns_of, rows)) == 24
    assert rows[2:5] == ["金塊金塊金塊… ×-99999", "          -￥999,990,000", "        -100,000,000,000"]


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
    assert f"  {said.shown.value}" in plain(c2.Receipt(lines=[line]), detail="full").splitlines()[2]
    with pytest.raises(c2.DocumentError, match="not the figure of the declaration"):
        c2.ReceiptLine(name="茶", price=150, declaration=said, kg_co2e=0.3)


def test_coverage_is_never_rounded_up_to_everything():
    lines = [c2.ReceiptLine(name="米", price=999, kg_co2e=1.0), c2.ReceiptLine(name="飴", price=1)]
    assert "金額99%" in plain(c2.Receipt(lines=lines), columns=48)


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
    assert left_right("あいうえ", "12", 12) == ["あいうえ  12"]
    assert wrap("あいう", 24) == ["あいう"]
    assert wrap("カキクケコサシスセソタチ。ツ", 24) == ["カキクケコサシスセソタ", "チ。ツ"]
    assert wrap("x" * 30, 24) == ["x" * 24, "x" * 6]
    assert wrap("alpha beta gamma delta epsilon", 24) == ["alpha beta gamma delta", "epsilon"]
    assert cut_text("あいう", 5) == "あ…"
    assert item_rows("あ", "", ["￥1"], 24) == ["あ                   ￥1"]
    assert pack_sentences(["あ", "い"], "。", 5) == ["あ", "い"]


@pytest.mark.parametrize(
    ("currency", "price", "printed"),
    [("JPY", 5, "¥3"), ("JPY", 9, "¥5"), ("EUR", 0.25, "0.13"), ("EUR", 0.75, "0.38")],
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
