"""From the cells of a row to the fields of a document, with every finding of the row.

>>> typed("whole", "2025"), typed("truth", "TRUE"), typed("number", "0.05")
(2025, True, 0.05)
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

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
_BARE = re.compile(r"-?[0-9.,]+([eE][+-]?[0-9]+)?")
_WITH_UNIT = re.compile(r"-?[0-9].*[^\W\d_].*")
_TRUTH = {"true": True, "false": False}


def document_fields(plan: Plan, row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a row as a document has them; and a problem, at the name of its column, for each that is unreadable."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in plan.named:
        text = plan.text(row, name)
        if not text:
            continue
        value: Any = text
        if text in ERRORS:
            todo = "correct the formula in the spreadsheet, or empty the cell if it has nothing to say"
            problems.append(Problem(name, f"{text} is the error of a formula", todo))
            continue
        try:
            if field.kind == "amount":
                problem = _unit_problem(plan, row, name)
                if problem is not None:
                    problems.append(problem)
                    continue
                value = _amount(plan, row, name, text)
            elif field.kind != "text":
                value = _value(plan, name, field.kind, text)
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
            parse_unit(unit)
        except UnitError as error:
            return Problem(unit_of(name), str(error))
    return None


def _amount(plan: Plan, row: Row, name: str, text: str) -> str:
    """A number with its unit, out of one column or two."""
    column = plan.columns.get(name)
    if column is not None:
        text = with_point(text, plan.table.form)
    unit = (column.unit if column else None) or plan.text(row, unit_of(name))
    if not unit:
        return text
    if _WITH_UNIT.fullmatch(text) and not _BARE.fullmatch(text):
        message = f"{clip(text)} has its unit already, and the unit {clip(unit)} is given beside it; keep one of them"
        raise UnitError(message)
    return f"{text} {unit}"


def _value(plan: Plan, name: str, kind: Kind, text: str) -> Any:
    return typed(
        kind, with_point(text, plan.table.form) if kind == "number" and name in plan.columns else text
    )


def typed(kind: Kind, text: str) -> Any:
    """A cell as its field has it.

    Raises:
        ValueError: no such value; says what was expected.
    """
    if kind in {"text", "amount"}:
        return text
    if kind == "whole" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if kind == "truth" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    wanted = {"whole": "a whole number such as 2025", "truth": "true or false"}
    message = f"expected {wanted.get(kind, 'a plain number such as 0.12')}, got {clip(text)}"
    raise ValueError(message)
