"""A campaign in words: on labels, on receipts, in every language, and never a claim that must not stand there."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.declaration import forbidden_claim
from co2label.incentive import Booking, Campaign, booking_notices, campaign_lines
from co2label.wording import LANGUAGES

NAME = {"ja": "CO₂削減ポイント", "en": "CO₂ points", "fr": "Points CO₂"}
CAR = {"id": "car", "kg_co2e": 0.26, "source": "a study of the town, 2024"}


def rule(key="a", basis="fixed", rate=20, **more):
    return {"id": key, "name": {"ja": "おにぎり", "en": "Rice balls"}, "basis": basis, "rate": rate} | more


def campaign(*rules, **more):
    days = {"first_day": "2026-11-01", "last_day": "2026-11-30"}
    return Campaign.read({"id": "c", "name": NAME, "issuer": "森の町", "rules": [*rules]} | days | more)


@pytest.mark.parametrize(
    ("fields", "ja", "en", "fr"),
    [
        ({"rate": 1}, "1個につき1ポイント", "1 point each", "1 point par unité"),
        ({"rate": 2.5}, "1個につき2.5ポイント", "2.5 points each", "2,5 points par unité"),
        (
            {"basis": "per-gram-avoided", "rate": 1, "baseline": CAR},
            "基準（260 g）より少ないCO₂e 1 gにつき1ポイント",
            "1 point for each g CO₂e below 260 g",
            "1 point par g de CO₂e en dessous de 260\u202fg",
        ),
        (
            {"basis": "percent-uplift", "rate": 20},
            "通常のポイントに20%上乗せ",
            "20% on top of the usual points",
            "20\u202f% de points en plus",
        ),
        (
            {"basis": "multiplier", "rate": 1.5},
            "通常のポイントの1.5倍",
            "1.5 times the usual points",
            "1,5 fois les points habituels",
        ),
    ],
)
def test_each_way_to_earn(fields, ja, en, fr):
    (said,) = campaign_lines(campaign(rule(**fields)), "tea")
    assert said["ja"] == f"CO₂削減ポイント：{ja}（森の町、2026年11月30日まで）"
    assert said["en"] == f"CO₂ points: {en} (森の町, until 30\xa0Nov 2026)"
    assert said["fr"] == f"Points CO₂\u00a0: {fr} (森の町, jusqu’au 30/11/2026)"


@pytest.mark.parametrize("cap", ["budget", "cap_per_day", "cap_per_member"])
def test_a_cap_and_evidence_are_said(cap):
    (said,) = campaign_lines(campaign(rule(needs_evidence=True), **{cap: 5}), "tea")
    assert said["ja"].endswith("（森の町、2026年11月30日まで、上限あり、証明が必要）")
    assert said["en"].endswith("(森の町, until 30\xa0Nov 2026, limits apply, proof needed)")


@pytest.mark.parametrize(
    ("issued", "early"), [("2026-10-31", True), ("2026-11-01", False), ("2026-11-02", False)]
)
def test_a_campaign_that_has_not_begun_says_when_it_does(issued, early):
    (said,) = campaign_lines(campaign(rule()), "tea", issued=dt.date.fromisoformat(issued))
    assert ("2026年11月1日から、" in said["ja"]) is early
    assert ("from 1\xa0Nov 2026, " in said["en"]) is early
    assert ("à partir du 01/11/2026, " in said["fr"]) is early


def test_only_rules_that_hold_for_the_product_and_by_name_where_there_are_several():
    two = campaign(rule("a", products=["tea"]), rule("b", products=["tea", "milk"]))
    assert len(campaign_lines(two, "tea")) == 2
    assert [one["en"] for one in campaign_lines(two, "milk")] == [
        "CO₂ points, Rice balls: 20 points each (森の町, until 30\xa0Nov 2026)"
    ]
    assert campaign_lines(two, "bread") == ()


def booking(**more):
    return Booking(**{"id": "r", "member": "m", "points": 20, "earned": 20, "repeated": False} | more)


@pytest.mark.parametrize(
    ("fields", "ja"),
    [
        ({}, "20ポイントを付与(残高1,140)"),
        ({"points": 5, "held_back_by": "budget"}, "20のうち5ポイントを付与(全体の上限、残高1,140)"),
        ({"points": 0, "held_back_by": "cap-per-day"}, "20のうち0ポイントを付与(1日の上限、残高1,140)"),
        (
            {"points": 5, "held_back_by": "cap-per-member"},
            "20のうち5ポイントを付与(お一人の上限、残高1,140)",
        ),
        ({"points": -20, "kind": "return"}, "返品で20ポイント減(残高1,140)"),
        ({"points": -20, "kind": "expiry"}, "期限切れで20ポイント減(残高1,140)"),
    ],
)
def test_what_a_booking_did(fields, ja):
    (said,) = booking_notices(campaign(rule()), booking(**fields), 1140)
    assert said["ja"] == f"CO₂削減ポイント：{ja}"


def test_when_points_expire_is_said_to_those_who_have_some():
    last = campaign(rule(), points_expire="2027-03-31")
    assert booking_notices(last, booking(), 20)[1]["en"] == "Points are valid until 31\xa0Mar 2027"
    assert len(booking_notices(last, booking(points=0), 0)) == 1


def test_a_receipt_takes_the_notices():
    said = booking_notices(campaign(rule(), points_expire="2027-03-31"), booking(), 20)
    receipt = c2.Receipt(lines=[c2.ReceiptLine(name="茶", price=150)], notices=said)
    assert c2.receipt.plain(receipt, page="cp932").splitlines()[-3:] == [
        "・CO2削減ポイント：20ポイントを",
        "  付与(残高20)",
        "・ポイント期限：2027年3月31日",
    ]


rates = st.decimals("0.001", 100_000, places=3)
kinds = st.sampled_from(["fixed", "per-gram-avoided", "percent-uplift", "multiplier"])
caps = st.sampled_from([None, "budget", "cap-per-member", "cap-per-day"])


@given(kinds, rates, st.booleans())
def test_no_claim_comes_out_of_a_promise(basis, rate, proof):
    more = {"baseline": CAR} if basis == "per-gram-avoided" else {}
    rate = rate + 1 if basis == "multiplier" else rate
    terms = campaign(rule(basis=basis, rate=rate, needs_evidence=proof, **more), budget=1)
    made = campaign_lines(terms, "tea")
    assert made
    for said in made:
        assert set(said) == set(LANGUAGES)
        assert [text for text in said.values() if forbidden_claim(text)] == []


@given(caps, st.integers(0, 10**9), st.sampled_from(["grant", "return", "expiry"]))
def test_no_claim_comes_out_of_a_booking(cap, points, kind):
    terms = campaign(rule(), points_expire="2027-03-31")
    booked = booking(points=points, kind=kind, held_back_by=cap)
    notices = booking_notices(terms, booked, points)
    assert notices
    for said in notices:
        assert set(said) == set(LANGUAGES)
        assert [text for text in said.values() if forbidden_claim(text)] == []
