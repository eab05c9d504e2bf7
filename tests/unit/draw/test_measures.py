"""The ruler of `measures`, on pictures whose lengths are known."""

import pytest

from co2label.draw import Hatch, Qr, Rect, Scene, Text, modules_across
from measures import bars, box, code_faults, least_contrast, least_gap, smallest_x_height

LINK = "https://id.example.jp/01/04569951110016"


def scene(*ops):
    return Scene(60.0, 40.0, ops, "t", "d")


def test_an_x_of_noto_is_0_543_em():
    assert smallest_x_height(scene(Text(2, 5, "Tea", 2.0), Text(2, 9, "▶", 0.5))) == pytest.approx(
        1.086, abs=0.002
    )


def test_the_gap_is_between_what_is_black():
    one, other = Text(2, 5, "H", 4.0), Text(2, 10, "H", 4.0)
    # the second H is 0.733 em high
    assert least_gap(scene(one, other))[0] == pytest.approx(5 - 0.733 * 4, abs=0.01)
    left, right = box(one)[2], box(Text(9, 5, "H", 4.0))[0]
    assert least_gap(scene(one, Text(9, 5, "H", 4.0)))[0] == pytest.approx(right - left)
    assert least_gap(scene(one))[0] > 50


def test_right_aligned_lines_end_at_their_x():
    assert box(Text(30, 5, "10", 4.0, align="right"))[2] <= 30
    assert least_contrast(scene(Text(2, 5, "a", 3, fill="#777777"))) == pytest.approx(4.48, abs=0.01)


def test_codes_need_their_zone_and_whole_dots():
    side = modules_across(LINK) * 0.5
    code = Qr(5, 5, side, LINK)
    assert code_faults(scene(code), 203) == []
    assert code_faults(scene(code, Rect(5 + side - 1, 5, 3, 3)), 203) == ["Rect in the quiet zone"]
    assert code_faults(scene(Qr(50, 5, side, LINK)), 203) == ["the quiet zone leaves the page"]
    assert code_faults(scene(code), 72) == ["1.42 dots a module"]


def test_bars_of_a_colour():
    one, other = Rect(2, 9, 5, 1, "#0d5a6e"), Rect(1, 2, 5, 1, "#ffffff", hatch=Hatch("#0d5a6e"))
    assert bars(scene(one, Rect(0, 0, 3, 3, "#e4eaec"), other), "#0d5a6e") == [other, one]
