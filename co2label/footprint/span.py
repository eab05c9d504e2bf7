"""The 95 % interval of a sum of terms: from three moments where they say enough, else from the distribution itself.

A factor is one variable in all its terms, and so is an amount; they are independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.cumulants import Cumulants
from co2label.footprint.factored import Factored
from co2label.footprint.lognormal import lognormal_mean_shift
from co2label.footprint.scores import interval_ends, probability_up_to
from co2label.footprint.stated import sides
from co2label.footprint.terms import Term, moved_by, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.footprint.terms import Unknown

__all__ = ["Span", "share_up_to_zero", "span_of"]

_LITTLE = 0.01
"""Share of the variance that may be first order without a word."""


@dataclass(frozen=True, slots=True)
class Span:
    """Both ends of the interval of a sum, in kilograms."""

    low: float
    high: float
    first_order: bool = False
    """Whether a part of it that matters is known to first order only."""


def span_of(terms: Iterable[Term]) -> Span:
    """The interval of a sum of terms.

    >>> from co2label.footprint.terms import Unknown
    >>> from co2label.model import Sigmas
    >>> steel = Unknown(("steel",), Sigmas(0.1, 0.5))
    >>> span = span_of([Term(2.0, steel), Term(1.0), Term(1.0, steel)])
    >>> round(span.low - 1, 6), round(span.high - 1, 6)
    (2.456192, 8.154845)
    """
    pooled = together(terms)
    moved = moved_by(pooled)
    kg = np.array(list(moved.values()))
    below, above = sides([one.sigmas for one in moved])
    cumulants = _cumulants(pooled, Cumulants.of_lognormals(below, above).times(kg))
    if not cumulants.rough[0]:
        whole = sum(term.kg for term in pooled if not term.first_order)
        low, high = cumulants.ends(np.array([whole + kg @ lognormal_mean_shift(below, above)]))
        return Span(float(low[0]), float(high[0]))
    sum_ = Factored(pooled)
    from_, to = interval_ends(sum_.number)
    little = sum_.first_order <= _LITTLE * float(cumulants.variance[0])
    return Span(sum_.certain + from_, sum_.certain + to, first_order=not little)


def share_up_to_zero(terms: Iterable[Term]) -> float:
    """The probability that a sum of terms is zero or less.

    >>> from co2label.footprint.terms import Unknown
    >>> from co2label.model import Sigmas
    >>> share_up_to_zero([Term(2.0, Unknown(("steel",), Sigmas(0.5, 0.5))), Term(-2.0)])
    0.5
    """
    sum_ = Factored(together(terms))
    return probability_up_to(sum_.number, -sum_.certain)


def _cumulants(terms: Sequence[Term], alone: Cumulants) -> Cumulants:
    """Of the sum, from those of its factors and amounts alone, and the products of both."""
    third = np.array([_with_inside(amount, terms) for amount in dict.fromkeys(_amounts(terms))])
    none = np.zeros(len(third))
    every = alone.beside(Cumulants(none, third, np.abs(third), none, none))
    return every.summed(np.zeros(len(every.third), np.intp), 1)


def _amounts(terms: Sequence[Term]) -> Iterator[Unknown]:
    return (amount for term in terms for amount in term.amounts)


def _with_inside(amount: Unknown, terms: Sequence[Term]) -> float:
    """What an amount adds to the third moment by being multiplied with what is inside it, to leading order."""
    own = [term for term in terms if amount in term.amounts]
    inside: dict[Unknown, float] = {}
    for term in own:
        for one in term.unknowns[term.amounts.index(amount) + 1 :]:
            inside[one] = inside.get(one, 0.0) + term.kg
    variance = sum(kg**2 * one.variance for one, kg in inside.items())
    variance += sum(term.used_sd**2 for term in own if term.used_sd is not None)
    return 6.0 * sum(term.kg for term in own) * amount.variance * variance
