"""How `co2label label` lays labels out on pages: label stock, or plain paper to be cut."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.cli.stock_file import read_stock
from co2label.cli.usage import Pair, is_directory, refuse, refuse_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.cli.label_options import Paper
    from co2label.draw import Pages, Picture
    from co2label.label import Stock

__all__ = ["Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where labels lie on a page; what was not said is None."""

    stock: str | None
    grid: Pair | None
    page: Paper | None
    start: int | None
    copies: int | None
    crop_marks: bool
    shift: Pair | None

    @property
    def asked(self) -> bool:
        """Whether there is a page at all."""
        return self.stock is not None or self.grid is not None

    def check(self, output: Path | None) -> None:
        """Refuse what does not go together.

        Raises:
            BadParameter: an option of a sheet without a sheet, two kinds of sheet, or a directory.
        """
        if not self.asked:
            refuse_given(self._given(), "is of labels on pages: give --stock or --grid")
            return
        if self.grid is not None:
            refuse_given(
                {"--stock": self.stock},
                "a page is of label stock or of plain paper; leave out --stock or --grid",
            )
            self.grid.whole("--grid")
        else:
            refuse_given({"--page": self.page}, "the page of label stock is known; --page is of --grid")
        if output is None or is_directory(output):
            refuse("pages are written to one file: give -o labels.pdf", "--output")

    def _given(self) -> dict[str, object]:
        return {
            "--page": self.page,
            "--start": self.start,
            "--copies": self.copies,
            "--crop-marks": self.crop_marks,
            "--shift": self.shift,
        }

    def pages(self, pictures: Sequence[Picture], stock: Stock) -> Pages:
        """The labels on their pages.

        Raises:
            DrawError: a label that does not fit its cell, or a cell that there is not.
        """
        from co2label.label import sheet  # noqa: PLC0415 - a fast start

        return sheet(
            pictures,
            stock,
            copies=self.copies or 1,
            start=self.start or 1,
            crop_marks=self.crop_marks,
            shift=self.shift or (0.0, 0.0),
        )

    def page_of(self, number: int, cells: int) -> int:
        """On which page, from 0, the first copy of a label is."""
        return ((self.start or 1) - 1 + number * (self.copies or 1)) // cells

    def stock_for(self, pictures: Sequence[Picture]) -> Stock:
        """The stock; on plain paper every cell is as large as the largest label.

        Raises:
            BadParameter: no such stock.
            DrawError: measures that no page can have.
        """
        from co2label.label import Stock  # noqa: PLC0415 - a fast start

        if self.grid is None:
            return _known(self.stock or "")
        columns, rows = self.grid.whole("--grid")
        across = max(each.scene.width for each in pictures)
        down = max(each.scene.height for each in pictures)
        return Stock.grid(self.page or "A4", rows, columns, label=(across, down))


def _known(name: str) -> Stock:
    """Stock by its name, or from a file.

    Raises:
        BadParameter: no such name.
        DrawError: a file that is no stock.
    """
    from co2label.label import STOCKS  # noqa: PLC0415 - a fast start

    if Path(name).suffix.lower() == ".toml":
        return read_stock(Path(name))
    if name.upper() not in STOCKS:
        known = "; ".join(f"{each}: {_said(found)}" for each, found in sorted(STOCKS.items()))
        refuse(f"expected a .toml with measures, or one of {known}; got {name!r}", "--stock")
    return STOCKS[name.upper()]


def _said(stock: Stock) -> str:
    return f"{stock.cells} of {stock.label[0]:g} × {stock.label[1]:g} mm"
