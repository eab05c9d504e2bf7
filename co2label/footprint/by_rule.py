"""Which products have a sum rule of their own, and arrays in which each product counts by its own.

A rule belongs to the figure of the product that is declared by it. What it uses is opened by the rule of the one that
uses it: the same kilograms by component, added up otherwise. Where a removal is reached without evidence, the figure stays
what is emitted, whatever rule is named, and nothing can be declared of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.reached import Reached
from co2label.footprint.removing import unproven
from co2label.model import components_counted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.model import SumRule

__all__ = ["by_rule", "counting", "rows_by_rule"]


def rows_by_rule(columns: Columns) -> Mapping[SumRule, NDArray[np.intp]]:
    """The rows of the products that count by a sum rule, by that rule; empty where none does."""
    found: dict[SumRule, list[int]] = {}
    for row, product in enumerate(columns.products[: columns.given]):
        rule = product.declaration.sum_rule
        if rule is not None and not unproven(columns, Reached(columns, row)):
            found.setdefault(rule, []).append(row)
    return {rule: np.array(rows, np.intp) for rule, rows in found.items()}


def counting(columns: Columns, rule: SumRule) -> Columns:
    """The same lines, counted by a sum rule."""
    return replace(columns, counted=components_counted_by(rule))


def by_rule(columns: Columns, of: Callable[[Columns], NDArray[np.float64]]) -> NDArray[np.float64]:
    """An array by product, each product as its own sum rule counts; `of` makes it for columns that count one way."""
    array = of(columns)
    for rule, rows in rows_by_rule(columns).items():
        array[rows] = of(counting(columns, rule))[rows]
    return array
