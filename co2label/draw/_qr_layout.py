"""The symbol of all-zero data of a version and level, and what each data bit changes in it, learnt from `qrcode`.

A QR symbol is affine over GF(2): it is the symbol of all-zero data XOR the differences that the single data bits make, for
Reed-Solomon codes are linear, codewords only change places, and a mask is added by XOR.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from qrcode import base, constants, util
from qrcode.main import QRCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


BYTE = 8
"""Bits of a byte, and of a codeword."""

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
        return self.bits.to_bytes(self.size * stride(self.size) // BYTE, "big")

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows from top to bottom, the leftmost module in the highest of `size` bits."""
        packed, step = self.packed, stride(self.size) // BYTE
        spare = step * BYTE - self.size
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
    return (size // BYTE + 1) * BYTE


LEVELS: dict[str, int] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
"""The four levels of error correction, as `qrcode` numbers them."""

MASKS = range(8)
"""The eight mask patterns of a QR symbol (not of Micro QR)."""

_NIBBLE = 16

_POWERS = 255
"""Non-zero elements of GF(256): all of them are powers of one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One version and level.

    Attributes:
        size: modules from edge to edge.
        nibbles: for each half of a data codeword, high half first, the 16 differences that its values make.
        frames: for each mask, the symbol of all-zero data.
        trials: the same without format and version information: on these `qrcode` compares the masks.
    """

    size: int
    nibbles: tuple[tuple[int, ...], ...]
    frames: tuple[int, ...]
    trials: tuple[int, ...]

    def difference(self, data: bytes) -> int:
        """Modules that the data codewords change in the symbol of all-zero data, whatever its mask."""
        changed = 0
        places = iter(self.nibbles)
        for byte, high, low in zip(data, places, places, strict=True):
            changed ^= high[byte >> 4] ^ low[byte & 15]
        return changed


@lru_cache(maxsize=40)
def layout(version: int, level: str) -> Layout:
    """The layout of a version, 1 to 40, and a level, L M Q or H; tens of milliseconds when it is first asked for."""
    blocks = base.rs_blocks(version, LEVELS[level])
    codewords = sum(block.total_count for block in blocks)
    code = QRCode(version=version, error_correction=LEVELS[level], border=0)
    blank = bytes(codewords)
    frames = tuple(_symbol_of_codewords(code, blank, mask) for mask in MASKS)
    trials = tuple(_symbol_of_codewords(code, blank, mask, trial=True) for mask in MASKS)
    modules = _module_of_each_bit(code, codewords, frames[0])
    nibbles = tuple(
        table
        for bits in _changes_of_codewords(blocks, modules)
        for table in (_nibble_table(bits[:4]), _nibble_table(bits[4:]))
    )
    return Layout(code.modules_count, nibbles, frames, trials)


def _symbol_of_codewords(code: QRCode, codewords: Sequence[int], mask: int, *, trial: bool = False) -> int:
    """The symbol that `qrcode` makes of the codewords as they stand, error correction included in them."""
    code.data_cache = codewords
    code.makeImpl(trial, mask)
    return Symbol.of_rows(code.modules).bits


def _module_of_each_bit(code: QRCode, codewords: int, blank: int) -> list[int]:
    """The module of each bit of the codewords, in order, as an integer with one bit set.

    Every bit is numbered from 1; the symbol in which the bits are set whose number has the k-th binary digit tells that
    digit for all modules at once, so that about ten symbols are enough.
    """
    numbers = range(1, codewords * BYTE + 1)
    digits = []
    for digit in range(numbers[-1].bit_length()):
        bits = "".join("01"[number >> digit & 1] for number in numbers)
        digits.append(_symbol_of_codewords(code, int(bits, 2).to_bytes(codewords, "big"), 0) ^ blank)
    width = code.modules_count * stride(code.modules_count)
    seen = zip(*(format(digit, f"0{width}b") for digit in reversed(digits)), strict=True)
    at = {int("".join(number), 2): 1 << width - 1 - place for place, number in enumerate(seen)}
    return [at[number] for number in numbers]


def _changes_of_codewords(blocks: Sequence[base.RSBlock], modules: list[int]) -> Iterator[list[int]]:
    """Changes of the symbol by the bits of each data codeword, the highest bit first.

    `qrcode` cannot make the error correction of a block of zeros, so the last codeword of each block is not zero.
    """
    last = list(accumulate(block.data_count for block in blocks))
    start = [2 if place in last else 0 for place in range(1, last[-1] + 1)]
    blank = _with_correction(start, blocks)
    for place in range(last[-1]):
        words = _with_correction([*start[:place], start[place] ^ 1, *start[place + 1 :]], blocks)
        changed = [(at, one ^ other) for at, (one, other) in enumerate(zip(words, blank, strict=True))]
        unit = [(at, base.glog(word)) for at, word in changed if word]
        yield [_modules_of_bit(unit, power, modules) for power in reversed(range(BYTE))]


def _with_correction(data: list[int], blocks: Sequence[base.RSBlock]) -> list[int]:
    """All codewords in the order in which a symbol shows them."""
    buffer = util.BitBuffer()
    buffer.buffer = data
    return list(util.create_bytes(buffer, blocks))


def _modules_of_bit(unit: list[tuple[int, int]], power: int, modules: list[int]) -> int:
    """The modules of a data codeword with one bit set: in GF(256) its codewords are those of 1, times that bit."""
    lit = 0
    for at, log in unit:
        word = base.gexp((log + power) % _POWERS)
        for bit in range(BYTE):
            if word >> (BYTE - 1 - bit) & 1:
                lit ^= modules[at * BYTE + bit]
    return lit


def _nibble_table(bits: list[int]) -> tuple[int, ...]:
    """All 16 sums of four differences, the highest bit first."""
    table = [0] * _NIBBLE
    for value in range(1, _NIBBLE):
        lowest = value & -value
        table[value] = table[value ^ lowest] ^ bits[4 - lowest.bit_length()]
    return tuple(table)
