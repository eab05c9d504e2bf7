"""The figure against one's own product, or against an earlier year of it, in words short enough for a label.

Rule: CFP display guide (MOE/METI, 2025-02-04): such a comparison needs the same category, life-cycle stages, unit,
market and reference rules, and shows the baseline and its period. All but the market are checked by `compare`; the
market is the declarer's to watch.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.declaration.comparison import Comparison, compare
from co2label.declaration.declaration import OwnComparison
from co2label.declaration.spoken_texts import named_baseline
from co2label.errors import ClaimError, Problem
from co2label.figures import show_percent
from co2label.model import in_language
from co2label.wording import LANGUAGES, digits, say

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

__all__ = ["own_comparison"]

_WHERE = "declaration.baseline"


def own_comparison(
    footprint: Footprint, statement: DeclarationData, baseline: Footprint | None, problems: list[Problem]
) -> OwnComparison | None:
    """The comparison that a statement asks for; what keeps it from being made is added to the problems.

    Lower and higher are said only where the interval of the difference leaves out zero; where it does not, the label
    says that the two cannot be told apart. Where no uncertainty is stated, neither can be known, and nothing is said.

    Args:
        footprint: of the declared product.
        statement: merged with the arguments; its company is the one that must have made both.
        baseline: the older figure; without it and without an id in the statement there is no comparison.
        problems: what was found so far.
    """
    if baseline is None:
        if statement.baseline is not None:
            what = f"the figure of {statement.baseline!r} is needed for the comparison and was not given"
            problems.append(Problem(_WHERE, what, "hand it over: declare(…, baseline=footprint)"))
        return None
    said_by_us = replace(footprint, product=footprint.product.model_copy(update={"declaration": statement}))
    try:
        found = compare(baseline, said_by_us)
    except ClaimError as error:
        problems += [problem.under(_WHERE) for problem in error.problems]
        return None
    refused = [*_unsayable(found), *named_baseline(baseline)]
    problems += refused
    return None if refused else _in_words(found)


def _unsayable(found: Comparison) -> list[Problem]:
    problems = []
    older, newer = found.a.product, found.b.product
    if (older.id, older.year) == (newer.id, newer.year):
        what = f"{older.id!r} of {older.year} is the declared product itself"
        problems.append(Problem(_WHERE, what, "name another product, or an earlier year of this one"))
    if older.year is None:
        problems.append(Problem(_WHERE, "the year of the baseline is missing", "add year = 2023 to it"))
    if found.verdict == "uncertainty-not-stated":
        what = "no uncertainty is stated, so a difference cannot be told from none"
        problems.append(Problem(_WHERE, what, "state the uncertainty of amounts or factors"))
    return problems


def _in_words(found: Comparison) -> OwnComparison:
    return OwnComparison(
        sentence={language: _sentence(found, language) for language in LANGUAGES},
        basis={language: _basis(found, language) for language in LANGUAGES},
    )


def _sentence(found: Comparison, language: str) -> str:
    interval = found.difference.interval
    assert interval is not None, "refused before"
    percent = show_percent(abs(found.difference.percent), interval=(interval.low, interval.high))
    return say(
        f"own.{found.verdict}",
        language,
        baseline=_baseline(found, language),
        percent=digits(percent, language),
    )


def _baseline(found: Comparison, language: str) -> str:
    """An earlier year of the same product is called by its year alone."""
    older, newer = found.a.product, found.b.product
    same = older.name == newer.name and older.year != newer.year
    key = "own.baseline-year" if same else "own.baseline-named"
    return say(key, language, name=in_language(older.name, language), year=older.year)


def _basis(found: Comparison, language: str) -> str:
    """Unit, stages and method are those that stand on the label: `compare` refuses others."""
    interval = found.difference.interval
    assert interval is not None, "refused before"
    low, high = (digits(show_percent(end), language) for end in (interval.low, interval.high))
    key = "own.interval-partial" if found.partial else "own.interval"
    return say(
        "own.basis",
        language,
        year_a=found.a.product.year,
        year_b=found.b.product.year,
        low=low,
        high=high,
        interval=say(key, language),
    )
