"""Label stock: how labels lie on a page, in mm. A geometry that no paper can have is refused where it is made.

Makers round what they print on the box, so the numbers are held against the page before anything is drawn: eight rows of
33.9 mm between margins of 13 mm would need 297.2 mm, and an A4 page has 297.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PAGES", "STOCKS", "Pair", "Stock"]

Pair = tuple[float, float]
"""Across, then down, in mm."""

PAGES: dict[str, Pair] = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
"""Width and height of pages, upright (ISO 216)."""

_SLACK = 0.05
"""mm; data sheets are rounded to a tenth."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A page of labels in rows and columns.

    Attributes:
        name: what the page is called.
        page: width and height of the page, mm.
        rows: labels from top to bottom.
        columns: labels from left to right.
        label: width and height of one label, mm.
        pitch: from the left edge of a label to that of the next one, and from top edge to top edge, mm.
        margin: from the left and the top edge of the page to the first label, mm.

    Raises:
        DrawError: labels that overlap or do not fit the page; every such finding, with how many mm are missing.

    >>> Stock("24 labels", PAGES["A4"], 8, 3, label=(70.0, 33.9), pitch=(70.0, 33.9), margin=(0.0, 26.0))
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: stock '24 labels': the last row ends 0.2 mm below the page of 297 mm; correct the measures
    """

    name: str
    page: Pair
    rows: int
    columns: int
    label: Pair
    pitch: Pair
    margin: Pair

    def __post_init__(self) -> None:
        problems = list(_senseless(self)) or list(_misplaced(self))
        if problems:
            message = f"stock {clip(self.name)}: {'; '.join(problems)}; correct the measures"
            raise DrawError(message)

    @classmethod
    def grid(  # noqa: PLR0913 - a grid has that many measures
        cls,
        page: str | Pair,
        rows: int,
        columns: int,
        *,
        label: Pair,
        gap: Pair = (0.0, 0.0),
        name: str | None = None,
    ) -> Stock:
        """Labels of one size in the middle of a page.

        Args:
            page: "A3", "A4" or "A5", upright, or width and height in mm.
            rows: labels from top to bottom.
            columns: labels from left to right.
            label: width and height of one label, mm.
            gap: blank between two labels, across and down, mm.
            name: what the page is called; else "2 × 3 labels".

        Raises:
            DrawError: a page that is not known, or labels that do not fit it.

        >>> Stock.grid("A4", 2, 3, label=(62.0, 92.0), gap=(2.0, 2.0)).margin
        (10.0, 55.5)
        """
        width, height = _page(page)
        pitch = (label[0] + gap[0], label[1] + gap[1])
        across = (width - columns * pitch[0] + gap[0]) / 2
        down = (height - rows * pitch[1] + gap[1]) / 2
        called = name or f"{columns} × {rows} labels"
        return cls(called, (width, height), rows, columns, label, pitch, (across, down))

    @property
    def cells(self) -> int:
        """Labels on a page."""
        return self.rows * self.columns

    def place(self, cell: int) -> Pair:
        """The top left corner of a cell, mm; cell 0 is the first one, then row by row."""
        row, column = divmod(cell, self.columns)
        return self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]


def _page(page: str | Pair) -> Pair:
    if not isinstance(page, str):
        return page
    if page not in PAGES:
        message = f"expected a page of {', '.join(PAGES)} or a width and a height in mm, got {clip(page)}"
        raise DrawError(message)
    return PAGES[page]


def _senseless(stock: Stock) -> Iterator[str]:
    """What is no measure at all."""
    for what, number in (("rows", stock.rows), ("columns", stock.columns)):
        if number < 1:
            yield f"expected at least 1 of {what}, got {number}"
    for what, pair in (("page", stock.page), ("label", stock.label), ("pitch", stock.pitch)):
        if not all(0 < each < math.inf for each in pair):
            yield f"expected a {what} of two lengths in mm, got {clip(pair)}"
    if not all(math.isfinite(each) for each in stock.margin):
        yield f"expected margins of two lengths in mm, got {clip(stock.margin)}"


def _misplaced(stock: Stock) -> Iterator[str]:
    """What does not fit, by how many mm."""
    counts, words = (
        (stock.columns, stock.rows),
        (("column", "right of", "left of"), ("row", "below", "above")),
    )
    for axis, (lane, past, before) in enumerate(words):
        overlap = stock.label[axis] - stock.pitch[axis]
        if counts[axis] > 1 and overlap > _SLACK:
            yield f"a {lane} overlaps the next one by {overlap:.1f} mm"
        if stock.margin[axis] < -_SLACK:
            yield f"the first {lane} begins {-stock.margin[axis]:.1f} mm {before} the page"
        end = stock.margin[axis] + (counts[axis] - 1) * stock.pitch[axis] + stock.label[axis]
        if end - stock.page[axis] > _SLACK:
            yield f"the last {lane} ends {end - stock.page[axis]:.1f} mm {past} the page of {stock.page[axis]:g} mm"


def _bought() -> dict[str, Stock]:
    table = tomllib.loads(Path(__file__).with_name("stock.toml").read_text("utf-8"))
    return {
        number: Stock(
            each["name"],
            PAGES[each["page"]],
            each["rows"],
            each["columns"],
            *(tuple(each[key]) for key in ("label", "pitch", "margin")),
        )
        for number, each in table.items()
    }


STOCKS: Mapping[str, Stock] = _bought()
"""Label stock that can be bought, by the maker's number: L7160, L7165, J8157, L4770, L4732."""
