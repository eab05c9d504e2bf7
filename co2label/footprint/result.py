"""The result of a calculation: one frozen `Footprint` per product, in kilograms of CO2e per declared unit."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from co2label.model import EMISSIONS, REMOVALS, SUM_RULES, CoProduct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.footprint.explain import Explanation
    from co2label.footprint.inputs import Input
    from co2label.footprint.mass_balance import MassBalance
    from co2label.footprint.note import Contribution, Interval, Note
    from co2label.footprint.quality import Rating
    from co2label.footprint.removing import RemovedBy
    from co2label.footprint.sum_rules import Total
    from co2label.footprint.terms import Term
    from co2label.model import Component, DataKind, EmissionFactor, Product, Stage, SumRule

__all__ = ["Footprint", "allocation_of"]


@dataclass(frozen=True, slots=True, repr=False)
class Footprint:
    """The footprint of one product. All masses are unrounded float64 kilograms of CO2e per declared unit.

    Attributes:
        kg_co2e: the figure: what is emitted, less credits of substitution and of recycling (`credited_kg`); removals,
            uptake, stored carbon and avoided emissions stand beside it. Where the product's declaration names a sum rule,
            its total without uptake, and everything else here is of that total (`sum_rule`).
        stages: that figure by life-cycle stage; a stage outside the boundary, or without any activity, is absent.
        components: kg by component; those outside the figure stand here too, and only here.
        matrix: (stage, component) -> kg.
    """

    product: Product
    kg_co2e: float
    gwp_set: str
    gwp_horizon: int
    factor_edition: str
    matrix: Mapping[tuple[Stage, Component], float]
    stages: Mapping[Stage, float]
    components: Mapping[Component, float]
    contributions: Sequence[Contribution]
    sum_rule: SumRule | None = None
    """The rule that the figure is the total of; None where it is what is emitted. The product's declaration names it, and
    every removal that is reached has its evidence."""
    credited_kg: float = 0.0
    """Kilograms, zero or above, that credits of substitution and of the recycling formula take off what is emitted."""
    removals: Sequence[RemovedBy] = ()
    """Every line that removes CO2, also in products that are used, with its evidence."""
    notes: Sequence[Note] = ()
    imbalances: Sequence[MassBalance] = ()
    """Mass balances, its own and those of used products, whose raw materials weigh far more or less than what they make."""
    interval: Interval | None = None
    inputs: Sequence[Input] = ()
    """Every factor and amount with what it moves, the largest first."""
    terms: Sequence[Term] = ()
    """What the figure is a sum of, by the factors and amounts whose uncertainty is stated; empty where none is."""
    primary_data_share: float = 0.0
    """Percent, 0 to 100 (PACT v3: share of primary data in the absolute figure without biogenic uptake)."""
    kinds: Mapping[DataKind, float] = field(default_factory=dict)
    """Share of the absolute figure by what it rests on, 0 to 1: `product`, the `average` of a group of products, money that was
    spent (`spend`). They add up to one; empty where the figure is nothing."""
    left_out_percent: float = 0.0
    """Percent of the whole figure that cut-offs leave out, those of used products too (PACT: exemptedEmissionsPercent)."""
    electricity: Mapping[str, float] = field(default_factory=dict)
    """The figure with all electricity "location"-based and "market"-based; empty without such electricity."""
    unconverted_kg: float = 0.0
    """Kilograms of the figure that stand on another GWP set or horizon, since their gases are not known."""
    factors: Sequence[EmissionFactor] = ()
    """Every emission factor that the figure rests on, through used products too; each once."""
    used: Sequence[Product] = ()
    """Every product that it uses, directly or through another; each once."""
    data_quality: Mapping[str, Rating] = field(default_factory=dict)
    """Ratings for "technology", "geography" and "time" (PACT v3); an axis that nothing is rated on is absent."""

    def __repr__(self) -> str:
        return f"<{self.product.id}: {self.kg_co2e:.6g} kg CO2e per {self.product.declared_unit}>"

    @property
    def emitted_kg(self) -> float:
        """What is emitted, less credits, whichever rule the figure is summed by."""
        if self.sum_rule is None:
            return self.kg_co2e
        return math.fsum(kg for part, kg in self.components.items() if part in EMISSIONS)

    @property
    def removed_kg(self) -> float:
        """What is taken out of the air and kept: zero or above."""
        return math.fsum(max(0.0, -self.components.get(part, 0.0)) for part in REMOVALS)

    def total(self, rule: SumRule = "iso-14067") -> Total:
        """The total by the rule of a standard or data model: without and with biogenic uptake, and what it leaves out.

        Raises:
            ComputeError: there is no rule of this name.
        """
        from co2label.footprint.sum_rules import total_of  # noqa: PLC0415 - it needs this module

        return total_of(self.components, rule)

    def explain(self) -> Explanation:
        """The figure taken apart: every activity with its sum, checkable with a pocket calculator."""
        from co2label.footprint.explain import explain  # noqa: PLC0415 - explain needs this module

        return explain(self)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; numbers are unrounded, stages and components that are absent are absent."""
        interval, allocation = self.interval, allocation_of(self.product)
        return {
            "id": self.product.id,
            "declared_unit": str(self.product.declared_unit),
            "boundary": self.product.boundary,
            **({} if allocation is None else {"allocation": allocation}),
            "gwp_set": self.gwp_set,
            "gwp_horizon": self.gwp_horizon,
            "kg_co2e": self.kg_co2e,
            **({} if self.sum_rule is None else {"sum_rule": self.sum_rule, "emitted_kg": self.emitted_kg}),
            **({"removed_kg": self.removed_kg} if self.removed_kg else {}),
            **({"credited_kg": self.credited_kg} if self.credited_kg else {}),
            "interval": interval and interval.as_dict(),
            "stages": dict(self.stages),
            "components": dict(self.components),
            "totals": [self.total(rule).as_dict() for rule in SUM_RULES],
            "contributions": [leaf.as_dict() for leaf in self.contributions],
            "primary_data_share": self.primary_data_share,
            "kinds": dict(self.kinds),
            "left_out_percent": self.left_out_percent,
            "electricity": dict(self.electricity),
            "unconverted_kg": self.unconverted_kg,
            "data_quality": {axis: rating.as_dict() for axis, rating in self.data_quality.items()},
            "notes": [{"code": note.code, "message": note.message} for note in self.notes],
        }

    def _repr_html_(self) -> str:
        """A small table for notebooks: the stages and the figure, in kilograms."""
        rows = [(stage, kg) for stage, kg in self.stages.items()] + [("kg CO2e", self.kg_co2e)]
        cells = "".join(f"<tr><th>{html.escape(name)}</th><td>{kg:.6g}</td></tr>" for name, kg in rows)
        per = html.escape(f"{self.product.id}, per {self.product.declared_unit}")
        return f"<table><caption>{per}</caption>{cells}</table>"


def allocation_of(product: Product) -> dict[str, Any] | None:
    """How a product came by its part of a process, as plain data; None where no process makes it."""
    if not isinstance(product, CoProduct):
        return None
    told = product.allocation
    plain = {
        "process": told.process,
        "method": told.method,
        "shares": dict(told.shares),
        "keys": dict(told.keys),
    }
    return plain if told.price_ratio is None else plain | {"price_ratio": told.price_ratio}
