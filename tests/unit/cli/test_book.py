"""`co2label book`: products in, a book out; or one clear message."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import co2label as c2
from builders import run
from co2label.receipt import Book

EXAMPLES = Path(__file__).parents[3] / "examples"
DAY = dt.date(2026, 11, 24)


def test_the_figures_of_several_files_stand_in_one_book(tmp_path):
    files = [EXAMPLES / "onigiri.toml", EXAMPLES / "dairy.toml"]
    path = tmp_path / "book.sqlite"
    said = run("book", *files, "-o", path, "--issued", "2026-11-24").stdout
    assert said == f"{path}: 5 products, valid until 2027-11-22\n"
    with Book.open(path, today=DAY) as book:
        product = c2.read_document(files[0]).products[0]
        onigiri = c2.compute(product)
        assert book.basket([(product.gtin, 1)]).kg_co2e == onigiri.kg_co2e
        entry = book.entry(product.gtin)
        assert (entry.shown, entry.unit["ja"]) == ("240 g-CO2e", "1個（110 g）")
        assert entry.link == f"https://id.example.jp/01/0{product.gtin}"
        assert book.entry("cream").link is None
        assert book.entry("cream").shown == "5.8 kg-CO2e"
        assert (book.header.issued, book.header.gwp_set, book.header.gwp_horizon) == (DAY, "AR6", 100)


def test_json(tmp_path):
    path = tmp_path / "b"
    said = run(
        "book",
        EXAMPLES / "onigiri.toml",
        "-o",
        path,
        "--issued",
        "2026-11-24",
        "--valid-until",
        "2027-01-31",
        "--json",
    ).stdout
    assert json.loads(said) == {"file": str(path), "goods": 1, "valid_until": "2027-01-31"}


@pytest.mark.parametrize(
    ("document", "options", "message"),
    [
        ({}, ("--issued", "2026-11-24"), "give --valid-until DAY"),
        ({}, ("--issued", "2026-11-24", "--valid-until", "2026-11-01"), "before its day of issue"),
        ({"declaration": {}}, (), "declaration.company: a label needs it"),
    ],
)
def test_what_cannot_become_a_book(tmp_path, document, options, message):
    line = {"name": "boiler", "amount": "0.2 kg", "gas": "CO2", "stage": "production"}
    tea = {
        "id": "tea",
        "name": "茶",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-gate",
        "activities": [line],
    }
    (tmp_path / "tea.json").write_text(json.dumps(tea | document))
    assert message in run("book", tmp_path / "tea.json", "-o", tmp_path / "b", *options, code=1).stderr
    assert not (tmp_path / "b").exists()


def test_figures_of_different_bases_are_no_book():
    from co2label.receipt import book_basis

    products = c2.read_document(EXAMPLES / "onigiri.toml").products
    old, new = (c2.compute_all(products, gwp_set=gwp)[0] for gwp in ("AR5", "AR6"))
    with pytest.raises(c2.BookError, match="one GWP set for all figures, got bundled"):
        book_basis([old, new])
    with pytest.raises(c2.BookError, match="got none"):
        book_basis([])


def test_what_others_are_compared_with_is_handed_over_and_is_no_good_of_the_shop(tmp_path):
    """Stars and own comparisons need the other figure; conventional growing is not for sale."""
    path = tmp_path / "book.sqlite"
    run("book", EXAMPLES / "tomato.toml", "-o", path, "--issued", "2026-11-24")
    with Book.open(path, today=DAY) as book:
        assert book.entry("tomato").shown == "1.6 kg-CO2e"
        assert book.entry("tomato-conventional") is None


@pytest.mark.parametrize("command", ["book", "page"])
def test_a_certificate_counts_once_over_all_files(tmp_path, command):
    tea = (EXAMPLES / "renewable-tea.toml").read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(tea.replace("NFC-2025", "nfc-2025").replace("green-tea-500", "other"), encoding="utf-8")
    refused = run(command, EXAMPLES / "renewable-tea.toml", other, "-o", tmp_path / "out", code=1)
    assert "certificate 'nfc-2025-0417' is used in" in refused.stderr
    assert list(tmp_path.iterdir()) == [other], "nothing is written"
