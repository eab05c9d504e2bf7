"""CO2e in an invoice: whatever the invoice, only what is ours is added, or one clear error comes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, ubl, ubl_unmatched

INVOICE = (Path(__file__).parents[2] / "examples" / "invoice.xml").read_bytes()
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2"
ADDED = re.compile(
    rb"<(\w*:?)AdditionalItemProperty(?: xmlns[^>]*)?><\w*:?Name>CO2e \[kg\].*?</\1AdditionalItemProperty>"
    rb"|<(\w*:?)AdditionalDocumentReference(?: xmlns[^>]*)?><\w*:?ID>co2label:receipt/1<.*?</\2AdditionalDocumentReference>",
    re.DOTALL,
)
BOUGHT = Receipt(
    lines=[
        ReceiptLine(name="a", price=1, gtin="4569951110016", kg_co2e=0.25),
        ReceiptLine(name="b", price=1, product="milk-1l", kg_co2e=1.25),
    ]
)


@given(
    st.lists(st.tuples(st.integers(0, len(INVOICE) - 1), st.integers(0, 255)), max_size=3),
    st.integers(0, len(INVOICE)),
    st.integers(0, 40),
)
def test_a_damaged_invoice_is_refused_or_only_added_to(changes, start, length):
    data = bytearray(INVOICE)
    for place, byte in changes:
        data[place] = byte
    del data[start : start + length]
    damaged = bytes(data)
    try:
        found = ubl(BOUGHT, damaged)
    except c2.DocumentError:
        return
    expat.ParserCreate(namespace_separator="\f").Parse(found, True)
    assert ADDED.sub(b"", found) == damaged


GAPS = st.sampled_from(
    ["", "\n\t", "<!-- </cac:Item> -->", "<?x > ?>", "<![CDATA[</cac:Item>]]>", "&#x3e;", "\r\n"]
)
TEXTS = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)
NAMES = st.text("abcxyz", min_size=1, max_size=3).filter(lambda name: not name.startswith("xml"))


@st.composite
def invoices(draw):
    """An invoice with any prefixes, gaps and texts, and the numbers of its lines that have a known item."""
    root, cac, cbc = draw(st.lists(NAMES, min_size=3, max_size=3, unique=True))
    rows, known = [], []
    for number in range(draw(st.integers(0, 5))):
        has = draw(st.booleans())
        known += [number] if has else []
        product = "milk-1l" if has else "other"
        gaps = [draw(GAPS) for _ in range(5)]
        name = escape(draw(TEXTS))
        later = draw(st.sampled_from(["", f"<{cac}:OriginAddress/>", f"<{cac}:ManufacturerParty/>"]))
        rows.append(
            f"<{cac}:InvoiceLine >{gaps[0]}<{cbc}:ID>{number}</{cbc}:ID>{gaps[1]}<{cac}:Item x='>'>{gaps[2]}"
            f"<{cbc}:Name>{name}</{cbc}:Name><{cac}:SellersItemIdentification><{cbc}:ID> {product} </{cbc}:ID>"
            f"</{cac}:SellersItemIdentification>{gaps[3]}{later}</{cac}:Item\n>{gaps[4]}</{cac}:InvoiceLine>"
        )
    text = (
        f"<{root}:Invoice xmlns:{root}='{UBL}Invoice-2' xmlns:{cac}='{CAC}' xmlns:{cbc}='{CBC}'>{draw(GAPS)}"
        f"<{cac}:AccountingSupplierParty/>{''.join(rows)}</{root}:Invoice>\n"
    )
    return text.encode(), known


@given(invoices())
def test_each_known_item_gets_its_property_at_its_place(made):
    invoice, known = made
    found = ubl(BOUGHT, invoice)
    lines = ET.fromstring(found).findall(f"{{{CAC}}}InvoiceLine")
    having = {
        number: [child.tag.rpartition("}")[2] for child in line.find(f"{{{CAC}}}Item")]
        for number, line in enumerate(lines)
        if line.find(f".//{{{CAC}}}AdditionalItemProperty") is not None
    }
    assert list(having) == known
    for names in having.values():
        assert names[:3] == ["Name", "SellersItemIdentification", "AdditionalItemProperty"]
    assert len(ADDED.findall(found)) == len(known) + bool(known)
    assert ADDED.sub(b"", found) == invoice
    left = ubl_unmatched(BOUGHT, invoice)
    assert [int(line_id) for line_id in left.invoice_lines] == [
        n for n in range(len(lines)) if n not in known
    ]
    assert left.receipt_lines == ((1,) if known else (1, 2))
