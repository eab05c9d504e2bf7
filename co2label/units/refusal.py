"""Why a text is not an amount: one message for each way in which people write it otherwise."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from co2label.errors import clip

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["number_refused"]

_NO_DIGIT = "no digit before the decimal point in {text}; write {number} instead of {bare}"
_PLAIN = "write plain digits with a decimal point only, such as 1000 or 1.5"


def number_refused(text: str) -> str:
    """The message for an amount whose number is missing, ambiguous or badly formed.

    >>> number_refused("1,000 kg")
    "a comma in '1,000 kg' may group thousands or mark decimals; write plain digits with a decimal point \
only, such as 1000 or 1.5"
    """
    return next(
        message.format(text=clip(text), number=_digits(text), bare=_digits(text).removeprefix("0"))
        for applies, message in _REFUSALS
        if applies(text)
    )


def _digits(text: str) -> str:
    """The first number in a text, in plain ASCII digits."""
    found = re.search(r"[0-9]*\.?[0-9]+", unicodedata.normalize("NFKC", text))
    return "" if found is None else f"0{found[0]}" if found[0].startswith(".") else found[0]


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.search(text) is not None


def _other_digits(text: str) -> bool:
    return any(not char.isascii() and unicodedata.numeric(char, None) is not None for char in text[:1])


_REFUSALS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_matches(r"^$"), 'expected a number with its unit such as "48 g", got nothing'),
    (_matches(r"[\uff10-\uff19]"), "full-width digits in {text}; write ASCII digits such as {number}"),
    (_other_digits, "the number in {text} is not in ASCII digits; write it such as 123"),
    (_matches(r"^[+-]?(nan|inf|infinity)\b"), "{text} is no finite number; leave it out if it is unknown"),
    (
        _matches(r"^[-+]?[0-9.]*[0-9][,、，][0-9]"),
        "a comma in {text} may group thousands or mark decimals; " + _PLAIN,
    ),
    (_matches(r"^[-+]?[0-9.]*[0-9]['’_][0-9]"), "a mark that groups thousands in {text}; " + _PLAIN),
    (_matches(r"^-?[0-9]+\.[0-9]+\."), "two decimal points in {text}; " + _PLAIN),
    (_matches(r"^-?\.[0-9]"), _NO_DIGIT),
    (_matches(r"^-?[0-9]+\.(?![0-9])"), "no digit after the decimal point in {text}; write 5 or 5.0"),
    (_matches(r"^-?[0-9.]+e[+-]?[0-9]{3}"), "exponent out of range in {text}; at most two digits"),
    (
        _matches(r"^[0-9.]+[^-–—~〜～*×/()]*[-–—~〜～][ ]*[0-9]|^[0-9.]+.*[±]"),
        "a range in {text}; write one value, and how sure it is as its uncertainty",
    ),
    (
        _matches(r"^(約|およそ|ca\b|circa|about|approx|env\b|environ|[~≈〜～])[^0-9]*[0-9]"),
        "{text} says about; write {number} with its unit if that is the amount",
    ),
    (_matches(r"^[+]"), "a plus sign in {text}; leave it out"),
    (_matches(r"^-?[0-9]{16}"), "more than 15 digits in {text}; use a larger unit"),
    (_matches(r"^-?[0-9]+\.[0-9]{21}"), "more than 20 decimals in {text}; round it"),
    (_matches(r"^-?[0-9]+[ \u00a0\u3000]+[0-9]"), "a space inside the number in {text}; " + _PLAIN),
    (
        _matches(r"^-?[0-9.]+(e[+-]?[0-9]+)?$"),
        '{text} has no unit; write one after the number, such as "48 g"',
    ),
    (_matches(r"^-?[0-9]"), 'cannot read a unit after the number in {text}; write it such as "48 g"'),
    (_matches(r""), '{text} does not begin with a number; write it before the unit, such as "48 g"'),
)
