"""Every bad input is refused: exit code 1, what is wrong and where on stderr, nothing on stdout, no traceback."""

from __future__ import annotations

import copy
import json

import pytest
from typer.testing import CliRunner

from co2label.cli import app

GOOD = {
    "id": "tea",
    "name": {"ja": "お茶", "en": "Tea"},
    "gtin": "4569951110016",
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "year": 2025,
    "activities": [
        {"name": "leaves", "amount": "2 g", "factor": "own.leaf", "stage": "raw-materials"},
        {"name": "boiler", "amount": "0.2 kg", "gas": "CO2", "stage": "production"},
    ],
}
FACTOR = {"id": "own.leaf", "value": 2.0, "unit": "kgCO2e", "per": "1 kg", "source": {"title": "Own EPD"}}


def one(**changes):
    """The good product with some fields changed."""
    return {"products": [GOOD | changes], "factors": [FACTOR]}


def amount(text):
    """The good product with another amount of leaves."""
    product = copy.deepcopy(GOOD)
    product["activities"][0]["amount"] = text
    return {"products": [product], "factors": [FACTOR]}


def activity(**changes):
    """The good product with its first activity changed."""
    product = copy.deepcopy(GOOD)
    product["activities"][0] |= changes
    return {"products": [product], "factors": [FACTOR]}


def needs(name, quantity, other):
    """A product made of an amount of another one."""
    line = {"name": other, "amount": quantity, "product": other, "stage": "production"}
    return {
        "id": name,
        "name": name,
        "declared_unit": "1 kg",
        "boundary": "gate-to-gate",
        "activities": [line],
    }


