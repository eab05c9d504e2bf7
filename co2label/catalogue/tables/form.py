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
_MARKS = {".": "decimal point", ",": "decimal comma", ".,": "decimal comma or decimal point, by column"}


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a table is written.

    Attributes:
        kind: what sort of file or object it is.
        encoding: of a CSV file, as Python names it; "" for other kinds.
        delimiter: of a CSV file: comma, semicolon or TAB; "" for other kinds.
        decimal: the decimal mark of numbers that are written as text; ".," where some columns have the one, some the other.
        sheet: of a workbook: which sheet.
    """

    kind: Literal["csv", "excel", "parquet", "arrow"]
    encoding: str = ""
    delimiter: str = ""
    decimal: Literal[".", ",", ".,"] = "."
    sheet: str = ""

    def __str__(self) -> str:
        if self.kind == "excel":
            return f"workbook, sheet {self.sheet!r}"
        if self.kind != "csv":
            return {"parquet": "Parquet", "arrow": "Arrow"}[self.kind]
        return f"CSV in {encoding_words(self.encoding)}, cells between {DELIMITERS[self.delimiter]}, {_MARKS[self.decimal]}"
