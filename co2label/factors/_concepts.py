"""What means the same in Japanese, English and French, and what is a kind of what.

`concepts.csv` has a row for each thing of daily life: its words by language, names of its kinds ("巨峰" of grapes), and the
things that it is a kind of itself. A word may be a word of several things: "raisin" is a grape in French.

>>> [sense.word for sense in senses(phrase_of("lait"))]
['#milk']
>>> [(sense.word, sense.narrower) for sense in senses(phrase_of("merlot"))]
[('#grape', 1), ('#fruit', 2), ('#red_wine', 0), ('#wine', 1), ('#alcohol', 2)]
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from co2label._data import data_rows
from co2label.factors._words import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("ja", "en", "fr")


class Sense(NamedTuple):
    """What a phrase means."""

    word: str
    """The concept, as a word: "#milk"."""
    language: str
    """Of the phrase; "" for names of kinds."""
    narrower: int
    """How many steps the phrase is a kind of it: 0 if it means the same."""


Phrase = tuple[str, ...]


@cache
def _senses() -> Mapping[Phrase, tuple[Sense, ...]]:
    rows = {row["concept"]: row for row in data_rows("concepts.csv", beside=__file__)}
    found: dict[Phrase, dict[str, Sense]] = {}
    for concept, row in rows.items():
        for column in (*LANGUAGES, "kinds"):
            first, language = (1, "") if column == "kinds" else (0, column)
            meant = [Sense(f"#{each}", language, step) for each, step in _above(concept, first, rows)]
            for phrase in filter(None, map(phrase_of, row[column].split("|"))):
                known = found.setdefault(phrase, {})
                for sense in meant:
                    if sense.word not in known or sense.narrower < known[sense.word].narrower:
                        known[sense.word] = sense
    return {phrase: tuple(each.values()) for phrase, each in found.items()}


def _above(concept: str, step: int, rows: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, int]]:
    """Yield a concept and those that it is a kind of, with the number of steps."""
    yield concept, step
    for each in filter(None, rows[concept]["of"].split("|")):
        yield from _above(each, step + 1, rows)


def phrase_of(text: str) -> Phrase:
    """Return the words of a text as a phrase."""
    return tuple(word.text for word in cut(text))


def senses(phrase: Phrase) -> tuple[Sense, ...]:
    """Return what a phrase means; nothing for most."""
    return _senses().get(phrase, ())


@cache
def longest_phrase() -> int:
    """Return the most words that a phrase has."""
    return max(map(len, _senses()))


@cache
def japanese() -> frozenset[str]:
    """Return the words of concepts by which Japanese is cut."""
    words = (phrase[0] for phrase in _senses() if len(phrase) == 1 and not phrase[0].isascii())
    return frozenset(word for word in words if len(word) > 1 or "\u3400" <= word <= "\u9fff")
