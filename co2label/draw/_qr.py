"""QR symbols (ISO/IEC 18004), with the same bits that the `qrcode` package gives, and fast.

`qrcode` draws the first symbols of a version and level; from the fourth on a symbol is put together from a `Layout`, which
has learnt from `qrcode` what each data bit changes. A QR symbol is affine over GF(2): it is the symbol of all-zero data XOR
the differences that the single data bits make, for Reed-Solomon codes are linear, codewords only change places, and a mask
is added by XOR. Both ways give the same bits, and the same mask (ties go to the lowest one); tests hold them together.

* `symbol` makes one symbol, `modules` its rows; `qr_svg` writes an SVG file.
* `QrTemplate` makes many symbols of payloads that begin alike.

>>> len(modules("https://id.example.jp/01/04569951110016"))
29
>>> len(modules("HTTPS://ID.GS1.ORG/01/04569951110016"))
25
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, cycle, groupby
from operator import getitem
from typing import TYPE_CHECKING, Literal, NamedTuple

from qrcode import base, constants, util
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


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


LEVELS: dict[str, int] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
"""The four levels of error correction, as `qrcode` numbers them."""

MASKS = range(8)
"""The eight mask patterns of a QR symbol (not of Micro QR)."""

_CODEWORD_WIDTH = 8

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
        """What the data codewords change in the symbol of all-zero data, whatever its mask."""
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
    """For each bit of the codewords, in order, the module that shows it, as an integer with one bit set.

    Every bit is numbered from 1; the symbol in which the bits are set whose number has the k-th binary digit tells that
    digit for all modules at once, so that about ten symbols are enough.
    """
    numbers = range(1, codewords * _CODEWORD_WIDTH + 1)
    digits = []
    for digit in range(numbers[-1].bit_length()):
        bits = "".join("01"[number >> digit & 1] for number in numbers)
        digits.append(_symbol_of_codewords(code, int(bits, 2).to_bytes(codewords, "big"), 0) ^ blank)
    width = code.modules_count * stride(code.modules_count)
    seen = zip(*(format(digit, f"0{width}b") for digit in reversed(digits)), strict=True)
    at = {int("".join(number), 2): 1 << width - 1 - place for place, number in enumerate(seen)}
    return [at[number] for number in numbers]


def _changes_of_codewords(blocks: Sequence[base.RSBlock], modules: list[int]) -> Iterator[list[int]]:
    """For each data codeword, what its bits change in the symbol, the highest first.

    `qrcode` cannot make the error correction of a block of zeros, so the last codeword of each block is not zero.
    """
    last = list(accumulate(block.data_count for block in blocks))
    start = [2 if place in last else 0 for place in range(1, last[-1] + 1)]
    blank = _with_correction(start, blocks)
    for place in range(last[-1]):
        words = _with_correction([*start[:place], start[place] ^ 1, *start[place + 1 :]], blocks)
        changed = [(at, one ^ other) for at, (one, other) in enumerate(zip(words, blank, strict=True))]
        unit = [(at, base.glog(word)) for at, word in changed if word]
        yield [_modules_of_bit(unit, power, modules) for power in reversed(range(_CODEWORD_WIDTH))]


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
        for bit in range(_CODEWORD_WIDTH):
            if word >> (_CODEWORD_WIDTH - 1 - bit) & 1:
                lit ^= modules[at * _CODEWORD_WIDTH + bit]
    return lit


def _nibble_table(bits: list[int]) -> tuple[int, ...]:
    """All 16 sums of four differences, the highest bit first."""
    table = [0] * _NIBBLE
    for value in range(1, _NIBBLE):
        lowest = value & -value
        table[value] = table[value ^ lowest] ^ bits[4 - lowest.bit_length()]
    return tuple(table)


HIGHEST_VERSION = 10
"""The highest version that is made here; `qrcode` itself makes the larger ones."""

ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The 45 characters of the alphanumeric mode, in the order of their values (ISO/IEC 18004, alphanumeric mode)."""

Mode = Literal["numeric", "alphanumeric", "byte"]

_INDICATOR = 4

_MODE_NAMES: dict[int, Mode] = {
    util.MODE_NUMBER: "numeric",
    util.MODE_ALPHA_NUM: "alphanumeric",
    util.MODE_8BIT_BYTE: "byte",
}

