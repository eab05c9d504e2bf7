"""Rules of products that come in tables: a file beside them, in the syntax of a document.

The file holds what tables have no columns for, by the id of the product, and by the name (or the number) of an activity in
it; processes with several products, factors of one's own and counted units stand beside them as in a document::

    [[products]]
    id = "bottle"
    cut_off = { left_out_percent = 2, limit_percent = 5, scale_up = true }

    [[products.activities]]
    name = "PET"                                   # as in the table; or place = 2, the second activity of the product
    recycling = { rule = "cut-off", virgin = "material.jp.pet", R1 = 0.4, recycled = "material.jp.rpet" }

Any field of a product or an activity may stand there, unless the table says something else.

>>> rules = TableRules.read({"products": [{"id": "tea", "activities": [{"name": "leaves", "loss": {"share_of_input": 0.1}}]}]})
>>> found = rules.of("tea", ["water", "leaves"])
>>> found.lines[1].fields, found.problems
({'loss': {'share_of_input': 0.1}}, ())
>>> [str(each) for each in rules.of("tea", ["water"]).problems]
["products[0].activities[0].name: no activity 'leaves' in the table; its activities are water"]
>>> [str(each) for each in with_rules({"loss": {"share_of_input": 0.2}}, found.lines[1].fields)[1]]
['loss.share_of_input: the table says 0.2; keep one of the two']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, PrivateAttr

from co2label.errors import DocumentError, Problem, UnitError, clip, suggestion
from co2label.model import (
    Activity,
    EmissionFactor,
    Identifier,
    Model,
    Process,
    Product,
    allocate,
    printable_key,
    read_data,
)
from co2label.tabular import RowProblem
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


_HEAD = re.compile(r"[.\[]")


class ActivityRules(Model):
    """What a rules file says of one activity: its name or its place, and fields of an activity."""

    model_config = ConfigDict(extra="allow")

    name: str | None = None
    """Its name in the table."""
    place: int | None = Field(default=None, ge=1)
    """Its number among the activities of the product, from 1; needed where several have the name."""

    def _problems(self) -> Iterator[Problem]:
        if self.name is None and self.place is None:
            yield Problem(
                "", "says no activity", "give its name in the table, or its place such as place = 2"
            )
        yield from _unknown_fields(self, Activity)


class ProductRules(Model):
    """What a rules file says of one product: its id, fields of a product, and of its activities."""

    model_config = ConfigDict(extra="allow")

    id: Identifier
    """Its id in the table."""
    activities: tuple[ActivityRules, ...] = Field(default=(), strict=False)
    """The activities with a rule."""

    def _problems(self) -> Iterator[Problem]:
        return _unknown_fields(self, Product)


def _unknown_fields(rules: Model, noun: type[Model]) -> Iterator[Problem]:
    for name in (rules.model_extra or {}).keys() - noun.model_fields.keys():
        hint = suggestion(name, noun.model_fields) or f"known fields: {', '.join(noun.model_fields)}"
        yield Problem(printable_key(name), "unknown field", hint)


@dataclass(frozen=True, slots=True)
class RuleFields:
    """Fields that the rules file gives to one product or activity."""

    where: str = ""
    """Their place in the file: `products[2].activities[0]`."""
    fields: Mapping[str, Any] = field(default_factory=dict)

    def gives(self, problem: Problem) -> bool:
        """Whether the field that a problem is about stands in the rules file."""
        return _HEAD.split(problem.where, maxsplit=1)[0] in self.fields


NO_FIELDS = RuleFields()


@dataclass(frozen=True, slots=True)
class RulesOfProduct:
    """The rules of one product, each with the activity that it is for."""

    product: RuleFields = NO_FIELDS
    lines: Mapping[int, RuleFields] = field(default_factory=dict)
    """By the place of the activity."""
    problems: tuple[Problem, ...] = ()
    """Rules of activities that the product does not have."""

    def line(self, place: int) -> RuleFields:
        """The fields of an activity, by its place in the product, from 0."""
        return self.lines.get(place, NO_FIELDS)


_NO_RULES = RulesOfProduct()


class TableRules(Model):
    """Rules of the products of a catalogue, by their ids, with what stands beside products in a document.

    Raises:
        DocumentError: unknown fields, an id or a process that stands there twice.
    """

    products: tuple[ProductRules, ...] = Field(default=(), strict=False)
    """What is said of products of the table."""
    processes: tuple[Process, ...] = Field(default=(), strict=False)
    """Processes with several products, which may stand in the table."""
    factors: tuple[EmissionFactor, ...] = Field(default=(), strict=False)
    """Emission factors of one's own."""
    units: tuple[str, ...] = Field(default=(), strict=False)
    """Counted units of one's own; the tables may use them too."""

    _file: str = PrivateAttr(default="")
    _places: dict[str, int] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: object, /) -> None:
        """Index the products by their ids."""
        self._places |= {each.id: place for place, each in enumerate(self.products)}

    def _problems(self) -> Iterator[Problem]:
        for key in ("products", "processes", "factors"):
            first: dict[str, int] = {}
            for place, each in enumerate(getattr(self, key)):
                if first.setdefault(each.id, place) != place:
                    what = f"{clip(each.id)} is already the id of {key}[{first[each.id]}]"
                    yield Problem(f"{key}[{place}].id", what, "each needs its own")

    @property
    def file(self) -> str:
        """The file that they were read from, or "rules"; "" where there are none."""
        return self._file

    @property
    def made(self) -> frozenset[str]:
        """The ids of the products that processes make."""
        return frozenset(name for process in self.processes for name in process.made)

    def of(self, product: str, names: Sequence[str]) -> RulesOfProduct:
        """The rules of a product with activities of these names."""
        at = self._places.get(product)
        if at is None:
            return _NO_RULES
        rules, where = self.products[at], f"products[{at}]"
        lines: dict[int, RuleFields] = {}
        problems = []
        for number, each in enumerate(rules.activities):
            path = f"{where}.activities[{number}]"
            fitting = [
                place
                for place, name in enumerate(names)
                if each.name in {None, name} and each.place in {None, place + 1}
            ]
            if len(fitting) != 1:
                problems.append(_no_activity(each, fitting, names).under(path))
            elif fitting[0] in lines:
                what = f"{lines[fitting[0]].where} is of the same activity"
                problems.append(Problem(path, what, "write them together"))
            else:
                lines[fitting[0]] = RuleFields(path, each.model_extra or {})
        return RulesOfProduct(RuleFields(where, rules.model_extra or {}), lines, tuple(problems))

    def finding(self, product: str | None, problem: Problem) -> RowProblem:
        """A problem at its place in the file."""
        return RowProblem(self.file, 0, product, problem.where, "", problem.reason)

    def strangers(self, knows: Callable[[str], bool]) -> Iterator[RowProblem]:
        """Rules of products that are not there."""
        for name, place in self._places.items():
            if not knows(name):
                what = f"{clip(name)} is no product of the table"
                yield self.finding(
                    name, Problem(f"products[{place}].id", what, "correct it, or remove its rules")
                )

    def allocated(
        self, read: Callable[[], Iterable[Product | RowProblem]], knows: Callable[[str], bool]
    ) -> Iterator[Product | RowProblem]:
        """The products of a table with what processes bring them, and those that processes alone make.

        Args:
            read: reads the table from its beginning.
            knows: whether the table has a row of this id.
        """
        if not self.processes:
            yield from read()
            return
        avoided = {each.avoids for process in self.processes for each in process.outputs}
        own = {
            each.id: each for each in read() if isinstance(each, Product) and each.id in self.made | avoided
        }
        products, problems = allocate(tuple(own.values()), self.processes)
        problems += self._process_problems(own, knows)
        made = {} if problems else {each.id: each for each in products}
        yield from (self.finding(None, each) for each in problems)
        for each in read():
            if isinstance(each, Product) and problems and each.id in self.made:
                why = Problem("processes", "its process cannot be allocated", "see what is said of it")
                yield self.finding(each.id, why)
            else:
                yield made.pop(each.id, each) if isinstance(each, Product) else each
        yield from made.values()

    def _process_problems(
        self, own: Mapping[str, Product], knows: Callable[[str], bool]
    ) -> Iterator[Problem]:
        """Outputs whose own row cannot be used, and activities that use a product that is not there."""
        for place, process in enumerate(self.processes):
            for number, name in enumerate(process.made):
                if name not in own and knows(name):
                    what = f"the row of {clip(name)} cannot be used"
                    yield Problem(f"processes[{place}].outputs[{number}].product", what, "correct it first")
            for number, line in enumerate(process.activities):
                for where, name in line.uses():
                    if name not in self.made and not knows(name):
                        what = f"{clip(name)} is no product of the table"
                        yield Problem(f"processes[{place}].activities[{number}].{where}", what, "correct it")


