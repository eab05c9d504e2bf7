"""Footprints: from products and emission factors to kilograms of CO2e per declared unit.

`compute` and `compute_all` are the verbs; `Footprint` is the narrow waist that everything after reads. A product goes through
`_expand` (rules become plain activities), `_compile` (columns of numbers), `_engine` and `_loops` (sums, products that use
products), and comes out of `_footprints`, which asks for notes, intervals and the supply chain when they are read. numpy
is imported when something is computed, not before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from co2label.footprint._compute import compute, compute_all, compute_part, monte_carlo
from co2label.footprint._electricity import Remaining, check_electricity, registry_number, uncertified
from co2label.footprint._footprint import Explanation, Footprint, Total, unbalanced_release
from co2label.footprint._footprints import Footprints
from co2label.footprint._note import Contribution, Interval, Note, place_of
from co2label.footprint._rules import choices_made, with_loss
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
from co2label.footprint._source import Basis
from co2label.footprint._supply_chain import RemovalLine

if TYPE_CHECKING:
    from co2label.footprint._bridging import CONTENT_FIELDS, MASS, VOLUME, amount_held, selling_of
    from co2label.footprint._certificates import first_without_consumption
    from co2label.footprint._distribution import Difference, difference, interval_of_sum, named_apart
    from co2label.footprint._monte_carlo import with_draws

_WITH_NUMPY = {
    "_bridging": ("CONTENT_FIELDS", "MASS", "VOLUME", "amount_held", "selling_of"),
    "_certificates": ("first_without_consumption",),
    "_distribution": ("Difference", "difference", "interval_of_sum", "named_apart"),
    "_monte_carlo": ("with_draws",),
}
"""Names that are imported when they are first asked for."""

__all__ = [
    "CONTENT_FIELDS",
    "MASS",
    "VOLUME",
    "Basis",
    "Choice",
    "Contribution",
    "Difference",
    "Explanation",
    "Footprint",
    "Footprints",
    "InputChange",
    "Interval",
    "Note",
    "Remaining",
    "RemovalLine",
    "Sensitivity",
    "SensitivityRow",
    "Total",
    "WhatIf",
    "amount_held",
    "check_electricity",
    "choices_made",
    "compute",
    "compute_all",
    "compute_part",
    "difference",
    "first_without_consumption",
    "footprint_choices",
    "interval_of_sum",
    "monte_carlo",
    "named_apart",
    "place_of",
    "reach_target",
    "registry_number",
    "selling_of",
    "sensitivity",
    "unbalanced_release",
    "uncertified",
    "what_if",
    "with_draws",
    "with_loss",
]


def __getattr__(name: str) -> Any:
    for home, names in _WITH_NUMPY.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
            return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
