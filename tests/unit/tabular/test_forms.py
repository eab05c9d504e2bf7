"""How tables are written: encodings, delimiters, decimal marks, workbooks, Parquet, frames; and rows that are broken."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from co2label import Product
from co2label.catalogue import ColumnMap, RowProblem, open_tables, products_of
from co2label.errors import DocumentError
from co2label.tabular._csv import encoding_of

PRODUCTS = [
    ["id", "name.ja", "declared_unit", "boundary", "mass"],
    ["a", "緑茶", "1 個", "cradle-to-gate", "0.5 kg"],
    ["b", "牛乳", "1 個", "cradle-to-gate", ""],
]
LINES = [
    ["product_id", "name", "amount", "unit", "factor", "stage"],
    ["a", "茶葉", "2.5", "g", "food.green_tea", "raw-materials"],
    ["a", "水", "0.5", "L", "water.supply", "production"],
    ["b", "牛乳", "1.25", "kg", "food.milk_whole", "raw-materials"],
]


def _csv(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _write(tmp_path, products, lines):
    files = tmp_path / "products", tmp_path / "lines"
    for file, content in zip(files, (products, lines), strict=True):
        file.write_bytes(content)
    return files


def _dicts(rows):
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture
def wanted(tmp_path):
    folder = tmp_path / "wanted"
    folder.mkdir()
    return list(products_of(*_write(folder, _csv(PRODUCTS).encode(), _csv(LINES).encode())))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_is_found(tmp_path, wanted, encoding, delimiter):
    files = _write(tmp_path, *(_csv(rows, delimiter).encode(encoding) for rows in (PRODUCTS, LINES)))
    tables = open_tables(*files)
    assert list(tables.products()) == wanted
    found = tables.forms[str(files[0])]
    assert (found.encoding, found.delimiter, found.decimal) == (encoding, delimiter, ".")


def test_an_encoding_shows_only_at_the_end_of_a_long_file(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,name\n" + b"a,b\n" * 300_000 + "c,緑茶\n".encode("cp932"))
    assert encoding_of(file, "a.csv") == "cp932"


@pytest.mark.parametrize("word", ["Äpfel", "Café crème", "Öl, grün", "Brötchen"])
def test_western_windows_is_never_taken_for_japanese(tmp_path, word):
    lines = _csv([LINES[0], ["a", word, *LINES[1][2:]]]).encode("cp1252")
    files = _write(tmp_path, _csv(PRODUCTS).encode(), lines)
    with pytest.raises(DocumentError, match='encoding = "cp1252"'):
        products_of(*files)
    said = ColumnMap.read({"activities": {"encoding": "cp1252"}})
    first = next(each for each in products_of(*files, mapping=said) if isinstance(each, Product))
    assert first.activities[0].name == word


def test_a_stated_encoding_that_does_not_fit_is_refused(tmp_path):
    files = _write(tmp_path, _csv(PRODUCTS).encode("cp932"), _csv(LINES).encode())
    with pytest.raises(DocumentError, match="is not utf-8, as the map states"):
        products_of(*files, mapping=ColumnMap.read({"products": {"encoding": "utf-8"}}))


def _comma(rows):
    return [[cell.replace(".", ",") if cell[:1].isdigit() else cell for cell in row] for row in rows]


def test_a_decimal_comma_is_found_in_the_amounts(tmp_path, wanted):
    files = _write(
        tmp_path, _csv(_comma(PRODUCTS), ";").encode(), _csv(LINES[:1] + _comma(LINES[1:]), ";").encode()
    )
    tables = open_tables(*files)
    assert [form.decimal for form in tables.forms.values()] == [",", ","]
    assert [[line.amount.si for line in made.activities] for made in tables.products()] == [
        [line.amount.si for line in made.activities] for made in wanted
    ]


@pytest.mark.parametrize(
    ("amounts", "said", "values"),
    [
        (["0,5", "1,125"], None, None),
        (["0,5", "1.125,5"], None, None),
        (["0,5", "1,125"], ",", [0.5, 1.125]),
        (["0,5", "1.125,5"], ",", [0.5, 1125.5]),
        (["1.125", "1.5"], ",", None),
        (["1,125", "2"], ".", None),
        (["1,125", "2"], None, None),
    ],
)
def test_what_could_be_read_in_two_ways_is_read_only_where_the_map_says_how(tmp_path, amounts, said, values):
    lines = [
        LINES[0],
        *(
            [each, "x", amount, "g", "food.salt", "production"]
            for each, amount in zip("ab", amounts, strict=True)
        ),
    ]
    files = _write(tmp_path, _csv(PRODUCTS).encode(), _csv(lines, ";").encode())
    made = list(products_of(*files, mapping=ColumnMap.read({"activities": {"decimal": said}})))
    if values is None:
        assert any(isinstance(each, RowProblem) and each.column == "amount" for each in made)
    else:
        assert [each.activities[0].amount.value for each in made] == values


def test_decimal_commas_and_points_in_one_table_are_refused(tmp_path):
    lines = [
        LINES[0],
        ["a", "x", "0,5", "g", "food.salt", "production"],
        ["b", "x", "0.5", "g", "food.salt", "production"],
    ]
    files = _write(tmp_path, _csv(PRODUCTS).encode(), _csv(lines, ";").encode())
    with pytest.raises(DocumentError, match=r"decimal comma and '0\.5' a decimal point"):
        products_of(*files)


def test_one_quotation_mark_too_many_costs_one_row(tmp_path):
    header, *rows = (",".join(row) for row in LINES)
    unclosed, inside = 'x,"never closed,1,kg,,production', 'y,"5" pipe",1,kg,,production'
    lines = "\r\n".join([header, *rows, unclosed, rows[2], inside, rows[0]])
    made = list(products_of(*_write(tmp_path, _csv(PRODUCTS).encode(), lines.encode())))
    assert [len(each.activities) for each in made if isinstance(each, Product)] == [3, 2]
    assert [(each.row, each.product) for each in made if isinstance(each, RowProblem)] == [(5, "x"), (7, "y")]


def test_a_line_without_end_is_one_bad_row(tmp_path):
    rows = _csv(LINES).encode()
    bomb = b"," * 3_000_000 + b"\r\n"
    last = b"b,salt,1,g,food.salt,production\r\n"
    made = list(products_of(*_write(tmp_path, _csv(PRODUCTS).encode(), rows + bomb + last)))
    assert [len(each.activities) for each in made if isinstance(each, Product)] == [2, 2]
    assert [(each.row, each.reason.split(";")[0]) for each in made if isinstance(each, RowProblem)] == [
        (5, "a line of more than 1048576 characters")
    ]


def test_a_line_without_end_behind_an_open_quotation_mark_takes_no_good_row_with_it(tmp_path):
    rows = _csv(LINES).encode() + b'x,"open,1,g,food.salt,production\n' + b"y" * 3_000_000 + b"\n"
    last = b"b,salt,1,g,food.salt,production\r\n"
    made = list(products_of(*_write(tmp_path, _csv(PRODUCTS).encode(), rows + last)))
    assert [len(each.activities) for each in made if isinstance(each, Product)] == [2, 2]
    assert [each.row for each in made if isinstance(each, RowProblem)] == [5, 6]


def test_ragged_rows_empty_rows_control_characters_and_long_text(tmp_path):
    header, *rows = (",".join(row) for row in LINES)
    odd = [
        "",
        "b,x,1,g",
        ",,,,,",
        "b,x,1,g,food.salt,production,more",
        "b,x,1,g,food.salt,production,,",
        "b,\x00x,1,g,food.salt,production",
    ]
    odd.append(f"b,{'x' * 200},1,g,food.salt,production")
    made = list(
        products_of(*_write(tmp_path, _csv(PRODUCTS).encode(), "\n".join([header, *rows, *odd]).encode()))
    )
    found = [(each.row, each.column, each.product) for each in made if isinstance(each, RowProblem)]
    assert found == [(6, "", "b"), (8, "", "b"), (10, "name", "b"), (11, "name", "b")]
    assert all(
        len(each.value) <= 80 and each.value.isprintable() for each in made if isinstance(each, RowProblem)
    )


def test_a_product_with_a_broken_row_among_its_activities_is_not_given(tmp_path):
    """What is missing is never zero."""
    header, *rows = (",".join(row) for row in LINES)
    files = _write(tmp_path, _csv(PRODUCTS).encode(), "\n".join([header, *rows, "b,sugar,1,g"]).encode())
    assert [each.id for each in products_of(*files) if isinstance(each, Product)] == ["a"]


def _typed(rows):
    return [[float(cell) if cell.replace(".", "").isdigit() else cell for cell in row] for row in rows]


def test_a_workbook(tmp_path, wanted):
    book = openpyxl.Workbook()
    book.active.title = "products"
    for row in PRODUCTS:
        book.active.append(row)
    sheet = book.create_sheet("lines")
    sheet.append(LINES[0])
    sheet.append([])
    for row in _typed(LINES[1:]):
        sheet.append(row)
    sheet.append(["b", "bad", 1, "ton", "food.salt", "production"])
    file = tmp_path / "catalogue.xlsx"
    book.save(file)
    said = ColumnMap.read({"products": {"sheet": "products"}, "activities": {"sheet": "lines"}})
    made = list(products_of(file, file, mapping=said))
    assert made[0] == wanted[0]
    assert [(each.row, each.product, each.column) for each in made[1:]] == [(6, "b", "unit")]
    assert made[1].table == f"{file} [lines]"
    assert [form.sheet for form in open_tables(file, file, mapping=said).forms.values()] == [
        "products",
        "lines",
    ]
    with pytest.raises(DocumentError, match="'products', 'lines'"):
        products_of(file, file)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0garbage", b"PAR1garbage", b"ARROW1garbage"]
)
def test_damaged_files_are_one_clear_error(tmp_path, content):
    files = _write(tmp_path, content, _csv(LINES).encode())
    with pytest.raises(DocumentError, match="products"):
        products_of(*files)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("co2label.tabular._excel._LARGEST", 10)
    file = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(file)
    with pytest.raises(DocumentError, match="when unpacked"):
        products_of(file, file)


@pytest.mark.parametrize("kind", ["parquet", "feather", "polars", "pyarrow"])
def test_parquet_arrow_and_frames(tmp_path, wanted, kind):
    tables = [pa.Table.from_pylist(_dicts([rows[0], *_typed(rows[1:])])) for rows in (PRODUCTS, LINES)]
    if kind == "parquet":
        sources = [tmp_path / "p.parquet", tmp_path / "l.parquet"]
        for table, file in zip(tables, sources, strict=True):
            pa.parquet.write_table(table, file)
    elif kind == "feather":
        sources = [tmp_path / "p.arrow", tmp_path / "l.arrow"]
        for table, file in zip(tables, sources, strict=True):
            pa.feather.write_feather(table, file, compression="uncompressed")
    else:
        sources = [pl.from_arrow(table) for table in tables] if kind == "polars" else tables
    assert list(products_of(*sources)) == wanted


def test_arrow_text_that_is_no_text_is_one_clear_error(tmp_path):
    lines = _csv(LINES).encode()
    rows = _dicts(PRODUCTS)
    rows[1]["id"] = "QQQQ"
    pa.feather.write_feather(pa.Table.from_pylist(rows), tmp_path / "a", compression="uncompressed")
    content = (tmp_path / "a").read_bytes()
    for word in (b"QQQQ", b"declared_unit"):
        files = _write(tmp_path, content.replace(word, b"\xff" * len(word)), lines)
        with pytest.raises(DocumentError, match="cannot be read"):
            list(products_of(*files))


WITHOUT = """
import sys
sys.modules["pyarrow"] = sys.modules["python_calamine"] = None
from co2label.catalogue import products_of, suggest_map
from co2label.errors import DocumentError
folder, *files = sys.argv[1:]
assert len(list(products_of(*files))) == 2 and suggest_map(*files)
for name, extra in (("a.parquet", "[arrow]"), ("a.arrow", "[arrow]"), ("a.xlsx", "[excel]")):
    try:
        products_of(f"{folder}/{name}", files[1])
    except DocumentError as error:
        assert extra in str(error), error
    else:
        raise AssertionError(name)
