"""The QR code alone."""

import runpy
from pathlib import Path

import pytest

from co2label.draw import modules, modules_across
from co2label.errors import DrawError
from co2label.tag import qr

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, LINK = CARDS["rice_ball"], CARDS["LINK"]


def test_the_code_fills_its_page_and_carries_the_link():
    scene = qr(rice_ball()).scene
    (code,) = scene.ops
    assert code.payload == LINK
    assert scene.width == scene.height == code.size == pytest.approx(0.4 * modules_across(LINK))
    assert LINK in scene.description


def test_the_module_may_be_chosen():
    assert qr(rice_ball(), module_mm=1.0).scene.width == modules_across(LINK)


@pytest.mark.parametrize("module", [0, -1, 0.19, 11, float("nan"), float("inf")])
def test_modules_that_nobody_can_scan(module):
    with pytest.raises(DrawError, match=r"expected a module of 0\.2 to 10 mm"):
        qr(rice_ball(), module_mm=module)


def test_a_symbol_has_its_three_finders():
    rows = modules(LINK)
    finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]

    def corner(top, left):
        return ["".join("01"[dark] for dark in row[left : left + 7]) for row in rows[top : top + 7]]

    end = len(rows) - 7
    assert corner(0, 0) == corner(0, end) == corner(end, 0) == finder


def test_capitals_level_and_mask():
    short = rice_ball(link="https://id.gs1.org/01/04569951110016")
    small = qr(short, upper_case=True, module_mm=1).scene
    assert small.ops[0].payload == "HTTPS://ID.GS1.ORG/01/04569951110016"
    assert (small.width, qr(short, module_mm=1).scene.width) == (33, 37)
    high = qr(rice_ball(), level="H", mask=3, module_mm=1).scene
    assert (high.ops[0].level, high.ops[0].mask) == ("H", 3)
    assert high.width == modules_across(LINK, level="H") == 45  # 41 bytes: more than the 36 of version 4-H
    with pytest.raises(DrawError, match="expected a level of error correction of L, M, Q, H, got 'X'"):
        qr(rice_ball(), level="X")
    with pytest.raises(DrawError, match="expected a mask of 0 to 7, or None for the best one, got 9"):
        qr(rice_ball(), mask=9)
