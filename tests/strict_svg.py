"""A strict reader of our SVG: what is not on its lists is refused; gives back what a person would see.

It shares nothing with the writer. Load it with `runpy.run_path`.
"""

import base64
import re
from dataclasses import dataclass, field
from xml.parsers import expat

PLACE = {"x", "y", "width", "height"}
RUN = {"x", "y", "font-size", "text-anchor", "textLength", "lengthAdjust"}
WORDS = {"lang", "xml:lang"}
ATTRIBUTES = {
    "svg": {"xmlns", "width", "height", "viewBox", "role", "aria-labelledby", "font-family", "style"}
    | WORDS
    | {"aria-hidden", "focusable"},
    "title": {"id"},
    "desc": {"id"},
    "rect": PLACE | {"fill", "rx"},
    "text": RUN | WORDS | {"fill", "font-family", "font-weight"},
    "tspan": RUN | {"font-family"},
    "path": {"transform", "shape-rendering", "fill", "role", "aria-label", "d"} | WORDS,
    "image": PLACE | {"preserveAspectRatio", "role", "aria-label", "href"},
}
PARENTS = {
    "svg": None,
    "tspan": "text",
    **dict.fromkeys(("title", "desc", "rect", "text", "path", "image"), "svg"),
}
STYLES = re.compile(
    r"(?:all:initial;direction:ltr;display:block;width:[\d.]+mm;max-width:100%;height:auto(?=$|;font))?"
    r"(?:;font-family:[^;]+;)?(?:font-kerning:none)?"
)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PATH = re.compile(r"([MmhvzHVL])((?:-?\d+(?: ?-?\d+)?)?)")
AT = re.compile(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)")


@dataclass
class Drawing:
    """What the file shows; each line of text is the list of its runs."""

    size: tuple = ()
    title: str = ""
    description: str = ""
    lines: list = field(default_factory=list)
    rects: list = field(default_factory=list)
    codes: list = field(default_factory=list)
    images: list = field(default_factory=list)
    outlines: list = field(default_factory=list)
    """Of each line as a path: its attributes, where it is, and the points of its contours in thousandths of an em."""
    hatches: list = field(default_factory=list)

    @property
    def texts(self):
        return ["".join(run["text"] for run in line) for line in self.lines] + [
            line["aria-label"] for line in self.outlines
        ]


class RefusedError(AssertionError):
    pass


def read(source):
    """Read a document or the svg element of a fragment."""
    drawing, open_elements, words = Drawing(), [], []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name, attributes):
        _check(name, attributes, open_elements)
        open_elements.append(name)
        words.clear()
        _show(drawing, name, attributes)

    def end(name):
        if name in {"title", "desc"}:
            setattr(drawing, {"title": "title", "desc": "description"}[name], "".join(words))
        open_elements.pop()

    def data(text):
        inside = open_elements[-1]
        if inside in {"text", "tspan"}:
            drawing.lines[-1][-1]["text"] += text
        elif inside in {"title", "desc"}:
            words.append(text)
        elif text.strip():
            raise RefusedError(f"text {text!r} in {inside}")

    def refuse(*what):
        raise RefusedError(f"neither elements nor text: {what}")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = refuse
    parser.StartCdataSectionHandler = refuse
    parser.Parse(source.encode(), True)
    return drawing


def _check(name, attributes, open_elements):
    if name not in ATTRIBUTES or set(attributes) - ATTRIBUTES[name]:
        raise RefusedError(f"{name} with {sorted(attributes)}")
    if (open_elements[-1] if open_elements else None) != PARENTS[name]:
        raise RefusedError(f"{name} in {open_elements}")
    for key in {"x", "y", "width", "height", "rx", "font-size", "textLength"} & set(attributes):
        if not NUMBER.fullmatch(attributes[key].removesuffix("mm" if name == "svg" else "")):
            raise RefusedError(f"{name} {key}={attributes[key]!r}")
    if "style" in attributes and not STYLES.fullmatch(attributes["style"]):
        raise RefusedError(f"style {attributes['style']!r}")
    if "fill" in attributes and not re.fullmatch("#[0-9a-fA-F]{6}", attributes["fill"]):
        raise RefusedError(f"fill {attributes['fill']!r}")


