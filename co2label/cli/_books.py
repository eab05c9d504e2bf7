"""`co2label statement` and `book`: a month of receipts, and the figures of products for tills."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label.cli import _clock
from co2label.cli._options import FactorsOption, JsonOption, argument
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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.declaration import Declaration
    from co2label.footprint import Footprint
    from co2label.receipt import BookRequest, Purchases, StatementRequest


ReceiptsArgument = Annotated[
    list[Path], argument("RECEIPTS...", "JSON or TOML: receipts or sidecars with their days.")
]

StatementOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="A picture: .png, .svg, .pdf, .html or .zpl; else text."
    ),
]

StatementBook = Annotated[
    Path | None,
    typer.Option("--book", metavar="FILE", help="Figures of products that the files do not hold."),
]


@takes(request=lambda: c2.receipt.StatementRequest)
def statement(
    files: ReceiptsArgument,
    *,
    request: StatementRequest,
    output: StatementOutput = None,
    book: StatementBook = None,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Sum up a month of receipts: how much, of what, how much of it is known, and the months before.

    A month that is not over is counted up to today.

    Example: co2label statement examples/receipts-november.json --month 2026-11 -o statement.png
    """
    found = request.statement(_purchases(files, book, factors), today=_clock.today())
    if output is not None:
        found.picture(request.language).save(output)
    present(json, found.as_dict(), found.text(request.language) if output is None else str(output))


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


ProductFilesArgument = Annotated[
    list[Path], argument("PRODUCTS...", "TOML or JSON: documents with products.")
]

BookOutput = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The book; one that is there is replaced.")
]


@takes(request=lambda: c2.receipt.BookRequest, basis=lambda: FigureBasis)
def book(
    files: ProductFilesArgument,
    *,
    request: BookRequest,
    basis: FigureBasis,
    output: BookOutput = Path("book.sqlite"),
    json: JsonOption = False,
) -> None:
    """Write the figures of products into a book, from which a till answers a basket in well under a millisecond.

    Example: co2label book examples/bowls.toml -o book.sqlite --valid-until 2027-03-31
    """
    from co2label.declaration import Roles, left_out

    issued = request.issued.isoformat() if request.issued else None
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
    end = request.last_day(declarations.values())
    written = c2.receipt.Book.write(
        output,
        c2.receipt.book_entries(computed, declarations),
        issued=request.issued or _clock.today(),
        valid_until=end,
        **c2.receipt.book_basis(computed),
    )
    data = {"file": str(written), "goods": len(computed), "valid_until": end.isoformat()}
    present(json, data, f"{written}: {len(computed)} products, valid until {end}")
