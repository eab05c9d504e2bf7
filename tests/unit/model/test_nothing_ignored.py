"""Nothing that was said is ignored: what a front does not read it refuses at its place; every field of the model is tried."""

import copy
import json
import tomllib
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from co2label.catalogue import (
    LINE_FIELDS,
    PRODUCT_FIELDS,
    ColumnMap,
    activity_rows,
    bad_cells,
    batches_of,
    footprint_batches,
    footprint_file,
    footprints,
    group_lines,
    open_tables,
    product_rows,
    products_of,
    what_changed_batches,
    what_changed_table,
)
from co2label.catalogue._arrow_rows import has_content
from co2label.catalogue._column_map import ACTIVITY, PRODUCT
from co2label.catalogue._layout import unknown_column
from co2label.errors import Co2LabelError, DocumentError
from co2label.factors import FactorLibrary, read_table
from co2label.factors._table import COLUMNS
from co2label.footprint import compute
from co2label.incentive import Campaign, GiftProgramme, NudgeContext, Plan, Pledges, Trial
from co2label.incentive._actions import table_of
from co2label.model import RULE_FIELDS, Activity, DeclarationData, EmissionFactor, Product, document_of
from co2label.receipt import basket_of, purchases_of

NONE = FactorLibrary()
LINE = {"name": "leaves", "amount": 334.0, "unit": "g", "stage": "production", "gas": "CO2"}
OF_LINES = {
    "electricity": {"method": "location", "grid": "elec.grid.jp"},
    "origin": "fossil",
    "component": "fossil",
    "recycling": {"method": "cut-off", "recycled": "x", "r1": 0.5},
    "routes": [{"share": 1.0, "factor": "x"}],
    "legs": [{"mode": "x", "distance": "3 km"}],
    "stages": "own",
    "loss": {"share_of_input": 0.07},
    "quality": {"dqr": 2.0},
    "removal": {"kind": "biochar"},
    "uncertainty": {"percent": 5.0},
}
OF_PRODUCTS = {
    "activities": [{"name": "x"}],
    "biogenic_carbon": "0.1 kg",
    "declaration": {"company": "Chaya"},
    "cut_off": {"left_out_percent": 3.0},
    "nothing_in": {"use": "eaten as it is"},
    "lot": "A1",
    "estimated": "category",
    **dict.fromkeys(DeclarationData.model_fields, "x"),
    "publish_working": True,
}
NO_PLACE = (
    "a field of an activity that has no place here; write these products as a document (TOML, JSON), or name it in "
    "`ignore`"
)
WITHOUT_A_FIELD = {"los": 0.1, "thruogh": "gate", "sku": "A-1", "LOSS": 0.1, "loss.share_of_input": 0.1}


def table(line=LINE, **product):
    return pa.table({"id": ["tea"], "declared_unit": ["1 piece"]} | product | {"lines": [[line]]})


def flat(line=LINE, **product):
    columns = {name: [value] for name, value in line.items()}
    return pa.table({"id": ["tea"], "declared_unit": ["1 piece"]} | product | columns)


def from_lists(line=LINE, ignore=(), **product):
    return footprint_batches(group_lines(flat(line, **product)), NONE, ignore=ignore)


def by_polars(line=LINE, ignore=(), **product):
    return footprint_batches(pl.DataFrame(table(line, **product)), NONE, ignore=ignore)


def by_pandas(line=LINE, ignore=(), **product):
    frame = pd.DataFrame({"id": ["tea"], "declared_unit": ["1 piece"], "lines": [[line]]} | product)
    return footprint_batches(pa.Table.from_pandas(frame), NONE, ignore=ignore)


FRONTS = {
    "footprint_batches": lambda line=LINE, ignore=(), **more: footprint_batches(
        table(line, **more), NONE, ignore=ignore
    ),
    "footprints": lambda line=LINE, ignore=(), **more: footprints(
        table(line, **more), NONE, ignore=ignore
    ).to_batches(),
    "lists": from_lists,
    "polars": by_polars,
    "pandas": by_pandas,
}
EVERY_FRONT = pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)


def bad(results):
    return [(cell.column, cell.reason) for cell in bad_cells(pa.Table.from_batches(results), "table")]


