"""A document: one or many products, and factors of one's own beside them; the same in TOML, JSON and Python.

A file is one product, or a table with `products` or `processes` and, if wanted, `factors`:

>>> tea = {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": [
...     {"name": "leaves", "amount": "2 g", "factor": "food.green_tea", "stage": "raw-materials"}]}
>>> document_of(tea).single, document_of({"products": [tea]}).single
(True, False)
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from co2label.errors import DocumentError, Problem, UnitError, clip
from co2label.identifiers import gtin14
from co2label.model.allocation import allocated
from co2label.model.factor import EmissionFactor
from co2label.model.file_format import read_data
from co2label.model.findings import nearest, printable
from co2label.model.noun import Noun
from co2label.model.process import Process
from co2label.model.product import Product
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Document", "document_of", "read_document"]

_BESIDE = ("factors", "units")
"""What stands beside the products of a document."""


class Document(Noun):
    """Products, the processes that make several of them, and the emission factors that stand beside them.

    `products` are those to compute: as written (`written`), with what processes bring them, and after them the
    products that processes alone make.

    Raises:
        DocumentError: two products or two factors with one id, a GTIN given twice, a product used that is not there,
            a process that cannot be allocated.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    written: tuple[Product, ...] = Field(default=(), strict=False, alias="products")
    processes: tuple[Process, ...] = Field(default=(), strict=False)
    """Each makes one or several products; how its burdens are shared among them stands in the results."""
    factors: tuple[EmissionFactor, ...] = Field(default=(), strict=False)
    """Emission factors of one's own; they win over bundled ones of the same id."""
    units: tuple[str, ...] = Field(default=(), strict=False)
    """Counted units of one's own, such as "GB" or "token"; each is a kind of its own."""
    _single: bool = PrivateAttr(default=False)
    _products: tuple[Product, ...] = PrivateAttr(default=())

    @property
    def products(self) -> tuple[Product, ...]:
        """The products to compute, processes allocated."""
        return self._products

    @property
    def single(self) -> bool:
        """Whether the file was one product, not a list of products."""
        return self._single

    @model_validator(mode="after")
    def _consistent(self) -> Document:
        made, problems = _put_together(self.written, self.processes)
        problems += _misfits(self.written, self.processes, self.factors, {product.id for product in made})
        if problems:
            raise DocumentError(problems)
        self._products = made
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
    """Build a document from plain data: one product, or `{"products": […], "processes": […], "factors": […]}`.

    Raises:
        DocumentError: with every problem of the whole document.
    """
    if not isinstance(data, dict) or not data:
        came = "an empty document" if data in ({}, [], None) else clip(data, 40)
        todo = "the top level is a product, or a table with `products` or `processes`"
        raise DocumentError([Problem("", f"expected a table (an object), got {came}", todo)])
    single = "products" not in data and "processes" not in data
    product_data = (
        [{k: v for k, v in data.items() if k not in _BESIDE}] if single else data.get("products", [])
    )
    problems: list[Problem] = [] if single else _unknown_keys(data)
    units = _own_units(data.get("units", []), problems)
    products = _each(Product, product_data, "products", problems, units, alone=single)
    processes = _each(Process, data.get("processes", []) if not single else [], "processes", problems, units)
    factors = _each(EmissionFactor, data.get("factors", []), "factors", problems, units)
    misfits = _misfits(products, processes, factors, _ids(product_data) | _made_ids(data.get("processes")))
    problems += (
        [replace(each, where=each.where.removeprefix("products[0].")) for each in misfits]
        if single
        else misfits
    )
    if problems:
        raise DocumentError(problems)
    document = Document(
        products=tuple(products.values()),
        processes=tuple(processes.values()),
        factors=tuple(factors.values()),
        units=units.names,
    )
    document._single = single  # noqa: SLF001 - our own private attribute, set where the document is made
    return document


def _unknown_keys(data: dict[str, Any]) -> list[Problem]:
    known = ["products", "processes", *_BESIDE]
    return [
        Problem(
            printable(str(key)),
            "unknown field",
            nearest(str(key), known) or f"known fields: {', '.join(known)}",
        )
        for key in data
        if key not in known
    ]


