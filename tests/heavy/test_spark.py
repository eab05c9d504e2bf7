"""A real Spark with two executor processes gives the table of the local run, to the last bit, whatever happens on the way."""

import os
import random
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from co2label import FactorLibrary, catalogue
from co2label.catalogue import spark
from co2label.catalogue.batches.nested import footprints as together
from co2label.catalogue.layout import lines_type, result_schema
from co2label.catalogue.spark import work
from co2label.errors import DocumentError, FactorError
from co2label.model import STAGES, EmissionFactor

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"  # whose frames are not used here
)
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "clusters.md"
NAMES = [f"f{number}" for number in range(40)]
LIBRARY = FactorLibrary(
    EmissionFactor(
        id=name,
        value=number / 7 + 0.01,
        unit="kgCO2e",
        per=("1 kg", "1 kWh", "1 L")[number % 3],
        source={"title": "Test"},
        uncertainty={"gsd2": 1.1 + number / 50} if number % 2 else None,
        year=2000 + number % 26,
    )
    for number, name in enumerate(NAMES)
)
UNITS = (("kg", "g", "t"), ("kWh", "MJ"), ("L", "mL"))


def line_of(luck):
    number = luck.randrange(len(NAMES))
    unit = luck.choice(UNITS[number % 3])
    stage = luck.choice(STAGES)
    return {"amount": luck.uniform(0, 50), "unit": unit, "stage": stage, "factor": NAMES[number]}


def rows_of(count, seed=11, most=12):
    luck = random.Random(seed)
    return [
        {
            "id": f"sku-{luck.getrandbits(40)}",
            "row": place + 2,
            "declared_unit": "1 piece",
            "boundary": "cradle-to-grave",
            "year": luck.choice((None, 2019, 2025)),
            "lines": [line_of(luck) for _ in range(luck.randint(1, most))],
        }
        for place in range(count)
    ]


def spoil(rows):
    """One row of each kind of error; ids that come twice stand far from each other."""
    last = len(rows) - 1
    rows[5]["id"], rows[17]["id"], rows[18]["id"], rows[last // 2]["id"] = None, "", "a b", "水"
    rows[last]["id"] = rows[last - 9]["id"] = rows[3]["id"]
    rows[last]["lines"][0]["unit"] = "kgg"
    rows[last - 9]["lines"] = [{"amount": 1e15, "unit": "Gt", "stage": "use", "gas": "SF6"}] * 30
    rows[40]["lines"] = []
    rows[41]["declared_unit"] = "one piece"
    rows[42]["boundary"] = None
    rows[43]["lines"][0]["amount"] = float("nan")
    rows[44]["lines"][0]["factor"] = "f4O"
    rows[45]["lines"][0]["stage"] = "cradle"
    rows[46]["lines"][0]["unit"] = "piece"
    return rows


def table_of(rows):
    fields = list(lines_type().value_type)
    if not any("product" in line for row in rows for line in row["lines"]):
        fields = [field for field in fields if field.name != "product"]
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in ("id", "declared_unit")}
    numbers = {"row": pa.int64(), "year": pa.int32()}
    columns |= {name: pa.array([row[name] for row in rows], kind) for name, kind in numbers.items()}
    columns["boundary"] = pa.array([row["boundary"] for row in rows], pa.string())
    return pa.table(
        {**columns, "lines": pa.array([row["lines"] for row in rows], pa.list_(pa.struct(fields)))}
    )


def local(table):
    return pa.Table.from_batches(catalogue.footprint_batches(table, LIBRARY), result_schema())


def in_order(table):
    """The rows as bits, in one order: floats by their hexadecimal form, so that equal means the same."""
    exact = [
        tuple(v.hex() if isinstance(v, float) else repr(v) for v in row.values()) for row in table.to_pylist()
    ]
    return sorted(exact)


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
        spark.footprints(cluster.createDataFrame(catalog), LIBRARY).toArrow().drop_columns("errors")
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


def nested(rows):
    """A third uses others, some in loops; who uses a bad row, a row that is not there, or itself too much, is wrong."""
    luck = random.Random(7)
    for place, row in enumerate(rows):
        if place % 3 == 0:
            used = rows[luck.randrange(len(rows))]["id"] or "nobody"
            row["lines"].append(
                {"amount": luck.uniform(0, 0.3), "unit": "piece", "stage": "use", "product": used}
            )
    for one, other in ((60, 61), (61, 60), (62, 63), (63, 62), (64, 3), (65, 43), (66, 65)):
        amount = 2.0 if one in (62, 63) else 0.5
        line = {"amount": amount, "unit": "piece", "stage": "production", "product": rows[other]["id"]}
        rows[one]["lines"].append(line)
    return rows


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
    expected, wanted = apart(together(table, LIBRARY))
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
    found = spark.footprints(cluster.createDataFrame(table_of(rows)), LIBRARY).toArrow().to_pylist()
    assert [row["kg_co2e"] for row in found] == [None] * 3
    said = {row["id"]: row["errors"][0]["reason"] for row in found}
    assert said[rows[0]["id"]] == "more than one row has this id; each product needs its own"
    assert "cannot be computed itself" in said[rows[2]["id"]]


