"""The options of `co2label batch`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from co2label.cli.label_options import Format
from co2label.cli.options import day_or_none

__all__ = [
    "ActivitiesOption",
    "BookOption",
    "CompanyOption",
    "DryRunOption",
    "FolderOption",
    "FormatsOption",
    "FromOption",
    "InfoUrlOption",
    "MapOption",
    "NoLabelsOption",
    "ParquetOption",
    "ProductsArgument",
    "QrOption",
    "ResolverOption",
    "RestartOption",
    "SuggestMapOption",
    "Template",
    "TemplateOption",
    "ValidUntilOption",
    "WorkersOption",
]

_MADE, _SAID, _HOW = "What is made", "What declarations say where the product does not", "How"


class Template(StrEnum):
    """Layouts of a label for one product."""

    CALORIE = "calorie"
    MINI = "mini"
    SHELF = "shelf"


def _checked_formats(value: str) -> str:
    wanted = dict.fromkeys(part.strip() for part in value.split(","))
    if not set(wanted) <= set(Format):
        message = f"expected formats such as png,svg of {', '.join(Format)}, got {value!r}"
        raise typer.BadParameter(message)
    return ",".join(wanted)


ProductsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PRODUCTS",
        help="A table with one row a product (CSV), or a document (TOML, JSON).",
        show_default=False,
    ),
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
TemplateOption = Annotated[Template, typer.Option(help="The layout.", rich_help_panel=_MADE)]
FormatsOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        callback=_checked_formats,
        help=f"{', '.join(Format)}, or several such as png,svg.",
        rich_help_panel=_MADE,
    ),
]
QrOption = Annotated[bool, typer.Option("--qr", help="A QR code apart as well.", rich_help_panel=_MADE)]
NoLabelsOption = Annotated[
    bool, typer.Option("--no-labels", help="Figures alone; nothing is declared.", rich_help_panel=_MADE)
]
BookOption = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="NAME",
        help="A book for tills as well, such as book.sqlite, in the folder.",
        rich_help_panel=_MADE,
    ),
]
ParquetOption = Annotated[
    bool, typer.Option("--parquet", help="The results as Parquet as well.", rich_help_panel=_MADE)
]
CompanyOption = Annotated[str | None, typer.Option(help="Who says it.", rich_help_panel=_SAID)]
ValidUntilOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY", callback=day_or_none, help="The last day of the figures.", rich_help_panel=_SAID
    ),
]
ResolverOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Of GS1 Digital Links.", rich_help_panel=_SAID)
]
InfoUrlOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Of the report, for products without a GTIN.", rich_help_panel=_SAID),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Processes.", show_default="one a processor", rich_help_panel=_HOW),
]
RestartOption = Annotated[
    bool, typer.Option("--restart", help="Throw away what is in the folder.", rich_help_panel=_HOW)
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Only say how long it takes and how big it is.", rich_help_panel=_HOW),
]
