"""Column maps that are proposed: for realistic headings, the same every time, and always a map that can be read."""

import tomllib
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from co2label import DocumentError, compute_all
from co2label.catalogue import ColumnMap, products_of, suggest_map

EXAMPLES = Path("examples/catalogue")


def _suggested(*sources, **options):
    text = suggest_map(*sources, **options)
    assert text == suggest_map(*sources, **options)
    return text, ColumnMap.read(tomllib.loads(text))


def _columns(table):
    return {field: source.column for field, source in table.columns.items()}


def _file(tmp_path, name, text, encoding="utf-8"):
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def test_the_map_of_the_japanese_example_is_found_but_for_what_no_table_says():
    text, found = _suggested(EXAMPLES / "products-ja.csv", EXAMPLES / "lines-ja.csv")
    wanted = ColumnMap.read(tomllib.loads((EXAMPLES / "map.toml").read_text(encoding="utf-8")))
    assert found.products.columns == wanted.products.columns
    assert found.products.ignore == wanted.products.ignore
    assert found.activities == wanted.activities
    for missing in ("boundary", "year", "company", "valid_until", "resolver"):
        assert f"\n# {missing} = " in text
    assert "6 of 6 cells are GTINs by their check digit" in text
    assert "CSV in CP932, cells between commas" in text


def test_the_map_of_an_english_export_with_decimal_commas(tmp_path):
    items = "Item No;EAN;Item name;UoM;Net weight [kg];Product group;Buyer\n"
    items += "1001;4569951110016;Rice ball;EA;0,110;Food;AB\n1002;4569951110023;Beef bowl;EA;0,350;Food;CD\n"
    parts = "Parent item;Component;Qty;UoM;Emission factor;Life cycle stage\n"
    parts += "1001;Rice;48,5;g;food.rice;Ingredients\n1001;Power;0,05;kWh;elec.grid.jp;Manufacturing\n"
    parts += "1002;Beef;70;g;food.beef_mince;Ingredients\n1002;Trip;0,35;t*km;freight.truck.avg;Transport\n"
    sources = _file(tmp_path, "items.csv", items), _file(tmp_path, "parts.csv", parts)
    text, found = _suggested(*sources)
    assert _columns(found.products) == {
        "id": "Item No",
        "gtin": "EAN",
        "name.en": "Item name",
        "declared_unit.unit": "UoM",
        "mass": "Net weight [kg]",
        "category": "Product group",
    }
    assert (found.products.columns["mass"].unit, found.products.constants) == ("kg", {"declared_unit": "1"})
    assert found.products.ignore == ("Buyer",)
    assert _columns(found.activities) == {
        "product_id": "Parent item",
        "name": "Component",
        "amount": "Qty",
        "unit": "UoM",
        "factor": "Emission factor",
        "stage": "Life cycle stage",
    }
    assert found.activities.columns["stage"].values["Transport"] == "distribution"
    assert "semicolons, decimal comma" in text
    complete = tomllib.loads(text)
    complete["products"]["constants"]["boundary"] = "cradle-to-grave"
    complete["activities"]["decimal"] = complete["products"]["decimal"] = ","
    made = list(products_of(*sources, mapping=ColumnMap.read(complete)))
    assert [str(each.mass) for each in made] == ["0.110 kg", "0.350 kg"]
    assert len(compute_all(made)) == 2


def test_a_recipe_without_units_stages_and_factors_says_what_is_missing(tmp_path):
    recipe = "商品コード,原材料名,使用量\nA1,砂糖,1.5\nA1,謎の粉,2\nB2,バター,3\n"
    text, found = _suggested(_file(tmp_path, "recipe.csv", recipe, "cp932"))
    assert found.products.columns == {}
    assert _columns(found.activities) == {
        "product_id": "商品コード",
        "name": "原材料名",
        "amount": "使用量",
        "factor": "原材料名",
    }
    assert found.activities.columns["factor"].values == {"砂糖": "food.sugar", "バター": "food.butter"}
    assert "missing: what 謎の粉 mean" in text
    assert "\n# unit = " in text
    assert "\n# stage = " in text


