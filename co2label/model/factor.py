"""An emission factor with its passport: value, basis, origin, edition, licence.

>>> factor = EmissionFactor(id="mine.rope", value=2.1, unit="kgCO2e", per="1 kg", source={"title": "Own EPD 12"})
>>> factor.per.unit.text, factor.value
('kg', 2.1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.components import EMITTED, REMOVING, component_rule
from co2label.model.emission_unit import Basis, in_kilograms, read_emission_unit
from co2label.model.evidence import Source
from co2label.model.noun import AmountField, CleanText, Identifier, LongText, Noun, OptionalName, RatioField
from co2label.model.removal import Removal
from co2label.model.uncertainty import Uncertainty
from co2label.model.vocabulary import Component, DataKind, FactorBoundary

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EmissionFactor", "GwpName", "Quality"]

GwpName = Literal["AR4", "AR5", "AR6"]
_BASES: tuple[str, ...] = get_args(Basis)
_UNIT_SCHEMA = WithJsonSchema({"type": "string", "examples": ["kgCO2e", "kgCO2", "gCO2e/kWh", "t-CO2/kL"]})
_TOLERANCE = 0.011
"""Parts and total of a published factor may differ by rounding; 1.1 % is the widest seen in AGRIBALYSE 3.1.1."""


def _basis(value: Any) -> Any:
    """What was readable stands in kilograms already."""
    if isinstance(value, str) and value not in _BASES:
        read_emission_unit(value)
    return value


class Quality(Noun):
    """What is known of a factor's quality."""

    primary: bool = False
    """True where the value comes from the supplier's own measured process: all of it is primary data."""
    primary_data_share: float | None = Field(default=None, ge=0, le=100)
    """Percent, of a supplier's footprint that states its own share (PACT v3, primaryDataShare); it wins over `primary`."""
    dqr: float | None = Field(default=None, ge=1, le=5)
    """Data quality rating of the source, 1 best to 5 worst (PEF scale)."""
    ter: float | None = Field(default=None, ge=1, le=5)
    """Technology: how well its process stands for the one in question, 1 best to 5 (PACT v3)."""
    ger: float | None = Field(default=None, ge=1, le=5)
    """Geography, 1 best to 5 (PACT v3)."""
    tir: float | None = Field(default=None, ge=1, le=5)
    """Time, 1 best to 5 (PACT v3)."""
    note: CleanText | None = None


class EmissionFactor(Noun):
    """Kilograms of CO2e (or of CO2 alone) per unit of activity.

    Raises:
        DocumentError: parts that do not add up to the value; a value, a gas or a stage below zero; a component of the
            wrong sign, or that does not hold the gases; a field that does not fit.
    """

    id: Identifier
    value: float = Field(ge=-1e12, le=1e12)
    """What is emitted, in `unit` per `per`: zero or more. What is removed stands beside it, in `components`."""
    unit: Annotated[Basis, BeforeValidator(_basis), _UNIT_SCHEMA]
    """CO2 alone (Japan's statutory factors) and CO2e are different bases; a total that mixes them says so. Others are read,
    with what they are per, and brought to kilograms: gCO2e/kWh, t-CO2/kL, tC/GJ (carbon as the CO2 that it becomes)."""
    per: AmountField
    source: Source
    name: OptionalName = Field(default_factory=dict)
    aliases: tuple[Identifier, ...] = Field(default=(), strict=False)
    keywords: tuple[CleanText, ...] = Field(default=(), strict=False)
    """Further words, in any language, under which a search finds it."""
    gases: dict[str, float] = Field(default_factory=dict)
    """Kilograms of each gas per `per`, before characterisation: CO2, CH4-fossil, CH4-biogenic, CH4-combustion, N2O…"""
    components: dict[Component, float] = Field(default_factory=dict)
    """Parts of `value` by component, in `unit` per `per`; removals, uptake, stored and avoided stand beside it."""
    stages: dict[str, float] = Field(default_factory=dict)
    """Parts of `value` by the source's own stages, in the source's order."""
    gwp_set: GwpName | None = None
    geography: CleanText | None = None
    year: int | None = Field(default=None, ge=1900, le=2100)
    """The year that the data stand for."""
    boundary: FactorBoundary = "unstated"
    represents: DataKind = "product"
    """What the value stands for: one `product` (a material, a fuel, a service), the `average` of a group of different products
    ("vegetables", "clothing"), or what an industry emits per money spent. What is per an amount of money is always `spend`."""
    removal: Removal | None = None
    """Evidence of what its components say is removed."""
    uncertainty: Uncertainty | None = None
    quality: Quality | None = None
    licence: LongText | None = None
    attribution: LongText | None = None
    note: LongText | None = None
    mass: RatioField | None = None
    density: RatioField | None = None
    length: RatioField | None = None
    area: RatioField | None = None
    energy: RatioField | None = None
    price: RatioField | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_kilograms(cls, fields: Any, given: ValidationInfo) -> Any:
        known = not isinstance(fields, dict) or fields.get("unit") in _BASES
        return (
            fields
            if known or not isinstance(fields.get("unit"), str)
            else in_kilograms(fields, given.context)
        )

    @model_validator(mode="after")
    def _consistent(self) -> EmissionFactor:
        problems = [*self._sums(), *self._signs(), *self._held()]
        if self.per.value <= 0:
            problems.append(Problem("per", f"must be above zero, got {self.per.text!r}"))
        if self.uncertainty is not None and (misfit := self.uncertainty.misfit(self.value)):
            problems.append(Problem("uncertainty", misfit, "correct the value or the range"))
        if problems:
            raise DocumentError(problems)
        return self

    def _sums(self) -> Iterator[Problem]:
        emitted = [kg for part, kg in self.components.items() if part in EMITTED]
        for what, parts in (("components", emitted), ("stages", list(self.stages.values()))):
            if parts and abs(sum(parts) - self.value) > _TOLERANCE * max(abs(self.value), 1e-9):
                said = f"the {what} add up to {sum(parts):.6g}, the value is {self.value:.6g}"
                yield Problem(what, said, "correct one of them; what is removed is not in the value")

    def _signs(self) -> Iterator[Problem]:
        if self.value < 0:
            what = f"{self.value:g} is below zero, and nobody emits less than nothing"
            yield Problem(
                "value", what, "state what is emitted; what is removed is a component of its own (removals)"
            )
        for field in ("gases", "stages"):
            for name, kg in getattr(self, field).items():
                if kg < 0:
                    what = f"{kg:g} is below zero, and a part of what is emitted is not"
                    yield Problem(f"{field}.{name}", what, "state removals as a component")
        for part, kg in self.components.items():
            if not (rule := component_rule(part)).fits(kg):
                yield Problem(
                    f"components.{part}", f"holds {rule.limits}: {rule.holds}; got {kg:g}", "correct the sign"
                )

    def _held(self) -> Iterator[Problem]:
        """Gases that no component of the factor may hold; evidence of nothing."""
        emitted = [part for part in self.components if part in EMITTED]
        for gas, kg in self.gases.items():
            if kg > 0 and emitted and not any(component_rule(part).takes(gas) for part in emitted):
                holds = "; ".join(f"{part} holds {component_rule(part).limits}" for part in emitted)
                yield Problem(
                    f"gases.{gas}", f"no component of the factor holds it: {holds}", "correct one of them"
                )
        if self.removal is not None and not any(self.components.get(part) for part in REMOVING):
            what = "evidence of a removal, and no component is removed"
            yield Problem(
                "removal", what, f"state components.{REMOVING[0]} or components.{REMOVING[1]}, or remove it"
            )
