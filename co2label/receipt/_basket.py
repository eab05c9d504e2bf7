"""Baskets and purchases from files: lines with the products, factors and number schemes that they need.

A basket is a receipt whose lines name products, with these products beside them. A file of purchases is a list of receipts with
days, whole baskets or sidecars, with products and categories beside it. GS1 leaves the numbers 02 and 20 to 29 to the shops of a
country (General Specifications, restricted circulation numbers), so a till declares its own scheme: a pattern with a letter for
each digit.

>>> basket = basket_of({"lines": [{"name": "Tea", "quantity": 2, "price": 150, "product": "tea"}], "products": [
...     {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": [
...         {"name": "boiler", "amount": "0.2 kg", "gas": "CO2", "stage": "production"}]}]})
>>> basket.receipt().lines[0].total_kg_co2e
0.4
>>> pork = InStoreCode(pattern="02IIIIIPPPPPC", step="1 JPY", items={"10000": "pork-belly"})
>>> sold = pork.decode("0210000005985")
>>> sold.product, sold.amount.text
('pork-belly', '598 JPY')
>>> found = purchases_of({"categories": {"4569951110016": "飲みもの"}, "receipts": [
...     {"date": "2026-11-03", "lines": [{"name": "茶", "gtin": "4569951110016", "price": 150, "kg_co2e": 0.2}]}]})
>>> found.receipts[0][0].isoformat(), found.receipts[0][1].lines[0].total_kg_co2e
('2026-11-03', 0.2)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from co2label.declaration import Remark
from co2label.errors import DocumentError, Problem, clip, suggestion
from co2label.identifiers import check_digit, gtin14, in_one_company
from co2label.model import (
    AmountField,
    Document,
    EmissionFactor,
    Identifier,
    Model,
    Process,
    Product,
    document_of,
    read_data,
)
from co2label.receipt._data import SIDECAR_FORMAT, receipt_from_sidecar
from co2label.receipt._lines import ReceiptLine
from co2label.receipt._receipt import MAX_PEOPLE, Receipt
from co2label.units import Amount, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary
    from co2label.footprint import Footprint
    from co2label.receipt._book import Book, BookLine


_LETTERS = "IPWNVCX"
_PATTERN = re.compile(rf"[0-9{_LETTERS}]{{13}}")
_VALUE_LETTERS = "PWN"
_CHECK_WEIGHTS = {4: ((2, -1), (2, -1), (3, 0), (5, -1)), 5: ((5, 1), (2, -1), (5, -1), (5, 1), (2, -1))}
"""For each digit of a price or weight of four or five digits: a factor, and whether its tens are added or subtracted."""


class InStoreContent(NamedTuple):
    """Content of an in-store number: the id of the product, and the amount sold."""

    product: str
    amount: Amount


def _upper_case(value: Any) -> Any:
    return value.upper().replace(" ", "") if isinstance(value, str) else value


class InStoreCode(Model):
    """One scheme of a shop for numbers with a weight, a price or a count inside.

    Raises:
        DocumentError: a pattern that is none, or a step of another kind than the pattern asks for.
    """

    pattern: Annotated[str, BeforeValidator(_upper_case)]
    """13 signs: digits as they stand; I of the item; P of the price, W of the weight or N of the count; V the check digit of that
    price or weight (General Specifications, 7.9); C the check digit of the whole number; X what means nothing here."""
    step: AmountField
    """Value of one unit of P, W or N: "1 JPY", "1 g", "0.01 EUR", "1 piece"."""
    items: dict[Annotated[str, Field(pattern=r"^[0-9]+$")], Identifier] = Field(default_factory=dict)
    """Item → id of the product; an item that is not here is the id itself."""

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        """The pattern as a regular expression, with a group for each letter but X."""
        runs = [(sign, len(list(run))) for sign, run in groupby(self.pattern.replace("X", "."))]
        digits = (f"(?P<{sign}>[0-9]{{{n}}})" if sign in _LETTERS else n * sign for sign, n in runs)
        return re.compile("".join(digits).replace(".", "[0-9]"))

    def _problems(self) -> Iterator[Problem]:
        todo = 'such as "02IIIIIPPPPPC"'
        if not _PATTERN.fullmatch(self.pattern):
            what = f"expected 13 digits and letters of {', '.join(_LETTERS)}, got {clip(self.pattern)}"
            yield Problem("pattern", what, todo)
            return
        letters = [letter for letter in _VALUE_LETTERS if letter in self.pattern]
        if len(letters) != 1 or "I" not in self.pattern:
            yield Problem("pattern", f"expected I and one of P, W, N, got {clip(self.pattern)}", todo)
            return
        for letter in ("I", *letters):
            if letter * self.pattern.count(letter) not in self.pattern:
                yield Problem("pattern", f"the {letter} of {self.pattern} do not stand together", todo)
        checks = self.pattern.count("V")
        if checks > 1 or (checks and self.pattern.count(letters[0]) not in _CHECK_WEIGHTS):
            yield Problem("pattern", "one V checks a price or weight of four or five digits", todo)
        if self.pattern.find("C") not in {-1, len(self.pattern) - 1}:
            yield Problem("pattern", "C, the check digit of the number, is its last", todo)
        if self.step.unit.dimension.of_money != (letters[0] == "P") or self.step.value <= 0:
            kind = {"P": "a price", "W": "a mass", "N": "a count"}[letters[0]]
            what = f"one of {letters[0]} is {kind} above zero, got {self.step.text!r}"
            yield Problem("step", what, 'such as "1 JPY" or "1 g"')

    def decode(self, number: str) -> InStoreContent | None:
        """Read a number of this scheme; None if it is of another scheme, or a check digit is wrong.

        Args:
            number: 13 digits; 12 of a UPC, or 14, are brought to 13.
        """
        digits = number[1:] if len(number) == len(self.pattern) + 1 and number[0] == "0" else number.zfill(13)
        found = self._shape.fullmatch(digits)
        if found is None:
            return None
        parts = found.groupdict()
        item, value = parts["I"], next(parts[letter] for letter in _VALUE_LETTERS if letter in parts)
        if "C" in parts and check_digit(digits[:-1]) != int(parts["C"]):
            return None
        if "V" in parts and _value_check_digit(value) != int(parts["V"]):
            return None
        amount = _written(int(value) * self.step.value, self.step.unit)
        return InStoreContent(self.items.get(item, item), amount)


def _written(value: float, unit: Unit) -> Amount:
    """An amount with its text."""
    return Amount(value, unit, f"{value:.12g} {unit}")


def read_schemes(path: str | Path) -> tuple[InStoreCode, ...]:
    """The schemes of a file in TOML or JSON: a table with a list `in_store`.

    Raises:
        DocumentError: the file cannot be read, or does not fit.
    """
    return _SchemesFile.read(read_data(path)).in_store


class _SchemesFile(Model):
    """A file of schemes."""

    in_store: tuple[InStoreCode, ...] = Field(strict=False, min_length=1)


def _value_check_digit(value: str) -> int:
    """The check digit of a price or weight of four or five digits (GS1 General Specifications, 7.9, as biip 5 has it).

    >>> _value_check_digit("2875"), _value_check_digit("14685")
    (9, 6)
    """
    weighed = [
        (factor * int(digit) + sign * (factor * int(digit) // 10)) % 10
        for digit, (factor, sign) in zip(value, _CHECK_WEIGHTS[len(value)], strict=True)
    ]
    if len(value) == 4:  # noqa: PLR2004 - the two forms of the rule
        return sum(weighed) * 3 % 10
    wanted = -sum(weighed) % 10
    return next(digit for digit in range(10) if (5 * digit - 5 * digit // 10) % 10 == wanted)


DOCUMENT_FIELDS = ("products", "processes", "factors", "units")
"""Fields of a document that may stand in a basket."""
_PRODUCT_FIELDS = ("products", "processes")


class Basket(Receipt):
    """A receipt whose lines name products, and those products.

    A line without `product` takes the product of its GTIN, if there is one; else it is unknown, not zero.
    """

    products: tuple[Product, ...] = Field(default=(), strict=False)
    processes: tuple[Process, ...] = Field(default=(), strict=False)
    """Processes of one or several products, which lines may name too."""
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
        lines = tuple(
            _with_figure(_with_in_store_content(line, self.in_store), footprints) for line in self.lines
        )
        fields = {name: getattr(self, name) for name in Receipt.model_fields}
        return Receipt(**fields | {"lines": lines if book is None else _from_book(lines, book)})

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


def read_basket(
    path: str | Path,
    book: Book | None = None,
    in_store: tuple[InStoreCode, ...] = (),
    *,
    catalogue: str | Path | None = None,
) -> Basket:
    """Read a basket from a JSON or TOML file.

    Args:
        path: the file.
        book: where products may stand that the basket does not hold.
        in_store: the shop's schemes for numbers with a weight or a price inside, beside those of the basket.
        catalogue: a document with the shop's products, which lines may name too; the basket's own win by id.

    Raises:
        DocumentError: a file cannot be read, or does not fit; lists every problem with its path.
    """
    data = read_data(path)
    if catalogue is not None and isinstance(data, dict):
        data = with_document(data, _document_table(read_data(catalogue)))
    basket = basket_of(data, book)
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
        raise Problem("", f"expected a table (an object) with `lines`, got {clip(data, 40)}").as_error()
    problems: list[Problem] = []
    document = _document(data, problems)
    rest = {key: value for key, value in data.items() if key not in DOCUMENT_FIELDS}
    try:
        receipt = Basket.read(rest)
    except DocumentError as error:
        raise DocumentError([*error.problems, *problems]) from None
    products = document.products if document else ()
    DocumentError.raise_any([*problems, *_line_problems(receipt.lines, products, book)])
    fields = {key: getattr(receipt, key) for key in (*Receipt.model_fields, "in_store")}
    if document is None:
        return Basket(**fields)
    return Basket(**fields, products=document.written, processes=document.processes, factors=document.factors)


def with_document(data: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    """Join a basket, as plain data, with the products, processes, factors and units of a document.

    An entry of the basket takes precedence over one of the document with the same id. Factors and units are left out if there
    is no product to use them.

    >>> with_document({"lines": [], "products": [{"id": "tea"}]}, {"products": [{"id": "tea", "year": 2025}, {"id": "bun"}]})
    {'lines': [], 'products': [{'id': 'tea'}, {'id': 'bun'}]}
    """
    if not any(each.get(key) for key in _PRODUCT_FIELDS for each in (data, beside)):
        return dict(data)
    together = dict(data)
    for key in DOCUMENT_FIELDS:
        own, others = data.get(key), beside.get(key)
        if own and others and isinstance(own, list) and isinstance(others, list):
            names = [_entry_key(one) for one in own]
            together[key] = [*own, *(one for one in others if _entry_key(one) not in names)]
        elif others:
            together[key] = own or others
    return together


def _document_table(data: Any) -> dict[str, Any]:
    """A document as a table with `products`; what is no table is one without any."""
    if not isinstance(data, dict):
        return {}
    if any(key in data for key in _PRODUCT_FIELDS):
        return data
    beside = {key: data[key] for key in DOCUMENT_FIELDS if key in data}
    return {"products": [{key: data[key] for key in data if key not in beside}], **beside}


def _entry_key(one: Any) -> Any:
    """The key of an entry of a document: its id; a unit is its own name."""
    return one.get("id") if isinstance(one, dict) else one


def _document(data: Mapping[str, Any], problems: list[Problem]) -> Document | None:
    given = {key: data[key] for key in DOCUMENT_FIELDS if key in data and data[key] not in (None, [], ())}
    if not given.keys() & {*_PRODUCT_FIELDS}:
        todo = "add the products that use it, or remove it"
        problems += [Problem(key, "is used by no product of this basket", todo) for key in given]
        return None
    with DocumentError.collecting(problems):
        return document_of(given)
    return None


def _line_problems(
    lines: tuple[ReceiptLine, ...], products: tuple[Product, ...], book: Book | None
) -> Iterator[Problem]:
    """Find lines that name a missing product, or a product with another GTIN."""
    known = {product.id: product for product in products}
    for place, line in enumerate(lines):
        product = known.get(line.product) if line.product else None
        if line.product is not None and product is None:
            if book is not None:
                continue  # what a book does not hold is no data
            todo = "add it to `products`, or write null where there is no data"
            todo = suggestion(line.product, list(known)) or todo
            yield Problem(f"lines[{place}].product", f"no product {clip(line.product)} in this basket", todo)
        elif product and product.gtin and line.gtin and gtin14(product.gtin) != gtin14(line.gtin):
            what = f"{line.gtin} is not the GTIN of product {clip(product.id)}, {product.gtin}"
            yield Problem(f"lines[{place}].gtin", what, "correct one of them")


def _with_in_store_content(line: ReceiptLine, schemes: tuple[InStoreCode, ...]) -> ReceiptLine:
    """Take product and amount from a number of the shop's own; the price is then that of the whole amount."""
    if not _is_open(line) or line.product or not line.gtin or isinstance(line.quantity, Amount):
        return line
    contents = (scheme.decode(line.gtin) for scheme in schemes if in_one_company(line.gtin))
    content = next(filter(None, contents), None)
    if content is None:
        return line
    sold, count = content.amount, float(line.quantity)
    if count != 1:
        sold = _written(sold.value * count, sold.unit)
    price = line.price * abs(line.quantity)
    return _copy_with(line, {"product": content.product, "quantity": sold, "price": price})


