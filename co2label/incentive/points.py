"""Points: what a campaign promises, and what one occasion earns under one of its rules. All points are whole numbers.

The rules are data. Four ways to earn, of which the first is that of town schemes for walking (one gram, one point) and
the others are points on top of those that a company gives anyway:

- `per-gram-avoided`: `rate` points a gram of CO2e below a declared baseline;
- `fixed`: `rate` points a piece;
- `percent-uplift`: `rate` percent of the company's own points, on top of them;
- `multiplier`: the company's own points become `rate` times as many; what is earned here is the difference.

Parts of a point are dropped, so nobody is promised more than the rule says; below the baseline is never below zero.

>>> rule = PointRule(id="walk", name="Walk", basis="per-gram-avoided", rate=1,
...                  baseline=Baseline(id="car", kg_co2e=0.26, source="a study of the town, 2024"))
>>> earned(rule, Occasion(member="m-1", day="2026-11-24", kg_co2e=0.01)).points
250
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.figures.rounding import exact
from co2label.model.evidence import Date
from co2label.model.noun import CleanText, Identifier, LongText, Name, Noun

__all__ = ["Baseline", "Campaign", "Earned", "Occasion", "PointRule", "earned", "still_earned"]

_MOST = 10**9
_NEEDS_OWN_POINTS = ("percent-uplift", "multiplier")


def _rate(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Rate = Annotated[Decimal, BeforeValidator(_rate), Field(gt=0, le=10**6, strict=False)]
"""A number above zero, kept in decimal digits: 0.1 means a tenth."""
Points = Annotated[int, Field(ge=0, le=_MOST)]
Limit = Annotated[int, Field(ge=1, le=10**12)]


class Baseline(Noun):
    """What an occasion is compared with; declared before the campaign, with its source.

    Attributes:
        id: its name in reports.
        kg_co2e: kilograms of CO2e a piece (a product, a trip), above zero.
        source: where the figure comes from.
    """

    positional: ClassVar = ("id", "kg_co2e", "source")

    id: Identifier
    kg_co2e: float = Field(gt=0, le=1e9)
    source: LongText


class PointRule(Noun):
    """One way to earn points.

    Attributes:
        id: unique within its campaign.
        name: what the public reads.
        basis: how the rate counts; see the module.
        rate: points a gram, points a piece, percent, or times.
        baseline: for `per-gram-avoided`, and only there.
        products: ids of the products that it holds for; none means all.
        needs_evidence: whether an occasion must name its evidence (a meter reading, a ride).

    Raises:
        DocumentError: a rule without the baseline that it needs, or a multiplier that adds nothing.
    """

    id: Identifier
    name: Name
    basis: Literal["per-gram-avoided", "fixed", "percent-uplift", "multiplier"]
    rate: Rate
    baseline: Baseline | None = None
    products: Annotated[tuple[Identifier, ...], Field(strict=False)] = ()
    needs_evidence: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.basis == "per-gram-avoided") != (self.baseline is not None):
            message = "a baseline belongs to a rule per gram avoided, and to no other"
            raise ValueError(message)
        if self.basis == "multiplier" and self.rate <= 1:
            message = f"a multiplier is above 1, got {self.rate}: nobody's own points may become fewer"
            raise ValueError(message)
        return self


class Campaign(Noun):
    """A promise of points: who gives them, when, how many at most, and how long they last.

    Attributes:
        id: unique in a ledger.
        name: what the public reads.
        issuer: who gives the points and answers for them.
        first_day: the first day on which points are earned.
        last_day: the last one.
        points_expire: the last day on which the points count; none means they do not expire.
        budget: the most points altogether.
        cap_per_day: the most points of one member on one day.
        cap_per_member: the most points of one member altogether.
        rules: at least one.

    Raises:
        DocumentError: days in the wrong order, or two rules with one id.
    """

    id: Identifier
    name: Name
    issuer: CleanText
    first_day: Date
    last_day: Date
    points_expire: Date | None = None
    budget: Limit | None = None
    cap_per_day: Limit | None = None
    cap_per_member: Limit | None = None
    rules: Annotated[tuple[PointRule, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            message = f"the last day, {self.last_day}, is before the first, {self.first_day}"
            raise ValueError(message)
        if self.points_expire is not None and self.points_expire < self.last_day:
            message = f"points would expire on {self.points_expire}, before the last day, {self.last_day}"
            raise ValueError(message)
        if len({rule.id for rule in self.rules}) < len(self.rules):
            message = "two rules have the same id"
            raise ValueError(message)
        return self

    def rule(self, key: str) -> PointRule:
        """A rule by its id.

        Raises:
            DocumentError: there is none; names those that there are.
        """
        for rule in self.rules:
            if rule.id == key:
                return rule
        known = ", ".join(rule.id for rule in self.rules)
        raise DocumentError(
            [Problem("rule", f"{clip(key)} is not in campaign {self.id}", f"use one of {known}")]
        )


class Occasion(Noun):
    """What happened: a purchase, a trip, a month of a meter.

    Attributes:
        member: who earns; an id of the scheme's own, never a name.
        day: when it happened.
        product: the product's id, where there is one.
        pieces: how many, 1 or more.
        kg_co2e: kilograms of CO2e a piece; for rules per gram avoided.
        own_points: the company's own points for all pieces; for uplift and multiplier.
        evidence: what shows that it happened.
    """

    member: Identifier
    day: Date
    product: Identifier | None = None
    pieces: int = Field(default=1, ge=1, le=10**6)
    kg_co2e: float | None = Field(default=None, ge=0, le=1e9)
    own_points: Points | None = None
    evidence: LongText | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What an occasion earns before caps and budget.

    Attributes:
        points: a whole number, 0 or more.
        avoided_mg: whole milligrams of CO2e below the baseline, 0 or more; 0 for rules without a baseline.
    """

    points: int
    avoided_mg: int


