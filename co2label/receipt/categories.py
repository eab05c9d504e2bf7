"""What a month's purchases are made of: the known kilograms by category, and the items without data by name."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.errors import IdentifierError, clip
from co2label.figures import Shown, show_part, show_shares
from co2label.identifiers import gtin14
from co2label.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.figures import Place
    from co2label.receipt.lines import ReceiptLine

__all__ = ["Category", "Unknown", "by_category", "unknown_of"]

_LONGEST = 30
"""Characters of the name of a category, which has a place of four short lines beside its bar."""


@dataclass(frozen=True, slots=True)
class Category:
    """What is known of one category.

    Attributes:
        name: as given; None for what has no category.
        items: lines.
        kg_co2e: their unrounded sum.
        shown: the same as shown, to the last place of the sum of all.
        percent: of the whole, as shown; they add up to 100. None for all where more of one was returned than bought.
        share: 0 to 1 of what all categories above zero make together, for a bar.
    """

    name: str | None
    items: int
    kg_co2e: float
    shown: Shown
    percent: str | None
    share: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """Items without data: a name and how many lines have it."""

    name: str
    items: int


def by_category(
    covered: Iterable[ReceiptLine], categories: Mapping[str, str], place: Place
) -> tuple[Category, ...]:
    """The known lines by category, the largest first, those without a category last.

    Args:
        covered: lines with a figure.
        categories: by product id or GTIN.
        place: the last place of their sum as shown.

    Raises:
        TextError: the name of a category that must not be printed.
        ClaimError: one that makes a claim.
    """
    refuse_claims(**{f"categories.{key}": name for key, name in categories.items()})
    named = {
        _key(key): clean_text(name, where=f"categories.{clip(key)}", limit=_LONGEST)
        for key, name in categories.items()
    }
    kgs: dict[str | None, list[float]] = defaultdict(list)
    for line in covered:
        kgs[_category(line, named)].append(line.total_kg_co2e or 0.0)
    sums = {name: math.fsum(parts) for name, parts in kgs.items()}
    order = sorted(sums, key=lambda name: (name is None, -sums[name], name or ""))
    percents = show_shares([sums[name] for name in order])
    whole = math.fsum(kg for kg in sums.values() if kg > 0)
    return tuple(
        Category(
            name=name,
            items=len(kgs[name]),
            kg_co2e=sums[name],
            shown=Shown(show_part(sums[name], place), place.unit),
            percent=percent,
            share=max(0.0, sums[name] / whole) if whole else 0.0,
        )
        for name, percent in zip(order, percents, strict=True)
    )


def unknown_of(lines: Iterable[ReceiptLine]) -> tuple[Unknown, ...]:
    """Lines without a figure, by name; the most frequent first.

    >>> from co2label.receipt.lines import ReceiptLine
    >>> unknown_of([ReceiptLine(name="雑誌", price=690), ReceiptLine(name="雑誌", price=700)])
    (Unknown(name='雑誌', items=2),)
    """
    counts = Counter(line.name for line in lines)
    return tuple(
        Unknown(name, counts[name]) for name in sorted(counts, key=lambda name: (-counts[name], name))
    )


def _category(line: ReceiptLine, named: Mapping[str, str]) -> str | None:
    """By the product, else by the GTIN."""
    by_product = named.get(_key(line.product)) if line.product else None
    return by_product or (named.get(gtin14(line.gtin)) if line.gtin else None)


def _key(key: str) -> str:
    """A GTIN in 14 digits, however it was written; anything else is the id of a product."""
    try:
        return gtin14(key)
    except IdentifierError:
        return key
