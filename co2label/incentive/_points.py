"""Points: the terms of a campaign, what an occasion earns under them, bookings, and their words on labels and receipts.

Four ways to earn, of which the first is that of town schemes for walking (one gram, one point) and the others are points on top
of those that a company gives anyway:

- `per-gram-avoided`: `rate` points a gram of CO2e below a declared baseline;
- `fixed`: `rate` points a piece;
- `percent-uplift`: `rate` percent of the company's own points, on top of them;
- `multiplier`: the company's own points become `rate` times as many; what is earned here is the difference.

All points are whole numbers. Parts of a point are dropped, so nobody is promised more than the rule says; below the baseline is
never below zero. Public names are checked for claims; the name of who gives something (`issuer`) is a legal one and is not.

Grants and returns are also rows of files, CSV or JSON; every problem of a file is reported with its row. Columns of grants:
`booking, campaign, rule, member, day`, and as the rule needs them `product, pieces, kg_co2e, own_points, evidence`; `campaign`
and `rule` may be given for the whole file. Columns of returns: `booking, grant, day`, and `pieces`.

>>> rule = PointRule(id="walk", name="Walk", basis="per-gram-avoided", rate=1,
...                  baseline=Baseline(id="car", kg_co2e=0.26, source="a study of the town, 2024"))
>>> points_for(rule, Occasion(member="m-1", day="2026-11-24", kg_co2e=0.01)).points
250
>>> PointRule(id="tea", name="Tea", basis="percent-uplift", rate=20).holds_for("coffee")
True
>>> PointRule(id="tea", name={"en": "Carbon neutral tea"}, basis="fixed", rate=5)
Traceback (most recent call last):
...
co2label.errors.DocumentError: name.en: 'Carbon neutral tea' claims 'carbon neutral', which says that nothing, or less than \
nothing, is emitted (neutral: Directive 2005/29/EC as amended by (EU) 2024/825, Annex I point 4c); say what is given, and for what
>>> Grant(booking="r-1", campaign="summer", rule="bag", occasion={"member": "m-1", "day": "2026-07-02"}).occasion.pieces
1
>>> rule = {"id": "rice", "name": "おにぎり", "basis": "fixed", "rate": 20, "products": ["onigiri"]}
>>> town = Campaign.read({"id": "c", "name": {"ja": "CO₂削減ポイント", "en": "CO₂ points"}, "issuer": "森の町", "rules": [rule],
...                       "first_day": "2026-07-01", "last_day": "2026-08-31"})
>>> campaign_lines(town, "onigiri")[0]["ja"]
'CO₂削減ポイント：1個につき20ポイント（森の町、2026年8月31日まで）'
>>> campaign_lines(town, "tea")
()
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from co2label.declaration import reserved_claim_problem, text_problems
from co2label.errors import DocumentError, Problem, clip
from co2label.figures import _exact, show_mass
from co2label.incentive._rows import read_models
from co2label.model import Date, Identifier, LongText, Model, Name, read_data
from co2label.wording import Translator, format_quantity, in_each_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path


def _without_claims(texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """Names of a document; what a ledger holds as its own JSON was judged when it was announced, and stays readable."""
    if info.mode == "json":
        return texts
    problems = [*text_problems("", texts, todo="say what is given, and for what")]
    ruled = (reserved_claim_problem(language, text, name=True) for language, text in texts.items())
    problems += [problem for problem in ruled if problem is not None]
    DocumentError.raise_any(problems)
    return texts


PublicName = Annotated[Name, AfterValidator(_without_claims)]
"""A name, by language, that may stand on what the public reads."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")

MOST_POINTS = 10**9
"""At once; above it, somebody mistyped a rate."""


def exact_number(value: Any, info: ValidationInfo) -> Any:
    """A number in the decimal digits in which it was written: 0.1 is a tenth. The ledger's own JSON has it as text.

    Raises:
        ValueError: text, where a document or a caller gives it.
    """
    if isinstance(value, str) and info.mode != "json":
        raise ValueError(f"expected a number without quotation marks, such as 20, got {clip(value)}")
    return exact_cell(value)