def test_a_jan_code_is_the_id_where_there_is_no_other(tmp_path):
    text, found = _suggested(
        _file(tmp_path, "a.csv", "バーコード,商品名,重量\n4569951110016,鮭,110\n49123456,塩,100\n")
    )
    assert _columns(found.products) == {"id": "バーコード", "gtin": "バーコード", "name.ja": "商品名"}
    assert (
        '# missing: the unit of these numbers is not said\n# mass = { column = "重量", unit = "g" }' in text
    )


def test_cells_speak_where_headings_do_not_and_against_them_where_they_do(tmp_path):
    lines = "A,B,C,数量,JAN\nx,food.rice,kg,1,123\nx,food.salt,g,2,124\ny,food.egg,個,abc,125\n"
    _, found = _suggested(_file(tmp_path, "p.csv", "商品コード\nx\ny\n"), _file(tmp_path, "l.csv", lines))
    assert _columns(found.activities) == {
        "product_id": "A",
        "factor": "B",
        "unit": "C",
        "amount": "数量",
    }
    _, alone = _suggested(_file(tmp_path, "g.csv", "商品コード,JAN,名称\nx,123,a\ny,124,b\n"))
    assert "gtin" not in alone.products.columns


def test_an_encoding_that_cannot_be_told_is_stated(tmp_path):
    file = _file(tmp_path, "a.csv", "Item No;Name\n1;Äpfel\n2;Öl\n", "cp1252")
    with pytest.raises(DocumentError, match="cannot be told"):
        suggest_map(file)
    stated = ColumnMap.read({"products": {"encoding": "cp1252"}, "activities": {"encoding": "cp1252"}})
    _, found = _suggested(file, mapping=stated)
    assert found.products.encoding == "cp1252"
    assert _columns(found.products) == {"id": "Item No", "name.en": "Name"}


def test_a_table_with_lists_of_lines_is_told_by_its_type():
    lines = [{"原材料": "米", "数量(g)": 48.0, "原単位": "food.rice", "工程": "原料"}]
    table = pa.table({"品番": ["a", "b"], "商品名": ["鮭", "塩"], "部材表": [lines, lines], "棚": ["1", "1"]})
    _, found = _suggested(table)
    assert _columns(found.products) == {"id": "品番", "name.ja": "商品名", "lines": "部材表"}
    assert found.products.ignore == ("棚",)
    assert _columns(found.activities) == {
        "name": "原材料",
        "amount": "数量(g)",
        "factor": "原単位",
        "stage": "工程",
    }
    assert found.activities.columns["amount"].unit == "g"


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "id",
        "JAN",
        "数量",
        "商品名",
        "stage",
        '"',
        "\\",
        "a\nb",
        "\x7f",
        "'''",
        "#",
        "単位(g)",
        "工程",
        "原料",
        "4569951110016",
        "2025",
    ]
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=4))
def test_whatever_stands_in_a_table_the_proposal_can_be_read(tmp_path_factory, rows):
    quoted = (
        "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    ).encode()
    file = tmp_path_factory.mktemp("any") / "any.csv"
    file.write_bytes(quoted)
    try:
        text = suggest_map(file)
    except DocumentError:
        return
    ColumnMap.read(tomllib.loads(text))


TITLED = "商品マスタ 2026\n作成,本部\n\n商品コード,商品名,単位,内容量(g)\nA1,おにぎり,個,110\nA2,緑茶,本,525\nA3,牛丼,個,350\n"


def test_headings_below_titles_are_found_and_their_row_is_said(tmp_path):
    text, found = _suggested(_file(tmp_path, "p.csv", TITLED, "cp932"))
    assert "\nheader_row = 4\n" in text
    assert _columns(found.products)["id"] == "商品コード"
    book = Workbook()
    for line in TITLED.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "p.xlsx")
    assert _suggested(tmp_path / "p.xlsx")[1] == found


def test_one_row_that_is_too_wide_moves_no_headings(tmp_path):
    table = "商品コード,商品名\nA1,おにぎり\nA2,緑茶,濃い,熱い\nA3,牛丼\n"
    text, found = _suggested(_file(tmp_path, "p.csv", table))
    assert "header_row" not in text
    assert _columns(found.products)["id"] == "商品コード"


def test_one_title_alone_is_said_where_headings_do_not_fit(tmp_path):
    with pytest.raises(DocumentError, match=r"row 1: only one heading; .* \(header_row = …\)"):
        list(products_of(_file(tmp_path, "p.csv", "商品マスタ\n" + TITLED)))
