"""Label stock and sheets: geometry worked out by hand."""

from dataclasses import replace

import pytest

from co2label.draw import Picture, Qr, Rect, Scene, Text
from co2label.errors import DrawError
from co2label.label import PAGES, STOCKS, Stock, sheet

SIX = Stock.grid("A4", 2, 3, label=(62.0, 92.0), gap=(2.0, 3.0))


def label(word, width=40.0, height=20.0):
    return Picture(
        Scene(width, height, (Rect(1, 1, 5, 2), Text(2, 10, word, 4, language="en")), word, f"{word} said")
    )


def words(scene):
    return [(op.text, op.x, op.y) for op in scene.ops if isinstance(op, Text)]


def test_grid_lies_in_the_middle():
    # across: 210 − (3 × 62 + 2 × 2) = 20; down: 297 − (2 × 92 + 3) = 110
    assert SIX.margin == (10.0, 55.0)
    assert [SIX.place(cell) for cell in (0, 2, 3, 5)] == [(10, 55), (138, 55), (10, 150), (138, 150)]
    assert SIX.cells == 6


def test_eight_rows_of_33_9_and_two_margins_of_13_are_more_than_a4():
    with pytest.raises(DrawError, match=r"the last row ends 13\.2 mm below the page of 297 mm"):
        Stock("x", PAGES["A4"], 8, 3, (70.0, 33.9), (70.0, 33.9), (0.0, 39.0))
    with pytest.raises(DrawError, match=r"begins 0\.1 mm above the page"):
        Stock.grid("A4", 8, 3, label=(70.0, 37.15))


def test_every_problem_is_said_with_its_millimetres():
    with pytest.raises(DrawError) as refused:
        Stock("x", PAGES["A4"], 4, 4, (60.0, 80.0), (55.0, 75.0), (-2.0, 1.0))
    said = str(refused.value)
    # across: −2 + 3 × 55 + 60 = 223; down: 1 + 3 × 75 + 80 = 306
    for part in (
        "a column overlaps the next one by 5.0 mm",
        "a row overlaps the next one by 5.0 mm",
        "the first column begins 2.0 mm left of the page",
        "the last column ends 13.0 mm right of the page",
        "the last row ends 9.0 mm below the page",
    ):
        assert part in said


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": 0},
        {"label": (0.0, 5.0)},
        {"pitch": (float("nan"), 5.0)},
        {"margin": (float("inf"), 0.0)},
        {"page": (-1.0, 5.0)},
    ],
)
def test_what_is_no_measure(changes):
    with pytest.raises(DrawError, match="expected"):
        replace(SIX, **changes)


def test_a_page_that_is_not_known():
    with pytest.raises(DrawError, match=r"A3, A4, A5.*'B4'"):
        Stock.grid("B4", 1, 1, label=(10, 10))


@pytest.mark.parametrize(
    ("number", "cells"),
    [("L7160", 21), ("L7165", 8), ("J8157", 33), ("L4770", 40), ("L4732", 80)],
)
def test_ready_stocks_are_nearly_in_the_middle_of_their_page(number, cells):
    stock = STOCKS[number]
    assert stock.cells == cells
    for axis, count in enumerate((stock.columns, stock.rows)):
        used = (count - 1) * stock.pitch[axis] + stock.label[axis]
        assert stock.margin[axis] == pytest.approx((stock.page[axis] - used) / 2, abs=1.5)


def test_a_label_lies_in_the_middle_of_its_cell():
    (page,) = sheet([label("a")], SIX, start=5).scenes
    # cell 5 begins at (10 + 64, 150); blank of (62 − 40) / 2 and (92 − 20) / 2
    assert words(page) == [("a", 74 + 11 + 2, 150 + 36 + 10)]
    assert (page.width, page.height, page.language) == (210.0, 297.0, "ja")


def test_copies_and_a_part_used_sheet():
    pages = sheet([label("a"), label("b")], SIX, copies=4, start=4).scenes
    assert [[word for word, *_ in words(page)] for page in pages] == [["a"] * 3, ["a", *"bbbb"]]
    assert [page.title for page in pages] == ["3 × 2 labels, 1/2", "3 × 2 labels, 2/2"]
    assert pages[0].description == "a\n\na said"
    assert pages[1].description == "a\nb\n\na said\n\nb said"


def test_the_last_cell_and_a_full_sheet():
    assert len(sheet([label("a")], SIX, copies=6)) == 1
    assert len(sheet([label("a")], SIX, copies=6, start=6)) == 2


def test_shift_moves_everything_and_stays_on_the_page():
    (page,) = sheet([label("a")], SIX, shift=(1.5, -2.0)).scenes
    assert words(page) == [("a", 10 + 11 + 2 + 1.5, 55 + 36 + 10 - 2.0)]
    with pytest.raises(DrawError, match=r"last column ends 1\.0 mm right of the page"):
        sheet([label("a")], SIX, shift=(11.0, 0.0))


def test_crop_marks_are_thin_and_outside_all_labels():
    (page,) = sheet([label("a")], SIX, crop_marks=True).scenes
    marks = [op for op in page.ops if isinstance(op, Rect)][1:]
    # 3 columns and 2 rows, two edges each, on both sides
    assert len(marks) == (6 + 4) * 2
    inside = [(SIX.place(cell), SIX.label) for cell in range(6)]
    for mark in marks:
        assert min(mark.width, mark.height) == pytest.approx(0.1)
        assert 0 <= mark.x <= mark.x + mark.width <= 210
        assert 0 <= mark.y <= mark.y + mark.height <= 297
        for (x, y), (width, height) in inside:
            assert (
                mark.x + mark.width <= x
                or mark.x >= x + width
                or mark.y + mark.height <= y
                or mark.y >= y + height
            )
    upright = sorted({round(mark.x + 0.05, 6) for mark in marks if mark.height > mark.width})
    assert upright == [10, 72, 74, 136, 138, 200]


def test_crop_marks_need_margins():
    full = Stock("full", PAGES["A4"], 1, 3, (70.0, 100.0), (70.0, 100.0), (0.0, 50.0))
    with pytest.raises(DrawError, match=r"margins of at least 2 mm for crop marks, got 0\.0 mm"):
        sheet([label("a")], full, crop_marks=True)


def test_a_label_larger_than_its_cell_is_never_scaled():
    with pytest.raises(DrawError, match=r"'wide'.*at most 62 × 92 mm.*got 63 × 20 mm"):
        sheet([label("a"), label("wide", 63.0)], SIX)


@pytest.mark.parametrize("arguments", [{"copies": 0}, {"start": 0}, {"start": 7}])
def test_what_there_is_not(arguments):
    with pytest.raises(DrawError, match="expected"):
        sheet([label("a")], SIX, **arguments)
    with pytest.raises(DrawError, match="at least one label"):
        sheet([], SIX)


def test_codes_keep_their_size():
    code = Picture(Scene(20, 20, (Qr(1, 1, 15, "https://example.jp"),), "code", "code"))
    (page,) = sheet([code], SIX).scenes
    assert [op.size for op in page.ops] == [15]
