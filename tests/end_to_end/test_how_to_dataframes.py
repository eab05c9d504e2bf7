"""The page on dataframes runs as it stands, from the first block to the last, and shows what comes out."""

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "dataframes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    known = {}
    exec(BLOCKS[0], known)
    (shown,) = re.findall(r"```\n(onigiri.*?)```", PAGE, re.DOTALL)
    assert capsys.readouterr().out == shown
    pq.write_table(known["products"], "products.parquet")
    for block in BLOCKS[1:]:
        exec(block, known)
    assert capsys.readouterr().out == "1 1 footprints.errors.parquet\n"
    rice, bento = known["results"].column("kg_co2e").to_pylist()
    assert bento == pytest.approx(0.2 * rice)


def test_the_three_libraries_give_the_same_table():
    known = {}
    exec(BLOCKS[0], known)
    figures = []
    for block in BLOCKS[1:4]:
        exec(block, known)
        column = known["results"]["kg_co2e"]
        figures.append((column.to_pylist() if hasattr(column, "to_pylist") else column.to_list())[0])
    assert figures[0] == figures[1] == figures[2] == pytest.approx(0.1278, abs=1e-4)
