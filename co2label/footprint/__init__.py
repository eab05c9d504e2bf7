"""The compute room: from products and factors to footprints.

`compute` and `compute_all` are the verbs; `Footprint` is the narrow waist that everything after reads. Inside:
`columns` (each distinct unit and factor once, then floats), `quantities` (bridges between kinds), `kernel` (the
sums), `nesting` (products that use products, also in loops), `tree` and `working` (the sum behind every figure),
`notes` (what a reader must know), `explain`. numpy and scipy are imported when something is computed, not before.
"""

from __future__ import annotations

from co2label.footprint._compute import compute, compute_all, monte_carlo
from co2label.footprint._footprint import Explanation, Footprint
from co2label.footprint._footprints import Footprints
from co2label.footprint._note import Contribution, Interval, Note
from co2label.footprint._sensitivity import (
    Choice,
    InputChange,
    Sensitivity,
    SensitivityRow,
    WhatIf,
    footprint_choices,
    reach_target,
    sensitivity,
    what_if,
)

__all__ = [
    "Choice",
    "Contribution",
    "Explanation",
    "Footprint",
    "Footprints",
    "InputChange",
    "Interval",
    "Note",
    "Sensitivity",
    "SensitivityRow",
    "WhatIf",
    "compute",
    "compute_all",
    "footprint_choices",
    "monte_carlo",
    "reach_target",
    "sensitivity",
    "what_if",
]
