"""The level that a building reaches, in words that claim no more than was judged.

Without the number of a certificate the words say that the owner judged it. Marks of programmes are never drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Rating", "rating", "refuse"]

_CERTIFICATE = re.compile(r"[A-Z]?[0-9]+(?:-[A-Z]?[0-9]+)*")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Rating:
    """A level that is reached, and who says so."""

    code: str
    """For machines: `nearly-zeh`, `zeb-ready`, `energy-stars-3`, `insulation-5`."""
    certificate: str | None
    """Number of the BELS certificate; None where the owner judged it."""
    words: dict[str, str]
    """A line for `Declaration.indicators`: {"ja": "ZEB Ready相当（自己評価）", "en": "ZEB Ready level (self-rated)"}."""


def rating(code: str, japanese: str, english: str, certificate: str | None) -> Rating:
    """The rating with its words; `certificate` was checked by `refuse`."""
    if certificate is None:
        words = {"ja": f"{japanese}相当（自己評価）", "en": f"{english} (self-rated)"}
    else:
        words = {"ja": f"{japanese}（BELS {certificate}）", "en": f"{english} (BELS {certificate})"}
    return Rating(code, certificate, words)


def refuse(problems: Iterable[Problem | None], certificate: str | None) -> None:
    """Raise for everything that was found, and for a certificate number that is none.

    A number is groups of digits with hyphens between, each with one capital letter at most before it, 20 characters
    in all: nothing in which words, and so a claim, could stand.

    Raises:
        DocumentError: with every problem.
    """
    found = [problem for problem in problems if problem]
    if certificate is not None and not _is_number(certificate):
        what = f"expected the number of a BELS certificate, got {clip(certificate, 40)}"
        todo = f"write it like 001-01-2024-00001, {_LONGEST} characters at most, or leave it out"
        found.append(Problem("certificate", what, todo))
    if found:
        raise DocumentError(found)


def _is_number(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _LONGEST and _CERTIFICATE.fullmatch(text) is not None
