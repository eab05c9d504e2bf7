"""Pledges and their record: who means to do what since when, and what was done.

A pledge is a plan with a name. A record is one thing done: it names the action, the day, what shows it, and who has verified it,
else it is self-reported. Records are only added: the document is frozen, `with_record` gives a new one that holds all the
old ones, and the same record given twice stands there once. Nobody is ranked; `counts` speaks of all together.

>>> pledges = Pledges(pledges=[{"id": "p-1", "who": "Midori", "since": "2026-11-01", "actions": ["telework", "compost"]}])
>>> done = Record(id="r-1", pledge="p-1", action="telework", day="2026-11-04", evidence="calendar")
>>> pledges.with_record(done).with_record(done).counts()["telework"]
Count(pledged=1, done=1, verified=0)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.action_plan import Plan
from co2label.model import Date, Identifier, LongText, Model, Verification, read_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Count", "Pledge", "Pledges", "Record"]


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


class Record(Model):
    """One thing that was done.

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
        """Whether someone else has verified it."""
        return self.verification.kind != "self-declared"


@dataclass(frozen=True, slots=True)
class Count:
    """Of one action, over all pledges.

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
    records: Annotated[tuple[Record, ...], Field(strict=False)] = ()

    @classmethod
    def read_file(cls, path: str | Path) -> Pledges:
        """A document of a TOML or JSON file.

        Raises:
            DocumentError: every problem of the file.
        """
        return cls.read(read_data(path))

    def model_post_init(self, context: Any, /) -> None:
        """Everything that one pledge or record alone does not show."""
        del context
        problems = [*self._repeated(), *self._astray()]
        if problems:
            raise DocumentError(problems)

    def _repeated(self) -> Iterator[Problem]:
        for where, found in (("pledges", self.pledges), ("records", self.records)):
            counts = Counter(one.id for one in found)
            for key in (key for key, count in counts.items() if count > 1):
                yield Problem(where, f"{key} stands there twice", "give each an id of its own")

    def _astray(self) -> Iterator[Problem]:
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

    def with_record(self, record: Record) -> Pledges:
        """The same document with one more record; the same one again changes nothing.

        Raises:
            DocumentError: another record has this id; or the record does not belong here.
        """
        for one in self.records:
            if one.id == record.id:
                if one != record:
                    what = f"{record.id} is recorded already, and differs; a record is never changed"
                    raise DocumentError([Problem("record", what, "give the new one an id of its own")])
                return self
        return Pledges(pledges=self.pledges, records=(*self.records, record))

    def counts(self) -> dict[str, Count]:
        """How many pledged each action and how often it was done, in the order of the pledges."""
        ids = dict.fromkeys(one.action for pledge in self.pledges for one in pledge.actions)
        return {
            key: Count(
                sum(any(one.action == key for one in pledge.actions) for pledge in self.pledges),
                sum(one.times for one in self.records if one.action == key),
                sum(one.times for one in self.records if one.action == key and one.verified),
            )
            for key in ids
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain data, from which the same document is read again."""
        return self.model_dump(mode="json", exclude_none=True)
