"""How the numbers of a column are written: one decision a column, from all its rows; what could be read in two ways is refused.

`0,5` has a decimal comma. `1,234` may be 1.234 or 1234, and `1.234,5` groups thousands: they are read where the map says
`decimal = ","`, and only then. `1.500` is 1.5, but where the table shows that it is written with decimal commas (semicolons
between its cells, a comma in another column) it may be 1500, and is refused unless its own column has decimal points.

>>> marks = Marks()
>>> for row, cell in enumerate(["12", "0,5 kg"], start=2):
...     marks.look(cell, row)
>>> comma = marks.decided("lines.csv column amount")
>>> with_point("0,5 kg", comma), with_point("1.234,5 kg", Decimals(",", stated=True))
('0.5 kg', '1234.5 kg')
>>> with_point("1.500", Decimals(".", doubt="semicolons stand between the cells"))
Traceback (most recent call last):
...
co2label.errors.UnitError: the point in '1.500' may mark decimals (1.5) or group thousands (1500), since semicolons stand \
between the cells; state it in the map: decimal = "." or decimal = ","
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem, UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Decimals", "Marks", "decimal_of", "is_number", "with_point"]

_NUMBER = re.compile(r"[0-9][0-9.,]*")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_EITHER = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
"""Three digits behind the comma, and no zero alone before it: thousands or decimals."""
_EITHER_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SURELY_COMMA = re.compile(
    r"0,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}"
)
_SURELY_POINT = re.compile(
    r"0\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}"
)
_SPACED = re.compile(
    r"(?<![0-9.,])-?[0-9]{1,3}(?:[\u00a0\u202f'’][0-9]{3})+(?![0-9])|-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?"
)
"""Thousands apart: by a sign that groups nothing else, wherever they stand; by a plain space, where the cell is no more."""
_STATE = 'state it in the map, such as decimal = ","'


@dataclass(frozen=True, slots=True)
class Decimals:
    """How the numbers of a column are written.

    Attributes:
        mark: the decimal mark.
        stated: whether the map says so. Only then `1.234,5` and `1,234` are read; found alone, they are ambiguous.
        doubt: why three digits behind a point may be thousands, or "".
    """

    mark: Literal[".", ","] = "."
    stated: bool = False
    doubt: str = ""


class Marks:
    """What the cells of a column show of their decimal mark; `sure` once a cell shows it beyond doubt."""

    __slots__ = ("_comma", "_point")

    def __init__(self) -> None:
        self._comma = self._point = ("", 0)

    def look(self, cell: str, row: int) -> None:
        """Look at one more cell."""
        if "," not in cell and ("." not in cell or (self._point[1] and cell.count(".") == 1)):
            return
        for number in _NUMBER.findall(cell):
            if not self._comma[1] and _SURELY_COMMA.fullmatch(number):
                self._comma = (cell, row)
            elif not self._point[1] and _SURELY_POINT.fullmatch(number):
                self._point = (cell, row)

    @property
    def sure(self) -> Literal[".", ",", ""]:
        """The mark that some cell surely has."""
        return "," if self._comma[1] else "." if self._point[1] else ""

    @property
    def shown(self) -> str:
        """The cell that shows a decimal comma, in words."""
        return f"{clip(self._comma[0])} in row {self._comma[1]} has a decimal comma"

    def decided(self, where: str, doubt: str = "") -> Decimals:
        """How the numbers of the column are written; a point where none shows a mark.

        Args:
            where: what the user calls the column, for messages.
            doubt: what else in the table speaks for decimal commas, or "".

        Raises:
            DocumentError: some have a decimal comma, some a decimal point.
        """
        if self._comma[1] and self._point[1]:
            what = f"{self.shown} and {clip(self._point[0])} a decimal point, in row {self._point[1]}"
            raise DocumentError([Problem(where, what, f"write them alike, or {_STATE}")])
        if self._comma[1]:
            return Decimals(",")
        return Decimals(".", doubt="" if self._point[1] else doubt)


def is_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else, however it is written."""
    return _NUMBER.fullmatch(cell.removeprefix("-")) is not None


def decimal_of(cells: Iterable[str], where: str) -> Literal[".", ","]:
    """The decimal mark of cells that hold amounts; a point where none shows one.

    Raises:
        DocumentError: some have a decimal comma, some a decimal point.
    """
    marks = Marks()
    for row, cell in enumerate(cells, start=2):
        marks.look(cell, row)
    return marks.decided(where).mark


def with_point(text: str, decimals: Decimals) -> str:
    """A text with the numbers in it as co2label reads them.

    Raises:
        UnitError: a number that could be read in two ways, or has another mark than its column.
    """
    if text.isdigit():
        return text
    text = _together(text)
    if decimals.mark == ",":
        return _NUMBER.sub(lambda found: _pointed(found[0], decimals), text)
    if decimals.doubt:
        for number in _NUMBER.findall(text):
            if _EITHER_POINT.fullmatch(number):
                raise UnitError(_doubted(number, decimals.doubt))
    return text


def _together(text: str) -> str:
    """A text without the signs that group thousands apart."""
    found = _SPACED.fullmatch(text) or _SPACED.search(text)
    if not found or (" " in found[0] and len(found[0]) != len(text)):
        return text
    return text.replace(found[0], re.sub(r"[\u00a0\u202f'’ ]", "", found[0]))


def _doubted(number: str, doubt: str) -> str:
    plain, whole = number.rstrip("0").rstrip("."), number.replace(".", "")
    state = 'state it in the map: decimal = "." or decimal = ","'
    return f"the point in {number!r} may mark decimals ({plain}) or group thousands ({whole}), since {doubt}; {state}"


def _pointed(number: str, decimals: Decimals) -> str:
    if number.isdigit():
        return number
    if _COMMA.fullmatch(number):
        if _EITHER.fullmatch(number) and not decimals.stated:
            message = f"the comma in {number!r} may group thousands or mark decimals; {_STATE}"
            raise UnitError(message)
        return number.replace(",", ".")
    if _GROUPED.fullmatch(number) and decimals.stated:
        return number.replace(".", "").replace(",", ".")
    if _EITHER_POINT.fullmatch(number) and not decimals.stated:
        raise UnitError(_doubted(number, "other numbers of the column have decimal commas"))
    todo = "write it with a comma" if decimals.stated else f"write it with a comma, or {_STATE}"
    message = f"the number {number!r} does not fit a column with decimal commas; {todo}"
    raise UnitError(message)
