"""How a table is written: what was found out about it, or stated, so that it can be said and never guessed silently.

>>> str(TableForm("csv", encoding="cp932", delimiter=";", decimal=","))
'CSV in CP932, cells between semicolons, decimal comma'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from co2label.delimited import encoding_words

__all__ = ["DELIMITERS", "TableForm"]

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What stands between two cells, and its name."""


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a table is written.

    Attributes:
        kind: what sort of file or object it is.
        encoding: of a CSV file, as Python names it; "" for other kinds.
        delimiter: of a CSV file: comma, semicolon or TAB; "" for other kinds.
        decimal: the decimal mark of numbers that are written as text.
        decimal_stated: whether the map says so. Only then `1.234,5` and `1,234` are read; found alone, they are ambiguous.
        sheet: of a workbook: which sheet.
    """

    kind: Literal["csv", "excel", "parquet", "arrow"]
    encoding: str = ""
    delimiter: str = ""
    decimal: Literal[".", ","] = "."
    decimal_stated: bool = False
    sheet: str = ""

    def __str__(self) -> str:
        if self.kind == "excel":
            return f"workbook, sheet {self.sheet!r}"
        if self.kind != "csv":
            return {"parquet": "Parquet", "arrow": "Arrow"}[self.kind]
        mark = "decimal comma" if self.decimal == "," else "decimal point"
        return f"CSV in {encoding_words(self.encoding)}, cells between {DELIMITERS[self.delimiter]}, {mark}"
