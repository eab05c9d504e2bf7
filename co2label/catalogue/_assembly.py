"""From a product's row and the rows of its activities to the `Product`, or to every problem of them.

A product of which one activity cannot be read is not made: what is missing is never zero. Constants of a map are tried once,
so a wrong one is one error and not one a row. A row that calls itself a total has to be the sum of what it adds up; else an
activity is missing or counted twice, and the product is refused.

>>> parse_value("whole", "2025"), parse_value("truth", "TRUE"), parse_value("number", "0.05")
(2025, True, 0.05)
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from co2label.catalogue._column_map import PRODUCT, unit_of
from co2label.catalogue._join import ALIKE, MOST_LINES, how_ids_differ
from co2label.catalogue._layout import LINE_SOURCES
from co2label.catalogue._table_plan import is_total
from co2label.errors import DocumentError, FactorError, Problem, UnitError, clip
from co2label.model import Activity, Product
from co2label.tabular import FORMULA_ERRORS, MARKUP, TableRow, day_of, strip_markup, with_point
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.catalogue._column_map import Kind
    from co2label.catalogue._join import IdStore
    from co2label.catalogue._table_plan import TablePlan
    from co2label.factors import FactorLibrary
    from co2label.tabular import RowProblem
    from co2label.units import Amount


_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
_BARE = re.compile(r"-?[0-9.,]+([eE][+-]?[0-9]+)?|[0-9.]+( ?[*×xX] ?[0-9.]+){1,3}")
_WITH_UNIT = re.compile(r"-?[0-9].*[^\W\d_].*")
_YEAR_SIGN = re.compile(r"(?<=[0-9]{4})年度?$")
_TRUTH = {"true": True, "false": False}


def document_fields(plan: TablePlan, row: TableRow) -> tuple[dict[str, Any], list[Problem]]:
    """Read the fields of a row as a document has them, with a problem at the column of each cell that cannot be read."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in plan.named:
        text = plan.text(row, name)
        if not text:
            continue
        if text in FORMULA_ERRORS:
            todo = "correct the formula in the spreadsheet, or empty the cell"
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


def _unit_problem(plan: TablePlan, row: TableRow, name: str) -> Problem | None:
    """Check the unit of an amount where it has a cell of its own."""
    unit = plan.text(row, unit_of(name))
    if unit and unit not in FORMULA_ERRORS:
        try:
            parse_unit(plan.units.braced(unit))
        except UnitError as error:
            return Problem(unit_of(name), str(error))
    return None


def _amount_text(plan: TablePlan, row: TableRow, name: str, text: str) -> str:
    """Join a number and its unit, from one column or two."""
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
    """Text for people, without HTML.

    Raises:
        ValueError: a tag in them that is none of HTML's.
    """
    if not MARKUP.search(text):
        return text
    plain = strip_markup(text)
    if MARKUP.search(plain):
        message = f"{clip(text)} has markup in it, which a label must not print; write the words alone"
        raise ValueError(message)
    return plain


def _value(plan: TablePlan, row: TableRow, name: str, kind: Kind, text: str) -> Any:
    """Read a cell as its field needs it.

    Raises:
        UnitError, ValueError: it cannot be read.
    """
    if kind == "amount":
        return _amount_text(plan, row, name, text)
    if kind == "words":
        return _words(text)
    if kind == "day":
        return day_of(text, plan.dates)
    column = plan.columns.get(name)
    return parse_value(
        kind, with_point(text, column.decimals) if kind == "number" and column is not None else text
    )


