"""`explain --choices` and `explain -o`: the table, the JSON, the picture."""

import json

import pytest

from builders import run

ONIGIRI, BOWLS = "examples/onigiri.toml", "examples/bowls.toml"


def test_the_table_names_every_choice():
    out = run("explain", ONIGIRI, "--choices").stdout
    assert "onigiri-salmon, per 1 個" in out
    for name in ("as written, AR6 GWP100", "AR4 GWP20", "AR5 GWP100", "AR6 GWP20"):
        assert name in out


def test_the_base_is_on_the_asked_set():
    choices = json.loads(
        run("explain", ONIGIRI, "--choices", "--gwp", "AR5", "--horizon", "20", "--json").stdout
    )
    assert choices["id"] == "onigiri-salmon"
    first = choices["choices"][0]
    assert (first["what"], first["name"]) == ("base", "as written, AR5 GWP20")
    assert first["difference"] == 0.0
    assert len(choices["choices"]) == 6


def test_several_products_give_several_tables():
    entries = json.loads(run("explain", BOWLS, "--choices", "--json").stdout)
    assert len(entries) > 1
    assert all(entry["choices"] for entry in entries)


def test_a_choice_that_cannot_be_computed_says_why(tmp_path):
    path = tmp_path / "can.toml"
    path.write_text(
        """
id = "can"
name = "Can"
declared_unit = "1 piece"
boundary = "cradle-to-gate"
[[activities]]
name = "aluminium"
amount = "1 kg"
stage = "raw-materials"
recycling = { rule = "cut-off", R1 = 0.5, virgin = "food.rice", recycled = "food.green_tea" }
""",
        encoding="utf-8",
    )
    out = run("explain", path, "--choices").stdout
    assert "cff: can.activities[0].recycling.A: rule 'cff' needs it" in out


def test_a_picture_beside_the_text(tmp_path):
    out = run("explain", ONIGIRI, "-o", tmp_path / "stages.svg").stdout
    assert "kg CO2e" in out
    assert "<svg" in (tmp_path / "stages.svg").read_text(encoding="utf-8")
    run("explain", BOWLS, "-o", tmp_path / "all", "--language", "ja")
    assert len(list((tmp_path / "all").iterdir())) > 1


def test_a_picture_of_another_kind_is_wrong_usage(tmp_path):
    assert "--output" in run("explain", ONIGIRI, "-o", tmp_path / "x.gif", code=2).output


def test_the_inputs_that_move_the_figure_most():
    out = run("explain", ONIGIRI, "--inputs").stdout
    assert out.startswith("onigiri-salmon: ")
    assert "food.rice" in out

    rows = json.loads(run("explain", ONIGIRI, "--inputs", "--json").stdout)["rows"]
    assert len(rows) == 10
    # rice: 0.048 kg × 2.1560981 kg/kg, whether the factor or the amount grows
    assert [row["kg_co2e"] for row in rows[:2]] == pytest.approx([0.048 * 2.1560981] * 2)
