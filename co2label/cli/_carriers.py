"""`co2label tag` and `page`: what a phone or a reader scans of a product, and the pages that it opens."""

from __future__ import annotations

import errno
from enum import StrEnum
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
    day_or_none,
    languages_up_to,
    refuse_given,
)
from co2label.cli._output import check_output, file_name, one_or_all, present, save_pictures
from co2label.cli._reading import (
    Basis,
    CampaignOption,
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


class TagKind(StrEnum):
    """What is scanned."""

    QR = "qr"
    NFC = "nfc"
    RFID = "rfid"


class Level(StrEnum):
    """Of error correction."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


class Chip(StrEnum):
    """Chips whose capacity is known."""

    NTAG213 = "NTAG213"
    NTAG215 = "NTAG215"
    NTAG216 = "NTAG216"
    ICODE_SLIX = "ICODE SLIX"


KindOption = Annotated[TagKind, typer.Option("--kind", case_sensitive=False, help="What is scanned.")]

TagOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="A picture of the QR code, .bin for NFC, or a directory."
    ),
]

UpperOption = Annotated[
    bool | None, typer.Option("--upper-case", help="QR: scheme and host in capitals; often a smaller code.")
]

LevelOption = Annotated[
    Level | None, typer.Option("--level", case_sensitive=False, help="QR: error correction; else M.")
]

ChipOption = Annotated[
    Chip | None, typer.Option("--chip", case_sensitive=False, help="NFC: the chip; else NTAG213.")
]

TextOption = Annotated[
    str | None,
    typer.Option("--text", metavar="LANGUAGE", help="NFC: add the product's name in this language."),
]

PrefixOption = Annotated[
    int | None,
    typer.Option("--company-prefix-length", metavar="6-12", help="RFID: digits of the GS1 Company Prefix."),
]

SerialOption = Annotated[
    str | None,
    typer.Option("--serial", metavar="TEXT", help="Number of the item: of the EPC, or in the link."),
]

LotOption = Annotated[
    str | None, typer.Option("--lot", metavar="TEXT", help="QR, NFC: batch or lot, in the link.")
]

ExpiryOption = Annotated[
    str | None,
    typer.Option(
        "--expiry", metavar="DAY", callback=day_or_none, help="QR, NFC: last day of use, in the link."
    ),
]

FilterOption = Annotated[
    int | None,
    typer.Option("--filter", metavar="0-7", help="RFID: 1, the default, is an item at the point of sale."),
]

_OWNERS = {
    "upper_case": TagKind.QR,
    "level": TagKind.QR,
    "chip": TagKind.NFC,
    "text": TagKind.NFC,
    "company_prefix_length": TagKind.RFID,
    "filter": TagKind.RFID,
}

_NEEDED = ("company_prefix_length", "serial")


@takes(basis=lambda: Basis)
def tag(
    file: FileArgument,
    *,
    basis: Basis,
    kind: KindOption = TagKind.QR,
    output: TagOutput = None,
    product: ProductOption = None,
    upper_case: UpperOption = None,
    level: LevelOption = None,
    chip: ChipOption = None,
    text: TextOption = None,
    company_prefix_length: PrefixOption = None,
    serial: SerialOption = None,
    lot: LotOption = None,
    expiry: ExpiryOption = None,
    filter: FilterOption = None,  # noqa: A002 - the name that the standard gives it  # noqa: A002 - the name that the standard gives it
    issued: IssuedOption = None,
    json: JsonOption = False,
) -> None:
    """Make the QR code, the NFC tag or the RFID tag of a product; prints the link, or the bytes in hexadecimal digits.

    Example: co2label tag examples/onigiri.toml -o qr.svg
    · co2label tag examples/onigiri.toml --kind nfc --text ja -o tag.bin
    · co2label tag examples/onigiri.toml --kind rfid --company-prefix-length 7 --serial 12
    """
    values = (upper_case, level, chip, text, company_prefix_length, filter)
    given = _options_of_kind(kind, dict(zip(_OWNERS, values, strict=True)), serial)
    _check_tag_output(kind, output)
    document = read_file(file)
    footprints = footprints_of(file, document, basis)
    said = declarations_of(file, document, footprints, product, issued)
    said = _with_item_links(said, kind, lot, serial, expiry)
    made = _MAKERS[kind](said, output, given)
    common = [{"id": one.product_id, "gtin": one.gtin, "link": one.link} for one in said]
    entries = [{**known, **found} for known, found in zip(common, made, strict=True)]
    shown = [one.link for one in said] if kind is TagKind.QR else [found["hex"] for found in made]
    present(json, one_or_all(entries, document.single or product), "\n".join(shown))


def _with_item_links(
    said: list[Declaration], kind: TagKind, lot: str | None, serial: str | None, expiry: str | None
) -> list[Declaration]:
    """The declarations, with the lot, the serial number and the last day of use of an item in their links."""
    from dataclasses import replace
    from datetime import date

    from co2label.links import item_link

    if kind is TagKind.RFID:
        if lot is not None or expiry is not None:
            message = (
                "an EPC holds a serial number alone; a lot and a day of expiry belong to --kind qr or nfc"
            )
            raise typer.BadParameter(message, param_hint="'--lot' / '--expiry'")
        return said
    if lot is None and serial is None and expiry is None:
        return said
    day = None if expiry is None else date.fromisoformat(expiry)
    return [replace(one, link=item_link(one.link, lot=lot, serial=serial, expiry=day)) for one in said]


def _options_of_kind(kind: TagKind, options: dict[str, Any], serial: str | None) -> dict[str, Any]:
    """The options that were given, all of them of this kind."""
    given = {name: value for name, value in options.items() if value is not None}
    for name in given:
        if _OWNERS[name] is not kind:
            message = (
                f"belongs to --kind {_OWNERS[name]}, not to --kind {kind}; leave it out or change the kind"
            )
            raise typer.BadParameter(message, param_hint=_flag(name))
    if kind is TagKind.RFID and serial is not None:
        given["serial"] = serial
    for name in _NEEDED if kind is TagKind.RFID else ():
        if name not in given:
            message = "an RFID tag needs it, for a GTIN does not say it"
            raise typer.BadParameter(message, param_hint=_flag(name))
    return given


def _flag(name: str) -> str:
    return f"'--{name.replace('_', '-')}'"


def _check_tag_output(kind: TagKind, output: Path | None) -> None:

    if kind is TagKind.QR:
        check_output(output)
    elif kind is TagKind.RFID and output is not None:
        message = "an RFID tag is printed, not written to a file; leave it out"
        raise typer.BadParameter(message, param_hint="'--output' / '-o'")
    elif output is not None and not output.is_dir() and output.suffix.lower() not in {"", ".bin"}:
        message = f"expected a name that ends with .bin, or a directory, got {str(output)!r}"
        raise typer.BadParameter(message, param_hint="'--output' / '-o'")


def _qr(said: Sequence[Declaration], output: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    written = save_pictures(said, output, lambda one: c2.tag.qr(one, **given))
    files: list[str | None] = [*map(str, written)] or [None] * len(said)
    return [{"file": name} for name in files]


def _nfc(said: Sequence[Declaration], output: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    made = [c2.tag.nfc(one, **given) for one in said]
    files: list[Path | None] = [None] * len(said)
    if output is not None and (output.is_dir() or not output.suffix):
        output.mkdir(parents=True, exist_ok=True)
        files = [output / file_name(one.product_id, ".bin") for one in said]
    elif output is not None and len(said) > 1:
        message = f"the file has {len(said)} products; choose one with --product, or give a directory"
        raise typer.BadParameter(message, param_hint="'--output' / '-o'")
    elif output is not None:
        files = [output]
    written = [one.save(place) if place else None for one, place in zip(made, files, strict=True)]
    return [
        {"chip": one.chip, "bytes": len(one.tlv), "hex": one.hex, "file": str(place) if place else None}
        for one, place in zip(made, written, strict=True)
    ]


def _rfid(said: Sequence[Declaration], _: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    made = [c2.tag.rfid(one, **given) for one in said]
    return [{"bits": one.bits, "hex": one.hex, "uri": one.uri, "tag_uri": one.tag_uri} for one in made]


_MAKERS = {TagKind.QR: _qr, TagKind.NFC: _nfc, TagKind.RFID: _rfid}

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


@takes(basis=lambda: Basis)
def page(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="TOML or JSON: documents with products.", show_default=False),
    ],
    *,
    basis: Basis,
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
    said: list[Declaration] = []
    terms = campaign_of(campaign)
    documents = [(file, read_file(file)) for file in files]
    refuse_shared_certificates(documents)
    for file, document in documents:
        footprints = footprints_of(file, document, basis)
        said += declarations_of(file, document, footprints, None, issued, campaign=terms)
    start = _write_site(said, output, language)
    entries = [
        {
            "id": one.product_id,
            "gtin": one.gtin,
            "link": one.link,
            "file": str(output / c2.page.page_path(one) / "index.html"),
        }
        for one in said
    ]
    pages = "1 page" if len(said) == 1 else f"{len(said)} pages"
    present(json, entries, f"{start}: {pages}; open it in a browser")
    if serve:
        _serve(output, _PORT if port is None else port, c2.page.page_path(said[0]))


def _write_site(said: Sequence[Declaration], folder: Path, language: str) -> Path:
    """The folder of pages with their labels, all of which are drawn first; bars on a terminal show how far it is."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        cards: dict[tuple[int, str], Picture] = {}
        for one in progress.track(said, description="labels"):
            cards |= {(id(one), tongue): _page_label(one, tongue) for tongue in read_languages(language)}
        advance = partial(progress.advance, progress.add_task("pages", total=len(said)))
        return c2.page.site(
            said,
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
