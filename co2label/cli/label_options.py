"""What `co2label label` may be told, and what of it does not go together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.pictures import is_directory
from co2label.errors import Co2LabelError, DrawError

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.declaration import Declaration
    from co2label.draw import Picture
    from co2label.label.stock import Stock

__all__ = ["Format", "HouseOption", "Ink", "LabelLanguage", "LabelOptions", "StockName", "Template"]


class Template(StrEnum):
    """Layouts of a label."""

    CALORIE = "calorie"
    MINI = "mini"
    SHELF = "shelf"


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


class StockName(StrEnum):
    """Label stock whose measures are known."""

    L4732 = "L4732"
    L4770 = "L4770"
    L7160 = "L7160"
    L7165 = "L7165"
    J8157 = "J8157"


def _language(value: str) -> str:
    from co2label.label.phrases import languages_of  # noqa: PLC0415 - a fast start

    try:
        languages_of(value)
    except Co2LabelError as error:
        raise typer.BadParameter(str(error)) from None
    return value


LabelLanguage = Annotated[
    str,
    typer.Option(
        "--language", "-l", metavar="LANGUAGE", callback=_language, help="ja, en, fr, or two such as ja+en."
    ),
]

HouseOption = Annotated[
    Path | None,
    typer.Option("--house", metavar="TOML", help="A house style: ink, accent, font, corner, logo."),
]


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """How labels are drawn and as what they are written."""

    output: Path | None
    template: Template
    language: str
    house: Path | None
    dpi: float | None
    ink: Ink | None
    format: Format | None
    price: str | None
    stock: StockName | None
    start: int

    def check(self) -> None:
        """Refuse options that would do nothing.

        Raises:
            BadParameter: an option without the one that it belongs to.
        """
        if self.price is not None and self.template is not Template.SHELF:
            _refuse("a price stands on a label of --template shelf", "--price")
        if self.start != 1 and self.stock is None:
            _refuse("a first cell needs the sheet that it is on: give --stock", "--start")
        if self.output is None:
            self._check_without_output()
            return
        if self.format is not None and not is_directory(self.output):
            _refuse("the ending of a file says its format; --format is for a directory", "--format")
        if self.dpi is not None and self.ending not in {".png", ".zpl"}:
            _refuse(f"dots per inch are of png and zpl; {self.ending[1:]} has none", "--dpi")
        if self.ink is not None and self.ending != ".png":
            _refuse(f"an ink is of png; {self.ending[1:]} has none", "--ink")
        if self.stock is not None and (
            is_directory(self.output) or self.dpi is not None or self.ink is not None
        ):
            _refuse("a sheet is written to one file such as labels.pdf, without --dpi and --ink", "--stock")

    def _check_without_output(self) -> None:
        given = {"--dpi": self.dpi, "--ink": self.ink, "--format": self.format, "--stock": self.stock}
        for option, value in given.items():
            if value is not None:
                _refuse("without --output the label is printed as text; give a file or a directory", option)

    @property
    def ending(self) -> str:
        """Of the files that are written."""
        if self.output is not None and not is_directory(self.output):
            return self.output.suffix.lower()
        return f".{(self.format or Format.PNG).value}"

    def draw(self) -> Callable[[Declaration], Picture]:
        """What draws one label.

        Raises:
            DrawError: a house style that is refused.
        """
        from co2label.label import TEMPLATES, House  # noqa: PLC0415 - a fast start

        given: dict[str, Any] = {"language": self.language}
        if self.house is not None:
            given["house"] = House.read(self.house)
        if self.price is not None:
            given["price"] = self.price
        template = TEMPLATES[self.template.value]

        def drawn(one: Declaration) -> Picture:
            try:
                return template(one, **given)
            except DrawError as error:
                message = f"product {one.product_id!r}: {error}"
                raise DrawError(message) from error

        return drawn

    def data(self, picture: Picture) -> bytes:
        """A picture in the format of these options."""
        if self.ending == ".png":
            return picture.png(self.dpi or 381.0, self.ink.value if self.ink else "colour")
        if self.ending == ".zpl":
            return picture.zpl(int(self.dpi or 203))
        drawn = getattr(picture, self.ending[1:])()
        return drawn if isinstance(drawn, bytes) else drawn.encode()

    def sheet_stock(self) -> Stock | None:
        """The label stock that is asked for."""
        from co2label.label import stock  # noqa: PLC0415 - a fast start

        if self.stock is None:
            return None
        found: Stock = next(
            each for name, each in vars(stock).items() if name.endswith(f"_{self.stock.value}")
        )
        return found


def _refuse(message: str, option: str) -> None:
    raise typer.BadParameter(message, param_hint=f"'{option}'")
