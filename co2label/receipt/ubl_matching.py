"""Which lines of a receipt a line of an invoice stands for: by what the caller says, by GTIN, or by the seller's id."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import DocumentError, Problem, clip
from co2label.identifiers import gtin14
from co2label.receipt.data_words import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.ubl_reading import InvoiceLine, Place
    from co2label.units import Amount

_SAME = 1e-3
"""Relative: scales and invoices round to the gram."""

__all__ = ["Match", "Unmatched", "differing", "matches", "unmatched"]


class Match(NamedTuple):
    """A line of an invoice and what the receipt says of its item.

    Attributes:
        line_id: of the invoice's line.
        place: where a property of its item may be put in.
        line: a line of the receipt with the item's figure.
        numbers: all lines of the receipt with the item, from 1; they say the same figure.
        quantity: of the invoice's line, where it is known.
    """

    line_id: str
    place: Place
    line: ReceiptLine
    numbers: tuple[int, ...]
    quantity: Amount | None = None


class Unmatched(NamedTuple):
    """What did not find its counterpart.

    Attributes:
        invoice_lines: ids of the invoice's lines that get nothing: the receipt does not have their item, does not know its
            CO2e, or says two different figures of it.
        receipt_lines: numbers, from 1, of the receipt's lines that have a figure and are on no line of the invoice.
    """

    invoice_lines: tuple[str, ...]
    receipt_lines: tuple[int, ...]


def matches(receipt: Receipt, invoice: Iterable[InvoiceLine], lines: Mapping[str, int]) -> list[Match]:
    """The lines of an invoice whose item has one figure on the receipt, in their order.

    Args:
        receipt: what was bought.
        invoice: the invoice's lines.
        lines: the receipt's line, from 1, by id of the invoice's line; it goes before GTIN and seller's id.

    Raises:
        DocumentError: a line in `lines` that is not there.
    """
    invoice = tuple(invoice)
    problems = list(_misfits(receipt, invoice, lines))
    if problems:
        raise DocumentError(problems)
    known = _Known(receipt)
    found = ((line, known.numbers(line, lines.get(line.line_id))) for line in invoice)
    return [
        Match(line.line_id, line.place, receipt.lines[numbers[0] - 1], tuple(numbers), line.quantity)
        for line, numbers in found
        if line.place is not None and numbers and known.agree(numbers)
    ]


def unmatched(receipt: Receipt, invoice: Iterable[InvoiceLine], found: Iterable[Match]) -> Unmatched:
    """What is left of an invoice and a receipt."""
    found = tuple(found)
    places = {match.place for match in found}
    used = {number for match in found for number in match.numbers}
    return Unmatched(
        tuple(line.line_id for line in invoice if line.place not in places),
        tuple(
            number
            for number, line in enumerate(receipt.lines, start=1)
            if line.unit_kg_co2e is not None and number not in used
        ),
    )


def differing(receipt: Receipt, found: Iterable[Match]) -> Iterator[str]:
    """Ids of an invoice's lines whose item is on both in other amounts; of several lines of an item the sums are compared."""
    invoiced: dict[tuple[int, ...], list[Match]] = {}
    for match in found:
        invoiced.setdefault(match.numbers, []).append(match)
    for numbers, same in invoiced.items():
        sold = [receipt.lines[number - 1] for number in numbers]
        ours = [line.units for line in sold]
        theirs = [None if each.quantity is None else sold[0].units_of(each.quantity) for each in same]
        if None in ours or None in theirs:
            continue
        total, other = (
            abs(math.fsum(unit or 0.0 for unit in ours)),
            abs(math.fsum(unit or 0.0 for unit in theirs)),
        )
        if not math.isclose(total, other, rel_tol=_SAME, abs_tol=1e-9):
            yield from (each.line_id for each in same)


def _misfits(
    receipt: Receipt, invoice: tuple[InvoiceLine, ...], lines: Mapping[str, int]
) -> Iterator[Problem]:
    ids = {line.line_id for line in invoice}
    for line_id, number in lines.items():
        where = f"lines[{clip(line_id)}]"
        if line_id not in ids:
            yield Problem(where, "the invoice has no line with this id", f"it has {clip(sorted(ids))}")
        if not 1 <= number <= len(receipt.lines):
            yield Problem(where, f"expected a line of the receipt, 1 to {len(receipt.lines)}, got {number}")


class _Known:
    """Strictly private: the lines of a receipt that have a figure, by what identifies their item."""

    def __init__(self, receipt: Receipt) -> None:
        self._attributes = {
            number: said
            for number, line in enumerate(receipt.lines, start=1)
            if (said := attribute(line, "en")) is not None
        }
        self._gtins: dict[int, str] = {}
        self._by_gtin: dict[str, list[int]] = {}
        self._by_product: dict[str, list[int]] = {}
        for number in self._attributes:
            self._file(number, receipt.lines[number - 1])

    def _file(self, number: int, line: ReceiptLine) -> None:
        if line.gtin is not None:
            self._gtins[number] = gtin14(line.gtin)
            self._by_gtin.setdefault(self._gtins[number], []).append(number)
        if line.product is not None:
            self._by_product.setdefault(line.product, []).append(number)

    def numbers(self, line: InvoiceLine, said: int | None) -> list[int]:
        """Lines of the receipt with a figure that a line of the invoice stands for."""
        if said is not None:
            return [said] if said in self._attributes else []
        if line.gtin in self._by_gtin:
            return self._by_gtin[line.gtin]
        numbers = self._by_product.get(line.sellers_id or "", [])
        return [number for number in numbers if line.gtin is None or number not in self._gtins]

    def agree(self, numbers: list[int]) -> bool:
        """Whether lines say the same of one unit."""
        return len({self._attributes[number] for number in numbers}) == 1
