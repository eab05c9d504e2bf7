"""Whether the rows of an Arrow table have to be looked at one by one, told by its columns as a whole.

Numbers in columns of numbers are plain, and most texts are: no row becomes a Python object to find that out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.tables.fields import OWNER, field_of
from co2label.catalogue.tables.sums import SUM_WORDS

if TYPE_CHECKING:
    import pyarrow as pa

    from co2label.catalogue.tables.plan import Plan

__all__ = ["needs_looking"]

_ODD = rf"[\r\n\v\f]|</?[A-Za-z!]|&[A-Za-z0-9#]+;|^(?:{SUM_WORDS})$"
"""A line feed, HTML, the words of a sum."""
_NUMBERS = {"amount", "number"}


def needs_looking(plan: Plan) -> bool:
    """Whether something in the rows has to be understood before they are used: always, but of Arrow tables."""
    if plan.table.form.kind in {"csv", "excel"}:
        return True
    return any(_is_odd(plan, name) for name in plan.columns)


def _is_odd(plan: Plan, name: str) -> bool:
    field = field_of(name, plan.fields)
    kind = "key" if name in {OWNER, "id"} else field.kind if field else ""
    if kind not in {"key", "words"} | _NUMBERS:
        return False
    return any(_has_odd(array, kind) for array in plan.table.arrays(plan.columns[name].place))


def _has_odd(array: pa.Array, kind: str) -> bool:
    import pyarrow as pa  # noqa: PLC0415 - an Arrow table was opened, so it is there
    import pyarrow.compute as pc  # noqa: PLC0415

    values = array.dictionary if pa.types.is_dictionary(array.type) else array
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return kind == "key" and array.null_count > 0
    if kind in _NUMBERS:
        return True
    different = pc.unique(values)
    empty = kind == "key" and (array.null_count > 0 or bool(pc.any(pc.equal(different, "")).as_py()))
    return empty or bool(pc.any(pc.match_substring_regex(different, _ODD)).as_py())
