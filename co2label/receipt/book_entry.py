"""What stands in a book, and what a book answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["COLUMNS", "BasketAnswer", "BookEntry", "BookLine", "entry_of"]

COLUMNS = "id, gtin, kg_co2e, low, high, boundary, method, shown, name, unit, link"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """One product in a book.

    Attributes:
        product_id: its id, or the seller's own number (SKU).
        gtin: 8, 12, 13 or 14 digits, or None for goods without one.
        name: by language.
        kg_co2e: kilograms of CO2e of one declared unit, unrounded.
        low: lower end of its 95 % interval; with `high`, or neither.
        high: upper end.
        unit: the declared unit in words, by language.
        boundary: what the figure covers.
        method: of this product, or an average of its kind.
        shown: the figure as its label shows it, "210 g-CO2e".
        link: what its QR code opens.
    """

    product_id: str
    kg_co2e: float
    gtin: str | None = None
    name: dict[str, str]
    low: float | None = None
    high: float | None = None
    unit: dict[str, str] | None = None
    boundary: str = ""
    method: str = "product"
    shown: str = ""
    link: str | None = None


class BookLine(NamedTuple):
    """What a book says of one unit of a product, in kilograms of CO2e."""

    kg_co2e: float
    low: float | None
    high: float | None
    boundary: str
    method: str


@dataclass(frozen=True, slots=True)
class BasketAnswer:
    """What a book says of a basket.

    Attributes:
        lines: for each line that was asked, in its order, the figures of one unit; None where the product is unknown.
        kg_co2e: the unrounded sum of what is known; None where nothing is known, which is not zero.
        interval: bounds of the sum in kg CO2e, as if all figures were off in the same direction (a book does not know
            which emission factors they share); None where a known figure states no uncertainty.
        unknown: the products that are not in the book, each once, as they were asked.
    """

    lines: tuple[BookLine | None, ...]
    kg_co2e: float | None
    interval: tuple[float, float] | None
    unknown: tuple[int | str, ...]

    @property
    def items(self) -> int:
        """How many lines were asked."""
        return len(self.lines)

    @property
    def covered(self) -> int:
        """How many of them are known."""
        return len(self.lines) - self.lines.count(None)


def entry_of(row: tuple[Any, ...]) -> BookEntry:
    """The entry of a row of the table `goods`, its columns in the order of `COLUMNS`."""
    product, gtin, kg, low, high, boundary, method, shown, name, unit, link = row
    return BookEntry(
        product_id=product,
        gtin=f"{gtin:014}" if gtin > 0 else None,
        name=json.loads(name),
        kg_co2e=kg,
        low=low,
        high=high,
        unit=json.loads(unit),
        boundary=boundary,
        method=method,
        shown=shown,
        link=link,
    )
