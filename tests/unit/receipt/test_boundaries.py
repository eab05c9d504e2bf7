"""The last value that a line or a sum lets through, and the first that it refuses or puts otherwise."""

from decimal import Decimal

import pytest

import co2label as c2
from co2label.receipt import MAX_NOTICES, BookEntry, check_entry, summarise


def line(**fields):
    return c2.ReceiptLine(**{"name": "x", "price": 100} | fields)


def summary(*lines, **fields):
    return summarise(c2.Receipt(lines=lines, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": 99_999},
        {"quantity": -99_999},
        {"quantity": 0.001},
        {"quantity": "999999999 g", "price": 1},
        {"price": 999_999_999},
        {"price": 0.000001},
        {"kg_co2e": 1e9},
        {"kg_co2e": 0},
        {"kg_co2e": 1.0, "low": 1.0, "high": 1.0},
        {"kg_co2e": 1.0, "kinds": {"product": 0.5, "spend": 0.5000009}},
    ],
)
def test_the_largest_and_the_finest_are_let_through(fields):
    made = line(**fields)
    assert made.name == "x"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"quantity": 100_000}, "quantity: expected at most 99999, got 100000"),
        ({"quantity": 0.0001}, "quantity: expected at most 3 decimals, got '0.0001'; round it"),
        ({"quantity": "1000000000 g"}, "quantity: expected at most 999999999, got 1"),
        ({"price": 1_000_000_000}, "price: expected at most 999999999, got 1"),
        ({"price": 0.0000001}, "price: expected at most 6 decimals, got '1E-7'; round it"),
        ({"price": True}, "price: expected a number, got True"),
        ({"price": float("nan")}, "price: expected a finite number, got nan"),
        ({"price": 500_000_000, "quantity": 2}, "price: quantity × price is above 999999999; correct one of them"),
        ({"kg_co2e": 1.0, "kinds": {"product": 0.5, "spend": 0.50001}}, "kinds: the shares add up to 1.00001, not to one"),
        ({"kg_co2e": 1.0, "high": 2.0}, "low: expected low ≤ kg_co2e ≤ high, got [1.0, 2.0]; give both ends, or neither"),
        ({"price": -1, "kg_co2e": 1.0}, "price: a price below zero is a discount, which has no CO2e; give what"),
        ({"kind": "bag", "kg_co2e": 1.0}, "kind: a line of kind 'bag' has no CO2e; leave the figure out, or the kind"),
        (
            {"quantity": "300 g", "kg_co2e": 1.0},
            "declared_unit: kg_co2e is per declared unit, and nobody says how many of these 300 g are; say what",
        ),
    ],
)  # fmt: skip
def test_one_more_is_refused_with_what_to_do(fields, message):
    with pytest.raises(c2.DocumentError) as refused:
        line(**fields)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("kinds", "method"),
    [
        ({"product": 0.5, "average": 0.5}, "product"),
        ({"product": 0.49, "average": 0.51}, "average"),
        ({"product": 0.4, "average": 0.3, "spend": 0.3}, "spend"),  # of equals the poorer one
    ],
)
def test_half_of_it_makes_it_the_products_own(kinds, method):
    assert line(kg_co2e=1.0, kinds=kinds).method == method


@pytest.mark.parametrize(("spend", "named"), [(0.005, True), (0.0049, False)])
def test_what_rounds_to_no_percent_is_not_named(spend, named):
    assert ("spend" in line(kg_co2e=1.0, kinds={"product": 1 - spend, "spend": spend}).methods) is named


@pytest.mark.parametrize(
    ("quantity", "count", "amount"),
    [
        (2, 2, 200),
        (-1, -1, -100),
        ("300 g", 1, 100),
        ("0 g", 1, 100),
        ("-300 g", -1, -100),
        ("3 個", 3, 300),
        ("1.5 piece", Decimal("1.5"), 150),
    ],
)
def test_a_measured_amount_is_paid_once_and_pieces_each(quantity, count, amount):
    made = line(quantity=quantity)
    assert (made.count, made.amount) == (count, amount)


@pytest.mark.parametrize("price", [0, 100])
def test_what_costs_nothing_is_an_item(price):
    assert line(price=price).is_item


@pytest.mark.parametrize(
    ("currency", "price", "total"),
    [
        ("JPY", "0.5", "1"),
        ("JPY", "0.499999", "0"),
        ("JPY", "2.5", "3"),
        ("JPY", "-2.5", "-3"),
        ("USD", "0.125", "0.13"),
        ("EUR", "0.005", "0.01"),
        ("GBP", "0.004999", "0.00"),
    ],
)
def test_money_is_rounded_half_up_to_the_coins_of_its_currency(currency, price, total):
    receipt = c2.Receipt(lines=[line(price=Decimal(price))], currency=currency)
    assert str(receipt.total_amount) == total


