"""Where the products of a run come from: something that can be read again and again, in the same order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.rejected import Rejected
from co2label.model import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Item", "Source", "sha256"]

Item = Product | Rejected
"""A product, or a row that is none."""
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """Products that are read twice or three times: once to look ahead, once to be made.

    Attributes:
        name: what messages call it: "products.csv".
        read: begins to read; the same products in the same order each time.
        files: what the products come from. A run is only resumed where these files are the same to the byte.

    >>> Source("none", tuple).digests()
    {}
    """

    name: str
    read: Callable[[], Iterable[Item]]
    files: tuple[Path, ...] = ()

    def digests(self) -> dict[str, str]:
        """The sha256 of each file, by its name.

        Raises:
            OSError: a file that cannot be read.
        """
        return {str(path): sha256(path) for path in self.files}


def sha256(path: Path) -> str:
    """The digest of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