def _with_figure(line: ReceiptLine, footprints: Mapping[str, Footprint]) -> ReceiptLine:
    key = line.product or (gtin14(line.gtin) if line.gtin else "")
    footprint = footprints.get(key) if _is_open(line) else None
    if footprint is None:
        return line
    product = footprint.product
    figure = {"product": product.id, "kg_co2e": footprint.kg_co2e, "boundary": product.boundary}
    return _copy_with(line, figure | {"footprint": footprint})


def _from_book(lines: tuple[ReceiptLine, ...], book: Book) -> tuple[ReceiptLine, ...]:
    """Look up all lines without a figure in one query."""
    keys = [line.product or line.gtin if _is_open(line) else None for line in lines]
    answers = iter(book.basket([(key, 1) for key in keys if key]).lines)
    figures = [next(answers) if key else None for key in keys]
    return tuple(
        line if figure is None else _copy_with(line, _book_fields(figure))
        for line, figure in zip(lines, figures, strict=True)
    )


def _book_fields(figure: BookLine) -> dict[str, Any]:
    """Fields of a line from the figures of a book."""
    alike = ("kg_co2e", "low", "high", "method", "kinds", "selling")
    remarks = tuple(Remark(**remark) for remark in figure.near) or None
    fields = {name: getattr(figure, name) for name in alike}
    return {**fields, "boundary": figure.boundary or None, "remarks": remarks}


