"""The words of a monthly statement, for the picture and for the text; CO₂ with a lowered 2."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from co2label.figures import adds_up, decimals_of, format_in
from co2label.model import in_language
from co2label.receipt.words import percent_words
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from co2label.figures import Shown
    from co2label.receipt.categories import Category, Unknown
    from co2label.receipt.monthly import Statement
    from co2label.receipt.months import MonthSum

__all__ = [
    "NOTHING",
    "category_words",
    "counted",
    "coverage_words",
    "day_words",
    "has_categories",
    "interval_words",
    "month_words",
    "near_words",
    "notes",
    "part_unit",
    "part_words",
    "period_words",
    "share_words",
    "trend_words",
    "unit_words",
    "unknown_words",
]

NOTHING = "―"
"""In the place of a figure that is not known."""
_UNKNOWN_NAMES = 3
_LONGEST_NAME = 20
"""Characters; names of a till may have 120."""


def unit_words(shown: Shown) -> str:
    """The unit with a lowered 2: "kg-CO₂e"."""
    return shown.unit.replace("CO2", "CO₂")


def counted(key: str, count: int, language: str) -> str:
    """So many of a thing: "1 receipt", "2 receipts"."""
    one, more = translate(f"statement.{key}", language, count=count).split("|")
    return one if count == 1 else more


def month_words(month: str, language: str) -> str:
    """A month: "2026年11月", "November 2026"."""
    year, number = month.split("-")
    name = translate("statement.months", language).split("|")[int(number) - 1]
    return translate("statement.month", language, year=int(year), name=name)


def period_words(found: Statement, language: str) -> str:
    """The month, and how far it goes where it is not over."""
    month = month_words(found.month, language)
    if _is_last(found.through):
        return month
    return translate("statement.through", language, month=month, day=found.through.day)


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def coverage_words(found: Statement, language: str) -> str:
    """How much of what was bought the figure stands on."""
    counts = {"covered": found.covered, "items": found.items}
    if found.amount_share is None:
        return translate("statement.covered", language, **counts)
    percent = percent_words(found.amount_share, language)
    return translate("statement.covered-share", language, percent=percent, **counts)


def interval_words(found: Statement, language: str) -> str | None:
    """The ends of the interval, in the unit of the figure and to its last place."""
    if found.interval is None or found.shown is None:
        return None
    unit, places = found.shown.unit, decimals_of(found.shown)
    low, high = (
        format_number(format_in(end, unit, decimals=places), language)
        for end in (found.interval.low, found.interval.high)
    )
    return translate("statement.interval", language, low=low, high=high, unit=unit_words(found.shown))


def near_words(found: Statement, language: str) -> Iterator[str]:
    """What must stand near the figure, a sentence each."""
    return (in_language(remark.words, language) for remark in found.near)


def day_words(found: Statement, language: str) -> str | None:
    """The average of a day, and what it is a share of."""
    if found.per_day is None or found.reference is None:
        return None
    value, day = (
        format_number(found.per_day.value, language),
        format_number(found.reference.shown_day, language),
    )
    return translate("statement.day", language, value=value, unit=unit_words(found.per_day), day=day)


def share_words(found: Statement, language: str) -> str:
    """The share of a day: "43%"."""
    return "" if found.reference is None else percent_words(found.reference, language)


def category_words(one: Category, language: str) -> str:
    """The name of a category, or the word for all that has none."""
    return translate("statement.other", language) if one.name is None else one.name


def part_words(one: Category, language: str) -> str:
    """The share of a category in what is known; its kilograms, without the unit, where there are no shares."""
    if one.percent is None:
        return format_number(one.shown.value, language)
    return translate("reference.percent", language, value=one.percent)


def part_unit(found: Statement) -> str:
    """The unit of what is said of categories, where it is no share."""
    return next((unit_words(one.shown) for one in found.categories if one.percent is None), "")


def has_categories(found: Statement) -> bool:
    """Whether anything has a category: "other" alone says nothing."""
    return any(one.name is not None for one in found.categories)


def unknown_words(unknown: tuple[Unknown, ...], language: str) -> str:
    """The names of items without data, the first few of them."""
    names = [_cut(one.name) for one in unknown[:_UNKNOWN_NAMES]]
    left = len(unknown) - len(names)
    if left:
        names.append(translate("statement.and-more", language, count=left))
    return translate("statement.list", language).join(names)


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def notes(found: Statement, language: str) -> Iterator[str]:
    """What a reader must know to read the figures."""
    if found.reference is not None:
        basis = translate(f"reference.basis.{found.reference.basis}", language)
        day = format_number(found.reference.shown_day, language)
        yield translate("statement.day-of", language, day=day, basis=basis)
    if "unstated" in found.methods:
        yield translate("receipt.has-unstated", language)
    values = [one.shown.value for one in found.categories if one.percent is None]
    if (
        values
        and has_categories(found)
        and found.shown is not None
        and not adds_up(values, found.shown.value)
    ):
        yield translate("stages.rounded", language)
    if len(found.boundaries) > 1:
        yield translate("receipt.boundaries", language)


def trend_words(one: MonthSum, language: str) -> str:
    """What is said of a month in the place of a figure, where it has none."""
    return translate("statement.gap" if not one.receipts else "statement.unknown", language)
