"""What the command line says when it refuses: one problem a line, on stderr, safe for a terminal.

>>> import sys
>>> complain(["name.en: character 4 is U+001B"], stream=sys.stdout)
error: name.en: character 4 is U+001B
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

import typer
from typer.core import TyperGroup

from co2label.errors import Co2LabelError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Shell", "complain", "remark"]

_REFUSED, _INTERRUPTED, _PIPE_CLOSED = 1, 130, 141


def complain(messages: Iterable[str], *, stream: TextIO | None = None) -> None:
    """Print errors, one a line."""
    for message in messages:
        typer.echo(f"error: {_visible(message)}", file=stream or sys.stderr)


def remark(message: str) -> None:
    """Tell the user something beside the output, which stays pure."""
    typer.echo(_visible(message), err=True)


def _visible(text: str) -> str:
    """A file name may hold anything; what a terminal would obey is shown escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Shell(TyperGroup):
    """Strictly private: the group of all commands; turns what co2label refuses into messages and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for.

        Raises:
            Exit: with 1 where the data was refused, 130 where the user interrupted.
        """
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except Co2LabelError as error:
            problems = getattr(error, "problems", None)
            complain(map(str, problems) if problems else [str(error)])
            raise typer.Exit(_REFUSED) from None
        except KeyboardInterrupt:
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            _close_stdout()
            raise typer.Exit(_PIPE_CLOSED) from None
        except OSError as error:
            complain([_os_message(error)])
            _close_stdout()
            raise typer.Exit(_REFUSED) from None
        return result


def _os_message(error: OSError) -> str:
    what = error.strerror or str(error)
    return (
        f"{error.filename}: {what}; choose another place"
        if error.filename
        else f"{what}; nothing was finished"
    )


def _close_stdout() -> None:
    """Nobody reads any more (`| head`), or the disk is full: keep Python from complaining again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
