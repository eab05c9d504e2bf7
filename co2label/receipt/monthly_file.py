"""A customer's receipts from a file: a list with days, whole baskets or sidecars, with products and categories beside it.

>>> found = purchases_of({"categories": {"4569951110016": "飲みもの"}, "receipts": [
...     {"date": "2026-11-03", "lines": [{"name": "茶", "gtin": "4569951110016", "price": 150, "kg_co2e": 0.2}]}]})
>>> found.receipts[0][0].isoformat(), found.receipts[0][1].lines[0].total_kg_co2e
('2026-11-03', 0.2)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from co2label.declaration import Remark
from co2label.errors import DocumentError, Problem, clip
from co2label.model import document_of, read_data
from co2label.receipt.basket import OF_A_DOCUMENT, basket_of, with_document
from co2label.receipt.lines import ReceiptLine
from co2label.receipt.near import near_problems
from co2label.receipt.receipt import Receipt
from co2label.receipt.sidecar_file import BOUNDARIES, FORMAT, Line, Sidecar
from co2label.units import Selling, parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary
    from co2label.receipt.book import Book

__all__ = ["Purchases", "purchases_of", "read_purchases"]

_KNOWN = ("receipts", "categories", *OF_A_DOCUMENT)
_BOUNDARIES = {code: boundary for boundary, code in BOUNDARIES.items()}


@dataclass(frozen=True, slots=True)
class Purchases:
    """What `statement` asks for.

    Attributes:
        receipts: each with its day.
        categories: by product id or GTIN.
    """

    receipts: tuple[tuple[date, Receipt], ...]
    categories: Mapping[str, str]


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
            `products`, `processes` and `factors` stand beside, and `categories` by product id or GTIN.
        factors: as `Basket.receipt`.
        book: as `Basket.receipt`.

    Raises:
        DocumentError: with every problem of all receipts.
        ComputeError: as `read_purchases`.
        BookError: as `read_purchases`.
    """
    table = _table(data)
    problems = list(_wrong(table))
    if problems:
        raise DocumentError(problems)
    shared = {key: table[key] for key in OF_A_DOCUMENT if table.get(key)}
    if shared.keys() & {"products", "processes"}:
        document_of(shared)  # what is wrong with a product is said once, not in every receipt
    found: list[tuple[date, Receipt]] = []
    for place, entry in enumerate(table["receipts"]):
        try:
            found.append(_receipt(entry, shared, factors, book))
        except DocumentError as error:
            problems += (problem.under(f"receipts[{place}]") for problem in error.problems)
    if problems:
        raise DocumentError(problems)
    return Purchases(tuple(found), dict(table.get("categories", {})))


def _table(data: Any) -> dict[str, Any]:
    """One receipt is a list of one; what stands beside it stays there."""
    if not isinstance(data, dict):
        raise DocumentError(
            [Problem("", f"expected a table (an object) with `receipts`, got {clip(data, 40)}")]
        )
    if "receipts" in data or "date" not in data:
        return data
    beside = {key: data[key] for key in _KNOWN if key in data}
    return beside | {"receipts": [{key: value for key, value in data.items() if key not in _KNOWN}]}


def _wrong(table: dict[str, Any]) -> list[Problem]:
    problems = [
        Problem(clip(key), "is no field of a file of receipts", f"it has {', '.join(_KNOWN)}")
        for key in table
        if key not in _KNOWN
    ]
    receipts = table.get("receipts")
    if not isinstance(receipts, list) or not receipts:
        problems.append(Problem("receipts", f"expected a list of receipts, got {clip(receipts, 40)}"))
    named = table.get("categories", {})
    if not isinstance(named, dict) or not all(isinstance(name, str) for name in named.values()):
        what = f"expected the names of categories by product id or GTIN, got {clip(named, 40)}"
        problems.append(Problem("categories", what))
    return problems + list(_idle(table, receipts if isinstance(receipts, list) else []))


def _idle(table: dict[str, Any], receipts: list[Any]) -> Iterator[Problem]:
    """What stands beside the receipts and is no list, or what no product of theirs could use."""
    baskets = [table, *(each for each in receipts if isinstance(each, dict))]
    used = any(each.get(key) for each in baskets for key in ("products", "processes"))
    for key in OF_A_DOCUMENT:
        if not isinstance(table.get(key), list | tuple | None):
            yield Problem(key, f"expected a list, got {clip(table[key], 40)}")
        elif table.get(key) and not used:
            yield Problem(
                key, "stands there for no product of these receipts", "add the products, or remove it"
            )


def _receipt(
    entry: Any, shared: dict[str, Any], factors: FactorLibrary | None, book: Book | None
) -> tuple[date, Receipt]:
    if not isinstance(entry, dict):
        raise DocumentError(
            [Problem("", f"expected a receipt (an object) with a `date`, got {clip(entry, 40)}")]
        )
    day = _day(entry.get("date"))
    rest = {key: value for key, value in entry.items() if key != "date"}
    if rest.get("format") == FORMAT:
        return day, _from_sidecar(rest)
    return day, basket_of(with_document(rest, shared), book).receipt(factors, book)


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        what = f"expected the day of the receipt, such as 2026-11-23, got {clip(value)}"
        raise DocumentError([Problem("date", what)]) from None


def _from_sidecar(data: dict[str, Any]) -> Receipt:
    """A sidecar holds no money: what its items cost is not known."""
    try:
        found = Sidecar.model_validate(data)
    except ValidationError as error:
        raise DocumentError(
            Problem(".".join(map(str, one["loc"])), one["msg"], f"see the schema of {FORMAT}")
            for one in error.errors(include_url=False)
        ) from None
    problems = [
        problem
        for place, line in enumerate(found.lines)
        for problem in near_problems(f"lines[{place}].near", [each.model_dump() for each in line.near or ()])
    ]
    if problems:
        raise DocumentError(problems)
    items = [_line(line) for line in found.lines if line.kind == "item"]
    return Receipt(lines=items, receipt_id=found.receipt_id, store=found.store)


def _selling(line: Line) -> Selling | None:
    """How much of a declared unit a measured line sold, as its slip says it."""
    if line.quantity_unit is None or line.declared_units is None:
        return None
    sold = parse_amount(f"{line.quantity} {line.quantity_unit}", allow_negative=True)
    rate = float(line.declared_units) / sold.si if sold.si else 0.0
    return Selling("?", None, {str(sold.unit.dimension): rate})


def _line(line: Line) -> ReceiptLine:
    carbon = line.carbon_footprint
    code = None if carbon is None else carbon.cfp_boundaries_code
    return ReceiptLine(
        name=line.name,
        quantity=Decimal(line.quantity)
        if line.quantity_unit is None
        else f"{line.quantity} {line.quantity_unit}",
        selling=_selling(line),
        price=0,
        gtin=line.gtin,
        product=line.product_id,
        kg_co2e=None if carbon is None else float(carbon.cfp_value.value),
        low=None if carbon is None or carbon.low is None else float(carbon.low),
        high=None if carbon is None or carbon.high is None else float(carbon.high),
        method=line.method,
        kinds={kind: float(share) for kind, share in (line.kinds or {}).items()},
        remarks=tuple(
            Remark(each.code, each.words, each.short, bool(each.per_unit)) for each in line.near or ()
        )
        or None,
        boundary=None if code is None else _BOUNDARIES[code],
    )
