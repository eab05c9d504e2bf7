"""`co2label label`: what the public sees."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

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
    from co2label.declaration import Declaration

__all__ = ["label"]


class LabelLanguage(StrEnum):
    """Languages of a label; where there are two, the first leads."""

    JA = "ja"
    EN = "en"
    JA_EN = "ja+en"


class Template(StrEnum):
    """Layouts of a label."""

    CALORIE = "calorie"


def label(
    file: FileArgument,
    *,
    output: PictureOption = None,
    language: Annotated[
        LabelLanguage, typer.Option("--language", "-l", help="Of the label.")
    ] = LabelLanguage.JA,
    template: Annotated[Template, typer.Option(help="The layout.")] = Template.CALORIE,  # noqa: ARG001 - one so far
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
    from co2label.cli.pictures import check_output, save_all  # noqa: PLC0415
    from co2label.cli.reading import declarations_of, footprints_of, read  # noqa: PLC0415
    from co2label.label import calorie  # noqa: PLC0415

    check_output(output)
    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued)
    written = save_all(said, output, lambda one: calorie(one, language=language.value))
    if json:
        entries = [one.as_dict() for one in said]
        print_json(entries[0] if document.single or product else entries)
    elif output is None:
        typer.echo("\n\n".join(_text(one, language.value) for one in said))
    else:
        typer.echo("\n".join(map(str, written)))


def _text(said: Declaration, languages: str) -> str:
    from co2label.label import text_lines  # noqa: PLC0415 - a fast start

    return "\n\n".join("\n".join(text_lines(said, language)) for language in languages.split("+"))
