"""The shell: the commands of `co2label`. The only place with a clock, a terminal and files that are written.

Exit codes: 0 done; 1 the data was refused (what, where, why and what to do, on stderr, one problem a line);
2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import sys

from co2label.cli._app import app
from co2label.cli._output import complain

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; never ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not show the user a traceback
        complain(
            [f"unexpected {type(error).__name__}: {error}; this is a mistake in co2label, please report it"]
        )
        sys.exit(1)
