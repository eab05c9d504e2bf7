"""Arrow columns of a table under other names: the column map, applied to whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.arrow import pa, pc
from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.catalogue.tables.arrow_table import ArrowTable
from co2label.catalogue.tables.fields import LINES, OWNER, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.headings import Column
    from co2label.catalogue.tables.plan import Plan

__all__ = ["arrow_batches", "fields_of", "laid_out", "passes", "translated", "whole_of"]


def passes(products: Plan, activities: Plan) -> bool:
    """Whether tables can be handed on by columns: Arrow, with plain rows, amounts that are numbers, and their unit apart."""
    if not all(plan.shape.plain and not plan.units.names for plan in (products, activities)):
        return False
    types, amount = _line_types(products, activities), activities.columns.get("amount")
    marks = {products.table.form.decimal, activities.table.form.decimal}
    if types is None or amount is None or marks != {"."}:
        return False
    number = types[amount.place]
    apart = amount.unit or "unit" in activities.columns or "unit" in activities.constants
    return bool(apart) and (pa.types.is_floating(number) or pa.types.is_integer(number))


def _line_types(products: Plan, activities: Plan) -> list[pa.DataType] | None:
    """The types of the columns of activities, nested ones or those of their own table; None where they are not Arrow."""
    table = products.table
    if not isinstance(table, ArrowTable):
        return None
    if LINES in products.columns:
        return [
            field.type for field in table.schema.field(products.columns[LINES].place).type.value_type.fields
        ]
    lines = activities.table
    if not isinstance(lines, ArrowTable) or OWNER not in activities.columns:
        return None
    return [field.type for field in lines.schema]


def laid_out(products: Plan, activities: Plan) -> Iterator[pa.RecordBatch]:
    """The batches of a table with nested lines, in the layout."""
    for batch in arrow_batches(products):
        columns = fields_of(products, whole_of(products, batch.columns), batch.num_rows, PRODUCT_FIELDS)
        columns[LINES] = _lines(activities, batch.column(products.columns[LINES].place))
        yield pa.record_batch(columns)


def arrow_batches(plan: Plan) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow table as they are."""
    assert isinstance(plan.table, ArrowTable)
    return plan.table.batches(None)


def whole_of(plan: Plan, columns: list[pa.Array]) -> dict[str, pa.Array]:
    """Columns by their heading."""
    return dict(zip(plan.table.header, columns, strict=False))


def fields_of(
    plan: Plan, whole: Mapping[str, pa.Array], rows: int, names: tuple[str, ...]
) -> dict[str, pa.Array]:
    """The columns that the layout has a place for, by its names."""
    made: dict[str, pa.Array] = {}
    for name, field in plan.named:
        if not {name, field.path[0]} & {*names}:
            continue
        column = plan.columns.get(name)
        if column is None:
            made[name] = _constant(plan.constants[name], field, rows)
        else:
            made[name] = translated(whole[column.heading], column)
        if field.kind == "amount" and name != "amount":
            made[name] = _with_unit(made[name], _unit(plan, name, whole, rows))
    if "amount" in made:
        made["amount"] = made["amount"].cast(pa.float64())
        made["unit"] = _unit(plan, "amount", whole, rows)
    return made


def _unit(plan: Plan, name: str, whole: Mapping[str, pa.Array], rows: int) -> pa.Array | None:
    """The units of an amount's column, where they stand apart."""
    column, apart = plan.columns.get(name), plan.columns.get(unit_of(name))
    if column is not None and column.unit:
        return pa.repeat(column.unit, rows)
    if apart is not None:
        return translated(whole[apart.heading], apart)
    constant = plan.constants.get(unit_of(name))
    return pa.repeat(constant, rows) if constant else None


def _with_unit(amounts: pa.Array, units: pa.Array | None) -> pa.Array:
    texts = amounts.cast(pa.string())
    return texts if units is None else pc.binary_join_element_wise(texts, units.cast(pa.string()), " ")


def _constant(text: str, field: Field, rows: int) -> pa.Array:
    return pa.repeat(int(text) if field.kind == "whole" else text, rows)


def translated(values: pa.Array, column: Column) -> pa.Array:
    """A column whose words mean something else; each different word is looked at once."""
    if not column.values:
        return values
    coded = values.cast(pa.string()).dictionary_encode()
    meant = pa.array([column.values.get(word, word) for word in coded.dictionary.to_pylist()], pa.string())
    return meant.take(coded.indices)


def _lines(plan: Plan, lists: pa.Array) -> pa.Array:
    """The lists with their fields under the names of the layout; which line is in which row stays."""
    lines = lists.flatten()
    fields = fields_of(plan, whole_of(plan, lines.flatten()), len(lines), LINE_FIELDS)
    structs = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    ends = pc.cumulative_sum(pc.list_value_length(lists).fill_null(0).cast(pa.int64()))
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
    mask = lists.is_null() if lists.null_count else None
    return pa.LargeListArray.from_arrays(offsets, structs, mask=mask)
