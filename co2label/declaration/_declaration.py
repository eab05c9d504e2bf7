"""The `Declaration`: everything that may be said about one product, ready to print.

Text is cleaned, digits are chosen and wording is checked before a Declaration exists. Labels, pages, tags and receipts
print it; they do not compute, round or reword.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import to_jsonable_python

from co2label.text import table_html
from co2label.wording import in_language, language_used, translate, translations

if TYPE_CHECKING:
    import datetime as dt

    from co2label.figures import Shown
    from co2label.model import Boundary, Stage, SumRule, Verification
    from co2label.units import Selling


Span = Literal["day", "meal", "year"]
"""What a budget is for: a day or a year of all of life, or a meal."""

StageStatus = Literal["included", "nothing", "no-data", "excluded"]


@dataclass(frozen=True, slots=True)
class StageLine:
    """One row of the stage table, in the order of the life cycle; all five are always there."""

    stage: Stage
    status: StageStatus
    """`excluded`: outside the boundary. `no-data`: inside, without an activity. `nothing`: inside, and the author says that
    nothing happens there. None of them is a zero."""
    value: str | None = None
    """The part in the unit of the shown figure, rounded by itself to the place of its last digit: "30" beside "210"; "<10"
    where it is above zero and rounds to 0, ">-10" below zero."""
    percent: str | None = None
    """Whole percent of the total ("71"; "<1" where it is above zero and rounds to 0); the rows add up to 100. None in every
    row where a part is below zero."""
    share: float = 0.0
    """Of all parts above zero, not rounded, for a bar that is linear from zero: 0 to 1, and below zero for a credit."""
    reason: dict[str, str] | None = None
    """Of a stage in which nothing happens: why, in the author's words."""


@dataclass(frozen=True, slots=True)
class ReferenceShare:
    """The figure against a budget per person: of a day or a year of all of life, or of a meal."""

    kind: Literal["percent", "below-one", "days", "meals", "years"]
    value: int
    """Whole percent; whole days, meals or years; with `below-one` it is 1 (less than 1 %)."""
    share: float
    """Of the budget, 0 or above, unrounded; 1.5 where the figure is half as large again."""
    span: Span
    kg: float
    """The budget, kg CO2e."""
    shown: Shown
    """The budget as printed: "6.8" "kg-CO2e"."""
    basis: str
    """Key of the basis in `wording`: `iges-2030`."""
    interval: tuple[float, float] | None = None
    """The ends of the figure's interval as shares of the budget; None where it has none."""


@dataclass(frozen=True, slots=True)
class ShownInterval:
    """The range in which the figure lies, in the unit of the figure and to its last place: "190" to "300"."""

    low: str
    high: str
    level: float
    """Of confidence, 0 to 1: 0.95."""
    share: float
    """0 to 1 of the figure for which an uncertainty is stated; the rest counts as sure."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The same mass of CO2e as something from daily life, in words, with the source of the other figure."""

    id: str
    """Such as `car-km`."""
    value: str
    """How much of it, as printed: "1.4"."""
    words: dict[str, str]
    """A sentence in each language."""
    short: dict[str, str]
    """What the value counts, in each language: "km by car"."""
    source: str
    asked: bool = False
    """Whether the document asks for it, so that labels print it as well as pages."""


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """The unit that the figure is per, in words: {"ja": "1個（110 g）", "en": "1 piece (110 g)"}."""

    words: dict[str, str]
    selling: Selling | None = None
    """What a till may say of it: a count, "300 g"."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A sentence that must be near the figure, by its code in `wording`."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark that every carrier, however small, prints near the figure: without it the figure would mislead."""

    code: str
    """removed, credits, sum-rule, estimate, stages-with-data, cut-off."""
    words: dict[str, str]
    """A sentence in each language."""
    short: dict[str, str]
    """A few words in each language, for strips, slips and small labels."""
    per_unit: bool = False
    """Whether it tells masses of one declared unit, which do not hold for several of them together."""