def _is_open(line: ReceiptLine) -> bool:
    """True for an item that has no figure yet."""
    return line.unit_kg_co2e is None and line.is_item


def _copy_with(line: ReceiptLine, figure: dict[str, Any]) -> ReceiptLine:
    return ReceiptLine(**({name: getattr(line, name) for name in line.model_fields_set} | figure))


_PURCHASE_FIELDS = ("receipts", "categories", "food", "people", *DOCUMENT_FIELDS)


@dataclass(frozen=True, slots=True)
class Purchases:
    """Receipts and categories, as `statement` takes them.

    Attributes:
        receipts: each with its day.
        categories: by product id or GTIN: a name, or names by language.
        food: names of the categories that are food.
        people: how many the purchases are for.
    """

    receipts: tuple[tuple[date, Receipt], ...]
    categories: Mapping[str, str | Mapping[str, str]]
    food: tuple[str, ...] = ()
    people: int = 1


def read_purchases(
    path: str | Path, factors: FactorLibrary | None = None, book: Book | None = None
) -> Purchases:
    """Read receipts from a JSON or TOML file.

    Args:
        path: the file.
        factors: as `Basket.receipt`.
        book: as `Basket.receipt`.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
        ComputeError: everything that keeps a product from being computed.
        BookError: the book cannot be read.
    """
    return purchases_of(read_data(path), factors, book)


