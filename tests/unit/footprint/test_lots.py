"""A figure per lot: one GTIN, several lots, each with its own link, page and figure."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label.cli import app
from co2label.errors import DocumentError
from co2label.model import document_of
from co2label.page import page_path
from co2label.receipt import book_entries

SAID = {"company": "C", "valid_until": "2027-11-22", "resolver": "https://id.example.jp"}


def product(name, lot, kg=1, gtin="4569951110016"):
    return {
        "id": name, "name": "Tea", "declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025, "declaration": SAID,
        "activities": [{"name": "boiler", "amount": f"{kg} kg", "gas": "CO2", "stage": "production"}],
        **({"gtin": gtin} if gtin else {}), **({"lot": lot} if lot else {}),
    }  # fmt: skip


def test_lots_of_one_gtin_stand_side_by_side():
    document = document_of({"products": [product("a", "L1"), product("b", "L2", 2), product("c", None, 3)]})
    said = [c2.declare(one, issued="2026-11-23") for one in c2.compute_all(document.products)]
    link = "https://id.example.jp/01/04569951110016"
    assert [one.link for one in said] == [f"{link}/10/L1", f"{link}/10/L2", link]
    assert [page_path(one) for one in said] == [
        "01/04569951110016/10/L1",
        "01/04569951110016/10/L2",
        "01/04569951110016",
    ]
    assert [one.lot for one in said] == ["L1", "L2", None]
    assert [entry.gtin for entry in book_entries(c2.compute_all(document.products))] == [
        None,
        None,
        "4569951110016",
    ]


@pytest.mark.parametrize(
    ("products", "message"),
    [
        ([product("a", "L1"), product("b", "L1")], "4569951110016' is already the gtin of products[0]"),
        ([product("a", "L1", gtin=None)], "products[0].lot: a lot is one of a GTIN, and there is none"),
        ([product("a", "鮭")], "products[0].lot: expected a lot of 1 to 20"),
        ([product("a", "x" * 21)], "products[0].lot: expected a lot of 1 to 20"),
    ],
)
def test_what_is_no_lot_is_refused(products, message):
    with pytest.raises(DocumentError) as refused:
        document_of({"products": products})
    assert message in str(refused.value)


def test_the_command_puts_an_item_into_the_link():
    asked = ["tag", "examples/onigiri.toml", "--lot", "L/1", "--serial", "7", "--expiry", "2027-03-31"]
    found = CliRunner().invoke(app, asked)
    assert found.stdout.strip() == "https://id.example.jp/01/04569951110016/10/L%2F1/21/7?17=270331"
    assert CliRunner().invoke(app, [*asked, "--kind", "rfid"]).exit_code == 2
