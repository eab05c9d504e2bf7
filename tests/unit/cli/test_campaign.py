"""`--campaign` of `label` and `page`: the line of a campaign stands on its products, and never where it should not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from builders import run

EXAMPLES = Path(__file__).parents[3] / "examples"
CAMPAIGN = EXAMPLES / "point-campaign.toml"
RICE_BALL = EXAMPLES / "onigiri.toml"
LINE = "CO₂削減ポイント：1個につき20ポイント（森の町、2027年1月31日まで、上限あり）"


def product(tmp_path, *lines):
    said = ", ".join(f'"{line}"' for line in lines)
    text = RICE_BALL.read_text(encoding="utf-8").replace(
        "[declaration.scope]", f"indicators = [{said}]\n[declaration.scope]"
    )
    place = tmp_path / "onigiri.toml"
    place.write_text(text, encoding="utf-8")
    return place


def test_the_label_and_its_data_have_the_line(tmp_path):
    place = tmp_path / "label.svg"
    ask = ("label", RICE_BALL, "--campaign", CAMPAIGN, "--issued", "2026-11-24")
    data = json.loads(run(*ask, "-o", place, "--json").stdout)
    assert [line["ja"] for line in data["indicators"]] == [LINE]
    assert "CO2削減ポイント" in place.read_text(encoding="utf-8")
    assert LINE.replace("CO₂", "CO2") in run(*ask).stdout


def test_the_page_has_the_line(tmp_path):
    run("page", RICE_BALL, "--campaign", CAMPAIGN, "--issued", "2026-11-24", "-o", tmp_path)
    page = (tmp_path / "01" / "04569951110016" / "index.html").read_text(encoding="utf-8")
    assert "1個につき20ポイント" in page
    assert "20 points each" in page


def test_own_lines_come_first_and_four_are_the_most(tmp_path):
    ask = ("--campaign", CAMPAIGN, "--issued", "2026-11-24", "--json")
    data = json.loads(run("label", product(tmp_path, "A", "B", "C"), *ask).stdout)
    assert [next(iter(line.values())) for line in data["indicators"]] == ["A", "B", "C", LINE]
    said = run("label", product(tmp_path, "A", "B", "C", "D"), *ask, code=1).stderr
    assert "4 own lines and 1 of campaign mori-2026, and a label has 4; leave some out" in said


@pytest.mark.parametrize(("day", "code"), [("2027-01-31", 0), ("2027-02-01", 1)])
def test_a_campaign_that_is_over_is_not_printed(day, code):
    done = run("label", RICE_BALL, "--campaign", CAMPAIGN, "--issued", day, code=code)
    assert ("ended on 2027-01-31" in done.stderr) == bool(code)


def test_products_that_it_does_not_name_have_no_line(tmp_path):
    done = run("label", EXAMPLES / "bowls.toml", "--campaign", CAMPAIGN, "--json", "--issued", "2026-11-24")
    assert {len(one["indicators"]) for one in json.loads(done.stdout)} == {0}
    assert "bowls.toml: campaign mori-2026 promises nothing for its products" in done.stderr


@pytest.mark.parametrize("template", ["mini", "shelf", "menu"])
def test_templates_without_a_place_for_it_refuse_it(template, tmp_path):
    ask = ("--template", template, "--campaign", CAMPAIGN, "-o", tmp_path / "x.png")
    assert "--campaign" in run("label", RICE_BALL, *ask, code=2).stderr


@pytest.mark.parametrize(
    ("kind", "example"), [("campaign", "point-campaign.toml"), ("gifts", "gifts-iwate.toml")]
)
def test_the_examples_are_valid_by_their_schema(kind, example):
    schema = json.loads(run("schema", kind).stdout)
    jsonschema.validate(tomllib.loads((EXAMPLES / example).read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize(
    ("rate", "valid"), [(0, False), (0.5, True), (10**6, True), (10**6 + 1, False), ("20", False)]
)
def test_the_schema_has_the_bounds_of_a_rate(rate, valid):
    schema = json.loads(run("schema", "campaign").stdout)
    terms = tomllib.loads(CAMPAIGN.read_text(encoding="utf-8"))
    terms["rules"][0]["rate"] = rate
    assert jsonschema.Draft202012Validator(schema).is_valid(terms) is valid


def test_a_name_that_claims_is_refused(tmp_path):
    bad = tmp_path / "campaign.toml"
    bad.write_text(
        CAMPAIGN.read_text(encoding="utf-8").replace("CO₂削減ポイント", "ゼロカーボンポイント"),
        encoding="utf-8",
    )
    assert (
        "ゼロカーボン" in run("label", RICE_BALL, "--campaign", bad, "--issued", "2026-11-24", code=1).stderr
    )