_MODE_CODES = {name: code for code, name in _MODE_NAMES.items()}

_SHORTEST_RUN = 20
"""Characters; shorter runs `qrcode` leaves in the mode of their neighbours."""

_RUN = re.compile(rb"[0-9A-Z $%*+\-./:]{20}")

_PADS = bytes((0xEC, 0x11))

_CODEWORD_BITS = 8


class Segment(NamedTuple):
    """A stretch of the payload in one mode."""

    mode: Mode
    text: bytes


def segments(payload: str) -> list[Segment]:
    """The payload cut as `qrcode` cuts it: runs of 20 or more digits or capitals get a mode of their own."""
    data = payload.encode()
    if len(data) > _SHORTEST_RUN and not _RUN.search(data):
        return [Segment("byte", data)]
    return [
        Segment(_MODE_NAMES[chunk.mode], bytes(chunk.data))
        for chunk in util.optimal_data_chunks(data, _SHORTEST_RUN)
    ]


def smallest_version(parts: Sequence[Segment], level: str) -> int | None:
    """The smallest version, 1 to 10, that holds the segments; None if a larger one is needed."""
    bits = sum(segment_length(part) for part in parts)
    for candidate in range(1, HIGHEST_VERSION + 1):
        heads = sum(header_bits(part.mode, candidate) for part in parts)
        if bits + heads <= _CODEWORD_BITS * data_codewords(candidate, level):
            return candidate
    return None


@lru_cache(maxsize=64)
def data_codewords(of_version: int, level: str) -> int:
    """Data codewords of a version and level."""
    return int(util.BIT_LIMIT_TABLE[LEVELS[level]][of_version]) // _CODEWORD_BITS


@lru_cache(maxsize=64)
def header_bits(mode: Mode, of_version: int) -> int:
    """Bits of the mode indicator and the character count before a segment."""
    return _INDICATOR + int(util.length_in_bits(_MODE_CODES[mode], of_version))


