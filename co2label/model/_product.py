"""Products, their activities, and the declaration data that a label states beside the figure.

>>> leaves = Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials", loss={"share_of_input": 0.1})
>>> leaves.amount.text, leaves.has_rules
('2 g', True)
>>> tea = Product(id="tea", name="Tea", declared_unit="1 杯", boundary="cradle-to-gate", year=2025, activities=[leaves])
>>> tea.activities[0].amount.value, tea.activities[0].amount.unit.text
(2.0, 'g')
>>> DeclarationData(company="Chaya", shelf_amount="100 g").shelf_amount.text
'100 g'
>>> DeclarationData(indicators=[{"kind": "municipality", "place": "久慈市"}, "Wood"]).indicators[0].what
'origin'
>>> DeclarationData(indicators=[{"kind": "munincipality", "place": "久慈市"}])
Traceback (most recent call last):
...
co2label.errors.DocumentError: indicators[0].kind: expected one of building, energy, insulation, wood, municipality, \
electricity, stars, got 'munincipality'; did you mean 'municipality'?
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from co2label.errors import DocumentError, Problem
from co2label.identifiers import country
from co2label.identifiers import lot as check_lot
from co2label.model._base import (
    AmountField,
    CleanText,
    Gtin,
    Identifier,
    Model,
    Name,
    RatioField,
    SignedAmountField,
    TextOr,
    TextOrName,
    text_as,
)
from co2label.model._electricity import Electricity, electricity_problems
from co2label.model._evidence import Credit, Date, Evidence, Removal, Uncertainty, Verification
from co2label.model._factor import FactorRef, Quality, referenced_products, stage_cut_problems
from co2label.model._rules import (
    CutOff,
    Leg,
    Loss,
    Recycling,
    Route,
    route_problems,
    transport_chain_problems,
)
from co2label.model._sdg import SdgEntry, SdgLine
from co2label.model._vocabulary import (
    COMPONENT_RULES,
    REMOVALS,
    Boundary,
    CarbonOrigin,
    Component,
    Estimated,
    Stage,
    SumRule,
    gas_and_origin,
    stages_of,
)
from co2label.text import clean_text, table_html
from co2label.units import parse_amount
from co2label.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from co2label.model._factor import EmissionFactor
    from co2label.units import Amount, OwnUnits


SOURCE_FIELDS: tuple[str, ...] = ("factor", "product", "gas", "recycling", "routes", "legs", "electricity")
"""An activity draws on exactly one of these fields. A rule adds its field here, and to `RULE_FIELDS`."""

RULE_FIELDS: tuple[str, ...] = ("recycling", "routes", "legs", "loss", "stages", "electricity")
"""Fields that ask for a rule, which expands the activity into plain ones (see `co2label.footprint._rules`)."""

MAX_YIELD = 100.0


class Activity(Model):
    """An amount of something done or used, drawing on exactly one source (`SOURCE_FIELDS`): a factor, product, gas or rule.

    Raises:
        DocumentError: none or several of them; CH4 without its origin; a gas or a sign that its component does not
            hold (see `co2label.model.COMPONENT_RULES`).
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "amount")

    name: CleanText
    """Name of what is done or used: "rice"."""
    amount: SignedAmountField
    """Amount with its unit: "48 g", "0.110 kg * 120 km"."""
    factor: FactorRef | None = None
    """An id in the factor library, "food.rice", or an `EmissionFactor`."""
    product: Identifier | None = None
    """The id of another product of the same document; its whole footprint goes to this activity's stage."""
    gas: str | None = None
    """The gas of a direct emission, whose mass is the amount: "CO2", "CH4", "N2O", "HFC-134a"."""
    electricity: Electricity | None = None
    """For an amount of electric energy: location- or market-based, with certificates, losses and upstream:
    {method = "location", grid = "elec.grid.jp.average"}."""
    origin: CarbonOrigin | None = None
    """Of CH4 only: its GWP depends on it since AR5."""
    component: Component | None = None
    """Of a direct emission only: where it is booked; `fossil` unless the gas says otherwise."""
    removal: Removal | None = None
    """Evidence of what is removed: of a direct emission in `removals` or `land-management-removals`, or of a factor that
    holds some: {store = "mineral", years = 1000, standard = "Puro Standard 2025", verified_by = "Prüfer GmbH"}."""
    recycling: Recycling | None = None
    """Of a material: recycled content and recycling at end of life, by a named rule:
    {rule = "cut-off", virgin = "al.primary"}."""
    routes: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)] | None = None
    """Of waste: the routes that it goes, each with its share: [{share = 1, factor = "waste.burn"}]."""
    legs: Annotated[tuple[Leg, ...], Field(strict=False, min_length=1)] | None = None
    """Of goods that are moved (the amount is their mass): vehicles with their distances, and hubs:
    [{mode = "freight.truck.avg", distance = "120 km"}]."""
    stage: Stage
    """The stage of the life cycle that it belongs to."""
    through: str | None = None
    """Of a used product, or of a factor with a stage split: take its stages up to and including this one, "production"."""
    stages: Literal["own", "all"] | None = None
    """Of a used product: "own" books each of its stages in the same one of the user, not all in `stage`. Of a factor with a stage
    split: "own" books each part in the stage of its name; what lies before the gate stays in `stage`. "all" tells that apart
    too, for a product that is the very thing that the factor describes."""
    loss: Loss | None = None
    """Losses on the way; the amount is then what comes out, and more is taken in: {share_of_input = 0.05}."""
    yields: float | None = Field(default=None, ge=0, le=MAX_YIELD)
    """Of a raw material: the share of its mass that stays in the product, such as 0.1 of the milk of a cheese, 0 of packaging, or
    2.2 of rice that takes up water. It explains a mass balance and moves no figure."""
    quality: Quality | None = None
    """Quality of the data of this activity; a rating here wins over the factor's: {dqr = 2.1}."""
    evidence: Annotated[Evidence, text_as("kind", Evidence)] | None = None
    """How the amount was obtained; the kind alone ("measured") is enough."""
    uncertainty: Uncertainty | None = None
    """Uncertainty of the amount; a range is in the unit that the amount is written in: {percent = 10}, {low = 40, high = 55}."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            name: str,
            amount: str | Amount,
            *,
            stage: Stage,
            factor: str | EmissionFactor | None = None,
            product: str | None = None,
            gas: str | None = None,
            electricity: Electricity | dict[str, Any] | None = None,
            origin: CarbonOrigin | None = None,
            component: Component | None = None,
            removal: Removal | dict[str, Any] | None = None,
            recycling: Recycling | dict[str, Any] | None = None,
            routes: Sequence[Route | dict[str, Any]] | None = None,
            legs: Sequence[Leg | dict[str, Any]] | None = None,
            through: str | None = None,
            stages: Literal["own", "all"] | None = None,
            loss: Loss | dict[str, Any] | None = None,
            yields: float | None = None,
            quality: Quality | dict[str, Any] | None = None,
            evidence: Evidence | str | None = None,
            uncertainty: Uncertainty | dict[str, Any] | None = None,
        ) -> None: ...

    @property
    def source_text(self) -> str:
        """The source in a word: the id of a factor or a product, a gas, or the name of the rule.

        >>> Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials").source_text
        'food.green_tea'
        """
        for name in SOURCE_FIELDS:
            value = getattr(self, name)
            if value is not None:
                return value if isinstance(value, str) else getattr(value, "id", name)
        return ""

    @property
    def has_rules(self) -> bool:
        """True if a rule expands the activity into plain ones."""
        fields = self.__dict__
        cut = fields.get("through") is not None and fields.get("product") is not None
        return cut or any(fields.get(name) is not None for name in RULE_FIELDS)

    def with_amount(self, name: str, amount: str, units: OwnUnits | None = None) -> Activity:
        """The same with another name and amount, read and checked as by `read`, at half its cost.

        Args:
            name: its name.
            amount: its amount.
            units: counted units of one's own, which amounts may name without braces.

        Raises:
            ValueError: something is wrong, and only `read` says all of it with its place.

        >>> Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials").with_amount("stalks", "0.3 kg")
        Activity('stalks', '0.3 kg', factor='food.green_tea', stage='raw-materials')
        """
        text = amount if units is None else units.braced(amount)
        own = {"name": _clean_name(name), "amount": parse_amount(text, allow_negative=True)}
        made = object.__new__(Activity)
        object.__setattr__(made, "__dict__", {**self.__dict__, **own})
        object.__setattr__(made, "__pydantic_fields_set__", self.__pydantic_fields_set__.copy())
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        DocumentError.raise_any(made._amount_problems())
        return made

    def uses(self) -> Iterator[tuple[str, str]]:
        """The fields that name another product of the document, with its id."""
        if self.product is not None:
            yield "product", self.product
        for name in RULE_FIELDS:
            yield from referenced_products(getattr(self, name), name)

    def _problems(self) -> Iterator[Problem]:
        yield from self._source_problems()
        yield from self._amount_problems()

    def _amount_problems(self) -> Iterator[Problem]:
        """All that is wrong between the amount and the other fields."""
        yield from self._component_problems()
        if self.routes:
            yield from route_problems(self.routes)
        if self.legs:
            yield from transport_chain_problems(self.legs, self.amount)
        if self.electricity is not None:
            yield from electricity_problems(self.electricity, self.amount)
        if self.uncertainty is not None:
            yield from self.uncertainty.range_problems(self.amount.value, "amount")

    def _source_problems(self) -> Iterator[Problem]:
        """None or several sources, and fields that only some sources take."""
        given = [key for key in SOURCE_FIELDS if getattr(self, key) is not None]
        if len(given) != 1:
            came = f"{' and '.join(given)} together" if given else "none of them"
            yield Problem("", f"expected exactly one of {', '.join(SOURCE_FIELDS)}; got {came}")
        if self.gas is not None and gas_and_origin(self.gas) == ("CH4", None) and self.origin is None:
            todo = 'write "fossil" (a leak), "biogenic" or "combustion" (what did not burn of a fuel)'
            yield Problem("origin", "CH4 needs its origin, which sets its GWP", todo)
        for name in ("through", "stages"):
            if getattr(self, name) is not None and self.factor is None and self.product is None:
                what = f"only an activity with a factor or a product takes `{name}`"
                yield Problem(name, what, "remove it")
        if self.product is not None:
            yield from stage_cut_problems(self.through, self.stages)
        for name, text in (("origin", "an origin"), ("component", "a component")):
            if getattr(self, name) is not None and self.gas is None:
                yield Problem(name, f"only a direct emission (gas) takes {text}", "remove it")

    def _component_problems(self) -> Iterator[Problem]:
        """An amount, a gas or evidence that the component does not hold."""
        if self.removal is not None and self.factor is None and self.component not in REMOVALS:
            todo = f'it belongs to component = "{REMOVALS[0]}" or "{REMOVALS[1]}", or to a factor that holds some'
            yield Problem("removal", "evidence of a removal, and nothing is removed", todo)
        if self.gas is None or self.component is None:
            if self.amount.value < 0:
                todo = f'only removals may be negative: a gas with component = "{REMOVALS[0]}"'
                yield Problem("amount", f"negative amount {self.amount.text!r}", todo)
            return
        rule = COMPONENT_RULES[self.component]
        came = self.gas if self.origin is None else f"{self.gas} of origin {self.origin}"
        if not rule.direct:
            what = f"{self.component} ({rule.holds}) is no activity of a product"
            bought = "bought credits may stand in declaration.credits, which touches no figure"
            yield Problem("component", what, f"remove it: {bought}; substitution and recycling are rules")
            return
        if not rule.takes(self.gas, self.origin):
            what = f"{self.component} holds {rule.limits}: {rule.holds}; got {came}"
            todo = "leave `component` out for an emission; it is then booked by its gas"
            yield Problem("component", what, todo)
        if not rule.fits(self.amount.value):
            what = f"{self.component} holds {rule.limits}: {rule.holds}; got {self.amount.text!r}"
            yield Problem("amount", what, "correct the sign, or the component")


_clean_name = lru_cache(maxsize=1 << 12)(clean_text)

MAX_INDICATORS = 4

_Limit = Annotated[float, Field(gt=0)]

Market = Annotated[str, BeforeValidator(lambda value: value if value == "EU" else country(value))]
"""A country by its ISO 3166-1 code of two letters, "FR", or the European Union, "EU"."""

LEAST_PRODUCTS = 20
"""So few products give no fifths that mean anything: four a step."""


class BandScheme(Model):
    """Five steps, A to E, by somebody who is named: what the steps are of, and the four upper limits between them.

    Raises:
        DocumentError: no four limits, or limits that do not ascend.

    >>> town = BandScheme(name="Town canteen 2026", source="Town council, 2026-03-01", per="meal",
    ...                   limits=[0.4, 0.8, 1.2, 1.6])
    >>> town.limits[0], town.name["und"]
    (0.4, 'Town canteen 2026')
    """

    name: Name
    """Who sets the steps, with the edition: "Town canteen 2026"."""
    source: Name
    """Source of the limits, or the basis of each: "Town council, 2026-03-01"."""
    per: Literal["meal", "unit", "kg", "day"]
    """kg-CO2e per declared unit of one serving; per declared unit, whatever it is; per kg of product; percent of the reference
    per day."""
    limits: tuple[_Limit, _Limit, _Limit, _Limit] = Field(strict=False)
    """Upper limits of A, B, C and D, each inclusive: [0.4, 0.8, 1.2, 1.6]; what lies above the last one is E."""
    category: Name | None = None
    """Products that it applies to: {ja = "おにぎり・サンドイッチ", en = "rice balls and sandwiches"}."""
    products: int | None = Field(default=None, ge=LEAST_PRODUCTS)
    """Of how many of one's own products the limits are the fifths (`co2label scale`); a scheme of others has none."""
    date: Date | None = None
    """The day on which these fifths were computed: "2026-11-30"."""
    certified_by: CleanText | None = None
    """The certification scheme or public authority behind it, where there is one: "Ville de Lyon"."""

    def _problems(self) -> Iterator[Problem]:
        for name in ("category", "date") if self.products is not None else ():
            if getattr(self, name) is None:
                yield Problem(
                    name,
                    "steps of one's own products need it and it is missing",
                    "run `co2label scale` again",
                )

    @field_validator("limits")
    @classmethod
    def _ascending(cls, limits: tuple[float, ...]) -> tuple[float, ...]:
        if any(low >= high for low, high in pairwise(limits)):
            raise ValueError(
                f"expected four limits that ascend, got {', '.join(f'{each:g}' for each in limits)}"
            )
        return limits


