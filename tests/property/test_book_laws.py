"""Laws of the book: it answers what a dictionary would, whatever is asked."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.identifiers import check_digit
from co2label.receipt import Book, BookEntry

DAY = dt.date(2026, 11, 24)


def gtin(number):
    body = f"{number:012}"
    return body + str(check_digit(body))


ENTRIES = [
    BookEntry(
        product_id=f"p{i}",
        gtin=gtin(10**11 + i) if i % 3 else None,
        name={"ja": "品"},
        kg_co2e=0.37 * i,
        low=0.3 * i,
        high=0.5 * i,
    )
    for i in range(60)
]
KNOWN = {key: one for one in ENTRIES for key in (one.product_id, one.gtin) if key}
keys = st.one_of(
    st.sampled_from(sorted(KNOWN)),
    st.sampled_from([one.gtin for one in ENTRIES if one.gtin]).map(int),
    st.integers(-(10**20), 10**20),
    st.text(max_size=20).filter(lambda text: text < "\ud800" or text > "\udfff"),
)
lines = st.lists(st.tuples(keys, st.one_of(st.integers(-5, 50), st.floats(-1e6, 1e6))), max_size=30)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    place = tmp_path_factory.mktemp("book") / "b"
    head = {"factor_edition": "x", "gwp_set": "AR6", "issued": DAY, "valid_until": DAY}
    with Book.open(Book.write(place, ENTRIES, **head), today=DAY) as opened:
        yield opened


def known(key):
    return KNOWN.get(key if isinstance(key, str) else f"{key:013}")


@given(lines)
def test_a_basket_is_a_look_up_and_a_sum(book, asked):
    found = book.basket(asked)
    expected = [known(key) for key, _ in asked]
    assert [line and line.kg_co2e for line in found.lines] == [one and one.kg_co2e for one in expected]
    assert found.covered == sum(one is not None for one in expected)
    assert set(found.unknown) == {key for (key, _), one in zip(asked, expected, strict=True) if one is None}
    parts = [
        Fraction(quantity) * Fraction(one.kg_co2e)
        for (_, quantity), one in zip(asked, expected, strict=True)
        if one
    ]
    if not parts:
        assert found.kg_co2e is None
        return
    assert math.isclose(
        found.kg_co2e, float(sum(parts)), rel_tol=1e-12, abs_tol=float(sum(map(abs, parts))) * 1e-15
    )


@given(lines)
def test_the_bound_holds_the_sum(book, asked):
    found = book.basket(asked)
    if found.interval is not None:
        size = sum(abs(quantity) for _, quantity in asked) * 30
        low, high = found.interval
        assert low - 1e-12 * size <= found.kg_co2e <= high + 1e-12 * size


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_a_basket_changes_nothing(book, asked, rng):
    shuffled = list(asked)
    rng.shuffle(shuffled)
    one, other = book.basket(asked), book.basket(shuffled)
    assert one.kg_co2e == other.kg_co2e
    assert set(one.unknown) == set(other.unknown)
