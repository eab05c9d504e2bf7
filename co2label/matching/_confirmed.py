"""Confirmed matches: what a person has accepted, kept in `match.csv` (key, factor, by, on, note).

The file is the shop's own: it can be edited by hand, stands under version control, and is given to the next run, in which its
keys count before all else.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, FactorError, Problem, clip
from co2label.matching._products import rows_of
from co2label.tabular import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary


HEADS = ("key", "factor", "by", "on", "note")

_NEEDED = ("key", "factor", "by", "on")

NO_FACTOR = "none"
"""Stands in place of a factor where a person has found that none fits."""

_YES = frozenset({"yes", "y", "x", "ok", "true", "1", "はい", "可", "○", "◯", "〇", "✓", "oui", "o", "vrai"})

_NO = frozenset({"", "no", "n", "0", "false", "いいえ", "不可", "×", "non", "faux"})


@dataclass(frozen=True, slots=True)
class ConfirmedMatch:
    """A match that a person has accepted.

    Attributes:
        key: of the product: its own key, its GTIN or its name.
        factor: the id of the factor.
        by: who accepted it.
        on: the day.
        note: why, in words.
    """

    key: str
    factor: str
    by: str
    on: dt.date
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        return (self.key, self.factor, self.by, self.on.isoformat(), self.note)


class Confirmed:
    """The confirmed matches of a shop, by key.

    >>> day = dt.date(2026, 12, 1)
    >>> mine = Confirmed([ConfirmedMatch("4901", "food.rice", "A. Sato", day)])
    >>> mine.of("4902", "4901").factor, mine.of("4902", "other")
    ('food.rice', None)
    """

    __slots__ = ("_by_key",)

    def __init__(self, matches: Iterable[ConfirmedMatch] = ()) -> None:
        self._by_key = {one.key: one for one in matches}

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[ConfirmedMatch]:
        return iter(self._by_key.values())

    def of(self, *keys: str) -> ConfirmedMatch | None:
        """Return the match of the first of these keys that is confirmed, or None."""
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def with_matches(self, matches: Iterable[ConfirmedMatch]) -> Confirmed:
        """Return these matches and others; by key, the others win."""
        return Confirmed((*self, *matches))

    @classmethod
    def read(cls, path: Path, library: FactorLibrary) -> Confirmed:
        """Read `match.csv`.

        Raises:
            DocumentError: the file cannot be read, or every problem of its rows: a key twice, a factor that is none, no day.
        """
        table = rows_of(path)
        problems = list(table.header_problems(HEADS, needed=_NEEDED))
        DocumentError.raise_any(problems)
        found: dict[str, ConfirmedMatch] = {}
        for where, cells in table.cells(problems):
            row = {head: cells.get(head, "").removeprefix("'") for head in HEADS}
            missing = [head for head in _NEEDED if not row[head]]
            problems += [Problem(f"{where}, column {head}", "is empty", "say it") for head in missing]
            day = _day(row["on"], where, problems)
            problems += _factor_problems(row["factor"], f"{where}, column factor", library)
            if row["key"] in found:
                problems.append(
                    Problem(where, f"key {clip(row['key'])} stands there twice", "keep one of them")
                )
            elif not missing and day is not None:
                found[row["key"]] = ConfirmedMatch(row["key"], row["factor"], row["by"], day, row["note"])
        DocumentError.raise_any(problems)
        return cls(found.values())


def _day(text: str, where: str, problems: list[Problem]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        if text:
            problems.append(
                Problem(f"{where}, column on", f"expected a day such as 2026-12-01, got {clip(text)}")
            )
        return None


def _factor_problems(factor: str, where: str, library: FactorLibrary) -> Iterator[Problem]:
    if factor and factor != NO_FACTOR and factor not in library:
        try:
            library[factor]
        except FactorError as error:
            yield Problem(where, str(error))


def accepted(
    path: Path, library: FactorLibrary, *, by: str | None, on: dt.date
) -> tuple[ConfirmedMatch, ...]:
    """Return the matches that a person has accepted in a file of suggestions.

    In `accepted` stands yes (はい, ○, oui, x, 1) for the first candidate, 2 to 5 for another one, or the id of any factor; no,
    or nothing, accepts nothing.

    Args:
        path: the file, with the columns key, accepted, factor and factor_2 to factor_5, and perhaps by and note.
        library: in which the factors are.
        by: who accepts, where the row does not say it.
        on: the day.

    Raises:
        DocumentError: the file cannot be read, or every problem of its rows.
    """
    table = rows_of(path)
    problems = list(table.header_problems(table.header, needed=("key", "accepted", "factor")))
    DocumentError.raise_any(problems)
    found: dict[str, ConfirmedMatch] = {}
    for where, cells in table.cells(problems):
        answer = cells.get("accepted", "").strip()
        factor = _answered(answer, cells, where, problems)
        if factor is None:
            continue
        own: list[Problem] = list(_factor_problems(factor, f"{where}, column accepted", library))
        key, who = cells.get("key", "").removeprefix("'"), cells.get("by") or by
        if not key:
            own.append(
                Problem(f"{where}, column key", "is empty", "give the product a key, a GTIN or a name")
            )
        if not who:
            own.append(
                Problem(
                    f"{where}, column by", "nobody is named who accepts it", "fill it in, or give --by NAME"
                )
            )
        if key in found and found[key].factor != factor:
            own.append(
                Problem(where, f"key {clip(key)} is accepted for {found[key].factor} too", "keep one of them")
            )
        problems += own
        if not own and who:
            found[key] = ConfirmedMatch(key, factor, who, on, cells.get("note", ""))
    DocumentError.raise_any(problems)
    return tuple(found.values())


def _answered(answer: str, cells: Mapping[str, str], where: str, problems: list[Problem]) -> str | None:
    """Return the id of the factor that an answer accepts, or None."""
    small = answer.casefold()
    if small in _NO:
        return None
    column = "factor" if small in _YES else f"factor_{small}" if small in {"2", "3", "4", "5"} else ""
    if not column:
        return answer
    if column not in cells:
        problems.append(
            Problem(f"{where}, column accepted", f"there is no candidate {answer}", "give the id of a factor")
        )
        return None
    return cells[column]


def confirmed_csv(matches: Confirmed) -> str:
    """Return the text of `match.csv`, in the order of the keys, so that two versions of it can be compared."""
    text = io.StringIO(newline="")
    write_rows(text, HEADS, (each.cells for each in sorted(matches, key=lambda each: each.key)))
    return text.getvalue()
