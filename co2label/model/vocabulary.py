"""The words of the field, as types: stages, boundaries, components.

Stages are the five of the Japanese CFP guideline (METI/MOE, 2023-03): raw material acquisition, production,
distribution, use and maintenance, disposal and recycling. Components follow ISO 14067:2018 and the PACT /
TfS data models, which ask that fossil, biogenic, land-use, aircraft and removal parts are reported apart; what each may
hold stands in `co2label.model.components`.

>>> stages_of("cradle-to-gate")
('raw-materials', 'production')
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "AFTER_THE_GATE",
    "BOUNDARIES",
    "COMPONENTS",
    "DATA_KINDS",
    "REACH",
    "STAGES",
    "SUM_RULES",
    "Boundary",
    "Component",
    "DataKind",
    "FactorBoundary",
    "Stage",
    "SumRule",
    "stages_of",
]

Stage = Literal["raw-materials", "production", "distribution", "use", "end-of-life"]
STAGES: tuple[Stage, ...] = get_args(Stage)
AFTER_THE_GATE: tuple[Stage, ...] = ("distribution", "use", "end-of-life")
"""Stages that making a thing does not need."""

Boundary = Literal["cradle-to-gate", "cradle-to-grave", "gate-to-gate"]
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
"""What a figure rests on: the product's own recipe, the average of a group of different products, or money spent."""
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
"""What an emission factor itself covers.

Of electricity: `generation` is the power stations alone, `generation-and-losses` what is lost in the grid as well (battery
vehicles of the UK's factors), `td-loss` those losses alone, `upstream` the provision of fuels, `generation-lifecycle` the
stations with their fuels. Of waste: `collection` is the way to the plant alone; what is emitted there is not in it.
"""

REACH: dict[FactorBoundary, tuple[Stage, ...]] = {
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
