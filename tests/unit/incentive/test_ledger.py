"""The ledger of points: caps, returns, expiry, retries, and what the audit finds in a file that was changed."""

import datetime as dt
import sqlite3
import threading
from contextlib import closing

import pytest

from co2label.errors import DocumentError, LedgerError
from co2label.incentive import Baseline, Campaign, Ledger, Occasion, PointRule
from co2label.incentive._ledger import (
    SQL,
    CampaignReport,
    LedgerHead,
    LedgerRow,
    digest_of,
)

RULES = [
    PointRule(id="bag", name="Bag", basis="fixed", rate=5),
    PointRule(
        id="walk", name="Walk", basis="per-gram-avoided", rate=1, baseline=Baseline("car", 0.3, "a study")
    ),
]
DAY = dt.date(2026, 7, 2)


def campaign(key="c", **fields):
    days = {"first_day": "2026-07-01", "last_day": "2026-07-31"}
    return Campaign(id=key, name="C", issuer="Tama town", rules=RULES, **days, **fields)


def bag(member="m-1", day=DAY, pieces=1):
    return Occasion(member=member, day=day, pieces=pieces)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "points.db"


@pytest.fixture
def ledger(path):
    with Ledger.open(path) as opened:
        yield opened


@pytest.mark.parametrize(("pieces", "points"), [(1, 5), (2, 10), (3, 11), (4, 11)])
@pytest.mark.parametrize("limit", ["cap_per_day", "cap_per_member", "budget"])
def test_a_limit_below_at_and_above(ledger, limit, pieces, points):
    ledger.announce(campaign(**{limit: 11}))
    booked = ledger.grant("a", "c", "bag", bag(pieces=pieces))
    assert (booked.points, booked.earned) == (points, 5 * pieces)


def test_caps_are_of_a_day_of_a_member_and_of_the_campaign(ledger):
    ledger.announce(campaign(cap_per_day=5, cap_per_member=8, budget=12))
    third = dt.date(2026, 7, 3)
    asked = [("m-1", DAY), ("m-1", DAY), ("m-1", third), ("m-2", DAY), ("m-3", DAY)]
    got = [ledger.grant(f"g{n}", "c", "bag", bag(*who)).points for n, who in enumerate(asked)]
    assert got == [5, 0, 3, 4, 0]


def test_a_grant_without_points_stays_so_when_there_is_room_later(ledger):
    ledger.announce(campaign(budget=5))
    ledger.grant("a", "c", "bag", bag())
    assert ledger.grant("b", "c", "bag", bag("m-2")).points == 0
    assert ledger.take_back("a-back", "a", day=DAY, pieces=1).points == -5
    assert ledger.grant("b", "c", "bag", bag("m-2")).points == 0
    assert ledger.grant("c", "c", "bag", bag("m-2")).points == 5


def test_a_return_takes_only_what_the_rest_would_not_have_earned(ledger):
    ledger.announce(campaign(cap_per_day=10))
    assert ledger.grant("a", "c", "bag", bag(pieces=4)).points == 10
    got = [ledger.take_back(f"r{n}", "a", day=DAY, pieces=1).points for n in range(4)]
    assert got == [0, 0, -5, -5]
    with pytest.raises(DocumentError, match="pieces: expected 1 to 0 pieces, got 1"):
        ledger.take_back("r4", "a", day=DAY, pieces=1)


def test_points_expire_on_the_day_after_their_last(ledger):
    ledger.announce(campaign(points_expire="2026-08-31"))
    ledger.announce(campaign("forever"))
    ledger.grant("a", "c", "bag", bag(pieces=2))
    ledger.grant("b", "forever", "bag", bag())
    last, after = dt.date(2026, 8, 31), dt.date(2026, 9, 1)
    assert [ledger.balance("m-1", today=day) for day in (last, after)] == [15, 5]
    assert ledger.expire("c", today=last) == ledger.expire("forever", today=after) == ()
    assert [booked.points for booked in ledger.expire("c", today=after)] == [-10]
    assert ledger.expire("c", today=after) == ()
    assert ledger.take_back("r", "a", day=after, pieces=1).points == 0  # they are gone already
    assert ledger.report("c").outstanding == 0


def test_the_report_of_a_campaign_worked_out_by_hand(ledger):
    ledger.announce(campaign(budget=500, points_expire="2026-07-31"))
    ledger.grant("a", "c", "walk", Occasion(member="m-1", day=DAY, kg_co2e=0.1, pieces=2))  # 400 g
    ledger.grant("b", "c", "walk", Occasion(member="m-2", day=DAY, kg_co2e=0.1005))  # 199.5 g, room for 100
    ledger.take_back("r", "a", day=DAY, pieces=1)  # 200 g
    ledger.expire("c", today=dt.date(2026, 8, 1))
    report = ledger.report("c")
    assert report == CampaignReport("c", 500, 200, 300, 99, 399_500, 2, 2, 200)
    assert report.outstanding == 0


@pytest.mark.parametrize("booking", ["", "expiry:a", "a b", "a/b", "x" * 121])
def test_an_id_that_cannot_be_one(ledger, booking):
    ledger.announce(campaign())
    with pytest.raises(DocumentError, match="booking"):
        ledger.grant(booking, "c", "bag", bag())


def test_an_id_is_never_used_for_something_else(ledger):
    ledger.announce(campaign())
    ledger.grant("a", "c", "bag", bag())
    for refused in (
        lambda: ledger.grant("a", "c", "bag", bag("m-2")),
        lambda: ledger.grant("a", "c", "bag", bag(pieces=2)),
        lambda: ledger.take_back("a", "a", day=DAY, pieces=1),
    ):
        with pytest.raises(LedgerError, match="booking a was used for something else"):
            refused()