def test_the_fields_of_the_model_are_all_tried():
    """A field that somebody adds to the model has to be read by every front, or to be tried here."""
    assert {*Activity.model_fields} == {*OF_LINES, *LINE_FIELDS} - {"unit"}
    columns = {name.partition(".")[0] for name in PRODUCT_FIELDS}
    assert {*Product.model_fields, *DeclarationData.model_fields} == {*OF_PRODUCTS, *columns}


def test_a_loss_beside_an_amount_is_not_dropped():
    lost = LINE | {"loss": {"share_of_input": 0.07}}
    tea = Product(
        id="tea",
        name="Tea",
        declared_unit="1 piece",
        boundary="gate-to-gate",
        activities=[
            Activity("leaves", "334 g", gas="CO2", stage="production", loss={"share_of_input": 0.07})
        ],
    )
    assert compute(tea).kg_co2e == pytest.approx(0.334 / 0.93)
    (results,) = footprint_batches(table(lost), NONE)
    assert results.column("kg_co2e").to_pylist() == [None]
    assert bad([results]) == [
        (
            "lines[0].loss",
            NO_PLACE,
        )
    ]


@EVERY_FRONT
@pytest.mark.parametrize("field", OF_LINES)
def test_a_field_of_an_activity_without_a_place_is_a_finding(front, field):
    (cell,) = bad(front(LINE | {field: OF_LINES[field]}))
    assert cell[0] == f"lines[0].{field}"
    assert "no place here" in cell[1]
    assert bad(front(LINE | {field: OF_LINES[field]}, ignore=["*"])) == [cell]
    assert bad(front(LINE | {field: OF_LINES[field]}, ignore=[field])) == []


@EVERY_FRONT
@pytest.mark.parametrize("name", WITHOUT_A_FIELD)
def test_a_field_of_a_line_that_nobody_knows_is_a_finding(front, name):
    (cell,) = bad(front(LINE | {name: WITHOUT_A_FIELD[name]}))
    assert cell[0] == f"lines[0].{name}"
    assert bad(front(LINE | {name: WITHOUT_A_FIELD[name]}, ignore=[name])) == []
    is_slip_in_capitals = name.lower().startswith("loss")
    assert len(bad(front(LINE | {name: WITHOUT_A_FIELD[name]}, ignore=["*"]))) == is_slip_in_capitals


@pytest.mark.parametrize("front", [FRONTS[name] for name in FRONTS if name != "lists"])
@pytest.mark.parametrize("field", [*OF_PRODUCTS, *RULE_FIELDS])
def test_a_field_of_a_product_without_a_place_is_a_finding(front, field):
    value = (OF_PRODUCTS | OF_LINES)[field]
    (cell,) = bad(front(**{field: [value]}))
    assert cell[0] == field
    assert "no place here" in cell[1]
    assert bad(front(**{field: [value]}, ignore=["*"])) == [cell]
    assert bad(front(**{field: [value]}, ignore=[field])) == []


@pytest.mark.parametrize("front", [FRONTS[name] for name in FRONTS if name != "lists"])
def test_a_foreign_column_of_products_is_a_finding_until_it_is_ignored(front):
    assert bad(front(shelf=["A-12"])) == [
        ("shelf", "no field of a product; leave it out, or name it in `ignore`")
    ]
    assert bad(front(shelf=["A-12"], price_yen=[178], ignore=["*"])) == []
    assert bad(front(**{"name.ja": ["茶"], "name.en": ["Tea"]})) == []
    assert bad(front(declared_unt=["1 kg"])) == [
        ("declared_unt", "no field of a product; did you mean 'declared_unit'?")
    ]


@EVERY_FRONT
def test_what_is_empty_says_nothing(front):
    empty = {"loss": None, "routes": None, "sku": None}
    assert bad(front(LINE | empty)) == []
    (results,) = footprint_batches(
        table(LINE | {"loss": {"share_of_input": None, "per_output": None}, "note": " ", "routes": []}), NONE
    )
    assert results.column("kg_co2e").to_pylist() == pytest.approx([0.334])


