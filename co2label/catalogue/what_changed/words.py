"""The words of what changed, for the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.figures.rounding import exact, plain, significant
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from co2label.catalogue.what_changed.distribution import Distribution
    from co2label.catalogue.what_changed.result import Changes

__all__ = ["causes", "grouped", "heading", "percents", "remarks"]

_CAUSES = 3
"""Factors that are named."""


def grouped(count: int, language: str) -> str:
    """A count with its thousands apart.

    >>> grouped(1234567, "en")
    '1,234,567'
    """
    return f"{count:,}".replace(",", "," if format_number(".", language) == "." else "\u00a0")


def signed(percent: float, language: str) -> str:
    r"""A move in percent, with its sign and two digits that count.

    >>> signed(-12.34, "en"), signed(0.52, "fr")
    ('-12%', '+0,52\xa0%')
    """
    return _percent(significant(exact(percent), 2, None), language)


def _percent(value: Decimal, language: str) -> str:
    said = format_number(f"{'+' if value > 0 else ''}{plain(value)}", language)
    return translate("reference.percent", language, value=said)


def heading(changes: Changes, language: str) -> str:
    """How many figures moved, and how many did not."""
    moved, unchanged = len(changes.moved), changes.unchanged
    counts = {"moved": moved, "total": moved + unchanged, "unchanged": unchanged}
    said = {name: grouped(count, language) for name, count in counts.items()}
    return translate("changes.moved", language, **said)


def percents(spread: Distribution, language: str) -> list[str]:
    """The edges of the steps."""
    return [_percent(exact(edge).normalize(), language) for edge in spread.edges]


def causes(changes: Changes, language: str) -> Iterator[str]:
    """The factors that moved most."""
    first = [
        translate("changes.cause", language, name=one.factor, count=grouped(one.products, language))
        for one in changes.by_factor[:_CAUSES]
    ]
    yield translate("changes.causes", language, names=translate("changes.list", language).join(first))


def remarks(changes: Changes, spread: Distribution | None, language: str) -> Iterator[str]:
    """What the bars do not show."""
    if spread is not None:
        yield translate("changes.median", language, percent=signed(spread.median, language))
        edges = percents(spread, language)
        for key, count, where in (("below", spread.below, edges[0]), ("beyond", spread.above, edges[-1])):
            if count:
                yield translate(f"changes.{key}", language, count=grouped(count, language), percent=where)
    from_zero = int(np.isnan(changes.percent[changes.moved]).sum())
    for key, count in (
        ("from-zero", from_zero),
        ("lost", len(changes.lost)),
        ("gained", len(changes.gained)),
    ):
        if count:
            yield translate(f"changes.{key}", language, count=grouped(count, language))
