"""Tables as other systems and people write them: what is read, and what gives no figure rather than a wrong one.

The kinds and their public sources: docs/explanation/what-was-tried.md.
"""

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from co2label import DocumentError, FactorLibrary, Product, compute_all
from co2label.catalogue import ColumnMap, RowProblem, batches_of, footprint_batches, open_tables
from co2label.cli import app

EXAMPLES = Path(__file__).parents[3] / "examples"
PRODUCTS = [
    ["id", "name.ja", "declared_unit", "boundary"],
    ["bento", "幕の内弁当", "1 個", "cradle-to-gate"],
    ["miso", "みそ汁", "1 杯", "cradle-to-gate"],
]
LINES = [
    ["product_id", "name", "amount", "unit", "factor", "stage"],
    ["bento", "米", "200", "g", "food.rice", "raw-materials"],
    ["", "牛肉", "80", "g", "food.beef_steak", "raw-materials"],
    ["miso", "みそ", "15", "g", "food.rice", "raw-materials"],
    ["", "豆腐", "40", "g", "food.tofu", "raw-materials"],
]
RICE, BEEF, TOFU = (
    FactorLibrary.bundled()[each].value for each in ("food.rice", "food.beef_steak", "food.tofu")
)
WHOLE = {"bento": 0.2 * RICE + 0.08 * BEEF, "miso": 0.015 * RICE + 0.04 * TOFU}


def csv_file(path, rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def read(tmp_path, products=PRODUCTS, lines=LINES, said=None, delimiter=","):
    files = csv_file(tmp_path / "p.csv", products), csv_file(tmp_path / "l.csv", lines, delimiter)
    return opened(open_tables(*files, mapping=ColumnMap.read(said or {})))


def opened(tables):
    """The figures by id, the findings as (table, row, product, column), and the remarks."""
    made = list(tables.products())
    good = [each for each in made if isinstance(each, Product)]
    bad = [
        (each.table.rpartition("/")[2], each.row, each.product, each.column)
        for each in made
        if isinstance(each, RowProblem)
    ]
    figures = {each.product.id: each.kg_co2e for each in compute_all(good)} if good else {}
    return figures, bad, tables.remarks


# Ids on the first row of each product alone (K01)


def test_ids_on_first_rows_alone_are_filled_down_and_that_is_said(tmp_path):
    figures, bad, remarks = read(tmp_path)
    assert figures == pytest.approx(WHOLE)
    assert bad == []
    assert len(remarks) == 1
    assert (
        "product_id stands on the first row of each product alone; the rows without it (2, the first is row 3)"
        in remarks[0]
    )


@pytest.mark.parametrize(
    ("owners", "given"),
    [
        (["bento", "bento", "", "miso"], set()),  # written out, and one is lost
        (["bento", "", "miso", "miso"], set()),
        (["", "bento", "miso", "miso"], {"miso"}),  # before the first one: only what follows may have it
        (["bento", "bento", "miso", ""], {"bento"}),  # behind the last one
    ],
)
def test_a_row_whose_id_is_lost_leaves_no_figure_to_the_products_beside_it(tmp_path, owners, given):
    lines = [LINES[0], *([owner, *line[1:]] for owner, line in zip(owners, LINES[1:], strict=True))]
    figures, bad, remarks = read(tmp_path, lines=lines)
    assert set(figures) == given
    assert {each[3] for each in bad} == {"product_id"}
    assert {each[2] for each in bad} == {"bento", "miso"} - given
    assert remarks == ()


def test_one_lost_id_among_products_of_one_row_each_could_be_anybodys(tmp_path):
    ids = [f"p{number}" for number in range(6)]
    products = [PRODUCTS[0], *([each, "品", "1 個", "cradle-to-gate"] for each in ids)]
    lines = [LINES[0], *([each, *LINES[1][1:]] for each in ids)]
    lines[3][0] = ""
    figures, bad, _ = read(tmp_path, products, lines)
    assert set(figures) == {"p0", "p4", "p5", "p3"} - {"p3"}
    assert {each[2] for each in bad if each[0] == "l.csv"} == {"p1", "p3"}


def test_the_map_states_that_ids_are_to_be_filled_down_or_not(tmp_path):
    owners = ["bento", "", "miso", "miso"]
    lines = [LINES[0], *([owner, *line[1:]] for owner, line in zip(owners, LINES[1:], strict=True))]
    figures, bad, _ = read(tmp_path, lines=lines, said={"activities": {"fill_down": ["product_id"]}})
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    figures, bad, _ = read(tmp_path, said={"activities": {"fill_down": []}})
    assert figures == {}


def test_a_field_may_be_filled_down_but_never_an_amount(tmp_path):
    lines = [list(row) for row in LINES]
    lines[2][5] = lines[4][5] = ""
    said = {"activities": {"fill_down": ["product_id", "stage"]}}
    assert read(tmp_path, lines=lines, said=said)[0] == pytest.approx(WHOLE)
    with pytest.raises(DocumentError, match="fill_down: amount is a quantity"):
        ColumnMap.read({"activities": {"fill_down": ["amount"]}})


def workbook(tmp_path, *merged, hide=None, rows=LINES):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.isdigit() else cell or None for cell in row])
    for each in merged:
        book.active.merge_cells(each)
    if hide:
        hide(book.active)
    book.save(tmp_path / "l.xlsx")
    return opened(open_tables(csv_file(tmp_path / "p.csv", PRODUCTS), tmp_path / "l.xlsx"))


