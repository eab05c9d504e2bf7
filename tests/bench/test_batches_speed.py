"""A million products of ten lines: in memory against bare numpy, duckdb and polars; from file to file against duckdb's COPY.

Ratios of minima taken in turns in one run, on the machine's cores as they are.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from co2label import FactorLibrary, catalogue
from co2label.catalogue._arrow_batch import number_rows, read_batch
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.footprint import Basis
from co2label.footprint._engine import totals_of
from co2label.model import STAGES, EmissionFactor
from co2label.units import parse_unit

COUNT, LINES, FACTORS = 1_000_000, 10, 2_000
UNITS = {
    "1 kg": ("kg", "g", "t"),
    "1 kWh": ("kWh", "MJ"),
    "1 t*km": ("t*km", "kg*km"),
    "1 L": ("L", "mL"),
    "1 m2": ("m2",),
    "1 EUR": ("EUR",),
    "1 piece": ("piece",),
}
"""12 unit strings over 7 kinds."""
WORDS = [unit for units in UNITS.values() for unit in units]
NESTED = Path(__file__).parents[1] / "nested_against_brightway.py"


def best(turns, *ways):
    seconds = [[] for _ in ways]
    for _ in range(turns):
        for row, way in enumerate(ways):
            begin = time.perf_counter()
            way()
            seconds[row].append(time.perf_counter() - begin)
    return [min(turned) for turned in seconds]


def report(title, rows, count=COUNT):
    print(f"\n{title}")
    for name, seconds, ratio in rows:
        print(f"  {name:58} {seconds / count * 1e6:9.3f} µs/product {ratio:9.2f} ×")


@pytest.fixture(scope="module")
def library():
    return made_library()


def made_library():
    rng = np.random.default_rng(1)
    return FactorLibrary(
        EmissionFactor(
            id=f"ef:{i:05d}",
            value=float(rng.lognormal()),
            unit="kgCO2e",
            per=list(UNITS)[i % len(UNITS)],
            gwp_set="AR6",
            source={"title": "EPD"},
        )
        for i in range(FACTORS)
    )


def flat(products, seed=0):
    """One row a line; every text a dictionary, ids as GTIN-13 numbers."""
    rng = np.random.default_rng(seed)
    count = products * LINES
    factor = rng.integers(0, FACTORS, count)
    unit = np.empty(count, np.intp)
    for kind, units in enumerate(UNITS.values()):
        of = factor % len(UNITS) == kind
        unit[of] = WORDS.index(units[0]) + rng.integers(0, len(units), int(of.sum()))

    def texts(codes, words):
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, pa.string()))

    return pa.table(
        {
            "id": np.repeat(np.arange(products) + 4_560_000_000_000, LINES),
            "stage": texts(rng.integers(0, len(STAGES), count), STAGES),
            "factor": texts(factor, [f"ef:{i:05d}" for i in range(FACTORS)]),
            "unit": texts(unit, WORDS),
            "amount": rng.lognormal(-1, 1, count),
        }
    )


def write(path, millions, layout):
    """A Parquet file of so many million products, a million lines a row group."""
    writer = None
    for part in range(millions):
        table = flat(COUNT, part)
        table = table.set_column(0, "id", pa.array(table.column("id").to_numpy() + part * COUNT))
        if layout == "lists":
            table = pa.Table.from_batches(catalogue.group_lines(table))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, COUNT // LINES if layout == "lists" else COUNT)
    writer.close()


def tables_of(library):
    """What an engine of joins needs: factors per root unit, and the ratios of units."""
    value = [factor.value / factor.per.si for factor in library]
    factors = pa.table({"factor": library.ids(), "value": value})
    return factors, pa.table({"unit": WORDS, "scale": [parse_unit(word).scale for word in WORDS]})


def computed(table, library, workers=1):
    batches = catalogue.footprint_batches(catalogue.group_lines(table), library, workers=workers)
    return pa.Table.from_batches(batches)


def engine(table, library):
    """The sums by product, stage and component of lines that were read and checked once: what a change of weights costs."""
    vocabulary = CodeBooks(library, Basis.of("AR6", 100))
    lines = [
        read_batch(part, vocabulary, row, np.zeros(part.num_rows, np.bool_)).columns
        for row, part in number_rows(catalogue.group_lines(table))
    ]
    return lambda: [totals_of(each) for each in lines]


def bare_numpy(table, library):
    """The least that this sum costs: from codes, with no unit, stage, id or kind checked, one component, no table made."""
    unit, factor, stage = (
        table.column(name).chunk(0).indices.to_numpy() for name in ("unit", "factor", "stage")
    )
    unit, factor, amount = unit.astype(np.intp), factor.astype(np.intp), table.column("amount").to_numpy()
    factors, units = tables_of(library)
    value, scale = factors.column("value").to_numpy(), units.column("scale").to_numpy()
    product = np.repeat(np.arange(len(amount) // LINES), LINES)

    def way():
        kg = amount * scale[unit]
        kg *= value[factor]
        return np.bincount(product * len(STAGES) + stage, kg, len(amount) // LINES * len(STAGES))

    return way


JOINED = (
    "select id, stage, sum(amount * scale * value) kg from {lines} join factors using (factor) join units using (unit) "
    "group by id, stage"
)


def in_duckdb(table, library):
    import duckdb

    connection = duckdb.connect()
    for name, held in zip(("lines", "factors", "units"), (table, *tables_of(library)), strict=True):
        connection.register("given", held)
        connection.execute(f"create table {name} as select * from given")
    return lambda: connection.sql(JOINED.format(lines="lines")).to_arrow_table()


def in_polars(table, library):
    import polars as pl

    factors, units = (pl.from_arrow(held) for held in tables_of(library))
    lines = pl.from_arrow(table).with_columns(pl.col("unit", "factor").cast(pl.String))
    joined = lines.lazy().join(factors.lazy(), on="factor").join(units.lazy(), on="unit")
    kg = (pl.col("amount") * pl.col("scale") * pl.col("value")).sum()
    return lambda: joined.group_by("id", "stage").agg(kg).collect()


def test_a_million_products_in_memory(library):
    table = flat(COUNT)
    bare, duck, polars = (way(table, library) for way in (bare_numpy, in_duckdb, in_polars))
    found = computed(table, library)
    expected = bare().reshape(-1, len(STAGES))
    np.testing.assert_allclose(found.column("kg_co2e").to_numpy(), expected.sum(axis=1), rtol=1e-12)
    for place, stage in enumerate(STAGES):
        ours = found.column(stage).fill_null(0.0).to_numpy()
        np.testing.assert_allclose(ours, expected[:, place], rtol=1e-12)
    sums = engine(table, library)
    parts = np.concatenate([part.kg_co2e for part in sums()])
    np.testing.assert_allclose(parts, expected.sum(axis=1), rtol=1e-12)
    ways = (bare, duck, polars, sums, lambda: computed(table, library), lambda: computed(table, library, 2))
    least, theirs, others, held, ours, ours_by_two = best(7, *ways)
    report(
        "1,000,000 products × 10 lines in memory, as multiples of bare numpy",
        [
            ("bare numpy gather and bincount", least, 1.0),
            ("the engine, on lines that were read once", held, held / least),
            ("footprint_batches: read, checked, with notes and a table", ours, ours / least),
            ("the same, 2 workers", ours_by_two, ours_by_two / least),
            ("polars, join and group_by", others, others / least),
            ("duckdb, join and group by", theirs, theirs / least),
        ],
    )
    assert held / least <= 3
    assert min(theirs, others) / held >= 5
    assert ours / least <= 5  # 1.1 to 4.4 were seen: the fewer neighbours, the better bare numpy does
    assert min(theirs, others) / ours >= 1.5  # 2.0 to 4.9 were seen; both use two cores, and neither checks


COPY = (
    "copy (select id, sum(kg) kg_co2e, {stages} from (select id, stage, amount * scale * value kg from {lines} "
    "join factors using (factor) join units using (unit)) group by id) to '{target}' (format parquet, compression zstd)"
)


@pytest.mark.parametrize("layout", ["lists", "flat"])
def test_a_million_products_from_file_to_file(library, tmp_path, layout):
    import duckdb

    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, 1, layout)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    for name, held in zip(("factors", "units"), tables_of(library), strict=True):
        connection.register("given", held)
        connection.execute(f"create table {name} as select * from given")
    stages = ", ".join(f"sum(kg) filter (where stage = '{stage}') \"{stage}\"" for stage in STAGES)
    lines = (
        f"'{source}'"
        if layout == "flat"
        else f"(select id, unnest(lines, recursive := true) from '{source}')"
    )
    copy = COPY.format(stages=stages, lines=lines, target=tmp_path / "duckdb.parquet")
    theirs, ours = best(
        5,
        lambda: connection.execute(copy),
        lambda: catalogue.footprint_file(source, target, library),
    )
    same = connection.execute(
        f"select max(abs(a.kg_co2e / b.kg_co2e - 1)), count(*) from '{target}' a "
        f"join '{tmp_path}/duckdb.parquet' b on a.id = cast(b.id as varchar)"
    ).fetchone()
    assert same[0] < 1e-12
    assert same[1] == COUNT
    rows = [
        ("duckdb COPY, 2 threads", theirs, 1.0),
        ("footprint_file, one thread reads, one computes", ours, ours / theirs),
    ]
    report(f"1,000,000 products from Parquet to Parquet, {layout}", rows)
    assert ours / theirs <= (1 if layout == "lists" else 1.5)  # flat: 0.5 to 1.4 were seen; the aim is 1


PEAK = (
    "import runpy, sys; from pathlib import Path; here = runpy.run_path(sys.argv[1]); library = here['made_library']()\n"
    "here['catalogue'].footprint_file(sys.argv[2], sys.argv[3], library)\n"
    "status = dict(line.split(':', 1) for line in Path('/proc/self/status').read_text().splitlines())\n"
    "print(int(status['VmHWM'].split()[0]) / 1024)"
)


def peak(source, target):
    """Megabytes, of a process of its own (`ru_maxrss` would count the process that started it)."""
    command = [sys.executable, "-c", PEAK, __file__, source, target]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("layout", ["lists", "flat"])
def test_memory_does_not_grow_with_the_file(tmp_path, layout):
    peaks = []
    for million in (1, 4):
        source = tmp_path / f"{million}.parquet"
        write(source, million, layout)
        peaks.append(peak(source, tmp_path / "out.parquet"))
    report_memory = ", ".join(
        f"{million} million: {most:.0f} MB" for million, most in zip((1, 4), peaks, strict=True)
    )
    print(f"\npeak memory of footprint_file, {layout}: {report_memory}")
    assert peaks[0] < 600
    assert peaks[1] <= 1.3 * peaks[0]


@pytest.mark.parametrize("products", [1_000, 10_000])
def test_nested_products_with_loops_against_brightway(products):
    command = [sys.executable, NESTED, str(products), "5"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    rows = [
        ("bw2calc, adjoint, Pardiso", found["brightway"], 1.0),
        ("ours from the same coefficient arrays", found["engine"], found["brightway"] / found["engine"]),
        ("ours from an Arrow table to a table", found["whole"], found["brightway"] / found["whole"]),
    ]
    report(f"{products} nested products, 5 % of them in loops; how many times faster", rows, products)
    assert found["apart"] < 1e-12
    assert found["brightway"] / found["engine"] >= 35
