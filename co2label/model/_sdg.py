"""SDG lines as data: entries of `DeclarationData.indicators` with a `kind`, beside plain words.

One frozen model a kind, a subclass of `SdgEntry`. What an entry says, and whether it may, is decided by its rule in the room
`indicators`, in every language. A further kind is one more subclass and one more rule.

>>> BuildingLine(family="zeb", use="office", cut_without_renewables=52, cut_with_renewables=60).family
'zeb'
>>> BuildingLine(family="zeb", zone=6, cut_without_renewables=52, cut_with_renewables=60)
Traceback (most recent call last):
...
co2label.errors.DocumentError: use: the zeb family is judged by it and it is missing; add it
zone: the zeb family is not judged by it; leave it out
>>> EnergyLine(bei=0.8, use="dwelling").use, InsulationLine(ua=0.46, zone=6).zone
('dwelling', 6)
>>> MunicipalityLine(place="岩手県久慈市", name={"en": "Kuji, Iwate"}).what
'origin'
>>> MunicipalityLine(place="秋田県由利本荘市", declared="2022-03-01")
Traceback (most recent call last):
...
co2label.errors.DocumentError: source: the day of a declaration needs where it can be read; add source = "…"
>>> StarsLine(conventional="rice-conventional", region={"ja": "新潟県"}, source="県の栽培指針 2023").region
{'ja': '新潟県'}
>>> beams = WoodPart(species="スギ", volume="13.2 m3", carbon_share=0.5, domestic=True)
>>> WoodLine(uses=[beams], floor_area="120 m2").uses[0].volume.text
'13.2 m3'
>>> WoodPart(material="plywood", volume="2 m3", carbon_share=0.493, domestic=False)
Traceback (most recent call last):
...
co2label.errors.DocumentError: density: expected the density of 'plywood'; add density = "0.54 t/m3", or name a `species`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializeAsAny,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import core_schema

from co2label.errors import DocumentError, Problem, clip, suggestion
from co2label.model._base import AmountField, CleanText, Identifier, Model, Name, RatioField
from co2label.model._evidence import Date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core.core_schema import CoreSchema

SDG_KINDS: dict[str, type[SdgEntry]] = {}
"""The model of each kind, in the order in which they are defined."""


class SdgEntry(Model):
    """An SDG line as data. Each subclass is a kind, and is registered by it where it is defined.

    The room `indicators` holds the rule that puts a kind into words: see `co2label.indicators.line_rule`.
    """

    kind: str
    """Names this kind of line."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        SDG_KINDS[cls.model_fields["kind"].default] = cls


BuildingFamily = Literal["zeh", "zeh-m", "zeb"]
"""Detached houses, blocks of flats, other buildings."""

HouseSite = Literal["ordinary", "cold-or-low-sun", "heavy-snow", "narrow-urban"]
"""Where a house stands: Nearly ZEH is for cold, low-sun and snowy areas, ZEH Oriented for narrow urban plots and,
later, for areas of heavy snow."""

ZehMeasure = Literal["energy-management", "ev-charging"]
"""Measures of ZEH+ beside the higher envelope, which is judged by UA: HEMS, and charging of an electric car."""

BuildingUse = Literal[
    "office", "school", "factory", "hotel", "hospital", "department-store", "restaurant", "assembly-hall"
]

_REQUIRED: dict[BuildingFamily, tuple[str, ...]] = {
    "zeh": ("ua", "zone"),
    "zeh-m": ("ua", "zone"),
    "zeb": ("use",),
}

_ALLOWED: dict[BuildingFamily, tuple[str, ...]] = {
    "zeh": ("ua", "zone", "site", "measures"),
    "zeh-m": ("ua", "zone"),
    "zeb": ("use", "floor_area", "unassessed_technology"),
}
"""Beside the two cuts and the certificate, which all families have."""

_FAMILY_FIELDS = ("ua", "zone", "site", "measures", "use", "floor_area", "unassessed_technology")


