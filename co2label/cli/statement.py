"""`co2label statement`: the CO2e of a month's purchases, from a customer's receipts."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli import clock
from co2label.cli.options import FactorsOption, JsonOption, LanguageOption  # noqa: TC001 - typer reads them

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.receipt import Purchases, Statement

__all__ = ["statement"]

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="RECEIPTS...", help="JSON or TOML: receipts or sidecars with their days.", show_default=False
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="A picture: .png, .svg, .pdf, .html or .zpl; else text."
    ),
]
MonthOption = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="Which month.", show_default="that of the last receipt"),
]
BookOption = Annotated[
    Path | None,
    typer.Option("--book", metavar="FILE", help="Figures of products that the files do not hold."),
]


def statement(
    files: FilesArgument,
    *,
    output: OutputOption = None,
    month: MonthOption = None,
    language: LanguageOption = "ja",
    book: BookOption = None,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Sum up a month of receipts: how much, of what, how much of it is known, and the months before.

    A month that is not over is counted up to today.

    Example: co2label statement examples/receipts-november.json --month 2026-11 -o statement.png
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    found = _stated(_read(files, book, factors), month)
    if output is not None:
        found.picture(language).save(output)
    if json:
        print_json(found.as_dict())
    else:
        typer.echo(found.text(language) if output is None else str(output))


def _read(files: Iterable[Path], book: Path | None, factors: Path | None) -> list[Purchases]:
    from co2label.cli.reading import about, library  # noqa: PLC0415 - a fast start
    from co2label.receipt import Book, read_purchases  # noqa: PLC0415

    found: list[Purchases] = []
    with ExitStack() as stack:
        figures = None if book is None else stack.enter_context(Book.open(book, today=clock.today()))
        for file in files:
            with about(file):
                found.append(read_purchases(file, library(factors), figures))
    return found


def _stated(purchases: Iterable[Purchases], month: str | None) -> Statement:
    from co2label.receipt import statement as state  # noqa: PLC0415 - a fast start

    receipts = [one for each in purchases for one in each.receipts]
    categories = {key: name for each in purchases for key, name in each.categories.items()}
    asked = month or f"{max(day for day, _ in receipts):%Y-%m}"
    today = clock.today()
    running = today if f"{today:%Y-%m}" == asked else None
    return state(receipts, month=asked, categories=categories, through=running)