try:
    from co2label.catalogue import batches_of
except DocumentError as error:
    assert "[arrow]" in str(error), error
else:
    raise AssertionError
"""


def test_csv_needs_no_extra_and_other_tables_say_which_one(tmp_path):
    files = _write(tmp_path, _csv(PRODUCTS).encode(), _csv(LINES).encode())
    for name, magic in (("a.parquet", b"PAR1"), ("a.arrow", b"ARROW1"), ("a.xlsx", b"PK\x03\x04")):
        (tmp_path / name).write_bytes(magic)
    subprocess.run([sys.executable, "-c", WITHOUT, tmp_path, *files], check=True)


def _nested():
    lines = _dicts([LINES[0], *_typed(LINES[1:])])
    return [
        row
        | {
            "lines": [
                {k: v for k, v in line.items() if k != "product_id"}
                for line in lines
                if line["product_id"] == row["id"]
            ]
        }
        for row in _dicts(PRODUCTS)
    ]


def test_lines_as_a_list_in_the_row_of_the_product(tmp_path, wanted):
    file = tmp_path / "p.parquet"
    pa.parquet.write_table(pa.Table.from_pylist(_nested()), file)
    assert list(products_of(file)) == wanted


def test_findings_in_nested_lines_have_their_place():
    rows = _nested()
    rows[0]["lines"][1]["unit"] = "ton"
    rows[1]["lines"] = None
    made = list(products_of(pa.Table.from_pylist([*rows, rows[0]])))
    assert [(each.table, each.row, each.product, each.column) for each in made] == [
        ("products", 2, "a", "lines[1].unit"),
        ("products", 3, "b", ""),
        ("products", 4, "a", "id"),
        ("products", 4, "a", "lines[1].unit"),
    ]


def test_no_activities_at_all_or_twice():
    flat = pa.Table.from_pylist(_dicts(PRODUCTS))
    with pytest.raises(DocumentError, match="there are no activities"):
        products_of(flat)
    with pytest.raises(DocumentError, match="given too"):
        products_of(pa.Table.from_pylist(_nested()), pa.Table.from_pylist(_dicts(LINES)))
    with pytest.raises(DocumentError, match="read once"):
        products_of(flat.to_reader())
    with pytest.raises(DocumentError, match="expected the path"):
        products_of(3)


def test_a_code_that_a_spreadsheet_rounded_is_found(tmp_path):
    rows = [PRODUCTS[0], ["4.57E+12", *PRODUCTS[1][1:]]]
    made = list(products_of(*_write(tmp_path, _csv(rows).encode(), _csv(LINES[:1]).encode())))
    assert "took this code for a number" in made[0].reason


def test_a_file_that_is_not_there(tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path, Path("a\0b")):
        with pytest.raises(DocumentError, match="cannot be read"):
            products_of(path, path)


def test_a_pipe_or_a_device_is_refused_at_once(tmp_path):
    """Neither waited for nor read to an end that it does not have."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(
            DocumentError, match="a pipe or a device, and tables are read more than once; save it"
        ):
            list(products_of(path, path))
