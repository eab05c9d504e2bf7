"""A monthly statement in lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.receipt.monthly_words import (
    NOTHING,
    category_words,
    counted,
    coverage_words,
    day_words,
    has_categories,
    interval_words,
    month_words,
    near_words,
    notes,
    part_unit,
    part_words,
    period_words,
    share_words,
    trend_words,
    unit_words,
    unknown_words,
)
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt.monthly import Statement
    from co2label.receipt.months import MonthSum

__all__ = ["text"]


def text(found: Statement, language: str) -> str:
    """The statement in lines; rows of a table begin with two spaces."""
    return "\n".join([*_sum(found, language), *_categories(found, language), *_trend(found, language)])


def _sum(found: Statement, language: str) -> Iterator[str]:
    receipts = counted("receipts", found.receipts, language)
    yield f"{translate('statement.title', language)} {period_words(found, language)}"
    figure = (
        NOTHING
        if found.shown is None
        else f"{format_number(found.shown.value, language)} {unit_words(found.shown)}"
    )
    yield translate("statement.aside", language, said=figure, more=receipts)
    yield coverage_words(found, language)
    if (interval := interval_words(found, language)) is not None:
        yield interval
    yield from near_words(found, language)
    if (day := day_words(found, language)) is not None:
        yield f"{day} {share_words(found, language)}"
    yield from notes(found, language)


def _categories(found: Statement, language: str) -> Iterator[str]:
    if has_categories(found):
        yield translate("statement.categories", language)
        for one in found.categories:
            items = counted("items", one.items, language)
            part = " ".join(filter(None, [part_words(one, language), part_unit(found)]))
            yield _row(category_words(one, language), part, items, language)
    if found.unknown:
        items = counted("items", found.items - found.covered, language)
        names = unknown_words(found.unknown, language)
        yield _row(translate("statement.unknown", language), items, names, language)


def _trend(found: Statement, language: str) -> Iterator[str]:
    if len(found.months) > 1:
        yield translate("statement.trend", language)
        yield from (_month(one, language) for one in found.months)


def _month(one: MonthSum, language: str) -> str:
    name = month_words(one.month, language)
    if one.per_day is None:
        return f"  {translate('statement.line', language, name=name, said=trend_words(one, language))}"
    said = f"{format_number(one.per_day.value, language)} {unit_words(one.per_day)}"
    covered = translate("statement.of-items", language, covered=one.covered, items=one.items)
    return _row(name, said, covered, language)


def _row(name: str, said: str, more: str, language: str) -> str:
    aside = translate("statement.aside", language, said=said, more=more)
    return f"  {translate('statement.line', language, name=name, said=aside)}"
