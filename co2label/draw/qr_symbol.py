"""A QR symbol as one integer: what the other QR files make and the renderers read.

>>> corner = Symbol.of_rows([[True, False], [True, True]])
>>> corner.rows, corner.packed.hex()
((2, 3), '80c0')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Symbol", "stride"]

_BYTE = 8
_BOOLS = {b"0"[0]: False, b"1"[0]: True}


@dataclass(frozen=True, slots=True)
class Symbol:
    """The modules of a QR symbol, without its quiet zone.

    Attributes:
        size: modules from edge to edge.
        bits: the rows from top to bottom, each with its leftmost module in the highest bit and followed by one to
            eight zero bits, so that a row fills whole bytes and its end never touches the next row.
    """

    size: int
    bits: int

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[bool]]) -> Symbol:
        """The symbol of rows of modules, True for a dark one; as many rows as columns."""
        given = list(rows)
        width = stride(len(given))
        text = "".join("".join("01"[bool(dark)] for dark in row).ljust(width, "0") for row in given)
        return cls(len(given), int(text, 2))

    @property
    def packed(self) -> bytes:
        """One bit a module, eight modules a byte, rows padded to whole bytes: as `Image.frombytes("1", …)` reads it."""
        return self.bits.to_bytes(self.size * stride(self.size) // _BYTE, "big")

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows from top to bottom, the leftmost module in the highest of `size` bits."""
        packed, step = self.packed, stride(self.size) // _BYTE
        spare = step * _BYTE - self.size
        return tuple(
            int.from_bytes(packed[at : at + step], "big") >> spare for at in range(0, len(packed), step)
        )

    @property
    def modules(self) -> tuple[tuple[bool, ...], ...]:
        """The rows from top to bottom, True for a dark module."""
        width = stride(self.size)
        text = format(self.bits, f"0{self.size * width}b").encode()
        return tuple(
            tuple(map(_BOOLS.__getitem__, text[at : at + self.size])) for at in range(0, len(text), width)
        )


def stride(size: int) -> int:
    """Bits from one row to the next: whole bytes, at least one bit more than the modules of a row.

    >>> stride(21), stride(32)
    (24, 40)
    """
    return (size // _BYTE + 1) * _BYTE
