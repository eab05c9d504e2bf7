"""Emission sources: kilograms by component per root unit of a factor, a gas, or another product.

A factor is converted to the requested GWP set where possible: taken as published if it is on that set, computed from its
gases if it gives them, else taken as published with a code (`gap`) that the notes report. `SOURCE_STAGES` maps the stage
names that publishers of factors use to stages of a product.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from co2label.errors import FactorError, suggestion
from co2label.factors import gwp
from co2label.model import COMPONENT_RULES, EMISSIONS, gas_and_origin
from co2label.units import Amount, parse_amount

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from co2label.model import Activity, Component, DataKind, EmissionFactor, GwpSet, Product, Stage


_PUBLISHED_HORIZON = 100
"""Horizon in years of published factors in CO2e: GWP100 (ISO 14067:2018)."""

_TOLERANCE = 0.011
"""Relative difference up to which the gases of a factor make up its value: the rounding that the model allows for parts."""


_FORCING: Component = "aircraft-forcing"

_HOLDING: tuple[Component, ...] = (
    "fossil",
    "aircraft",
    "biogenic-non-co2",
    "land-use-change",
    "land-management",
)
"""Components that hold gases, in order of preference."""

SOURCE_STAGES: dict[str, Stage] = {
    "transport": "distribution",
    "transportation": "distribution",
    "distribution": "distribution",
    "supermarket": "distribution",
    "retail": "distribution",
    "storage": "distribution",
    "consumption": "use",
    "use": "use",
    "end-of-life": "end-of-life",
    "disposal": "end-of-life",
}
"""Stages after the gate by the stage names of publishers; any other name lies before the gate."""

MAKING: dict[str, Stage] = dict.fromkeys(
    ("processing", "transformation", "manufacturing", "production", "assembly", "mill"), "production"
)
"""Stage names booked as production where the product is what the factor describes; other names are raw materials."""


@dataclass(frozen=True, slots=True)
class Basis:
    """GWP set and time horizon in years."""

    gwp_set: GwpSet
    horizon: int

    @classmethod
    def of(cls, gwp_set: GwpSet, horizon: int) -> Basis:
        """Return a basis after checking that it has a GWP table.

        Raises:
            FactorError: an unknown set or horizon.
        """
        gwp("CO2", gwp_set=gwp_set, horizon=horizon)
        return cls(gwp_set, horizon)


@dataclass(frozen=True, slots=True)
class EmissionSource:
    """Kilograms by component per root unit of `per`, with their origin."""

    per: Amount
    """Reference amount: `per` of a factor, "1 kg" of a gas, the declared unit of a product."""
    kg: Mapping[Component, float] = field(default_factory=dict)
    """Per root unit of `per`; empty for a product, whose kilograms come from the solve."""
    factor: EmissionFactor | None = None
    through: str | None = None
    gas: str | None = None
    product: int = -1
    """Row of a used product, or -1."""
    gap: str = ""
    """Code of the note where the factor could not be converted to the requested GWP set, or empty."""
    recharacterised: bool = False

    def kg_of(self, counted: Collection[Component] = EMISSIONS) -> float:
        """Sum kilograms per root unit over the components that a figure counts."""
        return sum(kg for part, kg in self.kg.items() if part in counted)

    @property
    def name(self) -> str:
        """Name in messages."""
        if self.factor is not None:
            return f"factor {self.factor.id!r}"
        return f"gas {self.gas}" if self.gas is not None else "the used product"

    @property
    def primary(self) -> float:
        """Share of primary data, 0 to 1: one for a direct emission, as stated for a factor."""
        if self.factor is None:
            return float(self.gas is not None)
        quality = self.factor.quality
        if quality is None or quality.primary_data_share is None:
            return float(quality is not None and quality.primary)
        return quality.primary_data_share / 100

    @property
    def kind(self) -> DataKind:
        """Kind of data that its kilograms rest on."""
        if self.per.unit.dimension.of_money:
            return "spend"
        return "product" if self.factor is None else self.factor.represents

    @property
    def unsplit(self) -> bool:
        """Whether this is a factor without a split by component."""
        return self.factor is not None and not self.factor.components


NO_SOURCE = EmissionSource(parse_amount("1 kg"))
"""Source of a line that names none, or one that cannot be used: nothing per kilogram."""


def source_from_gas(activity: Activity, basis: Basis) -> EmissionSource:
    """Return the source of a direct emission: mass times GWP.

    Raises:
        FactorError: the gas is not in the GWP set.
    """
    kg = gwp(str(activity.gas), gwp_set=basis.gwp_set, horizon=basis.horizon, origin=activity.origin)
    component = activity.component or _default_component(str(activity.gas), activity.origin)
    return EmissionSource(parse_amount("1 kg"), {component: kg}, gas=activity.gas)


def _default_component(gas: str, origin: str | None = None) -> Component:
    """Return the component of a gas whose activity names none."""
    return "biogenic-non-co2" if "biogenic" in {origin, gas_and_origin(gas)[1]} else "fossil"


def source_from_product(product: Product, row: int) -> EmissionSource:
    """Return the source of a used product, per declared unit."""
    return EmissionSource(product.declared_unit, product=row)


def source_from_factor(factor: EmissionFactor, through: str | None, basis: Basis) -> EmissionSource:
    """Return the source of an emission factor on a basis, cut after the stage `through` if one is named.

    Raises:
        FactorError: `through` names a stage that the factor does not have.
    """
    parts, gap, again = _on_basis(factor, basis)
    kept = factor.value if through is None else sum(kept_stages(factor, through).values())
    share = 1.0 if through is None else kept / factor.value if factor.value else 0.0
    root = factor.per.si
    return EmissionSource(
        factor.per,
        {part: kg * share / root for part, kg in parts.items()},
        factor=factor,
        through=through,
        gap=gap,
        recharacterised=again,
    )


def _on_basis(factor: EmissionFactor, basis: Basis) -> tuple[dict[Component, float], str, bool]:
    """Return kilograms by component per `per`, the code of a gap or "", and whether they were computed from gases."""
    parts: dict[Component, float] = {"fossil": factor.value}
    if factor.components:
        parts = _scaled_to(factor.components, factor.value)
    if (
        not any(parts.values())
        or factor.unit == "kgCO2"
        or (factor.gwp_set, _PUBLISHED_HORIZON) == (basis.gwp_set, basis.horizon)
    ):
        return parts, "", False
    if factor.gwp_set is None:
        return parts, "gwp-set-unknown", False
    fresh = _characterised(factor, parts, basis)
    return (parts, "mixed-gwp-set", False) if fresh is None else (fresh, "", True)


def _scaled_to(components: Mapping[Component, float], value: float) -> dict[Component, float]:
    """Return parts that make up a value: published ones may differ from it by rounding."""
    emitted = sum(kg for part, kg in components.items() if part in EMISSIONS)
    if emitted == 0:
        return {"fossil": value, **components} if value else dict(components)
    ratio = value / emitted
    return {part: kg * ratio if part in EMISSIONS else kg for part, kg in components.items()}


def _characterised(
    factor: EmissionFactor, parts: dict[Component, float], basis: Basis
) -> dict[Component, float] | None:
    """Compute a factor from its gases on another basis; None where they do not make up its value.

    The change of a gas is booked in the component that holds it. Radiative forcing is not the mass of a gas and stays as
    published.
    """
    published = Basis(factor.gwp_set or basis.gwp_set, _PUBLISHED_HORIZON)
    forcing = parts.get(_FORCING, 0.0)
    try:
        before = {gas: kg * _gwp(gas, published) for gas, kg in factor.gases.items()}
        after = {gas: kg * _gwp(gas, basis) for gas, kg in factor.gases.items()}
    except FactorError:
        return None
    of_gases = factor.value - forcing
    if not before or abs(sum(before.values()) - of_gases) > _TOLERANCE * abs(of_gases):
        return None
    moved = {part: kg for part, kg in parts.items() if part != _FORCING}
    for gas, kg in after.items():
        for part, share in _holders(gas, before[gas], moved).items():
            moved[part] = moved.get(part, 0.0) + (kg - before[gas]) * share
    fresh = _scaled_to(moved, sum(after.values()))
    return fresh | {_FORCING: forcing} if forcing else fresh


def _holders(gas: str, kg: float, parts: Mapping[Component, float]) -> dict[Component, float]:
    """Return the components of a factor that hold a gas, with the share of each.

    The first component large enough for the whole gas is taken, starting with the default component of the gas; else all
    components that may hold it, in proportion.
    """
    order = dict.fromkeys((_default_component(gas), *_HOLDING))
    present = {part: parts[part] for part in order if parts.get(part, 0.0) > 0}
    allowed = {part: room for part, room in present.items() if COMPONENT_RULES[part].takes(gas)}
    for part, room in allowed.items():
        if room >= kg * (1 - _TOLERANCE):
            return {part: 1.0}
    holders = allowed if sum(allowed.values()) >= kg * (1 - _TOLERANCE) else present
    whole = sum(holders.values())
    return {part: room / whole for part, room in holders.items()}


def _gwp(gas: str, basis: Basis) -> float:
    return gwp(gas, gwp_set=basis.gwp_set, horizon=basis.horizon)


def kept_stages(factor: EmissionFactor, through: str | None) -> dict[str, float]:
    """Return the stages of a factor with their kilograms, up to and including `through` if one is named.

    Raises:
        FactorError: the factor does not have that stage.
    """
    names = list(factor.stages)
    if through is None:
        return dict(factor.stages)
    if through not in factor.stages:
        has = f"its stages are {', '.join(names)}" if names else "it has no stage split; remove `through`"
        hint = suggestion(through, names)
        raise FactorError(
            f"factor {factor.id!r} has no stage {through!r}; {has}{'; ' + hint if hint else ''}"
        )
    return {name: factor.stages[name] for name in names[: names.index(through) + 1]}
