"""`co2label batch`: labels, results and a book of a whole catalogue, in a run that may be interrupted."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label._options import Option, check_values
from co2label._options import refuse_given as refuse_fields
from co2label.cli import _clock
from co2label.cli._options import IssuedOption, JsonOption, argument, refuse
from co2label.cli._output import PrintedTable, complain, present, remark, write_text
from co2label.cli._reading import FigureBasis, known_sources, library, read_file
from co2label.cli._requests import given_fields, takes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, ProgressColumn, Task, TaskID

    from co2label.catalogue import BatchRequest, CatalogueSource, Estimate, RunResult
    from co2label.factors import FactorLibrary


_DECLARED, _HOW = "What declarations say where the product does not", "How"


def is_document(products: Path) -> bool:
    """Tell whether products stand in a document, by the name of the file."""
    return products.suffix.lower() in {".toml", ".json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """Files that belong to a table of products."""

    activities: Annotated[
        Path | None, Option("Table of activities, each with its product_id.", metavar="TABLE")
    ] = None
    column_map: Annotated[
        Path | None,
        Option("Which of the tables' own headings are which columns.", metavar="TOML", flag="--map"),
    ] = None

    def check(self, products: Path) -> None:
        """Refuse them beside a document, before anything is read.

        Raises:
            OptionError: names one of them.
        """
        if is_document(products):
            why = "a document holds the activities of its products; leave it out"
            refuse_fields(self, ("activities", "column_map"), why)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFiles(TableFiles):
    """Files that belong to the products of a catalogue, or the source whose own download these are."""

    source: Annotated[
        str | None,
        Option(
            f"PRODUCTS is your own download of a source ({known_sources()}), a file or the folder of its tables.",
            metavar="SOURCE",
            flag="--from",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse tables beside a download.

        Raises:
            OptionError: names one of them.
        """
        if self.source is not None:
            why = "with --from every factor of the download is a product; leave it out"
            refuse_fields(self, ("activities", "column_map"), why)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationDefaults:
    """What declarations say where the product does not."""

    company: Annotated[str | None, Option("Company that declares.", _DECLARED, "NAME")] = None
    valid_until: Annotated[date | None, Option("Last day of the figures.", _DECLARED, "DAY")] = None
    resolver: Annotated[str | None, Option("Resolver of GS1 Digital Links.", _DECLARED, "URL")] = None
    info_url: Annotated[
        str | None, Option("Link of the report, for products without a GTIN.", _DECLARED, "URL")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run goes."""

    workers: Annotated[
        int | None,
        Option("Processes that draw.", _HOW, "N", otherwise="one a processor", least=1, most=256),
    ] = None
    restart: Annotated[bool, Option("Throw away what is in the folder.", _HOW)] = False
    dry_run: Annotated[bool, Option("Only say how long it takes and how big it is.", _HOW)] = False

    def __post_init__(self) -> None:
        """Refuse a number of workers that there cannot be.

        Raises:
            OptionError: names the option.
        """
        check_values(self)

    @property
    def processes(self) -> int:
        """The number of workers."""
        if self.workers is not None:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _open(
    products: Path, tables: CatalogueFiles, own_factors: Path | None
) -> tuple[CatalogueSource, FactorLibrary]:
    """The products, their headings understood, and the factors that they are computed with.

    Raises:
        DocumentError: a file that cannot be read, or headings that do not fit.
    """
    factors = library(own_factors)
    named = (products, tables.activities, tables.column_map, own_factors)
    files = tuple(each for each in named if each is not None)
    source = partial(c2.catalogue.CatalogueSource, str(products))
    if tables.source is not None:
        from co2label.factors import adapters

        imported = adapters.read(tables.source, [products])
        for each in imported.remarks:
            remark(each)
        made = c2.catalogue.products_of_factors(imported.factors, imported.categories)
        read = (*imported.files, *([] if own_factors is None else [own_factors]))
        return source(lambda: made, read), factors.with_factors(imported.factors)
    if is_document(products):
        document = read_file(products)
        return source(lambda: document.products, files), factors.with_factors(document.factors)
    opened = c2.catalogue.open_tables(products, tables.activities, mapping=tables.column_map, factors=factors)
    for table, form in opened.forms.items():
        remark(f"{table}: {form}")
    for table, headings in opened.unread.items():
        remark(f"{table}: not read: {', '.join(headings)}")
    for each in opened.remarks:
        remark(each)
    return source(opened.products, files), factors


def _print_outcome(outcome: RunResult, seconds: float, *, as_json: bool) -> None:
    """Print the closing table, or the same as JSON; refused products are counted on stderr."""
    counts = {
        "labelled": outcome.labelled,
        "computed": outcome.computed,
        "refused": outcome.refused,
        "before": outcome.before,
    }
    words = ("with a label", "computed only", "refused", "of these, done before")
    rows = [(word, f"{count:,}") for word, count in zip(words, counts.values(), strict=True)]
    present(
        as_json,
        {"folder": str(outcome.folder), **counts, "seconds": round(seconds, 3)},
        PrintedTable((str(outcome.folder), "products"), [*rows, ("time", _duration(seconds))], ("products",)),
    )
    if outcome.refused:
        complain([f"{outcome.refused:,} refused; {outcome.folder / 'errors.csv'} says which, where and why"])


def _print_estimate(found: Estimate, *, as_json: bool) -> None:
    """Print the result of a dry run."""
    present(
        as_json,
        {name: getattr(found, name) for name in found.__slots__},
        f"{found.products:,} products, {found.rejected:,} rows that are none; "
        f"about {_duration(found.seconds)} and {found.bytes / 1e6:,.1f} MB, "
        f"from {found.sampled} products that were tried ({found.refused} of them refused); nothing was written",
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
def _progress_bar(quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Progress, rate and time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*_progress_columns(), console=Console(stderr=True), transient=True) as shown:
        yield _ProgressBars(shown).move


def _progress_columns() -> tuple[ProgressColumn, ...]:
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Products a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    return TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()


class _ProgressBars:
    """A bar for each kind of work: what was read, or done before, is no rate of what is drawn now."""

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
        if total is not None or count % 100 == 0:
            self._shown.update(self._tasks[name], completed=count)


def _suggest_map(products: Path, tables: TableFiles, own_factors: Path | None, output: Path | None) -> None:
    """Print a column map, or write it to a file; what a map says already is kept, and the rest proposed."""
    stated = None if tables.column_map is None else c2.catalogue.read_map(tables.column_map)
    text = c2.catalogue.suggest_map(products, tables.activities, mapping=stated, factors=library(own_factors))
    if output is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(write_text(output, text))


@takes(
    tables=lambda: CatalogueFiles,
    request=lambda: c2.catalogue.BatchRequest,
    defaults=lambda: DeclarationDefaults,
    how=lambda: RunOptions,
    basis=lambda: FigureBasis,
)
def batch(
    products: Annotated[
        Path, argument("PRODUCTS", "A table with one row a product (CSV), or a document (TOML, JSON).")
    ],
    *,
    tables: CatalogueFiles,
    request: BatchRequest,
    defaults: DeclarationDefaults,
    how: RunOptions,
    basis: FigureBasis,
    suggest_map: Annotated[
        bool,
        typer.Option(
            "--suggest-map", help="A column map proposed from headings and cells: printed, or written to -o."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="A new or empty folder, or that of the same run."
        ),
    ] = None,
    no_labels: Annotated[
        bool, typer.Option("--no-labels", help="Figures alone; nothing is declared.")
    ] = False,
    issued: IssuedOption = None,
    json: JsonOption = False,
) -> None:
    """Make the labels of a whole catalogue, with its results as tables; interrupted, the same command goes on.

    Example: co2label batch examples/bowls.toml -o labels --format png,svg --qr
    """
    if suggest_map:
        _suggest_map(products, tables, basis.factors, output)
        return
    tables.check(products)
    if output is None and not how.dry_run:
        refuse("give a folder for the labels, such as -o labels", "--output")
    begun = time.monotonic()
    source, factors = _open(products, tables, basis.factors)
    day = None if output is None or how.restart or how.dry_run else c2.catalogue.start_day(output)
    job = c2.catalogue.Job(
        today=day or _clock.today(),
        issued=issued,
        declaration={name: str(value) for name, value in given_fields(defaults).items()},
        labels=not no_labels,
        factors=factors,
        gwp_set=basis.gwp_set,
        horizon=basis.horizon,
        **given_fields(request),
    )
    with _progress_bar(json) as progress:
        if output is None or how.dry_run:
            found = c2.catalogue.estimate(
                source, job, workers=how.processes, progress=lambda count: progress(count, None)
            )
            _print_estimate(found, as_json=json)
            return
        try:
            outcome = c2.catalogue.run(
                source, output, job, workers=how.processes, restart=how.restart, progress=progress
            )
        except KeyboardInterrupt:
            remark(f"stopped; the same command goes on where this run is now, in {output}")
            raise
    _print_outcome(outcome, time.monotonic() - begun, as_json=json)
    if outcome.refused:
        raise typer.Exit(1)
