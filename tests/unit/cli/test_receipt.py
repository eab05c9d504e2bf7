"""`co2label receipt`: every format, from products beside the lines or from a book."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import builders
from co2label.cli import app
from co2label.receipt import Book, BookEntry, escpos, html, plain, preview, read_basket, receiptline

BASKET = Path(__file__).parents[3] / "examples" / "basket.json"
LINK = "https://id.example.jp/01/04569951110016"
TODAY = dt.date(2026, 11, 24)
"""As `conftest.py` sets the clock of the commands."""


run = partial(builders.run, "receipt")


@pytest.fixture
def book(tmp_path):
    tea = BookEntry(product_id="tea", gtin="4569951110016", name={"ja": "茶"}, kg_co2e=0.25)
    head = {"factor_edition": "x", "gwp_set": "AR6", "issued": TODAY, "valid_until": TODAY}
    return Book.write(tmp_path / "book.sqlite", [tea], **head)


@pytest.fixture
def basket(tmp_path):
    lines = [
        {"name": "お茶 ₂", "gtin": "4569951110016", "quantity": 2, "price": 150},
        {"name": "雑誌", "price": 690},
    ]
    path = tmp_path / "basket.json"
    path.write_text(json.dumps({"lines": lines}), encoding="utf-8")
    return path


def test_each_format_to_standard_output_and_to_a_file(tmp_path):
    receipt = read_basket(BASKET).receipt()
    expected = {
        "plain": f"{plain(receipt, columns=48)}\n".encode(),
        "escpos": escpos(receipt, columns=48),
        "receiptline": receiptline(receipt, columns=48).encode(),
        "html": html(receipt).encode(),
    }
    for form, data in expected.items():
        assert run(BASKET, "--format", form, "--columns", "48").stdout_bytes == data
        said = run(BASKET, "--format", form, "--columns", "48", "-o", tmp_path / form).stdout
        assert said == f"{tmp_path / form}\n"
        assert (tmp_path / form).read_bytes() == data


def test_json_by_either_name():
    assert run(BASKET, "--format", "json").stdout == run(BASKET, "--json").stdout
    assert json.loads(run(BASKET, "--json").stdout)["coverage"]["covered"] == 2


def test_a_sidecar_is_valid_by_the_published_schema():
    schema = CliRunner().invoke(app, ["schema", "sidecar"])
    found = json.loads(run(BASKET, "--format", "sidecar").stdout)
    jsonschema.validate(found, json.loads(schema.stdout))
    assert found["receiptId"] == "2026-11-23-0042"
    assert found["lines"][0]["carbonFootprint"]["cfpFunctionalUnit"] == "1 piece"


def test_a_code_and_the_dialect_of_the_printer():
    receipt = read_basket(BASKET).receipt()
    sent = run(
        BASKET, "--format", "escpos", "--qr", LINK, "--dialect", "star", "--detail", "full"
    ).stdout_bytes
    assert sent == escpos(receipt, qr=LINK, dialect="star", detail="full")
    assert f"{{code:{LINK};" in run(BASKET, "--format", "receiptline", "--qr", LINK).stdout
    assert "Invalid value for --qr" in run(BASKET, "--qr", LINK, code=2).stderr
    assert "error: " in run(BASKET, "--format", "escpos", "--qr", "no link", code=1).stderr


def test_figures_from_a_book(basket, book):
    known = run(basket, "--book", book)
    assert "CO2e合計(1/2品目)         約500g" in known.stdout
    assert known.stderr == ""  # a screen has all characters
    printed = run(basket, "--book", book, "--code-page", "cp932")
    assert printed.stderr == "printed in another way, since printers have no cell for them: ₂\n"
    assert "CO2e合計(0/2品目)              —" in run(basket).stdout


def test_a_book_that_cannot_be_used(basket, book, tmp_path):
    assert "error: book '" in run(basket, "--book", tmp_path / "absent", code=1).stderr
    book.write_bytes(book.read_bytes()[:-1])
    assert "cut short" in run(basket, "--book", book, code=1).stderr
    head = {
        "factor_edition": "x",
        "gwp_set": "AR6",
        "issued": dt.date(2026, 1, 1),
        "valid_until": dt.date(2026, 1, 2),
    }
    Book.write(book, [], **head)
    assert "fetch a new one" in run(basket, "--book", book, code=1).stderr


def test_a_place_that_cannot_be_written_to(tmp_path):
    assert "error: " in run(BASKET, "-o", tmp_path / "absent" / "x", code=1).stderr


def test_a_preview_is_a_picture_of_the_paper(tmp_path):
    target = tmp_path / "receipt.svg"
    run(BASKET, "--preview", "--columns", "48", "--qr", LINK, "--detail", "full", "-o", target)
    expected = preview(read_basket(BASKET).receipt(), columns=48, detail="full", qr=LINK)
    assert target.read_text(encoding="utf-8") == expected.svg()
    assert "receipt.png" in run(BASKET, "--preview", code=2).stderr
    assert "32 columns" in run(BASKET, "--preview", "--columns", "40", "-o", target, code=1).stderr
    assert "no json" in run(BASKET, "--preview", "--json", "-o", target, code=2).stderr
