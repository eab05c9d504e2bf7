"""`co2label demo`: the main job on bundled data, into a directory that can be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.footprint import Footprint
    from co2label.receipt import Receipt

__all__ = ["demo"]

_LANGUAGES = ("ja", "en", "ja+en")
_UNKNOWN = "雑誌"
"""An item without data: a receipt counts it, and does not take it as zero."""


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIRECTORY", help="Made where it is not there.")
    ] = Path("demo-out"),
) -> None:
    """Make labels, shelf labels, QR codes, a receipt, the pages behind the codes, and a page that shows all of it.

    Example: co2label demo -o demo-out
    """
    output.mkdir(parents=True, exist_ok=True)
    footprints = _footprints()
    written = list(_written(output, footprints))
    typer.echo("\n".join(map(str, written)))
    typer.echo(f"\n{len(written)} files in {output}; open {output / 'index.html'} in a browser.")


def _footprints() -> list[Footprint]:
    """Of the bundled document, whose days of issue are fixed: the same files on every day."""
    from importlib.resources import as_file, files  # noqa: PLC0415 - a fast start

    from co2label.footprint import compute_all  # noqa: PLC0415
    from co2label.model.document import read_document  # noqa: PLC0415

    with as_file(files("co2label.cli").joinpath("demo.toml")) as path:
        return list(compute_all(read_document(path).products))


def _written(output: Path, footprints: Sequence[Footprint]) -> Iterator[Path]:
    """Write everything; yields the files in the order in which a person looks at them."""
    from co2label.cli.demo_carriers import carriers, pages  # noqa: PLC0415 - a fast start
    from co2label.cli.demo_page import page  # noqa: PLC0415
    from co2label.cli.output import write_text  # noqa: PLC0415
    from co2label.cli.reading import declared  # noqa: PLC0415
    from co2label.receipt import plain, preview  # noqa: PLC0415

    said = [declared(footprint) for footprint in footprints]
    receipt = _receipt(said)
    explanation = footprints[0].explain().text("ja")
    others = list(carriers(output, said[0]))
    yield write_text(output / "index.html", page(said, _LANGUAGES, others, explanation))
    for one in said:
        yield from _pictures(output, one)
    for carrier in others:
        yield from (output / file for file in carrier.files)
    yield from pages(output, said)
    yield preview(receipt, columns=32, detail="full").save(output / "receipt.png")
    yield write_text(output / "receipt.txt", plain(receipt, columns=32, detail="full") + "\n")
    yield write_text(output / "explanation.txt", explanation + "\n")


def _pictures(output: Path, said: Declaration) -> Iterator[Path]:
    from co2label.label import calorie  # noqa: PLC0415 - a fast start
    from co2label.tag import qr  # noqa: PLC0415

    for language in _LANGUAGES:
        card = calorie(said, language=language)
        for ending in ("png", "svg"):
            yield card.save(output / f"{said.product_id}.{language}.{ending}")
    code = qr(said)
    for ending in ("png", "svg"):
        yield code.save(output / f"{said.product_id}.qr.{ending}")


def _receipt(said: Sequence[Declaration]) -> Receipt:
    """What somebody buys in a convenience store: two of the products, and a magazine."""
    from co2label.receipt import Receipt, ReceiptLine  # noqa: PLC0415 - a fast start

    onigiri, milk = said[:2]
    return Receipt(
        store="サンプルストア 駅前店",
        receipt_id="2026-11-23-0042",
        lines=(
            ReceiptLine(
                name=onigiri.name["ja"], quantity=2, price=178, gtin=onigiri.gtin, declaration=onigiri
            ),
            ReceiptLine(name=milk.name["ja"], price=248, gtin=milk.gtin, declaration=milk),
            ReceiptLine(name=_UNKNOWN, price=690),
        ),
    )
