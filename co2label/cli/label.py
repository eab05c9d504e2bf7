"""`co2label label`: what the public sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.label_options import (
    Format,
    HouseOption,
    Ink,
    LabelLanguage,
    LabelOptions,
    StockName,
    Template,
)
from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
    PictureOption,
    ProductOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from co2label.declaration import Declaration

__all__ = ["label"]


def label(
    file: FileArgument,
    *,
    output: PictureOption = None,
    language: LabelLanguage = "ja",
    template: Annotated[Template, typer.Option(help="The layout.")] = Template.CALORIE,
    house: HouseOption = None,
    dpi: Annotated[float | None, typer.Option(help="Dots per inch, of png and zpl.")] = None,
    ink: Annotated[Ink | None, typer.Option(help="Of png: black is 1 bit, for thermal printers.")] = None,
    picture_format: Annotated[
        Format | None, typer.Option("--format", help="Of the files in a directory; else png.")
    ] = None,
    price: Annotated[str | None, typer.Option(help="On a shelf label, as it is written there.")] = None,
    stock: Annotated[
        StockName | None, typer.Option(help="Lay the labels out on sheets of this label stock.")
    ] = None,
    start: Annotated[int, typer.Option(min=1, help="The first cell of the sheet that is free.")] = 1,
    product: ProductOption = None,
    issued: IssuedOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Draw labels; without -o the label is printed as text.

    Example: co2label label examples/onigiri.toml -o onigiri.png --language ja+en
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.pictures import check_output  # noqa: PLC0415
    from co2label.cli.reading import declarations_of, footprints_of, read  # noqa: PLC0415

    check_output(output)
    options = LabelOptions(output, template, language, house, dpi, ink, picture_format, price, stock, start)
    options.check()
    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued)
    written = _write(said, options)
    if json:
        entries = [one.as_dict() for one in said]
        print_json(entries[0] if document.single or product else entries)
    elif output is None:
        typer.echo("\n\n".join(_text(one, language) for one in said))
    else:
        typer.echo("\n".join(map(str, written)))


def _write(said: Sequence[Declaration], options: LabelOptions) -> list[Path]:
    """All labels, one a file or many on a sheet."""
    from co2label.cli.pictures import save_all, save_sheet  # noqa: PLC0415 - a fast start

    if options.output is None:
        return []
    draw, stock = options.draw(), options.sheet_stock()
    if stock is None:
        return save_all(said, options.output, draw, ending=options.ending, data=options.data)
    return save_sheet([draw(one) for one in said], options.output, stock, options.start)


def _text(said: Declaration, languages: str) -> str:
    from co2label.label import text_lines  # noqa: PLC0415 - a fast start

    return "\n\n".join("\n".join(text_lines(said, language)) for language in languages.split("+"))
