"""Batches of products: every table that people have, every bad cell, and what each text costs."""

import json
import pickle
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from co2label import FactorLibrary, catalogue, compute_all
from co2label.catalogue import _arrow_codes as units_module
from co2label.catalogue._arrow import record_batches
from co2label.catalogue._arrow_rows import SeenIds
from co2label.errors import DocumentError, FactorError
from co2label.model import Activity, EmissionFactor, Product

LIBRARY = FactorLibrary(
    [
        EmissionFactor(id="rice", value=2.5, unit="kgCO2e", per="1 kg", source={"title": "EPD"}),
        EmissionFactor(id="power", value=0.4, unit="kgCO2e", per="1 kWh", source={"title": "EPD"}),
    ]
)
ROWS = [
    {
        "id": "onigiri",
        "declared_unit": "1 個",
        "boundary": "cradle-to-gate",
        "lines": [
            {"amount": 48.0, "unit": "g", "stage": "raw-materials", "factor": "rice"},
            {"amount": 0.05, "unit": "kWh", "stage": "production", "factor": "power"},
        ],
    },
    {
        "id": "bento",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-gate",
        "lines": [{"amount": 0.2, "unit": "kg", "stage": "raw-materials", "factor": "rice"}],
    },
]
KG = [0.12 + 0.02, 0.5]
"""48 g × 2.5 kg/kg and 0.05 kWh × 0.4 kg/kWh; 0.2 kg × 2.5 kg/kg."""


def figures(table, library=LIBRARY):
    return pa.Table.from_batches(catalogue.footprint_batches(table, library))


def lines(*some):
    return pa.table({"id": ["a"], "lines": [list(some)]})


def duckdb_relation():
    table = pa.Table.from_pylist(ROWS)
    return duckdb.connect().from_arrow(table)


@pytest.mark.parametrize(
    "table",
    [
        pa.Table.from_pylist(ROWS),
        pa.Table.from_pylist(ROWS).to_batches(),
        pa.Table.from_pylist(ROWS).to_reader(),
        pl.DataFrame(ROWS),
        pd.DataFrame(ROWS),
        duckdb_relation(),
    ],
    ids=["pyarrow-table", "batches", "reader", "polars", "pandas", "duckdb"],
)
def test_any_table_is_read_as_it_is(table):
    found = figures(table)
    assert found.column("id").to_pylist() == ["onigiri", "bento"]
    assert found.column("kg_co2e").to_pylist() == pytest.approx(KG, rel=1e-15)
    assert found.column("production").to_pylist() == [pytest.approx(0.02), None]
    assert found.column("errors").null_count == 2


@pytest.mark.parametrize(
    "kind", ["large_string", "string_view", "dictionary", "fixed-size-list", "large-list"]
)
def test_layouts_of_columns_that_mean_the_same(kind):
    text = {"large_string": pa.large_string(), "string_view": pa.string_view()}.get(kind, pa.string())
    text = pa.dictionary(pa.int8(), pa.string()) if kind == "dictionary" else text
    fields = pa.struct([("amount", pa.float32()), ("unit", text), ("stage", text), ("factor", text)])
    of = {"fixed-size-list": lambda f: pa.list_(f, 1), "large-list": pa.large_list}.get(kind, pa.list_)
    line = {"amount": 0.5, "unit": "kg", "stage": "production", "factor": "rice"}
    table = pa.table({"id": pa.array(["a", "b"], text), "lines": pa.array([[line], [line]], of(fields))})
    assert figures(table).column("kg_co2e").to_pylist() == [1.25, 1.25]


