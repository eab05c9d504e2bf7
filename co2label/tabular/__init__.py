r"""Tables that people give: CSV in any encoding, workbooks, Parquet, Arrow; and CSV that is written for spreadsheets.

A `Table` can be read several times, each time from its beginning, and its cells are text (`open_table`). A small CSV file whose
columns are fixed is read whole (`read_rows`). `decoded` is the text of a file of unknown encoding. How numbers and days are
written is told by `NumberFormat` and `day_of`. `write_rows` writes cells that no spreadsheet runs as a formula.

>>> from co2label.tabular import read_rows
>>> rows = read_rows(b"id,amount\ntea,2 kg\n", "lines.csv")
>>> [dict(cells) for _, cells in rows.cells([])]
[{'id': 'tea', 'amount': '2 kg'}]
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
