"""Which products of a file are declared: one rule for label, page, tag, batch and book, whoever asks."""

import csv
import json
import sqlite3

import pytest
from typer.testing import CliRunner

from builders import run
from co2label.cli import app
from co2label.declaration import Roles, declare_among, left_out
from co2label.errors import ClaimError
from co2label.footprint import compute_all
from co2label.model import document_of

COMPANY = {"company": "Oven", "issued": "2026-11-23", "valid_until": "2027-11-22"}
LINKED = COMPANY | {"info_url": "https://example.jp/co2"}
RESOLVED = COMPANY | {"resolver": "https://id.example.jp"}
GTIN, OTHER = "4569951110016", "4569951110122"


def product(name, *uses, kg=0.2, **more):
    burnt = {"name": "gas", "amount": f"{kg} kg", "gas": "CO2", "uncertainty": {"percent": 5}}
    lines = [burnt | {"stage": "production"}]
    lines += [
        {"name": each, "amount": "0.1 piece", "product": each, "stage": "raw-materials"} for each in uses
    ]
    fields = {"id": name, "name": {"ja": name, "en": name}, "declared_unit": "1 piece", "year": 2025}
    return fields | {"boundary": "cradle-to-gate", "activities": lines} | more


BUN = product("bun", "dough", declaration=LINKED)
CASES = {
    # what is written → the products that are declared
    "a dough, of which nothing is declared": ([product("dough"), BUN], ["bun"]),
    "a dough with a code of its own, of which nothing is declared": (
        [product("dough", gtin=GTIN), BUN],
        ["bun"],
    ),
    "a dough that is declared, and nobody could find": (
        [product("dough", declaration=COMPANY), BUN],
        ["bun"],
    ),
    "a dough that is sold too": ([product("dough", declaration=LINKED), BUN], ["dough", "bun"]),
    "a dough with a code, that is sold too": (
        [product("dough", gtin=GTIN, declaration=RESOLVED), BUN],
        ["dough", "bun"],
    ),
    "used through another": (
        [product("flour"), product("dough", "flour"), BUN, product("box", "bun", declaration=LINKED)],
        ["bun", "box"],
    ),
    "used by itself alone": ([product("bun", "bun", declaration=LINKED)], ["bun"]),
    "a loop of two, of which one is sold": (
        [product("broth", "stock"), product("stock", "broth", declaration=LINKED)],
        ["stock"],
    ),
    "last year's, to compare with": (
        [
            product("old", kg=0.4, declaration={"company": "Oven"}),
            product("new", declaration=LINKED | {"baseline": "old"}),
        ],
        ["new"],
    ),
    "last year's, still valid": (
        [
            product("old", kg=0.4, declaration=LINKED),
            product("new", declaration=LINKED | {"baseline": "old"}),
        ],
        ["old", "new"],
    ),
}


@pytest.mark.parametrize(("products", "expected"), CASES.values(), ids=CASES)
def test_the_rule(products, expected):
    others = left_out(document_of({"products": products}).products)
    assert [each["id"] for each in products if each["id"] not in others] == expected


@pytest.mark.parametrize(("products", "expected"), CASES.values(), ids=CASES)
def test_every_command_declares_the_same_products_of_one_file(products, expected, tmp_path):
    file = tmp_path / "goods.json"
    file.write_text(json.dumps({"products": products}), encoding="utf-8")
    run("label", file, "-o", f"{tmp_path / 'label'}/", "--format", "svg")
    written = {path.stem for path in (tmp_path / "label").iterdir()}
    run("batch", file, "-o", tmp_path / "batch", "--format", "svg", "--workers", "1", "--book", "book.sqlite")
    assert {path.stem for path in (tmp_path / "batch/labels").iterdir()} == written == set(expected)
    tags = json.loads(run("tag", file, "--json").stdout)
    assert len(tags if isinstance(tags, list) else [tags]) == len(expected)
    run("book", file, "-o", tmp_path / "book.sqlite", "--valid-until", "2027-11-22")
    assert entries(tmp_path / "book.sqlite") == entries(tmp_path / "batch/book.sqlite")
    with (tmp_path / "batch/results.csv").open(encoding="utf-8-sig", newline="") as file_of_results:
        assert len(list(csv.DictReader(file_of_results))) == len(products)


