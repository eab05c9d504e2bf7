"""Cells of workbooks and Arrow tables as the text that a CSV file would hold, so that all tables are judged alike.

>>> import datetime as dt
>>> [cell_text(each) for each in (4569951110016.0, 0.5, None, True, dt.datetime(2027, 11, 22), " tea ")]
['4569951110016', '0.5', '', 'true', '2027-11-22', 'tea']
>>> cell_text(0.5, ",")
'0,5'
"""

from __future__ import annotations

import datetime as dt
from typing import Any

__all__ = ["cell_text"]

_WHOLE_UP_TO = 1e15
"""Workbooks keep every number as a float64, codes of products too."""


def cell_text(cell: Any, decimal: str = ".") -> str:
    """The text of a cell.

    Args:
        cell: what the reader of the table gives.
        decimal: the decimal mark of the table, where the map states one: numbers are written as its texts are.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _WHOLE_UP_TO
        return str(int(cell)) if whole else repr(cell).replace(".", decimal)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
