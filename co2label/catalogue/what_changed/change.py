"""The move of one product, and the moves that one factor made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.figures import show_mass

if TYPE_CHECKING:
    from co2label.model import EmissionFactor

__all__ = ["Change", "FactorChange"]


@dataclass(frozen=True, slots=True)
class Change:
    """One product whose figure moved."""

    product: str
    before: float
    """Kilograms of CO2e per declared unit."""
    after: float
    difference: float
    """The sum of `because`."""
    percent: float | None
    """Of the figure before; None where that is zero."""
    because: tuple[tuple[str, float], ...]
    """Factors with the kilograms that each of them adds to the move, the largest first."""

    @property
    def shown(self) -> tuple[str, str]:
        """Both figures as a label shows an estimate, with two digits; where they are the same, it need not be printed anew."""
        before, after = (str(show_mass(kg)) for kg in (self.before, self.after))
        return before, after

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        fields = ("product", "before", "after", "difference", "percent")
        because = [{"factor": factor, "kg_co2e": kg} for factor, kg in self.because]
        return {name: getattr(self, name) for name in fields} | {
            "shown": list(self.shown),
            "because": because,
        }


@dataclass(frozen=True, slots=True)
class FactorChange:
    """One factor that moved figures."""

    factor: str
    """Its id."""
    before: EmissionFactor | None
    """As it was; None where the catalogue could not be computed for want of it."""
    after: EmissionFactor | None
    products: int
    """How many figures it moved."""
    kg_co2e: float
    """Sum of what it moved them by, one declared unit of each product."""

    @property
    def percent(self) -> float | None:
        """How much the factor itself is above what it was; None where that cannot be said."""
        if self.before is None or self.after is None or not self.before.value:
            return None
        if (self.before.unit, self.before.per) != (self.after.unit, self.after.per):
            return None
        return 100.0 * (self.after.value / self.before.value - 1.0)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        values = {
            name: None
            if factor is None
            else {"value": factor.value, "unit": f"{factor.unit} per {factor.per}"}
            for name, factor in (("before", self.before), ("after", self.after))
        }
        fields = ("percent", "products", "kg_co2e")
        return {"factor": self.factor, **values} | {name: getattr(self, name) for name in fields}