def test_rows_that_say_nothing_there_are_computed_and_the_others_are_not():
    rows = [
        [LINE],
        [LINE | {"loss": None}, LINE | {"loss": {"share_of_input": 0.1}}],
        [LINE | {"loss": {"share_of_input": None}}],
    ]
    (results,) = footprint_batches(pa.table({"id": ["a", "b", "c"], "lines": rows}), NONE)
    assert results.column("kg_co2e").to_pylist() == pytest.approx([0.334, None, 0.334], abs=1e-12)
    assert [(cell.row, cell.column) for cell in bad_cells(results, "x")] == [(3, "lines[1].loss")]


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([None, 0.0, float("nan")], pa.float64(), [False, True, False]),
        ([None, 0, 1], pa.int64(), [False, True, True]),
        ([None, False, True], pa.bool_(), [False, True, True]),
        ([None, "", " ", "x"], pa.dictionary(pa.int8(), pa.string()), [False, False, False, True]),
        ([None, "", "x"], pa.large_string(), [False, False, True]),
        ([None, [], ["x"]], pa.list_(pa.string()), [False, False, True]),
        ([None, [], ["x"]], pa.large_list(pa.string()), [False, False, True]),
        ([None, [], [("a", 1)]], pa.map_(pa.string(), pa.int8()), [False, False, True]),
        ([None, None], pa.null(), [False, False]),
        (
            [{"a": {"b": None}}, {"a": {"b": "x"}}, None],
            pa.struct({"a": pa.struct({"b": pa.string()})}),
            None,
        ),
    ],
)
def test_what_counts_as_said(cells, kind, expected):
    assert has_content(pa.array(cells, kind)).tolist() == (expected or [False, True, False])


def test_a_name_that_stands_there_twice_is_refused():
    twice = pa.Table.from_arrays([pa.array(["tea"]), pa.array(["tee"])], ["id", "id"])
    with pytest.raises(DocumentError, match="column id: stands there twice"):
        list(footprint_batches(twice.append_column("lines", table().column("lines")), NONE))
    with pytest.raises(DocumentError, match="column amount: stands there twice"):
        list(group_lines(flat().append_column("amount", pa.array([1.0]))))
    amounts = [pa.array([1.0]), pa.array([2.0]), pa.array(["g"]), pa.array(["use"]), pa.array(["CO2"])]
    struct = pa.StructArray.from_arrays(amounts, ["amount", "amount", "unit", "stage", "gas"])
    nested = pa.ListArray.from_arrays([0, 1], struct)
    with pytest.raises(DocumentError, match=r"lines\.amount: stands there twice"):
        list(footprint_batches(pa.table({"id": ["tea"], "lines": nested}), NONE))


def test_files_and_changes_refuse_what_they_do_not_read(tmp_path):
    lost = table(LINE | {"loss": {"share_of_input": 0.07}})
    parquet.write_table(lost, tmp_path / "in.parquet")
    filed = footprint_file(tmp_path / "in.parquet", tmp_path / "out.parquet", NONE)
    assert (filed.products, filed.rejected) == (0, 1)
    assert parquet.read_table(filed.errors).column("column").to_pylist() == ["lines[0].loss"]
    again = footprint_file(tmp_path / "in.parquet", tmp_path / "out.parquet", NONE, ignore=["loss"])
    assert (again.products, again.rejected) == (1, 0)
    for changed in (what_changed_batches, what_changed_table):
        assert "no place here" in changed(lost, NONE, NONE).never["tea"]
        assert changed(lost, NONE, NONE, ignore=["loss"]).never == {}


# ---------------------------------------------------------------- tables

PRODUCT_ROW = {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "gate-to-gate"}
LINE_ROW = {"product_id": "tea", "name": "x", "amount": "1 kg", "stage": "production", "gas": "CO2"}
NEVER = {"activities", *DeclarationData.model_fields} - {name.partition(".")[0] for name in PRODUCT}


def written(tmp_path, product=(), line=()):
    paths = []
    for name, row in (("products", PRODUCT_ROW | dict(product)), ("lines", LINE_ROW | dict(line))):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    return paths


