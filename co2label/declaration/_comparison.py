"""Comparison of two footprints, and the sentence on a label that holds a product against the company's own.

Rules: CFP display guide (MOE/METI, 2025-02-04): a comparison with another company's product is not made in principle; it needs
a product rule that three independent external experts have reviewed. A comparison with a product of one's own needs the same
category, life-cycle stages, unit, market and reference rules, and shows the baseline and its period. All but the market are
checked by `compare`; the market is the declarer's to watch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from co2label.declaration._claims import text_problems
from co2label.declaration._declaration import OwnComparison, gwp_set_words
from co2label.declaration._figure import declared_unit_words
from co2label.errors import ClaimError, Problem
from co2label.figures import show_percent
from co2label.footprint import Difference, choices_made, difference
from co2label.wording import (
    by_language,
    format_number,
    format_range,
    in_language,
    per_unit,
    translate,
    translate_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData


Verdict = Literal["lower", "higher", "same", "not-distinguishable", "uncertainty-not-stated"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of `b` from the baseline `a`, and whether it can be told from zero."""

    a: Footprint
    b: Footprint
    difference: Difference
    reviewed_rule: str | None = None

    @property
    def verdict(self) -> Verdict:
        """`not-distinguishable` where the interval includes zero."""
        interval, percent = self.difference.interval, self.difference.percent
        if interval is None:
            return "uncertainty-not-stated"
        if interval.low == interval.high == 0:
            return "same"
        if interval.low <= 0 <= interval.high:
            return "not-distinguishable"
        return "lower" if percent < 0 else "higher"

    @property
    def partial(self) -> bool:
        """True where a part of either figure states no uncertainty, so the interval is too narrow."""
        pair = (self.a, self.b)
        codes = {note.code for footprint in pair for note in footprint.notes}
        return "interval-partial" in codes or any(footprint.interval is None for footprint in pair)

    def sentence(self, language: str = "ja") -> str:
        """The comparison in words, with its interval, its basis and its period.

        Raises:
            TextError: there is no table of words for the language.
        """
        return translate("compare.joint", language).join(self._sentences(language))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; percentages are unrounded."""
        interval = self.difference.interval
        return {
            "a": _as_data(self.a),
            "b": _as_data(self.b),
            "difference_kg_co2e": self.difference.kg_co2e,
            "difference_percent": self.difference.percent,
            "interval_percent": interval
            and {"low": interval.low, "high": interval.high, "level": interval.level},
            "verdict": self.verdict,
            "partial": self.partial,
            "shared": list(self.difference.shared),
            "declared_unit": str(self.a.product.declared_unit),
            "boundary": self.a.product.boundary,
            "gwp_set": self.a.gwp_set,
            "gwp_horizon": self.a.gwp_horizon,
            "factor_edition": self.a.factor_edition,
            "reviewed_rule": self.reviewed_rule,
        }

    def _sentences(self, language: str) -> Iterator[str]:
        say = partial(translate, language=language)
        interval, percent = self.difference.interval, self.difference.percent
        direction = "equal" if percent == 0 else "lower" if percent < 0 else "higher"
        if self.verdict == "not-distinguishable":  # no direction is named where none can be told
            direction = self.verdict
        if interval is None:
            direction += "-unsure"
        shown = show_percent(abs(percent), interval=(interval.low, interval.high) if interval else None)
        a, b = (in_language(footprint.product.name, language) for footprint in (self.a, self.b))
        per = per_unit(declared_unit_words(self.a.product)[language], language)
        yield say(f"compare.{direction}", a=a, b=b, per=per, percent=format_number(shown, language))
        if interval is not None:
            yield say("compare.interval", range=range_words(interval.low, interval.high, language))
            if self.partial:
                yield say("compare.partial")
        codes = {note.code for footprint in (self.a, self.b) for note in footprint.notes}
        method = "method.gwp-mixed" if codes & MIXED_GWP_SETS else "method.gwp"
        gwp_set = gwp_set_words(self.a.gwp_set, language)
        yield say(
            "compare.basis",
            boundary=say(f"boundary.{self.a.product.boundary}"),
            method=say(method, horizon=self.a.gwp_horizon, gwp_set=gwp_set),
            years=_years_words(self.a.product.year, self.b.product.year, language),
        )
        if self.reviewed_rule:
            yield say("compare.rule", rule=self.reviewed_rule)


MIXED_GWP_SETS = frozenset({"mixed-gwp-set", "gwp-set-unknown"})
"""Notes of a figure of which some factors follow another report of the IPCC, or none that is stated."""


def range_words(low: float, high: float, language: str) -> str:
    """The interval of a difference in percent, in reading order: "18–24% lower", and with signs where it includes zero.

    >>> range_words(-24.0, -18.0, "en"), range_words(-5.0, 3.0, "en"), range_words(-24.0, -18.0, "ja")
    ('18–24% lower', '−5.0 to +3.0%', '18〜24%少ない見込み')
    """
    side = "lower" if high < 0 else "higher" if low > 0 else "either"
    ends = (-high, -low) if side == "lower" else (low, high)
    low_shown, high_shown = map(show_percent, ends)
    span = format_range(low_shown, high_shown, language)
    return translate(f"compare.range.{side}", language, range=span)


def _years_words(older: int | None, newer: int | None, language: str) -> str:
    """The years of the data of two figures; one year is said once."""
    years = [str(year or "—") for year in (older, newer)]
    if years[0] == years[1]:
        return translate("compare.data-of", language, year=years[0])
    return translate("compare.data-of-two", language, year_a=years[0], year_b=years[1])


def compare(a: Footprint, b: Footprint, *, reviewed_rule: str | None = None) -> Comparison:
    """Compare a footprint `b` with a baseline `a`, or say everything that keeps them from being compared.

    Args:
        a: the baseline.
        b: what is compared with it.
        reviewed_rule: the product rule, reviewed by three independent external experts, under which products of
            two companies are compared.

    Raises:
        ClaimError: with everything that differs: unit, boundary, stages, GWP set and horizon, factor edition, standard,
            category, chosen rules, company; or a figure that is not above zero.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> def tea(name, amount):
    ...     line = Activity("boiling", amount, gas="CO2", stage="production", uncertainty={"percent": 5.0})
    ...     return compute(Product(id=name, name=name, declared_unit="1 piece", boundary="gate-to-gate", activities=[line]))
    >>> found = compare(tea("kettle", "20 g"), tea("pot", "30 g"))
    >>> found.verdict, round(found.difference.percent)
    ('higher', 50)
    """
    if problems := list(_comparability_problems(a, b, reviewed_rule)):
        raise ClaimError(problems)
    return Comparison(a, b, difference(a, b), reviewed_rule)


_ALIKE = {
    "boundary": "bring both to one boundary",
    "stages": "a stage without data in one of them may not be compared; complete it",
    "gwp_set": "compute both on one GWP set",
    "gwp_horizon": "compute both on one horizon",
    "factor_edition": "compute both with one edition of factors",
    "declaration.standard": "compute both by one standard",
    "declaration.sum_rule": "sum both by one rule, or by none",
    "category": "only products of one category are compared",
    "activities.electricity": "choose one rule for both",
    "activities.recycling": "choose one rule for both",
    "declaration.company": "name the product rule, reviewed by three independent external experts, that both follow",
}
"""What must be alike in two footprints that are compared, each with what to do where it is not."""


def _comparability(footprint: Footprint) -> dict[str, str]:
    """What stands in a footprint of each of these."""
    product = footprint.product
    return {
        "boundary": product.boundary,
        "stages": ", ".join(footprint.stages),
        "gwp_set": footprint.gwp_set,
        "gwp_horizon": str(footprint.gwp_horizon),
        "factor_edition": footprint.factor_edition,
        "declaration.standard": product.declaration.standard or "none stated",
        "declaration.sum_rule": footprint.sum_rule or "none named",
        "category": product.category or "none stated",
        "activities.electricity": ", ".join(sorted(choices_made([product], "electricity"))),
        "activities.recycling": ", ".join(sorted(choices_made([product], "recycling"))),
        "declaration.company": _company(product.declaration.company),
    }


def _company(name: str | Mapping[str, str] | None) -> str:
    """A company as it is compared: by its name, or by its names in the order of the languages."""
    if not name:
        return "none stated"
    if isinstance(name, str):
        return name
    return " / ".join(name[key] for key in sorted(name))


def _comparability_problems(a: Footprint, b: Footprint, reviewed_rule: str | None) -> Iterator[Problem]:
    one, other = a.product.declared_unit, b.product.declared_unit
    if (one.unit.dimension, one.si) != (other.unit.dimension, other.si):
        what = f"differs: {one} and {other}"
        yield Problem("declared_unit", what, "compute both per the same declared unit")
    left, right = _comparability(a), _comparability(b)
    for where, todo in _ALIKE.items():
        if where.startswith("activities.") and not (left[where] and right[where]):
            continue  # only where both have chosen a rule can they differ
        if left[where] != right[where] and not (where == "declaration.company" and reviewed_rule):
            yield Problem(where, f"differs: {left[where]} and {right[where]}", todo)
    for footprint in (a, b):
        if footprint.kg_co2e <= 0:
            what = f"the figure is {footprint.kg_co2e:.4g} kg, and a percentage needs figures above zero"
            yield Problem(footprint.product.id, what, "compare the parts that are above zero")


def _as_data(footprint: Footprint) -> dict[str, Any]:
    interval = footprint.interval
    return {
        "id": footprint.product.id,
        "year": footprint.product.year,
        "kg_co2e": footprint.kg_co2e,
        "interval": interval and interval.as_dict(),
    }


def with_statement(footprint: Footprint, statement: DeclarationData) -> Footprint:
    """A footprint whose product declares `statement`."""
    product = footprint.product.model_copy(update={"declaration": statement})
    return replace(footprint, product=product)


_BASELINE = "declaration.baseline"


def own_comparison(
    footprint: Footprint, statement: DeclarationData, baseline: Footprint | None
) -> OwnComparison | None:
    """The comparison that a statement asks for; None where it asks for none.

    Lower and higher are said only where the interval of the difference leaves out zero; where it does not, the label
    says that the two cannot be told apart. Where no uncertainty is stated, neither can be known, and nothing is said.

    Args:
        footprint: of the declared product.
        statement: merged with the arguments; its company is the one that must have made both.
        baseline: the older figure; without it and without an id in the statement there is no comparison.

    Raises:
        ClaimError: with everything that keeps the comparison from being made.
    """
    if baseline is None:
        if statement.baseline is None:
            return None
        what = f"the figure of {statement.baseline!r} is needed for the comparison and was not given"
        raise ClaimError([Problem(_BASELINE, what, "hand it over: declare(…, baseline=footprint)")])
    try:
        comparison = compare(baseline, with_statement(footprint, statement))
    except ClaimError as error:
        raise ClaimError(problem.under(_BASELINE) for problem in error.problems) from None
    # its name is said, whether or not it was ever declared
    problems = [*_baseline_problems(comparison), *text_problems(f"{_BASELINE}: name", baseline.product.name)]
    if problems:
        raise ClaimError(problems)
    return _own_in_words(comparison)


def _baseline_problems(comparison: Comparison) -> Iterator[Problem]:
    older, newer = comparison.a.product, comparison.b.product
    if (older.id, older.year) == (newer.id, newer.year):
        what = f"{older.id!r} of {older.year} is the declared product itself"
        yield Problem(_BASELINE, what, "name another product, or an earlier year of this one")
    if older.year is None:
        yield Problem(_BASELINE, "the year of the baseline is missing", "add year = 2023 to it")
    if comparison.verdict == "uncertainty-not-stated":
        what = "no uncertainty is stated, so a difference cannot be told from none"
        yield Problem(_BASELINE, what, "state the uncertainty of amounts or factors")


def _own_in_words(comparison: Comparison) -> OwnComparison:
    """In words; unit, stages and method are those that stand on the label: `compare` refuses others."""
    interval, older, newer = comparison.difference.interval, comparison.a.product, comparison.b.product
    assert interval is not None, "refused before"
    percent = show_percent(abs(comparison.difference.percent), interval=(interval.low, interval.high))
    by_year = older.name == newer.name and older.year != newer.year  # an earlier year of the same product
    name = translate_all(
        "own.baseline-year" if by_year else "own.baseline-named",
        name=by_language(partial(in_language, older.name)),
        year=older.year,
    )
    return OwnComparison(
        sentence=translate_all(f"own.{comparison.verdict}", {"percent": percent}, baseline=name),
        basis=translate_all(
            "own.basis",
            range=by_language(partial(range_words, interval.low, interval.high)),
            years=by_language(partial(_years_words, older.year, newer.year)),
            interval=translate_all("own.interval-partial" if comparison.partial else "own.interval"),
        ),
    )
