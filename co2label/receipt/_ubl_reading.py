"""The lines of a UBL 2.1 invoice or credit note, and the bytes at which elements may be inserted.

The file is read with expat, which tells at which byte an element begins, so the rest of it stays as it is, byte for byte. The
order of elements is that of the OASIS schemas `UBL-Invoice-2.1`, `UBL-CreditNote-2.1` and `UBL-CommonAggregateComponents-2.1`.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from co2label.errors import DocumentError, IdentifierError, Problem, UnitError, clip
from co2label.identifiers import gtin14
from co2label.receipt._words import ATTRIBUTE_TITLE
from co2label.units import Amount, parse_amount

REFERENCE_ID = "co2label:receipt/1"
"""Identifier of the reference that is put in, the name of the sidecar's format: it shows that it has been done."""

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"

_CAC, _CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"

_XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"

_ROOTS = {kind: f"{_UBL}{kind}-2 {kind}" for kind in ("Invoice", "CreditNote")}

_LINES = {(root, f"{_CAC} {kind}Line") for kind, root in _ROOTS.items()}

_ITEMS = {(*line, f"{_CAC} Item") for line in _LINES}

_ID = f"{_CBC} ID"

_TEXTS: dict[tuple[str, ...], str] = {
    **{(*line, _ID): "line" for line in _LINES},
    **{(*line, f"{_CBC} {kind}Quantity"): "quantity" for line in _LINES for kind in ("Invoiced", "Credited")},
    **{(*line, f"{_CAC} Price", f"{_CBC} BaseQuantity"): "base" for line in _LINES},
    **{(*item, f"{_CAC} StandardItemIdentification", _ID): "standard" for item in _ITEMS},
    **{(*item, f"{_CAC} SellersItemIdentification", _ID): "seller" for item in _ITEMS},
    **{(*item, f"{_CAC} AdditionalItemProperty", f"{_CBC} Name"): "property" for item in _ITEMS},
    **{(root, f"{_CAC} AdditionalDocumentReference", _ID): "reference" for root in _ROOTS.values()},
}
"""Elements whose text is looked at."""

_DEEPEST = max(map(len, _TEXTS))

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

_REFERENCES = {
    "Invoice": ("ProjectReference",),
    "CreditNote": ("StatementDocumentReference", "OriginatorDocumentReference"),
}

_AFTER_REFERENCE: dict[tuple[str, ...], set[str]] = {
    (_ROOTS[kind],): {f"{_CAC} {name}" for name in (*names, "Signature", "AccountingSupplierParty")}
    for kind, names in _REFERENCES.items()
}
"""By root: what follows an additional reference to a document."""

_GTIN_SCHEME = "0160"
"""Of GTIN in the ISO 6523 list of identifiers."""

_PIECE = "H87"

_UTF8 = ("utf-8", "us-ascii")


