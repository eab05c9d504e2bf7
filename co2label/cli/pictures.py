"""Pictures into files: one file, or a directory with one a product."""

from __future__ import annotations

import sys
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import typer

from co2label.cli.output import file_name
from co2label.cli.usage import is_directory
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from co2label.draw import Picture

__all__ = ["check_output", "save_all"]

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
    from co2label.draw import SUFFIXES  # noqa: PLC0415 - a fast start

    if output is not None and not is_directory(output) and output.suffix.lower() not in SUFFIXES:
        message = f"expected a name that ends with {' '.join(SUFFIXES)}, or a directory, got {str(output)!r}"
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
    from co2label.draw.file import write  # noqa: PLC0415 - a fast start

    if output is None:
        return []
    files = _files([ids(one) for one in said], output, ending)
    encode = data or (lambda picture: picture.drawn(files[0]))
    drawn = [
        _encoded(draw(one), encode, ids(one) if len(said) > 1 else None) for one in _shown(said, "Drawing")
    ]
    if is_directory(output):
        output.mkdir(parents=True, exist_ok=True)
    for file, content in zip(files, drawn, strict=True):
        write(file, content)
    return files


def _encoded(picture: Picture, encode: Callable[[Picture], bytes], product: str | None) -> bytes:
    """What is written of a picture.

    Raises:
        DrawError: the format cannot hold it; among several it names the product.
    """
    try:
        return encode(picture)
    except DrawError as error:
        if product is None:
            raise
        message = f"product {product!r}: {error}"
        raise DrawError(message) from error


def _files(ids: Sequence[str], output: Path, ending: str) -> list[Path]:
    """Where each picture goes."""
    if is_directory(output):
        return [output / name for name in _names(ids, ending)]
    if len(ids) > 1:
        known = ", ".join(ids[:8])
        message = (
            f"the file has {len(ids)} products; choose one with --product ({known}), or give a directory"
        )
        raise typer.BadParameter(message, param_hint=_OPTION)
    return [output]


def _shown(items: Sequence[T], doing: str) -> Iterable[T]:
    """Things one after the other, with a bar on a terminal where they are many."""
    if len(items) < _MANY or not sys.stderr.isatty():
        return items
    from rich.console import Console  # noqa: PLC0415 - a fast start
    from rich.progress import track  # noqa: PLC0415

    return track(items, doing, console=Console(stderr=True), transient=True)


def _names(ids: Sequence[str], ending: str) -> list[str]:
    names = [file_name(product_id, ending) for product_id in ids]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = f"two products would both be written to {twice[0]}; rename one of them"
        raise typer.BadParameter(message, param_hint=_OPTION)
    return names
