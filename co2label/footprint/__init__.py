"""The compute room: from products and factors to footprints.

`compute` and `compute_all` are the verbs; `Footprint` is the narrow waist that everything after reads. Inside:
`columns` (each distinct unit and factor once, then floats), `quantities` (bridges between kinds), `kernel` (the
sums), `nesting` (products that use products, also in loops), `tree` and `working` (the sum behind every figure),
`notes` (what a reader must know), `explain`. numpy and scipy are imported when something is computed, not before.
"""

from __future__ import annotations

from co2label.footprint.calculation import compute, compute_all, monte_carlo
from co2label.footprint.choices import Choice, footprint_choices
from co2label.footprint.explain import Explanation
from co2label.footprint.footprints import Footprints
from co2label.footprint.note import Contribution, Interval, Note
from co2label.footprint.result import Footprint
from co2label.footprint.sensitivity import Change, Sensitivity, SensitivityRow, reach_target, sensitivity
from co2label.footprint.what_if import WhatIf, what_if

__all__ = [
    "Change",
    "Choice",
    "Contribution",
    "Explanation",
    "Footprint",
    "Footprints",
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
