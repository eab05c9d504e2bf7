r"""CSV that a spreadsheet does not run: a text that could be taken for a formula gets an apostrophe in front.

Spreadsheets run what begins with `=`, `+`, `-`, `@`, TAB, CR or LF, and the full-width forms (OWASP, "CSV Injection").
Numbers begin with a sign too and stay as they are. `original` takes off exactly what `safe` put on.

>>> safe("=HYPERLINK(1)"), safe("-5"), safe("-5 g"), safe("'=x")
("'=HYPERLINK(1)", '-5', "'-5 g", "''=x")
>>> original("'=HYPERLINK(1)"), original("-5"), original("it's")
('=HYPERLINK(1)', '-5', "it's")
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["original", "safe", "write_rows"]

_BEGINS = "[=+\\-@\t\r\n＝＋－＠]"
_DANGEROUS = re.compile(f"'*{_BEGINS}")
_NEUTRALISED = re.compile(f"'+{_BEGINS}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def safe(text: str) -> str:
    """A text as a cell may hold it."""
    if not _DANGEROUS.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def original(cell: str) -> str:
    """The text of which `safe` made the cell."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    r"""Write a table as CSV (RFC 4180: comma, CRLF) whose cells no spreadsheet runs; tells how many rows.

    Args:
        file: a text file that was opened with `newline=""`.
        header: the headings.
        rows: cells by column: text, a number (written so that it reads back the same), or None for an empty cell.

    >>> import io
    >>> out = io.StringIO()
    >>> write_rows(out, ("product", "kg_co2e"), [("=1+1", 0.1), ("tea", None)])
    2
    >>> out.getvalue()
    "product,kg_co2e\r\n'=1+1,0.1\r\ntea,\r\n"
    """
    writer = csv.writer(file)
    writer.writerow([safe(heading) for heading in header])
    count = 0
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    return count
