"""From an SDG line as data to its text: one rule a kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from co2label.indicators._building import building_text, energy_text, insulation_text
from co2label.indicators._electricity_origin import electricity_origin
from co2label.indicators._municipality import municipality_text
from co2label.indicators._wood import wood_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.footprint import Footprint
    from co2label.indicators._text import DisplayText
    from co2label.model import StructuredLine


_LINE_RULES: Mapping[str, Callable[[Any, Footprint], DisplayText]] = MappingProxyType(
    {
        "building": lambda line, _: building_text(line),
        "energy": lambda line, _: energy_text(line),
        "insulation": lambda line, _: insulation_text(line),
        "wood": lambda line, _: wood_text(line),
        "municipality": lambda line, _: municipality_text(line),
        "electricity": lambda _, footprint: electricity_origin(footprint).said,
    }
)
"""By the `kind` of the entry. A rule that looks at the figure of the product takes its footprint. Stars are said in
`declaration`, where figures are compared."""


def line_text(line: StructuredLine, footprint: Footprint) -> DisplayText:
    """What an entry says beside a footprint.

    Raises:
        DocumentError: with every problem of the entry; paths begin at its fields.
        ClaimError: with everything in the product that does not allow it; paths begin at the product's fields.
    """
    return _LINE_RULES[line.kind](line, footprint)