def test_a_page_is_written_of_what_is_declared(tmp_path):
    products, expected = CASES["a dough that is declared, and nobody could find"]
    file = tmp_path / "goods.json"
    file.write_text(json.dumps({"products": products}), encoding="utf-8")
    said = run("page", file, "-o", tmp_path / "site", "--language", "en")
    assert len(list((tmp_path / "site").rglob("index.json"))) == len(expected)
    assert (
        "dough: used by other products, and no goods of its own: neither a GTIN nor an info_url"
        in said.stderr
    )


def entries(path):
    with sqlite3.connect(path) as book:
        return set(book.execute("SELECT id, link IS NULL FROM goods"))


def test_what_a_run_says_for_all_products_stands_for_their_declarations():
    """A table seldom has a declaration in its rows: there a code of its own says that the dough is sold."""
    plain = [product("dough", gtin=GTIN), product("cream"), product("bun", "dough", "cream", gtin=OTHER)]
    products = document_of({"products": plain}).products
    assert set(left_out(products)) == {"dough", "cream"}
    assert set(left_out(products, said_for_all=True)) == {"cream"}


def test_where_all_stand_there_for_others_all_are_offered():
    loop = document_of({"products": [product("broth", "stock"), product("stock", "broth")]}).products
    assert left_out(loop) == {}
    assert Roles.of(loop).why_left_out(loop[0])


def test_in_a_loop_of_a_whole_catalogue_all_are_declared_in_bulk_as_well(tmp_path):
    loop = [product("broth", "stock"), product("stock", "broth")]
    for one in loop:
        one["declaration"] = COMPANY
    file = tmp_path / "loop.json"
    file.write_text(json.dumps({"products": loop}), encoding="utf-8")
    link = ["--info-url", "https://example.jp/co2"]
    run("batch", file, "-o", tmp_path / "out", "--format", "svg", "--workers", "1", *link)
    assert {path.stem for path in (tmp_path / "out/labels").iterdir()} == {"broth", "stock"}


def test_a_baseline_that_is_not_there_is_named_in_the_same_words(tmp_path):
    """By the command line and by the run over a catalogue, with what is near."""
    file = tmp_path / "goods.json"
    products = [product("old", declaration=LINKED), product("new", declaration=LINKED | {"baseline": "olt"})]
    file.write_text(json.dumps({"products": products}), encoding="utf-8")
    refused = CliRunner().invoke(app, ["label", str(file), "-o", f"{tmp_path / 'label'}/", "--format", "svg"])
    CliRunner().invoke(
        app, ["batch", str(file), "-o", str(tmp_path / "batch"), "--format", "svg", "--workers", "1"]
    )
    errors = (tmp_path / "batch/errors.csv").read_text(encoding="utf-8-sig")
    for told in (refused.stderr, errors):
        assert "no product 'olt' in this document" in told


def test_a_company_that_is_said_for_all_made_the_baseline_too():
    """One's own older product is compared with, whoever asks: no company is said of either."""
    bare = {"info_url": "https://example.jp/co2", "valid_until": "2027-11-22"}
    products = [
        product("old", kg=0.4) | {"year": 2023},
        product("new", declaration=bare | {"baseline": "old"}),
    ]
    footprints = compute_all(document_of({"products": products}).products)
    said = declare_among(
        footprints["new"], footprints, issued="2026-11-23", for_all={"company": "Oven", "resolver": None}
    )
    assert said.company == "Oven"
    assert "50% lower" in said.comparison.sentence["en"]
    with pytest.raises(ClaimError, match="company"):
        declare_among(footprints["new"], footprints, issued="2026-11-23")
