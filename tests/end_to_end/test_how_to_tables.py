"""The page on product tables and its reference: code that runs, a map that is the example's, and no column left out."""

import re
import tomllib
from pathlib import Path

import pytest

from co2label import FactorLibrary, compute
from co2label.catalogue import ColumnMap, open_tables, read_map
from co2label.catalogue._column_map import ACTIVITY, OWNER, PRODUCT

DOCS = Path("docs")
PAGE = (DOCS / "how-to" / "product-tables.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_code_of_the_page_runs(capsys):
    names = {}
    for block in _blocks("python"):
        exec(block, names)
    assert "100210 おにぎり 鮭 9" in capsys.readouterr().out
    assert names["findings"] == []
    assert sum(batch.num_rows for batch in names["figures"]) == 32


def test_the_map_of_the_page_is_that_of_the_example():
    first, second, wide = (ColumnMap.read(tomllib.loads(_blocks("toml")[place])) for place in (0, 2, 3))
    assert first == read_map("examples/catalogue/map.toml")
    assert second.activities.decimal == ","
    assert wide.activities.columns["amount"].column == "量{n}"


def test_the_tables_of_the_page_are_those_of_the_example():
    for name in ("products.csv", "lines.csv"):
        heads, rows = re.search(
            rf"`{re.escape(name)}`:\n\n\| (.*?) \|\n.*?\n(.*?)\n\n", PAGE, re.DOTALL
        ).groups()
        header, *lines = (Path("examples/catalogue") / name).read_text(encoding="utf-8").splitlines()
        assert set(heads.split(" | ")) <= set(header.split(","))
        for row in rows.splitlines():
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            assert any(all(cell in line for cell in cells) for line in lines), row


def _table(name):
    """A table of the page as CSV."""
    heads, rows = re.search(rf"`{re.escape(name)}`:\n\n\| (.*?) \|\n.*?\n(.*?)\n\n", PAGE, re.DOTALL).groups()
    cells = [
        heads.split(" | "),
        *([cell.strip() for cell in row.strip("|").split("|")] for row in rows.splitlines()),
    ]
    return "".join(f"{','.join(row)}\n" for row in cells)


def test_the_bottle_of_the_page_has_the_figure_that_is_worked_out_there(tmp_path):
    for name in ("bottles.csv", "materials.csv"):
        (tmp_path / name).write_text(_table(name), encoding="utf-8")
    (tmp_path / "rules.toml").write_text(_blocks("toml")[1], encoding="utf-8")
    files = (tmp_path / name for name in ("bottles.csv", "materials.csv", "rules.toml"))
    products, lines, rules = files
    tables = open_tables(products, lines, rules=rules)
    (bottle,) = tables.products()
    figure = compute(bottle, FactorLibrary(tables.rules.factors))
    assert [round(each.kg_co2e, 9) for each in figure.contributions] == [0.036, 0.006, 0.005]
    assert figure.kg_co2e == pytest.approx(0.047)


def test_every_column_is_in_the_reference():
    said = set(re.findall(r"`([^`]+)`", REFERENCE))
    assert [name for name in (*PRODUCT, *ACTIVITY, OWNER) if name not in said] == []