@pytest.mark.parametrize("field", [field for field in Activity.model_fields if field not in ACTIVITY])
def test_a_table_of_activities_refuses_fields_without_a_column(tmp_path, field):
    paths = written(tmp_path, line={field: "x"})
    for ignore in ((), ("*",)):
        with pytest.raises(DocumentError) as caught:
            open_tables(*paths, mapping=ColumnMap.read({"activities": {"ignore": ignore}}))
        (problem,) = caught.value.problems
        assert f"column '{field}' is a field of an activity" in problem.what
        assert "document (TOML, JSON)" in problem.todo or f"{field}." in problem.todo
    tables = open_tables(*paths, mapping=ColumnMap.read({"activities": {"ignore": [field]}}))
    assert [made.id for made in tables.products()] == ["tea"]
    assert tables.unread == {}


@pytest.mark.parametrize("field", sorted({*NEVER, *RULE_FIELDS, "declaration", "cut_off", "uncertainty"}))
def test_a_table_of_products_refuses_fields_without_a_column(tmp_path, field):
    for ignore in ((), ("*",)):
        said_of_all = ColumnMap.read({"products": {"ignore": ignore}})
        with pytest.raises(DocumentError, match=f"column '{field}' is a field of a product"):
            open_tables(*written(tmp_path, product={field: "x"}), mapping=said_of_all)


@pytest.mark.parametrize(
    "field", [*Activity.model_fields, *Product.model_fields, *DeclarationData.model_fields]
)
def test_every_field_of_the_model_is_a_column_or_refused(field):
    for fields, noun in ((ACTIVITY, Activity), (PRODUCT, Product), (PRODUCT, DeclarationData)):
        if field in noun.model_fields and field not in fields:
            assert unknown_column(field, "line" if noun is Activity else "product")


def test_what_a_map_passes_over_is_listed_once(tmp_path):
    paths = written(tmp_path, product={"棚番": "A-1", "": "x", "原価": "90"}, line={"備考": "-"})
    every = {"products": {"ignore": ["*", "原価"]}, "activities": {"ignore": ["*"]}}
    tables = open_tables(*paths, mapping=ColumnMap.read(every))
    assert list(tables.unread.values()) == [("棚番", "column 6 without a heading"), ("備考",)]


@pytest.mark.parametrize(
    ("product", "line", "mapping", "message"),
    [
        (
            {"mass.unit": "g"},
            {},
            {},
            "'mass.unit' is the unit of mass, and there is no column mass; add it, or let the map ignore the unit",
        ),
        (
            {},
            {"amount": "1", "unit": "g"},
            {"activities": {"columns": {"amount": {"column": "amount", "unit": "kg"}}}},
            "the unit of amount is given twice, in the map and in 'unit'; keep one of them; the map may ignore a column",
        ),
    ],
)
def test_a_unit_that_nothing_would_read_is_refused(tmp_path, product, line, mapping, message):
    with pytest.raises(DocumentError) as caught:
        open_tables(*written(tmp_path, product, line), mapping=ColumnMap.read(mapping))
    assert [problem.reason for problem in caught.value.problems] == [message]


def test_nested_lines_of_a_table_refuse_a_rule():
    nested = table(LINE | {"loss": {"share_of_input": 0.07}}, name=["Tea"], boundary=["gate-to-gate"])
    for front in (products_of, lambda source: batches_of(source, rejected=print)):
        with pytest.raises(DocumentError, match="column 'loss' is a field of an activity"):
            list(front(nested))


def test_products_that_say_more_than_the_tables_of_factors_hold_are_refused():
    line = Activity("x", "1 kg", factor="x", stage="production", loss={"share_of_input": 0.1})
    tea = Product(
        id="tea", name="Tea", declared_unit="1 kg", boundary="gate-to-gate", mass="1 kg", activities=[line]
    )
    with pytest.raises(DocumentError, match=r"tea\.mass: has no column"):
        product_rows([tea])
    with pytest.raises(DocumentError, match=r"tea: x\.loss: has no column"):
        list(activity_rows([tea]))


