"""SDG lines: the rule of each kind, its text in every language, the rating of a building, and checks of what a rule judges.

A kind is a model (`co2label.model.SdgEntry`), a rule that is registered for it (`line_rule`), and the words that it names.
Without the number of a certificate the words of a rating say that the owner judged it. Marks of programmes are never drawn.

>>> is_certificate_number("001-01-2024-00001"), is_certificate_number("carbon neutral")
(True, False)
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from co2label.errors import DocumentError, Problem, clip
from co2label.wording import translate_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData, SdgEntry
    from co2label.units import Amount


Translations = dict[str, str]
"""The same thing in every language, keyed by language."""


@dataclass(frozen=True, slots=True)
class DisplayText:
    """The words of one entry.

    Attributes:
        lines: for the label, one or a few, each short.
        notes: for the page: what the lines mean and rest on. The same sentence of two entries is printed once.
    """

    lines: tuple[Translations, ...]
    notes: tuple[Translations, ...] = ()


@dataclass(frozen=True, slots=True)
class LineContext:
    """Context of an entry: what its rule may use beside its own fields.

    Attributes:
        footprint: of the declared product.
        statement: what is declared of it.
        conventional: the footprint that an entry of stars names.
    """

    footprint: Footprint
    statement: DeclarationData
    conventional: Footprint | None = None


_Rule = TypeVar("_Rule", bound="Callable[..., DisplayText]")

_LINE_RULES: dict[type[SdgEntry], Callable[..., DisplayText]] = {}


def line_rule(kind: type[SdgEntry]) -> Callable[[_Rule], _Rule]:
    """Register the rule of a kind, which takes an entry and its `LineContext`, and raises what keeps it from being said.

    Args:
        kind: the model of its entries.
    """

    def register(rule: _Rule) -> _Rule:
        _LINE_RULES[kind] = rule
        return rule

    return register


def line_text(entry: SdgEntry, context: LineContext) -> DisplayText:
    """Put an entry into words by the rule of its kind.

    Raises:
        DocumentError: with every problem of the entry; paths begin at its fields.
        ClaimError: with everything in the product that does not allow it; paths begin at the product's fields.
    """
    return _LINE_RULES[type(entry)](entry, context)


_LARGEST = sys.float_info.max


def above_zero(where: str, value: float, unit: str) -> Problem | None:
    """A problem where a value is no finite number above zero."""
    if _is_finite(value) and value > 0:
        return None
    return Problem(where, f"expected a number above zero in {unit}, got {clip(value, 40)}", "correct it")


def between(where: str, value: float, low: float, high: float, unit: str) -> Problem | None:
    """A problem where a value is no number from `low` to `high`, both inclusive."""
    if _is_finite(value) and low <= value <= high:
        return None
    what = f"expected {low:g} to {high:g} {unit}, got {clip(value, 40)}"
    return Problem(where, what, "correct it, or its unit")


def one_of(where: str, value: object, choices: tuple[object, ...]) -> Problem | None:
    """A problem where a value is none of the choices; 6.0 and True are not the whole numbers 6 and 1."""
    if any(type(value) is type(choice) and value == choice for choice in choices):
        return None
    what = f"expected one of {', '.join(map(str, choices))}, got {clip(value, 40)}"
    return Problem(where, what, "correct it")


def in_root_unit(where: str, amount: Amount | None, kind: str) -> float | None:
    """An amount in the root unit of its kind (m2, m3, kg/m3); None stays None.

    Raises:
        DocumentError: an amount of another kind, or none above zero.

    >>> from co2label.units import parse_amount
    >>> in_root_unit("floor_area", parse_amount("1.2 ha"), "area")
    12000.0
    """
    if amount is None:
        return None
    if str(amount.unit.dimension) != kind:
        what = f"expected {kind}, got {amount.text!r}, which is {amount.unit.dimension}"
        raise DocumentError([Problem(where, what, "correct the unit")])
    wrong = above_zero(where, amount.si, str(amount.unit))
    if wrong:
        raise DocumentError([wrong])
    return amount.si


def _is_finite(value: object) -> bool:
    """True for a number that is not NaN, not infinite, and not too large for a float."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return -_LARGEST <= value <= _LARGEST


_CERTIFICATE = re.compile(r"[A-Z]?[0-9]+(?:-[A-Z]?[0-9]+)*")

_LONGEST = 20


@dataclass(frozen=True, slots=True)
class BuildingRating:
    """A level that is reached, and who says so."""

    code: str
    """For machines: `nearly-zeh`, `zeb-ready`, `energy-stars-3`, `insulation-5`."""
    certificate: str | None
    """Number of the BELS certificate; None where the owner judged it."""
    level: Translations
    """Its bare name in every language."""
    words: Translations
    """By language: {"ja": "ZEB Ready相当（自己評価）", "en": "ZEB Ready level (self-rated)", …}."""


def building_rating_of(
    code: str, level: Translations, certificate: str | None, *, own: Translations | None = None
) -> BuildingRating:
    """The rating with its words; `certificate` was checked by `raise_problems`.

    Args:
        code: for machines.
        level: its name in every language.
        certificate: number of the certificate, if there is one.
        own: how the level is called where the owner judged it, if otherwise.
    """
    if certificate is None:
        return BuildingRating(code, None, level, translate_all("indicator.self-rated", level=own or level))
    return BuildingRating(
        code, certificate, level, translate_all("indicator.certified", level=level, certificate=certificate)
    )


def raise_problems(problems: Iterable[Problem | None], certificate: str | None) -> None:
    """Raise for everything that was found, and for a certificate number that is none.

    Raises:
        DocumentError: with every problem.
    """
    found = [problem for problem in problems if problem]
    if certificate is not None and not is_certificate_number(certificate):
        what = f"expected the number of a BELS certificate, got {clip(certificate, 40)}"
        todo = f"write it like 001-01-2024-00001, {_LONGEST} characters at most, or leave it out"
        found.append(Problem("certificate", what, todo))
    if found:
        raise DocumentError(found)


def is_certificate_number(text: object) -> bool:
    """True for a text that is the number of a certificate and nothing else.

    A number is groups of digits with hyphens between, each with one capital letter at most before it, 20 characters
    in all: nothing in which words, and so a claim, could stand.
    """
    return isinstance(text, str) and len(text) <= _LONGEST and _CERTIFICATE.fullmatch(text) is not None