def test_a_merged_id_counts_for_each_of_its_rows(tmp_path):
    figures, bad, remarks = workbook(tmp_path, "A2:A3", "A4:A5")
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert any(
        "a merged cell counts for each of its rows, but for amounts (2, the first is A" in each
        for each in remarks
    )


def test_a_merged_amount_is_one_amount_and_so_the_other_row_has_none(tmp_path):
    figures, bad, _ = workbook(tmp_path, "A2:A3", "A4:A5", "C2:C3")
    assert set(figures) == {"miso"}
    assert bad == [("l.xlsx", 3, "bento", "amount")]


def test_hidden_rows_and_columns_are_said(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["E"].hidden = True

    figures, _, remarks = workbook(tmp_path, "A2:A3", "A4:A5", hide=hide)
    assert figures == pytest.approx(WHOLE)
    assert any("hidden rows are read all the same (3)" in each for each in remarks)
    assert any("hidden columns are read all the same (E)" in each for each in remarks)
    assert not any(" hidden " in each for each in workbook(tmp_path, "A2:A3", "A4:A5")[2])


# Ids that look the same (K01)


@pytest.mark.parametrize("written", ["Bento", "ＢＥＮＴＯ", "ｂｅｎｔｏ", "bento\u200b"])
def test_an_id_that_differs_in_case_or_width_alone_is_no_other_product(tmp_path, written):
    full = [
        LINES[0],
        *(
            [owner, *row[1:]]
            for owner, row in zip(["bento", written, "miso", "miso"], LINES[1:], strict=True)
        ),
    ]
    figures, bad, _ = read(tmp_path, lines=full)
    assert set(figures) == {"miso"}
    assert bad == [("l.csv", 3, "bento", "product_id")]


def test_two_products_whose_ids_look_the_same_are_both_refused(tmp_path):
    products = [*PRODUCTS, ["MISO", "みそ汁", "1 杯", "cradle-to-gate"]]
    full = [
        LINES[0],
        *(
            [owner, *row[1:]]
            for owner, row in zip(["bento", "bento", "miso", "MISO"], LINES[1:], strict=True)
        ),
    ]
    figures, bad, _ = read(tmp_path, products, full)
    assert set(figures) == {"bento"}
    assert bad == [("p.csv", 3, "miso", "id"), ("p.csv", 4, "MISO", "id")]


# Rows that only add up others (K01)


def full_lines(*more):
    owners = ["bento", "bento", "miso", "miso"]
    lines = [LINES[0], *([owner, *line[1:]] for owner, line in zip(owners, LINES[1:], strict=True))]
    for place, row in more:
        lines.insert(place, row)
    return lines


@pytest.mark.parametrize(
    "word", ["合計", "小計", "計", "Total", "Sum", "Sous-total", "合計（g）", "Grand total"]
)
@pytest.mark.parametrize("amount", ["280", "0.28 kg", ""])
def test_a_sum_is_told_and_not_counted(tmp_path, word, amount):
    row = ["bento", word, amount, "" if " " in amount else "g", "", ""]
    figures, bad, remarks = read(tmp_path, lines=full_lines((3, row)))
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert any("row 4 only adds up others and is not counted" in each for each in remarks)


@pytest.mark.parametrize(
    "row",
    [["", "合計", "335", "g", "", ""], ["合計", "", "335", "g", "", ""], ["Total", "", "335", "g", "", ""]],
)
def test_a_grand_total_is_of_no_product(tmp_path, row):
    figures, bad, remarks = read(tmp_path, lines=[*full_lines(), row])
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert "row 6 only adds up others" in remarks[0]
    figures, bad, _ = read(tmp_path, lines=[*LINES, row])
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    sums = [*PRODUCTS, ["", "合計", "", ""]]
    assert read(tmp_path, products=sums)[:2] == (pytest.approx(WHOLE), [])


def test_a_row_that_draws_on_nothing_and_adds_up_those_above_it_is_a_sum_too(tmp_path):
    row = ["bento", "できあがり", "280", "g", "", "raw-materials"]
    figures, bad, remarks = read(tmp_path, lines=full_lines((3, row)))
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert "row 4 only adds up others and is not counted" in remarks[0]


def test_a_sum_that_is_none_refuses_its_product(tmp_path):
    figures, bad, _ = read(tmp_path, lines=full_lines((3, ["bento", "合計", "300", "g", "", ""])))
    assert set(figures) == {"miso"}
    assert bad == [("l.csv", 4, "bento", "amount")]


def test_a_sum_with_a_factor_is_not_counted_either(tmp_path):
    row = ["bento", "Total", "280", "g", "food.rice", "raw-materials"]
    assert read(tmp_path, lines=full_lines((3, row)))[0] == pytest.approx(WHOLE)


def test_subtotals_and_a_total(tmp_path):
    more = [(2, ["bento", "小計", "200", "g", "", ""]), (4, ["bento", "小計", "80", "g", "", ""])]
    more.append((5, ["bento", "合計", "280", "g", "", ""]))
    figures, bad, remarks = read(tmp_path, lines=full_lines(*more))
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert "3 rows only add up others and are not counted, the first is row 3" in remarks[0]


# How numbers are written (K03)


def amounts(tmp_path, cells, delimiter=";", said=None, more=()):
    lines = [LINES[0], *(["bento", "米", cell, "g", "food.rice", "raw-materials"] for cell in cells)]
    lines = [[*row, *extra] for row, extra in zip(lines, more or [()] * len(lines), strict=True)]
    files = csv_file(tmp_path / "p.csv", PRODUCTS[:2]), csv_file(tmp_path / "l.csv", lines, delimiter)
    made, *_ = open_tables(*files, mapping=ColumnMap.read({"activities": said or {}})).products()
    return [line.amount.value for line in made.activities] if isinstance(made, Product) else made.reason


@pytest.mark.parametrize(
    ("cells", "delimiter", "read_as"),
    [
        (["1.500"], ",", [1.5]),
        (["1.500"], ";", "may mark decimals (1.5) or group thousands (1500), since semicolons"),
        (["1.500", "0.25"], ";", [1.5, 0.25]),
        (["1.500", *["7"] * 1500, "0,5"], ",", "other numbers of the column have decimal commas"),
        (["2.000", *["7"] * 1500, "1.000.000"], ",", "group thousands"),
        (["1'500"], ";", [1500.0]),
        (["1\u202f500,5"], ";", [1500.5]),
        (["1 500"], ",", [1500.0]),
        (["1 500,5", "0,5"], ";", [1500.5, 0.5]),
        (["12,5", "3"], ",", [12.5, 3.0]),
    ],
)
def test_one_decision_a_column_from_all_its_rows(tmp_path, cells, delimiter, read_as):
    found = amounts(tmp_path, cells, delimiter)
    if isinstance(read_as, str):
        assert read_as in found
    else:
        assert found == read_as


def test_the_map_states_the_decimal_mark(tmp_path):
    assert amounts(tmp_path, ["1.500"], said={"decimal": ","}) == [1500.0]
    assert amounts(tmp_path, ["1.500"], said={"decimal": "."}) == [1.5]
    assert amounts(tmp_path, ["1.234,5"], said={"decimal": ","}) == [1234.5]


def test_a_comma_in_another_column_speaks_for_commas(tmp_path):
    more = [("原価",), ("3,50",)]
    assert "'3,50' in row 2 has a decimal comma" in amounts(
        tmp_path, ["1.500"], ",", {"ignore": ["原価"]}, more
    )
    more = [("loss.share_of_input",), ("0,05",)]
    assert "(column loss.share_of_input)" in amounts(tmp_path, ["1.500"], ",", {}, more)


def test_columns_may_differ_and_that_is_said(tmp_path):
    more = [("loss.share_of_input",), ("0.05",), ("0.05",)]
    assert amounts(tmp_path, ["12,5", "0,5"], ";", {}, more) == [12.5, 0.5]
    form = open_tables(tmp_path / "p.csv", tmp_path / "l.csv").forms[str(tmp_path / "l.csv")]
    assert str(form).endswith("decimal comma or decimal point, by column")


# What stands in cells: K11, K12, K16, K17, K20, K21


@pytest.mark.parametrize(
    ("amount", "unit", "grams"),
    [
        ("2 x 100", "g", 200),
        ("100g×2個", "", 200),
        ("0,2", "kg", 200),
        ("0.2", "KGM", 200),
        ("1 kg / 5", "", 200),
    ],
)
def test_amounts_as_people_write_them(tmp_path, amount, unit, grams):
    lines = [LINES[0], ["bento", "米", amount, unit, "food.rice", "raw-materials"]]
    figures, _, _ = read(tmp_path, PRODUCTS[:2], lines)
    assert figures == pytest.approx({"bento": grams / 1000 * RICE})


def test_a_code_that_begins_with_a_digit_is_a_unit(tmp_path):
    lines = [LINES[0], ["bento", "電気", "3.6", "3B", "elec.grid.jp", "production"]]
    (made,) = open_tables(
        csv_file(tmp_path / "p.csv", PRODUCTS[:2]), csv_file(tmp_path / "l.csv", lines)
    ).products()
    assert (made.activities[0].amount.value, made.activities[0].amount.unit.text) == (3.6, "MJ")


def test_a_line_feed_in_a_cell_is_a_space_and_said(tmp_path):
    products = [
        ["id", "name.ja", "declared\nunit", "boundary"],
        ["bento", "ここに文章\r\n可能", "1 個", "cradle-to-gate"],
    ]
    said = {"products": {"columns": {"declared_unit": "declared\nunit"}}}
    files = csv_file(tmp_path / "p.csv", products, encoding="cp932"), csv_file(tmp_path / "l.csv", LINES[:2])
    tables = open_tables(*files, mapping=ColumnMap.read(said))
    (made,) = tables.products()
    assert made.name["ja"] == "ここに文章 可能"
    assert "1 cell with a line feed is read on one line, row 2: 'ここに文章 可能'" in tables.remarks[0]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Tea &amp; co", "Tea & co"),
        ("<b>Tea</b>&amp; co", "Tea& co"),
        ("Tea<br/>green", "Tea green"),
        ("Caf&eacute; &#8364;5", "Café €5"),
        ("&lt;b&gt;Tea&lt;/b&gt;", "Tea"),
        ("Tea&amp;amp;co", "Tea&co"),
        ("A&B; <3", "A&B; <3"),
        ("AT&T", "AT&T"),
    ],
)
def test_html_in_a_name_is_read_as_its_words_and_said(tmp_path, name, plain):
    products = [PRODUCTS[0], ["bento", name, "1 個", "cradle-to-gate"]]
    tables = open_tables(csv_file(tmp_path / "p.csv", products), csv_file(tmp_path / "l.csv", LINES[:2]))
    (made,) = tables.products()
    assert made.name["ja"] == plain
    assert bool(tables.remarks) == (name != plain)


