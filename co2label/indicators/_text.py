"""SDG lines: the rule of each kind, its text in every language, and checks of what a rule judges.

A kind is a model (`co2label.model.SdgEntry`), a rule that is registered for it (`line_rule`), and the words that it names.
Marks of programmes are never drawn.

>>> is_certificate_number("001-01-2024-00001"), is_certificate_number("carbon neutral")
(True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


@dataclass(frozen=True, slots=True)
class LineRule:
    """A kind of line: its model, its rule and its command.

    Attributes:
        model: of its entries.
        text: puts an entry into words.
        help: of the command `co2label indicator KIND`, which judges an entry by itself; without it there is none.
        flags: options of the command that are not called as their fields; one without dashes is an argument.
        request: a dataclass of options that makes an entry by `entry()`, where the fields would be no good options.
        figures: numbers of an entry that the command prints beside the words.
    """

    model: type[SdgEntry]
    text: Callable[..., DisplayText]
    help: str | None = None
    flags: Mapping[str, str] = field(default_factory=dict)
    request: type[Any] | None = None
    figures: Callable[[Any], dict[str, Any]] = lambda _: {}


LINE_RULES: dict[type[SdgEntry], LineRule] = {}
"""The rule of each kind that was imported, in the order in which they are defined."""


def line_rule(kind: type[SdgEntry], **command: Any) -> Callable[[_Rule], _Rule]:
    """Register the rule of a kind, which takes an entry and its `LineContext`, and raises what keeps it from being said.

    Args:
        kind: the model of its entries.
        command: the command that judges an entry: `help`, `flags`, `request`, `figures` of a `LineRule`.
    """

    def register(rule: _Rule) -> _Rule:
        LINE_RULES[kind] = LineRule(kind, rule, **command)
        return rule

    return register


def line_text(entry: SdgEntry, context: LineContext | None = None) -> DisplayText:
    """Put an entry into words by the rule of its kind.

    Args:
        entry: of any kind.
        context: what the rules of some kinds use.

    Raises:
        DocumentError: with every problem of the entry; paths begin at its fields.
        ClaimError: with everything in the product that does not allow it; paths begin at the product's fields.
    """
    return LINE_RULES[type(entry)].text(entry, context)


def above_zero(where: str, value: float, unit: str) -> Problem | None:
    """A problem where a number is not above zero."""
    if value > 0:
        return None
    return Problem(where, f"expected a number above zero in {unit}, got {clip(value, 40)}", "correct it")


def between(where: str, value: float, low: float, high: float, unit: str) -> Problem | None:
    """A problem where a number is not from `low` to `high`, both inclusive."""
    if low <= value <= high:
        return None
    what = f"expected {low:g} to {high:g} {unit}, got {clip(value, 40)}"
    return Problem(where, what, "correct it, or its unit")


def one_of(where: str, value: object, choices: tuple[object, ...]) -> Problem | None:
    """A problem where a value is none of the choices."""
    if value in choices:
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
        raise Problem(where, what, "correct the unit").as_error()
    DocumentError.raise_any([above_zero(where, amount.si, str(amount.unit))])
    return amount.si


_CERTIFICATE = re.compile(r"[A-Z]?[0-9]+(?:-[A-Z]?[0-9]+)*")

_LONGEST = 20


def is_certificate_number(text: object) -> bool:
    """True for a text that is the number of a certificate and nothing else.

    A number is groups of digits with hyphens between, each with one capital letter at most before it, 20 characters
    in all: nothing in which words, and so a claim, could stand.
    """
    return isinstance(text, str) and len(text) <= _LONGEST and _CERTIFICATE.fullmatch(text) is not None
