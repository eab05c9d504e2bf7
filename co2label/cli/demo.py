"""`co2label demo`: the main job on bundled data, into a directory that can be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.cli.demo_carriers import Carrier
    from co2label.cli.demo_page import Part
    from co2label.declaration import Declaration
    from co2label.footprint import Footprint

__all__ = ["demo"]

_LANGUAGES = ("ja", "en", "ja+en")
_PAGES = ("site/index.html", "the pages of the first four products")
_UNKNOWN = "雑誌"
"""An item without data: a receipt counts it, and does not take it as zero."""


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIRECTORY", help="Made where it is not there.")
    ] = Path("demo-out"),
) -> None:
    """Make one of everything: labels, codes, pages, receipts, a card of actions, a small catalogue; and a page that shows it.

    Example: co2label demo -o demo-out
    """
    output.mkdir(parents=True, exist_ok=True)
    written = list(_written(output))
    typer.echo("\n".join(map(str, written)))
    typer.echo(f"\n{len(written)} files in {output}; open {output / 'index.html'} in a browser.")


def _footprints(name: str) -> list[Footprint]:
    """Of a bundled document, whose days of issue are fixed: the same files on every day."""
    from importlib.resources import as_file, files  # noqa: PLC0415 - a fast start

    from co2label.footprint import compute_all  # noqa: PLC0415
    from co2label.model import read_document  # noqa: PLC0415

    with as_file(files("co2label.cli").joinpath(name)) as path:
        return list(compute_all(read_document(path).products))


def _written(output: Path) -> Iterator[Path]:
    """Write everything; yields the files in the order in which a person looks at them."""
    from co2label.cli.demo_carriers import pages  # noqa: PLC0415 - a fast start
    from co2label.cli.demo_catalogue import catalogue  # noqa: PLC0415
    from co2label.cli.demo_page import page  # noqa: PLC0415
    from co2label.cli.output import write_text  # noqa: PLC0415
    from co2label.cli.reading import declared  # noqa: PLC0415

    footprints = _footprints("demo.toml")
    said = [declared(footprint) for footprint in footprints]
    explanation = footprints[0].explain().text("ja")
    parts = _parts(output, said)
    yield write_text(output / "index.html", page(said, _LANGUAGES, parts, explanation))
    for one in said:
        yield from _pictures(output, one)
    for part in parts:
        yield from (output / file for carrier in part.carriers for file in carrier.files)
    yield from pages(output, said)
    yield from catalogue(output / "catalogue", [footprint.product for footprint in footprints])
    yield write_text(output / "explanation.txt", explanation + "\n")


def _parts(output: Path, said: Sequence[Declaration]) -> list[Part]:
    """What stands on the page behind the labels; its pictures are drawn here."""
    from co2label.cli.demo_carriers import carriers  # noqa: PLC0415 - a fast start
    from co2label.cli.demo_moving import MORE, action_card, lines_beside, nudging_receipt  # noqa: PLC0415
    from co2label.cli.demo_page import Part  # noqa: PLC0415

    more = _footprints(MORE)
    return [
        Part(
            "On shelves, packs and printers",
            "The same declaration of the first product, for everything that a shop prints or shows.",
            tuple(carriers(output, said[0])),
        ),
        Part(
            "Beside the figure",
            "What a label may say of electricity, buildings, wood, places: from data, by published rules, explained on the page.",
            lines_beside(output, more),
        ),
        Part("Behind the code", "What a phone opens, without scripts, for any web server:", (), _PAGES),
        Part(
            "On the receipt",
            "Information below the sum, no amount. The magazine has no data: it is counted as missing, not as zero.",
            (_receipt(output, said), nudging_receipt(output, more)),
        ),
        Part(
            "What a person can do",
            "Actions with the kilograms and the source of each; a plan never adds up past the household's footprint.",
            (action_card(output),),
        ),
        Part(
            "A whole catalogue",
            "One command for any number of products; interrupted, it goes on. Here the four above:",
            (),
            ("catalogue/index.html", "labels, results, and what was refused"),
        ),
    ]


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


def _receipt(output: Path, said: Sequence[Declaration]) -> Carrier:
    """What somebody buys in a convenience store: two of the products, and a magazine."""
    from co2label.cli.demo_carriers import Carrier  # noqa: PLC0415 - a fast start
    from co2label.cli.output import write_text  # noqa: PLC0415
    from co2label.receipt import Receipt, ReceiptLine, plain, preview  # noqa: PLC0415

    onigiri, milk = said[:2]
    bought = Receipt(
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
    preview(bought, columns=32, detail="full").save(output / "receipt.png")
    write_text(output / "receipt.txt", plain(bought, columns=32, detail="full") + "\n")
    return Carrier(
        "Receipt", "The sum, what is known of it, each item", ("receipt.png", "receipt.txt"), "paper"
    )
