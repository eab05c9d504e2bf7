"""Plans and pledges: what someone means to do, what it can be expected to take off a year's footprint, and what was done.

Effects of actions overlap: who drives half as far saves half as much by driving on electricity. So they are not added up. The
rule, "what is left of what is left":

1. The footprint stands in parts of life (electricity, car, food, …), one's own where it is given, else the average of the table.
   A domain that is given as a whole is split among its parts as the average is.
2. In each part an action takes the share that its source says it takes off the average: s = effect / average, at most 1, times
   how far one goes.
3. Actions on one part combine as if each acted on what the others leave: 1 - (1 - s1)(1 - s2)…
4. Actions that replace each other (an insulated old house, a new zero-energy house) are refused together.

So the sum is never above the footprint, nor above any part or domain of it; more actions never give less; their order is nothing;
and one action on the average footprint gives its own figure. Rule 3 is exact where one action changes how much is consumed and
another how it is made (less electricity, renewable electricity). It says a little too little where two actions on a part concern
different things in it (vegetables in season, less food lost), and too much where they aim at the same thing. It is no simulation
of a household, and knows no rebound beyond what the source put into its figures.

A pledge is a plan with a name. A record is one thing done: it names the action, the day, what shows it, and who has verified it,
else it is self-reported. Records are only added. Nobody is ranked; `counts` speaks of all together.

>>> Plan(actions=["telework", {"action": "own-bag", "share": 0.5}]).actions[0].share
1.0
>>> found = expected_reduction(Plan(actions=["renewable-electricity", "led-lighting"]))
>>> round(found.added_kg), round(found.kg_co2e)
(1320, 1241)
>>> pledges = Pledges(pledges=[{"id": "p-1", "who": "Midori", "since": "2026-11-01", "actions": ["telework", "compost"]}])
>>> done = PledgeRecord(id="r-1", pledge="p-1", action="telework", day="2026-11-04", evidence="calendar")
>>> pledges.with_record(done).with_record(done).counts()["telework"]
PledgeCount(pledged=1, done=1, verified=0)
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from co2label.errors import DocumentError, Problem, clip, suggestion
from co2label.incentive._actions import DOMAINS, Action, ActionTable, PartOfLife, claim_beside_programmes
from co2label.model import CleanText, Date, Identifier, LongText, Model, Verification, read_data, text_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


_LONGEST_NAME = 24
"""Characters of a display name, which stands on a card."""


class ChosenAction(Model):
    """An action of a plan.

    Attributes:
        action: its id in the table.
        share: how far one goes, above 0 to 1: 0.4 for working from home on two of five days.
    """

    action: Identifier
    share: float = Field(default=1.0, gt=0, le=1)


class Plan(Model):
    """Actions that someone means to take.

    Attributes:
        actions: at least one; an id, or an id with a share.
        persons: in the household; 1 for a person.
        footprint: kilograms of CO2e a year of the whole household, by domain or by part of life; none means the average.
        who: a display name of one's own choice, or an id; at most 24 characters.
        since: the first day.

    Raises:
        DocumentError: an action twice; a name that is too long or claims something.
    """

    actions: Annotated[
        tuple[Annotated[ChosenAction, text_as("action", ChosenAction)], ...],
        Field(strict=False, min_length=1),
    ]
    persons: int = Field(default=1, ge=1, le=100)
    footprint: Annotated[dict[str, Annotated[float, Field(ge=0, le=1e7)]], Field(min_length=1)] | None = None
    who: CleanText | None = None
    since: Date | None = None

    def _problems(self) -> Iterator[Problem]:
        ids = [one.action for one in self.actions]
        for key in sorted({key for key in ids if ids.count(key) > 1}):
            yield Problem("actions", f"{key} stands there twice", "keep one of them")
        if self.who is not None and len(self.who) > _LONGEST_NAME:
            yield Problem("who", f"{clip(self.who)} is longer than {_LONGEST_NAME} characters", "shorten it")
        if self.who is not None and (claim := claim_beside_programmes(self.who)) is not None:
            yield Problem("who", f"{clip(self.who)} claims {claim!r}", "use another display name")


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """One action of a plan.

    Attributes:
        action: which.
        share: how far.
        kg_co2e: kilograms of CO2e a year that it takes off this footprint alone; None where no source gives a figure.
    """

    action: Action
    share: float
    kg_co2e: float | None


@dataclass(frozen=True, slots=True)
class ExpectedReduction:
    """Expected result of a plan. All figures are kilograms of CO2e a year, unrounded.

    Attributes:
        plan: the plan.
        footprint: by part of life, where it is known.
        less: what all actions together take off, by part of life; at most the footprint of that part.
        taken: each action alone.
        unknown: parts on which an action has an effect and whose footprint is not known; not counted.
        whole: whether the footprint of every part of life is known.
    """

    plan: Plan
    footprint: Mapping[PartOfLife, float]
    less: Mapping[PartOfLife, float]
    taken: tuple[ActionEffect, ...]
    unknown: tuple[PartOfLife, ...]
    whole: bool

    @property
    def kg_co2e(self) -> float | None:
        """The effect of all actions together; None where none of them has a figure."""
        return math.fsum(self.less.values()) if any(one.kg_co2e is not None for one in self.taken) else None

    @property
    def footprint_kg(self) -> float:
        """The footprint as far as it is known."""
        return math.fsum(self.footprint.values())

    @property
    def added_kg(self) -> float:
        """The sum of the effects of each action alone: never less than together."""
        return math.fsum(one.kg_co2e or 0.0 for one in self.taken)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kg_co2e_per_year": self.kg_co2e,
            "footprint_kg_co2e_per_year": self.footprint_kg,
            "added_one_by_one": self.added_kg,
            "average_footprint": self.plan.footprint is None,
            "persons": self.plan.persons,
            "actions": [
                {"id": one.action.id, "share": one.share, "kg_co2e_per_year": one.kg_co2e}
                for one in self.taken
            ],
            "parts": {
                part.id: {"domain": part.domain, "footprint": kg, "less": self.less[part]}
                for part, kg in self.footprint.items()
            },
            "unknown_parts": [part.id for part in self.unknown],
            "rule": "what is left of what is left, by part of life",
        }


def expected_reduction(plan: Plan, table: ActionTable | None = None) -> ExpectedReduction:
    """Compute what a plan is expected to take off a year's footprint; see the module for the rule.

    Args:
        plan: what someone means to do.
        table: of the actions; the bundled one if none is given.

    Raises:
        DocumentError: an unknown action, actions that replace each other, a footprint that names no part of life, or a
            domain together with a part of it.

    >>> found = expected_reduction(Plan(actions=["telework"], footprint={"mobility": 1000}))
    >>> round(found.kg_co2e, 1), [part.id for part in found.unknown]
    (202.6, [])
    """
    table = ActionTable.bundled() if table is None else table
    chosen = _chosen_actions(plan, table)
    footprint = _footprint_by_part(plan, table)
    left = dict.fromkeys(footprint, 1.0)
    taken = {}
    for action, share in sorted(chosen, key=lambda pair: pair[0].id):
        shares = _shares_taken(action, share, table)
        for part in footprint:
            left[part] *= 1.0 - shares.get(part.id, 0.0)
        known = [shares[part.id] * kg for part, kg in footprint.items() if part.id in shares]
        taken[action.id] = ActionEffect(action, share, math.fsum(known) if known else None)
    missing = {key for action, _ in chosen for key in action.effects} - {part.id for part in footprint}
    return ExpectedReduction(
        plan,
        footprint,
        {part: kg - kg * left[part] for part, kg in footprint.items()},
        tuple(taken[one.action] for one in plan.actions),
        tuple(part for part in table.parts.values() if part.id in missing),
        len(footprint) == len(table.parts),
    )


def _shares_taken(action: Action, how_far: float, table: ActionTable) -> dict[str, float]:
    """The share that an action takes of each part of life, 0 to 1."""
    return {
        key: how_far * min(1.0, kg / (action.persons * table.parts[key].kg_co2e))
        for key, kg in action.effects.items()
    }


def _chosen_actions(plan: Plan, table: ActionTable) -> list[tuple[Action, float]]:
    """The chosen actions with their shares.

    Raises:
        DocumentError: every one that is unknown, and every pair that replaces each other.
    """
    found: list[tuple[Action, float]] = []
    problems: list[Problem] = []
    for at, one in enumerate(plan.actions):
        with DocumentError.collecting(problems, f"actions[{at}]"):
            found.append((table[one.action], one.share))
    ids = {action.id for action, _ in found}
    for action, _ in found:
        for other in sorted(ids & set(action.not_with)):
            if action.id < other:
                what = f"{action.id} and {other} replace each other"
                problems.append(Problem("actions", what, "keep one of them"))
    DocumentError.raise_any(problems)
    return found


def _footprint_by_part(plan: Plan, table: ActionTable) -> dict[PartOfLife, float]:
    """Kilograms a year by part of life: one's own, or the average of as many persons."""
    parts = table.parts.values()
    if plan.footprint is None:
        return {part: plan.persons * part.kg_co2e for part in parts}
    DocumentError.raise_any(_footprint_problems(plan.footprint, table))
    found = {}
    for part in parts:
        if part.id in plan.footprint and part.id not in DOMAINS:
            found[part] = plan.footprint[part.id]
        elif part.domain in plan.footprint:
            whole = math.fsum(each.kg_co2e for each in parts if each.domain == part.domain)
            found[part] = plan.footprint[part.domain] * part.kg_co2e / whole
    return found


