"""The words of CO2e in data of others, such as an invoice: the attribute of an item, and the sentence of the sum.

An attribute is a name that says unit, amount and boundary, and a number in kilograms. It belongs to the item, so it
is per declared unit and holds whatever the quantity of a line is. The number is the figure that people see, with its digits;
only its scale is kg, so that a program may compare items.

>>> from co2label.receipt.lines import ReceiptLine
>>> attribute(ReceiptLine(name="茶", price=150, quantity=3, kg_co2e=0.2144, boundary="cradle-to-gate"), "en")
Attribute(name='CO2e [kg] per unit sold, raw materials to production', value='0.21')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from co2label.figures import Shown, in_kg, show_mass
from co2label.model import in_language
from co2label.receipt.near import near_words, unit_words
from co2label.receipt.words import percent_words, total_words
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.summary import Summary

__all__ = ["TITLE", "Attribute", "attribute", "sum_name", "sum_sentence", "unit_basis", "unit_shown"]
__all__ += ["whose"]

TITLE = "CO2e [kg]"
"""How the name of the attribute begins, in every language."""


class Attribute(NamedTuple):
    """An attribute of an item.

    Attributes:
        name: with the unit of the number, what it is per, and what it covers.
        value: kilograms of CO2e of one declared unit, with a decimal point and without an exponent.
    """

    name: str
    value: str


def attribute(line: ReceiptLine, language: str) -> Attribute | None:
    """The CO2e of one unit of a line's item; None where it is unknown, which is not zero.

    Raises:
        TextError: a language without words.
    """
    shown = unit_shown(line)
    if shown is None:
        return None
    return Attribute(f"{TITLE} {unit_basis(line, language)}", in_kg(shown))


def unit_shown(line: ReceiptLine) -> Shown | None:
    """The figure of one declared unit as people see it: what its declaration says, where there is one."""
    kg = line.unit_kg_co2e
    if kg is None:
        return None
    return show_mass(kg) if line.declaration is None else line.declaration.shown


def unit_basis(line: ReceiptLine, language: str) -> str:
    """What the figure is per, what it covers, and what must stand near it."""
    parts = [translate("unit.per", language, unit=unit_words(line, language)), _boundary(line, language)]
    return translate("receipt-data.joint", language).join(filter(None, parts)) + near_words(
        line.near, language
    )


def _boundary(line: ReceiptLine, language: str) -> str:
    if line.covers is None:
        return ""
    boundary, said = translate(f"boundary.{line.covers}", language), line.declaration
    if said is None or not said.scope:
        return boundary
    return translate(
        "boundary.with-scope", language, boundary=boundary, scope=in_language(said.scope, language)
    )


def sum_name(found: Summary, language: str) -> str:
    """What the sum is of: "CO2e total (6/8 items, 91% of spend)"."""
    counts = {"covered": found.covered, "items": found.items}
    if found.amount_share is None:
        return translate("receipt.total", language, **counts)
    percent = percent_words(found.amount_share, language)
    return translate("receipt.total-share", language, **counts, percent=percent)


def whose(receipt: Receipt, language: str) -> str:
    """The receipt by its id, where it has one: an invoice may have more lines than it, or fewer."""
    return " ".join(filter(None, [translate("receipt-data.receipt", language), receipt.receipt_id]))


def sum_sentence(receipt: Receipt, found: Summary, language: str) -> str:
    """The sum as the receipt says it, whose it is, what must stand near it, and that it is no money."""
    near = (in_language(remark.words, language) for remark in found.near)
    information = translate("receipt.joint", language).join(
        (*near, translate("receipt.information", language))
    )
    return translate(
        "receipt-data.sum",
        language,
        receipt=whose(receipt, language),
        total=sum_name(found, language),
        value=total_words(found, language),
        information=information,
    )
