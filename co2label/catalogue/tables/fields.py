"""What a column may hold: the fields of a product and of an activity that are one value, and where each goes.

A name stands in the table as in a document, but that fields of the declaration need no prefix. A text by language
has the tag behind it (`name.ja`), and an amount may stand in two columns, the second being `mass.unit`.

>>> field_of("valid_until", PRODUCT).path, field_of("name.fr", PRODUCT).path, field_of("mass.unit", PRODUCT)
(('declaration', 'valid_until'), ('name', 'fr'), None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from co2label.model import LANGUAGE_PATTERN, STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACTIVITY",
    "ACTIVITY_NEEDS",
    "LINES",
    "LINE_NEEDS",
    "OWNER",
    "PRODUCT",
    "PRODUCT_NEEDS",
    "Field",
    "amount_of",
    "field_of",
    "unit_of",
]

Kind = Literal["text", "words", "day", "amount", "whole", "number", "truth"]
"""`words` are for people, `text` is for machines: ids, codes, addresses."""
_LANGUAGE = re.compile(LANGUAGE_PATTERN)


@dataclass(frozen=True, slots=True)
class Field:
    """Where a column's value goes in the document, and what is made of it."""

    path: tuple[str, ...]
    kind: Kind = "text"


def _plain(names: str, kind: Kind = "text", *outer: str) -> dict[str, Field]:
    return {name: Field((*outer, *name.split(".")), kind) for name in names.split()}


OWNER = "product_id"
"""The column of the activities that says which product a row belongs to."""
LINES = "lines"
"""The column of an Arrow or Parquet table that holds a product's activities as a list."""
PRODUCT: Mapping[str, Field] = {
    **_plain("id gtin lot boundary"),
    **_plain("category", "words"),
    "name": Field(("name", "und"), "words"),
    **{f"nothing_in.{stage}": Field(("nothing_in", stage, "und"), "words") for stage in STAGES},
    **_plain("declared_unit mass density length area energy price biogenic_carbon", "amount"),
    **_plain("year", "whole"),
    **_plain("company standard", "words", "declaration"),
    **_plain("issued valid_until", "day", "declaration"),
    **_plain("resolver info_url sum_rule band baseline", "text", "declaration"),
    "scope": Field(("declaration", "scope", "und"), "words"),
    **_plain("verification.by verification.standard", "words", "declaration"),
    **_plain("verification.date", "day", "declaration"),
    "verification": Field(("declaration", "verification", "kind")),
    **_plain("shelf_amount", "amount", "declaration"),
    **_plain("publish_working", "truth", "declaration"),
    **_plain("cut_off.left_out_percent cut_off.limit_percent", "number"),
    **_plain("cut_off.scale_up", "truth"),
    **_plain("cut_off.note", "words"),
}
"""The columns of a product."""
ACTIVITY: Mapping[str, Field] = {
    **_plain("name", "words"),
    **_plain("stage factor through product gas origin component stages evidence"),
    **_plain("amount", "amount"),
    **_plain("removal.store removal.standard removal.verified_by removal.verified_on"),
    **_plain("removal.years", "whole"),
    **_plain("loss.share_of_input loss.per_output yields", "number"),
    **_plain("uncertainty.percent uncertainty.gsd2 uncertainty.low uncertainty.high", "number"),
}
"""The columns of an activity, beside `OWNER`."""
LINE_NEEDS = (("name",), ("amount",), ("stage",), ("factor", "product", "gas"))
"""One of each group has to be there, as a column or a constant, for an activity that is nested in its product."""
ACTIVITY_NEEDS = ((OWNER,), *LINE_NEEDS)
PRODUCT_NEEDS = (("id",), ("name", "name.ja", "name.en", "name.fr"), ("declared_unit",), ("boundary",))
_BY_LANGUAGE = ("name", "scope", *(f"nothing_in.{stage}" for stage in STAGES))


def field_of(column: str, fields: Mapping[str, Field]) -> Field | None:
    """The field that a column name stands for, or None; a text that is read by people may have a language tag behind it."""
    if column in fields:
        return fields[column]
    name, dot, tag = column.rpartition(".")
    if dot and name in _BY_LANGUAGE and fields is PRODUCT and _LANGUAGE.match(tag):
        return Field((*fields[name].path[:-1], tag), fields[name].kind)
    return None


def unit_of(column: str) -> str:
    """The column that holds the unit of an amount.

    >>> unit_of("amount"), unit_of("mass")
    ('unit', 'mass.unit')
    """
    return "unit" if column == "amount" else f"{column}.unit"


def amount_of(column: str, fields: Mapping[str, Field]) -> str | None:
    """The amount whose unit a column holds, or None.

    >>> amount_of("unit", ACTIVITY), amount_of("mass.unit", PRODUCT), amount_of("name", PRODUCT)
    ('amount', 'mass', None)
    """
    return next(
        (name for name, field in fields.items() if field.kind == "amount" and unit_of(name) == column), None
    )
