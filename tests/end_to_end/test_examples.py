"""Every file in `examples/` goes through the commands, as a reader of the documentation would run them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from builders import run
from co2label.columns import columns as columns_on_paper
from co2label.wording import LANGUAGES, format_number

EXAMPLES = Path(__file__).parents[2] / "examples"
BASKETS = sorted(EXAMPLES.glob("basket*"))
MONTHS = sorted(EXAMPLES.glob("receipts*"))
PLANS = [
    EXAMPLES / "plan.toml",
    EXAMPLES / "pledges.json",
    EXAMPLES / "nudging-basket.json",
    *EXAMPLES.glob("point-*"),
    *EXAMPLES.glob("gifts-*"),
]
DOCUMENTS = sorted(path for path in EXAMPLES.glob("*.[tj]*") if path not in BASKETS + MONTHS + PLANS)
ISSUED = ["--issued", "2026-11-23"]


def finite_json(text):
    """Plain data of JSON in which NaN and infinity are mistakes."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def entries(text):
    data = finite_json(text)
    return data if isinstance(data, list) else [data]


@cache
def declared(path):
    return entries(run("label", path, "--json", *ISSUED).stdout)


def test_there_are_examples():
    assert len(DOCUMENTS) >= 5
    assert BASKETS
    assert MONTHS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_compute_and_explain(path):
    for entry in entries(run("compute", path, "--json").stdout):
        assert sum(entry["stages"].values()) == pytest.approx(entry["kg_co2e"], rel=1e-12)
        assert sum(leaf["kg_co2e"] for leaf in entry["contributions"]) == pytest.approx(
            entry["kg_co2e"], rel=1e-9
        )
    assert "kg CO2e" in run("compute", path).stdout
    assert "kg CO2e" in run("explain", path, "--language", "ja").stdout
    assert [entry["rows"] for entry in entries(run("explain", path, "--json").stdout)]


@pytest.mark.parametrize("language", ["ja", "en", "ja+en"])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_label(path, language, tmp_path):
    printed = run("label", path, "-o", tmp_path, "--language", language, *ISSUED).stdout
    assert printed.splitlines() == [str(path) for path in sorted(tmp_path.iterdir())]
    said = declared(path)
    assert len(said) == len(printed.splitlines())
    text = run("label", path, "--language", language, *ISSUED).stdout
    for entry in said:
        assert entry["shown"]["value"] in text
        assert entry["link"].startswith("https://")


@pytest.mark.parametrize("path", BASKETS, ids=lambda path: path.name)
@pytest.mark.parametrize("columns", [24, 32, 42, 48])
def test_receipt(path, columns):
    for detail in ("total-only", "full"):
        text = run("receipt", path, "--columns", columns, "--detail", detail).stdout
        assert max(columns_on_paper(row, "utf-8") for row in text.splitlines()) == columns
    bought = finite_json(run("receipt", path, "--json").stdout)
    known = [line["kg_co2e"] for line in bought["lines"] if line["kg_co2e"] is not None]
    assert bought["kg_co2e"] == pytest.approx(sum(known), rel=1e-12)
    assert bought["coverage"]["covered"] == len(known)


@pytest.mark.parametrize("path", MONTHS, ids=lambda path: path.name)
def test_statement(path, tmp_path):
    for language in LANGUAGES:
        target = tmp_path / f"{language}.svg"
        assert run("statement", path, "--language", language, "-o", target).stdout == f"{target}\n"
        text = run("statement", path, "--language", language).stdout
        shown = finite_json(run("statement", path, "--json").stdout)["shown"]
        assert format_number(shown["value"], language) in text


def test_a_plan_and_its_card(tmp_path):
    found = finite_json(run("actions", "plan", EXAMPLES / "plan.toml", "--json").stdout)
    assert 0 < found["kg_co2e_per_year"] < found["footprint_kg_co2e_per_year"]
    for language in LANGUAGES:
        run(
            "actions",
            "card",
            EXAMPLES / "pledges.json",
            "--pledge",
            "p-2",
            "-l",
            language,
            "-o",
            tmp_path / "card.svg",
        )
