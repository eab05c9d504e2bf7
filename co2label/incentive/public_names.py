"""Names that the public reads on labels, receipts, letters: they claim nothing, and say nothing that only a rule may say.

A name of who gives something (`issuer`) is a legal one, as the company of a declaration is, and is not judged.

>>> from co2label.incentive.points import PointRule
>>> PointRule(id="tea", name={"en": "Carbon neutral tea"}, basis="fixed", rate=5)
Traceback (most recent call last):
...
co2label.errors.DocumentError: name.en: 'Carbon neutral tea' claims 'carbon neutral', which says that nothing, or less than \
nothing, is emitted (neutral: Directive 2005/29/EC as amended by (EU) 2024/825, Annex I point 4c); say what is given, and for what
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from co2label.declaration import reserved_claim_problem, text_problems
from co2label.errors import DocumentError
from co2label.model import Name

__all__ = ["PublicName"]


def _judged(texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """Names of a document; what a ledger holds as its own JSON was judged when it was announced, and stays readable."""
    if info.mode == "json":
        return texts
    problems = [*text_problems("", texts, todo="say what is given, and for what")]
    ruled = (reserved_claim_problem(language, text, name=True) for language, text in texts.items())
    problems += [problem for problem in ruled if problem is not None]
    if problems:
        raise DocumentError(problems)
    return texts


PublicName = Annotated[Name, AfterValidator(_judged)]
"""A name, by language, that may stand on what the public reads."""
