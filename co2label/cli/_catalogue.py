"""`co2label batch`: labels, results and a book of a whole catalogue, in a run that may be interrupted."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label.cli import _clock
from co2label.cli._options import IssuedOption, JsonOption, argument, day_or_none, refuse, refuse_given
from co2label.cli._output import Table, complain, present, remark, write_text
from co2label.cli._reading import Basis, library, read_file
from co2label.cli._requests import takes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.progress import Progress, ProgressColumn, Task, TaskID

    from co2label.catalogue import BatchRequest, CatalogueSource, Estimate, RunResult
    from co2label.factors import FactorLibrary


_MADE_PANEL, _HOW_PANEL = "What is made", "How"
_DECLARED_PANEL = "What declarations say where the product does not"


ProductsArgument = Annotated[
    Path, argument("PRODUCTS", "A table with one row a product (CSV), or a document (TOML, JSON).")
]

ActivitiesOption = Annotated[
    Path | None,
    typer.Option("--activities", metavar="TABLE", help="The table of activities, each with its product_id."),
]

FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="PRODUCTS is your own download of a source (agribalyse), a file or the folder of its tables.",
    ),
]

MapOption = Annotated[
    Path | None,
    typer.Option("--map", metavar="TOML", help="Which of the tables' own headings are which columns."),
]

SuggestMapOption = Annotated[
    bool,
    typer.Option(
        "--suggest-map", help="A column map proposed from headings and cells: printed, or written to -o."
    ),
]

FolderOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="A new or empty folder, or that of the same run."),
]

NoLabelsOption = Annotated[
    bool, typer.Option("--no-labels", help="Figures alone; nothing is declared.", rich_help_panel=_MADE_PANEL)
]

CompanyOption = Annotated[str | None, typer.Option(help="Who says it.", rich_help_panel=_DECLARED_PANEL)]

ValidUntilOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY",
        callback=day_or_none,
        help="The last day of the figures.",
        rich_help_panel=_DECLARED_PANEL,
    ),
]

ResolverOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Of GS1 Digital Links.", rich_help_panel=_DECLARED_PANEL)
]

InfoUrlOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="Of the report, for products without a GTIN.", rich_help_panel=_DECLARED_PANEL
    ),
]

WorkersOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=256, help="Processes.", show_default="one a processor", rich_help_panel=_HOW_PANEL
    ),
]

RestartOption = Annotated[
    bool, typer.Option("--restart", help="Throw away what is in the folder.", rich_help_panel=_HOW_PANEL)
]

DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Only say how long it takes and how big it is.", rich_help_panel=_HOW_PANEL
    ),
]

_DOCUMENT_ENDINGS = (".toml", ".json")


@dataclass(frozen=True, slots=True)
class _ProductFiles:
    """The files that were named; what was not is None."""

    products: Path
    activities: Path | None
    column_map: Path | None
    download_of: str | None
    """The source whose own download the products are, such as "agribalyse"."""
    own_factors: Path | None

    @property
    def is_document(self) -> bool:
        """Whether the products stand in TOML or JSON."""
        return self.products.suffix.lower() in _DOCUMENT_ENDINGS

    def check(self) -> None:
        """Refuse files that do not go together, before anything is read.

        Raises:
            BadParameter: says which, and why.
        """
        given = {"--activities": self.activities, "--map": self.column_map}
        if self.download_of is not None:
            refuse_given(given, "with --from every factor of the download is a product; leave it out")
        elif self.is_document:
            refuse_given(given, "a document holds the activities of its products; leave it out")

    def opened(self) -> tuple[CatalogueSource, FactorLibrary]:
        """The products, their headings understood, and the factors that they are computed with.

        Raises:
            DocumentError: a file that cannot be read, or headings that do not fit.
        """
        factors = library(self.own_factors)
        named = (self.products, self.activities, self.column_map, self.own_factors)
        files = tuple(each for each in named if each is not None)
        name = str(self.products)
        if self.download_of is not None:
            return self._download(self.download_of, factors)
        if self.is_document:
            document = read_file(self.products)
            return c2.catalogue.CatalogueSource(name, lambda: document.products, files), factors.with_factors(
                document.factors
            )
        tables = c2.catalogue.open_tables(
            self.products, self.activities, mapping=self.column_map, factors=factors
        )
        for table, form in tables.forms.items():
            remark(f"{table}: {form}")
        for table, headings in tables.unread.items():
            remark(f"{table}: not read: {', '.join(headings)}")
        for each in tables.remarks:
            remark(each)
        return c2.catalogue.CatalogueSource(name, tables.products, files), factors

    def _download(self, source: str, factors: FactorLibrary) -> tuple[CatalogueSource, FactorLibrary]:
        """Every factor of a source's own download as a product."""
        from co2label.factors import adapters

        imported = adapters.read(source, [self.products])
        for each in imported.remarks:
            remark(each)
        products = c2.catalogue.products_of_factors(imported.factors, imported.categories)
        own = () if self.own_factors is None else (self.own_factors,)
        files = (*imported.files, *own)
        return c2.catalogue.CatalogueSource(
            str(self.products), lambda: products, files
        ), factors.with_factors(imported.factors)


