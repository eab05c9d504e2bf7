"""`co2label statement` and `book`: a month of receipts, and the figures of products for tills."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label.cli import _clock
from co2label.cli._options import FactorsOption, IssuedOption, JsonOption, LanguageOption, argument
from co2label.cli._output import present
from co2label.cli._reading import (
    FigureBasis,
    declare_each,
    footprints_of,
    library,
    problems_in,
    read_file,
    refuse_shared_certificates,
)
from co2label.cli._requests import takes
from co2label.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.declaration import Declaration
    from co2label.footprint import Footprint
    from co2label.receipt import MonthlyStatement, Purchases


ReceiptsArgument = Annotated[
    list[Path], argument("RECEIPTS...", "JSON or TOML: receipts or sidecars with their days.")
]

StatementOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="A picture: .png, .svg, .pdf, .html or .zpl; else text."
    ),
]

MonthOption = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="Which month.", show_default="that of the last receipt"),
]

StatementBook = Annotated[
    Path | None,
    typer.Option("--book", metavar="FILE", help="Figures of products that the files do not hold."),
]


def statement(
    files: ReceiptsArgument,
    *,
    output: StatementOutput = None,
    month: MonthOption = None,
    language: LanguageOption = "ja",
    book: StatementBook = None,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Sum up a month of receipts: how much, of what, how much of it is known, and the months before.

    A month that is not over is counted up to today.

    Example: co2label statement examples/receipts-november.json --month 2026-11 -o statement.png
    """
    found = _statement(_purchases(files, book, factors), month)
    if output is not None:
        found.picture(language).save(output)
    present(json, found.as_dict(), found.text(language) if output is None else str(output))


def _purchases(files: Iterable[Path], book: Path | None, factors: Path | None) -> list[Purchases]:
    found: list[Purchases] = []
    with ExitStack() as stack:
        figures = (
            None if book is None else stack.enter_context(c2.receipt.Book.open(book, today=_clock.today()))
        )
        for file in files:
            with problems_in(file):
                found.append(c2.receipt.read_purchases(file, library(factors), figures))
    return found


def _statement(purchases: Iterable[Purchases], month: str | None) -> MonthlyStatement:
    receipts = [one for each in purchases for one in each.receipts]
    categories = {key: name for each in purchases for key, name in each.categories.items()}
    asked = month or f"{max(day for day, _ in receipts):%Y-%m}"
    today = _clock.today()
    running = today if f"{today:%Y-%m}" == asked else None
    return c2.receipt.statement(receipts, month=asked, categories=categories, through=running)


ProductFilesArgument = Annotated[
    list[Path], argument("PRODUCTS...", "TOML or JSON: documents with products.")
]

BookOutput = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The book; one that is there is replaced.")
]

ValidOption = Annotated[
    datetime | None,
    typer.Option(
        "--valid-until",
        metavar="DAY",
        formats=["%Y-%m-%d"],
        help="Last day on which tills may show the figures.",
        show_default="the earliest of the declarations",
    ),
]


@takes(basis=lambda: FigureBasis)
def book(
    files: ProductFilesArgument,
    *,
    basis: FigureBasis,
    output: BookOutput = Path("book.sqlite"),
    issued: IssuedOption = None,
    valid_until: ValidOption = None,
    json: JsonOption = False,
) -> None:
    """Write the figures of products into a book, from which a till answers a basket in well under a millisecond.

    Example: co2label book examples/bowls.toml -o book.sqlite --valid-until 2027-03-31
    """
    from co2label.declaration import Roles, left_out

    computed: list[Footprint] = []
    declarations: dict[str, Declaration] = {}
    documents = [(file, read_file(file)) for file in files]
    refuse_shared_certificates(documents)
    for file, document in documents:
        footprints = footprints_of(file, document, basis)
        roles = Roles.of(document.products)
        goods = [one for one in footprints if not roles.only_compared(one.product)]
        computed += goods
        others = left_out(document.products)  # a till may meet them, but nothing is declared of them
        with problems_in(file):
            wanted = [
                one
                for one in goods
                if "declaration" in one.product.model_fields_set and one.product.id not in others
            ]
            declarations |= {one.product_id: one for one in declare_each(wanted, footprints, issued)}
    day = _clock.today_or(issued)
    end = valid_until.date() if valid_until else _earliest_end(declarations.values())
    written = c2.receipt.Book.write(
        output,
        c2.receipt.book_entries(computed, declarations),
        issued=day,
        valid_until=end,
        **c2.receipt.book_basis(computed),
    )
    data = {"file": str(written), "goods": len(computed), "valid_until": end.isoformat()}
    present(json, data, f"{written}: {len(computed)} products, valid until {end}")


def _earliest_end(declarations: Iterable[Declaration]) -> date:
    days = [one.valid_until for one in declarations]
    if not days:
        message = (
            "no product has a declaration that says how long its figure is valid; give --valid-until DAY"
        )
        raise BookError(message)
    return min(days)
