"""Words by language from their files: languages, a sentence with its gaps filled, a text among its translations."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from co2label.errors import TextError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


_FIRST = ("ja", "en")
_FOLDER = files("co2label.wording")
_LANGUAGE = re.compile(r'^language = "([A-Za-z-]+)"$', re.MULTILINE)
_UNDETERMINED = "und"


def _found() -> tuple[str, ...]:
    """List the languages that have words and rules; Japanese and English first, the others by their tags."""
    tags = {entry.name.removesuffix(".toml") for entry in _FOLDER.iterdir() if entry.name.endswith(".toml")}
    return tuple(tag for tag in (*_FIRST, *sorted(tags - set(_FIRST))) if _language_of_rules(tag) == tag)


def _language_of_rules(tag: str) -> str | None:
    """Read which language the rules of a file are for, by their own word: a copied file has those of another."""
    try:
        found = _LANGUAGE.search(_FOLDER.joinpath("claims", f"{tag}.toml").read_text("utf-8"))
    except OSError:
        return None
    return found and found[1]


LANGUAGES: tuple[str, ...] = _found()
"""Tags of the languages that have words, and rules of what must not be claimed in them."""


def read_languages(language: str | Sequence[str], most: int | None = None) -> tuple[str, ...]:
    """Read which languages are asked for, the first one first: "ja", "ja+en" or a sequence of tags.

    Args:
        language: tags of `LANGUAGES`.
        most: how many there may be; without it as many as there are.

    Raises:
        TextError: none, too many, one of them twice, or one without words or rules.

    >>> read_languages("ja+en")
    ('ja', 'en')
    """
    wanted = tuple(language.split("+") if isinstance(language, str) else language)
    for each in wanted:
        translations(each)
    if not 1 <= len(wanted) <= (most or len(LANGUAGES)) or len(set(wanted)) != len(wanted):
        several = {1: "one language", 2: "one language or two different ones"}.get(
            most or 0, "different languages"
        )
        raise TextError(f"expected {several}, such as {'ja' if most == 1 else 'ja+en'}, got {clip(language)}")
    return wanted


def has_rules(tag: str) -> bool:
    """Tell whether a text with this language tag may be printed: there are rules of claims for its language, or it names none.

    >>> has_rules("en-GB"), has_rules("und"), has_rules("es")
    (True, True, False)
    """
    return tag == _UNDETERMINED or tag.partition("-")[0] in LANGUAGES


@cache
def claim_table(language: str) -> Mapping[str, Any]:
    """Load the rules of claims of a language; with `und`, those for languages without words."""
    return MappingProxyType(_load("claims", f"{language}.toml"))


def translations(language: str) -> Mapping[str, str]:
    """All words of a language, read-only.

    Raises:
        TextError: there are no words in the language, or no rules of claims for it.
    """
    if language not in LANGUAGES:
        message = f"expected a language of {', '.join(LANGUAGES)}, got {language[:20]!r}"
        raise TextError(missing_rules(language) or message)
    return _words(language)


def missing_rules(language: str) -> str | None:
    """Say why nothing is said in a language although there are words of it: it has no rules of claims; else None."""
    if language in LANGUAGES or not re.fullmatch(r"[A-Za-z][A-Za-z-]*", language):
        return None
    if not _FOLDER.joinpath(f"{language}.toml").is_file():
        return None
    theirs = _language_of_rules(language)
    got = "there are none" if theirs is None else f"those in its file are for {theirs!r}"
    return (
        f"nothing is said in {language!r}: it needs rules of what must not be claimed in it, and {got}; "
        f'write wording/claims/{language}.toml with language = "{language}" (docs/reference/claims.md)'
    )


@cache
def _words(language: str) -> Mapping[str, str]:
    subjects = _load(f"{language}.toml").values()
    return MappingProxyType({key: text for subject in subjects for key, text in subject.items()})


def _load(*place: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(*place).read_text("utf-8"))


def translate(key: str, language: str, **values: object) -> str:
    """The sentence `key` in a language, with its gaps filled.

    Raises:
        TextError: there are no words in the language.
        KeyError: there is no such sentence (a mistake of ours, not of the data).
    """
    return translations(language)[key].format(**values)


def by_language(text: Callable[[str], str]) -> dict[str, str]:
    """What a function says in each language that there are words of."""
    return {language: text(language) for language in LANGUAGES}


def in_language(texts: Mapping[str, str] | str, language: str) -> str:
    """The text in a language; else the one without a language, else English, else the first given. Plain text is as it is.

    >>> in_language({"ja": "米", "en": "Rice"}, "fr"), in_language("Rice", "fr")
    ('Rice', 'Rice')
    """
    return texts if isinstance(texts, str) else texts[_key_of(texts, language)]


def language_used(texts: Mapping[str, str] | str, language: str) -> str:
    """The language of the text that `in_language` chooses; the one asked for, where the text has none of its own.

    >>> language_used({"ja": "米", "en": "Rice"}, "fr"), language_used({"und": "Rice"}, "fr")
    ('en', 'fr')
    """
    key = _UNDETERMINED if isinstance(texts, str) else _key_of(texts, language)
    return language if key == _UNDETERMINED else key


def _key_of(texts: Mapping[str, str], language: str) -> str:
    for key in (language, _UNDETERMINED, "en"):
        if key in texts:
            return key
    return next(iter(texts))
