"""How sure the sum of a receipt is: held against the engine itself, which computes the basket as one product."""

from __future__ import annotations

import datetime as dt

import pytest

import co2label as c2
from co2label.columns import pad_left
from co2label.receipt import Book, BookEntry, basket_of, html, plain, summarise

DAY = dt.date(2026, 11, 24)
MILK = c2.EmissionFactor(
    id="milk", value=3.0, unit="kgCO2e", per="1 L", source={"title": "EPD"}, uncertainty={"gsd2": 1.5}
)
RICE = c2.EmissionFactor(
    id="rice", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD"}, uncertainty={"gsd2": 2.0}
)


def product(name, *lines):
    return c2.Product(
        id=name, name=name, declared_unit="1 piece", boundary="cradle-to-gate", activities=[*lines]
    )


def use(factor, amount, **more):
    return c2.Activity(factor.id, amount, factor=factor, stage="raw-materials", **more)


CUP = product("cup", use(MILK, "200 mL"), use(RICE, "10 g"))
PUDDING = product("pudding", use(MILK, "100 mL", uncertainty={"gsd2": 1.3}), use(RICE, "50 g"))
BOWL = product(
    "bowl", use(RICE, "150 g"), c2.Activity("topping", "2 piece", product="pudding", stage="production")
)


def line(footprint, quantity=1, **more):
    return c2.ReceiptLine(name="x", quantity=quantity, price=100, footprint=footprint, **more)


def test_shared_factors_as_if_the_receipt_were_one_product():
    bought = [("cup", 3), ("pudding", 1), ("bowl", 2)]
    basket = product(
        "basket", *(c2.Activity(name, f"{n} piece", product=name, stage="production") for name, n in bought)
    )
    *parts, whole = c2.compute_all([CUP, PUDDING, BOWL, basket])
    found = summarise(c2.Receipt(lines=[line(one, n) for one, (_, n) in zip(parts, bought, strict=True)]))
    assert found.kg_co2e == pytest.approx(whole.kg_co2e, rel=1e-14)
    assert found.interval.low == pytest.approx(whole.interval.low, rel=1e-12)
    assert found.interval.high == pytest.approx(whole.interval.high, rel=1e-12)
    assert found.interval.basis == "shared-factors"


def test_one_shared_factor_keeps_its_own_spread():
    small, large = c2.compute_all([product("s", use(MILK, "100 mL")), product("l", use(MILK, "900 mL"))])
    found = summarise(c2.Receipt(lines=[line(small), line(large)])).interval
    assert (found.low, found.high) == pytest.approx((3.0 / 1.5, 3.0 * 1.5), rel=1e-14)


def test_what_is_taken_back_is_sure():
    (cup,) = c2.compute_all([CUP])
    found = summarise(c2.Receipt(lines=[line(cup, 2), line(cup, -2)]))
    assert found.kg_co2e == 0
    assert (found.interval.low, found.interval.high) == (0, 0)


def test_the_same_id_in_another_library_is_another_factor():
    other = c2.EmissionFactor(
        id="milk", value=3.5, unit="kgCO2e", per="1 L", source={"title": "Own"}, uncertainty={"gsd2": 1.5}
    )
    a, b = (c2.compute(product("a", use(one, "1 L"))) for one in (MILK, other))
    together = summarise(c2.Receipt(lines=[line(a), line(b)])).interval
    same = summarise(c2.Receipt(lines=[line(a), line(a)])).interval
    assert (together.high - together.low) / 6.5 < 0.8 * (same.high - same.low) / 6.0


def test_figures_without_their_factors_are_bounded():
    lines = [
        c2.ReceiptLine(name="a", quantity=2, price=1, kg_co2e=1.0, low=0.5, high=2.0),
        c2.ReceiptLine(name="b", quantity=-1, price=1, kg_co2e=0.5, low=0.25, high=1.0),
        c2.ReceiptLine(name="?", price=1),
    ]
    found = summarise(c2.Receipt(lines=lines)).interval
    assert (found.low, found.high, found.basis) == (2 * 0.5 - 1.0, 2 * 2.0 - 0.25, "bound")


