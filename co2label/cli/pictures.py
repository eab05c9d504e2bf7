"""Pictures into files: one file, or a directory with one a product."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import typer

from co2label.cli.output import file_name
from co2label.draw.picture import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from co2label.draw import Picture

__all__ = ["check_output", "save_all"]

T = TypeVar("T")
_OF_ID = attrgetter("product_id")
_OPTION = "'--output' / '-o'"


def check_output(output: Path | None) -> None:
    """Refuse a place that is neither a picture nor a directory, before anything is computed.

    Raises:
        BadParameter: the name ends with something that is no format of pictures.
    """
    if output is not None and not _is_directory(output) and output.suffix.lower() not in ENDINGS:
        message = f"expected a name that ends with {' '.join(ENDINGS)}, or a directory, got {str(output)!r}"
        raise typer.BadParameter(message, param_hint=_OPTION)


def save_all(
    said: Sequence[T], output: Path | None, draw: Callable[[T], Picture], ids: Callable[[T], str] = _OF_ID
) -> list[Path]:
    """Draw everything, then write the pictures; where one cannot be drawn, none is written.

    Args:
        said: what is drawn, one picture each: declarations, or what `ids` knows the product id of.
        output: a file, a directory with one file a product, or None: nothing is drawn.
        draw: makes the picture of one.
        ids: the product id of one.

    Raises:
        BadParameter: several products and one file name.
    """
    if output is None:
        return []
    if not _is_directory(output) and len(said) > 1:
        known = ", ".join(ids(one) for one in said[:8])
        message = (
            f"the file has {len(said)} products; choose one with --product ({known}), or give a directory"
        )
        raise typer.BadParameter(message, param_hint=_OPTION)
    pictures = [draw(one) for one in said]
    if not _is_directory(output):
        return [pictures[0].save(output)]
    output.mkdir(parents=True, exist_ok=True)
    names = _names([ids(one) for one in said])
    return [picture.save(output / name) for picture, name in zip(pictures, names, strict=True)]


def _is_directory(output: Path) -> bool:
    return output.is_dir() or output.suffix == ""


def _names(ids: Sequence[str]) -> list[str]:
    names = [file_name(product_id, ".png") for product_id in ids]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = f"two products would both be written to {twice[0]}; rename one of them"
        raise typer.BadParameter(message, param_hint=_OPTION)
    return names
