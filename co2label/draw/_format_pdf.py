"""PDF, a page for each Scene: typst sets what `pdf.typ` says, from data that is never read as markup.

Text is text, with the fonts' subsets embedded, and stands where it stands in the other formats. The file is PDF/A-2a (ISO
19005-2, level A) and PDF/UA-1 (ISO 14289-1): tagged in the order of the Scene, with its language, its title and a text for
every QR code and picture; rectangles are artifacts.

PDF/A asks for a date of creation, and the library reads no clock: it is 1970-01-01, the beginning of Unix time.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.draw._formats import picture_format
from co2label.draw._qr import svg_of, symbol
from co2label.draw._scene import Op, Qr, Rect, Scene, Text
from co2label.draw._text import advance, glyphs, line_start, measure
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import typst

    from co2label.draw._scene import Font
    from co2label.draw._text import Glyph


_TEMPLATE = Path(__file__).with_name("pdf.typ")

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

_EPOCH = 0
"""The date of creation, in seconds of Unix time."""


@picture_format("pdf", pages=True)
def pdf(scenes: Sequence[Scene]) -> bytes:
    """Write Scenes as the pages of one document, the same bytes for the same Scenes.

    The document has the title and the language of the first page.

    Raises:
        DrawError: typst is not installed, a Scene has no title, or a font file that typst cannot use.
    """
    typst = _typst()
    images: dict[bytes, int] = {}
    pages = [_page(scene, images) for scene in scenes]
    first = scenes[0]
    data = {
        "title": first.title,
        "description": first.description,
        "language": _language(first.language),
        "images": [list(png) for png in images],
        "pages": pages,
    }
    fonts = _fonts(frozenset(_folder(font) for scene in scenes for font in _fonts_used(scene)))
    try:
        written: bytes
        written, warnings = typst.compile_with_warnings(
            _TEMPLATE.read_bytes(),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=_STANDARDS,
            timestamp=_EPOCH,
        )
    except typst.TypstError as error:
        raise _pdf_error(first, error.message, error.hints) from error
    for warning in warnings:
        raise _pdf_error(first, warning.message, warning.hints)
    return written


def _typst() -> Any:
    try:
        import typst  # noqa: PLC0415 - an extra, loaded where a PDF is asked for
    except ImportError as error:
        raise DrawError(
            'PDF needs typst, which is not installed; run: pip install "co2label[pdf]"'
        ) from error
    return typst


def _pdf_error(scene: Scene, why: str, hints: Sequence[str]) -> DrawError:
    return DrawError(f"{clip(scene.title)} cannot be a PDF: {'; '.join((why, *hints))}")


def _fonts_used(scene: Scene) -> set[Font]:
    lines = (op for op in scene.ops if isinstance(op, Text))
    return {glyph.font for op in lines for glyph in glyphs(op.text, op.font)}


def _folder(font: Font) -> str:
    return str(font.path.resolve().parent)


@cache
def _fonts(folders: frozenset[str]) -> typst.Fonts:
    """All fonts in some folders: typst knows a font by its family and its weight, not by its file."""
    fonts: typst.Fonts = _typst().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders)
    )
    return fonts


@cache
def _typst_font(font: Font) -> dict[str, Any]:
    """Family, weight and style by which typst finds the file of a font."""
    path = font.path.resolve()
    for found in _fonts(frozenset({_folder(font)})).fonts():
        if found.path and Path(found.path).resolve() == path and found.index == 0:
            return {"font": found.family, "weight": font.weight or found.weight, "style": found.style}
    raise DrawError(
        f"expected an OpenType font that typst can use, got {path.name}; give a .ttf or .otf file"
    )


def _page(scene: Scene, images: dict[bytes, int]) -> dict[str, Any]:
    return {
        "width": scene.width,
        "height": scene.height,
        "language": _language(scene.language),
        "ops": [_op(op, images) for op in scene.ops],
    }


def _op(op: Op, images: dict[bytes, int]) -> dict[str, Any]:
    if isinstance(op, Text):
        line = {"kind": "text", "x": line_start(op), "y": op.y, "size": op.size, "fill": op.fill}
        return line | {"language": _language(op.language), "runs": list(_runs(op))}
    width, height = (op.size, op.size) if isinstance(op, Qr) else (op.width, op.height)
    place = {"x": op.x, "y": op.y, "width": width, "height": height}
    if isinstance(op, Rect):
        hatch = op.hatch and {"fill": op.hatch.fill, "bands": op.bands()}
        return {"kind": "rect", **place, "fill": op.fill, "radius": op.radius, "hatch": hatch}
    if isinstance(op, Qr):
        drawn = svg_of(symbol(op.payload, level=op.level, mask=op.mask))
        return {"kind": "qr", **place, "alt": op.description or op.payload, "svg": drawn}
    return {"kind": "image", **place, "alt": op.description, "image": images.setdefault(op.png, len(images))}


def _runs(op: Text) -> Iterator[dict[str, Any]]:
    """The runs of a line: how far the pen is moved before each, in mm, and how it is set.

    Glyphs that stand as typed make one run. A bracket set on half an em is a run of its own, and so is a lowered 2.
    """
    pen = 0.0
    for _, group in groupby(glyphs(op.text, op.font), key=attrgetter("run")):
        run = list(group)
        first, typed = run[0], "".join(glyph.char for glyph in run)
        yield {
            "font": _typst_font(first.font),
            "move": (first.x - pen) * op.size,
            "size": first.scale * op.size,
            "drop": first.drop * op.size,
            "text": typed,
        }
        pen = first.x + _advance(typed, first)


def _advance(typed: str, first: Glyph) -> float:
    """Advance of typst's own pen in em; a bracket takes its whole em there."""
    if first.anchor is not None:
        return advance(typed, first.font) * first.scale
    return measure(typed, first.scale, first.font)


def _language(language: str) -> str:
    """The language without script or region: typst knows it by its code of two or three letters (ISO 639)."""
    return language.partition("-")[0]
