"""What a figure leaves open: stages without data, and what was cut off beyond what the standard allows.

Both stand near the figure on every carrier. A label that is nearly empty is not refused; it says how many of its stages have
data, so that "raw materials to end of life" does not promise more than is there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from co2label.declaration.declaration import Remark
from co2label.declaration.zeros import stages_of_zeros
from co2label.model import stages_of
from co2label.wording import LANGUAGES, digits, say

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

__all__ = ["cut_off", "stages_with_data"]


def stages_with_data(footprint: Footprint, _: DeclarationData | None = None) -> Remark | None:
    """How many stages inside the boundary have data; None where each has, or holds nothing for a reason that is stated.

    A stage has data where an activity is booked in it, with an amount and a factor that are not 0. What a factor reaches
    into stays in the stage of its activity, so it gives no other stage a figure (`stages = "own"` books it there).

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> line = Activity("gas", "0.2 kg", gas="CO2", stage="production")
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
    >>> stages_with_data(compute(tea)).words["en"]
    'Data for 1 of 5 stages'
    """
    product = footprint.product
    inside = stages_of(product.boundary)
    empty = stages_of_zeros(footprint)
    known = [stage for stage in inside if stage in footprint.stages and stage not in empty]
    if all(stage in known or stage in product.nothing_in for stage in inside):
        return None
    counts = {"count": len(known), "stages": len(inside)}
    return Remark(
        "stages-with-data",
        {each: say("near.stages", each, **counts) for each in LANGUAGES},
        {each: say("near.stages.short", each, **counts) for each in LANGUAGES},
    )


class _RuleBook(NamedTuple):
    """Strictly private: how much of a figure a rule book lets be left out."""

    name: str
    percent: float
    written: re.Pattern[str]


_RULE_BOOKS = (
    _RuleBook("GHG Protocol", 0.0, re.compile(r"\bghg[ -]?protocol\b", re.IGNORECASE)),
    _RuleBook("Catena-X", 3.0, re.compile(r"\bcatena[ -]?x\b", re.IGNORECASE)),
    _RuleBook("PACT", 5.0, re.compile(r"\b(pact|pathfinder)\b", re.IGNORECASE)),
    _RuleBook("PAS 2050", 5.0, re.compile(r"\bpas[ -]?2050\b", re.IGNORECASE)),
    _RuleBook("TfS", 10.0, re.compile(r"\btfs\b|\btogether for sustainability\b", re.IGNORECASE)),
)
"""Percent of the figure, the strictest first. GHG Protocol Product Standard (2011): no cut-off, 100 % completeness
(https://pmc.ncbi.nlm.nih.gov/articles/PMC6211079/table/ijerph-15-02060-t001); Catena-X PCF Rulebook: shall not exceed 3 %;
PACT, method version 2: should be 5 % or less (wbcsd/data-exchange-protocol, decision 0030); PAS 2050: 95 % covered; TfS: 10 %."""
_ELSE = next(book for book in _RULE_BOOKS if book.name == "PACT")
"""Where no standard is named, or one without a number of its own (ISO 14067:2018)."""
_ROUNDING = 1e-9


def cut_off(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """How much of a figure is left out, where that is more than the standard that is named allows."""
    left = footprint.left_out_percent
    book = _rule_book(statement.standard)
    if left <= book.percent + _ROUNDING:
        return None
    return Remark(
        "cut-off",
        {
            each: say("near.cut-off", each, standard=book.name, **_percents(left, book, each))
            for each in LANGUAGES
        },
        {
            each: say("near.cut-off.short", each, percent=_percents(left, book, each)["percent"])
            for each in LANGUAGES
        },
    )


def _rule_book(standard: str | None) -> _RuleBook:
    return next((book for book in _RULE_BOOKS if book.written.search(standard or "")), _ELSE)


def _percents(left: float, book: _RuleBook, language: str) -> dict[str, str]:
    def written(percent: float) -> str:
        return say("reference.percent", language, value=digits(f"{percent:.3g}", language))

    return {"percent": written(left), "limit": written(book.percent)}
