"""Which products have a sum rule of their own, and arrays in which each product counts by its own.

A rule belongs to the figure of the product that is declared by it. What it uses is opened by the rule of the one that
uses it: the same kilograms by component, added up otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.model.components import counted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.model import Product, SumRule

__all__ = ["by_rule", "counting", "rows_by_rule"]


def rows_by_rule(products: Iterable[Product]) -> Mapping[SumRule, NDArray[np.intp]]:
    """The places of the products whose declaration names a sum rule, by that rule; empty where none does."""
    found: dict[SumRule, list[int]] = {}
    for place, product in enumerate(products):
        rule = product.declaration.sum_rule
        if rule is not None:
            found.setdefault(rule, []).append(place)
    return {rule: np.array(places, np.intp) for rule, places in found.items()}


def counting(columns: Columns, rule: SumRule) -> Columns:
    """The same lines, counted by a sum rule."""
    return replace(columns, counted=counted_by(rule))


def by_rule(columns: Columns, of: Callable[[Columns], NDArray[np.float64]]) -> NDArray[np.float64]:
    """An array by product, each product as its own sum rule counts; `of` makes it for columns that count one way."""
    array = of(columns)
    for rule, rows in rows_by_rule(columns.products).items():
        array[rows] = of(counting(columns, rule))[rows]
    return array
