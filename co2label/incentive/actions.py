"""Actions of a person: what each takes off a year's footprint, as far as a source says so.

The table that is bundled holds the four lead actions of the roadmap outline (2021-04-20) and Japan's wider list
(ゼロカーボンアクション30, デコ活). A figure stands there only with its source; all are of a whole year, of a person, against the
average of Japan in 2015, and of the action taken in full. They overlap, so they are never added up: see `action_effect`.

>>> table = ActionTable.bundled()
>>> table["clothes-longer"].name["en"], round(table["clothes-longer"].kg_co2e)
('Wear the clothes one has for longer', 226)
>>> table["compost"].kg_co2e is None
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.model import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.model import Source

__all__ = ["DOMAINS", "LEADS", "Action", "ActionTable", "Gases", "PartOfLife"]

DOMAINS = ("housing", "mobility", "food", "goods")
"""The four domains of a household's footprint (Koide et al. 2021)."""
Gases = Literal["CO2e", "CO2"]
LEADS = ("zero-carbon-energy", "home-comfort", "zero-carbon-drive", "sustainable-fashion")
"""The lead actions that ambassadors take, in the order of the outline."""


@dataclass(frozen=True, slots=True)
class PartOfLife:
    """A part of what a person consumes.

    Attributes:
        id: unique in its table.
        domain: one of `DOMAINS`.
        name: by language.
        kg_co2e: kilograms of CO2e a person and year, on average; above zero.
    """

    id: str
    domain: str
    name: Mapping[str, str] = field(hash=False)
    kg_co2e: float


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    Attributes:
        id: unique in its table.
        name: by language, as its programme calls it.
        group: energy, home, mobility, food, clothes, waste, shopping or nature: the ministry's eight groups.
        lead: the lead action that it belongs to, one of `LEADS`, or none.
        numbers: its numbers in ゼロカーボンアクション30; none for what is not in the list.
        decokatsu: the action of デコ活 that it belongs to, or none.
        effects: kilograms of CO2e a year that it takes off, by part of life; empty where no source says.
        persons: of how many persons the effects are: 1, or those of an average household.
        basis: what is assumed, by language; empty without a figure.
        source: of the figure; none without one.
        not_with: ids of actions that it replaces, or that replace it.
        gases: what the source counts: `CO2e`, or `CO2` alone.
    """

    id: str
    name: Mapping[str, str]
    group: str
    lead: str | None = None
    numbers: tuple[int, ...] = ()
    decokatsu: str | None = None
    effects: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    persons: float = 1.0
    basis: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: Source | None = None
    not_with: tuple[str, ...] = ()
    gases: Gases = "CO2e"

    @property
    def kg_co2e(self) -> float | None:
        """Kilograms of CO2e a year for `persons` persons, or None where no source gives a figure."""
        return sum(self.effects.values()) if self.effects else None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the figure is unrounded."""
        return {
            "id": self.id,
            "name": dict(self.name),
            "group": self.group,
            "lead": self.lead,
            "zero_carbon_action_30": list(self.numbers),
            "decokatsu": self.decokatsu,
            "kg_co2e_per_year": self.kg_co2e,
            "gases": self.gases,
            "persons": self.persons,
            "effects": dict(self.effects),
            "basis": dict(self.basis),
            "source": self.source and self.source.model_dump(mode="json", exclude_none=True),
            "not_with": list(self.not_with),
        }


@dataclass(frozen=True, slots=True)
class ActionTable:
    """Actions, and the parts of life on which they have an effect; both in their order.

    Attributes:
        parts: of an average person's footprint, by id.
        actions: by id.
    """

    parts: Mapping[str, PartOfLife]
    actions: Mapping[str, Action]

    @classmethod
    def bundled(cls) -> ActionTable:
        """The table of Japan; figures after Koide et al. 2021 where nothing else is said."""
        return _bundled()

    @classmethod
    def read(cls, folder: str | Path) -> ActionTable:
        """A table of one's own: `actions.csv`, `living.csv` and `action_sources.csv` in a folder.

        Raises:
            DocumentError: every problem of the three files, with row and column.
        """
        return _table(Path(folder))

    def __getitem__(self, key: str) -> Action:
        """An action by its id.

        Raises:
            DocumentError: there is none; names the nearest.
        """
        if key not in self.actions:
            todo = suggestion(key, tuple(self.actions)) or "list them with `co2label actions list`"
            raise DocumentError([Problem("action", f"no action {clip(key)}", todo)])
        return self.actions[key]

    def __iter__(self) -> Iterator[Action]:
        return iter(self.actions.values())

    def __len__(self) -> int:
        return len(self.actions)


@cache
def _bundled() -> ActionTable:
    return _table(files("co2label.incentive").joinpath("data"))


def _table(folder: Any) -> ActionTable:
    from co2label.incentive.action_file import table_of  # noqa: PLC0415 - the reader needs this module

    parts, actions = table_of(folder)
    return ActionTable(
        MappingProxyType({part.id: part for part in parts}),
        MappingProxyType({action.id: action for action in actions}),
    )
