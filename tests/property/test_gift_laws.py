"""Laws of return gifts: no stock is passed, no kWh counts twice, and neither order nor a second run changes anything."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from co2label.incentive import Gift, GiftProgramme, MeterReading, allot

periods = st.sampled_from(
    ["2026-06", "2026-07", "2026-08", "2026-09-01", "2026-09-15", "2026-09-30", "2026-10"]
)
places = {
    "a": "神奈川県横浜市",
    "b": "神奈川県横浜市西区",
    "c": "東京都",
    "d": "神奈川県川崎市",
    "e": "神奈川県横浜市",
}


@st.composite
def programmes(draw):
    """Terms of either basis, with little stock."""
    steps = draw(st.booleans())
    kwhs = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3 if steps else 1, unique=True))
    gifts = [
        Gift(
            id=f"g{n}",
            name="G",
            kwh=kwh,
            yen=1,
            municipality="岩手県野田村",
            stock=draw(st.one_of(st.none(), st.integers(0, 4))),
        )
        for n, kwh in enumerate(kwhs)
    ]
    return GiftProgramme(
        id="p",
        name="P",
        issuer="P",
        municipalities=["岩手県野田村"],
        first_day="2026-07-01",
        last_day="2026-09-30",
        basis="steps" if steps else "per-kwh",
        cap_per_household=None if steps else draw(st.one_of(st.none(), st.integers(1, 5))),
        area=draw(st.sampled_from([(), ("神奈川県横浜市",)])),
        gifts=gifts,
    )


@st.composite
def readings(draw):
    """Each contract and period once, of one household."""
    keys = draw(
        st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 1), periods), max_size=14, unique=True)
    )
    kwh = st.decimals(0, 60, places=1)
    return [
        MeterReading(member=who, contract=f"{who}-{n}", period=period, kwh=draw(kwh), place=places[who])
        for who, n, period in keys
    ]


def numbered(rows):
    return {f"row {n}": row for n, row in enumerate(rows)}


@given(programmes(), readings())
def test_no_stock_is_passed_and_nothing_is_lost(terms, rows):
    found = allot(terms, numbered(rows))
    assert [one.member for one in found.allotments] == sorted({row.member for row in rows})
    for gift in terms.gifts:
        given_out = sum(one.pieces for one in found.allotments if one.gift == gift.id)
        if gift.stock is None:
            assert found.left[gift.id] is None
        else:
            assert found.left[gift.id] == gift.stock - given_out >= 0
    gone = all(left == 0 for left in found.left.values())
    for one in found.allotments:
        assert 0 <= one.pieces <= one.due or one.due == 0 == one.pieces
        assert (one.gift is None) == (one.pieces == 0)
        if terms.basis == "per-kwh" and one.pieces < one.due:
            assert gone


@given(programmes(), readings(), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_rows_nor_a_second_run_changes_anything(terms, rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert allot(terms, numbered(shuffled)) == allot(terms, numbered(rows)) == allot(terms, numbered(rows))


@given(programmes(), readings())
def test_readings_given_twice_count_once(terms, rows):
    once, twice = allot(terms, numbered(rows)), allot(terms, numbered([*rows, *rows]))
    assert twice.allotments == once.allotments
    assert twice.repeated == len(rows)


@given(programmes(), readings())
def test_kwh_are_those_of_the_days_of_the_programme(terms, rows):
    counted = [row for row in rows if row.period not in {"2026-06", "2026-10"}]
    for one in allot(terms, numbered(rows)).allotments:
        assert one.kwh == sum((row.kwh for row in counted if row.member == one.member), Decimal(0))
        if one.pieces:
            assert min(gift.kwh for gift in terms.gifts) <= one.kwh


@given(programmes(), readings())
def test_who_came_first_is_never_worse_off_than_who_came_later(terms, rows):
    """Of two households with the same claim, the one that reached it first has a gift if the later one has."""
    found = [
        one for one in allot(terms, numbered(rows)).allotments if one.due == 1 and terms.basis == "steps"
    ]
    for early in found:
        for late in found:
            same = [gift.id for gift in terms.gifts if early.kwh >= gift.kwh] == [
                gift.id for gift in terms.gifts if late.kwh >= gift.kwh
            ]
            if same and (early.reached, early.member) < (late.reached, late.member) and late.gift is not None:
                assert early.gift is not None
