"""`co2label nudge` and `receipt --nudge-from`: what they print, say on the side, and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import invoke

EXAMPLES = Path(__file__).parents[3] / "examples"
BASKET, MENU = (str(EXAMPLES / name) for name in ("nudging-basket.json", "menu.toml"))


@pytest.fixture
def trial(tmp_path):
    path = tmp_path / "trial.toml"
    path.write_text(
        'campaign = "autumn-2026"\nsalt = "9f2c41d07b"\narms = ["gain", "loss", "none"]\n', "utf-8"
    )
    return str(path)


def test_the_message_and_its_number():
    data = json.loads(invoke("nudge", BASKET, "--catalogue", MENU, "--json").stdout)
    compared = json.loads(
        invoke("compare", MENU, "--product", "gyudon", "--product", "oyakodon", "--json").stdout
    )
    assert data["nudge"]["value"] == -compared["difference_kg_co2e"]
    assert data["nudge"]["pattern"] == "swap"
    assert [step["pattern"] for step in data["trail"]] == [
        "default",
        "swap",
        "social-norm",
        "feedback",
        "budget",
    ]
    assert "約1.7kg（62%）CO₂eが少なくなります" in invoke("nudge", BASKET, "--catalogue", MENU).stdout


def test_groups(trial):
    for customer, arm in (("m-1", "none"), ("m-3", "loss")):
        out = invoke(
            "nudge", BASKET, "--catalogue", MENU, "--trial", trial, "--customer", customer, "--json"
        ).stdout
        data = json.loads(out)
        assert data["arm"] == arm
        assert customer not in out
    assert invoke("nudge", BASKET, "--catalogue", MENU, "--trial", trial).exit_code == 2
    assert invoke("nudge", BASKET, "--catalogue", MENU, "--customer", "m-1").exit_code == 2


def test_a_basket_without_a_message_says_so_on_the_side(tmp_path):
    basket = tmp_path / "basket.json"
    basket.write_text('{"lines": [{"name": "雑誌", "price": 690}]}', encoding="utf-8")
    slip = invoke("receipt", str(basket), "--nudge-from", MENU)
    assert slip.exit_code == 0
    assert "no message" in slip.stderr
    assert "・" not in slip.stdout
    told = invoke("nudge", str(basket), "--catalogue", MENU)
    assert (told.stdout, "swap: nothing that was bought is in the catalogue" in told.stderr) == ("", True)


def test_a_full_slip_keeps_its_notices(tmp_path):
    data = json.loads(Path(BASKET).read_text(encoding="utf-8"))
    basket = tmp_path / "basket.json"
    for count, stands in ((3, True), (4, False)):
        basket.write_text(
            json.dumps(data | {"notices": [f"Notice {n}" for n in range(count)]}), encoding="utf-8"
        )
        slip = invoke("receipt", str(basket), "--nudge-from", MENU).stdout
        assert slip.count("Notice") == count
        assert ("親子丼" in slip) is stands


def test_a_catalogue_of_one_product_and_a_basket_with_its_own(tmp_path):
    one = EXAMPLES / "onigiri.toml"
    assert invoke("nudge", str(EXAMPLES / "basket.json"), "--catalogue", str(one)).exit_code == 0


def test_files_that_are_wrong_are_named(tmp_path):
    bad = tmp_path / "context.toml"
    bad.write_text("[norm]\npeople = 412\n", encoding="utf-8")
    told = invoke("nudge", BASKET, "--catalogue", MENU, "--context", str(bad))
    assert told.exit_code == 1
    assert "context.toml: norm.source" in told.stderr
    assert invoke("nudge", BASKET, "--catalogue", BASKET).exit_code == 1


@pytest.mark.parametrize("products", [["tea"], {"id": "tea"}, None])
@pytest.mark.parametrize("command", ["nudge", "receipt"])
def test_a_catalogue_that_is_no_document_is_refused_by_name(command, products, tmp_path):
    bad = tmp_path / "catalogue.json"
    bad.write_text(json.dumps({"products": products}))
    option = "--catalogue" if command == "nudge" else "--nudge-from"
    told = invoke(command, BASKET, option, str(bad))
    assert (told.exit_code, f"error: {bad}" in told.stderr) == (1, True)


def test_what_was_bought_stands_in_the_basket_only(tmp_path):
    more = tmp_path / "more.json"
    more.write_text('{"lines": [{"kg_co2e": 1}]}')
    told = invoke("nudge", BASKET, "--catalogue", MENU, "--context", str(more))
    assert f"error: {more}: lines: what was bought stands in the basket; leave it out" in told.stderr


def test_numbers_of_the_shop_are_read_beside_a_message(tmp_path):
    line = {"name": "量り売り", "gtin": "0210000005985", "price": 598}
    item = {"amount": "8 kg", "gas": "CO2", "stage": "production", "name": "boiler"}
    pork = {"id": "pork", "name": "豚バラ", "declared_unit": "1 kg", "boundary": "gate-to-gate", "year": 2025}
    scheme = {"pattern": "02IIIIIPPPPPC", "step": "1 JPY", "items": {"10000": "pork"}}
    files = {
        "basket": {"lines": [line]},
        "shop": {"products": [pork | {"price": "1980 JPY/kg", "activities": [item]}]},
        "scheme": {"in_store": [scheme]},
    }
    for name, data in files.items():
        (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    basket, shop, schemes = (str(tmp_path / name) for name in files)
    told = invoke("receipt", basket, "--nudge-from", shop, "--in-store", schemes, "--json")
    assert json.loads(told.stdout)["lines"][0]["kg_co2e"] == pytest.approx(8 * 598 / 1980)
