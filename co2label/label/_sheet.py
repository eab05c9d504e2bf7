"""Sheets: many labels on a page, on label stock or on plain paper to be cut.

A label is never scaled to its place, for the modules of its QR code are whole dots of the printer. A geometry that no paper
can have is refused where a `Stock` is made: makers round what they print on the box, so the numbers are held against the
page before anything is drawn. Eight rows of 33.9 mm between margins of 13 mm would need 297.2 mm, and an A4 page has 297.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from co2label._data import data_table
from co2label.declaration import refuse_claims
from co2label.draw import Op, Pages, Rect, Scene
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.draw import Picture


Pair = tuple[float, float]
"""Across, then down, in mm."""

PAGES: dict[str, Pair] = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
"""Width and height of pages, upright (ISO 216)."""

_ROUNDING = 0.05
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
        problems = list(_invalid_measures(self)) or list(_misplaced(self))
        if problems:
            raise DrawError(f"stock {clip(self.name)}: {'; '.join(problems)}; correct the measures")

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
        width, height = _page_size(page)
        pitch = (label[0] + gap[0], label[1] + gap[1])
        across = (width - columns * pitch[0] + gap[0]) / 2
        down = (height - rows * pitch[1] + gap[1]) / 2
        called = name or f"{columns} × {rows} labels"
        return cls(called, (width, height), rows, columns, label, pitch, (across, down))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Stock:
        """Read label stock from a TOML file.

        Args:
            path: a file with `rows`, `columns`, `label`, `pitch` and `margin`, and if need be `page` (else "A4") and `name`.

        Raises:
            DrawError: a file that cannot be read, a key that is missing or unknown, or measures that no page can have.
        """
        source = Path(path)
        table = _read_table(source)
        page = table.get("page", "A4")
        if isinstance(page, str) and page not in PAGES:
            _refuse(
                source, f"expected a page of {', '.join(PAGES)} or [width, height] in mm, got {clip(page)}"
            )
        rows, columns = (_read_count(source, table, key) for key in ("rows", "columns"))
        label, pitch, margin = (_read_pair(source, table, key) for key in ("label", "pitch", "margin"))
        size = PAGES[page] if isinstance(page, str) else _read_pair(source, table, "page")
        return cls(str(table.get("name", source.stem)), size, rows, columns, label, pitch, margin)

    @property
    def cells(self) -> int:
        """Labels on a page."""
        return self.rows * self.columns

    def place(self, cell: int) -> Pair:
        """The top left corner of a cell, mm; cell 0 is the first one, then row by row."""
        row, column = divmod(cell, self.columns)
        return self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]


_NEEDED = ("rows", "columns", "label", "pitch", "margin")
_KEYS = ("name", "page", *_NEEDED)


def _read_table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        _refuse(path, "no such file; check the path")
    except OSError as error:
        _refuse(path, f"{error.strerror}; choose another file")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _refuse(path, f"not TOML: {error}")
    wrong = [key for key in table if key not in _KEYS] + [f"no {key}" for key in _NEEDED if key not in table]
    if wrong:
        _refuse(path, f"expected {', '.join(_KEYS)}, got {clip(', '.join(wrong))}")
    return table


def _read_count(path: Path, table: dict[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(path, f"{key}: expected a whole number, got {clip(value)}")
    return int(value)


def _read_pair(path: Path, table: dict[str, Any], key: str) -> Pair:
    value = table[key]
    numbers = isinstance(value, list) and all(type(each) in {int, float} for each in value)
    if not numbers or len(value) != 2:  # noqa: PLR2004 - across and down
        _refuse(path, f"{key}: expected [across, down] in mm, got {clip(value)}")
    return float(value[0]), float(value[1])


def _refuse(path: Path, what: str) -> NoReturn:
    raise DrawError(f"{path}: {what}")


def _page_size(page: str | Pair) -> Pair:
    if not isinstance(page, str):
        return page
    if page not in PAGES:
        raise DrawError(
            f"expected a page of {', '.join(PAGES)} or a width and a height in mm, got {clip(page)}"
        )
    return PAGES[page]


def _invalid_measures(stock: Stock) -> Iterator[str]:
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
        if counts[axis] > 1 and overlap > _ROUNDING:
            yield f"a {lane} overlaps the next one by {overlap:.1f} mm"
        if stock.margin[axis] < -_ROUNDING:
            yield f"the first {lane} begins {-stock.margin[axis]:.1f} mm {before} the page"
        end = stock.margin[axis] + (counts[axis] - 1) * stock.pitch[axis] + stock.label[axis]
        if end - stock.page[axis] > _ROUNDING:
            yield f"the last {lane} ends {end - stock.page[axis]:.1f} mm {past} the page of {stock.page[axis]:g} mm"


def _bought() -> dict[str, Stock]:
    table = data_table("stock.toml", beside=__file__)
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
    >>> from co2label.label import Stock
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
        raise DrawError(f"expected at least one label and one copy, got {len(pictures)} and {copies}")
    if not 1 <= start <= stock.cells:
        raise DrawError(f"expected a first cell of 1 to {stock.cells} for {stock.name}, got {start}")
    for picture in pictures:
        _check_size(picture.scene, stock)


def _check_size(scene: Scene, stock: Stock) -> None:
    width, height = stock.label
    if scene.width > width + _SLACK or scene.height > height + _SLACK:
        raise DrawError(
            f"{clip(scene.title)}: expected a label of at most {width:g} × {height:g} mm for {stock.name}, "
            f"got {scene.width:g} × {scene.height:g} mm; take larger stock or a smaller template"
        )


def _page(scenes: Sequence[Scene], stock: Stock, run: tuple[int, int, int], marks: tuple[Op, ...]) -> Scene:
    """One page: its labels from the cell `begin` on; the page's number and the number of pages are in its title."""
    begin, number, pages = run
    ops = [
        op
        for cell, scene in enumerate(scenes, start=begin)
        for op in _move_to_cell(scene, stock, stock.place(cell))
    ]
    titles = dict.fromkeys(scene.title for scene in scenes)
    descriptions = dict.fromkeys(scene.description for scene in scenes)
    return Scene(
        *stock.page,
        (*ops, *marks),
        f"{stock.name}, {number}/{pages}",
        "\n\n".join(["\n".join(titles), *descriptions]),
        scenes[0].language,
    )


def _move_to_cell(scene: Scene, stock: Stock, corner: Pair) -> Iterator[Op]:
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
        raise DrawError(
            f"expected margins of at least {_AWAY + _LEAST_MARK:g} mm for crop marks, "
            f"got {min(before, after) + _AWAY:.1f} mm; leave more paper around the labels"
        )
    first, last = min(before, _MARK), min(after, _MARK)
    return (before - first, first), (far, last)
