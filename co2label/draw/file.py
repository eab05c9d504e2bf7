"""A file that is there in whole or not at all."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from co2label.errors import DrawError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write"]


def write(target: Path, data: bytes) -> None:
    """Write beside the target, then put it in place in one step.

    Raises:
        DrawError: a place that cannot be written to; says why.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot write {target}: {error.strerror or error}; choose another place"
        raise DrawError(message) from error