def _footprint_problems(given: Mapping[str, float], table: ActionTable) -> Iterator[Problem]:
    for key in given:
        if key not in DOMAINS and key not in table.parts:
            known = (*DOMAINS, *table.parts)
            todo = suggestion(key, known) or f"known are {', '.join(known)}"
            yield Problem(f"footprint.{clip(key)}", "is no domain and no part of life", todo)
        elif key in table.parts and key not in DOMAINS and table.parts[key].domain in given:
            what = f"stands beside {table.parts[key].domain}, which holds it"
            yield Problem(f"footprint.{key}", what, "give the domain, or its parts")


class Pledge(Plan):
    """A plan that someone stands by.

    Attributes:
        id: unique among the pledges.
        since: the first day; a pledge has one.

    Raises:
        DocumentError: as `Plan`.
    """

    id: Identifier
    since: Date


class PledgeRecord(Model):
    """A record of an action done.

    Attributes:
        id: unique among the records; given twice, it counts once.
        pledge: the pledge that it belongs to.
        action: the action of that pledge.
        day: when it was done.
        times: how often, 1 or more.
        evidence: what shows it, such as a bill or a reading.
        verification: who has looked at it; `self-declared` where nobody has.
    """

    id: Identifier
    pledge: Identifier
    action: Identifier
    day: Date
    times: int = Field(default=1, ge=1, le=10**6)
    evidence: LongText | None = None
    verification: Verification = Verification()

    @property
    def verified(self) -> bool:
        """True where someone else has verified it."""
        return self.verification.kind != "self-declared"


