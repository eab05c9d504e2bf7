"""What must stand near a figure stands on every receipt that it is on: paper, mail, data, invoice, book, the month's card."""

from __future__ import annotations

import datetime as dt
import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

import co2label as c2
from co2label.draw import Text
from co2label.receipt import (
    Book,
    BookEntry,
    escpos,
    html,
    linked_data,
    plain,
    preview,
    purchases_of,
    receiptline,
    sidecar,
    summarise,
)
from co2label.receipt import statement as month_of
from co2label.receipt._bought import bought as kinds_of
from co2label.receipt._summary import sum_remarks
from co2label.receipt._words import item_attribute
from co2label.wording import translate

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
REMARKS = CARDS["REMARKS"]
REMOVED, ESTIMATE, STAGES = REMARKS
KINDS = {"product": 0.28, "spend": 0.72}


def rice_ball(quantity=1, **changes):
    said = CARDS["rice_ball"](near=REMARKS, kinds=KINDS, **changes)
    return c2.ReceiptLine(
        name="おにぎり", quantity=quantity, price=178, gtin="4569951110016", declaration=said
    )


def bought(**more):
    tea = c2.ReceiptLine(name="茶", price=150, kg_co2e=0.2, method="product")
    return c2.Receipt(
        lines=[rice_ball(), tea, c2.ReceiptLine(name="雑誌", price=690)], receipt_id="0042", **more
    )


