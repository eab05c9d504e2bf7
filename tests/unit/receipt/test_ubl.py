"""CO2e in an invoice: what is put in, where, and that nothing else changes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.dom.minidom import parseString

import pytest
from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, ubl, ubl_differing, ubl_unmatched

EXAMPLES = Path(__file__).parents[3] / "examples"
INVOICE = (EXAMPLES / "invoice.xml").read_bytes()
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"
LINK = "https://id.example.jp/r/0042?a=1&b=2"
INFORMATION = "CO2eは参考情報です(お支払いとは関係ありません)"
AFTER_PROPERTY = ("ManufacturerParty", "InformationContentProviderParty", "OriginAddress")
AFTER_PROPERTY += ("ItemInstance", "Certificate", "Dimension")


def ball(**more):
    fields = {"name": "鮭おにぎり", "price": 178, "quantity": 2, "gtin": "4569951110016", "kg_co2e": 0.2359}
    return ReceiptLine(**(fields | {"boundary": "cradle-to-grave"} | more))


def milk(**more):
    fields = {"name": "牛乳 1L", "price": 248, "product": "milk-1l", "kg_co2e": 1.25, "method": "average"}
    return ReceiptLine(**(fields | more))


MAGAZINE = ReceiptLine(name="雑誌", price=690)
BOUGHT = Receipt(lines=[ball(), milk(), MAGAZINE], receipt_id="0042")


def properties(invoice):
    """Line id: (name, value) of the last property of its item."""
    found = {}
    for line in ET.fromstring(invoice).iter(f"{{{CAC}}}InvoiceLine"):
        names = line.findall(f"{{{CAC}}}Item/{{{CAC}}}AdditionalItemProperty")
        said = [(each.findtext(f"{{{CBC}}}Name"), each.findtext(f"{{{CBC}}}Value")) for each in names]
        found[line.findtext(f"{{{CBC}}}ID")] = [pair for pair in said if pair[0].startswith("CO2e")]
    return found


def without_added(invoice):
    """The canonical form, without every element that says CO2e."""
    found = parseString(invoice)
    for name, part, begins in (
        ("AdditionalItemProperty", "Name", "CO2e [kg]"),
        ("AdditionalDocumentReference", "ID", "co2label:"),
    ):
        for element in found.getElementsByTagNameNS(CAC, name):
            if any(
                each.firstChild.data.startswith(begins) for each in element.getElementsByTagNameNS(CBC, part)
            ):
                element.parentNode.removeChild(element)
    return ET.canonicalize(found.documentElement.toxml())


def named(name):
    """A line that may be matched by its seller's id, and the item's further elements."""
    return (
        f'<Invoice xmlns="{UBL}Invoice-2" xmlns:cac="{CAC}" xmlns:cbc="{CBC}"><cac:AccountingSupplierParty/>'
        "<cac:InvoiceLine><cbc:ID>1</cbc:ID><cac:Item><cac:SellersItemIdentification><cbc:ID>milk-1l</cbc:ID>"
        f"</cac:SellersItemIdentification>{name}</cac:Item></cac:InvoiceLine></Invoice>"
    ).encode()


def test_what_is_put_in():
    found = ubl(BOUGHT, INVOICE, link=LINK)
    assert properties(found) == {
        "1": [("CO2e [kg] 販売単位あたり、原材料調達〜廃棄", "0.24")],
        "2": [("CO2e [kg] 販売単位あたり(平均値推計)", "1.3")],
        "3": [],
    }
    (reference,) = ET.fromstring(found).iter(f"{{{CAC}}}AdditionalDocumentReference")
    # 2 × 0.2359 + 1.25 = 1.72 kg of 3 items; 356 + 248 of 1294 yen = 46.7 %
    assert [each.text for each in reference.iter() if each.text] == [
        "co2label:receipt/1",
        f"レシート 0042のCO2e合計(2/3品目,金額47%) 1.7kg。推計を含む（平均値 73%）。{INFORMATION}",
        LINK,
    ]


def test_every_other_byte_stays():
    found = ubl(BOUGHT, INVOICE, link=LINK)
    added = rb"<cac:AdditionalItemProperty><cbc:Name>CO2e.*?</cac:AdditionalItemProperty>"
    added += rb"|<cac:AdditionalDocumentReference>.*?</cac:AdditionalDocumentReference>"
    assert len(re.findall(added, found)) == 3
    assert re.sub(added, b"", found) == INVOICE
    assert without_added(found) == without_added(INVOICE) == ET.canonicalize(INVOICE.decode())


def test_a_declaration_says_its_own_words():
    gas = c2.Activity("gas", "0.2144 kg", gas="CO2", stage="production", uncertainty={"gsd2": 1.2})
    product = c2.Product(
        id="milk-1l",
        name="牛乳",
        declared_unit="1 本",
        mass="1030 g",
        boundary="gate-to-gate",
        year=2025,
        activities=[gas],
        declaration={"company": "牧場", "info_url": "https://example.jp/", "scope": {"en": "no packaging"}},
    )
    footprint = c2.compute(product)
    line = {"name": "牛乳", "price": 248, "product": "milk-1l"}
    computed = ReceiptLine(**line, footprint=footprint)
    said = c2.declare(footprint, issued="2026-11-23", valid_until="2027-11-22")
    declared = ReceiptLine(**line, declaration=said)
    for bought, scope in ((computed, ""), (declared, " (no packaging)")):
        found = properties(ubl(Receipt(lines=[bought]), INVOICE, language="en"))
        name = f"CO2e [kg] each (1,030 g), production only{scope}"
        assert found["2"] == [(name, "0.21")]


@pytest.mark.parametrize("follower", ["", *AFTER_PROPERTY])
def test_a_property_stands_where_the_schema_has_it(follower):
    before = "<cac:ClassifiedTaxCategory/><cac:AdditionalItemProperty/><!-- > -->"
    after = f"<cac:{follower}/>" if follower else ""
    found = ubl(Receipt(lines=[milk()]), named(before + after)).decode()
    items = found.partition(f"{before}<cac:AdditionalItemProperty><cbc:Name>CO2e [kg]")
    assert items[1]
    assert items[2].partition("</cac:AdditionalItemProperty>")[2].startswith(after + "</cac:Item>")


def credited(invoice=INVOICE):
    """The same document as a credit note: other names of the root, of its lines, its quantities and its type."""
    for was, is_ in (
        (b"Invoice-2", b"CreditNote-2"),
        (b"<Invoice", b"<CreditNote"),
        (b"</Invoice>", b"</CreditNote>"),
        (b"cac:InvoiceLine>", b"cac:CreditNoteLine>"),
        (b"cbc:InvoicedQuantity", b"cbc:CreditedQuantity"),
        (
            b"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
            b"<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
        ),
    ):
        invoice = invoice.replace(was, is_)
    return invoice


def test_a_credit_note_gets_what_an_invoice_gets():
    """2 × 0.2359 + 1.25 = 1.72 kg are taken back."""
    returned = Receipt(lines=[ball(quantity=-2), milk(quantity=-1)], receipt_id="0043")
    note = credited()
    found = ubl(returned, note)
    assert b"InvoiceLine" not in note
    assert found.count(b"<cac:AdditionalItemProperty><cbc:Name>CO2e [kg]") == 2
    assert found.count(b"<cbc:ID>co2label:receipt/1</cbc:ID>") == 1
    assert "−1.7kg".encode() in found
    assert ubl_unmatched(returned, note) == (("3",), ())
    with pytest.raises(c2.DocumentError, match="CO2e is already in it"):
        ubl(returned, found)


PORK = c2.Product(
    id="pork", gtin="4569951110016", name="豚バラ", declared_unit="1 kg", boundary="gate-to-gate", year=2025,
    activities=[c2.Activity("boiler", "8 kg", gas="CO2", stage="production")],
)  # fmt: skip


def weighed(quantity):
    """The first line of the example, of a product that is sold by the kilogram."""
    return INVOICE.replace(
        b'<cbc:InvoicedQuantity unitCode="H87">2</cbc:InvoicedQuantity>', quantity.encode(), 1
    )


@pytest.mark.parametrize(
    ("quantity", "sold", "other"),
    [
        ('<cbc:InvoicedQuantity unitCode="GRM">300</cbc:InvoicedQuantity>', "300 g", ()),
        ('<cbc:InvoicedQuantity unitCode="KGM">0.3</cbc:InvoicedQuantity>', "300 g", ()),
        ('<cbc:InvoicedQuantity unitCode="KGM">3</cbc:InvoicedQuantity>', "300 g", ("1",)),
        ('<cbc:InvoicedQuantity unitCode="ZZ9">3</cbc:InvoicedQuantity>', "300 g", ()),
        ('<cbc:InvoicedQuantity unitCode="KGM">0.3</cbc:InvoicedQuantity>', 1, ()),
    ],
)
def test_amounts_of_an_invoice_are_read_with_their_units(quantity, sold, other):
    line = ReceiptLine(
        name="豚バラ", gtin="4569951110016", price=598, quantity=sold, footprint=c2.compute(PORK)
    )
    bought, invoice = Receipt(lines=[line]), weighed(quantity)
    assert ubl_differing(bought, invoice) == other
    assert properties(ubl(bought, invoice))["1"][0][1] == "8.0"


@pytest.mark.parametrize("follower", ["StatementDocumentReference", "OriginatorDocumentReference"])
def test_the_reference_of_a_credit_note_stands_where_the_schema_has_it(follower):
    before = f"<cac:{follower}/><cac:AccountingSupplierParty/>".encode()
    note = credited(named("").replace(b"<cac:AccountingSupplierParty/>", before))
    found = ubl(Receipt(lines=[milk(quantity=-1)]), note)
    assert b"</cac:AdditionalDocumentReference>" + before in found


@pytest.mark.parametrize("follower", ["ProjectReference", "AccountingSupplierParty"])
def test_the_reference_stands_where_the_schema_has_it(follower):
    party = b"<cac:AccountingSupplierParty/>"
    parts = [b"<cac:AdditionalDocumentReference/>", f"<cac:{follower}/>".encode()]
    start = b"".join(parts) + (b"" if follower.startswith("Acc") else party)
    found = ubl(Receipt(lines=[milk()]), named("").replace(party, start))
    assert parts[0] + b"<cac:AdditionalDocumentReference><cbc:ID>co2label:receipt/1</cbc:ID>" in found
    assert b"</cac:AdditionalDocumentReference>" + parts[1] in found


@pytest.mark.parametrize(
    ("cac", "cbc", "inside"),
    [
        ("a:", "b:", ""),
        ("", "b:", f' xmlns="{CAC}"'),
        ("cbc:", "cac:", ""),
        ("a:", "日本:", f' xmlns:b="{UBL}Invoice-2"'),
    ],
)
def test_prefixes_are_those_of_the_invoice(cac, cbc, inside):
    declared = {"": "", "日本:": f' xmlns:日本="{CBC}"'}
    outer = "".join(
        declared.get(prefix) or f' xmlns:{prefix[:-1]}="{uri}"'
        for prefix, uri in ((cac, CAC), (cbc, CBC))
        if prefix
    )
    text = (
        f'\ufeff<i:Invoice xmlns:i="{UBL}Invoice-2"{outer}><x:AccountingSupplierParty xmlns:x="{CAC}"/>'
        f"<{cac}InvoiceLine{inside}><{cbc}ID>1</{cbc}ID><{cac}Item><{cac}SellersItemIdentification>"
        f"<{cbc}ID><![CDATA[milk-1l]]></{cbc}ID></{cac}SellersItemIdentification></{cac}Item></{cac}InvoiceLine></i:Invoice>"
    )
    found = ubl(Receipt(lines=[milk()]), text.encode())
    assert properties(found)["1"] == [("CO2e [kg] 販売単位あたり(平均値推計)", "1.3")]
    assert f"<{cac}AdditionalItemProperty><{cbc}Name>" in found.decode()
    assert without_added(found) == without_added(text.encode())


def test_an_invoice_that_declares_late_is_still_read():
    """Each element declares its own namespaces, as some writers do."""
    text = (
        f'<Invoice xmlns="{UBL}Invoice-2"><AccountingSupplierParty xmlns="{CAC}"/><InvoiceLine xmlns="{CAC}">'
        f'<ID xmlns="{CBC}">1</ID><Item><Name xmlns="{CBC}">x</Name></Item></InvoiceLine></Invoice>'
    ).encode()
    found = ubl(Receipt(lines=[milk()]), text, lines={"1": 1})
    assert properties(found)["1"] == [("CO2e [kg] 販売単位あたり(平均値推計)", "1.3")]
    assert found.count(b"xmlns:cac=") == found.count(b"xmlns:cbc=") == 2


def test_what_does_not_match_is_listed():
    assert ubl_unmatched(BOUGHT, INVOICE) == (("3",), ())
    elsewhere = Receipt(
        lines=[ball(gtin="4569951110023"), milk(), ReceiptLine(name="値引", price=-5), milk(product="x")]
    )
    assert ubl_unmatched(elsewhere, INVOICE) == (("1", "3"), (1, 4))
    assert ubl_unmatched(elsewhere, INVOICE, lines={"3": 1, "1": 3}) == (("1",), (4,))


def test_two_figures_of_one_item_are_not_chosen_from():
    twice = Receipt(lines=[ball(quantity=1), ball(quantity=-1)])
    assert properties(ubl(twice, INVOICE))["1"][0][1] == "0.24"
    assert ubl_unmatched(twice, INVOICE) == (("2", "3"), ())
    differ = Receipt(lines=[ball(), ball(kg_co2e=0.3)])
    assert ubl(differ, INVOICE) == INVOICE
    assert ubl_unmatched(differ, INVOICE) == (("1", "2", "3"), (1, 2))


def test_a_seller_id_does_not_go_against_a_gtin():
    text = named('<cac:StandardItemIdentification><cbc:ID schemeID="0160">4569951110016</cbc:ID>')
    text = text.replace(b"</cac:Item>", b"</cac:StandardItemIdentification></cac:Item>")
    assert ubl_unmatched(Receipt(lines=[milk(gtin="4569951110023")]), text) == (("1",), (1,))
    assert ubl_unmatched(Receipt(lines=[milk()]), text) == ((), ())
    other = text.replace(b'"0160"', b'"0088"')
    assert ubl_unmatched(Receipt(lines=[ball()]), other) == (("1",), (1,))
    assert ubl_unmatched(Receipt(lines=[ball()]), text) == ((), ())
    assert ubl_unmatched(Receipt(lines=[milk()]), text.replace(b"4569951110016", b"unknown")) == ((), ())


def test_without_a_figure_or_an_item_nothing_is_put_in():
    nothing = Receipt(lines=[ball(kg_co2e=None), milk(kg_co2e=None), MAGAZINE])
    assert ubl(nothing, INVOICE, link=LINK) == INVOICE
    for item in (b"<cac:Item/>", b""):
        empty = re.sub(rb"<cac:Item>.*</cac:Item>", item, named(""))
        assert ubl(Receipt(lines=[milk()]), empty, lines={"1": 1}) == empty
        assert ubl_unmatched(Receipt(lines=[milk()]), empty, lines={"1": 1}) == (("1",), (1,))


def test_small_and_large_figures_have_no_exponent():
    found = properties(ubl(Receipt(lines=[ball(kg_co2e=4e-8), milk(kg_co2e=123_456.0)]), INVOICE))
    assert (found["1"][0][1], found["2"][0][1]) == ("0.00000004", "120000")


BOMB = b'<!DOCTYPE Invoice [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Invoice>&b;</Invoice>'
SIGNED = b'<ext:X xmlns:ext="e"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></ext:X><cac:AccountingS'


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (BOMB, "document type declaration"),
        (b"<!DOCTYPE Invoice SYSTEM 'file:///etc/passwd'>" + named(""), "document type declaration"),
        (named("").replace(b"<cac:AccountingS", SIGNED, 1), "signed"),
        (named("").replace(b"<cac:AccountingS", b"<cac:Signature/><cac:AccountingS"), "signed"),
        (named("").replace(b"Invoice-2", b"Invoice-1"), "namespace"),
        (named("").replace(b"Invoice-2", b"Order-2").replace(b"Invoice ", b"Order "), "root"),
        (named("").replace(b"<cac:AccountingSupplierParty/>", b""), "AccountingSupplierParty"),
        (ubl(BOUGHT, INVOICE), "already in it"),
        (
            re.sub(rb"<cac:AdditionalItemP.*?Property>", b"", ubl(BOUGHT, INVOICE), flags=re.DOTALL),
            "co2label:receipt/1",
        ),
        (
            named("<cac:AdditionalItemProperty><cbc:Name>CO2e [kg]</cbc:Name></cac:AdditionalItemProperty>"),
            "already",
        ),
        (INVOICE[:-5], "XML in UTF-8"),
        (b"", "XML in UTF-8"),
        (INVOICE.decode().encode("utf-16"), "another encoding"),
        (INVOICE.decode().partition("?>")[2].encode("utf-16"), "another encoding"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?>' + named(""), "expected XML in UTF-8, got 'Shift_JIS'"),
        ("<Invoice/>", "expected the bytes"),
        (named("&nbsp;"), "undefined entity"),
    ],
)
def test_what_is_refused(given, message):
    with pytest.raises(c2.DocumentError, match=message) as refused:
        ubl(BOUGHT, given)
    (problem,) = refused.value.problems
    assert problem.where == "invoice"
    assert problem.todo


def test_wrong_arguments():
    with pytest.raises(c2.DocumentError) as refused:
        ubl(BOUGHT, INVOICE, lines={"9": 1, "1": 4})
    assert [problem.where for problem in refused.value.problems] == ["lines['9']", "lines['1']"]
    with pytest.raises(c2.IdentifierError):
        ubl(BOUGHT, INVOICE, link="javascript:alert(1)")
    with pytest.raises(c2.TextError, match="expected a language"):
        ubl(BOUGHT, INVOICE, language="xx")


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40))
def test_no_text_becomes_markup(text):
    try:
        bought = Receipt(lines=[milk()], receipt_id=text)
    except c2.DocumentError:
        return
    found = ET.fromstring(ubl(bought, INVOICE))
    assert len(list(found.iter())) == len(list(ET.fromstring(INVOICE).iter())) + 3 + 3
    assert bought.receipt_id in found.findtext(f".//{{{CBC}}}DocumentDescription")


def test_a_deep_invoice_and_one_of_many_lines():
    deep = named("<cac:X>" * 5000 + "</cac:X>" * 5000)
    assert b"CO2e [kg]" in ubl(Receipt(lines=[milk()]), deep)
    line = re.search(rb"<cac:InvoiceLine>.*</cac:InvoiceLine>", named(""))[0]
    many = named("").replace(line, line * 10_000)
    assert ubl(Receipt(lines=[milk()]), many).count(b"CO2e [kg]") == 10_000
