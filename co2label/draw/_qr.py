"""QR symbols (ISO/IEC 18004), with the same bits that the `qrcode` package gives, and fast.

`qrcode` draws the first symbols of a version and level; from the fourth on a symbol is put together from a `Layout`, which
knows what each data bit changes. Both ways give the same bits, and the same mask (ties go to the lowest one); tests hold them
together.

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
from functools import lru_cache, reduce
from itertools import cycle, groupby
from operator import getitem
from typing import TYPE_CHECKING, Literal, NamedTuple

from qrcode import util
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from co2label.draw._qr_layout import BYTE, LEVELS, MASKS, Symbol, layout, stride
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


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
        if bits + heads <= BYTE * data_codewords(candidate, level):
            return candidate
    return None


@lru_cache(maxsize=64)
def data_codewords(of_version: int, level: str) -> int:
    """Data codewords of a version and level."""
    return int(util.BIT_LIMIT_TABLE[LEVELS[level]][of_version]) // BYTE


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
    ended = min(used + _INDICATOR, BYTE * filled)
    whole = -(-ended // BYTE)
    return (bits << BYTE * whole - used).to_bytes(whole, "big") + (_PADS * filled)[: filled - whole]


def mode_of(text: bytes) -> Mode:
    """The smallest mode that holds a text."""
    if text.isdigit():
        return "numeric"
    return "byte" if text.translate(None, ALPHANUMERIC) else "alphanumeric"


_GROUP_BITS: dict[Mode, tuple[int, ...]] = {
    "byte": (0, 8),
    "alphanumeric": (0, 6, 11),
    "numeric": (0, 4, 7, 10),
}
"""Bits of so many characters, up to as many as are encoded together."""


def text_bits(mode: Mode, text: bytes) -> int:
    """The bits of a text in a mode, as one integer."""
    if mode == "byte":
        return int.from_bytes(text, "big")
    bits, widths = 0, _GROUP_BITS[mode]
    for at in range(0, len(text), len(widths) - 1):
        group = text[at : at + len(widths) - 1]
        number = int(group) if mode == "numeric" else reduce(_with_next, group, 0)
        bits = bits << widths[len(group)] | number
    return bits


def _with_next(number: int, char: int) -> int:
    return len(ALPHANUMERIC) * number + ALPHANUMERIC.index(char)


def segment_length(part: Segment) -> int:
    """Bits of a segment without its header."""
    widths = _GROUP_BITS[part.mode]
    whole, rest = divmod(len(part.text), len(widths) - 1)
    return whole * widths[-1] + widths[rest]


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
    """Number of dark-light-3 dark-light-dark patterns beside four light modules."""
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

_times_asked: Counter[tuple[int | None, str]] = Counter()
"""Number of symbols asked for by version and level: it decides the way, never the result."""


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
    _times_asked[size, level] += 1
    if size is None or _times_asked[size, level] <= _FROM_QRCODE:
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
    )  # the key of the cache is that of `modules`


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
        self._group = len(_GROUP_BITS[self._mode]) - 1
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
    """Function from a change of data bits, `shift` bits before the end, to the modules that it changes."""
    return lambda bits: difference((bits << shift).to_bytes(size, "big"))


class _Cell(dict[str, int]):
    """Changes of the symbol by each group of characters that are encoded together, computed on first use."""

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
    """Paths of the 256 values of each byte of a row; the last one ends at the beginning of the next row."""
    inner = tuple(_path_of_modules(f"{value:08b}") for value in range(256))
    whole, rest = divmod(size, BYTE)
    last = tuple(_path_of_modules(f"{value:08b}"[:rest], back=whole * BYTE) for value in range(256))
    return (*(inner,) * (stride(size) // BYTE - 1), last)


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
