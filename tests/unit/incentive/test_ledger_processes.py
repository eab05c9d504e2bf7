"""Several processes at one ledger, and processes that die: nothing is granted twice, nothing that was answered is lost."""

import datetime as dt
import signal
import subprocess
import sys

import pytest

from co2label.incentive import Campaign, Ledger, Occasion, PointRule

CAMPAIGN = Campaign(
    id="c",
    name="C",
    issuer="Tama town",
    first_day="2026-07-01",
    last_day="2026-07-31",
    points_expire="2026-07-31",
    budget=1000,
    cap_per_member=300,
    rules=[PointRule(id="bag", name="Bag", basis="fixed", rate=7)],
)
DAY = dt.date(2026, 7, 2)

HEAD = """
import datetime as dt, os, signal, sys
from co2label.incentive._ledger import Ledger
from co2label.incentive._points import Occasion
DAY = dt.date(2026, 7, 2)
def bag(member):
    return Occasion(member=member, day=DAY)
"""
GRANTS = (
    HEAD
    + """
path, own, times = sys.argv[1:]
with Ledger.open(path) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(times)):
        for key in (f"both-{n}", f"{own}-{n}"):
            booked = ledger.grant(key, "c", "bag", bag("m-" + str(n % 4)))
            print(key, booked.points, booked.repeated, flush=True)
"""
)
DYING = (
    HEAD
    + """
import sqlite3
VERBS = {
    "grant": lambda ledger: ledger.grant("new", "c", "bag", bag("m-9")),
    "return": lambda ledger: ledger.take_back("back", "first", day=DAY, pieces=1),
    "expire": lambda ledger: ledger.expire("c", today=dt.date(2026, 8, 1)),
}
def kills_before(number):
    left = [number]
    def statement(_):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return statement
def make(path, statement):
    real = sqlite3.connect
    def connect(*arguments, **more):
        connection = real(*arguments, **more)
        connection.set_trace_callback(statement)
        return connection
    sqlite3.connect = connect
    Ledger.open(path)
def work(path, verb, statement):
    ledger = Ledger.open(path)
    ledger._connection.set_trace_callback(statement)
    VERBS[verb](ledger)
    ledger._connection.set_trace_callback(None)
for line in sys.stdin:
    path, verb, before = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        try:
            statement = kills_before(int(before))
            make(path, statement) if verb == "make" else work(path, verb, statement)
            os._exit(0)
        finally:
            os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
)
"""Makes a child for each line that it reads, so that what is imported is imported once."""


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "points.db"
    with Ledger.open(place) as ledger:
        ledger.announce(CAMPAIGN)
    return place


def started(script, *arguments):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def dies():
    """Do something to a ledger in a process that is killed before its n-th statement; gives how the process ended."""
    with started(DYING) as parent:

        def ended(path, verb, before):
            parent.stdin.write(f"{path}\t{verb}\t{before}\n")
            parent.stdin.flush()
            return int(parent.stdout.readline())

        yield ended


def test_two_processes_at_once_grant_every_id_once_and_keep_to_the_budget(path):
    tills = [started(GRANTS, path, own, 120) for own in ("left", "right")]
    assert [till.stdout.readline() for till in tills] == ["ready\n"] * 2
    for till in tills:
        till.stdin.write("\n")
        till.stdin.flush()
    outputs = [till.communicate(timeout=120)[0] for till in tills]
    assert [till.returncode for till in tills] == [0, 0]
    lines = [line.split() for output in outputs for line in output.splitlines()]
    first = [(key, int(points)) for key, points, repeated in lines if repeated == "False"]
    assert len(lines) == 480
    assert len(first) == len({key for key, _ in first}) == 360
    assert {(key, int(points)) for key, points, _ in lines} == set(first)
    with Ledger.open(path) as ledger:
        report = ledger.report("c")
        assert report.granted == sum(points for _, points in first) == 1000
        assert (report.grants, report.held_back, report.budget_left) == (360, 360 * 7 - 1000, 0)
        assert ledger.audit() == ()


def test_a_till_killed_at_work_has_lost_nothing_that_it_answered(path):
    till = started(GRANTS, path, "left", 20_000)
    assert till.stdout.readline() == "ready\n"
    till.stdin.write("\n")
    till.stdin.flush()
    answered = [till.stdout.readline().split() for _ in range(40)]
    till.kill()
    rest, _ = till.communicate(timeout=60)
    assert till.returncode == -signal.SIGKILL
    answered += [
        words for line in rest.splitlines(keepends=True) if line.endswith("\n") for words in [line.split()]
    ]
    with Ledger.open(path) as ledger:
        assert ledger.audit() == ()
        assert ledger.report("c").grants - len(answered) in (
            0,
            1,
        )  # booked, and killed before it could say so
        for key, points, _ in answered:
            member = "m-" + str(int(key.split("-")[1]) % 4)
            again = ledger.grant(key, "c", "bag", Occasion(member=member, day=DAY))
            assert (again.points, again.repeated) == (int(points), True)


VERBS = {
    "grant": lambda ledger: ledger.grant("new", "c", "bag", Occasion(member="m-9", day=DAY)),
    "return": lambda ledger: ledger.take_back("back", "first", day=DAY, pieces=1),
    "expire": lambda ledger: ledger.expire("c", today=dt.date(2026, 8, 1)),
}


@pytest.mark.parametrize(
    ("verb", "outstanding"), [("grant", 3 * 7 + 7 + 7), ("return", 2 * 7 + 7), ("expire", 0)]
)
def test_killed_before_any_statement_it_is_whole_and_asking_again_books_once(path, dies, verb, outstanding):
    with Ledger.open(path) as ledger:
        ledger.grant("first", "c", "bag", Occasion(member="m-1", day=DAY, pieces=3))
        ledger.grant("second", "c", "bag", Occasion(member="m-2", day=DAY))
    plain = path.read_bytes()
    for before in range(60):
        path.write_bytes(plain)
        ended = dies(path, verb, before)
        with Ledger.open(path) as ledger:
            assert ledger.audit() == ()
            if ended:
                assert ended == -signal.SIGKILL
                assert ledger.report("c").outstanding == 28  # killed before the commit: nothing is there
            VERBS[verb](ledger)
            assert ledger.report("c").outstanding == outstanding
            assert ledger.audit() == ()
        if not ended:
            break
    assert ended == 0
    assert before >= 4  # at the least: begin, look, insert, commit


def test_killed_while_the_file_is_made_the_next_one_makes_it(tmp_path, dies):
    for before in range(60):
        place = tmp_path / f"points-{before}.db"
        ended = dies(place, "make", before)
        assert ended in {0, -signal.SIGKILL}
        with Ledger.open(place) as ledger:
            ledger.announce(CAMPAIGN)
            assert ledger.campaign("c") == CAMPAIGN
            assert ledger.audit() == ()
        if not ended:
            break
    assert ended == 0
    assert before >= 8  # at the least: begin, two tables, four triggers, commit
