"""A Scene as SVG: text stays text, sizes are millimetres, nothing is loaded from elsewhere.

Elements used: svg, title, desc, rect, text, tspan, path, image; no script, style sheet or link, and an image holds its own
bytes. Each run of text carries the `textLength` that the fonts of the PNG give it, so that it keeps its place in whatever
font the viewer has. All data enters through `in_text` and `in_attribute`.

Most of a label is on the next one as well, so what an op is written as is kept and looked up.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from xml.sax.saxutils import escape

from co2label.draw.font import REGULAR
from co2label.draw.fonts import Anchor, Glyph, begin, glyphs, measure
from co2label.draw.qr import QUIET, symbol
from co2label.draw.qr_svg import path
from co2label.draw.scene import INK, Image, Qr, Rect, Scene, Text

__all__ = ["STYLE", "elements", "family", "in_attribute", "in_text", "number", "svg"]

STYLE = "font-kerning:none"
"""What the advances of the fonts ask for; to be set on the svg element."""

_FALLBACKS = "'Noto Sans JP','Hiragino Sans','BIZ UDPGothic','Yu Gothic','Meiryo',sans-serif"
_BOLD = 700
_HELD_AT: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Where a full-width glyph is held, in em from its left."""
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) has no way to write."""
_NO_NAME = re.compile(r"[^\w .-]")


def svg(scene: Scene) -> str:
    """Write a Scene as one SVG document, the same text for the same Scene."""
    body = elements(scene)
    mark = hashlib.sha256(f"{scene.title}\n{scene.description}\n{body}".encode(errors="replace")).hexdigest()[
        :8
    ]
    width, height, language = number(scene.width), number(scene.height), in_attribute(scene.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t-{mark} d-{mark}" '
        f'lang="{language}" xml:lang="{language}" font-family="{family(REGULAR.family)}" style="{STYLE}">\n'
        f'<title id="t-{mark}">{in_text(scene.title)}</title>\n'
        f'<desc id="d-{mark}">{in_text(scene.description)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def elements(scene: Scene) -> str:
    """The ops of a Scene as elements of SVG, in order, a line for each; lines of text in `REGULAR.family` name no family."""
    language = scene.language
    return "\n".join([_WRITERS[type(op)](op, language) for op in scene.ops])


@lru_cache(maxsize=256)
def family(name: str) -> str:
    r"""A font's family and what may stand in for it, for an attribute.

    >>> print(family("It's")[:20])
    'It\27 s','Noto Sans
    """
    quoted = _NO_NAME.sub(lambda char: f"\\{ord(char[0]):x} ", name)
    return in_attribute(f"'{quoted}',{_FALLBACKS}")


def number(value: float, digits: int = 4) -> str:
    """A length without an exponent and without trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def in_text(data: str) -> str:
    r"""The one way for data into the content of an element; what XML cannot hold becomes U+FFFD.

    >>> in_text("a<b>\x1b")
    'a&lt;b&gt;\ufffd'
    """
    return escape(_NO_XML.sub("\ufffd", data))


def in_attribute(data: str) -> str:
    """The one way for data into an attribute between double quotes."""
    return escape(_NO_XML.sub("\ufffd", data), {'"': "&quot;"})


@lru_cache(maxsize=8192)
def _rect(op: Rect, _: str) -> str:
    rounded = f' rx="{number(op.radius)}"' if op.radius else ""
    return (
        f'<rect x="{number(op.x)}" y="{number(op.y)}" width="{number(op.width)}" '
        f'height="{number(op.height)}"{rounded} fill="{in_attribute(op.fill)}"/>'
    )


@lru_cache(maxsize=8192)
def _line(op: Text, language: str) -> str:
    """A line of text; where every glyph stands as typed it is one element, else a `tspan` for each run."""
    start = begin(op)
    runs = [list(run) for _, run in groupby(glyphs(op.text, op.font), key=attrgetter("run"))]
    head = f'<text font-size="{number(op.size)}" fill="{in_attribute(op.fill)}"'
    if op.font.family != REGULAR.family:
        head += f' font-family="{family(op.font.family)}"'
    if op.font.bold:
        head += f' font-weight="{_BOLD}"'
    if op.language != language:
        head += f' lang="{in_attribute(op.language)}" xml:lang="{in_attribute(op.language)}"'
    if len(runs) == 1:
        return f"{head}{_place(op, start, runs[0])}>{in_text(op.text)}</text>"
    spans = (f"<tspan{_place(op, start, run)}>{in_text(_typed(run))}</tspan>" for run in runs)
    return f"{head}>{''.join(spans)}</text>"


def _place(op: Text, start: float, run: list[Glyph]) -> str:
    """Where a run is held, how long it is, and how it differs from the line.

    A bracket is held by the side that touches the text: a viewer's font may have it narrower than a full em.
    """
    first, typed = run[0], _typed(run)
    held = first.x + _HELD_AT[first.anchor or "start"]
    place = f' x="{number(start + held * op.size)}" y="{number(op.y + first.drop * op.size)}"'
    if first.anchor in {"middle", "end"}:
        place += f' text-anchor="{first.anchor}"'
    if first.font != op.font:
        place += f' font-family="{family(first.font.family)}"'
    if first.scale != 1.0:
        place += f' font-size="{number(op.size * first.scale)}"'
    if len(typed) > 1:
        length = measure(typed, op.size, op.font)
        place += f' textLength="{number(length)}" lengthAdjust="spacingAndGlyphs"'
    return place


def _typed(run: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in run)


@lru_cache(maxsize=256)
def _symbol(op: Qr, _: str) -> str:
    """A QR code as one path in modules: each run of dark modules a rectangle."""
    code = symbol(op.payload, level=op.level, mask=op.mask)
    module = op.size / (code.size + 2 * QUIET)
    at = f"translate({number(op.x + QUIET * module)} {number(op.y + QUIET * module)})"
    return (
        f'<path transform="{at} scale({number(module, 6)})" shape-rendering="crispEdges" '
        f'fill="{INK}" role="img" aria-label="{in_attribute(op.description)}" d="{path(code)}"/>'
    )


@lru_cache(maxsize=16)
def _image(op: Image, _: str) -> str:
    """A picture with its bytes in it."""
    data = base64.b64encode(op.png).decode("ascii")
    return (
        f'<image x="{number(op.x)}" y="{number(op.y)}" width="{number(op.width)}" height="{number(op.height)}" '
        f'preserveAspectRatio="none" role="img" aria-label="{in_attribute(op.description)}" href="data:image/png;base64,{data}"/>'
    )


_WRITERS = {Rect: _rect, Text: _line, Qr: _symbol, Image: _image}
