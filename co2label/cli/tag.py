"""`co2label tag`: what a phone or a reader scans of a product: its QR code, its NFC tag, its RFID tag."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    ProductOption,
    day_or_none,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration

__all__ = ["tag"]


class Kind(StrEnum):
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


KindOption = Annotated[Kind, typer.Option("--kind", case_sensitive=False, help="What is scanned.")]
OutputOption = Annotated[
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
    "upper_case": Kind.QR,
    "level": Kind.QR,
    "chip": Kind.NFC,
    "text": Kind.NFC,
    "company_prefix_length": Kind.RFID,
    "filter": Kind.RFID,
}
_NEEDED = ("company_prefix_length", "serial")


def tag(
    file: FileArgument,
    *,
    kind: KindOption = Kind.QR,
    output: OutputOption = None,
    product: ProductOption = None,
    upper_case: UpperOption = None,
    level: LevelOption = None,
    chip: ChipOption = None,
    text: TextOption = None,
    company_prefix_length: PrefixOption = None,
    serial: SerialOption = None,
    lot: LotOption = None,
    expiry: ExpiryOption = None,
    filter: FilterOption = None,  # noqa: A002 - the name that the standard gives it
    issued: IssuedOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Make the QR code, the NFC tag or the RFID tag of a product; prints the link, or the bytes in hexadecimal digits.

    Example: co2label tag examples/onigiri.toml -o qr.svg
    · co2label tag examples/onigiri.toml --kind nfc --text ja -o tag.bin
    · co2label tag examples/onigiri.toml --kind rfid --company-prefix-length 7 --serial 12
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import declarations_of, footprints_of, read  # noqa: PLC0415

    values = (upper_case, level, chip, text, company_prefix_length, filter)
    given = _of_kind(kind, dict(zip(_OWNERS, values, strict=True)), serial)
    _check_place(kind, output)
    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued)
    said = _of_item(said, kind, lot, serial, expiry)
    made = _MAKERS[kind](said, output, given)
    if json:
        common = [{"id": one.product_id, "gtin": one.gtin, "link": one.link} for one in said]
        entries = [{**known, **found} for known, found in zip(common, made, strict=True)]
        print_json(entries[0] if document.single or product else entries)
    else:
        shown = [one.link for one in said] if kind is Kind.QR else [found["hex"] for found in made]
        typer.echo("\n".join(shown))


def _of_item(
    said: list[Declaration], kind: Kind, lot: str | None, serial: str | None, expiry: str | None
) -> list[Declaration]:
    """The declarations, with the lot, the serial number and the last day of use of an item in their links."""
    from dataclasses import replace  # noqa: PLC0415 - a fast start
    from datetime import date  # noqa: PLC0415

    from co2label.links import item_link  # noqa: PLC0415

    if kind is Kind.RFID:
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


def _of_kind(kind: Kind, options: dict[str, Any], serial: str | None) -> dict[str, Any]:
    """The options that were given, all of them of this kind."""
    given = {name: value for name, value in options.items() if value is not None}
    for name in given:
        if _OWNERS[name] is not kind:
            message = (
                f"belongs to --kind {_OWNERS[name]}, not to --kind {kind}; leave it out or change the kind"
            )
            raise typer.BadParameter(message, param_hint=_flag(name))
    if kind is Kind.RFID and serial is not None:
        given["serial"] = serial
    for name in _NEEDED if kind is Kind.RFID else ():
        if name not in given:
            message = "an RFID tag needs it, for a GTIN does not say it"
            raise typer.BadParameter(message, param_hint=_flag(name))
    return given


def _flag(name: str) -> str:
    return f"'--{name.replace('_', '-')}'"


def _check_place(kind: Kind, output: Path | None) -> None:
    from co2label.cli.pictures import check_output  # noqa: PLC0415

    if kind is Kind.QR:
        check_output(output)
    elif kind is Kind.RFID and output is not None:
        message = "an RFID tag is printed, not written to a file; leave it out"
        raise typer.BadParameter(message, param_hint="'--output' / '-o'")
    elif output is not None and not output.is_dir() and output.suffix.lower() not in {"", ".bin"}:
        message = f"expected a name that ends with .bin, or a directory, got {str(output)!r}"
        raise typer.BadParameter(message, param_hint="'--output' / '-o'")


def _qr(said: Sequence[Declaration], output: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    from co2label.cli.pictures import save_all  # noqa: PLC0415
    from co2label.tag import qr  # noqa: PLC0415

    written = save_all(said, output, lambda one: qr(one, **given))
    files: list[str | None] = [*map(str, written)] or [None] * len(said)
    return [{"file": name} for name in files]


def _nfc(said: Sequence[Declaration], output: Path | None, given: dict[str, Any]) -> list[dict[str, Any]]:
    from co2label.cli.output import file_name  # noqa: PLC0415
    from co2label.tag import nfc  # noqa: PLC0415

    made = [nfc(one, **given) for one in said]
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
    from co2label.tag import rfid  # noqa: PLC0415

    made = [rfid(one, **given) for one in said]
    return [{"bits": one.bits, "hex": one.hex, "uri": one.uri, "tag_uri": one.tag_uri} for one in made]


_MAKERS = {Kind.QR: _qr, Kind.NFC: _nfc, Kind.RFID: _rfid}
