"""Laws of the ledger: whatever is booked, by two writers, with returns, retries, expiry and power cuts, in any order."""

import datetime as dt
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from co2label.errors import DocumentError, LedgerError
from co2label.incentive import Campaign, Grant, Ledger, Occasion, PointRule

BUDGET, A_DAY, A_MEMBER, RATE = 60, 12, 25, 3
AFTER = dt.date(2026, 8, 1)
CAMPAIGN = Campaign(
    id="c",
    name="C",
    issuer="Tama town",
    first_day="2026-07-01",
    last_day="2026-07-03",
    points_expire="2026-07-31",
    budget=BUDGET,
    cap_per_day=A_DAY,
    cap_per_member=A_MEMBER,
    rules=[PointRule(id="bag", name="Bag", basis="fixed", rate=RATE)],
)
writers = st.sampled_from([0, 1])


class Points(RuleBasedStateMachine):
    """A model of plain dictionaries beside the file."""

    grants = Bundle("grants")

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "points.db"
        self.ledgers = [Ledger.open(self.path), Ledger.open(self.path)]
        for ledger in self.ledgers:
            ledger.announce(CAMPAIGN)
        self.asked, self.back, self.left, self.net, self.expired = {}, {}, {}, {}, {}
        self.caps = {}

    def given(self, member=None, day=None):
        """Points given less those taken back, of the grants of a member and a day."""
        return sum(
            self.net[key]
            for key, (_, who, when, _, _) in self.asked.items()
            if member in (None, who) and day in (None, when)
        )

    @rule(
        target=grants,
        writer=writers,
        member=st.sampled_from("ab"),
        day=st.integers(1, 3),
        pieces=st.integers(1, 6),
    )
    def grant(self, writer, member, day, pieces):
        key = f"g{len(self.asked)}"
        room = min(BUDGET - self.given(), A_MEMBER - self.given(member), A_DAY - self.given(member, day))
        got = self.ledgers[writer].grant(key, "c", "bag", self.occasion(member, day, pieces))
        assert (got.points, got.earned, got.repeated) == (min(RATE * pieces, room), RATE * pieces, False)
        assert (got.held_back_by is None) == (got.points == got.earned)
        self.caps[key] = got.held_back_by
        self.asked[key] = (key, member, day, pieces, got.points)
        self.left[key], self.net[key], self.expired[key] = pieces, got.points, 0
        return key

    @staticmethod
    def occasion(member, day, pieces):
        return Occasion(member=member, day=dt.date(2026, 7, day), pieces=pieces)

    @rule(writer=writers, key=grants)
    def retry(self, writer, key):
        _, member, day, pieces, points = self.asked[key]
        got = self.ledgers[writer].grant(key, "c", "bag", self.occasion(member, day, pieces))
        assert (got.points, got.repeated) == (points, True)
        assert got.held_back_by == self.caps.get(key, got.held_back_by)

    @rule(target=grants, writer=writers, old=grants, member=st.sampled_from("ab"), pieces=st.integers(1, 6))
    def grant_a_file(self, writer, old, member, pieces):
        """A new grant between two that repeat an old one: as if each had been asked by itself."""
        _, who, day, count, points = self.asked[old]
        again = Grant(booking=old, campaign="c", rule="bag", occasion=self.occasion(who, day, count))
        key = f"g{len(self.asked)}"
        new = Grant(booking=key, campaign="c", rule="bag", occasion=self.occasion(member, 2, pieces))
        room = min(BUDGET - self.given(), A_MEMBER - self.given(member), A_DAY - self.given(member, 2))
        got = self.ledgers[writer].grant_all({"row 2": again, "row 3": new, "row 4": again})
        want = (points, min(RATE * pieces, room), points)
        assert tuple((one.points, one.repeated) for one in got) == tuple(
            zip(want, (True, False, True), strict=True)
        )
        self.asked[key] = (key, member, 2, pieces, got[1].points)
        self.left[key], self.net[key], self.expired[key] = pieces, got[1].points, 0
        return key

    @rule(writer=writers, old=grants)
    def a_file_with_a_mistake_books_nothing(self, writer, old):
        _, who, day, count, _ = self.asked[old]
        good = Grant(booking="fresh", campaign="c", rule="bag", occasion=self.occasion(who, day, count))
        bad = Grant(booking=old, campaign="c", rule="bag", occasion=self.occasion(who, day, count + 1))
        with pytest.raises(DocumentError, match=r"row 3: .*something else"):
            self.ledgers[writer].grant_all({"row 2": good, "row 3": bad})

    @rule(writer=writers, key=grants)
    def use_an_id_for_something_else(self, writer, key):
        _, member, day, pieces, _ = self.asked[key]
        with pytest.raises(LedgerError, match="something else"):
            self.ledgers[writer].grant(key, "c", "bag", self.occasion(member, day, pieces + 1))

    @rule(writer=writers, key=grants, pieces=st.integers(1, 6))
    def take_back(self, writer, key, pieces):
        booking = f"r{len(self.back)}"
        request = {"day": dt.date(2026, 7, 9), "pieces": pieces}
        try:
            got = self.ledgers[writer].take_back(booking, key, **request)
        except DocumentError:
            assert pieces > self.left[key]
            return
        self.left[key] -= pieces
        assert self.left[key] >= 0
        over = self.net[key] - min(self.asked[key][4], RATE * self.left[key])
        taken = min(over, self.net[key] - self.expired[key])
        assert got.points == -taken
        self.net[key] -= taken
        self.back[booking] = (key, request, got.points)

    @rule(writer=writers, place=st.integers(0, 50))
    def retry_a_return(self, writer, place):
        if self.back:
            booking = sorted(self.back)[place % len(self.back)]
            key, request, points = self.back[booking]
            got = self.ledgers[writer].take_back(booking, key, **request)
            assert (got.points, got.repeated) == (points, True)

    @rule(writer=writers)
    def expire_too_early(self, writer):
        assert self.ledgers[writer].expire("c", today=dt.date(2026, 7, 31)) == ()

    @rule(writer=writers)
    def expire(self, writer):
        due = {key: self.net[key] - self.expired[key] for key in self.asked}
        got = self.ledgers[writer].expire("c", today=AFTER)
        want = {f"expiry:{key}": -points for key, points in due.items() if points}
        assert {booked.id: booked.points for booked in got} == want
        for key, points in due.items():
            self.expired[key] += points

    @rule(writer=writers)
    def crash(self, writer):
        """The connection goes in the middle of a booking: a row is written and not committed."""
        ledger = self.ledgers[writer]
        ledger._connection.execute("BEGIN IMMEDIATE")
        ledger._connection.execute("INSERT INTO campaigns VALUES ('half', '{}')")
        ledger.close()
        self.ledgers[writer] = Ledger.open(self.path)

    @rule(
        statement=st.sampled_from(["UPDATE entries SET points = 99", "DELETE FROM entries"]), writer=writers
    )
    def change_history(self, statement, writer):
        if self.asked:
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                self.ledgers[writer]._connection.execute(statement)

    @invariant()
    def sums_agree(self):
        report = self.ledgers[0].report("c")
        net, expired = sum(self.net.values()), sum(self.expired.values())
        assert (report.granted - report.returned, report.expired) == (net, expired)
        assert (report.outstanding, report.budget_left) == (net - expired, BUDGET - net)
        assert report.grants == len(self.asked)
        for member in "ab":
            mine = sum(
                self.net[key] - self.expired[key] for key in self.asked if self.asked[key][1] == member
            )
            assert self.ledgers[1].balance(member, today=dt.date(2026, 7, 31)) == mine
            assert self.ledgers[1].balance(member, today=AFTER) == 0

    @invariant()
    def audit_finds_nothing(self):
        assert self.ledgers[0].audit() == ()

    def teardown(self):
        for ledger in getattr(self, "ledgers", ()):
            ledger.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestPoints = Points.TestCase
TestPoints.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
