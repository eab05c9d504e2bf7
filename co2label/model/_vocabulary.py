"""Words of the field as types: stages, boundaries, components, and what each component may hold.

Stages are the five of the Japanese CFP guideline (METI/MOE, 2023-03): raw material acquisition, production, distribution,
use and maintenance, disposal and recycling. Components follow ISO 14067:2018 and the PACT and TfS data models, which
report fossil, biogenic, land-use, aircraft and removal parts apart. One table (`COMPONENT_RULES`) gives each component its
sign, its gases and the totals that count it: `kg_co2e` counts emissions (`EMISSIONS`), the total by a sum rule counts what
its standard names (`components_counted_by`), removals too. Letters and signs are those of the PACT data model 3.0.4 (openapi:
`x-comment` of each field), of Catena-X io.catenax.pcf 9.0.0 (positions A to H) and of the TfS PCF guideline 3.1 (second hand).

>>> stages_of("cradle-to-gate")
('raw-materials', 'production')
>>> COMPONENT_RULES["removals"].sign, COMPONENT_RULES["removals"].gases, "removals" in EMISSIONS
(-1, ['CO2'], False)
>>> sorted(components_counted_by("iso-14067") - EMISSIONS), sorted(EMISSIONS - components_counted_by("iso-14067"))
(['land-management-removals', 'removals'], ['aircraft-forcing'])
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from co2label._data import data_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Stage = Literal["raw-materials", "production", "distribution", "use", "end-of-life"]

STAGES: tuple[Stage, ...] = get_args(Stage)

DOWNSTREAM_STAGES: tuple[Stage, ...] = ("distribution", "use", "end-of-life")
"""Stages that making a thing does not need."""

Boundary = Literal["cradle-to-gate", "cradle-to-grave", "gate-to-gate"]

Estimated = Literal["suggested", "category", "price"]
"""What an estimate rests on that nobody has confirmed: a match of names, an average of a category, a price."""

BOUNDARIES: tuple[Boundary, ...] = get_args(Boundary)

_STAGES_OF: dict[Boundary, tuple[Stage, ...]] = {
    "cradle-to-gate": ("raw-materials", "production"),
    "cradle-to-grave": STAGES,
    "gate-to-gate": ("production",),
}

Component = Literal[
    "fossil",
    "biogenic-non-co2",
    "biogenic-uptake",
    "biogenic-co2",
    "land-use-change",
    "land-management",
    "land-management-removals",
    "aircraft",
    "aircraft-forcing",
    "removals",
    "stored-carbon",
    "avoided",
]

COMPONENTS: tuple[Component, ...] = get_args(Component)

SumRule = Literal["iso-14067", "pact-3", "tfs-3.1", "catena-x-9"]

SUM_RULES: tuple[SumRule, ...] = get_args(SumRule)
"""Standards and data models, each with its own answer to which components a total counts."""

DataKind = Literal["product", "average", "spend"]
"""Basis of a figure: the product's own recipe, the average of a group of different products, or money spent."""

DATA_KINDS: tuple[DataKind, ...] = get_args(DataKind)
"""From the nearest to the thing in question to the farthest."""

FactorBoundary = Literal[
    "raw-material",
    "processing",
    "packaging",
    "combustion",
    "generation",
    "generation-and-losses",
    "generation-lifecycle",
    "td-loss",
    "upstream",
    "transport-ttw",
    "transport-wtw",
    "supply",
    "use",
    "collection",
    "end-of-life",
    "gate-to-gate",
    "cradle-to-gate",
    "cradle-to-shelf",
    "cradle-to-retail",
    "cradle-to-consumption",
    "cradle-to-grave",
    "cradle-to-grave-excl-use",
    "gwp",
    "unstated",
]
"""Part of the life cycle that an emission factor itself covers.

Of electricity: `generation` is the power stations alone, `generation-and-losses` what is lost in the grid as well (battery
vehicles of the UK's factors), `td-loss` those losses alone, `upstream` the provision of fuels, `generation-lifecycle` the
stations with their fuels. Of waste: `collection` is the way to the plant alone; what is emitted there is not in it.
"""

FactorBasis = Literal[
    "gross-calorific-value",
    "net-calorific-value",
    "with-margins",
    "without-margins",
    "purchaser-price",
    "producer-price",
    "with-radiative-forcing",
    "without-radiative-forcing",
    "non-baseload",
    "with-land-use",
    "without-land-use",
]
"""On what an emission factor is counted, where its source has the same thing on several.

Energy by gross (higher) or net (lower) calorific value; money at the price that the purchaser pays or the producer gets, with or
without the margins of trade and transport between them; flights with or without radiative forcing beyond their gases; power
stations that follow the load alone (`non-baseload`); with or without what land use and its change emit and take up. Whether it is
the provision of a fuel (well to tank) or its use (tank to wheel) its boundary says: `upstream`, `combustion`, `transport-ttw`.
"""

