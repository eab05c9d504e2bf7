"""Every word that the public reads, in tables: one folder per language, one file per topic, one key per sentence.

A further language is one more folder, named by its tag (`fr`), with the same files, keys and gaps.

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
    """A language for each folder here; Japanese and English first, the others by their tags."""
    folders = {entry.name for entry in files(__name__).iterdir() if entry.is_dir()}
    return (*_FIRST, *sorted(name for name in folders - set(_FIRST) if not name.startswith("_")))


LANGUAGES: tuple[str, ...] = _found()
"""Languages that there are words of."""


def words(language: str) -> Mapping[str, str]:
    """All words of a language, read-only.

    Raises:
        TextError: there is no table for the language.
    """
    if language not in LANGUAGES:
        message = f"expected a language of {', '.join(LANGUAGES)}, got {language[:20]!r}"
        raise TextError(message)
    return _table(language)


@cache
def _table(language: str) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for topic in topics(language):
        table |= import_module(f"{__name__}.{language}.{topic}").WORDS
    return MappingProxyType(table)


def topics(language: str) -> tuple[str, ...]:
    """The files of a language, by name."""
    names = (entry.name for entry in files(__name__).joinpath(language).iterdir())
    return tuple(
        sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name != "__init__.py")
    )


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
