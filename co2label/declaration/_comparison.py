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

from co2label.declaration._checks import claims_in_baseline
from co2label.declaration._declaration import OwnComparison
from co2label.declaration._rows import declared_unit_words
from co2label.errors import ClaimError, Problem
from co2label.figures import show_percent
from co2label.footprint import Difference, choices_made, difference
from co2label.wording import by_language, format_number, in_language, translate, translate_all

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        interval, percent = self.difference.interval, self.difference.percent
        ends = (interval.low, interval.high) if interval else None
        a, b = (in_language(footprint.product.name, language) for footprint in (self.a, self.b))
        unit = declared_unit_words(self.a.product)[language]
        shown = show_percent(abs(percent), interval=ends)
        yield translate(
            f"compare.{self._way()}", language, a=a, b=b, unit=unit, percent=format_number(shown, language)
        )
        if interval is None:
            yield translate("compare.uncertainty-not-stated", language)
        else:
            low, high = (format_number(_signed(end), language) for end in (interval.low, interval.high))
            yield translate("compare.interval", language, low=low, high=high)
        if interval is not None and self.partial:
            yield translate("compare.partial", language)
        yield self._basis(language)
        if self.reviewed_rule:
            yield translate("compare.rule", language, rule=self.reviewed_rule)

    def _way(self) -> str:
        """The key of the first sentence: no direction is named where none can be told."""
        percent = self.difference.percent
        if self.verdict == "not-distinguishable":
            return self.verdict
        return "equal" if percent == 0 else "lower" if percent < 0 else "higher"

    def _basis(self, language: str) -> str:
        years = (str(footprint.product.year or "—") for footprint in (self.a, self.b))
        return translate(
            "compare.basis",
            language,
            boundary=translate(f"boundary.{self.a.product.boundary}", language),
            method=translate("method.gwp", language, horizon=self.a.gwp_horizon, gwp_set=self.a.gwp_set),
            year_a=next(years),
            year_b=next(years),
        )


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
    problems = [*_differences(a, b), *_companies(a, b, reviewed_rule), *_not_positive(a, b)]
    if problems:
        raise ClaimError(problems)
    return Comparison(a, b, difference(a, b), reviewed_rule)


def _differences(a: Footprint, b: Footprint) -> Iterator[Problem]:
    one, other = a.product.declared_unit, b.product.declared_unit
    if (one.unit.dimension, one.si) != (other.unit.dimension, other.si):
        yield _differs("declared_unit", str(one), str(other), "compute both per the same declared unit")
    stages = [", ".join(footprint.stages) for footprint in (a, b)]
    pairs = (
        ("boundary", a.product.boundary, b.product.boundary, "bring both to one boundary"),
        ("stages", *stages, "a stage without data in one of them may not be compared; complete it"),
        ("gwp_set", a.gwp_set, b.gwp_set, "compute both on one GWP set"),
        ("gwp_horizon", str(a.gwp_horizon), str(b.gwp_horizon), "compute both on one horizon"),
        ("factor_edition", a.factor_edition, b.factor_edition, "compute both with one edition of factors"),
        ("declaration.standard", *_standards(a, b), "compute both by one standard"),
        (
            "declaration.sum_rule",
            *(each.sum_rule or "none named" for each in (a, b)),
            "sum both by one rule, or by none",
        ),
        ("category", *_categories(a, b), "only products of one category are compared"),
        *(
            (f"activities.{what}", *_chosen(a, b, what), "choose one rule for both")
            for what in ("electricity", "recycling")
        ),
    )
    for where, left, right, todo in pairs:
        if left != right:
            yield _differs(where, left, right, todo)


def _standards(a: Footprint, b: Footprint) -> tuple[str, str]:
    return a.product.declaration.standard or "none stated", b.product.declaration.standard or "none stated"


def _categories(a: Footprint, b: Footprint) -> tuple[str, str]:
    return a.product.category or "none stated", b.product.category or "none stated"


