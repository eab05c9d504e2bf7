"""The page on clusters: what it says of Spark runs as it stands there. Ray and Dask were run by hand, as it says."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from co2label import FactorLibrary
from co2label.catalogue import spark

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"  # whose frames are not used here
)
PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "clusters.md").read_text(encoding="utf-8")


def test_the_page_runs(cluster, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    sample, computed, gathered, *_ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    made = {}
    exec(sample, made)
    here = 'parquet("', f'parquet("{tmp_path}/'  # Spark's own directory is where it was started
    exec(computed.replace(*here), made)
    shown = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
    assert capsys.readouterr().out.strip() == shown.strip()

    names = ("id", "place", "amount", "unit", "stage", "factor")
    rows = [("a", 2, 1.0, "kWh", "use", "elec.grid.jp"), ("a", 1, 5.0, "g", "raw-materials", "food.rice")]
    pq.write_table(
        pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows]), "lines.parquet"
    )
    pq.write_table(pa.table({"id": ["a", "bare"]}), "masters.parquet")
    exec(gathered.replace(*here), made)
    found = (
        spark.footprints(made["products"], FactorLibrary.bundled(), ignore=["place"]).toArrow().to_pylist()
    )
    alone, bare = sorted(found, key=lambda row: row["id"])
    assert alone["kg_co2e"] > 0
    assert alone["errors"] is None
    assert bare["errors"][0]["reason"] == "expected at least one, got none; add one"
