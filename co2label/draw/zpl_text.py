r"""A line of text in the scalable font that every ZPL printer has: font 0, a condensed bold sans.

It is bold, and has fewer letters than our fonts and other widths. So only bold lines of printable ASCII are set in it
(the figures and the names of a label: what is regular would stand out for no reason), and so narrow that they never grow
beyond what we measured. Where that would squeeze them, or where a house has a font of its own, the line is left to
`zpl_bitmap`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.fonts import begin, measure

if TYPE_CHECKING:
    from co2label.draw.scene import Text

__all__ = ["escaped", "line"]

_ADVANCES = {
    250: " '\\|",
    274: "{}",
    278: "/:;Ifijlt",
    333: '!"(),.[]`r',
    389: "z",
    444: "Jcksvxy",
    500: "#$*+0123456789<=>?EFLTZ^_abdeghnopqu~",
    556: "ABCKPSVXY",
    611: "DGHNOQRU",
    667: "&w",
    778: "Mm",
    800: "-",
    833: "%@W",
}
"""Of font 0, in thousandths of its width, with the characters that have them; measured in the font with which
zpl-renderer-js 3.4.0 draws it."""
_WIDTHS = {char: advance / 1000 for advance, chars in _ADVANCES.items() for char in chars}
_SPARE = 1.05
"""Printers' fonts are not all alike: a line is set as if they were wider by this."""
_LEAST = 10
"""Dots; the lowest height and width of font 0 (ZPL II Programming Guide, ^A)."""
_SQUEEZED, _STRETCHED = 0.8, 1.2
"""The width of font 0, in parts of its height: below, a line looks squeezed, and beyond, stretched."""
_JUSTIFIED = {"left": 0, "right": 1}
_MEANING = "^~_\\"
"""What ZPL would read as the beginning of a command or of an escape."""


@lru_cache(maxsize=2048)
def line(op: Text, scale: float) -> str:
    r"""The field of a line, or nothing where font 0 cannot or should not draw it.

    Args:
        op: the line.
        scale: dots per mm.

    >>> from co2label.draw.font import BOLD
    >>> from co2label.draw.scene import Text
    >>> line(Text(2, 6, "^XA", 4, BOLD), 8.0)
    '^FT16,48,0^A0N,32,35^FH_^FD_5EXA^FS'
    >>> line(Text(2, 6, "CO₂", 4, BOLD), 8.0)
    ''
    """
    if not op.font.bold or op.font.file or op.align not in _JUSTIFIED or not op.text.strip():
        return ""
    if not (op.text.isascii() and op.text.isprintable()):
        return ""
    height = round(op.size * scale)
    room = measure(op.text, op.size, op.font) * scale
    width = int(min(_STRETCHED * height, room / (_units(op.text) * _SPARE)))
    if min(width, height) < _LEAST or width < _SQUEEZED * height:
        return ""
    edge = op.x if op.align == "right" else begin(op)
    place = f"{int(edge * scale + 0.5)},{int(op.y * scale + 0.5)},{_JUSTIFIED[op.align]}"
    return f"^FT{place}^A0N,{height},{width}^FH_^FD{escaped(op.text)}^FS"


def escaped(text: str) -> str:
    r"""Text as field data after ^FH_: what means something to ZPL, and what is not printable ASCII, as its bytes.

    >>> escaped("a_b ~JA é")
    'a_5Fb _7EJA _C3_A9'
    """
    return "".join(_escaped(char) for char in text)


def _escaped(char: str) -> str:
    if char.isascii() and char.isprintable() and char not in _MEANING:
        return char
    return "".join(f"_{byte:02X}" for byte in char.encode())


def _units(text: str) -> float:
    """The width of a line in font 0, in widths of that font."""
    return sum(_WIDTHS[char] for char in text)
