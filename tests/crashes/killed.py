"""Run under `shim.c`: a ledger whose writer is killed before each step on its files, or in the middle of a write.

Arguments: the folder (CRASH_FOLDER). Prints, by verb, how many steps there were. Fails where anything is lost or is there twice.
"""

import ctypes
import datetime as dt
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from co2label.incentive import Campaign, Grant, Ledger, Occasion, PointRule

DAY = dt.date(2026, 7, 2)
CAMPAIGN = Campaign(
    id="c",
    name="C",
    issuer="Tama town",
    first_day="2026-07-01",
    last_day="2026-07-31",
    points_expire="2026-07-31",
    budget=1000,
    rules=[PointRule(id="bag", name="Bag", basis="fixed", rate=7)],
)
MANY = {
    f"row {n}": Grant(booking=f"many-{n}", campaign="c", rule="bag", occasion=Occasion(member="m-3", day=DAY))
    for n in range(40)
}
"""Enough for several pages of the file."""
VERBS = {
    "grant": (lambda ledger: ledger.grant("new", "c", "bag", Occasion(member="m-9", day=DAY)), 28, 35),
    "grant-all": (lambda ledger: ledger.grant_all(MANY), 28, 28 + 40 * 7),
    "return": (lambda ledger: ledger.take_back("back", "first", day=DAY, pieces=1), 28, 21),
    "expire": (lambda ledger: ledger.expire("c", today=dt.date(2026, 8, 1)), 28, 0),
    "announce": (lambda ledger: ledger.announce(CAMPAIGN.model_copy(update={"id": "d"})), 28, 28),
}


def prepared(folder):
    """A ledger with two grants, 28 points."""
    with Ledger.open(folder / "plain.db") as ledger:
        ledger.announce(CAMPAIGN)
        ledger.grant("first", "c", "bag", Occasion(member="m-1", day=DAY, pieces=3))
        ledger.grant("second", "c", "bag", Occasion(member="m-2", day=DAY))
    return folder / "plain.db"


def child(path, verb, before, torn):
    """Whether the writer came to its end."""
    pid = os.fork()
    if pid == 0:
        shim = ctypes.CDLL(None)
        ctypes.c_long.in_dll(shim, "crash_torn").value = torn
        with Ledger.open(path) as ledger:
            ctypes.c_long.in_dll(shim, "crash_before").value = before
            VERBS[verb][0](ledger)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert status in (0, signal.SIGKILL), status
    return status == 0


def whole(path, verb, finished):
    """All of it is there, or nothing; asked again, it is there once."""
    book, nothing, everything = VERBS[verb]
    with Ledger.open(path) as ledger:
        assert ledger.audit() == ()
        found = ledger.report("c").outstanding
        assert found == everything if finished else found in (nothing, everything), (verb, found)
        book(ledger)
        assert ledger.report("c").outstanding == everything
        assert ledger.audit() == ()


def steps(folder, plain, verb, torn):
    path = folder / "points.db"
    for before in range(1000):
        for old in folder.glob("points.db*"):
            old.unlink()
        shutil.copyfile(plain, path)
        finished = child(path, verb, before, torn)
        whole(path, verb, finished)
        if finished:
            return before
    raise AssertionError(verb)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    start = prepared(where)
    print(json.dumps({verb: [steps(where, start, verb, torn) for torn in (0, 1)] for verb in VERBS}))