def purchases_of(data: Any, factors: FactorLibrary | None = None, book: Book | None = None) -> Purchases:
    """Build receipts from plain data.

    Args:
        data: a table with `receipts`, each with its `date`; or one such receipt. A receipt is a basket, or a sidecar.
            `products`, `processes` and `factors` stand beside, and `categories` by product id or GTIN, the names of those
            that are `food`, and how many `people` it is for.
        factors: as `Basket.receipt`.
        book: as `Basket.receipt`.

    Raises:
        DocumentError: with every problem of all receipts.
        ComputeError: as `read_purchases`.
        BookError: as `read_purchases`.
    """
    table = _purchases_table(data)
    DocumentError.raise_any(_table_problems(table))
    shared = {key: table[key] for key in DOCUMENT_FIELDS if table.get(key)}
    if shared.keys() & {"products", "processes"}:
        document_of(shared)  # what is wrong with a product is reported once, not for every receipt
    problems: list[Problem] = []
    dated: list[tuple[date, Receipt]] = []
    for place, entry in enumerate(table["receipts"]):
        with DocumentError.collecting(problems, f"receipts[{place}]"):
            dated.append(_dated_receipt(entry, shared, factors, book))
    DocumentError.raise_any(problems)
    food, people = tuple(table.get("food", ())), table.get("people", 1)
    return Purchases(tuple(dated), dict(table.get("categories", {})), food, people)