@pytest.mark.parametrize(
    ("day", "inside"), [("06-30", False), ("07-01", True), ("07-31", True), ("08-01", False)]
)
def test_points_are_earned_from_the_first_day_to_the_last(ledger, day, inside):
    ledger.announce(campaign())
    occasion = bag(day=f"2026-{day}")
    if inside:
        assert ledger.grant("a", "c", "bag", occasion).points == 5
    else:
        with pytest.raises(DocumentError, match="outside campaign c"):
            ledger.grant("a", "c", "bag", occasion)
        assert ledger.head() == LedgerHead(0, "")


def test_what_was_promised_stays(ledger):
    ledger.announce(campaign(budget=10))
    ledger.announce(campaign(budget=10))
    with pytest.raises(LedgerError, match="with other terms"):
        ledger.announce(campaign(budget=9))
    assert ledger.campaign("c") == campaign(budget=10)


def test_what_is_not_there_is_said(ledger):
    with pytest.raises(LedgerError, match="no campaign 'c'"):
        ledger.grant("a", "c", "bag", bag())
    with pytest.raises(LedgerError, match="no grant 'a'"):
        ledger.take_back("r", "a", day=DAY, pieces=1)


@pytest.mark.parametrize(
    "fields", [{"pieces": 0}, {"pieces": True}, {"pieces": 2}, {"day": dt.date(2026, 7, 1)}]
)
def test_a_return_that_cannot_be(ledger, fields):
    ledger.announce(campaign())
    ledger.grant("a", "c", "bag", bag())
    with pytest.raises(DocumentError):
        ledger.take_back("r", "a", **{"day": DAY, "pieces": 1, **fields})


def test_a_time_is_no_day(ledger):
    with pytest.raises(DocumentError, match=r"expected a datetime\.date"):
        ledger.balance("m-1", today=dt.datetime(2026, 7, 2, 12))  # noqa: DTZ001


def test_another_database_and_no_database_are_left_alone(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="is another database"):
        Ledger.open(path)
    assert path.read_bytes() == before
    path.write_bytes(b"points " * 1000)
    with pytest.raises(LedgerError, match="is no ledger"):
        Ledger.open(path)
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger.open(path / "below")


def test_a_writer_that_waits_too_long_is_refused_and_may_ask_again(ledger, path):
    ledger.announce(campaign())
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Ledger.open(path, wait=0.05) as till:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="nothing was booked"):
            till.grant("a", "c", "bag", bag())
        other.execute("ROLLBACK")
        assert till.grant("a", "c", "bag", bag()).repeated is False


def test_a_return_in_a_ledger_opened_afresh(ledger, path):
    ledger.announce(campaign())
    ledger.grant("a", "c", "bag", bag())
    with Ledger.open(path) as other:
        assert other.take_back("r", "a", day=DAY, pieces=1).points == -5


def test_two_threads_that_make_the_file_at_once(path):
    made = []

    def make():
        with Ledger.open(path) as opened:
            opened.announce(campaign())
            made.append(opened.campaign("c"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [campaign()] * 8


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE entries SET points = 50 WHERE seq = 1", "was changed"),
        ("UPDATE entries SET member = 'm-9' WHERE seq = 2", "was changed"),
        ("DELETE FROM entries WHERE seq = 2", "was changed, or a row before it is missing"),
        ("DELETE FROM entries WHERE seq = 3", "is not the row that was kept as the head"),
        (
            "UPDATE campaigns SET terms = replace(terms, '\"budget\":90', '\"budget\":91')",
            "terms of c were changed",
        ),
        (
            "UPDATE campaigns SET terms = replace(terms, '\"budget\":90', '\"budget\":14')",
            "15 points, and 14",
        ),
    ],
)
def test_the_audit_finds_what_was_changed_round_the_triggers(ledger, path, change, found):
    ledger.announce(campaign(budget=90))
    for key in "abc":
        ledger.grant(key, "c", "bag", bag())
    head = ledger.head()
    assert ledger.audit(head=head) == ()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        names = other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert len(names) == 4
        for (name,) in names:
            other.execute(f"DROP TRIGGER {name}")
        assert other.execute(change).rowcount == 1
    assert found in "\n".join(map(str, ledger.audit(head=head)))


def test_a_row_that_was_changed_with_its_digest_shows_in_the_next(ledger, path):
    ledger.announce(campaign())
    for key in "ab":
        ledger.grant(key, "c", "bag", bag())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("DROP TRIGGER entries_UPDATE")
        row = LedgerRow._make(other.execute("SELECT * FROM entries WHERE seq = 1").fetchone())
        forged = row._replace(points=4)
        other.execute("UPDATE entries SET points = 4, digest = ? WHERE seq = 1", (digest_of(forged, ""),))
    found = ledger.audit()
    assert [one.where for one in found] == ["entries[2]", "entries[1]", "entries[2]"]
    assert [one.what for one in found[1:]] == [
        "says that 5 points were given, and 4 were",
        "says that 10 points were given, and 9 were",
    ]


def test_what_a_budget_has_left_is_looked_up_and_not_added_up(ledger):
    """A campaign of 100,000 grants: the last is as quick as the first."""
    asked = "EXPLAIN QUERY PLAN " + SQL["given"]
    (plan,) = ledger._connection.execute(asked, {"campaign": "c", "before": 10}).fetchall()
    assert plan[3] == "SEARCH entries USING INDEX of_campaign (campaign=? AND seq<?)"