AMOUNT = "products[0].activities[0].amount"
CASES = {
    "unknown unit": (amount("2 blorb"), [AMOUNT, "blorb"]),
    "ambiguous ton": (amount("2 ton"), [AMOUNT, "ton", "short_ton"]),
    "ambiguous gallon": (amount("2 gallon"), [AMOUNT, "gallon"]),
    "ambiguous separators": (amount("1.000,5 kg"), [AMOUNT, "1.000,5"]),
    "full-width digits": (amount("１２３ kg"), [AMOUNT]),
    "full-width digits without a unit": (amount("１２３"), [AMOUNT]),
    "wrong kind without a bridge": (amount("2 kWh"), ["kWh", "kg", "activities[0]"]),
    "length without a bridge": (amount("3 m"), ["in m (length)", "kg", "activities[0]"]),
    "number without a unit": (amount("2"), [AMOUNT]),
    "number that is no text": (amount(2), [AMOUNT, "48 g"]),
    "nan": (amount("nan kg"), [AMOUNT]),
    "infinity": (amount("inf kg"), [AMOUNT]),
    "negative amount": (amount("-2 g"), [AMOUNT, "negative"]),
    "too large": (amount("1e400 kg"), [AMOUNT]),
    "too many digits": (amount("9" * 400 + " kg"), [AMOUNT]),
    "unknown factor": (activity(factor="own.leef"), ["activities[0]", "own.leef", "own.leaf"]),
    "unknown stage": (activity(stage="cooking"), ["activities[0].stage", "cooking", "raw-materials"]),
    "unknown boundary": (one(boundary="cradle-to-cradle"), ["products[0].boundary", "cradle-to-grave"]),
    "stage outside the boundary": (activity(stage="use"), ["activities[0].stage", "outside the boundary"]),
    "unknown field": (one(gtim="4569951110016"), ["products[0].gtim", "did you mean 'gtin'"]),
    "missing field": (
        {"products": [{k: v for k, v in GOOD.items() if k != "name"}]},
        ["products[0].name", "missing"],
    ),
    "two factors of one activity": (activity(gas="CO2"), ["activities[0]", "exactly one"]),
    "wrong check digit": (one(gtin="4569951110017"), ["products[0].gtin", "check digit 6"]),
    "empty name": (one(name=""), ["products[0].name"]),
    "blank name": (one(name={"ja": "　 "}), ["products[0].name"]),
    "control character": (one(name="Tea\x1b[2J"), ["products[0].name", "U+001B"]),
    "line feed": (one(name="Tea\nfree"), ["products[0].name", "U+000A"]),
    "bidi override": (one(name="Tea\u202eeert"), ["products[0].name", "U+202E"]),
    "zero width": (one(name="Te\u200ba"), ["products[0].name", "U+200B"]),
    "100,000 characters": (one(name="茶" * 100_000), ["products[0].name", "100000"]),
    "two products with one id": (
        {"products": [GOOD, GOOD | {"gtin": None}], "factors": [FACTOR]},
        ["products[1].id"],
    ),
    "two factors with one id": ({"products": [GOOD], "factors": [FACTOR, FACTOR]}, ["factors[1].id"]),
    "unknown product": ({"products": [needs("a", "1 kg", "b")]}, ["activities[0].product", "'b'"]),
    "needs itself": ({"products": [needs("a", "1 kg", "a")]}, ["a → a"]),
    "needs more of itself": (
        {"products": [needs("a", "2 kg", "b"), needs("b", "1 kg", "a")]},
        ["a → b → a", "2 of itself"],
    ),
    "no products": ({"products": []}, ["products"]),
    "products are no list": ({"products": 3}, ["products"]),
    "a list": ([1, 2], ["expected a table"]),
    "nothing": ({}, ["empty document"]),
    "factor of unknown unit": (
        {"products": [GOOD], "factors": [FACTOR | {"unit": "kgCH4"}]},
        ["factors[0].unit"],
    ),
    "factor below zero": (
        {"products": [GOOD], "factors": [FACTOR | {"value": -1}]},
        ["factors[0]", "below zero"],
    ),
}
TEXTS = {
    "not UTF-8": (b'id = "caf\xe9"', "x.toml", ["not UTF-8", "0xe9"]),
    "not TOML": (b"id = tea", "x.toml", ["not TOML", "line 1"]),
    "not JSON": (b'{"id": "tea",,}', "x.json", ["not JSON", "line 1"]),
    "duplicate key in JSON": (b'{"id": "a", "id": "b"}', "x.json", ["'id' is given twice"]),
    "duplicate key in TOML": (b'id = "a"\nid = "b"', "x.toml", ["not TOML"]),
    "NaN in JSON": (b'{"id": "a", "year": NaN}', "x.json", ["NaN"]),
    "infinite in TOML": (b"year = inf", "x.toml", ["year"]),
    "a number too large": (b'{"id": "a", "year": 1e999}', "x.json", ["too large"]),
    "an integer too long": (b'{"year": ' + b"9" * 5000 + b"}", "x.json", ["digits"]),
    "deeply nested": (b"[" * 100_000, "x.json", ["nested too deep"]),
    "empty": (b"", "x.toml", ["empty"]),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\xff", "x.toml", ["not UTF-8"]),
}
COMMANDS = ("compute", "explain", "label", "tag", "receipt")


