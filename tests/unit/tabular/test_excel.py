"""A cell that holds an error such as #N/A is a finding where it is used: neither empty nor zero, whoever wrote the table."""

import io
import shutil
import zipfile

import pytest
from openpyxl import Workbook

from co2label.catalogue import ColumnMap, RowProblem, products_of
from co2label.errors import DocumentError
from co2label.tabular import FORMULA_ERRORS, _excel
from co2label.tabular._excel import read_sheet_xml

PRODUCTS = [
    ["id", "name", "declared_unit", "boundary", "mass"],
    *([name, name.upper(), "1 piece", "cradle-to-gate", "0.1 kg"] for name in ("tea", "bun", "jam")),
]
LINES = [
    ["product_id", "name", "amount", "unit", "factor", "stage", "loss.share_of_input"],
    *([name, "leaves", 2, "g", "food.green_tea", "raw-materials", 0.1] for name in ("tea", "bun", "jam")),
]


def sheet(book, title, rows, down=0, right=0):
    made = book.create_sheet(title)
    for r, row in enumerate(rows, 1 + down):
        for c, value in enumerate(row, 1 + right):
            cell = made.cell(r, c, value)
            if value in FORMULA_ERRORS:
                cell.data_type = "e"
    return made


def workbook(path, rows, **where):
    book = Workbook()
    book.remove(book.active)
    sheet(book, "売上", [["#REF!", "#N/A"]])
    sheet(book, "表", rows, **where)
    book.save(path)
    return path


def read(tmp_path, products, lines, **where):
    said = {"products": {"sheet": "表"}, "activities": {"sheet": "表"}}
    files = workbook(tmp_path / "p.xlsx", products, **where), workbook(tmp_path / "l.xlsx", lines, **where)
    return list(products_of(*files, mapping=ColumnMap.read(said)))


def with_cell(rows, row, column, value):
    changed = [list(each) for each in rows]
    changed[row][column] = value
    return changed


@pytest.mark.parametrize("where", [{}, {"down": 3, "right": 2}])
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_error_in_a_cell_that_may_be_empty_is_a_finding(tmp_path, where, error):
    tea, wrong, jam = read(tmp_path, with_cell(PRODUCTS, 2, 4, error), LINES, **where)
    assert (tea.id, jam.id) == ("tea", "jam")
    assert (wrong.row, wrong.product, wrong.column, wrong.value) == (
        3 + where.get("down", 0),
        "bun",
        "mass",
        error,
    )
    assert wrong.reason.startswith(f"{error} is the error of a formula; correct the formula")


@pytest.mark.parametrize("column", range(1, len(LINES[0])))
def test_an_error_in_any_cell_of_an_activity_refuses_its_product_alone(tmp_path, column):
    made = read(tmp_path, PRODUCTS, with_cell(LINES, 1, column, "#VALUE!"))
    assert [each.product if isinstance(each, RowProblem) else each.id for each in made][-2:] == ["bun", "jam"]
    wrong, *more = [each for each in made if isinstance(each, RowProblem)]
    assert "#VALUE!" in f"{wrong.value}{wrong.reason}"
    assert all((each.row, each.product) == (2, "tea") for each in (wrong, *more))


def test_an_error_in_the_id_of_a_product_refuses_it(tmp_path):
    (*_, wrong, _, _) = read(tmp_path, with_cell(PRODUCTS, 1, 0, "#N/A"), LINES[:1] + LINES[2:])
    assert (wrong.row, wrong.value) == (2, "#N/A")


def test_a_table_that_was_saved_as_csv_says_it_in_text(tmp_path):
    for name, rows in (("p.csv", with_cell(PRODUCTS, 1, 1, "#NAME?")), ("l.csv", LINES)):
        (tmp_path / name).write_text("\n".join(",".join(map(str, row)) for row in rows))
    wrong, *good = products_of(tmp_path / "p.csv", tmp_path / "l.csv")
    assert (wrong.column, wrong.value) == ("name", "#NAME?")
    assert [each.id for each in good] == ["bun", "jam"]


def repacked(path, part, change):
    """The workbook with one of its parts changed."""
    other = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    shutil.move(other, path)


