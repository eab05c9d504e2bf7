"""What the command line makes of a document's declaration tables: baselines, bands, schemes in the JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from builders import invoke

LUNCHBOX = "examples/lunchbox.toml"


def changed(tmp_path, old, new):
    path = tmp_path / "lunchbox.toml"
    text = Path(LUNCHBOX).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_baseline_is_found_in_the_document_and_gets_no_label_of_its_own():
    result = invoke("label", LUNCHBOX, "--issued", "2026-11-23", "--json")
    (said,) = json.loads(result.stdout)

    assert said["product_id"] == "lunchbox-chicken"
    assert said["comparison"]["sentence"]["en"] == "21% lower than our 2023 product"
    assert "lunchbox-chicken-2023: a baseline of other products" in result.stderr


def test_the_band_the_indicator_the_sources_and_the_working_are_in_the_json():
    said = json.loads(invoke("label", LUNCHBOX, "--product", "lunchbox-chicken", "--json").stdout)

    assert (said["band"]["letter"], said["per_amount"]["words"]["ja"]) == ("C", "100 g")
    assert said["indicators"][0]["en"] == "Chopsticks: thinned wood from Japan"
    assert "AGRIBALYSE" in {line["title"] for line in said["sources"]}
    assert [line["name"]["und"] for line in said["working"]][:2] == ["ごはん", "鶏肉"]


def test_an_unknown_baseline_names_the_nearest(tmp_path):
    path = changed(tmp_path, 'baseline = "lunchbox-chicken-2023"', 'baseline = "lunchbox-chicken-2022"')
    result = invoke("label", path, "--product", "lunchbox-chicken", "--issued", "2026-11-23")

    assert result.exit_code == 1
    assert "declaration.baseline: no product 'lunchbox-chicken-2022'" in result.stderr
    assert "did you mean 'lunchbox-chicken-2023'" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"co2label-meal-2026"',
            '{ name = "T", source = "T", per = "meal", limits = [1, 2, 3] }',
            "band.limits",
        ),
        (
            '"co2label-meal-2026"',
            '{ name = "T", source = "T", per = "week", limits = [1, 2, 3, 4] }',
            "band.per",
        ),
        ('shelf_amount = "100 g"', "shelf_amount = 100", "shelf_amount"),
    ],
)
def test_what_does_not_fit_is_named_with_its_path(tmp_path, old, new, message):
    result = invoke("label", changed(tmp_path, old, new))

    assert result.exit_code == 1
    assert f"products[0].declaration.{message}" in result.stderr


def test_the_schema_knows_a_scheme_by_id_and_in_full():
    schema = json.loads(invoke("schema", "product").stdout)
    statement = {"$ref": "#/$defs/DeclarationData", "$defs": schema["$defs"]}
    town = {"name": "T", "source": "T", "per": "kg", "limits": [1, 2, 3, 4]}

    for band in ("co2label-meal-2026", town, None):
        jsonschema.validate({"band": band}, statement)
    for band in ({"name": "T"}, town | {"limits": [1, 2, 3]}, town | {"per": "week"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"band": band}, statement)
