"""How far two figures are apart, and how sure that is: what both rest on cancels.

First order in the logarithms (Hong, Shaked, Rosenbaum, Jolliet, Int J LCA 15 (2010) 499, for lognormal inputs):
`u² = Σ (s_b / E_b - s_a / E_a)²` over all inputs, where `s` is what one sigma of the input moves. A factor, or an amount
in a product that both use, is one input of both figures, so what moves both by the same share moves their ratio not at
all. The interval of the ratio is `ratio × exp(±2 u)`, with the sigmas of that side.

Where that is wide, its ends are found exactly: b stays below r times a with the
probability that the sum `b - r a` stays below zero, and that is a sum of terms (see `span`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.footprint.note import Interval
from co2label.footprint.terms import Term, moved_by
from co2label.model import COVERAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.footprint.result import Footprint
    from co2label.footprint.terms import Unknown

__all__ = ["Difference", "difference", "named_apart"]

_NARROW = 0.1
"""Standard deviation of the logarithm of the ratio up to which first order is good to a per cent of the ratio."""
_STEPS = 40
_WIDER = 2.0
"""How much farther than first order, in the logarithm, the ends are looked for."""
_SHARES = tuple((1 + math.erf(side * COVERAGE / math.sqrt(2))) / 2 for side in (-1, 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one figure is above another; below zero, it is lower."""

    kg_co2e: float
    percent: float
    interval: Interval | None
    """In percent; None where neither figure states any uncertainty."""
    shared: tuple[str, ...]
    """Names of the uncertain inputs that both figures rest on."""


def difference(a: Footprint, b: Footprint) -> Difference:
    """How much `b` is above `a`; both figures are above zero.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, EmissionFactor, Product
    >>> milk = EmissionFactor(id="milk", value=3.0, unit="kgCO2e", per="1 L", source={"title": "EPD"},
    ...                       uncertainty={"gsd2": 1.5})
    >>> def cup(name, amount):
    ...     line = Activity("milk", amount, factor=milk, stage="raw-materials")
    ...     return compute(Product(id=name, name=name, declared_unit="1 piece", boundary="cradle-to-gate", activities=[line]))
    >>> found = difference(cup("large", "200 mL"), cup("small", "150 mL"))
    >>> round(found.percent, 9), round(found.interval.high, 9), found.shared
    (-25.0, -25.0, ('milk',))
    """
    ratio = b.kg_co2e / a.kg_co2e
    of_a, of_b = named_apart((a, b))
    interval = _Ratio(a.kg_co2e, b.kg_co2e, of_a, of_b).interval() if of_a or of_b else None
    return Difference(b.kg_co2e - a.kg_co2e, 100.0 * (ratio - 1.0), interval, tuple(_shared(a, b)))


def _shared(a: Footprint, b: Footprint) -> Iterator[str]:
    of_b = {one.key: one for one in b.inputs if one.sigma_kg is not None}
    both = (one for one in a.inputs if one.sigma_kg is not None and one.key in of_b)
    yield from sorted({one.name for one in both if one.noun == of_b[one.key].noun})


class _Ratio:
    """Strictly private: one figure over another."""

    def __init__(self, kg_a: float, kg_b: float, of_a: tuple[Term, ...], of_b: tuple[Term, ...]) -> None:
        self._terms, self._ratio = (of_a, of_b), kg_b / kg_a
        moved_a, moved_b = moved_by(of_a), moved_by(of_b)
        self._shares: dict[Unknown, float] = {
            one: moved_b.get(one, 0.0) / kg_b - moved_a.get(one, 0.0) / kg_a for one in moved_a | moved_b
        }

    def interval(self) -> Interval:
        """In percent."""
        low, high = (self._ratio * math.exp(side * COVERAGE * self._sigma(side)) for side in (-1, 1))
        if not self._first_order_will_do:
            low, high = (self._found(share, near) for share, near in zip(_SHARES, (low, high), strict=True))
        return Interval(100.0 * (low - 1.0), 100.0 * (high - 1.0))

    def _sigma(self, side: int) -> float:
        """Of the logarithm of the ratio, on one side of it."""
        return math.hypot(
            *(
                share * (one.sigmas.above if share * side > 0 else one.sigmas.below)
                for one, share in self._shares.items()
            )
        )

    @property
    def _first_order_will_do(self) -> bool:
        """Whether each figure is a product of lognormals and nothing beside, or the ratio is nearly certain."""
        moving = [one for one, share in self._shares.items() if share]
        two_sided = any(one.sigmas.below != one.sigmas.above for one in moving)
        if all(len(terms) <= 1 for terms in self._terms):
            return len(moving) <= 1 or not two_sided
        return not two_sided and self._sigma(1) <= _NARROW

    def _found(self, share: float, near: float) -> float:
        """The ratio below which the true one lies with a probability, by halving."""
        low, high = math.log(near) - _WIDER, math.log(near) + _WIDER
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if self._share_up_to(math.exp(middle)) < share:
                low = middle
            else:
                high = middle
        return math.exp((low + high) / 2)

    def _share_up_to(self, ratio: float) -> float:
        from co2label.footprint.span import share_up_to_zero  # noqa: PLC0415 - only who asks pays

        of_a, of_b = self._terms
        return share_up_to_zero([*of_b, *(term.times(-ratio) for term in of_a)])


def named_apart(footprints: Iterable[Footprint]) -> Iterator[tuple[Term, ...]]:
    """The terms of each footprint, in which what has the same name is the same factor or amount.

    Where a name stands for something else than in an earlier footprint (another library, another product of the same id),
    it is another input.
    """
    nouns: dict[tuple[str, ...], object] = {}
    for footprint in footprints:
        own = {one.key for one in footprint.inputs if nouns.setdefault(one.key, one.noun) != one.noun}
        yield tuple(_renamed(term, own, footprint.product.id) for term in footprint.terms)


def _renamed(term: Term, own: set[tuple[str, ...]], product: str) -> Term:
    def named(unknown: Unknown) -> Unknown:
        return unknown._replace(key=(*unknown.key, product)) if unknown.key in own else unknown

    factor = None if term.factor is None else named(term.factor)
    return replace(term, factor=factor, amounts=tuple(map(named, term.amounts)))