def exact_cell(value: Any) -> Any:
    """The same for the cells of a table, which are text.

    Raises:
        ValueError: text that is no number in ASCII digits.
    """
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(f"expected a number such as 310.5, got {clip(value)}")
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
    """Baseline of an occasion, declared before the campaign, with its source.

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
        name: what the public reads; it claims nothing (see `PublicName`).
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

    def _problems(self) -> Iterator[Problem]:
        if (self.basis == "per-gram-avoided") != (self.baseline is not None):
            yield Problem("", "a baseline belongs to a rule per gram avoided, and to no other")
        if self.basis == "multiplier" and self.rate <= 1:
            what = f"a multiplier is above 1, got {self.rate}: nobody's own points may become fewer"
            yield Problem("", what)

    def holds_for(self, product: str | None) -> bool:
        """True where the rule holds for a product, by its id."""
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

    def _problems(self) -> Iterator[Problem]:
        if self.last_day < self.first_day:
            yield Problem("", f"the last day, {self.last_day}, is before the first, {self.first_day}")
        if self.points_expire is not None and self.points_expire < self.last_day:
            what = f"points would expire on {self.points_expire}, before the last day, {self.last_day}"
            yield Problem("", what)
        if len({rule.id for rule in self.rules}) < len(self.rules):
            yield Problem("", "two rules have the same id")

    def rule(self, key: str) -> PointRule:
        """A rule by its id.

        Raises:
            DocumentError: there is none; names those that there are.
        """
        return entry_by_id(self.rules, key, "rule", f"campaign {self.id}")


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_WithId)


def entry_by_id(entries: Iterable[_Entry], key: str, where: str, owner: str) -> _Entry:
    """The entry that has an id.

    Raises:
        DocumentError: there is none; names those that there are.
    """
    known = {entry.id: entry for entry in entries}
    if key not in known:
        todo = f"use one of {', '.join(known)}"
        raise Problem(where, f"{clip(key)} is not in {owner}", todo).as_error()
    return known[key]


def read_campaign(path: str | Path) -> Campaign:
    """The terms of a campaign from a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
    """
    return Campaign.read(read_data(path))


class Occasion(Model):
    """An occasion on which points are earned: a purchase, a trip, a month of a meter.

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


PointsCap = Literal["budget", "cap-per-member", "cap-per-day"]
"""The cap that allowed fewer points than were earned."""

BookingKind = Literal["grant", "return", "expiry"]


class Grant(Model):
    """Points that are asked for.

    Attributes:
        booking: the id of the booking; never used for anything else.
        campaign: the campaign's id.
        rule: the id of one of its rules.
        occasion: what happened.
    """

    booking: Identifier
    campaign: Identifier
    rule: Identifier
    occasion: Occasion


class Return(Model):
    """Goods that came back.

    Attributes:
        booking: the id of this return.
        grant: the id of the grant.
        day: the day of the return.
        pieces: how many come back, 1 or more.
    """

    booking: Identifier
    grant: Identifier
    day: Date
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Booking:
    """The answer to a booking.

    Attributes:
        id: the booking's id.
        member: whose points.
        points: points given, or below zero, taken.
        earned: of a grant, what it earned before caps and budget; of others 0.
        repeated: whether it had been booked before, and this is that answer.
        held_back_by: of a grant that got fewer points than it earned, the cap that was reached; else none.
        kind: a grant, a return or an expiry.
        campaign: of which campaign.
    """

    id: str
    member: str
    points: int
    earned: int
    repeated: bool
    held_back_by: PointsCap | None = None
    kind: BookingKind = "grant"
    campaign: str = ""


_NEEDS_OWN_POINTS = ("percent-uplift", "multiplier")


@dataclass(frozen=True, slots=True)
class EarnedPoints:
    """Points of an occasion before caps and budget.

    Attributes:
        points: a whole number, 0 or more.
        avoided_mg: whole milligrams of CO2e below the baseline, 0 or more; 0 for rules without a baseline.
    """

    points: int
    avoided_mg: int


