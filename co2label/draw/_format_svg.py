"""SVG, and HTML fragments with inline SVG: sizes are millimetres, nothing is loaded from elsewhere.

Letters are outlines, a path for each line of text, so that a print shop, a browser or a machine without the fonts draws what the
PNG shows; the words of a line are its `aria-label`. With `text="live"` they stay text, to be selected or edited where the fonts
are: each run then carries the `textLength` that the fonts of the PNG give it, so that it keeps its place in whatever font the
viewer has.

Elements used: svg, title, desc, rect, path, image, and of live text text and tspan; no script, style sheet or link, and an image
holds its own bytes. All data enters through `in_text` and `in_attribute`. Most of a label is on the next one as well, so the
element of an op is kept and looked up.

The HTML fragment is for the page of a web shop. The picture is hidden from screen readers; its description stands beside it
as text that is not seen, so that it is read once, line by line, in the language of the Scene. What the page sets for its
text (colour, spacing, direction) does not reach the picture; a rule of the page for bare elements such as `path` or `text`
would. Nothing of the fragment reaches the page: it has no style sheet and no id, and two of them go into one page. Where a
page forbids style attributes (Content-Security-Policy), the text is seen below the picture.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from xml.sax.saxutils import escape

from co2label.draw._formats import TextKind, picture_format
from co2label.draw._outlines import EM, line_path
from co2label.draw._qr import QUIET, path, symbol
from co2label.draw._scene import INK, REGULAR, Image, Qr, Rect, Scene, Text
from co2label.draw._text import Anchor, Glyph, glyphs, line_start, measure

STYLE = "font-kerning:none"
"""Style that the advances of the fonts need on the svg element."""

_FALLBACKS = "'Noto Sans JP','Hiragino Sans','BIZ UDPGothic','Yu Gothic','Meiryo',sans-serif"

_BOLD_WEIGHT = 700

_HELD_AT: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Anchor of a full-width glyph, in em from its left."""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2, Char) cannot hold."""

_NO_NAME = re.compile(r"[^\w .-]")


TEXTS: tuple[TextKind, ...] = ("outlines", "live")


@picture_format("svg", texts=TEXTS)
def svg(scene: Scene, text: TextKind = "outlines") -> str:
    """Write a Scene as one SVG document, the same text for the same Scene."""
    body = elements(scene, text)
    whole = f"{scene.title}\n{scene.description}\n{body}"
    mark = hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:8]
    width, height, language = number(scene.width), number(scene.height), in_attribute(scene.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t-{mark} d-{mark}" '
        f'lang="{language}" xml:lang="{language}"{_of_live_text(text)}>\n'
        f'<title id="t-{mark}">{in_text(scene.title)}</title>\n'
        f'<desc id="d-{mark}">{in_text(scene.description)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _of_live_text(text: TextKind) -> str:
    """Font attributes of the svg element; none for outlines."""
    return f' font-family="{font_family(REGULAR.family)}" style="{STYLE}"' if text == "live" else ""


def elements(scene: Scene, text: TextKind) -> str:
    """The ops of a Scene as elements of SVG, in order, a line for each; live text in `REGULAR.family` names no family."""
    language = scene.language
    writers = _WRITERS if text == "live" else _OUTLINE_WRITERS
    return "\n".join([writers[type(op)](op, language) for op in scene.ops])


@lru_cache(maxsize=256)
def font_family(name: str) -> str:
    r"""A font's family and what may stand in for it, for an attribute.

    >>> print(font_family("It's")[:20])
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
def _rect_element(op: Rect, _: str) -> str:
    rounded = f' rx="{number(op.radius)}"' if op.radius else ""
    return (
        f'<rect x="{number(op.x)}" y="{number(op.y)}" width="{number(op.width)}" '
        f'height="{number(op.height)}"{rounded} fill="{in_attribute(op.fill)}"/>{_hatch_element(op)}'
    )


def _hatch_element(op: Rect) -> str:
    """The lines of a hatch as one path."""
    if op.hatch is None:
        return ""
    drawn = "".join("M" + "L".join(f"{number(x)} {number(y)}" for x, y in band) + "z" for band in op.bands())
    return f'<path fill="{in_attribute(op.hatch.fill)}" d="{drawn}"/>'


@lru_cache(maxsize=8192)
def _text_element(op: Text, language: str) -> str:
    """A line of text; where every glyph stands as typed it is one element, else a `tspan` for each run."""
    start = line_start(op)
    runs = [list(run) for _, run in groupby(glyphs(op.text, op.font), key=attrgetter("run"))]
    head = f'<text font-size="{number(op.size)}" fill="{in_attribute(op.fill)}"'
    if op.font.family != REGULAR.family:
        head += f' font-family="{font_family(op.font.family)}"'
    if op.font.bold:
        head += f' font-weight="{_BOLD_WEIGHT}"'
    head += _language_of(op, language)
    if len(runs) == 1:
        return f"{head}{_run_attributes(op, start, runs[0])}>{in_text(op.text)}</text>"
    spans = (f"<tspan{_run_attributes(op, start, run)}>{in_text(_run_text(run))}</tspan>" for run in runs)
    return f"{head}>{''.join(spans)}</text>"


