"""Words of a receipt: money, masses, shares, and the sentences on its lines and its sum, for people and for data of others.

An attribute of an item in the data of others (an invoice, JSON-LD) has a name with unit, amount and boundary, and a number in
kilograms. It is per declared unit, so it holds whatever the quantity of a line is; the number has the digits that people see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from co2label.figures import PercentOf, Shown, in_kg, show_mass
from co2label.receipt._receipt import (
    ChangeSinceLast,
    Receipt,
    Summary,
    line_figure,
    line_remarks,
    remarks_in_brackets,
    unit_words,
)
from co2label.units import Amount
from co2label.wording import format_number, in_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from co2label.declaration import ReferenceShare
    from co2label.receipt._lines import ReceiptLine


_TRACE_KG = 1e-6
"""kg CO2e: below one milligram a figure is a string of zeros, which says less than "under 1 mg"."""
_CURRENCY_SIGNS = {"JPY": "¥", "USD": "$", "EUR": "EUR", "GBP": "£"}


def money_words(receipt: Receipt, amount: Decimal) -> str:
    """An amount in whole coins: "¥1,284"."""
    coins = receipt.money(amount)
    sign = "-" if coins < 0 else ""
    return f"{sign}{_CURRENCY_SIGNS[receipt.currency]}{abs(coins):,}"


def count_words(line: ReceiptLine) -> str:
    """Count other than one, or amount: "×2", "300 g"; empty for an amount of money, which the column of prices shows."""
    if isinstance(line.quantity, Amount):
        return "" if line.quantity.unit.dimension.of_money else line.quantity.text
    return "" if line.quantity == 1 else f"×{line.quantity.normalize():f}"


def mass_words(shown: Shown, kg: float, language: str) -> str:
    """A figure in the short form of receipts: "1.3kg"."""
    if 0 < abs(kg) < _TRACE_KG:
        return translate("receipt.trace", language)
    return format_number(shown.value, language) + shown.unit.removesuffix("-CO2e")


def percent_words(share: PercentOf | ReferenceShare, language: str) -> str:
    """A share: "38%", "under 1%", "about 25 days"."""
    return translate(f"reference.{share.kind}", language, value=share.value)


def line_words(line: ReceiptLine, language: str) -> str:
    """Figure of an item with its remarks: "CO2e 1.3kg(推計72%)"."""
    shown, kg = line_figure(line), line.total_kg_co2e
    if shown is None or kg is None:
        return translate("receipt.unknown", language)
    words = translate("receipt.line", language, value=mass_words(shown, kg, language))
    return words + remarks_in_brackets(line_remarks(line), language)


def total_words(summary: Summary, language: str) -> str:
    """The figure of the sum; a dash if nothing is known."""
    if summary.shown is None or summary.kg_co2e is None:
        return "―"
    return mass_words(summary.shown, summary.kg_co2e, language)


def change_words(change: ChangeSinceLast, language: str) -> tuple[str, str]:
    """Comparison with the last receipt: "前回(3.9kg)より", "-12%"."""
    last = translate("receipt.than-last", language, last=mass_words(change.last, change.last_kg, language))
    return last, f"{format_number(change.percent, language)}%"


def legend_sentences(summary: Summary, language: str) -> Iterator[str]:
    """Sentences that a reader needs to understand the figures."""
    yield translate("receipt.legend", language)
    if "unstated" in summary.kinds:
        yield translate("receipt.has-unstated", language)
    if len(summary.boundaries) > 1:
        yield translate("receipt.boundaries", language)
    yield translate("receipt.information", language)


def rounding_notes(summary: Summary, language: str) -> Iterator[str]:
    """Note that the printed figures of the items are rounded, if they do not add up to the sum."""
    if summary.rounded:
        yield translate("receipt.rounded", language)


ATTRIBUTE_TITLE = "CO2e [kg]"
"""Beginning of the name of the attribute, in every language."""


class ItemAttribute(NamedTuple):
    """An attribute of an item.

    Attributes:
        name: with the unit of the number, what it is per, and what it covers.
        value: kilograms of CO2e of one declared unit, with a decimal point and without an exponent.
    """

    name: str
    value: str


def item_attribute(line: ReceiptLine, language: str) -> ItemAttribute | None:
    """The CO2e of one unit of a line's item; None where it is unknown, which is not zero.

    Raises:
        TextError: a language without words.

    >>> from co2label.receipt import ReceiptLine
    >>> item_attribute(ReceiptLine(name="茶", price=150, quantity=3, kg_co2e=0.2144, boundary="cradle-to-gate"), "en")
    ItemAttribute(name='CO2e [kg] per unit sold, raw materials to production', value='0.21')
    """
    shown = unit_figure(line)
    if shown is None:
        return None
    return ItemAttribute(f"{ATTRIBUTE_TITLE} {unit_basis(line, language)}", in_kg(shown))


def unit_figure(line: ReceiptLine) -> Shown | None:
    """The figure of one declared unit as people see it: that of its declaration, if there is one."""
    kg = line.unit_kg_co2e
    if kg is None:
        return None
    return show_mass(kg) if line.declaration is None else line.declaration.shown


def unit_basis(line: ReceiptLine, language: str) -> str:
    """Unit, boundary and remarks of the figure."""
    parts = [
        translate("unit.per", language, unit=unit_words(line, language)),
        _boundary_words(line, language),
    ]
    return translate("receipt-data.joint", language).join(filter(None, parts)) + remarks_in_brackets(
        line.near, language
    )


def _boundary_words(line: ReceiptLine, language: str) -> str:
    if line.covers is None:
        return ""
    boundary, declaration = translate(f"boundary.{line.covers}", language), line.declaration
    if declaration is None or not declaration.scope:
        return boundary
    return translate(
        "boundary.with-scope", language, boundary=boundary, scope=in_language(declaration.scope, language)
    )


def sum_name(summary: Summary, language: str) -> str:
    """Name of the sum with its coverage: "CO2e total (6/8 items, 91% of spend)"."""
    counts = {"covered": summary.covered, "items": summary.items}
    if summary.amount_share is None:
        return translate("receipt.total", language, **counts)
    percent = percent_words(summary.amount_share, language)
    return translate("receipt.total-share", language, **counts, percent=percent)


def receipt_name(receipt: Receipt, language: str) -> str:
    """The receipt with its id, if it has one: an invoice may have more lines than it, or fewer."""
    return " ".join(filter(None, [translate("receipt-data.receipt", language), receipt.receipt_id]))


def sum_sentence(receipt: Receipt, summary: Summary, language: str) -> str:
    """The sum as on the receipt, with the receipt's name, remarks, and the note that it is no money."""
    near = (in_language(remark.words, language) for remark in summary.near)
    information = translate("receipt.joint", language).join(
        (*near, translate("receipt.information", language))
    )
    return translate(
        "receipt-data.sum",
        language,
        receipt=receipt_name(receipt, language),
        total=sum_name(summary, language),
        value=total_words(summary, language),
        information=information,
    )
