"""Numbers and days as tables write them: decimal marks, thousands, dates.

The decimal mark is decided once a column, from all its rows; what can be read in two ways is refused. `0,5` has a decimal
comma. `1,234` may be 1.234 or 1234, and `1.234,5` groups thousands: both are read only where the map says `decimal = ","`.
`1.500` is 1.5, unless the table shows decimal commas elsewhere (semicolons between its cells, a comma in another column):
then it may be 1500 and is refused, except in a column with decimal points of its own.

>>> marks = DecimalMarks()
>>> for row, cell in enumerate(["12", "0,5 kg"], start=2):
...     marks.look(cell, row)
>>> comma = marks.decided("lines.csv column amount")
>>> with_point("0,5 kg", comma), with_point("1.234,5 kg", NumberFormat(",", stated=True))
('0.5 kg', '1234.5 kg')
>>> with_point("1.500", NumberFormat(".", doubt="semicolons stand between the cells"))
Traceback (most recent call last):
...
co2label.errors.UnitError: the point in '1.500' may mark decimals (1.5) or group thousands (1500), since semicolons stand \
between the cells; state it in the map: decimal = "." or decimal = ","

Days are read with the year first, with or without midnight, in the Japanese eras too. Where the year stands last, 03/04/2027
is April in Paris and March in New York, so the map has to say which (`dates = "day-first"`).

>>> [day_of(text) for text in ("2027/11/22", "2027年11月22日", "R9.11.22", "2027-11-22 00:00:00")]
['2027-11-22', '2027-11-22', '2027-11-22', '2027-11-22']
>>> day_of("03/04/2027", "day-first")
'2027-04-03'
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from co2label.errors import Problem, UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable


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
class NumberFormat:
    """The way in which the numbers of a column are written.

    Attributes:
        mark: the decimal mark.
        stated: whether the map says so. Only then `1.234,5` and `1,234` are read; found alone, they are ambiguous.
        doubt: why three digits behind a point may be thousands, or "".
    """

    mark: Literal[".", ","] = "."
    stated: bool = False
    doubt: str = ""


class DecimalMarks:
    """Evidence on the decimal mark of a column, from its cells; `sure` once a cell shows it beyond doubt."""

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

    def decided(self, where: str, doubt: str = "") -> NumberFormat:
        """Decide how the numbers of the column are written; a point where none shows a mark.

        Args:
            where: what the user calls the column, for messages.
            doubt: what else in the table speaks for decimal commas, or "".

        Raises:
            DocumentError: some have a decimal comma, some a decimal point.
        """
        if self._comma[1] and self._point[1]:
            what = f"{self.shown} and {clip(self._point[0])} a decimal point, in row {self._point[1]}"
            raise Problem(where, what, f"write them alike, or {_STATE}").as_error()
        if self._comma[1]:
            return NumberFormat(",")
        return NumberFormat(".", doubt="" if self._point[1] else doubt)


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number and nothing else, however it is written."""
    return _NUMBER.fullmatch(cell.removeprefix("-")) is not None


def decimal_mark_of(cells: Iterable[str], where: str) -> Literal[".", ","]:
    """The decimal mark of cells that hold amounts; a point where none shows one.

    Raises:
        DocumentError: some have a decimal comma, some a decimal point.
    """
    marks = DecimalMarks()
    for row, cell in enumerate(cells, start=2):
        marks.look(cell, row)
    return marks.decided(where).mark


def with_point(text: str, decimals: NumberFormat) -> str:
    """A text with the numbers in it as co2label reads them.

    Raises:
        UnitError: a number that could be read in two ways, or has another mark than its column.
    """
    if text.isdigit():
        return text
    text = _join_thousands(text)
    if decimals.mark == ",":
        return _NUMBER.sub(lambda found: _number_with_point(found[0], decimals), text)
    if decimals.doubt:
        for number in _NUMBER.findall(text):
            if _EITHER_POINT.fullmatch(number):
                raise UnitError(_doubt_message(number, decimals.doubt))
    return text


def _join_thousands(text: str) -> str:
    """A text without the signs that group thousands apart."""
    found = _SPACED.fullmatch(text) or _SPACED.search(text)
    if not found or (" " in found[0] and len(found[0]) != len(text)):
        return text
    return text.replace(found[0], re.sub(r"[\u00a0\u202f'’ ]", "", found[0]))


def _doubt_message(number: str, doubt: str) -> str:
    plain, whole = number.rstrip("0").rstrip("."), number.replace(".", "")
    state = 'state it in the map: decimal = "." or decimal = ","'
    return f"the point in {number!r} may mark decimals ({plain}) or group thousands ({whole}), since {doubt}; {state}"


def _number_with_point(number: str, decimals: NumberFormat) -> str:
    if number.isdigit():
        return number
    if _COMMA.fullmatch(number):
        if _EITHER.fullmatch(number) and not decimals.stated:
            raise UnitError(f"the comma in {number!r} may group thousands or mark decimals; {_STATE}")
        return number.replace(",", ".")
    if _GROUPED.fullmatch(number) and decimals.stated:
        return number.replace(".", "").replace(",", ".")
    if _EITHER_POINT.fullmatch(number) and not decimals.stated:
        raise UnitError(_doubt_message(number, "other numbers of the column have decimal commas"))
    todo = "write it with a comma" if decimals.stated else f"write it with a comma, or {_STATE}"
    raise UnitError(f"the number {number!r} does not fit a column with decimal commas; {todo}")


DateOrder = Literal["day-first", "month-first"]

_MIDNIGHT = re.compile(r"(.*?)[ T]?(?<=[0-9日 T])0?0:00(?::00(?:\.0+)?)?Z?", re.DOTALL)

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?")

_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_ERA = re.compile(r"(令和|平成|[RH])(元|[0-9]{1,2})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?")

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
"""The year before the first one of an era."""

_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")

_MONTHS = 12


def day_of(text: str, order: DateOrder | None = None) -> str:
    """A day as ISO 8601 writes it.

    Args:
        text: how it stands in the cell.
        order: what the map says of days whose year stands last.

    Raises:
        ValueError: no day, or one that could be two; says what to do.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    at_midnight = _MIDNIGHT.fullmatch(plain)
    plain = at_midnight[1].strip() if at_midnight else plain
    year = month = day = 0
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = map(int, found.group(1, 3, 5))
    elif compact := _COMPACT.fullmatch(plain):
        year, month, day = map(int, compact.groups())
    elif era := _ERA.fullmatch(plain):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        month, day = int(era[4]), int(era[6])
    elif last := _YEAR_LAST.fullmatch(plain):
        first, second, year = map(int, last.group(1, 3, 4))
        if order is None:
            raise ValueError(_two_readings(text, first, second, year))
        month, day = (second, first) if order == "day-first" else (first, second)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(f"expected a day such as 2027-11-22, got {clip(text)}") from None


def _two_readings(text: str, first: int, second: int, year: int) -> str:
    readings = [
        f"{year:04}-{month:02}-{day:02} ({name})"
        for month, day, name in ((second, first, "day-first"), (first, second, "month-first"))
        if month <= _MONTHS
    ]
    what = f"{clip(text)} is {' or '.join(readings) or 'no day'}"
    return f'{what}; write the year first, or state it in the map, such as dates = "day-first"'