def test_tags_that_are_none_of_html_are_refused_and_addresses_are_left_alone(tmp_path):
    products = [
        [*PRODUCTS[0], "info_url"],
        ["bento", "<blink2>Tea", "1 個", "cradle-to-gate", "https://e.jp/?a=1&copy;=2"],
    ]
    _, bad, _ = read(tmp_path, products, LINES[:2])
    assert bad == [("p.csv", 2, "bento", "name.ja")]
    products[1][1] = "Tea"
    files = csv_file(tmp_path / "p.csv", products), csv_file(tmp_path / "l.csv", LINES[:2])
    (made,) = open_tables(*files).products()
    assert made.declaration.info_url.endswith("&copy;=2")


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2027/11/22", None, "2027-11-22"),
        ("2027.11.22", None, "2027-11-22"),
        ("2027年11月22日", None, "2027-11-22"),
        ("２０２７年１月２日", None, "2027-01-02"),
        ("20271122", None, "2027-11-22"),
        ("令和9年11月22日", None, "2027-11-22"),
        ("2027/11/22 0:00:00", None, "2027-11-22"),
        ("2027-11-22T00:00:00Z", None, "2027-11-22"),
        ("22.11.2027", "day-first", "2027-11-22"),
        ("03/04/2027", "day-first", "2027-04-03"),
        ("03/04/2027", "month-first", "2027-03-04"),
        ("03/04/2027", None, "'03/04/2027' is 2027-04-03 (day-first) or 2027-03-04 (month-first)"),
        ("11/22/2027", None, "'11/22/2027' is 2027-11-22 (month-first)"),
        ("22.11.2027", None, "'22.11.2027' is 2027-11-22 (day-first)"),
        ("2027/13/01", None, "expected a day"),
        ("2027/11/22 10:30", None, "expected a day"),
        ("46713", None, "expected a day"),
    ],
)
def test_days_as_tables_write_them(tmp_path, cell, order, day):
    products = [[*PRODUCTS[0], "valid_until"], [*PRODUCTS[1], cell]]
    files = csv_file(tmp_path / "p.csv", products), csv_file(tmp_path / "l.csv", LINES[:2])
    (made,) = open_tables(*files, mapping=ColumnMap.read({"products": {"dates": order}})).products()
    if isinstance(made, RowProblem):
        assert day in made.reason
    else:
        assert str(made.declaration.valid_until) == day


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n", "\ufeffsep=;\n"])
def test_the_line_in_which_excel_says_the_delimiter_is_none_of_the_table(tmp_path, first):
    (tmp_path / "p.csv").write_text(
        first + "id;name.ja;declared_unit;boundary\nbento;茶,緑;1 個;cradle-to-gate\n;x;;\n",
        encoding="utf-8",
        newline="",
    )
    figures, bad, _ = opened(open_tables(tmp_path / "p.csv", csv_file(tmp_path / "l.csv", LINES[:2])))
    assert figures == pytest.approx({"bento": 0.2 * RICE})
    assert {each[1] for each in bad} == {3}  # as Excel counts