def earned(rule: PointRule, occasion: Occasion) -> Earned:
    """What one occasion earns under one rule, before caps and budget.

    Args:
        rule: the rule.
        occasion: what happened.

    Raises:
        DocumentError: the occasion lacks what the rule counts, is of another product, or earns beyond 10⁹ points.

    >>> rule = PointRule(id="tea", name="Tea", basis="percent-uplift", rate=20)
    >>> earned(rule, Occasion(member="m-1", day="2026-11-24", own_points=19))
    Earned(points=3, avoided_mg=0)
    """
    problems = _findings(rule, occasion)
    if problems:
        raise DocumentError(problems)
    return still_earned(rule, occasion, occasion.pieces)


def still_earned(rule: PointRule, occasion: Occasion, pieces: int) -> Earned:
    """What an occasion that was granted still earns when only some of its pieces are kept.

    Own points are taken to belong to all pieces alike.

    Args:
        rule: the rule.
        occasion: what happened.
        pieces: how many are kept, 0 to `occasion.pieces`.

    Raises:
        DocumentError: it earns beyond 10⁹ points.

    >>> rule = PointRule(id="tea", name="Tea", basis="multiplier", rate=3)
    >>> still_earned(rule, Occasion(member="m-1", day="2026-11-24", pieces=3, own_points=10), 2).points
    13
    """
    avoided_g = _avoided_g(rule.baseline, occasion) * pieces
    points = int(_exact_points(rule, occasion, avoided_g, pieces))
    if points > _MOST:
        what = f"rule {rule.id} would give {points} points, and {_MOST} is the most at once"
        raise DocumentError([Problem("rate", what, "correct the rate, the baseline or the pieces")])
    return Earned(points, int(avoided_g * 1000))


def _findings(rule: PointRule, occasion: Occasion) -> list[Problem]:
    found = []
    if rule.products and occasion.product not in rule.products:
        what = f"rule {rule.id} does not hold for {clip(occasion.product)}"
        found.append(Problem("product", what, "use the rule of this product"))
    if rule.needs_evidence and occasion.evidence is None:
        found.append(Problem("evidence", f"rule {rule.id} needs evidence", "say what shows that it happened"))
    if rule.baseline is not None and occasion.kg_co2e is None:
        found.append(Problem("kg_co2e", f"rule {rule.id} counts grams avoided", "give the CO2e a piece"))
    if rule.basis in _NEEDS_OWN_POINTS and occasion.own_points is None:
        found.append(
            Problem("own_points", f"rule {rule.id} adds to own points", "give the company's own points")
        )
    return found


def _avoided_g(baseline: Baseline | None, occasion: Occasion) -> Fraction:
    """Grams a piece below the baseline. In decimal digits: 0.3 kg less 0.2 kg is 100 g, not 99.99…"""
    if baseline is None or occasion.kg_co2e is None:
        return Fraction(0)
    below = Fraction(exact(baseline.kg_co2e)) - Fraction(exact(occasion.kg_co2e))
    return max(below, Fraction(0)) * 1000


def _exact_points(rule: PointRule, occasion: Occasion, avoided_g: Fraction, pieces: int) -> Fraction:
    """Points before parts of a point are dropped."""
    rate = Fraction(rule.rate)
    own = Fraction((occasion.own_points or 0) * pieces, occasion.pieces)
    match rule.basis:
        case "per-gram-avoided":
            return rate * avoided_g
        case "fixed":
            return rate * pieces
        case "percent-uplift":
            return rate * own / 100
        case "multiplier":
            return (rate - 1) * own
