"""How a figure on a receipt is known: of this product, from averages of its kind, from money, or nobody says.

What a computed figure rests on is known from its factors (`Footprint.kinds`). A figure that was typed says so itself, in one
word or in shares; without a word it is `unstated`, which is no `product`.

>>> method_of({"product": 0.45, "average": 0.35, "spend": 0.2}), method_of({"product": 0.5, "spend": 0.5}), method_of({})
('average', 'product', 'unstated')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from co2label.model import DATA_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.model import DataKind

__all__ = ["METHODS", "Method", "is_nearer", "method_of", "methods_of"]

Method = Literal["product", "average", "spend", "unstated"]
"""How a line's figure is known: mostly of this product, from averages of its kind, from the money spent; or nobody says."""
METHODS: tuple[Method, ...] = get_args(Method)
_HALF = 0.5
_SAID = 0.005
"""A share below this rounds to no percent."""


def method_of(kinds: Mapping[DataKind, float]) -> Method:
    """The one word for what a figure rests on: the product's own where that is half of it or more, else the larger estimate."""
    if not kinds:
        return "unstated"
    if kinds.get("product", 0.0) >= _HALF:
        return "product"
    average, spend = kinds.get("average", 0.0), kinds.get("spend", 0.0)
    return "average" if average > spend else "spend"


def methods_of(kinds: Mapping[DataKind, float], method: Method) -> frozenset[Method]:
    """Every kind that a figure rests on to a percent or more, and its own word."""
    return frozenset({method, *(kind for kind, share in kinds.items() if share >= _SAID)})


def is_nearer(method: Method, known: Method) -> bool:
    """Whether a word claims to be nearer to the product than what is known of a figure."""
    order: tuple[str, ...] = DATA_KINDS
    return method in order and known in order and order.index(method) < order.index(known)
