"""The folder of a run and its journal: all that a run remembers.

Every file is there in whole or not at all: it is written in `.co2label/parts` and put in its place in one step. One run at a
time holds the lock. The journal has a header, then one line a product, in the order of the catalogue, written after the files
that it names; tables, book and summary are made from it at the end. A run that was interrupted goes on behind the last line
that holds: a line cut short or changed, a file that is missing or has other content, and everything behind it, is made again.

>>> problem = RowProblem("products.csv", 6, "tea", "mass", "heavy", "expected an amount")
>>> refused = RefusalRecord(4, (problem,))
>>> parse_record(refused.line()) == refused
True
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label._storage import locked, reason
from co2label.errors import RunError, clip
from co2label.identifiers import path_part
from co2label.receipt import BookEntry
from co2label.tabular import RowProblem
from co2label.units import Selling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def _refusing(place: Path) -> Iterator[None]:
    """Raise `OSError` of the system as `RunError`, with the place and what to do."""
    try:
        yield
    except OSError as error:
        raise RunError(
            f"cannot write {error.filename or place}: {reason(error)}; make room or choose another folder: "
            "the same command goes on where this run stopped"
        ) from error


_STATE, _PARTS, _LOCK = ".co2label", ".co2label/parts", ".co2label/lock"
JOURNAL = ".co2label/journal.jsonl"
_PLAIN = re.compile(r"[.a-z0-9][a-z0-9._-]*")


class RunFolder:
    """The folder of a run, for as long as its lock is held."""

    def __init__(self, root: Path) -> None:
        """Use `RunFolder.taken`."""
        self.root = root
        self._made: set[Path] = set()

    @classmethod
    @contextmanager
    def taken(cls, root: str | os.PathLike[str]) -> Iterator[RunFolder]:
        """Take the lock of a folder, which is made where it is missing.

        Raises:
            RunError: it cannot be made or written to, another run is at work in it, or it holds files of others.
        """
        folder = cls(Path(root))
        with ExitStack() as lock:
            with _refusing(folder.root / _STATE):
                in_use = folder.root.is_dir() and any(folder.root.iterdir())
                if in_use and not (folder.root / _STATE).is_dir():
                    raise RunError(
                        f"{folder.root}: the folder holds files that no run has written; "
                        "choose an empty one, or a new name"
                    )
                for name in (_LOCK, JOURNAL):
                    folder.refuse_link(folder.path(name))
                (folder.root / _STATE).mkdir(parents=True, exist_ok=True)
                try:
                    lock.enter_context(locked(folder.root / _LOCK))
                except BlockingIOError:
                    raise RunError(
                        f"{folder.root}: another run is at work in this folder; "
                        "wait until it has ended, or choose another folder"
                    ) from None
            parts = folder.root / _PARTS
            with _refusing(parts):
                if parts.exists():
                    shutil.rmtree(parts)
                parts.mkdir()
            yield folder

    def path(self, name: str) -> Path:
        """The path of a file in the folder.

        Raises:
            RunError: a name that could lead out of the folder (a mistake of ours: names come from `path_part`), or a folder
                below that is a link.
        """
        if not all(_PLAIN.fullmatch(part) and part != ".." for part in name.split("/")):
            raise RunError(f"{name!r} is no name of a file in the folder of a run")
        place = self.root / name
        if place.parent not in self._made:
            for above in Path(name).parents[:-1]:
                self.refuse_link(self.root / above)
        return place

    def refuse_link(self, place: Path) -> None:
        """Refuse a link: a run writes into its own folder only.

        Raises:
            RunError: it is a link.
        """
        if place.is_symlink():
            raise RunError(f"{place} is a link, and a run writes nothing outside its folder; remove the link")

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all.

        Raises:
            RunError: it cannot be written; says why and what to do.
        """
        with self.writing(name) as part:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            try:
                write_all(handle, data)
            finally:
                os.close(handle)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Give a path to write a file at; it is moved to its place when all of it is written."""
        target = self.path(name)
        part = self.root / _PARTS / target.name
        with _refusing(target):
            try:
                yield part
                if target.parent not in self._made:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    self._made.add(target.parent)
                os.replace(part, target)  # noqa: PTH105 - the one call that tests look at
            finally:
                part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        with _refusing(self.path(name)):
            self.path(name).unlink(missing_ok=True)


def write_all(handle: int, data: bytes) -> None:
    """Write all of the data: the system may accept less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


_SEAL = b',"sha256":"'


@dataclass(frozen=True, slots=True)
class RefusalRecord:
    """A product, or a row that is none, with everything that is wrong with it."""

    row: int
    """Its place in what was read, from 0."""
    findings: tuple[RowProblem, ...]

    def line(self) -> bytes:
        """The line of the journal."""
        return _record_line({"row": self.row, "refused": [_fields(each) for each in self.findings]})


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """A product whose figure is known, and its files written."""

    row: int
    """Its place in what was read, from 0."""
    entry: BookEntry
    """Its figure, as a till gets it."""
    unit: str
    """The declared unit as it was written."""
    stages: Mapping[str, float]
    """Kilograms of CO2e by life-cycle stage; a stage without data, or outside the boundary, is absent."""
    expected: int
    """How many stages lie inside the boundary."""
    primary: float
    """Percent of the figure that rests on primary data."""
    notes: Mapping[str, str]
    """The first message of each code."""
    declaration: str | None
    """The sha256 of the declaration as JSON; None where nothing is declared, as of what only others use."""
    valid_until: str | None
    sold: bool
    """Whether a till may meet it: False where it stands there for comparison alone."""
    files: Mapping[str, str]
    """The sha256 of each file, by its name in the folder."""

    def line(self) -> bytes:
        """The line of the journal."""
        fields = _fields(self)
        entry = _fields(self.entry)
        entry["selling"] = entry["selling"] and _fields(entry["selling"])
        return _record_line({"row": fields.pop("row"), "done": {**fields, "entry": entry}})


