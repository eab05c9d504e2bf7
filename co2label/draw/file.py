"""Files that are there in whole or not at all."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["write", "write_all"]


def write(target: Path, data: bytes) -> None:
    """Write beside the target, then put it in place in one step.

    Raises:
        DrawError: a place that cannot be written to; says why.
    """
    write_all({target: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their targets; only when all are written, put each in place in one step.

    Raises:
        DrawError: a place that cannot be written to; says why.
    """
    parts = {target: _part(target) for target in files}
    try:
        for target, part in parts.items():
            _write_part(target, part, files[target])
        for target, part in parts.items():
            _put(part, target)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")


def _write_part(target: Path, part: Path, data: bytes) -> None:
    """The data beside its target; a folder in the place of the target is found now, not half way through."""
    try:
        with part.open("xb") as file:
            file.write(data)
        if target.is_dir():
            raise IsADirectoryError(None, "Is a directory")
    except OSError as error:
        raise _refused(target, error) from error


def _put(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        raise _refused(target, error) from error


def _refused(target: Path, error: OSError) -> DrawError:
    return DrawError(f"cannot write {target}: {error.strerror or error}; choose another place")