def parse_value(kind: Kind, text: str) -> Any:
    """Read a whole number, a number, true or false; text stays as it is.

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


_VALID_ACTIVITY: dict[str, Any] = {"name": "x", "amount": "1 kg", "stage": "production", "gas": "CO2"}
_VALID_PRODUCT: dict[str, Any] = {
    "id": "x",
    "name": "x",
    "declared_unit": "1 kg",
    "boundary": "cradle-to-grave",
    "activities": [_VALID_ACTIVITY],
}
"""Nouns with nothing wrong in them, around the constants."""
_NO_ROW = TableRow(0, ())


def constant_problems(plan: TablePlan) -> list[Problem]:
    """Try each constant of a table once; a number whose unit is a column is tried in the rows."""
    alone = {name: text for name, text in plan.constants.items() if unit_of(name) not in plan.columns}
    named = tuple((name, field) for name, field in plan.named if name in alone)
    tried = replace(plan, columns={}, constants=alone, named=named)
    fields, problems = document_fields(tried, _NO_ROW)
    noun: Any = Product if plan.fields is PRODUCT else Activity
    around = _VALID_PRODUCT if noun is Product else _around(fields)
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
    given = fields.keys() & LINE_SOURCES
    return {name: value for name, value in _VALID_ACTIVITY.items() if not (given and name in LINE_SOURCES)}


_ROUNDED = 0.005
"""Sums are written with fewer digits than what they add up."""


def wrong_totals(
    plan: TablePlan, owner: str, sums: Sequence[TableRow], lines: Sequence[tuple[TableRow, Activity]]
) -> Iterator[RowProblem]:
    """Find totals that equal the sum of no group: all activities, those above, those since the last total.

    Args:
        plan: the table of activities.
        owner: the id of the product.
        sums: its rows that are sums by their words.
        lines: its activities that could be read, each with its row.
    """
    for place, row in enumerate(sums):
        total = _total_amount(plan, row)
        if total is None:
            continue
        since = sums[place - 1].number if place else 0
        alike = [(line.number, each.amount.si) for line, each in lines if _same_kind(each.amount, total)]
        groups = (
            [amount for _, amount in alike],
            [amount for number, amount in alike if number < row.number],
            [amount for number, amount in alike if since < number < row.number],
        )
        if alike and not any(abs(sum(group) - total.si) <= _ROUNDED * total.si for group in groups):
            what = f"its name says total, but {clip(total.text)} is not the sum of its rows"
            todo = "correct it, or rename it if it is an activity"
            yield plan.finding(row, owner, Problem("amount", what, todo))


def _total_amount(plan: TablePlan, row: TableRow) -> Amount | None:
    """The amount of a row, or None where it cannot be read."""
    fields, _ = document_fields(plan, row)
    try:
        return parse_amount(fields["amount"])
    except (KeyError, UnitError):
        return None


def _same_kind(one: Amount, other: Amount) -> bool:
    return one.unit.dimension == other.unit.dimension


_LINE = re.compile(r"activities\[(\d+)\]\.?(.*)")
_ROUNDED_CODE = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
"""A code that a spreadsheet took for a number."""


@dataclass(frozen=True, slots=True)
class ProductAssembler:
    """Makes products from the rows of two tables.

    Attributes:
        products: the table of products.
        activities: the table of activities; of nested lines, one that stands for the list in a row.
        disk: where the ids of all products are.
        factors: where given, a factor that it does not have is a finding.
    """

    products: TablePlan
    activities: TablePlan
    disk: IdStore
    factors: FactorLibrary | None

    def product(self, row: TableRow, lines: Sequence[TableRow]) -> Product | list[RowProblem]:
        """Make the product of a row and its lines, or give all problems of them."""
        owner = self.products.text(row, "id")
        problems = [self.products.finding(row, owner, problem) for problem in self._of_row(row, owner, lines)]
        good: list[tuple[TableRow, Activity]] = []
        lines, sums = self._apart(lines)
        for line in lines[:MOST_LINES]:
            try:
                good.append((line, self._activity(line)))
            except DocumentError as error:
                problems += (self.activities.finding(line, owner, problem) for problem in error.problems)
        problems += wrong_totals(self.activities, owner, sums, good)
        if row.broken:
            return problems
        try:
            product = self._read(row, [activity for _, activity in good])
        except DocumentError as error:
            rows = [line for line, _ in good]
            return problems + list(self._placed(row, owner, rows, error))
        return problems or product

    def _apart(self, lines: Sequence[TableRow]) -> tuple[Sequence[TableRow], list[TableRow]]:
        """Separate activities from rows that only add them up."""
        if not self.activities.shape.sums:
            return lines, []
        sums = [line for line in lines if not line.broken and is_total(self.activities.text(line, "name"))]
        numbers = {line.number for line in sums}
        return [line for line in lines if line.number not in numbers], sums

    def _of_row(self, row: TableRow, owner: str, lines: Sequence[TableRow]) -> Iterator[Problem]:
        """Problems that keep a row from being a product at all."""
        if row.broken:
            yield Problem("", row.broken)
        elif not owner:
            yield Problem("id", "expected the id of the product, got nothing", "write it")
        elif _ROUNDED_CODE.fullmatch(owner):
            todo = "format the column as text and enter the code again"
            yield Problem("id", "a spreadsheet took this code for a number and rounded it", todo)
        elif (first := self.disk.row_of(owner)) != row.number:
            todo = "remove one of the rows, or give another id"
            yield Problem("id", f"row {first} has this id already", todo)
        elif (like := self.disk.twin(owner)) is not None:
            yield Problem("id", f"{clip(owner)} {how_ids_differ(*like)}", ALIKE)
        elif not lines:
            where = self.activities.table.name
            yield Problem("", f"no activities of this product in {where}", "add them, or remove the product")
        elif len(lines) > MOST_LINES:
            yield Problem(
                "", f"more than {MOST_LINES} activities of this product", "add up similar activities"
            )

    def _activity(self, line: TableRow) -> Activity:
        """The activity of a row.

        Raises:
            DocumentError: every finding.
        """
        if line.broken:
            raise DocumentError([Problem(line.at, line.broken)])
        fields, problems = document_fields(self.activities, line)
        try:
            activity = Activity.read(fields)
        except DocumentError as error:
            raise DocumentError(_join_problems(problems, error, self.activities)) from None
        problems += self._strange(activity)
        if problems:
            raise DocumentError(problems)
        return activity

    def _strange(self, activity: Activity) -> Iterator[Problem]:
        """Products and factors that the activity names and that do not exist."""
        if activity.product is not None and self.disk.row_of(activity.product) is None:
            what = f"there is no product with this id in {self.products.table.name}"
            yield Problem("product", what, "correct it, or add the product there")
        factor = activity.factor
        if isinstance(factor, str) and self.factors is not None and factor not in self.factors:
            try:
                _ = self.factors[factor]
            except FactorError as error:
                yield Problem("factor", str(error))

    def _read(self, row: TableRow, activities: list[Activity]) -> Product:
        fields, problems = document_fields(self.products, row)
        try:
            product = Product.read(fields | {"activities": activities})
        except DocumentError as error:
            raise DocumentError(_join_problems(problems, error, self.products)) from None
        if problems:
            raise DocumentError(problems)
        return product

    def _placed(
        self, row: TableRow, owner: str, rows: list[TableRow], error: DocumentError
    ) -> Iterator[RowProblem]:
        """Place the problems of a product at their cells, without those already reported for the row and its lines."""
        for problem in error.problems:
            in_line = _LINE.fullmatch(problem.where)
            if in_line:
                inner = Problem(in_line[2], problem.what, problem.todo)
                yield self.activities.finding(rows[int(in_line[1])], owner, inner)
            elif problem.where != "activities" and (problem.where != "id" or owner):
                yield self.products.finding(row, owner, problem)


def _join_problems(problems: list[Problem], error: DocumentError, plan: TablePlan) -> list[Problem]:
    """Join unreadable cells with the problems that the model finds, except for fields that are missing because of them."""
    reported = {problem.where for problem in problems}
    reported |= {"name" for problem in problems if problem.where.startswith("name.")}
    reported |= {name for name, field in plan.named if field.kind == "amount" and unit_of(name) in reported}
    return problems + [each for each in error.problems if plan.column_at(each.where) not in reported]