MassUnit = Literal["g", "kg", "t"]
"""A unit of CO2e."""

PRICE_LENGTH = 24
"""Characters of a price, and of the note beside it."""

MAX_MARKS, MARK_LENGTH = 8, 4


def _short(price: str | dict[str, str]) -> str | dict[str, str]:
    """A price that a label has room for."""
    for text in [price] if isinstance(price, str) else price.values():
        clean_text(text, limit=PRICE_LENGTH)
    return price


Mark = Annotated[str, BeforeValidator(lambda value: clean_text(value, limit=MARK_LENGTH))]
"""A few characters that stand beside the name of a dish: "V", "卵", "1"."""


class DeclarationData(Model):
    """Data that a label states beside the figure: who, until when, how checked, where to read more."""

    company: TextOrName | None = None
    """Who declares the figure: "Chaya Co., Ltd.", {ja = "茶屋株式会社", en = "Chaya Co., Ltd."}."""
    issued: Date | None = None
    """The day on which it is declared: "2026-11-23"."""
    valid_until: Date | None = None
    """The last day on which it may be shown: "2027-11-22"."""
    resolver: str | None = None
    """Web address of a GS1 Digital Link resolver: "https://id.example.jp"."""
    info_url: str | None = None
    """Web address of the study report, where there is no GTIN or no resolver: "https://example.jp/co2/tea"."""
    verification: Annotated[Verification, text_as("kind", Verification)] = Verification()
    """Who has checked the figure: {kind = "third-party", by = "SuMPO", date = "2026-03-31"}; the kind alone ("self-declared")
    is enough."""
    scope: Name | None = None
    """Scope of the figure (CFP display guide 2025-02): {ja = "包装を含む", en = "packaging included"}."""
    standard: CleanText | None = None
    """The standard that the calculation follows: "ISO 14067:2018"; only what is really followed."""
    shelf_amount: AmountField | None = None
    """A mass or volume that a whole shelf is compared by: "100 g", "1 L"."""
    pack: AmountField | None = None
    """Pack sold, if the declared unit is a part of it: "6 個", "500 mL"; the figure of a pack stands beside it."""
    content: AmountField | None = None
    """Net content of one declared unit, as the pack states it; labels show it instead of the mass, which may be gross: "1 L"."""
    printed_price: Annotated[TextOrName, AfterValidator(_short)] | None = None
    """The price on a shelf label and a menu, as it is printed: "680円", {ja = "680円", en = "¥680"}; nothing is computed
    from it, unlike the `price` of a product."""
    price_note: Annotated[TextOrName, AfterValidator(_short)] | None = None
    """What is printed beside the price: "税込748円"."""
    marks: Annotated[dict[Mark, Name], Field(max_length=MAX_MARKS)] = Field(default_factory=dict)
    """Marks of a dish on a menu, at most eight, each of at most four characters with what it means:
    {V = {ja = "ベジタリアン", en = "vegetarian"}}; nobody checks them but the author."""
    band: TextOr[Identifier, BandScheme] | None = None
    """The scheme of a five-step band: the id of one that co2label brings, "co2label-meal-2026", or a scheme of one's own."""
    market: Market | None = None
    """Market in which it is sold, "FR" or "EU": the law of that market decides what may stand on a label."""
    unit: MassUnit | None = None
    """The unit of CO2e in which its figure is shown, whatever its size; products that stand together share one."""
    reference: Identifier | None = None
    """The budget that the figure is held against, "day-iges-2030", "year-iges-2030", "meal-wwf-500", or "none"."""
    equivalents: Annotated[tuple[Identifier, ...], Field(strict=False, max_length=3)] = ()
    """Equivalents of the figure on a label: ["car-km"]; pages state them by default."""
    indicators: Annotated[tuple[SdgLine, ...], Field(strict=False, max_length=MAX_INDICATORS)] = ()
    """SDG lines, at most four: words by language, or entries with a `kind` that become words by rule:
    [{ja = "国産材"}, {kind = "municipality", place = "久慈市"}]."""
    sum_rule: SumRule | None = None
    """The standard or data model whose total is the figure: removals then count where it counts them, and every carrier
    says so. Without it the figure is what is emitted."""
    credits: Annotated[tuple[Credit, ...], Field(strict=False, max_length=8)] = ()
    """Carbon credits that were bought, as a statement of its own on the page; they touch no figure:
    [{amount = "1 t", registry = "J-Credit", serial = "JCL-100-200", vintage = 2024}]."""
    baseline: Identifier | None = None
    """The id of one's own product, or of an earlier year of this one, that the figure is compared with: "onigiri-2023"."""
    publish_working: bool = False
    """Whether the lines of the calculation may be published."""

    @property
    def compared_with(self) -> dict[str, str]:
        """The ids of the products whose figures are needed, by the argument of `declare` that takes the figure."""
        named = {"baseline": self.baseline} if self.baseline else {}
        for entry in self.indicators:
            if isinstance(entry, SdgEntry):
                named |= entry.compared_with
        return named


