"""Output of the commands: messages on stderr, JSON and tables on stdout, pictures and other files.

Files are written whole or not at all; what a terminal would obey is escaped.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from json import dumps
from operator import attrgetter
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeVar

import typer
from typer.core import TyperGroup

from co2label._storage import write
from co2label.cli._options import is_directory, refuse
from co2label.errors import Co2LabelError, DrawError
from co2label.identifiers import path_part

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.draw import Picture


_REFUSED, _INTERRUPTED, _PIPE_CLOSED = 1, 130, 141


def complain(messages: Iterable[str], *, stream: TextIO | None = None) -> None:
    """Print errors, one a line."""
    for message in messages:
        typer.echo(f"error: {_visible(message)}", file=stream or sys.stderr)


_MOST_NAMED = 20


def remark(*messages: str, more: str = "") -> None:
    """Tell the user something beside the output, which stays pure.

    Args:
        messages: one a line.
        more: where only the first twenty are told: what the others are, and who tells them.
    """
    for message in messages[: _MOST_NAMED if more else None]:
        typer.echo(_visible(message), err=True)
    if more and len(messages) > _MOST_NAMED:
        typer.echo(f"and {len(messages) - _MOST_NAMED:,} {more}", err=True)


def _visible(text: str) -> str:
    """A file name may hold anything; what a terminal would obey is shown escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Shell(TyperGroup):
    """The group of all commands; turns errors of co2label into messages and exit codes."""

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
            _silence_stdout()
            raise typer.Exit(_PIPE_CLOSED) from None
        except OSError as error:
            where, what = error.filename, error.strerror or str(error)
            complain([f"{where}: {what}; choose another place" if where else f"{what}; nothing was finished"])
            _silence_stdout()
            raise typer.Exit(_REFUSED) from None
        return result


def _silence_stdout() -> None:
    """Keep Python from a second error at exit when the pipe is closed (`| head`) or the disk is full."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_PIPE_COLUMNS = 120


class PrintedTable(NamedTuple):
    """A table for a person.

    Attributes:
        headings: of the columns.
        rows: a text for each column.
        numbers: headings of columns that are right-aligned.
    """

    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    numbers: Collection[str] = ()


def present(json: bool, data: Any, *shown: PrintedTable | str, alone: object = False) -> None:
    """Print a result: as JSON for a program, or as tables and lines of text for a person.

    Args:
        json: whether it is for a program.
        data: plain data and results; a number that is not finite never comes out.
        shown: tables and texts.
        alone: whether one product was asked for alone: then the first of the data is printed.
    """
    if json:
        entry = data[0] if alone else data
        typer.echo(dumps(entry, ensure_ascii=False, allow_nan=False, indent=2, default=_plain))
        return
    for each in shown:
        if isinstance(each, str):
            typer.echo(each)
        else:
            _print_table(each)


def _plain(result: Any) -> Any:
    """The data of a result, of a model, or of any other object with fields; a path, a day or a decimal number as text."""
    if isinstance(result, Decimal):
        return f"{result:f}"
    if isinstance(result, date | PathLike):
        return str(result)
    if isinstance(result, Mapping):
        return dict(result)
    if hasattr(result, "as_dict"):
        return result.as_dict()
    if hasattr(result, "model_dump"):
        return result.model_dump(mode="json")
    return {name: getattr(result, name) for name in result.__slots__}


def _print_table(table: PrintedTable) -> None:
    """Print to the terminal, or to a pipe, which is wide; cells fold where there is no room."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in table.headings:
        drawn.add_column(heading, justify="right" if heading in table.numbers else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*row)
    width = None if sys.stdout.isatty() else _PIPE_COLUMNS
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:  # rich ends the program itself where a pipe is closed
        console.print(drawn)
    typer.echo(captured.get(), nl=False)


def emit(output: Path | None, data: bytes | str) -> None:
    """Write a file and print its name; without a place for it, print the data themselves."""
    if output is None:
        typer.echo(data, nl=False)
    else:
        write(output, data)
        typer.echo(str(output))


