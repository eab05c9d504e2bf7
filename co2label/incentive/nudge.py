"""A nudge: at most one short message that is true, with its number, and the reasons why no other was chosen.

Which one wins is decided by what is known to work, strongest first, and never by chance:

1. `default`: people keep what holds from the start (green tariffs: about ten times as many, Ebeling and Lotz 2015; about 80 %
   stayed, Liebe and others 2021). So who is under a default is told of it, and how to change it.
2. `swap`: what helps is attention at the moment of choice (canteen labels: -4 % CO2e a meal, Lohmann and others 2022).
3. `social-norm`: households in Japan that were told of others like them used 1 to 2 % less (Ministry of the Environment, about
   300,000 households, fiscal years 2017 to 2020). Only where real people, at least 30, are behind the mean.
4. `feedback`: part of the same trial; alone it was not measured.
5. `budget`: no effect was found in what we read; last.

A mean, a last month or a budget is spoken of only where it is good news: who is above would be pressed or shamed, and who is
told of others that consume more may come to consume more. A customer who opted out gets nothing.

>>> from co2label.incentive.nudge_context import NudgeContext
>>> context = NudgeContext(setting={"what": {"ja": "紙のレシートなし", "en": "No paper receipt", "fr": "Ticket sans papier"},
...                                 "change": {"ja": "レジで", "en": "at the till", "fr": "en caisse"}})
>>> print(nudge(context).nudge.words["en"])
No paper receipt by default. Change it: at the till
>>> nudge(context.model_copy(update={"opted_out": True})).trail[0].reason
'the customer opted out'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import DocumentError, Problem
from co2label.incentive.nudge_arms import Arm, Trial, arm_of
from co2label.incentive.nudge_told import PATTERNS, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.footprint import Footprint
    from co2label.incentive.nudge_context import NudgeContext

__all__ = ["EVIDENCE", "ORDER", "Nudge", "Nudged", "Pattern", "Step", "nudge"]

Pattern = Literal["default", "swap", "social-norm", "feedback", "budget"]
ORDER: tuple[Pattern, ...] = ("default", "swap", "social-norm", "feedback", "budget")
"""Strongest evidence first."""
EVIDENCE: Mapping[Pattern, str] = {
    "default": "green default tariffs: about 10 times the uptake (Ebeling and Lotz 2015, nclimate2681); "
    "about 80 % stay (Liebe et al. 2021, s41562-021-01070-3)",
    "swap": "attention at the moment of choice: canteen labels -4.3 % CO2e a meal (Lohmann et al. 2022)",
    "social-norm": "home energy reports in Japan: 1 to 2 % less, about 300,000 households (env.go.jp/press/105428)",
    "feedback": "part of the same reports; alone not measured",
    "budget": "no effect measured in what was read",
}
"""What is known of each, in short."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message.

    Attributes:
        pattern: which of `ORDER`.
        frame: of a swap: `gain` or `loss`; none for the others.
        words: by language, at most two rows of 32 columns in CP932; ready to be a notice of a receipt.
        sentences: by language, for screens and pages.
        value: the number in it, unrounded; none where it has no number.
        unit: of the number: kg-CO2e or %; none where it has no number.
        basis: what the number stands on, by language.
        evidence: what is known of the pattern.
    """

    pattern: Pattern
    frame: Literal["gain", "loss"] | None
    words: Mapping[str, str]
    sentences: Mapping[str, str]
    value: float | None
    unit: Literal["kg-CO2e", "%"] | None
    basis: Mapping[str, str]
    evidence: str


@dataclass(frozen=True, slots=True)
class Step:
    """Why a pattern was chosen or was not."""

    pattern: Pattern
    reason: str


@dataclass(frozen=True, slots=True)
class Nudged:
    """The message, if there is one, and the trail.

    Attributes:
        nudge: at most one.
        trail: a reason for each pattern, in the order in which they were asked.
        arm: of the trial that the customer is in; none without a trial.
    """

    nudge: Nudge | None
    trail: tuple[Step, ...]
    arm: Arm | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the number is unrounded."""
        said = self.nudge
        return {
            "nudge": said
            and {
                "pattern": said.pattern,
                "frame": said.frame,
                "words": dict(said.words),
                "sentences": dict(said.sentences),
                "value": said.value,
                "unit": said.unit,
                "basis": dict(said.basis),
                "evidence": said.evidence,
            },
            "trail": [{"pattern": step.pattern, "reason": step.reason} for step in self.trail],
            "arm": self.arm,
        }


def nudge(
    context: NudgeContext,
    catalogue: Iterable[Footprint] = (),
    *,
    trial: Trial | None = None,
    customer: str | None = None,
) -> Nudged:
    """At most one short message that is true.

    Args:
        context: what was bought and what is known.
        catalogue: the footprints of the shop's own products, for swaps.
        trial: groups in which swaps are told in different ways, or nothing is told at all.
        customer: an id by which the group is dealt; needed with a trial, and kept nowhere.

    Raises:
        DocumentError: a trial without a customer.
    """
    if context.opted_out:
        return _silent("the customer opted out")
    arm = None
    if trial is not None:
        if customer is None:
            what = "a trial deals by the customer's id, and none was given"
            raise DocumentError([Problem("customer", what, "give `customer`, or no trial")])
        arm = arm_of(trial, customer)
        if arm == "none":
            return _silent("the customer is in the group without messages", arm)
        context = context.model_copy(update={"frame": arm})
    return _chosen(context, tuple(catalogue), arm)


def _silent(reason: str, arm: Arm | None = None) -> Nudged:
    return Nudged(None, tuple(Step(pattern, reason) for pattern in ORDER), arm)


def _chosen(context: NudgeContext, catalogue: tuple[Footprint, ...], arm: Arm | None) -> Nudged:
    """The first pattern that has something to say."""
    chosen: Nudge | None = None
    trail = []
    for pattern in ORDER:
        if chosen is not None:
            trail.append(Step(pattern, f"{chosen.pattern} comes first"))
            continue
        told = PATTERNS[pattern](context, catalogue)
        if isinstance(told, Told):
            chosen = _nudge(pattern, told, context)
            trail.append(Step(pattern, "chosen"))
        else:
            trail.append(Step(pattern, told))
    return Nudged(chosen, tuple(trail), arm)


def _nudge(pattern: Pattern, told: Told, context: NudgeContext) -> Nudge:
    frame = context.frame if pattern == "swap" else None
    return Nudge(
        pattern, frame, told.words, told.sentences, told.value, told.unit, told.basis, EVIDENCE[pattern]
    )
