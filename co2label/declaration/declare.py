"""From a footprint to a declaration: everything that must be said is there, or nothing is said.

Rules: CFP display guide (MOE/METI, 2025-02-04, rule set `jp-2025`): unit g/kg/t-CO2e; beside the figure the
declared unit, the life-cycle stages and access to the study report; what is covered; premises; bars linear from
zero. ISO 14067:2018: no offsets in the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.claims import forbidden_claim
from co2label.declaration.declaration import Declaration, DeclaredUnit, Qualifier
from co2label.declaration.reference import IGES_2030, ReferenceBudget
from co2label.declaration.stages import stage_lines
from co2label.declaration.unit_words import declared_unit_words
from co2label.errors import ClaimError, IdentifierError, Problem
from co2label.figures import show_mass
from co2label.links import digital_link, web_link
from co2label.model import Statement

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint
    from co2label.model import Product

__all__ = ["declare"]

_STALE_YEARS = 5
"""Data older than this many years before the day of issue are not declared."""
_PRIMARY_PERCENT = 95.0
"""From this share of primary data on, a figure bears three significant digits."""
_QUALIFYING = {
    "mixed-basis": "mixed-basis",
    "mixed-gwp-set": "mixed-gwp-set",
    "gwp-set-unknown": "mixed-gwp-set",
    "stale-factor": "stale-factor",
    "boundary-overlap": "boundary-overlap",
}
"""Notes of a footprint that must stand near the figure, and the sentence for each (`note.…` in `wording`)."""


def declare(  # noqa: PLR0913 - everything that a label must say, by keyword
    footprint: Footprint,
    *,
    issued: dt.date | str | None = None,
    valid_until: dt.date | str | None = None,
    company: str | None = None,
    resolver: str | None = None,
    info_url: str | None = None,
    reference: ReferenceBudget = IGES_2030,
) -> Declaration:
    """Say a footprint. Arguments win over the product's own `declaration` table.

    Args:
        footprint: what `compute` returned, in kg CO2e per declared unit.
        issued: the day of issue, a date or "2026-11-23".
        valid_until: the last day on which the figure may be shown.
        company: who says it.
        resolver: https address of a GS1 Digital Link resolver; with the product's GTIN it makes the link.
        info_url: https address of the study report, where there is no GTIN or no resolver.
        reference: the budget per person and day that the percentage is of.

    Returns:
        A frozen Declaration.

    Raises:
        ClaimError: with every problem: something missing, a claim that the data does not allow, stale data.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> said.shown.value, said.shown.unit, said.reference.value
    ('210', 'g-CO2e', 3)
    """
    given = {
        "issued": issued,
        "valid_until": valid_until,
        "company": company,
        "resolver": resolver,
        "info_url": info_url,
    }
    statement = _merged(footprint.product.declaration, given)
    problems = [*_missing(footprint.product, statement), *_unsayable(footprint, statement)]
    link = _link(footprint.product, statement, problems)
    if problems:
        raise ClaimError(problem.under(footprint.product.id) for problem in problems)
    return _declaration(footprint, statement, link, reference)


def _merged(own: Statement, given: Mapping[str, object]) -> Statement:
    fields = {name: getattr(own, name) for name in own.model_fields_set}
    merged: Statement = Statement.read(
        fields | {name: value for name, value in given.items() if value is not None}
    )
    return merged


def _missing(product: Product, statement: Statement) -> Iterator[Problem]:
    for name, todo in (
        ("company", 'say who declares the figure: company = "…"'),
        ("issued", 'say the day of issue: issued = "2026-11-23"'),
        ("valid_until", 'say the last day of validity: valid_until = "2027-11-22"'),
    ):
        if getattr(statement, name) is None:
            yield Problem(f"declaration.{name}", "a label needs it and it is missing", todo)
    if product.year is None:
        yield Problem("year", "a label needs the year of the data and it is missing", "add year = 2025")


def _unsayable(footprint: Footprint, statement: Statement) -> Iterator[Problem]:
    product = footprint.product
    if footprint.kg_co2e < 0:
        what = f"the figure is below zero ({footprint.kg_co2e:.3g} kg-CO2e), which a label cannot show"
        yield Problem("", what, "show removals and avoided emissions apart from the figure")
    if statement.issued:
        yield from _dates(product, statement.issued, statement.valid_until)
    for where, text in _spoken_texts(product, statement):
        found = forbidden_claim(text)
        if found:
            what = f"{found!r} is a vague or offset-based claim and may not stand on a carbon label"
            yield Problem(where, what, "say the figure and its basis instead")


def _dates(product: Product, issued: dt.date, valid_until: dt.date | None) -> Iterator[Problem]:
    if valid_until is not None and valid_until <= issued:
        what = f"the validity ends on {valid_until}, not after the day of issue {issued}"
        yield Problem("declaration.valid_until", what, "recalculate, or correct the dates")
    if product.year is not None and product.year > issued.year:
        yield Problem(
            "year", f"the data are of {product.year}, after the day of issue {issued}", "correct one of them"
        )
    if product.year is not None and product.year < issued.year - _STALE_YEARS:
        what = (
            f"the data are of {product.year}, more than {_STALE_YEARS} years before the day of issue {issued}"
        )
        yield Problem("year", what, "recalculate with newer data")


def _spoken_texts(product: Product, statement: Statement) -> Iterator[tuple[str, str]]:
    for language, text in product.name.items():
        yield f"name.{language}", text
    for language, text in (statement.scope or {}).items():
        yield f"declaration.scope.{language}", text
    if statement.standard:
        yield "declaration.standard", statement.standard


def _link(product: Product, statement: Statement, problems: list[Problem]) -> str:
    try:
        if product.gtin and statement.resolver:
            return digital_link(product.gtin, resolver=statement.resolver)
        if statement.info_url:
            return web_link(statement.info_url)
    except IdentifierError as error:
        problems.append(
            Problem(
                "declaration.resolver" if product.gtin and statement.resolver else "declaration.info_url",
                str(error),
            )
        )
        return ""
    todo = 'add gtin and resolver = "https://id.example.jp", or info_url = "https://…"'
    problems.append(
        Problem("declaration.info_url", "a label needs a link to how the figure was calculated", todo)
    )
    return ""


def _declaration(
    footprint: Footprint, statement: Statement, link: str, reference: ReferenceBudget
) -> Declaration:
    product = footprint.product
    if (
        product.year is None
        or statement.company is None
        or statement.issued is None
        or statement.valid_until is None
    ):
        raise AssertionError  # _missing has refused these
    interval = footprint.interval
    digits = _digits(footprint, statement)
    bounds = (interval.low, interval.high) if interval else None
    shown = show_mass(footprint.kg_co2e, digits=digits, interval=bounds)
    return Declaration(
        product_id=product.id,
        gtin=product.gtin,
        name=dict(product.name),
        declared_unit=DeclaredUnit(declared_unit_words(product)),
        shown=shown,
        kg_co2e=footprint.kg_co2e,
        boundary=product.boundary,
        scope=dict(statement.scope) if statement.scope else None,
        stages=stage_lines(footprint, shown, digits),
        reference=reference.share(footprint.kg_co2e),
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
    )


def _digits(footprint: Footprint, statement: Statement) -> int:
    sure = statement.verification.kind == "third-party" or footprint.primary_data_share >= _PRIMARY_PERCENT
    return 3 if sure else 2


def _qualifiers(footprint: Footprint) -> tuple[Qualifier, ...]:
    messages: dict[str, list[str]] = {}
    for note in footprint.notes:
        if note.code in _QUALIFYING:
            messages.setdefault(_QUALIFYING[note.code], []).append(note.message)
    order = dict.fromkeys(_QUALIFYING.values())
    return tuple(Qualifier(code, "; ".join(messages[code])) for code in order if code in messages)
