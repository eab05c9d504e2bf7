"""Input of a nudge: purchases, earlier periods, a norm, the shop's settings; and the trial that a customer is in.

Nothing is guessed: what is not given is not spoken of. No text of a shop is taken that claims something, or that shames or
presses; the list of such words is short and of one kind, and no judge of tone.

The arm of a trial is taken from SHA-256 of the campaign's salt, the campaign and the customer's id, each led by its length, as a
whole number of the first 8 bytes modulo the number of arms. So a customer is in the same arm on every till and every day without
a list or state: the id is used for this one sum and kept nowhere. Another salt or campaign deals anew. Arms get equal shares; the
modulo favours none by more than 1 in 10¹⁸.

>>> find_shaming_words("牛丼は、親子丼よりCO2e約1.7kg多め") is None, find_shaming_words("買いすぎです")
(True, 'すぎです')
>>> trial = Trial(campaign="autumn-2026", salt="9f2c41d07b", arms=["gain", "loss", "none"])
>>> [arm_of(trial, customer) for customer in ("m-1", "m-2", "m-3")]
['none', 'none', 'loss']
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from co2label.declaration import claim_problem, text_problems
from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.model import CleanText, Identifier, LongText, Model, Name
from co2label.wording import LANGUAGES, claim_table


@cache
def _shaming() -> re.Pattern[str]:
    """The words of every language, as its rules of claims list them.

    Raises:
        TextError: a language has none.
    """
    patterns = []
    for language in LANGUAGES:
        table = claim_table(language)
        if not table.get("shaming"):
            raise TextError(
                f"nothing is said to a person in {language!r}: wording/claims/{language}.toml has no list `shaming`"
            )
        words = "|".join(table["shaming"])
        patterns.append(rf"\b(?:{words})\b" if table["whole_words"] else words)
    return re.compile("|".join(patterns))


def find_shaming_words(text: str) -> str | None:
    """The first word of a text that blames or presses, or None."""
    found = _shaming().search(text.casefold().replace("’", "'"))
    return found.group() if found else None


TrialArm = Literal["gain", "loss", "none"]
"""Framing of a swap, or no message as the control."""

_BYTES = 8


def _distinct_arms(arms: tuple[TrialArm, ...]) -> tuple[TrialArm, ...]:
    if len(set(arms)) < len(arms):
        raise ValueError(f"an arm stands there twice in {', '.join(arms)}; each arm once")
    return arms


class Trial(Model):
    """A campaign in which customers are dealt into groups.

    Attributes:
        campaign: its id.
        salt: at least 8 characters, kept by whoever runs the trial, so that nobody else can tell who is in which group.
        arms: two or three different ones.
    """

    campaign: Identifier
    salt: str = Field(min_length=8, max_length=200)
    arms: Annotated[tuple[TrialArm, ...], AfterValidator(_distinct_arms), Field(strict=False, min_length=2)]


def arm_of(trial: Trial, customer: str) -> TrialArm:
    """The arm of a customer: the same for the same campaign, salt and id, on every machine.

    Args:
        trial: the campaign.
        customer: an id of the scheme's own; it is not kept.
    """
    parts = (text.encode() for text in (trial.salt, trial.campaign, customer))
    digest = sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
    return trial.arms[int.from_bytes(digest[:_BYTES], "big") % len(trial.arms)]


LEAST_PEOPLE = 30
"""The fewest people of whom a mean may be spoken: the floor, below which no table may go. Our own choice, on the careful side:
no rule names a number."""


def _friendly(texts: dict[str, str]) -> dict[str, str]:
    problems = [*text_problems("", texts)]
    for language, text in texts.items():
        if (word := find_shaming_words(text)) is not None:
            problems.append(Problem(language, f"{clip(text)} blames ({word!r})", "say it without blame"))
    DocumentError.raise_any(problems)
    return texts


def _citable(text: str) -> str:
    """A source is shown beside the message: it may be called what it likes, and claims nothing."""
    problem = claim_problem("", text, name=True)
    if problem is not None:
        raise DocumentError([problem])
    return text


FriendlyText = Annotated[Name, AfterValidator(_friendly)]
"""A text that the public reads, by language; it claims nothing and blames nobody."""

CitedSource = Annotated[LongText, AfterValidator(_citable)]
"""Source of a figure, as the public reads it."""


def _decimal(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


class BoughtLine(Model):
    """A product bought.

    Attributes:
        product: its id in the catalogue; none where it has none.
        category: of the product; where given, a swap is of the same.
        declared_unit: what the figure is per; where given, a swap is per the same.
        kg_co2e: kilograms of CO2e of one declared unit, as the customer was shown; none where it is not known.
        quantity: how many declared units; 0 or less for what was taken back.
    """

    product: Identifier | None = None
    category: CleanText | None = None
    declared_unit: CleanText | None = None
    kg_co2e: float | None = Field(default=None, ge=0, le=1e9)
    quantity: Annotated[Decimal, BeforeValidator(_decimal), Field(strict=False)] = Decimal(1)


class NudgePeriod(Model):
    """A stretch of days of one customer.

    Attributes:
        name: what it is called, such as "this month".
        kg_co2e: kilograms of CO2e of what is known.
        days: how many.
        covered: the share of the items whose figure is known, 0 to 1.
    """

    name: FriendlyText
    kg_co2e: float = Field(gt=0, le=1e9)
    days: int = Field(ge=1, le=366)
    covered: float = Field(ge=0, le=1)


class Norm(Model):
    """The mean of a group of real people, over as many days as the period that it is held against.

    Attributes:
        group: who they are, such as "two-person households".
        people: how many the mean is of.
        kg_co2e: their mean, kilograms of CO2e a person or household, over `days`.
        days: of the mean.
        source: whose data, and when.
        least_people: the fewest of whom a mean is spoken: 30 or more.
    """

    group: FriendlyText
    people: int = Field(ge=1, le=10**9)
    kg_co2e: float = Field(gt=0, le=1e9)
    days: int = Field(ge=1, le=366)
    source: CitedSource
    least_people: int = Field(default=LEAST_PEOPLE, ge=LEAST_PEOPLE)


class NudgeBudget(Model):
    """An amount that someone set out to stay within, and how much of it is used.

    Attributes:
        name: what it is of, such as "food this week".
        kg_co2e: kilograms of CO2e, above zero.
        used: kilograms of CO2e so far.
        covered: the share of the items whose figure is known; what is left is said only where it is 1.
        source: where the budget comes from.
    """

    name: FriendlyText
    kg_co2e: float = Field(gt=0, le=1e9)
    used: float = Field(ge=0, le=1e9)
    covered: float = Field(ge=0, le=1)
    source: CitedSource


class DefaultSetting(Model):
    """Something that holds unless one changes it; nobody shall have to find out.

    Attributes:
        what: what holds, such as "No paper receipt".
        change: where or how it is changed.
    """

    what: FriendlyText
    change: FriendlyText


class NudgeContext(Model):
    """All that one message may be made of.

    Attributes:
        lines: what was bought.
        opted_out: whether the customer wants no such messages; then there is none.
        now: the period that ends now.
        last: the one before, as long.
        norm: of a group.
        budget: of the customer's own.
        setting: a default to be told of.
        frame: whether a swap is told as what would be less (`gain`) or as what is more (`loss`).
    """

    lines: Annotated[tuple[BoughtLine, ...], Field(strict=False)] = ()
    opted_out: bool = False
    now: NudgePeriod | None = None
    last: NudgePeriod | None = None
    norm: Norm | None = None
    budget: NudgeBudget | None = None
    setting: DefaultSetting | None = None
    frame: Literal["gain", "loss"] = "gain"
