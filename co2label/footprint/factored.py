"""A sum of terms as sums and products of independent numbers: what several terms share is taken out of them.

Terms that share nothing are independent of each other. Of those that hang together, what all of them have is taken out,
`F a + F b A = F (a + b A)`, and the bracket is looked at in the same way. Where they have nothing in common, one of the
numbers that they share is taken as another, independent one in each of them, wide enough that the variance is kept: of
that number the sum is first order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.footprint.scores import lognormal_scores, product_of, sum_of, variance_of
from co2label.footprint.terms import Unknown
from co2label.model import Sigmas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.footprint.scores import Scores
    from co2label.footprint.terms import Term

    Products = dict[frozenset[Unknown], float]

__all__ = ["Factored"]


class Factored:
    """The distribution of a sum of terms.

    Attributes:
        certain: kilograms beside all that is uncertain.
        number: what is uncertain, at normal scores.
        first_order: variance of what is known to first order only.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.first_order = 0.0
        products: Products = {}
        for term in terms:
            _add(products, frozenset(term.unknowns), term.kg)
            if term.first_order:  # kg × (amount - 1)
                _add(products, frozenset(), -term.kg)
                self.first_order += term.kg**2 * term.amounts[0].variance
        self.certain = products.pop(frozenset(), 0.0)
        self.number = self._sum(products)

    def _sum(self, products: Products) -> Scores:
        certain = products.pop(frozenset(), 0.0)
        return certain + sum_of(one for part in _parts(products) for one in self._connected(part))

    def _connected(self, products: Products) -> list[Scores]:
        """Products that hang together, as numbers to be added up."""
        common = frozenset.intersection(*products)
        if not common:
            return [self._sum(self._apart(products))]
        first, *others = sorted(common)
        rest = {unknowns - {first}: kg for unknowns, kg in products.items()}
        if not others and len(rest) == 1:
            return [lognormal_scores(sum(rest.values()), *first.sigmas)]
        return self._times(first, self._sum(rest), sum(products.values()))

    def _times(self, one: Unknown, bracket: Scores, kg: float) -> list[Scores]:
        number = lognormal_scores(1.0, *one.sigmas)
        if bracket[0] >= 0:
            return [product_of(number, bracket)]
        if bracket[-1] <= 0:
            return [-product_of(number, -bracket[::-1])[::-1]]
        # The product does not grow with both where the bracket may have either sign.
        self.first_order += one.variance * variance_of(bracket)
        return [lognormal_scores(kg, *one.sigmas), bracket - kg]

    def _apart(self, products: Products) -> Products:
        """The number that moves them least, of those that several share, as an independent one in each."""
        moved: dict[Unknown, list[float]] = {}
        for unknowns, kg in products.items():
            for unknown in unknowns:
                moved.setdefault(unknown, []).append(kg)
        shared = {one: kg for one, kg in moved.items() if len(kg) > 1}
        least = min(shared, key=lambda one: (abs(sum(shared[one])) * math.sqrt(one.variance), one))
        self.first_order += sum(shared[least]) ** 2 * least.variance
        wider = abs(sum(shared[least])) / math.hypot(*shared[least])
        sigmas = Sigmas(wider * least.sigmas.below, wider * least.sigmas.above)
        copies: Products = {}
        for place, (unknowns, kg) in enumerate(products.items()):
            copy = Unknown((*least.key, str(place)), sigmas)
            copies[(unknowns - {least}) | {copy} if least in unknowns else unknowns] = kg
        return copies


def _add(products: Products, unknowns: frozenset[Unknown], kg: float) -> None:
    products[unknowns] = products.get(unknowns, 0.0) + kg


def _parts(products: Mapping[frozenset[Unknown], float]) -> list[Products]:
    """Products that share a number with each other, and with no other part."""
    part_of: dict[Unknown, int] = {}
    parts: dict[int, list[frozenset[Unknown]]] = {}
    for place, unknowns in enumerate(products):
        joined = sorted({part_of[one] for one in unknowns if one in part_of})
        parts[place] = [*(each for old in joined for each in parts.pop(old)), unknowns]
        part_of |= {one: place for each in parts[place] for one in each}
    return [{unknowns: products[unknowns] for unknowns in part} for part in parts.values()]
