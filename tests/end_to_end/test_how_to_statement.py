"""The page on monthly statements: its commands, its file and its code run as they stand there."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "statement.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def run(*arguments):
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_commands(folder):
    said = [run(*shlex.split(line)[1:]) for block in blocks("console") for line in block.splitlines()]
    assert said[0] == "statement.png\n"
    # of two packs one was taken back, which leaves one item: 4,252 of 5,940 yen
    assert "From 6 of 9 items (72% of spend)" in said[1]
    data = json.loads(said[2])
    assert data["coverage"] == {"covered": 6, "items": 9, "amount": {"kind": "percent", "value": 72}}
    assert {"statement.png", "receipt.png"} <= {one.name for one in folder.iterdir()}


def test_the_figures_of_the_example(folder):
    """Two packs of beef and one taken back are one pack; four bottles of milk and five rice balls as on the other example."""
    month = json.loads(run("statement", "examples/receipts-november.json", "--month", "2026-11", "--json"))
    kgs = {one["name"]: one["kg_co2e"] for one in month["categories"]}
    assert kgs["肉・魚"] == pytest.approx(0.3 * (32.4814 + 0.252848), rel=1e-5)  # agriculture and processing
    two_rice_balls, one_milk, _ = json.loads(run("receipt", "examples/basket.json", "--json"))["lines"]
    assert kgs["乳製品"] == pytest.approx(4 * one_milk["kg_co2e"], rel=1e-12)
    assert kgs["おにぎり・弁当"] == pytest.approx(2.5 * two_rice_balls["kg_co2e"], rel=1e-12)
    assert month["kg_co2e"] == pytest.approx(sum(kgs.values()), rel=1e-12)
    assert [(one["month"], one["receipts"]) for one in month["months"]] == [
        ("2026-09", 1),
        ("2026-10", 0),
        ("2026-11", 4),
    ]


def test_the_file(folder):
    (text,) = blocks("json")
    (folder / "receipts.json").write_text(text, encoding="utf-8")
    data = json.loads(run("statement", "receipts.json", "--json"))
    assert (data["kg_co2e"], data["coverage"]["covered"], data["coverage"]["items"]) == (0.48, 1, 2)
    assert data["categories"][0]["name"] == "おにぎり・弁当"


def test_the_program(folder, capsys):
    (code,) = blocks("python")
    exec(compile(code, "statement.md", "exec"), {})
    assert (
        capsys.readouterr().out == "20.5 2 3 [('肉・魚', '79'), ('米・パン', '21')]\n"
    )  # 16.2 and 4.3 of 20.5
    assert (folder / "statement.svg").read_text(encoding="utf-8").startswith("<?xml")