def points_for(rule: PointRule, occasion: Occasion) -> EarnedPoints:
    """Compute the points of one occasion under one rule, before caps and budget.

    Args:
        rule: the rule.
        occasion: what happened.

    Raises:
        DocumentError: the occasion lacks what the rule counts, is of another product, or earns beyond 10⁹ points.

    >>> rule = PointRule(id="tea", name="Tea", basis="percent-uplift", rate=20)
    >>> points_for(rule, Occasion(member="m-1", day="2026-11-24", own_points=19))
    EarnedPoints(points=3, avoided_mg=0)
    """
    DocumentError.raise_any(_occasion_problems(rule, occasion))
    return points_after_return(rule, occasion, occasion.pieces)


def points_after_return(rule: PointRule, occasion: Occasion, pieces: int) -> EarnedPoints:
    """Compute the points that an occasion still earns when only some of its pieces are kept.

    Own points are taken to belong to all pieces alike.

    Args:
        rule: the rule.
        occasion: what happened.
        pieces: how many are kept, 0 to `occasion.pieces`.

    Raises:
        DocumentError: it earns beyond 10⁹ points.

    >>> rule = PointRule(id="tea", name="Tea", basis="multiplier", rate=3)
    >>> points_after_return(rule, Occasion(member="m-1", day="2026-11-24", pieces=3, own_points=10), 2).points
    13
    """
    avoided_g = _avoided_g(rule.baseline, occasion) * pieces
    points = int(_exact_points(rule, occasion, avoided_g, pieces))
    if points > MOST_POINTS:
        what = f"rule {rule.id} would give {points} points, and {MOST_POINTS} is the most at once"
        raise Problem("rate", what, "correct the rate, the baseline or the pieces").as_error()
    return EarnedPoints(points, int(avoided_g * 1000))


def _occasion_problems(rule: PointRule, occasion: Occasion) -> Iterator[Problem]:
    if not rule.holds_for(occasion.product):
        what = f"rule {rule.id} does not hold for {clip(occasion.product)}"
        yield Problem("product", what, "use the rule of this product")
    if rule.needs_evidence and occasion.evidence is None:
        yield Problem("evidence", f"rule {rule.id} needs evidence", "say what shows that it happened")
    if rule.baseline is not None and occasion.kg_co2e is None:
        yield Problem("kg_co2e", f"rule {rule.id} counts grams avoided", "give the CO2e a piece")
    if rule.basis in _NEEDS_OWN_POINTS and occasion.own_points is None:
        yield Problem("own_points", f"rule {rule.id} adds to own points", "give the company's own points")


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


_IN_POINTS = ("fixed", "per-gram-avoided")
"""Ways to earn whose rate is a number of points."""

_TAKEN = {"return": "points.returned", "expiry": "points.expired"}


def campaign_lines(
    campaign: Campaign, product: str, *, issued: date | None = None
) -> tuple[dict[str, str], ...]:
    """Put what a campaign promises for a product into words: a text by language for each rule that holds for it.

    The name of the rule is said where the campaign has several. Whether there are caps is said; how high they are, the
    campaign's own page says.

    Args:
        campaign: its terms.
        product: the product's id.
        issued: the day on which it is said; before the campaign's first day, that one is said as well.
    """
    early = issued is not None and issued < campaign.first_day
    rules = (rule for rule in campaign.rules if rule.holds_for(product))
    return tuple(in_each_language(partial(_campaign_line, campaign, rule, early)) for rule in rules)


def booking_notices(campaign: Campaign, booking: Booking, balance: int) -> tuple[dict[str, str], ...]:
    """Put a booking into words for a receipt: points and balance, the cap that held some back, and when points expire.

    Args:
        campaign: the terms under which it was booked.
        booking: the answer of the ledger.
        balance: the member's points now; see `Ledger.balance`.

    >>> from co2label.incentive._points import Booking
    >>> from co2label.incentive._points import Campaign, PointRule
    >>> bag = PointRule(id="bag", name="Bag", basis="fixed", rate=20)
    >>> town = Campaign(id="c", name="Points", issuer="Tama", first_day="2026-07-01", last_day="2026-08-31", rules=[bag])
    >>> booking_notices(town, Booking("r-1", "m-1", 10, 20, False, "cap-per-day"), 30)[0]["en"]
    'Points: 10 points of the 20 earned (limit per day; balance 30)'
    """
    notices = [in_each_language(partial(_booking_in_words, campaign, booking, balance))]
    end = campaign.points_expire
    if end is not None and balance > 0:
        notices.append(in_each_language(lambda w: w.say("points.expire-on", day=w.date(end))))
    return tuple(notices)


