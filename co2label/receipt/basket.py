"""A basket: the document behind a receipt, its lines with the products and emission factors that they need.

>>> basket = basket_of({"lines": [{"name": "Tea", "quantity": 2, "price": 150, "product": "tea"}], "products": [
...     {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": [
...         {"name": "boiler", "amount": "0.2 kg", "gas": "CO2", "stage": "production"}]}]})
>>> basket.receipt().lines[0].total_kg_co2e
0.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from co2label.declaration import Remark
from co2label.errors import DocumentError, Problem, clip
from co2label.identifiers import gtin14, in_one_company
from co2label.model import (
    Document,
    EmissionFactor,
    Process,
    Product,
    document_of,
    read_data,
    suggestion,
)
from co2label.receipt.in_store import InStoreCode, read_in_store
from co2label.receipt.lines import ReceiptLine
from co2label.receipt.receipt import Receipt
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary
    from co2label.footprint import Footprint
    from co2label.receipt.book import Book
    from co2label.receipt.book_entry import BookLine

__all__ = ["OF_A_DOCUMENT", "Basket", "basket_of", "read_basket", "with_document"]

OF_A_DOCUMENT = ("products", "processes", "factors", "units")
"""Fields of a document that may stand in a basket."""
_MAKE = ("products", "processes")


class Basket(Receipt):
    """A receipt whose lines name products, and those products.

    A line without `product` takes the product of its GTIN, if there is one; else it is unknown, not zero.
    """

    products: tuple[Product, ...] = Field(default=(), strict=False)
    processes: tuple[Process, ...] = Field(default=(), strict=False)
    """Each makes one or several products, which lines may name too."""
    factors: tuple[EmissionFactor, ...] = Field(default=(), strict=False)
    in_store: tuple[InStoreCode, ...] = Field(default=(), strict=False)
    """The shop's schemes for numbers with a weight or a price inside."""

    def receipt(self, factors: FactorLibrary | None = None, book: Book | None = None) -> Receipt:
        """The receipt, with the figures of the products computed, or else found in a book.

        Args:
            factors: emission factors by id, the bundled ones if none are given; the basket's own win.
            book: figures of products that the basket does not hold.

        Raises:
            ComputeError: everything that keeps a product from being computed.
            BookError: the book cannot be read.
        """
        footprints = self._footprints(factors)
        lines = tuple(_with_figure(_weighed(line, self.in_store), footprints) for line in self.lines)
        return Receipt(
            lines=lines if book is None else _from_book(lines, book),
            receipt_id=self.receipt_id,
            store=self.store,
            currency=self.currency,
            last_kg=self.last_kg,
            notices=self.notices,
        )

    def _footprints(self, factors: FactorLibrary | None) -> Mapping[str, Footprint]:
        """Footprints by product id, and by GTIN in 14 digits."""
        if not self.products and not self.processes:
            return {}
        from co2label.factors import FactorLibrary as Library  # noqa: PLC0415 - a POS has figures and needs neither
        from co2label.footprint import compute_all  # noqa: PLC0415

        library = (factors or Library.bundled()).with_factors(self.factors)
        document = Document(products=self.products, processes=self.processes)
        computed = list(compute_all(document.products, library))
        by_gtin = {gtin14(one.product.gtin): one for one in computed if one.product.gtin}
        return by_gtin | {one.product.id: one for one in computed}


def read_basket(path: str | Path, book: Book | None = None, in_store: tuple[InStoreCode, ...] = ()) -> Basket:
    """Read a basket from a JSON or TOML file.

    Args:
        path: the file.
        book: where products may stand that the basket does not hold.
        in_store: the shop's schemes for numbers with a weight or a price inside, beside those of the basket.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
    """
    basket = basket_of(read_data(path), book)
    return basket.model_copy(update={"in_store": (*basket.in_store, *in_store)}) if in_store else basket


def basket_of(data: Any, book: Book | None = None) -> Basket:
    """Build a basket from plain data.

    Args:
        data: a table with `lines`.
        book: as `read_basket`.

    Raises:
        DocumentError: with every problem of the whole basket.
    """
    if not isinstance(data, dict):
        raise DocumentError([Problem("", f"expected a table (an object) with `lines`, got {clip(data, 40)}")])
    problems: list[Problem] = []
    document = _document(data, problems)
    rest = {key: value for key, value in data.items() if key not in OF_A_DOCUMENT}
    try:
        receipt = Basket.read(rest)
    except DocumentError as error:
        raise DocumentError([*error.problems, *problems]) from None
    problems += _misfits(receipt.lines, document.products if document else (), book)
    if problems:
        raise DocumentError(problems)
    fields = {key: getattr(receipt, key) for key in (*Receipt.model_fields, "in_store")}
    if document is None:
        return Basket(**fields)
    return Basket(**fields, products=document.written, processes=document.processes, factors=document.factors)


