"""What a total counts: components, added up by the rule of a standard or data model that is named.

`co2label.model.COMPONENT_RULES` holds the table: which component each rule counts. Biogenic CO2 (`biogenic-uptake`, and
`biogenic-co2` that is released of it) is counted in no total without uptake and in every total with it, so that what
is taken up and released again balances. `aircraft-forcing` is in none: ISO 14067 and PACT count gases.

Sources. PACT v3 (openapi 3.0.4): `pcfExcludingBiogenicUptake` holds "all fossil emissions from stationary/mobile
combustion", land-related emissions, biogenic emissions, "land management removals and technological removals". Flights
are mobile combustion of a fossil fuel, so they stand inside `fossilGhgEmissions`, and `aircraftGhgEmissions`
("excluding radiative forcing") tells the same kilograms apart. Its formula has no term for biogenic CO2 that a plant
releases, and `biogenicCO2Uptake` is what is left in the product at the gate: uptake and release, netted, as here.
Catena-X io.catenax.pcf 9.0.0: T2 = A+C+E+F+G+H, T1 = T2+D. TfS PCF guideline 3.1: T2 = A+B+C+E+F+G+H, T1 = T2+D
(second hand). ISO 14067 counts emissions and removals of fossil and of biogenic carbon alike and documents them apart
(draft of 2011, 6.3.9.2, at 1library.co/article/otros-pasivos-cuenta-materias-primas.qmjmgjkw; the text of 2018 was not
read); both of its sides of biogenic CO2 are in the total with uptake.

>>> components = {"fossil": 10.0, "aircraft": 2.0, "removals": -1.0, "biogenic-uptake": -4.0, "biogenic-co2": 3.0}
>>> for rule in SUM_RULES:
...     print(rule, total_of(components, rule).excluding_uptake, total_of(components, rule).including_uptake)
iso-14067 11.0 10.0
pact-3 11.0 10.0
tfs-3.1 11.0 10.0
catena-x-9 12.0 11.0
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.note import Note
from co2label.model import BIOGENIC_CO2, SUM_RULES, SumRule, components_counted_by, suggestion
from co2label.units import convert, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.model import Component, Product

__all__ = ["SUM_RULES", "SumRule", "Total", "carbon_balance", "total_of", "unbalanced_release"]

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
        """Biogenic CO2 that is taken up, and what of it is released again: together zero or below, where it balances."""
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
    if rule not in SUM_RULES:
        hint = suggestion(str(rule), SUM_RULES)
        raise ComputeError(
            [Problem("rule", f"expected one of {', '.join(SUM_RULES)}, got {clip(rule)}", hint)]
        )
    counts = components_counted_by(rule)
    counted = {part: kg for part, kg in components.items() if part in counts}
    left_out = {
        part: kg for part, kg in components.items() if part not in counts and part not in BIOGENIC_CO2
    }
    excluding = math.fsum(counted.values())
    biogenic = math.fsum(components.get(part, 0.0) for part in BIOGENIC_CO2)
    return Total(rule, excluding, excluding + biogenic, counted, left_out)


def unbalanced_release(components: Mapping[Component, float]) -> float:
    """Biogenic CO2 that is released though nothing took it up, kg; zero where it balances within rounding.

    >>> unbalanced_release({"biogenic-uptake": -1.5, "biogenic-co2": 1.5}), unbalanced_release({"biogenic-co2": 1.5})
    (0.0, 1.5)
    """
    taken, released = (components.get(part, 0.0) for part in BIOGENIC_CO2)
    gap = released + taken
    return gap if gap > _ROUNDING * released else 0.0


def carbon_balance(product: Product, components: Mapping[Component, float]) -> Iterator[Note]:
    """A note where biogenic carbon does not add up.

    What is taken up and not released is in the product: uptake + release = −44/12 × carbon (PACT v3, TfS v3.1). Where the
    product does not state its carbon, no more is released than was taken up.

    Args:
        product: with or without `biogenic_carbon`.
        components: kg CO2e per declared unit.
    """
    taken, released = (components.get(part, 0.0) for part in BIOGENIC_CO2)
    net = taken + released
    said = f"{net:.10g} kg" + (
        f" (taken up {taken:.10g} kg, released {released:.10g} kg)" if released else ""
    )
    if product.biogenic_carbon is None:
        if unbalanced_release(components):
            message = (
                f"{released:.10g} kg biogenic CO2 is released and {abs(taken):.10g} kg taken up; what nothing took up is no "
                "part of a cycle, and stands in no figure"
            )
            yield Note("carbon-balance", message)
        return
    carbon = convert(product.biogenic_carbon, parse_unit("kg"))
    expected = -_CO2_PER_CARBON * carbon
    if not math.isclose(expected, net, rel_tol=_ROUNDING, abs_tol=1e-12):
        message = (
            f"biogenic carbon of {carbon:.10g} kg stands for an uptake of {expected:.10g} kg CO2 (−44/12 × carbon); "
            f"the activities give {said}, a gap of {net - expected:.10g} kg"
        )
        yield Note("carbon-balance", message)
