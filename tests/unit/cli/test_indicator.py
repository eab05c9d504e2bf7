"""`co2label indicator` and `co2label municipality`: answers for people and machines, and errors that teach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import run
from co2label.indicators import BuildingLine
from co2label.model import field_docs

TOMATO = str(Path(__file__).parents[3] / "examples" / "tomato.toml")
OFFICE = ["indicator", "building", "zeb", "--use", "office"]
WOOD = ["indicator", "wood", "--carbon-share", "0.5"]


def test_a_building():
    found = json.loads(run(*OFFICE, "--without", "52", "--with", "60", "--json").stdout)

    assert found["class"] == "zeb-ready"
    assert found["entry"]["kind"] == "building"
    assert found["lines"][0]["ja"] == "建物の省エネ：ZEB Ready相当（自己評価）"
    assert (
        "ZEB Ready (BELS 1-2)"
        in run(*OFFICE, "--without", "52", "--with", "60", "--certificate", "1-2").stdout
    )


def test_a_building_that_reaches_nothing_or_lacks_something():
    low = run(*OFFICE, "--without", "49", "--with", "49", code=1).stderr
    assert "no class of the zeb family is reached; ZEB Ready needs 50 % less" in low
    missing = run("indicator", "building", "zeh", "--without", "20", "--with", "100", code=1).stderr
    assert [line.split(":")[1].strip() for line in missing.splitlines()] == ["ua", "zone"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (["indicator", "wood"], "Missing option '--carbon-share', one of '--domestic', '--foreign'."),
        (["indicator", "wood", "--domestic", "スギ=1 m3"], "Missing option '--carbon-share'."),
        (["indicator", "building", "zeb"], "Missing option '--without', option '--with'."),
        (["points", "premium"], "Missing option '--price', option '--gift'."),
        (["actions", "card"], "Missing argument 'FILE', option '--output' / '-o'."),
        (["page"], "Missing argument 'FILES...'."),
    ],
)
def test_all_that_is_missing_is_named_together(given, missing, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    assert missing in run(*given, code=2).stderr


def test_energy_and_insulation():
    assert "Energy 3 stars (self-rated)" in run("indicator", "energy", "0.8", "--use", "other").stdout
    assert (
        "no star is reached: 1.01 is above 1.0"
        in run("indicator", "energy", "1.01", "--use", "other", code=1).stderr
    )
    assert "断熱等級6" in run("indicator", "insulation", "0.46", "--zone", "6", "-l", "ja").stdout
    assert "grade 4 is not reached" in run("indicator", "insulation", "0.88", "--zone", "6", code=1).stderr


def test_the_options_of_an_entry_are_the_fields_of_its_model(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    shown = " ".join(run("indicator", "building", "--help").stdout.split())
    docs = field_docs(BuildingLine)
    assert list(docs) == list(BuildingLine.model_fields)
    assert [name for name, words in docs.items() if words not in shown] == ["kind"]
    assert "--with " in shown
    assert "[energy-management|ev-charging]" in shown


def test_a_choice_that_must_be_given_is_usage_and_what_a_rule_asks_for_is_data():
    cuts = ["--without", "20", "--with", "100"]
    assert "expected one of zeh, zeh-m, zeb" in run("indicator", "building", "house", *cuts, code=2).stderr
    assert "expected one of dwelling, other" in run("indicator", "energy", "0.8", "--use", "x", code=2).stderr
    assert "site: expected one of" in run("indicator", "building", "zeh", *cuts, "--site", "x", code=1).stderr


def test_measures_are_given_one_by_one():
    house = ["indicator", "building", "zeh", "--without", "40", "--with", "120", "--ua", "0.3", "--zone", "6"]
    both = ["--measure", "ev-charging", "--measure", "energy-management"]
    found = json.loads(run(*house, *both, "--json").stdout)
    assert (found["class"], found["entry"]["measures"]) == ("zeh-plus", ["ev-charging", "energy-management"])


def test_wood():
    both = [*WOOD, "--domestic", "スギ=12 m3", "--foreign", "board=6 m3", "--density", "board=0.4 t/m3"]
    found = json.loads(run(*both, "--floor-area", "100 m2", "--json").stdout)

    assert found["volume_m3"] == 18
    # 12 × 0.38 × 0.87 × 0.5 × 44/12 + 6 × 0.4 × 0.5 × 44/12
    assert found["stored_t_co2"] == pytest.approx(7.2732 + 4.4)
    assert found["volume_per_m2"] == pytest.approx(0.18)
    assert "expected a wood and its amount" in run(*WOOD, "--domestic", "スギ 12 m3", code=2).stderr
    assert "uses: expected at least one" in run(*WOOD, code=1).stderr


def test_stars():
    found = json.loads(run("indicator", "stars", TOMATO, "--json").stdout)

    assert found["stars"] == 2
    assert 10 <= found["reduction_percent"] < 20
    assert found["conventional_kg_co2e"] * (1 - found["reduction_percent"] / 100) == pytest.approx(
        found["kg_co2e"]
    )
    onigiri = str(Path(TOMATO).with_name("onigiri.toml"))
    assert 'no product has an entry of kind "stars"' in run("indicator", "stars", onigiri, code=1).stderr


def test_a_conventional_figure_that_is_not_in_the_file(tmp_path):
    text = (
        Path(TOMATO)
        .read_text(encoding="utf-8")
        .replace('conventional = "tomato-conv', 'conventional = "tomato-cony')
    )
    file = tmp_path / "t.toml"
    file.write_text(text, encoding="utf-8")

    for command in (["indicator", "stars"], ["label", "--product", "tomato"]):
        refused = run(*command, str(file), code=1).stderr
        assert (
            "no product 'tomato-conyentional' in this document; did you mean 'tomato-conventional'" in refused
        )


def test_municipalities():
    shown = run("municipality", "⻑野県", "北海道ﾆｾｺ町")
    assert "長野県" in shown.stdout
    assert "as of 2021-05-11" in shown.stderr
    assert "inferred" in shown.stderr
    both = run("municipality", "久慈", "美里町", code=1).stderr.splitlines()
    assert len(both) == 2
    assert "did you mean '久慈市'" in both[0]
    assert "several places" in both[1]


def test_counts_are_those_of_the_outline_and_come_with_the_population():
    found = json.loads(run("municipality", "--counts", "--json").stdout)

    assert found["counts"] == {"都道府県": 40, "市": 225, "特別区": 6, "町": 95, "村": 19}
    assert found["total"] == 385
    assert "1億1,011万人" in found["population"]["ja"]
    assert len(json.loads(run("municipality", "--list", "--json").stdout)["places"]) == 385


@pytest.mark.parametrize("name", ["岩手県", "岩手", " 岩手県"])
def test_one_prefecture(name):
    places = json.loads(run("municipality", "--prefecture", name, "--json").stdout)["places"]

    assert len(places) == 14, "the prefecture and 13 municipalities"
    assert "one of the 47 prefectures" in run("municipality", "--prefecture", "いわき", code=1).stderr


def test_a_list_of_ones_own(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("prefecture,municipality,type,lgcode\n岩手県,久慈市,市,032077\n", encoding="utf-8")
    own = ["--file", str(file), "--as-of", "2025-12-28", "--source", "環境省"]

    found = json.loads(run("municipality", "--counts", *own, "--json").stdout)
    assert (found["total"], found["as_of"], found["population"]) == (1, "2025-12-28", None)
    assert "needs all three" in run("municipality", "--counts", *own[:4], code=2).stderr


@pytest.mark.parametrize("asked", [[], ["久慈市", "--counts"], ["--list", "--prefecture", "岩手県"]])
def test_one_question_at_a_time(asked):
    assert "give names, or one of" in run("municipality", *asked, code=2).stderr
