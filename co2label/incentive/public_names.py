"""Names that the public reads on labels, receipts, letters: they claim nothing, and say nothing that only a rule may say.

A name of who gives something (`issuer`) is a legal one, as the company of a declaration is, and is not judged.

>>> from co2label.incentive.points import PointRule
>>> PointRule(id="tea", name={"en": "Carbon neutral tea"}, basis="fixed", rate=5)
Traceback (most recent call last):
...
co2label.errors.DocumentError: name.en: 'Carbon neutral tea' claims 'carbon neutral'; say what is given, and for what
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, ValidationInfo

from co2label.declaration.claims import forbidden_claim
from co2label.declaration.ruled_words import ruled_problem
from co2label.errors import DocumentError, Problem, clip
from co2label.model.noun import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PublicName", "claims_in"]


def claims_in(texts: dict[str, str], todo: str) -> Iterator[Problem]:
    """A problem for each language whose text makes a claim."""
    for language, text in texts.items():
        if (claim := forbidden_claim(text)) is not None:
            yield Problem(language, f"{clip(text)} claims {claim!r}", todo)


def _judged(texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """Names of a document; what a ledger holds as its own JSON was judged when it was announced, and stays readable."""
    if info.mode == "json":
        return texts
    problems = [*claims_in(texts, "say what is given, and for what")]
    ruled = (ruled_problem(language, text, name=True) for language, text in texts.items())
    problems += [problem for problem in ruled if problem is not None]
    if problems:
        raise DocumentError(problems)
    return texts


PublicName = Annotated[Name, AfterValidator(_judged)]
"""A name, by language, that may stand on what the public reads."""
