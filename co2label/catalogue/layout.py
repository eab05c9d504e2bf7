"""The layout of a catalogue: one row is one product, and its lines are a list in that row.

So any engine may cut a catalogue anywhere between rows and every part is whole. `lines` is a list of structs with the fields
of `LINE_FIELDS`; an amount is a number of its `unit`, and exactly one of `factor`, `product` and `gas` says what the
amount is of. Texts may be dictionary-encoded.
"""

from __future__ import annotations

__all__ = ["LINE_FIELDS", "PRODUCT_FIELDS"]

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
)
"""Columns of a product as `Product` names them. A name by language has the tag behind it: `name.ja`."""
LINE_FIELDS = ("name", "amount", "unit", "stage", "factor", "through", "product", "gas")
"""Fields of a line as `Activity` names them, but with the unit apart: `amount` is a float64, `unit` a text."""