def test_whole_numbers_are_ids_and_amounts():
    line = {"amount": 2, "unit": "kg", "stage": "production", "factor": "rice"}
    found = figures(pa.table({"id": [4569951110016], "lines": [[line]]}))
    assert found.column("id").to_pylist() == ["4569951110016"]
    assert found.column("kg_co2e").to_pylist() == [5.0]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("1e400", "expected a finite number"),
        ("two", "expected a finite number"),
        ("1,000", "expected a finite number"),
        (None, "an amount is required"),
        ("-1", "below zero"),
        ("1e16", "larger than 1e15"),
    ],
)
def test_amounts_as_text(amount, reason):
    good = {"amount": "0.5", "unit": "kg", "stage": "production", "factor": "rice"}
    found = figures(pa.table({"id": ["a", "b"], "lines": [[good], [good | {"amount": amount}]]}))
    assert found.column("kg_co2e").to_pylist() == [1.25, None]
    (cell,) = catalogue.bad_cells(found, "mine.csv")
    assert (cell.table, cell.row, cell.product, cell.column) == ("mine.csv", 3, "b", "lines[0].amount")
    assert cell.value == (amount or "")
    assert reason in cell.reason


@pytest.mark.parametrize("amount", [1e15, 0.0])
def test_amounts_at_the_limit_are_fine(amount):
    line = {"amount": amount, "unit": "kg", "stage": "production", "factor": "rice"}
    assert figures(lines(line)).column("kg_co2e").to_pylist() == [2.5 * amount]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ({}, "lines[0]", "names nothing that it draws on"),
        ({"factor": "rice", "gas": "CO2"}, "lines[0]", "names factor and gas together"),
        ({"gas": "CO2", "through": "x"}, "lines[0].through", "only a line with a factor"),
        ({"gas": "CH4"}, "lines[0].gas", "CH4-fossil"),
        ({"gas": "CO3"}, "lines[0].gas", "CO3"),
        ({"factor": "ryce"}, "lines[0].factor", "did you mean 'rice'?"),
        ({"factor": "rice", "through": "gate"}, "lines[0].through", "has no stage 'gate'"),
        ({"factor": "power"}, "lines[0].unit", "does not fit factor 'power', which is per kWh (energy)"),
        ({"factor": "rice", "unit": "ton"}, "lines[0].unit", "ambiguous"),
        ({"factor": "rice", "stage": "usage"}, "lines[0].stage", "did you mean 'use'?"),
    ],
)
def test_lines_that_make_no_sense(line, column, reason):
    whole = {"amount": 1.0, "unit": "kg", "stage": "use", "factor": None, "through": None, "gas": None} | line
    kind = pa.struct([(name, pa.float64() if name == "amount" else pa.string()) for name in whole])
    found = figures(pa.table({"id": ["a"], "lines": pa.array([[whole]], pa.list_(kind))}))
    (cell,) = catalogue.bad_cells(found)
    assert cell.column == column
    assert reason in cell.reason


def test_a_figure_that_is_no_number_is_said():
    """1e15 kg ÷ 1e-99 kg/L ÷ 1e-99 L/J × 1e12 kgCO2e ÷ 1e-99 J is past the largest float64, 1.8e308."""
    fields = {"value": 1e12, "per": "1e-99 J", "density": "1e-99 kg/L", "energy": "1e-99 L/J"}
    huge = FactorLibrary([EmissionFactor(id="h", unit="kgCO2e", source={"title": "x"}, **fields)])
    line = {"amount": 1e15, "unit": "kg", "stage": "use", "factor": "h"}
    (cell,) = catalogue.bad_cells(figures(lines(line), huge))
    assert cell.column == "lines"
    assert "too large to be a number" in cell.reason


