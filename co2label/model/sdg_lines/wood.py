"""SDG lines of wood: how much is in a building, how much of it is domestic, and the carbon that it stores.

>>> beams = WoodPart(species="スギ", volume="13.2 m3", carbon_share=0.5, domestic=True)
>>> WoodLine(uses=[beams], floor_area="120 m2").uses[0].volume.text
'13.2 m3'
>>> WoodPart(material="plywood", volume="2 m3", carbon_share=0.493, domestic=False)
Traceback (most recent call last):
...
co2label.errors.DocumentError: density: expected the density of 'plywood'; add density = "0.54 t/m3", or name a `species`
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.model.noun import AmountField, CleanText, Noun, RatioField

__all__ = ["WoodLine", "WoodPart"]


class WoodPart(Noun):
    """One material: wood of a species whose density is known, or a material with its density.

    Raises:
        DocumentError: neither or both of `species` and `material`; a density that is missing or one too many.
    """

    species: CleanText | None = None
    """In katakana, as in the table of densities: スギ, ヒノキ, カラマツ."""
    material: CleanText | None = None
    """Any other: plywood, a board, a species that the table lacks."""
    volume: AmountField
    density: RatioField | None = None
    """Of a `material`: the mass that `carbon_share` is of, per volume as used."""
    density_basis: Literal["oven-dry", "air-dry"] = "oven-dry"
    """Of a `species`: 0.87 of the air-dry density in the table, or that density itself."""
    carbon_share: float
    """Carbon in that mass, 0.1 to 1."""
    domestic: bool
    """Grown in the country; a material of both is two parts."""

    @model_validator(mode="after")
    def _one_material(self) -> WoodPart:
        problems = list(self._misfits())
        if problems:
            raise DocumentError(problems)
        return self

    def _misfits(self) -> list[Problem]:
        if (self.species is None) == (self.material is None):
            what = "expected exactly one of `species` and `material`"
            return [
                Problem("species", what, "name the wood by its species, or another material with its density")
            ]
        if self.species is not None and self.density is not None:
            what = "a species has its density from the table"
            return [Problem("density", what, "leave it out, or name a `material` in place of the species")]
        if self.material is not None and self.density is None:
            what = f"expected the density of {clip(self.material, 40)}"
            return [Problem("density", what, 'add density = "0.54 t/m3", or name a `species`')]
        return []


class WoodLine(Noun):
    """All the wood of a building. What it stores never enters the figure."""

    kind: Literal["wood"] = "wood"
    uses: tuple[WoodPart, ...] = Field(strict=False, min_length=1)
    floor_area: AmountField | None = None
    """Total floor area, for the wood per m2 of floor."""
