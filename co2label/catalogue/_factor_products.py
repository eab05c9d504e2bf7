"""Products made of emission factors: every factor of a database of goods as a product of its own, and their tables.

>>> from co2label.model import EmissionFactor
>>> rice = EmissionFactor(id="rice", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD 12"}, name="Rice",
...                       boundary="cradle-to-retail", stages={"farm": 1.5, "processing": 0.2, "retail": 0.3})
>>> (made,) = products_of_factors([rice])
>>> made.id, str(made.declared_unit), made.boundary, made.activities[0].stages
('rice', '1 kg', 'cradle-to-grave', 'all')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem
from co2label.model import STAGES_COVERED, Activity, Product
from co2label.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.model import EmissionFactor, Model


ACTIVITY_HEADS = ("product_id", "name", "amount", "unit", "factor", "stage", "stages")

_PRODUCT_FIELDS = ("id", "name", "declared_unit", "boundary", "year", "category", "activities")


_MAKE_OF_IT = "a product that is the factor itself would show it; use it in the activities of products"


def products_of_factors(
    factors: Iterable[EmissionFactor], categories: Mapping[str, str] | None = None
) -> tuple[Product, ...]:
    """Make one product of each factor, with its unit and its stages.

    Args:
        factors: those of a source that describe things that are sold, such as foods.
        categories: of the products, by the id of the factor.

    Raises:
        DocumentError: a factor that no product can be made of, or whose value may not be published, as the figure would be.
    """
    known, factors = categories or {}, tuple(factors)
    DocumentError.raise_any(
        Problem(factor.id, "the terms of its source do not let its value be published", _MAKE_OF_IT)
        for factor in factors
        if not factor.may_publish_value
    )
    return tuple(_product(factor, known.get(factor.id) or None) for factor in factors)


def _product(factor: EmissionFactor, category: str | None) -> Product:
    name = factor.name or {"und": factor.id}
    line = Activity(
        in_language(name, "en"),
        factor.per,
        factor=factor.id,
        stage="raw-materials",
        stages="all" if any(factor.stages.values()) else None,
    )
    return Product(
        id=factor.id,
        name=name,
        declared_unit=factor.per,
        boundary="cradle-to-grave" if factor.boundary in STAGES_COVERED else "cradle-to-gate",
        year=factor.year,
        category=category,
        activities=[line],
    )


def product_rows(
    products: Iterable[Product],
) -> tuple[tuple[str, ...], Iterator[tuple[str | int | None, ...]]]:
    """Headings and rows of a table of products, as `co2label batch` reads it.

    Raises:
        DocumentError: a product says what this table has no column for.
    """
    made = list(products)
    _refuse_more(((product, product.id) for product in made), _PRODUCT_FIELDS)
    languages = list(dict.fromkeys(language for product in made for language in product.name))
    names = ("name" if language == "und" else f"name.{language}" for language in languages)
    heads = ("id", *names, "declared_unit", "boundary", "year", "category")
    return heads, (
        (
            product.id,
            *(product.name.get(language) for language in languages),
            str(product.declared_unit),
            product.boundary,
            product.year,
            product.category,
        )
        for product in made
    )


def activity_rows(products: Iterable[Product]) -> Iterator[tuple[str | None, ...]]:
    """Rows of the table of activities, in the order of `ACTIVITY_HEADS`.

    Raises:
        DocumentError: an activity says what this table has no column for.
    """
    for product in products:
        _refuse_more(((line, f"{product.id}: {line.name}") for line in product.activities), ACTIVITY_HEADS)
        for line in product.activities:
            number = repr(line.amount.value).removesuffix(".0")
            unit = line.amount.unit.text
            yield product.id, line.name, number, unit, str(line.factor), line.stage, line.stages


def _refuse_more(nouns: Iterable[tuple[Model, str]], columns: Iterable[str]) -> None:
    """Refuse fields without a column whose value differs from the default: the table would lose them."""
    known = set(columns)
    problems = [
        Problem(f"{where}.{name}", "has no column in a table of factors", "write a document instead")
        for noun, where in nouns
        for name in sorted(noun.model_dump(exclude_defaults=True).keys() - known)
    ]
    DocumentError.raise_any(problems)
