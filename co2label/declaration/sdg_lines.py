"""The SDG lines of a declaration: words as they were given, entries with a kind in the words of their rule, all judged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from co2label.declaration.claims import forbidden_claim
from co2label.declaration.stars import stars_said
from co2label.errors import ClaimError, DocumentError, Problem
from co2label.indicators.lines import line_said
from co2label.indicators.said import Said
from co2label.model.sdg_lines import StarsLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from co2label.footprint import Footprint
    from co2label.model import Statement
    from co2label.model.sdg_lines import SdgLine

__all__ = ["claim_problem", "sdg_lines"]

_MOST_LINES = 6
"""An entry may come to several lines; a label has room for so many."""
_WHERE = "declaration.indicators"
_ACTIVITY = "activities["


def sdg_lines(
    footprint: Footprint, statement: Statement, conventional: Footprint | None, problems: list[Problem]
) -> Said:
    """All lines and, for the page, what explains them, each sentence once; what is wrong is added to the problems."""
    say = partial(_say, footprint, statement, conventional)
    said = [
        _judged(partial(say, entry), f"{_WHERE}[{place}]", problems)
        for place, entry in enumerate(statement.indicators)
    ]
    lines = tuple(line for each in said for line in each.lines)
    if len(lines) > _MOST_LINES:
        what = f"the entries come to {len(lines)} lines, and a label has room for {_MOST_LINES}"
        problems.append(Problem(_WHERE, what, "leave an entry out"))
    notes: list[dict[str, str]] = []
    for note in (note for each in said for note in each.notes):
        if note not in notes:
            notes.append(note)
    return Said(lines, tuple(notes))


def claim_problem(where: str, text: str) -> Problem | None:
    """A problem where a text makes a claim that may not stand on a label."""
    found = forbidden_claim(text)
    if found is None:
        return None
    what = f"{found!r} is a vague or offset-based claim and may not stand on a carbon label"
    return Problem(where, what, "say the figure and its basis instead")


def _say(footprint: Footprint, statement: Statement, conventional: Footprint | None, entry: SdgLine) -> Said:
    if isinstance(entry, dict):
        return Said((dict(entry),))
    if isinstance(entry, StarsLine):
        return stars_said(entry, footprint, statement, conventional)
    return line_said(entry, footprint)


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
    """By language, one finding each: a word of the declarer's may come to stand in several lines."""
    found: dict[str, Problem] = {}
    for texts in (*said.lines, *said.notes):
        for language, text in texts.items():
            problem = claim_problem(f"{where}.{language}", text)
            if problem:
                found.setdefault(language, problem)
    yield from found.values()
