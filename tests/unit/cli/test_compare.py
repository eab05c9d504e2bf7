"""`co2label compare`, and the interval that `co2label compute` shows."""

from __future__ import annotations

import json

import pytest

from builders import run

BOWLS = "examples/bowls.toml"
DOCUMENT = """
[[products]]
id = "old"
name = "Old cup"
declared_unit = "1 piece"
boundary = "cradle-to-gate"
year = 2025
activities = [{ name = "glass", amount = "200 g", factor = "glass", stage = "raw-materials" }]

[[products]]
id = "new"
name = "New cup"
declared_unit = "1 piece"
boundary = "cradle-to-gate"
year = 2025
activities = [{ name = "glass", amount = "150 g", factor = "glass", stage = "raw-materials" }]

[[factors]]
id = "glass"
value = 1.4
unit = "kgCO2e"
per = "1 kg"
gwp_set = "AR6"
source = { title = "EPD 7" }
uncertainty = { gsd2 = 1.3 }
"""


@pytest.fixture
def cups(tmp_path):
    path = tmp_path / "cups.toml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_help():
    assert "Example: co2label compare" in run("compare", "--help").stdout


def test_two_products_of_a_file(cups):
    """280 g and 210 g: 25 % lower, whatever the shared factor is; each alone 210 / 1.3 … 210 × 1.3."""
    out = run("compare", cups, "--product", "old", "--product", "new").stdout
    assert "0.21   0.1615 – 0.273" in out
    assert "New cup: 25% lower CO₂ footprint than Old cup (each)." in out
    assert "data of 2025" in out


def test_json_and_japanese(cups):
    said = json.loads(run("compare", cups, "--product", "old", "--product", "new", "--json").stdout)
    assert said["verdict"] == "lower"
    assert said["difference_percent"] == pytest.approx(-25)
    assert said["interval_percent"]["high"] == pytest.approx(-25)
    assert said["shared"] == ["glass"]
    out = run("compare", cups, "--product", "old", "--product", "new", "-l", "ja").stdout
    assert "New cupのCO₂排出量（1個あたり）は、Old cupより25%少ない" in out


def test_two_files(cups):
    out = run("compare", BOWLS, BOWLS, "--product", "gyudon", "--product", "oyakodon").stdout
    assert "no uncertainty is stated" in out
    one = "examples/onigiri.toml"
    assert json.loads(run("compare", one, one, "--json").stdout)["difference_percent"] == 0


def test_what_may_not_be_compared(cups):
    refused = run(
        "compare", "examples/onigiri.toml", cups, "--product", "onigiri-salmon", "--product", "new", code=1
    )
    assert "error: boundary: differs: cradle-to-grave and cradle-to-gate" in refused.stderr
    assert "error: declaration.company: differs: " in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [(BOWLS,), (BOWLS, "--product", "gyudon"), (BOWLS, BOWLS), (BOWLS, BOWLS, "--product", "gyudon"), ()],
)
def test_wrong_usage(arguments):
    run("compare", *arguments, code=2)


def test_compute_shows_the_interval(cups):
    assert "0.1615 – 0.273" in run("compute", cups).stdout
    assert "95%" not in run("compute", BOWLS).stdout


def test_compute_with_draws(cups):
    def drawn(*more):
        out = run(
            "compute", cups, "--method", "monte-carlo", "--draws", 2000, "--product", "new", "--json", *more
        )
        return json.loads(out.stdout)["interval"]

    assert drawn("--seed", 1) == drawn("--seed", 1) != drawn("--seed", 2)
    assert drawn()["method"] == "monte-carlo"
    assert drawn()["high"] == pytest.approx(0.273, rel=0.05)
    assert "error: " in run("compute", cups, "--method", "monte-carlo", "--draws", 1, code=1).stderr
