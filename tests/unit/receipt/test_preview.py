"""The paper as a picture: its size, the cells, what does not fit."""

import pytest

import co2label as c2
from co2label.draw import REGULAR, ink, measure
from co2label.receipt import Receipt, ReceiptLine, plain, preview
from co2label.receipt._preview import _rows_ops

LINK = "https://id.example.jp/01/04569951110016"


def bought(*lines, **more):
    return Receipt(lines=lines or (ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3),), **more)


def texts(picture):
    return [op for op in picture.scene.ops if hasattr(op, "text")]


@pytest.mark.parametrize(("columns", "width", "margin"), [(32, 58, 5), (42, 80, 8.5), (48, 80, 4)])
def test_the_paper_has_its_real_width_and_the_print_stands_in_its_middle(columns, width, margin):
    scene = preview(bought(), columns=columns).scene
    rule = [op for op in texts(preview(bought(), columns=columns)) if op.text == "-"][:columns]
    assert scene.width == width
    assert rule[0].x == pytest.approx(margin + (1.5 - 0.347 * rule[0].size) / 2, abs=0.06)
    assert rule[1].x - rule[0].x == pytest.approx(1.5)
    assert rule[-1].x - rule[0].x == pytest.approx((columns - 1) * 1.5)


def test_rows_are_those_of_plain_at_a_feed_of_30_dots():
    receipt = bought(store="サンプルストア", receipt_id="0042")
    picture = preview(receipt, detail="full")
    rows = {}
    for op in sorted(texts(picture), key=lambda op: (round(op.y, 3), op.x)):
        rows.setdefault(round(op.y, 3), []).append(op.text)
    printed = plain(receipt, detail="full", page="cp932").split("\n")
    assert ["".join(row).replace(" ", "") for row in rows.values()] == [
        row.replace(" ", "").replace("￥", "¥") for row in printed
    ]
    assert [round((y - min(rows)) / 3.75, 6) for y in rows] == list(range(len(printed)))
    assert picture.scene.description == "\n".join(printed)


def drawn(row, page="cp932"):
    return list(_rows_ops([row], 10.0, page))


def test_figures_fill_their_cells_and_kanji_two_of_them():
    one, kanji, two = sorted(drawn("1米2"), key=lambda op: op.x)
    assert (kanji.x, kanji.size) == (pytest.approx(11.5), 3.0)
    assert one.size == two.size == 2.6
    assert 0.555 * one.size == pytest.approx(1.5, abs=0.06)


def test_letters_have_one_size_on_a_slip_and_figures_end_below_each_other():
    rows = [
        "CO2e kg".rjust(32),
        "Milk 1 L" + "$2.50".rjust(16) + "1.3*".rjust(8),
        "Tea" + "$1.00".rjust(21) + "0.2".rjust(7),
    ]
    ops = list(_rows_ops(rows, 10.0, "cp858"))
    assert {op.size for op in ops} == {2.6}
    ends = {op.text: op.x + measure(op.text, op.size) for op in ops}
    assert ends["$2.50"] == pytest.approx(ends["$1.00"], abs=0.06)
    assert ends["1.3"] == pytest.approx(ends["0.2"], abs=0.06)
    assert [op.text for op in ops if op.text == "*"] == ["*"]


def test_a_run_between_kanji_is_set_closer_before_it_is_smaller():
    letters = [op for op in drawn("のCO2換") if op.text in "CO2"]
    assert len({op.size for op in letters}) == 1
    assert letters[0].size > 2.4
    assert letters[0].x + ink("C", REGULAR).left * letters[0].size >= 13
    assert letters[-1].x + ink("2", REGULAR).right * letters[-1].size <= 13 + 3 * 1.5


def test_punctuation_has_its_whole_cell_as_on_paper():
    opening, letter, closing, middle = drawn("「米、・")
    assert opening.x == pytest.approx(
        11.5
    )  # labels draw it on half an em: its ink is in the right half of the cell
    assert (letter.x, closing.x, middle.x) == (pytest.approx(13), pytest.approx(16), pytest.approx(19.75))


def test_a_character_of_cp932_without_a_glyph_is_a_geta():
    assert [op.text for op in drawn("￤")] in (["￤"], ["〓"])


def test_the_code_stands_where_the_printer_has_it():
    without, with_code = preview(bought()).scene, preview(bought(), qr=LINK).scene
    code = with_code.ops[-1]
    assert code.size == pytest.approx(37 * 4 / 8)  # 29 modules and 8 of quiet zone, 4 dots each, 8 dots a mm
    assert code.x + code.size / 2 == pytest.approx(29)
    end = without.height - 8
    assert code.y + 4 * 4 / 8 == pytest.approx(end + 3.75)


@pytest.mark.parametrize("columns", [24, 31, 40, 1000])
def test_other_papers_are_refused(columns):
    with pytest.raises(
        c2.TextError, match=f"32 columns .58 mm paper., or 42 or 48 .80 mm., for a preview, got {columns}"
    ):
        preview(bought(), columns=columns)


def test_a_paper_of_many_metres_is_refused():
    many = bought(*[ReceiptLine(name="茶", price=1)] * 2000)
    with pytest.raises(c2.TextError, match="at most 2000 rows, this receipt 2007"):
        preview(many)


def test_a_long_link_is_refused():
    with pytest.raises(c2.TextError, match="shorten the link"):
        preview(bought(), qr=f"https://example.jp/{'x' * 1500}")
