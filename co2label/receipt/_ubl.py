"""A receipt's CO2e in a UBL 2.1 invoice or credit note (Peppol BIS Billing 3, JP PINT) that exists already.

The file is read with expat, which tells at which byte an element begins, so nothing else changes by a byte; amounts and taxes are
neither read nor written. The order of elements is that of the OASIS schemas `UBL-Invoice-2.1`, `UBL-CreditNote-2.1` and
`UBL-CommonAggregateComponents-2.1`.

Lines are matched by what the caller says, by GTIN, or by the seller's id. Each line whose item is known gets one property of
the item (`cac:AdditionalItemProperty`: IBG-32 in JP PINT, BG-32 in EN 16931), the document one reference
(`cac:AdditionalDocumentReference`: IBG-24, BG-24). What is inserted has only the parts of UBL that these rules keep: name and
value; id, description and address.

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
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from co2label.errors import DocumentError, IdentifierError, Problem, UnitError, clip
from co2label.identifiers import gtin14
from co2label.links import web_link
from co2label.receipt._summary import summarise
from co2label.receipt._words import ATTRIBUTE_TITLE, item_attribute, sum_sentence
from co2label.units import Amount, parse_amount
from co2label.wording import Translator, translations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._receipt import Receipt


REFERENCE_ID = "co2label:receipt/1"
"""Identifier of the reference that is put in, the name of the sidecar's format: it shows that it has been done."""
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CAC, _CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
_XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
_ROOTS = {kind: f"{_UBL}{kind}-2 {kind}" for kind in ("Invoice", "CreditNote")}
_LINES = {root: f"{_CAC} {kind}Line" for kind, root in _ROOTS.items()}
_ITEM, _ID = f"{_CAC} Item", f"{_CBC} ID"

_AFTER_PROPERTY = {
    f"{_CAC} {name}"
    for name in (
        "ManufacturerParty",
        "InformationContentProviderParty",
        "OriginAddress",
        "ItemInstance",
        "Certificate",
        "Dimension",
    )
}
"""Elements that follow a property of an item."""

_REFERENCES = {
    "Invoice": ("ProjectReference",),
    "CreditNote": ("StatementDocumentReference", "OriginatorDocumentReference"),
}

_AFTER_REFERENCE = {
    _ROOTS[kind]: {f"{_CAC} {name}" for name in (*names, "Signature", "AccountingSupplierParty")}
    for kind, names in _REFERENCES.items()
}
"""Elements that follow an additional reference to a document, by root."""

_GTIN_SCHEME = "0160"
"""GTIN in the ISO 6523 list of identifiers."""
_PIECE = "H87"
_UTF8 = ("utf-8", "us-ascii")


class InsertionPoint(NamedTuple):
    """A place in the file where elements may be inserted.

    Attributes:
        offset: bytes from the beginning of the file.
        cac: prefix of the aggregate components there, with its colon; empty where they are the default namespace.
        cbc: prefix of the basic components.
        declared: what the outermost element that is put in must declare; empty where the invoice has declared both.
    """

    offset: int
    cac: str
    cbc: str
    declared: str


class InvoiceLine(NamedTuple):
    """A line of an invoice or credit note.

    Attributes:
        line_id: its identifier.
        gtin: of the item, 14 digits, or None.
        sellers_id: the seller's identifier of the item, or None.
        place: where a property of the item may be put in, or None where the line has no item, or one without anything in it.
        quantity: how much is invoiced or credited, in its unit (`unitCode`), else in that of the price (`cbc:BaseQuantity`),
            else in pieces; None where it is not said, or in a unit that is not known.
    """

    line_id: str
    gtin: str | None
    sellers_id: str | None
    place: InsertionPoint | None
    quantity: Amount | None = None


class Invoice(NamedTuple):
    """The lines of an invoice or credit note, and where a reference to a document may be put in."""

    lines: tuple[InvoiceLine, ...]
    place: InsertionPoint


def read_invoice(data: bytes) -> Invoice:
    """Read a UBL 2.1 invoice or credit note.

    Raises:
        DocumentError: no bytes, no well-formed XML in UTF-8, a document type declaration, another kind of document, a signed
            invoice, or one to which CO2e has already been added.
    """
    if not isinstance(data, bytes):  # type: ignore[redundant-expr, unused-ignore]
        _refuse(f"expected the bytes of a UBL invoice, got {clip(data, 40)}", "read it in binary mode")
    if b"\0" in data:  # UTF-16, which expat would read as well
        _refuse("expected XML in UTF-8, got bytes of another encoding", "save the invoice in UTF-8")
    try:
        root = _read_tree(data)
    except expat.ExpatError as error:
        _refuse(f"expected XML in UTF-8, got {error}", "correct the file")
    lines = root.find(_LINES[root.name])
    done = [*root.find(f"{_CAC} AdditionalDocumentReference", _ID)]
    done = [one for one in done if one.text.strip() == REFERENCE_ID]
    for line in lines:
        names = line.find(_ITEM, f"{_CAC} AdditionalItemProperty", f"{_CBC} Name")
        done += (one for one in names if one.text.strip().startswith(ATTRIBUTE_TITLE))
    for one in done:
        _refuse(f"CO2e is already in it ({clip(one.text.strip())})", "give the invoice as it was before")
    place = root.place_before(_AFTER_REFERENCE[root.name])
    if place is None:
        what = "expected the cac:AccountingSupplierParty that every UBL invoice and credit note has, got none"
        _refuse(what, "check the invoice against its schema")
    return Invoice(tuple(map(_line, lines)), place)