_READ_AT_ONCE = 100


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
        Table((str(outcome.folder), "products"), [*rows, ("time", _duration(seconds))], ("products",)),
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
        if total is not None or count % _READ_AT_ONCE == 0:
            self._shown.update(self._tasks[name], completed=count)


def _run(
    files: _ProductFiles,
    folder: Path,
    options: Mapping[str, Any],
    workers: int,
    *,
    restart: bool,
    quiet: bool,
) -> tuple[RunResult, float]:
    """Make everything; how long it took, in seconds."""
    begun = time.monotonic()
    source, factors = files.opened()
    today = (None if restart else c2.catalogue.start_day(folder)) or _clock.today()
    job = c2.catalogue.Job(today=today, factors=factors, **options)
    with _progress_bar(quiet) as progress:
        try:
            outcome = c2.catalogue.run(
                source, folder, job, workers=workers, restart=restart, progress=progress
            )
        except KeyboardInterrupt:
            remark(f"stopped; the same command goes on where this run is now, in {folder}")
            raise
    return outcome, time.monotonic() - begun


def _estimate(files: _ProductFiles, options: Mapping[str, Any], workers: int, *, quiet: bool) -> Estimate:
    """Time and size of the run, from a sample."""
    source, factors = files.opened()
    job = c2.catalogue.Job(today=_clock.today(), factors=factors, **options)
    with _progress_bar(quiet) as progress:
        return c2.catalogue.estimate(
            source, job, workers=workers, progress=lambda count: progress(count, None)
        )


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print_suggestion(
    products: Path,
    activities: Path | None,
    column_map: Path | None,
    own_factors: Path | None,
    output: Path | None,
) -> None:
    """Print the map, or write it to a file; what a map says already is kept, and the rest proposed."""
    stated = None if column_map is None else c2.catalogue.read_map(column_map)
    text = c2.catalogue.suggest_map(products, activities, mapping=stated, factors=library(own_factors))
    if output is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(write_text(output, text))


@takes(request=lambda: c2.catalogue.BatchRequest, basis=lambda: Basis)
def batch(
    products: ProductsArgument,
    *,
    basis: Basis,
    request: BatchRequest,
    activities: ActivitiesOption = None,
    column_map: MapOption = None,
    source: FromOption = None,
    suggest_map: SuggestMapOption = False,
    output: FolderOption = None,
    no_labels: NoLabelsOption = False,
    company: CompanyOption = None,
    valid_until: ValidUntilOption = None,
    resolver: ResolverOption = None,
    info_url: InfoUrlOption = None,
    issued: IssuedOption = None,
    workers: WorkersOption = None,
    restart: RestartOption = False,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Make the labels of a whole catalogue, with its results as tables; interrupted, the same command goes on.

    Example: co2label batch examples/bowls.toml -o labels --format png,svg --qr
    """
    if suggest_map:
        _print_suggestion(products, activities, column_map, basis.factors, output)
        return
    files = _ProductFiles(products, activities, column_map, source, basis.factors)
    files.check()
    declared = {"company": company, "valid_until": valid_until, "resolver": resolver, "info_url": info_url}
    options = {field.name: getattr(request, field.name) for field in fields(request)} | {
        "issued": issued,
        "declaration": {name: value for name, value in declared.items() if value is not None},
        "labels": not no_labels,
        "gwp_set": basis.gwp_set,
        "horizon": basis.horizon,
    }
    processes = workers or _processors()
    if dry_run:
        _print_estimate(_estimate(files, options, processes, quiet=json), as_json=json)
        return
    if output is None:
        refuse("give a folder for the labels, such as -o labels", "--output")
    outcome, seconds = _run(files, output, options, processes, restart=restart, quiet=json)
    _print_outcome(outcome, seconds, as_json=json)
    if outcome.refused:
        raise typer.Exit(1)
