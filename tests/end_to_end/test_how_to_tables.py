"""The page on product tables and its reference: code that runs, a map that is the example's, and no column left out."""

import re
import tomllib
from pathlib import Path

from co2label.catalogue import ColumnMap, read_map
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
    first, second, wide = (ColumnMap.read(tomllib.loads(block)) for block in _blocks("toml"))
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


def test_every_column_is_in_the_reference():
    said = set(re.findall(r"`([^`]+)`", REFERENCE))
    assert [name for name in (*PRODUCT, *ACTIVITY, OWNER) if name not in said] == []