def bare(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("columns", [24, 32, 48])
@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_paper_has_them_behind_the_figure_of_the_item_and_below_that_of_the_sum(columns, language):
    text = plain(bought(), columns=columns, language=language, detail="full")
    item, below = bare(text).split("-" * columns)[1], bare(text)
    for remark in REMARKS:
        said = bare(remark.short[language])
        if remark is not ESTIMATE:
            assert said in item
            assert f"{said}(1/2" in below
    assert "210*" in item  # the mark of an estimate, which the notes explain
    assert bare(translate("receipt.marked", language, mark="*")) in below
    # 0.72 × 210.4 of 410.4 g is 36.9 %
    assert "37" in below.split("-" * columns)[3]


def test_the_same_on_the_slip_in_escpos_in_markup_and_on_the_picture():
    said = ["推計37%。別に除去40 g(1/2品目)", "データは2/5段階(1/2品目)"]
    rows = plain(bought(), page="cp932").split("\n")
    place = next(at for at, row in enumerate(rows) if row.startswith("CO2e合計"))
    assert rows[place + 1 : place + 3] == said
    assert all(row.encode("cp932") in escpos(bought()) for row in said)
    assert all(row in receiptline(bought()) for row in said)
    picture = preview(bought())
    letters = "".join(op.text for op in picture.scene.ops if isinstance(op, Text))
    assert all(bare(row) in bare(letters) for row in said)


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_mail_has_the_sentences_below_the_sum(language):
    text = bare(re.sub("<[^>]*>", "", html(bought(), language=language)).replace("&#x27;", "'"))
    for remark in summarise(bought()).near:
        assert bare(remark.words[language]).replace("₂", "2") in text.replace("₂", "2")
    assert bare(STAGES.short[language]) in text


def test_data_beside_the_receipt_holds_them_and_a_month_reads_them_back():
    written = sidecar(bought())
    assert [each["code"] for each in written["lines"][0]["near"]] == [
        "removed",
        "estimate",
        "stages-with-data",
    ]
    assert written["lines"][0]["near"][2]["short"]["ja"] == "データは2/5段階"
    assert [each["code"] for each in written["total"]["near"]] == ["estimate", "removed", "stages-with-data"]
    assert "near" not in written["lines"][1]
    assert json.loads(json.dumps(written)) == written
    again = purchases_of({"receipts": [{"date": "2026-11-03", **written}]}).receipts[0][1]
    assert again.lines[0].near == REMARKS
    assert summarise(again).near == summarise(bought()).near


def test_an_invoice_and_linked_data_have_them_in_the_description_of_the_item():
    order = linked_data(bought(), language="en")
    said = order["orderedItem"][0]["orderedItem"]["additionalProperty"][0]["description"]
    assert said.endswith(" (40 g removed apart, 72% estimated, data: 2 of 5 stages)")
    assert "Includes estimates (from spend 37%)" in order["subjectOf"]["description"]
    assert (
        (item_attribute(rice_ball(), "ja").name)
        == "CO2e [kg] 1個（110 g）あたり、原材料調達〜廃棄（包装を含む）(別に除去40 g・推計72%・データは2/5段階)"
    )


def test_plain_data_of_a_receipt_has_them():
    data = bought().as_dict()
    assert [each["code"] for each in data["lines"][0]["near"]] == [each.code for each in REMARKS]
    assert data["near"][0]["short"]["en"] == "37% estimated"


def test_a_book_hands_them_to_the_till(tmp_path):
    said = [{"code": each.code, "words": each.words, "short": each.short} for each in REMARKS]
    entry = BookEntry(
        product_id="ball",
        gtin="4569951110016",
        name={"ja": "おにぎり"},
        kg_co2e=0.2104,
        kinds=KINDS,
        near=said,
    )
    header = {"factor_edition": "test", "gwp_set": "AR6", "issued": dt.date(2026, 11, 1)}
    path = Book.write(tmp_path / "book.sqlite", [entry], valid_until=dt.date(2027, 3, 31), **header)
    basket = c2.receipt.basket_of({"lines": [{"name": "おにぎり", "gtin": "4569951110016", "price": 178}]})
    with Book.open(path, today=dt.date(2026, 11, 24)) as book:
        receipt = basket.receipt(book=book)
    assert receipt.lines[0].near == REMARKS
    assert "178210*(別に除去40g・データは2/5段階)" in bare(plain(receipt, detail="full"))


def test_the_month_says_them_in_text_and_on_its_card():
    found = month_of(
        [(dt.date(2026, 11, 3), bought()), (dt.date(2026, 11, 4), c2.Receipt(lines=[rice_ball()]))],
        month="2026-11",
    )
    words = [remark.words["ja"] for remark in found.near]
    assert words[1:] == [f"{REMOVED.words['ja']}(2/3品目)", f"{STAGES.words['ja']}(2/3品目)"]
    assert all(sentence in found.text("ja").split("\n") for sentence in words)
    letters = bare("".join(op.text for op in found.picture("ja").scene.ops if isinstance(op, Text)))
    assert all(bare(sentence) in letters for sentence in words)
    assert [each["code"] for each in found.as_dict()["near"]] == ["estimate", "removed", "stages-with-data"]


def test_items_that_say_the_same_are_counted_and_different_ones_told_apart():
    two_stages = c2.declaration.Remark("stages-with-data", {"en": "2 of 3"}, {"en": "2 of 3"})
    other = CARDS["rice_ball"](near=(two_stages,), kinds={"product": 1.0})
    own = CARDS["rice_ball"](near=(STAGES,), kinds={"product": 1.0})
    lines = [c2.ReceiptLine(name="x", price=1, declaration=each) for each in (own, other, own)]
    assert [remark.short["en"] for remark in sum_remarks(kinds_of(lines))] == [
        "2 of 3 (1/3 items)",
        "data: 2 of 5 stages (2/3 items)",
    ]


def test_what_nobody_says_is_no_estimate_and_counts_in_the_whole():
    lines = [
        c2.ReceiptLine(name="x", price=1, kg_co2e=1.0, method="spend"),
        c2.ReceiptLine(name="y", price=1, kg_co2e=3.0),
    ]
    assert [remark.short["en"] for remark in sum_remarks(kinds_of(lines))] == ["25% estimated"]
    assert sum_remarks(kinds_of(lines[1:])) == ()
    assert sum_remarks([]) == ()


@pytest.mark.parametrize(
    ("figures", "rounded"),
    [
        ((1.3, 1.3), False),
        ((0.21, 1.3), False),  # 0.2 + 1.3 beside 1.5
        ((0.25, 1.25), True),  # 0.3 + 1.3 beside 1.5
        ((1.24, 1.24), True),  # 1.2 + 1.2 beside 2.5
        ((0.5,), False),
    ],
)
def test_printed_items_that_do_not_add_up_to_the_printed_sum_say_that_they_are_rounded(figures, rounded):
    receipt = c2.Receipt(
        lines=[c2.ReceiptLine(name="x", price=1, kg_co2e=kg, method="product") for kg in figures]
    )
    assert summarise(receipt).rounded is rounded
    assert ("四捨五入" in plain(receipt, detail="full")) is rounded
    assert ("四捨五入" in html(receipt)) is rounded
    assert "四捨五入" not in plain(receipt)


def test_categories_of_which_more_was_returned_than_bought_have_kilograms_and_no_shares():
    lines = [
        c2.ReceiptLine(name="a", product="a", price=1, kg_co2e=3.0, method="product"),
        c2.ReceiptLine(name="b", product="b", price=1, quantity=-1, kg_co2e=0.94, method="product"),
    ]
    categories = {"a": "食品", "b": "日用品"}
    found = month_of(
        [(dt.date(2026, 11, 3), c2.Receipt(lines=lines))], month="2026-11", categories=categories
    )
    assert [(one.name, one.shown.value, one.percent, one.share) for one in found.categories] == [
        ("食品", "3.0", None, 1.0),
        ("日用品", "-0.9", None, 0.0),
    ]
    assert "  食品：3.0 kg-CO₂e（1品目）" in found.text("ja")
    letters = "".join(op.text for op in found.picture("ja").scene.ops if isinstance(op, Text))
    assert "日用品−0.9" in letters
    assert "%" not in letters.split("分類別の内訳")[1].split("目安")[0]


def test_masses_of_one_unit_say_so_where_several_are_bought():
    apart = replace(REMOVED, per_unit=True)
    line = rice_ball(quantity=2)
    said = replace(line.declaration, near=(apart, ESTIMATE))
    two, one = (c2.ReceiptLine(name="x", price=1, quantity=count, declaration=said) for count in (2, 1))
    for line, figure, remark in (
        (two, "420*", " (40 g removed apart each (110 g))"),
        (one, "210*", " (40 g removed apart)"),
    ):
        rows = plain(c2.Receipt(lines=[line]), language="en", columns=80).splitlines()
        assert rows[2].endswith(figure)
        assert rows[3] == remark
    assert [remark.short["ja"] for remark in sum_remarks(kinds_of([two, one]))] == [
        "推計72%",
        "1個（110 g）あたり：別に除去40 g(1/2品目)",
        "別に除去40 g(1/2品目)",
    ]
    again = sidecar(c2.Receipt(lines=[two]))["lines"][0]["near"]
    assert [each.get("perUnit") for each in again] == [True, None]


def test_the_order_of_the_items_changes_nothing():
    lines = [
        c2.ReceiptLine(name="x", price=1, declaration=CARDS["rice_ball"](near=near, kinds=KINDS))
        for near in (REMARKS, REMARKS[:1], (STAGES, REMOVED))
    ]
    orders = (lines, lines[::-1], [lines[1], lines[0], lines[2]])
    first, *others = [sum_remarks(kinds_of(order)) for order in orders]
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"en": "carbon neutral"}, "near[0].words.en: 'carbon neutral' claims"),
        ({"ja": "排出ゼロの商品"}, "near[0].words.ja"),
        ({"en": "a\x1bb"}, "near[0].words.en"),
        ({}, "near[0].words: expected words by language, got none"),
    ],
)
def test_remarks_of_files_claim_nothing_and_hold_nothing_that_a_printer_obeys(tmp_path, words, refused):
    said = [{"code": "x", "words": words, "short": {"en": "ok"}}]
    entry = BookEntry(product_id="ball", name={"ja": "x"}, kg_co2e=1.0, near=said)
    header = {"factor_edition": "t", "gwp_set": "AR6", "issued": dt.date(2026, 11, 1)}
    with pytest.raises(c2.DocumentError) as found:
        Book.write(tmp_path / "b.sqlite", [entry], valid_until=dt.date(2027, 3, 31), **header)
    assert refused in str(found.value)
    slip = sidecar(bought())
    slip["lines"][0]["near"] = said
    with pytest.raises(c2.DocumentError) as found:
        purchases_of({"receipts": [{"date": "2026-11-03", **slip}]})
    assert f"receipts[0].lines[0].{refused}" in str(found.value)