@pytest.mark.parametrize("field", EmissionFactor.model_fields)
def test_a_table_of_factors_has_a_column_for_a_field_or_refuses_it(tmp_path, field):
    if field in COLUMNS:
        return
    file = tmp_path / "factors.csv"
    file.write_text(f"id,value,unit,per,source_title,{field}\nx.y,1,kgCO2e,1 kg,EPD,1\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=f"unknown column '{field}'"):
        read_table(file)


@pytest.mark.parametrize("column", ["gases", "components", "stages"])
def test_a_part_of_a_factor_that_stands_there_twice_is_refused(tmp_path, column):
    file = tmp_path / "factors.csv"
    file.write_text(
        f"id,value,unit,per,source_title,{column}\nx.y,1,kgCO2e,1 kg,EPD,CO2=0.5 CO2=0.5\n", encoding="utf-8"
    )
    with pytest.raises(DocumentError, match=rf"{column}\.CO2: stands there twice"):
        read_table(file)


@pytest.mark.parametrize("name", ["actions.csv", "living.csv", "action_sources.csv"])
def test_a_cell_below_no_heading_is_refused_in_a_table_of_actions(tmp_path, name):
    own = Path("co2label/incentive/data")
    for each in ("actions.csv", "living.csv", "action_sources.csv"):
        rows = (own / each).read_text(encoding="utf-8").splitlines()
        rows[1] += ",more" * (each == name)
        (tmp_path / each).write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(DocumentError, match=f"{name} row 2: more cells than the header has"):
        table_of(tmp_path)


# ---------------------------------------------------------------- documents of every kind

EXAMPLES = Path("examples")
READERS = {
    **{path.name: document_of for path in sorted(EXAMPLES.glob("*.toml"))},
    "tshirt.json": document_of,
    "basket.json": basket_of,
    "basket-points.json": basket_of,
    "nudging-basket.json": basket_of,
    "receipts-november.json": purchases_of,
    "point-campaign.toml": Campaign.read,
    "gifts-iwate.toml": GiftProgramme.read,
    "plan.toml": Plan.read,
    "pledges.json": Pledges.read,
}
FREE = {("receipts-november.json", ("categories",))}
"""Tables whose keys are the names of things, not of fields."""


def tables_in(data, path=()):
    """The places of all tables in a document."""
    if isinstance(data, dict):
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else [])
    for key, value in items:
        yield from tables_in(value, (*path, key))


@pytest.mark.parametrize("name", READERS)
def test_an_unknown_field_is_refused_wherever_it_stands(name):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    whole = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    READERS[name](copy.deepcopy(whole))
    for path in tables_in(whole):
        if (name, path) in FREE:
            continue
        data = copy.deepcopy(whole)
        place = data
        for key in path:
            place = place[key]
        place["no_such_field"] = "x"
        with pytest.raises(Co2LabelError, match="no_such_field"):
            READERS[name](data)


@pytest.mark.parametrize("noun", [NudgeContext, Trial])
def test_settings_of_nudges_refuse_unknown_fields(noun):
    with pytest.raises(DocumentError, match="no_such_field"):
        noun.read({"no_such_field": 1})


@pytest.mark.parametrize("key", ["factors", "units"])
def test_what_stands_beside_a_basket_for_no_product_is_refused(key):
    line = {"name": "Tea", "quantity": 1, "price": 100, "kg_co2e": 0.1}
    beside = {"factors": [{"id": "x"}], "units": ["token"]}[key]
    with pytest.raises(DocumentError, match=f"{key}: is used by no product of this basket"):
        basket_of({"lines": [line], key: beside})
    receipts = {"receipts": [{"date": "2026-11-02", "lines": [line]}], key: beside}
    with pytest.raises(DocumentError, match=f"{key}: is used by no product of these receipts"):
        purchases_of(receipts)


def test_a_receipt_with_products_of_its_own_has_those_beside_it_too():
    """What stood beside the receipts was dropped by each one that brought anything of the same kind."""

    def product(name, kg):
        line = {"name": "gas", "amount": f"{kg} kg", "gas": "CO2", "stage": "production"}
        more = {"declared_unit": "1 piece", "boundary": "gate-to-gate", "activities": [line]}
        return {"id": name, "name": name} | more

    lines = [{"name": each, "quantity": 1, "price": 100, "product": each} for each in ("tea", "bun")]
    receipt = {"date": "2026-11-02", "products": [product("bun", 2)], "lines": lines}
    (_, found), *_ = purchases_of({"receipts": [receipt], "products": [product("tea", 1)]}).receipts
    assert [line.unit_kg_co2e for line in found.lines] == pytest.approx([1.0, 2.0])
