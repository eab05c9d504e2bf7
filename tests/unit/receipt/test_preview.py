"""The paper as a picture: its size, the cells, what does not fit."""

import pytest

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, plain, preview
from co2label.receipt._preview import _row_ops

LINK = "https://id.example.jp/01/04569951110016"


def bought(*lines, **more):
    return Receipt(lines=lines or (ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3),), **more)


def texts(picture):
    return [op for op in picture.scene.ops if hasattr(op, "text")]


@pytest.mark.parametrize(("columns", "width", "margin"), [(32, 58, 5), (48, 80, 4)])
def test_the_paper_has_its_real_width_and_the_print_stands_in_its_middle(columns, width, margin):
    scene = preview(bought(), columns=columns).scene
    rule = [op for op in texts(preview(bought(), columns=columns)) if op.text == "-"][:columns]
    assert scene.width == width
    assert rule[0].x == pytest.approx(margin + (1.5 - 0.347 * 2.5) / 2, abs=0.05)
    assert rule[1].x - rule[0].x == pytest.approx(1.5)
    assert rule[-1].x - rule[0].x == pytest.approx((columns - 1) * 1.5)


def test_rows_are_those_of_plain_at_a_feed_of_30_dots():
    receipt = bought(store="サンプルストア", receipt_id="0042")
    picture = preview(receipt, detail="full")
    rows = {}
    for op in texts(picture):
        rows.setdefault(round(op.y, 3), []).append(op.text)
    printed = plain(receipt, detail="full", page="cp932").split("\n")
    assert ["".join(row) for row in rows.values()] == [row.replace(" ", "") for row in printed]
    assert [round((y - min(rows)) / 3.75, 6) for y in rows] == list(range(len(printed)))
    assert picture.scene.description == "\n".join(printed)


def test_figures_stand_in_the_middle_of_their_cells_and_kanji_in_two():
    one, kanji, two = _row_ops("1米2", 10.0, 0.0)
    assert one.x == pytest.approx(10 + (1.5 - 0.555 * 2.5) / 2)
    assert (kanji.x, kanji.size) == (pytest.approx(11.5), 3.0)
    assert two.x == pytest.approx(14.5 + (1.5 - 0.555 * 2.5) / 2)


def test_punctuation_has_its_whole_cell_as_on_paper():
    opening, letter, closing, middle = _row_ops("「米、・", 0.0, 0.0)
    assert opening.x == pytest.approx(
        1.5
    )  # labels draw it on half an em: its ink is in the right half of the cell
    assert (letter.x, closing.x, middle.x) == (pytest.approx(3), pytest.approx(6), pytest.approx(9.75))


def test_a_wide_word_leans_into_the_blank_beside_it():
    small = list(_row_ops("45%", 0.0, 0.0))
    leaning = list(_row_ops(" 45%", 0.0, 0.0))
    assert small[0].size == pytest.approx((4.5 - 0.05) / (2 * 0.555 + 0.921), abs=0.01)
    assert leaning[0].size == 2.5
    assert leaning[0].x < 1.5


def test_a_character_of_cp932_without_a_glyph_is_a_geta():
    assert [op.text for op in _row_ops("￤", 0.0, 0.0)] in (["￤"], ["〓"])


def test_the_code_stands_where_the_printer_has_it():
    without, with_code = preview(bought()).scene, preview(bought(), qr=LINK).scene
    code = with_code.ops[-1]
    assert code.size == pytest.approx(37 * 4 / 8)  # 29 modules and 8 of quiet zone, 4 dots each, 8 dots a mm
    assert code.x + code.size / 2 == pytest.approx(29)
    end = without.height - 8
    assert code.y + 4 * 4 / 8 == pytest.approx(end + 3.75)


@pytest.mark.parametrize("columns", [24, 31, 42, 1000])
def test_other_papers_are_refused(columns):
    with pytest.raises(
        c2.TextError, match=f"32 columns .58 mm paper. or 48 .80 mm. for a preview, got {columns}"
    ):
        preview(bought(), columns=columns)


def test_a_paper_of_many_metres_is_refused():
    many = bought(*[ReceiptLine(name="茶", price=1)] * 2000)
    with pytest.raises(c2.TextError, match="at most 2000 rows, this receipt 2006"):
        preview(many)


def test_a_long_link_is_refused():
    with pytest.raises(c2.TextError, match="shorten the link"):
        preview(bought(), qr=f"https://example.jp/{'x' * 1500}")
