"""A nudge: at most one short message that is true, with its number, and the reasons why no other was chosen.

Which one wins is decided by what is known to work, strongest first, and never by chance:

1. `default`: people keep what holds from the start (green tariffs: about ten times as many, Ebeling and Lotz 2015; about 80 %
   stayed, Liebe and others 2021). So who is under a default is told of it, and how to change it.
2. `swap`: what helps is attention at the moment of choice (canteen labels: -4 % CO2e a meal, Lohmann and others 2022). Every
   number is that of `declaration.compare`: the same refusals hold, and only the verdict "lower" counts.
3. `social-norm`: households in Japan that were told of others like them used 1 to 2 % less (Ministry of the Environment, about
   300,000 households, fiscal years 2017 to 2020). Only where real people, at least 30, are behind the mean.
4. `feedback`: part of the same trial; alone it was not measured.
5. `budget`: no effect was found in what we read; last.

A mean, a last month or a budget is spoken of only where it is good news, and where the figures cover what it speaks of: at least
nine items of ten for what is compared, all of them for what is left of a budget. A customer who opted out gets nothing. A message
is two rows of a narrow receipt (58 mm: 32 columns of CP932, two of them for the mark of a notice) and a sentence for screens, in
every language or not at all.

>>> from co2label.incentive import NudgeContext
>>> context = NudgeContext(setting={"what": {"ja": "紙のレシートなし", "en": "No paper receipt", "fr": "Ticket sans papier"},
...                                 "change": {"ja": "レジで", "en": "at the till", "fr": "en caisse"}})
>>> print(nudge(context).nudge.words["en"])
No paper receipt by default. Change it: at the till
>>> nudge(context.model_copy(update={"opted_out": True})).trail[0].reason
'the customer opted out'
>>> wrap("次は親子丼なら、牛丼よりCO2e 1.7kg少なめ", 30)
['次は親子丼なら、牛丼よりCO2e', '1.7kg少なめ']
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from co2label.columns import to_cp932, wrap
from co2label.declaration import Comparison, compare, declared_unit_words, text_problems
from co2label.errors import ClaimError, Problem
from co2label.figures import Shown, show_mass, show_percent
from co2label.incentive._nudge_context import BoughtLine, NudgeContext, NudgePeriod, Trial, TrialArm, arm_of
from co2label.units import Dimension
from co2label.wording import LANGUAGES, by_language, format_number, in_language, per_words, translate_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from co2label.footprint import Footprint


ROW, MOST_ROWS = 30, 2
"""Columns of a row beside the mark of a notice, and rows."""

_ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]|,.*$")

_PIECE = Dimension.of({"piece": 1})

_SAME_FIGURE = 1e-9
"""Relative: the figure that a customer was shown is that of the catalogue, but for the noise of float64."""

LEAST_COVERED = 0.9
"""The share of the items whose figure must be known where periods are compared; our own choice."""


def _receipt_mass(shown: Shown) -> dict[str, str]:
    """A mass as a receipt says it, beside the word CO2e: "1.7kg"."""
    return translate_all("receipt.mass", {"value": shown.value}, unit=shown.unit.removesuffix("-CO2e"))


def _named(name: Mapping[str, str], change: Callable[[str], str] = str) -> dict[str, str]:
    """A name in every language, whole or changed."""
    return by_language(lambda language: change(in_language(name, language)))


def shorten_name(name: str) -> str:
    """A name without what stands in brackets or behind a comma.

    >>> shorten_name("牛丼（並盛）"), shorten_name("Beef bowl, regular")
    ('牛丼', 'Beef bowl')
    """
    return _ASIDE.sub("", name).strip() or name


NudgePattern = Literal["default", "swap", "social-norm", "feedback", "budget"]

NUDGE_ORDER: tuple[NudgePattern, ...] = get_args(NudgePattern)
"""Strongest evidence first."""

NUDGE_EVIDENCE: Mapping[NudgePattern, str] = {
    "default": "green default tariffs: about 10 times the uptake (Ebeling and Lotz 2015, nclimate2681); "
    "about 80 % stay (Liebe et al. 2021, s41562-021-01070-3)",
    "swap": "attention at the moment of choice: canteen labels -4.3 % CO2e a meal (Lohmann et al. 2022)",
    "social-norm": "home energy reports in Japan: 1 to 2 % less, about 300,000 households (env.go.jp/press/105428)",
    "feedback": "part of the same reports; alone not measured",
    "budget": "no effect measured in what was read",
}
"""Evidence of each, in short."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message.

    Attributes:
        pattern: which of `NUDGE_ORDER`.
        frame: of a swap: `gain` or `loss`; none for the others.
        words: by language, at most two rows of 32 columns in CP932; ready to be a notice of a receipt.
        sentences: by language, for screens and pages.
        value: the number in it, unrounded; none where it has no number.
        unit: of the number: kg-CO2e or %; none where it has no number.
        basis: what the number stands on, by language.
        evidence: what is known of the pattern.
    """

    pattern: NudgePattern
    frame: Literal["gain", "loss"] | None
    words: Mapping[str, str]
    sentences: Mapping[str, str]
    value: float | None
    unit: Literal["kg-CO2e", "%"] | None
    basis: Mapping[str, str]
    evidence: str


def _message(  # noqa: PLR0913
    pattern: NudgePattern,
    row: Mapping[str, object],
    value: float | None = None,
    unit: Literal["kg-CO2e", "%"] | None = None,
    basis: Mapping[str, str] = MappingProxyType({}),
    *,
    sentence: Mapping[str, object] | None = None,
    frame: Literal["gain", "loss"] | None = None,
) -> Nudge | str:
    """The message in every language, or that it does not fit the two rows of a receipt.

    Args:
        pattern: of the message.
        row: what the gaps of the two rows hold, by language or the same in all.
        value: the number in it.
        unit: of the number.
        basis: what the number stands on.
        sentence: what the gaps of the sentence hold, if not the same.
        frame: of a swap.
    """
    key = f"nudges.{pattern}" if frame is None else f"nudges.{pattern}-{frame}"
    rows = translate_all(f"{key}.row", None, **row)
    words = {language: to_cp932(text)[0] for language, text in rows.items()}
    if any(len(wrap(text, ROW)) > MOST_ROWS for text in words.values()):
        return "the names are too long for two rows"
    sentences = translate_all(f"{key}.sentence", None, **(sentence or row))
    texts = (MappingProxyType(words), MappingProxyType(sentences))
    return Nudge(pattern, frame, *texts, value, unit, MappingProxyType(basis), NUDGE_EVIDENCE[pattern])


def _swap_message(context: NudgeContext, catalogue: tuple[Footprint, ...]) -> Nudge | str:
    """The swap that makes the most of one declared unit of something that was bought; else the reason why there is none."""
    known = {one.product.id: one for one in catalogue}
    bought = [line for line in context.lines if line.product in known and line.quantity > 0]
    if not bought:
        return "nothing that was bought is in the catalogue"
    reasons: list[str] = []
    lower = [
        found for line in bought for found in _lower(line, known[str(line.product)], known.values(), reasons)
    ]
    for found in sorted(lower, key=lambda each: (each.difference.kg_co2e, *_ids(each))):
        message = _swap_in_words(found, context.frame)
        if message is not None:
            return message
        reasons.append(f"{' → '.join(_ids(found))}: the names are too long for two rows, or alike")
    return "; ".join(dict.fromkeys(reasons)) or "nothing of the same category and unit is in the catalogue"


def _ids(found: Comparison) -> tuple[str, str]:
    return found.a.product.id, found.b.product.id


def _lower(
    line: BoughtLine, a: Footprint, others: Iterable[Footprint], reasons: list[str]
) -> Iterator[Comparison]:
    """Find products that are lower than what was bought; reasons against the others are added to `reasons`."""
    if (unlike := _line_mismatch(line, a) or _name_problem(a)) is not None:
        reasons.append(f"{a.product.id}: {unlike}")
        return
    category, unit = a.product.category, a.product.declared_unit
    for b in others:
        other = b.product.declared_unit
        same_unit = (unit.unit.dimension, unit.si) == (other.unit.dimension, other.si)
        if b is a or b.product.category != category or not same_unit:
            continue
        try:
            found = compare(a, b)
        except ClaimError as error:
            against = str(error.problems[0])
        else:
            claiming = _name_problem(b)
            if claiming is None and found.verdict == "lower":
                yield found
                continue
            against = claiming or found.verdict
        reasons.append(f"{a.product.id} → {b.product.id}: {against}")


def _line_mismatch(line: BoughtLine, a: Footprint) -> str | None:
    """The reason why a line is not the product of the catalogue; None where it is."""
    if a.product.category is None:
        return "it has no category, so nothing is of the same"
    if line.category is not None and line.category != a.product.category:
        return f"the basket calls its category {line.category}, the catalogue {a.product.category}"
    if line.declared_unit is not None and line.declared_unit != str(a.product.declared_unit):
        return f"the basket has it per {line.declared_unit}, the catalogue per {a.product.declared_unit}"
    if line.kg_co2e is not None and abs(line.kg_co2e - a.kg_co2e) > _SAME_FIGURE * abs(a.kg_co2e):
        return f"the customer was shown {line.kg_co2e:g} kg, the catalogue has {a.kg_co2e:g} kg"
    return None


def _name_problem(one: Footprint) -> str | None:
    """The reason why a name must not be printed: it makes a claim, or is in a language without rules."""
    problem = next(text_problems("name", one.product.name), None)
    return None if problem is None else str(problem)


def _swap_in_words(found: Comparison, frame: Literal["gain", "loss"]) -> Nudge | None:
    """Put a swap into words, with whole names or short ones; None where neither fits in every language."""
    values, basis, kg = _swap_values(found, frame), by_language(found.sentence), -found.difference.kg_co2e
    for change in (str, shorten_name):
        a, b = (_named(each.product.name, change) for each in (found.a, found.b))
        if all(a[language] != b[language] for language in LANGUAGES):
            row = values | {"a": a, "b": b}
            message = _message("swap", row, kg, "kg-CO2e", basis, sentence=values, frame=frame)
            if isinstance(message, Nudge):
                return message
    return None


def _swap_values(found: Comparison, frame: str) -> dict[str, object]:
    """Values for the placeholders of the sentences on a swap."""
    interval, kg, declared = found.difference.interval, found.a.kg_co2e, found.a.product.declared_unit
    assert interval is not None, "a verdict needs one"
    ends = (interval.low * kg / 100, interval.high * kg / 100)
    shown = show_mass(-found.difference.kg_co2e, interval=ends)  # no finer than its interval
    percent = _swap_percent(found.difference.percent, (interval.low, interval.high), frame)
    one_piece = declared.unit.dimension == _PIECE and declared.value == 1
    unit = declared_unit_words(found.a.product)
    return {
        "a": _named(found.a.product.name),
        "b": _named(found.b.product.name),
        "kg": _receipt_mass(shown),
        "percent": by_language(partial(format_number, percent)),
        "per": by_language(partial(per_words, unit)),
        "unit": "" if one_piece else translate_all("nudges.per", unit=unit),
    }


def _swap_percent(less: float, ends: tuple[float, float], frame: str) -> str:
    """The percentage of `compare`; told as more, it is of what is lower: 62 % less is 160 % more."""
    if frame == "loss":
        low, less, high = (
            100.0 * (1.0 / (1.0 + percent / 100.0) - 1.0) for percent in (ends[1], less, ends[0])
        )
        ends = (low, high)
    return show_percent(abs(less), interval=ends)


def _default_message(context: NudgeContext, _: tuple[Footprint, ...]) -> Nudge | str:
    setting = context.setting
    if setting is None:
        return "no default to be told of"
    return _message("default", {"what": _named(setting.what), "change": _named(setting.change)})


def _norm_message(context: NudgeContext, _: tuple[Footprint, ...]) -> Nudge | str:
    norm, now = context.norm, context.now
    if norm is None or now is None:
        return "no data of others" if norm is None else "no period to hold against the norm"
    if norm.people < norm.least_people:
        return f"the norm is of {norm.people} people, and at least {norm.least_people} are needed"
    if norm.days != now.days:
        return f"the norm is of {norm.days} days, the period of {now.days}"
    values = {"group": _named(norm.group), "people": norm.people}
    basis = translate_all("nudges.source", source=norm.source)
    return _less_message("social-norm", now, norm.kg_co2e, values, basis)


def _feedback_message(context: NudgeContext, _: tuple[Footprint, ...]) -> Nudge | str:
    now, last = context.now, context.last
    if now is None or last is None:
        return "no period to compare with"
    if now.days != last.days:
        return f"one period has {now.days} days, the other {last.days}"
    if last.covered < LEAST_COVERED:
        return (
            f"the figures of the last period cover {last.covered:.0%} of its items, not {LEAST_COVERED:.0%}"
        )
    return _less_message("feedback", now, last.kg_co2e, {"last": _named(last.name)})


def _less_message(
    pattern: NudgePattern,
    now: NudgePeriod,
    other: float,
    values: Mapping[str, object],
    basis: Mapping[str, str] = MappingProxyType({}),
) -> Nudge | str:
    """The percentage by which the period is below the other figure, in words; a reason where it is less than one.

    Items without a figure are taken to be like the others: left out, they would make the period look lower than it was. The
    percentage is rounded down: it is never said to be more than it is.
    """
    if now.covered < LEAST_COVERED:
        return f"the figures cover {now.covered:.0%} of the items, not {LEAST_COVERED:.0%}"
    less = 100.0 * (1.0 - now.kg_co2e / now.covered / other)
    if less < 1:
        return "not below by a whole percent: a message would press"
    row = {"now": _named(now.name), "percent": int(less), **values}
    return _message(pattern, row, less, "%", basis)


def _budget_message(context: NudgeContext, _: tuple[Footprint, ...]) -> Nudge | str:
    budget = context.budget
    if budget is None:
        return "no budget"
    if budget.covered < 1:
        return f"the figures cover {budget.covered:.0%} of the items, so what is left is not known"
    left = budget.kg_co2e - budget.used
    if left <= 0:
        return "nothing is left of it: a message would press"
    row = {
        "name": _named(budget.name),
        "budget": _receipt_mass(show_mass(budget.kg_co2e, digits=3)),
        "left": _receipt_mass(show_mass(left)),
    }
    return _message("budget", row, left, "kg-CO2e", translate_all("nudges.source", source=budget.source))


_PATTERNS: Mapping[NudgePattern, Callable[[NudgeContext, tuple[Footprint, ...]], Nudge | str]] = {
    "default": _default_message,
    "swap": _swap_message,
    "social-norm": _norm_message,
    "feedback": _feedback_message,
    "budget": _budget_message,
}
"""A function for each pattern."""


@dataclass(frozen=True, slots=True)
class TrailStep:
    """The reason why a pattern was chosen or not."""

    pattern: NudgePattern
    reason: str


def nudge(
    context: NudgeContext,
    catalogue: Iterable[Footprint] = (),
    *,
    trial: Trial | None = None,
    customer: str | None = None,
) -> NudgeResult:
    """Choose at most one short message, and only a true one.

    Args:
        context: what was bought and what is known.
        catalogue: the footprints of the shop's own products, for swaps.
        trial: groups in which swaps are told in different ways, or nothing is told at all.
        customer: an id by which the group is dealt; needed with a trial, and kept nowhere.

    Raises:
        DocumentError: a trial without a customer.
    """
    arm = None
    if not context.opted_out and trial is not None:
        if customer is None:
            what = "a trial deals by the customer's id, and none was given"
            raise Problem("customer", what, "give `customer`, or no trial").as_error()
        arm = arm_of(trial, customer)
        if arm != "none":
            context = context.model_copy(update={"frame": arm})
    known, chosen, trail = tuple(catalogue), None, []
    for pattern, message in _PATTERNS.items():
        told: Nudge | str
        if context.opted_out:
            told = "the customer opted out"
        elif arm == "none":
            told = "the customer is in the group without messages"
        else:
            told = message(context, known) if chosen is None else f"{chosen.pattern} comes first"
        if isinstance(told, Nudge):
            chosen, told = told, "chosen"
        trail.append(TrailStep(pattern, told))
    return NudgeResult(chosen, tuple(trail), arm)


@dataclass(frozen=True, slots=True)
class NudgeResult:
    """The message, if there is one, and the trail.

    Attributes:
        nudge: at most one.
        trail: a reason for each pattern, in the order in which they were asked.
        arm: of the trial that the customer is in; none without a trial.
    """

    nudge: Nudge | None
    trail: tuple[TrailStep, ...]
    arm: TrialArm | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the number is unrounded."""
        message = None
        if self.nudge is not None:
            message = {each.name: getattr(self.nudge, each.name) for each in fields(self.nudge)}
            message |= {name: dict(message[name]) for name in ("words", "sentences", "basis")}
        return {"nudge": message, "trail": [asdict(step) for step in self.trail], "arm": self.arm}
