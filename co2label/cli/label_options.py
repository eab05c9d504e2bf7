"""The options of `co2label label`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from co2label.cli.options import languages_up_to
from co2label.cli.usage import Pair
from co2label.wording import LANGUAGES

__all__ = [
    "CopiesOption",
    "CropMarksOption",
    "DpiOption",
    "EpaperOption",
    "Format",
    "FormatOption",
    "GridOption",
    "HouseOption",
    "Ink",
    "InkOption",
    "LabelLanguage",
    "LabelOutput",
    "LinkOption",
    "PageOption",
    "PriceNoteOption",
    "PriceOption",
    "RedOption",
    "ShiftOption",
    "SizeOption",
    "StartOption",
    "StockOption",
    "Template",
    "TemplateOption",
    "TitleOption",
    "WidthOption",
]

_LOOK, _FILE, _SHEET = "What is drawn", "File format", "Sheets of labels"


class Template(StrEnum):
    """Layouts of a label."""

    CALORIE = "calorie"
    MINI = "mini"
    SHELF = "shelf"
    MENU = "menu"


class Ink(StrEnum):
    """Inks of a PNG."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK = "black"


class Format(StrEnum):
    """Formats of the files in a directory."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    HTML = "html"
    ZPL = "zpl"


class Paper(StrEnum):
    """Pages that are cut into labels."""

    A3 = "A3"
    A4 = "A4"
    A5 = "A5"


LabelOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A .png, .svg, .pdf, .html or .zpl; a directory for all products; with --epaper a .png or .bin.",
    ),
]
TemplateOption = Annotated[
    Template | None,
    typer.Option(help="The layout; menu draws all products.", show_default="calorie", rich_help_panel=_LOOK),
]
LabelLanguage = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar="LANGUAGE",
        callback=languages_up_to(2),
        help=f"{', '.join(LANGUAGES)}, or two such as ja+en.",
        rich_help_panel=_LOOK,
    ),
]
HouseOption = Annotated[
    Path | None,
    typer.Option(
        metavar="TOML", help="A house style: ink, accent, font, corner, logo.", rich_help_panel=_LOOK
    ),
]
SizeOption = Annotated[
    Pair | None,
    typer.Option(
        parser=Pair.of, metavar="WxH", help="Of mini and shelf, in mm, such as 60x40.", rich_help_panel=_LOOK
    ),
]
PriceOption = Annotated[
    str | None, typer.Option(help="On a shelf label, as it is written there.", rich_help_panel=_LOOK)
]
PriceNoteOption = Annotated[
    str | None, typer.Option(help="Beside the price, such as 税込246円.", rich_help_panel=_LOOK)
]
TitleOption = Annotated[str | None, typer.Option(help="Of a menu.", rich_help_panel=_LOOK)]
LinkOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Of a menu: one QR code for all.", rich_help_panel=_LOOK)
]
WidthOption = Annotated[
    float | None, typer.Option(metavar="MM", help="Of a menu, 90 to 297; else 105.", rich_help_panel=_LOOK)
]

DpiOption = Annotated[
    float | None,
    typer.Option(
        min=72,
        max=2400,
        help="Dots per inch: of png, else 381; of zpl 203, 300 or 600, else 203.",
        rich_help_panel=_FILE,
    ),
]
InkOption = Annotated[
    Ink | None, typer.Option(help="Of png: black is 1 bit, for thermal printers.", rich_help_panel=_FILE)
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Of the files in a directory; else png.", rich_help_panel=_FILE),
]
EpaperOption = Annotated[
    Pair | None,
    typer.Option(
        parser=Pair.of,
        metavar="WxH",
        help="Pixels of an electronic shelf label, such as 296x128: .png shows it, .bin are its bits.",
        rich_help_panel=_FILE,
    ),
]
RedOption = Annotated[bool, typer.Option("--red", help="The display has red as well.", rich_help_panel=_FILE)]

StockOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Label stock: L4732, L4770, L7160, L7165, J8157, or a .toml with its measures.",
        rich_help_panel=_SHEET,
    ),
]
GridOption = Annotated[
    Pair | None,
    typer.Option(
        parser=Pair.of,
        metavar="CxR",
        help="Columns and rows on plain paper, such as 3x2.",
        rich_help_panel=_SHEET,
    ),
]
PageOption = Annotated[
    Paper | None,
    typer.Option(case_sensitive=False, help="The paper of --grid; else A4.", rich_help_panel=_SHEET),
]
StartOption = Annotated[
    int | None,
    typer.Option(min=1, help="The first cell of the page that is free; else 1.", rich_help_panel=_SHEET),
]
CopiesOption = Annotated[
    int | None, typer.Option(min=1, help="Of each label; else 1.", rich_help_panel=_SHEET)
]
CropMarksOption = Annotated[
    bool,
    typer.Option("--crop-marks", help="Lines in the margins along which to cut.", rich_help_panel=_SHEET),
]
ShiftOption = Annotated[
    Pair | None,
    typer.Option(
        parser=Pair.of,
        metavar="X,Y",
        help="Move all, right and down in mm: for a printer that prints off its place.",
        rich_help_panel=_SHEET,
    ),
]
