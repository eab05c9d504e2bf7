"""A real Spark with two executor processes gives the table of the local run, to the last bit."""

import random
import runpy
import sys
from pathlib import Path

import pytest

from co2label import catalogue
from co2label.catalogue import result_schema, spark
from co2label.errors import DocumentError, FactorError

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"  # whose frames are not used here
)
MADE = runpy.run_path(str(Path(__file__).parent / "spark_catalogue.py"))
LIBRARY, in_order, line_of, local = (MADE[name] for name in ("LIBRARY", "in_order", "line_of", "local"))
nested, rows_of, spoil, table_of = (MADE[name] for name in ("nested", "rows_of", "spoil", "table_of"))


@pytest.fixture(scope="module")
def catalog():
    return table_of(spoil(rows_of(3_000)))


@pytest.fixture(scope="module")
def expected(catalog):
    return in_order(local(catalog))


def executors(cluster):
    """Tasks done by executor, as Spark counts them; the driver is none."""
    found = cluster.sparkContext._jsc.sc().statusStore().executorList(False)
    listed = [found.apply(place) for place in range(found.size())]
    return {one.id(): one.completedTasks() for one in listed if one.id() != "driver"}


def test_the_table_of_the_local_run_computed_by_two_executors(cluster, catalog, expected):
    before = executors(cluster)
    result = spark.footprints(cluster.createDataFrame(catalog).repartition(6), LIBRARY, row="row")
    assert result.schema == spark.result_type()
    assert in_order(result.toArrow()) == expected
    done = {name: count - before.get(name, 0) for name, count in executors(cluster).items()}
    assert len(done) == 2
    assert all(count > 0 for count in done.values()), done


def test_skew_all_rows_in_one_partition_and_one_huge_product(cluster):
    rows = spoil(rows_of(600, seed=3))
    luck = random.Random(4)
    rows[100]["lines"] = [line_of(luck) for _ in range(150_000)]
    table = table_of(rows)
    frame = cluster.createDataFrame(table).coalesce(1)
    assert frame.rdd.getNumPartitions() == 1
    assert in_order(spark.footprints(frame, LIBRARY, row="row").toArrow()) == in_order(local(table))


def test_rows_without_numbers_the_first_of_one_id_is_none(cluster, catalog, expected):
    found = in_order(
        spark.footprints(cluster.createDataFrame(catalog), LIBRARY, ignore=["row"])
        .toArrow()
        .drop_columns("errors")
    )
    assert len(found) == len(expected)
    twice = catalog.column("id")[3].as_py()
    kept = [row[:-1] for row in expected]
    (first,) = [row for row in kept if row[0] == repr(twice) and row[1] != "None"]
    kept[kept.index(first)] = (first[0], *["None"] * (len(first) - 1))
    assert found == sorted(kept)


def test_errors_are_a_table_by_a_filter(cluster, catalog):
    result = spark.footprints(cluster.createDataFrame(catalog), LIBRARY, row="row")
    found = result.where("errors is not null").selectExpr("id", "inline(errors)").toArrow().to_pylist()
    cells = catalogue.bad_cells(local(catalog))
    wanted = [(cell.row, cell.product, cell.column, cell.value, cell.reason) for cell in cells]
    assert sorted(wanted) == sorted(
        (cell["row"], cell["id"] or None, cell["column"], cell["value"], cell["reason"]) for cell in found
    )
    assert len(wanted) > 12


def apart(table):
    """The results as bits, and the standard deviations, which are added up in the order in which factors first appear."""
    place = table.column_names.index("standard_deviation")
    rows = in_order(table)
    deviations = [row[place] for row in rows]
    numbers = [float.fromhex(text) if text.startswith("0x") else 0.0 for text in deviations]
    return [(*row[:place], *row[place + 1 :]) for row in rows], numbers


def test_products_that_use_products(cluster):
    table = table_of(nested(spoil(rows_of(900, seed=21))))
    frame = cluster.createDataFrame(table).repartition(3)
    ours, deviations = apart(spark.footprints(frame, LIBRARY, row="row").toArrow())
    expected, wanted = apart(catalogue.footprints(table, LIBRARY, ignore=["row"]))
    assert ours == expected
    assert deviations == pytest.approx(wanted, rel=1e-12)
    assert sum("cannot be computed itself" in row[-1] for row in ours) > 5
    assert sum("no product" in row[-1] for row in ours) > 0
    assert sum("the loop " in row[-1] for row in ours) >= 2


