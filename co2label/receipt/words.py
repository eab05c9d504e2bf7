"""The words of a receipt, for paper and for screens: money, masses, shares, and what is said of a line and of the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.receipt.near import near_line, near_words
from co2label.receipt.summary import line_shown
from co2label.units import Amount
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from co2label.declaration import ReferenceShare
    from co2label.figures import PercentOf, Shown
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.summary import Change, Summary

__all__ = [
    "change_words",
    "count_words",
    "legend",
    "line_words",
    "mass_words",
    "money_words",
    "percent_words",
    "rounded",
    "total_words",
]

_TRACE_KG = 1e-6
"""kg CO2e: below one milligram a figure is a string of zeros, which says less than "under 1 mg"."""
_CURRENCY = {"JPY": "¥", "USD": "$", "EUR": "EUR", "GBP": "£"}


def money_words(receipt: Receipt, amount: Decimal) -> str:
    """An amount in whole coins: "¥1,284"."""
    coins = receipt.money(amount)
    sign = "-" if coins < 0 else ""
    return f"{sign}{_CURRENCY[receipt.currency]}{abs(coins):,}"


def count_words(line: ReceiptLine) -> str:
    """How many, where it is not one, or how much: "×2", "300 g"; an amount of money stands in the column of prices."""
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
    """What is said of an item, with what must stand near its figure: "CO2e 1.3kg(推計72%)"."""
    shown, kg = line_shown(line), line.total_kg_co2e
    if shown is None or kg is None:
        return translate("receipt.unknown", language)
    words = translate("receipt.line", language, value=mass_words(shown, kg, language))
    return words + near_words(near_line(line), language)


def total_words(found: Summary, language: str) -> str:
    """The figure of the sum; a dash where nothing is known."""
    if found.shown is None or found.kg_co2e is None:
        return "―"
    return mass_words(found.shown, found.kg_co2e, language)


def change_words(change: Change, language: str) -> tuple[str, str]:
    """Against the last receipt: "前回(3.9kg)より", "-12%"."""
    last = translate("receipt.than-last", language, last=mass_words(change.last, change.last_kg, language))
    return last, f"{format_number(change.percent, language)}%"


def legend(found: Summary, language: str) -> Iterator[str]:
    """What a reader must know to read the figures."""
    yield translate("receipt.legend", language)
    if "unstated" in found.kinds:
        yield translate("receipt.has-unstated", language)
    if len(found.boundaries) > 1:
        yield translate("receipt.boundaries", language)
    yield translate("receipt.information", language)


def rounded(found: Summary, language: str) -> Iterator[str]:
    """Where the figures of the items are printed: that they are rounded, if they do not add up to that of the sum."""
    if found.rounded:
        yield translate("receipt.rounded", language)
