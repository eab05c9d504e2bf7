"""Bars: lengths by hand, to both sides of zero and beyond the whole."""

import io

import pytest
from PIL import Image as Pixels

from co2label.draw import Axis, Picture, Rect, Scene, ShareBar, StackedBar, Text, TextStyle, contrast
from co2label.errors import DrawError

STYLE = TextStyle(2.5, "en", x=5.0, width=50.0)
FOOD = ((0.81, "Raw materials 81%"), (0.1, "Making 10%"), (0.07, "Transport 7%"), (0.02, "Waste 2%"))


def bar(share, **more):
    ops, end = ShareBar(Axis.holding(share, *more.get("span", ()), x=10.0, width=40.0), share, **more)(5.0)
    return ops, end


def test_a_share_of_the_whole():
    (track, part), end = bar(0.25)
    assert (track.x, track.width, part.x, part.width, end) == (10.0, 40.0, 10.0, 10.0, 7.0)


def test_more_than_the_whole_goes_on_beyond_a_tick():
    (track, part, tick, on_bar), _ = bar(2.5)
    assert (part.x, part.width) == (10.0, 40.0)
    assert track.width == pytest.approx(16.0)
    assert tick.x + tick.width / 2 == on_bar.x + on_bar.width / 2 == pytest.approx(26.0)
    assert (tick.y, tick.height) == (4.5, 3.0)


def test_a_credit_lies_to_the_left_of_zero():
    (track, part, tick), _ = bar(-0.6)
    assert (part.x, part.x + part.width) == pytest.approx((10.0, 25.0))
    assert (track.x, track.width) == pytest.approx((25.0, 25.0))
    assert tick.x + tick.width / 2 == pytest.approx(25.0)
    assert part.hatch
    assert not track.hatch


def test_bars_on_one_axis_compare():
    axis = Axis.holding(4.27, 0.44, -3.71, x=0.0, width=50.0)
    lengths = [ShareBar(axis, share)(0.0)[0][1].width for share in (4.27, 0.44, -3.71)]
    assert [length / lengths[0] for length in lengths] == pytest.approx([1.0, 0.44 / 4.27, 3.71 / 4.27])


@pytest.mark.parametrize(
    ("share", "span"), [(0.48, (0.38, 0.6)), (1.2, (0.9, 1.5)), (0.01, (0.0, 0.03)), (-0.2, (-0.3, 0.1))]
)
def test_a_whisker_reaches_from_low_to_high(share, span):
    ops, _ = bar(share, span=span)
    axis = Axis.holding(share, *span, x=10.0, width=40.0)
    line = [op for op in ops if op.height == pytest.approx(0.3)]
    assert min(op.x for op in line) == pytest.approx(axis.at(span[0]))
    assert max(op.x + op.width for op in line) == pytest.approx(axis.at(span[1]))
    assert sum(op.width for op in line) == pytest.approx(axis.at(span[1]) - axis.at(span[0]))
    caps = [op for op in ops if op.height == pytest.approx(1.3)]
    assert len(caps) == 2
    for op in line:
        on_bar = op.x + op.width <= axis.at(share) + 1e-9 and op.x >= axis.at(0) - 1e-9 and share > 0
        assert (op.fill == "#ffffff") == on_bar


def test_outside_the_axis_nothing_is_cut_off():
    with pytest.raises(DrawError, match=r"expected a bar from 0 to 1, got 1\.2; take a longer axis"):
        ShareBar(Axis(), 1.2)(0.0)


def test_no_number_is_a_track_alone():
    assert [op.width for op in ShareBar(Axis(x=0.0, width=40.0), None)(0.0)[0]] == [40.0]
    assert ShareBar(Axis(x=0.0, width=40.0), None, track=None)(0.0)[0] == ()


def drawn(stack):
    ops, end = stack(4.0)
    Picture(Scene(60.0, end + 2.0, ops, "StackedBar", "Parts"))
    bars = [
        op
        for op in ops
        if (isinstance(op, Rect) and op.y == 4.0 and op.fill != "#ffffff") or getattr(op, "hatch", None)
    ]
    return ops, [op for op in bars if op.y == 4.0], {op.text: op for op in ops if isinstance(op, Text)}


def test_the_parts_of_a_stack_are_as_long_as_their_numbers():
    _, bars, words = drawn(StackedBar(FOOD, STYLE))
    assert [op.width for op in bars] == pytest.approx([40.5, 5.0, 3.5, 1.0])
    assert bars[1].x == pytest.approx(45.5)
    assert set(words) == {text for _, text in FOOD}
    ladder = [contrast(op.fill) for op in bars]
    assert ladder == sorted(ladder, reverse=True)


def test_credits_of_a_stack_lie_to_the_left_of_zero():
    _, bars, _ = drawn(
        StackedBar(
            ((4.0, "Metal 400%"), (1.0, "Making 100%"), (-2.0, "Recycling −200%"), (-2.0, "More −200%")),
            STYLE,
        )
    )
    # nine units on 50 mm: zero lies four of them from the left
    zero, unit = 5.0 + 4 * 50.0 / 9, 50.0 / 9
    assert [(op.x, op.width) for op in bars] == [
        pytest.approx(pair)
        for pair in ((zero, 4 * unit), (zero + 4 * unit, unit), (zero - 2 * unit, 2 * unit), (5.0, 2 * unit))
    ]
    assert [bool(op.hatch) for op in bars] == [False, False, True, True]


def test_words_have_squares_where_they_take_several_lines_anyway():
    ops, _, words = drawn(StackedBar((*FOOD, (0.0, "Use 0%")), STYLE))
    squares = [op for op in ops if isinstance(op, Rect) and op.width == op.height]
    assert len(squares) == 5
    assert len({op.y for op in words.values()}) > 1
    for op in words.values():
        assert 5.0 <= op.x < 55.0


def test_words_that_fit_one_line_without_squares_alone_have_none():
    parts = ((0.7, "Growing it 70%"), (0.2, "Baking it 20%"), (0.1, "Way 10%"))
    ops, _, words = drawn(StackedBar(parts, STYLE))
    assert not [op for op in ops if isinstance(op, Rect) and op.width == op.height]
    assert len({op.y for op in words.values()}) == 1
    ops, _, _ = drawn(StackedBar(parts, STYLE, squares=True))
    assert len([op for op in ops if isinstance(op, Rect) and op.width == op.height]) == 3


def test_a_stack_of_nothing_is_refused():
    with pytest.raises(DrawError, match="one part or more, got none that is not zero"):
        StackedBar(((0.0, "Use 0%"),), STYLE)


def test_in_one_ink_a_credit_is_told_from_the_rest():
    ops, end = StackedBar(((0.5, "Making 200%"), (-0.25, "Credit −100%")), STYLE)(4.0)
    with Pixels.open(io.BytesIO(Picture(Scene(60.0, end + 2, ops, "t", "d")).png(203, "black"))) as image:
        grey = image.convert("L")
    dots = 203 / 25.4
    share = []
    for left, right in ((6, 20), (23, 54)):
        part = grey.crop((round(left * dots), round(4.2 * dots), round(right * dots), round(6.2 * dots)))
        share.append(sum(value < 128 for value in part.tobytes()) / (part.width * part.height))
    assert share[1] == 1.0
    assert 0.2 < share[0] < 0.5
