"""Arrow columns of a table under other names: the column map, applied to whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.catalogue.tables.arrow_table import ArrowTable
from co2label.catalogue.tables.fields import LINES, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.plan import Column, Plan

__all__ = ["laid_out", "passes"]


def passes(products: Plan, activities: Plan) -> bool:
    """Whether a table with nested lines can be handed on by columns: its amounts are numbers with their unit apart."""
    import pyarrow as pa  # noqa: PLC0415 - an extra; a table with nested lines is Arrow

    table = products.table
    if not isinstance(table, ArrowTable) or products.table.form.decimal != ".":
        return False
    lines = table.schema.field(products.columns[LINES].heading).type.value_type
    amount = activities.columns.get("amount")
    if amount is None or activities.table.form.decimal != ".":
        return False
    number = lines.field(amount.heading).type
    apart = amount.unit or "unit" in activities.columns or "unit" in activities.constants
    return bool(apart) and (pa.types.is_floating(number) or pa.types.is_integer(number))


def laid_out(products: Plan, activities: Plan) -> Iterator[pa.RecordBatch]:
    """The batches of a table with nested lines, in the layout."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    table = products.table
    assert isinstance(table, ArrowTable)
    for batch in table.batches(None):
        whole = dict(zip(table.header, batch.columns, strict=False))
        columns = _fields(products, whole, batch.num_rows, PRODUCT_FIELDS)
        columns[LINES] = _lines(activities, whole[products.columns[LINES].heading])
        yield pa.record_batch(columns)


def _fields(
    plan: Plan, whole: Mapping[str, pa.Array], rows: int, names: tuple[str, ...]
) -> dict[str, pa.Array]:
    """The columns that the layout has a place for, by its names."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    made: dict[str, pa.Array] = {}
    for name, field in plan.named:
        if field.path[0] not in names:
            continue
        column = plan.columns.get(name)
        if column is None:
            made[name] = _constant(plan.constants[name], field, rows)
        else:
            made[name] = _translated(whole[column.heading], column)
        if field.kind == "amount" and name != "amount":
            made[name] = _with_unit(made[name], _unit(plan, name, whole, rows))
    if "amount" in made:
        made["amount"] = made["amount"].cast(pa.float64())
        made["unit"] = _unit(plan, "amount", whole, rows)
    return made


def _unit(plan: Plan, name: str, whole: Mapping[str, pa.Array], rows: int) -> pa.Array | None:
    """The units of an amount's column, where they stand apart."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    column, apart = plan.columns.get(name), plan.columns.get(unit_of(name))
    if column is not None and column.unit:
        return pa.repeat(column.unit, rows)
    if apart is not None:
        return _translated(whole[apart.heading], apart)
    constant = plan.constants.get(unit_of(name))
    return pa.repeat(constant, rows) if constant else None


def _with_unit(amounts: pa.Array, units: pa.Array | None) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.compute as pc  # noqa: PLC0415

    texts = amounts.cast(pa.string())
    return texts if units is None else pc.binary_join_element_wise(texts, units.cast(pa.string()), " ")


def _constant(text: str, field: Field, rows: int) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - as above

    return pa.repeat(int(text) if field.kind == "whole" else text, rows)


def _translated(values: pa.Array, column: Column) -> pa.Array:
    """A column whose words mean something else; each different word is looked at once."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    if not column.values:
        return values
    coded = values.cast(pa.string()).dictionary_encode()
    meant = pa.array([column.values.get(word, word) for word in coded.dictionary.to_pylist()], pa.string())
    return meant.take(coded.indices)


def _lines(plan: Plan, lists: pa.Array) -> pa.Array:
    """The lists with their fields under the names of the layout; which line is in which row stays."""
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.compute as pc  # noqa: PLC0415

    lines = lists.flatten()
    whole = dict(zip(plan.table.header, lines.flatten(), strict=True))
    fields = _fields(plan, whole, len(lines), LINE_FIELDS)
    structs = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    ends = pc.cumulative_sum(pc.list_value_length(lists).fill_null(0).cast(pa.int64()))
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
    mask = lists.is_null() if lists.null_count else None
    return pa.LargeListArray.from_arrays(offsets, structs, mask=mask)
