"""`co2label compare`: two figures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    LanguageOption,
    OtherArgument,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.table import Table

    from co2label.declaration import Comparison
    from co2label.footprint import Footprint

__all__ = ["compare"]


def compare(
    file: FileArgument,
    other: OtherArgument = None,
    *,
    product: Annotated[
        list[str] | None,
        typer.Option("--product", metavar="ID", help="Of the baseline, and again of what is compared."),
    ] = None,
    reviewed_rule: Annotated[
        str | None,
        typer.Option(
            "--reviewed-rule", metavar="NAME", help="Product rule for a comparison between companies."
        ),
    ] = None,
    language: LanguageOption = "en",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two products: how much lower or higher the second is, and whether that can be told.

    Example: co2label compare examples/bowls.toml --product gyudon --product oyakodon
    """
    from co2label.cli.output import print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.declaration import compare as compare_them  # noqa: PLC0415

    names = _names(file, other, product or [])
    files = (file, other or file)
    a, b = (_footprint(path, name, gwp, horizon, factors) for path, name in zip(files, names, strict=True))
    found = compare_them(a, b, reviewed_rule=reviewed_rule)
    if json:
        print_json(found.as_dict())
        return
    print_table(_table(found, language))
    typer.echo(found.sentence(language))


def _names(file: Path, other: Path | None, given: list[str]) -> tuple[str | None, str | None]:
    """One id for each side; a file that is one product needs none.

    Raises:
        BadParameter: one file and not two ids, or more than two.
    """
    if len(given) == 2:  # noqa: PLR2004 - a comparison has two sides
        return given[0], given[1]
    if other is None or given:
        where = f"{file} alone" if other is None else "two files"
        message = f"expected --product twice with {where}, got it {len(given)} times"
        raise typer.BadParameter(message, param_hint="--product")
    return None, None


def _footprint(path: Path, name: str | None, gwp: Gwp, horizon: Horizon, factors: Path | None) -> Footprint:
    """The footprint of the product of a file.

    Raises:
        BadParameter: the file holds several products, and none is named.
    """
    from co2label.cli.reading import chosen, footprints_of, read  # noqa: PLC0415 - a fast start

    document = read(path)
    found = chosen(footprints_of(path, document, gwp, horizon, factors), name)
    if len(found) > 1:
        known = ", ".join(one.product.id for one in found[:8])
        message = f"{path} holds several products ({known}); name one of each file with --product"
        raise typer.BadParameter(message, param_hint="--product")
    return found[0]


def _table(found: Comparison, language: str) -> Table:
    from co2label.cli.output import new_table  # noqa: PLC0415 - a fast start

    table = new_table("product", "name", "per", "kg CO2e", "95%", numbers=["kg CO2e", "95%"])
    for row in _rows(found, language):
        table.add_row(*row)
    return table


def _rows(found: Comparison, language: str) -> Iterator[tuple[str, ...]]:
    from co2label.model import in_language  # noqa: PLC0415 - a fast start

    for one in (found.a, found.b):
        name, interval = in_language(one.product.name, language), one.interval
        ends = f"{interval.low:.4g} – {interval.high:.4g}" if interval else "—"
        yield one.product.id, name, str(one.product.declared_unit), f"{one.kg_co2e:.4g}", ends