def test_no_lines_and_no_list_of_lines():
    table = pa.table(
        {"id": ["a", "b"], "lines": pa.array([[], None], pa.list_(pa.struct([("amount", pa.float64())])))}
    )
    with pytest.raises(DocumentError, match="lines: has no column 'stage'; it has amount"):
        figures(table)
    fields = [
        ("amount", pa.float64()),
        ("unit", pa.string()),
        ("stage", pa.string()),
        ("factor", pa.string()),
    ]
    table = pa.table({"id": ["a", "b"], "lines": pa.array([[], None], pa.list_(pa.struct(fields)))})
    assert [cell.reason for cell in catalogue.bad_cells(figures(table))] == [
        "expected at least one, got none; add one"
    ] * 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"ids": ["a"], "lines": [[]]}), "has no column 'id'; did you mean 'ids'?"),
        (pa.table({"id": ["a"], "lines": ["x"]}), "expected the column `lines` to hold a list of structs"),
        ({"id": ["a"]}, "Arrow PyCapsule protocol"),
        ([1], "Arrow PyCapsule protocol"),
    ],
)
def test_what_is_no_table_of_products_is_refused_at_once(table, message):
    with pytest.raises(DocumentError, match=message.replace("?", r"\?")):
        list(catalogue.footprint_batches(table, LIBRARY))


def test_columns_of_the_wrong_type_are_refused_at_once():
    line = {"amount": True, "unit": 1.0, "stage": "use", "factor": "rice"}
    with pytest.raises(DocumentError) as refused:
        figures(lines(line))
    assert [problem.where for problem in refused.value.problems] == ["lines.amount", "lines.unit"]


@pytest.mark.parametrize("ids", [[[2], [1]], [b"\xff", b"\xfe"], [2.5, 1.5]])
def test_a_column_that_cannot_hold_ids_is_refused_at_once(ids):
    rows = [{"amount": 1.0, "unit": "kg", "stage": "use", "factor": "rice"}]
    with pytest.raises(DocumentError, match=r"^column id: expected text, got a column of "):
        figures(pa.table({"id": ids, "lines": [rows, rows]}))


def test_ids_that_nearly_agree_are_different_ids():
    ids = ["b", "a", "", "a\0", "ab", "ba", "é", "e", "a", "é"]
    assert SeenIds().again(pa.array(["z", *ids]).slice(1)).tolist() == [False] * 8 + [True] * 2


def test_an_unknown_basis_is_refused_before_anything_is_read():
    with pytest.raises(FactorError, match="AR7"):
        catalogue.footprint_batches(iter(()), LIBRARY, gwp_set="AR7")


def test_the_basis_is_that_of_compute_all():
    line = {"amount": 1.0, "unit": "kg", "stage": "production", "gas": "CH4-biogenic"}
    product = Product(
        id="a",
        name="a",
        declared_unit="1 piece",
        boundary="gate-to-gate",
        activities=[Activity("gas", "1 kg", gas="CH4-biogenic", stage="production")],
    )
    for basis in ({"gwp_set": "AR5"}, {"horizon": 20}):
        (batch,) = catalogue.footprint_batches(lines(line), LIBRARY, **basis)
        assert (
            batch.column("kg_co2e").to_pylist() == compute_all([product], LIBRARY, **basis).kg_co2e.tolist()
        )


def test_every_unit_is_parsed_once_and_every_batch_read_once(monkeypatch):
    asked = []
    parse = units_module.parse_unit
    monkeypatch.setattr(units_module, "parse_unit", lambda text: asked.append(text) or parse(text))
    table, read = pa.Table.from_pylist(ROWS * 1), []

    def batches():
        for part in range(50):
            read.append(part)
            ids = pa.array([f"{part}-{name}" for name in table.column("id").to_pylist()])
            yield table.set_column(0, "id", ids).to_batches()[0]

    assert figures(batches()).num_rows == 100
    assert sorted(asked) == ["g", "kWh", "kg"]
    assert read == list(range(50))


def test_batches_come_out_as_they_come_in():
    """A stream without an end: what is not asked for is not read."""
    batch = pa.Table.from_pylist(ROWS).to_batches()[0]
    read = []

    def endless():
        while True:
            read.append(1)
            ids = pa.array([f"a{len(read)}", f"b{len(read)}"])
            yield batch.set_column(0, "id", ids)

    results = catalogue.footprint_batches(endless(), LIBRARY)
    assert [next(results).num_rows for _ in range(3)] == [2, 2, 2]
    assert len(read) == 3


