"""What an SDG line says, in every language: lines for the label, and sentences that explain them on the page.

>>> in_all("indicator.wood", numbers={"volume": "13.2"}, percent=100)["en"]
'Wood 13.2 m³ (100% domestic)'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.wording import LANGUAGES, format_number, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Said", "Words", "by_language", "in_all"]

Words = dict[str, str]
"""The same thing in every language, keyed by language."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one entry.

    Attributes:
        lines: for the label, one or a few, each short.
        notes: for the page: what the lines mean and rest on. The same sentence of two entries is printed once.
    """

    lines: tuple[Words, ...]
    notes: tuple[Words, ...] = ()


def by_language(text: Callable[[str], str]) -> Words:
    """What a function says in each language that there are words of."""
    return {language: text(language) for language in LANGUAGES}


def in_all(key: str, numbers: Mapping[str, str] | None = None, **values: object) -> Words:
    """The sentence `key` in every language.

    Args:
        key: of `co2label.wording`.
        numbers: gaps with a decimal point, which each language writes in its own way.
        values: the other gaps; one that is itself in every language (`Words`) is taken in each one's own.
    """

    def text(language: str) -> str:
        own = {name: value[language] if isinstance(value, dict) else value for name, value in values.items()}
        shown = {name: format_number(number, language) for name, number in (numbers or {}).items()}
        return translate(key, language, **own, **shown)

    return by_language(text)