@dataclass(slots=True)
class _Element:
    """An element of an invoice: where it begins and ends, and the prefixes that hold inside it."""

    name: str
    attributes: dict[str, str]
    scope: dict[str, str]
    begin: int
    end: int = 0
    text: str = ""
    children: list[_Element] = field(default_factory=list)

    def find(self, name: str, *below: str) -> list[_Element]:
        """The elements at a path, in their order."""
        found = [each for each in self.children if each.name == name]
        return [one for each in found for one in each.find(*below)] if below else found

    def texts(self, *path: str) -> tuple[str, dict[str, str]]:
        """Text and attributes of the last element at a path; empty where there is none."""
        found = self.find(*path)
        return (found[-1].text.strip(), found[-1].attributes) if found else ("", {})

    def place_before(self, followers: Collection[str]) -> InsertionPoint | None:
        """The place before the first child that has one of these names."""
        first = next((each for each in self.children if each.name in followers), None)
        return None if first is None else self.place_at(first.begin)

    def place_at(self, offset: int) -> InsertionPoint:
        """A place inside it."""
        cac, cbc = _prefix(self.scope, _CAC), _prefix(self.scope, _CBC)
        if cac is None or cbc is None:
            return InsertionPoint(offset, "cac:", "cbc:", f' xmlns:cac="{_CAC}" xmlns:cbc="{_CBC}"')
        return InsertionPoint(offset, cac, cbc, "")


def _read_tree(data: bytes) -> _Element:
    """The root of an invoice.

    Raises:
        ExpatError: it is not well-formed.
        DocumentError: another root, a signature, a document type declaration, another encoding.
    """
    parser = expat.ParserCreate("utf-8", " ")
    path = [_Element("", {}, {}, 0)]
    declared: dict[str, str] = {}

    def declare(prefix: str | None, uri: str | None) -> None:
        declared[prefix or ""] = uri or ""

    def start(name: str, attributes: dict[str, str]) -> None:
        _check_element(len(path) - 1, name)
        scope = path[-1].scope | declared if declared else path[-1].scope
        declared.clear()
        element = _Element(name, attributes, scope, parser.CurrentByteIndex)
        path[-1].children.append(element)
        path.append(element)

    def end(_name: str) -> None:
        path.pop().end = parser.CurrentByteIndex

    def characters(text: str) -> None:
        path[-1].text += text

    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartNamespaceDeclHandler = declare
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)
    return path[0].children[0]


def _line(line: _Element) -> InvoiceLine:
    line_id, _ = line.texts(_ID)
    standard, named = line.texts(_ITEM, f"{_CAC} StandardItemIdentification", _ID)
    sellers, _ = line.texts(_ITEM, f"{_CAC} SellersItemIdentification", _ID)
    _, per = line.texts(f"{_CAC} Price", f"{_CBC} BaseQuantity")
    quantities = (line.texts(f"{_CBC} {kind}Quantity") for kind in ("Invoiced", "Credited"))
    number, sold = next((each for each in quantities if each[0]), ("", {}))
    unit = sold.get("unitCode") or per.get("unitCode") or _PIECE
    gtin = _gtin(standard) if named.get("schemeID") == _GTIN_SCHEME else None
    item = next((each for each in line.find(_ITEM) if each.children), None)
    # an empty <cac:Item/> has no end tag to stand before
    place = None if item is None else item.place_before(_AFTER_PROPERTY) or item.place_at(item.end)
    return InvoiceLine(line_id, gtin, sellers or None, place, _amount(number, unit))


def _prefix(scope: dict[str, str], uri: str) -> str | None:
    prefixes = sorted(prefix for prefix, bound in scope.items() if bound == uri)
    return None if not prefixes else f"{prefixes[-1]}:" if prefixes[-1] else ""


def _amount(value: str, code: str) -> Amount | None:
    """A quantity with its code of UN/ECE Recommendation 20."""
    try:
        return parse_amount(f"{value} {code}", allow_negative=True)
    except UnitError:
        return None


def _gtin(text: str) -> str | None:
    """GTIN in 14 digits; None for anything else that stands in its place."""
    try:
        return gtin14(text)
    except IdentifierError:
        return None