class BuildingLine(SdgEntry):
    """Data of a building of the ZEH, ZEH-M or ZEB family. The class is found by the rule, never written.

    Raises:
        DocumentError: a field that the family needs and that is missing, or that it does not know.
    """

    kind: Literal["building"] = "building"
    family: BuildingFamily
    """ZEH for detached houses, ZEH-M for blocks of flats, ZEB for other buildings."""
    cut_without_renewables: float
    """Percent of the standard primary energy that is saved, without "other" loads: 52."""
    cut_with_renewables: float
    """The same with renewables on the site, not below the cut without: 60."""
    ua: float | None = None
    """Mean heat transmission of the envelope in W/(m2·K) (zeh, zeh-m): 0.46; of flats that of the worst dwelling."""
    zone: int | None = None
    """Climate zone of Japan's energy standard, 1 to 7 (zeh, zeh-m)."""
    site: HouseSite = "ordinary"
    """Where a house stands (zeh)."""
    measures: tuple[ZehMeasure, ...] = Field(default=(), strict=False)
    """Measures of ZEH+ beside the envelope (zeh): ["ev-charging"]."""
    use: BuildingUse | None = None
    """What the building is used for (zeb)."""
    floor_area: AmountField | None = None
    """Total floor area (zeb): "12000 m2"."""
    unassessed_technology: bool = False
    """Whether technology is in use that the standard calculation does not assess (zeb; ZEB Oriented asks for it)."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""

    def _problems(self) -> Iterator[Problem]:
        family, fields = self.family, type(self).model_fields
        for name in _REQUIRED[family]:
            if getattr(self, name) is None:
                yield Problem(name, f"the {family} family is judged by it and it is missing", "add it")
        for name in _FAMILY_FIELDS:
            if name not in _ALLOWED[family] and getattr(self, name) != fields[name].default:
                yield Problem(name, f"the {family} family is not judged by it", "leave it out")


BuildingKind = Literal["dwelling", "other"]


class EnergyLine(SdgEntry):
    """Data of a building's energy, from which the rule finds the stars."""

    kind: Literal["energy"] = "energy"
    bei: float
    """Designed primary energy over the standard one, renewables not counted: 0.8."""
    use: BuildingKind
    """Whether it is a dwelling."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""


class InsulationLine(SdgEntry):
    """Data of a dwelling's envelope, from which the rule finds the grade of insulation."""

    kind: Literal["insulation"] = "insulation"
    ua: float
    """Mean heat transmission of the envelope in W/(m2·K): 0.46."""
    zone: int
    """Climate zone of Japan's energy standard, 1 to 7."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""


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


class WoodLine(SdgEntry):
    """All the wood of a building. What it stores never enters the figure."""

    kind: Literal["wood"] = "wood"
    uses: tuple[WoodPart, ...] = Field(strict=False, min_length=1)
    """All the wood of the building, material by material."""
    floor_area: AmountField | None = None
    """Total floor area, for the wood per m2 of floor: "120 m2"."""


PlaceRole = Literal["origin", "made", "location"]
"""What the place is to the product: where it grew, where it was made, where it stands."""


class MunicipalityLine(SdgEntry):
    """A place on the bundled list of 2021-05-11, or one with the day of its declaration and where that can be read.

    Raises:
        DocumentError: a day without a source, or a source without a day.
    """

    kind: Literal["municipality"] = "municipality"
    place: CleanText
    """The place, in any written form that the list can be searched by: "久慈市"; with its prefecture where several
    places bear the name: "岩手県久慈市"."""
    what: PlaceRole = "origin"
    """What the place is to the product: where it grew, where it was made, where it stands."""
    name: Name | None = None
    """The place as it is written in other languages: {en = "Kuji, Iwate"}; without it, it stands in Japanese."""
    declared: Date | None = None
    """The day of the declaration, for a place that is not on the bundled list: "2022-03-01"."""
    source: CleanText | None = None
    """Where that declaration can be read: a web address or a paper."""

    def _problems(self) -> Iterator[Problem]:
        if self.declared is not None and self.source is None:
            what = "the day of a declaration needs where it can be read"
            yield Problem("source", what, 'add source = "…"')
        elif self.source is not None and self.declared is None:
            what = "a source of one's own needs the day of the declaration"
            yield Problem("declared", what, 'add declared = "2022-03-01"')


class ElectricityLine(SdgEntry):
    """The claim that the certificates of the product's own electricity allow: label and figure rest on the same ones."""

    kind: Literal["electricity"] = "electricity"


class StarsLine(SdgEntry):
    """Data for the stars of a farm product, held against the conventional figure of its region. The rule finds the stars."""

    kind: Literal["stars"] = "stars"
    conventional: Identifier
    """The id of the product of the same document that stands for conventional farming in the region. It is nobody's
    product: without a company of its own."""
    region: Name
    """The region whose conventional farming it is held against: "新潟県"."""
    source: Name
    """Where the conventional figure, or the data that it is computed from, can be read: "県の栽培指針 2023"."""
    registration: str | None = None
    """Number under which the programme registered the stars; without it the line says that the declarer judged them."""


def _entry(value: Any, as_words: ValidatorFunctionWrapHandler, given: ValidationInfo) -> Any:
    """Read an entry by its kind; what has none is words."""
    if isinstance(value, SdgEntry):
        return value
    if not isinstance(value, dict) or "kind" not in value:
        return as_words(value)
    kind = str(value["kind"])
    if kind not in SDG_KINDS:
        what = f"expected one of {', '.join(SDG_KINDS)}, got {clip(value['kind'])}"
        raise DocumentError([Problem("kind", what, suggestion(kind, SDG_KINDS))])
    return SDG_KINDS[kind].read(value, units=given.context)


class _SchemaOfKinds:
    """Gives the JSON Schema of an entry: words, or any kind that is registered."""

    def __get_pydantic_json_schema__(
        self, words: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kinds = [kind.__pydantic_core_schema__ for kind in SDG_KINDS.values()]
        references = (
            core_schema.definitions_schema(core_schema.definition_reference_schema(kind["ref"]), [kind])
            for kind in kinds
        )
        return {"oneOf": [handler(words), *map(handler, references)]}


if TYPE_CHECKING:
    SdgLine = dict[str, str] | SdgEntry
else:
    SdgLine = Annotated[SerializeAsAny[Name], WrapValidator(_entry), _SchemaOfKinds()]
"""Words by language, or an entry with a kind."""
