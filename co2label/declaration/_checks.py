"""Checks before a footprint is declared: what is missing, stale or contradictory, and claims in any text that is printed.

SDG lines are checked once their rule has put them into words (`_sdg_lines`); a company's name is remarked on, not refused.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from co2label.declaration._claims import fold, reserved_claim_problem, text_problems
from co2label.declaration._figure import zero_notes
from co2label.errors import Problem
from co2label.footprint import MASS, VOLUME, unbalanced_release
from co2label.model import BandScheme
from co2label.wording import LANGUAGES, claim_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint, RemovalLine
    from co2label.model import DeclarationData, Product


def _printed_texts(
    footprint: Footprint, statement: DeclarationData
) -> Iterator[tuple[str, str | Mapping[str, str] | None, bool]]:
    """Every text that is printed: its path, the text (by language where it has any), and whether it is a name.

    That a credit was bought is said as a fact, in our own words; what it is called is no place for others. Of a factor a page
    prints the id, and the source as the licence asks to name it.
    """
    product, verification = footprint.product, statement.verification
    yield "name", product.name, False
    yield "declaration.scope", statement.scope, False
    yield "category", product.category, False
    yield "declaration.standard", statement.standard, False
    yield "declaration.verification.standard", verification.standard, False
    yield "declaration.verification.by", verification.by, True
    if isinstance(statement.band, BandScheme):
        yield "declaration.band.name", statement.band.name, False
        yield "declaration.band.source", statement.band.source, False
    yield "declaration.printed_price", statement.printed_price, False
    yield "declaration.price_note", statement.price_note, False
    for mark, meaning in statement.marks.items():
        yield f"declaration.marks.{mark}", mark, False
        yield f"declaration.marks.{mark}", meaning, False
    for stage, reason in product.nothing_in.items():
        yield f"nothing_in.{stage}", reason, False
    for place, credit in enumerate(statement.credits):
        yield from _named(f"declaration.credits[{place}]", credit, "registry", "serial", "standard")
    for where, user in (("", product), *((f"{used.id}.", used) for used in footprint.used)):
        for place, activity in enumerate(user.activities):
            yield from _named(f"{where}activities[{place}].removal", activity.removal, *_REMOVAL_NAMES)
    for factor in footprint.factors:
        where = f"factors[{factor.id}]"
        yield from _named(where, factor, "id")
        yield from _named(f"{where}.source", factor.source, "title", "edition")
        yield from _named(where, factor, "licence", "attribution")
        yield from _named(f"{where}.removal", factor.removal, *_REMOVAL_NAMES)
    for place, activity in enumerate(product.activities if statement.publish_working else ()):
        yield f"activities[{place}].name", activity.name, False
        yield f"activities[{place}].product", activity.product, True


_REMOVAL_NAMES = ("standard", "verified_by")


def _named(where: str, model: object, *fields: str) -> Iterator[tuple[str, str | None, bool]]:
    """Fields of a model that hold names; none of a model that is not there."""
    for field in fields if model is not None else ():
        yield f"{where}.{field}", getattr(model, field), True


_STALE_YEARS = 5
"""Data older than this many years before the day of issue are not declared."""


_ESTIMATES = {
    "suggested": "a match of names that nobody has confirmed",
    "category": "the average of its category",
    "price": "its price",
}


def missing_fields(product: Product, statement: DeclarationData) -> Iterator[Problem]:
    """Find the required fields that are missing."""
    for name, todo in (
        ("company", 'say who declares the figure: company = "…"'),
        ("issued", 'say the day of issue: issued = "2026-11-23"'),
        ("valid_until", 'say the last day of validity: valid_until = "2027-11-22"'),
    ):
        if getattr(statement, name) is None:
            yield Problem(f"declaration.{name}", "a label needs it and it is missing", todo)
    if product.estimated is not None:
        what = f"the figure is an estimate by {_ESTIMATES[product.estimated]}, and only a confirmed one is declared"
        yield Problem("estimated", what, "confirm its match, or give it a recipe or a supplier's figure")
    if product.year is None:
        yield Problem("year", "a label needs the year of the data and it is missing", "add year = 2025")


_HEAVIER = 1.001
"""A net content may be more than a mass by the rounding of both."""


def content_problems(product: Product) -> Iterator[Problem]:
    """A net content that is no mass or volume above zero, or more than the whole mass."""
    net, mass = product.declaration.content, product.mass
    if net is None:
        return
    if net.unit.dimension not in (MASS, VOLUME) or net.value <= 0:
        what = f"expected a mass or a volume above zero, got {net.text!r}"
        yield Problem("declaration.content", what, 'say it as the pack does: content = "1 L"')
    elif mass is not None and mass.unit.dimension == net.unit.dimension and net.si > mass.si * _HEAVIER:
        what = f"the net content {net.text!r} is more than the mass {mass.text!r}"
        yield Problem("declaration.content", what, "correct one of them")


def inadmissible(footprint: Footprint, statement: DeclarationData) -> Iterator[Problem]:
    """A figure below zero or of zeros alone, removals that nothing shows, dates that do not fit, claims in shown texts."""
    product = footprint.product
    yield from _figure_problems(footprint)
    yield from _kept_value_problems(footprint)
    yield from content_problems(product)
    if statement.issued:
        yield from _date_problems(product, statement.issued, statement.valid_until)
    for where, text, is_name in _printed_texts(footprint, statement):
        yield from text_problems(where, text, name=is_name)
    plain = {"name": product.name, "declaration.scope": statement.scope or {}}
    plain |= {f"nothing_in.{stage}": reason for stage, reason in product.nothing_in.items()}
    for where, texts in plain.items():
        for language, text in texts.items():
            if problem := reserved_claim_problem(f"{where}.{language}", text, name=where == "name"):
                yield problem


def _figure_problems(footprint: Footprint) -> Iterator[Problem]:
    """Figures that are no figures of the product: below zero, of zeros that stand in the place of data, out of balance."""
    if footprint.kg_co2e < 0:
        what = f"the figure is below zero ({footprint.kg_co2e:.3g} kg-CO2e), which a label cannot show"
        yield Problem("", what, "show removals and avoided emissions apart from the figure")
    for note in zero_notes(footprint)[:1] if footprint.kg_co2e == 0 else ():
        yield Problem("", f"the figure is 0, for zeros stand in the place of data: {note.message}")
    for stage in footprint.product.nothing_in:
        if stage in footprint.stages:
            what = f"{footprint.stages[stage]:.3g} kg-CO2e are booked in stage {stage!r} by a rule of an activity"
            yield Problem(f"nothing_in.{stage}", what, "remove it")
    for removal in footprint.removals:
        yield from _removal_problems(footprint.product, removal)
    if kg := unbalanced_release(footprint.components):
        released = f"{kg:.3g} kg of biogenic CO2 is released that nothing took up"
        todo = "state the uptake (component biogenic-uptake), or book the release as fossil"
        yield Problem("components.biogenic-co2", f"{released}, and the figure does not count it", todo)
    for balance in footprint.imbalances:
        if balance.refused:
            todo = "correct the amounts or the mass, or say with `yields` how much of a material stays in the product"
            yield Problem("activities", str(balance), todo)


_SAME_VALUE = 1e-9
"""Relative: no more than the noise of a multiplication."""


def _kept_value_problems(footprint: Footprint) -> Iterator[Problem]:
    """A figure that is the value of a factor itself, per the same amount, where that must not be published."""
    unit = footprint.product.declared_unit
    for factor in footprint.factors:
        if factor.may_publish_value or factor.per.unit.dimension != unit.unit.dimension or not factor.value:
            continue
        value = factor.value / factor.per.si * unit.si
        if abs(footprint.kg_co2e - value) <= _SAME_VALUE * value:
            what = f"the figure is the value of factor {factor.id!r}, and the terms of its source do not let that be published"
            yield Problem("", what, "declare a product that is made of more than this")


def _removal_problems(product: Product, removal: RemovalLine) -> Iterator[Problem]:
    """A removal without evidence, or a bought credit under the name of one."""
    first, *further = removal.path
    place = next(place for place, line in enumerate(product.activities) if line.name == first)
    where = f"activities[{place}]" + (f" ({' > '.join(further)})" if further else "")
    if removal.evidence is None:
        yield Problem(where, "removes CO2, and nothing shows that it does", _ADD_EVIDENCE)
    if any(_bought().search(fold(name)) for name in removal.path):
        todo = "remove it; it may stand in declaration.credits, which touches no figure"
        yield Problem(where, "a credit that is bought is no removal of the product", todo)


_ADD_EVIDENCE = 'add removal = { store = "geological", years = 1000, standard = "…", verified_by = "…" } to it or to its factor'


@cache
def _bought() -> re.Pattern[str]:
    """Words for a credit that was bought, in every language."""
    patterns = []
    for table in map(claim_table, LANGUAGES):
        words = "|".join(table["bought"])
        patterns.append(rf"(?<![a-z])(?:{words})(?![a-z])" if table["whole_words"] else words)
    return re.compile("|".join(patterns))


def _date_problems(product: Product, issued: dt.date, valid_until: dt.date | None) -> Iterator[Problem]:
    if valid_until is not None and valid_until <= issued:
        what = f"the validity ends on {valid_until}, not after the day of issue {issued}"
        yield Problem("declaration.valid_until", what, "recalculate, or correct the dates")
    if product.year is None:
        return
    if product.year > issued.year:
        what = f"the data are of {product.year}, after the day of issue {issued}"
        yield Problem("year", what, "correct one of them")
    if product.year < issued.year - _STALE_YEARS:
        before = f"more than {_STALE_YEARS} years before the day of issue {issued}"
        yield Problem("year", f"the data are of {product.year}, {before}", "recalculate with newer data")
