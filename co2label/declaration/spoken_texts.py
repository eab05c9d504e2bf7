"""Every text from outside that a Declaration takes to a carrier, judged: the product's own, and those of whom it names.

SDG lines are judged where their rule has put them into words (`sdg_lines`), and the company's name is remarked on (`firm_name`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.claims import claim_problem, text_problems
from co2label.model import BandScheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.errors import Problem
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData, EmissionFactor, Product, Removal

__all__ = ["claimed", "named_baseline"]


def claimed(footprint: Footprint, statement: DeclarationData) -> Iterator[Problem]:
    """A problem for each text that claims something, or is in a language that has no rules."""
    product = footprint.product
    yield from text_problems("name", product.name)
    yield from _stated(product, statement)
    for stage, reason in product.nothing_in.items():
        yield from text_problems(f"nothing_in.{stage}", reason)
    yield from _credits(statement)
    for place, activity in enumerate(product.activities):
        yield from _removal(f"activities[{place}]", activity.removal)
    for used in footprint.used:
        for place, activity in enumerate(used.activities):
            yield from _removal(f"{used.id}.activities[{place}]", activity.removal)
    for factor in footprint.factors:
        yield from _source(factor)
        yield from _removal(f"factors[{factor.id}]", factor.removal)
    if statement.publish_working:
        yield from _working(product)


def named_baseline(baseline: Footprint) -> Iterator[Problem]:
    """The same for the product that this one is compared with: its name is said, whether or not it was ever declared."""
    yield from text_problems("declaration.baseline: name", baseline.product.name)


def _stated(product: Product, statement: DeclarationData) -> Iterator[Problem]:
    checked = statement.verification
    yield from text_problems("declaration.scope", statement.scope)
    plain = {
        "category": product.category,
        "declaration.standard": statement.standard,
        "declaration.verification.standard": checked.standard,
    }
    yield from _found(plain, name=False)
    yield from _found({"declaration.verification.by": checked.by}, name=True)
    if isinstance(statement.band, BandScheme):
        yield from text_problems("declaration.band.name", statement.band.name)
        yield from text_problems("declaration.band.source", statement.band.source)


def _credits(statement: DeclarationData) -> Iterator[Problem]:
    """That a credit was bought is said as a fact, in our own words; what it is called is no place for others."""
    for place, credit in enumerate(statement.credits):
        where = f"declaration.credits[{place}]"
        texts = {"registry": credit.registry, "serial": credit.serial, "standard": credit.standard}
        yield from _found({f"{where}.{key}": text for key, text in texts.items()}, name=True)


def _removal(where: str, kept: Removal | None) -> Iterator[Problem]:
    if kept is not None:
        texts = {"standard": kept.standard, "verified_by": kept.verified_by}
        yield from _found({f"{where}.removal.{key}": text for key, text in texts.items()}, name=True)


def _source(factor: EmissionFactor) -> Iterator[Problem]:
    """What a page says of a factor, published lines or not: its id, and its source as the licence asks to name it."""
    source, where = factor.source, f"factors[{factor.id}]"
    yield from _found(
        {
            f"{where}.id": factor.id,
            f"{where}.source.title": source.title,
            f"{where}.source.edition": source.edition,
            f"{where}.licence": factor.licence,
            f"{where}.attribution": factor.attribution,
        },
        name=True,
    )


def _working(product: Product) -> Iterator[Problem]:
    for place, activity in enumerate(product.activities):
        yield from _found({f"activities[{place}].name": activity.name}, name=False)
        yield from _found({f"activities[{place}].product": activity.product}, name=True)


def _found(texts: dict[str, str | None], *, name: bool) -> Iterator[Problem]:
    problems = (claim_problem(where, text, name=name) for where, text in texts.items())
    yield from (problem for problem in problems if problem is not None)
