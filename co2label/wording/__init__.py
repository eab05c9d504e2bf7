"""Every word that the public reads, in tables: one file per language, one key per sentence.

A further language is one more file with the same keys.

>>> say("unit.per", "ja", unit="1個")
'1個あたり'
>>> say("unit.per", "en", unit="1 piece")
'per 1 piece'
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.errors import TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "say", "words"]

LANGUAGES: tuple[str, ...] = ("ja", "en")


def words(language: str) -> Mapping[str, str]:
    """The whole table of a language, read-only.

    Raises:
        TextError: there is no table for the language.
    """
    if language not in LANGUAGES:
        message = f"expected a language of {', '.join(LANGUAGES)}, got {language[:20]!r}"
        raise TextError(message)
    return MappingProxyType(import_module(f"co2label.wording.{language}").WORDS)


def say(key: str, language: str, **values: object) -> str:
    """The sentence `key` in a language, with its gaps filled.

    Raises:
        TextError: there is no table for the language.
        KeyError: there is no such sentence (a mistake of ours, not of the data).
    """
    return words(language)[key].format(**values)
