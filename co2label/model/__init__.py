"""The model floor: frozen nouns. What a person writes down, checked once, at the edge.

`Product` (with its `Activity` lines), `EmissionFactor`, `Source`, `Evidence`, `Verification`. Everything that
comes in becomes one of these; nothing above this floor checks shapes again.
"""

from __future__ import annotations

from co2label.model.components import COMPONENT_RULES, EMITTED
from co2label.model.credit import Credit
from co2label.model.evidence import Evidence, Source, Verification
from co2label.model.factor import EmissionFactor, Quality
from co2label.model.pedigree import Pedigree
from co2label.model.process import Output, Process, Shares
from co2label.model.product import Activity, Product
from co2label.model.removal import Removal
from co2label.model.sdg_lines import (
    BuildingLine,
    EnergyLine,
    InsulationLine,
    MunicipalityLine,
    StarsLine,
    WoodLine,
    WoodPart,
)
from co2label.model.statement import BandScheme, Statement
from co2label.model.transport import Leg
from co2label.model.uncertainty import Uncertainty
from co2label.model.vocabulary import (
    BOUNDARIES,
    COMPONENTS,
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
    "EMITTED",
    "STAGES",
    "SUM_RULES",
    "Activity",
    "BandScheme",
    "Boundary",
    "BuildingLine",
    "Component",
    "Credit",
    "DataKind",
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
    "Statement",
    "SumRule",
    "Uncertainty",
    "Verification",
    "WoodLine",
    "WoodPart",
    "stages_of",
]
