"""What a nudge may speak of: what was bought, and what is known of the weeks before, of others, and of the shop's settings.

Nothing here is guessed. What is not given is not spoken of.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from co2label.declaration import claim_problem, text_problems
from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.nudge_blame import blaming
from co2label.model import CleanText, Identifier, LongText, Model, Name

__all__ = ["LEAST_PEOPLE", "BoughtLine", "Budget", "Norm", "NudgeContext", "Period", "Setting"]

LEAST_PEOPLE = 30
"""The fewest people of whom a mean may be spoken: the floor, below which no table may go. Our own choice, on the careful side:
no rule names a number."""


def _sayable(texts: dict[str, str]) -> dict[str, str]:
    problems = [*text_problems("", texts)]
    for language, text in texts.items():
        if (word := blaming(text)) is not None:
            problems.append(Problem(language, f"{clip(text)} blames ({word!r})", "say it without blame"))
    if problems:
        raise DocumentError(problems)
    return texts


def _citable(text: str) -> str:
    """A source is shown beside the message: it may be called what it likes, and claims nothing."""
    problem = claim_problem("", text, name=True)
    if problem is not None:
        raise DocumentError([problem])
    return text


Said = Annotated[Name, AfterValidator(_sayable)]
"""A text that the public reads, by language; it claims nothing and blames nobody."""
Cited = Annotated[LongText, AfterValidator(_citable)]
"""Where a figure comes from, as the public reads it."""


def _decimal(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


class BoughtLine(Model):
    """One thing that was bought.

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


class Period(Model):
    """A stretch of days of one customer.

    Attributes:
        name: what it is called, such as "this month".
        kg_co2e: kilograms of CO2e of what is known.
        days: how many.
        covered: the share of the items whose figure is known, 0 to 1.
    """

    name: Said
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

    group: Said
    people: int = Field(ge=1, le=10**9)
    kg_co2e: float = Field(gt=0, le=1e9)
    days: int = Field(ge=1, le=366)
    source: Cited
    least_people: int = Field(default=LEAST_PEOPLE, ge=LEAST_PEOPLE)


class Budget(Model):
    """An amount that someone set out to stay within, and how much of it is used.

    Attributes:
        name: what it is of, such as "food this week".
        kg_co2e: kilograms of CO2e, above zero.
        used: kilograms of CO2e so far.
        covered: the share of the items whose figure is known; what is left is said only where it is 1.
        source: where the budget comes from.
    """

    name: Said
    kg_co2e: float = Field(gt=0, le=1e9)
    used: float = Field(ge=0, le=1e9)
    covered: float = Field(ge=0, le=1)
    source: Cited


class Setting(Model):
    """Something that holds unless one changes it; nobody shall have to find out.

    Attributes:
        what: what holds, such as "No paper receipt".
        change: where or how it is changed.
    """

    what: Said
    change: Said


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
    now: Period | None = None
    last: Period | None = None
    norm: Norm | None = None
    budget: Budget | None = None
    setting: Setting | None = None
    frame: Literal["gain", "loss"] = "gain"