def test_each_row_is_rounded_before_the_sum():
    lines = [line(price=Decimal("0.5"))] * 2
    assert c2.Receipt(lines=lines).total_amount == 2
    assert c2.Receipt(lines=lines, currency="EUR").total_amount == 1


@pytest.mark.parametrize(
    ("known", "unknown", "percent"),
    [(995, 5, 99), (994, 6, 99), (1000, 0, 100), (5, 995, 1), (125, 875, 13), (-500, 500, 50)],
)
def test_coverage_by_money(known, unknown, percent):
    kept = [line(price=abs(known), quantity=1 if known > 0 else -1, kg_co2e=1.0), line(price=unknown)]
    assert summary(*kept).amount_share.value == percent


def test_coverage_of_what_costs_nothing_says_nothing():
    assert summary(line(price=0, kg_co2e=1.0)).amount_share is None


@pytest.mark.parametrize(
    ("currency", "money", "now", "then"),
    [
        ("JPY", 1000, "10 kg-CO2e", "5.0 kg-CO2e"),
        ("USD", 10, "100 g-CO2e", "50 g-CO2e"),
        ("EUR", 10, "100 g-CO2e", "50 g-CO2e"),
        ("GBP", 10, "100 g-CO2e", "50 g-CO2e"),
    ],
)
def test_two_receipts_are_compared_by_the_same_money(currency, money, now, then):
    said = summary(line(kg_co2e=1.0), last_kg=1.0, last_amount=200, currency=currency).last
    assert said.money == money
    assert tuple(map(str, said.per_money)) == (now, then)


@pytest.mark.parametrize(
    ("fields", "last"),
    [
        ({"kg_co2e": 0.0}, {}),
        ({"price": 0}, {}),
        ({"quantity": -1}, {}),
        ({}, {"last_kg": 0.0}),
        ({}, {"last_kg": -1.0}),
        ({}, {"last_amount": None}),
    ],
)
def test_what_is_not_above_zero_is_compared_with_nothing(fields, last):
    told = {"last_kg": 1.0, "last_amount": 200} | last
    assert summary(line(**{"kg_co2e": 1.0} | fields), **told).last.per_money is None


@pytest.mark.parametrize(("quantity", "there"), [(1, True), (0, True), (-1, False)])
def test_less_than_nothing_is_no_share_of_a_day(quantity, there):
    assert (summary(line(kg_co2e=1.0, quantity=quantity)).reference is not None) is there


def test_a_figure_of_what_is_not_known_is_none_and_of_nothing_zero():
    assert (summary(line()).kg_co2e, summary(line()).shown) == (None, None)
    assert (summary(line(kg_co2e=0)).kg_co2e, str(summary(line(kg_co2e=0)).shown)) == (0, "0 g-CO2e")


@pytest.mark.parametrize(("kg", "rounded"), [((0.21, 0.12), False), ((0.214, 0.124), True)])
def test_whether_the_items_add_up_as_printed(kg, rounded):
    assert summary(*(line(kg_co2e=each) for each in kg)).rounded is rounded


def test_shares_of_a_sum_count_what_is_given_back_as_positive():
    lines = [line(kg_co2e=3.0, method="product"), line(kg_co2e=1.0, method="spend", quantity=-1)]
    assert summary(*lines).kinds == {"product": 0.75, "spend": 0.25}
    assert summary(line(kg_co2e=0, method="product")).kinds == {}


def test_notices_are_four_and_take_three_rows():
    tea = line(kg_co2e=1.0)
    assert len(c2.Receipt(lines=[tea], notices=["a"] * MAX_NOTICES).notices) == 4
    with pytest.raises(c2.DocumentError, match="notices"):
        c2.Receipt(lines=[tea], notices=["a"] * 5)
    rows = "あ" * 15 * 3  # two of 32 columns are those of the mark
    assert c2.Receipt(lines=[tea], notices=[rows]).notices
    with pytest.raises(c2.DocumentError, match=r"takes 4 rows of 32 columns, and a notice has 3; shorten it"):
        c2.Receipt(lines=[tea], notices=[rows + "あ"])


