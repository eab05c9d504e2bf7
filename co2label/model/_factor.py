"""Emission factors with their origin, the units that they are written in, and references to them.

A unit such as gCO2e/kWh, kg-CO2eq, t-CO2/kL or tC/GJ is read as kilograms of CO2e or CO2 per amount.

>>> factor = EmissionFactor(id="mine.rope", value=2.1, unit="kgCO2e", per="1 kg", source={"title": "Own EPD 12"})
>>> factor.per.unit.text, factor.value
('kg', 2.1)
>>> read_emission_unit("gCO2e/kWh")
EmissionUnit(basis='kgCO2e', kilograms=Fraction(1, 1000), per='kWh')
>>> read_emission_unit("t-C/GJ").in_kilograms(0.0183)
67.1
>>> ProductRef.read({"product": "flakes"}).product
'flakes'
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from co2label.errors import DocumentError, Problem, UnitError, clip, suggestion
from co2label.model._base import (
    ID_TAG,
    INLINE_TAG,
    PRODUCT_TAG,
    AmountField,
    CleanText,
    Identifier,
    LongText,
    Model,
    OptionalName,
    RatioField,
    TextOr,
    text_tag,
)
from co2label.model._evidence import Removal, Source, Uncertainty
from co2label.model._vocabulary import (
    COMPONENT_RULES,
    EMISSIONS,
    REMOVALS,
    STAGES,
    Component,
    DataKind,
    FactorBasis,
    FactorBoundary,
    Stage,
)
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.units import Amount, OwnUnits


EmissionBasis = Literal["kgCO2e", "kgCO2"]

_OF_CARBON = Fraction(44, 12)
"""Mass of CO2 to that of the carbon in it."""

_GAS = r"(?P<gas>(?i:CO2)|C)(?P<e>[\s_.-]*\(?(?i:eq|equiv|equivalents?|e|換算|当量)\)?)?\.?"

_MASS_FIRST = re.compile(rf"(?P<mass>[^\d\s](?:.*?[^\s_-])?)[\s_-]*{_GAS}")

_MASS_LAST = re.compile(rf"{_GAS}(?:[\s_-]+[(\[]?|[(\[])(?P<mass>[^\d\s()\[\]]+)[)\]]?")

_PER = re.compile(r"\s*/\s*|\s+per\s+", re.IGNORECASE)

_THOUSANDS = re.compile(r"^(?:(千)|(百万))")

_EXPECTED = (
    "expected a mass of CO2e, of CO2 alone or of carbon, and what it is per if that stands here, such as kgCO2e, gCO2e/kWh, "
    "t-CO2/kL, tC/GJ; got {text}"
)


class EmissionUnit(NamedTuple):
    """A mass of CO2e or of CO2 alone."""

    basis: EmissionBasis
    kilograms: Fraction
    """Kilograms of the basis in one of the unit; carbon is taken as the CO2 that it becomes, 44/12 of it."""
    per: str | None
    """Denominator of the unit, if any."""

    def in_kilograms(self, value: float) -> float:
        """A value in kilograms of the basis, rounded once."""
        return float(Fraction(repr(value)) * self.kilograms)


def read_emission_unit(text: str) -> EmissionUnit:
    """Read the unit of an emission factor.

    Raises:
        UnitError: no mass of CO2e, CO2 or carbon; a mass that is ambiguous (`ton`) or unknown.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("[").removesuffix("]").strip()
    above, *below = _PER.split(plain, maxsplit=1)
    match = _MASS_FIRST.fullmatch(above) or _MASS_LAST.fullmatch(above)
    if match is None or (match["gas"] == "C" and match["e"]):
        raise UnitError(_EXPECTED.format(text=clip(text)))
    mass = parse_unit(match["mass"])
    if str(mass.dimension) != "mass":
        raise UnitError(_EXPECTED.format(text=clip(text)))
    kilograms = Fraction(repr(mass.scale)) * (_OF_CARBON if match["gas"] == "C" else 1)
    return EmissionUnit("kgCO2e" if match["e"] else "kgCO2", kilograms, below[0].strip() if below else None)


