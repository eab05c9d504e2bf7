"""Checks before a footprint is declared: what is missing, stale or contradictory, and claims in any text that is printed.

SDG lines are checked once their rule has put them into words (`_sdg_lines`); a company's name is remarked on, not refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration._claims import claim_problem, reserved_claim_problem, text_problems
from co2label.declaration._remarks import removal_problems
from co2label.declaration._rows import zero_notes
from co2label.errors import Problem
from co2label.footprint import unbalanced_release
from co2label.model import BandScheme

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData, EmissionFactor, Product, Removal


def claims_in_texts(footprint: Footprint, statement: DeclarationData) -> Iterator[Problem]:
    """Find each text that makes a claim, or is in a language without rules."""
    product = footprint.product
    yield from text_problems("name", product.name)
    yield from _claims_in_statement(product, statement)
    for stage, reason in product.nothing_in.items():
        yield from text_problems(f"nothing_in.{stage}", reason)
    yield from _claims_in_credits(statement)
    for place, activity in enumerate(product.activities):
        yield from _claims_in_removal(f"activities[{place}]", activity.removal)
    for used in footprint.used:
        for place, activity in enumerate(used.activities):
            yield from _claims_in_removal(f"{used.id}.activities[{place}]", activity.removal)
    for factor in footprint.factors:
        yield from _claims_in_factor(factor)
        yield from _claims_in_removal(f"factors[{factor.id}]", factor.removal)
    if statement.publish_working:
        yield from _claims_in_working(product)


def claims_in_baseline(baseline: Footprint) -> Iterator[Problem]:
    """The same for the product that this one is compared with: its name is said, whether or not it was ever declared."""
    yield from text_problems("declaration.baseline: name", baseline.product.name)


def _claims_in_statement(product: Product, statement: DeclarationData) -> Iterator[Problem]:
    checked = statement.verification
    yield from text_problems("declaration.scope", statement.scope)
    plain = {
        "category": product.category,
        "declaration.standard": statement.standard,
        "declaration.verification.standard": checked.standard,
    }
    yield from _claims_in(plain, name=False)
    yield from _claims_in({"declaration.verification.by": checked.by}, name=True)
    if isinstance(statement.band, BandScheme):
        yield from text_problems("declaration.band.name", statement.band.name)
        yield from text_problems("declaration.band.source", statement.band.source)


def _claims_in_credits(statement: DeclarationData) -> Iterator[Problem]:
    """That a credit was bought is said as a fact, in our own words; what it is called is no place for others."""
    for place, credit in enumerate(statement.credits):
        where = f"declaration.credits[{place}]"
        texts = {"registry": credit.registry, "serial": credit.serial, "standard": credit.standard}
        yield from _claims_in({f"{where}.{key}": text for key, text in texts.items()}, name=True)


def _claims_in_removal(where: str, kept: Removal | None) -> Iterator[Problem]:
    if kept is not None:
        texts = {"standard": kept.standard, "verified_by": kept.verified_by}
        yield from _claims_in({f"{where}.removal.{key}": text for key, text in texts.items()}, name=True)


def _claims_in_factor(factor: EmissionFactor) -> Iterator[Problem]:
    """Check the texts of a factor that a page prints: its id, and its source as the licence asks to name it."""
    source, where = factor.source, f"factors[{factor.id}]"
    yield from _claims_in(
        {
            f"{where}.id": factor.id,
            f"{where}.source.title": source.title,
            f"{where}.source.edition": source.edition,
            f"{where}.licence": factor.licence,
            f"{where}.attribution": factor.attribution,
        },
        name=True,
    )


def _claims_in_working(product: Product) -> Iterator[Problem]:
    for place, activity in enumerate(product.activities):
        yield from _claims_in({f"activities[{place}].name": activity.name}, name=False)
        yield from _claims_in({f"activities[{place}].product": activity.product}, name=True)


def _claims_in(texts: dict[str, str | None], *, name: bool) -> Iterator[Problem]:
    problems = (claim_problem(where, text, name=name) for where, text in texts.items())
    yield from (problem for problem in problems if problem is not None)


_STALE_YEARS = 5
"""Data older than this many years before the day of issue are not declared."""


def missing_fields(product: Product, statement: DeclarationData) -> Iterator[Problem]:
    """Find the required fields that are missing."""
    for name, todo in (
        ("company", 'say who declares the figure: company = "…"'),
        ("issued", 'say the day of issue: issued = "2026-11-23"'),
        ("valid_until", 'say the last day of validity: valid_until = "2027-11-22"'),
    ):
        if getattr(statement, name) is None:
            yield Problem(f"declaration.{name}", "a label needs it and it is missing", todo)
    if product.year is None:
        yield Problem("year", "a label needs the year of the data and it is missing", "add year = 2025")


def inadmissible(footprint: Footprint, statement: DeclarationData) -> Iterator[Problem]:
    """A figure below zero or of zeros alone, removals that nothing shows, dates that do not fit, claims in shown texts."""
    product = footprint.product
    if footprint.kg_co2e < 0:
        what = f"the figure is below zero ({footprint.kg_co2e:.3g} kg-CO2e), which a label cannot show"
        yield Problem("", what, "show removals and avoided emissions apart from the figure")
    yield from _zero_figure(footprint)
    yield from _nothing_contradicted(footprint)
    yield from removal_problems(footprint)
    yield from _unbalanced_biogenic(footprint)
    yield from _mass_imbalance(footprint)
    if statement.issued:
        yield from _dates(product, statement.issued, statement.valid_until)
    yield from claims_in_texts(footprint, statement)
    for where, text in (
        *_by_language("name", product.name),
        *_by_language("declaration.scope", statement.scope),
        *(
            each
            for stage, why in product.nothing_in.items()
            for each in _by_language(f"nothing_in.{stage}", why)
        ),
    ):
        found = reserved_claim_problem(where, text, name=where.startswith("name"))
        if found:
            yield found


def _zero_figure(footprint: Footprint) -> Iterator[Problem]:
    """A figure of nothing, where zeros stand in the place of data."""
    notes = zero_notes(footprint) if footprint.kg_co2e == 0 else ()
    for note in notes[:1]:
        yield Problem("", f"the figure is 0, for zeros stand in the place of data: {note.message}")


def _nothing_contradicted(footprint: Footprint) -> Iterator[Problem]:
    """Stages that are said to hold nothing, where a rule books what an activity of another stage brings."""
    for stage in footprint.product.nothing_in:
        if stage in footprint.stages:
            what = f"{footprint.stages[stage]:.3g} kg-CO2e are booked in stage {stage!r} by a rule of an activity"
            yield Problem(f"nothing_in.{stage}", what, "remove it")


def _unbalanced_biogenic(footprint: Footprint) -> Iterator[Problem]:
    kg = unbalanced_release(footprint.components)
    if kg:
        what = (
            f"{kg:.3g} kg of biogenic CO2 is released that nothing took up, and the figure does not count it"
        )
        todo = "state the uptake (component biogenic-uptake), or book the release as fossil"
        yield Problem("components.biogenic-co2", what, todo)


def _mass_imbalance(footprint: Footprint) -> Iterator[Problem]:
    """Raw materials that weigh more than twenty times what they make: a unit is wrong, or nobody says what becomes of them."""
    for balance in footprint.imbalances:
        if balance.refused:
            todo = "correct the amounts or the mass, or say with `yields` how much of a material stays in the product"
            yield Problem("activities", str(balance), todo)


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


def _by_language(where: str, texts: Mapping[str, str] | None) -> Iterator[tuple[str, str]]:
    for language, text in (texts or {}).items():
        yield f"{where}.{language}", text