Record = ResultRecord | RefusalRecord


def picture_name(product: str) -> str:
    """The name of the picture of a product that the summary shows."""
    return f".co2label/pictures/{path_part(product)}.png"


def parse_record(line: bytes) -> Record:
    """Read a line of the journal.

    Raises:
        ValueError, TypeError, KeyError: something else, or a line in which a byte was changed since.
    """
    text, _, _ = line.rpartition(_SEAL)
    if seal_line(text + b"}") != line:
        raise ValueError("the line is not as it was written")
    data = json.loads(line)
    if "refused" in data:
        return RefusalRecord(data["row"], tuple(RowProblem(**each) for each in data["refused"]))
    fields = data["done"]
    entry = fields.pop("entry")
    entry["selling"] = entry["selling"] and Selling(**entry["selling"])
    return ResultRecord(row=data["row"], entry=BookEntry(**entry), **fields)


def _fields(noun: Any) -> dict[str, Any]:
    """The fields of a frozen noun, by name."""
    return {name: getattr(noun, name) for name in noun.__slots__}


def _record_line(data: dict[str, Any]) -> bytes:
    return seal_line(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())


def seal_line(text: bytes) -> bytes:
    """Append a digest to a JSON object: a changed figure is found when the line is read."""
    return text[:-1] + _SEAL + hashlib.sha256(text).hexdigest()[:16].encode() + b'"}\n'


_FLUSH = 256
"""Lines after which the journal is sent to the disk: a power cut costs that many products at most."""


class Journal:
    """A journal that is open for writing; `rows` counts the finished products."""

    def __init__(self, folder: RunFolder, rows: int) -> None:
        """Use `Journal.opened`."""
        self.rows = self.before = rows
        self._path = folder.path(JOURNAL)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND)

    @classmethod
    @contextmanager
    def opened(cls, folder: RunFolder, header: dict[str, Any]) -> Iterator[Journal]:
        """Open the journal of a folder: a new one, or that of an interrupted run.

        Raises:
            RunError: the folder is of a run with other products or options; says which.
        """
        path, rows = folder.path(JOURNAL), 0
        with _refusing(path):
            if not path.exists():
                line = json.dumps(header, ensure_ascii=False, allow_nan=False, sort_keys=True)
                folder.put(JOURNAL, line.encode() + b"\n")
            elif (before := _header_of(path)) == header:
                rows = _cut_journal(folder)
            else:
                other = "; ".join(_differences(before, header, "")) if before else "unreadable"
                raise RunError(
                    f"{folder.root}: this folder belongs to a run with other products or options ({other}); "
                    "give the same ones, choose another folder, or start over with --restart"
                )
            journal = cls(folder, rows)
        try:
            yield journal
            journal._flush()
        finally:
            with _refusing(path):
                os.close(journal._handle)

    def append(self, record: Record) -> None:
        """Append the record of a finished product.

        Raises:
            RunError: the disk is full.
        """
        with _refusing(self._path):
            write_all(self._handle, record.line())
            self.rows += 1
        if self.rows % _FLUSH == 0:
            self._flush()

    def _flush(self) -> None:
        with _refusing(self._path):
            os.fsync(self._handle)


def start_day(folder: str | os.PathLike[str]) -> dt.date | None:
    """The day on which the run of a folder began: a run that goes on after midnight keeps its day of issue.

    >>> start_day("no/such/folder")
    """
    try:
        return dt.date.fromisoformat(_header_of(Path(folder, JOURNAL))["options"]["today"])
    except (KeyError, TypeError, ValueError):
        return None


def read_records(path: Path) -> Iterator[Record]:
    """Read the records of a journal, one by one."""
    with path.open("rb") as file:
        file.readline()
        for line in file:
            yield parse_record(line)


def _header_of(path: Path) -> dict[str, Any]:
    """The header of a journal; empty where there is none."""
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline())
    except (OSError, ValueError):
        return {}
    return header if isinstance(header, dict) else {}


def _differences(before: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted({*before, *now}):
            yield from _differences(before.get(key), now.get(key), key)
    elif before != now:
        yield f"{name}: {clip(before, 40)} before, now {clip(now, 40)}"


def _cut_journal(folder: RunFolder) -> int:
    """Cut the journal behind its last intact line; returns the number of finished products."""
    path = folder.path(JOURNAL)
    with path.open("r+b") as file:
        end, rows = len(file.readline()), 0
        for line in file:
            if not (line.endswith(b"\n") and _is_intact(folder, line, rows)):
                break
            end, rows = end + len(line), rows + 1
        file.truncate(end)
    return rows


def _is_intact(folder: RunFolder, line: bytes, row: int) -> bool:
    """Whether a line is that of this row and its files have the digests that it names."""
    try:
        record = parse_record(line)
        files = record.files if isinstance(record, ResultRecord) else {}
        return record.row == row and all(
            hashlib.sha256(folder.path(name).read_bytes()).hexdigest() == digest
            for name, digest in files.items()
        )
    except (ValueError, TypeError, KeyError, OSError):
        return False
