"""Small CSV files whose columns are fixed: read whole, with the place of everything that is wrong."""

from __future__ import annotations

import pytest

from co2label.errors import DocumentError
from co2label.tabular import read_rows

COLUMNS = ("id", "amount")


def said(problems):
    return [str(problem) for problem in problems]


def test_cells_are_stripped_and_empty_ones_left_out():
    rows = read_rows(b"id, amount \n tea ,\n\n,\nrice,2 kg\n", "a.csv")

    assert rows.header == ("id", "amount")
    assert list(rows.cells([])) == [
        ("a.csv row 2", {"id": "tea"}),
        ("a.csv row 5", {"id": "rice", "amount": "2 kg"}),
    ]


def test_a_file_without_a_name_has_rows_all_the_same():
    rows = read_rows(b"id\ntea\n", "")

    assert list(rows.cells([])) == [("row 2", {"id": "tea"})]
    assert said(rows.header_problems(("x",))) == ["row 1: unknown column 'id'; known columns: x"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_the_encoding_is_found(encoding):
    rows = read_rows("id,amount\n緑茶のこと,2 個\n".encode(encoding), "a.csv")

    assert list(rows.cells([])) == [("a.csv row 2", {"id": "緑茶のこと", "amount": "2 個"})]


def test_an_apostrophe_before_a_formula_is_no_part_of_the_text():
    assert list(read_rows(b"id\n'=1+1\nit's\n", "a.csv").cells([])) == [
        ("a.csv row 2", {"id": "=1+1"}),
        ("a.csv row 3", {"id": "it's"}),
    ]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("id,amount", []),
        ("id", ["a.csv row 1: column 'amount' is missing; needed are id, amount"]),
        ("id,amount,name_ja,nam_en", ["a.csv row 1: unknown column 'nam_en'; known columns: id, amount"]),
        ("id,amount,amont", ["a.csv row 1: unknown column 'amont'; did you mean 'amount'?"]),
        ("id,amount,id", ["a.csv row 1: column 'id' stands there twice; remove one of them"]),
        ("", [f"a.csv row 1: column '{name}' is missing; needed are id, amount" for name in COLUMNS]),
    ],
)
def test_headings_are_checked(header, problems):
    rows = read_rows(f"{header}\n".encode() if header else b"", "a.csv")

    assert said(rows.header_problems(COLUMNS, needed=COLUMNS, prefixes=("name_",))) == problems


@pytest.mark.parametrize(("sign", "name"), [(";", "';'"), ("\t", "a tabulator")])
def test_another_sign_between_cells_is_named(sign, name):
    (problem,) = said(
        read_rows(f"id{sign}amount\n".encode(), "a.csv").header_problems(COLUMNS, needed=COLUMNS)
    )

    assert problem == (
        f"a.csv row 1: its columns are separated by {name}; save it with commas between columns and a point in numbers "
        "(1.85); its columns are id, amount"
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_of_several_signs_the_one_of_the_header_is_taken(sign):
    rows = read_rows(f"id{sign}amount\ntea{sign}a,b;c\n".encode(), "a.csv", delimiter=",;\t")

    assert rows.header == ("id", "amount")


def test_rows_that_cannot_be_used_are_problems_in_their_place():
    rows = read_rows(b'id,amount\ntea,1,2\nrice,3,\n"open,4\nsalt,5\n', "a.csv")
    problems = []

    assert [cells["id"] for _, cells in rows.cells(problems)] == ["rice", "salt"]
    assert said(problems) == [
        "a.csv row 2: more cells than the header has; quote a cell that holds a comma",
        "a.csv row 4: a quotation mark opens a cell and does not close it; write it twice inside a cell, or leave it out",
    ]


def test_a_header_that_cannot_be_read_is_refused():
    with pytest.raises(DocumentError, match=r"^a\.csv row 1: a quotation mark opens a cell"):
        read_rows(b'id,"amount\ntea,1\n', "a.csv")


def test_western_text_is_read_where_the_source_writes_no_japanese():
    assert read_rows("café\n".encode("cp1252"), "a.csv", western="cp1252").header == ("café",)
    with pytest.raises(DocumentError, match="neither UTF-8 nor"):
        read_rows("é,à\n".encode("cp1252"), "a.csv")
