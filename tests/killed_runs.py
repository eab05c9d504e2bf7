"""Runs that are killed: `python tests/killed_runs.py FOLDER KILLS SEED PRODUCTS` prints what the folders held after going on.

Each run is a process forked from this one, so that its moments are those of its work and not of its imports. Every other
SIGKILL comes at a random moment of the time that a whole run takes, the others when the journal has come to a random line,
whatever the pace of the machine; then the run goes on, and the folder must hold what a run without interruption leaves.
"""

import json
import os
import random
import runpy
import shutil
import signal
import sys
import time
from pathlib import Path

from co2label.catalogue import run

MADE = runpy.run_path(str(Path(__file__).parent / "catalogue_products.py"))
COUNT = int(sys.argv[4])


def forked(folder):
    child = os.fork()
    if child == 0:
        run(SOURCE, folder, JOB)
        os._exit(0)
    return child


def through(folder):
    """Lines of the journal behind its header, the last one perhaps cut short."""
    journal = folder / ".co2label" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") - 1 if journal.exists() else -1


def until(folder, line):
    """Wait for this line of the journal, but not longer than ten whole runs take."""
    last = time.monotonic() + 10 * takes
    while through(folder) < line and time.monotonic() < last:
        time.sleep(0.0005)


def killed(folder, moment, line):
    child = forked(folder)
    if line is not None:
        until(folder, line)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    before = through(folder)
    run(SOURCE, folder, JOB)
    return os.WIFSIGNALED(status), before


SOURCE = MADE["source"](COUNT)
JOB = MADE["job"](book="book.sqlite", parquet=True)
root, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
whole = root / "whole"
run(SOURCE, root / "warm", JOB)
begun = time.monotonic()
os.waitpid(forked(whole), 0)
takes = time.monotonic() - begun
expected = MADE["tree"](whole)
moments = random.Random(seed)
report = {
    "takes": takes,
    "products": COUNT,
    "files": len(expected),
    "killed": 0,
    "before": [],
    "different": [],
}
for number in range(kills):
    folder = root / str(number)
    if number % 2:
        hit, before = killed(folder, moments.uniform(0, takes / COUNT), moments.randrange(COUNT))
    else:
        hit, before = killed(folder, moments.uniform(0, takes), None)
    report["killed"] += hit
    report["before"].append(before)
    found = MADE["tree"](folder)
    if found != expected:
        names = [name for name in {*found, *expected} if found.get(name) != expected.get(name)]
        report["different"].append([number, sorted(names)])
    else:
        shutil.rmtree(folder)
print(json.dumps(report))
