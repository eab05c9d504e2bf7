"""Pictures into files: one file, or a directory with one a product."""

from __future__ import annotations

import sys
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import typer

from co2label.cli.output import file_name
from co2label.draw.file import write
from co2label.draw.picture import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from co2label.draw import Picture
    from co2label.label.stock import Stock

__all__ = ["check_output", "is_directory", "save_all", "save_sheet"]

T = TypeVar("T")
_OF_ID = attrgetter("product_id")
_OPTION = "'--output' / '-o'"
_MANY = 20
"""From so many pictures on, a bar shows how far they are."""


def check_output(output: Path | None) -> None:
    """Refuse a place that is neither a picture nor a directory, before anything is computed.

    Raises:
        BadParameter: the name ends with something that is no format of pictures.
    """
    if output is not None and not is_directory(output) and output.suffix.lower() not in ENDINGS:
        message = f"expected a name that ends with {' '.join(ENDINGS)}, or a directory, got {str(output)!r}"
        raise typer.BadParameter(message, param_hint=_OPTION)


def save_all(
    said: Sequence[T],
    output: Path | None,
    draw: Callable[[T], Picture],
    ids: Callable[[T], str] = _OF_ID,
    *,
    ending: str = ".png",
    data: Callable[[Picture], bytes] | None = None,
) -> list[Path]:
    """Draw everything, then write the pictures; where one cannot be drawn, none is written.

    Args:
        said: what is drawn, one picture each: declarations, or what `ids` knows the product id of.
        output: a file, a directory with one file a product, or None: nothing is drawn.
        draw: makes the picture of one.
        ids: the product id of one.
        ending: of the files in a directory.
        data: what is written of a picture; where nothing is said, what the name of its file asks for.

    Raises:
        BadParameter: several products and one file name.
    """
    if output is None:
        return []
    if not is_directory(output) and len(said) > 1:
        known = ", ".join(ids(one) for one in said[:8])
        message = (
            f"the file has {len(said)} products; choose one with --product ({known}), or give a directory"
        )
        raise typer.BadParameter(message, param_hint=_OPTION)
    names = _names([ids(one) for one in said], ending) if is_directory(output) else [output.name]
    pictures = [draw(one) for one in shown(said, "Drawing")]
    folder = output if is_directory(output) else output.parent
    if is_directory(output):
        output.mkdir(parents=True, exist_ok=True)
    save = _saver(data)
    pairs = list(zip(pictures, names, strict=True))
    return [save(picture, folder / name) for picture, name in shown(pairs, "Writing")]


def save_sheet(pictures: Sequence[Picture], output: Path, stock: Stock, start: int) -> list[Path]:
    """Lay labels out on sheets and write them."""
    from co2label.label.sheet import sheet  # noqa: PLC0415 - a fast start

    return list(sheet(pictures, stock, start=start).save(output))


def shown(items: Sequence[T], doing: str) -> Iterable[T]:
    """Things one after the other, with a bar on a terminal where they are many."""
    if len(items) < _MANY or not sys.stderr.isatty():
        return items
    from rich.console import Console  # noqa: PLC0415 - a fast start
    from rich.progress import track  # noqa: PLC0415

    return track(items, doing, console=Console(stderr=True), transient=True)


def _saver(data: Callable[[Picture], bytes] | None) -> Callable[[Picture, Path], Path]:
    if data is None:
        return lambda picture, path: picture.save(path)
    encode = data

    def save(picture: Picture, path: Path) -> Path:
        write(path, encode(picture))
        return path

    return save


def is_directory(output: Path) -> bool:
    """Whether files go into this place: a directory, or a name without an ending."""
    return output.is_dir() or output.suffix == ""


def _names(ids: Sequence[str], ending: str) -> list[str]:
    names = [file_name(product_id, ending) for product_id in ids]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = f"two products would both be written to {twice[0]}; rename one of them"
        raise typer.BadParameter(message, param_hint=_OPTION)
    return names
