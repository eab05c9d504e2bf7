"""Many labels on a page: label stock, or plain paper to be cut.

A label is never scaled to its place, for the modules of its QR code are whole dots of the printer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.draw import Op, Rect, Scene
from co2label.draw.pages import Pages
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.draw import Picture
    from co2label.label.stock import Pair, Stock

__all__ = ["sheet"]

_SLACK = 0.05
_LINE = 0.1
_MARK, _AWAY = 4.0, 1.0
"""Crop marks: so long at most, and so far from any label, in mm."""
_LEAST_MARK = 1.0


def sheet(  # noqa: PLR0913 - a part-used sheet in a printer has that many circumstances
    pictures: Sequence[Picture],
    stock: Stock,
    *,
    copies: int = 1,
    start: int = 1,
    crop_marks: bool = False,
    shift: Pair = (0.0, 0.0),
) -> Pages:
    """Lay out labels on pages, each in the middle of its cell.

    Args:
        pictures: the labels, in order.
        stock: the page and its cells.
        copies: of each label, one after the other.
        start: the first cell to use, from 1, row by row: for a sheet that is partly used.
        crop_marks: whether to draw, in the margins, the lines along which to cut.
        shift: how far everything is moved, right and down in mm, to make up for a printer that prints off its place.

    Raises:
        DrawError: no label; a label larger than its cell; a cell that there is not; a shift over the edge of the page; no
            margin for crop marks.
        ClaimError: a name of the stock, which is in the title of the file, that makes a claim.

    >>> from co2label.draw import Picture, Scene, Text
    >>> from co2label.label.stock import Stock
    >>> label = Picture(Scene(40, 20, (Text(2, 10, "210 g", 4),), "Tea", "Tea: 210 g"))
    >>> pages = sheet([label], Stock.grid("A4", 10, 4, label=(50.0, 25.0)), copies=50)
    >>> len(pages.scenes)
    2
    """
    _check(pictures, stock, copies, start)
    refuse_claims(stock=stock.name)
    placed = replace(stock, margin=(stock.margin[0] + shift[0], stock.margin[1] + shift[1]))
    marks = tuple(_crop_marks(placed)) if crop_marks else ()
    scenes = [picture.scene for picture in pictures for _ in range(copies)]
    first = stock.cells - start + 1
    runs = [scenes[:first], *(scenes[at : at + stock.cells] for at in range(first, len(scenes), stock.cells))]
    starts = [start - 1, *(0 for _ in runs[1:])]
    return Pages(
        tuple(
            _page(run, placed, (begin, index, len(runs)), marks)
            for index, (run, begin) in enumerate(zip(runs, starts, strict=True), start=1)
        )
    )


def _check(pictures: Sequence[Picture], stock: Stock, copies: int, start: int) -> None:
    if not pictures or copies < 1:
        message = f"expected at least one label and one copy, got {len(pictures)} and {copies}"
        raise DrawError(message)
    if not 1 <= start <= stock.cells:
        message = f"expected a first cell of 1 to {stock.cells} for {stock.name}, got {start}"
        raise DrawError(message)
    for picture in pictures:
        _check_size(picture.scene, stock)


def _check_size(scene: Scene, stock: Stock) -> None:
    width, height = stock.label
    if scene.width > width + _SLACK or scene.height > height + _SLACK:
        message = (
            f"{clip(scene.title)}: expected a label of at most {width:g} × {height:g} mm for {stock.name}, "
            f"got {scene.width:g} × {scene.height:g} mm; take larger stock or a smaller template"
        )
        raise DrawError(message)


def _page(scenes: Sequence[Scene], stock: Stock, run: tuple[int, int, int], marks: tuple[Op, ...]) -> Scene:
    """One page: its labels from the cell `begin` on; the page's number and the number of pages are in its title."""
    begin, number, pages = run
    ops = [
        op for cell, scene in enumerate(scenes, start=begin) for op in _moved(scene, stock, stock.place(cell))
    ]
    titles = dict.fromkeys(scene.title for scene in scenes)
    said = dict.fromkeys(scene.description for scene in scenes)
    return Scene(
        *stock.page,
        (*ops, *marks),
        f"{stock.name}, {number}/{pages}",
        "\n\n".join(["\n".join(titles), *said]),
        scenes[0].language,
    )


def _moved(scene: Scene, stock: Stock, corner: Pair) -> Iterator[Op]:
    """The ops of a label, moved into the middle of its cell."""
    x = corner[0] + (stock.label[0] - scene.width) / 2
    y = corner[1] + (stock.label[1] - scene.height) / 2
    return (replace(op, x=op.x + x, y=op.y + y) for op in scene.ops)


def _crop_marks(stock: Stock) -> Iterator[Op]:
    """Thin lines in the margins at every edge of a label: none is inside one."""
    for axis, count in enumerate((stock.columns, stock.rows)):
        other = 1 - axis
        lines = (stock.rows, stock.columns)[axis]
        near = stock.margin[other] - _AWAY
        far = stock.margin[other] + (lines - 1) * stock.pitch[other] + stock.label[other] + _AWAY
        edges = {
            round(stock.margin[axis] + index * stock.pitch[axis] + end, 6)
            for index in range(count)
            for end in (0.0, stock.label[axis])
        }
        for begin, length in _strokes(near, stock.page[other] - far, far):
            for edge in sorted(edges):
                at = min(max(edge - _LINE / 2, 0.0), stock.page[axis] - _LINE)
                yield Rect(at, begin, _LINE, length) if axis == 0 else Rect(begin, at, length, _LINE)


def _strokes(before: float, after: float, far: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the marks before the first and after the last label begin, and how long they are."""
    if min(before, after) < _LEAST_MARK:
        message = (
            f"expected margins of at least {_AWAY + _LEAST_MARK:g} mm for crop marks, "
            f"got {min(before, after) + _AWAY:.1f} mm; leave more paper around the labels"
        )
        raise DrawError(message)
    first, last = min(before, _MARK), min(after, _MARK)
    return (before - first, first), (far, last)
