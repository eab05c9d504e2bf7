"""Columns that a table may have, and the column map that says which headings hold them.

A column is named as the field in a document, but fields of the declaration need no prefix. A text by language has the tag
behind it (`name.ja`), and an amount may stand in two columns, the second being `mass.unit`. A column whose heading is the
name of a field needs no entry in the map::

    [products]
    ignore = ["棚番", "原価"]                  # or ["*"]: all that is not named

    [products.columns]
    id = "商品コード"
    name.ja = "品名"
    mass = { column = "内容量(g)", unit = "g" }

    [products.constants]
    declared_unit = "1 個"
    boundary = "cradle-to-gate"
    year = 2025

    [activities.columns]
    product_id = "商品コード"
    stage = { column = "工程", values = { "原料" = "raw-materials" } }

>>> ColumnMap.read({"products": {"columns": {"id": "Item No", "mas": "Weight"}}})
Traceback (most recent call last):
...
co2label.errors.DocumentError: products.columns.mas: no field of a product; did you mean 'mass'?
>>> field_of("valid_until", PRODUCT).path, field_of("name.fr", PRODUCT).path, field_of("mass.unit", PRODUCT)
(('declaration', 'valid_until'), ('name', 'fr'), None)
>>> field_of("legs.2.distance", ACTIVITY).where, field_of("recycling.R1", ACTIVITY).kind
('legs[1].distance', 'share')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator, Field, model_validator

from co2label.catalogue._layout import LINE_SOURCES
from co2label.errors import DocumentError, Problem, UnitError, suggestion
from co2label.model import (
    LANGUAGE_PATTERN,
    STAGES,
    CutOff,
    Electricity,
    Leg,
    Loss,
    Model,
    Recycling,
    Route,
    read_data,
)
from co2label.tabular import DateOrder, one_line
from co2label.units import Amount, OwnUnits, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


Kind = Literal["text", "words", "day", "amount", "whole", "number", "share", "truth"]
"""`words` are for people, `text` is for machines: ids, codes, addresses; a `share` may be written in percent."""
QUANTITIES = frozenset(("amount", "number", "share"))
"""Kinds of numbers: they have a decimal mark, and an empty cell never repeats the one above."""
_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_IN_LIST = re.compile(r"(legs|routes)\.([1-9][0-9]?)\.(.+)")


@dataclass(frozen=True, slots=True)
class ColumnField:
    """Path of a column's value in the document, and how it is read; numbers in the path are places in a list."""

    path: tuple[str | int, ...]
    kind: Kind = "text"

    @property
    def where(self) -> str:
        """The path as problems of a document name it."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).removeprefix(".")


def _fields(names: str, kind: Kind = "text", *outer: str) -> dict[str, ColumnField]:
    return {name: ColumnField((*outer, *name.split(".")), kind) for name in names.split()}


def _rule(noun: type[Model], *outer: str | int) -> dict[str, ColumnField]:
    """The columns of a rule: one for each of its fields that is a single value; items of a list count from 1."""
    head = ".".join(str(part + 1) if isinstance(part, int) else part for part in outer)
    columns = {}
    for field, info in noun.model_fields.items():
        kind = "words" if field in {"name", "note"} else _kind_of(info.annotation)
        if kind is not None:
            columns[f"{head}.{field}"] = ColumnField((*outer, field), kind)
    return columns


def _kind_of(annotation: Any) -> Kind | None:
    """How a field is read, by its type; None for a list or a table."""
    types = set(_types_in(annotation))
    kinds: dict[Any, Kind] = {Amount: "amount", bool: "truth", float: "share", str: "text"}
    return next((kind for each, kind in kinds.items() if each in types), None)


def _types_in(annotation: Any) -> Iterator[Any]:
    """The types that a field may have; `str` for words to choose from."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in {Annotated, Union, UnionType}:
        for each in inside[:1] if origin is Annotated else inside:
            yield from _types_in(each)
    else:
        yield str if origin is Literal else origin or annotation


