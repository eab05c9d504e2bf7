"""SDG lines as data: an entry of `Statement.indicators` with a `kind`, beside plain words.

One frozen noun a kind, one file a family of kinds. What an entry says, and whether it may, is decided by the floor
`indicators`, in every language. A further kind is one more noun here, named in `SdgLine`, and one rule there.

>>> from co2label.model.statement import Statement
>>> Statement(indicators=[{"kind": "municipality", "place": "久慈市"}, "Wood"]).indicators[0].what
'origin'
>>> Statement(indicators=[{"kind": "munincipality", "place": "久慈市"}])
Traceback (most recent call last):
...
co2label.errors.DocumentError: indicators[0].kind: expected one of building, energy, insulation, wood, municipality, \
electricity, stars, got 'munincipality'; did you mean 'municipality'?
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from co2label.model.noun import Name
from co2label.model.sdg_lines.building import BuildingLine
from co2label.model.sdg_lines.electricity import ElectricityLine
from co2label.model.sdg_lines.energy import EnergyLine, InsulationLine
from co2label.model.sdg_lines.municipality import MunicipalityLine
from co2label.model.sdg_lines.stars import StarsLine
from co2label.model.sdg_lines.wood import WoodLine, WoodPart

__all__ = ["BuildingLine", "ElectricityLine", "EnergyLine", "InsulationLine", "MunicipalityLine"]
__all__ += ["SdgLine", "StarsLine", "StructuredLine", "WoodLine", "WoodPart"]

StructuredLine = (
    BuildingLine | EnergyLine | InsulationLine | WoodLine | MunicipalityLine | ElectricityLine | StarsLine
)
"""An entry with a kind."""
_WORDS = "<words>"


def _tag(entry: Any) -> str:
    """Words have no kind; a kind that is none is refused by the union, with those that there are."""
    kind = entry.get("kind") if isinstance(entry, dict) else getattr(entry, "kind", None)
    has_kind = kind is not None or (isinstance(entry, dict) and "kind" in entry)
    return f"<{kind}>" if has_kind else _WORDS


SdgLine = Annotated[
    Annotated[Name, Tag(_WORDS)]
    | Annotated[BuildingLine, Tag("<building>")]
    | Annotated[EnergyLine, Tag("<energy>")]
    | Annotated[InsulationLine, Tag("<insulation>")]
    | Annotated[WoodLine, Tag("<wood>")]
    | Annotated[MunicipalityLine, Tag("<municipality>")]
    | Annotated[ElectricityLine, Tag("<electricity>")]
    | Annotated[StarsLine, Tag("<stars>")],
    Discriminator(_tag),
]
"""Words by language, or an entry with a kind. Tags stand in brackets: see `co2label.model.findings`."""
