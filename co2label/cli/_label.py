"""`co2label label`: labels as text, in files, on displays, on sheets, or as a menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label.cli._options import (
    FileArgument,
    IssuedOption,
    JsonOption,
    ProductOption,
    is_directory,
    refuse,
    refuse_given,
)
from co2label.cli._output import check_output, one_or_all, present, save_pictures
from co2label.cli._reading import (
    CampaignOption,
    FigureBasis,
    campaign_of,
    declarations_of,
    footprints_of,
    read_file,
)
from co2label.cli._requests import flag_of, takes
from co2label.errors import OptionError
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from dataclasses import Field

    from co2label.declaration import Declaration
    from co2label.label import LabelRequest

LabelOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A .png, .svg, .pdf, .html or .zpl; a directory for all products; with --epaper a .png or .bin.",
    ),
]


@takes(request=lambda: c2.label.LabelRequest, basis=lambda: FigureBasis)
def label(
    file: FileArgument,
    *,
    basis: FigureBasis,
    request: LabelRequest,
    output: LabelOutput = None,
    product: ProductOption = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    json: JsonOption = False,
) -> None:
    """Draw labels; without -o the label is printed as text.

    Example: co2label label examples/onigiri.toml -o onigiri.png --language ja+en
    · co2label label examples/bowls.toml --template menu -o menu.pdf
    · co2label label examples/onigiri.toml --campaign examples/point-campaign.toml -o points.png
    · co2label label examples/onigiri.toml --template mini --stock L4732 --copies 80 -o packs.pdf
    · co2label label examples/onigiri.toml --template shelf --price 178円 --epaper 296x128 --red -o display.png
    """
    request = _for_output(request, output)
    if request.template not in (None, "calorie"):
        why = f"the lines of a campaign stand on the calorie label, and {request.template} has no place for them"
        refuse_given({"--campaign": campaign}, why)
    document = read_file(file)
    footprints = footprints_of(file, document, basis)
    declarations = declarations_of(
        file, document, footprints, product, issued, campaign=campaign_of(campaign)
    )
    if len(declarations) > 1:
        given = {"--price": request.price, "--price-note": request.price_note}
        refuse_given(given, f"this is for one of {len(declarations)} products; choose it with --product")
    files = [] if output is None else _draw(declarations, request, output)
    shown = (
        "\n\n".join(_text(one, request.language) for one in declarations)
        if output is None
        else "\n".join(dict.fromkeys(map(str, files)))
    )
    present(json, one_or_all(_entries(declarations, files), document.single or product), shown)


def _for_output(request: LabelRequest, output: Path | None) -> LabelRequest:
    """The request in the format of the file that is written.

    Raises:
        BadParameter: a place that is no picture, or options that would do nothing there.
    """
    if output is None:
        fields: dict[str, Field[Any]] = type(request).__dataclass_fields__
        given = {
            flag_of(type(request), name): getattr(request, name) != field.default
            for name, field in fields.items()
            if name != "language"
        }
        refuse_given(given, "without --output the label is printed as text; give a file or a directory")
        return request
    if is_directory(output):
        if request.is_shared:
            refuse(
                f"a {request.template} is one picture in one file: give -o {request.template}.pdf",
                "--template",
            )
        if request.on_pages:
            refuse("pages are written to one file: give -o labels.pdf", "--output")
        if request.epaper is not None:
            refuse_given({"--format": request.format}, "a display has its own format; leave it out")
        return request
    refuse_given(
        {"--format": request.format}, "the ending of a file says its format; --format is for a directory"
    )
    if request.epaper is None:
        check_output(output)
    try:
        return request.written_as(output.suffix.lower()[1:])
    except OptionError as error:
        if error.option == "format":
            refuse(f"{error.reason}; the name was {str(output)!r}", "--output")
        raise


def _draw(declarations: Sequence[Declaration], request: LabelRequest, output: Path) -> list[Path]:
    """Draw and write everything, or nothing where one cannot be drawn.

    Returns:
        For each declaration, the file that it is in.
    """
    from co2label._storage import write

    if request.is_shared:
        write(output, request.encode(request.draw_menu(declarations)))
        return [output] * len(declarations)
    if request.on_pages:
        pictures = list(map(request.renderer(), declarations))
        files = request.lay_out(pictures).save(output)
        if len(files) == 1:
            return [files[0]] * len(declarations)
        return [files[request.page_of(number, pictures)] for number in range(len(declarations))]
    ending = f".{request.format or 'png'}"
    return save_pictures(declarations, output, request.renderer(), ending=ending, data=request.encode)


def _entries(declarations: Sequence[Declaration], files: Sequence[Path]) -> list[dict[str, Any]]:
    """Data of the declarations, each with its file."""
    names: Sequence[str | None] = [*map(str, files)] or [None] * len(declarations)
    return [
        {"id": one.product_id, **one.as_dict(), "file": name}
        for one, name in zip(declarations, names, strict=True)
    ]


def _text(declaration: Declaration, languages: str) -> str:
    return "\n\n".join(
        "\n".join(c2.label.text_lines(declaration, language)) for language in read_languages(languages)
    )
