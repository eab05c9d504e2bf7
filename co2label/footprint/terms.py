"""What a figure is a sum of, as far as its uncertainty goes: kilograms that are proportional to factors and amounts.

The figure is the sum of its terms whatever values those have. Only amounts inside loops, and those of a very wide tree of
used products, are taken to first order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.footprint.lognormal import lognormal_variance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.model import Sigmas

__all__ = ["Term", "Unknown", "moved_by", "together"]


class Unknown(NamedTuple):
    """A factor or an amount whose uncertainty is stated."""

    key: tuple[str, ...]
    """Names it in every calculation, as `Input.key` does."""
    sigmas: Sigmas

    @property
    def variance(self) -> float:
        """Relative to its stated value."""
        return float(lognormal_variance(np.array([self.sigmas.below]), np.array([self.sigmas.above]))[0])


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a figure."""

    kg: float
    """At the stated values."""
    factor: Unknown | None = None
    amounts: tuple[Unknown, ...] = ()
    """From the product down: those of products that are used, then that of the line."""
    used_sd: float | None = None
    """Of an amount to first order: the standard deviation of what it uses, in the kilograms of the figure.

    Such a term holds what the amount adds when it deviates; its `kg` are counted among the terms of what is used.
    """

    @property
    def first_order(self) -> bool:
        """Whether it is a deviation."""
        return self.used_sd is not None

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What it is proportional to."""
        return self.amounts if self.factor is None else (*self.amounts, self.factor)

    def times(self, quantity: float) -> Term:
        """So many times of it."""
        used_sd = None if self.used_sd is None else quantity * self.used_sd
        return replace(self, kg=quantity * self.kg, used_sd=used_sd)


def together(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Those on the same factor and amounts added up, in the order in which they first come.

    >>> together([Term(1.0), Term(2.0), Term(0.5, amounts=(Unknown(("a",), (0.1, 0.1)),))])[0]
    Term(kg=3.0, factor=None, amounts=(), used_sd=None)
    """
    found: dict[tuple[object, ...], Term] = {}
    for term in terms:
        key = (term.factor, term.amounts, term.first_order)
        known = found.get(key)
        if known is None:
            found[key] = term
        else:
            sd = None if known.used_sd is None or term.used_sd is None else known.used_sd + term.used_sd
            found[key] = replace(known, kg=known.kg + term.kg, used_sd=sd)
    return tuple(found.values())


def moved_by(terms: Iterable[Term]) -> dict[Unknown, float]:
    """Kilograms that hang on each factor and each amount."""
    kg: dict[Unknown, float] = {}
    for term in terms:
        for unknown in term.unknowns:
            kg[unknown] = kg.get(unknown, 0.0) + term.kg
    return kg
