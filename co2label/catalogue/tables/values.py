"""From the cells of a row to the fields of a document, with every finding of the row.

>>> typed("whole", "2025"), typed("truth", "TRUE"), typed("number", "0.05")
(2025, True, 0.05)
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.cleaning import MARKUP, unmarked
from co2label.catalogue.tables.days import day_of
from co2label.catalogue.tables.decimals import with_point
from co2label.catalogue.tables.fields import unit_of
from co2label.catalogue.tables.sheet_xml import ERRORS
from co2label.errors import Problem, UnitError, clip
from co2label.units import parse_unit

if TYPE_CHECKING:
    from co2label.catalogue.tables.fields import Kind
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Row

__all__ = ["document_fields", "typed"]

_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
_BARE = re.compile(r"-?[0-9.,]+([eE][+-]?[0-9]+)?|[0-9.]+( ?[*×xX] ?[0-9.]+){1,3}")
_WITH_UNIT = re.compile(r"-?[0-9].*[^\W\d_].*")
_YEAR_SIGN = re.compile(r"(?<=[0-9]{4})年度?$")
_TRUTH = {"true": True, "false": False}


def document_fields(plan: Plan, row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a row as a document has them; and a problem, at the name of its column, for each that is unreadable."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in plan.named:
        text = plan.text(row, name)
        if not text:
            continue
        if text in ERRORS:
            todo = "correct the formula in the spreadsheet, or empty the cell if it has nothing to say"
            problems.append(Problem(name, f"{text} is the error of a formula", todo))
            continue
        problem = _unit_problem(plan, row, name) if field.kind == "amount" else None
        if problem is not None:
            problems.append(problem)
            continue
        try:
            value = _value(plan, row, name, field.kind, text)
        except (UnitError, ValueError) as error:
            problems.append(Problem(name, str(error)))
            continue
        if len(field.path) == 1:
            fields[field.path[0]] = value
        else:
            _put(fields, field.path, value)
    return fields, problems


def _put(fields: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        fields = fields.setdefault(part, {})
    fields[path[-1]] = value


def _unit_problem(plan: Plan, row: Row, name: str) -> Problem | None:
    """What is wrong with the unit of an amount that stands in a cell of its own."""
    unit = plan.text(row, unit_of(name))
    if unit and unit not in ERRORS:
        try:
            parse_unit(plan.units.braced(unit))
        except UnitError as error:
            return Problem(unit_of(name), str(error))
    return None


def _amount(plan: Plan, row: Row, name: str, text: str) -> str:
    """A number with its unit, out of one column or two."""
    column = plan.columns.get(name)
    if column is not None:
        text = with_point(text, column.decimals)
    unit = (column.unit if column else None) or plan.text(row, unit_of(name))
    if not unit:
        return plan.units.braced(text)
    if _WITH_UNIT.fullmatch(text) and not _BARE.fullmatch(text):
        message = f"{clip(text)} has its unit already, and the unit {clip(unit)} is given beside it; keep one of them"
        raise UnitError(message)
    if unit[0].isdigit():  # a code such as 3B would be read as a part of the number
        unit = parse_unit(unit).text
    return plan.units.braced(f"{text} {unit}")


def _words(text: str) -> str:
    """Words as people read them.

    Raises:
        ValueError: a tag in them that is none of HTML's.
    """
    if not MARKUP.search(text):
        return text
    plain = unmarked(text)
    if MARKUP.search(plain):
        message = f"{clip(text)} has markup in it, which a label must not print; write the words alone"
        raise ValueError(message)
    return plain


def _value(plan: Plan, row: Row, name: str, kind: Kind, text: str) -> Any:
    """What a field has for a cell.

    Raises:
        UnitError, ValueError: it cannot be read.
    """
    if kind == "amount":
        return _amount(plan, row, name, text)
    if kind == "words":
        return _words(text)
    if kind == "day":
        return day_of(text, plan.dates)
    column = plan.columns.get(name)
    return typed(kind, with_point(text, column.decimals) if kind == "number" and column is not None else text)


def typed(kind: Kind, text: str) -> Any:
    """A cell as its field has it.

    Raises:
        ValueError: no such value; says what was expected.
    """
    if kind == "text":
        return text
    if kind == "whole":
        text = _YEAR_SIGN.sub("", text)
    if kind == "whole" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if kind == "truth" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    wanted = {"whole": "a whole number such as 2025", "truth": "true or false"}
    message = f"expected {wanted.get(kind, 'a plain number such as 0.12')}, got {clip(text)}"
    raise ValueError(message)
