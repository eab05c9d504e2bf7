"""Every word that the public reads, in tables: one file per language, one key per sentence.

A further language is one more file, named by its tag (`fr.py`), with the same keys and gaps.

>>> say("unit.per", "ja", unit="1個")
'1個あたり'
>>> say("unit.per", "en", unit="1 piece")
'per 1 piece'
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.errors import TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "digits", "say", "words"]

_FIRST = ("ja", "en")


def _found() -> tuple[str, ...]:
    """A language for each table in this folder; Japanese and English first, the others by their tags."""
    names = (file.name for file in files(__name__).iterdir())
    tables = {name.removesuffix(".py") for name in names if name.endswith(".py") and not name.startswith("_")}
    return (*_FIRST, *sorted(tables - set(_FIRST)))


LANGUAGES: tuple[str, ...] = _found()
"""Languages that there is a table of."""


def words(language: str) -> Mapping[str, str]:
    """The whole table of a language, read-only.

    Raises:
        TextError: there is no table for the language.
    """
    if language not in LANGUAGES:
        message = f"expected a language of {', '.join(LANGUAGES)}, got {language[:20]!r}"
        raise TextError(message)
    return _table(language)


@cache
def _table(language: str) -> Mapping[str, str]:
    return MappingProxyType(import_module(f"co2label.wording.{language}").WORDS)


def say(key: str, language: str, **values: object) -> str:
    """The sentence `key` in a language, with its gaps filled.

    Raises:
        TextError: there is no table for the language.
        KeyError: there is no such sentence (a mistake of ours, not of the data).
    """
    return words(language)[key].format(**values)


def digits(text: str, language: str) -> str:
    """A number with a decimal point, as a language writes it.

    Raises:
        TextError: there is no table for the language.

    >>> digits("0.21", "fr"), digits("0.21", "ja")
    ('0,21', '0.21')
    """
    return text.replace(".", words(language)["number.decimal"])