NO_RULES = TableRules()


def _no_activity(rules: ActivityRules, fitting: Sequence[int], names: Sequence[str]) -> Problem:
    """Why a rule is of no activity, or of several."""
    if fitting:
        places = " or ".join(f"place = {place + 1}" for place in fitting)
        return Problem("name", f"{len(fitting)} activities are called {clip(rules.name)}", f"add {places}")
    if rules.name is None or rules.name in names:
        what = f"the table has {len(names)} activities of this product, and this is another one or of another name"
        return Problem("place", what, "correct it")
    hint = suggestion(rules.name, names) or f"its activities are {', '.join(names)}"
    return Problem("name", f"no activity {clip(rules.name)} in the table", hint)


def with_rules(
    fields: Mapping[str, Any], more: Mapping[str, Any], path: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a row with more fields from the rules file, and a problem for each that both state otherwise."""
    joined, problems = dict(fields), []
    for name, value in more.items():
        here = fields.get(name)
        if isinstance(here, dict) and isinstance(value, dict):
            joined[name], inner = with_rules(here, value, f"{path}{name}.")
            problems += inner
        elif here is None or here == value:
            joined[name] = value
        else:
            problems.append(
                Problem(f"{path}{name}", f"the table says {clip(here, 40)}", "keep one of the two")
            )
    return joined, problems


def read_rules(source: str | Path | Mapping[str, Any] | TableRules | None) -> TableRules:
    """Read a rules file (TOML, JSON), or rules as plain data.

    Raises:
        DocumentError: the file cannot be read, or every problem of it, with its path.
    """
    if source is None or isinstance(source, TableRules):
        return source or NO_RULES
    name = str(source) if isinstance(source, str | Path) else "rules"
    try:
        data = read_data(source) if isinstance(source, str | Path) else source
        rules = TableRules.read(data, units=_units_of(data))
    except DocumentError as error:
        raise DocumentError(
            each if each.where == name else Problem(f"{name}: {each.where}", each.what, each.todo)
            for each in error.problems
        ) from None
    rules._file = name  # noqa: SLF001 - our own private attribute, set where the rules are made
    return rules


def _units_of(data: Any) -> OwnUnits:
    """The counted units that rules declare.

    Raises:
        DocumentError: a name that cannot be one.
    """
    names = data.get("units", ()) if isinstance(data, dict) else ()
    try:
        return OwnUnits.of(names if isinstance(names, list | tuple) else ())
    except (TypeError, UnitError) as error:
        raise Problem("units", str(error)).as_error() from None
