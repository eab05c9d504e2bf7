"""One run at a time in a folder: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from co2label.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made where it is missing; nobody waits for it.

    Raises:
        RunError: another process holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError:
            message = (
                f"{path.parent.parent}: another run is at work in this folder; "
                "wait until it has ended, or choose another folder"
            )
            raise RunError(message) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt  # noqa: PLC0415 - there only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