# Activities in the table of the products (K22, ERP systems)

WIDE = [
    [*PRODUCTS[0], "材料１", "量１", "単位１", "材料２", "量２", "単位２"],
    [*PRODUCTS[1], "米", "200", "g", "牛肉", "80", "g"],
    [*PRODUCTS[2], "米", "15", "g", "", "", ""],
]
GROUPS = {
    "activities": {
        "columns": {
            "name": "材料{n}",
            "amount": "量{n}",
            "unit": "単位{n}",
            "factor": {"column": "材料{n}", "values": {"米": "food.rice", "牛肉": "food.beef_steak"}},
        },
        "constants": {"stage": "raw-materials"},
    }
}


def test_groups_of_columns_are_activities(tmp_path):
    tables = open_tables(csv_file(tmp_path / "w.csv", WIDE), mapping=ColumnMap.read(GROUPS))
    figures, bad, _ = opened(tables)
    assert figures == pytest.approx({"bento": WHOLE["bento"], "miso": 0.015 * RICE})
    assert bad == []


def test_a_finding_in_a_group_names_its_column(tmp_path):
    rows = [list(row) for row in WIDE]
    rows[1][9] = "ton"
    tables = open_tables(csv_file(tmp_path / "w.csv", rows), mapping=ColumnMap.read(GROUPS))
    figures, bad, _ = opened(tables)
    assert set(figures) == {"miso"}
    assert bad == [("w.csv", 2, "bento", "単位２")]