@dataclass(frozen=True, slots=True)
class PledgeCount:
    """Counts of one action, over all pledges.

    Attributes:
        pledged: pledges that name it.
        done: how often it was done.
        verified: how many of these were verified.
    """

    pledged: int
    done: int
    verified: int


class Pledges(Model):
    """Pledges and what was done, as one document.

    Raises:
        DocumentError: ids that stand there twice; a record without its pledge, of another action, or before its first day.
    """

    pledges: Annotated[tuple[Pledge, ...], Field(strict=False, min_length=1)]
    records: Annotated[tuple[PledgeRecord, ...], Field(strict=False)] = ()

    @classmethod
    def read_file(cls, path: str | Path) -> Pledges:
        """A document of a TOML or JSON file.

        Raises:
            DocumentError: every problem of the file.
        """
        return cls.read(read_data(path))

    def _problems(self) -> Iterator[Problem]:
        for where, found in (("pledges", self.pledges), ("records", self.records)):
            counts = Counter(one.id for one in found)
            for key in (key for key, count in counts.items() if count > 1):
                yield Problem(where, f"{key} stands there twice", "give each an id of its own")
        known = {pledge.id: pledge for pledge in self.pledges}
        for at, record in enumerate(self.records):
            pledge, where = known.get(record.pledge), f"records[{at}]"
            if pledge is None:
                yield Problem(f"{where}.pledge", f"no pledge {clip(record.pledge)}", "name one of `pledges`")
                continue
            if record.action not in {one.action for one in pledge.actions}:
                what = f"{clip(record.action)} is no action of pledge {pledge.id}"
                yield Problem(f"{where}.action", what, "name an action that was pledged")
            if record.day < pledge.since:
                what = f"{record.day} is before the first day of the pledge, {pledge.since}"
                yield Problem(f"{where}.day", what, "correct one of them")

    def with_record(self, record: PledgeRecord) -> Pledges:
        """The same document with one more record; the same one again changes nothing.

        Raises:
            DocumentError: another record has this id; or the record does not belong here.
        """
        for one in self.records:
            if one.id == record.id:
                if one != record:
                    what = f"{record.id} is recorded already, and differs; a record is never changed"
                    raise Problem("record", what, "give the new one an id of its own").as_error()
                return self
        return Pledges(pledges=self.pledges, records=(*self.records, record))

    def counts(self) -> dict[str, PledgeCount]:
        """Count pledges and records of each action, in the order of the pledges."""
        ids = dict.fromkeys(one.action for pledge in self.pledges for one in pledge.actions)
        return {
            key: PledgeCount(
                sum(any(one.action == key for one in pledge.actions) for pledge in self.pledges),
                sum(one.times for one in self.records if one.action == key),
                sum(one.times for one in self.records if one.action == key and one.verified),
            )
            for key in ids
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain data, from which the same document is read again."""
        return self.model_dump(mode="json", exclude_none=True)