@lru_cache(maxsize=2048)
def _outline_element(op: Text, language: str) -> str:
    """A line of text as one path."""
    at = f"translate({number(line_start(op))} {number(op.y)}) scale({number(op.size / EM, 7)})"
    return (
        f'<path transform="{at}" fill="{in_attribute(op.fill)}" role="img" aria-label="{in_attribute(op.text)}"'
        f'{_language_of(op, language)} d="{line_path(op.text, op.font)}"/>'
    )


def _language_of(op: Text, language: str) -> str:
    if op.language == language:
        return ""
    return f' lang="{in_attribute(op.language)}" xml:lang="{in_attribute(op.language)}"'


def _run_attributes(op: Text, start: float, run: list[Glyph]) -> str:
    """Position, length and deviating style of a run.

    A bracket is held by the side that touches the text: a viewer's font may have it narrower than a full em.
    """
    first, typed = run[0], _run_text(run)
    held = first.x + _HELD_AT[first.anchor or "start"]
    place = f' x="{number(start + held * op.size)}" y="{number(op.y + first.drop * op.size)}"'
    if first.anchor in {"middle", "end"}:
        place += f' text-anchor="{first.anchor}"'
    if first.font != op.font:
        place += f' font-family="{font_family(first.font.family)}"'
    if first.scale != 1.0:
        place += f' font-size="{number(op.size * first.scale)}"'
    if len(typed) > 1:
        length = measure(typed, op.size, op.font)
        place += f' textLength="{number(length)}" lengthAdjust="spacingAndGlyphs"'
    return place


def _run_text(run: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in run)


@lru_cache(maxsize=256)
def _qr_element(op: Qr, _: str) -> str:
    """A QR code as one path in modules: each run of dark modules a rectangle."""
    code = symbol(op.payload, level=op.level, mask=op.mask)
    module = op.size / (code.size + 2 * QUIET)
    at = f"translate({number(op.x + QUIET * module)} {number(op.y + QUIET * module)})"
    return (
        f'<path transform="{at} scale({number(module, 6)})" shape-rendering="crispEdges" '
        f'fill="{INK}" role="img" aria-label="{in_attribute(op.description)}" d="{path(code)}"/>'
    )


@lru_cache(maxsize=16)
def _image_element(op: Image, _: str) -> str:
    """A picture with its bytes in it."""
    data = base64.b64encode(op.png).decode("ascii")
    return (
        f'<image x="{number(op.x)}" y="{number(op.y)}" width="{number(op.width)}" height="{number(op.height)}" '
        f'preserveAspectRatio="none" role="img" aria-label="{in_attribute(op.description)}" href="data:image/png;base64,{data}"/>'
    )


_WRITERS = {Rect: _rect_element, Text: _text_element, Qr: _qr_element, Image: _image_element}

_OUTLINE_WRITERS = {**_WRITERS, Text: _outline_element}

_UNSEEN = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)"
"""There for screen readers, and without room on the page."""


@picture_format("html", texts=TEXTS)
def html(scene: Scene, text: TextKind = "outlines") -> str:
    """Write a Scene as a `figure` of class `co2label`, the same text for the same Scene.

    >>> from co2label.draw import Scene
    >>> html(Scene(30, 10, (), "Tea", "12 g-CO₂e", "en")).split(">")[-6:-2]
    ['Tea<br', '12 g-CO<sub', '2</sub', 'e</figcaption']
    """
    width, height = number(scene.width), number(scene.height)
    wide = f"width:{width}mm;max-width:100%"
    fonts = f";font-family:{font_family(REGULAR.family)};{STYLE}" if text == "live" else ""
    return (
        f'<figure class="co2label" lang="{in_attribute(scene.language)}" '
        f'style="position:relative;margin:0;{wide}">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" aria-hidden="true" '
        f'focusable="false" style="all:initial;direction:ltr;display:block;{wide};height:auto{fonts}">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{elements(scene, text)}\n</svg>\n'
        f'<figcaption style="{_UNSEEN}">{_caption(scene)}</figcaption>\n</figure>\n'
    )


def _caption(scene: Scene) -> str:
    """Title and description, one line below the other, with CO₂ as HTML writes it."""
    lines = (scene.title, *scene.description.splitlines())
    return "<br>".join(in_text(line).replace("₂", "<sub>2</sub>") for line in lines)