def codewords(parts: Sequence[Segment], of_version: int, level: str) -> bytes:
    """Segments, terminator and padding as data codewords; they must fit."""
    bits, used = 0, 0
    for part in parts:
        head, size = header_bits(part.mode, of_version), segment_length(part)
        bits = bits << head | _MODE_CODES[part.mode] << head - _INDICATOR | len(part.text)
        bits = bits << size | text_bits(part.mode, part.text)
        used += head + size
    filled = data_codewords(of_version, level)
    ended = min(used + _INDICATOR, _CODEWORD_BITS * filled)
    whole = -(-ended // _CODEWORD_BITS)
    return (bits << _CODEWORD_BITS * whole - used).to_bytes(whole, "big") + (_PADS * filled)[: filled - whole]


def mode_of(text: bytes) -> Mode:
    """The smallest mode that holds a text."""
    if text.isdigit():
        return "numeric"
    return "byte" if text.translate(None, ALPHANUMERIC) else "alphanumeric"


def text_bits(mode: Mode, text: bytes) -> int:
    """The bits of a text in a mode, as one integer."""
    if mode == "byte":
        return int.from_bytes(text, "big")
    bits = 0
    if mode == "numeric":
        for at in range(0, len(text), 3):
            group = text[at : at + 3]
            bits = bits << (1, 4, 7, 10)[len(group)] | int(group)
        return bits
    for at in range(0, len(text), 2):
        pair = text[at : at + 2]
        if len(pair) == 1:
            return bits << 6 | ALPHANUMERIC.index(pair)
        bits = bits << 11 | ALPHANUMERIC.index(pair[:1]) * 45 + ALPHANUMERIC.index(pair[1:])
    return bits


def segment_length(part: Segment) -> int:
    """Bits of a segment without its header."""
    if part.mode == "byte":
        return _CODEWORD_BITS * len(part.text)
    if part.mode == "alphanumeric":
        return 11 * (len(part.text) // 2) + 6 * (len(part.text) % 2)
    return 10 * (len(part.text) // 3) + (0, 4, 7)[len(part.text) % 3]


_BLOCK_PENALTY = 3

_FINDER_PENALTY = 40

_BALANCE_PENALTY = 10


def best_mask(size: int, trials: Sequence[int], difference: int) -> int:
    """The mask with the least penalty, the first of equals.

    Args:
        size: modules from edge to edge.
        trials: for each mask, the symbol of all-zero data without format and version information.
        difference: what the data change in it.
    """
    scores = [penalty(size, trial ^ difference) for trial in trials]
    return scores.index(min(scores))


def penalty(size: int, bits: int) -> int:
    """The points that a symbol loses.

    >>> penalty(3, 0b111_00000_111_00000_111_00000)  # four dark blocks of 2 by 2; all dark is ten steps off half
    112
    """
    width = stride(size)
    every, wide, high = _module_masks(size)
    light = bits ^ every
    beside = (bits ^ bits >> 1 ^ every) & wide
    below = (bits ^ bits >> width ^ every) & high
    blocks = (beside & beside >> width & below).bit_count()
    return (
        _run_penalty(beside, 1)
        + _run_penalty(below, width)
        + _BLOCK_PENALTY * blocks
        + _FINDER_PENALTY * (_finder_count(bits, light, 1) + _finder_count(bits, light, width))
        + _balance_penalty(bits.bit_count(), size)
    )


@lru_cache(maxsize=40)
def _module_masks(size: int) -> tuple[int, int, int]:
    """All modules; all that have one of the same row before them; all that have one of the same column above them."""
    width = stride(size)
    row = (1 << size) - 1 << width - size
    rows = [row << width * index for index in range(size)]
    every = sum(rows)
    return every, sum(one & one >> 1 for one in rows), sum(rows[:-1])


def _run_penalty(equal: int, step: int) -> int:
    """A run of n equal modules, n at least 5, loses n - 2; `equal` marks each module equal to the one before it."""
    pairs = equal & equal >> step
    fives = pairs & pairs >> 2 * step
    return fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()


def _finder_count(dark: int, light: int, step: int) -> int:
    """How often dark-light-3 dark-light-dark stands beside four light modules."""
    edge = dark & light >> step & light >> 5 * step & dark >> 6 * step
    core = edge & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step
    if not core:
        return 0
    quiet = light & light >> step
    quiet &= quiet >> 2 * step
    return (core & quiet >> 7 * step).bit_count() + (core & quiet << 4 * step).bit_count()


def _balance_penalty(dark: int, size: int) -> int:
    """Ten points for every full 5 % that the dark modules are away from half."""
    return int(abs(dark / size**2 * 100 - 50) / 5) * _BALANCE_PENALTY


QUIET = 4
"""Modules of white that a QR symbol needs on every side (ISO/IEC 18004, 9.1 of the 2015 edition)."""

_FROM_QRCODE = 3
"""Symbols of a shape that `qrcode` draws before a layout is worth its making."""

_times_asked: Counter[tuple[int, str]] = Counter()
"""How many symbols of a version and level were asked for: it decides the way, never the result."""


@lru_cache(maxsize=256)
def symbol(payload: str, *, level: str = "M", mask: int | None = None) -> Symbol:
    """The QR symbol of a payload, the same bits that `qrcode` gives.

    Args:
        payload: text, in UTF-8; what a link may hold is ASCII.
        level: of error correction, L, M, Q or H.
        mask: 0 to 7, or None for the one with the least penalty, as `qrcode` counts it.

    Raises:
        DrawError: an empty payload, one that no QR symbol can hold, or no such level or mask.

    >>> symbol("https://example.jp").size
    25
    """
    check_choice(level, mask)
    if not payload:
        raise DrawError("a QR symbol needs a payload, got an empty one; give the link that it opens")
    parts = segments(payload)
    size = smallest_version(parts, level)
    if size is None:
        return _symbol_from_qrcode(payload, level, mask)
    _times_asked[size, level] += 1
    if _times_asked[size, level] <= _FROM_QRCODE:
        return _symbol_from_qrcode(payload, level, mask)
    return _symbol_from_layout(parts, size, level, mask)


def modules(payload: str, *, level: str = "M", mask: int | None = None) -> tuple[tuple[bool, ...], ...]:
    """The symbol of a payload, row by row, True for a dark module, without its quiet zone.

    Raises:
        DrawError: as `symbol`.
    """
    return symbol(payload, level=level, mask=mask).modules


def modules_across(payload: str, *, level: str = "M") -> int:
    """Modules from edge to edge, the quiet zone on both sides included.

    >>> modules_across("https://id.example.jp/01/04569951110016")
    37
    """
    return (
        symbol(payload, level=level, mask=None).size + 2 * QUIET
    )  # the same key of the cache as `modules` has


def check_choice(level: str, mask: int | None) -> None:
    """Refuse a level or a mask that QR symbols do not have."""
    if level not in LEVELS:
        raise DrawError(f"expected a level of error correction of {', '.join(LEVELS)}, got {clip(level)}")
    if mask is not None and (isinstance(mask, bool) or mask not in MASKS):
        raise DrawError(f"expected a mask of 0 to 7, or None for the best one, got {clip(mask)}")


def _symbol_from_layout(parts: list[Segment], size: int, level: str, mask: int | None) -> Symbol:
    shape = layout(size, level)
    changed = shape.difference(codewords(parts, size, level))
    chosen = best_mask(shape.size, shape.trials, changed) if mask is None else mask
    return Symbol(shape.size, shape.frames[chosen] ^ changed)


def _symbol_from_qrcode(payload: str, level: str, mask: int | None) -> Symbol:
    code = QRCode(error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(payload.encode())
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise DrawError(
            f"no QR symbol holds a payload of {len(payload)} characters, {clip(payload, 40)}; shorten the link"
        ) from error
    return Symbol.of_rows(code.get_matrix())


_GROUP_LENGTH = {"byte": 1, "alphanumeric": 2, "numeric": 3}
"""Characters that are encoded together."""


class QrTemplate:
    """QR symbols of payloads that begin with the same text and are equally long.

    A payload is one segment, in the smallest mode that holds the beginning and the alphabet. Its symbol is that of
    `symbol(prefix + tail)`, except where that one gives runs of 20 or more digits or capitals a mode of their own.

    Args:
        prefix: the beginning, ASCII.
        tail: characters of the part that varies, at least 1.
        alphabet: what those characters may be, ASCII.
        level: of error correction, L, M, Q or H.
        mask: 0 to 7, or None for the one with the least penalty; with a fixed mask a symbol takes microseconds.

    Raises:
        DrawError: a wrong argument, or payloads that are too long for version 10.

    >>> QrTemplate("HTTPS://ID.GS1.ORG/01/", 14)("04569951110016").size
    25
    """

    def __init__(
        self,
        prefix: str,
        tail: int,
        *,
        alphabet: str = "0123456789",
        level: str = "M",
        mask: int | None = None,
    ) -> None:
        check_choice(level, mask)
        if not (prefix + alphabet).isascii() or not alphabet or tail < 1:
            raise DrawError(
                "expected an ASCII beginning, a tail of at least 1 character and an ASCII alphabet, "
                f"got {clip(prefix)}, {tail!r} and {clip(alphabet)}"
            )
        self._mode = mode_of((prefix + alphabet).encode())
        blank = Segment(self._mode, prefix.encode() + alphabet[:1].encode() * tail)
        found = smallest_version([blank], level)
        if found is None:
            raise DrawError(
                f"payloads of {len(blank.text)} characters need more than version 10; use symbol() for them"
            )
        self._layout, self._mask, self._tail = layout(found, level), mask, tail
        self._group = _GROUP_LENGTH[self._mode]
        self._own = prefix[len(prefix) // self._group * self._group :]
        self._start = self._layout.difference(codewords([blank], found, level))
        self._start ^= 0 if mask is None else self._layout.frames[mask]
        self._cells = self._cut(blank, found, level, alphabet)

    def _cut(self, blank: Segment, found: int, level: str, alphabet: str) -> list[_Cell]:
        """The cells of the tail: what is encoded together, and where its last bit stands among the data bits."""
        mode, size = self._mode, data_codewords(found, level)
        begin = len(blank.text) - self._tail - len(self._own)
        start = 8 * size - header_bits(mode, found) - segment_length(Segment(mode, blank.text[:begin]))
        cells = []
        for at in range(begin, len(blank.text), self._group):
            part = Segment(mode, blank.text[at : at + self._group])
            start -= segment_length(part)
            allowed = frozenset(alphabet) | (frozenset(self._own) if at == begin else frozenset())
            cells.append(_Cell(part, _changes_at(self._layout.difference, size, start), allowed))
        return cells

    def __call__(self, tail: str) -> Symbol:
        """The symbol of the beginning and this tail.

        Raises:
            DrawError: another length, or a character outside the alphabet.
        """
        if len(tail) != self._tail:
            raise DrawError(f"expected a tail of {self._tail} characters, got {len(tail)}: {clip(tail)}")
        bits = self._start
        for cell, part in zip(self._cells, self._parts(tail), strict=True):
            bits ^= cell[part]
        if self._mask is None:
            bits ^= self._layout.frames[best_mask(self._layout.size, self._layout.trials, bits)]
        return Symbol(self._layout.size, bits)

    def _parts(self, tail: str) -> Iterable[str]:
        if self._group == 1:
            return tail
        text = self._own + tail
        return [text[at : at + self._group] for at in range(0, len(text), self._group)]


def _changes_at(difference: Callable[[bytes], int], size: int, shift: int) -> Callable[[int], int]:
    """What a change of data bits, `shift` bits before the end, changes in the symbol."""
    return lambda bits: difference((bits << shift).to_bytes(size, "big"))


class _Cell(dict[str, int]):
    """What the characters that are encoded together change in the symbol; worked out when they are first met."""

    __slots__ = ("_allowed", "_blank", "_changes", "_mode")

    def __init__(self, blank: Segment, changes: Callable[[int], int], allowed: frozenset[str]) -> None:
        super().__init__()
        self._mode: Mode = blank.mode
        self._blank, self._changes, self._allowed = text_bits(blank.mode, blank.text), changes, allowed

    def __missing__(self, part: str) -> int:
        if not self._allowed.issuperset(part):
            raise DrawError(
                f"expected characters of {clip(''.join(sorted(self._allowed)))}, got {clip(part)}"
            )
        made = self[part] = self._changes(text_bits(self._mode, part.encode()) ^ self._blank)
        return made


_MODULES_A_BYTE = 8


def path(code: Symbol) -> str:
    """The dark modules as SVG path data to be filled; one module is one unit, the corner of the symbol is 0 0."""
    return "M0 0" + "".join(map(getitem, cycle(_byte_paths(code.size)), code.packed))


def qr_svg(payload: str, *, level: str = "M", mask: int | None = None) -> str:
    """A QR code with its quiet zone as an SVG file; one module is one unit.

    Raises:
        DrawError: no QR symbol can hold the payload, or no such level or mask.

    >>> qr_svg("https://example.jp")[:62]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 33 33">'
    """
    return svg_of(symbol(payload, level=level, mask=mask))


def svg_of(code: Symbol) -> str:
    """A symbol with its quiet zone as an SVG file; one module is one unit."""
    side = code.size + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{QUIET} -{QUIET} {side} {side}">'
        f'<path fill="#fff" d="M-{QUIET}-{QUIET}h{side}v{side}h-{side}z"/>'
        f'<path shape-rendering="crispEdges" d="{path(code)}"/></svg>'
    )


@lru_cache(maxsize=40)
def _byte_paths(size: int) -> tuple[tuple[str, ...], ...]:
    """For each byte of a row, what its 256 values draw; the last one ends at the beginning of the next row."""
    inner = tuple(_path_of_modules(f"{value:08b}") for value in range(256))
    whole, rest = divmod(size, _MODULES_A_BYTE)
    last = tuple(
        _path_of_modules(f"{value:08b}"[:rest], back=whole * _MODULES_A_BYTE) for value in range(256)
    )
    return (*(inner,) * (stride(size) // _MODULES_A_BYTE - 1), last)


def _path_of_modules(modules: str, *, back: int | None = None) -> str:
    """The runs from left to right; then the pen goes right of the last module, or `back` to the left and a row down."""
    drawn, ahead = "", 0
    for module, run in groupby(modules):
        length = len(list(run))
        if module == "1":
            drawn += (f"m{ahead} 0" if ahead else "") + f"h{length}v1h-{length}z"
            back, ahead = back if back is None else back + ahead, 0
        ahead += length
    if back is not None:
        return f"{drawn}m{-back} 1"
    return drawn + (f"m{ahead} 0" if ahead else "")
