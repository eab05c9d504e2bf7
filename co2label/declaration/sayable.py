"""Everything that keeps a footprint from being declared: what is missing, what is stale, what must not be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.removed import removal_problems
from co2label.declaration.ruled_words import ruled_problem
from co2label.declaration.spoken_texts import claimed
from co2label.declaration.zeros import zero_notes
from co2label.errors import Problem
from co2label.footprint.sum_rules import unbalanced_release

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData, Product

__all__ = ["missing", "unsayable"]

_STALE_YEARS = 5
"""Data older than this many years before the day of issue are not declared."""


def missing(product: Product, statement: DeclarationData) -> Iterator[Problem]:
    """What a label must say and nobody has said."""
    for name, todo in (
        ("company", 'say who declares the figure: company = "…"'),
        ("issued", 'say the day of issue: issued = "2026-11-23"'),
        ("valid_until", 'say the last day of validity: valid_until = "2027-11-22"'),
    ):
        if getattr(statement, name) is None:
            yield Problem(f"declaration.{name}", "a label needs it and it is missing", todo)
    if product.year is None:
        yield Problem("year", "a label needs the year of the data and it is missing", "add year = 2025")


def unsayable(footprint: Footprint, statement: DeclarationData) -> Iterator[Problem]:
    """A figure below zero or of zeros alone, removals that nothing shows, dates that do not fit, claims in shown texts."""
    product = footprint.product
    if footprint.kg_co2e < 0:
        what = f"the figure is below zero ({footprint.kg_co2e:.3g} kg-CO2e), which a label cannot show"
        yield Problem("", what, "show removals and avoided emissions apart from the figure")
    yield from _of_zeros(footprint)
    yield from _not_nothing(footprint)
    yield from removal_problems(footprint)
    yield from _unbalanced(footprint)
    yield from _far_too_heavy(footprint)
    if statement.issued:
        yield from _dates(product, statement.issued, statement.valid_until)
    yield from claimed(footprint, statement)
    for where, text in (
        *_by_language("name", product.name),
        *_by_language("declaration.scope", statement.scope),
        *(
            said
            for stage, why in product.nothing_in.items()
            for said in _by_language(f"nothing_in.{stage}", why)
        ),
    ):
        found = ruled_problem(where, text, name=where.startswith("name"))
        if found:
            yield found


def _of_zeros(footprint: Footprint) -> Iterator[Problem]:
    """A figure of nothing, where zeros stand in the place of data."""
    notes = zero_notes(footprint) if footprint.kg_co2e == 0 else ()
    for note in notes[:1]:
        yield Problem("", f"the figure is 0, for zeros stand in the place of data: {note.message}")


def _not_nothing(footprint: Footprint) -> Iterator[Problem]:
    """Stages that are said to hold nothing, where a rule books what an activity of another stage brings."""
    for stage in footprint.product.nothing_in:
        if stage in footprint.stages:
            what = f"{footprint.stages[stage]:.3g} kg-CO2e are booked in stage {stage!r} by a rule of an activity"
            yield Problem(f"nothing_in.{stage}", what, "remove it")


def _unbalanced(footprint: Footprint) -> Iterator[Problem]:
    kg = unbalanced_release(footprint.components)
    if kg:
        what = (
            f"{kg:.3g} kg of biogenic CO2 is released that nothing took up, and the figure does not count it"
        )
        todo = "state the uptake (component biogenic-uptake), or book the release as fossil"
        yield Problem("components.biogenic-co2", what, todo)


def _far_too_heavy(footprint: Footprint) -> Iterator[Problem]:
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
