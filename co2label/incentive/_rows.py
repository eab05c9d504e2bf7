"""Rows of files: grants and returns of points, and readings of meters, as CSV or JSON, one a row.

A row keeps its place ("row 3", "[1]"), so that every problem of a file can be reported with it. A cell of a table is text;
columns of numbers are named by whoever reads, and an empty cell is a missing field.

Columns of grants: `booking, campaign, rule, member, day`, and as the rule needs them `product, pieces, kg_co2e, own_points,
evidence`; `campaign` and `rule` may be given for the whole file. Columns of returns: `booking, grant, day`, and `pieces`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive._points import Grant, Occasion, Return
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
            raise Problem(
                "", f"expected a list of objects, got {clip(data, 40)}", "write [{…}, …]"
            ).as_error()
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


def read_models(model: type[_Model], rows: Mapping[str, Any]) -> dict[str, _Model]:
    """Read each row as a model, under its place.

    Raises:
        DocumentError: with every problem of every row.
    """
    found: dict[str, _Model] = {}
    problems: list[Problem] = []
    for where, row in rows.items():
        try:
            found[where] = model.read(row, where=where)
        except DocumentError as error:
            problems += error.problems
    DocumentError.raise_any(problems)
    return found


def _cell(cell: str, kind: Callable[[str], Cell]) -> Cell:
    """A number where it is one; else the text, which the model refuses."""
    try:
        return kind(cell) if cell.isascii() and "_" not in cell else cell
    except ValueError:
        return cell


_OF_GRANT = ("booking", "campaign", "rule")

_OF_OCCASION = tuple(Occasion.model_fields)

_NUMBERS = {"pieces": int, "own_points": int, "kg_co2e": float}


def read_grants(
    path: str | Path, *, campaign: str | None = None, rule: str | None = None
) -> dict[str, Grant]:
    """Read the grants of a file, each under its place in it.

    Args:
        path: CSV or JSON; see the module.
        campaign: of rows that name none.
        rule: of rows that name none.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    rows = rows_in(path, columns=(*_OF_GRANT, *_OF_OCCASION), numbers=_NUMBERS)
    return read_models(Grant, {where: grant_row(row, campaign, rule) for where, row in rows.items()})


def read_returns(path: str | Path) -> dict[str, Return]:
    """Read the returns of a file, each under its place in it.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return read_models(Return, rows_in(path, columns=tuple(Return.model_fields), numbers=_NUMBERS))


def grant_row(row: Any, campaign: str | None, rule: str | None) -> Any:
    """A flat row as the fields of a `Grant`; what is unknown stays, and is refused there."""
    if not isinstance(row, dict):
        return row
    given = {"campaign": campaign, "rule": rule}
    filled = {name: value for name, value in given.items() if value is not None} | row
    flat = {name: value for name, value in filled.items() if name in _OF_OCCASION}
    return {name: value for name, value in filled.items() if name not in flat} | {"occasion": flat}
