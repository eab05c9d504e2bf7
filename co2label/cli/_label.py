"""`co2label label`, `tag` and `page`: labels, what a phone or a reader scans of a product, and the pages that it opens."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

import co2label as c2
from co2label._options import Option
from co2label._storage import write
from co2label.cli._options import (
    AsJson,
    CampaignOption,
    FileArgument,
    IssuedOption,
    ProductOption,
    flag_of,
    is_directory,
    languages,
    refuse,
    refuse_given,
    takes,
)
from co2label.cli._output import (
    check_output,
    files_for,
    present,
    progress_bar,
    remark,
    save_pictures,
    write_files,
)
from co2label.cli._reading import DeclaredBasis, FigureBasis, ProductFile, read_with
from co2label.declaration import borrowed_texts
from co2label.errors import OptionError
from co2label.wording import LANGUAGES, read_languages


@takes(request=lambda: c2.label.LabelRequest, basis=lambda: DeclaredBasis)
def label(
    file: FileArgument,
    *,
    basis: DeclaredBasis,
    request: c2.label.LabelRequest,
    output: Annotated[
        Path | None,
        Option(
            "A .png, .svg, .pdf, .html or .zpl; a directory for all products; with --epaper a .png or .bin."
        ),
    ] = None,
    product: ProductOption = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    json: AsJson = False,
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
    read = ProductFile(file, basis)
    terms = None if campaign is None else read_with(c2.incentive.read_campaign, campaign)
    declarations = read.declarations_of(product, issued, terms)
    if len(declarations) > 1:
        given = {"--price": request.price, "--price-note": request.price_note}
        refuse_given(given, f"this is for one of {len(declarations)} products; choose it with --product")
    _say_what_is_borrowed(declarations, request.language)
    files: list[Path] | list[None] = [None] * len(declarations)
    if output is None:
        shown = "\n\n".join(_text(one, request.language) for one in declarations)
    else:
        files = _draw(declarations, request, output)
        shown = "\n".join(dict.fromkeys(map(str, files)))
    entries = [
        {"id": one.product_id, **one.as_dict(), "file": file}
        for one, file in zip(declarations, files, strict=True)
    ]
    present(json, entries, shown, alone=read.document.single or product)


def _say_what_is_borrowed(declarations: Sequence[c2.Declaration], languages: str) -> None:
    """Tell the author which texts lack a language that is asked for, since a reader gets another one."""
    lacking = (
        f"{one.product_id}: {what}"
        for one in declarations
        for language in read_languages(languages)
        for what in borrowed_texts(one, language)
    )
    remark(*dict.fromkeys(lacking), more="texts more lack a language")


def _for_output(request: c2.label.LabelRequest, output: Path | None) -> c2.label.LabelRequest:
    """The request in the format of the file that is written.

    Raises:
        BadParameter: a place that is no picture, or options that would do nothing there.
    """
    if output is None:
        given = {
            flag_of(type(request), field.name): getattr(request, field.name) != field.default
            for field in fields(request)
            if field.name != "language"
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


def _draw(declarations: Sequence[c2.Declaration], request: c2.label.LabelRequest, output: Path) -> list[Path]:
    """Draw and write everything, or nothing where one cannot be drawn.

    Returns:
        For each declaration, the file that it is in.
    """
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


def _text(declaration: c2.Declaration, languages: str) -> str:
    return "\n\n".join(
        "\n".join(c2.label.text_lines(declaration, language)) for language in read_languages(languages)
    )


@takes(request=lambda: c2.tag.TagRequest, basis=lambda: FigureBasis)
def tag(
    file: FileArgument,
    *,
    request: c2.tag.TagRequest,
    basis: FigureBasis,
    output: Annotated[
        Path | None, Option("A picture of the QR code, .bin for NFC, or a directory.", metavar="PATH")
    ] = None,
    product: ProductOption = None,
    issued: IssuedOption = None,
    json: AsJson = False,
) -> None:
    """Make the QR code, the NFC tag or the RFID tag of a product; prints the link, or the bytes in hexadecimal digits.

    Example: co2label tag examples/onigiri.toml -o qr.svg
    · co2label tag examples/onigiri.toml --kind nfc --text ja -o tag.bin
    · co2label tag examples/onigiri.toml --kind rfid --company-prefix-length 7 --serial 12
    """
    _check_tag_output(request.kind, output)
    read = ProductFile(file, basis)
    declarations = read.declarations_of(product, issued)
    entries = [
        {"id": one.product_id, "gtin": one.gtin, "link": request.of_item(one).link, **made}
        for one, made in zip(declarations, _make_tags(request, declarations, output), strict=True)
    ]
    shown = (entry.get("hex", entry["link"]) for entry in entries)
    present(json, entries, "\n".join(shown), alone=read.document.single or product)


def _check_tag_output(kind: str, output: Path | None) -> None:
    if kind == "qr":
        check_output(output)
    elif kind == "rfid" and output is not None:
        refuse("an RFID tag is printed, not written to a file; leave it out", "--output")
    elif output is not None and not is_directory(output) and output.suffix.lower() != ".bin":
        refuse(f"expected a name that ends with .bin, or a directory, got {str(output)!r}", "--output")


def _make_tags(
    request: c2.tag.TagRequest, declarations: Sequence[c2.Declaration], output: Path | None
) -> list[dict[str, Any]]:
    """Make and write the tags; gives what is known of each beside its link."""
    files: list[Path] | list[None] = [None] * len(declarations)
    if request.kind == "qr":
        files = save_pictures(declarations, output, request.make) or files
        return [{"file": file} for file in files]
    tags = [request.make(one) for one in declarations]
    if request.kind == "rfid":
        names = ("bits", "hex", "uri", "tag_uri")
        return [{name: getattr(tag, name) for name in names} for tag in tags]
    if output is not None:
        files = files_for([one.product_id for one in declarations], output, ".bin")
        write_files(output, {file: tag.tlv for file, tag in zip(files, tags, strict=True)})
    return [
        {"chip": tag.chip, "bytes": len(tag.tlv), "hex": tag.hex, "file": file}
        for tag, file in zip(tags, files, strict=True)
    ]


_LOCALHOST = "127.0.0.1"


def _serve(folder: Path, port: int, first: str) -> None:
    """Serve a folder on 127.0.0.1 until Ctrl-C.

    Args:
        folder: what is served.
        port: 0 to 65535; 0 takes a free one.
        first: path of a page to name beside the index.

    Raises:
        BadParameter: the port is taken or not allowed.
    """
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class QuietHandler(SimpleHTTPRequestHandler):
        """Files of one folder; the terminal stays quiet."""

        def log_message(self, *_: Any) -> None:
            """Say nothing of a request."""

    try:
        server = ThreadingHTTPServer((_LOCALHOST, port), partial(QuietHandler, directory=str(folder)))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        refuse(f"port {port} {why}; choose another one, or 0 for a free one", "--port")
    with server:
        address = f"http://{_LOCALHOST}:{server.server_port}/"
        typer.echo(f"{address} shows all, {address}{first} what a QR code opens; Ctrl-C stops")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("stopped")


_PORT, _HIGHEST_PORT = 8000, 65535


@takes(basis=lambda: DeclaredBasis)
def page(
    files: Annotated[list[Path], Option("TOML or JSON: documents with products.", flag="FILES...")],
    *,
    basis: DeclaredBasis,
    output: Annotated[Path, Option("The folder of the pages.", metavar="DIR")] = Path("site"),
    language: Annotated[
        str, languages(f"Of the pages, such as {'+'.join(LANGUAGES)}; the first leads.")
    ] = "ja+en",
    serve: Annotated[bool, Option("Then show the folder to this machine's browser, until Ctrl-C.")] = False,
    port: Annotated[
        int | None,
        Option("Of --serve; 0 takes a free one.", otherwise=str(_PORT), least=0, most=_HIGHEST_PORT),
    ] = None,
    issued: IssuedOption = None,
    campaign: CampaignOption = None,
    json: AsJson = False,
) -> None:
    """Write the pages that the QR codes open: a folder for any web server, at the paths of the GS1 Digital Links.

    Example: co2label page examples/onigiri.toml examples/bowls.toml -o site --serve
    """
    if not serve:
        refuse_given({"--port": port}, "a port is of --serve: give it as well")
    declarations: list[c2.Declaration] = []
    terms = None if campaign is None else read_with(c2.incentive.read_campaign, campaign)
    for each in ProductFile.read_all(files, basis):
        declarations += each.declarations_of(None, issued, terms)
    _say_what_is_borrowed(declarations, language)
    count = itertools.count(1)
    with progress_bar("pages") as progress:
        start = c2.page.site(
            declarations,
            output,
            language=language,
            written=lambda _: progress(next(count), len(declarations)),
        )
    entries = [
        {
            "id": one.product_id,
            "gtin": one.gtin,
            "link": one.link,
            "file": output / c2.page.page_path(one) / "index.html",
        }
        for one in declarations
    ]
    pages = "1 page" if len(declarations) == 1 else f"{len(declarations)} pages"
    present(json, entries, f"{start}: {pages}; open it in a browser")
    if serve:
        _serve(output, _PORT if port is None else port, c2.page.page_path(declarations[0]))
