r"""Tables that people give: CSV in any encoding, workbooks, Parquet, Arrow; and CSV that is written for spreadsheets.

A `Table` can be read several times, each time from its beginning, and its cells are text (`open_table`). A small CSV file whose
columns are fixed is read whole (`read_rows`). `decoded` is the text of a file of unknown encoding. How numbers and days are
written is told by `NumberFormat` and `day_of`. `write_rows` writes cells that no spreadsheet runs as a formula.

>>> rows = read_rows(b"id,amount\ntea,2 kg\n", "lines.csv")
>>> [dict(cells) for _, cells in rows.cells([])]
[{'id': 'tea', 'amount': '2 kg'}]
"""

from __future__ import annotations

from co2label.tabular._csv import CsvRows, escape_formula, read_rows, write_rows
from co2label.tabular._encoding import decoded
from co2label.tabular._notation import (
    DateOrder,
    DecimalMarks,
    NumberFormat,
    day_of,
    decimal_mark_of,
    is_number,
    with_point,
)
from co2label.tabular._open import ArrowTable, TableSource, open_table
from co2label.tabular._table import (
    FORMULA_ERRORS,
    MARKUP,
    DecimalMark,
    RowProblem,
    Table,
    TableForm,
    TableRow,
    cell_text,
    headings_of,
    one_line,
    strip_markup,
    strip_text_mark,
)

__all__ = [
    "FORMULA_ERRORS",
    "MARKUP",
    "ArrowTable",
    "CsvRows",
    "DateOrder",
    "DecimalMark",
    "DecimalMarks",
    "NumberFormat",
    "RowProblem",
    "Table",
    "TableForm",
    "TableRow",
    "TableSource",
    "cell_text",
    "day_of",
    "decimal_mark_of",
    "decoded",
    "escape_formula",
    "headings_of",
    "is_number",
    "one_line",
    "open_table",
    "read_rows",
    "strip_markup",
    "strip_text_mark",
    "with_point",
    "write_rows",
]
