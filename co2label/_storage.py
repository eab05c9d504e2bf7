"""Files that are there in whole or not at all, folders, and the lock of a file."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from co2label.errors import DrawError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def write(target: Path, data: bytes | str) -> None:
    """Write a file beside its place, then put it there in one step; text is UTF-8 with plain line ends.

    Raises:
        DrawError: a place that cannot be written to; says why.
    """
    write_all({target: data})


def write_all(files: Mapping[Path, bytes | str]) -> None:
    """Write all files beside their places; only when all are written, put each in its place in one step.

    Raises:
        DrawError: a place that cannot be written to; says why.
    """
    try:
        with whole_files(*files) as parts:
            for part, (target, data) in zip(parts, files.items(), strict=True):
                with _naming(target), part.open("xb") as file:
                    file.write(data.encode() if isinstance(data, str) else data)
    except OSError as error:
        raise DrawError(f"cannot write {error.filename}: {reason(error)}; choose another place") from error


@contextmanager
def whole_files(*targets: Path, sync: bool = False) -> Iterator[list[Path]]:
    """Places to write files at, which are put in their own once all of them are written; else none is.

    Args:
        targets: where the files shall stand.
        sync: wait until all bytes are on the disk before a name points to them: after a power cut there is the old file or
            the new one.

    Raises:
        OSError: a file cannot be written or put in its place; its `filename` is the target.
    """
    mine = f"{os.getpid()}-{threading.get_ident()}"
    parts = [target.with_name(f".{target.name}.{mine}.part") for target in targets]
    pairs = list(zip(targets, parts, strict=True))
    try:
        for target, part in pairs:
            with _naming(target):
                part.unlink(missing_ok=True)
        yield parts
        for target, part in pairs:
            with _naming(target):
                if sync:
                    with part.open("rb+") as file:
                        os.fsync(file.fileno())
                if target.is_dir():  # found before the first file is in its place
                    raise IsADirectoryError(None, "Is a directory")
        for target, part in pairs:
            with _naming(target):
                part.replace(target)
    finally:
        for part in parts:
            with suppress(OSError):  # its folder is gone or cannot be written to: nothing could be removed
                part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are missing.

    Raises:
        DrawError: it cannot be made; says why.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DrawError(f"cannot make the folder {folder}: {reason(error)}; choose another place") from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made where it is missing; the system lets go of it however the process ends.

    Raises:
        BlockingIOError: another process holds it; nobody waits.
        OSError: the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror, str(path)) from None
        yield
    finally:
        os.close(handle)


def reason(error: OSError | sqlite3.Error) -> str:
    """The reason that the system gives, without its number and the file.

    >>> reason(FileNotFoundError(2, "No such file or directory", "tea.toml"))
    'No such file or directory'
    """
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Let errors name the target, not the file beside it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(target), None
        raise


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt  # noqa: PLC0415 - there only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
