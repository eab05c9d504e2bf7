"""The workbook that people fill in: written empty, filled in by another program, read as a document."""

from __future__ import annotations

import openpyxl
import pytest

from co2label.catalogue import is_workbook, read_workbook, workbook_factors, workbook_template
from co2label.errors import DocumentError
from co2label.factors import FactorLibrary
from co2label.footprint import compute_all
from co2label.model import EmissionFactor
from co2label.tabular import Sheet, SheetColumn, write_workbook

TEA = {
    "id": "tea",
    "name.ja": "お茶",
    "declared_unit": "1 本",
    "year": 2025,
    "nothing_in.use.ja": "そのまま飲む",
}


@pytest.fixture
def empty(tmp_path):
    def made(language="ja"):
        path = tmp_path / f"{language}.xlsx"
        workbook_template(path, language=language)
        return path

    return made


def fill(path, **sheets):
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        place = {cell.value: cell.column for cell in sheet[2]}
        for number, row in enumerate(rows, start=3):
            for column, value in row.items():
                sheet.cell(number, place[column], value)
    book.save(path)
    return path


def test_a_workbook_filled_in_is_a_document_with_the_figure_of_its_lines(empty):
    path = fill(
        empty(),
        products=[TEA | {"boundary": "原材料から廃棄まで"}],
        activities=[
            {
                "product_id": "tea",
                "name": "茶葉",
                "amount": 5,
                "unit": "g",
                "factor": "own.tea",
                "stage": "原材料調達",
            },
            {
                "product_id": "tea",
                "name": "ごみ",
                "amount": "0.02 kg",
                "factor": "own.waste",
                "stage": "廃棄・リサイクル",
            },
        ],
        factors=[
            {"id": "own.tea", "value": 4, "unit": "kgCO2e", "per": "1 kg", "source_title": "自社"},
            {"id": "own.waste", "value": 0.5, "unit": "kgCO2e", "per": "1 kg", "source_title": "自社"},
        ],
    )
    document = read_workbook(path)
    (tea,) = document.products
    assert (tea.boundary, tea.nothing_in) == ("cradle-to-grave", {"use": {"ja": "そのまま飲む"}})
    (footprint,) = compute_all(document.products, FactorLibrary(document.factors))
    assert footprint.kg_co2e == pytest.approx(0.005 * 4 + 0.02 * 0.5)


STAGES = ("raw-materials", "production", "distribution", "use", "end-of-life")
OPEN = {key: value for key, value in TEA.items() if key != "nothing_in.use.ja"}


def offered(sheet):
    """The source of each list of a sheet, by the name of its column."""
    heads = {cell.column_letter: cell.value for cell in sheet[2]}
    return {
        heads[str(each.sqref).split(":")[0].rstrip("0123456789")]: each.formula1
        for each in sheet.data_validations.dataValidation
        if each.type == "list"
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_word_of_the_lists_is_understood(empty, language):
    book = openpyxl.load_workbook(empty(language))
    lists = offered(book["products"]) | offered(book["activities"])
    assert lists["factor"].startswith("library!$A$3:$A$")
    grave, gate, _ = lists["boundary"].strip('"').split(",")
    stages = lists["stage"].strip('"').split(",")
    lines = [
        {"product_id": "tea", "name": stage, "amount": 1, "unit": "g", "factor": "food.rice", "stage": stage}
        for stage in stages
    ]
    other = {
        "product_id": "bun",
        "name": "x",
        "amount": 1,
        "unit": "g",
        "factor": "food.rice",
        "stage": stages[0],
    }
    products = [OPEN | {"boundary": grave}, OPEN | {"id": "bun", "boundary": gate}]
    tea, bun = read_workbook(fill(empty(language), products=products, activities=[*lines, other])).products
    assert (tea.boundary, bun.boundary) == ("cradle-to-grave", "cradle-to-gate")
    assert tuple(line.stage for line in tea.activities) == STAGES


def test_what_is_wrong_on_any_sheet_is_told_together_with_its_place(empty):
    path = fill(
        empty("en"),
        products=[TEA | {"boundary": "cradle-to-somewhere"}],
        activities=[
            {
                "product_id": "tea",
                "name": "x",
                "amount": "many",
                "unit": "g",
                "factor": "food.rice",
                "stage": "use",
            }
        ],
    )
    with pytest.raises(DocumentError) as caught:
        read_workbook(path)
    said = str(caught.value)
    assert "[products] row 3, boundary" in said
    assert "[activities] row 3, amount" in said


def test_a_factor_that_cannot_be_read_is_told_with_its_column(empty):
    path = fill(
        empty(),
        factors=[{"id": "own.x", "value": "a lot", "unit": "kgCO2e", "per": "1 kg", "source_title": "x"}],
    )
    with pytest.raises(DocumentError, match=r"\[factors\] row 3, column value: expected a plain number"):
        workbook_factors(path)


def test_an_empty_workbook_says_what_to_do(empty):
    with pytest.raises(DocumentError, match="no products in it; write one a row on the sheet products"):
        read_workbook(empty())


def test_the_same_workbook_has_the_same_bytes_and_texts_are_no_formulas(empty, tmp_path):
    assert empty().read_bytes() == empty().read_bytes()
    path = tmp_path / "hostile.xlsx"
    write_workbook(
        path, [Sheet("x", (SheetColumn("name"),), [("=1+1",), ("@SUM(1)",), ("https://a.example",)])]
    )
    cells = [row[0] for row in openpyxl.load_workbook(path)["x"].iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", "=1+1"),
        ("s", "@SUM(1)"),
        ("s", "https://a.example"),
    ]
    assert all(cell.hyperlink is None for cell in cells)


def test_only_such_a_workbook_is_one(empty, tmp_path):
    other, text = tmp_path / "other.xlsx", tmp_path / "text.xlsx"
    openpyxl.Workbook().save(other)
    text.write_bytes(b"PK\x03\x04 and nothing more")
    assert [is_workbook(each) for each in (empty(), other, text, tmp_path / "none.xlsx")] == [
        True,
        False,
        False,
        False,
    ]


def test_a_value_that_may_not_be_published_is_not_on_the_sheet_of_the_library(tmp_path):
    secret = EmissionFactor(
        id="secret",
        value=7.77,
        unit="kgCO2e",
        per="1 kg",
        source={"title": "licensed"},
        may_publish_value=False,
    )
    workbook_template(tmp_path / "w.xlsx", library=FactorLibrary([secret]))
    rows = list(openpyxl.load_workbook(tmp_path / "w.xlsx")["library"].iter_rows(min_row=3, values_only=True))
    assert rows[0][0] == "secret"
    assert 7.77 not in rows[0]
