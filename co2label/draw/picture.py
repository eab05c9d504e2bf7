r"""A Picture: a Scene that has passed its checks, and the files that it can become.

>>> from co2label.draw import Scene, Text
>>> picture = Picture(Scene(30, 10, (Text(2, 6, "鮭おにぎり", 4),), "Name", "A name"))
>>> picture.png()[:4], picture.svg()[-7:]
(b'\x89PNG', '</svg>\n')
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.draw.check import check
from co2label.draw.png import DOTS_PER_INCH, png
from co2label.draw.svg import svg
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from co2label.draw.scene import Scene

__all__ = ["Picture"]

_SCREEN_DOTS_PER_MM = 6
"""CSS pixels that a millimetre takes in a notebook: about one and a half times the size on paper."""


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A checked Scene.

    Raises:
        DrawError: the Scene is unreadable: overlap, overflow, a missing glyph (see `co2label.draw.check`).
    """

    scene: Scene

    def __post_init__(self) -> None:
        check(self.scene)

    def __repr__(self) -> str:
        return f"<{self.scene.title!r}, {self.scene.width:g} × {self.scene.height:g} mm>"

    def png(self, dpi: float = DOTS_PER_INCH) -> bytes:
        """The picture as PNG, at 15 dots a millimetre where nothing else is asked for.

        Raises:
            DrawError: a resolution outside 72 to 2400, or too small for the QR code.
        """
        return png(self.scene, dpi)

    def svg(self) -> str:
        """The picture as SVG, in millimetres."""
        return svg(self.scene)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture, as PNG or SVG by the ending of `path`; the whole file or nothing.

        Returns:
            The path written.

        Raises:
            DrawError: another ending, or a place that cannot be written to; says which and why.
        """
        target = Path(path)
        kind = target.suffix.lower()
        if kind == ".png":
            data = self.png()
        elif kind == ".svg":
            data = self.svg().encode()
        else:
            message = f"expected a file name that ends with .png or .svg, got {clip(str(path))}"
            raise DrawError(message)
        _write(target, data)
        return target

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """For notebooks: PNG, for it looks alike whatever fonts the reader has."""
        return self.png(), {"width": round(self.scene.width * _SCREEN_DOTS_PER_MM)}


def _write(target: Path, data: bytes) -> None:
    """Write beside the target, then put it in place in one step."""
    part = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot write {target}: {error.strerror or error}; choose another place"
        raise DrawError(message) from error
