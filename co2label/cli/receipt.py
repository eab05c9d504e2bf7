"""`co2label receipt`: a basket as a receipt."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from co2label.cli.options import FactorsOption, JsonOption, LanguageOption  # noqa: TC001 - typer reads them

__all__ = ["receipt"]

BasketArgument = Annotated[
    Path,
    typer.Argument(metavar="BASKET", help="JSON or TOML: the lines, and their products.", show_default=False),
]


class Detail(StrEnum):
    """How much a receipt says of each item."""

    TOTAL_ONLY = "total-only"
    FULL = "full"


def receipt(
    basket: BasketArgument,
    *,
    columns: Annotated[int, typer.Option(min=24, max=1000, help="32 for 58 mm paper, 48 for 80 mm.")] = 32,
    language: LanguageOption = "ja",
    detail: Annotated[
        Detail, typer.Option(help="CO2e of the sum only, or of each item too.")
    ] = Detail.TOTAL_ONLY,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a receipt with its CO2e; items without data are counted, never taken as zero.

    Example: co2label receipt examples/basket.json --columns 48 --detail full
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import about, library  # noqa: PLC0415
    from co2label.receipt import plain, read_basket  # noqa: PLC0415

    with about(basket):
        bought = read_basket(basket).receipt(library(factors))
    if json:
        print_json(bought.as_dict())
    else:
        typer.echo(plain(bought, columns=columns, language=language, detail=detail.value))
