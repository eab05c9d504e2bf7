"""The real file of a ledger: its writer killed between any two writes and syncs, and the power cut between any two.

`tests/crashes/shim.c` counts what SQLite does to the file and its journal. It stands between SQLite and the C library, so it
needs Linux and a C compiler.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

CRASHES = Path(__file__).parents[2] / "crashes"
sys.path.insert(0, str(CRASHES))

from killed import VERBS, prepared, whole  # noqa: E402 - in the folder above
from power import Disk, steps_of  # noqa: E402

_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def shim(tmp_path_factory, c_compiler):
    """The compiled shim."""
    place = tmp_path_factory.mktemp("shim") / "shim.so"
    command = [c_compiler, "-shared", "-fPIC", "-O1", "-o", place, CRASHES / "shim.c", "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return place


@pytest.fixture
def folder(tmp_path):
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else tmp_path) as name:
        yield Path(name)


def under(shim, script, folder, *arguments, **more):
    environment = os.environ | {"LD_PRELOAD": str(shim), "CRASH_FOLDER": str(folder)} | more
    command = [sys.executable, CRASHES / script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_before_any_step_and_in_the_middle_of_any_write(shim, folder):
    found = json.loads(under(shim, "killed.py", folder, folder))
    assert set(found) == set(VERBS)
    for steps, torn in found.values():
        assert steps == torn >= 12  # at the least: journal, sync, pages, sync, end of the journal, sync


@pytest.mark.parametrize("verb", VERBS)
def test_the_power_cut_between_any_two_steps(shim, folder, tmp_path, verb):
    plain, path = prepared(folder), folder / "points.db"
    shutil.copyfile(plain, path)
    log = tmp_path / "log"
    under(shim, "logged.py", folder, path, verb, CRASH_LOG=str(log))
    steps = list(steps_of(log.read_bytes()))
    assert sum(step.verb == "S" for step in steps) >= 4
    disk = Disk(folder, {path: plain.read_bytes()})
    for number in range(len(steps) + 1):
        for survives in _survivors(number):
            _put(folder, disk.after_cut(survives))
            whole(path, verb, finished=number == len(steps))
        if number < len(steps):
            disk.take(steps[number])


def _survivors(number):
    """What reaches the disk of all that was not synced: nothing, everything, and parts by chance, the same every time."""
    chance = random.Random(number)
    yield lambda _: False
    yield lambda _: True
    for _ in range(4):
        yield lambda _: chance.random() < 0.5


def _put(folder, files):
    for old in folder.glob("points.db*"):
        old.unlink()
    for place, content in files.items():
        place.write_bytes(content)
