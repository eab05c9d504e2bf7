"""Points: what a campaign promises, by rules that are data, and the occasions on which they are earned.

Four ways to earn, of which the first is that of town schemes for walking (one gram, one point) and
the others are points on top of those that a company gives anyway:

- `per-gram-avoided`: `rate` points a gram of CO2e below a declared baseline;
- `fixed`: `rate` points a piece;
- `percent-uplift`: `rate` percent of the company's own points, on top of them;
- `multiplier`: the company's own points become `rate` times as many; what is earned here is the difference.

>>> PointRule(id="tea", name="Tea", basis="percent-uplift", rate=20).holds_for("coffee")
True
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.public_names import PublicName
from co2label.model import Date, Identifier, LongText, Model, Name

__all__ = ["MOST_POINTS", "Baseline", "Campaign", "Occasion", "PointRule", "exact_cell", "exact_number"]

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
MOST_POINTS = 10**9
"""At once; above it, somebody mistyped a rate."""


def exact_number(value: Any, info: ValidationInfo) -> Any:
    """A number in the decimal digits in which it was written: 0.1 is a tenth. The ledger's own JSON has it as text.

    Raises:
        ValueError: text, where a document or a caller gives it.
    """
    if isinstance(value, str) and info.mode != "json":
        message = f"expected a number without quotation marks, such as 20, got {clip(value)}"
        raise ValueError(message)
    return exact_cell(value)


def exact_cell(value: Any) -> Any:
    """The same for the cells of a table, which are text.

    Raises:
        ValueError: text that is no number in ASCII digits.
    """
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        message = f"expected a number such as 310.5, got {clip(value)}"
        raise ValueError(message)
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Rate = Annotated[
    Decimal,
    Field(gt=0, le=10**6, strict=False),
    BeforeValidator(exact_number, json_schema_input_type=Annotated[float, Field(gt=0, le=10**6)]),
]
"""A number above zero, kept in decimal digits: 0.1 means a tenth."""
Points = Annotated[int, Field(ge=0, le=MOST_POINTS)]
Limit = Annotated[int, Field(ge=1, le=10**12)]


class Baseline(Model):
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


class PointRule(Model):
    """One way to earn points.

    Attributes:
        id: unique within its campaign.
        name: what the public reads; it claims nothing (see `public_names`).
        basis: how the rate counts; see the module.
        rate: points a gram, points a piece, percent, or times.
        baseline: for `per-gram-avoided`, and only there.
        products: ids of the products that it holds for; none means all.
        needs_evidence: whether an occasion must name its evidence (a meter reading, a ride).

    Raises:
        DocumentError: a rule without the baseline that it needs, or a multiplier that adds nothing.
    """

    id: Identifier
    name: PublicName
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

    def holds_for(self, product: str | None) -> bool:
        """Whether the rule holds for a product, by its id."""
        return not self.products or product in self.products


class Campaign(Model):
    """A promise of points: who gives them, when, how many at most, and how long they last.

    Attributes:
        id: unique in a ledger.
        name: what the public reads; it claims nothing.
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
    name: PublicName
    issuer: Name
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


class Occasion(Model):
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
