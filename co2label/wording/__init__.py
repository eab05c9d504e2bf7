"""Every word that the public reads, in tables: one folder per language, one file per topic, one key per sentence.

A further language is one more folder, named by its tag (`fr`), with the same files, keys and gaps, and with `claims.toml`: the
rules of what must not be said in it. Without rules for that very language nothing is said in it.

>>> say("unit.per", "ja", unit="1個")
'1個あたり'
>>> say("unit.per", "en", unit="1 piece")
'per 1 piece'
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from co2label.errors import TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "claim_table", "digits", "ruled", "say", "unruled", "words"]

_FIRST = ("ja", "en")
_RULES, _OTHERS = "claims.toml", "other_claims.toml"
_LANGUAGE = re.compile(r'^language = "([A-Za-z-]+)"$', re.MULTILINE)
_UNDETERMINED = "und"


def _found() -> tuple[str, ...]:
    """A language for each folder here that has its rules; Japanese and English first, the others by their tags."""
    folders = {entry.name for entry in files(__name__).iterdir() if entry.is_dir()}
    others = sorted(name for name in folders - set(_FIRST) if not name.startswith("_"))
    return tuple(name for name in (*_FIRST, *others) if _language_of_rules(name) == name)


def _language_of_rules(folder: str) -> str | None:
    """The language for which the rules in a folder are, by their own word: a copied folder has those of another."""
    try:
        found = _LANGUAGE.search(files(__name__).joinpath(folder, _RULES).read_text("utf-8"))
    except OSError:
        return None
    return found and found[1]


LANGUAGES: tuple[str, ...] = _found()
"""Languages that there are words of, and rules of what must not be claimed in them."""


def ruled(tag: str) -> bool:
    """Whether a text with this language tag may be printed: there are rules of claims for its language, or it names none.

    >>> ruled("en-GB"), ruled("und"), ruled("es")
    (True, True, False)
    """
    return tag == _UNDETERMINED or tag.partition("-")[0] in LANGUAGES


@cache
def claim_table(language: str) -> Mapping[str, Any]:
    """The rules of claims of a language as its file holds them; of `und`, those of languages that there are no words of."""
    place = (_OTHERS,) if language == _UNDETERMINED else (language, _RULES)
    return MappingProxyType(tomllib.loads(files(__name__).joinpath(*place).read_text("utf-8")))


def words(language: str) -> Mapping[str, str]:
    """All words of a language, read-only.

    Raises:
        TextError: there is no table for the language, or there are no rules of claims for it.
    """
    if language not in LANGUAGES:
        message = f"expected a language of {', '.join(LANGUAGES)}, got {language[:20]!r}"
        raise TextError(unruled(language) or message)
    return _table(language)


def unruled(language: str) -> str | None:
    """Why nothing is said in a language although there are words of it: it has no rules of claims; else None."""
    if language in LANGUAGES or not re.fullmatch(r"[A-Za-z][A-Za-z-]*", language):
        return None
    if not files(__name__).joinpath(language).is_dir():
        return None
    theirs = _language_of_rules(language)
    got = "there are none" if theirs is None else f"those in its folder are for {theirs!r}"
    return (
        f"nothing is said in {language!r}: it needs rules of what must not be claimed in it, and {got}; "
        f'write wording/{language}/{_RULES} with language = "{language}" (docs/reference/claims.md)'
    )


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