def fields_in_kilograms(fields: dict[str, Any], own: OwnUnits | None = None) -> dict[str, Any]:
    """The fields of a factor with what stands in another unit brought to kilograms; as they are where that cannot be read.

    Args:
        fields: of an `EmissionFactor`, before they are judged.
        own: counted units of one's own.

    Raises:
        DocumentError: `per` says something else than the unit; gases, which are kilograms, beside another unit.
    """
    try:
        unit = read_emission_unit(fields["unit"])
    except UnitError:
        return fields
    DocumentError.raise_any(_unit_problems(fields, unit, own))
    parts = {name: fields[name] for name in ("value", "components", "stages") if name in fields}
    changed: dict[str, Any] = _in_kilograms(parts, unit)
    # a range is in the unit of the value; the other ways to state an uncertainty are relative
    uncertainty = fields.get("uncertainty")
    if isinstance(uncertainty, Uncertainty):
        ends = _in_kilograms({"low": uncertainty.low, "high": uncertainty.high}, unit)
        changed["uncertainty"] = uncertainty.model_copy(update=ends)
    elif isinstance(uncertainty, dict):
        ends = {name: uncertainty[name] for name in ("low", "high") if name in uncertainty}
        changed["uncertainty"] = uncertainty | _in_kilograms(ends, unit)
    if unit.per is not None:
        changed["per"] = fields.get("per", _amount_text(unit.per))
    return fields | changed | {"unit": unit.basis}


def _unit_problems(fields: dict[str, Any], unit: EmissionUnit, own: OwnUnits | None) -> Iterator[Problem]:
    if fields.get("gases") and unit.kilograms != 1:
        what = f"are kilograms of each gas, and the unit is {fields['unit']}"
        yield Problem("gases", what, f"give the value, components and stages in {unit.basis} as well")
    if unit.per is None or "per" not in fields:
        return
    below, stated = (_amount(one, own) for one in (_amount_text(unit.per), fields["per"]))
    if below and stated and (below.unit.dimension, below.si) != (stated.unit.dimension, stated.si):
        what = f"the unit {fields['unit']} is per {unit.per}, and this says {stated.text!r}"
        yield Problem("per", what, "leave one of them out")


def _amount(value: Any, own: OwnUnits | None) -> Amount | None:
    """Read an amount; None for what cannot be read, which the check of the field reports."""
    if not isinstance(value, str):
        return value if hasattr(value, "si") else None
    try:
        return parse_amount(value if own is None else own.braced(value))
    except UnitError:
        return None


def _amount_text(below: str) -> str:
    """Write what is below a stroke as an amount: kWh, (t*km), 1000 m3, 千kWh."""
    plain = below[1:-1] if below.startswith("(") and below.endswith(")") else below
    plain = _THOUSANDS.sub(lambda found: "1000 " if found[1] else "1000000 ", plain)
    return plain if plain[:1].isdigit() else f"1 {plain}"


def _in_kilograms(value: Any, unit: EmissionUnit) -> Any:
    if isinstance(value, dict):
        return {name: _in_kilograms(part, unit) for name, part in value.items()}
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0
    return unit.in_kilograms(float(value)) if is_number else value


GwpSet = Literal["AR4", "AR5", "AR6"]

_BASES: tuple[str, ...] = get_args(EmissionBasis)

_UNIT_SCHEMA = WithJsonSchema({"type": "string", "examples": ["kgCO2e", "kgCO2", "gCO2e/kWh", "t-CO2/kL"]})

_TOLERANCE = 0.011
"""Parts and total of a published factor may differ by rounding; 1.1 % is the widest seen in AGRIBALYSE 3.1.1."""


def _readable_unit(value: Any) -> Any:
    """Refuse a unit that is not readable; a readable one is in kilograms already."""
    if isinstance(value, str) and value not in _BASES:
        read_emission_unit(value)
    return value


class Quality(Model):
    """Quality of the data behind a factor or an activity."""

    primary: bool = False
    """Whether the value comes from the supplier's own measured process: all of it is primary data."""
    primary_data_share: float | None = Field(default=None, ge=0, le=100)
    """Percent of a supplier's footprint that is primary data (PACT v3, primaryDataShare): 80. It wins over `primary`."""
    dqr: float | None = Field(default=None, ge=1, le=5)
    """Data quality rating of the source, 1 best to 5 worst (PEF scale): 2.1."""
    ter: float | None = Field(default=None, ge=1, le=5)
    """Technology: how well its process stands for the one in question, 1 best to 5 (PACT v3)."""
    ger: float | None = Field(default=None, ge=1, le=5)
    """Geography, 1 best to 5 (PACT v3)."""
    tir: float | None = Field(default=None, ge=1, le=5)
    """Time, 1 best to 5 (PACT v3)."""
    note: CleanText | None = None
    """Anything else about the quality: "two plants of seven"."""


