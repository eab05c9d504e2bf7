"""Wood in a building or a product, and the carbon that it stores: storage, shown apart from the footprint.

Rule: Forestry Agency, guideline on showing the carbon stored in wood used in buildings (3林政産第85号, 2021-10-01;
www.rinya.maff.go.jp/j/mokusan/mieruka.html): Cs [t-CO2] = Σ W [m3] × D [t/m3] × Cf × 44/12, for each material, then
added up. Where foreign wood is included, the domestic part is given too. Temporary buildings are outside it, and the
owner or builder shows it on their own responsibility. What is stored is no cut of an emission: it never enters the figure.

Density: the carbon share is a share of oven-dry mass, so D is oven-dry mass per volume as used. The table holds air-dry
densities. 0.87 of them is taken as oven-dry: the mass of water in air-dry wood is about 15 % of the dry mass (1/1.15).
Hokkaido (www.pref.hokkaido.lg.jp/sr/sky/123465.html) takes the air-dry density itself, which gives 15 % more: that is
`density_basis = "air-dry"`. The guideline's own sheet has densities by material; those are given as they are.

>>> beams = WoodPart(species="スギ", volume="13.2 m3", carbon_share=0.5, domestic=True)
>>> line = WoodLine(uses=[beams], floor_area="120 m2")
>>> [each["en"] for each in wood_text(line).lines]
['Wood in the building: 13.2 m³ (100% domestic), 0.11 m³ per m² of floor', \
'Carbon stored in the wood: 8.0 t CO₂ (not deducted from the footprint)']
>>> WoodPart(material="plywood", volume="2 m3", carbon_share=0.493, domestic=False)
Traceback (most recent call last):
...
co2label.errors.DocumentError: density: expected the density of 'plywood'; add density = "0.54 t/m3", or name a `species`
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from co2label._data import data_table
from co2label._options import Option, refuse
from co2label.errors import DocumentError, Problem, clip
from co2label.figures import _exact, _plain, _significant
from co2label.indicators._text import DisplayText, between, in_root_unit, line_rule
from co2label.model import AmountField, CleanText, Model, RatioField, SdgEntry
from co2label.wording import translate_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.indicators._text import LineContext


class WoodPart(Model):
    """One material: wood of a species whose density is known, or a material with its density.

    Raises:
        DocumentError: neither or both of `species` and `material`; a density that is missing or one too many.
    """

    species: CleanText | None = None
    """The species in katakana, as in the table of densities: "スギ"."""
    material: CleanText | None = None
    """Any other material: "plywood", a board, a species that the table lacks."""
    volume: AmountField
    """Its volume as used: "13.2 m3"."""
    density: RatioField | None = None
    """Of a `material`: the mass that `carbon_share` is of, per volume as used: "0.54 t/m3"."""
    density_basis: Literal["oven-dry", "air-dry"] = "oven-dry"
    """Of a `species`: 0.87 of the air-dry density in the table, or that density itself."""
    carbon_share: float
    """Carbon in that mass, 0.1 to 1: 0.5."""
    domestic: bool
    """Whether it was grown in the country; a material of both is two parts."""

    def _problems(self) -> list[Problem]:
        if (self.species is None) == (self.material is None):
            what = "expected exactly one of `species` and `material`"
            todo = "name the wood by its species, or another material with its density"
            return [Problem("species", what, todo)]
        if self.species is not None and self.density is not None:
            what = "a species has its density from the table"
            return [Problem("density", what, "leave it out, or name a `material` in place of the species")]
        if self.material is not None and self.density is None:
            what = f"expected the density of {clip(self.material, 40)}"
            return [Problem("density", what, 'add density = "0.54 t/m3", or name a `species`')]
        return []

    def measured(self) -> tuple[float, float]:
        """Its volume in m3, and the carbon that it stores in t-CO2: W × D × Cf × 44/12.

        Raises:
            DocumentError: an unknown species, or amounts that cannot be.

        >>> sugi = WoodPart(species="スギ", volume="1 m3", carbon_share=0.5, domestic=True)
        >>> [round(each, 3) for each in sugi.measured()]
        [1.0, 0.606]
        """
        volume = in_root_unit("volume", self.volume, "volume")
        density = in_root_unit("density", self.density, "mass/volume")
        assert volume is not None, "the model requires it"
        if self.species is not None:
            density = self._density_of_species(self.species)
        else:
            assert density is not None, "the model requires it"
            density /= _KG_PER_T
        DocumentError.raise_any(
            [
                between("volume_m3", volume, 1e-6, 1e9, "m3"),
                between("density", density, 0.05, 1.5, "t/m3"),
                between("carbon_share", self.carbon_share, 0.1, _MOST_CARBON, "kg of carbon per kg"),
            ]
        )
        return volume, volume * density * self.carbon_share * _CO2_PER_CARBON

    def _density_of_species(self, species: str) -> float:
        species = unicodedata.normalize("NFKC", species)
        if species not in AIR_DRY_DENSITY:
            what = f"no density of {clip(species, 40)}"
            todo = f"known are {', '.join(AIR_DRY_DENSITY)}; or name a `material` with its density"
            raise Problem("species", what, todo).as_error()
        return AIR_DRY_DENSITY[species] * (_OVEN_DRY if self.density_basis == "oven-dry" else 1.0)


class WoodLine(SdgEntry):
    """All the wood of a building. What it stores never enters the figure."""

    kind: Literal["wood"] = "wood"
    uses: tuple[WoodPart, ...] = Field(strict=False, min_length=1)
    """All the wood of the building, material by material."""
    floor_area: AmountField | None = None
    """Total floor area, for the wood per m2 of floor: "120 m2"."""


AIR_DRY_DENSITY: Mapping[str, float] = MappingProxyType(
    data_table("data/wood.toml", beside=__file__)["air_dry_density"]
)
"""Air-dry density in t/m3 (g/cm3) by species: 木材工業ハンドブック, 4th revised edition, as printed by Hokkaido (page
above); ヒノキ from the same handbook as quoted elsewhere."""

_OVEN_DRY = 0.87

_CO2_PER_CARBON = 44 / 12

_MOST_CARBON = 0.61
"""Stem wood of 253 species holds 41.9 to 60.7 % of carbon (Thomas and Martin 2012, Forests 3, 332, abstract); boards less."""

_KG_PER_T = 1000


@dataclass(frozen=True, slots=True)
class WoodStorage:
    """Wood used and carbon stored; beside the footprint, never in it."""

    volume_m3: float
    domestic_m3: float
    stored_t_co2: float
    domestic_stored_t_co2: float
    floor_area_m2: float | None
    mixed: bool
    """Whether foreign wood is in it."""

    @property
    def domestic_share(self) -> float:
        """Domestic part of the volume, 0 to 1."""
        return self.domestic_m3 / self.volume_m3

    @property
    def volume_per_m2(self) -> float | None:
        """Wood per floor area, m3/m2; None where the area is not known."""
        return None if self.floor_area_m2 is None else self.volume_m3 / self.floor_area_m2

    @property
    def stored_per_m2(self) -> float | None:
        """Carbon stored per floor area, t-CO2/m2; None where the area is not known."""
        return None if self.floor_area_m2 is None else self.stored_t_co2 / self.floor_area_m2

    def figures(self) -> dict[str, float | None]:
        """Numbers that a person sees in a table."""
        names = ("volume_m3", "domestic_share", "stored_t_co2", "domestic_stored_t_co2")
        return {name: getattr(self, name) for name in (*names, "volume_per_m2", "stored_per_m2")}


def wood_storage(line: WoodLine) -> WoodStorage:
    """Add up the materials of a building.

    Raises:
        DocumentError: with every input that cannot be.
    """
    problems: list[Problem] = []
    found: list[tuple[float, float, bool]] = []
    area = None
    for place, part in enumerate(line.uses):
        with DocumentError.collecting(problems, f"uses[{place}]"):
            found.append((*part.measured(), part.domestic))
    with DocumentError.collecting(problems):
        area = in_root_unit("floor_area", line.floor_area, "area")
    DocumentError.raise_any(problems)
    own = [(volume, stored) for volume, stored, domestic in found if domestic]
    return WoodStorage(
        volume_m3=fsum(volume for volume, _, _ in found),
        domestic_m3=fsum(volume for volume, _ in own),
        stored_t_co2=fsum(stored for _, stored, _ in found),
        domestic_stored_t_co2=fsum(stored for _, stored in own),
        floor_area_m2=area,
        mixed=len(own) < len(found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WoodRequest:
    """The wood of a building as options of a command."""

    leads: ClassVar[bool] = True
    """Whether a command lists them before its own options."""
    some_of: ClassVar[tuple[str, ...]] = ("domestic", "foreign")
    """Of which one at least is needed."""
    domestic: Annotated[
        list[str] | None,
        Option("Grown in the country: 'スギ=13.2 m3'; again for each.", metavar="WOOD=VOLUME"),
    ] = None
    foreign: Annotated[
        list[str] | None, Option("Grown elsewhere; again for each.", metavar="WOOD=VOLUME")
    ] = None
    carbon_share: Annotated[float, Option("Carbon in the dry mass, such as 0.5.", metavar="SHARE")]
    density: Annotated[
        list[str] | None,
        Option("Of other than known species: 'plywood=0.54 t/m3'.", metavar="WOOD=DENSITY"),
    ] = None
    floor_area: Annotated[str | None, Option("Of the building: '120 m2'.", metavar="AREA")] = None

    def entry(self) -> WoodLine:
        """The entry of a document: a material where its density is given, else a species of the table.

        Raises:
            OptionError: an option without an equals sign; names it.
            DocumentError: with every problem of the entry.
        """
        densities = dict(self._amounts("density"))
        parts: list[dict[str, Any]] = []
        for option in ("domestic", "foreign"):
            more = {"domestic": option == "domestic", "carbon_share": self.carbon_share}
            for name, volume in self._amounts(option):
                known = name in densities
                wood = {"material": name, "density": densities[name]} if known else {"species": name}
                parts.append({"volume": volume, **wood, **more})
        return WoodLine.read({"uses": parts, "floor_area": self.floor_area})

    def _amounts(self, option: str) -> list[tuple[str, str]]:
        """The name before each equals sign, and the amount after it."""
        found = []
        for text in getattr(self, option) or ():
            name, sign, amount = text.partition("=")
            if not sign:
                refuse(option, f"expected a wood and its amount such as 'スギ=13.2 m3', got {text!r}")
            found.append((name.strip(), amount.strip()))
        return found


@line_rule(
    WoodLine,
    help="""Add up the wood of a building and what it stores by the formula of Japan's Forestry Agency.

    Example: co2label indicator wood --domestic "スギ=13.2 m3" --carbon-share 0.5 --floor-area "120 m2"
    """,
    request=WoodRequest,
    figures=lambda line: wood_storage(line).figures(),
)
def wood_text(line: WoodLine, _: LineContext | None = None) -> DisplayText:
    """The wood with its domestic part and, where the area is known, per floor area; and what it stores.

    The percentage is rounded down, and wood that is not all domestic is never said to be. Where foreign wood is in it, the
    stored carbon names its domestic part, as the guideline asks.

    Raises:
        DocumentError: with every input that cannot be.
    """
    found = wood_storage(line)
    percent = min(int(_exact(100 * found.domestic_m3 / found.volume_m3)), 99 if found.mixed else 100)
    volume = {"volume": _rounded(found.volume_m3, 3)}
    if found.volume_per_m2 is None:
        wood = translate_all("indicator.wood", volume, percent=percent)
    else:
        volume["per_floor"] = _rounded(found.volume_per_m2, 2)
        wood = translate_all("indicator.wood.building", volume, percent=percent)
    stored = {"stored": _rounded(found.stored_t_co2, 2)}
    if found.mixed:
        stored["domestic"] = _rounded(found.domestic_stored_t_co2, 2)
    carbon = translate_all("indicator.wood.stored.mixed" if found.mixed else "indicator.wood.stored", stored)
    return DisplayText((wood, carbon), (translate_all("indicator.note.wood"),))


def _rounded(value: float, digits: int) -> str:
    return _plain(_significant(_exact(value), digits, None))
