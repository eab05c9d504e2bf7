"""Which products are needed to compute others: those that they use, directly or not, and those they are compared with.

>>> from co2label.model import Activity, Product
>>> def product(name, uses):
...     lines = [Activity(each, "1 piece", product=each, stage="production") for each in uses]
...     return Product(id=name, name=name, declared_unit="1 piece", boundary="gate-to-gate",
...         activities=lines or [Activity("gas", "1 g", gas="CO2", stage="production")])
>>> known = {name: Placed(row, product(name, uses)) for row, (name, uses) in enumerate(
...     {"water": "", "tea": ["water"], "set": ["tea"], "other": ["water"]}.items())}
>>> [each.product.id for each in closure([known["set"]], known)]
['water', 'tea', 'set']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.model import Product

__all__ = ["Placed", "closure"]


class Placed(NamedTuple):
    """A product with its place in the catalogue, from 0."""

    row: int
    product: Product


def closure(wanted: Iterable[Placed], known: Mapping[str, Placed]) -> list[Placed]:
    """The wanted products and all that they need of the known ones, in the order of the catalogue.

    That order decides the order of every sum, so a figure is the same to the last bit in any part of the catalogue.
    """
    found = {each.product.id: each for each in wanted}
    waiting = list(found.values())
    while waiting:
        for name in needed_by(waiting.pop().product):
            if name not in found and name in known:
                found[name] = known[name]
                waiting.append(known[name])
    return sorted(found.values(), key=lambda each: each.row)


def needed_by(product: Product) -> Iterator[str]:
    """The ids of the products that it uses, and that it is compared with."""
    yield from product.uses()
    yield from product.declaration.compared_with.values()
