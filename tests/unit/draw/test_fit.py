"""Shrinking and breaking of lines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.draw import fit, measure
from co2label.draw._text import wrap
from co2label.errors import DrawError

NO_START = "、。）」ー々ぁっ・！？〜%"
NO_END = "（「"
TEXTS = st.text(alphabet="鮭米豆おにぎりっー、。（）「」・ABCabc 123%カタナ", min_size=1, max_size=60)


@given(TEXTS, st.floats(4.0, 30.0))
def test_lines_fit_and_say_everything(text, width):
    lines = wrap(text, width)
    assert all(measure(line, 1.0) <= width + 1e-9 for line in lines if len(line) > 6)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(
    st.lists(
        st.sampled_from(["鮭おにぎり", "国産", "（減塩）", "「特選」", "、", "。", "っ", "ー"]),
        min_size=3,
        max_size=12,
    )
)
def test_lines_begin_and_end_as_the_rules_ask(words):
    text = "米" + "".join(words)
    lines = wrap(text, 12.0)
    runs_of_marks = any(text[i : i + 5].strip("".join(NO_START)) == "" for i in range(len(text) - 4))
    if not runs_of_marks:
        assert not any(line[0] in NO_START for line in lines[1:])
        assert not any(line[-1] in NO_END for line in lines[:-1])


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Lakeside inn with breakfast", 9.0, ("Lakeside inn with", "breakfast")),
        ("牛乳 1000 ml", 5.0, ("牛乳", "1000 ml")),
        ("特選（減塩）みそ", 3.4, ("特選", "（減塩）", "みそ")),
        ("お茶とコーヒー", 5.0, ("お茶と", "コーヒー")),
        ("Donaudampfschifffahrt", 5.0, ("Donauda", "mpfschifff", "ahrt")),
    ],
)
def test_where_lines_are_broken(text, width, lines):
    assert wrap(text, width) == lines


def test_a_katakana_word_is_cut_where_the_line_would_stay_blank():
    assert wrap("湖畔リゾートホールディングス", 12.2) == ("湖畔リゾートホールディン", "グス")


def test_first_the_size_gives_way_then_the_line():
    assert fit("鮭おにぎり", width=19.0, size=4.0, smallest=2.5).lines == ("鮭おにぎり",)
    assert 3.7 < fit("鮭おにぎり", width=19.0, size=4.0, smallest=2.5).size < 4.0
    broken = fit("鮭おにぎり鮭おにぎり", width=24.0, size=4.0, smallest=2.5, most_lines=2)
    assert broken.lines == ("鮭おにぎり", "鮭おにぎり")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("1食あたり2.0 kg以下", 7.0, ("1食あたり", "2.0 kg以下")),
        ("1 piece per person", 6.0, ("1 piece", "per person")),
        ("A 0.2以下、B 0.5", 5.2, ("A 0.2以下、", "B 0.5")),
        ("電気の割合に対する値", 6.0, ("電気の割合に", "対する値")),
        ("生産の工程での使用", 7.0, ("生産の", "工程での使用")),
    ],
)
def test_of_the_breaks_that_are_allowed_one_that_ends_a_phrase(text, width, lines):
    assert fit(text, width=width, size=1.0, smallest=1.0, most_lines=2).lines == lines


@pytest.mark.parametrize(
    ("text", "width", "most_lines", "lines"),
    [
        ("テレワークなど働き方をくふうする（40%）", 11.0, 3, ("テレワークなど働き方を", "くふうする（40%）")),
        (
            "テレワークなど働き方をくふうする（40%）",
            10.5,
            3,
            ("テレワークなど", "働き方を", "くふうする（40%）"),
        ),
        (
            "2025年・第三者検証（一般社団法人サンプル検証機構）",
            12.4,
            4,
            ("2025年・第三者検証", "（一般社団法人", "サンプル検証機構）"),
        ),
        ("テレワークなど働き方", 7.2, 1, None),
    ],
)
def test_a_line_more_rather_than_a_word_in_two(text, width, most_lines, lines):
    if lines is None:
        with pytest.raises(DrawError):
            fit(text, width=width, size=1.0, smallest=1.0, most_lines=most_lines)
    else:
        assert fit(text, width=width, size=1.0, smallest=1.0, most_lines=most_lines).lines == lines


def test_a_size_a_little_smaller_rather_than_a_word_in_two():
    place = {"width": 9.0, "size": 1.0, "most_lines": 2}
    smaller = fit("テレワークなど働き方をくふうする（40%）", smallest=0.6, **place)
    assert 0.78 < smaller.size < 0.82
    assert smaller.lines == ("テレワークなど働き方を", "くふうする（40%）")
    assert fit("テレワークなど働き方をくふうする（40%）", smallest=0.86, **place).size == 0.86


@given(st.text(alphabet="鮭米豆のを、（）2A. kg個食", min_size=2, max_size=40), st.floats(6.0, 20.0))
def test_no_figure_is_parted_from_its_counter_and_no_kanji_is_left_alone(text, width):
    whole = "米飯" + " ".join(text.split()) + "米飯"
    lines = fit(whole, width=width, size=1.0, smallest=1.0, most_lines=20).lines
    for before, after in pairwise(lines):
        assert not (before[-1].isdigit() and after[0] in "個食")
    assert len(lines[0]) > 1
    assert len(lines[-1]) > 1


def test_what_does_not_fit_is_refused():
    with pytest.raises(DrawError, match=r"fits 2 line\(s\) of 10.0 mm at 2.5 mm, got '鮭鮭鮭"):
        fit("鮭" * 40, width=10.0, size=4.0, smallest=2.5, most_lines=2)
