"""`co2label statement`, and the files that it reads."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path

import pytest

import builders
import co2label as c2
from co2label.receipt import (
    Book,
    BookEntry,
    Receipt,
    ReceiptLine,
    purchases_of,
    read_purchases,
    sidecar,
    statement,
)

EXAMPLE = Path(__file__).parents[3] / "examples" / "receipts-november.json"
TODAY = dt.date(2026, 11, 24)
"""As `conftest.py` sets the clock of the commands."""
TEA = {"name": "茶", "gtin": "4569951110016", "price": 150}


run = partial(builders.run, "statement")


def written(path, data):
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    return path


def one(day="2026-09-03", **more):
    return {"date": day, "lines": [TEA | {"kg_co2e": 0.5}], **more}


def test_text_picture_and_data_are_those_of_the_library(tmp_path):
    bought = read_purchases(EXAMPLE)
    found = statement(bought.receipts, month="2026-09", categories=bought.categories)
    assert run(EXAMPLE, "--month", "2026-09", "-l", "en").stdout == found.text("en") + "\n"
    assert json.loads(run(EXAMPLE, "--month", "2026-09", "--json").stdout) == found.as_dict()
    target = tmp_path / "month.svg"
    assert run(EXAMPLE, "--month", "2026-09", "-l", "fr", "-o", target).stdout == f"{target}\n"
    assert target.read_text(encoding="utf-8") == found.picture("fr").svg()


def test_several_files_and_the_month_of_the_last_receipt(tmp_path):
    first = written(tmp_path / "a.json", {"receipts": [one("2026-08-01"), one("2026-09-03")]})
    second = written(tmp_path / "b.json", one("2026-09-30", categories={"4569951110016": "飲みもの"}))
    data = json.loads(run(first, second, "--json").stdout)
    assert (data["month"], data["through"], data["receipts"], data["kg_co2e"]) == (
        "2026-09",
        "2026-09-30",
        2,
        1.0,
    )
    assert data["categories"][0]["name"] == "飲みもの"


def test_a_month_that_is_not_over_is_counted_up_to_today(tmp_path):
    path = written(tmp_path / "now.json", one(TODAY))
    data = json.loads(run(path, "--json").stdout)
    assert (data["through"], data["days"]) == (TODAY.isoformat(), TODAY.day)


def test_figures_from_a_book(tmp_path):
    entry = BookEntry(product_id="tea", gtin="4569951110016", name={"ja": "茶"}, kg_co2e=0.25)
    head = {"factor_edition": "x", "gwp_set": "AR6", "issued": TODAY, "valid_until": TODAY}
    book = Book.write(tmp_path / "book.sqlite", [entry], **head)
    path = written(
        tmp_path / "a.json", {"receipts": [{"date": "2026-09-03", "lines": [TEA | {"quantity": 3}]}]}
    )
    assert json.loads(run(path, "--json").stdout)["kg_co2e"] is None
    assert json.loads(run(path, "--json", "--book", book).stdout)["kg_co2e"] == 0.75


def test_a_sidecar_says_the_same_but_for_money():
    lines = [
        ReceiptLine(
            name="茶", gtin="4569951110016", price=150, quantity=2.5, kg_co2e=0.5, low=0.25, high=1.0
        ),
        ReceiptLine(
            name="牛乳",
            product="milk",
            price=248,
            quantity=-1,
            kg_co2e=1.0,
            low=0.5,
            high=2.0,
            method="average",
        ),
        ReceiptLine(name="雑誌", price=690),
        ReceiptLine(name="割引", price=-10),
    ]
    receipt = Receipt(lines=lines, receipt_id="1", store="店", currency="EUR")
    (day, read), *_ = purchases_of({"date": "2026-09-03", **sidecar(receipt)}).receipts
    by_file, direct = (statement([(day, each)], month="2026-09").as_dict() for each in (read, receipt))
    assert by_file.pop("coverage") == direct.pop("coverage") | {"amount": None}
    shares = [one.pop("amount_share") for one in (*by_file["months"], *direct["months"])]
    assert shares[0] is None
    # a sidecar has no money, so nobody knows in which country it was
    assert [each.pop("as_much_as")["id"] for each in (by_file, direct)] == ["car-km-jp", "car-km"]
    assert by_file == direct
    assert (by_file["kg_co2e"], by_file["interval"]["low"]) == (0.25, 2.5 * 0.25 - 2.0)


def test_a_day_of_toml(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(
        '[[receipts]]\ndate = 2026-09-03\n[[receipts.lines]]\nname = "茶"\nprice = 1\n', encoding="utf-8"
    )
    assert read_purchases(path).receipts[0][0] == dt.date(2026, 9, 3)


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ([], ["expected a table (an object) with `receipts`, got []"]),
        ({}, ["receipts: expected a list of receipts, got None"]),
        ({"receipts": []}, ["receipts: expected a list of receipts, got []"]),
        ({"receipts": [1]}, ["receipts[0]: expected a receipt (an object) with a `date`, got 1"]),
        (
            {"receipts": [{"lines": [TEA]}, one("2026-02-30"), one(7)], "receipt": 1},
            [
                (
                    "'receipt': is no field of a file of receipts; it has receipts, categories, food, people, "
                    "products, processes, factors, units"
                )
            ],
        ),
        (
            {"receipts": [{"lines": [TEA]}, one("2026-02-30"), one(7)]},
            [
                "receipts[0].date: expected the day of the receipt, such as 2026-11-23, got None",
                "receipts[1].date: expected the day of the receipt, such as 2026-11-23, got '2026-02-30'",
                "receipts[2].date: expected the day of the receipt, such as 2026-11-23, got 7",
            ],
        ),
        (
            {"receipts": [one()], "categories": {"tea": 1}},
            [
                (
                    "categories: expected the names of categories by product id or GTIN, got {'tea': 1}; "
                    'a name, or names by language: {ja = "飲みもの", en = "Drinks"}'
                )
            ],
        ),
    ],
)
def test_what_a_file_must_hold(data, messages):
    with pytest.raises(c2.DocumentError) as caught:
        purchases_of(data)
    assert [str(problem) for problem in caught.value.problems] == messages


def test_problems_of_lines_are_named_with_their_receipt_and_those_of_products_once():
    with pytest.raises(c2.DocumentError) as caught:
        purchases_of({"receipts": [one(), one(lines=[{"name": "茶"}])]})
    assert [problem.where for problem in caught.value.problems] == ["receipts[1].lines[0].price"]
    with pytest.raises(c2.DocumentError) as caught:
        purchases_of({"receipts": [one(), one()], "products": [{"id": "tea"}]})
    assert {problem.where.partition(".")[0] for problem in caught.value.problems} == {"products[0]"}
    places = [problem.where for problem in caught.value.problems]
    assert len(places) == len(set(places))


def test_a_broken_sidecar_is_refused_with_its_place():
    with pytest.raises(c2.DocumentError, match=r"receipts\[0\].total: "):
        purchases_of({"receipts": [{"date": "2026-09-03", "format": "co2label:receipt/1", "lines": []}]})


def test_refusals_are_one_line_with_the_name_of_the_file(tmp_path):
    path = written(tmp_path / "a.json", {"receipts": [{"lines": [TEA]}]})
    refused = run(path, code=1).stderr
    assert refused.startswith(f"error: {path}: receipts[0].date: expected the day")
    assert "no receipt of 2026-10" in run(EXAMPLE, "--month", "2026-10", code=1).stderr
    assert run(tmp_path / "none.json", code=1).stderr.count("\n") == 1
    target = tmp_path / "month.doc"
    assert ".png" in run(EXAMPLE, "-o", target, code=1).stderr
    assert not target.exists()
