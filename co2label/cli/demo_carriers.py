"""What `co2label demo` makes of one declaration besides the card: everything that a shop and a factory would print or show."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from co2label.draw.file import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from co2label.declaration import Declaration

__all__ = ["Carrier", "carriers", "pages"]

_PRICE, _PRICE_NOTE = "178円", "税込192円"
_PACK = (35.6, 16.9)
"""mm: one of the 80 labels of a sheet."""
_DISPLAY = (400, 300)
"""Pixels of a display of 4.2 inches."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A figure of the page: the picture that is shown, the files that it names, and what it is."""

    title: str
    said: str
    files: tuple[str, ...]
    kind: str = "label"


def carriers(output: Path, said: Declaration) -> Iterator[Carrier]:
    """Draw and write them; the first file of each is the picture to show."""
    yield _shelf(output, said)
    yield _display(output, said)
    yield _mini(output, said)
    yield _thermal(output, said)
    yield _sheet(output, said)


def pages(output: Path, said: Sequence[Declaration]) -> Iterator[Path]:
    """The pages that the codes open, with their labels; the index comes first."""
    from co2label.label import calorie  # noqa: PLC0415 - a fast start
    from co2label.page import site  # noqa: PLC0415
    from co2label.page.site import path_of  # noqa: PLC0415

    folder = output / "site"
    yield site(said, folder, label=lambda one, language: calorie(one, language=language))
    for one in said:
        yield folder / path_of(one) / "index.html"
        yield folder / path_of(one) / "index.json"


def _shelf(output: Path, said: Declaration) -> Carrier:
    from co2label.label import shelf  # noqa: PLC0415 - a fast start

    picture = shelf(said, price=_PRICE, price_note=_PRICE_NOTE)
    files = (f"{said.product_id}.shelf.png", f"{said.product_id}.shelf.svg")
    for file in files:
        picture.save(output / file)
    return Carrier("Shelf label", "70 × 38 mm, the figure per 100 g like a unit price", files)


def _display(output: Path, said: Declaration) -> Carrier:
    from co2label.label import ESL_42, shelf  # noqa: PLC0415 - a fast start

    planes = shelf(said, price=_PRICE, size=ESL_42).epaper(*_DISPLAY)
    files = (f"{said.product_id}.display.png", f"{said.product_id}.display.bin")
    write(output / files[0], planes.png())
    write(output / files[1], planes.black)
    return Carrier("Electronic shelf label", "400 × 300 pixels, a bit each: no greys", files)


def _mini(output: Path, said: Declaration) -> Carrier:
    from co2label.label import mini  # noqa: PLC0415 - a fast start

    picture = mini(said, size=_PACK)
    files = (f"{said.product_id}.mini.png", f"{said.product_id}.mini.svg")
    for file in files:
        picture.save(output / file)
    return Carrier(
        "Small pack",
        f"{_PACK[0]:g} × {_PACK[1]:g} mm: what has no room stands behind the code",
        files,
        "small",
    )


def _thermal(output: Path, said: Declaration) -> Carrier:
    from co2label.label import calorie  # noqa: PLC0415 - a fast start

    card = calorie(said)
    files = (f"{said.product_id}.203dpi.png", f"{said.product_id}.203dpi.zpl")
    write(output / files[0], card.png(203, "black"))
    write(output / files[1], card.zpl(203))
    return Carrier("Thermal printer", "203 dots per inch, black only; ZPL for label printers", files)


def _sheet(output: Path, said: Declaration) -> Carrier:
    """A sheet of small labels; as PDF too where typst is installed."""
    from co2label.label import STOCKS, mini, sheet  # noqa: PLC0415 - a fast start

    stock = STOCKS["L4732"]
    made = sheet([mini(said, size=_PACK)], stock, copies=stock.cells)
    files = [f"{said.product_id}.sheet.svg"]
    if find_spec("typst") is not None:
        files.append(f"{said.product_id}.sheet.pdf")
    for file in files:
        made.save(output / file)
    return Carrier("Sheet of labels", "A4, 80 labels, for an office printer", tuple(files))
