"""`co2label tag` and `page`: what a phone or a reader scans of a product, and the pages that it opens."""

from __future__ import annotations

import errno
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label.cli._options import (
    FileArgument,
    IssuedOption,
    JsonOption,
    ProductOption,
    argument,
    is_directory,
    languages_up_to,
    refuse,
    refuse_given,
)
from co2label.cli._output import check_output, files_for, one_or_all, present, save_pictures, write_files
from co2label.cli._reading import (
    CampaignOption,
    FigureBasis,
    campaign_of,
    declarations_of,
    footprints_of,
    read_file,
    refuse_shared_certificates,
)
from co2label.cli._requests import takes
from co2label.errors import DrawError
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture
    from co2label.tag import TagRequest


TagOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="A picture of the QR code, .bin for NFC, or a directory."
    ),
]


@takes(request=lambda: c2.tag.TagRequest, basis=lambda: FigureBasis)
def tag(
    file: FileArgument,
    *,
    request: TagRequest,
    basis: FigureBasis,
    output: TagOutput = None,
    product: ProductOption = None,
    issued: IssuedOption = None,
    json: JsonOption = False,
) -> None:
    """Make the QR code, the NFC tag or the RFID tag of a product; prints the link, or the bytes in hexadecimal digits.

    Example: co2label tag examples/onigiri.toml -o qr.svg
    · co2label tag examples/onigiri.toml --kind nfc --text ja -o tag.bin
    · co2label tag examples/onigiri.toml --kind rfid --company-prefix-length 7 --serial 12
    """
    _check_tag_output(request.kind, output)
    document = read_file(file)
    footprints = footprints_of(file, document, basis)
    declarations = declarations_of(file, document, footprints, product, issued)
    made = _MAKERS[request.kind](request, declarations, output)
    entries = [
        {"id": one.product_id, "gtin": one.gtin, "link": request.of_item(one).link, **found}
        for one, found in zip(declarations, made, strict=True)
    ]
    shown = (entry.get("hex", entry["link"]) for entry in entries)
    present(json, one_or_all(entries, document.single or product), "\n".join(shown))


def _check_tag_output(kind: str, output: Path | None) -> None:
    if kind == "qr":
        check_output(output)
    elif kind == "rfid" and output is not None:
        refuse("an RFID tag is printed, not written to a file; leave it out", "--output")
    elif output is not None and not is_directory(output) and output.suffix.lower() != ".bin":
        refuse(f"expected a name that ends with .bin, or a directory, got {str(output)!r}", "--output")


def _qr(
    request: TagRequest, declarations: Sequence[Declaration], output: Path | None
) -> list[dict[str, Any]]:
    written = save_pictures(declarations, output, request.make)
    files: list[str | None] = [*map(str, written)] or [None] * len(declarations)
    return [{"file": name} for name in files]


def _nfc(
    request: TagRequest, declarations: Sequence[Declaration], output: Path | None
) -> list[dict[str, Any]]:
    made = [request.make(one) for one in declarations]
    files: list[str | None] = [None] * len(made)
    if output is not None:
        places = files_for([one.product_id for one in declarations], output, ".bin")
        write_files(output, {place: one.tlv for place, one in zip(places, made, strict=True)})
        files = [*map(str, places)]
    return [
        {"chip": one.chip, "bytes": len(one.tlv), "hex": one.hex, "file": file}
        for one, file in zip(made, files, strict=True)
    ]


def _rfid(request: TagRequest, declarations: Sequence[Declaration], _: Path | None) -> list[dict[str, Any]]:
    made = [request.make(one) for one in declarations]
    return [{"bits": one.bits, "hex": one.hex, "uri": one.uri, "tag_uri": one.tag_uri} for one in made]


_MAKERS = {"qr": _qr, "nfc": _nfc, "rfid": _rfid}

_LOCALHOST = "127.0.0.1"


class _QuietHandler(SimpleHTTPRequestHandler):
    """Files of one folder; the terminal stays quiet."""

    def log_message(self, *_: Any) -> None:
        """Say nothing of a request."""


def _serve(folder: Path, port: int, first: str) -> None:
    """Serve a folder on 127.0.0.1 until Ctrl-C.

    Args:
        folder: what is served.
        port: 0 to 65535; 0 takes a free one.
        first: path of a page to name beside the index.

    Raises:
        BadParameter: the port is taken or not allowed.
    """
    with _listen(folder, port) as server:
        address = f"http://{_LOCALHOST}:{server.server_port}/"
        typer.echo(f"{address} shows all, {address}{first} what a QR code opens; Ctrl-C stops")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("stopped")


def _listen(folder: Path, port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((_LOCALHOST, port), partial(_QuietHandler, directory=str(folder)))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        message = f"port {port} {why}; choose another one, or 0 for a free one"
        raise typer.BadParameter(message, param_hint="'--port'") from None


_PORT, _HIGHEST_PORT = 8000, 65535


@takes(basis=lambda: FigureBasis)
def page(
    files: Annotated[list[Path], argument("FILES...", "TOML or JSON: documents with products.")],
    *,
    basis: FigureBasis,
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
    json: JsonOption = False,
) -> None:
    """Write the pages that the QR codes open: a folder for any web server, at the paths of the GS1 Digital Links.

    Example: co2label page examples/onigiri.toml examples/bowls.toml -o site --serve
    """
    if not serve:
        refuse_given({"--port": port}, "a port is of --serve: give it as well")
    declarations: list[Declaration] = []
    terms = campaign_of(campaign)
    documents = [(file, read_file(file)) for file in files]
    refuse_shared_certificates(documents)
    for file, document in documents:
        footprints = footprints_of(file, document, basis)
        declarations += declarations_of(file, document, footprints, None, issued, campaign=terms)
    start = _write_site(declarations, output, language)
    entries = [
        {
            "id": one.product_id,
            "gtin": one.gtin,
            "link": one.link,
            "file": str(output / c2.page.page_path(one) / "index.html"),
        }
        for one in declarations
    ]
    pages = "1 page" if len(declarations) == 1 else f"{len(declarations)} pages"
    present(json, entries, f"{start}: {pages}; open it in a browser")
    if serve:
        _serve(output, _PORT if port is None else port, c2.page.page_path(declarations[0]))


def _write_site(declarations: Sequence[Declaration], folder: Path, language: str) -> Path:
    """The folder of pages with their labels, all of which are drawn first; bars on a terminal show how far it is."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        cards: dict[tuple[int, str], Picture] = {}
        for one in progress.track(declarations, description="labels"):
            cards |= {(id(one), tongue): _page_label(one, tongue) for tongue in read_languages(language)}
        advance = partial(progress.advance, progress.add_task("pages", total=len(declarations)))
        return c2.page.site(
            declarations,
            folder,
            language=language,
            label=lambda one, tongue: cards[id(one), tongue],
            written=lambda _: advance(),
        )


def _page_label(one: Declaration, language: str) -> Picture:
    """The label of a page.

    Raises:
        DrawError: it cannot be drawn; names the product.
    """
    try:
        return c2.label.calorie(one, language=language)
    except DrawError as error:
        message = f"product {one.product_id!r}: {error}"
        raise DrawError(message) from error