OWNER = "product_id"
"""The column of the activities that says which product a row belongs to."""
LINES = "lines"
"""The column of an Arrow or Parquet table that holds a product's activities as a list."""
PRODUCT: Mapping[str, ColumnField] = {
    **_fields("id gtin lot boundary"),
    **_fields("category", "words"),
    "name": ColumnField(("name", "und"), "words"),
    **{f"nothing_in.{stage}": ColumnField(("nothing_in", stage, "und"), "words") for stage in STAGES},
    **_fields("declared_unit mass density length area energy price biogenic_carbon", "amount"),
    **_fields("year", "whole"),
    **_fields("company standard printed_price price_note", "words", "declaration"),
    **_fields("issued valid_until", "day", "declaration"),
    **_fields("resolver info_url sum_rule band baseline", "text", "declaration"),
    "scope": ColumnField(("declaration", "scope", "und"), "words"),
    **_fields("verification.by verification.standard", "words", "declaration"),
    **_fields("verification.date", "day", "declaration"),
    "verification": ColumnField(("declaration", "verification", "kind")),
    **_fields("shelf_amount", "amount", "declaration"),
    **_fields("publish_working", "truth", "declaration"),
    **_rule(CutOff, "cut_off"),
    **_fields("cut_off.left_out_percent cut_off.limit_percent", "number"),
}
"""The columns of a product."""
ACTIVITY: Mapping[str, ColumnField] = {
    **_fields("name", "words"),
    **_fields("stage factor through product gas origin component stages evidence"),
    **_fields("amount", "amount"),
    **_fields("removal.store removal.standard removal.verified_by removal.verified_on"),
    **_fields("removal.years", "whole"),
    **_fields("yields", "share"),
    **_fields("uncertainty.percent uncertainty.gsd2 uncertainty.low uncertainty.high", "number"),
    **_rule(Loss, "loss"),
    **_rule(Recycling, "recycling"),
    **_rule(Electricity, "electricity"),
    **_rule(Leg, "legs", 0),
    **_rule(Route, "routes", 0),
}
"""The columns of an activity, beside `OWNER`; `legs.2.mode` is a column as `legs.1.mode` is, and so on."""
LINE_NEEDS = (("name",), ("amount",), ("stage",), LINE_SOURCES)
"""One of each group has to be there, as a column or a constant, for an activity that is nested in its product."""
PRODUCT_NEEDS = (("id",), ("name", "name.ja", "name.en", "name.fr"), ("declared_unit",), ("boundary",))
_BY_LANGUAGE = ("name", "scope", *(f"nothing_in.{stage}" for stage in STAGES))


def field_of(column: str, fields: Mapping[str, ColumnField]) -> ColumnField | None:
    """The field of a column name, or None; text for people may have a language tag behind it."""
    if column in fields:
        return fields[column]
    item = _IN_LIST.fullmatch(column)
    if item and (first := fields.get(f"{item[1]}.1.{item[3]}")):
        return replace(first, path=(item[1], int(item[2]) - 1, item[3]))
    name, dot, tag = column.rpartition(".")
    if dot and name in _BY_LANGUAGE and fields is PRODUCT and _LANGUAGE.match(tag):
        return ColumnField((*fields[name].path[:-1], tag), fields[name].kind)
    return None


def unit_of(column: str) -> str:
    """The column that holds the unit of an amount.

    >>> unit_of("amount"), unit_of("mass")
    ('unit', 'mass.unit')
    """
    return "unit" if column == "amount" else f"{column}.unit"


def amount_of(column: str, fields: Mapping[str, ColumnField]) -> str | None:
    """The amount whose unit a column holds, or None.

    >>> amount_of("unit", ACTIVITY), amount_of("mass.unit", PRODUCT), amount_of("name", PRODUCT)
    ('amount', 'mass', None)
    """
    name = "amount" if column == "unit" else column.removesuffix(".unit")
    field = None if name == column else field_of(name, fields)
    return name if field is not None and field.kind == "amount" else None


class ColumnSource(Model):
    """A column and how to read it."""

    column: str
    """The heading."""
    unit: str | None = None
    """The unit of all its numbers."""
    values: dict[str, str] = Field(default_factory=dict)
    """What is written there → what it means. Other values stay as they are."""

    @property
    def heading(self) -> str:
        """The heading on one line, as tables are read."""
        return one_line(self.column)