def test_plain_data_of_a_receipt():
    lines = [line(kg_co2e=1.5, quantity=2, price=Decimal("2.5")), line(name="雑誌", price=690)]
    data = c2.Receipt(lines=lines, currency="EUR", receipt_id="r-1", store="Tama", last_kg=2.0).as_dict()
    assert {key: data[key] for key in ("receipt_id", "store", "currency", "total_amount", "kg_co2e")} == {
        "receipt_id": "r-1",
        "store": "Tama",
        "currency": "EUR",
        "total_amount": 695,
        "kg_co2e": 3.0,
    }
    assert data["shown"] == {"value": "3.0", "unit": "kg-CO2e"}
    assert data["coverage"] == {"covered": 1, "items": 2, "amount": {"kind": "below-one", "value": 1}}
    assert data["last"] == {
        "kg": 2.0,
        "shown": {"value": "2.0", "unit": "kg-CO2e"},
        "per_money": None,
        "money": 10,
    }
    known, unknown = data["lines"]
    assert (known["quantity"], known["price"], known["method"], known["kg_co2e"]) == (2, 2.5, "unstated", 3.0)
    assert (unknown["price"], unknown["kg_co2e"], unknown["shown"]) == (690, None, None)
    assert "unknown" not in known


def test_the_names_of_plain_data_stay():
    """Programs of others read them."""
    data = c2.Receipt(lines=[line(kg_co2e=1.0)]).as_dict()
    assert set(data) == {
        "receipt_id", "store", "currency", "total_amount", "kg_co2e", "shown", "coverage", "reference", "kinds", "near",
        "rounded", "interval", "people", "last", "lines", "notices",
    }  # fmt: skip
    assert set(data["lines"][0]) == {
        "name", "kind", "quantity", "price", "gtin", "product", "method", "kinds", "near", "boundary", "kg_co2e", "shown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "expected words by language, got none; leave the remark out, or say it"),
        ({"en": "climate-neutral"}, "claims 'climate-neutral'"),
        ({"en": "a\x1b"}, "character 2 is U+001B ESCAPE"),
    ],
)
def test_a_remark_of_a_book_is_said_and_claims_nothing(words, message):
    fine = {"code": "x", "words": {"en": "x"}, "short": {"en": "x"}, "per_unit": False}
    entry = BookEntry(product_id="x", name={"ja": "x"}, kg_co2e=1.0, near=[fine, fine | {"short": words}])
    with pytest.raises(c2.DocumentError) as refused:
        check_entry(entry)
    assert str(refused.value).startswith("near[1].short")
    assert message in str(refused.value)


def test_every_name_that_claims_is_told_with_its_place():
    with pytest.raises(c2.ClaimError) as refused:
        summary(
            line(name="Climate-neutral bag"),  # it has no figure, so it says nothing of one
            line(name="Climate-neutral milk", kg_co2e=1.0),
            store="ゼロカーボン市場",
        )
    assert [problem.where for problem in refused.value.problems] == ["store", "lines[1].name"]


def test_the_larger_figure_of_two_gives_both_their_unit():
    said = summary(line(kg_co2e=0.15), last_kg=0.1, last_amount=200).last
    assert tuple(map(str, said.per_money)) == ("1.5 kg-CO2e", "0.50 kg-CO2e")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"last_amount": 100},
            "last_amount: is the money of a receipt without `last_kg`; give both, or neither",
        ),
        (
            {"swap": "a", "notices": ["a"] * 4},
            "swap: is one remark more than the 4 that a receipt may have; leave one of them out",
        ),
    ],
)
def test_what_does_not_go_together_on_a_receipt(fields, message):
    with pytest.raises(c2.DocumentError) as refused:
        c2.Receipt(lines=[line()], **fields)
    assert str(refused.value) == message
    assert c2.Receipt(lines=[line()], swap="a", notices=["a"] * 3).swap


def footprint(kg):
    gas = c2.Activity("gas", f"{kg} kg", gas="CO2", stage="production")
    fields = {"id": "p", "name": "p", "declared_unit": "1 piece", "boundary": "gate-to-gate", "year": 2025}
    return c2.compute(c2.Product(**fields, activities=[gas]))


def test_two_figures_of_one_line_are_one_figure():
    said = c2.declare(
        footprint(1), issued="2026-11-23", valid_until="2027-11-22", company="C", info_url="https://a.jp/"
    )
    assert line(declaration=said, footprint=footprint(1), kg_co2e=1.0).total_kg_co2e == 1.0
    with pytest.raises(c2.DocumentError) as refused:
        line(declaration=said, footprint=footprint(2), kg_co2e=3.0)
    assert [str(problem) for problem in refused.value.problems] == [
        "kg_co2e: 3 is not the figure of the declaration, 1; give one of them",
        "footprint: 1 is not the figure of the footprint, 2; give one of them",
    ]