Lot = Annotated[str, BeforeValidator(lambda value: check_lot(value) if isinstance(value, str) else value)]
"""A batch or lot in GS1 set 82 (AI 10), 20 characters at most: "L2026-11"."""


class Product(Model):
    """A product or service per declared unit.

    Raises:
        DocumentError: every problem of the product, each with its path.
    """

    id: Identifier
    """Its id in the document: "onigiri"."""
    name: Name
    """Name in one or more languages: "Onigiri", {ja = "おにぎり", en = "Onigiri"}."""
    declared_unit: AmountField
    """The amount that the figure is per, above zero: "1 piece", "1 kg", "1 night", "1 km"."""
    boundary: Boundary
    """The part of the life cycle that the figure covers."""
    activities: tuple[Activity, ...] = Field(strict=False, min_length=1)
    """Activities of one declared unit, line by line:
    [{name = "rice", amount = "48 g", factor = "food.rice", stage = "raw-materials"}]."""
    nothing_in: dict[Stage, Name] = Field(default_factory=dict)
    """Stages inside the boundary in which nothing happens, each with its reason, which a label shows: {use = "eaten cold"}."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    """The year that the activity data stand for: 2025; a declaration needs it."""
    gtin: Gtin | None = None
    """Its Global Trade Item Number, 8, 12, 13 or 14 digits: "4901234567894"."""
    lot: Lot | None = None
    """The batch or lot that the figure is of, in GS1 set 82 (AI 10): "L2026-11"; it stands in the link, and needs the `gtin`."""
    category: CleanText | None = None
    """Category within which it is compared: "rice balls"."""
    biogenic_carbon: AmountField | None = None
    """Biogenic carbon in the product, mass of C per declared unit: "12 g"; uptake is checked against it (PACT v3)."""
    declaration: DeclarationData = DeclarationData()
    """Data that a label states beside the figure: {company = "Chaya Co., Ltd.", valid_until = "2027-11-22"}."""
    cut_off: CutOff | None = None
    """Part left out of the figure, against a limit: {left_out_percent = 3, limit_percent = 5}."""
    mass: RatioField | None = None
    """Mass of a declared unit, or a ratio: "110 g", "0.5 kg/m"."""
    density: RatioField | None = None
    """Mass per volume: "1.03 kg/L"."""
    length: RatioField | None = None
    """Length of a declared unit, or a ratio: "12 m", "20 m/kg"."""
    area: RatioField | None = None
    """Area of a declared unit, or a ratio: "2 m2", "12.5 m2/kg"."""
    energy: RatioField | None = None
    """Energy in a declared unit, or a ratio: "45 MJ", "34.6 MJ/L"."""
    price: RatioField | None = None
    """Price of a declared unit, or a ratio: "228 JPY", "450 JPY/kg"."""
    estimated: Estimated | None = None
    """What an estimate rests on where nobody has confirmed it: a match of names ("suggested"), an average of its category
    ("category"), its price ("price"). It is not declared; receipts count it with its span."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            id: str,  # noqa: A002
            name: str | dict[str, str],
            declared_unit: str | Amount,
            boundary: Boundary,
            activities: list[Activity] | tuple[Activity, ...],
            nothing_in: dict[Stage, str | dict[str, str]] = ...,
            year: int | None = None,
            gtin: str | None = None,
            lot: str | None = None,
            category: str | None = None,
            biogenic_carbon: str | Amount | None = None,
            declaration: DeclarationData | dict[str, Any] = ...,
            cut_off: CutOff | dict[str, Any] | None = None,
            mass: str | Amount | None = None,
            density: str | Amount | None = None,
            length: str | Amount | None = None,
            area: str | Amount | None = None,
            energy: str | Amount | None = None,
            price: str | Amount | None = None,
            estimated: Estimated | None = None,
        ) -> None: ...

    @cached_property
    def has_rules(self) -> bool:
        """True if a rule changes the sum of the activities."""
        return self.cut_off is not None or any(line.has_rules for line in self.activities)

    def uses(self) -> Iterator[str]:
        """The ids of the products that it uses, once for each use."""
        if not self.has_rules:  # only rules name products elsewhere than in `product`
            return (line.product for line in self.activities if line.product is not None)
        return (name for line in self.activities for _, name in line.uses())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Product:
        """Copy the product and reset its cached properties."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("has_rules", None)
        return copied

    def _repr_html_(self) -> str:
        """A table of the activities for notebooks."""
        rows = [(line.name, line.amount, line.source_text, line.stage) for line in self.activities]
        caption = f"{in_language(self.name, 'en')} ({self.id}), per {self.declared_unit}"
        return table_html(caption, ("activity", "amount", "source", "stage"), rows)

    def _problems(self) -> Iterator[Problem]:
        outside = f"lies outside the boundary {self.boundary!r}"
        yield from stage_problems(self.activities, self.boundary, f"which {outside}")
        if self.lot is not None and self.gtin is None:
            yield Problem("lot", "a lot is one of a GTIN, and there is none", "add the gtin")
        inside = stages_of(self.boundary)
        for stage in self.nothing_in:
            lines = [line.name for line in self.activities if line.stage == stage]
            if stage not in inside:
                what = f"{stage!r} {outside}, where nothing is counted anyway"
                yield Problem(f"nothing_in.{stage}", what, "remove it, or widen the boundary")
            elif lines:
                what = f"{lines[0]!r} happens in stage {stage!r}"
                yield Problem(f"nothing_in.{stage}", what, "remove it, or the activity")
        for place, line in enumerate(self.activities):
            if line.recycling is not None:
                for problem in line.recycling.missing(end_of_life="end-of-life" in inside):
                    yield problem.under(f"activities[{place}].recycling")
        if self.declared_unit.value <= 0:
            yield Problem("declared_unit", f"must be above zero, got {self.declared_unit.text!r}")
        carbon = self.biogenic_carbon
        if carbon is not None and str(carbon.unit.dimension) != "mass":
            yield Problem("biogenic_carbon", f"expected a mass of carbon, got {carbon.text!r}")
        _ = self.has_rules  # known from here on, so that computing does not ask each line


def stage_problems(activities: Iterable[Activity], boundary: Boundary, outside: str) -> Iterator[Problem]:
    """Activities in a stage that lies outside a boundary; `outside` says of what."""
    inside = stages_of(boundary)
    for place, line in enumerate(activities):
        if line.stage not in inside:
            what = f"{line.name!r} is in stage {line.stage!r}, {outside}"
            todo = f"inside are {', '.join(inside)}; move the activity, or widen the boundary"
            yield Problem(f"activities[{place}].stage", what, todo)