def _campaign_line(campaign: Campaign, rule: PointRule, early: bool, w: Translator) -> str:  # noqa: FBT001 - of a partial
    key = "points.promise" if len(campaign.rules) == 1 else "points.promise-of-rule"
    terms = w.list("points.terms.joint", _terms_in_words(campaign, rule, w, early=early))
    what = _earning_in_words(rule, w)
    return w.say(key, campaign=w.of(campaign.name), rule=w.of(rule.name), what=what, terms=terms)


def _earning_in_words(rule: PointRule, w: Translator) -> str:
    rate = w.number(f"{rule.rate.normalize():f}")
    if rule.basis in _IN_POINTS:
        rate = _points_in_words(rate, w)
    if rule.baseline is None:
        return w.say(f"points.{rule.basis}", rate=rate)
    shown = show_mass(rule.baseline.kg_co2e, digits=3)
    baseline = format_quantity(shown.value, shown.unit.removesuffix("-CO2e"), w.language)
    return w.say(f"points.{rule.basis}", rate=rate, baseline=baseline)


def _points_in_words(number: str, w: Translator) -> str:
    return w.say("points.one" if number == "1" else "points.many", n=number)


def _terms_in_words(campaign: Campaign, rule: PointRule, w: Translator, *, early: bool) -> Iterator[str]:
    yield w.of(campaign.issuer)
    if early:
        yield w.say("points.from", date=w.date(campaign.first_day))
    yield w.say("points.until", date=w.date(campaign.last_day))
    if any((campaign.budget, campaign.cap_per_day, campaign.cap_per_member)):
        yield w.say("points.capped")
    if rule.needs_evidence:
        yield w.say("points.evidence")


def _booking_in_words(campaign: Campaign, booking: Booking, balance: int, w: Translator) -> str:
    figures = {
        "campaign": w.of(campaign.name),
        "points": _points_in_words(w.number(str(abs(booking.points))), w),
        "balance": w.number(str(balance)),
    }
    if booking.kind != "grant":
        return w.say(_TAKEN[booking.kind], **figures)
    if booking.held_back_by is None:
        return w.say("points.granted", **figures)
    cap = w.say(f"points.cap.{booking.held_back_by}")
    return w.say("points.held-back", earned=w.number(str(booking.earned)), cap=cap, **figures)


_OF_GRANT = ("booking", "campaign", "rule")

_OF_OCCASION = tuple(Occasion.model_fields)

_NUMBERS = {"pieces": int, "own_points": int, "kg_co2e": float}


def read_grants(
    path: str | Path, *, campaign: str | None = None, rule: str | None = None
) -> dict[str, Grant]:
    """Read the grants of a file, each under its place in it.

    Args:
        path: CSV or JSON; see the module.
        campaign: of rows that name none.
        rule: of rows that name none.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return read_models(
        Grant,
        path,
        columns=(*_OF_GRANT, *_OF_OCCASION),
        numbers=_NUMBERS,
        shape=lambda row: grant_row(row, campaign, rule),
    )


def read_returns(path: str | Path) -> dict[str, Return]:
    """Read the returns of a file, each under its place in it.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return read_models(Return, path, numbers=_NUMBERS)


def grant_row(row: Any, campaign: str | None, rule: str | None) -> Any:
    """A flat row as the fields of a `Grant`; what is unknown stays, and is refused there."""
    if not isinstance(row, dict):
        return row
    given = {"campaign": campaign, "rule": rule}
    filled = {name: value for name, value in given.items() if value is not None} | row
    flat = {name: value for name, value in filled.items() if name in _OF_OCCASION}
    return {name: value for name, value in filled.items() if name not in flat} | {"occasion": flat}
