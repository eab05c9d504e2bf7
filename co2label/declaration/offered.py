"""Which products of a document or a catalogue are declared: those that are offered, not those that stand there for others.

One rule for labels, pages, tags, books and bulk runs. A product stands there for others only where

* other products are made of it, and it is no goods of its own: it has no `gtin` and no `info_url` under which a reader could
  find it, or nothing is declared of it (no `declaration` of its own, and none said for all products of a run); or
* others are compared with it, and it has no `valid_until` of its own.

Where that would leave nothing, all products are offered: a document of one loop is about its products.

>>> from co2label.model import Activity, Product
>>> def product(name, uses=None, **more):
...     line = Activity("gas", "1 kg", gas="CO2", stage="production") if uses is None else Activity(
...         uses, "1 piece", product=uses, stage="production")
...     return Product(id=name, name=name, declared_unit="1 piece", boundary="gate-to-gate", activities=[line], **more)
>>> roles = Roles.of([product("dough"), product("bun", "dough"), product("box", "bun")])
>>> roles.why_left_out(product("dough")), roles.why_left_out(product("box", "bun"))
('used by other products, and no goods of its own: neither a GTIN nor an info_url', '')
>>> left_out([product("dough"), product("bun", "dough", gtin="4569951110016", declaration={"company": "Oven"})])
{'dough': 'used by other products, and no goods of its own: neither a GTIN nor an info_url'}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.model import Product

__all__ = ["Roles", "left_out"]

_NO_GOODS = "used by other products, and no goods of its own: neither a GTIN nor an info_url"
_UNDECLARED = "used by other products, and without a declaration of its own"
_COMPARED = "a baseline of other products, and without a validity of its own"


@dataclass(slots=True)
class Roles:
    """Which products others need: filled by one reading of all products.

    Attributes:
        said_for_all: whether a run declares something of all products, so that none needs a declaration of its own.
        used: the ids of the products that others use.
        compared: the ids of those that others are compared with.
    """

    said_for_all: bool = False
    used: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, products: Iterable[Product], *, said_for_all: bool = False) -> Roles:
        """The roles of all products of a document."""
        roles = cls(said_for_all)
        for product in products:
            roles.see(product)
        return roles

    def see(self, product: Product) -> None:
        """Take up what a product needs of others; what it needs of itself makes nothing of it."""
        self.used.update(name for name in product.uses() if name != product.id)
        self.compared.update(product.declaration.compared_with.values())

    @property
    def any(self) -> bool:
        """Whether any product is needed by others."""
        return bool(self.used or self.compared)

    def why_left_out(self, product: Product) -> str:
        """Why a product stands there for others only; "" for one that is offered."""
        own = product.declaration
        if product.id in self.used:
            if product.gtin is None and own.info_url is None:
                return _NO_GOODS
            if not self.said_for_all and "declaration" not in product.model_fields_set:
                return _UNDECLARED
        return _COMPARED if self.only_compared(product) else ""

    def only_compared(self, product: Product) -> bool:
        """Whether a product stands there for comparison alone: nobody buys it, so it is in no book of a till either."""
        return product.id in self.compared and product.declaration.valid_until is None


def left_out(products: Iterable[Product], *, said_for_all: bool = False) -> dict[str, str]:
    """The products of a document that stand there for others only, each with the reason; none where all would.

    Args:
        products: all of the document.
        said_for_all: as of `Roles`.
    """
    every = tuple(products)
    roles = Roles.of(every, said_for_all=said_for_all)
    found = {product.id: why for product in every if (why := roles.why_left_out(product))}
    return {} if len(found) == len(every) else found
