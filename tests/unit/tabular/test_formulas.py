"""CSV that no spreadsheet runs, and that reads back as it was."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.tabular import write_rows
from co2label.tabular._csv import escape_formula, unescape_formula

BEGINS = "=+-@\t\r\n＝＋－＠"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT | st.builds(str.__add__, st.sampled_from([*BEGINS, "'", "''"]), TEXT))
def test_the_original_comes_back(text):
    assert unescape_formula(escape_formula(text)) == text


@given(st.builds(str.__add__, st.sampled_from(BEGINS), TEXT))
def test_no_cell_begins_a_formula_unless_it_is_a_number(text):
    cell = escape_formula(text)
    assert cell.startswith("'") or math.isfinite(float(cell))


@pytest.mark.parametrize("number", ["-5", "+1.5", "-1e-07", "0", "12.5", "-0.0"])
def test_numbers_are_not_touched(number):
    assert escape_formula(number) == number


@pytest.mark.parametrize(
    "text", ["-5 g", "-1-1", "+81 3 1234", "=1", "@SUM(A1)", "-", "+", "'=1", "－5", "-１"]
)
def test_what_only_looks_like_a_number_gets_an_apostrophe(text):
    assert escape_formula(text) == f"'{text}"


@given(
    st.lists(
        st.tuples(
            TEXT.filter(lambda text: "\0" not in text), st.floats(allow_nan=False, allow_infinity=False)
        )
    )
)
def test_a_table_written_reads_back(rows):
    out = io.StringIO(newline="")
    assert write_rows(out, ("=text", "number"), rows) == len(rows)
    header, *read = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert header == ["'=text", "number"]
    assert [(unescape_formula(text), float(number)) for text, number in read] == rows
