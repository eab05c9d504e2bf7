"""What `co2label demo` makes of its products as a catalogue: the folder that `co2label batch` makes of any number of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from co2label.model import Product

__all__ = ["catalogue"]

_DAY = date(2026, 11, 23)
"""The day of issue of all of them: the same files on every day."""


def catalogue(folder: Path, products: Sequence[Product]) -> Iterator[Path]:
    """Run it; the summary comes first, and what the run keeps for itself is not named."""
    from co2label.catalogue.bulk import Job, Source, run  # noqa: PLC0415 - a fast start

    run(Source("demo", lambda: products), folder, Job(today=_DAY, language="ja"), restart=True)
    index = folder / "index.html"
    yield index
    yield from sorted(
        path for path in (*folder.glob("*.*"), *folder.glob("labels/*")) if path.is_file() and path != index
    )