def _flat(value: Any) -> Any:
    """`name = { ja = "品名" }` (in TOML also `name.ja = "品名"`) as `name.ja`."""
    if not isinstance(value, dict):
        return value
    flat: dict[Any, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and "column" not in inner:
            flat |= {f"{key}.{tag}": text for tag, text in _flat(inner).items()}
        else:
            flat[key] = inner
    return flat


def _source(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


_Source = Annotated[ColumnSource, BeforeValidator(_source, json_schema_input_type=str | ColumnSource)]
_Constant = str | int | float | bool
_Columns = dict[str, str | ColumnSource | dict[str, str | ColumnSource]]
_Constants = dict[str, _Constant | dict[str, _Constant]]
"""As they are written: with names by language in a table of their own."""


class TableMap(Model):
    """The part of a column map for one table."""

    encoding: Literal["utf-8", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "cp1252"] | None = None
    """Else it is found out."""
    delimiter: Literal[",", ";", "\t"] | None = None
    """Else it is found out."""
    decimal: Literal[".", ","] | None = None
    """Else it is found out, and what is ambiguous is refused. With "," the point groups thousands."""
    sheet: str | None = None
    """Of a workbook: which sheet; else its only one."""
    dates: DateOrder | None = None
    """Which comes first in days whose year stands last (03/04/2027); else they are refused where they could be two days."""
    fill_down: tuple[str, ...] | None = Field(default=None, strict=False)
    """Fields whose empty cells repeat the cell above. Else that is found out of the id of activities alone; `[]` is none."""
    fill_within: str | None = None
    """The heading of a column that has to be the same as above for that, such as Handle."""
    header_row: int | None = Field(default=None, ge=1)
    """Of CSV and workbooks: the row of the headings; else the first one that is not empty."""
    columns: Annotated[dict[str, _Source], BeforeValidator(_flat, json_schema_input_type=_Columns)] = Field(
        default_factory=dict
    )
    """Field → heading."""
    constants: Annotated[dict[str, _Constant], BeforeValidator(_flat, json_schema_input_type=_Constants)] = (
        Field(default_factory=dict)
    )
    """Field → what it is in all rows."""
    ignore: tuple[str, ...] = Field(default=(), strict=False)
    """Headings of columns that are not needed; "*" stands for all that are not named."""

    def problems(self, fields: Mapping[str, ColumnField], noun: str, units: OwnUnits) -> Iterator[Problem]:
        """Entries that do not fit the fields of a table, with their paths in the map."""
        known = [*fields, *([OWNER] if fields is ACTIVITY else ["lines"])]
        for section, names in (("columns", self.columns), ("constants", self.constants)):
            for name in names:
                unit = amount_of(name, fields)
                if field_of(name, fields) is None and unit is None and name not in known:
                    hint = suggestion(name, known) or f"known fields: {', '.join(known)}"
                    yield Problem(f"{section}.{name}", f"no field of {noun}", hint)
        for name in ("id", "gtin", "lines"):
            if name in self.constants:
                yield Problem(f"constants.{name}", "differs from product to product", "name a column")
        yield from self._fill_problems(fields, [*known, *self.columns])
        for name in self.columns.keys() & self.constants.keys():
            yield Problem(f"constants.{name}", "is a column too", "keep one of them")
        for name, source in self.columns.items():
            yield from _unit_problems(name, source, field_of(name, fields), units)

    def _fill_problems(self, fields: Mapping[str, ColumnField], known: Sequence[str]) -> Iterator[Problem]:
        for name in self.fill_down or ():
            field = field_of(name, fields)
            if field is None and name not in known:
                yield Problem(
                    "fill_down", f"no field: {name!r}", suggestion(name, known) or "name one of the columns"
                )
            elif field is not None and field.kind in QUANTITIES:
                yield Problem(
                    "fill_down", f"{name} is a quantity", "quantities cannot be filled down; leave it out"
                )


def _unit_problems(
    name: str, source: ColumnSource, field: ColumnField | None, units: OwnUnits
) -> Iterator[Problem]:
    if source.unit is None or field is None:
        return
    where = f"columns.{name}.unit"
    if field.kind == "share" and source.unit == "%":
        return
    if field.kind != "amount":
        yield Problem(where, "only an amount has a unit, and a share may have %", "remove it")
        return
    try:
        parse_unit(units.braced(source.unit))
    except UnitError as error:
        yield Problem(where, str(error))


class ColumnMap(Model):
    """A column map: how the tables of a catalogue are read.

    Raises:
        DocumentError: every field that there is not, every unit that cannot be read.
    """

    products: TableMap = TableMap()
    activities: TableMap = TableMap()
    units: tuple[str, ...] = Field(default=(), strict=False)
    """Counted units of one's own, such as "GB" or "token"; each is a kind of its own."""
    rules: str | None = None
    """The file with the rules of the products, as seen from the folder of the map."""

    @property
    def line_needs(self) -> tuple[tuple[str, ...], ...]:
        """As `LINE_NEEDS`; with a rules file, a rule may be what an activity draws on."""
        return LINE_NEEDS[:-1] if self.rules else LINE_NEEDS

    @property
    def own_units(self) -> OwnUnits:
        """The declared units."""
        return OwnUnits.of(self.units)

    @model_validator(mode="after")
    def _consistent(self) -> ColumnMap:
        try:
            units = self.own_units
        except UnitError as error:
            raise Problem("units", str(error)).as_error() from None
        problems = [each.under("products") for each in self.products.problems(PRODUCT, "a product", units)]
        problems += [
            each.under("activities") for each in self.activities.problems(ACTIVITY, "an activity", units)
        ]
        DocumentError.raise_any(problems)
        return self


def read_map(path: str | Path) -> ColumnMap:
    """Read a column map from a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or every problem of it, with its path.
    """
    try:
        column_map = ColumnMap.read(read_data(path))
        beside = column_map.rules and str(Path(path).parent / column_map.rules)
        return column_map.model_copy(update={"rules": beside})
    except DocumentError as error:
        raise DocumentError(_in_file(each, str(path)) for each in error.problems) from None


def _in_file(problem: Problem, name: str) -> Problem:
    if problem.where == name:
        return problem
    return Problem(f"{name}: {problem.where}", problem.what, problem.todo)
