"""A receipt for programs that read linked data: schema.org Order in JSON-LD.

Only words of the schema.org vocabulary, where it allows them: an Order has no property of its own for a figure, so the sum is a
Dataset about it (`subjectOf`, `variableMeasured`), and the figure of an item is an `additionalProperty` of its Product, per
declared unit. There are no amounts of money in it.

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> tea = ReceiptLine(name="茶", price=150, quantity=2, kg_co2e=0.2144)
>>> found = linked_data(Receipt(lines=[tea], receipt_id="0042"), language="en")
>>> found["orderedItem"][0]["orderedItem"]["additionalProperty"][0]["value"]
'210'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.identifiers import gtin14, in_one_company
from co2label.links import web_link
from co2label.receipt.data_words import sum_name, sum_sentence, unit_basis, unit_shown, whose
from co2label.receipt.notices import notice_texts
from co2label.receipt.summary import summarise
from co2label.wording import translations

if TYPE_CHECKING:
    from co2label.figures import Shown
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt

__all__ = ["linked_data"]

_RETURNED = "https://schema.org/OrderReturned"


def linked_data(receipt: Receipt, *, language: str = "ja", link: str | None = None) -> dict[str, Any]:
    """The receipt as JSON-LD; an item whose CO2e is unknown has no property, which is not zero.

    Args:
        receipt: what was bought; discounts are no items and are left out.
        language: of the words.
        link: an https link to the sidecar, or to how the figures were calculated.

    Raises:
        TextError: a language without words.
        IdentifierError: `link` is no https link.
    """
    translations(language)
    order: dict[str, Any] = {"@context": "https://schema.org", "@type": "Order"}
    if receipt.receipt_id:
        order["orderNumber"] = receipt.receipt_id
    if receipt.store:
        order["seller"] = {"@type": "Organization", "name": receipt.store}
    order["orderedItem"] = [
        _item(number, line, language) for number, line in enumerate(receipt.lines, start=1) if line.is_item
    ]
    if receipt.notices:
        order["description"] = list(notice_texts(receipt, language))
    return order | {"subjectOf": _sum(receipt, language, link)}


def _item(number: int, line: ReceiptLine, language: str) -> dict[str, Any]:
    quantity = abs(line.count)
    whole = quantity == quantity.to_integral_value()
    item: dict[str, Any] = {
        "@type": "OrderItem",
        "orderItemNumber": str(number),
        "orderQuantity": int(quantity) if whole else float(quantity),
        "orderedItem": _product(line, language),
    }
    return item if line.count >= 0 else item | {"orderItemStatus": _RETURNED}


def _product(line: ReceiptLine, language: str) -> dict[str, Any]:
    product: dict[str, Any] = {"@type": "Product", "name": line.name}
    if line.gtin is not None and not in_one_company(line.gtin):
        product["gtin"] = gtin14(line.gtin)
    if line.product is not None:
        product["productID"] = line.product
    shown = unit_shown(line)
    if shown is not None:
        figure = _figure("CO2e", shown) | {"description": unit_basis(line, language)}
        product["additionalProperty"] = [figure]
    return product


def _sum(receipt: Receipt, language: str, link: str | None) -> dict[str, Any]:
    found = summarise(receipt)
    about: dict[str, Any] = {
        "@type": "Dataset",
        "name": f"{whose(receipt, language)} CO2e",
        "description": sum_sentence(receipt, found, language),
    }
    if found.shown is not None:
        about["variableMeasured"] = [_figure(sum_name(found, language), found.shown)]
    return about if link is None else about | {"url": web_link(link)}


def _figure(name: str, shown: Shown) -> dict[str, str]:
    """A figure in the digits that people see."""
    return {"@type": "PropertyValue", "name": name, "value": shown.value, "unitText": shown.unit}
