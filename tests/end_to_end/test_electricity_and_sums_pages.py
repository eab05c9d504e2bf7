"""The pages on electricity and on components, followed word for word."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label.cli import app
from co2label.model import BIOGENIC_CO2, COMPONENT_RULES, COMPONENTS, SUM_RULES

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

    assert capsys.readouterr().out == "0.2 -0.9 {}\n"


def test_the_page_on_direct_emissions():
    plain, biogenic, removal, credit = blocks("how-to/direct-emissions.md", "toml")
    written = (plain, f"activities = [{biogenic}]", removal)
    lines = [line for text in written for line in tomllib.loads(text)["activities"]]
    said = tomllib.loads(credit)["declaration"]
    said |= {
        "company": "X",
        "issued": "2026-11-23",
        "valid_until": "2027-11-22",
        "info_url": "https://example.jp/x",
    }
    block = {
        "id": "block",
        "name": "Block",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-grave",
        "year": 2025,
    }
    # 0.9 + 0.002 × 27 + 0.0001 × 1530 of AR6, and 1.1 kg of biogenic CO2 left in the product
    footprint = c2.compute(c2.Product.read(block | {"activities": lines, "declaration": said}))
    assert footprint.kg_co2e == pytest.approx(0.9 + 0.054 + 0.153)
    declaration = c2.declare(footprint)
    assert declaration.removed.kg_co2e == 0.2
    assert "JCL-100-200" in declaration.credits[0]["ja"]


def test_the_table_of_components_is_the_one_in_the_code():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (DOCS / "explanation/components-and-sums.md").read_text("utf-8").splitlines()
        if line.startswith("|") and "`" in line.split("|")[2]
    ]
    told = {row[1].strip("`"): row for row in rows}
    assert set(told) == set(COMPONENTS)
    for part, (letter, _, holds, sign, figure, *rules) in told.items():
        rule = COMPONENT_RULES[part]
        assert letter == (rule.letter or "")
        assert sign == ("≥ 0" if rule.sign > 0 else "≤ 0")
        assert (figure == "+") == rule.emitted
        counted = [
            "+" if each in rule.rules else "uptake" if part in BIOGENIC_CO2 else "" for each in SUM_RULES
        ]
        assert rules == counted
        assert all(gas in holds for gas in rule.gases)
        assert ("only in factors" in holds) == (not rule.direct)
