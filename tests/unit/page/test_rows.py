"""What a figure is made of, as rows with bars: lengths by hand, credits left of zero."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from co2label.declaration import StageLine, WorkingLine
from co2label.page import page
from co2label.page._rows import made_of, rows, stage_bars
from co2label.wording import Translator

GOLDEN = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "pages.py"))
full, rice_ball = GOLDEN["full"], GOLDEN["rice_ball"]
EN = Translator("en")


def test_published_lines_are_the_parts_the_largest_first():
    found = made_of(full(), EN)
    assert [(row.words, row.printed) for row in found] == [
        ("Rice 48\u00a0g", "57%"),
        ("Nori 1.5\u00a0g", "14%"),
        ("炊飯の電気 0.03\u00a0kWh", "13%"),
        ("店舗へ配送", "10%"),
        ("フィルムの焼却 1.4\u00a0g", "6%"),
    ]
    assert [row.width for row in found] == [57.0, 14.0, 13.0, 10.0, 6.0]


def test_without_published_lines_the_stages_are():
    found = made_of(rice_ball(), EN)
    assert [(row.words, row.printed) for row in found] == [
        ("Raw materials", "71%"),
        ("Production", "13%"),
        ("Distribution", "10%"),
        ("End of life", "6%"),
    ]


def line(name, value, percent):
    return WorkingLine({"en": name}, "production", "1 kg * 2 km", "f", value, "g-CO2e", percent)


def test_many_small_lines_are_one_row():
    parts = [("A", "100", "40"), ("B", "60", "24"), ("C", "30", "12"), ("D", "20", "8")]
    parts += [("E", "15", "6"), ("F", "12", "5"), ("G", "10", "4"), ("H", "<10", "<1"), ("I", "<10", "1")]
    found = made_of(rice_ball(working=tuple(line(*part) for part in parts)), EN)
    assert [row.words for row in found] == ["A", "B", "C", "D", "E", "All else"]
    assert (found[-1].printed, found[-1].width) == ("10%", 10.0)


def test_credits_lie_left_of_zero():
    stages = (
        StageLine("raw-materials", "included", "300"),
        StageLine("production", "included", "110"),
        StageLine("end-of-life", "included", "-200"),
    )
    found = made_of(replace(rice_ball(), stages=stages), EN)
    # an axis from -200 to 300
    assert [(row.left, row.width, row.credit) for row in found] == [
        (40.0, pytest.approx(60.0), False),
        (40.0, pytest.approx(22.0), False),
        (0.0, pytest.approx(40.0), True),
    ]
    assert found[-1].printed.startswith("−200")


def test_an_axis_reaches_to_the_whole():
    assert rows([("a", 50.0, "50")], 200.0)[0].width == 25.0
    assert rows([("a", 0.0, "0")])[0].width == 0.0


def test_the_table_of_stages_has_one_axis_where_a_credit_is_among_them():
    assert stage_bars(rice_ball()) == {}
    stages = (StageLine("raw-materials", "included", "300"), StageLine("end-of-life", "included", "-100"))
    said = replace(rice_ball(), stages=stages)
    found = stage_bars(said)
    assert {stage: (bar.left, bar.width, bar.credit) for stage, bar in found.items()} == {
        "raw-materials": (25.0, 75.0, False),
        "end-of-life": (0.0, 25.0, True),
    }
    assert (
        '<i class="credit" style="left:0.00%;width:25.00%"></i>'
        in page(said, language="en").partition("<details>")[2]
    )
