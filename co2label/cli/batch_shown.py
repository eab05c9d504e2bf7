"""What `co2label batch` shows: a bar while it runs, and what came of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from co2label.cli.messages import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, ProgressColumn, Task, TaskID

    from co2label.catalogue.bulk import Estimate, Outcome

__all__ = ["print_estimate", "print_outcome", "progress_bar"]

_MEGABYTE = 1e6
_READ_AT_ONCE = 100


def print_outcome(outcome: Outcome, seconds: float, *, as_json: bool) -> None:
    """The closing table, or the same as JSON; what was refused is said on standard error."""
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start

    counts = {
        "labelled": outcome.labelled,
        "computed": outcome.computed,
        "refused": outcome.refused,
        "before": outcome.before,
    }
    if as_json:
        print_json({"folder": str(outcome.folder), **counts, "seconds": round(seconds, 3)})
    else:
        words = ("with a label", "computed only", "refused", "of these, done before")
        table = new_table(str(outcome.folder), "products", numbers=("products",))
        for said, count in zip(words, counts.values(), strict=True):
            table.add_row(said, f"{count:,}")
        table.add_row("time", _duration(seconds))
        print_table(table)
    if outcome.refused:
        complain([f"{outcome.refused:,} refused; {outcome.folder / 'errors.csv'} says which, where and why"])


def print_estimate(found: Estimate, *, as_json: bool) -> None:
    """What a dry run found out."""
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    if as_json:
        print_json({name: getattr(found, name) for name in found.__slots__})
        return
    typer.echo(
        f"{found.products:,} products, {found.rejected:,} rows that are none; "
        f"about {_duration(found.seconds)} and {found.bytes / _MEGABYTE:,.1f} MB, "
        f"from {found.sampled} products that were tried ({found.refused} of them refused); nothing was written"
    )


def _duration(seconds: float) -> str:
    """Seconds in words.

    >>> _duration(7.25), _duration(95), _duration(7384)
    ('7.2 s', '1 min 35 s', '2 h 3 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{seconds:.1f} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """How far it is, how many a second and how long still, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console  # noqa: PLC0415 - a fast start
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(*_columns(), console=Console(stderr=True), transient=True) as shown:
        yield _Bars(shown).move


def _columns() -> tuple[ProgressColumn, ...]:
    from rich.progress import (  # noqa: PLC0415 - a fast start
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """Products a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    return TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()


class _Bars:
    """Strictly private: a bar for each kind of work: what was read, or done before, is no rate of what is drawn now."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._tasks: dict[str, TaskID] = {}

    def move(self, count: int, total: int | None) -> None:
        """So many are through, of so many; of None while the run looks ahead."""
        name = "reading" if total is None else "labels"
        if name not in self._tasks:
            for other in self._tasks.values():
                self._shown.remove_task(other)
            self._tasks[name] = self._shown.add_task(name, total=total, completed=count)
        if total is not None or count % _READ_AT_ONCE == 0:
            self._shown.update(self._tasks[name], completed=count)
