"""Flat tables and Parquet files: the same figures as in memory, whole files or none, memory that does not grow."""

import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from builders import library
from co2label import catalogue
from co2label.catalogue import RowProblem
from co2label.errors import DocumentError
from co2label.model import STAGES

UNITS = ("kg", "g", "t")
LIBRARY = library(**{f"f{i}": 1.0 + i / 7 for i in range(50)})


def flat(products, lines=5, seed=0):
    rng = np.random.default_rng(seed)
    count = products * lines
    words = [rng.choice(names, count) for names in (UNITS, STAGES, [f"f{i}" for i in range(50)])]
    unit, stage, factor = (pa.array(column).dictionary_encode() for column in words)
    ids = pa.array([f"p{row:07d}" for row in range(products) for _ in range(lines)])
    return pa.table({"id": ids, "amount": rng.random(count), "unit": unit, "stage": stage, "factor": factor})


def listed(table):
    return pa.Table.from_batches(catalogue.group_lines(table))


def figures(table):
    return pa.Table.from_batches(catalogue.footprint_batches(table, LIBRARY))


FLAT = flat(2_000)
EXPECTED = catalogue.good_rows(figures(listed(FLAT))).combine_chunks()


@pytest.mark.parametrize("rows", [1, 3, 5, 7, 4_999, 100_000])
def test_a_product_may_go_on_in_the_next_batch(rows):
    table = FLAT.slice(0, 300) if rows < 5 else FLAT
    batches = list(catalogue.group_lines(table.to_batches(max_chunksize=rows)))
    assert pa.Table.from_batches(batches).column("lines").combine_chunks().to_pylist() == (
        listed(table).column("lines").combine_chunks().to_pylist()
    )


def test_rows_that_do_not_stand_together_are_refused():
    with pytest.raises(DocumentError, match="'p0000000' do not stand together; sort the table by id"):
        list(catalogue.group_lines(pa.concat_tables([FLAT, FLAT.slice(0, 1)])))
    again = FLAT.take(pa.array([0, 5, 1]))
    with pytest.raises(DocumentError, match="do not stand together"):
        list(catalogue.group_lines(again))


def test_what_a_product_states_is_the_same_in_all_its_rows():
    table = FLAT.slice(0, 10).append_column("mass", pa.array(["1 kg"] * 5 + ["2 kg"] * 5))
    (*_, last) = catalogue.group_lines(table)
    assert last.column("mass").to_pylist() == ["2 kg"]
    table = table.set_column(5, "mass", pa.array(["1 kg"] * 4 + ["3 kg"] + ["2 kg"] * 5))
    with pytest.raises(DocumentError, match="mass: '3 kg' in a row of product 'p0000000' differs"):
        list(catalogue.group_lines(table))


def test_rows_without_an_id_are_one_product_without_an_id():
    table = FLAT.slice(0, 5).set_column(0, "id", pa.array([None, None, "a", "a", None]))
    found = figures(table_of(table))
    assert found.column("id").to_pylist() == [None, "a", None]
    assert [cell.row for cell in catalogue.bad_cells(found)] == [2, 4]


def table_of(table):
    return pa.Table.from_batches(catalogue.group_lines(table))


def write_pyarrow(path, table):
    pq.write_table(table, path, row_group_size=700)


def write_polars(path, table):
    pl.from_arrow(table).write_parquet(path, row_group_size=700)


def write_duckdb(path, table):
    connection = duckdb.connect()
    connection.register("source", table)
    connection.execute(f"copy (select * from source) to '{path}' (format parquet, row_group_size 2048)")


@pytest.mark.parametrize("write", [write_pyarrow, write_polars, write_duckdb])
@pytest.mark.parametrize("layout", ["flat", "lists"])
@pytest.mark.parametrize("workers", [1, 3])
def test_a_file_has_the_figures_of_the_table(tmp_path, write, layout, workers):
    write(tmp_path / "in.parquet", FLAT if layout == "flat" else listed(FLAT))
    done = catalogue.footprint_file(
        tmp_path / "in.parquet", tmp_path / "out.parquet", LIBRARY, workers=workers
    )
    assert (done.products, done.rejected) == (2_000, 0)
    assert pq.read_table(done.target).combine_chunks().equals(EXPECTED)
    assert pq.read_table(done.errors).num_rows == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in.parquet",
        "out.errors.parquet",
        "out.parquet",
    ]


