"""The second waist: from a `Footprint` (numbers) to a `Declaration` (what may be said).

`declare` collects every problem and raises one `ClaimError`; what it returns is cleaned, rounded and judged.
"""

from __future__ import annotations

from co2label.declaration._comparison import Comparison, compare
from co2label.declaration._declaration import (
    BandStep,
    Declaration,
    DeclaredUnit,
    OwnComparison,
    PerAmount,
    Qualifier,
    ReferenceShare,
    Remark,
    Removed,
    SourceLine,
    StageLine,
    WorkingLine,
)
from co2label.declaration._declare import declare
from co2label.declaration._reference import BAND_SCHEMES, IGES_2030, ReferenceBudget

__all__ = [
    "BAND_SCHEMES",
    "IGES_2030",
    "BandStep",
    "Comparison",
    "Declaration",
    "DeclaredUnit",
    "OwnComparison",
    "PerAmount",
    "Qualifier",
    "ReferenceBudget",
    "ReferenceShare",
    "Remark",
    "Removed",
    "SourceLine",
    "StageLine",
    "WorkingLine",
    "compare",
    "declare",
]