def test_a_bound_is_never_narrower_than_what_shared_factors_give():
    parts = c2.compute_all([CUP, PUDDING, BOWL])
    shared = summarise(c2.Receipt(lines=[line(one) for one in parts])).interval
    plain_lines = [
        c2.ReceiptLine(name="x", price=1, kg_co2e=one.kg_co2e, low=one.interval.low, high=one.interval.high)
        for one in parts
    ]
    bound = summarise(c2.Receipt(lines=plain_lines)).interval
    mixed = summarise(c2.Receipt(lines=[line(parts[0]), line(parts[1]), plain_lines[2]])).interval
    assert bound.high - bound.low > mixed.high - mixed.low > shared.high - shared.low
    assert (bound.basis, mixed.basis) == ("bound", "bound")


def test_without_a_stated_uncertainty_there_is_no_interval():
    (cup,) = c2.compute_all([CUP])
    lines = [line(cup), c2.ReceiptLine(name="b", price=1, kg_co2e=0.5)]
    assert summarise(c2.Receipt(lines=lines)).interval is None
    assert summarise(c2.Receipt(lines=[c2.ReceiptLine(name="?", price=1)])).interval is None


def test_digits_are_no_finer_than_the_interval():
    sure = c2.ReceiptLine(name="米", price=1, kg_co2e=3.04, low=3.0, high=3.1)
    unsure = c2.ReceiptLine(name="米", price=1, kg_co2e=3.04, low=2.0, high=6.0)
    assert [str(summarise(c2.Receipt(lines=[one])).shown) for one in (sure, unsure)] == [
        "3.0 kg-CO2e",
        "3 kg-CO2e",
    ]


RANGES = {
    "ja": "2〜6kg(95%、最も広く見て)",
    "en": "2 to 6\u00a0kg (95%, widest case)",
    "fr": "2 à 6\u202fkg (95\u202f%, au plus large)",
}


@pytest.mark.parametrize("language", RANGES)
def test_the_range_stands_below_the_sum_to_its_last_place(language):
    said = RANGES[language]
    sure = c2.ReceiptLine(name="x", price=1, kg_co2e=3.04, low=2.0, high=6.0)
    rows = plain(c2.Receipt(lines=[sure]), language=language, columns=48).splitlines()
    at = rows.index(pad_left(said, 48, "utf-8"))
    assert rows[at - 1].removesuffix("kg").rstrip().endswith("3")  # 3 kg, as half the range bears
    assert said in html(c2.Receipt(lines=[sure]), language=language)
    unsure = c2.ReceiptLine(name="y", price=1, kg_co2e=1.0)
    assert said not in plain(c2.Receipt(lines=[sure, unsure]), language=language, columns=48)


def test_the_last_receipt_in_words():
    receipt = c2.Receipt(lines=[c2.ReceiptLine(name="米", price=1, kg_co2e=3.0)], last_kg=3.4)
    assert "前回は3.4kg" in plain(receipt).splitlines()
    assert "Last time: 3.4\u00a0kg" in plain(receipt, language="en").splitlines()
    assert "La dernière fois\u00a0: 3,4\u202fkg" in plain(receipt, language="fr").splitlines()


def test_the_last_receipt_is_compared_by_what_the_same_money_emits():
    lines = [c2.ReceiptLine(name="x", price=600, kg_co2e=3.0), c2.ReceiptLine(name="y", price=900)]
    found = summarise(c2.Receipt(lines=lines, last_kg=1.0, last_amount=400)).last
    # 3.0 kg for 600 yen, what has no data apart; 1.0 kg for 400 yen
    assert (found.money, [str(each) for each in found.per_money]) == (1000, ["5.0 kg-CO2e", "2.5 kg-CO2e"])


