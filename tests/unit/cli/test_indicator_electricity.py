"""`co2label indicator electricity`: words, data, a picture, and every reason where nothing may be said."""

from __future__ import annotations

import json
import tomllib
from functools import partial
from pathlib import Path

import pytest

import builders

EXAMPLES = Path(__file__).parents[3] / "examples"
TEA = EXAMPLES / "renewable-tea.toml"


run = partial(builders.run, "indicator", "electricity")


def test_words_in_each_language_that_is_asked_for():
    lines = run(TEA, "-l", "en+ja").stdout.splitlines()

    assert lines[0].startswith("75% of the electricity for making it is renewable (wind from Kuji, Iwate)")
    assert "Certificates (fiscal year 2025 (from April)): renewable 75%, no certificate 25%" in lines
    assert "製造の電気の75%は再エネ（岩手県久慈市の風力）。再エネ指定の非化石証書を使用" in lines


def test_data():
    said = json.loads(run(TEA, "--json").stdout)

    assert said["id"] == "green-tea-500"
    assert said["parts"][0] | {"plants": None} == {
        "claim": "renewable",
        "share": 0.75,
        "plants": None,
        "untracked": 0.0,
    }
    assert said["used_kwh"] == pytest.approx(0.12)
    # 0.25 × 0.421 of the residual menu; 0.423 the national average
    assert (said["market_kg_per_kwh"], said["location_kg_per_kwh"]) == pytest.approx((0.10525, 0.423))
    assert set(said["lines"][0]) >= {"ja", "en", "fr"}


def test_a_picture_and_a_directory(tmp_path):
    run(TEA, "-o", tmp_path / "mix.svg")
    assert "電源構成" in (tmp_path / "mix.svg").read_text(encoding="utf-8")
    run(TEA, "-o", tmp_path / "all")
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["green-tea-500.png"]
    assert "expected a name that ends with" in run(TEA, "-o", "mix.txt", code=2).stderr


def test_of_many_products_those_with_certificates(tmp_path):
    tea = TEA.read_text(encoding="utf-8")
    other = tmp_path / "two.json"

    one = tomllib.loads(tea)
    two = {"id": "plain", "name": "Plain", "declared_unit": "1 piece", "boundary": "cradle-to-gate"}
    two["activities"] = [{"name": "x", "amount": "1 kg", "gas": "CO2", "stage": "production"}]
    other.write_text(json.dumps({"products": [one, two]}, default=str), encoding="utf-8")

    assert json.loads(run(other, "--json").stdout)["id"] == "green-tea-500"
    assert "nothing is known of its origin" in run(other, "--product", "plain", code=1).stderr


def test_nothing_may_be_said_without_certificates(tmp_path):
    found = run(EXAMPLES / "onigiri.toml", "-o", tmp_path / "mix.png", code=1)

    assert "no certificate is used" in found.stderr
    assert "Traceback" not in found.output
    assert not list(tmp_path.iterdir())
