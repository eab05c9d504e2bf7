"""Figures with all electricity location-based, and with all of it market-based, side by side.

GHG Protocol Scope 2 Guidance (2015), 7.1: both are reported. Each is a calculation of its own, so it is exact through
products that are used, and through loops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.varying import METHODS, with_choice
from co2label.footprint.weighing import touched

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.model import Product

__all__ = ["ByMethod"]


class ByMethod:
    """The figures of all products by method of electricity; only those that have some, directly or not."""

    def __init__(self, columns: Columns, again: Callable[[Sequence[Product]], NDArray[np.float64]]) -> None:
        """`again` computes the figures of products that have chosen otherwise."""
        own = np.array([_has(product) for product in columns.products], np.bool_)
        self._touched = touched(columns, own) if own.any() else own
        self._kg: Mapping[str, NDArray[np.float64]] = (
            {
                name: again(with_choice(columns.products[: columns.given], "electricity", name))
                for name in METHODS
            }
            if own.any()
            else {}
        )

    def of(self, row: int) -> dict[str, float]:
        """The figure of one product by method; empty where it uses no electricity by this rule."""
        return {name: float(kg[row]) for name, kg in self._kg.items()} if self._touched[row] else {}


def _has(product: Product) -> bool:
    return product.ruled and any(line.electricity is not None for line in product.activities)