STAGES_COVERED: dict[FactorBoundary, tuple[Stage, ...]] = {
    "cradle-to-shelf": ("distribution",),
    "cradle-to-retail": ("distribution",),
    "cradle-to-consumption": ("distribution", "use"),
    "cradle-to-grave": ("distribution", "use", "end-of-life"),
    "cradle-to-grave-excl-use": ("distribution", "end-of-life"),
}
"""Stages after the gate that a factor of this boundary has already inside it."""


def stages_of(boundary: Boundary) -> tuple[Stage, ...]:
    """The life-cycle stages that lie inside a system boundary, in order."""
    return _STAGES_OF[boundary]


CarbonOrigin = Literal["fossil", "biogenic", "combustion"]
"""Origin of the carbon of a gas."""

CARBON_ORIGINS: tuple[CarbonOrigin, ...] = get_args(CarbonOrigin)

BRIDGE_FIELDS = ("mass", "density", "length", "area", "energy", "price")
"""Fields that say what one unit is in another kind."""

_GAS_NAMES = {"co2": "CO2", "r744": "CO2", "ch4": "CH4", "r50": "CH4", "n2o": "N2O"}
"""The gases that components name, by every name that the table of GWPs has for them."""

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@dataclass(frozen=True, slots=True)
class ComponentRule:
    """Gases and sign of one component, and the totals that count it."""

    holds: str
    """In words, as a message says it."""
    sign: Literal[1, -1]
    """1: zero or more. -1: zero or less."""
    gases: Sequence[str] = ()
    """The gases that a direct emission in it may be of; any, where none is named."""
    methane: Sequence[str] = CARBON_ORIGINS
    """Origins of the methane that it may hold."""
    emitted: bool = True
    """Whether `kg_co2e` counts it; else it stands beside the figure."""
    rules: Sequence[SumRule] = SUM_RULES
    """The sum rules whose total counts it, without uptake."""
    direct: bool = True
    """Whether a direct emission may be booked in it; else only a factor holds it."""
    letter: str | None = None
    """Its position in TfS and Catena-X."""

    def takes(self, gas: str, origin: str | None = None) -> bool:
        """True if a gas may be booked in it.

        Args:
            gas: as in `Activity.gas` and `EmissionFactor.gases`; CH4-biogenic says its origin itself.
            origin: of CH4: fossil, biogenic or combustion.
        """
        name, named_origin = gas_and_origin(gas)
        if self.gases and name not in self.gases:
            return False
        known = named_origin or origin
        return name != "CH4" or known is None or known in self.methane

    def fits(self, kg: float) -> bool:
        """True if a mass, or kilograms of CO2e, has its sign; zero fits both."""
        return kg * self.sign >= 0

    @property
    def limits(self) -> str:
        """Gases and sign as the end of a sentence: "CO2 only, zero or below"."""
        *first, last = self.gases or ("",)
        what = f"{', '.join(first)}{' and ' if first else ''}{last} only, " if last else ""
        return f"{what}{'zero or above' if self.sign > 0 else 'zero or below'}"


_TABLE = data_table("components.toml", beside=__file__)

COMPONENT_RULES: Mapping[Component, ComponentRule] = {
    part: ComponentRule(**_TABLE[part]) for part in COMPONENTS
}
"""The table (`components.toml`)."""

EMISSIONS: frozenset[Component] = frozenset(part for part in COMPONENTS if COMPONENT_RULES[part].emitted)
"""Components that `kg_co2e` counts."""

BIOGENIC_CO2: tuple[Component, ...] = ("biogenic-uptake", "biogenic-co2")
"""Counted in totals with uptake only: what is taken up and what of it is released balance there."""

REMOVALS: tuple[Component, ...] = ("removals", "land-management-removals")
"""Components taken out of the air and kept; they need evidence before they are declared."""


def components_counted_by(rule: SumRule | None) -> frozenset[Component]:
    """The components that the total by a sum rule counts without uptake; what is emitted where no rule is named."""
    if rule is None:
        return EMISSIONS
    return frozenset(part for part in COMPONENTS if rule in COMPONENT_RULES[part].rules)


def gas_key(gas: str) -> str:
    """A name of a gas without case, hyphens and lowered digits.

    >>> gas_key("HFC-134a"), gas_key("CO₂")
    ('hfc134a', 'co2')
    """
    return re.sub(r"[^0-9a-z]", "", gas.translate(_SUBSCRIPTS).casefold())


def gas_and_origin(gas: str) -> tuple[str, str | None]:
    """CO2, CH4 or N2O however it is written, with the origin that its name ends in; any other gas as it came.

    >>> gas_and_origin("co2"), gas_and_origin("CH4-biogenic"), gas_and_origin("SF6")
    (('CO2', None), ('CH4', 'biogenic'), ('SF6', None))
    """
    stem, _, ending = gas.rpartition("-")
    if ending in CARBON_ORIGINS:
        return gas_and_origin(stem)[0], ending
    return _GAS_NAMES.get(gas_key(gas), gas), None
