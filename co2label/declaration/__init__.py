"""The second waist: from a `Footprint` (numbers) to a `Declaration` (what may be said).

`declare` collects every problem and raises one `ClaimError`; what it returns is cleaned, rounded and judged.
"""

from __future__ import annotations

from co2label.declaration.comparison import Comparison, compare
from co2label.declaration.declaration import (
    Declaration,
    DeclaredUnit,
    Qualifier,
    ReferenceShare,
    StageLine,
)
from co2label.declaration.declare import declare
from co2label.declaration.reference import IGES_2030, ReferenceBudget

__all__ = [
    "IGES_2030",
    "Comparison",
    "Declaration",
    "DeclaredUnit",
    "Qualifier",
    "ReferenceBudget",
    "ReferenceShare",
    "StageLine",
    "compare",
    "declare",
]
