"""Days as tables write them: 2027/11/22, 2027.11.22, 20271122, 2027年11月22日, 令和9年11月22日, with or without midnight.

The year stands first. Where it stands last, 03/04/2027 is April in Paris and March in New York, so the map has to say which
(`dates = "day-first"`).

>>> [day_of(text) for text in ("2027/11/22", "2027年11月22日", "R9.11.22", "2027-11-22 00:00:00")]
['2027-11-22', '2027-11-22', '2027-11-22', '2027-11-22']
>>> day_of("03/04/2027", "day-first")
'2027-04-03'
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Literal

from co2label.errors import clip

__all__ = ["DateOrder", "day_of"]

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
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        return _iso(int(found[1]), int(found[3]), int(found[5]), text)
    if compact := _COMPACT.fullmatch(plain):
        return _iso(int(compact[1]), int(compact[2]), int(compact[3]), text)
    if era := _ERA.fullmatch(plain):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        return _iso(year, int(era[4]), int(era[6]), text)
    if last := _YEAR_LAST.fullmatch(plain):
        return _with_year_last(int(last[1]), int(last[3]), int(last[4]), text, order)
    raise ValueError(_no_day(text))


def _with_year_last(first: int, second: int, year: int, text: str, order: DateOrder | None) -> str:
    if order == "day-first":
        return _iso(year, second, first, text)
    if order == "month-first":
        return _iso(year, first, second, text)
    readings = [
        f"{year:04}-{month:02}-{day:02} ({name})"
        for month, day, name in ((second, first, "day-first"), (first, second, "month-first"))
        if month <= _MONTHS
    ]
    what = f"{clip(text)} is {' or '.join(readings) or 'no day'}"
    message = f'{what}; write the year first, or state it in the map, such as dates = "day-first"'
    raise ValueError(message)


def _iso(year: int, month: int, day: int, text: str) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(_no_day(text)) from None


def _no_day(text: str) -> str:
    return f"expected a day such as 2027-11-22, got {clip(text)}"
