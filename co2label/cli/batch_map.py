"""`co2label batch --suggest-map`: a column map for other people's headings, to be saved, looked at and completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["print_suggestion"]


def print_suggestion(
    products: Path,
    activities: Path | None,
    column_map: Path | None,
    own_factors: Path | None,
    output: Path | None,
) -> None:
    """Print the map, or write it to a file; what a map says already is kept, and the rest proposed."""
    from co2label.catalogue import read_map, suggest_map  # noqa: PLC0415 - a fast start
    from co2label.cli.output import write_text  # noqa: PLC0415
    from co2label.cli.reading import library  # noqa: PLC0415

    stated = None if column_map is None else read_map(column_map)
    text = suggest_map(products, activities, mapping=stated, factors=library(own_factors))
    if output is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(write_text(output, text))
