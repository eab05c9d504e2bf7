"""Many QR codes that begin alike: a link with a fixed beginning and, say, the 14 digits of a GTIN.

>>> template = QrTemplate("https://id.example.jp/01/", 14, mask=0)
>>> template("04569951110016").size
29
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw.qr import check_choice
from co2label.draw.qr_bits import Segment, codewords, header_bits, length, mode_of, room, value, version
from co2label.draw.qr_layout import layout
from co2label.draw.qr_mask import best_mask
from co2label.draw.qr_symbol import Symbol
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from co2label.draw.qr_bits import Mode

__all__ = ["QrTemplate"]

_GROUP = {"byte": 1, "alphanumeric": 2, "numeric": 3}
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
            message = (
                "expected an ASCII beginning, a tail of at least 1 character and an ASCII alphabet, "
                f"got {clip(prefix)}, {tail!r} and {clip(alphabet)}"
            )
            raise DrawError(message)
        self._mode = mode_of((prefix + alphabet).encode())
        blank = Segment(self._mode, prefix.encode() + alphabet[:1].encode() * tail)
        found = version([blank], level)
        if found is None:
            message = (
                f"payloads of {len(blank.text)} characters need more than version 10; use symbol() for them"
            )
            raise DrawError(message)
        self._layout, self._mask, self._tail = layout(found, level), mask, tail
        self._group = _GROUP[self._mode]
        self._own = prefix[len(prefix) // self._group * self._group :]
        self._start = self._layout.difference(codewords([blank], found, level))
        self._start ^= 0 if mask is None else self._layout.frames[mask]
        self._cells = self._cut(blank, found, level, alphabet)

    def _cut(self, blank: Segment, found: int, level: str, alphabet: str) -> list[_Cell]:
        """The cells of the tail: what is encoded together, and where its last bit stands among the data bits."""
        mode, size = self._mode, room(found, level)
        begin = len(blank.text) - self._tail - len(self._own)
        start = 8 * size - header_bits(mode, found) - length(Segment(mode, blank.text[:begin]))
        cells = []
        for at in range(begin, len(blank.text), self._group):
            part = Segment(mode, blank.text[at : at + self._group])
            start -= length(part)
            allowed = frozenset(alphabet) | (frozenset(self._own) if at == begin else frozenset())
            cells.append(_Cell(part, _changes(self._layout.difference, size, start), allowed))
        return cells

    def __call__(self, tail: str) -> Symbol:
        """The symbol of the beginning and this tail.

        Raises:
            DrawError: another length, or a character outside the alphabet.
        """
        if len(tail) != self._tail:
            message = f"expected a tail of {self._tail} characters, got {len(tail)}: {clip(tail)}"
            raise DrawError(message)
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


def _changes(difference: Callable[[bytes], int], size: int, shift: int) -> Callable[[int], int]:
    """What a change of data bits, `shift` bits before the end, changes in the symbol."""
    return lambda bits: difference((bits << shift).to_bytes(size, "big"))


class _Cell(dict[str, int]):
    """What the characters that are encoded together change in the symbol; worked out when they are first met."""

    __slots__ = ("_allowed", "_blank", "_changes", "_mode")

    def __init__(self, blank: Segment, changes: Callable[[int], int], allowed: frozenset[str]) -> None:
        super().__init__()
        self._mode: Mode = blank.mode
        self._blank, self._changes, self._allowed = value(blank.mode, blank.text), changes, allowed

    def __missing__(self, part: str) -> int:
        if not self._allowed.issuperset(part):
            message = f"expected characters of {clip(''.join(sorted(self._allowed)))}, got {clip(part)}"
            raise DrawError(message)
        made = self[part] = self._changes(value(self._mode, part.encode()) ^ self._blank)
        return made
