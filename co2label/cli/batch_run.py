"""What `co2label batch` does with what it was told: the source, the job, the bar, the closing table."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from co2label.cli.messages import complain, remark
from co2label.cli.usage import refuse, refuse_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from co2label.catalogue.bulk import Estimate, Job, Outcome, Source
    from co2label.factors import FactorLibrary

__all__ = ["Batch", "print_estimate", "print_outcome"]

_DOCUMENTS = (".toml", ".json")
_MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked for; what was not said is None."""

    products: Path
    activities: Path | None
    column_map: Path | None
    download_of: str | None
    """The source whose own download the products are, such as "agribalyse"."""
    folder: Path | None
    own_factors: Path | None
    workers: int | None
    quiet: bool
    options: Mapping[str, Any]
    house: Path | None

    @property
    def is_document(self) -> bool:
        """Whether the products stand in TOML or JSON."""
        return self.products.suffix.lower() in _DOCUMENTS

    def check(self, *, dry_run: bool) -> None:
        """Refuse options that do not go together, before anything is read.

        Raises:
            BadParameter: says which, and what would help.
        """
        if self.folder is None and not dry_run:
            refuse("give a folder for the labels, such as -o labels", "--output")
        given = {"--activities": self.activities, "--map": self.column_map}
        if self.download_of is not None:
            refuse_given(given, "with --from every factor of the download is a product; leave it out")
        elif self.is_document:
            refuse_given(given, "a document holds the activities of its products; leave it out")
        if not {"png", "zpl"} & set(self.options["formats"]):
            refuse_given({"--dpi": self.options["dpi"]}, "dots per inch are of png and zpl")
        if "png" not in self.options["formats"]:
            refuse_given({"--ink": self.options["ink"]}, "an ink is of png")

    def run(self, *, restart: bool) -> tuple[Outcome, float]:
        """Make everything; how long it took, in seconds."""
        from co2label.catalogue.bulk import run, started  # noqa: PLC0415 - a fast start

        assert self.folder is not None  # checked
        begun = time.monotonic()
        source, factors = self._source()
        job = self._job(factors, (None if restart else started(self.folder)) or _today())
        with _bar(self.quiet) as progress:
            try:
                outcome = run(
                    source, self.folder, job, workers=self._workers(), restart=restart, progress=progress
                )
            except KeyboardInterrupt:
                remark(f"stopped; the same command goes on where this run is now, in {self.folder}")
                raise
        return outcome, time.monotonic() - begun

    def estimate(self) -> Estimate:
        """What it would take, from a sample."""
        from co2label.catalogue.bulk import estimate  # noqa: PLC0415 - a fast start

        source, factors = self._source()
        with _bar(self.quiet) as progress:
            return estimate(
                source,
                self._job(factors, _today()),
                workers=self._workers(),
                progress=lambda count: progress(count, None),
            )

    def _source(self) -> tuple[Source, FactorLibrary]:
        from co2label.catalogue.bulk import Source  # noqa: PLC0415 - a fast start
        from co2label.cli.reading import library, read  # noqa: PLC0415

        factors = library(self.own_factors)
        named = (self.products, self.activities, self.column_map, self.own_factors)
        files = tuple(each for each in named if each is not None)
        name = str(self.products)
        if self.download_of is not None:
            return self._download(self.download_of, factors)
        if self.is_document:
            document = read(self.products)
            return Source(name, lambda: document.products, files), factors.with_factors(document.factors)
        from co2label.catalogue import open_tables  # noqa: PLC0415

        tables = open_tables(self.products, self.activities, mapping=self.column_map, factors=factors)
        for table, form in tables.forms.items():
            remark(f"{table}: {form}")
        return Source(name, tables.products, files), factors

    def _download(self, source: str, factors: FactorLibrary) -> tuple[Source, FactorLibrary]:
        """Every factor of a source's own download as a product."""
        from co2label.catalogue.bulk import Source  # noqa: PLC0415 - a fast start
        from co2label.catalogue.of_factors import products_of_factors  # noqa: PLC0415
        from co2label.factors.adapters import read  # noqa: PLC0415

        imported = read(source, [self.products])
        for each in imported.remarks:
            remark(each)
        products = products_of_factors(imported.factors, imported.categories)
        own = () if self.own_factors is None else (self.own_factors,)
        files = (*imported.files, *own)
        return Source(str(self.products), lambda: products, files), factors.with_factors(imported.factors)

    def _job(self, factors: FactorLibrary, today: date) -> Job:
        from co2label.catalogue.bulk import Job  # noqa: PLC0415 - a fast start
        from co2label.label import House  # noqa: PLC0415

        house: dict[str, Any] = {} if self.house is None else {"house": House.read(self.house)}
        return Job(today=today, factors=factors, **self.options, **house)

    def _workers(self) -> int:
        if self.workers is not None:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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


def _today() -> date:
    return datetime.now().astimezone().date()


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
def _bar(quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """How far it is, how many a second and how long still, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console  # noqa: PLC0415 - a fast start
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        """Products a second."""

        def render(self, task: Task) -> Any:
            from rich.text import Text  # noqa: PLC0415

            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=None)

        def progress(count: int, total: int | None) -> None:
            words = "reading" if total is None else "labels"
            shown.update(task, completed=count, total=total, description=words)

        yield progress
