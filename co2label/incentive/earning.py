"""Earning: what one occasion earns under one rule of a campaign, before caps and budget. All points are whole numbers.

Parts of a point are dropped, so nobody is promised more than the rule says; below the baseline is never below zero.

>>> from co2label.incentive.points import Baseline
>>> rule = PointRule(id="walk", name="Walk", basis="per-gram-avoided", rate=1,
...                  baseline=Baseline(id="car", kg_co2e=0.26, source="a study of the town, 2024"))
>>> earned(rule, Occasion(member="m-1", day="2026-11-24", kg_co2e=0.01)).points
250
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip
from co2label.figures import _exact
from co2label.incentive.points import MOST_POINTS, Occasion, PointRule

if TYPE_CHECKING:
    from co2label.incentive.points import Baseline

__all__ = ["Earned", "earned", "still_earned"]

_NEEDS_OWN_POINTS = ("percent-uplift", "multiplier")


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
    if points > MOST_POINTS:
        what = f"rule {rule.id} would give {points} points, and {MOST_POINTS} is the most at once"
        raise DocumentError([Problem("rate", what, "correct the rate, the baseline or the pieces")])
    return Earned(points, int(avoided_g * 1000))


def _findings(rule: PointRule, occasion: Occasion) -> list[Problem]:
    found = []
    if not rule.holds_for(occasion.product):
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
    below = Fraction(_exact(baseline.kg_co2e)) - Fraction(_exact(occasion.kg_co2e))
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
