"""`co2label tag`: the QR code of a product, and its link."""

from __future__ import annotations

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

__all__ = ["tag"]


def tag(
    file: FileArgument,
    *,
    output: PictureOption = None,
    product: ProductOption = None,
    issued: IssuedOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Draw the QR code that opens how a figure was calculated, and print its link.

    Example: co2label tag examples/onigiri.toml -o qr.svg
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.pictures import check_output, save_all  # noqa: PLC0415
    from co2label.cli.reading import declarations_of, footprints_of, read  # noqa: PLC0415
    from co2label.tag import qr  # noqa: PLC0415

    check_output(output)
    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    said = declarations_of(file, document, footprints, product, issued)
    written = save_all(said, output, qr)
    if json:
        files: list[str | None] = [*map(str, written)] or [None] * len(said)
        keys = ("id", "gtin", "link", "file")
        rows = zip(said, files, strict=True)
        entries = [
            dict(zip(keys, (one.product_id, one.gtin, one.link, name), strict=True)) for one, name in rows
        ]
        print_json(entries[0] if document.single or product else entries)
    else:
        typer.echo("\n".join(one.link for one in said))
