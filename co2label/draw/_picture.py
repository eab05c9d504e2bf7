r"""Pictures: checked Scenes that become files; `Pages` are several as one document.

>>> from co2label.draw import Scene, Text
>>> picture = Picture(Scene(30, 10, (Text(2, 6, "鮭おにぎり", 4),), "Name", "A name"))
>>> picture.png()[:4], picture.svg()[-7:]
(b'\x89PNG', '</svg>\n')
>>> pages = Pages(tuple(Scene(30, 10, (Text(2, 6, word, 4),), word, word) for word in ("鮭", "梅")))
>>> len(pages), pages
(2, <2 pages, '鮭' to '梅'>)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label._storage import write, write_all
from co2label.draw._check import check
from co2label.draw._formats import find_format, format_of
from co2label.errors import DrawError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from co2label.draw._epaper import Planes
    from co2label.draw._formats import PictureFormat, TextKind
    from co2label.draw._raster import Ink
    from co2label.draw._scene import Scene


_SCREEN_DOTS_PER_MM = 6
"""CSS pixels that a millimetre takes in a notebook: about one and a half times the size on paper."""


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A checked Scene.

    Raises:
        DrawError: the Scene is unreadable: overlap, overflow, a missing glyph (see `co2label.draw._check`).
    """

    scene: Scene

    def __post_init__(self) -> None:
        check(self.scene)

    def __repr__(self) -> str:
        return f"<{self.scene.title!r}, {self.scene.width:g} × {self.scene.height:g} mm>"

    def encode(
        self,
        format: str | os.PathLike[str],  # noqa: A002 - the word that everyone looks for
        dpi: float | None = None,
        ink: Ink | None = None,
        text: TextKind | None = None,
    ) -> bytes:
        """The picture as a file.

        Args:
            format: "png", "svg", "html", "pdf" or "zpl" (`picture_formats`), or a path whose name ends with one of them.
            dpi: dots per inch: of PNG 72 to 2400, else 381 (15 dots a millimetre); of ZPL 203, 300 or 600, else 203.
            ink: of PNG: in colour, in greys of 4 bits, or black on white without greys (1 bit), for thermal printers.
            text: of SVG and HTML: letters as "outlines", which need no font where the file is opened, or as "live" text, which
                can be selected and edited where the fonts are.

        Raises:
            DrawError: a format, resolution or ink that there is not, an option that the format does not have, a resolution
                too small for the QR code, or a package that the format needs and that is not installed.

        >>> from co2label.draw import Scene, Text
        >>> Picture(Scene(30, 10, (Text(2, 6, "210 g", 4),), "Name", "A name")).encode("zpl", dpi=300)[:3]
        b'^XA'
        """
        found = find_format(format) if isinstance(format, str) else format_of(Path(format))
        made = found.text_or_bytes(self.scene, **found.options(dpi, ink, text))
        return made.encode() if isinstance(made, str) else made

    def png(self, dpi: float | None = None, ink: Ink | None = None) -> bytes:
        """The picture as PNG; see `encode`."""
        return self.encode("png", dpi, ink)

    def svg(self, text: TextKind | None = None) -> str:
        """The picture as SVG, in millimetres, its letters as outlines; with "live" as text."""
        return self.encode("svg", text=text).decode()

    def html(self, text: TextKind | None = None) -> str:
        """The picture as a fragment of HTML, to be put into a page; letters as in `svg`."""
        return self.encode("html", text=text).decode()

    def pdf(self) -> bytes:
        """The picture as PDF/A-2a and PDF/UA-1 of one page; needs `pip install "co2label[pdf]"`."""
        return self.encode("pdf")

    def zpl(self, dpi: float | None = None) -> bytes:
        """The picture as ZPL II for label printers; see `encode`."""
        return self.encode("zpl", dpi)

    def epaper(self, width: int, height: int, *, red: bool = False) -> Planes:
        """The picture as the bit planes of an electronic shelf label.

        Args:
            width: of the display, in pixels.
            height: of the display, in pixels.
            red: whether the display has red as well; what is red or orange is then drawn in red.

        Raises:
            DrawError: the picture has another shape than the display, or its QR code gets too few pixels.
        """
        from co2label.draw._epaper import bit_planes  # noqa: PLC0415

        return bit_planes(self.scene, width, height, red=red)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture; the ending of `path` says as what: .png .svg .pdf .html .zpl. The whole file or nothing.

        Returns:
            The path written.

        Raises:
            DrawError: another ending, or a place that cannot be written to; says which and why.
        """
        target = Path(path)
        write(target, self.encode(target))
        return target

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """PNG for notebooks, since it looks the same whatever fonts the reader has."""
        return self.png(), {"width": round(self.scene.width * _SCREEN_DOTS_PER_MM)}


_PAGES_SHOWN = 3
"""Pages that a notebook shows."""


@dataclass(frozen=True, slots=True, repr=False)
class Pages:
    """One or more Scenes, each a page of its own size; iterating gives a checked Picture for each page.

    Raises:
        DrawError: no page.
    """

    scenes: tuple[Scene, ...]

    def __post_init__(self) -> None:
        if not self.scenes:
            raise DrawError("expected at least one page, got none; give the labels to be laid out")

    def __len__(self) -> int:
        return len(self.scenes)

    def __iter__(self) -> Iterator[Picture]:
        return map(Picture, self.scenes)

    def __repr__(self) -> str:
        first, last = self.scenes[0].title, self.scenes[-1].title
        return f"<{len(self)} pages, {first!r} to {last!r}>" if len(self) > 1 else f"<1 page, {first!r}>"

    def pdf(self) -> bytes:
        """All pages as one PDF/A-2a and PDF/UA-1; needs `pip install "co2label[pdf]"`.

        Raises:
            DrawError: typst is not installed, or a page is unreadable (see `co2label.draw._check`).
        """
        return self._encode(find_format("pdf"))

    def _encode(self, found: PictureFormat) -> bytes:
        """All pages as one file."""
        made = found.render([page.scene for page in self], **found.options())
        return made.encode() if isinstance(made, str) else made

    def save(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the pages; the ending of `path` says as what: .pdf .png .svg .html .zpl. All pages or none.

        A PDF holds all pages. Of the other formats each page is a file: `labels-1.png`, `labels-2.png`, … (numbers of
        as many digits as the last one has); a single page has the name as given.

        Returns:
            The paths written, in the order of the pages.

        Raises:
            DrawError: another ending, an unreadable page, or a place that cannot be written to; says which and why.
        """
        target = Path(path)
        found = format_of(target)
        if found.pages:
            files = {target: self._encode(found)}
        else:
            files = {name: page.encode(name) for name, page in zip(self._names(target), self, strict=True)}
        write_all(files)
        return tuple(files)

    def _names(self, target: Path) -> list[Path]:
        if len(self) == 1:
            return [target]
        digits = len(str(len(self)))
        return [
            target.with_name(f"{target.stem}-{number:0{digits}}{target.suffix}")
            for number in range(1, len(self) + 1)
        ]

    def _repr_html_(self) -> str:
        """The first pages for notebooks, one below the other, and the number of the others."""
        shown = "".join(Picture(scene).html() for scene in self.scenes[:_PAGES_SHOWN])
        more = len(self) - _PAGES_SHOWN
        return f"{shown}<p>+ {more}</p>" if more > 0 else shown
