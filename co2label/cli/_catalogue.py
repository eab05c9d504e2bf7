"""`co2label batch`, `factors` and `schema`: runs over whole catalogues, emission factors, and the JSON Schemas of files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

import co2label as c2
from co2label._options import Option, check_values, refuse_given
from co2label._storage import write
from co2label.cli import _clock
from co2label.cli._master import MasterOptions, open_master, say_kinds
from co2label.cli._options import (
    AsJson,
    FactorsOption,
    IssuedOption,
    given_fields,
    group_of,
    is_directory,
    refuse,
    takes,
)
from co2label.cli._output import PrintedTable, complain, emit, present, progress_bar, remark, write_table
from co2label.cli._reading import FigureBasis, TableFiles, known_sources, library, read_products, read_with

_DECLARED, _HOW = "What declarations say where the product does not", "How"


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
            refuse_given(self, ("activities", "column_map", "rules"), why)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationDefaults:
    """Defaults of declarations for what a product does not state."""

    company: Annotated[str | None, Option("Company that declares.", _DECLARED, "NAME")] = None
    valid_until: Annotated[date | None, Option("Last day of the figures.", _DECLARED, "DAY")] = None
    resolver: Annotated[str | None, Option("Resolver of GS1 Digital Links.", _DECLARED, "URL")] = None
    info_url: Annotated[
        str | None, Option("Link of the report, for products without a GTIN.", _DECLARED, "URL")
    ] = None
    market: Annotated[
        str | None, Option("Where they are sold, such as FR or EU; its law is kept.", _DECLARED, "COUNTRY")
    ] = None
    unit: Annotated[
        str | None,
        Option(
            "One unit of CO2e for all figures, g, kg or t; else one chosen by a sample.", _DECLARED, "UNIT"
        ),
    ] = None
    reference: Annotated[
        str | None,
        Option("Budget that figures are held against, such as meal-wwf-500, or none.", _DECLARED, "NAME"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Options of a run."""

    workers: Annotated[
        int | None, Option("Processes that draw.", _HOW, "N", otherwise="one a processor", least=1, most=256)
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


def open_catalogue(
    products: Path, tables: CatalogueFiles, own_factors: Path | None
) -> tuple[c2.catalogue.CatalogueSource, c2.FactorLibrary]:
    """The products, their headings understood, and the factors that they are computed with.

    Raises:
        DocumentError: a file that cannot be read, or headings that do not fit.
    """
    factors = library(own_factors)
    files = tuple(each for each in (products, tables.activities, tables.column_map, own_factors) if each)
    source = partial(c2.catalogue.CatalogueSource, str(products))
    if tables.source is not None:
        from co2label.factors import adapters

        imported = adapters.read(tables.source, [products])
        remark(*imported.remarks)
        made = c2.catalogue.products_of_factors(imported.factors, imported.categories)
        read = (*imported.files, *([own_factors] if own_factors else []))
        return source(lambda: made, read), factors.with_factors(imported.factors)
    if tables.are_in_document(products):
        document = read_products(products)
        return source(lambda: document.products, files), factors.with_factors(document.factors)
    opened = c2.catalogue.open_tables(
        products, tables.activities, mapping=tables.column_map, rules=tables.rules, factors=factors
    )
    remark(*(f"{table}: {form}" for table, form in opened.forms.items()))
    remark(*(f"{table}: not read: {', '.join(headings)}" for table, headings in opened.unread.items()))
    remark(*opened.remarks)
    if opened.rules.file:
        files = (*files, Path(opened.rules.file))
    return source(opened.products, files), factors.with_factors(opened.rules.factors)


_COUNTS = {
    "labelled": "with a label",
    "computed": "computed only",
    "refused": "refused",
    "before": "of these, done before",
}
"""Counts of a run, as its table names them."""


def _present_outcome(json: bool, outcome: c2.catalogue.RunResult, seconds: float) -> None:
    """Print the counts of a run.

    Raises:
        Exit: with 1 where products were refused.
    """
    counts = {name: getattr(outcome, name) for name in _COUNTS}
    rows = [*((_COUNTS[name], f"{count:,}") for name, count in counts.items()), ("time", _duration(seconds))]
    data = {"folder": outcome.folder, **counts, "seconds": round(seconds, 3)}
    present(json, data, PrintedTable((str(outcome.folder), "products"), rows, ("products",)))
    if outcome.refused:
        complain([f"{outcome.refused:,} refused; {outcome.folder / 'errors.csv'} says which, where and why"])
        raise typer.Exit(1)


def _estimate_words(found: c2.catalogue.Estimate) -> str:
    return (
        f"{found.products:,} products, {found.rejected:,} rows that are none; "
        f"about {_duration(found.seconds)} and {found.bytes / 1e6:,.1f} MB, from {found.sampled} "
        f"products that were tried ({found.refused} of them refused); nothing was written"
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


@takes(
    tables=lambda: CatalogueFiles,
    request=lambda: c2.catalogue.BatchRequest,
    defaults=lambda: DeclarationDefaults,
    how=lambda: RunOptions,
    basis=lambda: FigureBasis,
    master=lambda: MasterOptions,
)
def batch(
    products: Annotated[
        Path, Option("A table with one row a product (CSV), or a document (TOML, JSON).", flag="PRODUCTS")
    ],
    *,
    tables: CatalogueFiles,
    request: c2.catalogue.BatchRequest,
    defaults: DeclarationDefaults,
    how: RunOptions,
    basis: FigureBasis,
    master: MasterOptions,
    suggest_map: Annotated[
        bool, Option("A column map proposed from headings and cells: printed, or written to -o.")
    ] = False,
    output: Annotated[
        Path | None, Option("A new or empty folder, or that of the same run.", metavar="FOLDER")
    ] = None,
    scales: Annotated[
        Path | None,
        Option("Scales of your own range by category, as `co2label scale` writes them.", metavar="TOML"),
    ] = None,
    no_labels: Annotated[bool, Option("Figures alone; nothing is declared.")] = False,
    issued: IssuedOption = None,
    json: AsJson = False,
) -> None:
    """Make the labels of a whole catalogue, with its results as tables; interrupted, the same command goes on.

    Example: co2label batch examples/bowls.toml -o labels --format png,svg --qr
    """
    if suggest_map:  # what a map says already is kept, and the rest proposed
        stated = None if tables.column_map is None else c2.catalogue.read_map(tables.column_map)
        known = library(basis.factors)
        emit(output, c2.catalogue.suggest_map(products, tables.activities, mapping=stated, factors=known))
        return
    tables.check(products)
    if output is None and not how.dry_run:
        refuse("give a folder for the labels, such as -o labels", "--output")
    begun = time.monotonic()
    counted = None
    if master.given:
        source, factors, counted = open_master(products, master, library(basis.factors))
    else:
        source, factors = open_catalogue(products, tables, basis.factors)
    day = None if output is None or how.restart or how.dry_run else c2.catalogue.start_day(output)
    job = c2.catalogue.Job(
        today=day or _clock.today(),
        issued=issued.isoformat() if issued else None,
        declaration={name: str(value) for name, value in given_fields(defaults).items()},
        scales=None if scales is None else read_with(c2.declaration.read_scales, scales),
        labels=not no_labels,
        factors=factors,
        **basis.arguments,
        **given_fields(request),
    )
    if scales is not None:
        source = replace(source, files=(*source.files, scales))
    with progress_bar(quiet=json) as progress:
        if output is None or how.dry_run:
            found = c2.catalogue.estimate(
                source, job, workers=how.processes, progress=lambda count: progress(count, None)
            )
            present(json, found, _estimate_words(found))
            return
        try:
            outcome = c2.catalogue.run(
                source, output, job, workers=how.processes, restart=how.restart, progress=progress
            )
        except KeyboardInterrupt:
            remark(f"stopped; the same command goes on where this run is now, in {output}")
            raise
    if counted is not None:
        say_kinds(counted)
    _present_outcome(json, outcome, time.monotonic() - begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """The edition of a download."""

    edition: Annotated[
        str | None, Option('Such as "3.2 (2025)", where the file does not tell it.', metavar="EDITION")
    ] = None


@takes(request=lambda: ImportRequest)
def import_(
    files: Annotated[
        list[Path],
        Option(
            "The tables as they were published, or their folder; the source before them, where headings do not tell it.",
            flag="FILES...",
        ),
    ],
    *,
    request: ImportRequest,
    output: Annotated[
        Path | None,
        Option(
            "A table of factors (.csv), or a folder, which gets every factor as a product, too.",
            metavar="PLACE",
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Read the factors of your own download of a source, each with its passport; without -o, only check it.

    Example: co2label factors import agribalyse Agribalyse_Synthese.csv Agribalyse_Detail_etape.csv -o agribalyse.csv
    """
    from co2label.factors import write_table as factor_table
    from co2label.factors.adapters import adapter_names, read, recognise

    source, *rest = files
    named = bool(rest) and str(source) in adapter_names()
    imported = read(
        str(source) if named else recognise(files), rest if named else files, edition=request.edition
    )
    if output is not None and not is_directory(output):
        write(output, factor_table(imported.factors))
    elif output is not None:
        products = c2.catalogue.products_of_factors(imported.factors, imported.categories)
        activities = c2.catalogue.activity_rows(products)
        output.mkdir(parents=True, exist_ok=True)
        write(output / "factors.csv", factor_table(imported.factors))
        write_table(output / "products.csv", *c2.catalogue.product_rows(products))
        write_table(output / "activities.csv", c2.catalogue.ACTIVITY_HEADS, activities)
    remark(*(() if json else imported.remarks))
    place = "" if output is None else f" → {output}"
    data = {
        "source": imported.source,
        "edition": imported.edition,
        "factors": len(imported.factors),
        "remarks": list(imported.remarks),
        "files": dict(imported.digests),
    }
    present(json, data, f"{imported.source} {imported.edition}: {len(imported.factors)} factors{place}")


def show(
    factor_id: Annotated[str, Option("Id or alias.", flag="ID")],
    factors: FactorsOption = None,
    json: AsJson = False,
) -> None:
    """Print a factor's passport: value, unit, gases, stages, source, edition, place, licence.

    Example: co2label factors show food.rice
    """
    factor = library(factors)[factor_id]
    present(json, factor, PrintedTable(("", factor.id), _passport(factor)))


def search(
    words: Annotated[
        list[str],
        Option("Words in Japanese, English or French, or a name as a shop writes it.", flag="WORDS..."),
    ],
    limit: Annotated[int, Option("The most that are printed.", least=1)] = 20,
    factors: FactorsOption = None,
    json: AsJson = False,
) -> None:
    """Find factors by what they are in Japanese, English or French, best first.

    Example: co2label factors search 牛乳
    """
    found = library(factors).search(" ".join(words), limit)
    _print_factors(found, json=json)
    if not found:
        remark("no factor is like this; try another word for it, or a wider one")


def list_(factors: FactorsOption = None, json: AsJson = False) -> None:
    """List every factor.

    Example: co2label factors list --json
    """
    _print_factors(list(library(factors)), json=json)


def sources(factors: FactorsOption = None, json: AsJson = False) -> None:
    """List the sources with their licences and the attribution to print.

    Example: co2label factors sources
    """
    records = library(factors).sources()
    rows = (
        (
            one.id,
            one.title,
            one.edition,
            str(one.factors),
            one.licence,
            one.attribution.get("en") or next(iter(one.attribution.values()), ""),
        )
        for one in records
    )
    headings = ("source", "title", "edition", "factors", "licence", "attribution")
    present(json, records, PrintedTable(headings, rows, ("factors",)))


def _print_factors(found: Sequence[c2.EmissionFactor], *, json: bool) -> None:
    rows = (
        (
            factor.id,
            _names(factor),
            f"{factor.value:.4g}",
            f"{factor.unit} per {factor.per}",
            f"{factor.source.title} {factor.source.edition or ''}".strip(),
        )
        for factor in found
    )
    table = PrintedTable(("id", "name", "value", "unit", "source"), rows, ("value",))
    present(json, found, table)


def _passport(factor: c2.EmissionFactor) -> Iterator[tuple[str, str]]:
    """Passport of a factor, line by line; what is unknown is left out."""
    source = factor.source
    lines = {
        "name": _names(factor),
        "value": f"{factor.value:.6g} {factor.unit} per {factor.per}",
        "gases": _parts(factor.gases, "kg"),
        "components": _parts(factor.components, factor.unit),
        "removal": _fields(factor.removal),
        "stages": _parts(factor.stages, factor.unit),
        "boundary": factor.boundary,
        "GWP set": factor.gwp_set,
        "geography": factor.geography,
        "year": factor.year,
        "uncertainty": _fields(factor.uncertainty),
        "source": source.title,
        "publisher": source.publisher,
        "edition": source.edition,
        "locator": source.locator,
        "url": source.url,
        "licence": factor.licence,
        "attribution": factor.attribution,
        "note": factor.note,
        "aliases": ", ".join(factor.aliases),
    }
    for key, value in lines.items():
        if value not in (None, ""):
            yield key, str(value)


def _fields(model: Any) -> str:
    known = model.model_dump(exclude_none=True) if model else {}
    return ", ".join(f"{key} {value}" for key, value in known.items())


def _parts(parts: Any, unit: str) -> str:
    return "\n".join(f"{name}: {value:.6g} {unit}" for name, value in parts.items())


def _names(factor: c2.EmissionFactor) -> str:
    return " / ".join(factor.name.values())


factors = group_of(
    "Look up emission factors and where they come from.", import_, show, search, list_, sources
)

_SCHEMAS: dict[str, Callable[[], Any]] = {
    "product": lambda: c2.Product,
    "document": lambda: c2.Document,
    "factor": lambda: c2.EmissionFactor,
    "receipt": lambda: c2.receipt.Basket,
    "sidecar": lambda: c2.receipt.Sidecar,
    "map": lambda: c2.catalogue.ColumnMap,
    "campaign": lambda: c2.incentive.Campaign,
    "gifts": lambda: c2.incentive.GiftProgramme,
}


def schema(kind: Annotated[str, Option("Of what.", flag="KIND", choices=_SCHEMAS)]) -> None:
    """Print the JSON Schema of a file that can be given, such as a product, a receipt's basket or a campaign of points.

    Example: co2label schema product > product.schema.json
    """
    present(True, _SCHEMAS[kind]().model_json_schema())
