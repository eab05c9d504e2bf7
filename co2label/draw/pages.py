r"""Pages: several Scenes as one document, such as sheets of labels.

>>> from co2label.draw.scene import Scene, Text
>>> pages = Pages(tuple(Scene(30, 10, (Text(2, 6, word, 4),), word, word) for word in ("鮭", "梅")))
>>> len(pages), pages
(2, <2 pages, '鮭' to '梅'>)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.draw.file import write_all
from co2label.draw.picture import Picture
from co2label.errors import DrawError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from co2label.draw.scene import Scene

__all__ = ["Pages"]

_SHOWN = 3
"""Pages that a notebook shows."""
_ONE_FILE = ".pdf"


@dataclass(frozen=True, slots=True, repr=False)
class Pages:
    """One or more Scenes, each a page of its own size; iterating gives a checked Picture for each page.

    Raises:
        DrawError: no page.
    """

    scenes: tuple[Scene, ...]

    def __post_init__(self) -> None:
        if not self.scenes:
            message = "expected at least one page, got none; give the labels to be laid out"
            raise DrawError(message)

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
            DrawError: typst is not installed, or a page is unreadable (see `co2label.draw.check`).
        """
        from co2label.draw.pdf import pdf  # noqa: PLC0415 - each format is loaded where it is asked for

        return pdf([page.scene for page in self])

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
        if target.suffix.lower() == _ONE_FILE:
            files = {target: self.pdf()}
        else:
            files = {name: page.drawn(name) for name, page in zip(self._names(target), self, strict=True)}
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
        """For notebooks: the first pages, one below the other, and how many more there are."""
        shown = "".join(Picture(scene).html() for scene in self.scenes[:_SHOWN])
        more = len(self) - _SHOWN
        return f"{shown}<p>+ {more}</p>" if more > 0 else shown
