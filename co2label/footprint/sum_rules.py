"""What a total counts: the components A to H, added up by the rule of a standard or data model that is named.

| | component here | iso-14067 | pact-3 | tfs-3.1 | catena-x-9 |
| --- | --- | --- | --- | --- | --- |
| A | `fossil` | + | + | + | + |
| B | `removals` (technological, with CCS; ≤ 0) | + | + | + | – |
| C | `biogenic-non-co2` | + | + | + | + |
| D | `biogenic-uptake` (≤ 0) | only in the sum with uptake, everywhere | | | |
| E | `land-use-change` | + | + | + | + |
| F | `land-management` | + | + | + | + |
| G | `land-management-removals` (≤ 0) | + | + | + | + |
| H | `aircraft` (no radiative forcing) | + | – | + | + |

Sources: ISO 14067 (emissions and removals of fossil and of biogenic carbon are inside the CFP and documented apart:
draft of 2011, 6.3.9.2, at 1library.co/article/otros-pasivos-cuenta-materias-primas.qmjmgjkw; the text of 2018 was not
read, and nothing was found that takes one of A to H out, so all are counted); PACT v3 data model, x-comment of
`pcfExcludingBiogenicUptake` (A+E+F+G+B+ccs+C; aircraft is not listed, and whether PACT means it to lie inside A is open:
here it is apart, so `left_out` says how much that is); TfS PCF guideline v3.1 (T2 = A+B+C+E+F+G+H, T1 = T2+D; second
hand); Catena-X io.catenax.pcf 9.0.0 (T2 = A+C+E+F+G+H).

>>> components = {"fossil": 10.0, "aircraft": 2.0, "removals": -1.0, "biogenic-uptake": -4.0}
>>> for rule in SUM_RULES:
...     print(rule, total_of(components, rule).excluding_uptake, total_of(components, rule).including_uptake)
iso-14067 11.0 7.0
pact-3 9.0 5.0
tfs-3.1 11.0 7.0
catena-x-9 12.0 8.0
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.result import Note
from co2label.model.findings import nearest
from co2label.units import convert, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.model import Component, Product

__all__ = ["SUM_RULES", "SumRule", "Total", "carbon_balance", "total_of"]

SumRule = Literal["iso-14067", "pact-3", "tfs-3.1", "catena-x-9"]
SUM_RULES: tuple[SumRule, ...] = get_args(SumRule)

_ALL: frozenset[Component] = frozenset(
    {
        "fossil",
        "removals",
        "biogenic-non-co2",
        "land-use-change",
        "land-management",
        "land-management-removals",
        "aircraft",
    }
)
_COUNTED: Mapping[SumRule, frozenset[Component]] = {
    "iso-14067": _ALL,
    "pact-3": _ALL - {"aircraft"},
    "tfs-3.1": _ALL,
    "catena-x-9": _ALL - {"removals"},
}
_UPTAKE: Component = "biogenic-uptake"
_CO2_PER_CARBON = 44 / 12
"""Molar masses of CO2 and C, rounded as PACT v3 and TfS do."""
_ROUNDING = 0.01
"""Relative. The worked examples of PACT v3 keep the carbon balance within their rounding, which is below 1 %."""


@dataclass(frozen=True, slots=True)
class Total:
    """The total by one rule, in kg CO2e per declared unit, without and with biogenic uptake; neither hides the other."""

    rule: SumRule
    excluding_uptake: float
    including_uptake: float
    counted: Mapping[Component, float]
    """What is added up in the total without uptake."""
    left_out: Mapping[Component, float]
    """Components that the rule counts in neither total; they are shown beside it."""

    @property
    def uptake(self) -> float:
        """Biogenic CO2 uptake: zero or below."""
        return self.including_uptake - self.excluding_uptake

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "rule": self.rule,
            "excluding_uptake": self.excluding_uptake,
            "including_uptake": self.including_uptake,
            "left_out": dict(self.left_out),
        }


def total_of(components: Mapping[Component, float], rule: SumRule) -> Total:
    """Add components up by a rule.

    Raises:
        ComputeError: there is no rule of this name.

    >>> total_of({"fossil": 1.5, "avoided": -0.5}, "pact-3").left_out
    {'avoided': -0.5}
    """
    if rule not in _COUNTED:
        hint = nearest(str(rule), SUM_RULES)
        raise ComputeError(
            [Problem("rule", f"expected one of {', '.join(SUM_RULES)}, got {clip(rule)}", hint)]
        )
    counted = {part: kg for part, kg in components.items() if part in _COUNTED[rule]}
    left_out = {part: kg for part, kg in components.items() if part not in counted and part != _UPTAKE}
    excluding = math.fsum(counted.values())
    return Total(rule, excluding, excluding + components.get(_UPTAKE, 0.0), counted, left_out)


def carbon_balance(product: Product, uptake: float) -> Iterator[Note]:
    """A note where uptake and biogenic carbon of a product do not fit: D = −44/12 × carbon (PACT v3, TfS v3.1).

    Args:
        product: with or without `biogenic_carbon`.
        uptake: its component D, kg CO2 per declared unit.
    """
    if product.biogenic_carbon is None:
        return
    carbon = convert(product.biogenic_carbon, parse_unit("kg"))
    expected = -_CO2_PER_CARBON * carbon
    if not math.isclose(expected, uptake, rel_tol=_ROUNDING, abs_tol=1e-12):
        message = (
            f"biogenic carbon of {carbon:.10g} kg stands for an uptake of {expected:.10g} kg CO2 (−44/12 × carbon); "
            f"the activities give {uptake:.10g} kg, a gap of {uptake - expected:.10g} kg"
        )
        yield Note("carbon-balance", message)
