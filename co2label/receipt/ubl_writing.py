"""A receipt's CO2e in a UBL 2.1 invoice or credit note (Peppol BIS Billing 3, JP PINT) that is already there.

Each line whose item is known gets one property of the item (`cac:AdditionalItemProperty`: IBG-32 in JP PINT, BG-32 in EN
16931), the document one reference (`cac:AdditionalDocumentReference`: IBG-24, BG-24). Nothing else changes by a byte; amounts
and taxes are neither read nor written. What is put in has only the parts of UBL that these rules keep: name and value; id,
description and address.

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> bought = Receipt(lines=[ReceiptLine(name="茶", price=150, product="tea", kg_co2e=0.2, boundary="cradle-to-gate")])
>>> ubl(bought, b"<Invoice/>")
Traceback (most recent call last):
...
co2label.errors.DocumentError: invoice: expected the root Invoice of namespace \
urn:oasis:names:specification:ubl:schema:xsd:Invoice-2, or CreditNote of \
urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2, got 'Invoice'; give a UBL 2.1 invoice or credit note
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from co2label.links import web_link
from co2label.receipt.data_words import attribute, sum_sentence
from co2label.receipt.summary import summarise
from co2label.receipt.ubl_matching import Unmatched, differing, matches, unmatched
from co2label.receipt.ubl_reading import REFERENCE, read_invoice
from co2label.wording import translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.ubl_reading import Place

__all__ = ["Unmatched", "ubl", "ubl_differing", "ubl_unmatched"]


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
        for match in matches(receipt, found.lines, lines or {})
    ]
    if added:
        added.append((found.place.offset, _reference(found.place, receipt, address, language)))
    return _with_added(invoice, added)


def ubl_unmatched(receipt: Receipt, invoice: bytes, *, lines: Mapping[str, int] | None = None) -> Unmatched:
    """The lines of an invoice and of a receipt that `ubl` leaves as they are.

    Args:
        receipt: what was bought.
        invoice: the file, in UTF-8.
        lines: as `ubl`.

    Raises:
        DocumentError: as `ubl`.
    """
    found = read_invoice(invoice)
    return unmatched(receipt, found.lines, matches(receipt, found.lines, lines or {}))


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
    return tuple(differing(receipt, matches(receipt, found.lines, lines or {})))


def _property(place: Place, line: ReceiptLine, language: str) -> str:
    said = attribute(line, language)
    if said is None:  # a line without a figure is never matched
        return ""
    name, value = _basic(place, "Name", said.name), _basic(place, "Value", said.value)
    return _aggregate(place, "AdditionalItemProperty", name + value, place.declared)


def _reference(place: Place, receipt: Receipt, link: str | None, language: str) -> str:
    said = sum_sentence(receipt, summarise(receipt), language)
    parts = _basic(place, "ID", REFERENCE) + _basic(place, "DocumentDescription", said)
    if link is not None:
        address = _aggregate(place, "ExternalReference", _basic(place, "URI", link))
        parts += _aggregate(place, "Attachment", address)
    return _aggregate(place, "AdditionalDocumentReference", parts, place.declared)


def _basic(place: Place, name: str, text: str) -> str:
    return f"<{place.cbc}{name}>{escape(text)}</{place.cbc}{name}>"


def _aggregate(place: Place, name: str, inner: str, declared: str = "") -> str:
    return f"<{place.cac}{name}{declared}>{inner}</{place.cac}{name}>"


def _with_added(invoice: bytes, added: Iterable[tuple[int, str]]) -> bytes:
    parts, done = [], 0
    for offset, text in sorted(added):
        parts += [invoice[done:offset], text.encode()]
        done = offset
    return b"".join([*parts, invoice[done:]])
