"""Laws of monthly statements: order does not matter, halves add up, and every picture passes its checks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.receipt import Receipt, ReceiptLine, statement
from co2label.wording import LANGUAGES

PRODUCTS = {"rice": "米・パン・めん類", "milk": "乳製品", "beef": "Meat, fish and seafood"}


@st.composite
def lines(draw):
    price = draw(st.integers(-300, 5000))
    kg = None if price < 0 else draw(st.one_of(st.none(), st.floats(0, 500)))
    sure = kg is not None and draw(st.booleans())
    return ReceiptLine(
        name=draw(st.sampled_from(["茶", "雑誌", "とても長い名前の商品" * 5, "😀"])),
        price=price,
        quantity=draw(st.integers(-3, 9)),
        product=draw(st.sampled_from([*PRODUCTS, None])),
        kg_co2e=kg,
        low=kg / 2 if sure else None,
        high=kg * 2 if sure else None,
        method=draw(st.sampled_from(["product", "average", "spend"])),
        boundary=draw(st.sampled_from([None, "cradle-to-gate", "cradle-to-grave"])),
    )


def taken_back(receipts):
    return any(line.quantity < 0 for _, receipt in receipts for line in receipt.lines)


days = st.dates(date(2026, 6, 1), date(2026, 12, 31))
bought = st.tuples(
    days, st.builds(lambda parts: Receipt(lines=parts), st.lists(lines(), min_size=1, max_size=5))
)
SURE = (date(2026, 11, 1), Receipt(lines=[ReceiptLine(name="茶", price=100, kg_co2e=1.0)]))


@given(st.lists(bought, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_receipts_does_not_matter(receipts, random):
    given_ = [SURE, *receipts]
    shuffled = random.sample(given_, len(given_))
    assert statement(shuffled, month="2026-11", categories=PRODUCTS) == statement(
        given_, month="2026-11", categories=PRODUCTS
    )


@given(st.lists(bought, max_size=6), st.lists(bought, max_size=6))
def test_two_halves_add_up_to_the_whole(first, second):
    one, other = [SURE, *first], [SURE, *second]
    parts = [statement(half, month="2026-11", categories=PRODUCTS) for half in (one, other)]
    whole = statement([*one, *other], month="2026-11", categories=PRODUCTS)
    for name in ("kg_co2e", "receipts", "items", "covered"):
        together = sum(getattr(part, name) for part in parts)
        if name in {"kg_co2e", "receipts"} or not taken_back([*first, *second]):
            assert getattr(whole, name) == pytest.approx(together, abs=1e-9)
        else:  # what one half buys, the other may take back
            assert getattr(whole, name) <= together
    for category in whole.categories:
        halves = [two.kg_co2e for part in parts for two in part.categories if two.name == category.name]
        assert category.kg_co2e == pytest.approx(sum(halves), abs=1e-9)
    if whole.interval is None:
        assert any(part.interval is None for part in parts)
    else:
        assert whole.interval.low == pytest.approx(sum(part.interval.low for part in parts), abs=1e-9)


@given(st.lists(bought, max_size=6))
def test_categories_and_months_hold_everything(receipts):
    found = statement([SURE, *receipts], month="2026-11", categories=PRODUCTS)
    assert sum(one.kg_co2e for one in found.categories) == pytest.approx(found.kg_co2e, abs=1e-9)
    assert sum(one.items for one in found.categories) == found.covered
    assert sum(one.items for one in found.unknown) == found.items - found.covered
    assert found.months[-1].kg_co2e == found.kg_co2e
    months = [one.month for one in found.months]
    assert months == [f"2026-{number:02}" for number in range(int(months[0][5:]), 12)]


@settings(max_examples=60, deadline=None)
@given(st.lists(bought, max_size=6), st.sampled_from(LANGUAGES), st.booleans())
def test_every_picture_passes_its_checks(receipts, language, named):
    found = statement([SURE, *receipts], month="2026-11", categories=PRODUCTS if named else None)
    assert found.picture(language).scene.width == 62
    assert found.text(language)
