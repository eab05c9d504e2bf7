"""The same products with one choice made otherwise: the method of electricity, the rule of recycling.

>>> from co2label.model import Activity, Product
>>> line = Activity("power", "1 kWh", electricity={"method": "market", "grid": "elec.grid.jp.average"}, stage="production")
>>> made = Product(id="x", name="X", declared_unit="1 piece", boundary="gate-to-gate", activities=[line])
>>> with_choice([made], "electricity", "location")[0].activities[0].electricity.method
'location'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.model import Activity, Product

__all__ = ["METHODS", "RECYCLING_RULES", "Varied", "chosen_in", "with_choice"]

Varied = Literal["electricity", "recycling"]
METHODS: tuple[str, ...] = ("location", "market")
RECYCLING_RULES: tuple[str, ...] = ("cut-off", "50-50", "0-100", "cff")
_FIELD: dict[Varied, str] = {"electricity": "method", "recycling": "rule"}


def chosen_in(products: Iterable[Product], what: Varied) -> tuple[str, ...]:
    """What the activities of products have chosen, each once; empty where none has such a choice."""
    nouns = (getattr(line, what, None) for product in products for line in product.activities)
    return tuple(dict.fromkeys(getattr(noun, _FIELD[what]) for noun in nouns if noun is not None))


def with_choice(products: Sequence[Product], what: Varied, to: str) -> tuple[Product, ...]:
    """The products with this choice in every activity that has one; the others are the same objects."""
    return tuple(_product(product, what, to) for product in products)


def _product(product: Product, what: Varied, to: str) -> Product:
    if all(getattr(line, what, None) is None for line in product.activities):
        return product
    lines = tuple(_line(line, what, to) for line in product.activities)
    return product.model_copy(update={"activities": lines})


def _line(line: Activity, what: Varied, to: str) -> Activity:
    noun = getattr(line, what, None)
    if noun is None:
        return line
    return line.model_copy(update={what: noun.model_copy(update={_FIELD[what]: to})})
