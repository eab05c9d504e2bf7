"""A shop whose goods have numbers of its own and no GTIN: their figures come everywhere, from the table to the till."""

import csv
import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from co2label.cli import app
from co2label.factors import FactorLibrary
from co2label.receipt import Book, basket_of, purchases_of, sidecar, ubl

NUMBERS = [str(10_000_123 + 7 * place) for place in range(167)]
"""About one in ten is a GTIN-8 by its check digit, which says nothing."""
DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop")
    with (path / "products.csv").open("w", encoding="utf-8", newline="") as file:
        heads = ("id", "name", "declared_unit", "boundary", "year")
        csv.writer(file).writerows(
            [heads, *((number, f"品{number}", "1 個", "cradle-to-gate", "2025") for number in NUMBERS)]
        )
    with (path / "lines.csv").open("w", encoding="utf-8", newline="") as file:
        heads = ("product_id", "name", "amount", "gas", "stage")
        csv.writer(file).writerows(
            [heads, *((number, "gas", f"{number[-3:]} g", "CO2", "production") for number in NUMBERS)]
        )
    command = ["batch", path / "products.csv", "--activities", path / "lines.csv", "-o", path / "out"]
    more = ["--no-labels", "--book", "book.sqlite", "--valid-until", "2027-11-22", "--workers", "1"]
    result = CliRunner().invoke(app, [*map(str, command), *more])
    assert result.exit_code == 0, result.output
    return path / "out"


@pytest.fixture
def book(folder):
    with Book.open(folder / "book.sqlite", today=DAY) as found:
        yield found


def test_all_products_have_their_figure_and_none_falls_out(folder, book):
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: float(row["kg_co2e"]) for row in csv.DictReader(file)}
    assert list(rows) == NUMBERS
    assert rows == pytest.approx({number: int(number[-3:]) / 1000 for number in NUMBERS})
    assert {number: book.entry(number).kg_co2e for number in NUMBERS} == pytest.approx(rows)


def test_the_till_finds_them_by_their_numbers(book):
    found = book.basket([(number, 1) for number in NUMBERS])
    assert found.covered == found.items == 167
    assert found.kg_co2e == pytest.approx(sum(int(number[-3:]) for number in NUMBERS) / 1000)


def test_their_figures_stand_on_receipts_and_in_data(book):
    number = NUMBERS[3]
    bought = basket_of({"lines": [{"name": "品", "quantity": 2, "price": 100, "product": number}]}, book)
    receipt = bought.receipt(FactorLibrary(), book)
    assert receipt.lines[0].unit_kg_co2e == pytest.approx(int(number[-3:]) / 1000)
    data = json.loads(json.dumps(sidecar(receipt)))
    assert data["lines"][0]["productId"] == number
    assert data["lines"][0]["carbonFootprint"]["cfpValue"]["value"]
    month = {"receipts": [data | {"date": "2026-11-02"}]}
    ((_, again),) = purchases_of(month).receipts
    assert again.lines[0].product == number
    assert again.lines[0].unit_kg_co2e == pytest.approx(int(number[-3:]) / 1000, rel=1e-3)


def test_an_invoice_names_them_by_the_sellers_number(book):
    number = NUMBERS[0]
    receipt = basket_of({"lines": [{"name": "品", "price": 100, "product": number}]}, book).receipt(
        FactorLibrary(), book
    )
    names = 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'
    parts = [
        f'xmlns:{short}="urn:oasis:names:specification:ubl:schema:xsd:Common{whole}Components-2"'
        for short, whole in (("cac", "Aggregate"), ("cbc", "Basic"))
    ]
    invoice = (
        f'<?xml version="1.0" encoding="UTF-8"?><Invoice {names} {" ".join(parts)}>'
        "<cbc:ID>R-1</cbc:ID><cac:AccountingSupplierParty/><cac:AccountingCustomerParty/><cac:InvoiceLine><cbc:ID>1</cbc:ID>"
        '<cbc:InvoicedQuantity unitCode="H87">1</cbc:InvoicedQuantity><cac:Item><cbc:Name>x</cbc:Name>'
        f"<cac:SellersItemIdentification><cbc:ID>{number}</cbc:ID></cac:SellersItemIdentification>"
        "</cac:Item></cac:InvoiceLine></Invoice>"
    )
    made = ubl(receipt, invoice.encode(), language="en")
    assert b"AdditionalItemProperty" in made


def test_an_id_of_digits_that_is_another_products_gtin_is_refused_with_a_book_alone(tmp_path):
    """A till that asks for these digits would get the other product."""
    line = {"name": "gas", "amount": "1 kg", "gas": "CO2", "stage": "production"}
    more = {"name": "x", "declared_unit": "1 piece", "boundary": "gate-to-gate", "activities": [line]}
    products = [{"id": "tea", "gtin": "4569951110016"} | more, {"id": "04569951110016"} | more]
    file = tmp_path / "goods.json"
    file.write_text(json.dumps({"products": products}), encoding="utf-8")
    common = ["batch", str(file), "--no-labels", "--valid-until", "2027-11-22", "--workers", "1"]
    plain = CliRunner().invoke(app, [*common, "-o", str(tmp_path / "plain"), "--json"])
    assert json.loads(plain.stdout)["refused"] == 0
    with_book = [*common, "-o", str(tmp_path / "out"), "--book", "book.sqlite", "--json"]
    result = CliRunner().invoke(app, with_book)
    assert json.loads(result.stdout)["refused"] == 1
    said = (tmp_path / "out/errors.csv").read_text(encoding="utf-8-sig")
    assert "is looked up as the GTIN or the id of 'tea'; put a letter before it" in said


def test_a_number_of_ones_own_in_the_place_of_a_gtin_is_told_apart():
    with pytest.raises(Exception, match="a number of your own is an `id` and no GTIN"):
        basket_of({"lines": [{"name": "x", "price": 1, "gtin": "10000123"}]})