def _check_element(depth: int, name: str) -> None:
    if not depth and name not in _ROOTS.values():
        what = f"expected the root Invoice of namespace {_UBL}Invoice-2, or CreditNote of {_UBL}CreditNote-2, got {clip(name)}"
        _refuse(what, "give a UBL 2.1 invoice or credit note")
    if name == f"{_XMLDSIG} Signature" or (depth == 1 and name == f"{_CAC} Signature"):
        _refuse("it is signed, and a signed invoice must not change", "add CO2e before it is signed")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _UTF8:
        _refuse(f"expected XML in UTF-8, got {clip(encoding)}", "save the invoice in UTF-8")


def _refuse_doctype(*_declaration: object) -> None:
    what = "it has a document type declaration, which no UBL invoice needs and which may hold entities"
    _refuse(what, "take it out")


def _refuse(what: str, todo: str) -> NoReturn:
    raise Problem("invoice", what, todo).as_error() from None


_TOLERANCE = 1e-3
"""Relative: scales and invoices round to the gram."""


class LineMatch(NamedTuple):
    """A line of an invoice whose item has one figure on the receipt.

    Attributes:
        invoiced: the invoice's line.
        place: where a property of its item may be put in.
        numbers: all lines of the receipt with the item, from 1; they say the same figure.
    """

    invoiced: InvoiceLine
    place: InsertionPoint
    numbers: tuple[int, ...]


class UnmatchedLines(NamedTuple):
    """Lines without a counterpart.

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
    DocumentError.raise_any(_mapping_problems(receipt, invoice, lines))
    known = {
        number: (line, attribute)
        for number, line in enumerate(receipt.lines, start=1)
        if (attribute := item_attribute(line, "en")) is not None
    }
    by_gtin: dict[str | None, list[int]] = defaultdict(list)
    by_product: dict[str | None, list[int]] = defaultdict(list)
    for number, (line, _) in known.items():
        by_gtin[line.gtin and gtin14(line.gtin)].append(number)
        by_product[line.product].append(number)
    matches = []
    for invoiced in invoice:
        stated = lines.get(invoiced.line_id)
        if stated is not None:
            numbers = [stated] if stated in known else []
        elif invoiced.gtin is not None and invoiced.gtin in by_gtin:
            numbers = by_gtin[invoiced.gtin]
        else:
            named = by_product.get(invoiced.sellers_id, []) if invoiced.sellers_id else []
            numbers = [one for one in named if invoiced.gtin is None or known[one][0].gtin is None]
        alike = len({known[number][1] for number in numbers}) == 1
        if invoiced.place is not None and alike:
            matches.append(LineMatch(invoiced, invoiced.place, tuple(numbers)))
    return matches


def _total_units(units: Iterable[float | None]) -> float | None:
    """The sum of several amounts in declared units, without its sign; None where one of them is unknown."""
    known = list(units)
    return None if None in known else abs(math.fsum(unit or 0.0 for unit in known))


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
    document = read_invoice(invoice)
    added = [
        (match.place.offset, _property(match.place, receipt.lines[match.numbers[0] - 1], language))
        for match in match_lines(receipt, document.lines, lines or {})
    ]
    if added:
        added.append((document.place.offset, _reference(document.place, receipt, address, language)))
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
    document = read_invoice(invoice)
    matches = match_lines(receipt, document.lines, lines or {})
    places = {match.place for match in matches}
    used = {number for match in matches for number in match.numbers}
    return UnmatchedLines(
        tuple(line.line_id for line in document.lines if line.place not in places),
        tuple(
            number
            for number, line in enumerate(receipt.lines, start=1)
            if line.unit_kg_co2e is not None and number not in used
        ),
    )


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
    invoiced: dict[tuple[int, ...], list[InvoiceLine]] = {}
    for match in match_lines(receipt, read_invoice(invoice).lines, lines or {}):
        invoiced.setdefault(match.numbers, []).append(match.invoiced)
    differing: list[str] = []
    for numbers, same in invoiced.items():  # of several lines of an item the sums are compared
        sold = [receipt.lines[number - 1] for number in numbers]
        ours = _total_units(line.units for line in sold)
        theirs = _total_units(
            None if each.quantity is None else sold[0].units_of(each.quantity) for each in same
        )
        if ours is None or theirs is None:
            continue
        if not math.isclose(ours, theirs, rel_tol=_TOLERANCE, abs_tol=1e-9):
            differing += (each.line_id for each in same)
    return tuple(differing)


def _property(place: InsertionPoint, line: ReceiptLine, language: str) -> str:
    attribute = item_attribute(line, language)
    if attribute is None:  # a line without a figure is never matched
        return ""
    name, value = _basic(place, "Name", attribute.name), _basic(place, "Value", attribute.value)
    return _aggregate(place, "AdditionalItemProperty", name + value, place.declared)


def _reference(place: InsertionPoint, receipt: Receipt, link: str | None, language: str) -> str:
    sentence = sum_sentence(receipt, summarise(receipt), Translator(language))
    parts = _basic(place, "ID", REFERENCE_ID) + _basic(place, "DocumentDescription", sentence)
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
