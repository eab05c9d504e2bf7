"""The SDG lines of a declaration: words as they were given, entries with a kind in the words of their rule, all judged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from co2label.declaration.claims import text_problems
from co2label.declaration.ruled_words import ruled_problem
from co2label.declaration.stars import stars_said
from co2label.errors import ClaimError, DocumentError, Problem
from co2label.indicators.lines import line_said
from co2label.indicators.said import Said
from co2label.model import MunicipalityLine, StarsLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData, SdgLine

__all__ = ["sdg_lines"]

_MOST_LINES = 6
"""An entry may come to several lines; a label has room for so many."""
_WHERE = "declaration.indicators"
_ACTIVITY = "activities["


def sdg_lines(
    footprint: Footprint, statement: DeclarationData, conventional: Footprint | None, problems: list[Problem]
) -> Said:
    """All lines and, for the page, what explains them, each sentence once; what is wrong is added to the problems."""
    say = partial(_say, footprint, statement, conventional)
    said = [
        _judged(partial(say, entry), f"{_WHERE}[{place}]", problems)
        for place, entry in enumerate(statement.indicators)
    ]
    problems += _repeated(said)
    lines = tuple(line for each in said for line in each.lines)
    if len(lines) > _MOST_LINES:
        what = f"the entries come to {len(lines)} lines, and a label has room for {_MOST_LINES}"
        problems.append(Problem(_WHERE, what, "leave an entry out"))
    notes: list[dict[str, str]] = []
    for note in (note for each in said for note in each.notes):
        if note not in notes:
            notes.append(note)
    return Said(lines, tuple(notes))


def _say(
    footprint: Footprint, statement: DeclarationData, conventional: Footprint | None, entry: SdgLine
) -> Said:
    if isinstance(entry, dict):
        _refuse_ruled(entry)
        return Said((dict(entry),))
    if isinstance(entry, MunicipalityLine):
        _refuse_later(entry, statement)
    if isinstance(entry, StarsLine):
        return stars_said(entry, footprint, statement, conventional)
    return line_said(entry, footprint)


def _refuse_ruled(texts: dict[str, str]) -> None:
    """Plain words say nothing that an entry with a `kind` says by rule.

    Raises:
        DocumentError: with every language that does.
    """
    problems = [problem for where, text in texts.items() if (problem := ruled_problem(where, text))]
    if problems:
        raise DocumentError(problems)


def _refuse_later(entry: MunicipalityLine, statement: DeclarationData) -> None:
    """What is declared after the day of issue is not declared yet.

    Raises:
        DocumentError: the day of the place's declaration is later.
    """
    if entry.declared is not None and statement.issued is not None and entry.declared > statement.issued:
        what = f"{entry.declared} is after the day of issue, {statement.issued}"
        raise DocumentError([Problem("declared", what, "correct one of them")])


def _repeated(said: list[Said]) -> Iterator[Problem]:
    """Each entry that says what another one says."""
    first: dict[str, int] = {}
    for place, each in enumerate(said):
        before = first.setdefault(repr(each.lines), place)
        if each.lines and before != place:
            what = f"says the same as {_WHERE}[{before}]"
            yield Problem(f"{_WHERE}[{place}]", what, "remove one of them")


def _judged(say: Callable[[], Said], where: str, problems: list[Problem]) -> Said:
    try:
        said = say()
    except (DocumentError, ClaimError) as error:
        problems += [_placed(problem, where) for problem in error.problems]
        return Said(())
    problems += _claims(said, where)
    return said


def _placed(problem: Problem, where: str) -> Problem:
    """Under its entry; but what is to be mended in an activity of the product is there."""
    return problem if problem.where.startswith(_ACTIVITY) else problem.under(where)


def _claims(said: Said, where: str) -> Iterator[Problem]:
    """One finding for each claim: a word of the declarer's may come to stand in several lines and languages."""
    found: dict[str, Problem] = {}
    for texts in (*said.lines, *said.notes):
        for problem in text_problems(where, texts):
            found.setdefault(problem.what.partition(" claims ")[2] or problem.what, problem)
    yield from found.values()
