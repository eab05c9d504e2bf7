"""A table of actions from its three CSV files: every problem of all of them reported together.

- `living.csv`: `id, domain, name_…, kg`: the parts of an average person's footprint, kilograms of CO2e a year;
- `action_sources.csv`: `id, title, publisher, year, url, locator`;
- `actions.csv`: `id, lead, group, zc30, decokatsu, name_…, persons, basis_…, source, locator, not_with, gases`, and a column for
  each part of life with the kilograms that the action takes off it. An action with a figure names its source and its basis.

`…` is a language; names need one at least.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from co2label.declaration import claim_problem
from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.incentive.action_names import beside_names, claim_beside_names
from co2label.incentive.actions import DOMAINS, LEADS, Action, Gases, PartOfLife
from co2label.model import Source, suggestion
from co2label.text import clean_text
from co2label.wording import LANGUAGES, has_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["table_of"]

T = TypeVar("T")
_GROUPS = ("energy", "home", "mobility", "food", "clothes", "waste", "shopping", "nature")
_MOST_KG = 1e6
_COLUMNS = {
    "living.csv": ("id", "domain", "kg"),
    "action_sources.csv": ("id", "title", "publisher", "year", "url", "locator"),
    "actions.csv": (
        "id",
        "lead",
        "group",
        "zc30",
        "decokatsu",
        "persons",
        "source",
        "locator",
        "not_with",
        "gases",
    ),
}
_BY_LANGUAGE = ("name_", "basis_")
"""How columns of words begin; a language follows."""


class _Row:
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
        if not self.cells.get(column):
            self.wrong(column, "is empty", "fill it in")
        return self.cells.get(column, "")

    def title(self) -> str:
        """The title of a source, which a card names; it may hold a bare word of praise."""
        problem = claim_problem("title", beside_names(self.text("title")), name=True)
        if problem is not None:
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

    def by_language(self, start: str) -> Mapping[str, str]:
        found = {key.removeprefix(start): text for key, text in self.cells.items() if key.startswith(start)}
        for language, text in found.items():
            if not has_rules(language):
                what = f"there are no rules of what must not be claimed in {language!r}"
                self.wrong(start + language, what, f"give the text in {', '.join(LANGUAGES)}")
            if (claim := claim_beside_names(text)) is not None:
                self.wrong(start + language, f"{clip(text)} claims {claim!r}", "say what is done instead")
        return MappingProxyType(found)


def table_of(folder: Any) -> tuple[tuple[PartOfLife, ...], tuple[Action, ...]]:
    """The parts of life and the actions of a folder (a path, or a folder of a package).

    Raises:
        DocumentError: every problem of the three files.
    """
    problems: list[Problem] = []
    parts = _all(folder, "living.csv", _part, problems)
    sources = dict(_all(folder, "action_sources.csv", _source, problems))
    known = tuple(part.id for part in parts)
    actions = _all(folder, "actions.csv", lambda row: _action(row, known, sources), problems, known)
    problems += _alone(actions)
    if problems:
        raise DocumentError(problems)
    return parts, actions


def _all(
    folder: Any, name: str, make: Callable[[_Row], T], problems: list[Problem], parts: tuple[str, ...] = ()
) -> tuple[T, ...]:
    rows = [_Row(f"{name} row {line}", cells) for line, cells in _lines(folder, name, problems)]
    if not problems:  # of what is wrong with living.csv, columns of parts would be unknown
        problems += _unknown(name, rows, (*_COLUMNS[name], *parts))
    made = tuple(make(row) for row in rows)
    problems += [problem for row in rows for problem in row.problems]
    counts = Counter(row.cells.get("id") for row in rows)
    problems += [
        Problem(name, f"{key} stands there twice", "remove one") for key, n in counts.items() if n > 1
    ]
    if not rows and not problems:
        problems.append(Problem(name, "has no row below its header", "give one thing a row"))
    return made


def _lines(folder: Any, name: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = folder.joinpath(name).read_text("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
        heads = list(reader.fieldnames or ())
        twice = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
        problems += [
            Problem(f"{name}, column {clip(head)}", "stands there twice", "remove one of them")
            for head in twice
        ]
        for row in reader:
            if row.pop("", None):
                what = "more cells than the header has"
                problems.append(
                    Problem(f"{name} row {reader.line_num}", what, "quote a cell that holds a comma")
                )
            if any(row.values()):
                yield reader.line_num, row
    except FileNotFoundError:
        problems.append(
            Problem(name, "is missing", "a table has living.csv, action_sources.csv, actions.csv")
        )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(name, f"cannot be read as CSV in UTF-8 ({error})", "save it anew"))


def _unknown(name: str, rows: Iterable[_Row], known: tuple[str, ...]) -> Iterator[Problem]:
    """Columns that nobody reads: a figure under a misspelt part of life must not be lost."""
    for key in dict.fromkeys(key for row in rows for key in row.cells):
        if key not in known and not key.startswith(_BY_LANGUAGE):
            todo = suggestion(key, known) or f"known columns: {', '.join(known)}"
            yield Problem(f"{name}, column {clip(key)}", "is not known", todo)


def _part(row: _Row) -> PartOfLife:
    name = row.by_language("name_")
    if not name:
        row.wrong("name_en", "a part needs a name", "name it in one language at least")
    return PartOfLife(row.text("id"), row.one_of("domain", DOMAINS), name, row.number("kg", least=0))


def _source(row: _Row) -> tuple[str, Source]:
    year = row.number("year", least=1900, default=math.nan)
    source = Source(
        title=row.title() or "?",
        publisher=row.cells.get("publisher"),
        year=None if math.isnan(year) else int(year),
        url=row.cells.get("url"),
        locator=row.cells.get("locator"),
    )
    return row.text("id"), source


def _action(row: _Row, parts: tuple[str, ...], sources: Mapping[str, Source]) -> Action:
    effects = {part: row.number(part, least=0) for part in parts if part in row.cells}
    name, basis, source = row.by_language("name_"), row.by_language("basis_"), None
    if not name:
        row.wrong("name_en", "an action needs a name", "name it in one language at least")
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
        numbers=_numbers(row),
        decokatsu=row.cells.get("decokatsu"),
        effects=MappingProxyType(effects),
        persons=row.number("persons", least=1, default=1.0),
        basis=basis,
        source=source,
        not_with=tuple(row.cells.get("not_with", "").split()),
        gases=_gases(row),
    )


def _gases(row: _Row) -> Gases:
    """All greenhouse gases, unless the row says that its source counts CO2 alone."""
    return "CO2" if "gases" in row.cells and row.one_of("gases", get_args(Gases)) == "CO2" else "CO2e"


def _numbers(row: _Row) -> tuple[int, ...]:
    words = row.cells.get("zc30", "").split()
    if not all(word.isascii() and word.isdigit() for word in words):
        row.wrong("zc30", f"expected whole numbers, got {clip(' '.join(words))}", "such as 17 18")
        return ()
    return tuple(map(int, words))


def _alone(actions: tuple[Action, ...]) -> Iterator[Problem]:
    """What replaces another is replaced by it; both say so."""
    pairs = {(one.id, other) for one in actions for other in one.not_with}
    known = {one.id for one in actions}
    for one, other in sorted(pairs):
        if other not in known:
            yield Problem(
                "actions.csv", f"{one}: not_with names {clip(other)}, which is no action", "correct it"
            )
        elif (other, one) not in pairs:
            yield Problem("actions.csv", f"{one} is not with {other}, but {other} does not say so", "add it")
