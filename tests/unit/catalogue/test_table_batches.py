"""Tables as record batches: the same figures as through products, from every kind of table."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from co2label import DocumentError, FactorLibrary, compute_all
from co2label.catalogue import ColumnMap, RowProblem, bad_cells, batches_of, footprint_batches, products_of

EXAMPLES = Path("examples/catalogue")
FACTORS = FactorLibrary.bundled()


def _figures(batches):
    table = pa.Table.from_batches(footprint_batches(batches, FACTORS))
    return dict(zip(table["id"].to_pylist(), table["kg_co2e"].to_pylist(), strict=True))


def _never(found):
    raise AssertionError(found)


def _plain(rows):
    """Products that use no others: what a batch can be computed for alone."""
    return [product for product in rows if not any(line.product for line in product.activities)]


@pytest.fixture(scope="module")
def products():
    return _plain(products_of(EXAMPLES / "products.csv", EXAMPLES / "lines.csv"))


@pytest.fixture(scope="module")
def expected(products):
    return {one.product.id: one.kg_co2e for one in compute_all(products, FACTORS)}


@pytest.fixture(scope="module")
def nested(products):
    """The same products as their makers would keep them, under headings of their own."""
    stages = {"raw-materials": "原料", "production": "製造", "distribution": "配送", "end-of-life": "廃棄"}
    return pa.Table.from_pylist(
        [
            {
                "品番": each.id,
                "品名": each.name["ja"],
                "単位": "個",
                "g": each.mass and each.mass.si * 1000,
                "部材": [
                    {
                        "名": line.name,
                        "量": line.amount.value,
                        "unit": line.amount.unit.text,
                        "factor": line.factor,
                        "through": line.through,
                        "工程": stages[line.stage],
                    }
                    for line in each.activities
                ],
            }
            for each in products
        ]
    )


SAID = {
    "products": {
        "columns": {
            "id": "品番",
            "name.ja": "品名",
            "declared_unit.unit": "単位",
            "mass": {"column": "g", "unit": "g"},
            "lines": "部材",
        },
        "constants": {"declared_unit": "1", "boundary": "cradle-to-grave", "year": 2025},
    },
    "activities": {
        "columns": {
            "name": "名",
            "amount": "量",
            "stage": {
                "column": "工程",
                "values": {
                    "原料": "raw-materials",
                    "製造": "production",
                    "配送": "distribution",
                    "廃棄": "end-of-life",
                },
            },
        },
    },
}


def test_csv_gives_the_figures_of_compute_all(expected):
    found = _figures(batches_of(EXAMPLES / "products.csv", EXAMPLES / "lines.csv", rejected=_never))
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-12)


def test_a_parquet_file_with_nested_lines_is_passed_on_under_the_names_of_the_layout(
    tmp_path, nested, expected
):
    file = tmp_path / "p.parquet"
    pa.parquet.write_table(nested, file)
    batches = list(batches_of(file, mapping=ColumnMap.read(SAID), rejected=_never))
    sauce, pizza = 1, [each["品番"] for each in nested.to_pylist()].index("pizza")
    masses = batches[0].column("mass").to_pylist()
    assert (masses[sauce], masses[pizza]) == (None, "300 g")
    assert batches[0].column("year").to_pylist()[:2] == [2025, 2025]
    assert _figures(batches) == pytest.approx(expected, rel=1e-12)


def test_nothing_is_lost_where_lists_are_cut_missing_or_empty(nested):
    lists = nested["部材"].to_pylist()
    lists[1], lists[2] = None, []
    column = pa.array(lists, nested.schema.field("部材").type)
    odd = nested.set_column(4, "部材", column).slice(1, 4)
    (batch,) = batches_of(odd, mapping=ColumnMap.read(SAID), rejected=_never)
    assert [None if each is None else len(each) for each in batch.column("lines").to_pylist()] == [
        None,
        0,
        *(len(each) for each in lists[3:5]),
    ]


def test_bad_rows_keep_their_place_in_a_table_that_is_passed_on(nested):
    lists = nested["部材"].to_pylist()
    lists[3][1]["量"] = float("nan")
    odd = nested.set_column(4, "部材", pa.array(lists, nested.schema.field("部材").type))
    results = pa.Table.from_batches(
        footprint_batches(batches_of(odd, mapping=ColumnMap.read(SAID), rejected=_never), FACTORS)
    )
    assert [(each.row, each.column) for each in bad_cells(results)] == [(5, "lines[1].amount")]


def test_what_is_wrong_in_a_csv_table_goes_to_the_sink(tmp_path):
    lines = (EXAMPLES / "lines.csv").read_text(
        encoding="utf-8"
    ) + "apple,x,NaN,g,food.apple,,,raw-materials\n"
    file = tmp_path / "lines.csv"
    file.write_text(lines, encoding="utf-8")
    found = []
    batches = list(batches_of(EXAMPLES / "products.csv", file, rejected=found.append))
    assert "apple" not in [each for batch in batches for each in batch.column("id").to_pylist()]
    assert [(each.product, each.column) for each in found] == [("apple", "amount")]
    assert all(isinstance(each, RowProblem) for each in found)


def test_amounts_written_as_text_are_read_row_by_row(nested, expected):
    rows = nested.to_pylist()
    for row in rows:
        for line in row["部材"]:
            line["量"] = f"{line['量']!r} {line.pop('unit')}"
    found = _figures(batches_of(pa.Table.from_pylist(rows), mapping=ColumnMap.read(SAID), rejected=_never))
    assert found == pytest.approx(expected, rel=1e-12)


def test_a_column_that_moves_the_figure_is_never_left_out_silently(nested):
    rows = nested.to_pylist()
    for row in rows:
        for line in row["部材"]:
            line["loss.share_of_input"] = 0.1
    with pytest.raises(DocumentError, match=r"loss\.share_of_input.*no place"):
        batches_of(pa.Table.from_pylist(rows), mapping=ColumnMap.read(SAID), rejected=_never)


def _flat(products):
    heads = [{"id": each.id, "name.ja": each.name["ja"], "単位": "個"} for each in products]
    lines = [
        {"品番": each.id, "名": line.name, "量": line.amount.value, "unit": line.amount.unit.text}
        | {"factor": line.factor, "through": line.through, "stage": line.stage}
        for each in products
        for line in each.activities
    ]
    return heads, lines


FLAT = {
    "products": SAID["products"] | {"columns": {"declared_unit.unit": "単位"}},
    "activities": {"columns": {"product_id": "品番", "name": "名", "amount": "量"}},
}


def test_two_parquet_files_in_one_order_are_put_together_by_columns(
    tmp_path, products, expected, monkeypatch
):
    heads, lines = _flat(products)
    files = tmp_path / "p.parquet", tmp_path / "l.parquet"
    for file, rows in zip(files, (heads, lines), strict=True):
        pa.parquet.write_table(pa.Table.from_pylist(rows), file)
    monkeypatch.setattr("co2label.tabular._open._ROWS_AT_ONCE", 5)
    monkeypatch.setattr("co2label.catalogue._products.Tables.products", _never)
    batches = list(batches_of(*files, mapping=ColumnMap.read(FLAT), rejected=_never))
    assert [batch.num_rows for batch in batches[:2]] == [5, 5]
    assert _figures(batches) == pytest.approx(expected, rel=1e-12)


def test_the_activities_of_one_product_may_say_so_once(products, expected):
    heads, lines = _flat([products[0]])
    said = FLAT | {
        "activities": {
            "columns": {"name": "名", "amount": "量"},
            "constants": {"product_id": heads[0]["id"]},
            "ignore": ["品番"],
        }
    }
    tables = pa.Table.from_pylist(heads), pa.Table.from_pylist(lines)
    figures = _figures(batches_of(*tables, mapping=ColumnMap.read(said), rejected=_never))
    assert figures == pytest.approx({products[0].id: expected[products[0].id]}, rel=1e-12)


@pytest.mark.parametrize("fault", ["order", "twice", "no lines", "nobody's lines", "no id"])
def test_two_tables_that_do_not_go_together_go_the_way_of_all_tables(products, expected, fault):
    heads, lines = _flat(products)
    left_out = set()
    if fault == "order":
        lines.reverse()
    elif fault == "twice":
        heads.append(heads[0])
    elif fault == "no lines":
        lines = [line for line in lines if line["品番"] != heads[1]["id"]]
        left_out = {heads[1]["id"]}
    elif fault == "no id":
        heads[2] = heads[2] | {"id": None}
        left_out = {products[2].id}
    else:
        lines.insert(0, lines[0] | {"品番": "nobody"})
    found = []
    tables = pa.Table.from_pylist(heads), pa.Table.from_pylist(lines)
    figures = _figures(batches_of(*tables, mapping=ColumnMap.read(FLAT), rejected=found.append))
    assert figures == pytest.approx(
        {name: kg for name, kg in expected.items() if name not in left_out}, rel=1e-12
    )
    assert bool(found) == (fault != "order")
