"""Credits that were bought, in plain words: on the page and in data, never near the figure, and never as an effect.

Directive (EU) 2024/825 forbids claims that a product has a neutral, reduced or positive impact by offsetting (2005/29/EC,
Annex I, 4c) and leaves a company free to say what it invested in, if that does not mislead (recital 12). The CFP
display guide shows such credits apart. So the words name what was bought, and beside them stands that no part of it is in
the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.unit_words import amount_words
from co2label.wording import LANGUAGES, say

if TYPE_CHECKING:
    from co2label.model import Credit, DeclarationData

__all__ = ["bought"]


def bought(statement: DeclarationData) -> tuple[dict[str, str], ...]:
    """Every credit in words.

    >>> from co2label.model import DeclarationData
    >>> credit = {"amount": "1 t", "registry": "J-Credit", "serial": "JCL-100", "vintage": 2024, "retired": "2026-03-31"}
    >>> bought(DeclarationData(credits=[credit]))[0]["en"]
    '1 t of carbon credits of 2024; J-Credit, no. JCL-100; retired on 2026-03-31'
    """
    return tuple(
        {language: _words(credit, language) for language in LANGUAGES} for credit in statement.credits
    )


def _words(credit: Credit, language: str) -> str:
    amount = amount_words(credit.amount, language)
    said = say(
        "credit.bought",
        language,
        amount=amount,
        registry=credit.registry,
        serial=credit.serial,
        vintage=credit.vintage,
    )
    if credit.standard is not None:
        said = say("credit.standard", language, credit=said, standard=credit.standard)
    if credit.retired is not None:
        said = say("credit.retired", language, credit=said, date=credit.retired)
    return said
