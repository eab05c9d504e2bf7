"""The pages on electricity and on components, followed word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label.cli import app

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_on_electricity(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("press.toml").write_text(blocks("how-to/electricity.md", "toml")[0], encoding="utf-8")
    for line in blocks("how-to/electricity.md", "sh")[0].splitlines():
        assert CliRunner().invoke(app, line.split()[1:]).exit_code == 0, line
    footprint = c2.compute(c2.read_document("press.toml").products[0])
    assert footprint.electricity == pytest.approx({"location": 0.423, "market": 0.1808})
    assert footprint.kg_co2e == pytest.approx(0.1808)


def test_the_page_on_components(capsys):
    exec(blocks("explanation/components-and-sums.md", "python")[0], {})

    assert capsys.readouterr().out == "0.2 -1.3 {}\n"
