"""`co2label factors import`: one's own download of a source as a table of factors."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import JsonOption  # noqa: TC001 - typer reads it

if TYPE_CHECKING:
    from co2label.factors.adapters.imported import Imported

__all__ = ["import_source"]


def import_source(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="agribalyse", show_default=False)],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...", help="The tables as they were published, or their folder.", show_default=False
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="A table of factors (.csv), or a folder, which gets every factor as a product, too.",
        ),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(metavar="EDITION", help='Such as "3.2 (2025)", where the file does not tell it.'),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read the factors of your own download of a source, each with its passport; without -o, only check it.

    Example: co2label factors import agribalyse Agribalyse_Synthese.csv Agribalyse_Detail_etape.csv -o agribalyse.csv
    """
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.output import print_json  # noqa: PLC0415
    from co2label.factors.adapters import read  # noqa: PLC0415

    imported = read(source, files, edition=edition)
    if output is not None:
        _write(output, imported)
    if json:
        print_json(_plain(imported))
        return
    for each in imported.remarks:
        remark(each)
    place = "" if output is None else f" → {output}"
    typer.echo(f"{imported.source} {imported.edition}: {len(imported.factors)} factors{place}")


def _write(output: Path, imported: Imported) -> None:
    """The factors; into a folder, also a catalogue of them, as `co2label batch` reads it."""
    from co2label.catalogue.of_factors import (  # noqa: PLC0415 - a fast start
        ACTIVITY_HEADS,
        activity_rows,
        product_rows,
        products_of_factors,
    )
    from co2label.cli.output import write_table as write_rows  # noqa: PLC0415
    from co2label.cli.output import write_text  # noqa: PLC0415
    from co2label.cli.usage import is_directory  # noqa: PLC0415
    from co2label.factors.table_writing import write_table  # noqa: PLC0415

    factors = write_table(imported.factors)
    if not is_directory(output):
        write_text(output, factors)
        return
    products = products_of_factors(imported.factors, imported.categories)
    output.mkdir(parents=True, exist_ok=True)
    write_text(output / "factors.csv", factors)
    write_rows(output / "products.csv", *product_rows(products))
    write_rows(output / "activities.csv", ACTIVITY_HEADS, activity_rows(products))


def _plain(imported: Imported) -> dict[str, object]:
    return {
        "source": imported.source,
        "edition": imported.edition,
        "factors": len(imported.factors),
        "remarks": list(imported.remarks),
        "files": dict(imported.digests),
    }
