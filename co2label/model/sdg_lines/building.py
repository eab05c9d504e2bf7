"""An SDG line of a building: the class of the ZEH, ZEH-M or ZEB family that it reaches.

>>> BuildingLine(family="zeb", use="office", cut_without_renewables=52, cut_with_renewables=60).family
'zeb'
>>> BuildingLine(family="zeb", zone=6, cut_without_renewables=52, cut_with_renewables=60)
Traceback (most recent call last):
...
co2label.errors.DocumentError: use: the zeb family is judged by it and it is missing; add it
zone: the zeb family is not judged by it; leave it out
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.noun import AmountField, Noun

__all__ = ["BuildingLine", "Family", "Site", "Use", "ZehMeasure"]

Family = Literal["zeh", "zeh-m", "zeb"]
"""Detached houses, blocks of flats, other buildings."""
Site = Literal["ordinary", "cold-or-low-sun", "heavy-snow", "narrow-urban"]
"""Where a house stands: Nearly ZEH is for cold, low-sun and snowy areas, ZEH Oriented for narrow urban plots and,
later, for areas of heavy snow."""
ZehMeasure = Literal["energy-management", "ev-charging"]
"""Measures of ZEH+ beside the higher envelope, which is judged by UA: HEMS, and charging of an electric car."""
Use = Literal[
    "office", "school", "factory", "hotel", "hospital", "department-store", "restaurant", "assembly-hall"
]

_NEEDED: dict[Family, tuple[str, ...]] = {"zeh": ("ua", "zone"), "zeh-m": ("ua", "zone"), "zeb": ("use",)}
_ALLOWED: dict[Family, tuple[str, ...]] = {
    "zeh": ("ua", "zone", "site", "measures"),
    "zeh-m": ("ua", "zone"),
    "zeb": ("use", "floor_area", "unassessed_technology"),
}
"""Beside the two cuts and the certificate, which all families have."""
_OWN = ("ua", "zone", "site", "measures", "use", "floor_area", "unassessed_technology")


class BuildingLine(Noun):
    """What the class of a building is judged by. The class itself is found by the rule, never written.

    Raises:
        DocumentError: a field that the family needs and that is missing, or that it does not know.
    """

    kind: Literal["building"] = "building"
    family: Family
    cut_without_renewables: float
    """Percent of the standard primary energy, without "other" loads."""
    cut_with_renewables: float
    """The same with renewables on the site; not below the cut without."""
    ua: float | None = None
    """Mean heat transmission of the envelope in W/(m2·K); of flats that of the worst dwelling."""
    zone: int | None = None
    """Climate zone of Japan's energy standard, 1 to 7."""
    site: Site = "ordinary"
    measures: tuple[ZehMeasure, ...] = Field(default=(), strict=False)
    use: Use | None = None
    floor_area: AmountField | None = None
    """Total floor area: "12000 m2"."""
    unassessed_technology: bool = False
    """Technology in use that the standard calculation does not assess (ZEB Oriented asks for it)."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""

    @model_validator(mode="after")
    def _fields_of_the_family(self) -> BuildingLine:
        family, fields = self.family, type(self).model_fields
        problems = [
            Problem(name, f"the {family} family is judged by it and it is missing", "add it")
            for name in _NEEDED[family]
            if getattr(self, name) is None
        ]
        problems += [
            Problem(name, f"the {family} family is not judged by it", "leave it out")
            for name in _OWN
            if name not in _ALLOWED[family] and getattr(self, name) != fields[name].default
        ]
        if problems:
            raise DocumentError(problems)
        return self
