"""The encoding of a CSV file: what the map states, else what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from co2label.delimited import found_encoding, stated_encoding
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["encoding_of"]

_HOW = 'state it in the map, such as encoding = "cp1252" (Western Windows), or save the table as CSV in UTF-8'
_TWO = 'state it in the map, encoding = "cp932" or encoding = "euc_jp", or save the table as CSV in UTF-8'


def encoding_of(path: Path, name: str, stated: str | None = None) -> str:
    """The encoding of a text file, one of `co2label.delimited.ENCODINGS`.

    Args:
        path: the file.
        name: what the user calls it, for messages.
        stated: what the map says; then it is only checked.

    Raises:
        DocumentError: no encoding fits, two do, or the stated one does not.
    """

    def opened() -> BinaryIO:
        return path.open("rb")

    if stated is None:
        return found_encoding(opened, name, _HOW, _TWO)
    encoding, wrong = stated_encoding(opened, stated)
    if wrong is not None:
        raise DocumentError(
            [Problem(name, f"byte {wrong} is not {stated}, as the map states", "correct the map")]
        )
    return encoding
