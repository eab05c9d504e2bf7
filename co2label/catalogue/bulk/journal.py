"""The journal of a run: a header, then one line for each product that is through, in the order of the catalogue.

It is all that a run remembers. A line is written after the files that it names, so what it says is there; tables, book and
summary are made from it at the end. A run that was interrupted goes on behind the last line that holds: a line cut short or
changed, a file that is missing or has another content than the line says, and everything behind it, is made again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from co2label.catalogue.bulk.folder import JOURNAL, Folder, write
from co2label.catalogue.bulk.record import Done, Record, of_line
from co2label.errors import RunError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Journal", "records", "started"]

_FLUSH = 256
"""Lines after which the journal is sent to the disk: a power cut costs that many products at most."""


class Journal:
    """A journal that is being written; `rows` counts the products that are through."""

    def __init__(self, folder: Folder, rows: int) -> None:
        """Strictly private: use `Journal.opened`."""
        self.rows = self.before = rows
        self._folder = folder
        self._handle = os.open(folder.path(JOURNAL), os.O_WRONLY | os.O_APPEND)

    @classmethod
    def opened(cls, folder: Folder, header: dict[str, Any]) -> Journal:
        """The journal of a folder, begun or gone on with.

        Raises:
            RunError: the folder is of a run with other products or options; says which.
        """
        path = folder.path(JOURNAL)
        with folder.refusing(path):
            if not path.exists():
                folder.put(JOURNAL, _line(header))
                return cls(folder, 0)
            _refuse_other(folder, header)
            return cls(folder, _cut(folder))

    def append(self, record: Record) -> None:
        """Write down that a product is through.

        Raises:
            RunError: the disk is full.
        """
        with self._folder.refusing(self._folder.path(JOURNAL)):
            write(self._handle, record.line())
            self.rows += 1
        if self.rows % _FLUSH == 0:
            self._flush()

    def _flush(self) -> None:
        with self._folder.refusing(self._folder.path(JOURNAL)):
            os.fsync(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self._flush()
        finally:
            with self._folder.refusing(self._folder.path(JOURNAL)):
                os.close(self._handle)


def started(folder: str | os.PathLike[str]) -> dt.date | None:
    """The day on which the run of a folder was begun: one that goes on after midnight issues what it began with.

    >>> started("no/such/folder")
    """
    try:
        return dt.date.fromisoformat(_header_of(Path(folder, JOURNAL))["options"]["today"])
    except (KeyError, TypeError, ValueError):
        return None


def records(path: Path) -> Iterator[Record]:
    """What a journal says, product by product."""
    with path.open("rb") as file:
        file.readline()
        for line in file:
            yield of_line(line)


def _header_of(path: Path) -> dict[str, Any]:
    """The header of a journal; an empty one where there is none."""
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline())
    except (OSError, ValueError):
        return {}
    return header if isinstance(header, dict) else {}


def _line(header: dict[str, Any]) -> bytes:
    return json.dumps(header, ensure_ascii=False, allow_nan=False, sort_keys=True).encode() + b"\n"


def _refuse_other(folder: Folder, header: dict[str, Any]) -> None:
    before = _header_of(folder.path(JOURNAL))
    if before == header:
        return
    other = "; ".join(_differences(before, header, "")) if before else ""
    message = (
        f"{folder.root}: this folder is of a run with other products or options ({other or 'unreadable'}); "
        "give the same again, choose another folder, or begin anew with --restart"
    )
    raise RunError(message)


def _differences(before: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted({*before, *now}):
            yield from _differences(before.get(key), now.get(key), key)
    elif before != now:
        yield f"{name}: {clip(before, 40)} before, now {clip(now, 40)}"


def _cut(folder: Folder) -> int:
    """Cut the journal behind its last line that holds; how many products are through."""
    path = folder.path(JOURNAL)
    with path.open("r+b") as file:
        end, rows = len(file.readline()), 0
        for line in file:
            if not (line.endswith(b"\n") and _holds(folder, line, rows)):
                break
            end, rows = end + len(line), rows + 1
        file.truncate(end)
    return rows


def _holds(folder: Folder, line: bytes, row: int) -> bool:
    """Whether a line is the one of this row, and every file is as it says."""
    try:
        record = of_line(line)
        files = record.files if isinstance(record, Done) else {}
        return record.row == row and all(
            hashlib.sha256(folder.path(name).read_bytes()).hexdigest() == digest
            for name, digest in files.items()
        )
    except (ValueError, TypeError, KeyError, OSError):
        return False
