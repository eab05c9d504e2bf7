"""The folder of a run: every file in it is there in whole or not at all, and nothing is written outside it.

A file is written in `.co2label/parts`, on the same disk, and then put in its place in one step. What a run that was killed
left there is thrown away when the next one begins, so the folder holds what a run without interruption leaves.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.lock import locked
from co2label.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JOURNAL", "Folder"]

_STATE, _PARTS = ".co2label", ".co2label/parts"
JOURNAL = f"{_STATE}/journal.jsonl"
_PLAIN = re.compile(r"[.a-z0-9][a-z0-9._-]*")


class Folder:
    """The folder of a run, for as long as its lock is held."""

    def __init__(self, root: Path) -> None:
        """Strictly private: use `Folder.taken`."""
        self.root = root
        self._made: set[Path] = set()

    @classmethod
    @contextmanager
    def taken(cls, root: str | os.PathLike[str]) -> Iterator[Folder]:
        """The folder with its lock; it is made where it is missing.

        Raises:
            RunError: it cannot be made or written to, another run is at work in it, or it holds files of others.
        """
        folder = cls(Path(root))
        lock = ExitStack()
        with folder.refusing(folder.root / _STATE):
            _refuse_foreign(folder.root)
            for name in (f"{_STATE}/lock", JOURNAL):
                folder.refuse_link(folder.path(name))
            (folder.root / _STATE).mkdir(parents=True, exist_ok=True)
            lock.enter_context(locked(folder.root / _STATE / "lock"))
        with lock:
            folder._clear_parts()
            yield folder

    def path(self, name: str) -> Path:
        """Where a file of the folder stands.

        Raises:
            RunError: a name that could lead out of the folder (a mistake of ours: names come from `path_part`), or a folder
                below that is a link.
        """
        if not all(_PLAIN.fullmatch(part) and part != ".." for part in name.split("/")):
            message = f"{name!r} is no name of a file in the folder of a run"
            raise RunError(message)
        place = self.root / name
        if place.parent not in self._made:
            for above in Path(name).parents[:-1]:
                self.refuse_link(self.root / above)
        return place

    def refuse_link(self, place: Path) -> None:
        """Refuse what leads elsewhere: a run writes into its own folder alone.

        Raises:
            RunError: it is a link.
        """
        if place.is_symlink():
            message = f"{place} is a link, and a run writes nothing outside its folder; remove the link"
            raise RunError(message)

    def put(self, name: str, data: bytes) -> None:
        """Write a file: beside its place, then there in one step.

        Raises:
            RunError: it cannot be written; says why and what to do.
        """
        with self.writing(name) as part:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            try:
                write(handle, data)
            finally:
                os.close(handle)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A place to write a file at, from which it is put in its own once all of it is there."""
        target = self.path(name)
        part = self.root / _PARTS / target.name
        with self.refusing(target):
            try:
                yield part
                self._parent(target)
                os.replace(part, target)  # noqa: PTH105 - the one call that tests look at
            finally:
                part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take away a file, if it is there."""
        with self.refusing(self.path(name)):
            self.path(name).unlink(missing_ok=True)

    @contextmanager
    def refusing(self, place: Path) -> Iterator[None]:
        """Within, what the system refuses is refused with the place and what to do."""
        try:
            yield
        except OSError as error:
            what = error.strerror or str(error)
            where = error.filename or place
            message = (
                f"cannot write {where}: {what}; make room or choose another folder: the same command goes on "
                "where this run stopped"
            )
            raise RunError(message) from error

    def _parent(self, target: Path) -> None:
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)

    def _clear_parts(self) -> None:
        parts = self.root / _PARTS
        with self.refusing(parts):
            if parts.exists():
                shutil.rmtree(parts)
            parts.mkdir()


def write(handle: int, data: bytes) -> None:
    """All of the data: the system may take less than it is given."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _refuse_foreign(root: Path) -> None:
    """Only an empty folder, or that of a run, is written into."""
    if root.is_dir() and not (root / _STATE).is_dir() and any(root.iterdir()):
        message = (
            f"{root}: the folder holds files that no run has written; choose an empty one, or a new name"
        )
        raise RunError(message)