def test_of_a_product_that_is_there_twice_no_other_can_be_computed(cluster):
    line = {"amount": 1.0, "unit": "kg", "stage": "use"}
    rows = rows_of(3)
    rows[0]["id"] = rows[1]["id"]
    rows[2]["lines"] = [line | {"unit": "piece", "product": rows[1]["id"]}]
    found = (
        spark.footprints(cluster.createDataFrame(table_of(rows)), LIBRARY, ignore=["row"])
        .toArrow()
        .to_pylist()
    )
    assert [row["kg_co2e"] for row in found] == [None] * 3
    said = {row["id"]: row["errors"][0]["reason"] for row in found}
    assert said[rows[0]["id"]] == "more than one row has this id; each product needs its own"
    assert "cannot be computed itself" in said[rows[2]["id"]]


def test_columns_are_judged_before_anything_runs(cluster, catalog):
    frame = cluster.createDataFrame(catalog.slice(0, 2))
    with pytest.raises(DocumentError, match="the DataFrame: has no column 'id'"):
        spark.footprints(frame.withColumnRenamed("id", "sku"), LIBRARY)
    with pytest.raises(
        DocumentError, match="expected the column `lines` to hold a list of structs, got string"
    ):
        spark.footprints(frame.withColumn("lines", frame.id), LIBRARY, row="row")
    with pytest.raises(DocumentError, match="did you mean 'row'"):
        spark.footprints(frame, LIBRARY, row="rwo")
    with pytest.raises(DocumentError, match="column id: expected whole numbers, got string"):
        spark.footprints(frame.drop("row"), LIBRARY, row="id")
    with pytest.raises(DocumentError, match="expected a Spark DataFrame, got 'Table'"):
        spark.footprints(catalog, LIBRARY)
    with pytest.raises(FactorError):
        spark.footprints(frame, LIBRARY, gwp_set="AR9")


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("cut_off", "named_struct('left_out_percent', 3.0)", "cut_off"),
        ("shelf", "'A-12'", "shelf"),
        ("loss", "named_struct('share_of_input', 0.07)", "lines[0].loss"),
        ("sku", "'A-1'", "lines[0].sku"),
    ],
)
def test_what_is_not_read_is_a_finding_in_its_row(cluster, field, value, place):
    """As on one machine: in the row that says something, and in no other."""
    line = "named_struct('amount', 2.0, 'unit', 'kg', 'stage', 'production', 'gas', 'CO2'"
    nested = "." in place
    more = f"if(id = 'tea', {value}, null)"
    frame = cluster.sql(
        f"select id, {f'array({line}, {field!r}, {more}))' if nested else f'array({line}))'} as lines"
        f"{'' if nested else f', {more} as {field}'} from values ('tea'), ('bun') as t(id)"
    )
    found = {row["id"]: row for row in spark.footprints(frame, LIBRARY).collect()}
    assert [error["column"] for error in found["tea"]["errors"]] == [place]
    assert (found["tea"]["kg_co2e"], found["bun"]["kg_co2e"], found["bun"]["errors"]) == (None, 2.0, None)
    (passed,) = {row["kg_co2e"] for row in spark.footprints(frame, LIBRARY, ignore=[field]).collect()}
    assert passed == 2.0


def test_a_column_with_a_name_of_ours_is_refused_at_once(cluster, catalog):
    frame = cluster.createDataFrame(catalog.slice(0, 2))
    with pytest.raises(DocumentError, match="column row: is a reserved name; rename or ignore it"):
        spark.footprints(frame, LIBRARY)


def test_the_schema_is_that_of_the_arrow_batches():
    kinds = {field.name: field.dataType.simpleString() for field in spark.result_type()}
    assert list(kinds) == result_schema().names
    assert kinds["kg_co2e"] == "double"
    assert kinds["notes"] == "array<string>"
    assert kinds["errors"] == "array<struct<row:bigint,column:string,value:string,reason:string>>"


def test_without_pyspark_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(DocumentError, match=r"needs pyspark.sql; pip install 'co2label\[spark\]'"):
        spark.result_type()
