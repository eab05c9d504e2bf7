"""A document: one or many products, and factors of one's own beside them; the same in TOML, JSON and Python.

A file is one product, or a table with `products` and, if wanted, `factors`:

>>> tea = {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": [
...     {"name": "leaves", "amount": "2 g", "factor": "food.green_tea", "stage": "raw-materials"}]}
>>> document_of(tea).single, document_of({"products": [tea]}).single
(True, False)
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import Field, PrivateAttr, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.identifiers import gtin14
from co2label.model.factor import EmissionFactor
from co2label.model.file_format import read_data
from co2label.model.findings import nearest, printable
from co2label.model.noun import Noun
from co2label.model.product import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Document", "document_of", "read_document"]


class Document(Noun):
    """Products, and the emission factors that stand beside them.

    Raises:
        DocumentError: two products or two factors with one id, a GTIN given twice, a product used that is not there.
    """

    products: tuple[Product, ...] = Field(strict=False, min_length=1)
    factors: tuple[EmissionFactor, ...] = Field(default=(), strict=False)
    """Emission factors of one's own; they win over bundled ones of the same id."""
    _single: bool = PrivateAttr(default=False)

    @property
    def single(self) -> bool:
        """Whether the file was one product, not a list of products."""
        return self._single

    @model_validator(mode="after")
    def _consistent(self) -> Document:
        problems = _misfits(self.products, self.factors, {product.id for product in self.products})
        if problems:
            raise DocumentError(problems)
        return self


def read_document(path: str | Path) -> Document:
    """Read a TOML or JSON file: by its extension, else by its content.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.

    >>> read_document("no/such/file.toml")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: no/such/file.toml: no such file; check the path
    """
    return document_of(read_data(path))


def document_of(data: Any) -> Document:
    """Build a document from plain data: one product, or `{"products": [...], "factors": [...]}`.

    Raises:
        DocumentError: with every problem of the whole document.
    """
    if not isinstance(data, dict) or not data:
        came = "an empty document" if data in ({}, [], None) else clip(data, 40)
        todo = "the top level is a product, or a table with `products`"
        raise DocumentError([Problem("", f"expected a table (an object), got {came}", todo)])
    single = "products" not in data
    product_data = [{k: v for k, v in data.items() if k != "factors"}] if single else data["products"]
    problems: list[Problem] = [] if single else _unknown_keys(data)
    products = _each(Product, product_data, "products", problems, alone=single)
    factors = _each(EmissionFactor, data.get("factors", []), "factors", problems)
    misfits = _misfits(products, factors, _ids(product_data))
    problems += (
        [replace(each, where=each.where.removeprefix("products[0].")) for each in misfits]
        if single
        else misfits
    )
    if problems:
        raise DocumentError(problems)
    document = Document(products=tuple(products.values()), factors=tuple(factors.values()))
    document._single = single  # noqa: SLF001 - our own private attribute, set where the document is made
    return document


def _unknown_keys(data: dict[str, Any]) -> list[Problem]:
    known = list(Document.model_fields)
    return [
        Problem(
            printable(str(key)),
            "unknown field",
            nearest(str(key), known) or f"known fields: {', '.join(known)}",
        )
        for key in data
        if key not in known
    ]


def _each(
    noun: type[Any], items: Any, key: str, problems: list[Problem], *, alone: bool = False
) -> dict[int, Any]:
    """The items that fit, by their place; what does not fit is added to the problems."""
    if not isinstance(items, list | tuple):
        problems.append(Problem(key, f"expected a list, got {clip(items, 40)}"))
        return {}
    if key == "products" and not items:
        problems.append(Problem(key, "expected at least one product, got an empty list"))
    fitting = {}
    for place, item in enumerate(items):
        try:
            fitting[place] = noun.read(item, where="" if alone else f"{key}[{place}]")
        except DocumentError as error:
            problems += error.problems
    return fitting


def _ids(items: Any) -> set[str]:
    """The ids written in the data, also of products that do not fit."""
    entries = items if isinstance(items, list | tuple) else []
    named = [entry.get("id") if isinstance(entry, dict) else getattr(entry, "id", None) for entry in entries]
    return {name for name in named if isinstance(name, str)}


def _misfits(products: Any, factors: Any, known: set[str]) -> list[Problem]:
    """What is wrong between the parts of a document whose parts each fit."""
    products, factors = _placed(products), _placed(factors)
    return [
        *_twice(products, "products", "id", lambda product: product.id),
        *_twice(products, "products", "gtin", lambda product: product.gtin and gtin14(product.gtin)),
        *_twice(factors, "factors", "id", lambda factor: factor.id),
        *_unknown_products(products, known),
    ]


def _placed(items: Sequence[Any] | Mapping[int, Any]) -> dict[int, Any]:
    return dict(items) if isinstance(items, dict) else dict(enumerate(items))


def _twice(
    items: Mapping[int, Any], key: str, field: str, of: Callable[[Any], str | None]
) -> Iterable[Problem]:
    first: dict[str, int] = {}
    for place, item in items.items():
        value = of(item)
        if value and first.setdefault(value, place) != place:
            what = f"{clip(getattr(item, field))} is already the {field} of {key}[{first[value]}]"
            yield Problem(f"{key}[{place}].{field}", what, "each needs its own")


def _unknown_products(products: Mapping[int, Product], known: set[str]) -> Iterable[Problem]:
    for place, product in products.items():
        for number, activity in enumerate(product.activities):
            if activity.product is not None and activity.product not in known:
                what = f"no product {clip(activity.product)} in this document"
                hint = nearest(activity.product, sorted(known)) or "add it to `products`"
                yield Problem(f"products[{place}].activities[{number}].product", what, hint)
