"""What a map says of all rows, tried once: a constant that is wrong is one error, and not one in every row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.fields import PRODUCT, unit_of
from co2label.catalogue.tables.table import Row
from co2label.catalogue.tables.values import document_fields
from co2label.errors import DocumentError, Problem
from co2label.model import Activity, Product

if TYPE_CHECKING:
    from co2label.catalogue.tables.plan import Plan

__all__ = ["constant_problems"]

_ACTIVITY: dict[str, Any] = {"name": "x", "amount": "1 kg", "stage": "production", "gas": "CO2"}
_PRODUCT: dict[str, Any] = {
    "id": "x",
    "name": "x",
    "declared_unit": "1 kg",
    "boundary": "cradle-to-grave",
    "activities": [_ACTIVITY],
}
"""Nouns with nothing wrong in them, around the constants."""
_DRAWS = {"factor", "product", "gas"}
_ROW = Row(0, ())


def constant_problems(plan: Plan) -> list[Problem]:
    """What is wrong with the constants of a table, each by itself; a number whose unit is a column is left to the rows."""
    alone = {name: text for name, text in plan.constants.items() if unit_of(name) not in plan.columns}
    named = tuple((name, field) for name, field in plan.named if name in alone)
    tried = replace(plan, columns={}, constants=alone, named=named)
    fields, problems = document_fields(tried, _ROW)
    noun: Any = Product if plan.fields is PRODUCT else Activity
    around = _PRODUCT if noun is Product else _around(fields)
    try:
        noun.read(around | fields)
    except DocumentError as error:
        problems += error.problems
    known = [(tried.column_at(problem.where), problem) for problem in problems]
    return [
        Problem(f"{plan.table.name}: constants.{name}", problem.what, problem.todo)
        for name, problem in known
        if name in alone
    ]


def _around(fields: dict[str, Any]) -> dict[str, Any]:
    given = _DRAWS & fields.keys()
    return {name: value for name, value in _ACTIVITY.items() if not (given and name in _DRAWS)}
