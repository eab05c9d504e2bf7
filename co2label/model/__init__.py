"""The model floor: frozen nouns. What a person writes down, checked once, at the edge.

`Product` (with its `Activity` lines), `EmissionFactor`, `Source`, `Evidence`, `Verification`. Everything that
comes in becomes one of these; nothing above this floor checks shapes again.
"""

from __future__ import annotations

from co2label.model._evidence import Credit, Evidence, Removal, Source, Verification
from co2label.model._factor import EmissionFactor, Quality
from co2label.model._process import Output, Process, Shares
from co2label.model._product import Activity, BandScheme, DeclarationData, Product
from co2label.model._rules import Leg
from co2label.model._sdg import (
    BuildingLine,
    EnergyLine,
    InsulationLine,
    MunicipalityLine,
    StarsLine,
    WoodLine,
    WoodPart,
)
from co2label.model._uncertainty import Pedigree, Uncertainty
from co2label.model._vocabulary import (
    BOUNDARIES,
    COMPONENT_RULES,
    COMPONENTS,
    EMISSIONS,
    STAGES,
    SUM_RULES,
    Boundary,
    Component,
    DataKind,
    FactorBoundary,
    Stage,
    SumRule,
    stages_of,
)

__all__ = [
    "BOUNDARIES",
    "COMPONENTS",
    "COMPONENT_RULES",
    "EMISSIONS",
    "STAGES",
    "SUM_RULES",
    "Activity",
    "BandScheme",
    "Boundary",
    "BuildingLine",
    "Component",
    "Credit",
    "DataKind",
    "DeclarationData",
    "EmissionFactor",
    "EnergyLine",
    "Evidence",
    "FactorBoundary",
    "InsulationLine",
    "Leg",
    "MunicipalityLine",
    "Output",
    "Pedigree",
    "Process",
    "Product",
    "Quality",
    "Removal",
    "Shares",
    "Source",
    "Stage",
    "StarsLine",
    "SumRule",
    "Uncertainty",
    "Verification",
    "WoodLine",
    "WoodPart",
    "stages_of",
]
