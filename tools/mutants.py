"""Change the rooms that count by one token at a time, and ask their tests to notice it: mutmut, room by room.

A mutant is the library with one token changed; a test that fails kills it. A room is tested by its own tests, against a copy of
the library in which that room alone is changed: the tests of the whole house read the source itself, and would refuse any copy
that mutmut has prepared. mutmut runs pytest many times in one process, where pytest escapes what is not ASCII in `ids=` of
`parametrize` once more each time and then finds no such test: names that are given to cases are ASCII.

    make mutants                                     # every room, whole: hours
    make mutants ROOMS="figures units" JOBS=1        # some rooms, in one process
    make mutants ROOMS=footprint SAMPLE=300          # 300 mutants of each, always the same ones
    make mutants ROOMS=figures ONLY="*x_adds_up__*"  # mutants by name
    make mutants ROOMS=receipt TESTS="tests/unit/receipt/test_kinds.py"   # fewer tests: quicker, and more live
    make mutants ROOMS=figures AGAIN=1               # those that lived in the last run, against new tests

It ends with the share that was killed, and with each change that lived, unless `tests/mutants.md` accepts it with a reason.
The work stands in `mutants/ROOM`, with the output of mutmut in `mutants/ROOM.log`.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import fnmatch
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

HOUSE = Path(__file__).parents[1]
WORK = HOUSE / "mutants"
ACCEPTED = HOUSE / "tests" / "mutants.md"
COPIED = ("co2label", "tests", "docs", "examples", "tools", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_QUICK = 0.1
"""Seconds of a test."""
DEAD = {"killed", "timeout", "segfault"}


if TYPE_CHECKING:
    import pytest


class Room(NamedTuple):
    """What is changed, and the tests that should notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "figures": Room(
        ("co2label/figures.py",), ("tests/unit/ground/test_figures.py", "tests/property/test_figures_laws.py")
    ),
    "units": Room(("co2label/units",), ("tests/unit/units", "tests/property/test_units_laws.py")),
    "declaration": Room(
        ("co2label/declaration",), ("tests/unit/declaration", "tests/property/test_declaration_laws.py")
    ),
    "receipt": Room(
        ("co2label/receipt/_lines.py", "co2label/receipt/_receipt.py", "co2label/receipt/_summary.py"),
        (
            "tests/unit/receipt",
            "tests/unit/declaration/test_remarks_on_receipts.py",
            "tests/property/test_receipt_laws.py",
        ),
    ),
    "ledger": Room(
        ("co2label/incentive/_ledger.py", "co2label/incentive/_ledger_rows.py"),
        (
            "tests/unit/incentive/test_ledger.py",
            "tests/unit/incentive/test_ledger_words.py",
            "tests/unit/incentive/test_points.py",
            "tests/property/test_points_ledger_laws.py",
        ),
    ),
    "footprint": Room(
        ("co2label/footprint",),
        (
            "tests/unit/footprint",
            "tests/property/test_allocation_laws.py",
            "tests/property/test_certified_laws.py",
            "tests/property/test_compute_laws.py",
            "tests/property/test_electricity_laws.py",
            "tests/property/test_nothing_hidden.py",
            "tests/property/test_rule_laws.py",
            "tests/property/test_sensitivity_laws.py",
            "tests/property/test_used_stages_laws.py",
        ),
    ),
}


class Change(NamedTuple):
    """What a mutant that lived changes."""

    mutant: str
    function: str
    before: str
    after: str

    def is_accepted(self, listed: list[tuple[str, str]]) -> bool:
        """Whether `tests/mutants.md` lists it."""
        text = self.after or self.before
        return any(
            function == self.function and (piece == "*" or piece in text) for function, piece in listed
        )


class Result(NamedTuple):
    """The number of mutants of a room that were tried, and those that lived."""

    tried: int
    lived: list[Change]


def files_of(room: Room) -> list[Path]:
    """The modules of a room, relative to the house."""
    paths = (HOUSE / source for source in room.sources)
    modules = (
        module for path in paths for module in ([path] if path.is_file() else sorted(path.rglob("*.py")))
    )
    return [module.relative_to(HOUSE) for module in modules]


def chosen(room: Room, folder: Path, only: str | None, sample: int | None) -> list[str]:
    """Names of the mutants to try: those that match, and of these as many as a sample has, the same in every run."""
    with contextlib.chdir(folder):  # where mutmut reads its settings
        names = [
            get_mutant_name(path, name)
            for path in files_of(room)
            for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
        ]
    names = [name for name in names if only is None or fnmatch.fnmatch(name, only)]
    if sample is None or sample >= len(names):
        return names
    return random.Random(0).sample(names, sample)  # noqa: S311 - a sample, no secret


