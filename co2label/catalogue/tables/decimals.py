"""Numbers with a decimal comma: told by the cells, or stated; what could be read in two ways is refused.

`0,5` has a decimal comma. `1,234` may be 1.234 or 1234, and `1.234,5` groups thousands: they are read where the map says
`decimal = ","`, and only then.

>>> decimal_of(["12", "0,5 kg"], "lines.csv")
','
>>> from co2label.catalogue.tables.form import TableForm
>>> with_point("0,5 kg", TableForm("csv", decimal=","))
'0.5 kg'
>>> with_point("1.234,5 kg", TableForm("csv", decimal=",", decimal_stated=True))
'1234.5 kg'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem, UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.catalogue.tables.form import TableForm

__all__ = ["decimal_of", "with_point"]

_NUMBER = re.compile(r"[0-9][0-9.,]*")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_EITHER = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
"""Three digits behind the comma, and no zero alone before it: thousands or decimals."""
_SURELY_COMMA = re.compile(r"0,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_SURELY_POINT = re.compile(r"0\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+")
_STATE = 'state it in the map, such as decimal = ","'


def decimal_of(cells: Iterable[str], name: str) -> Literal[".", ","]:
    """The decimal mark of cells that hold amounts; a point where none shows one.

    Args:
        cells: texts with numbers in them.
        name: what the user calls the table, for messages.

    Raises:
        DocumentError: some have a decimal comma, some a decimal point.
    """
    comma = point = ""
    for cell in cells:
        for number in _NUMBER.findall(cell):
            if not comma and _SURELY_COMMA.fullmatch(number):
                comma = cell
            elif not point and _SURELY_POINT.fullmatch(number):
                point = cell
    if comma and point:
        what = f"{clip(comma)} has a decimal comma and {clip(point)} a decimal point"
        raise DocumentError([Problem(name, what, f"write them alike, or {_STATE}")])
    return "," if comma else "."


def with_point(text: str, form: TableForm) -> str:
    """A text with the numbers in it as co2label reads them.

    Raises:
        UnitError: a number that could be read in two ways, or has another mark than its table.
    """
    if form.decimal == "." or not text:
        return text
    return _NUMBER.sub(lambda found: _pointed(found[0], form), text)


def _pointed(number: str, form: TableForm) -> str:
    if number.isdigit():
        return number
    if _COMMA.fullmatch(number):
        if _EITHER.fullmatch(number) and not form.decimal_stated:
            message = f"the comma in {number!r} may group thousands or mark decimals; {_STATE}"
            raise UnitError(message)
        return number.replace(",", ".")
    if _GROUPED.fullmatch(number) and form.decimal_stated:
        return number.replace(".", "").replace(",", ".")
    todo = "write it with a comma" if form.decimal_stated else f"write it with a comma, or {_STATE}"
    message = f"the number {number!r} does not fit a table with decimal commas; {todo}"
    raise UnitError(message)
