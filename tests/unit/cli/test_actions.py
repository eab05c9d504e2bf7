"""`co2label actions`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

import builders

ROOT = Path(__file__).parents[3]
PLAN, PLEDGES = (str(ROOT / "examples" / name) for name in ("plan.toml", "pledges.json"))


run = partial(builders.invoke, "actions")


def test_the_list_says_where_there_is_no_figure():
    out = run("list", "--language", "en").stdout
    assert "1,200 kg\xa0CO₂e" in out
    assert "no figure" in out
    data = json.loads(run("list", "--json").stdout)
    assert {one["id"]: one["kg_co2e_per_year"] for one in data}["compost"] is None


def test_one_action_says_what_it_assumes_and_where_it_is_from():
    out = run("show", "zero-carbon-drive").stdout
    assert out.startswith("ゼロカーボン・ドライブ\n390 kg-CO₂e (1人の1年分)\n前提：EV・PHVの平均")
    assert "出典：Koide et al. 2021" in out
    assert "not with: car-sharing" in out
    assert json.loads(run("show", "own-bag", "--json").stdout)["zero_carbon_action_30"] == [24]
    wrong = run("show", "telewrk")
    assert wrong.exit_code == 1
    assert "telework" in wrong.stderr


def test_a_plan_and_a_pledge(tmp_path):
    assert "23%" in run("plan", PLAN).stdout
    data = json.loads(run("plan", PLAN, "--json").stdout)
    assert data["kg_co2e_per_year"] < data["added_one_by_one"]
    assert "ゼロカーボン・ドライブ" in run("plan", PLEDGES, "--pledge", "p-1").stdout
    assert run("plan", PLEDGES).exit_code == 2
    assert run("plan", PLAN, "--pledge", "p-1").exit_code == 2
    (tmp_path / "bad.toml").write_text('actions = ["telewrk"]\n', encoding="utf-8")
    wrong = run("plan", str(tmp_path / "bad.toml"))
    assert (wrong.exit_code, "bad.toml: actions[0]" in wrong.stderr) == (1, True)


@pytest.mark.parametrize("shape", ["card", "wide"])
def test_a_card_is_written(tmp_path, shape):
    target = tmp_path / "card.png"
    assert run("card", PLAN, "--shape", shape, "-o", str(target)).exit_code == 0
    assert target.read_bytes()[:4] == b"\x89PNG"
    if shape == "wide":
        assert int.from_bytes(target.read_bytes()[16:20], "big") == 1200
    assert run("card", PLAN, "-o", str(tmp_path / "card.txt")).exit_code == 1


def test_counts_of_pledges():
    assert json.loads(run("count", PLEDGES, "--json").stdout)["own-bottle"] == {
        "pledged": 1,
        "done": 5,
        "verified": 0,
    }
    assert "zero-carbon-drive" in run("count", PLEDGES).stdout


def test_a_table_that_is_not_there_is_named(tmp_path):
    told = run("list", "--table", str(tmp_path / "mine"))
    assert (told.exit_code, f"{tmp_path / 'mine'}: living.csv: is missing" in told.stderr) == (1, True)
