"""Actions of a person: what each takes off a year's footprint, as far as a source says so, and the table that holds them.

The bundled table holds the four lead actions of the roadmap outline (2021-04-20) and Japan's wider list
(ゼロカーボンアクション30, デコ活). A figure stands there only with its source; all are of a whole year, of a person, against the
average of Japan in 2015, and of the action taken in full. They overlap, so they are never added up: see `expected_reduction`. A
table is three CSV files:

- `living.csv`: `id, domain, name_…, kg`: the parts of an average person's footprint, kilograms of CO2e a year;
- `action_sources.csv`: `id, title, publisher, year, url, locator`;
- `actions.csv`: `id, lead, group, zc30, decokatsu, name_…, persons, basis_…, source, locator, not_with, gases`, and a column for
  each part of life with the kilograms that the action takes off it. An action with a figure names its source and its basis.

`…` is a language; names need one at least. Programmes call what a person does ゼロカーボン・ドライブ or
サステナブルファッション. On a product such words are claims and are refused; here they are proper names, so exactly these
(`programmes` in wording/claims), whole and as they are written, are left out before a text is judged.

>>> table = ActionTable.bundled()
>>> table["clothes-longer"].name["en"], round(table["clothes-longer"].kg_co2e)
('Wear your clothes longer', 226)
>>> table["compost"].kg_co2e is None
True
>>> claim_beside_programmes("ゼロカーボン・ドライブ") is None, claim_beside_programmes("ゼロカーボン・ドライブ飲料")
(True, 'ゼロカーボン')
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from co2label._storage import reason
from co2label.declaration import claim_problem, forbidden_claim
from co2label.errors import DocumentError, Problem, TextError, clip, suggestion
from co2label.model import Source
from co2label.tabular import CsvRows, read_rows
from co2label.text import clean_text
from co2label.wording import LANGUAGES, claim_table, has_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@cache
def programme_names() -> tuple[str, ...]:
    """The names of programmes, as the rules of claims of each language list them (`programmes`)."""
    return tuple(name for language in LANGUAGES for name in claim_table(language).get("programmes", ()))


@cache
def _whole_names() -> re.Pattern[str]:
    """A name that no letter, kanji, kana or dash continues."""
    return re.compile(rf"(?<![\w・-])(?:{'|'.join(map(re.escape, programme_names()))})(?![\w・-])")


def claim_beside_programmes(text: str) -> str | None:
    """The first forbidden claim of a text in which the names of programmes do not count, or None."""
    return forbidden_claim(without_programmes(text))


def without_programmes(text: str) -> str:
    """A text without the names of programmes in it.

    >>> without_programmes("ゼロカーボン・ドライブ、ゼロカーボンの車")
    ' 、ゼロカーボンの車'
    """
    return _whole_names().sub(" ", text)


DOMAINS = ("housing", "mobility", "food", "goods")
"""The four domains of a household's footprint (Koide et al. 2021)."""

ActionGases = Literal["CO2e", "CO2"]
_GASES: tuple[ActionGases, ...] = get_args(ActionGases)

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
    gases: ActionGases = "CO2e"

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
    @cache
    def bundled(cls) -> ActionTable:
        """The table of Japan; figures after Koide et al. 2021 where nothing else is said."""
        return table_of(Path(__file__).parent / "data")

    @classmethod
    def read(cls, folder: str | Path) -> ActionTable:
        """A table of one's own: `actions.csv`, `living.csv` and `action_sources.csv` in a folder.

        Raises:
            DocumentError: every problem of the three files, with row and column.
        """
        return table_of(Path(folder))

    def __getitem__(self, key: str) -> Action:
        """An action by its id.

        Raises:
            DocumentError: there is none; names the nearest.
        """
        if key not in self.actions:
            todo = suggestion(key, tuple(self.actions)) or "list them with `co2label actions list`"
            raise Problem("action", f"no action {clip(key)}", todo).as_error()
        return self.actions[key]

    def __iter__(self) -> Iterator[Action]:
        return iter(self.actions.values())

    def __len__(self) -> int:
        return len(self.actions)


