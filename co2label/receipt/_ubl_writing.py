"""A receipt's CO2e in a UBL 2.1 invoice or credit note (Peppol BIS Billing 3, JP PINT) that exists already.

Lines are matched by what the caller says, by GTIN, or by the seller's id. Each line whose item is known gets one property of
the item (`cac:AdditionalItemProperty`: IBG-32 in JP PINT, BG-32 in EN 16931), the document one reference
(`cac:AdditionalDocumentReference`: IBG-24, BG-24). Nothing else changes by a byte; amounts and taxes are neither read nor
written. What is inserted has only the parts of UBL that these rules keep: name and value; id, description and address.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> bought = Receipt(lines=[ReceiptLine(name="茶", price=150, product="tea", kg_co2e=0.2, boundary="cradle-to-gate")])
>>> ubl(bought, b"<Invoice/>")
Traceback (most recent call last):
...
co2label.errors.DocumentError: invoice: expected the root Invoice of namespace \
urn:oasis:names:specification:ubl:schema:xsd:Invoice-2, or CreditNote of \
urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2, got 'Invoice'; give a UBL 2.1 invoice or credit note
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from co2label.errors import DocumentError, Problem, clip
from co2label.identifiers import gtin14
from co2label.links import web_link
from co2label.receipt._receipt import summarise
from co2label.receipt._ubl_reading import REFERENCE_ID, read_invoice
from co2label.receipt._words import item_attribute, sum_sentence
from co2label.wording import translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._receipt import Receipt
    from co2label.receipt._ubl_reading import InsertionPoint, InvoiceLine
    from co2label.units import Amount


_TOLERANCE = 1e-3
"""Relative: scales and invoices round to the gram."""


class LineMatch(NamedTuple):
    """A line of an invoice and what the receipt says of its item.

    Attributes:
        line_id: of the invoice's line.
        place: where a property of its item may be put in.
        line: a line of the receipt with the item's figure.
        numbers: all lines of the receipt with the item, from 1; they say the same figure.
        quantity: of the invoice's line, where it is known.
    """

    line_id: str
    place: InsertionPoint
    line: ReceiptLine
    numbers: tuple[int, ...]
    quantity: Amount | None = None


class UnmatchedLines(NamedTuple):
    """What did not find its counterpart.

    Attributes:
        invoice_lines: ids of the invoice's lines that get nothing: the receipt does not have their item, does not know its
            CO2e, or says two different figures of it.
        receipt_lines: numbers, from 1, of the receipt's lines that have a figure and are on no line of the invoice.
    """

    invoice_lines: tuple[str, ...]
    receipt_lines: tuple[int, ...]


def match_lines(
    receipt: Receipt, invoice: Iterable[InvoiceLine], lines: Mapping[str, int]
) -> list[LineMatch]:
    """The lines of an invoice whose item has one figure on the receipt, in their order.

    Args:
        receipt: what was bought.
        invoice: the invoice's lines.
        lines: the receipt's line, from 1, by id of the invoice's line; it goes before GTIN and seller's id.

    Raises:
        DocumentError: a line in `lines` that is not there.
    """
    invoice = tuple(invoice)
    problems = list(_mapping_problems(receipt, invoice, lines))
    if problems:
        raise DocumentError(problems)
    known = _ReceiptIndex(receipt)
    found = ((line, known.numbers(line, lines.get(line.line_id))) for line in invoice)
    return [
        LineMatch(line.line_id, line.place, receipt.lines[numbers[0] - 1], tuple(numbers), line.quantity)
        for line, numbers in found
        if line.place is not None and numbers and known.agree(numbers)
    ]


def _unmatched_lines(
    receipt: Receipt, invoice: Iterable[InvoiceLine], found: Iterable[LineMatch]
) -> UnmatchedLines:
    """What is left of an invoice and a receipt."""
    found = tuple(found)
    places = {match.place for match in found}
    used = {number for match in found for number in match.numbers}
    return UnmatchedLines(
        tuple(line.line_id for line in invoice if line.place not in places),
        tuple(
            number
            for number, line in enumerate(receipt.lines, start=1)
            if line.unit_kg_co2e is not None and number not in used
        ),
    )


def _differing_lines(receipt: Receipt, found: Iterable[LineMatch]) -> Iterator[str]:
    """Ids of an invoice's lines whose item is on both in other amounts; of several lines of an item the sums are compared."""
    invoiced: dict[tuple[int, ...], list[LineMatch]] = {}
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
        if not math.isclose(total, other, rel_tol=_TOLERANCE, abs_tol=1e-9):
            yield from (each.line_id for each in same)


