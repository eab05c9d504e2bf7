"""The layout: blocks set from top to bottom, by heights worked out by hand."""

import pytest

from co2label.draw import (
    BOLD,
    CONTENT,
    LEFT,
    RIGHT,
    Bar,
    Beside,
    Block,
    Cells,
    Column,
    Line,
    OneLine,
    Rect,
    Row,
    Rule,
    Side,
    Space,
    Text,
    TextStyle,
    after,
    measure,
)

SMALL = TextStyle(2.0, "en", frame=(1.0, 0.5))


def baselines(ops):
    return [op.y for op in ops if isinstance(op, Text)]


def test_a_column_sets_blocks_below_each_other_and_leaves_none_out():
    ops, end = Column(Rule(0.5), None, Space(1.0), Line("Tea", SMALL), Line("Rice", SMALL), gap=0.25)(10.0)
    # the rule to 10.5, gap, blank to 11.75, gap, a line of 2 + 1 mm from 12 on, gap, another one
    assert ops[0] == Rect(LEFT, 10.0, CONTENT, 0.5)
    assert baselines(ops) == [14.0, 17.25]
    assert end == 18.25


def test_letters_in_a_frame_begin_at_its_edge_and_others_hang_out():
    (framed,), _ = Line("Tea", SMALL)(0.0)
    (hanging,), _ = Line("Tea", TextStyle(2.0, "en"))(0.0)
    assert framed.x == LEFT
    assert hanging.x < LEFT


def test_a_figure_stands_on_the_last_line_of_its_text():
    words = Block(
        "Share of the day of one person in a word or two", TextStyle(2.5, "en", width=30.0, most_lines=3)
    )
    figure = Line("3%", TextStyle(4.0, "en", x=RIGHT, align="right", font=BOLD))
    ops, end = Row(words, figure)(0.0)
    *lines, right = ops
    assert len(lines) > 1
    assert right.y == lines[-1].y
    assert end == pytest.approx(right.y + 0.22 * lines[-1].size)


def test_a_large_figure_moves_a_short_text_down():
    ops, _ = Row(Block("Day", SMALL), Line("3%", TextStyle(10.0, "en", frame=(0.8, 0.0))))(5.0)
    assert baselines(ops) == [13.0, 13.0]


@pytest.mark.parametrize(("word", "lines"), [("thé", 1), ("une portion de riz au saumon, avec du thé", 2)])
def test_a_second_language_stands_beside_the_first_where_both_have_room(word, lines):
    style = TextStyle(2.5, "en", most_lines=2)
    ops, end = Beside(Block("Salmon rice ball, one portion", style), Block(word, style), 1.0, 0.5)(0.0)
    assert len(set(baselines(ops))) == lines
    assert end == pytest.approx(ops[-1].y + style.below)


def test_a_bar_is_linear_from_zero_and_round_as_far_as_it_has_room():
    (track, part), end = Bar(0.25, 2.0, x=10.0, width=40.0, corner=0.5)(5.0)
    assert (track.width, part.width, part.x, end) == (40.0, 10.0, 10.0, 7.0)
    (_, dot), _ = Bar(0.01, 2.0, x=10.0, width=40.0, corner=0.5)(5.0)
    assert dot.radius == pytest.approx(0.2)
    assert Bar(None, 2.0)(0.0)[0] == (Rect(LEFT, 0.0, CONTENT, 2.0, "#e4eaec"),)


def test_cells_stand_around_the_middle_of_their_row():
    ops, end = Cells(5.0, Line("Tea", SMALL), Bar(0.5, 2.0))(10.0)
    assert ops[0].y == 12.5 + 0.375 * 2.0
    assert ops[1].y == 11.5
    assert end == 15.0


def test_a_shrunk_line_is_as_wide_as_its_place():
    style = TextStyle(4.0, "en", width=5.0).shrunk("Salmon rice ball")
    assert measure("Salmon rice ball", style.size) == pytest.approx(5.0)
    assert style.width_of("Salmon rice ball") == pytest.approx(5.0)
    assert TextStyle(1.0, "en", width=50.0).shrunk("Tea").size == 1.0


def test_lines_of_several_sizes_stand_on_one_baseline():
    large = Line("210", TextStyle(8.0, "en", frame=(1.0, 0.5)))
    ops, end = OneLine(large, None, Line("g", SMALL))(10.0)
    assert baselines(ops) == [18.0, 18.0]
    assert end == 22.0
    ops, end = OneLine(large, Line("g", SMALL), above=6.0, below=0.0)(10.0)
    assert (baselines(ops), end) == ([16.0, 16.0], 16.0)


def test_a_line_of_a_table_is_held_by_the_middle_of_its_first_letters():
    ops = OneLine(Line("210", TextStyle(8.0, "en")), Line("3%", SMALL)).around(10.0)
    assert baselines(ops) == [13.0, 13.0]


def test_blocks_side_by_side_begin_at_one_top_and_end_where_the_lowest_does():
    ops, end = Side(Rule(0.5), Line("Tea", SMALL), Space(1.0))(10.0)
    assert (ops[0].y, baselines(ops), end) == (10.0, [12.0], 13.0)


def test_a_blank_goes_with_the_block_below_it():
    assert after(1.0, None) is None
    _, end = after(1.0, Rule(0.5))(10.0)
    assert end == 11.5


def test_letters_are_made_smaller_by_a_part_but_stay_readable():
    words = Block("Tea", TextStyle(4.0, "en"))
    assert words.scaled(1.0) is words
    assert words.scaled(0.5).style.size == 2.0
    assert words.scaled(0.1).style.size == 1.9
    assert words.width == pytest.approx(measure("Tea", 4.0))
