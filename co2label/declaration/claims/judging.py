"""Problems with what a text says, for every door through which a text comes to a carrier.

A text is judged by the rules of all languages. One whose language has no rules (`es`) cannot be judged, so it may not be
printed; one that names no language (`und`) may.

>>> [str(each) for each in text_problems("name", {"en": "Tea", "es": "Té"})]
["name.es: there are no rules of what must not be claimed in 'es', so nothing in it is printed; give the text in ja, en, fr"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.claims.finding import claim_in
from co2label.errors import ClaimError, Problem, clip
from co2label.wording import LANGUAGES, ruled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["claim_problem", "refuse_claims", "text_problems"]


def claim_problem(where: str, text: str | None, *, name: bool = False, todo: str = "") -> Problem | None:
    """A problem where a text makes a claim that must not stand beside a carbon figure.

    Args:
        where: path of the text.
        text: in any language; none claims nothing.
        name: whether it is the name of a firm, a person or a publication, which may hold a bare word of praise.
        todo: what to do instead; else that of the kind.

    >>> print(claim_problem("price_note", "CO2 neutral"))
    price_note: 'CO2 neutral' claims 'co2 neutral', which says that nothing, or less than nothing, is emitted (neutral: \
Directive 2005/29/EC as amended by (EU) 2024/825, Annex I point 4c); say the figure and its basis instead
    """
    found = claim_in(text, name=name) if text else None
    if text is None or found is None:
        return None
    return Problem(where, f"{clip(text)} claims {found}", todo or found.kind.todo)


def text_problems(
    where: str, texts: Mapping[str, str] | None, *, name: bool = False, todo: str = ""
) -> Iterator[Problem]:
    """The problems of a text by language; arguments as of `claim_problem`, the language behind `where`."""
    for language, text in (texts or {}).items():
        place = f"{where}.{language}" if where else language
        if not ruled(language):
            what = (
                f"there are no rules of what must not be claimed in {language!r}, so nothing in it is printed"
            )
            yield Problem(place, what, f"give the text in {', '.join(LANGUAGES)}")
        problem = claim_problem(place, text, name=name, todo=todo)
        if problem is not None:
            yield problem


def refuse_claims(**texts: str | Mapping[str, str] | None) -> None:
    """Refuse texts that are drawn beside a figure without a declaration: each by the name of its argument.

    Raises:
        ClaimError: with every claim, and every language without rules.
    """
    problems = [
        problem
        for where, said in texts.items()
        for problem in text_problems(where, {"und": said} if isinstance(said, str) else said)
    ]
    if problems:
        raise ClaimError(
            Problem(problem.where.removesuffix(".und"), problem.what, problem.todo) for problem in problems
        )