def _own_units(names: Any, problems: list[Problem]) -> OwnUnits:
    """The units of one's own that a document declares; what is wrong with them is added to the problems."""
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        problems.append(
            Problem("units", f'expected a list of names such as ["token"], got {clip(names, 40)}')
        )
        return OwnUnits.of([])
    try:
        return OwnUnits.of(names)
    except UnitError as error:
        problems.append(Problem("units", str(error)))
        return OwnUnits.of([])


def _each(  # noqa: PLR0913 - one call a key, just above
    noun: type[Any], items: Any, key: str, problems: list[Problem], units: OwnUnits, *, alone: bool = False
) -> dict[int, Any]:
    """The items that fit, by their place; what does not fit is added to the problems."""
    if not isinstance(items, list | tuple):
        problems.append(Problem(key, f"expected a list, got {clip(items, 40)}"))
        return {}
    fitting = {}
    for place, item in enumerate(items):
        try:
            fitting[place] = noun.read(item, where="" if alone else f"{key}[{place}]", units=units)
        except DocumentError as error:
            problems += error.problems
    return fitting


def _ids(items: Any) -> set[str]:
    """The ids written in the data, also of products that do not fit."""
    entries = items if isinstance(items, list | tuple) else []
    named = [entry.get("id") if isinstance(entry, dict) else getattr(entry, "id", None) for entry in entries]
    return {name for name in named if isinstance(name, str)}


def _made_ids(processes: Any) -> set[str]:
    """The ids of what processes make, also of processes that do not fit."""
    entries = processes if isinstance(processes, list | tuple) else []
    outputs = [
        entry.get("outputs") if isinstance(entry, dict) else getattr(entry, "outputs", ())
        for entry in entries
    ]
    named = [
        output.get("product") if isinstance(output, dict) else getattr(output, "product", None)
        for each in outputs
        if isinstance(each, list | tuple)
        for output in each
    ]
    return {name for name in named if isinstance(name, str)}


def _put_together(
    products: tuple[Product, ...], processes: tuple[Process, ...]
) -> tuple[tuple[Product, ...], list[Problem]]:
    """The products to compute; without any, that is the problem."""
    if not products and not processes:
        return (), [Problem("products", "expected at least one product, got an empty list")]
    return allocated(products, processes) if processes else (products, [])


def _misfits(products: Any, processes: Any, factors: Any, known: set[str]) -> list[Problem]:
    """What is wrong between the parts of a document whose parts each fit."""
    products, processes, factors = _placed(products), _placed(processes), _placed(factors)
    return [
        *_twice(products, "products", "id", lambda product: product.id),
        *_gtins_twice(products, processes),
        *_twice(processes, "processes", "id", lambda process: process.id),
        *_twice(factors, "factors", "id", lambda factor: factor.id),
        *_unknown_products(products, "products", known),
        *_unknown_products(processes, "processes", known),
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


def _gtins_twice(products: Mapping[int, Product], processes: Mapping[int, Process]) -> Iterable[Problem]:
    named = [(f"products[{place}].gtin", product.gtin, product.lot) for place, product in products.items()]
    named += [
        (f"processes[{place}].outputs[{number}].gtin", output.gtin, None)
        for place, process in processes.items()
        for number, output in enumerate(process.outputs)
    ]
    first: dict[tuple[str, str | None], str] = {}
    for where, gtin, lot in named:
        key = (gtin14(gtin), lot) if gtin else None
        if key and first.setdefault(key, where) != where:
            what = f"{clip(gtin)} is already the gtin of {first[key].removesuffix('.gtin')}"
            yield Problem(where, what, "each needs its own, or a lot of its own")


def _unknown_products(
    users: Mapping[int, Product] | Mapping[int, Process], key: str, known: set[str]
) -> Iterable[Problem]:
    for place, user in users.items():
        plain = isinstance(user, Product) and not user.ruled
        for number, activity in enumerate(user.activities):
            if plain and activity.product is None:
                continue
            for field, used in activity.uses():
                if used not in known:
                    what = f"no product {clip(used)} in this document"
                    hint = nearest(used, sorted(known)) or "add it to `products`"
                    yield Problem(f"{key}[{place}].activities[{number}].{field}", what, hint)
