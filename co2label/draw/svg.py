"""A Scene as SVG 1.1: text stays text, sizes are millimetres, nothing is loaded from elsewhere.

Elements used: svg, title, desc, rect, text, tspan, path; no script, style sheet, link or image. Each run of text carries
the `textLength` that the fonts of the PNG give it, so that it keeps its place in whatever font the viewer has. All
data enters through `_text` and `_attribute`.
"""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from co2label.draw.fonts import Anchor, Glyph, begin, glyphs, measure
from co2label.draw.qr import QUIET, modules
from co2label.draw.scene import INK, Op, Qr, Rect, Scene, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["svg"]

_FAMILY = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','BIZ UDPGothic','Yu Gothic','Meiryo',sans-serif"
_BOLD = 700
_HELD_AT: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Where a full-width glyph is held, in em from its left."""


def svg(scene: Scene) -> str:
    """Write a Scene as one SVG document, the same text for the same Scene."""
    body = "\n".join(line for op in scene.ops for line in _op(op, scene.language))
    mark = hashlib.sha256(f"{scene.title}\n{scene.description}\n{body}".encode()).hexdigest()[:8]
    width, height, language = _number(scene.width), _number(scene.height), _attribute(scene.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t-{mark} d-{mark}" '
        f'lang="{language}" xml:lang="{language}" font-family="{_attribute(_FAMILY)}" '
        'style="font-kerning:none">\n'
        f'<title id="t-{mark}">{_text(scene.title)}</title>\n'
        f'<desc id="d-{mark}">{_text(scene.description)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _op(op: Op, language: str) -> Iterator[str]:
    if isinstance(op, Rect):
        yield (
            f'<rect x="{_number(op.x)}" y="{_number(op.y)}" width="{_number(op.width)}" '
            f'height="{_number(op.height)}" fill="{_attribute(op.fill)}"/>'
        )
    elif isinstance(op, Text):
        yield _line(op, language)
    else:
        yield _symbol(op)


def _line(op: Text, language: str) -> str:
    """A line of text; where every glyph stands as typed it is one element, else a `tspan` for each run."""
    start = begin(op)
    runs = [list(run) for _, run in groupby(glyphs(op.text, op.font), key=_kind)]
    head = f'<text font-size="{_number(op.size)}" fill="{_attribute(op.fill)}"'
    if op.font.bold:
        head += f' font-weight="{_BOLD}"'
    if op.language != language:
        head += f' lang="{_attribute(op.language)}" xml:lang="{_attribute(op.language)}"'
    if len(runs) == 1:
        return f"{head}{_place(op, start, runs[0])}>{_text(op.text)}</text>"
    spans = (f"<tspan{_place(op, start, run)}>{_text(_typed(run))}</tspan>" for run in runs)
    return f"{head}>{''.join(spans)}</text>"


def _kind(glyph: Glyph) -> tuple[float, float] | bool:
    """Glyphs as typed make one run; every other glyph is a run of its own."""
    return (glyph.anchor is None and glyph.scale == 1.0) or (glyph.x, glyph.scale)


def _place(op: Text, start: float, run: list[Glyph]) -> str:
    """Where a run is held, how long it is, and how it differs from the line.

    A bracket is held by the side that touches the text: a viewer's font may have it narrower than a full em.
    """
    first, typed = run[0], _typed(run)
    held = first.x + _HELD_AT[first.anchor or "start"]
    place = f' x="{_number(start + held * op.size)}" y="{_number(op.y + first.drop * op.size)}"'
    if first.anchor in {"middle", "end"}:
        place += f' text-anchor="{first.anchor}"'
    if first.scale != 1.0:
        place += f' font-size="{_number(op.size * first.scale)}"'
    if len(typed) > 1:
        length = measure(typed, op.size, op.font)
        place += f' textLength="{_number(length)}" lengthAdjust="spacingAndGlyphs"'
    return place


def _typed(run: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in run)


def _symbol(op: Qr) -> str:
    """A QR code as one path in modules: each run of dark modules a rectangle."""
    rows = modules(op.payload, level=op.level, mask=op.mask)
    module = op.size / (len(rows) + 2 * QUIET)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    at = f"translate({_number(op.x + QUIET * module)} {_number(op.y + QUIET * module)})"
    return (
        f'<path transform="{at} scale({_number(module, 6)})" shape-rendering="crispEdges" '
        f'fill="{INK}" aria-label="{_attribute(op.description)}" d="{"".join(runs)}"/>'
    )


def _number(value: float, digits: int = 4) -> str:
    """A length without an exponent and without trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(data: str) -> str:
    """The one way for data into the content of an element."""
    return escape(data)


def _attribute(data: str) -> str:
    """The one way for data into an attribute between double quotes."""
    return escape(data, {'"': "&quot;"})