def _show(drawing, name, attributes):
    numbers = {
        key: float(attributes[key])
        for key in RUN | PLACE | {"rx"}
        if NUMBER.fullmatch(attributes.get(key, ""))
    }
    if name == "svg":
        drawing.size = tuple(float(value) for value in attributes["viewBox"].split())[2:]
    elif name == "text":
        first = {**attributes, **numbers, "text": ""}
        drawing.lines.append([first] if "x" in attributes else [])
    elif name == "tspan":
        drawing.lines[-1].append({**attributes, **numbers, "text": ""})
    elif name == "rect":
        drawing.rects.append({**attributes, **numbers})
    elif name == "path" and "shape-rendering" not in attributes:
        line = {**attributes, "points": _points(attributes["d"])}
        if "transform" in attributes:
            drawing.outlines.append({**line, "at": _at(attributes["transform"])})
        else:
            drawing.hatches.append(line)
    elif name == "path":
        drawing.codes.append(
            {**attributes, "rows": _modules(attributes["d"]), "at": _at(attributes["transform"])}
        )
    elif name == "image":
        prefix = "data:image/png;base64,"
        if not attributes["href"].startswith(prefix):
            raise RefusedError(f"image from {attributes['href'][:40]!r}")
        png = base64.b64decode(attributes["href"][len(prefix) :], validate=True)
        drawing.images.append({**attributes, **numbers, "png": png})


def _at(transform):
    found = AT.fullmatch(transform)
    if not found:
        raise RefusedError(f"transform {transform!r}")
    return tuple(map(float, found.groups()))


def _modules(path):
    """The dark modules, from a path made of rectangles one module high."""
    if PATH.sub("", path):
        raise RefusedError(f"path data {PATH.sub('', path)!r}")
    dark, corner, pen = set(), (0, 0), (0, 0)
    for command, numbers in PATH.findall(path):
        values = [int(value) for value in re.findall(r"-?\d+", numbers)]
        if command == "M":
            corner = pen = tuple(values)
        elif command == "m":
            corner = pen = (pen[0] + values[0], pen[1] + values[1])
        elif command == "h" and pen == corner:
            dark |= {(pen[0] + step, pen[1]) for step in range(values[0])}
            pen = (pen[0] + values[0], pen[1])
        elif command == "h":
            pen = (pen[0] + values[0], pen[1])
        elif command == "v" and values == [1]:
            pen = (pen[0], pen[1] + 1)
        elif command == "z" and pen == (corner[0], corner[1] + 1):
            pen = corner
        else:
            raise RefusedError(f"path {command}{numbers} at {pen}")
    side = 1 + max(max(place) for place in dark)
    return [[(x, y) in dark for x in range(side)] for y in range(side)]


def _points(path):
    """The points of outlines, those that only pull a curve left out."""
    if re.sub(r"[MLlhvqcz][-\d. ]*", "", path):
        raise RefusedError(f"path data {path[:40]!r}")
    found, pen = [], (0, 0)
    for command, text in re.findall(r"([MLlhvqcz])([-\d. ]*)", path):
        values = [float(value) for value in re.findall(r"-?[\d.]+", text)]
        if command in "ML":
            pen = tuple(values)
        elif command in "hv":
            pen = (pen[0] + values[0], pen[1]) if command == "h" else (pen[0], pen[1] + values[0])
        elif command != "z":
            pen = (pen[0] + values[-2], pen[1] + values[-1])
        if len(values) != {"M": 2, "L": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}[command]:
            raise RefusedError(f"path {command}{text}")
        found.append(pen)
    return found