def prepare(name: str, room: Room, tests: list[str] | None = None) -> Path:
    """A folder with links to the house and settings of mutmut for this room alone, and for these tests of it."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for entry in COPIED:
        (folder / entry).symlink_to(HOUSE / entry)
    settings = {
        "source_paths": room.sources,
        "also_copy": COPIED,
        "pytest_add_cli_args_test_selection": tests or room.tests,
        "pytest_add_cli_args": ("-p", "tools.mutants"),
        "timeout_multiplier": 5.0,
        "process_isolation": "forkserver",  # which runs no test itself: what the library caches is not yet there
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    rest = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text("\n".join([rest, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    return folder


def run(name: str, folder: Path, names: list[str], jobs: int) -> Result:
    """Let mutmut try these mutants of a room.

    Raises:
        SystemExit: mutmut could not, such as when a test fails without any change.
    """
    log = WORK / f"{name}.log"
    command = [Path(sys.executable).parent / "mutmut", "run", "--max-children", str(jobs), *names]
    # What a shell sets for its own tests would import another copy of the library, or run tests in processes of their own.
    environment = {
        key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTEST_ADDOPTS"}
    }
    with log.open("w", encoding="utf-8") as output:
        code = subprocess.run(  # noqa: S603 - the mutmut of this environment
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        ).returncode
    if code:
        raise SystemExit(f"mutmut failed in the room {name}; the end of {log} says why")
    states = states_of(name)
    lived = [
        change(folder, path, mutant)
        for mutant, (path, state) in states.items()
        if mutant in names and state not in DEAD
    ]
    return Result(len(names), lived)


def states_of(name: str) -> dict[str, tuple[Path, str]]:
    """The mutants of the last run of a room, each with its file and what became of it; empty before the first."""
    states = {}
    for path in files_of(ROOMS[name]):
        meta = WORK / name / "mutants" / f"{path}.meta"
        if meta.is_file():
            codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
            states |= {mutant: (path, status_by_exit_code[code]) for mutant, code in codes.items()}
    return states


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let quick tests come first, file by file: most mutants need no other. mutmut has measured them before."""
    measured = Path("mutmut-stats.json")  # pytest runs where the mutants are
    seconds = (
        json.loads(measured.read_text(encoding="utf-8"))["duration_by_test"] if measured.is_file() else {}
    )
    items.sort(key=lambda item: (seconds.get(item.nodeid, 0.0) > _QUICK, item.path))


def change(folder: Path, path: Path, mutant: str) -> Change:
    """What a mutant changes."""
    mangled = mutant.rpartition(".")[2]
    function = mangled_name_from_mutant_name(mangled)
    texts = (folder / "mutants" / path).read_text(encoding="utf-8").splitlines()
    spans = json.loads((folder / "mutants" / f"{path}.spans").read_text(encoding="utf-8"))["spans"]
    bodies = (
        [line.strip().replace(name, "") for line in texts[spans[name][0] - 1 : spans[name][1]]]
        for name in (f"{function}__mutmut_orig", mangled)
    )
    lines = [line for line in difflib.ndiff(*bodies) if line[0] in "+-"]
    before, after = (" ".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")
    return Change(mutant, re.sub(r"^xǁ|^x_", "", function).replace("ǁ", "."), before, after)


def accepted() -> list[tuple[str, str]]:
    """The functions of `tests/mutants.md`, and for each a piece of a changed line, or * for all of its changes."""
    lines = ACCEPTED.read_text(encoding="utf-8").splitlines()
    items = (line.partition(" — ")[0] for line in lines if line.startswith("- `"))
    quoted = (re.findall("`([^`]+)`", item) for item in items)
    return [(function, piece) for function, *pieces in quoted for piece in pieces]


def main() -> None:
    """Run the rooms asked for, and say what lived."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rooms", nargs="*", help=f"of {', '.join(ROOMS)}; else all")
    parser.add_argument("--sample", type=int, help="how many mutants of each room; else all")
    parser.add_argument("--only", help="pattern of the names of mutants")
    parser.add_argument("--tests", nargs="+", help="tests to ask; else those of the room")
    parser.add_argument("--again", action="store_true", help="only those that lived in the last run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes; else one for each core")
    options = parser.parse_args()
    if unknown := set(options.rooms) - set(ROOMS):
        parser.error(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    listed, report = accepted(), []
    for name in options.rooms or ROOMS:
        before = {
            mutant for mutant, (_, state) in states_of(name).items() if state not in {*DEAD, "not checked"}
        }
        folder = prepare(name, ROOMS[name], options.tests)
        names = chosen(ROOMS[name], folder, options.only, options.sample)
        if options.again:
            names = [each for each in names if each in before]
        if not names:
            print(f"{name}: no mutant matches", flush=True)
            continue
        tried, lived = run(name, folder, names, options.jobs)
        new = [mutant for mutant in lived if not mutant.is_accepted(listed)]
        for mutant in new:
            print(f"{mutant.mutant}\n  - {mutant.before}\n  + {mutant.after}")
        killed = tried - len(lived)
        report.append(
            f"{name}: {killed} of {tried} killed, {killed / tried:.1%}; "
            f"{len(lived) - len(new)} lived as accepted, {len(new)} lived"
        )
        print(report[-1], flush=True)
    print("", *report, sep="\n")


if __name__ == "__main__":
    main()