T = TypeVar("T")

_GROUPS = ("energy", "home", "mobility", "food", "clothes", "waste", "shopping", "nature")

_MOST_KG = 1e6

_COLUMNS = {
    "living.csv": ("id", "domain", "kg"),
    "action_sources.csv": ("id", "title", "publisher", "year", "url", "locator"),
    "actions.csv": (
        *("id", "lead", "group", "zc30", "decokatsu"),
        *("persons", "source", "locator", "not_with", "gases"),
    ),
}

_BY_LANGUAGE = ("name_", "basis_")
"""Prefixes of columns of words; a language follows."""


class _ActionRow:
    """One row: its cells cleaned, and the problems found in it."""

    def __init__(self, where: str, cells: Mapping[str, Any]) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.cells = {
            key: self._clean(key, cell) for key, cell in cells.items() if key and cell and cell.strip()
        }

    def _clean(self, column: str, cell: str) -> str:
        try:
            return clean_text(cell, limit=400)
        except TextError as error:
            self.wrong(column, str(error))
            return ""

    def wrong(self, column: str, what: str, todo: str = "") -> None:
        self.problems.append(Problem(f"{self.where}, column {column}", what, todo))

    def text(self, column: str) -> str:
        """A cell that must be there."""
        text = self.cells.get(column, "")
        if not text:
            self.wrong(column, "is empty", "fill it in")
        return text

    def title(self) -> str:
        """The title of a source, which a card names; it may hold a bare word of praise."""
        if problem := claim_problem("title", without_programmes(self.text("title")), name=True):
            self.wrong("title", problem.what, problem.todo)
        return self.text("title")

    def one_of(self, column: str, known: Iterable[str]) -> str:
        value = self.text(column)
        if value and value not in known:
            self.wrong(column, f"expected one of {', '.join(known)}, got {clip(value)}")
        return value

    def number(self, column: str, *, least: float, default: float | None = None) -> float:
        """A number of at least `least`; above it where that is 0."""
        cell = self.cells.get(column)
        if cell is None and default is not None:
            return default
        try:
            value = float(cell or "")
        except ValueError:
            value = math.nan
        if not least <= value <= _MOST_KG or value == 0:
            bound = "above 0" if least == 0 else f"from {least:g}"
            self.wrong(column, f"expected a number {bound}, got {clip(cell or '')}", "correct it")
        return value

    def numbers(self, column: str) -> tuple[int, ...]:
        words = self.cells.get(column, "").split()
        if all(word.isascii() and word.isdigit() for word in words):
            return tuple(map(int, words))
        self.wrong(column, f"expected whole numbers, got {clip(' '.join(words))}", "such as 17 18")
        return ()

    def name(self, of: str) -> Mapping[str, str]:
        """A name in one language at least."""
        found = self.by_language("name_")
        if not found:
            self.wrong("name_en", f"{of} needs a name", "name it in one language at least")
        return found

    def by_language(self, start: str) -> Mapping[str, str]:
        found = {key.removeprefix(start): text for key, text in self.cells.items() if key.startswith(start)}
        for language, text in found.items():
            if not has_rules(language):
                what = f"there are no rules of what must not be claimed in {language!r}"
                self.wrong(start + language, what, f"give the text in {', '.join(LANGUAGES)}")
            if (claim := claim_beside_programmes(text)) is not None:
                self.wrong(start + language, f"{clip(text)} claims {claim!r}", "say what is done instead")
        return MappingProxyType(found)


def table_of(folder: Any) -> ActionTable:
    """The table of a folder (a path, or a folder of a package).

    Raises:
        DocumentError: every problem of the three files.
    """
    problems: list[Problem] = []
    parts = _read_rows(folder, "living.csv", _part_of_row, problems)
    sources = dict(_read_rows(folder, "action_sources.csv", _source_of_row, problems))
    known = tuple(part.id for part in parts)
    actions = _read_rows(
        folder, "actions.csv", lambda row: _action_of_row(row, known, sources), problems, known
    )
    problems += _one_sided(actions)
    DocumentError.raise_any(problems)
    return ActionTable(
        MappingProxyType({part.id: part for part in parts}),
        MappingProxyType({action.id: action for action in actions}),
    )