def with_document(data: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    """A basket as plain data with what stands beside it: the products, processes, factors and units of a document.

    What the basket holds itself wins by its id. Factors and units alone are left out where there is no product to use them.

    >>> with_document({"lines": [], "products": [{"id": "tea"}]}, {"products": [{"id": "tea", "year": 2025}, {"id": "bun"}]})
    {'lines': [], 'products': [{'id': 'tea'}, {'id': 'bun'}]}
    """
    if not any(each.get(key) for key in _MAKE for each in (data, beside)):
        return dict(data)
    together = dict(data)
    for key in OF_A_DOCUMENT:
        own, others = data.get(key), beside.get(key)
        if own and others and isinstance(own, list) and isinstance(others, list):
            names = [_name(one) for one in own]
            together[key] = [*own, *(one for one in others if _name(one) not in names)]
        elif others:
            together[key] = own or others
    return together


def _name(one: Any) -> Any:
    """By what an entry of a document is told apart: its id; a unit is its own name."""
    return one.get("id") if isinstance(one, dict) else one


def _document(data: Mapping[str, Any], problems: list[Problem]) -> Document | None:
    given = {key: data[key] for key in OF_A_DOCUMENT if key in data and data[key] not in (None, [], ())}
    if not given.keys() & {*_MAKE}:
        todo = "add the products that use it, or remove it"
        problems += [Problem(key, "stands there for no product of this basket", todo) for key in given]
        return None
    try:
        return document_of(given)
    except DocumentError as error:
        problems += error.problems
        return None


def _misfits(
    lines: tuple[ReceiptLine, ...], products: tuple[Product, ...], book: Book | None
) -> Iterator[Problem]:
    """Lines that name a product which is not there, or whose GTIN is another one."""
    known = {product.id: product for product in products}
    for place, line in enumerate(lines):
        product = known.get(line.product) if line.product else None
        if line.product is not None and product is None:
            if book is not None:
                continue  # what a book does not hold is no data
            hint = (
                suggestion(line.product, list(known))
                or "add it to `products`, or write null where there is no data"
            )
            yield Problem(f"lines[{place}].product", f"no product {clip(line.product)} in this basket", hint)
        elif product and product.gtin and line.gtin and gtin14(product.gtin) != gtin14(line.gtin):
            what = f"{line.gtin} is not the GTIN of product {clip(product.id)}, {product.gtin}"
            yield Problem(f"lines[{place}].gtin", what, "correct one of them")


def _weighed(line: ReceiptLine, schemes: tuple[InStoreCode, ...]) -> ReceiptLine:
    """The product and the amount that stand in a number of the shop's own; the price is then of all of it."""
    if not _is_open(line) or line.product or not line.gtin or isinstance(line.quantity, Amount):
        return line
    found = read_in_store(line.gtin, schemes) if in_one_company(line.gtin) else None
    if found is None:
        return line
    count = float(line.quantity)
    amount = found.amount
    sold = (
        amount
        if count == 1
        else Amount(amount.value * count, amount.unit, f"{amount.value * count:.12g} {amount.unit}")
    )
    price = line.price * abs(line.quantity)
    return _with(line, {"product": found.product, "quantity": sold, "price": price})


def _with_figure(line: ReceiptLine, footprints: Mapping[str, Footprint]) -> ReceiptLine:
    if not _is_open(line):
        return line
    key = line.product or (gtin14(line.gtin) if line.gtin else "")
    found = footprints.get(key)
    if found is None:
        return line
    product = {"product": found.product.id, "kg_co2e": found.kg_co2e, "boundary": found.product.boundary}
    return _with(line, product | {"footprint": found})


def _from_book(lines: tuple[ReceiptLine, ...], book: Book) -> tuple[ReceiptLine, ...]:
    """Everything that is still open, asked at once."""
    keys = [line.product or line.gtin if _is_open(line) else None for line in lines]
    found = iter(book.basket([(key, 1) for key in keys if key]).lines)
    figures = [next(found) if key else None for key in keys]
    return tuple(
        line if figure is None else _with(line, _told(figure))
        for line, figure in zip(lines, figures, strict=True)
    )


def _told(figure: BookLine) -> dict[str, Any]:
    """What a book says, as fields of a line."""
    return {
        "kg_co2e": figure.kg_co2e,
        "low": figure.low,
        "high": figure.high,
        "boundary": figure.boundary or None,
        "method": figure.method,
        "kinds": figure.kinds,
        "selling": figure.selling,
        "remarks": tuple(Remark(**said) for said in figure.near) or None,
    }


def _is_open(line: ReceiptLine) -> bool:
    """Whether the line is an item that has no figure yet."""
    return line.unit_kg_co2e is None and line.is_item


def _with(line: ReceiptLine, figure: dict[str, Any]) -> ReceiptLine:
    return ReceiptLine(**({name: getattr(line, name) for name in line.model_fields_set} | figure))
