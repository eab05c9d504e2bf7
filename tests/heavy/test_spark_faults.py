"""A Spark on which something goes wrong: an executor is killed, its Python lacks co2label, or has another."""

import os
import re
import runpy
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from co2label.catalogue import spark

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"  # whose frames are not used here
)
MADE = runpy.run_path(str(Path(__file__).parent / "spark_catalogue.py"))
LIBRARY, in_order = MADE["LIBRARY"], MADE["in_order"]


@pytest.fixture(scope="module")
def catalog():
    return MADE["table_of"](MADE["spoil"](MADE["rows_of"](1_000)))


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


def test_an_executor_killed_on_the_way(cluster, catalog, tmp_path):
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
        assert in_order(run.result(timeout=90)) == in_order(MADE["local"](catalog))
    again = len(list(tmp_path.iterdir())) - len(begun) - 1
    assert again >= 2  # the part that it was at, and the one that it had done


def test_a_python_of_executors_without_co2label_or_with_another_is_told(
    cluster, catalog, monkeypatch, tmp_path
):
    frame = cluster.createDataFrame(catalog.slice(100, 3))
    monkeypatch.setattr(spark, "__version__", "9.9.9")
    with pytest.raises(Exception, match=r"has co2label \S+, the driver has 9\.9\.9; install co2label"):
        spark.footprints(frame, LIBRARY, row="row").collect()
    monkeypatch.undo()
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['co2label'] = None\n")
    monkeypatch.setitem(cluster.sparkContext.environment, "PYTHONPATH", str(tmp_path))
    with pytest.raises(
        Exception, match=r"the Python of an executor \(.*\) has no module 'co2label'; install co2label"
    ):
        spark.footprints(frame, LIBRARY, row="row").collect()
