"""A QR symbol as the data of one SVG path, or as an SVG file of its own.

The packed rows are looked up eight modules at a time: a run of dark modules is a rectangle, drawn relative to the last.

>>> from co2label.draw.qr_symbol import Symbol
>>> path(Symbol.of_rows([[True, True, False], [False, False, True], [False, False, False]]))
'M0 0h2v1h-2zm0 1m2 0h1v1h-1zm-2 1m0 1'
"""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle, groupby
from operator import getitem
from typing import TYPE_CHECKING

from co2label.draw.qr import QUIET, symbol
from co2label.draw.qr_symbol import stride

if TYPE_CHECKING:
    from co2label.draw.qr_symbol import Symbol

__all__ = ["path", "qr_svg", "svg_of"]

_BYTE = 8


def path(code: Symbol) -> str:
    """The dark modules as SVG path data to be filled; one module is one unit, the corner of the symbol is 0 0."""
    return "M0 0" + "".join(map(getitem, cycle(_columns(code.size)), code.packed))


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
def _columns(size: int) -> tuple[tuple[str, ...], ...]:
    """For each byte of a row, what its 256 values draw; the last one ends at the beginning of the next row."""
    inner = tuple(_drawn(f"{value:08b}") for value in range(256))
    whole, rest = divmod(size, _BYTE)
    last = tuple(_drawn(f"{value:08b}"[:rest], back=whole * _BYTE) for value in range(256))
    return (*(inner,) * (stride(size) // _BYTE - 1), last)


def _drawn(modules: str, *, back: int | None = None) -> str:
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