def _mapping_problems(
    receipt: Receipt, invoice: tuple[InvoiceLine, ...], lines: Mapping[str, int]
) -> Iterator[Problem]:
    ids = {line.line_id for line in invoice}
    for line_id, number in lines.items():
        where = f"lines[{clip(line_id)}]"
        if line_id not in ids:
            yield Problem(where, "the invoice has no line with this id", f"it has {clip(sorted(ids))}")
        if not 1 <= number <= len(receipt.lines):
            yield Problem(where, f"expected a line of the receipt, 1 to {len(receipt.lines)}, got {number}")


class _ReceiptIndex:
    """Strictly private: the lines of a receipt that have a figure, by what identifies their item."""

    def __init__(self, receipt: Receipt) -> None:
        self._attributes = {
            number: said
            for number, line in enumerate(receipt.lines, start=1)
            if (said := item_attribute(line, "en")) is not None
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


def ubl(
    receipt: Receipt,
    invoice: bytes,
    *,
    language: str = "ja",
    link: str | None = None,
    lines: Mapping[str, int] | None = None,
) -> bytes:
    """Add the CO2e of a receipt to an invoice or credit note; what is unknown or not matched gets nothing (see `ubl_unmatched`).

    A line of the invoice is matched by `lines`, else by its GTIN (`cac:StandardItemIdentification` with scheme 0160), else by the
    seller's id of the item, which is `product` on the receipt. The property is kilograms of CO2e of one declared unit;
    the reference says the sum of the receipt and how much of it is known. A credit note counts what is taken back as quantities
    above zero, the receipt as quantities below zero: the sum is that of the receipt.

    Args:
        receipt: what was bought.
        invoice: the file, in UTF-8.
        language: of the words.
        link: an https link to the sidecar, or to how the figures were calculated.
        lines: for lines that cannot be matched by item: number of the receipt's line, from 1, by id of the invoice's line.

    Returns:
        The invoice; unchanged where no line is matched.

    Raises:
        DocumentError: no UBL 2.1 invoice or credit note in UTF-8; one with a document type declaration, with a signature, or with
            CO2e in it already; a line in `lines` that is not there.
        IdentifierError: `link` is no https link.
        TextError: a language without words.
    """
    translations(language)
    address = None if link is None else web_link(link)
    found = read_invoice(invoice)
    added = [
        (match.place.offset, _property(match.place, match.line, language))
        for match in match_lines(receipt, found.lines, lines or {})
    ]
    if added:
        added.append((found.place.offset, _reference(found.place, receipt, address, language)))
    return _insert(invoice, added)


def ubl_unmatched(
    receipt: Receipt, invoice: bytes, *, lines: Mapping[str, int] | None = None
) -> UnmatchedLines:
    """The lines of an invoice and of a receipt that `ubl` leaves as they are.

    Args:
        receipt: what was bought.
        invoice: the file, in UTF-8.
        lines: as `ubl`.

    Raises:
        DocumentError: as `ubl`.
    """
    found = read_invoice(invoice)
    return _unmatched_lines(receipt, found.lines, match_lines(receipt, found.lines, lines or {}))


def ubl_differing(
    receipt: Receipt, invoice: bytes, *, lines: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Ids of the lines of an invoice that sell another amount of an item than the receipt does.

    Args:
        receipt: what was bought.
        invoice: the file, in UTF-8; its quantities are read with their unit codes (UN/ECE Recommendation 20).
        lines: as `ubl`.

    Raises:
        DocumentError: as `ubl`.
    """
    found = read_invoice(invoice)
    return tuple(_differing_lines(receipt, match_lines(receipt, found.lines, lines or {})))


def _property(place: InsertionPoint, line: ReceiptLine, language: str) -> str:
    said = item_attribute(line, language)
    if said is None:  # a line without a figure is never matched
        return ""
    name, value = _basic(place, "Name", said.name), _basic(place, "Value", said.value)
    return _aggregate(place, "AdditionalItemProperty", name + value, place.declared)


def _reference(place: InsertionPoint, receipt: Receipt, link: str | None, language: str) -> str:
    said = sum_sentence(receipt, summarise(receipt), language)
    parts = _basic(place, "ID", REFERENCE_ID) + _basic(place, "DocumentDescription", said)
    if link is not None:
        address = _aggregate(place, "ExternalReference", _basic(place, "URI", link))
        parts += _aggregate(place, "Attachment", address)
    return _aggregate(place, "AdditionalDocumentReference", parts, place.declared)


def _basic(place: InsertionPoint, name: str, text: str) -> str:
    return f"<{place.cbc}{name}>{escape(text)}</{place.cbc}{name}>"


def _aggregate(place: InsertionPoint, name: str, inner: str, declared: str = "") -> str:
    return f"<{place.cac}{name}{declared}>{inner}</{place.cac}{name}>"


def _insert(invoice: bytes, added: Iterable[tuple[int, str]]) -> bytes:
    parts, done = [], 0
    for offset, text in sorted(added):
        parts += [invoice[done:offset], text.encode()]
        done = offset
    return b"".join([*parts, invoice[done:]])
