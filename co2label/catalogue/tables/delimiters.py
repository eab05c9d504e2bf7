r"""Which sign stands between the cells of a CSV file: told by its first rows, and refused where two signs would do.

>>> delimiter_of("id;amount\r\ntea;0,5\r\n", "lines.csv")
';'
"""

from __future__ import annotations

import contextlib
import csv
import io
from itertools import islice

from co2label.catalogue.tables.form import DELIMITERS
from co2label.errors import DocumentError, Problem

__all__ = ["delimiter_of"]

_MOST_ROWS = 50


def delimiter_of(sample: str, name: str, header_row: int = 1) -> str:
    """The sign between cells: it cuts the heading into columns, and the rows into as many.

    Args:
        sample: the beginning of the file; a last row that is cut off does no harm.
        name: what the user calls the file, for messages.
        header_row: the row of the headings; what stands above it is not looked at.

    Raises:
        DocumentError: two signs fit equally well.
    """
    lines = list(islice(io.StringIO(sample, newline=""), header_row - 1, header_row + _MOST_ROWS))
    widths = {sign: _widths(lines, sign) for sign in DELIMITERS}
    cutting = [sign for sign, found in widths.items() if found and found[0] > 1]
    even = [sign for sign in cutting if len(set(widths[sign])) == 1]
    best = even if len(cutting) > 1 else cutting
    if len(cutting) > 1 and len(best) != 1:
        words = " and ".join(DELIMITERS[sign] for sign in cutting)
        what = f"cells may stand between {words}: both cut the heading into columns"
        raise DocumentError([Problem(name, what, 'state it in the map, such as delimiter = ";"')])
    return best[0] if best else ","


def _widths(lines: list[str], sign: str) -> list[int]:
    """How many cells each row has; a row that cannot be read, and the last one, which may be cut off, are left out."""
    found: list[int] = []
    reader = csv.reader(lines, delimiter=sign)
    with contextlib.suppress(csv.Error):
        found += (len(row) for row in reader if row)
    return found[:-1] if len(found) > _MOST_ROWS else found