class EmissionFactor(Model):
    """Kilograms of CO2e (or of CO2 alone) per unit of activity.

    Raises:
        DocumentError: parts that do not add up to the value; a value, a gas or a stage below zero; a component of the
            wrong sign, or that does not hold the gases; a field that does not fit.
    """

    id: Identifier
    """Its id in a library: "food.rice"."""
    value: float = Field(ge=-1e12, le=1e12)
    """Emissions in `unit` per `per`, zero or more: 2.1. Removals stand beside it, in `components`."""
    unit: Annotated[EmissionBasis, BeforeValidator(_readable_unit), _UNIT_SCHEMA]
    """The unit of the value: "kgCO2e". CO2 alone (Japan's statutory factors) is another basis; a total that mixes them says so.
    Others are read, with what they are per, and brought to kilograms: gCO2e/kWh, t-CO2/kL, tC/GJ (carbon as the CO2 that it
    becomes)."""
    per: AmountField
    """The amount that the value is per, above zero: "1 kg", "1 kWh", "1000 km"."""
    source: Source
    """The publication that the value was read from: {title = "EPD 1234", edition = "2024", locator = "table 3"}."""
    name: OptionalName = Field(default_factory=dict)
    """Its name, in one or more languages: "Rice", {ja = "米", en = "Rice"}."""
    aliases: tuple[Identifier, ...] = Field(default=(), strict=False)
    """Further ids under which a library gives it: ["food.white_rice"]."""
    keywords: tuple[CleanText, ...] = Field(default=(), strict=False)
    """Further words, in any language, under which a search finds it: ["basmati", "精米"]."""
    gases: dict[str, float] = Field(default_factory=dict)
    """Kilograms of each gas per `per`, before characterisation: {CO2 = 1.9, CH4-fossil = 0.004, N2O = 0.0001}."""
    components: dict[Component, float] = Field(default_factory=dict)
    """Parts of `value` by component, in `unit` per `per`: {fossil = 1.8, land-use-change = 0.3}; removals, uptake, stored and
    avoided stand beside it."""
    stages: dict[str, float] = Field(default_factory=dict)
    """Parts of `value` by the source's own stages, in the source's order: {farm = 1.5, processing = 0.6}."""
    gwp_set: GwpSet | None = None
    """The IPCC report whose GWPs the value was made with."""
    geography: CleanText | None = None
    """The area that it stands for: "JP"."""
    year: int | None = Field(default=None, ge=1900, le=2100)
    """The year that the data stand for: 2022."""
    boundary: FactorBoundary = "unstated"
    """Part of the life cycle that the factor itself covers: "cradle-to-gate"."""
    basis: tuple[FactorBasis, ...] = Field(default=(), strict=False)
    """On what it is counted, where its source has the same thing on several bases: ["gross-calorific-value"]."""
    represents: DataKind = "product"
    """Scope of the value: one `product` (a material, a fuel, a service), the `average` of a group of different products
    ("vegetables", "clothing"), or what an industry emits per money spent. What is per an amount of money is always `spend`."""
    removal: Removal | None = None
    """Evidence of what its components say is removed: {store = "biochar", years = 100, standard = "Puro Standard 2025",
    verified_by = "Prüfer GmbH"}."""
    uncertainty: Uncertainty | None = None
    """Uncertainty of the value; a range is in `unit` per `per`: {gsd2 = 1.21}, {low = 1.8, high = 2.5}."""
    quality: Quality | None = None
    """Quality of the data: {dqr = 2.1}."""
    licence: LongText | None = None
    """Terms under which the value may be used: "CC BY 4.0"."""
    attribution: LongText | None = None
    """The sentence that those terms ask for: "Source: ADEME, AGRIBALYSE 3.1.1"."""
    embed: bool | None = None
    """Whether those terms let the value be handed on inside data and programs of others: false. Nothing: nobody said."""
    share_alike: bool = False
    """Whether data made of the value must be under the same terms, as CC BY-SA and ODbL ask: true."""
    may_publish_value: bool = True
    """Whether the value itself may be shown to others. False (AIST-IDEA, ecoinvent, a supplier's confidential figure): figures
    made with it are shown, and nothing prints the value, or an amount by which it could be divided out: false."""
    note: LongText | None = None
    """Anything else that a user of the factor must know: "mean of seven plants"."""
    mass: RatioField | None = None
    """Mass of the amount in `per`, or a ratio: "180 g", "0.5 kg/m"."""
    density: RatioField | None = None
    """Mass per volume: "1.03 kg/L"."""
    length: RatioField | None = None
    """Length of the amount in `per`, or a ratio: "12 m", "20 m/kg"."""
    area: RatioField | None = None
    """Area of the amount in `per`, or a ratio: "2 m2", "12.5 m2/kg"."""
    energy: RatioField | None = None
    """Energy in the amount in `per`, or a ratio: "45 MJ", "34.6 MJ/L"."""
    price: RatioField | None = None
    """Price of the amount in `per`, or a ratio: "228 JPY", "450 JPY/kg"."""

    @model_validator(mode="before")
    @classmethod
    def _in_kilograms(cls, fields: Any, given: ValidationInfo) -> Any:
        if isinstance(fields, dict) and isinstance(fields.get("unit"), str) and fields["unit"] not in _BASES:
            return fields_in_kilograms(fields, given.context)
        return fields

    @property
    def shown_value(self) -> float | None:
        """The value for whoever is shown it; None where its terms do not let it be published."""
        return self.value if self.may_publish_value else None

    def _problems(self) -> Iterator[Problem]:
        yield from self._sum_problems()
        yield from self._sign_problems()
        yield from self._gas_problems()
        if self.per.value <= 0:
            yield Problem("per", f"must be above zero, got {self.per.text!r}")
        if self.uncertainty is not None:
            yield from self.uncertainty.range_problems(self.value, "value")

    def _sum_problems(self) -> Iterator[Problem]:
        emitted = [kg for part, kg in self.components.items() if part in EMISSIONS]
        for what, parts in (("components", emitted), ("stages", list(self.stages.values()))):
            if parts and abs(sum(parts) - self.value) > _TOLERANCE * max(abs(self.value), 1e-9):
                sums = f"the {what} add up to {sum(parts):.6g}, the value is {self.value:.6g}"
                yield Problem(what, sums, "correct one of them; what is removed is not in the value")

    def _sign_problems(self) -> Iterator[Problem]:
        if self.value < 0:
            what = f"{self.value:g} is below zero, and nobody emits less than nothing"
            todo = "state what is emitted; what is removed is a component of its own (removals)"
            yield Problem("value", what, todo)
        for field in ("gases", "stages"):
            for name, kg in getattr(self, field).items():
                if kg < 0:
                    what = f"{kg:g} is below zero, and a part of what is emitted is not"
                    yield Problem(f"{field}.{name}", what, "state removals as a component")
        for part, kg in self.components.items():
            if not (rule := COMPONENT_RULES[part]).fits(kg):
                what = f"holds {rule.limits}: {rule.holds}; got {kg:g}"
                yield Problem(f"components.{part}", what, "correct the sign")

    def _gas_problems(self) -> Iterator[Problem]:
        """Gases that no component of the factor may hold; evidence of nothing."""
        emitted = [part for part in self.components if part in EMISSIONS]
        for gas, kg in self.gases.items():
            if kg > 0 and emitted and not any(COMPONENT_RULES[part].takes(gas) for part in emitted):
                holds = "; ".join(f"{part} holds {COMPONENT_RULES[part].limits}" for part in emitted)
                what = f"no component of the factor holds it: {holds}"
                yield Problem(f"gases.{gas}", what, "correct one of them")
        if self.removal is not None and not any(self.components.get(part) for part in REMOVALS):
            todo = f"state components.{REMOVALS[0]} or components.{REMOVALS[1]}, or remove it"
            yield Problem("removal", "evidence of a removal, and no component is removed", todo)


