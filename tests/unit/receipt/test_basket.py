"""Baskets: lines find their products by id or GTIN, and what is not found stays unknown."""

from __future__ import annotations

import json

import pytest

import co2label as c2
from co2label.receipt import Basket, basket_of, read_basket, summarise

TEA = {
    "id": "tea",
    "name": "お茶",
    "gtin": "4569951110016",
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "activities": [{"name": "boiler", "amount": "0.2 kg", "gas": "CO2", "stage": "production"}],
}


def basket(*lines, products=(TEA,), **more):
    return basket_of({"lines": list(lines), "products": list(products), **more})


def line(**fields):
    return {"name": "x", "price": 100} | fields


@pytest.mark.parametrize(
    "fields",
    [
        {"product": "tea"},
        {"product": "tea", "gtin": "04569951110016"},
        {"gtin": "4569951110016"},
        {"gtin": "4569951110016", "product": None},
        {"kg_co2e": 0.2, "product": "tea"},
    ],
)
def test_a_line_finds_its_product(fields):
    (found,) = basket(line(quantity=3, **fields)).receipt().lines
    assert found.unit_kg_co2e == 0.2
    assert found.total_kg_co2e == pytest.approx(0.6, rel=1e-15)
    assert found.quantity == 3


@pytest.mark.parametrize("fields", [{}, {"product": None}, {"gtin": "49123456"}])
def test_a_line_without_a_product_is_unknown(fields):
    (found,) = basket(line(**fields)).receipt().lines
    assert found.unit_kg_co2e is None


def test_a_figure_of_its_own_wins_over_the_product():
    (found,) = basket(line(product="tea", kg_co2e=0.5, method="spend")).receipt().lines
    assert (found.unit_kg_co2e, found.method) == (0.5, "spend")


def test_a_found_product_brings_its_boundary():
    receipt = basket(line(product="tea"), line()).receipt()
    assert summarise(receipt).boundaries == {"cradle-to-gate"}


def test_factors_of_the_basket_win():
    own = {"id": "food.rice", "value": 1000, "unit": "kgCO2e", "per": "1 kg", "source": {"title": "Own"}}
    use = {"name": "rice", "amount": "2 kg", "factor": "food.rice", "stage": "raw-materials"}
    rice = TEA | {"activities": [use]}
    assert basket(line(product="tea"), products=[rice], factors=[own]).receipt().lines[0].kg_co2e == 2000


def test_products_of_a_basket_use_each_other():
    use = {"name": "tea", "amount": "4 piece", "product": "tea", "stage": "production"}
    pot = TEA | {"id": "pot", "gtin": None, "activities": [use]}
    assert basket(line(product="pot"), products=[TEA, pot]).receipt().lines[0].kg_co2e == pytest.approx(0.8)


def test_a_discount_takes_no_figure():
    (found,) = basket(line(product="tea", price=-10)).receipt().lines
    assert found.unit_kg_co2e is None


def test_a_basket_without_products_needs_none():
    receipt = basket_of({"lines": [line(kg_co2e=1.5)], "store": "店", "currency": "EUR"}).receipt()
    assert (receipt.store, receipt.currency, summarise(receipt).kg_co2e) == ("店", "EUR", 1.5)
    assert type(receipt) is c2.Receipt


def test_every_problem_is_found_at_once():
    with pytest.raises(c2.DocumentError) as refused:
        basket(line(product="tee"), line(gtin="1", price="2"), products=[TEA | {"gtin": "4569951110017"}])
    wheres = [problem.where for problem in refused.value.problems]
    assert wheres == ["lines[1].price", "lines[1].gtin", "products[0].gtin"]


def test_a_product_that_is_not_there_is_named_with_its_nearest():
    with pytest.raises(c2.DocumentError) as refused:
        basket(line(product="tee"))
    assert str(refused.value) == "lines[0].product: no product 'tee' in this basket; did you mean 'tea'?"


def test_a_toml_basket_reads_like_a_json_basket(tmp_path):
    toml = tmp_path / "basket.toml"
    toml.write_text('[[lines]]\nname = "米"\nprice = 100\nkg_co2e = 1.0\n', encoding="utf-8")
    plain = tmp_path / "basket.json"
    plain.write_text(json.dumps({"lines": [{"name": "米", "price": 100, "kg_co2e": 1.0}]}), encoding="utf-8")
    assert read_basket(toml) == read_basket(plain)
    assert isinstance(read_basket(toml), Basket)


def test_a_receipt_is_frozen_and_survives_json():
    receipt = c2.Receipt(lines=[c2.ReceiptLine(name="米", quantity=0.352, price=2.5, kg_co2e=1.0)])
    with pytest.raises(Exception, match="frozen"):
        receipt.store = "x"
    assert c2.Receipt.read(json.loads(receipt.model_dump_json(exclude_none=True))) == receipt
