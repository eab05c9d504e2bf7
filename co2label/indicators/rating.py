"""The level that a building reaches, in words that claim no more than was judged.

Without the number of a certificate the words say that the owner judged it. Marks of programmes are never drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip
from co2label.indicators.said import in_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.indicators.said import Words

__all__ = ["Rating", "is_number", "rating", "refuse"]

_CERTIFICATE = re.compile(r"[A-Z]?[0-9]+(?:-[A-Z]?[0-9]+)*")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Rating:
    """A level that is reached, and who says so."""

    code: str
    """For machines: `nearly-zeh`, `zeb-ready`, `energy-stars-3`, `insulation-5`."""
    certificate: str | None
    """Number of the BELS certificate; None where the owner judged it."""
    level: Words
    """Its bare name in every language."""
    words: Words
    """By language: {"ja": "ZEB Ready相当（自己評価）", "en": "ZEB Ready level (self-rated)", …}."""


def rating(code: str, level: Words, certificate: str | None, *, own: Words | None = None) -> Rating:
    """The rating with its words; `certificate` was checked by `refuse`.

    Args:
        code: for machines.
        level: its name in every language.
        certificate: number of the certificate, if there is one.
        own: how the level is called where the owner judged it, if otherwise.
    """
    if certificate is None:
        return Rating(code, None, level, in_all("indicator.self-rated", level=own or level))
    return Rating(
        code, certificate, level, in_all("indicator.certified", level=level, certificate=certificate)
    )


def refuse(problems: Iterable[Problem | None], certificate: str | None) -> None:
    """Raise for everything that was found, and for a certificate number that is none.

    Raises:
        DocumentError: with every problem.
    """
    found = [problem for problem in problems if problem]
    if certificate is not None and not is_number(certificate):
        what = f"expected the number of a BELS certificate, got {clip(certificate, 40)}"
        todo = f"write it like 001-01-2024-00001, {_LONGEST} characters at most, or leave it out"
        found.append(Problem("certificate", what, todo))
    if found:
        raise DocumentError(found)


def is_number(text: object) -> bool:
    """Whether a text is the number of a certificate and nothing else.

    A number is groups of digits with hyphens between, each with one capital letter at most before it, 20 characters
    in all: nothing in which words, and so a claim, could stand.
    """
    return isinstance(text, str) and len(text) <= _LONGEST and _CERTIFICATE.fullmatch(text) is not None