def test_it_runs_in_another_process_that_knows_nothing():
    """What Spark, Ray and Dask do: the function and the factors are pickled, batches go in, batches come out."""
    task = pickle.dumps((catalogue.footprint_batches, pa.Table.from_pylist(ROWS).to_batches(), LIBRARY))
    script = (
        "import pickle, sys, json; function, batches, factors = pickle.load(sys.stdin.buffer)\n"
        "found = [kg for batch in function(batches, factors) for kg in batch.column('kg_co2e').to_pylist()]\n"
        "heavy = [name for name in ('polars', 'duckdb', 'PIL', 'typer', 'co2label.label') if name in sys.modules]\n"
        "print(json.dumps([found, heavy]))"
    )
    done = subprocess.run([sys.executable, "-c", script], input=task, capture_output=True, check=True)
    found, heavy = json.loads(done.stdout)
    assert found == pytest.approx(KG, rel=1e-15)
    assert heavy == []


def test_the_bundled_factors_can_be_sent_to_a_worker():
    own = FactorLibrary.bundled().with_factors(list(LIBRARY))
    sent = pickle.loads(pickle.dumps(own))
    assert sent.edition == own.edition
    assert sent["rice"] == own["rice"]
    assert sent["food.rice"] == own["food.rice"]


def test_without_pyarrow_it_says_what_to_install():
    script = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from co2label import catalogue\n"
        "try: catalogue.footprint_batches\n"
        "except ValueError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "tables of whole catalogues need pyarrow; pip install 'co2label[arrow]'"


def test_batches_of_other_libraries():
    (batch,) = record_batches([pl.DataFrame({"id": ["a"]}).to_arrow().to_batches()[0]])
    assert batch.num_rows == 1


def test_a_figure_outside_its_interval_says_so_as_compute_does():
    """Forty factors of GSD² 9, at their medians: the sum of medians is below what their sum may come to."""
    library = FactorLibrary(
        EmissionFactor(
            id=f"f{i}", value=1.0, unit="kgCO2e", per="1 kg", source={"title": "x"}, uncertainty={"gsd2": 9.0}
        )
        for i in range(40)
    )
    said = {}
    for count in (1, 3, 40):
        lines = [
            {"amount": 1.0, "unit": "kg", "stage": "production", "factor": f"f{i}"} for i in range(count)
        ]
        (batch,) = catalogue.footprint_batches(pa.table({"id": ["p"], "lines": [lines]}), library)
        said[count] = "interval-skewed" in batch.column("notes").to_pylist()[0]
        made = Product(
            id="p",
            name="p",
            declared_unit="1 piece",
            boundary="cradle-to-gate",
            activities=[Activity("a", "1 kg", factor=f"f{i}", stage="production") for i in range(count)],
        )
        assert said[count] == any(
            note.code == "interval-skewed" for note in compute_all([made], library)[0].notes
        )
    assert said == {1: False, 3: False, 40: True}


def test_no_cut_of_a_table_changes_a_bit_of_a_standard_deviation():
    """Squares are added up in the order of a product's own lines, whatever stands in the rows before it."""
    library = FactorLibrary(
        [
            EmissionFactor(
                id=f"f{number}",
                value=0.1 + number / 7,
                unit="kgCO2e",
                per="1 kg",
                source={"title": "T"},
                uncertainty={"gsd2": 1.1 + number / 13},
            )
            for number in range(9)
        ]
    )
    rows = [
        {
            "id": f"p{row}",
            "lines": [
                {
                    "amount": 1 / (row + place + 3),
                    "unit": "kg",
                    "stage": "production",
                    "factor": f"f{(row * place) % 9}",
                }
                for place in range(1, 8)
            ],
        }
        for row in range(1, 60)
    ]
    table = pa.Table.from_pylist(rows)
    whole = figures(table, library).column("standard_deviation")
    for size in (1, 7, 20):
        parts = [figures(table.slice(first, size), library) for first in range(0, len(rows), size)]
        assert pa.concat_tables(parts).column("standard_deviation").to_pylist() == whole.to_pylist()
