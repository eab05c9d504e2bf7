"""What each pattern has to tell, or the reason why it has nothing.

All of them speak of what is good news only, and only where the figure covers what it speaks of: at least nine items of ten for
what is compared, and all of them for what is left of a budget, which would otherwise be told too large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from co2label.figures import show_mass
from co2label.incentive.nudge_swap import swap
from co2label.incentive.nudge_words import in_every_language, mass_words
from co2label.model import in_language
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.footprint import Footprint
    from co2label.incentive.nudge_context import NudgeContext, Period

__all__ = ["LEAST_COVERED", "PATTERNS", "Told"]

LEAST_COVERED = 0.9
"""The share of the items whose figure must be known where periods are compared; our own choice."""
_TOO_LONG = "the names are too long for two rows"


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a pattern; see `nudge.Nudge`."""

    words: Mapping[str, str]
    sentences: Mapping[str, str]
    value: float | None = None
    unit: Literal["kg-CO2e", "%"] | None = None
    basis: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def _told(
    key: str,
    values: Callable[[str], Mapping[str, object]],
    value: float | None = None,
    unit: Literal["kg-CO2e", "%"] | None = None,
    source: str | None = None,
) -> Told | str:
    """The message in every language, or that it does not fit."""
    words = in_every_language(f"nudges.{key}.row", values, short=True)
    sentences = in_every_language(f"nudges.{key}.sentence", values, short=False)
    if words is None or sentences is None:
        return _TOO_LONG
    basis = (
        {} if source is None else {one: translate("nudges.source", one, source=source) for one in LANGUAGES}
    )
    return Told(words, sentences, value, unit, MappingProxyType(basis))


def _setting(context: NudgeContext, _: tuple[Footprint, ...]) -> Told | str:
    setting = context.setting
    if setting is None:
        return "no default to be told of"
    return _told(
        "default",
        lambda language: {
            "what": in_language(setting.what, language),
            "change": in_language(setting.change, language),
        },
    )


def _swap(context: NudgeContext, catalogue: tuple[Footprint, ...]) -> Told | str:
    found = swap(context, catalogue)
    if isinstance(found, str):
        return found
    return Told(found.words, found.sentences, found.kg_co2e, "kg-CO2e", found.basis)


def _norm(context: NudgeContext, _: tuple[Footprint, ...]) -> Told | str:
    norm, now = context.norm, context.now
    if norm is None or now is None:
        return "no data of others" if norm is None else "no period to hold against the norm"
    if norm.people < norm.least_people:
        return f"the norm is of {norm.people} people, and at least {norm.least_people} are needed"
    if norm.days != now.days:
        return f"the norm is of {norm.days} days, the period of {now.days}"
    less = _percent_less(now, norm.kg_co2e)
    if isinstance(less, str):
        return less
    return _told(
        "social-norm",
        lambda language: {
            "now": in_language(now.name, language),
            "group": in_language(norm.group, language),
            "people": norm.people,
            "percent": _whole(less),
        },
        less,
        "%",
        norm.source,
    )


def _feedback(context: NudgeContext, _: tuple[Footprint, ...]) -> Told | str:
    now, last = context.now, context.last
    if now is None or last is None:
        return "no period to compare with"
    if now.days != last.days:
        return f"one period has {now.days} days, the other {last.days}"
    if last.covered < LEAST_COVERED:
        return (
            f"the figures of the last period cover {last.covered:.0%} of its items, not {LEAST_COVERED:.0%}"
        )
    less = _percent_less(now, last.kg_co2e)
    if isinstance(less, str):
        return less
    return _told(
        "feedback",
        lambda language: {
            "now": in_language(now.name, language),
            "last": in_language(last.name, language),
            "percent": _whole(less),
        },
        less,
        "%",
    )


def _percent_less(now: Period, other: float) -> float | str:
    """By how many percent the period is below the other figure; a reason where it is not by a whole one.

    Items without a figure are taken to be like the others: left out, they would make the period look lower than it was.
    """
    if now.covered < LEAST_COVERED:
        return f"the figures cover {now.covered:.0%} of the items, not {LEAST_COVERED:.0%}"
    less = 100.0 * (1.0 - now.kg_co2e / now.covered / other)
    if less < 1:
        return "not below by a whole percent: a message would press"
    return less


def _whole(percent: float) -> int:
    """Whole percent, rounded down: never more than it is."""
    return int(percent)


def _budget(context: NudgeContext, _: tuple[Footprint, ...]) -> Told | str:
    budget = context.budget
    if budget is None:
        return "no budget"
    if budget.covered < 1:
        return f"the figures cover {budget.covered:.0%} of the items, so what is left is not known"
    left = budget.kg_co2e - budget.used
    if left <= 0:
        return "nothing is left of it: a message would press"
    return _told(
        "budget",
        lambda language: {
            "name": in_language(budget.name, language),
            "budget": mass_words(show_mass(budget.kg_co2e, digits=3), language),
            "left": mass_words(show_mass(left), language),
        },
        left,
        "kg-CO2e",
        budget.source,
    )


PATTERNS: Mapping[str, Callable[[NudgeContext, tuple[Footprint, ...]], Told | str]] = MappingProxyType(
    {"default": _setting, "swap": _swap, "social-norm": _norm, "feedback": _feedback, "budget": _budget}
)
"""A function for each pattern."""