class InsertionPoint(NamedTuple):
    """Where elements may be put in.

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
        what = f"expected the bytes of a UBL invoice, got {clip(data, 40)}"
        raise _invoice_error(what, "read it in binary mode")
    if b"\0" in data:  # UTF-16, which expat would read as well
        what = "expected XML in UTF-8, got bytes of another encoding"
        raise _invoice_error(what, "save the invoice in UTF-8")
    walk = _InvoiceParser()
    try:
        walk.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"expected XML in UTF-8, got {error}"
        raise _invoice_error(what, "correct the file") from None
    if walk.place is None:
        what = "expected the cac:AccountingSupplierParty that every UBL invoice and credit note has, got none"
        raise _invoice_error(what, "check the invoice against its schema")
    return Invoice(tuple(walk.lines), walk.place)


class _InvoiceParser:
    """Strictly private: one pass over an invoice."""

    def __init__(self) -> None:
        self.lines: list[InvoiceLine] = []
        self.place: InsertionPoint | None = None
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = _check_encoding
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._path: list[str] = []
        self._scopes: list[dict[str, str]] = [{}]
        self._declared: dict[str, str] = {}
        self._of_line: dict[str, str] = {}
        self._item: InsertionPoint | None = None
        self._in_item = 0
        self._text: list[str] | None = None

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        _check_element(self._path, name)
        self._pass(name)
        self._path.append(name)
        self._scopes.append(self._scopes[-1] | self._declared if self._declared else self._scopes[-1])
        self._declared = {}
        key = self._key()
        if key in _LINES:
            self._of_line, self._item, self._in_item = {}, None, 0
        if key in _TEXTS:
            self._text = []
        if _TEXTS.get(key) == "standard":
            self._of_line["scheme"] = attributes.get("schemeID", "")
        if _TEXTS.get(key) in {"quantity", "base"}:
            self._of_line[f"{_TEXTS[key]} unit"] = attributes.get("unitCode", "")

    def _pass(self, follower: str) -> None:
        """Take the place before an element that must follow what is put in."""
        key = self._key()
        self._in_item += key in _ITEMS
        if key in _ITEMS and self._item is None and follower in _AFTER_PROPERTY:
            self._item = self._here()
        elif self.place is None and follower in _AFTER_REFERENCE.get(key, set()):
            self.place = self._here()

    def _end(self, _name: str) -> None:
        key = self._key()
        if key in _ITEMS and self._item is None and self._in_item:
            self._item = self._here()  # an empty <cac:Item/> has no end tag to stand before
        if key in _TEXTS:
            self._keep(_TEXTS[key], "".join(self._text or ()).strip())
        if key in _LINES:
            self.lines.append(self._line())
        self._path.pop()
        self._scopes.pop()

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _keep(self, what: str, text: str) -> None:
        self._text = None
        if (what == "property" and text.startswith(ATTRIBUTE_TITLE)) or (
            what == "reference" and text == REFERENCE_ID
        ):
            already = f"CO2e is already in it ({clip(text)})"
            raise _invoice_error(already, "give the invoice as it was before")
        self._of_line[what] = text

    def _line(self) -> InvoiceLine:
        said = self._of_line
        gtin = _gtin(said.get("standard", "")) if said.get("scheme") == _GTIN_SCHEME else None
        quantity = _amount(
            said.get("quantity", ""), said.get("quantity unit") or said.get("base unit") or _PIECE
        )
        return InvoiceLine(said.get("line", ""), gtin, said.get("seller") or None, self._item, quantity)

    def _key(self) -> tuple[str, ...]:
        return tuple(self._path) if len(self._path) <= _DEEPEST else ()

    def _here(self) -> InsertionPoint:
        """Before the tag that is being read, inside the element that is open."""
        offset, scope = self.parser.CurrentByteIndex, self._scopes[-1]
        cac, cbc = _prefix(scope, _CAC), _prefix(scope, _CBC)
        if cac is None or cbc is None:
            return InsertionPoint(offset, "cac:", "cbc:", f' xmlns:cac="{_CAC}" xmlns:cbc="{_CBC}"')
        return InsertionPoint(offset, cac, cbc, "")


def _prefix(scope: dict[str, str], uri: str) -> str | None:
    found = sorted(prefix for prefix, bound in scope.items() if bound == uri)
    return None if not found else f"{found[-1]}:" if found[-1] else ""


def _amount(value: str, code: str) -> Amount | None:
    """A quantity with its code of UN/ECE Recommendation 20."""
    try:
        return parse_amount(f"{value} {code}", allow_negative=True)
    except UnitError:
        return None


def _gtin(text: str) -> str | None:
    """What others wrote in place of a GTIN is no GTIN, and no concern of ours."""
    try:
        return gtin14(text)
    except IdentifierError:
        return None


def _check_element(path: list[str], name: str) -> None:
    if not path and name not in _ROOTS.values():
        what = f"expected the root Invoice of namespace {_UBL}Invoice-2, or CreditNote of {_UBL}CreditNote-2, got {clip(name)}"
        raise _invoice_error(what, "give a UBL 2.1 invoice or credit note")
    if name == f"{_XMLDSIG} Signature" or (len(path) == 1 and name == f"{_CAC} Signature"):
        what = "it is signed, and a signed invoice must not change"
        raise _invoice_error(what, "add CO2e before it is signed")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _UTF8:
        what = f"expected XML in UTF-8, got {clip(encoding)}"
        raise _invoice_error(what, "save the invoice in UTF-8")


def _refuse_doctype(*_declaration: object) -> None:
    what = "it has a document type declaration, which no UBL invoice needs and which may hold entities"
    raise _invoice_error(what, "take it out")


def _invoice_error(what: str, todo: str) -> DocumentError:
    return DocumentError([Problem("invoice", what, todo)])
