"""What a ledger answers in words: where, what is wrong, and what to do; which limit held points back; all problems together."""

import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from co2label.errors import DocumentError, LedgerError
from co2label.incentive import Campaign, Grant, Ledger, Occasion, PointRule, Return

DAY = dt.date(2026, 7, 2)


def campaign(key="c", **fields):
    rules = [PointRule(id="bag", name="Bag", basis="fixed", rate=5)]
    days = {"first_day": "2026-07-01", "last_day": "2026-07-31"}
    return Campaign(id=key, name="C", issuer="Tama town", rules=rules, **days, **fields)


def bag(member="m-1", day=DAY, pieces=1):
    return Occasion(member=member, day=day, pieces=pieces)


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Ledger.open("points.db") as opened:
        opened.announce(campaign())
        opened.grant("a", "c", "bag", bag(pieces=2))
        yield opened


REFUSED = {
    "no campaign": (
        lambda ledger: ledger.grant("b", "x", "bag", bag()),
        "points.db: no campaign 'x'; announce it first",
    ),
    "no campaign to report": (
        lambda ledger: ledger.report("x"),
        "points.db: no campaign 'x'; announce it first",
    ),
    "no grant": (
        lambda ledger: ledger.take_back("r", "x", day=DAY, pieces=1),
        "points.db: no grant 'x'; give the id of its booking",
    ),
    "an id used before": (
        lambda ledger: ledger.grant("a", "c", "bag", bag("m-2")),
        "points.db: booking a was used for something else, on 2026-07-02; give each booking its own id",
    ),
    "other terms": (
        lambda ledger: ledger.announce(campaign(budget=1)),
        "points.db: campaign c is announced already, with other terms; what was promised stays: choose another id",
    ),
    "outside the days": (
        lambda ledger: ledger.grant("b", "c", "bag", bag(day="2026-08-01")),
        "occasion.day: 2026-08-01 is outside campaign c, 2026-07-01 to 2026-07-31; grant nothing for it, or correct the day",
    ),
    "no id": (
        lambda ledger: ledger.grant("expiry:b", "c", "bag", bag()),
        (
            "booking: expected an id (letters, digits and . _ : @ + -, not expiry: in front), got 'expiry:b'; "
            "a receipt's number and line do well"
        ),
    ),
    "too many pieces": (
        lambda ledger: ledger.take_back("r", "a", day=DAY, pieces=3),
        "pieces: expected 1 to 2 pieces, got 3; count what was returned before",
    ),
    "before the grant": (
        lambda ledger: ledger.take_back("r", "a", day=dt.date(2026, 7, 1), pieces=1),
        "day: 2026-07-01 is before the grant, on 2026-07-02; correct the day",
    ),
    "no day of a balance": (
        lambda ledger: ledger.balance("m-1", today="2026-07-02"),
        "today: expected a datetime.date, got '2026-07-02'; give a day",
    ),
    "no day of an expiry": (
        lambda ledger: ledger.expire("c", today=dt.datetime(2026, 7, 2)),  # noqa: DTZ001
        "today: expected a datetime.date, got datetime.datetime(2026, 7, 2, 0, 0); give a day",
    ),
}


