"""Files of the incentives with one thing a row, CSV or JSON: rows read as models, every problem with its row."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.errors import DocumentError, Problem, clip
from co2label.model import Model, parse_text, read_file
from co2label.tabular import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


Cell = str | int | float

_Model = TypeVar("_Model", bound=Model)


def rows_in(
    path: str | Path, *, columns: Sequence[str], numbers: Mapping[str, Callable[[str], Cell]]
) -> dict[str, dict[str, Any]]:
    """Read the rows of a file, each under its place ("row 3", "[1]").

    Args:
        path: a `.csv` file (UTF-8, UTF-16, CP932 or EUC-JP), else JSON.
        columns: every name that a row may have.
        numbers: how to read the cells of columns that hold numbers.

    Raises:
        DocumentError: the file cannot be read, holds no rows, or has a column that is not known.
    """
    content = read_file(path)
    if Path(path).suffix.lower() != ".csv":
        data = parse_text(content, name=str(path), form="json")
        if not isinstance(data, list) or not data:
            what = f"expected a list of objects, got {clip(data, 40)}"
            raise Problem("", what, "write [{…}, …]").as_error()
        return {f"[{place}]": row for place, row in enumerate(data)}
    table = read_rows(content, "")
    problems = list(table.header_problems(columns))
    rows = {
        where: {name: _cell(cell, numbers.get(name, str)) for name, cell in cells.items()}
        for where, cells in table.cells(problems)
    }
    if not rows and not problems:
        problems.append(Problem("", "no row below the header", "give one a row"))
    DocumentError.raise_any(problems)
    return rows


def read_models(
    model: type[_Model],
    path: str | Path,
    *,
    columns: Sequence[str] = (),
    numbers: Mapping[str, Callable[[str], Cell]] = MappingProxyType({}),
    shape: Callable[[Any], Any] = lambda row: row,
) -> dict[str, _Model]:
    """Read each row of a file as a model, under its place.

    Args:
        model: of a row.
        path: as `rows_in`.
        columns: as `rows_in`; the fields of the model if none are given.
        numbers: as `rows_in`.
        shape: makes the fields of the model from a row.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    found: dict[str, _Model] = {}
    problems: list[Problem] = []
    rows = rows_in(path, columns=columns or tuple(model.model_fields), numbers=numbers)
    for where, row in rows.items():
        with DocumentError.collecting(problems):
            found[where] = model.read(shape(row), where=where)
    DocumentError.raise_any(problems)
    return found


def _cell(cell: str, kind: Callable[[str], Cell]) -> Cell:
    """A number where it is one; else the text, which the model refuses."""
    try:
        return kind(cell) if cell.isascii() and "_" not in cell else cell
    except ValueError:
        return cell
