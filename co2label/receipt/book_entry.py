"""What stands in a book, and what a book answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from co2label.units import Selling

__all__ = ["BasketAnswer", "BookEntry", "BookLine", "entry_of"]


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
        method: what the figure mostly rests on: of this `product`, an `average` of its kind, money (`spend`), or `unstated`.
        kinds: shares of the figure by what it rests on, 0 to 1, which add up to one; empty where nobody knows.
        near: what must stand near the figure: a `code`, and `words` and `short` by language.
        selling: what a till may say of the product: bare counts, amounts with units; None for counts of declared units alone.
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
    method: str = "unstated"
    kinds: dict[str, float] = field(default_factory=dict)
    near: list[dict[str, Any]] = field(default_factory=list)
    selling: Selling | None = None
    shown: str = ""
    link: str | None = None


class BookLine(NamedTuple):
    """What a book says of one unit of a product, in kilograms of CO2e."""

    kg_co2e: float
    low: float | None
    high: float | None
    boundary: str
    method: str
    average: float | None = None
    """Share of the figure that rests on averages of groups of products; None where nobody knows."""
    spend: float | None = None
    """Share that rests on money."""
    near_json: str = "[]"
    per_count: float | None = 1.0
    """Declared units that a bare count of one stands for; None where that is not known."""
    selling_json: str = "null"

    @property
    def selling(self) -> Selling:
        """What a till may say of the product."""
        from co2label.units import Selling  # noqa: PLC0415 - only who asks pays

        return _selling(self.per_count, self.selling_json) or Selling("declared unit")

    @property
    def kinds(self) -> dict[str, float]:
        """Shares of the figure by what it rests on; empty where nobody knows."""
        return _kinds(self.average, self.spend)

    @property
    def near(self) -> list[dict[str, Any]]:
        """What must stand near the figure: a `code`, and `words` and `short` by language."""
        said: list[dict[str, Any]] = json.loads(self.near_json)
        return said


@dataclass(frozen=True, slots=True)
class BasketAnswer:
    """What a book says of a basket.

    Attributes:
        lines: for each line that was asked, in its order, the figures of one unit; None where the product is unknown.
        units: for each line, how many declared units it sells; None where that, or the product, is unknown.
        kg_co2e: the unrounded sum of what is known; None where nothing is known, which is not zero.
        interval: bounds of the sum in kg CO2e, as if all figures were off in the same direction (a book does not know
            which emission factors they share); None where a known figure states no uncertainty.
        unknown: the products that are not in the book, each once, as they were asked.
        unclear: of the others, those of which it cannot be told how much was sold, each with the reason.
    """

    lines: tuple[BookLine | None, ...]
    kg_co2e: float | None
    interval: tuple[float, float] | None
    unknown: tuple[int | str, ...]
    units: tuple[float | None, ...] = ()
    unclear: dict[int | str, str] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many lines were asked."""
        return len(self.lines)

    @property
    def covered(self) -> int:
        """How many of them have a figure."""
        return len(self.units) - self.units.count(None)


def entry_of(row: tuple[Any, ...]) -> BookEntry:
    """The entry of a row of the table `goods`, with the columns of `columns_in`."""
    product, gtin, kg, low, high, boundary, method, average, spend, near, *rest = row
    count, selling, shown, name, unit, link = rest
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
        kinds=_kinds(average, spend),
        near=json.loads(near),
        selling=_selling(count, selling),
        shown=shown,
        link=link,
    )


def _selling(count: float | None, text: str) -> Selling | None:
    from co2label.units import Selling  # noqa: PLC0415 - only who asks pays

    said = json.loads(text)
    return said and Selling(said["unit"], count, said["rates"])


def _kinds(average: float | None, spend: float | None) -> dict[str, float]:
    if average is None or spend is None:
        return {}
    shares = {"product": max(0.0, 1.0 - average - spend), "average": average, "spend": spend}
    return {kind: share for kind, share in shares.items() if share}