@pytest.mark.parametrize(("ask", "message"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_where_what_and_what_to_do(ledger, ask, message):
    before = ledger.head()
    with pytest.raises((DocumentError, LedgerError)) as refused:
        ask(ledger)
    assert str(refused.value) == message
    assert ledger.head() == before


def test_two_problems_of_a_return_are_told_together(ledger):
    with pytest.raises(DocumentError) as refused:
        ledger.take_back("r", "a", day=dt.date(2026, 7, 1), pieces=0)
    assert [problem.where for problem in refused.value.problems] == ["pieces", "day"]


def test_a_file_that_is_no_ledger(ledger):
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("PRAGMA user_version = 7")
    with pytest.raises(LedgerError) as refused:
        Ledger.open("other.db")
    assert str(refused.value) == (
        "other.db: is another database (application 0x0, format 7); choose another file, or update co2label"
    )
    with closing(sqlite3.connect("points.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            Ledger.open("points.db", wait=0.01) as till,
            pytest.raises(
                LedgerError,
                match=r"^points\.db: nothing was booked \(.*locked\); ask again with the same id$",
            ),
        ):
            till.grant("b", "c", "bag", bag())


def test_a_place_where_no_ledger_can_be(ledger):
    Path("text.db").write_bytes(b"points " * 1000)
    for place, todo in (
        ("points.db/x.db", "choose another place"),
        ("text.db", "choose another file, or try again"),
    ):
        with pytest.raises(LedgerError) as refused:
            Ledger.open(place)
        assert str(refused.value).endswith(f"; {todo}")


def test_what_was_asked_stands_in_the_file_so_that_a_retry_after_an_update_asks_the_same(ledger):
    with closing(sqlite3.connect("points.db")) as file:
        ((request,),) = file.execute("SELECT request FROM entries").fetchall()
    asked = json.loads(request)
    assert list(asked) == ["campaign", "occasion", "rule", "terms"]
    assert (asked["campaign"], asked["rule"], len(asked["terms"])) == ("c", "bag", 64)
    assert asked["occasion"]["day"] == "2026-07-02"


def test_whether_a_campaign_is_new(ledger):
    assert ledger.announce(campaign("d")) is True
    assert ledger.announce(campaign("d")) is False


@pytest.mark.parametrize(
    ("limits", "cap"),
    [
        ({}, None),
        ({"cap_per_day": 5}, None),  # as many as were earned
        ({"cap_per_day": 4}, "cap-per-day"),
        ({"cap_per_member": 4}, "cap-per-member"),
        ({"budget": 4}, "budget"),
        ({"budget": 4, "cap_per_member": 3, "cap_per_day": 4}, "cap-per-member"),
        ({"budget": 4, "cap_per_member": 4, "cap_per_day": 4}, "budget"),  # of equals the widest
    ],
)
def test_the_limit_that_held_points_back_is_said_and_said_again(ledger, limits, cap):
    ledger.announce(campaign("limited", **limits))
    booked = ledger.grant("b", "limited", "bag", bag())
    assert (booked.held_back_by, booked.repeated) == (cap, False)
    ledger.grant("later", "limited", "bag", bag())
    again = ledger.grant("b", "limited", "bag", bag())
    assert (again.points, again.held_back_by, again.repeated) == (booked.points, cap, True)


def test_of_many_bookings_all_or_none_are_made(ledger):
    grants = {
        "row 2": Grant(booking="b", campaign="c", rule="bag", occasion=bag()),
        "row 3": Grant(booking="d", campaign="x", rule="bag", occasion=bag()),
        "row 4": Grant(booking="e", campaign="c", rule="bag", occasion=bag(day="2026-08-01")),
    }
    before = ledger.head()
    with pytest.raises(DocumentError) as refused:
        ledger.grant_all(grants)
    assert [(problem.where, problem.what[:19]) for problem in refused.value.problems] == [
        ("row 3", "points.db: no campa"),
        ("row 4.occasion.day", "2026-08-01 is outsi"),
    ]
    assert ledger.head() == before
    booked = ledger.grant_all({"row 2": grants["row 2"]})
    assert [(one.id, one.points) for one in booked] == [("b", 5)]
    returns = {key: Return(booking=f"r{key}", grant=key, day=DAY, pieces=1) for key in "ab"}
    assert [(one.id, one.points, one.earned, one.kind) for one in ledger.take_back_all(returns)] == [
        ("ra", -5, 0, "return"),
        ("rb", -5, 0, "return"),
    ]


def test_the_booking_of_an_expiry(ledger):
    ledger.announce(campaign("short", points_expire="2026-07-31"))
    ledger.grant("b", "short", "bag", bag())
    (gone,) = ledger.expire("short", today=dt.date(2026, 8, 1))
    assert (gone.id, gone.member, gone.kind, gone.campaign, gone.points, gone.earned) == (
        "expiry:b",
        "m-1",
        "expiry",
        "short",
        -5,
        0,
    )
    assert ledger.audit() == ()
    with closing(sqlite3.connect("points.db")) as file:
        row = file.execute(
            "SELECT day, grant_day, pieces, avoided_mg, request FROM entries WHERE kind = 'expiry'"
        )
        assert row.fetchall() == [("2026-08-01", "2026-07-02", 0, 0, "{}")]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE entries SET points = 50 WHERE seq = 1",
            [
                "entries[1]: was changed, or a row before it is missing; restore a copy",
                "entries[1]: says that 10 points were given, and 50 were; ask who wrote the file",
            ],
        ),
        (
            "UPDATE campaigns SET terms = replace(terms, 'Tama', 'Toma')",
            ["entries[1]: the terms of c were changed; restore a copy"],
        ),
        (
            "DELETE FROM entries",
            ["entries[1]: is not the row that was kept as the head; restore a copy"],
        ),
    ],
)
def test_an_audit_says_which_row_and_what_to_do(ledger, change, found):
    head = ledger.head()
    with closing(sqlite3.connect("points.db", isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute(change)
    assert list(map(str, ledger.audit(head=head)))[: len(found)] == found
