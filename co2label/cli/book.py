"""`co2label book`: the figures of products in one file, for tills."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli import clock
from co2label.cli.options import (
    FactorsOption,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
)
from co2label.errors import BookError, ClaimError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from co2label.declaration import Declaration
    from co2label.footprint import Footprint, Footprints

__all__ = ["book"]

FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="PRODUCTS...", help="TOML or JSON: documents with products.", show_default=False),
]
OutputOption = Annotated[
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


def book(
    files: FilesArgument,
    *,
    output: OutputOption = Path("book.sqlite"),
    issued: IssuedOption = None,
    valid_until: ValidOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Write the figures of products into a book, from which a till answers a basket in well under a millisecond.

    Example: co2label book examples/bowls.toml -o book.sqlite --valid-until 2027-03-31
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import (  # noqa: PLC0415
        about,
        footprints_of,
        read,
        refuse_shared_certificates,
    )
    from co2label.declaration import Roles, left_out  # noqa: PLC0415
    from co2label.receipt import Book  # noqa: PLC0415
    from co2label.receipt.book_making import basis_of, entries_of  # noqa: PLC0415

    computed: list[Footprint] = []
    said: dict[str, Declaration] = {}
    documents = [(file, read(file)) for file in files]
    refuse_shared_certificates(documents)
    for file, document in documents:
        footprints = footprints_of(file, document, gwp, horizon, factors)
        roles = Roles.of(document.products)
        goods = [one for one in footprints if not roles.only_compared(one.product)]
        computed += goods
        with about(file):
            said |= _declared(goods, footprints, left_out(document.products), issued)
    day = clock.today_or(issued)
    end = valid_until.date() if valid_until else _earliest(said.values())
    written = Book.write(
        output, entries_of(computed, said), issued=day, valid_until=end, **basis_of(computed)
    )
    if json:
        print_json({"file": str(written), "goods": len(computed), "valid_until": end.isoformat()})
    else:
        typer.echo(f"{written}: {len(computed)} products, valid until {end}")


def _declared(
    goods: Iterable[Footprint], footprints: Footprints, others: Collection[str], issued: str | None
) -> dict[str, Declaration]:
    """The declarations of the products that have one to make.

    Args:
        goods: what is sold.
        footprints: of the whole document, in which what they are compared with is found.
        others: the ids of the products that stand there for others only; a till may meet them, but nothing is declared of them.
        issued: the day of issue.

    Raises:
        ClaimError: with every problem of every product.
    """
    from co2label.cli.reading import declared  # noqa: PLC0415 - a fast start

    said: dict[str, Declaration] = {}
    problems: list[Problem] = []
    for one in goods:
        if "declaration" in one.product.model_fields_set and one.product.id not in others:
            try:
                said[one.product.id] = declared(one, issued, among=footprints)
            except ClaimError as error:
                problems += error.problems
    if problems:
        raise ClaimError(problems)
    return said


def _earliest(said: Iterable[Declaration]) -> date:
    days = [one.valid_until for one in said]
    if not days:
        message = (
            "no product has a declaration that says how long its figure is valid; give --valid-until DAY"
        )
        raise BookError(message)
    return min(days)
