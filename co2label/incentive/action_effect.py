"""A plan of actions: what a person or a household can expect to take off a year's footprint, never more than there is.

Figures of actions overlap: who drives half as far saves half as much by driving on electricity. So they are not added up.
The rule, "what is left of what is left":

1. The footprint stands in parts of life (electricity, car, food, …), one's own where it is given, else the average of the
   table. A domain that is given as a whole is split among its parts as the average is.
2. In each part an action takes the share that its source says it takes off the average: s = effect / average, at most 1, times
   how far one goes.
3. Actions on one part combine as if each acted on what the others leave: 1 - (1 - s1)(1 - s2)…
4. Actions that replace each other (an insulated old house, a new zero-energy house) are refused together.

So the sum is never above the footprint, nor above any part or domain of it; more actions never give less; their order is
nothing; and one action on the average footprint gives its own figure. Rule 3 is exact where one action changes how much is
consumed and another how it is made (less electricity, renewable electricity). It says a little too little where two actions
on a part concern different things in it (vegetables in season, less food lost), and too much where they aim at the same
thing. It is no simulation of a household, and knows no rebound beyond what the source put into its figures.

>>> from co2label.incentive.action_plan import Plan
>>> found = expected(Plan(actions=["renewable-electricity", "led-lighting"]))
>>> round(found.added_kg), round(found.kg_co2e)
(1320, 1241)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.actions import DOMAINS, ActionTable
from co2label.model import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.incentive.action_plan import Plan
    from co2label.incentive.actions import Action, PartOfLife

__all__ = ["Expected", "Taken", "expected"]


@dataclass(frozen=True, slots=True)
class Taken:
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
class Expected:
    """What a plan is expected to bring. All figures are kilograms of CO2e a year, unrounded.

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
    taken: tuple[Taken, ...]
    unknown: tuple[PartOfLife, ...]
    whole: bool

    @property
    def kg_co2e(self) -> float | None:
        """What all actions together take off; None where none of them has a figure."""
        return math.fsum(self.less.values()) if any(one.kg_co2e is not None for one in self.taken) else None

    @property
    def footprint_kg(self) -> float:
        """The footprint as far as it is known."""
        return math.fsum(self.footprint.values())

    @property
    def added_kg(self) -> float:
        """What the actions would make one by one: never less than together."""
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


def expected(plan: Plan, table: ActionTable | None = None) -> Expected:
    """What a plan is expected to take off a year's footprint; see the module for the rule.

    Args:
        plan: what someone means to do.
        table: of the actions; the bundled one if none is given.

    Raises:
        DocumentError: an unknown action, actions that replace each other, a footprint that names no part of life, or a
            domain together with a part of it.

    >>> from co2label.incentive.action_plan import Plan
    >>> found = expected(Plan(actions=["telework"], footprint={"mobility": 1000}))
    >>> round(found.kg_co2e, 1), [part.id for part in found.unknown]
    (202.6, [])
    """
    table = ActionTable.bundled() if table is None else table
    chosen = _actions(plan, table)
    footprint = _footprint(plan, table)
    left = dict.fromkeys(footprint, 1.0)
    taken = {}
    for action, share in sorted(chosen, key=lambda pair: pair[0].id):
        shares = _shares(action, share, table)
        for part in footprint:
            left[part] *= 1.0 - shares.get(part.id, 0.0)
        known = [shares[part.id] * kg for part, kg in footprint.items() if part.id in shares]
        taken[action.id] = Taken(action, share, math.fsum(known) if known else None)
    missing = {key for action, _ in chosen for key in action.effects} - {part.id for part in footprint}
    return Expected(
        plan,
        footprint,
        {part: kg - kg * left[part] for part, kg in footprint.items()},
        tuple(taken[one.action] for one in plan.actions),
        tuple(part for part in table.parts.values() if part.id in missing),
        len(footprint) == len(table.parts),
    )


def _shares(action: Action, how_far: float, table: ActionTable) -> dict[str, float]:
    """The share that an action takes of each part of life, 0 to 1."""
    return {
        key: how_far * min(1.0, kg / (action.persons * table.parts[key].kg_co2e))
        for key, kg in action.effects.items()
    }


def _actions(plan: Plan, table: ActionTable) -> list[tuple[Action, float]]:
    """The chosen actions with their shares.

    Raises:
        DocumentError: every one that is unknown, and every pair that replaces each other.
    """
    found, problems = [], []
    for at, one in enumerate(plan.actions):
        try:
            found.append((table[one.action], one.share))
        except DocumentError as error:
            problems += [problem.under(f"actions[{at}]") for problem in error.problems]
    ids = {action.id for action, _ in found}
    for action, _ in found:
        for other in sorted(ids & set(action.not_with)):
            if action.id < other:
                what = f"{action.id} and {other} replace each other"
                problems.append(Problem("actions", what, "keep one of them"))
    if problems:
        raise DocumentError(problems)
    return found


def _footprint(plan: Plan, table: ActionTable) -> dict[PartOfLife, float]:
    """Kilograms a year by part of life: one's own, or the average of as many persons."""
    parts = table.parts.values()
    if plan.footprint is None:
        return {part: plan.persons * part.kg_co2e for part in parts}
    problems = list(_unlike(plan.footprint, table))
    if problems:
        raise DocumentError(problems)
    found = {}
    for part in parts:
        if part.id in plan.footprint and part.id not in DOMAINS:
            found[part] = plan.footprint[part.id]
        elif part.domain in plan.footprint:
            whole = math.fsum(each.kg_co2e for each in parts if each.domain == part.domain)
            found[part] = plan.footprint[part.domain] * part.kg_co2e / whole
    return found


def _unlike(given: Mapping[str, float], table: ActionTable) -> Iterator[Problem]:
    for key in given:
        if key not in DOMAINS and key not in table.parts:
            known = (*DOMAINS, *table.parts)
            todo = suggestion(key, known) or f"known are {', '.join(known)}"
            yield Problem(f"footprint.{clip(key)}", "is no domain and no part of life", todo)
        elif key in table.parts and key not in DOMAINS and table.parts[key].domain in given:
            what = f"stands beside {table.parts[key].domain}, which holds it"
            yield Problem(f"footprint.{key}", what, "give the domain, or its parts")
