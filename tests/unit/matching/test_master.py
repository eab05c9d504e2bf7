"""A master without recipes: the best figure of each product, of which kind it is, and what is refused."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from co2label.declaration import declare
from co2label.errors import ClaimError, DocumentError
from co2label.factors import FactorLibrary
from co2label.footprint import compute, compute_all
from co2label.matching import (
    CATEGORY_HEADS,
    SUGGESTION_HEADS,
    Categories,
    Confirmed,
    ConfirmedMatch,
    match,
    read_master,
)
from co2label.model import Activity, EmissionFactor, Product


def factor(id_, value, per="1 kg", **names):
    return EmissionFactor(
        id=id_, value=value, unit="kgCO2e", per=per, name=names, source={"title": "made up"}
    )


LIBRARY = FactorLibrary(
    [
        factor("food.apple", 0.4, en="Apple", ja="りんご"),
        factor("food.banana", 0.8, en="Banana", ja="バナナ"),
        factor("food.milk", 1.2, en="Milk", ja="牛乳"),
        factor("food.egg", 3.0, en="Egg", ja="卵"),
    ]
)

CATEGORIES = (
    "category,factors,value,unit,per,low,high,source,note\n"
    "果物,food.apple food.banana,,,,,,,\n"
    "文具,,0.004,kgCO2e,1 JPY,0.001,0.01,own estimate 2025,\n"
)


@pytest.fixture
def categories(tmp_path):
    path = tmp_path / "categories.csv"
    path.write_text(CATEGORIES, encoding="utf-8")
    return Categories.read(path, LIBRARY)


def rows_of(columns, **options):
    confirmed = options.pop("confirmed", None)
    return list(read_master(match(columns, LIBRARY, confirmed=confirmed), **options))


def kg(row, *more):
    return compute(row.product, LIBRARY.with_factors(more)).kg_co2e


def confirmed(key, factor_id):
    return Confirmed([ConfirmedMatch(key, factor_id, "A. Sato", dt.date(2026, 12, 1))])


def test_a_confirmed_match_has_the_figure_of_its_size_and_may_be_declared():
    (row,) = rows_of(
        {"key": ["a"], "name": ["朝の牛乳 1L"]}, confirmed=confirmed("a", "food.milk"), year=2025
    )
    assert row.kind == "confirmed"
    assert kg(row) == pytest.approx(1.2 * 0.244 / 0.2365882365)
    assert "1 L taken as 1.03 kg" in row.said[0]
    declared = declare(
        compute(row.product, LIBRARY),
        company="x",
        issued="2026-12-01",
        valid_until="2027-12-01",
        info_url="https://a.example/x",
    )
    assert declared.kg_co2e == pytest.approx(kg(row))


def test_an_unconfirmed_match_is_an_estimate_with_the_span_of_its_candidates_and_is_not_declared():
    (row,) = rows_of({"name": ["完熟バナナ 500g"], "category": ["果物"]}, year=2025)
    assert (row.kind, row.product.estimated) == ("suggested", "suggested")
    footprint = compute(row.product, LIBRARY)
    assert footprint.kg_co2e == pytest.approx(0.4)
    assert footprint.interval.low <= 0.4 <= footprint.interval.high
    with pytest.raises(ClaimError, match="an estimate by a match of names that nobody has confirmed"):
        declare(
            footprint,
            company="x",
            issued="2026-12-01",
            valid_until="2027-12-01",
            info_url="https://a.example",
        )


def test_what_has_no_match_takes_the_average_of_its_category_with_its_spread(categories):
    (row,) = rows_of({"name": ["季節のおすすめ 300g"], "category": ["青果 > 果物"]}, categories=categories)
    assert (row.kind, row.product.estimated) == ("category", "category")
    footprint = compute(row.product, LIBRARY.with_factors(categories.factors))
    assert footprint.kg_co2e == pytest.approx(0.3 * (0.4 + 0.8) / 2)
    assert (footprint.interval.low, footprint.interval.high) == pytest.approx((0.12, 0.24), rel=0.01)


def test_a_price_comes_last_and_its_currency_is_what_the_heading_says(categories):
    columns = {"商品名": ["謎の品"], "部門": ["文具"], "税込価格": ["¥1,250"]}
    (row,) = rows_of(columns, categories=categories)
    assert row.kind == "price"
    footprint = compute(row.product, LIBRARY.with_factors(categories.factors))
    assert footprint.kg_co2e == pytest.approx(1250 * 0.004)
    assert row.said[0].startswith("by its 税込価格, 1250 JPY, and category.")
    assert footprint.kinds["spend"] == pytest.approx(1)


def test_a_suppliers_figure_comes_before_a_match_and_needs_the_supplier():
    columns = {
        "name": ["バナナ 500g"] * 2,
        "kg_co2e": ["0.7"] * 2,
        "supplier": ["Fruit Co.", ""],
        "key": ["a", "b"],
    }
    first, second = rows_of(columns)
    assert (first.kind, kg(first)) == ("supplier", pytest.approx(0.7))
    assert first.product.estimated is None
    assert second.kind == "suggested"
    assert "0.7 kg CO2e without a supplier" in second.said[0]


def test_an_own_recipe_comes_before_all_else():
    recipe = Product(
        id="own",
        gtin="4569951110016",
        name="Banana cake",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=[Activity("banana", "100 g", factor="food.banana", stage="raw-materials")],
    )
    (row,) = rows_of({"name": ["バナナ 500g"], "gtin": ["4569951110016"]}, recipes=[recipe])
    assert (row.kind, row.product) == ("recipe", recipe)


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("バナナ", "", "no size is known: the figure is per 1 kg"),
        ("バナナ", "2 パック", "no size is known: the figure is per 1 kg"),
        ("牛乳", "3 個", "the size '3 個' does not say how much one is: the figure is per 1 kg"),
    ],
)
def test_without_a_size_that_fits_the_figure_is_that_of_a_kilogram_and_the_reason_is_said(name, size, said):
    (row,) = rows_of({"name": [name], "size": [size]})
    assert (row.kind, row.product.declared_unit.text) == ("suggested", "1 kg")
    assert kg(row) == pytest.approx({"バナナ": 0.8, "牛乳": 1.2}[name])
    assert said in "; ".join(row.said)


def test_a_figure_of_one_by_its_price_comes_before_that_of_a_kilogram(categories):
    columns = {"name": ["バナナ"], "category": ["文具"], "price": ["100 JPY"]}
    (row,) = rows_of(columns, categories=categories)
    assert (row.kind, row.product.declared_unit.text) == ("price", "1 piece")
    assert not any("per 1 kg" in each for each in row.said)


def test_what_nobody_knows_has_no_figure_and_the_reason_is_said():
    (row,) = rows_of({"name": ["ふしぎ"], "size": ["1 個"]})
    assert (row.kind, row.product) == ("nothing", None)
    assert "nothing is known of what it is" in row.said[0]


def test_tags_of_open_food_facts_are_categories():
    (row,) = rows_of({"product_name": ["Mystery 500 g"], "categories_tags": ["en:fruits,en:bananas"]})
    assert row.kind == "suggested"
    assert kg(row) == pytest.approx(0.4)


def test_a_wrong_gtin_gives_no_product_and_is_said():
    (row,) = rows_of({"name": ["バナナ 500g"], "gtin": ["123"]})
    assert row.product is None
    assert "GTIN '123'" in row.said[0]


def test_counts_by_kind_and_by_sales():
    columns = {"name": ["バナナ 1kg", "ふしぎ"], "販売数": ["30", "10"]}
    master = read_master(match(columns, LIBRARY))
    assert [row.kind for row in master] == ["suggested", "nothing"]
    assert dict(master.counts) == {"suggested": 1, "nothing": 1}
    assert dict(master.sold) == {"suggested": 30, "nothing": 10}


def test_ids_are_the_same_in_every_run_and_every_product_can_be_computed(categories):
    columns = {"name": ["バナナ 1kg", "りんご 2個 300g", "牛乳 200ml×6"], "category": ["果物"] * 3}
    first, again = (rows_of(columns, categories=categories) for _ in range(2))
    assert [row.product.id for row in first] == [row.product.id for row in again]
    products = [row.product for row in first]
    figures = {one.product.id: one.kg_co2e for one in compute_all(products, LIBRARY)}
    assert next(iter(figures.values())) == pytest.approx(0.8)
    assert list(figures.values())[2] == pytest.approx(1.2 * 1.2 * 0.244 / 0.2365882365)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("果物,food.apple,1,kgCO2e,1 kg,,,x,", "either factors or a value"),
        ("果物,,,,,,,,", "either factors or a value"),
        (",food.apple,,,,,,,", "column category is empty"),
        ("果物,food.aple,,,,,,,", "no emission factor 'food.aple'"),
        ("果物,,1,kgCO2e,1 kg,,,,", "column source is empty"),
        ("果物,,a lot,kgCO2e,1 kg,,,x,", "expected a plain number"),
        ("果物,food.apple elec,,,,,,,", "average like ones"),
    ],
)
def test_a_row_of_categories_that_says_nothing_is_told_with_its_place(tmp_path, row, said):
    path = tmp_path / "categories.csv"
    path.write_text(f"{','.join(CATEGORY_HEADS)}\n{row}\n", encoding="utf-8")
    library = LIBRARY.with_factors([factor("elec", 0.4, per="1 kWh")])
    with pytest.raises(DocumentError, match=rf"categories.csv row 2.*{said}"):
        Categories.read(path, library)


def test_a_category_that_stands_there_twice_is_refused(tmp_path):
    path = tmp_path / "categories.csv"
    path.write_text("category,factors\nﾌﾙｰﾂ,food.apple\nフルーツ,food.banana\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="stands there twice"):
        Categories.read(path, LIBRARY)


def test_headings_of_masters_are_known_in_three_languages():
    for heading in ("商品名", "品名", "Product Name", "Désignation", "title"):
        (row,) = rows_of({heading: ["バナナ 500g"]})
        assert row.kind == "suggested"


def test_tables_that_people_fill_in_may_have_semicolons_and_be_workbooks(tmp_path):
    semicolons = tmp_path / "match.csv"
    semicolons.write_text("key;factor;by;on;note\na;food.milk;佐藤;2026-12-01;\n", encoding="cp932")
    assert Confirmed.read(semicolons, LIBRARY).of("a").by == "佐藤"
    book = openpyxl.Workbook()
    book.active.append(["category", "factors"])
    book.active.append(["果物", "food.apple"])
    book.save(tmp_path / "categories.xlsx")
    assert Categories.read(tmp_path / "categories.xlsx", LIBRARY).of("果物").of == ("food.apple",)


def test_suggestions_are_an_arrow_table_with_the_columns_of_the_file():
    table = match({"name": ["バナナ 500g", "ふしぎ"]}, LIBRARY).to_arrow()
    assert tuple(table.column_names) == SUGGESTION_HEADS
    assert table.column("factor").to_pylist() == ["food.banana", None]
    assert table.column("value").to_pylist() == [0.8, None]
