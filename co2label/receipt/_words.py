"""Words of a receipt: money, masses, shares, and the sentences on its lines and its sum, for people and for data of others.

An attribute of an item in the data of others (an invoice, JSON-LD) has a name with unit, amount and boundary, and a number in
kilograms. It is per declared unit, so it holds whatever the quantity of a line is; the number has the digits that people see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from co2label.figures import (
    PercentOf,
    Shown,
    decimals_of,
    format_in,
    in_kg,
    percent_of,
    show_mass,
    show_percent,
)
from co2label.receipt._summary import TRACE_KG, LastTime, Summary, remarks_in_brackets, unit_words
from co2label.units import Amount
from co2label.wording import Translator, format_money, per_unit

if TYPE_CHECKING:
    from decimal import Decimal

    from co2label.declaration import ReferenceShare
    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._receipt import Receipt
    from co2label.receipt._statement import MonthSum


_DAYS_PER_YEAR = 365


def money_words(receipt: Receipt, amount: Decimal, w: Translator) -> str:
    """An amount in whole coins: "¥1,284"; in French "1 284,00 €"."""
    return format_money(f"{receipt.money(amount):f}", receipt.currency, w.language, till=True)


def count_words(line: ReceiptLine) -> str:
    """Count other than one, or amount: "×2", "300 g"; empty for an amount of money, which the column of prices shows."""
    if isinstance(line.quantity, Amount):
        return "" if line.quantity.unit.dimension.of_money else line.quantity.text
    return "" if line.quantity == 1 else f"×{line.quantity.normalize():f}".replace("-", "−")


def mass_words(shown: Shown, kg: float, w: Translator) -> str:
    """A figure in the short form of receipts: "1.3kg"."""
    if 0 < abs(kg) < TRACE_KG:
        return w.say("receipt.trace")
    value, unit = w.number(shown.value), shown.unit.removesuffix("-CO2e")
    return w.say("receipt.mass", value=value, unit=unit)


def percent_words(share: PercentOf | ReferenceShare, w: Translator) -> str:
    """A share: "38%", "under 1%", "about 25 days"."""
    return w.say(f"reference.{share.kind}", value=w.number(str(share.value)))


def total_words(summary: Summary, w: Translator) -> str:
    """The figure of the sum, which is about that much; a dash if nothing is known."""
    if summary.shown is None or summary.kg_co2e is None:
        return w.say("receipt.no-data")
    value = mass_words(summary.shown, summary.kg_co2e, w)
    return w.say("receipt.about", value=value) if abs(summary.kg_co2e) >= TRACE_KG else value


def range_words(summary: Summary, w: Translator) -> str | None:
    """The range of the sum, in its unit and to its last place; None where a known figure states no uncertainty."""
    shown, ends = summary.shown, summary.interval
    if shown is None or ends is None:
        return None
    places = decimals_of(shown)
    low, high = (w.number(format_in(end, shown.unit, decimals=places)) for end in (ends.low, ends.high))
    key = "receipt.range" if ends.basis == "shared-factors" else "receipt.range-widest"
    return w.say(key, low=low, high=high, unit=shown.unit.removesuffix("-CO2e"))


def life_words(summary: Summary, w: Translator) -> str | None:
    """The sum as a part of all of life: "くらし全体の目安(1人1日6.8kg)の2.4日分", from the figure as printed.

    None where nothing is known or more was returned than bought.
    """
    if summary.reference is None or summary.shown is None:
        return None
    day = summary.people * summary.reference.kg
    values = {"people": summary.people, "day": w.number(f"{day:.6g}")}
    key = "receipt.of-life" if summary.people == 1 else "receipt.of-life-of-several"
    return w.say(key, share=_days_words(float(in_kg(summary.shown)) / day, w), **values)


def _days_words(days: float, w: Translator) -> str:
    """A part of a day in percent, days, or years."""
    percent = percent_of(days, 1.0)
    if days < 1:
        return w.say("receipt.part-of-a-day", percent=percent_words(percent, w))
    unit, number = ("years", days / _DAYS_PER_YEAR) if days >= _DAYS_PER_YEAR else ("days", days)
    value = w.number(show_percent(number))
    one, _, several = w.say(f"receipt.{unit}", value=value).partition("|")
    return several if several and number >= 2 else one  # noqa: PLR2004 - plural


def last_words(last: LastTime, receipt: Receipt, w: Translator) -> str:
    """The last receipt: what it was, or both for the same money."""
    if last.per_money is None:
        return w.say("receipt.last", last=mass_words(last.shown, last.kg, w))
    now, then = (mass_words(each, float(in_kg(each)), w) for each in last.per_money)
    money = format_money(str(last.money), receipt.currency, w.language, till=True)
    return w.say("receipt.last-per-money", money=money, now=now, then=then)


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
    return ItemAttribute(f"{ATTRIBUTE_TITLE} {unit_basis(line, Translator(language))}", in_kg(shown))


def unit_figure(line: ReceiptLine) -> Shown | None:
    """The figure of one declared unit as people see it: that of its declaration, if there is one."""
    kg = line.unit_kg_co2e
    if kg is None:
        return None
    return show_mass(kg) if line.declaration is None else line.declaration.shown


def unit_basis(line: ReceiptLine, w: Translator) -> str:
    """Unit, boundary and remarks of the figure."""
    per = per_unit(unit_words(line, w.language), w.language)
    parts = w.list("receipt-data.joint", filter(None, [per, _boundary_words(line, w)]))
    return parts + remarks_in_brackets(line.near, w.language)


def _boundary_words(line: ReceiptLine, w: Translator) -> str:
    if line.covers is None:
        return ""
    boundary, declaration = w.say(f"boundary.{line.covers}"), line.declaration
    if declaration is None or not declaration.scope:
        return boundary
    return w.say("boundary.with-scope", boundary=boundary, scope=w.of(declaration.scope))


def sum_name(summary: Summary, w: Translator) -> str:
    """Name of the sum with its coverage: "CO2e total (6/8 items, 91% of spend)"."""
    return coverage_words("receipt.total", summary, w)


def coverage_words(key: str, found: Summary | MonthSum, w: Translator) -> str:
    """Coverage of a sum: its known items, and their share of the money if that is known (`{key}-share`)."""
    counts = {"covered": found.covered, "items": found.items}
    if found.amount_share is None:
        return w.say(key, **counts)
    return w.say(f"{key}-share", **counts, percent=percent_words(found.amount_share, w))


def receipt_name(receipt: Receipt, w: Translator) -> str:
    """The receipt with its id, if it has one: an invoice may have more lines than it, or fewer."""
    return " ".join(filter(None, [w.say("receipt-data.receipt"), receipt.receipt_id]))


def sum_sentence(receipt: Receipt, summary: Summary, w: Translator) -> str:
    """The sum as on the receipt, with the receipt's name, remarks, and the note that it is no money."""
    near = (w.of(remark.words) for remark in summary.near)
    information = w.list("receipt.joint", (*near, w.say("receipt.information")))
    shown = summary.shown
    return w.say(
        "receipt-data.sum",
        receipt=receipt_name(receipt, w),
        total=sum_name(summary, w),
        value=w.say("receipt.no-data") if shown is None else mass_words(shown, summary.kg_co2e or 0.0, w),
        information=information,
    )
