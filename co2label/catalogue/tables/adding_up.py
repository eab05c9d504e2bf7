"""Whether a row that calls itself a sum is one: its amount has to be that of the activities that it adds up.

Where it is not, an activity is missing or is counted twice somewhere, and the product is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.tables.values import document_fields
from co2label.errors import Problem, UnitError, clip
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.catalogue.rejected import Rejected
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Row
    from co2label.model import Activity
    from co2label.units import Amount

__all__ = ["summed"]

_ROUNDED = 0.005
"""Sums are written with fewer digits than what they add up."""


def summed(
    plan: Plan, owner: str, sums: Sequence[Row], lines: Sequence[tuple[Row, Activity]]
) -> Iterator[Rejected]:
    """A finding for each sum that is none of the activities that it could add up: all, those above, those since the last one.

    Args:
        plan: the table of activities.
        owner: the id of the product.
        sums: its rows that are sums by their words.
        lines: its activities that could be read, each with its row.
    """
    for place, row in enumerate(sums):
        said = _amount(plan, row)
        if said is None:
            continue
        since = sums[place - 1].number if place else 0
        alike = [(line.number, each.amount.si) for line, each in lines if _same_kind(each.amount, said)]
        groups = (
            [amount for _, amount in alike],
            [amount for number, amount in alike if number < row.number],
            [amount for number, amount in alike if since < number < row.number],
        )
        if alike and not any(abs(sum(group) - said.si) <= _ROUNDED * said.si for group in groups):
            what = f"a sum by its name, and {clip(said.text)} is not what its rows come to"
            todo = "correct it, or, where it is an activity, give it another name"
            yield plan.finding(row, owner, Problem("amount", what, todo))


def _amount(plan: Plan, row: Row) -> Amount | None:
    """The amount of a row, where it has one that can be read."""
    fields, _ = document_fields(plan, row)
    try:
        return parse_amount(fields["amount"])
    except (KeyError, UnitError):
        return None


def _same_kind(one: Amount, other: Amount) -> bool:
    return one.unit.dimension == other.unit.dimension