def test_a_group_that_no_heading_has_is_one_error(tmp_path):
    said = {"activities": {"columns": GROUPS["activities"]["columns"] | {"amount": "数量{n}"}}}
    with pytest.raises(DocumentError, match=r"no column '数量\{n\}', which the map names for activities"):
        open_tables(csv_file(tmp_path / "w.csv", WIDE), mapping=ColumnMap.read(said))


SHARED = [
    ["id", "name.ja", "declared_unit", "boundary", "Item Code (Items)", "amount", "unit", "factor", "stage"],
    [*PRODUCTS[1], *LINES[1][1:]],
    ["", "", "", "", *LINES[2][1:]],
    [*PRODUCTS[2], *LINES[3][1:]],
    ["", "", "", "", *LINES[4][1:]],
]
NAMED = {"activities": {"columns": {"name": "Item Code (Items)"}}}


@pytest.mark.parametrize("twice", [False, True])
def test_products_and_activities_in_the_rows_of_one_table(tmp_path, twice):
    file = csv_file(tmp_path / "bom.csv", SHARED)
    figures, bad, remarks = opened(open_tables(file, file if twice else None, mapping=ColumnMap.read(NAMED)))
    assert (figures, bad) == (pytest.approx(WHOLE), [])
    assert "id stands on the first row of each product alone" in remarks[0]


