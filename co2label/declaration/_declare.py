"""From a footprint to a declaration: everything a label must say is there, or nothing is declared.

Rules: CFP display guide (MOE/METI, 2025-02-04, rule set `jp-2025`): unit g/kg/t-CO2e; beside the figure the declared unit, the
life-cycle stages and access to the study report; what is covered; premises; bars linear from zero. ISO 14067:2018: no offsets
in the figure.

Which products of a document or catalogue are declared is decided here too, by one rule for labels, pages, tags, books and bulk
runs. A product is left out only where

* other products are made of it, and it is no goods of its own: it has no `gtin` and no `info_url` under which a reader could
  find it, or nothing is declared of it (no `declaration` of its own, and none for all products of a run); or
* others are compared with it, and it has no `valid_until` of its own.

Where that would leave nothing, all products are declared: a document of one loop is about its products.

>>> from co2label.model import Activity, Product
>>> def product(name, uses=None, **more):
...     line = Activity("gas", "1 kg", gas="CO2", stage="production") if uses is None else Activity(
...         uses, "1 piece", product=uses, stage="production")
...     return Product(id=name, name=name, declared_unit="1 piece", boundary="gate-to-gate", activities=[line], **more)
>>> roles = Roles.of([product("dough"), product("bun", "dough"), product("box", "bun")])
>>> roles.why_left_out(product("dough")), roles.why_left_out(product("box", "bun"))
('used by other products, and no goods of its own: neither a GTIN nor an info_url', '')
>>> left_out([product("dough"), product("bun", "dough", gtin="4569951110016", declaration={"company": "Oven"})])
{'dough': 'used by other products, and no goods of its own: neither a GTIN nor an info_url'}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.declaration._checks import inadmissible, missing_fields
from co2label.declaration._comparison import own_comparison, with_statement
from co2label.declaration._declaration import Declaration, DeclaredUnit, Qualifier
from co2label.declaration._equivalents import equivalents_of
from co2label.declaration._figure import (
    ShownFigure,
    declared_unit_words,
    per_amount,
    per_pack,
    source_lines,
    stage_lines,
    working_lines,
)
from co2label.declaration._reference import reference_for
from co2label.declaration._remarks import credits_in_words, remarks_for, removed
from co2label.declaration._scale import band_step
from co2label.declaration._sdg_lines import sdg_lines
from co2label.errors import ClaimError, IdentifierError, Problem, clip, suggestion
from co2label.figures import adds_up
from co2label.footprint import selling_of
from co2label.identifiers import global_gtin, in_one_company
from co2label.links import digital_link, item_link, resolver_address, web_link
from co2label.model import DeclarationData

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from co2label.declaration._reference import ReferenceBudget
    from co2label.declaration._scale import Scales
    from co2label.footprint import Footprint, Footprints
    from co2label.model import BandScheme, Product, SdgEntry
    from co2label.units import Amount


_Part = TypeVar("_Part")

_NO_GOODS = "used by other products, and no goods of its own: neither a GTIN nor an info_url"

_UNDECLARED = "used by other products, and without a declaration of its own"

_COMPARED = "a baseline of other products, and without a validity of its own"


_ESTIMATED = "an estimate that nobody has confirmed"


@dataclass(slots=True)
class Roles:
    """Products that others need, found in one pass over all products.

    Attributes:
        said_for_all: whether a run declares something of all products, so that none needs a declaration of its own.
        used: the ids of the products that others use.
        compared: the ids of those that others are compared with.
    """

    said_for_all: bool = False
    used: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, products: Iterable[Product], *, said_for_all: bool = False) -> Roles:
        """The roles of all products of a document."""
        roles = cls(said_for_all)
        for product in products:
            roles.see(product)
        return roles

    def see(self, product: Product) -> None:
        """Take up what a product needs of others; what it needs of itself makes nothing of it."""
        self.used.update(name for name in product.uses() if name != product.id)
        self.compared.update(product.declaration.compared_with.values())

    @property
    def any(self) -> bool:
        """True where any product is needed by others."""
        return bool(self.used or self.compared)

    def why_left_out(self, product: Product) -> str:
        """Give the reason why a product is not declared; "" for one that is."""
        own = product.declaration
        if product.estimated is not None:
            return _ESTIMATED
        if product.id in self.used:
            if product.gtin is None and own.info_url is None:
                return _NO_GOODS
            if not self.said_for_all and "declaration" not in product.model_fields_set:
                return _UNDECLARED
        return _COMPARED if self.only_compared(product) else ""

    def only_compared(self, product: Product) -> bool:
        """True for a product that serves only as a baseline; nobody buys it, so books of tills leave it out too."""
        return product.id in self.compared and product.declaration.valid_until is None


def left_out(products: Iterable[Product], *, said_for_all: bool = False) -> dict[str, str]:
    """The products of a document that stand there for others only, each with the reason; none where all would.

    Args:
        products: all of the document.
        said_for_all: as of `Roles`.
    """
    every = tuple(products)
    roles = Roles.of(every, said_for_all=said_for_all)
    omitted = {product.id: why for product in every if (why := roles.why_left_out(product))}
    return {} if len(omitted) == len(every) else omitted


def report_link(product: Product, statement: DeclarationData) -> str:
    """The Digital Link of a product with a GTIN, else the address of the report; both are checked where both are given.

    A number that means the product in one company only makes no Digital Link.

    Raises:
        ClaimError: an address that is none, or neither of them.
    """
    if wrong := list(address_problems(statement)):
        raise ClaimError(wrong)
    gtin = product.gtin
    if gtin and statement.resolver is not None and in_one_company(gtin) is None:
        link = digital_link(gtin, resolver=statement.resolver)
        return item_link(link, lot=product.lot) if product.lot else link
    if statement.info_url is not None:
        return statement.info_url
    try:
        if gtin:
            global_gtin(gtin)
    except IdentifierError as error:
        raise ClaimError([Problem("gtin", str(error))]) from None
    todo = 'add gtin and resolver = "https://id.example.jp", or info_url = "https://…"'
    what = "a label needs a link to how the figure was calculated"
    raise ClaimError([Problem("declaration.info_url", what, todo)])


def address_problems(statement: DeclarationData) -> Iterator[Problem]:
    """Check both addresses of a statement, whether used or not."""
    addresses = (
        ("resolver", statement.resolver, resolver_address),
        ("info_url", statement.info_url, web_link),
    )
    for name, address, check in addresses:
        try:
            if address is not None:
                check(address)
        except IdentifierError as error:
            yield Problem(f"declaration.{name}", str(error))


_QUALIFYING = {
    "mixed-basis": "mixed-basis",
    "mixed-gwp-set": "mixed-gwp-set",
    "gwp-set-unknown": "mixed-gwp-set",
    "stale-factor": "stale-factor",
    "boundary-overlap": "boundary-overlap",
    "radiative-forcing": "radiative-forcing",
}
"""Notes of a footprint that must stand near the figure, and the sentence for each (`note.…` in `wording`)."""


def declare(  # noqa: PLR0913 - everything that a label must say, by keyword
    footprint: Footprint,
    *,
    issued: dt.date | str | None = None,
    valid_until: dt.date | str | None = None,
    company: str | Mapping[str, str] | None = None,
    resolver: str | None = None,
    info_url: str | None = None,
    reference: ReferenceBudget | str | None = None,
    shelf_amount: str | Amount | None = None,
    band: str | BandScheme | None = None,
    market: str | None = None,
    unit: str | None = None,
    equivalents: Sequence[str] | None = None,
    indicators: Sequence[str | Mapping[str, Any] | SdgEntry] | None = None,
    baseline: Footprint | None = None,
    conventional: Footprint | None = None,
) -> Declaration:
    """Say a footprint. Arguments win over the product's own `declaration` table.

    Args:
        footprint: what `compute` returned, in kg CO2e per declared unit.
        issued: the day of issue, a date or "2026-11-23".
        valid_until: the last day on which the figure may be shown.
        company: who says it, as text or texts by language.
        resolver: https address of a GS1 Digital Link resolver; with the product's GTIN it makes the link.
        info_url: https address of the study report, where there is no GTIN or no resolver.
        reference: the budget per person that the percentage is of, or its name (`REFERENCES`), or "none"; a day of all of
            life by itself, or a year of it where a day does not fit.
        shelf_amount: the mass or volume that a whole shelf is compared by, such as "100 g"; see `per_amount`.
        band: a scheme of five steps, or the id of one that co2label brings (`BAND_SCHEMES`); none by default.
        market: where it is sold, "FR", "EU"; its law decides whether a scale may stand on the label.
        unit: "g", "kg" or "t", in which the figure is shown; by its size where it is left out.
        equivalents: what a label says that it is as much as, "car-km".
        indicators: SDG lines, at most four: a text, texts by language, or an entry with a `kind`.
        baseline: the footprint of one's own product, or of an earlier year of this one, to compare with.
        conventional: the footprint that an entry of stars names: conventional farming in the region.

    Returns:
        A frozen Declaration.

    Raises:
        ClaimError: with every problem: something missing, a claim that the data does not allow, a removal without
            evidence, stale data, an amount or a band that the declared unit does not reach, a baseline that is not
            comparable.
        DocumentError: an argument that does not fit its field.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> declaration.shown.value, declaration.shown.unit, declaration.reference.value
    ('210', 'g-CO2e', 3)
    """
    product = footprint.product
    statement = _merged(
        product.declaration,
        issued=issued,
        valid_until=valid_until,
        company=company,
        resolver=resolver,
        info_url=info_url,
        shelf_amount=shelf_amount,
        band=band,
        market=market,
        unit=unit,
        equivalents=equivalents,
        reference=reference if isinstance(reference, str) else None,
        indicators=indicators,
    )
    problems = [*missing_fields(product, statement), *inadmissible(footprint, statement)]
    figure = ShownFigure.of(footprint, statement)
    per_common_amount = _collect(problems, per_amount, footprint, statement.shelf_amount, figure)
    pack = _collect(problems, per_pack, footprint, statement.pack, figure)
    named = statement.reference if reference is None or isinstance(reference, str) else reference
    budget = _collect(problems, reference_for, footprint, named)
    step = _collect(problems, band_step, footprint, statement, figure, budget)
    alike = (
        _collect(problems, equivalents_of, footprint.kg_co2e, statement.equivalents, statement.market) or ()
    )
    link = _collect(problems, report_link, product, statement)
    comparison = _collect(problems, own_comparison, footprint, statement, baseline)
    lines = sdg_lines(footprint, statement, conventional, problems)
    if problems:
        raise ClaimError(problem.under(product.id) for problem in problems)
    # what is missing was refused
    assert link and statement.company and statement.issued and statement.valid_until  # noqa: PT018
    assert product.year is not None
    stages, interval = stage_lines(footprint, figure.place), footprint.interval
    return Declaration(
        product_id=product.id,
        gtin=product.gtin,
        lot=product.lot,
        name=dict(product.name),
        declared_unit=DeclaredUnit(declared_unit_words(product), selling_of(product)),
        shown=figure.shown,
        kg_co2e=footprint.kg_co2e,
        boundary=product.boundary,
        scope=dict(statement.scope) if statement.scope else None,
        stages=stages,
        reference=None
        if budget is None
        else budget.share(footprint.kg_co2e, None if interval is None else (interval.low, interval.high)),
        year=product.year,
        gwp_set=footprint.gwp_set,
        gwp_horizon=footprint.gwp_horizon,
        standard=statement.standard,
        verification=statement.verification,
        company=statement.company,
        issued=statement.issued,
        valid_until=statement.valid_until,
        link=link,
        factor_edition=footprint.factor_edition,
        qualifiers=_qualifiers(footprint),
        near=remarks_for(footprint, statement),
        removed=removed(footprint, statement),
        sum_rule=footprint.sum_rule,
        credits=credits_in_words(statement),
        kinds={str(kind): share for kind, share in footprint.kinds.items()},
        rounded=not adds_up([line.value for line in stages if line.value is not None], figure.shown.value),
        per_amount=per_common_amount,
        per_pack=pack,
        interval=figure.interval(footprint),
        equivalents=alike,
        band=step,
        indicators=lines.lines,
        indicator_notes=lines.notes,
        comparison=comparison,
        sources=source_lines(footprint.factors),
        working=working_lines(footprint, figure.place) if statement.publish_working else (),
        printed_price=statement.printed_price,
        price_note=statement.price_note,
        marks={mark: dict(meaning) for mark, meaning in statement.marks.items()},
    )


def _merged(own: DeclarationData, **given: object) -> DeclarationData:
    """The statement of a product with the arguments that are given, which win."""
    fields = {name: getattr(own, name) for name in own.model_fields_set}
    merged: DeclarationData = DeclarationData.read(
        fields | {name: value for name, value in given.items() if value is not None}
    )
    return merged


def _collect(problems: list[Problem], part: Callable[..., _Part], *arguments: Any) -> _Part | None:
    """A part of the declaration; what keeps it from being said is added to the problems."""
    try:
        return part(*arguments)
    except ClaimError as error:
        problems += error.problems
        return None


def _qualifiers(footprint: Footprint) -> tuple[Qualifier, ...]:
    messages: dict[str, list[str]] = {}
    for note in footprint.notes:
        if note.code in _QUALIFYING:
            messages.setdefault(_QUALIFYING[note.code], []).append(note.message)
    order = dict.fromkeys(_QUALIFYING.values())
    return tuple(Qualifier(code, "; ".join(messages[code])) for code in order if code in messages)


def declare_among(  # noqa: PLR0913 - what is said of all, by keyword
    footprint: Footprint,
    footprints: Footprints,
    *,
    issued: dt.date | str,
    for_all: Mapping[str, Any] | None = None,
    scales: Scales | None = None,
    indicators: Sequence[str | Mapping[str, Any] | SdgEntry] | None = None,
) -> Declaration:
    """Declare a product of a document or catalogue, with the figures of the products that it is compared with.

    Args:
        footprint: of the product.
        footprints: those of its document, in which what it is compared with is found.
        issued: the day of issue.
        for_all: what is declared of all products, for each that does not say it itself. A baseline is one's own product, so
            a `company` for all is that of the baseline as well, where it names none.
        scales: of one's own range; a product without a `band` of its own is judged by that of its category.
        indicators: as of `declare`.

    Raises:
        ClaimError: with every problem of the product; it is compared with a product that is not there.
    """
    own = footprint.product.declaration
    common = for_all or {}
    given: dict[str, Any] = {name: value for name, value in common.items() if getattr(own, name) is None}
    if scales is not None and own.band is None:
        given["band"] = scales.of(footprint.product.category)
    others = compared_footprints(footprint.product, footprints)
    baseline, company = others.get("baseline"), common.get("company")
    if baseline is not None and company is not None and baseline.product.declaration.company is None:
        theirs = baseline.product.declaration.model_copy(update={"company": company})
        baseline = with_statement(baseline, theirs)
    return declare(
        footprint,
        issued=issued,
        indicators=indicators,
        baseline=baseline,
        conventional=others.get("conventional"),
        **given,
    )


def compared_footprints(product: Product, footprints: Footprints) -> dict[str, Footprint]:
    """The footprints that a product is compared with, by the argument of `declare`.

    Raises:
        ClaimError: the document has no such product.
    """
    names = product.declaration.compared_with
    problems = [
        Problem(
            f"{product.id}.declaration.{what}",
            f"no product {clip(name)} in this document",
            suggestion(name, footprints.ids) or "add it to `products`",
        )
        for what, name in names.items()
        if name not in footprints.ids
    ]
    if problems:
        raise ClaimError(problems)
    return {what: footprints[name] for what, name in names.items()}
