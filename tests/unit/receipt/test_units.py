"""What a till sells: bare counts, amounts with units, and what neither says; the same on a line, in a book and in the data."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

import co2label as c2
from co2label.errors import DocumentError
from co2label.receipt import Book, BookEntry, Receipt, ReceiptLine, basket_of, book_entries, plain, sidecar
from co2label.units import parse_amount

HEADER = {
    "factor_edition": "x",
    "gwp_set": "AR6",
    "issued": dt.date(2026, 11, 1),
    "valid_until": dt.date(2027, 3, 31),
}
TODAY = dt.date(2026, 11, 30)


def product(declared_unit="1 kg", **bridges):
    """Eight kilograms of CO2 a declared unit."""
    return c2.Product(
        id="pork", gtin="4569951110016", name="豚バラ", declared_unit=declared_unit, boundary="gate-to-gate", year=2025,
        activities=[c2.Activity("boiler", "8 kg", gas="CO2", stage="production")], **bridges,
    )  # fmt: skip


SOLD = [
    # declared unit, bridges, what the till says, kilograms of CO2 (8 a declared unit)
    ("1 kg", {}, 1, None),
    ("1 kg", {}, 0.348, None),
    ("1 kg", {}, "300 g", 2.4),
    ("1 kg", {}, "0.348 kg", 2.784),
    ("1 kg", {}, "-300 g", -2.4),
    ("1 kg", {}, "2 個", None),
    ("1 kg", {"mass": "0.3 kg/piece"}, 2, 4.8),
    ("1 kg", {"mass": "0.3 kg/piece"}, "2 パック", 4.8),
    ("1 kg", {"price": "1980 JPY/kg"}, "594 JPY", 2.4),
    ("100 g", {}, "250 g", 20.0),
    ("100 g", {}, 2, None),
    ("1 L", {}, 1, None),
    ("1 L", {}, "33cl", 2.64),
    ("1 L", {"density": "1.03 kg/L"}, "515 g", 4.0),
    ("1 m", {}, 3, None),
    ("1 kWh", {}, "36 MJ", 80.0),
    ("1 piece", {}, 2, 16.0),
    ("1 piece", {}, "2 本", 16.0),
    ("1 piece", {"mass": "110 g"}, "220 g", 16.0),
    ("1 piece", {}, "220 g", None),
    ("1 泊", {}, 2, 16.0),
    ("6 piece", {}, 2, 16.0),
    ("6 piece", {}, "3 個", 4.0),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


@pytest.mark.parametrize(("declared_unit", "bridges", "quantity", "kg"), SOLD)
def test_a_line_a_declaration_a_basket_and_a_book_agree(folder, declared_unit, bridges, quantity, kg):
    footprint = c2.compute(product(declared_unit, **bridges))
    said = c2.declare(
        footprint, issued="2026-11-23", valid_until="2027-11-22", company="C", info_url="https://a.jp/"
    )
    sold = {"name": "豚バラ", "price": 598, "quantity": quantity}
    expected = None if kg is None else pytest.approx(kg, rel=1e-12)
    for line in (ReceiptLine(**sold, footprint=footprint), ReceiptLine(**sold, declaration=said)):
        assert line.total_kg_co2e == expected
        assert (line.unknown is None) == (kg is not None)
    path = Book.write(folder / "book.sqlite", book_entries([footprint]), **HEADER)
    with Book.open(path, today=TODAY) as book:
        found = book.basket([("pork", quantity), (4569951110016, quantity)])
        basket = basket_of({"lines": [sold | {"product": "pork"}]}, book).receipt(book=book)
    assert basket.lines[0].total_kg_co2e == expected
    assert found.kg_co2e == (None if kg is None else pytest.approx(2 * kg, rel=1e-12))
    assert found.covered == (0 if kg is None else 2)
    assert found.unknown == ()
    assert set(found.unclear) == (set() if kg is not None else {"pork", 4569951110016})


def test_a_measured_line_has_the_price_of_all_of_it_and_counted_pieces_of_each():
    measured, back, counted = (
        ReceiptLine(name="x", price=598, quantity=quantity) for quantity in ("300 g", "-300 g", "3 個")
    )
    assert (measured.amount, back.amount, counted.amount) == (Decimal(598), Decimal(-598), Decimal(1794))


def test_a_typed_figure_of_a_measured_line_says_what_it_is_per():
    with pytest.raises(DocumentError, match=r"declared_unit: kg_co2e is per declared unit, and nobody says"):
        ReceiptLine(name="x", price=1, quantity="300 g", kg_co2e=8.0)
    line = ReceiptLine(name="x", price=1, quantity="300 g", kg_co2e=8.0, declared_unit="1 kg")
    assert line.total_kg_co2e == pytest.approx(2.4)


@pytest.mark.parametrize("quantity", ["300", "300 quux", "", "1e400 g", True, None, [1]])
def test_what_is_no_quantity_is_refused_at_its_place(quantity):
    with pytest.raises(DocumentError, match=r"^quantity"):
        ReceiptLine(name="x", price=1, quantity=quantity)


def test_the_slip_and_its_data_say_the_amount():
    receipt = Receipt(
        lines=[ReceiptLine(name="豚バラ", price=598, quantity="300 g", footprint=c2.compute(product()))]
    )
    assert plain(receipt).splitlines()[0].startswith("豚バラ 300 g")
    [line] = sidecar(receipt)["lines"]
    assert (line["quantity"], line["quantityUnit"], line["declaredUnits"]) == ("300.0", "g", "0.3")
    assert float(line["kgCo2e"]) == pytest.approx(2.4)
    assert receipt.as_dict()["lines"][0]["quantity"] == "300 g"


def test_a_count_that_says_no_amount_is_no_data_with_its_reason():
    receipt = Receipt(lines=[ReceiptLine(name="豚バラ", price=598, footprint=c2.compute(product()))])
    found = receipt.as_dict()
    assert (found["kg_co2e"], found["coverage"]["covered"], found["coverage"]["items"]) == (None, 0, 1)
    assert found["lines"][0]["unknown"].startswith(
        "a bare count of a product declared per 1 kg says no amount"
    )
    [line] = sidecar(receipt)["lines"]
    assert "carbonFootprint" not in line


def test_the_bounds_of_a_basket_follow_the_amounts(tmp_path):
    entry = BookEntry(
        product_id="pork", name={"ja": "豚"}, kg_co2e=8.0, low=6.0, high=10.0,
        selling=c2.units.selling_by(parse_amount("1 kg")),
    )  # fmt: skip
    path = Book.write(tmp_path / "b.sqlite", [entry], **HEADER)
    with Book.open(path, today=TODAY) as book:
        assert book.basket([("pork", "300 g"), ("pork", "-100 g")]).interval == pytest.approx((1.2, 2.0))
        assert book.basket([("pork", 1)]).interval is None
        assert book.entry("pork").selling == entry.selling


def test_an_id_that_the_book_does_not_hold_is_no_data(tmp_path):
    path = Book.write(tmp_path / "b.sqlite", book_entries([c2.compute(product())]), **HEADER)
    lines = [
        {"name": "豚", "quantity": "1 kg", "price": 1, "product": "pork"},
        {"name": "?", "price": 1, "product": "gone"},
    ]
    with Book.open(path, today=TODAY) as book:
        receipt = basket_of({"lines": lines}, book).receipt(book=book)
    assert [line.total_kg_co2e for line in receipt.lines] == [8.0, None]
    with pytest.raises(DocumentError, match=r"no product 'gone' in this basket"):
        basket_of({"lines": lines})


def test_a_basket_written_as_json_reads_back(tmp_path):
    line = ReceiptLine(name="x", price=1, quantity="300 g")
    assert json.loads(line.model_dump_json())["quantity"] == "300 g"
