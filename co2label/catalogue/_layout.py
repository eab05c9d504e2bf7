"""The layout of record batches: one row is one product, and its lines are a list in that row.

So any engine may cut a catalogue anywhere between rows, and every part is whole. `lines` is a list of structs with the fields
of `LINE_FIELDS`; an amount is a number of its `unit`, and exactly one of `factor`, `product` and `gas` says what the
amount is of. Texts may be dictionary-encoded.

A column that a table does not have is not checked, and what needs it is refused; a column that it has holds in every row
what `Product` and `Activity` ask for. Only `id` and `lines`, and in them `amount`, `unit` and `stage`, must be there.

A column without a place in the layout is reported, never dropped. A name of the model (a rule such as `recycling`, or
`declaration`) is refused wherever it holds something: such products are written as a document. Any other name is refused too,
for it may be misspelt, unless the caller lists it in `ignore`; "*" there passes over every name that is none of the model's.

>>> unknown_column("loss", "line", ignore=["*"])
'a field of an activity that has no place here; write these products as a document (TOML, JSON), or name it in `ignore`'
>>> unknown_column("thruogh", "line"), unknown_column("shelf", "product", ignore=["shelf"])
("no field of a line; did you mean 'through'?", '')
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from co2label.errors import suggestion
from co2label.model import COMPONENTS, DATA_KINDS, RULE_FIELDS, STAGES, Activity, DeclarationData, Product

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa


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
LINE_SOURCES = ("factor", "product", "gas")
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
    """The schema of results: one row a product, kilograms of CO2e per declared unit.

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


EVERYTHING = "*"
"""In `ignore`: every name that is none of the model's."""
OF_PRODUCTS = frozenset((*Product.model_fields, *DeclarationData.model_fields, *RULE_FIELDS, "uncertainty"))
"""Names that mean something in a table of products, whether the front has a place for them or not."""
OF_ACTIVITIES = frozenset((*Activity.model_fields, "cut_off"))
"""Names that mean something in a line."""
_NOUNS = {"product": "a product", "line": "an activity"}
_WORDS = {"product": OF_PRODUCTS, "line": OF_ACTIVITIES}
_HERE = {"product": (*PRODUCT_FIELDS, "lines"), "line": LINE_FIELDS}
_TODO = "write these products as a document (TOML, JSON), or name it in `ignore`"


def is_model_name(name: str, noun: Literal["product", "line"]) -> bool:
    """Whether a name is a field of the model, or one inside it (`cut_off.note`), in any case."""
    return name.strip().casefold().partition(".")[0] in _WORDS[noun]


def unknown_column(name: str, noun: Literal["product", "line"], ignore: Collection[str] = ()) -> str:
    """The problem of a column without a place in the layout; "" where it has one or is ignored."""
    known = is_model_name(name, noun)
    in_place = name in _HERE[noun] or (noun == "product" and name.startswith("name."))
    if in_place or name in ignore or (EVERYTHING in ignore and not known):
        return ""
    if known:
        return f"a field of {_NOUNS[noun]} that has no place here; {_TODO}"
    hint = suggestion(name, _HERE[noun]) or "leave it out, or name it in `ignore`"
    return f"no field of a {noun}; {hint}"
