"""Wood in a building or a product, and the carbon that it stores: storage, shown apart from the footprint.

Rule: Forestry Agency, guideline on showing the carbon stored in wood used in buildings (3林政産第85号, 2021-10-01;
www.rinya.maff.go.jp/j/mokusan/mieruka.html): Cs [t-CO2] = Σ W [m3] × D [t/m3] × Cf × 44/12, for each material, then
added up. Where foreign wood is included, the domestic part is given too. Temporary buildings are outside it, and the
owner or builder shows it on their own responsibility. What is stored is no cut of an emission: it never enters the figure.

Density: the carbon share is a share of oven-dry mass, so D is oven-dry mass per volume as used. The table holds air-dry
densities. 0.87 of them is taken as oven-dry: the mass of water in air-dry wood is about 15 % of the dry mass (1/1.15).
Hokkaido (www.pref.hokkaido.lg.jp/sr/sky/123465.html) takes the air-dry density itself, which gives 15 % more: that is
`density_basis="air-dry"`. The guideline's own sheet has densities by material; those are given to `WoodUse` as they are.

>>> beams = WoodUse.of_species("スギ", volume_m3=13.2, carbon_share=0.5, domestic=True)
>>> [line["en"] for line in wood_storage([beams], floor_area_m2=120.0).lines]
['Wood in the building: 13.2 m³ (100% domestic), 0.11 m³ per m² of floor', \
'Carbon stored in the wood: 8.0 t-CO₂ (apart from the figure)']
>>> from co2label.model import WoodLine
>>> line = WoodLine(uses=[{"species": "スギ", "volume": "13.2 m3", "carbon_share": 0.5, "domestic": True}])
>>> [each["ja"] for each in wood_text(line).lines]
['木材13.2 m³（国産100%）', '木材が貯蔵する炭素 8.0 t-CO₂分（排出量とは別）']
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.figures import _exact, _plain, _significant
from co2label.indicators._text import DisplayText, above_zero, between, in_root_unit, line_rule, one_of
from co2label.model import WoodLine
from co2label.wording import translate_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.indicators._text import LineContext, Translations
    from co2label.model import WoodPart


AIR_DRY_DENSITY: Mapping[str, float] = MappingProxyType(
    {
        "スギ": 0.38,
        "ヒノキ": 0.44,
        "カラマツ": 0.50,
        "トドマツ": 0.40,
        "エゾマツ": 0.43,
        "イチイ": 0.51,
        "ブナ": 0.65,
        "ミズナラ": 0.68,
        "イタヤカエデ": 0.65,
        "マカンバ": 0.67,
        "シラカンバ": 0.57,
        "クリ": 0.60,
        "カツラ": 0.50,
        "セン": 0.52,
        "ホオノキ": 0.49,
    }
)
"""Air-dry density in t/m3 (g/cm3) by species: 木材工業ハンドブック, 4th revised edition, as printed by Hokkaido (page
above); ヒノキ from the same handbook as quoted elsewhere."""

_OVEN_DRY = 0.87

_CO2_PER_CARBON = 44 / 12

_MOST_CARBON = 0.61
"""Stem wood of 253 species holds 41.9 to 60.7 % of carbon (Thomas and Martin 2012, Forests 3, 332, abstract); boards less."""

_DensityBasis = Literal["oven-dry", "air-dry"]


@dataclass(frozen=True, slots=True)
class WoodUse:
    """One material of the building: sawn wood of one species, plywood, a board.

    Attributes:
        material: species or kind, for the list of materials.
        volume_m3: m3 as used, 0.000001 (1 cm3) to 1e9.
        density: D, t/m3, 0.05 to 1.5.
        carbon_share: Cf, carbon in the mass that `density` is of, 0.1 to 0.61. There is no default.
        domestic: grown in the country; a material of both is two uses.

    Raises:
        DocumentError: with every number that cannot be.
    """

    material: str
    volume_m3: float
    density: float
    carbon_share: float
    domestic: bool

    def __post_init__(self) -> None:
        problems = [
            between("volume_m3", self.volume_m3, 1e-6, 1e9, "m3"),
            between("density", self.density, 0.05, 1.5, "t/m3"),
            between("carbon_share", self.carbon_share, 0.1, _MOST_CARBON, "kg of carbon per kg"),
        ]
        if not isinstance(self.domestic, bool):
            problems.append(Problem("domestic", f"expected true or false, got {clip(self.domestic, 40)}"))
        found = [problem for problem in problems if problem]
        if found:
            raise DocumentError(found)

    @classmethod
    def of_species(
        cls,
        species: str,
        *,
        volume_m3: float,
        carbon_share: float,
        domestic: bool,
        density_basis: _DensityBasis = "oven-dry",
    ) -> WoodUse:
        """Wood of a species in `AIR_DRY_DENSITY`.

        Args:
            species: as in the table, in katakana of either width.
            volume_m3: m3, 0.000001 to 1e9.
            carbon_share: Cf, 0.1 to 0.61.
            domestic: grown in the country.
            density_basis: `oven-dry` (0.87 of the air-dry density, the more careful one) or `air-dry` (as Hokkaido does).

        Raises:
            DocumentError: an unknown species or basis, or a number that cannot be.

        >>> round(WoodUse.of_species("スギ", volume_m3=1.0, carbon_share=0.5, domestic=True).stored_t_co2, 3)
        0.606
        """
        species = unicodedata.normalize("NFKC", species)
        if species not in AIR_DRY_DENSITY:
            what = f"no density of {clip(species, 40)}"
            todo = f"known are {', '.join(AIR_DRY_DENSITY)}; or give WoodUse(…, density=…) in t/m3"
            raise DocumentError([Problem("species", what, todo)])
        wrong = one_of("density_basis", density_basis, ("oven-dry", "air-dry"))
        if wrong:
            raise DocumentError([wrong])
        share = _OVEN_DRY if density_basis == "oven-dry" else 1.0
        return cls(species, volume_m3, AIR_DRY_DENSITY[species] * share, carbon_share, domestic)

    @property
    def stored_t_co2(self) -> float:
        """Carbon stored, t-CO2: W × D × Cf × 44/12."""
        return self.volume_m3 * self.density * self.carbon_share * _CO2_PER_CARBON


@dataclass(frozen=True, slots=True)
class WoodStorage:
    """Wood used and carbon stored; beside the footprint, never in it."""

    uses: tuple[WoodUse, ...]
    volume_m3: float
    domestic_m3: float
    stored_t_co2: float
    domestic_stored_t_co2: float
    floor_area_m2: float | None

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

    @property
    def lines(self) -> tuple[Translations, Translations]:
        """For the label: the wood with its domestic part and, where the area is known, per floor area; what it stores.

        The percentage is rounded down, and wood that is not all domestic is never said to be. Where foreign wood is in
        it, the stored carbon names its domestic part, as the guideline asks.
        """
        return self._wood(), self._stored()

    @property
    def _mixed(self) -> bool:
        return any(not use.domestic for use in self.uses)

    def _wood(self) -> Translations:
        percent = min(_percent(self.domestic_m3, self.volume_m3), 99 if self._mixed else 100)
        numbers = {"volume": _rounded(self.volume_m3, 3)}
        if self.volume_per_m2 is None:
            return translate_all("indicator.wood", numbers, percent=percent)
        numbers["per_floor"] = _rounded(self.volume_per_m2, 2)
        return translate_all("indicator.wood.building", numbers, percent=percent)

    def _stored(self) -> Translations:
        numbers = {"stored": _rounded(self.stored_t_co2, 2)}
        if not self._mixed:
            return translate_all("indicator.wood.stored", numbers)
        numbers["domestic"] = _rounded(self.domestic_stored_t_co2, 2)
        return translate_all("indicator.wood.stored.mixed", numbers)


def wood_storage(uses: Sequence[WoodUse], *, floor_area_m2: float | None = None) -> WoodStorage:
    """Add up the materials of a building.

    Args:
        uses: at least one; all the wood that is used.
        floor_area_m2: total floor area in m2, above zero; for wood per floor area.

    Raises:
        DocumentError: no material, or an area that cannot be.
    """
    problems = [] if uses else [Problem("uses", "expected at least one material, got none", "list the wood")]
    wrong = None if floor_area_m2 is None else above_zero("floor_area_m2", floor_area_m2, "m2")
    problems += [wrong] if wrong else []
    if problems:
        raise DocumentError(problems)
    domestic = [use for use in uses if use.domestic]
    return WoodStorage(
        uses=tuple(uses),
        volume_m3=fsum(use.volume_m3 for use in uses),
        domestic_m3=fsum(use.volume_m3 for use in domestic),
        stored_t_co2=fsum(use.stored_t_co2 for use in uses),
        domestic_stored_t_co2=fsum(use.stored_t_co2 for use in domestic),
        floor_area_m2=floor_area_m2,
    )


def _rounded(value: float, digits: int) -> str:
    return _plain(_significant(_exact(value), digits, None))


def _percent(part: float, whole: float) -> int:
    """Whole percent, rounded down."""
    return int(_exact(100 * part / whole))


_KG_PER_T = 1000


@line_rule(WoodLine)
def wood_text(line: WoodLine, _: LineContext | None = None) -> DisplayText:
    """The wood and its storage.

    Raises:
        DocumentError: with every input that cannot be.
    """
    return DisplayText(wood_storage_of(line).lines, (translate_all("indicator.note.wood"),))


def wood_storage_of(line: WoodLine) -> WoodStorage:
    """The materials of a line, added up.

    Raises:
        DocumentError: with every input that cannot be.
    """
    problems: list[Problem] = []
    uses: list[WoodUse] = []
    for place, part in enumerate(line.uses):
        try:
            uses.append(_wood_use(part))
        except DocumentError as error:
            problems += [problem.under(f"uses[{place}]") for problem in error.problems]
    area = _floor_area(line, problems)
    if problems:
        raise DocumentError(problems)
    return wood_storage(uses, floor_area_m2=area)


def _wood_use(part: WoodPart) -> WoodUse:
    volume = in_root_unit("volume", part.volume, "volume")
    density = in_root_unit("density", part.density, "mass/volume")
    assert volume is not None, "the model requires it"
    if part.species is not None:
        return WoodUse.of_species(
            part.species,
            volume_m3=volume,
            carbon_share=part.carbon_share,
            domestic=part.domestic,
            density_basis=part.density_basis,
        )
    assert density is not None, "the model refuses it"
    assert part.material is not None, "the model refuses it"
    return WoodUse(part.material, volume, density / _KG_PER_T, part.carbon_share, part.domestic)


def _floor_area(line: WoodLine, problems: list[Problem]) -> float | None:
    try:
        return in_root_unit("floor_area", line.floor_area, "area")
    except DocumentError as error:
        problems += error.problems
        return None
