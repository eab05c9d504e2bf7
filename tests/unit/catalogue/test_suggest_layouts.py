"""Layouts by name: small tables of our own in the layouts of shops and ERP systems, and what is proposed for them."""

import csv
import io
import tomllib

import pytest

from co2label import FactorLibrary, Product, compute_all
from co2label.catalogue import ColumnMap, open_tables, products_of, suggest_map

SHOPIFY = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Variant Weight Unit,Status
green-tea,Green tea,<p>Leaf tea</p>,Sample Co,Tea,"a, b",TRUE,Size,100 g,TEA-100,100,10,540,'4569951110016,https://e.jp/a.jpg,g,active
green-tea,,,,,,,,1 kg,TEA-1000,1000,3,4400,'4569951110023,,kg,
green-tea,,,,,,,,,,,,,,https://e.jp/b.jpg,,
mug,Mug,<p>Mug</p>,Sample Co,Ware,,TRUE,Title,Default Title,MUG-1,0,5,1200,,https://e.jp/c.jpg,lb,active
"""
SHOPIFY_2025 = """\
Title,URL handle,Description,Vendor,Product category,Type,Status,SKU,Barcode,Option1 name,Option1 value,Price,\
Weight value (grams),Weight unit for display,Product image URL
Green tea,green-tea,Leaf,Sample,Food,Tea,Active,TEA-100,4569951110016,Size,100 g,5.40,100,g,https://e.jp/a.jpg
,green-tea,,,,,,TEA-1000,,Size,1 kg,44.00,1000,kg,
"""
WOOCOMMERCE = """\
ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,Is featured?,Visibility in catalog,Short description,Description,\
Tax status,In stock?,Stock,Weight (kg),Length (cm),Regular price,Categories,Images,Parent
100,simple,TEA,4569951110016,Green tea,1,0,visible,,<b>Leaf</b>,taxable,1,5,0.1,10,5.40,Food > Tea,https://e.jp/a.jpg,
101,simple,BUN,,Bun,1,0,visible,,,taxable,1,5,0.06,10,1.20,Food > Bread,https://e.jp/b.jpg,
"""
EC_CUBE = """\
商品ID,公開ステータス(ID),公開ステータス(名称),商品名,ショップ用メモ欄,商品説明(一覧),商品規格ID,商品種別(ID),規格分類1(ID),規格分類1(名称),\
商品コード,在庫数,在庫数無制限フラグ,通常価格,販売価格,商品画像,商品カテゴリ(ID),商品カテゴリ(名称)
1,1,公開,緑茶,,,1,1,,,tea-01,,1,600,540,a.jpg,1,飲料
2,1,公開,みそ汁,,,2,1,,,miso-01,,1,,128,b.jpg,2,惣菜
"""
ODOO = """\
External ID,Internal Reference,Name,Barcode,Sales Price,Cost,Weight,Unit of Measure,Product Category,Quantity On Hand
__export__.p1,TEA,Green tea,4569951110016,5.40,2.00,0.10,Units,All / Food,5
__export__.p2,BUN,Bun,,1.20,0.40,0.06,Units,All / Food,9
"""
ODOO_BOM = """\
External ID,Product,Quantity,BoM Type,BoM Lines/Component,BoM Lines/Quantity,BoM Lines/Product Unit of Measure
bom_1,TEA,1,Manufacture this product,green tea,100,g
,,,,paper,5,g
bom_2,BUN,1,Manufacture this product,flour,40,g
,,,,sugar,5,g
"""
ERPNEXT = """\
ID,Item Code,Item Name,Item Group,Default Unit of Measure,Weight Per Unit,Weight UOM,Standard Selling Rate,Barcode (Barcodes)
TEA,TEA,Green tea,Products,Nos,100,Gram,5.4,4569951110016
BUN,BUN,Bun,Products,Nos,60,Gram,1.2,
"""
ERPNEXT_BOM = """\
ID,Item,Item Name,Quantity,Item Code (Items),Qty (Items),Rate (Items),UOM (Items)
BOM-TEA-001,TEA,Green tea,1,green tea,0.1,8,Kg
,,,,paper,5,1,Gram
BOM-BUN-001,BUN,Bun,1,flour,0.04,1,Kg
"""
OFF = """\
code\turl\tcreator\tcreated_t\tproduct_name\tgeneric_name\tquantity\tbrands\tcategories\tmain_category\tcarbon-footprint_100g
4569951110016\thttp://world-en.openfoodfacts.org/product/4569951110016/tea\ta\t1529059080\tGreen tea\t\t100 g\tS\tTeas\ten:teas\t
3274080005003\thttp://world-en.openfoodfacts.org/product/3274080005003/eau\ta\t1529059080\tEau\t\t1.5 L\tC\tWaters\ten:waters\t14
"""


def suggested(tmp_path, text, activities=None, **options):
    files = [tmp_path / "t.csv"]
    files[0].write_text(text, encoding="utf-8")
    if activities is not None:
        files.append(tmp_path / "l.csv")
        files[1].write_text(activities, encoding="utf-8")
    found = suggest_map(*files, **options)
    return found, ColumnMap.read(tomllib.loads(found))


def columns(table):
    return {field: source.column for field, source in table.columns.items()}


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (
            SHOPIFY,
            "Shopify",
            {
                "id": "Variant SKU",
                "gtin": "Variant Barcode",
                "name.en": "Title",
                "mass": "Variant Grams",
                "category": "Type",
            },
        ),
        (
            SHOPIFY_2025,
            "Shopify",
            {
                "id": "SKU",
                "gtin": "Barcode",
                "name.en": "Title",
                "mass": "Weight value (grams)",
                "category": "Product category",
            },
        ),
        (
            WOOCOMMERCE,
            "WooCommerce",
            {
                "id": "SKU",
                "gtin": "GTIN, UPC, EAN, or ISBN",
                "name.en": "Name",
                "mass": "Weight (kg)",
                "category": "Categories",
            },
        ),
        (
            EC_CUBE,
            "EC-CUBE",
            {"id": "商品コード", "name.ja": "商品名", "price": "販売価格", "category": "商品カテゴリ(名称)"},
        ),
        (
            ODOO,
            "Odoo",
            {
                "id": "Internal Reference",
                "gtin": "Barcode",
                "name.en": "Name",
                "mass": "Weight",
                "category": "Product Category",
                "declared_unit.unit": "Unit of Measure",
            },
        ),
        (
            ERPNEXT,
            "ERPNext",
            {
                "id": "Item Code",
                "gtin": "Barcode (Barcodes)",
                "name.en": "Item Name",
                "mass": "Weight Per Unit",
                "mass.unit": "Weight UOM",
                "category": "Item Group",
                "declared_unit.unit": "Default Unit of Measure",
            },
        ),
        (
            OFF,
            "Open Food Facts",
            {
                "id": "code",
                "gtin": "code",
                "name.en": "product_name",
                "mass": "quantity",
                "category": "main_category",
                "info_url": "url",
            },
        ),
    ],
)
def test_a_layout_is_told_by_its_headings(tmp_path, text, name, found):
    written, read = suggested(tmp_path, text)
    assert columns(read.products) == found
    assert read.activities.columns == {}
    assert f"({name}, " in written.splitlines()[4]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (
            ODOO_BOM,
            "Odoo",
            {
                "product_id": "Product",
                "name": "BoM Lines/Component",
                "amount": "BoM Lines/Quantity",
                "unit": "BoM Lines/Product Unit of Measure",
            },
        ),
        (
            ERPNEXT_BOM,
            "ERPNext",
            {
                "product_id": "Item",
                "name": "Item Code (Items)",
                "amount": "Qty (Items)",
                "unit": "UOM (Items)",
            },
        ),
    ],
)
def test_a_bill_of_materials_is_one_of_activities_whose_ids_are_filled_down(tmp_path, text, name, found):
    written, read = suggested(tmp_path, text)
    assert read.products.columns == {}
    assert found.items() <= columns(read.activities).items()
    assert read.activities.fill_down == ("product_id",)
    assert f"({name}, bills of materials)" in written
    assert "have no " in written


def test_what_is_empty_zero_or_not_said_of_shopify_products_is_named(tmp_path):
    written, read = suggested(tmp_path, SHOPIFY)
    assert 'mass = { column = "Variant Grams", unit = "g" }' in written
    assert "# 1 of 4 rows have no Variant SKU: such a row is no product, or its id is lost" in written
    assert "# 1 of 3 Variant Grams are 0, which is none" in written
    assert '\n# missing: the currency is not said\n# price = { column = "Variant Price"' in written
    assert (read.products.fill_down, read.products.fill_within) == (("name.en", "category"), "Handle")
    assert "Variant Price" in read.products.ignore


def complete(read, **products):
    said = {"declared_unit": "1 piece", "boundary": "cradle-to-gate"} | products
    constants = {
        name: value
        for name, value in said.items()
        if name not in {field.split(".")[0] for field in read.products.columns}
    }
    of_products = read.products.model_copy(update={"constants": constants | read.products.constants})
    return read.model_copy(update={"products": of_products})


LINES = "product_id,name,amount,unit,factor,stage\n"


def test_a_proposed_map_reads_the_shop_it_was_proposed_for(tmp_path):
    _, read = suggested(tmp_path, SHOPIFY)
    mass = read.products.columns["mass"].model_copy(update={"values": {"0": ""}})
    read = read.model_copy(
        update={
            "products": read.products.model_copy(update={"columns": read.products.columns | {"mass": mass}})
        }
    )
    lines = tmp_path / "lines.csv"
    lines.write_text(
        LINES + "".join(f"{each},x,1,g,food.salt,production\n" for each in ("TEA-100", "TEA-1000", "MUG-1"))
    )
    tables = open_tables(tmp_path / "t.csv", lines, mapping=complete(read))
    made = list(tables.products())
    assert [(each.id, each.name["en"], each.gtin, str(each.mass), each.category) for each in made] == [
        ("TEA-100", "Green tea", "4569951110016", "100 g", "Tea"),
        ("TEA-1000", "Green tea", "4569951110023", "1000 g", "Tea"),
        ("MUG-1", "Mug", None, "None", "Ware"),
    ]


@pytest.mark.parametrize(("products", "bom"), [(ODOO, ODOO_BOM), (ERPNEXT, ERPNEXT_BOM)])
def test_products_and_bills_of_materials_of_an_erp_system_give_figures(tmp_path, products, bom):
    written, read = suggested(tmp_path, products, bom)
    assert "there is no column of factors" in written
    values = {
        "green tea": "food.green_tea",
        "paper": "material.paper.paper.primary",
        "flour": "food.jp.bread",
        "sugar": "food.sugar",
    }
    factor = {"factor": read.activities.columns["name"].model_copy(update={"values": values})}
    of_activities = read.activities.model_copy(
        update={"columns": read.activities.columns | factor, "constants": {"stage": "raw-materials"}}
    )
    said = complete(read).model_copy(update={"activities": of_activities})
    made = list(products_of(tmp_path / "t.csv", tmp_path / "l.csv", mapping=said))
    assert [each.id for each in made if isinstance(each, Product)] == ["TEA", "BUN"], made
    assert all(each.kg_co2e > 0 for each in compute_all(made))


def test_a_reading_is_no_name_and_an_empty_column_is_said(tmp_path):
    text = "商品CD,JAN,商品名,商品名ｶﾅ,部門名,容量,税込価格,単位名\n"
    text += "0001,,緑茶,ﾘｮｸﾁｬ,飲料,500ml,108,本\n0002,,みそ汁,ﾐｿｼﾙ,惣菜,180g,128,杯\n"
    written, read = suggested(tmp_path, text)
    assert columns(read.products) == {
        "id": "商品CD",
        "name.ja": "商品名",
        "category": "部門名",
        "mass": "容量",
        "price": "税込価格",
        "declared_unit.unit": "単位名",
    }
    assert read.products.columns["price"].unit == "JPY"
    assert "# JAN is empty: there is no gtin in it" in written
    assert "# 商品名ｶﾅ is how a name is read, and no name of its own" in written
    assert "# 1 of 2 容量 are volumes: give the density too" in written
    assert {"JAN", "商品名ｶﾅ"} <= set(read.products.ignore)


def test_units_in_headings_and_units_of_measure(tmp_path):
    _, read = suggested(
        tmp_path,
        "SKU,Title,Grams,Base UoM,Department,Price (EUR)\nT1,Tea,100,EA,Drinks,5.40\nT2,Bun,60,EA,Bakery,1.20\n",
    )
    assert (read.products.columns["mass"].unit, read.products.columns["price"].unit) == ("g", "EUR")
    assert read.products.columns["declared_unit.unit"].column == "Base UoM"
    assert read.products.columns["category"].column == "Department"


def test_an_address_is_no_stage(tmp_path):
    text = (
        "product_id,name,amount,unit,link\na,x,1,g,https://e.jp/product/1\nb,y,2,g,https://e.jp/product/2\n"
    )
    _, read = suggested(tmp_path, text)
    assert "stage" not in read.activities.columns


def test_what_a_map_says_already_stays_and_the_rest_is_proposed(tmp_path):
    text = "A,B,C,Grams\n1,Tea,food,100\n2,Bun,food,60\n"
    given = ColumnMap.read(
        {
            "units": ["GB"],
            "products": {
                "columns": {"id": "A", "name.en": {"column": "B", "values": {"Tea": "Green tea"}}},
                "constants": {"boundary": "cradle-to-gate", "year": 2025},
                "ignore": ["C"],
            },
        }
    )
    written, read = suggested(tmp_path, text, mapping=given)
    assert given.products.columns.items() <= read.products.columns.items()
    assert columns(read.products)["mass"] == "Grams"
    assert given.products.constants.items() <= read.products.constants.items()
    assert read.units == ("GB",)
    assert "the map says so" in written
    assert "# boundary" not in written
    given = ColumnMap.read({"products": {"columns": {"id": "No"}}})
    assert (
        "# the map names the column No for id, and there is none"
        in suggested(tmp_path, text, mapping=given)[0]
    )


def test_groups_of_columns_are_proposed_by_their_pattern(tmp_path):
    text = "id,name.ja,declared_unit,boundary,材料1,量1,単位1,材料2,量2,単位2,備考1\n"
    text += "bento,弁当,1 個,cradle-to-gate,米,200,g,牛肉,80,g,x\n"
    written, read = suggested(tmp_path, text)
    assert columns(read.activities) == {
        "name": "材料{n}",
        "factor": "材料{n}",
        "amount": "量{n}",
        "unit": "単位{n}",
    }
    assert read.products.ignore == ("備考1",)
    said = read.model_copy(
        update={"activities": read.activities.model_copy(update={"constants": {"stage": "raw-materials"}})}
    )
    (made,) = products_of(tmp_path / "t.csv", mapping=said)
    assert [(line.name, str(line.amount)) for line in made.activities] == [("米", "200 g"), ("牛肉", "80 g")]
    assert "check each" in written


def test_factors_are_what_a_search_finds_first(tmp_path):
    library = FactorLibrary.bundled()
    text = "product_id,name,amount,unit\na,米,1,g\na,牛肉,2,g\nb,謎の粉,3,g\n"
    written, read = suggested(tmp_path, text)
    assert read.activities.columns["factor"].values == {
        word: library.search(word)[0].id for word in ("米", "牛肉")
    }
    assert "# missing: what 謎の粉 mean" in written
    first, *others = library.search("牛肉", limit=3)
    exact = [each.id for each in (first, *others) if "牛肉" in each.name.values()]
    assert (f"# check: 牛肉 = {first.id} (or " in written) == (exact != [first.id])


def test_a_table_is_told_by_what_it_is(tmp_path):
    """A product master has an id a row and no amounts of anything; a recipe says how much of what."""
    master = "SKU,Description,Unit,Type\nA,Tea,EA,Drink\nB,Bun,EA,Food\n"
    _, read = suggested(tmp_path, master)
    assert (bool(read.products.columns), bool(read.activities.columns)) == (True, False)
    rows = [["product", "ingredient", "qty", "uom"], *(["A", name, "1", "g"] for name in ("x", "y", "z"))]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    _, read = suggested(tmp_path, out.getvalue())
    assert (bool(read.products.columns), bool(read.activities.columns)) == (False, True)