def slow(folder):
    """A stage before ours that says which process it runs in; the first two tasks pass, further ones wait for the word."""

    def wait(batches):
        import os
        import time
        from pathlib import Path

        import pyarrow as pa

        Path(folder, f"{time.monotonic_ns()}.{os.getpid()}").touch()
        first = len(list(Path(folder).iterdir())) <= 2
        while not (first or Path(folder, "go").exists()):
            time.sleep(0.02)
        for batch in batches:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=batch.schema)

    return wait


def parent(pid):
    return int(re.search(r"^PPid:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)[1])


def executor_of(pid):
    """The JVM whose Python worker this is."""
    while b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{pid}/cmdline").read_bytes():
        pid = parent(pid)
        assert pid > 1
    return pid


def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def gone(pid):
    line = Path(f"/proc/{pid}/cmdline")
    return not line.exists() or not line.read_bytes()


def test_an_executor_killed_on_the_way(cluster, catalog, expected, tmp_path):
    frame = cluster.createDataFrame(catalog).repartition(4)
    result = spark.footprints(frame.mapInArrow(slow(str(tmp_path)), frame.schema), LIBRARY, row="row")
    with ThreadPoolExecutor(1) as thread:
        run = thread.submit(result.toArrow)
        until(
            lambda: len(list(tmp_path.iterdir())) == 4
        )  # two parts are done, and lie with the two executors
        begun = sorted(tmp_path.iterdir())
        pids = {int(path.suffix[1:]) for path in begun[2:]}
        assert len(pids) == 2
        assert os.getpid() not in pids
        victim, survivor = map(executor_of, pids)
        assert victim != survivor
        os.kill(victim, signal.SIGKILL)
        until(lambda: gone(victim))
        (tmp_path / "go").touch()
        assert in_order(run.result(timeout=90)) == expected
    again = len(list(tmp_path.iterdir())) - len(begun) - 1
    assert again >= 2  # the part that it was at, and the one that it had done


def test_a_python_of_executors_without_co2label_or_with_another_is_told(
    cluster, catalog, monkeypatch, tmp_path
):
    frame = cluster.createDataFrame(catalog.slice(100, 3))
    monkeypatch.setattr(work, "__version__", "9.9.9")
    with pytest.raises(Exception, match=r"has co2label \S+, the driver has 9\.9\.9; install co2label"):
        spark.footprints(frame, LIBRARY).collect()
    monkeypatch.undo()
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['co2label'] = None\n")
    monkeypatch.setitem(cluster.sparkContext.environment, "PYTHONPATH", str(tmp_path))
    with pytest.raises(
        Exception, match=r"the Python of an executor \(.*\) has no module 'co2label'; install co2label"
    ):
        spark.footprints(frame, LIBRARY).collect()


def test_columns_are_judged_before_anything_runs(cluster, catalog):
    frame = cluster.createDataFrame(catalog.slice(0, 2))
    with pytest.raises(DocumentError, match="the DataFrame: has no column 'id'"):
        spark.footprints(frame.withColumnRenamed("id", "sku"), LIBRARY)
    with pytest.raises(
        DocumentError, match="expected the column `lines` to hold a list of structs, got string"
    ):
        spark.footprints(frame.withColumn("lines", frame.id), LIBRARY)
    with pytest.raises(DocumentError, match="did you mean 'row'"):
        spark.footprints(frame, LIBRARY, row="rwo")
    with pytest.raises(DocumentError, match="column id: expected whole numbers, got string"):
        spark.footprints(frame, LIBRARY, row="id")
    with pytest.raises(DocumentError, match="expected a Spark DataFrame, got 'Table'"):
        spark.footprints(catalog, LIBRARY)
    with pytest.raises(FactorError):
        spark.footprints(frame, LIBRARY, gwp_set="AR9")


def test_the_schema_is_that_of_the_arrow_batches():
    kinds = {field.name: field.dataType.simpleString() for field in spark.result_type()}
    assert list(kinds) == result_schema().names
    assert kinds["kg_co2e"] == "double"
    assert kinds["notes"] == "array<string>"
    assert kinds["errors"] == "array<struct<row:bigint,column:string,value:string,reason:string>>"


def test_without_pyspark_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(DocumentError, match=r"needs pyspark.sql; pip install 'co2label\[spark\]'"):
        spark.result_type()
