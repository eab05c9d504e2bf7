"""The compute room: from products and factors to footprints.

`compute` and `compute_all` are the verbs; `Footprint` is the narrow waist that everything after reads. Inside:
`columns` (each distinct unit and factor once, then floats), `quantities` (bridges between kinds), `kernel` (the
sums), `nesting` (products that use products, also in loops), `tree` and `working` (the sum behind every figure),
`notes` (what a reader must know), `explain`. numpy and scipy are imported when something is computed, not before.
"""

from __future__ import annotations

from co2label.footprint.calculation import compute, compute_all
from co2label.footprint.choices import Choice, footprint_choices
from co2label.footprint.explain import Explanation
from co2label.footprint.footprints import Footprints
from co2label.footprint.result import Contribution, Footprint, Interval, Note

__all__ = [
    "Choice",
    "Contribution",
    "Explanation",
    "Footprint",
    "Footprints",
    "Interval",
    "Note",
    "compute",
    "compute_all",
    "footprint_choices",
]