class ProductRef(Model):
    """Another product of the same document, where a rule draws on it: `{ product = "flakes" }`."""

    product: Identifier
    """Its id: "flakes"."""
    through: Stage | None = None
    """Take its stages up to and including this one."""


def stage_cut_problems(through: str | None, stages: str | None) -> Iterator[Problem]:
    """Problems with how the stages of a used product are taken.

    >>> [problem.where for problem in stage_cut_problems("farm", "all")]
    ['through', 'stages']
    """
    if through is not None and through not in STAGES:
        todo = suggestion(through, STAGES) or f"one of {', '.join(STAGES)}"
        yield Problem("through", f"a product has no stage {clip(through)}", todo)
    if stages == "all":
        todo = 'write stages = "own", which keeps its production too'
        yield Problem("stages", 'only a factor takes "all"', todo)


def _source_tag(value: Any) -> str:
    if isinstance(value, ProductRef) or (isinstance(value, dict) and "product" in value):
        return PRODUCT_TAG
    return text_tag(value)


FactorRef = TextOr[Identifier, EmissionFactor]
"""An id in the factor library, or an `EmissionFactor`."""
SourceRef = Annotated[
    Annotated[Identifier, Tag(ID_TAG)]
    | Annotated[EmissionFactor, Tag(INLINE_TAG)]
    | Annotated[ProductRef, Tag(PRODUCT_TAG)],
    Discriminator(_source_tag),
]
"""The same, or another product: `{ product = "flakes" }`."""


def referenced_products(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """The path and the id of every product that a rule's fields name.

    >>> list(referenced_products((ProductRef(product="a"), "factor.id", ProductRef(product="b")), "routes"))
    [('routes[0].product', 'a'), ('routes[2].product', 'b')]
    """
    if isinstance(value, ProductRef):
        yield f"{where}.product", value.product
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from referenced_products(item, f"{where}[{place}]")
    elif isinstance(value, Model) and not isinstance(value, EmissionFactor):
        for name in type(value).model_fields:
            yield from referenced_products(getattr(value, name), f"{where}.{name}")