@dataclass(frozen=True, slots=True)
class Removed:
    """Mass removed from the air and stored, shown beside the emissions; part of the figure only if a sum rule is named."""

    shown: Shown
    """The mass removed, above zero, as printed."""
    kg_co2e: float
    """Unrounded, above zero."""
    evidence: tuple[dict[str, str], ...] = ()
    """What shows it, in sentences by language: store, years, standard, verifier."""


@dataclass(frozen=True, slots=True)
class PerAmount:
    """The figure per a common amount, like a unit price: 100 g, 1 kg, 100 mL or 1 L."""

    words: dict[str, str]
    """{"ja": "100 g", "en": "100 g"}."""
    shown: Shown


@dataclass(frozen=True, slots=True)
class BandStep:
    """The step of the figure in a named scheme; 1 is the lowest, with the letter A."""

    letter: str
    step: int
    """1 to `steps`."""
    steps: int
    scheme: dict[str, str]
    """The name of the scheme with its edition, in words: who sets the steps."""
    basis: dict[str, str]
    """What the steps are of and their limits, in words."""
    bounds: tuple[str, ...] = ()
    """The upper limits of all steps but the last, inclusive, as printed in `unit`."""
    unit: str = ""
    """g-CO2e, kg-CO2e or t-CO2e, like the figure; "%" of a day."""
    per: str = "meal"
    """What the limits are per: meal, unit (the declared one), kg, day."""
    own_range: bool = False
    """Whether the steps are fifths of the declarer's own products, and not a scheme."""
    category: dict[str, str] | None = None
    """Within which category the figure is judged, by language."""
    products: int | None = None
    """How many products the steps were computed from."""
    date: dt.date | None = None
    """The day on which they were computed."""