def _purchases_table(data: Any) -> dict[str, Any]:
    """Put a single receipt into a list of one; the fields beside it stay where they are."""
    if not isinstance(data, dict):
        what = f"expected a table (an object) with `receipts`, got {clip(data, 40)}"
        raise Problem("", what).as_error()
    if "receipts" in data or "date" not in data:
        return data
    beside = {key: data[key] for key in _PURCHASE_FIELDS if key in data}
    return beside | {"receipts": [{key: value for key, value in data.items() if key not in beside}]}


def _table_problems(table: dict[str, Any]) -> list[Problem]:
    problems = [
        Problem(clip(key), "is no field of a file of receipts", f"it has {', '.join(_PURCHASE_FIELDS)}")
        for key in table
        if key not in _PURCHASE_FIELDS
    ]
    receipts = table.get("receipts")
    if not isinstance(receipts, list) or not receipts:
        problems.append(Problem("receipts", f"expected a list of receipts, got {clip(receipts, 40)}"))
    named = table.get("categories", {})
    if not isinstance(named, dict) or not all(map(_is_name, named.values())):
        what = f"expected the names of categories by product id or GTIN, got {clip(named, 40)}"
        todo = 'a name, or names by language: {ja = "飲みもの", en = "Drinks"}'
        problems.append(Problem("categories", what, todo))
    food, people = table.get("food", []), table.get("people", 1)
    if not isinstance(food, list | tuple) or not all(isinstance(name, str) for name in food):
        problems.append(Problem("food", f"expected a list of names of categories, got {clip(food, 40)}"))
    if type(people) is not int or not 1 <= people <= MAX_PEOPLE:
        problems.append(Problem("people", f"expected 1 to {MAX_PEOPLE} persons, got {clip(people, 40)}"))
    return problems + list(_unused_problems(table, receipts if isinstance(receipts, list) else []))


def _is_name(name: Any) -> bool:
    texts = list(name.values()) if isinstance(name, dict) else [name]
    return bool(texts) and all(isinstance(text, str) for text in texts)


def _unused_problems(table: dict[str, Any], receipts: list[Any]) -> Iterator[Problem]:
    """Find fields beside the receipts that are no list, or that no product uses."""
    baskets = [table, *(each for each in receipts if isinstance(each, dict))]
    used = any(each.get(key) for each in baskets for key in ("products", "processes"))
    for key in DOCUMENT_FIELDS:
        if not isinstance(table.get(key), list | tuple | None):
            yield Problem(key, f"expected a list, got {clip(table[key], 40)}")
        elif table.get(key) and not used:
            yield Problem(key, "is used by no product of these receipts", "add the products, or remove it")


def _dated_receipt(
    entry: Any, shared: dict[str, Any], factors: FactorLibrary | None, book: Book | None
) -> tuple[date, Receipt]:
    if not isinstance(entry, dict):
        what = f"expected a receipt (an object) with a `date`, got {clip(entry, 40)}"
        raise Problem("", what).as_error()
    day = _receipt_day(entry.get("date"))
    rest = {key: value for key, value in entry.items() if key != "date"}
    if rest.get("format") == SIDECAR_FORMAT:
        return day, receipt_from_sidecar(rest)
    return day, basket_of(with_document(rest, shared), book).receipt(factors, book)


def _receipt_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        what = f"expected the day of the receipt, such as 2026-11-23, got {clip(value)}"
        raise Problem("date", what).as_error() from None