def test_what_is_said_of_a_product_may_be_repeated_on_each_of_its_rows(tmp_path):
    rows = [list(row) for row in SHARED]
    rows[2][:4], rows[4][:4] = PRODUCTS[1], PRODUCTS[2]
    figures, bad, remarks = opened(
        open_tables(csv_file(tmp_path / "b.csv", rows), mapping=ColumnMap.read(NAMED))
    )
    assert (figures, bad, remarks) == (pytest.approx(WHOLE), [], ())


def test_a_row_without_an_id_that_names_another_product_leaves_no_figure_beside_it(tmp_path):
    rows = [list(row) for row in SHARED]
    rows[2][1] = "別の弁当"
    figures, bad, _ = opened(open_tables(csv_file(tmp_path / "b.csv", rows), mapping=ColumnMap.read(NAMED)))
    assert figures == {}
    assert ("b.csv", 3, None, "id") in bad


def test_variants_take_their_title_from_the_first_row_of_their_handle(tmp_path):
    rows = [
        ["Handle", "Title", "Variant SKU", "Variant Grams", "Image Src"],
        ["green-tea", "Green tea", "TEA-100", "100", "a.jpg"],
        ["green-tea", "", "TEA-1000", "1000", ""],
        ["green-tea", "", "", "", "b.jpg"],
        ["mug", "Mug", "MUG-1", "0", "c.jpg"],
    ]
    said = {
        "products": {
            "columns": {
                "id": "Variant SKU",
                "name.en": "Title",
                "mass": {"column": "Variant Grams", "unit": "g", "values": {"0": ""}},
            },
            "constants": {"declared_unit": "1 piece", "boundary": "cradle-to-gate"},
            "ignore": ["*"],
            "fill_down": ["name.en"],
            "fill_within": "Handle",
        }
    }
    lines = [LINES[0], *([each, *LINES[1][1:]] for each in ("TEA-100", "TEA-1000", "MUG-1"))]
    files = csv_file(tmp_path / "s.csv", rows), csv_file(tmp_path / "l.csv", lines)
    tables = open_tables(*files, mapping=ColumnMap.read(said))
    made = list(tables.products())
    assert [(each.id, each.name["en"], str(each.mass)) for each in made] == [
        ("TEA-100", "Green tea", "100 g"),
        ("TEA-1000", "Green tea", "1000 g"),
        ("MUG-1", "Mug", "None"),
    ]
    assert any(
        "nothing of their own in the columns that are read (1, the first is row 4)" in each
        for each in tables.remarks
    )