def refused(arguments, *fragments):
    """Run a command that must refuse; every problem is one line."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("error: ") for line in lines)
    assert all(line.isprintable() and len(line) < 600 for line in lines), result.stderr
    for fragment in fragments:
        assert fragment in result.stderr, result.stderr
    return lines


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["compute", "label"])
def test_a_document_that_does_not_fit_is_refused(tmp_path, case, command):
    document, fragments = CASES[case]
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(refused([command, path, "--json"], *fragments, str(path))) == 1


@pytest.mark.parametrize("case", TEXTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, case, command):
    content, name, fragments = TEXTS[case]
    path = tmp_path / name
    path.write_bytes(content)
    if case == "infinite in TOML":
        assert refused([command, path], "year" if command != "receipt" else "lines")
    else:
        assert len(refused([command, path], *fragments, str(path))) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_gigabyte_is_refused_unread(tmp_path, command):
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(2**30)
    assert len(refused([command, path], str(path), "1073741824")) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_directory_and_a_missing_file_are_refused(tmp_path, command):
    assert len(refused([command, tmp_path], "directory")) == 1
    assert len(refused([command, tmp_path / "none.toml"], "no such file")) == 1


def test_several_problems_of_a_file_are_reported_together(tmp_path):
    document = amount("2 ton") | {"factors": [FACTOR | {"unit": "kgCH4"}]}
    document["products"][0] |= {"gtin": "4569951110017", "name": "Tea\x00", "boundary": "round"}
    document["products"].append(activity(stage="cooking")["products"][0] | {"id": "other", "gtin": None})
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    wheres = ["gtin", "name", "boundary", "activities[0].amount"]
    lines = refused(["compute", path], *(f"products[0].{where}" for where in wheres), "factors[0].unit")
    assert len(lines) == 6, lines


def test_what_a_label_lacks_is_reported_together(tmp_path):
    path = tmp_path / "document.json"
    path.write_text(json.dumps(one(year=None)), encoding="utf-8")
    lines = refused(["label", path], "company", "valid_until", "year", "info_url")
    assert len(lines) == 4, lines


@pytest.mark.parametrize("ending", ["png", "svg"])
@pytest.mark.parametrize("command", ["label", "tag"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path, command, ending):
    output = tmp_path / "missing" / f"out.{ending}"
    refused([command, "examples/onigiri.toml", "-o", output], str(output))
    assert not output.parent.exists()


def test_a_directory_under_a_file_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused(["label", "examples/onigiri.toml", "-o", tmp_path / "file" / "labels"], "file")
    refused(["demo", "-o", tmp_path / "file"], "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("line", "fragments"),
    [
        ({"price": 100}, ["lines[0].name", "missing"]),
        ({"name": "x"}, ["lines[0].price", "missing"]),
        ({"name": "x\x1bp", "price": 1}, ["lines[0].name", "U+001B"]),
        ({"name": "x", "price": "100"}, ["lines[0].price", "expected a number"]),
        ({"name": "x", "price": True}, ["lines[0].price", "expected a number"]),
        ({"name": "x", "price": 1, "quantity": 1e9}, ["lines[0].quantity", "99999"]),
        ({"name": "x", "price": 1, "quantity": 0.12345}, ["lines[0].quantity", "3 decimals"]),
        ({"name": "x", "price": 1, "product": "none"}, ["lines[0].product", "no product 'none'"]),
        ({"name": "x", "price": 1, "gtin": "123"}, ["lines[0].gtin", "got 3"]),
        ({"name": "x", "price": 1, "product": "tea", "gtin": "49123456"}, ["lines[0].gtin", "4569951110016"]),
        ({"name": "x", "price": -5, "kg_co2e": 1.0}, ["lines[0].price", "discount"]),
        ({"name": "x", "price": 1, "kg_co2e": -1.0}, ["lines[0].kg_co2e"]),
        ({"name": "x", "price": 1, "declaration": {}}, ["lines[0].declaration", "declare"]),
        ({"name": "x", "price": 1, "colour": "red"}, ["lines[0].colour", "unknown field"]),
    ],
)
def test_a_basket_that_does_not_fit_is_refused(tmp_path, line, fragments):
    path = tmp_path / "basket.json"
    path.write_text(json.dumps(one() | {"lines": [line]}), encoding="utf-8")
    assert len(refused(["receipt", path], *fragments, str(path))) == 1


def test_a_basket_without_lines_is_refused(tmp_path):
    path = tmp_path / "basket.json"
    for lines in ([], None, "x", [[]], [3]):
        path.write_text(json.dumps({"lines": lines}), encoding="utf-8")
        refused(["receipt", path], "lines")


def test_an_unknown_factor_names_the_nearest():
    refused(["factors", "show", "freight.truk.avg"], "freight.truck.avg")


def test_an_unknown_product_names_what_there_is():
    refused(["explain", "examples/bowls.toml", "--product", "ramen"], "'ramen'", "gyudon")


def test_a_table_of_factors_that_does_not_fit_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("id,value,unit,per,source_title\nown.x,abc,kgCO2e,1 kg,EPD\n", encoding="utf-8")
    refused(["compute", "examples/onigiri.toml", "--factors", path], "own.csv", "value")
    refused(["compute", "examples/onigiri.toml", "--factors", tmp_path / "none.csv"], "none.csv")