def _chosen(a: Footprint, b: Footprint, what: Literal["electricity", "recycling"]) -> tuple[str, str]:
    """The rules that the activities have chosen; only where both have chosen any can they differ."""
    left, right = (sorted(choices_made([footprint.product], what)) for footprint in (a, b))
    return (", ".join(left), ", ".join(right)) if left and right else ("", "")


def _companies(a: Footprint, b: Footprint, reviewed_rule: str | None) -> Iterator[Problem]:
    one, other = a.product.declaration.company, b.product.declaration.company
    if one != other and not reviewed_rule:
        left, right = one or "none stated", other or "none stated"
        todo = "name the product rule, reviewed by three independent external experts, that both follow"
        yield _differs("declaration.company", left, right, todo)


def _not_positive(a: Footprint, b: Footprint) -> Iterator[Problem]:
    for footprint in (a, b):
        if footprint.kg_co2e <= 0:
            what = f"the figure is {footprint.kg_co2e:.4g} kg, and a percentage needs figures above zero"
            yield Problem(footprint.product.id, what, "compare the parts that are above zero")


def _differs(where: str, left: str, right: str, todo: str) -> Problem:
    return Problem(where, f"differs: {left} and {right}", todo)


def _as_data(footprint: Footprint) -> dict[str, Any]:
    interval = footprint.interval
    return {
        "id": footprint.product.id,
        "year": footprint.product.year,
        "kg_co2e": footprint.kg_co2e,
        "interval": interval and interval.as_dict(),
    }


def _signed(percent: float) -> str:
    return f"{'+' if percent > 0 else ''}{show_percent(percent)}"


def with_statement(footprint: Footprint, statement: DeclarationData) -> Footprint:
    """A footprint whose product declares `statement`."""
    product = footprint.product.model_copy(update={"declaration": statement})
    return replace(footprint, product=product)


_BASELINE = "declaration.baseline"


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
            problems.append(Problem(_BASELINE, what, "hand it over: declare(…, baseline=footprint)"))
        return None
    try:
        found = compare(baseline, with_statement(footprint, statement))
    except ClaimError as error:
        problems += [problem.under(_BASELINE) for problem in error.problems]
        return None
    refused = [*_own_problems(found), *claims_in_baseline(baseline)]
    problems += refused
    return None if refused else _own_in_words(found)


def _own_problems(found: Comparison) -> list[Problem]:
    problems = []
    older, newer = found.a.product, found.b.product
    if (older.id, older.year) == (newer.id, newer.year):
        what = f"{older.id!r} of {older.year} is the declared product itself"
        problems.append(Problem(_BASELINE, what, "name another product, or an earlier year of this one"))
    if older.year is None:
        problems.append(Problem(_BASELINE, "the year of the baseline is missing", "add year = 2023 to it"))
    if found.verdict == "uncertainty-not-stated":
        what = "no uncertainty is stated, so a difference cannot be told from none"
        problems.append(Problem(_BASELINE, what, "state the uncertainty of amounts or factors"))
    return problems


def _own_in_words(found: Comparison) -> OwnComparison:
    """In words; unit, stages and method are those that stand on the label: `compare` refuses others."""
    interval = found.difference.interval
    assert interval is not None, "refused before"
    percent = show_percent(abs(found.difference.percent), interval=(interval.low, interval.high))
    return OwnComparison(
        sentence=translate_all(f"own.{found.verdict}", {"percent": percent}, baseline=_baseline_name(found)),
        basis=translate_all(
            "own.basis",
            {"low": show_percent(interval.low), "high": show_percent(interval.high)},
            year_a=found.a.product.year,
            year_b=found.b.product.year,
            interval=translate_all("own.interval-partial" if found.partial else "own.interval"),
        ),
    )


def _baseline_name(found: Comparison) -> dict[str, str]:
    """An earlier year of the same product is called by its year alone."""
    older, newer = found.a.product, found.b.product
    same = older.name == newer.name and older.year != newer.year
    key = "own.baseline-year" if same else "own.baseline-named"
    return translate_all(key, name=by_language(partial(in_language, older.name)), year=older.year)
