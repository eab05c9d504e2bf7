"""Which inputs move a figure most, and how far one of them must move to reach a target.

Exact: the figure is linear in every factor and, outside loops, in every amount, so its derivative says all; for an
amount inside a loop the one term that is not linear is known too (Sherman and Morrison, 1950).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.errors import ComputeError, Problem
from co2label.footprint.calculation import compute
from co2label.model import Product

if TYPE_CHECKING:
    from co2label.factors import FactorLibrary
    from co2label.footprint.inputs import Input
    from co2label.footprint.result import Footprint

__all__ = ["Change", "Sensitivity", "SensitivityRow", "reach_target", "sensitivity"]

_TINY = 1e-12
"""Relative: what rounding of float64 may change."""


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """One input and what it moves."""

    kind: str
    """`factor` or `amount`."""
    name: str
    """Id of the factor, or name of the activity."""
    product: str | None
    """Id of the product that the activity stands in; None for a factor."""
    kg_co2e: float
    """∂E/∂x · x: kilograms per 100 % of the input."""
    percent: float | None
    """Percent of the figure per percent of the input, × 100; None where the figure is zero."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The inputs that move a figure most."""

    product: str
    kg_co2e: float
    rows: tuple[SensitivityRow, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        keys = ("kind", "name", "product", "kg_co2e", "percent")
        rows = [{key: getattr(row, key) for key in keys} for row in self.rows]
        return {"id": self.product, "kg_co2e": self.kg_co2e, "rows": rows}


@dataclass(frozen=True, slots=True)
class Change:
    """A relative change of one input that brings a figure to a target."""

    kind: str
    name: str
    product: str | None
    percent: float
    """-25 is a quarter less of the input."""


def sensitivity(
    footprint: Footprint | Product, factors: FactorLibrary | None = None, *, most: int = 10
) -> Sensitivity:
    """The inputs that move a figure most, loops and shared parts included.

    Args:
        footprint: what `compute` returned, or a product to compute.
        factors: for a product: emission factors by id; the bundled ones if none are given.
        most: how many.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate", activities=[
    ...     Activity("pilot", "0.1 kg", gas="CO2", stage="production"),
    ...     Activity("burner", "0.9 kg", gas="CO2", stage="production")])
    >>> [(row.name, row.kg_co2e) for row in sensitivity(compute(flame)).rows]
    [('burner', 0.9), ('pilot', 0.1)]
    """
    footprint = _computed(footprint, factors)
    kg = footprint.kg_co2e
    rows = tuple(
        SensitivityRow(one.kind, one.name, one.product, one.kg_co2e, 100.0 * one.kg_co2e / kg if kg else None)
        for one in footprint.inputs[:most]
    )
    return Sensitivity(footprint.product.id, kg, rows)


def reach_target(
    footprint: Footprint | Product, kg_co2e: float, factors: FactorLibrary | None = None
) -> Change | None:
    """The smallest relative change of one input alone that brings a figure to a target; None if none does.

    No input is brought below zero.

    Args:
        footprint: what `compute` returned, or a product to compute.
        kg_co2e: the target, in kilograms per declared unit.
        factors: for a product: emission factors by id; the bundled ones if none are given.

    Raises:
        ComputeError: the target is not a finite number.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate", activities=[
    ...     Activity("pilot", "0.1 kg", gas="CO2", stage="production"),
    ...     Activity("burner", "0.9 kg", gas="CO2", stage="production")])
    >>> change = reach_target(compute(flame), 0.55)
    >>> change.name, round(change.percent, 6)
    ('burner', -50.0)
    """
    if not abs(kg_co2e) < float("inf"):
        raise ComputeError([Problem("target", f"expected a finite number of kilograms, got {kg_co2e}")])
    footprint = _computed(footprint, factors)
    missing = kg_co2e - footprint.kg_co2e
    found = [(change, one) for one in footprint.inputs if (change := _change(one, missing)) is not None]
    if not found:
        return None
    change, one = min(found, key=lambda pair: abs(pair[0]))
    return Change(one.kind, one.name, one.product, 100.0 * change)


def _computed(one: Footprint | Product, factors: FactorLibrary | None) -> Footprint:
    return compute(one, factors) if isinstance(one, Product) else one


def _change(one: Input, missing: float) -> float | None:
    """The c of `c S / (1 - c g) = missing`; None where it needs less than nothing, or a loop that feeds itself."""
    if missing == 0:
        return 0.0
    slope = one.kg_co2e + missing * one.gain
    if slope == 0 or abs(one.kg_co2e) < _TINY * abs(missing):
        return None
    change = missing / slope
    if change < -1 - _TINY or change * one.gain >= 1:
        return None
    return max(change, -1.0)
