"""Goods bought net of returns: lines of the same goods are grouped, and returns are taken off.

A return is of the same goods if it has their GTIN, else their product id, else their name and price; words such as 返品 before
the name do not count. What was bought and wholly taken back is no item any more, neither known nor unknown.

>>> from co2label.receipt import ReceiptLine
>>> beef = {"name": "牛肉", "price": 890, "kg_co2e": 8.0}
>>> [(one.name, one.items, one.kg_co2e) for one in bought([ReceiptLine(quantity=2, **beef), ReceiptLine(quantity=-1, **beef)])]
[('牛肉', 1, 8.0)]
>>> bought([ReceiptLine(**beef), ReceiptLine(**beef | {"name": "返品 牛肉", "quantity": -1})])[0].items
0
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from co2label.identifiers import gtin14
from co2label.receipt._lines import RETURN_WORDS
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.receipt._lines import ReceiptLine


@dataclass(frozen=True, slots=True)
class Bought:
    """Goods of one kind.

    Attributes:
        name: as on the first line.
        lines: all of them, returns included.
        left: the lines that are not wholly taken back; one of the returns where more was taken back than bought.
        kg_co2e: unrounded sum; None where it is not known.
        amount: their money, returns taken off.
    """

    name: str
    lines: tuple[ReceiptLine, ...]
    left: tuple[ReceiptLine, ...]
    kg_co2e: float | None
    amount: Decimal

    @property
    def items(self) -> int:
        """Number of items that they count as."""
        return len(self.left)


def bought(lines: Iterable[ReceiptLine]) -> tuple[Bought, ...]:
    """The items of lines by kind of goods, in the order of their first lines; what is no item is left out."""
    groups: dict[object, list[ReceiptLine]] = defaultdict(list)
    for line in lines:
        if line.is_item:
            groups[_goods(line)].append(line)
    return tuple(map(_together, groups.values()))


def _goods(line: ReceiptLine) -> object:
    """Key that identifies goods; goods with a figure and the same goods without one are kept apart."""
    known, measured = line.total_kg_co2e is not None, isinstance(line.quantity, Amount)
    if line.gtin or line.product:
        return known, measured, gtin14(line.gtin) if line.gtin else line.product
    return known, measured, RETURN_WORDS.sub("", line.name) or line.name, line.price


def _together(lines: list[ReceiptLine]) -> Bought:
    if len(lines) == 1:
        (line,) = lines
        return Bought(line.name, (line,), (line,) if _sold(line) else (), line.total_kg_co2e, line.amount)
    kgs = [line.total_kg_co2e for line in lines if line.total_kg_co2e is not None]
    return Bought(
        name=next((line.name for line in lines if _sold(line) > 0), lines[0].name),
        lines=tuple(lines),
        left=tuple(_left(lines)),
        kg_co2e=math.fsum(kgs) if kgs else None,
        amount=sum((line.amount for line in lines), Decimal(0)),
    )


def _left(lines: Sequence[ReceiptLine]) -> list[ReceiptLine]:
    """The lines that returns leave: they take away the smallest amounts first, whatever the order of the lines."""
    sold = [(_sold(line), line) for line in lines]
    back = -sum((count for count, _ in sold if count < 0), Decimal(0))
    left = []
    for count, line in sorted(((count, line) for count, line in sold if count > 0), key=itemgetter(0)):
        if back >= count:
            back -= count
        else:
            left.append(line)
            back = Decimal(0)
    return left if not back else [next(line for count, line in sold if count < 0)]


def _sold(line: ReceiptLine) -> Decimal:
    """The quantity; of an amount, in root units."""
    return Decimal(repr(line.quantity.si)) if isinstance(line.quantity, Amount) else line.quantity
