"""From an SDG line as data to its words: one rule a kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from co2label.indicators.building_line import building_said
from co2label.indicators.electricity_origin import electricity_origin
from co2label.indicators.energy_line import energy_said, insulation_said
from co2label.indicators.municipality_line import municipality_said
from co2label.indicators.wood_line import wood_said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.footprint import Footprint
    from co2label.indicators.said import Said
    from co2label.model import StructuredLine

__all__ = ["line_said"]

_RULES: Mapping[str, Callable[[Any, Footprint], Said]] = MappingProxyType(
    {
        "building": lambda line, _: building_said(line),
        "energy": lambda line, _: energy_said(line),
        "insulation": lambda line, _: insulation_said(line),
        "wood": lambda line, _: wood_said(line),
        "municipality": lambda line, _: municipality_said(line),
        "electricity": lambda _, footprint: electricity_origin(footprint).said,
    }
)
"""By the `kind` of the entry. A rule that looks at the figure of the product takes its footprint. Stars are said in
`declaration`, where figures are compared."""


def line_said(line: StructuredLine, footprint: Footprint) -> Said:
    """What an entry says beside a footprint.

    Raises:
        DocumentError: with every problem of the entry; paths begin at its fields.
        ClaimError: with everything in the product that does not allow it; paths begin at the product's fields.
    """
    return _RULES[line.kind](line, footprint)
