"""An emission factor with its passport: value, basis, origin, edition, licence.

>>> factor = EmissionFactor(id="mine.rope", value=2.1, unit="kgCO2e", per="1 kg", source={"title": "Own EPD 12"})
>>> factor.per.unit.text, factor.value
('kg', 2.1)
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from co2label.model.evidence import Source
from co2label.model.noun import AmountField, CleanText, Identifier, LongText, Noun, OptionalName, RatioField
from co2label.model.uncertainty import Uncertainty
from co2label.model.vocabulary import OUTSIDE_THE_FIGURE, Component, DataKind, FactorBoundary

__all__ = ["EmissionFactor", "GwpName", "Quality"]

GwpName = Literal["AR4", "AR5", "AR6"]
_TOLERANCE = 0.011
"""Parts and total of a published factor may differ by rounding; 1.1 % is the widest seen in AGRIBALYSE 3.1.1."""


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
        DocumentError: a part that does not add up to the value, a value below zero that no component explains,
            or a field that does not fit.
    """

    id: Identifier
    value: float = Field(ge=-1e12, le=1e12)
    """In `unit` per `per`."""
    unit: Literal["kgCO2e", "kgCO2"]
    """CO2 alone (Japan's statutory factors) and CO2e are different bases; a total that mixes them says so."""
    per: AmountField
    source: Source
    name: OptionalName = Field(default_factory=dict)
    aliases: tuple[Identifier, ...] = Field(default=(), strict=False)
    keywords: tuple[CleanText, ...] = Field(default=(), strict=False)
    """Further words, in any language, under which a search finds it."""
    gases: dict[str, float] = Field(default_factory=dict)
    """Kilograms of each gas per `per`, before characterisation: CO2, CH4-fossil, CH4-biogenic, CH4-combustion, N2O…"""
    components: dict[Component, float] = Field(default_factory=dict)
    """Parts of `value` by component, in `unit` per `per`; uptake, stored and avoided stand beside it."""
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

    @model_validator(mode="after")
    def _parts_add_up(self) -> EmissionFactor:
        inside = [kg for part, kg in self.components.items() if part not in OUTSIDE_THE_FIGURE]
        for what, parts in (("components", inside), ("stages", list(self.stages.values()))):
            if parts and abs(sum(parts) - self.value) > _TOLERANCE * max(abs(self.value), 1e-9):
                message = f"the {what} add up to {sum(parts):.6g}, the value is {self.value:.6g}; correct one of them"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _sane(self) -> EmissionFactor:
        if self.per.value <= 0:
            message = f"`per` must be above zero, got {self.per.text!r}"
            raise ValueError(message)
        if self.uncertainty is not None and (message := self.uncertainty.misfit(self.value)):
            raise ValueError(message)
        if self.value < 0 and not any(kg < 0 for kg in self.components.values()):
            message = (
                f"value {self.value:g} is below zero; name the component that is (removals, land-management)"
            )
            raise ValueError(message)
        return self