def write_table(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file whose cells no spreadsheet runs; the whole file or nothing."""
    from io import StringIO

    from co2label.tabular import write_rows

    text = StringIO(newline="")
    write_rows(text, heads, rows)
    write(path, text.getvalue())


T = TypeVar("T")

_OF_ID = attrgetter("product_id")

_OUTPUT_OPTION = ("--output", "-o")

_MANY = 20
"""From so many pictures on, a bar shows how far they are."""


def check_output(output: Path | None) -> None:
    """Refuse a place that is neither a picture nor a directory, before anything is computed.

    Raises:
        BadParameter: the name ends with something that is no format of pictures.
    """
    from co2label.draw import suffixes

    if output is not None and not is_directory(output) and output.suffix.lower() not in suffixes():
        what = f"expected a name that ends with {' '.join(suffixes())}, or a directory, got {str(output)!r}"
        refuse(what, *_OUTPUT_OPTION)


def save_pictures(
    items: Sequence[T],
    output: Path | None,
    draw: Callable[[T], Picture],
    ids: Callable[[T], str] = _OF_ID,
    *,
    ending: str = ".png",
    data: Callable[[Picture], bytes] | None = None,
) -> list[Path]:
    """Draw everything, then write the pictures; where one cannot be drawn, none is written.

    Args:
        items: one picture is drawn of each: declarations, or anything that `ids` knows the product id of.
        output: a file, a directory with one file a product, or None: nothing is drawn.
        draw: makes the picture of one.
        ids: the product id of one.
        ending: of the files in a directory.
        data: encodes a picture; else the name of its file says how.

    Raises:
        BadParameter: several products and one file name.
    """
    if output is None:
        return []
    files = files_for([ids(one) for one in items], output, ending)
    encode = data or (lambda picture: picture.encode(files[0]))
    contents = {}
    with progress_bar("pictures", quiet=len(items) < _MANY) as progress:
        for file, one in zip(files, items, strict=True):
            picture = draw(one)
            with drawing_of(ids(one) if len(items) > 1 else None):
                contents[file] = encode(picture)
            progress(len(contents), len(items))
    write_files(output, contents)
    return files


@contextmanager
def drawing_of(product: str | None) -> Iterator[None]:
    """Name the product in errors of drawing, if it is one of several."""
    try:
        yield
    except DrawError as error:
        if product is None:
            raise
        raise DrawError(f"product {product!r}: {error}") from error


def write_files(output: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all, into a directory, which is made if need be, or to one place."""
    if is_directory(output):
        output.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        write(file, content)


def files_for(ids: Sequence[str], output: Path, ending: str) -> list[Path]:
    """The file of each product: the one that was named, or one in a directory.

    Raises:
        BadParameter: several products and one file name, or two products with one file.
    """
    if not is_directory(output):
        if len(ids) > 1:
            choose = f"choose one with --product ({', '.join(ids[:8])}), or give a directory"
            refuse(f"the file has {len(ids)} products; {choose}", *_OUTPUT_OPTION)
        return [output]
    names = [path_part(product_id) + ending for product_id in ids]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        refuse(f"two products would both be written to {twice[0]}; rename one of them", *_OUTPUT_OPTION)
    return [output / name for name in names]


@contextmanager
def progress_bar(
    doing: str = "labels", *, quiet: bool = False
) -> Iterator[Callable[[int, int | None], None]]:
    """Show progress, rate and time left, on a terminal only.

    There is a bar for each kind of work: what was read (no total), or done before, is no rate of what is drawn now.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich import progress as bars
    from rich.console import Console
    from rich.text import Text

    class Rate(bars.ProgressColumn):
        """Products a second."""

        def render(self, task: bars.Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    tasks: dict[str, bars.TaskID] = {}

    def move(count: int, total: int | None) -> None:
        name = "reading" if total is None else doing
        if name not in tasks:
            for other in tasks.values():
                shown.remove_task(other)
            tasks[name] = shown.add_task(name, total=total, completed=count)
        if total is not None or count % 100 == 0:
            shown.update(tasks[name], completed=count)

    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn())
    left = bars.TimeRemainingColumn()
    with bars.Progress(*columns, Rate(), left, console=Console(stderr=True), transient=True) as shown:
        yield move
