"""Columns of others that a front of a catalogue does not read: what would be said in them is told, never dropped.

A name of the model that has no place in a front (a rule such as `recycling`, or `declaration`) is refused wherever it says
something: such products are written as a document. Any other name is refused too, for it may be a slip of the pen, unless the
caller lists it in `ignore`; "*" there passes over every name that is none of the model's.

>>> stranger("loss", "line", ignore=["*"])
'a field of an activity that has no place here; write these products as a document (TOML, JSON), or name it in `ignore`'
>>> stranger("thruogh", "line"), stranger("shelf", "product", ignore=["shelf"])
("no field of a line; did you mean 'through'?", '')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.model import RULE_FIELDS, Activity, DeclarationData, Product, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["EVERYTHING", "OF_ACTIVITIES", "OF_PRODUCTS", "of_the_model", "stranger"]

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


def of_the_model(name: str, noun: Literal["product", "line"]) -> bool:
    """Whether a column bears a name of the model, or one inside it (`cut_off.note`), in small letters or capitals."""
    return name.strip().casefold().partition(".")[0] in _WORDS[noun]


def stranger(name: str, noun: Literal["product", "line"], ignore: Collection[str] = ()) -> str:
    """What is wrong with a column of record batches; "" where it has its place, or the caller ignores it."""
    known = of_the_model(name, noun)
    in_place = name in _HERE[noun] or (noun == "product" and name.startswith("name."))
    if in_place or name in ignore or (EVERYTHING in ignore and not known):
        return ""
    if known:
        return f"a field of {_NOUNS[noun]} that has no place here; {_TODO}"
    hint = suggestion(name, _HERE[noun]) or "leave it out, or name it in `ignore`"
    return f"no field of a {noun}; {hint}"
