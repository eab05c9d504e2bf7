"""The layout of a catalogue: one row is one product, and its lines are a list in that row.

So any engine may cut a catalogue anywhere between rows and every part is whole. `lines` is a list of structs with the fields
of `LINE_FIELDS`; an amount is a number of its `unit`, and exactly one of `factor`, `product` and `gas` says what the
amount is of. Texts may be dictionary-encoded.

A column that a table does not have is not checked, and what needs it is refused; a column that it has holds in every row
what `Product` and `Activity` ask for. Only `id` and `lines`, and in them `amount`, `unit` and `stage`, must be there. What has
no place here is a finding where it says something (`co2label.catalogue.strangers`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from co2label.model import COMPONENTS, DATA_KINDS, STAGES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "DRAWN_ON",
    "LINE_FIELDS",
    "LINE_NEEDS",
    "PRODUCT_FIELDS",
    "PRODUCT_NEEDS",
    "error_type",
    "lines_type",
    "result_schema",
]

PRODUCT_FIELDS = (
    "id",
    "gtin",
    "name",
    "declared_unit",
    "boundary",
    "year",
    "category",
    "mass",
    "density",
    "length",
    "area",
    "energy",
    "price",
    *(f"nothing_in.{stage}" for stage in STAGES),
)
"""Columns of a product as `Product` names them; why nothing happens in a stage stands in `nothing_in.use`. A name by language
has the tag behind it: `name.ja`."""
LINE_FIELDS = ("name", "amount", "unit", "stage", "factor", "through", "product", "gas", "evidence", "yields")
"""Fields of a line as `Activity` names them, but with the unit apart: `amount` and `yields` are float64, `unit` a text."""
PRODUCT_NEEDS = ("id", "lines")
LINE_NEEDS = ("amount", "unit", "stage")
DRAWN_ON = ("factor", "product", "gas")
"""A line has exactly one of these."""


def lines_type() -> pa.DataType:
    """The type of `lines` with every field.

    >>> lines_type().value_type.field("amount").type
    DataType(double)
    """
    import pyarrow as pa  # noqa: PLC0415 - the names above are there without it

    kinds = dict.fromkeys(("amount", "yields"), pa.float64())
    return pa.list_(pa.struct([(name, kinds.get(name, pa.string())) for name in LINE_FIELDS]))


@cache
def error_type() -> pa.DataType:
    """The type of the column `errors` of a result."""
    import pyarrow as pa  # noqa: PLC0415

    texts = [(name, pa.string()) for name in ("column", "value", "reason")]
    return pa.list_(pa.struct([("row", pa.int64()), *texts]))


@cache
def result_schema() -> pa.Schema:
    """What a result looks like: one row a product, kilograms of CO2e per declared unit.

    `kg_co2e` is the figure. Then a column a stage, null where the product has no activity in it: missing is never zero. Then
    a column a component, null where nothing is booked; those outside the figure stand here, and only here. Then
    `standard_deviation` (first order; null where no uncertainty is stated), `coverage` (the share of the figure that it
    rests on, 0 to 1), `share_average` and `share_spend` (the shares of the absolute figure that rest on averages of groups of
    products and on money, 0 to 1; the rest is the product's own), `notes` (the codes of `Footprint.notes`), and `errors`: null,
    or why there is no figure.

    >>> result_schema().names[:3], result_schema().names[-4:]
    (['id', 'kg_co2e', 'raw-materials'], ['share_average', 'share_spend', 'notes', 'errors'])
    """
    import pyarrow as pa  # noqa: PLC0415

    numbers = ("kg_co2e", *STAGES, *COMPONENTS, "standard_deviation", "coverage")
    shares = tuple(f"share_{kind}" for kind in DATA_KINDS[1:])
    return pa.schema(
        [
            ("id", pa.string()),
            *((name, pa.float64()) for name in (*numbers, *shares)),
            ("notes", pa.list_(pa.string())),
            ("errors", error_type()),
        ]
    )