# Counted units of one's own


def test_units_of_ones_own_are_declared_in_the_map(tmp_path):
    own = [
        {"id": "own.token", "value": 0.002, "unit": "kgCO2e", "per": "1 {token}", "source": {"title": "own"}}
    ]
    lines = [LINES[0], ["bento", "推論", "1000", "token", "own.token", "production"]]
    files = csv_file(tmp_path / "p.csv", PRODUCTS[:2]), csv_file(tmp_path / "l.csv", lines)
    (made,) = open_tables(*files, mapping=ColumnMap.read({"units": ["token"]})).products()
    from co2label.model import EmissionFactor

    library = FactorLibrary.bundled().with_factors([EmissionFactor.read(each) for each in own])
    (footprint,) = compute_all([made], library)
    assert footprint.kg_co2e == pytest.approx(2.0)
    (bad,) = open_tables(*files).products()
    assert "unknown unit 'token'" in bad.reason
    with pytest.raises(DocumentError, match="units: 'kg' is a unit already"):
        ColumnMap.read({"units": ["kg"]})


# The same through Arrow


def frames(lines, products=PRODUCTS):
    tables = []
    for rows in (products, lines):
        columns = {heading: [row[place] or None for row in rows[1:]] for place, heading in enumerate(rows[0])}
        if "amount" in columns:
            columns["amount"] = [None if cell is None else float(cell) for cell in columns["amount"]]
        tables.append(pa.table(columns))
    return tables


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        (LINES, {"bento", "miso"}),
        (full_lines((3, ["bento", "合計", "280", "g", "", ""])), {"bento", "miso"}),
        (full_lines((3, ["Bento", *LINES[1][1:]])), {"miso"}),
        (full_lines((3, ["", *LINES[1][1:]])), set()),
    ],
)
def test_arrow_tables_give_the_same_figures_by_columns_and_by_rows(tmp_path, lines, given):
    by_rows, _, _ = opened(open_tables(*frames(lines)))
    assert by_rows == pytest.approx({name: WHOLE[name] for name in given})
    remarks = []
    batches = batches_of(*frames(lines), rejected=lambda _: None, remarked=remarks.append)
    found = [
        row for batch in footprint_batches(batches, FactorLibrary.bundled()) for row in batch.to_pylist()
    ]
    assert {row["id"]: row["kg_co2e"] for row in found} == pytest.approx(by_rows)
    assert bool(remarks) == (given == {"bento", "miso"})


def test_products_whose_ids_look_the_same_are_refused_in_nested_tables_too(tmp_path):
    line = {"name": "米", "amount": 200.0, "unit": "g", "factor": "food.rice", "stage": "raw-materials"}
    rows = [
        {"id": each, "name.ja": "品", "declared_unit": "1 個", "boundary": "cradle-to-gate", "lines": [line]}
        for each in ("tea", "bun", "TEA")
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "p.parquet")
    bad = []
    batches = list(batches_of(tmp_path / "p.parquet", rejected=bad.append))
    assert [row["id"] for batch in batches for row in batch.to_pylist()] == ["bun"]
    assert [each.product for each in bad] == ["tea", "TEA"]


# On the command line


@pytest.mark.parametrize(
    "command",
    [
        ["batch", "p.csv", "-o", "out", "--no-labels"],
        ["changed", str(EXAMPLES / "factors-2026.csv"), "--products", "p.csv"],
    ],
)
def test_what_is_read_otherwise_than_it_stands_there_is_printed(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    csv_file(tmp_path / "p.csv", PRODUCTS)
    csv_file(tmp_path / "l.csv", LINES)
    result = CliRunner().invoke(app, [*command, "--activities", "l.csv"])
    assert result.exit_code == 0, result.output
    assert "l.csv: product_id stands on the first row of each product alone" in result.stderr