def test_bad_rows_stand_in_the_table_beside_it(tmp_path):
    factor = pa.array(
        ["nothing" if row == 7 else name for row, name in enumerate(FLAT.column("factor").to_pylist())]
    )
    pq.write_table(listed(FLAT.set_column(4, "factor", factor)), tmp_path / "in.parquet", row_group_size=300)
    done = catalogue.footprint_file(tmp_path / "in.parquet", tmp_path / "out.parquet", LIBRARY)
    assert (done.products, done.rejected) == (1_999, 1)
    (cell,) = pq.read_table(done.errors).to_pylist()
    found = RowProblem(**cell)
    assert (found.table, found.row, found.product) == ("in.parquet", 3, "p0000001")
    assert (found.column, found.value) == ("lines[2].factor", "nothing")
    assert "p0000001" not in pq.read_table(done.target).column("id").to_pylist()


def test_the_bytes_are_the_same_for_any_number_of_workers(tmp_path):
    write_pyarrow(tmp_path / "in.parquet", FLAT)
    for workers in (1, 4):
        catalogue.footprint_file(
            tmp_path / "in.parquet", tmp_path / f"{workers}.parquet", LIBRARY, workers=workers
        )
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "4.parquet").read_bytes()


def test_an_empty_file_gives_an_empty_file(tmp_path):
    pq.write_table(FLAT.slice(0, 0), tmp_path / "in.parquet")
    done = catalogue.footprint_file(tmp_path / "in.parquet", tmp_path / "out.parquet", LIBRARY)
    assert (done.products, pq.read_table(done.target).num_rows) == (0, 0)


def test_a_run_that_fails_leaves_what_was_there(tmp_path):
    (tmp_path / "out.parquet").write_bytes(b"the last good run")
    write_pyarrow(tmp_path / "in.parquet", pa.concat_tables([FLAT, FLAT.slice(0, 1)]))
    with pytest.raises(DocumentError, match="do not stand together"):
        catalogue.footprint_file(tmp_path / "in.parquet", tmp_path / "out.parquet", LIBRARY)
    assert (tmp_path / "out.parquet").read_bytes() == b"the last good run"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path):
    good, text = tmp_path / "in.parquet", tmp_path / "text.parquet"
    write_pyarrow(good, FLAT)
    text.write_text("id,amount")
    for source, target, message in (
        (tmp_path / "no.parquet", tmp_path / "out.parquet", "cannot be read as Parquet"),
        (text, tmp_path / "out.parquet", "cannot be read as Parquet"),
        (good, tmp_path / "no" / "out.parquet", "cannot be written"),
        (good, good, "is the file that is read"),
    ):
        with pytest.raises(DocumentError, match=message):
            catalogue.footprint_file(source, target, LIBRARY)


def test_a_full_disk_is_refused_and_leaves_nothing(tmp_path):
    write_pyarrow(tmp_path / "in.parquet", FLAT)
    script = (
        "import resource, sys, signal; from co2label import catalogue\n"
        "sys.path.insert(0, sys.argv[1]); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from co2label.testing import library\n"
        "factors = library(**{f'f{i}': 1.0 for i in range(50)})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: catalogue.footprint_file(sys.argv[1] + '/in.parquet', sys.argv[1] + '/out.parquet', factors)\n"
        "except ValueError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    assert "cannot be written" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


def peak(path, target):
    """Megabytes, of a process of its own (`ru_maxrss` would count the process that started it)."""
    script = (
        "import sys; from co2label import catalogue; from co2label.testing import library\n"
        "factors = library(**{f'f{i}': 1.0 + i / 7 for i in range(50)})\n"
        "catalogue.footprint_file(sys.argv[1], sys.argv[2], factors)\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status').read().splitlines())\n"
        "print(status['VmHWM'].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path, target], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux says the peak memory of a process"
)
def test_memory_does_not_grow_with_the_file(tmp_path):
    """Large enough that a run which held what it read, or what it computed, would take more than a third more."""
    small, large = tmp_path / "small.parquet", tmp_path / "large.parquet"
    part = flat(10_000)
    for path, parts in ((small, 16), (large, 64)):
        with pq.ParquetWriter(path, part.schema) as writer:
            for number in range(parts):
                ids = pc.binary_join_element_wise(f"{number:03d}", part.column("id"), "-")
                writer.write_table(part.set_column(0, "id", ids))
    least, most = peak(small, tmp_path / "out.parquet"), peak(large, tmp_path / "out.parquet")
    assert most <= 1.3 * least
    assert most < 600