@pytest.mark.parametrize("block", [1, 7, 100, 1 << 20])
@pytest.mark.parametrize(
    ("cell", "usual"),
    [
        (b'<c r="BL2"><v>1</v></c>', True),
        (b'<c r="BL2" s="1" t="str"><v>a</v></c>', True),
        (b'<cols/><col min="1"/><c r="A2" t="n"/>', True),
        (b'<c r="BM2"><v>1</v></c>', False),
        (b'<c r="CA2"><v>1</v></c>', False),
        (b'<c r="AAA2"><v>1</v></c>', False),
        (b'<c r="C2" s="1" t="e"><v>#N/A</v></c>', False),
        (b"<c r=\"C2\" t = 'e'><v>#N/A</v></c>", False),
        (b"<c><v>1</v></c>", False),
        (b"<c/>", False),
        (b'<c\n r="A2"/>', False),
        (b'<c s="1" r="A2"/>', False),
    ],
)
def test_an_unusual_cell_is_seen_wherever_blocks_are_cut(monkeypatch, block, cell, usual):
    monkeypatch.setattr(_excel, "_BLOCK", block)
    before = b"<worksheet><sheetData>" + b'<c r="A1"><v>1</v></c>' * 60
    for shift in range(0, 30, 7 if block == 100 else 30):
        sheet = before + b" " * shift + cell + b'<c r="B2"/>' * 20
        assert _excel.is_plain_sheet(io.BytesIO(sheet)) is usual


def test_a_text_without_end_is_not_held(monkeypatch):
    monkeypatch.setattr(_excel, "_BLOCK", 1000)
    text = io.BytesIO(b"<worksheet>" + b"x" * 10_000_000)
    assert _excel.is_plain_sheet(text) is False
    assert text.tell() < 100_000


def test_cells_without_a_place_and_prefixes(tmp_path):
    path = workbook(tmp_path / "p.xlsx", PRODUCTS)
    xml = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c><x:v>1</x:v>'
        b"</x:c><x:c t = 'e'><x:f>NA()</x:f><x:v>#N/A</x:v></x:c></x:row><x:row r=\"7\"><x:c r=\"AB7\" t='e'><x:v>#NEW!</x:v>"
        b"</x:c><x:c t='e'><x:v>#NUM!</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    repacked(path, "xl/worksheets/sheet2.xml", lambda _: xml)
    assert read_sheet_xml(path, "p.xlsx", "表").errors == {1: {2: "#N/A"}, 7: {28: "#N/A", 29: "#NUM!"}}


def test_entities_are_refused(tmp_path):
    path = workbook(tmp_path / "p.xlsx", with_cell(PRODUCTS, 1, 1, "#N/A"))
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>'
    repacked(path, "xl/worksheets/sheet2.xml", lambda old: bomb + old[old.index(b"<worksheet") :])
    with pytest.raises(DocumentError, match="not a workbook that can be read"):
        read_sheet_xml(path, "p.xlsx", "表")


@pytest.mark.parametrize(
    ("name", "content"),
    [("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600)), ("b.xlsb", "xl/workbook.bin"), ("w.ods", "content.xml")],
)
def test_other_kinds_of_workbooks_are_refused_with_what_to_do(tmp_path, name, content):
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(content, b"")
    with pytest.raises(DocumentError, match=r"not a workbook .*; save it .*as \.xlsx, or the sheet as CSV"):
        list(products_of(path, path))


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="BM1048576"><v>1</v></c></row>',
        b'<row r="1048576">' + b"<c/>" * 64 + b"<c><v>1</v></c></row>",
    ],
)
def test_a_stray_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path, far):
    path = workbook(tmp_path / "p.xlsx", PRODUCTS)
    repacked(
        path, "xl/worksheets/sheet2.xml", lambda old: old.replace(b"</sheetData>", far + b"</sheetData>")
    )
    with pytest.raises(DocumentError, match=r"reaches to row 1048576 and column .*; delete stray cells"):
        read_sheet_xml(path, "p.xlsx", "表")


def test_a_workbook_that_says_it_is_small_is_not_believed(tmp_path):
    path = workbook(tmp_path / "p.xlsx", PRODUCTS)
    repacked(
        path,
        "xl/worksheets/sheet2.xml",
        lambda old: old.replace(b"</sheetData>", b" " * 5_000_000 + b"</sheetData>"),
    )
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("xl/worksheets/sheet2.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little")))
    said = ColumnMap.read({"products": {"sheet": "表"}, "activities": {"sheet": "表"}})
    with pytest.raises(DocumentError, match="not a workbook that can be read"):
        list(products_of(path, path, mapping=said))
