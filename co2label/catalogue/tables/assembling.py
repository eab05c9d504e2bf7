"""From a product's row and the rows of its activities to the product, or to everything that is wrong with them.

A product of which one activity cannot be read is no product: what is missing is never zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.tables.adding_up import summed
from co2label.catalogue.tables.alike import ALIKE, differs
from co2label.catalogue.tables.fields import unit_of
from co2label.catalogue.tables.joining import MOST_LINES
from co2label.catalogue.tables.sums import is_sum
from co2label.catalogue.tables.values import document_fields
from co2label.errors import DocumentError, FactorError, Problem, clip
from co2label.model import Activity, Product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.catalogue.rejected import Rejected
    from co2label.catalogue.tables.disk import Disk
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Row
    from co2label.factors import FactorLibrary

__all__ = ["Assembly"]

_LINE = re.compile(r"activities\[(\d+)\]\.?(.*)")
_SPOILT = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
"""A code that a spreadsheet took for a number."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What products are put together from.

    Attributes:
        products: the table of products.
        activities: the table of activities; of nested lines, one that stands for the list in a row.
        disk: where the ids of all products are.
        factors: where given, a factor that it does not have is a finding.
    """

    products: Plan
    activities: Plan
    disk: Disk
    factors: FactorLibrary | None

    def product(self, row: Row, lines: Sequence[Row]) -> Product | list[Rejected]:
        """The product of a row and its lines, or every finding of all of them."""
        owner = self.products.text(row, "id")
        found = [self.products.finding(row, owner, problem) for problem in self._of_row(row, owner, lines)]
        good: list[tuple[Row, Activity]] = []
        lines, sums = self._apart(lines)
        for line in lines[:MOST_LINES]:
            try:
                good.append((line, self._activity(line)))
            except DocumentError as error:
                found += (self.activities.finding(line, owner, problem) for problem in error.problems)
        found += summed(self.activities, owner, sums, good)
        if row.broken:
            return found
        try:
            product = self._read(row, [activity for _, activity in good])
        except DocumentError as error:
            rows = [line for line, _ in good]
            return found + list(self._placed(row, owner, rows, error))
        return found or product

    def _apart(self, lines: Sequence[Row]) -> tuple[Sequence[Row], list[Row]]:
        """The activities, and the rows that only add them up."""
        if not self.activities.shape.sums:
            return lines, []
        sums = [line for line in lines if not line.broken and is_sum(self.activities.text(line, "name"))]
        numbers = {line.number for line in sums}
        return [line for line in lines if line.number not in numbers], sums

    def _of_row(self, row: Row, owner: str, lines: Sequence[Row]) -> Iterator[Problem]:
        """What keeps a row from being a product at all."""
        if row.broken:
            yield Problem("", row.broken)
        elif not owner:
            yield Problem("id", "expected the id of the product, got nothing", "write it")
        elif _SPOILT.fullmatch(owner):
            todo = "format the column as text and enter it anew"
            yield Problem("id", "a spreadsheet took this code for a number and rounded it", todo)
        elif (first := self.disk.row_of(owner)) != row.number:
            todo = "remove one of the rows, or give another id"
            yield Problem("id", f"this id stands in row {first} already", todo)
        elif (like := self.disk.twin(owner)) is not None:
            yield Problem("id", f"{clip(owner)} {differs(*like)}", ALIKE)
        elif not lines:
            where = self.activities.table.name
            yield Problem("", f"no activities of this product in {where}", "add them, or remove the product")
        elif len(lines) > MOST_LINES:
            yield Problem("", f"more than {MOST_LINES} activities of this product", "sum up what is alike")

    def _activity(self, line: Row) -> Activity:
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
            raise DocumentError(_united(problems, error, self.activities)) from None
        problems += self._strange(activity)
        if problems:
            raise DocumentError(problems)
        return activity

    def _strange(self, activity: Activity) -> Iterator[Problem]:
        """What the activity names and nobody has."""
        if activity.product is not None and self.disk.row_of(activity.product) is None:
            what = f"there is no product with this id in {self.products.table.name}"
            yield Problem("product", what, "correct it, or add the product there")
        factor = activity.factor
        if isinstance(factor, str) and self.factors is not None and factor not in self.factors:
            try:
                _ = self.factors[factor]
            except FactorError as error:
                yield Problem("factor", str(error))

    def _read(self, row: Row, activities: list[Activity]) -> Product:
        fields, problems = document_fields(self.products, row)
        try:
            product = Product.read(fields | {"activities": activities})
        except DocumentError as error:
            raise DocumentError(_united(problems, error, self.products)) from None
        if problems:
            raise DocumentError(problems)
        return product

    def _placed(self, row: Row, owner: str, rows: list[Row], error: DocumentError) -> Iterator[Rejected]:
        """Problems of a product at their cells; what was said of the row and the lines is not said again."""
        for problem in error.problems:
            in_line = _LINE.fullmatch(problem.where)
            if in_line:
                inner = Problem(in_line[2], problem.what, problem.todo)
                yield self.activities.finding(rows[int(in_line[1])], owner, inner)
            elif problem.where != "activities" and (problem.where != "id" or owner):
                yield self.products.finding(row, owner, problem)


def _united(problems: list[Problem], error: DocumentError, plan: Plan) -> list[Problem]:
    """Cells that cannot be read, and what the model finds beside them: a field that was left out for it is not missing."""
    told = {problem.where for problem in problems}
    told |= {"name" for problem in problems if problem.where.startswith("name.")}
    told |= {name for name, field in plan.named if field.kind == "amount" and unit_of(name) in told}
    return problems + [each for each in error.problems if plan.column_at(each.where) not in told]
