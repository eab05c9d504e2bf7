"""From a product's row and the rows of its activities to the `Product`, or to every problem of them.

A product of which one activity cannot be read is not made: what is missing is never zero. Constants of a map are tried once,
so a wrong one is one error and not one a row. A row that calls itself a total has to be the sum of what it adds up; else an
activity is missing or counted twice, and the product is refused.

>>> parse_value("whole", "2025"), parse_value("truth", "TRUE"), parse_value("number", "0.05"), parse_value("share", "5 %")
(2025, True, 0.05, 0.05)
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from co2label.catalogue._column_map import OWNER, PRODUCT, QUANTITIES, unit_of
from co2label.catalogue._join import ALIKE, MOST_LINES, how_ids_differ
from co2label.catalogue._table_plan import is_total
from co2label.catalogue._table_rules import with_rules
from co2label.errors import DocumentError, FactorError, Problem, UnitError, clip
from co2label.model import SOURCE_FIELDS, Activity, Product
from co2label.tabular import FORMULA_ERRORS, MARKUP, TableRow, day_of, strip_markup, with_point
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.catalogue._column_map import Kind
    from co2label.catalogue._join import IdStore
    from co2label.catalogue._table_plan import TablePlan
    from co2label.catalogue._table_rules import RuleFields, TableRules
    from co2label.factors import FactorLibrary
    from co2label.tabular import RowProblem
    from co2label.units import Amount, OwnUnits


_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
_BARE = re.compile(r"-?[0-9.,]+([eE][+-]?[0-9]+)?|[0-9.]+( ?[*×xX] ?[0-9.]+){1,3}")
_WITH_UNIT = re.compile(r"-?[0-9].*[^\W\d_].*")
_YEAR_SIGN = re.compile(r"(?<=[0-9]{4})年度?$")
_TRUTH = {"true": True, "false": False}
_PERCENT = ("%", "％")
_LISTS = ("legs", "routes")
"""Fields that are lists, of which columns hold the items by their number."""
_KNOWN = 1 << 14
"""Cells that are remembered, and lines."""


class RowReader:
    """Reads the rows of a table as a document has them; of a column, each different cell is read once."""

    def __init__(self, plan: TablePlan) -> None:
        self._plan = plan
        self._read = lru_cache(_KNOWN)(partial(read_cell, plan))

    def cell(self, row: TableRow, name: str, kind: Kind) -> Any:
        """The value of a cell, "" where nothing stands there, or what is wrong with it."""
        text = self._plan.text(row, name)
        unit = self._plan.text(row, unit_of(name)) if kind == "amount" else ""
        return text and self._read(name, kind, text, unit)

    def fields(self, row: TableRow) -> tuple[dict[str, Any], list[Problem]]:
        """The fields of a row, with a problem at the column of each cell that cannot be read."""
        plan = self._plan
        fields: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, field in plan.named:
            value = self.cell(row, name, field.kind)
            if value == "":
                continue
            if isinstance(value, Problem):
                problems.append(value)
                continue
            inner: dict[Any, Any] = fields
            for part in field.path[:-1]:
                inner = inner.setdefault(part, {})
            inner[field.path[-1]] = value
        for name, columns in plan.optional.items():
            if not any(plan.text(row, column) for column in columns):
                fields.pop(name, None)
        for name in fields.keys() & _LISTS:
            fields[name] = [fields[name].get(place, {}) for place in range(max(fields[name]) + 1)]
        return fields, problems


def read_cell(plan: TablePlan, name: str, kind: Kind, text: str, unit: str) -> Any:
    """Read a cell as its field needs it: the value as a document has it, or a `Problem` at the column to correct.

    Args:
        plan: how the table is written.
        name: the field.
        kind: how it is read.
        text: what stands there.
        unit: of an amount: the unit that stands in a column of its own, or "".
    """
    column = plan.columns.get(name)
    where = name
    try:
        if text in FORMULA_ERRORS:
            todo = "correct the formula in the spreadsheet, or empty the cell"
            return Problem(name, f"{text} is the error of a formula", todo)
        if kind == "words":
            return _words(text)
        if kind == "day":
            return day_of(text, plan.dates)
        if unit and unit not in FORMULA_ERRORS:
            where = unit_of(name)
            parse_unit(plan.units.braced(unit))
            where = name
        if column is not None and kind in QUANTITIES:
            text = with_point(text, column.decimals)
        if kind == "amount":
            return plan.units.braced(_with_unit(text, (column and column.unit) or unit))
        if column is not None and kind in QUANTITIES and column.unit and not text.endswith(_PERCENT):
            text += "%"
        return parse_value(kind, text)
    except (UnitError, ValueError) as error:
        return Problem(where, str(error))


def _with_unit(text: str, unit: str) -> str:
    """Join a number and its unit, where that is apart."""
    if not unit:
        return text
    if _WITH_UNIT.fullmatch(text) and not _BARE.fullmatch(text):
        raise UnitError(
            f"{clip(text)} has its unit already, and the unit {clip(unit)} is given beside it; keep one of them"
        )
    if unit[0].isdigit():  # a code such as 3B would be read as a part of the number
        unit = parse_unit(unit).text
    return f"{text} {unit}"


def _words(text: str) -> str:
    """Text for people, without HTML.

    Raises:
        ValueError: a tag in them that is none of HTML's.
    """
    if not MARKUP.search(text):
        return text
    plain = strip_markup(text)
    if MARKUP.search(plain):
        raise ValueError(
            f"{clip(text)} has markup in it, which a label must not print; write the words alone"
        )
    return plain


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
    percent = kind == "share" and text.endswith(_PERCENT)
    number = text[:-1].rstrip() if percent else text
    if kind in QUANTITIES and _NUMBER.fullmatch(number) and math.isfinite(float(number)):
        return float(number) / 100 if percent else float(number)
    if kind == "truth" and text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    wanted = {
        "whole": "a whole number such as 2025",
        "truth": "true or false",
        "share": "a share such as 0.12 or 12 %",
    }
    raise ValueError(f"expected {wanted.get(kind, 'a plain number such as 0.12')}, got {clip(text)}")


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
    fields, problems = RowReader(tried).fields(_NO_ROW)
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
    given = fields.keys() & SOURCE_FIELDS
    return {name: value for name, value in _VALID_ACTIVITY.items() if not (given and name in SOURCE_FIELDS)}


_ROUNDED = 0.005
"""Sums are written with fewer digits than what they add up."""


def wrong_totals(
    sums: Sequence[tuple[TableRow, Amount | None]], lines: Sequence[tuple[TableRow, Activity]]
) -> Iterator[tuple[TableRow, Problem]]:
    """Find totals that equal the sum of no group: all activities, those above, those since the last total.

    Args:
        sums: the rows of a product that are sums by their words, with their amount where it can be read.
        lines: its activities that could be read, each with its row.
    """
    for place, (row, total) in enumerate(sums):
        if total is None:
            continue
        since = sums[place - 1][0].number if place else 0
        dimension = total.unit.dimension
        alike = [
            (line.number, each.amount.si) for line, each in lines if each.amount.unit.dimension == dimension
        ]
        groups = (
            [amount for _, amount in alike],
            [amount for number, amount in alike if number < row.number],
            [amount for number, amount in alike if since < number < row.number],
        )
        if alike and not any(abs(sum(group) - total.si) <= _ROUNDED * total.si for group in groups):
            what = f"its name says total, but {clip(total.text)} is not the sum of its rows"
            todo = "correct it, or rename it if it is an activity"
            yield row, Problem("amount", what, todo)


_LINE = re.compile(r"activities\[(\d+)\]\.?(.*)")
_ROUNDED_CODE = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
"""A code that a spreadsheet took for a number."""


class ProductAssembler:
    """Makes products from the rows of two tables, and the rules beside them.

    Most lines of a catalogue differ from an earlier one in their name and amount alone: such a line is made of that one.
    """

    def __init__(  # noqa: PLR0913 - both tables, and all that stands beside them
        self,
        products: TablePlan,
        activities: TablePlan,
        disk: IdStore,
        *,
        factors: FactorLibrary | None,
        rules: TableRules,
        units: OwnUnits,
    ) -> None:
        """Begin to make products.

        Args:
            products: the table of products.
            activities: the table of activities; of nested lines, one that stands for the list in a row.
            disk: where the ids of all products are.
            factors: where given, a factor that it does not have is a finding.
            rules: fields that the tables do not hold.
            units: counted units of one's own.
        """
        self._products, self._activities = products, activities
        self._readers: dict[Any, RowReader] = {Product: RowReader(products), Activity: RowReader(activities)}
        self._disk, self._factors, self._rules, self._units = disk, factors, rules, units
        own = {OWNER, "name", "amount"}
        self._places = [each.place for name, each in activities.columns.items() if name not in own]
        self._good: dict[tuple[str, ...] | None, Activity] = {}

    def product(self, row: TableRow, lines: Sequence[TableRow]) -> Product | list[RowProblem]:
        """Make the product of a row and its lines, or give all problems of them."""
        plan, activities = self._products, self._activities
        owner = plan.text(row, "id")
        problems = [plan.finding(row, owner, problem) for problem in self._of_row(row, owner, lines)]
        sums: list[TableRow] = []
        if activities.sums:
            sums = [line for line in lines if not line.broken and is_total(activities.text(line, "name"))]
            numbers = {line.number for line in sums}
            lines = [line for line in lines if line.number not in numbers]
        lines = lines[:MOST_LINES]
        names = [activities.text(line, "name") for line in lines] if self._rules.products else []
        rules = self._rules.of(owner, names)
        problems += (self._rules.finding(owner, problem) for problem in rules.problems)

        def of_line(place: int, found: Iterable[Problem]) -> Iterator[RowProblem]:
            return self._placed(activities, lines[place], rules.line(place), owner, found)

        good: dict[int, Activity] = {}
        for place, line in enumerate(lines):
            activity, found = self._activity(line, rules.line(place))
            problems += of_line(place, found)
            if activity is not None and not found:
                good[place] = activity
        totals = [(line, self._total(line)) for line in sums]
        wrong = wrong_totals(totals, [(lines[place], each) for place, each in good.items()])
        problems += (activities.finding(line, owner, problem) for line, problem in wrong)
        if row.broken:
            return problems
        product, found = self._noun(Product, plan, row, rules.product, {"activities": [*good.values()]})
        for problem in found:
            in_line = _LINE.fullmatch(problem.where)
            if in_line:
                inner = Problem(in_line[2], problem.what, problem.todo)
                problems += of_line(list(good)[int(in_line[1])], [inner])
            elif problem.where != "activities" and (problem.where != "id" or owner):
                problems += self._placed(plan, row, rules.product, owner, [problem])
        return problems or product

    def _placed(
        self, plan: TablePlan, row: TableRow, rules: RuleFields, owner: str, found: Iterable[Problem]
    ) -> Iterator[RowProblem]:
        """Place problems at their cells, or in the rules file if that gives the field."""
        for problem in found:
            if rules.gives(problem):
                yield self._rules.finding(owner, problem.under(rules.where))
            else:
                yield plan.finding(row, owner, problem)

    def _of_row(self, row: TableRow, owner: str, lines: Sequence[TableRow]) -> Iterator[Problem]:
        """Problems that keep a row from being a product at all."""
        if row.broken:
            yield Problem("", row.broken)
        elif not owner:
            yield Problem("id", "expected the id of the product, got nothing", "write it")
        elif _ROUNDED_CODE.fullmatch(owner):
            todo = "format the column as text and enter the code again"
            yield Problem("id", "a spreadsheet took this code for a number and rounded it", todo)
        elif (first := self._disk.row_of(owner)) != row.number:
            todo = "remove one of the rows, or give another id"
            yield Problem("id", f"row {first} has this id already", todo)
        elif (like := self._disk.twin(owner)) is not None:
            yield Problem("id", f"{clip(owner)} {how_ids_differ(*like)}", ALIKE)
        elif not lines:
            where = self._activities.table.name
            yield Problem("", f"no activities of this product in {where}", "add them, or remove the product")
        elif len(lines) > MOST_LINES:
            what = f"more than {MOST_LINES} activities of this product"
            yield Problem("", what, "add up similar activities")

    def _activity(self, line: TableRow, rules: RuleFields) -> tuple[Activity | None, list[Problem]]:
        """The activity of a row, and every finding."""
        if line.broken:
            return None, [Problem(line.at, line.broken)]
        alike = (
            None
            if rules.fields or self._activities.table.merged
            else tuple([line.cells[place] for place in self._places])
        )
        known = self._good.get(alike)
        if known and (activity := self._like(known, line)):
            return activity, []
        activity, problems = self._noun(Activity, self._activities, line, rules, {})
        if activity is not None:
            problems += self._unknown_names(activity)
        if alike and activity is not None and not problems and len(self._good) < _KNOWN:
            self._good[alike] = activity
        return activity, problems

    def _like(self, known: Activity, line: TableRow) -> Activity | None:
        """An activity that differs from one without findings in its name and amount alone; None where these are wrong."""
        read = self._readers[Activity].cell
        name, amount = read(line, "name", "words"), read(line, "amount", "amount")
        if isinstance(name, Problem) or isinstance(amount, Problem):
            return None
        try:
            return known.with_amount(name, amount, self._units)
        except ValueError:  # `read` says what is wrong
            return None

    def _noun(
        self, noun: type[Any], plan: TablePlan, row: TableRow, rules: RuleFields, more: dict[str, Any]
    ) -> tuple[Any, list[Problem]]:
        """The product or the activity of a row with its rules, and unreadable cells and what the model finds.

        Fields that are missing because their cell cannot be read are reported once.
        """
        fields, problems = self._readers[noun].fields(row)
        if rules.fields:
            fields, twice = with_rules(fields, rules.fields)
            problems += twice
        try:
            return noun.read(fields | more, units=self._units), problems
        except DocumentError as error:
            reported = {problem.where for problem in problems}
            reported |= {"name" for problem in problems if problem.where.startswith("name.")}
            reported |= {
                name for name, field in plan.named if field.kind == "amount" and unit_of(name) in reported
            }
            return None, problems + [
                each for each in error.problems if plan.column_at(each.where) not in reported
            ]

    def _unknown_names(self, activity: Activity) -> Iterator[Problem]:
        """Products and factors that the activity names and that do not exist."""
        for where, name in () if activity.factor is not None else activity.uses():
            if self._disk.row_of(name) is None and name not in self._rules.made:
                what = f"there is no product with this id in {self._products.table.name}"
                yield Problem(where, what, "correct it, or add the product there")
        factor = activity.factor
        if isinstance(factor, str) and self._factors is not None and factor not in self._factors:
            try:
                _ = self._factors[factor]
            except FactorError as error:
                yield Problem("factor", str(error))

    def _total(self, row: TableRow) -> Amount | None:
        """The amount of a row that is a sum, or None where it cannot be read."""
        fields, _ = self._readers[Activity].fields(row)
        try:
            return parse_amount(fields["amount"])
        except (KeyError, UnitError):
            return None