def _read_rows(
    folder: Any,
    name: str,
    make: Callable[[_ActionRow], T],
    problems: list[Problem],
    parts: tuple[str, ...] = (),
) -> tuple[T, ...]:
    table = CsvRows(name, (), ())
    try:
        with DocumentError.collecting(problems):
            table = read_rows(folder.joinpath(name).read_bytes(), name)
    except FileNotFoundError:
        todo = "a table has living.csv, action_sources.csv, actions.csv"
        problems.append(Problem(name, "is missing", todo))
    except OSError as error:
        problems.append(Problem(name, f"cannot be read ({reason(error)})", "save it anew"))
    if not problems:  # of what is wrong with living.csv, columns of parts would be unknown
        problems += table.header_problems((*_COLUMNS[name], *parts), prefixes=_BY_LANGUAGE)
    rows = [_ActionRow(where, cells) for where, cells in table.cells(problems)]
    made = tuple(make(row) for row in rows)
    problems += [problem for row in rows for problem in row.problems]
    counts = Counter(row.cells.get("id") for row in rows).items()
    problems += [Problem(name, f"{key} stands there twice", "remove one") for key, n in counts if n > 1]
    if not rows and not problems:
        problems.append(Problem(name, "has no row below its header", "give one thing a row"))
    return made


def _part_of_row(row: _ActionRow) -> PartOfLife:
    name = row.name("a part")
    return PartOfLife(row.text("id"), row.one_of("domain", DOMAINS), name, row.number("kg", least=0))


def _source_of_row(row: _ActionRow) -> tuple[str, Source]:
    year = row.number("year", least=1900, default=math.nan)
    source = Source(
        title=row.title() or "?",
        publisher=row.cells.get("publisher"),
        year=None if math.isnan(year) else int(year),
        url=row.cells.get("url"),
        locator=row.cells.get("locator"),
    )
    return row.text("id"), source


def _action_of_row(row: _ActionRow, parts: tuple[str, ...], sources: Mapping[str, Source]) -> Action:
    effects = {part: row.number(part, least=0) for part in parts if part in row.cells}
    name, basis, source = row.name("an action"), row.by_language("basis_"), None
    if effects:
        key = row.one_of("source", tuple(sources))
        source = sources.get(key)
        if source is not None and "locator" in row.cells:
            source = source.model_copy(update={"locator": row.cells["locator"]})
        if set(basis) < set(name) or not basis:
            row.wrong("basis_en", "a figure without what it assumes", "say it in each language of the name")
    return Action(
        id=row.text("id"),
        name=name,
        group=row.one_of("group", _GROUPS),
        lead=row.one_of("lead", LEADS) if "lead" in row.cells else None,
        numbers=row.numbers("zc30"),
        decokatsu=row.cells.get("decokatsu"),
        effects=MappingProxyType(effects),
        persons=row.number("persons", least=1, default=1.0),
        basis=basis,
        source=source,
        not_with=tuple(row.cells.get("not_with", "").split()),
        gases="CO2" if "gases" in row.cells and row.one_of("gases", _GASES) == "CO2" else "CO2e",
    )


def _one_sided(actions: tuple[Action, ...]) -> Iterator[Problem]:
    """Check that two actions that replace each other both say so."""
    pairs = {(one.id, other) for one in actions for other in one.not_with}
    known = {one.id for one in actions}
    for one, other in sorted(pairs):
        if other not in known:
            what = f"{one}: not_with names {clip(other)}, which is no action"
            yield Problem("actions.csv", what, "correct it")
        elif (other, one) not in pairs:
            yield Problem("actions.csv", f"{one} is not with {other}, but {other} does not say so", "add it")