@dataclass(frozen=True, slots=True)
class OwnComparison:
    """The figure against the company's own product or an earlier year of it, with what it rests on."""

    sentence: dict[str, str]
    """{"en": "12% lower than our product of 2023"}; short enough for a label."""
    basis: dict[str, str]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of factors, as its licence asks to name it."""

    title: str
    edition: str | None
    url: str | None
    licence: str | None
    attribution: str | None
    factors: tuple[str, ...]
    """Ids of the factors used from it."""


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One line of how the figure was calculated, where the company publishes it."""

    name: dict[str, str]
    stage: Stage
    amount: str
    """As it is written; "" where a value behind it may not be published (`kept`)."""
    factor: str
    """Name or id of the factor, or of the product used."""
    value: str
    """In `unit`, rounded like the stage rows."""
    unit: str
    percent: str | None = None
    """Like that of the stage rows, over all lines."""
    kept: bool = False
    """Whether the amount is left out, since the value of a factor could be divided out by it, and its terms forbid that."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything that is declared about one product.

    Attributes:
        shown: the figure as printed, "210" "g-CO2e"; the only rounding that exists.
        kg_co2e: the unrounded figure, for machines that add.
        link: the GS1 Digital Link or the address of the report, which the QR opens.
    """

    product_id: str
    gtin: str | None
    name: dict[str, str]
    declared_unit: DeclaredUnit
    shown: Shown
    kg_co2e: float
    boundary: Boundary
    scope: dict[str, str] | None
    stages: tuple[StageLine, ...]
    reference: ReferenceShare | None
    year: int
    gwp_set: str
    gwp_horizon: int
    standard: str | None
    verification: Verification
    company: str | dict[str, str]
    issued: dt.date
    valid_until: dt.date
    link: str
    factor_edition: str
    qualifiers: tuple[Qualifier, ...] = ()
    near: tuple[Remark, ...] = ()
    """What every carrier prints near the figure, the most important first."""
    removed: Removed | None = None
    sum_rule: SumRule | None = None
    """The rule whose total the figure is, which then stands near it; None where it is what is emitted."""
    credits: tuple[dict[str, str], ...] = ()
    """Carbon credits that were bought, in words, for the page and for data alone; they touch no figure and stand near none."""
    kinds: dict[str, float] = field(default_factory=dict)
    """Share of the figure by kind of data, 0 to 1: product, average (of a group of products), spend (money)."""
    rounded: bool = False
    """Whether the printed parts do not add up to the printed figure, which a table of parts then remarks on."""
    rule_set: str = "jp-2025"
    per_amount: PerAmount | None = None
    per_pack: PerAmount | None = None
    """The figure of a pack, where the declared unit is less than that."""
    interval: ShownInterval | None = None
    equivalents: tuple[Equivalent, ...] = ()
    band: BandStep | None = None
    indicators: tuple[dict[str, str], ...] = ()
    """SDG lines in words, at most six: the origin of renewable electricity, ZEH/ZEB, wood, places."""
    indicator_notes: tuple[dict[str, str], ...] = ()
    """What these lines mean and rest on, in sentences, for where there is room."""
    comparison: OwnComparison | None = None
    sources: tuple[SourceLine, ...] = ()
    working: tuple[WorkingLine, ...] = ()
    lot: str | None = None
    """The batch or lot that the figure is of."""
    printed_price: str | dict[str, str] | None = None
    """The price on a shelf label and a menu, as it is printed."""
    price_note: str | dict[str, str] | None = None
    """What is printed beside the price."""
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
    """Marks of a dish on a menu, each with what it means."""

    @property
    def amounts(self) -> tuple[PerAmount, ...]:
        """The figure per other amounts than the declared unit, in the same unit of CO2e: per 100 g, per pack."""
        return tuple(each for each in (self.per_amount, self.per_pack) if each is not None)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the same words and digits, dates as ISO 8601 text."""
        plain: dict[str, Any] = to_jsonable_python(self)
        return plain

    def _repr_html_(self) -> str:
        """A table for notebooks: the figure as printed, what it is of, and what stands near it."""
        rows = [
            ("figure", f"{self.shown.value} {self.shown.unit}"),
            ("per", in_language(self.declared_unit.words, "en")),
            ("covers", coverage_words(self, "en")),
            ("year", self.year),
            ("company", in_language(self.company, "en")),
            ("valid", f"{self.issued} to {self.valid_until}"),
            *(("note", in_language(each.words, "en")) for each in self.near),
        ]
        return table_html(f"{in_language(self.name, 'en')} ({self.product_id})", ("", ""), rows)


def borrowed_texts(declaration: Declaration, language: str) -> tuple[str, ...]:
    """What a declaration says in another language, since its author gave no text in this one; a sentence each.

    >>> from co2label import testing
    >>> borrowed_texts(testing.declaration(company={"ja": "茶屋"}), "fr")
    ("company has no text in 'fr'; the one in 'ja' is shown",)
    """
    band, reasons = declaration.band, (line.reason for line in declaration.stages)
    given = {
        "name": declaration.name,
        "company": declaration.company,
        "scope": declaration.scope,
        "band: name": band and band.scheme,
        "band: category": band and band.category,
        **{f"marks: {mark}": meaning for mark, meaning in declaration.marks.items()},
        **{f"nothing_in: reason {place}": reason for place, reason in enumerate(reasons)},
    }
    used = {what: language_used(texts, language) for what, texts in given.items() if texts}
    return tuple(
        f"{what} has no text in {language!r}; the one in {other!r} is shown"
        for what, other in used.items()
        if other != language
    )


def gwp_set_words(gwp_set: str, language: str) -> str:
    """The report that conversions to CO2e follow: "IPCC AR6", "6ᵉ rapport du GIEC"; a name without words as it is.

    >>> gwp_set_words("AR6", "en"), gwp_set_words("AR5", "ja")
    ('IPCC AR6', 'IPCC第5次評価報告書')
    """
    return translations(language).get(f"gwp-set.{gwp_set}", gwp_set)


def coverage_words(declaration: Declaration, language: str) -> str:
    """Such as "raw materials to end of life (packaging included, data: 1/5 stages)"."""
    boundary = translate(f"boundary.{declaration.boundary}", language)
    beside = [in_language(declaration.scope, language)] if declaration.scope else []
    open_ones = (each for each in declaration.near if each.code == "stages-with-data")
    beside += [in_language(each.short, language) for each in open_ones]
    if not beside:
        return boundary
    scope = translate("near.joint", language).join(beside)
    return translate("boundary.with-scope", language, boundary=boundary, scope=scope)