@pytest.mark.parametrize(("kg", "last"), [(3.0, 0.0), (3.0, -1.0), (0.0, 3.0), (None, 3.0)])
def test_nothing_to_compare_with(kg, last):
    lines = [c2.ReceiptLine(name="x", price=1, kg_co2e=kg)]
    found = summarise(c2.Receipt(lines=lines, last_kg=last, last_amount=100)).last
    assert (found.kg, found.per_money) == (last, None)
    assert summarise(c2.Receipt(lines=lines)).last is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"low": 1.0}, "lines\\[0\\].low: expected low ≤ kg_co2e ≤ high"),
        ({"low": 2.0, "high": 4.0, "kg_co2e": 1.0}, "expected low ≤ kg_co2e ≤ high, got \\[2.0, 1.0, 4.0\\]"),
    ],
)
def test_an_interval_that_is_none(fields, message):
    with pytest.raises(c2.DocumentError, match=message):
        basket_of({"lines": [{"name": "x", "price": 1} | fields]})


@pytest.fixture
def book(tmp_path):
    tea = BookEntry(
        product_id="tea", gtin="4569951110016", name={"ja": "茶"}, kg_co2e=0.25, low=0.2, high=0.3,
        boundary="cradle-to-grave", method="average",
    )  # fmt: skip
    head = {"factor_edition": "x", "gwp_set": "AR6", "issued": DAY, "valid_until": DAY}
    with Book.open(Book.write(tmp_path / "b", [tea], **head), today=DAY) as opened:
        yield opened


def test_a_basket_takes_from_the_book_what_it_does_not_hold(book):
    own = {
        "id": "own", "name": "own", "declared_unit": "1 piece", "boundary": "cradle-to-gate",
        "activities": [{"name": "boiler", "amount": "2 kg", "gas": "CO2", "stage": "production"}],
    }  # fmt: skip
    lines = [
        {"name": "a", "price": 10, "product": "own"},
        {"name": "b", "price": 10, "gtin": "04569951110016", "quantity": 2},
        {"name": "c", "price": 10, "product": "tea"},
        {"name": "d", "price": 10, "gtin": "49123456"},
        {"name": "e", "price": -5, "gtin": "4569951110016"},
        {"name": "f", "price": 10, "kg_co2e": 9.0, "gtin": "4569951110016"},
    ]
    receipt = basket_of({"lines": lines, "products": [own], "last_kg": 5.0}, book).receipt(book=book)
    assert [one.unit_kg_co2e for one in receipt.lines] == [2.0, 0.25, 0.25, None, None, 9.0]
    assert [one.method for one in receipt.lines] == ["product", "average", "average", None, None, "unstated"]
    assert receipt.lines[1].unit_interval == (0.2, 0.3)
    assert receipt.lines[1].covers == "cradle-to-grave"
    assert receipt.last_kg == 5.0
    with pytest.raises(c2.DocumentError, match="no product 'tea' in this basket"):
        basket_of({"lines": lines, "products": [own]})


def test_a_receipt_of_ten_thousand_lines(book):
    lines = [{"name": "b", "price": 10, "gtin": "4569951110016"}] * 10_000
    receipt = basket_of({"lines": lines}, book).receipt(book=book)
    assert summarise(receipt).kg_co2e == pytest.approx(2500.0, rel=1e-15)
    assert len(plain(receipt).splitlines()) > 10_000
    with pytest.raises(c2.DocumentError, match="lines"):
        basket_of({"lines": [*lines, *lines]}, book)
    with pytest.raises(c2.DocumentError, match="lines"):
        basket_of({"lines": []}, book)


def test_a_last_receipt_of_a_trace_is_no_string_of_zeros():
    lines = [c2.ReceiptLine(name="茶", price=1, kg_co2e=1e-300)]
    assert "前回は1mg未満" in plain(c2.Receipt(lines=lines, last_kg=1e-300)).splitlines()
