"""The workbook that people fill in: products, activities and own factors on sheets, with the library to choose from.

`workbook_template` writes an empty one in Japanese or English (`workbook.toml` has the columns), `read_workbook` reads it as a
document, and `WORKBOOK_MAP` reads it as tables, row by row, for runs over whole catalogues.

>>> from pathlib import Path
>>> from tempfile import mkdtemp
>>> path = Path(mkdtemp()) / "tea.xlsx"
>>> workbook_template(path, language="en")
>>> read_workbook(path)
Traceback (most recent call last):
...
co2label.errors.DocumentError: ... no products in it; write one a row on the sheet products
"""

from __future__ import annotations

import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from co2label._data import data_table
from co2label.catalogue._column_map import ColumnMap
from co2label.catalogue._products import RowProblem, open_tables
from co2label.errors import DocumentError, Problem
from co2label.factors import FactorLibrary, factors_of_rows
from co2label.model import Document, Product
from co2label.tabular import CsvRows, Sheet, SheetColumn, open_table, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from co2label.model import EmissionFactor


WorkbookLanguage = Literal["ja", "en"]
"""The languages of the titles and notes on its sheets."""

PRODUCTS, ACTIVITIES, FACTORS, LIBRARY = "products", "activities", "factors", "library"

_HEADING_ROW = 2
"""Titles for people stand above the names of the fields."""


_LARGEST_LIST = 2**20
"""Bytes of the list of sheets of a workbook."""


@cache
def _layout() -> dict[str, Any]:
    return data_table("workbook.toml", beside=__file__)


@cache
def workbook_map() -> ColumnMap:
    """The column map of such a workbook: its sheets, and words of its lists in either language."""
    parts = {name: _table_map(name) for name in (PRODUCTS, ACTIVITIES)}
    return ColumnMap.read(parts)


def _table_map(sheet: str) -> dict[str, Any]:
    columns = {
        each["column"]: {
            "column": each["column"],
            "values": {
                said: word for word, by in each["choices"].items() for said in by.values() if said != word
            },
        }
        for each in _layout()[sheet]
        if isinstance(each.get("choices"), dict)
    }
    return {"sheet": sheet, "header_row": _HEADING_ROW, "columns": columns}


def workbook_template(
    file: BinaryIO | Path | str,
    *,
    language: WorkbookLanguage = "ja",
    library: FactorLibrary | None = None,
) -> None:
    """Write an empty workbook: how to fill it in, sheets of products, activities and own factors, and the library.

    Args:
        file: a binary file, or a path.
        language: of titles, notes and lists.
        library: the factors to choose from; the bundled ones unless given.

    Raises:
        DocumentError: XlsxWriter is missing.
    """
    factors = [*(library or FactorLibrary.bundled())]
    ranges = {
        "library.id": f"={LIBRARY}!$A${_HEADING_ROW + 1}:$A${_HEADING_ROW + max(1, len(factors))}",
        "products.id": f"={PRODUCTS}!$A${_HEADING_ROW + 1}:$A${_HEADING_ROW + 5000}",
    }
    columns = {
        name: tuple(_column(each, language, ranges) for each in _layout()[name])
        for name in (PRODUCTS, ACTIVITIES, FACTORS, LIBRARY)
    }
    shown = [_library_row(each, language) for each in factors]
    sheets = [
        Sheet("notes", _NOTE_COLUMNS, [*_notes(language)], text=True),
        *(Sheet(name, columns[name]) for name in (PRODUCTS, ACTIVITIES, FACTORS)),
        Sheet(LIBRARY, columns[LIBRARY], shown, protected=True),
    ]
    write_workbook(file, sheets)


_NOTE_COLUMNS = (SheetColumn("", width=24), SheetColumn("", width=70), SheetColumn("", width=30))


def _column(each: dict[str, Any], language: str, ranges: dict[str, str]) -> SheetColumn:
    choices = each.get("choices", ())
    return SheetColumn(
        heading=each["column"],
        title=each["title"][language],
        note=each.get("note", {}).get(language, ""),
        width=each.get("width", 16),
        choices=ranges[choices]
        if isinstance(choices, str)
        else tuple(by[language] for by in dict(choices).values()),
        needed=each.get("needed", False),
        once=each.get("once", False),
    )


def _notes(language: str) -> Iterator[tuple[str, ...]]:
    words = _layout()["notes"][language]
    yield (words["title"],)
    yield from words["lines"]
    for sheet in (PRODUCTS, ACTIVITIES, FACTORS):
        yield ("",)
        yield f"{sheet}: {words['columns']}", words["what"], words["example"]
        for each in _layout()[sheet]:
            title, note = each["title"][language], each.get("note", {}).get(language, "")
            yield (
                each["column"],
                f"{title}{'＊' if each.get('needed') else ''}  {note}",
                each.get("example", ""),
            )


def _library_row(factor: EmissionFactor, language: str) -> tuple[Any, ...]:
    name = factor.name.get(language) or next(iter(factor.name.values()), "")
    return factor.id, name, factor.shown_value, f"{factor.unit}/{factor.per}", factor.source.title


def is_workbook(path: Path) -> bool:
    """Whether a file is such a workbook: a packed folder with all of its sheets."""
    try:
        with zipfile.ZipFile(path) as packed:
            listed = (
                packed.read("xl/workbook.xml")
                if packed.getinfo("xl/workbook.xml").file_size < _LARGEST_LIST
                else b""
            )
    except (OSError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return False
    return all(f'name="{sheet}"'.encode() in listed for sheet in (PRODUCTS, ACTIVITIES, FACTORS))


def workbook_factors(path: Path | str) -> tuple[EmissionFactor, ...]:
    """The factors on the sheet factors of a workbook.

    Raises:
        DocumentError: the workbook cannot be read, or every problem of the sheet, with row and column.
    """
    reading = workbook_map().products.model_copy(update={"sheet": FACTORS, "columns": {}})
    table = open_table(path, reading, FACTORS)
    rows = CsvRows(table.name, table.header, tuple(table.rows()))
    return factors_of_rows(rows) if rows.records else ()


def read_workbook(path: Path | str) -> Document:
    """Read a workbook as a document.

    Raises:
        DocumentError: it cannot be read, there are no products in it, or every problem of its sheets.
    """
    factors = workbook_factors(path)
    tables = open_tables(
        path, path, mapping=workbook_map(), factors=FactorLibrary.bundled().with_factors(factors)
    )
    products: list[Product] = []
    problems: list[Problem] = []
    for each in tables.products():
        if isinstance(each, RowProblem):
            place = f"{each.table} row {each.row}" + (f", {each.column}" if each.column else "")
            problems.append(Problem(place, each.reason))
        else:
            products.append(each)
    if not products and not problems:
        problems.append(Problem(str(path), "no products in it", "write one a row on the sheet products"))
    DocumentError.raise_any(problems)
    return Document(products=tuple(products), factors=factors)
