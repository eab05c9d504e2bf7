"""`co2label page`: the pages behind the QR codes, and a way to look at them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import (
    FactorsOption,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    IssuedOption,
    JsonOption,
    languages_up_to,
)
from co2label.cli.promised import CampaignOption, campaign_of
from co2label.cli.usage import refuse_given
from co2label.errors import DrawError
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture

__all__ = ["page"]

_PORT, _HIGHEST_PORT = 8000, 65535


def page(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="TOML or JSON: documents with products.", show_default=False),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the pages.")
    ] = Path("site"),
    language: Annotated[
        str,
        typer.Option(
            "--language",
            "-l",
            metavar="LANGUAGE",
            callback=languages_up_to(None),
            help=f"Of the pages, such as {'+'.join(LANGUAGES)}; the first leads.",
        ),
    ] = "ja+en",
    serve: Annotated[
        bool, typer.Option("--serve", help="Then show the folder to this machine's browser, until Ctrl-C.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=_HIGHEST_PORT, help="Of --serve; 0 takes a free one.", show_default=str(_PORT)
        ),
    ] = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Write the pages that the QR codes open: a folder for any web server, at the paths of the GS1 Digital Links.

    Example: co2label page examples/onigiri.toml examples/bowls.toml -o site --serve
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import (  # noqa: PLC0415
        declarations_of,
        footprints_of,
        read,
        refuse_shared_certificates,
    )
    from co2label.cli.serving import serve as show  # noqa: PLC0415
    from co2label.page.site import path_of  # noqa: PLC0415

    if not serve:
        refuse_given({"--port": port}, "a port is of --serve: give it as well")
    said: list[Declaration] = []
    terms = campaign_of(campaign)
    documents = [(file, read(file)) for file in files]
    refuse_shared_certificates(documents)
    for file, document in documents:
        footprints = footprints_of(file, document, gwp, horizon, factors)
        said += declarations_of(file, document, footprints, None, issued, campaign=terms)
    start = _write(said, output, language)
    if json:
        keys = ("id", "gtin", "link", "file")
        rows = (
            (one.product_id, one.gtin, one.link, str(output / path_of(one) / "index.html")) for one in said
        )
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        typer.echo(f"{start}: {len(said)} {'page' if len(said) == 1 else 'pages'}; open it in a browser")
    if serve:
        show(output, _PORT if port is None else port, path_of(said[0]))


def _write(said: Sequence[Declaration], folder: Path, language: str) -> Path:
    """The folder of pages with their labels, all of which are drawn first; bars on a terminal show how far it is."""
    from rich.console import Console  # noqa: PLC0415 - a fast start
    from rich.progress import Progress  # noqa: PLC0415

    from co2label.page import site  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        cards: dict[tuple[int, str], Picture] = {}
        for one in progress.track(said, description="labels"):
            cards |= {(id(one), tongue): _card(one, tongue) for tongue in read_languages(language)}
        advance = partial(progress.advance, progress.add_task("pages", total=len(said)))
        return site(
            said,
            folder,
            language=language,
            label=lambda one, tongue: cards[id(one), tongue],
            written=lambda _: advance(),
        )


def _card(one: Declaration, language: str) -> Picture:
    """The label of a page.

    Raises:
        DrawError: it cannot be drawn; names the product.
    """
    from co2label.label import calorie  # noqa: PLC0415 - a fast start

    try:
        return calorie(one, language=language)
    except DrawError as error:
        message = f"product {one.product_id!r}: {error}"
        raise DrawError(message) from error
