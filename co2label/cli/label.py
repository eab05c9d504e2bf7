"""`co2label label`: what the public sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from co2label.cli.label_file import LabelFile
from co2label.cli.label_look import Look
from co2label.cli.label_options import (  # noqa: TC001 - typer reads them
    CopiesOption,
    CropMarksOption,
    DpiOption,
    EpaperOption,
    FormatOption,
    GridOption,
    HouseOption,
    InkOption,
    LabelLanguage,
    LabelOutput,
    LinkOption,
    PageOption,
    PriceNoteOption,
    PriceOption,
    RedOption,
    ShiftOption,
    SizeOption,
    StartOption,
    StockOption,
    TemplateOption,
    TitleOption,
    WidthOption,
)
from co2label.cli.label_run import check, draw
from co2label.cli.label_sheet import Layout
from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
    ProductOption,
)
from co2label.cli.promised import CampaignOption, campaign_of
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from co2label.declaration import Declaration

__all__ = ["label"]


def label(
    file: FileArgument,
    *,
    output: LabelOutput = None,
    product: ProductOption = None,
    template: TemplateOption = None,
    language: LabelLanguage = "ja",
    house: HouseOption = None,
    size: SizeOption = None,
    price: PriceOption = None,
    price_note: PriceNoteOption = None,
    title: TitleOption = None,
    link: LinkOption = None,
    width: WidthOption = None,
    picture_format: FormatOption = None,
    dpi: DpiOption = None,
    ink: InkOption = None,
    epaper: EpaperOption = None,
    red: RedOption = False,
    stock: StockOption = None,
    grid: GridOption = None,
    page: PageOption = None,
    start: StartOption = None,
    copies: CopiesOption = None,
    crop_marks: CropMarksOption = False,
    shift: ShiftOption = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Draw labels; without -o the label is printed as text.

    Example: co2label label examples/onigiri.toml -o onigiri.png --language ja+en
    · co2label label examples/bowls.toml --template menu -o menu.pdf
    · co2label label examples/onigiri.toml --campaign examples/point-campaign.toml -o points.png
    · co2label label examples/onigiri.toml --template mini --stock L4732 --copies 80 -o packs.pdf
    · co2label label examples/onigiri.toml --template shelf --price 178円 --epaper 296x128 --red -o display.png
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import declarations_of, footprints_of, read  # noqa: PLC0415

    look = Look(template, language, house, size, price, price_note, title, link, width)
    target = LabelFile(output, picture_format, dpi, ink, epaper, red)
    layout = Layout(stock, grid, page, start, copies, crop_marks, shift)
    check(look, target, layout)
    look.check_campaign(campaign)
    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued, campaign=campaign_of(campaign))
    look.check_number(said)
    files = [] if output is None else draw(said, look, target, layout)
    if json:
        entries = _entries(said, files)
        print_json(entries[0] if document.single or product else entries)
    elif output is None:
        typer.echo("\n\n".join(_text(one, language) for one in said))
    else:
        typer.echo("\n".join(dict.fromkeys(map(str, files))))


def _entries(said: Sequence[Declaration], files: Sequence[Path]) -> list[dict[str, Any]]:
    """What is printed as JSON: the declarations, each with its file."""
    names: Sequence[str | None] = [*map(str, files)] or [None] * len(said)
    return [
        {"id": one.product_id, **one.as_dict(), "file": name} for one, name in zip(said, names, strict=True)
    ]


def _text(said: Declaration, languages: str) -> str:
    from co2label.label import text_lines  # noqa: PLC0415 - a fast start

    return "\n\n".join("\n".join(text_lines(said, language)) for language in read_languages(languages))
