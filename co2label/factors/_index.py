"""The index of a library: which factors a text may mean, best first.

Built once for a library. Every name, keyword and id of a factor is a label: its words, of which those before the first comma
are its head. A text is cut into words; a word stands for its concept too, and one that no label has for those that are written
alike (typos, abbreviations). A label counts by how much of the text its words are, how much of its head the text has, and how
rare these words are. All that is a sum over words, so that a text costs some tens of microseconds.

>>> from co2label.factors import FactorLibrary
>>> index = FactorLibrary.bundled().index
>>> [hit.id for hit in index.find("MORINAGA MILK 1L", limit=1)]
['food.jp.milk']
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.factors._concepts import Sense, japanese, longest_phrase, phrase_of, senses
from co2label.factors._letters import Letters
from co2label.factors._words import as_written, cut, segments, turns, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Places = NDArray[np.int32]


class Label(NamedTuple):
    """One text by which a factor is found."""

    factor: int
    """Place of the factor in the library."""
    text: str
    language: str
    """As far as it is known; else ""."""
    strength: float
    """1 for names, less for keywords that many factors share, and for ids."""
    leaning: float = 0.0
    """What is added to the score: who says this word means this factor before others."""


class Hit(NamedTuple):
    """A factor that a text may mean."""

    place: int
    """Of the factor in the library."""
    id: str
    score: float
    """0 to 1: all of the text is in the label, and all of the label in the text."""


class _Use(NamedTuple):
    """A word of a label."""

    word: str
    head: bool
    share: float
    """1; less for its concept, a part of a compound, or what it is a kind of."""
    mass: float
    """What it says of what the thing is: the weight of the words that it stands for."""
    itself: bool
    """Whether it is written there."""


_SPLIT_HEAD = re.compile(r"[,(:\[、（/]|\s-\s")

_OR = re.compile(r"\s(?:or|ou)\s|・", re.IGNORECASE)

_PAIR = re.compile(r"\s*(\S+)\s(?:and|et|&)\s(\S+)\s*", re.IGNORECASE)

_EITHER = re.compile(r"([^\W\d]+)/([^\W\d]+)")

_SAME, _PART, _BROADER = 0.9, 0.6, 0.4
"""Shares of the concept of a word, of the parts of a compound, and of what a word is a kind of."""

_REST = 0.7
"""A word behind the head, beside one in it: of the text that is found; and of the label that is asked for, `_REST_OF_LABEL`."""

_REST_OF_LABEL, _REST_OF_COSINE = 0.4, 0.6

_OF_TEXT, _OF_COSINE, _OF_HEAD, _OF_LABEL, _OF_LAST = 1.0, 0.8, 0.7, 0.4, 0.1
"""What the parts of a score weigh; round numbers."""

_WHOLE = _OF_TEXT + _OF_COSINE + _OF_HEAD + _OF_LABEL + _OF_LAST

_LEANING = {
    "#raw": 0.06,
    "averag": 0.04,
    "#plain": 0.02,
    "#cooked": -0.04,
    "#fried": -0.04,
    "#roasted": -0.04,
    "#canned": -0.04,
} | dict.fromkeys(("#waste", "#landfill", "#incineration", "#recycled"), -0.15)
"""A name alone means the thing as it is bought, before it is cooked and not as waste; what a text asks for outweighs this."""

_ALIKE, _ALSO_ALIKE = 0.5, 0.72
"""How alike a word must be to stand for one that is not known, and for one that is."""

_AT_HOME = 0.05
"""What is added for a factor of the country where a text is written."""

_UNSURE = 0.7
"""What a word counts that is only written alike."""

_KIND = 0.6
"""What a concept counts for the name of one of its kinds, a step below it."""

_UNKNOWN = 0.25
"""What an unknown word, such as a maker's name, takes from how much of the text is found."""

_FIRST_COUNTS = frozenset({"fr"})
"""Languages in which the first noun says what a thing is; in others it is the last."""


def _tokens(text: str, known: set[str]) -> Iterator[tuple[str, float]]:
    """Yield the words of a text with how sure each is one."""
    for word in cut(text):
        if word.scripts:
            yield from segments(word, known)
        else:
            yield word.text, 1.0


def _alternatives(head: str) -> list[str]:
    """Return what a head names one beside the other: "Shrimp or prawn", "Maize/corn flour"; not "sauce for risotto or pasta"."""
    if _EITHER.search(head):
        return [_EITHER.sub(rf"\{side}", head) for side in (1, 2)]
    pair = _PAIR.fullmatch(head)
    parts = [*pair.groups()] if pair else _OR.split(head)
    return parts if all(len(cut(part)) <= _SHORT_NAME for part in parts) else [head]


_SHORT_NAME = 2


def _label_words(text: str, language: str, known: set[str], *, head: bool) -> Iterator[_Use]:
    """Yield the words of a part of a label, and beside them their concepts."""
    words = [token for token, _ in _tokens(text, known)]
    for phrase, found in _phrases(words, language):
        mass = sum(map(weight, phrase))
        for word in phrase:
            yield _Use(word, head, 1.0, weight(word), itself=True)
        for one in found:
            yield _Use(one.word, head, _SAME * _BROADER**one.narrower, mass, itself=False)
        if not found and not phrase[0].isascii() and mass == 1:
            yield from _parts(phrase[0], known, head=head)


def _phrases(words: Sequence[str], language: str) -> Iterator[tuple[tuple[str, ...], list[Sense]]]:
    """Yield the longest phrases that have a meaning in a language, and the words between them."""
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + longest_phrase()), place, -1):
            phrase = tuple(words[place:end])
            found = [
                one for one in senses(phrase) if not (language and one.language) or one.language == language
            ]
            if found or end == place + 1:
                break
        yield phrase, found
        place = end


def _parts(word: str, known: set[str], *, head: bool) -> Iterator[_Use]:
    """Yield the concepts of the parts of a Japanese compound that has none itself; the last part says what it is."""
    for first in range(1, len(word)):
        for part, share in ((word[first:], _PART), (word[:first], _PART * _REST)):
            if part in known and (len(part) > _LONG_PART or not _is_kana(part)) and len(word) > _LONG_PART:
                for one in senses((part,)):
                    yield _Use(one.word, head, share * _BROADER**one.narrower, 1.0, itself=False)


_LONG_PART = 2
"""Characters up to which kana in a compound are no word, and a compound of kanji is none."""


def _is_kana(text: str) -> bool:
    return all("ぁ" <= char <= "ゖ" or char == "ー" for char in text)


@dataclass(frozen=True, slots=True)
class _Postings:
    """The labels that a word stands in, and what it counts there."""

    label: Places
    text: Floats
    own: Floats
    """What it counts for the label and its head."""
    rare: Floats
    last: Floats
    """What it counts where it is the last word of the text that says what the thing is."""
    first: Floats


class FactorIndex:
    """The index of the factors of a library; immutable.

    Args:
        ids: of the factors.
        labels: by which they are found.
        prior: what is added to the score of each factor that is found, small: below zero for what is seldom meant.
        areas: that they stand for ("JP"); who writes Japanese mostly means those of Japan.
    """

    def __init__(
        self, ids: Sequence[str], labels: Iterable[Label], prior: Sequence[float], areas: Sequence[str]
    ) -> None:
        self.ids = tuple(ids)
        texts = list(labels)
        self._known = set(japanese())
        for label in texts:
            self._known.update(
                word.text for word in cut(_OR.sub(" ", label.text)) if _can_stand_alone(word.text)
            )
        self._build(list(self._uses(texts)), np.array(prior, np.float32), areas)
        self._asked: dict[tuple[str, ...], _Asked] = {}

    def _uses(self, labels: Iterable[Label]) -> Iterator[tuple[Label, dict[str, _Use]]]:
        """Yield the words of each label, of each that it is an alternative of ("shrimp or prawn")."""
        seen: set[tuple[int, str, frozenset[str]]] = set()
        for label in labels:
            head, *rest = _SPLIT_HEAD.split(label.text)
            if not phrase_of(head):
                head, rest = " ".join([head, *rest]), []
            behind = [
                use for part in rest for use in _label_words(part, label.language, self._known, head=False)
            ]
            for alternative in _alternatives(head):
                words: dict[str, _Use] = {}
                front = _label_words(alternative, label.language, self._known, head=True)
                for use in (*front, *behind):
                    if use.word not in words or use.share > words[use.word].share:
                        words[use.word] = use
                key = (label.factor, label.language, frozenset(words))
                if words and key not in seen:
                    seen.add(key)
                    yield label, words

    def _build(
        self, labels: list[tuple[Label, dict[str, _Use]]], prior: Floats, areas: Sequence[str]
    ) -> None:
        factors = defaultdict(set)
        for label, words in labels:
            for word in words:
                factors[word].add(label.factor)
        count = max(len(self.ids), 1)
        self._rarity = {word: math.log(1 + count / (1 + len(each))) for word, each in factors.items()}
        columns: dict[str, list[tuple[float, ...]]] = defaultdict(list)
        for place, (label, words) in enumerate(labels):
            of_head = max(sum(use.mass for use in words.values() if use.head and use.itself), 0.3)
            rest = sum(use.mass for use in words.values() if not use.head and use.itself)
            of_label = of_head + _REST_OF_LABEL * rest
            length = math.sqrt(
                sum(
                    (self._rarity[use.word] * _within(use, _REST_OF_COSINE)) ** 2
                    for use in words.values()
                    if use.itself
                )
            )
            leads = label.language in _FIRST_COUNTS
            for use in words.values():
                own = use.mass * use.share
                parts = (
                    _within(use, _REST) * _OF_TEXT,
                    own
                    * (
                        _OF_HEAD * use.head / of_head
                        + _OF_LABEL * (1 if use.head else _REST_OF_LABEL) / of_label
                    ),
                    self._rarity[use.word] ** 2
                    * _within(use, _REST_OF_COSINE)
                    / max(length, 1e-6)
                    * _OF_COSINE,
                    _within(use, _REST_OF_LABEL) * _OF_LAST * (not leads),
                    _within(use, _REST_OF_LABEL) * _OF_LAST * (leads or not label.language),
                )
                columns[use.word].append((place, *(label.strength * part for part in parts)))
        self._factor = np.array([label.factor for label, _ in labels], np.int32)
        leaning = np.array(
            [label.leaning + sum(_LEANING.get(word, 0.0) for word in words) for label, words in labels],
            np.float32,
        )
        self._in_japan = _AT_HOME * np.array(
            [areas[label.factor].startswith("JP") for label, _ in labels], np.float32
        )
        self._whole = np.array([label.strength * (_OF_HEAD + _OF_LABEL) for label, _ in labels])
        self._prior = prior[self._factor] + leaning if labels else leaning
        self._postings = {word: _postings(rows) for word, rows in columns.items()}
        self._letters = Letters(word for word in self._postings if not word.startswith("#"))

    def find(self, text: str, limit: int = 20, *, least: float = 0.0) -> list[Hit]:
        """Return the factors that a text may mean, best first, ties by their place in the library."""
        places, scores = self.best(text, limit)
        pairs = zip(places.tolist(), scores.tolist(), strict=True)
        return [Hit(place, self.ids[place], min(score, 1.0)) for place, score in pairs if score >= least]

    def best(self, text: str, limit: int) -> tuple[Places, Floats]:
        """Return places and scores of the factors that a text may mean, best first."""
        found = self._scores(text)
        if found is None:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        labels, scores = found
        if len(labels) > 8 * limit:
            top = np.argpartition(-scores, 8 * limit)[: 8 * limit]
            labels, scores = labels[top], scores[top]
        factors = self._factor[labels]
        order = np.lexsort((factors, -scores))
        factors = factors[order]
        first = np.sort(np.unique(factors, return_index=True)[1])[:limit]
        return factors[first], scores[order[first]]

    def why(self, text: str, places: Sequence[int]) -> list[str]:
        """Return the words of a text by which each of some factors is found, as they stand there."""
        asked = np.asarray(places)
        found: list[list[str]] = [[] for _ in places]
        for one in self.words(text):
            if one.postings is not None:
                shown = " ".join(as_written(text, word) for word in one.phrase)
                for at in np.flatnonzero(np.isin(asked, self._factor[one.postings.label])):
                    found[at].append(shown)
        return [", ".join(dict.fromkeys(words)) for words in found]

    def _scores(self, text: str) -> tuple[Places, Floats] | None:
        """Return the labels that have something of a text, and their scores."""
        words = self.words(text)
        mass = sum(one.weight for one in words)
        found = [(one, one.postings) for one in words if one.postings is not None]
        if not found:
            return None
        telling = [one for one, _ in found if one.weight > _SAYS_LITTLE]
        known = telling or [one for one, _ in found]
        length = math.sqrt(sum(one.rarity**2 for one in words))
        labels, values, owns = [], [], []
        for one, each in found:
            value = each.text * (one.weight / mass) + each.rare * (1 / length)
            if one is known[-1]:
                value = value + each.last
            if one is known[0]:
                value = value + each.first
            labels.append(each.label)
            values.append(value if one.sure == 1 else value * one.sure)
            owns.append(each.own if one.sure == 1 else each.own * one.sure)
        label = np.concatenate(labels)
        sums = np.bincount(label, np.concatenate(values), minlength=len(self._factor))
        sums += np.minimum(np.bincount(label, np.concatenate(owns), minlength=len(self._factor)), self._whole)
        place = np.flatnonzero(sums > 0)
        scores = sums[place] / _WHOLE + self._prior[place]
        if not text.isascii() and any(not one.phrase[0].isascii() for one in words):
            scores += self._in_japan[place]
        if not telling and len(found) < len(words):
            scores *= _BESIDES
        return place.astype(np.int32), np.round(scores, 5).astype(np.float32)

    def words(self, text: str) -> list[_Asked]:
        """Return the words of a text with the words of labels that each may mean."""
        tokens = list(_tokens(text, self._known))
        asked: list[_Asked] = []
        place, counts = 0, 1.0
        while place < len(tokens):
            for end in range(min(len(tokens), place + longest_phrase()), place, -1):
                phrase = tuple(text for text, _ in tokens[place:end])
                if len(phrase) > 1 and senses(("".join(phrase),)):
                    phrase = ("".join(phrase),)  # ミルク チョコ
                    break
                if senses(phrase) or self._joined(phrase) or end == place + 1:
                    break
            counts = _BEHIND if turns(phrase[0]) else counts
            sure = min(one for _, one in tokens[place:end])
            weighs = max(map(weight, phrase))
            if weighs and (sure or not phrase[0].isascii()):
                meant = self._merged(phrase)
                asked.append(meant._replace(sure=sure or _UNSURE, weight=meant.weight * weighs * counts))
            place = end
        return asked

    def _joined(self, phrase: tuple[str, ...]) -> str:
        """Return the word of labels that a phrase is if it is written as one ("grape seed"), or ""."""
        if len(phrase) == 1:
            return ""
        return next((word for word in ("".join(phrase), "e".join(phrase)) if word in self._postings), "")

    def _merged(self, phrase: tuple[str, ...]) -> _Asked:
        """Return a phrase with the labels that have it, or one of its meanings; the best counts."""
        if phrase not in self._asked:
            if len(self._asked) >= _MOST_KEPT:  # of a million names most words come again, and some never
                self._asked.clear()
            written = [(self._postings[word], weight(word)) for word in phrase if word in self._postings]
            meant = [
                (self._postings[word], sure) for word, sure in self._meanings(phrase, known=bool(written))
            ]
            if written:
                meant.append((_together(written, sum(map(weight, phrase))), 1.0))
            if not meant:
                self._asked[phrase] = _Asked(phrase, _UNKNOWN, 1.0, _UNSEEN, None)
            else:
                rarity = math.sqrt(sum(self._rarity.get(word, _UNSEEN) ** 2 for word in phrase))
                self._asked[phrase] = _Asked(phrase, 1.0, 1.0, rarity, _best_of(meant))
        return self._asked[phrase]

    def _meanings(self, phrase: tuple[str, ...], *, known: bool) -> Iterator[tuple[str, float]]:
        """Yield the words of labels that a phrase may mean beside what is written, with how sure that is."""
        found = {sense.word: _KIND**sense.narrower for sense in senses(phrase)}
        joined = self._joined(phrase)
        if joined:
            found[joined] = 1.0
        if len(phrase) == 1:
            least = _ALSO_ALIKE if known or any(word in self._postings for word in found) else _ALIKE
            for word, alike in self._letters.alike(phrase[0], least):
                found.setdefault(word, alike * _UNSURE)
                for sense in senses((word,)):
                    found.setdefault(sense.word, alike * _UNSURE * _KIND**sense.narrower)
        return ((word, sure) for word, sure in found.items() if word in self._postings)


class _Asked(NamedTuple):
    """A word of a text, or a phrase that means one thing.

    Attributes:
        phrase: its words.
        weight: how much it says of what the thing is.
        sure: that it is a word at all.
        rarity: of its rarest meaning.
        postings: where its meanings stand, or None.
    """

    phrase: tuple[str, ...]
    weight: float
    sure: float
    rarity: float
    postings: _Postings | None


_MOST_KEPT = 50_000

_UNSEEN = 3.0
"""The rarity of an unknown word."""

_SAYS_LITTLE = 0.3

_BESIDES = 0.5
"""What is left of a score where what says what the thing is was not found: "powder" of "moon powder"."""

_BEHIND = 0.5
"""What words count behind "from" and "with"."""


def _can_stand_alone(word: str) -> bool:
    return len(word) > 1 or "\u3400" <= word <= "\u9fff"


def _within(use: _Use, rest: float) -> float:
    return use.share * (1.0 if use.head else rest)


def _postings(rows: list[tuple[float, ...]]) -> _Postings:
    places, *columns = zip(*rows, strict=True)
    return _Postings(np.array(places, np.int32), *(np.array(column, np.float32) for column in columns))


_COLUMNS = ("text", "own", "rare", "last", "first")


def _together(words: list[tuple[_Postings, float]], mass: float) -> _Postings:
    """Return the labels of the words of a phrase: of the text each is a part, for the label they add up."""
    if len(words) == 1 and words[0][1] == mass:
        return words[0][0]
    labels, inverse = np.unique(np.concatenate([each.label for each, _ in words]), return_inverse=True)
    parts = {"text": 1 / max(mass, 0.1), "last": 1 / max(mass, 0.1), "first": 1 / max(mass, 0.1)}
    columns = {}
    for name in _COLUMNS:
        values = [
            getattr(each, name) * (weighs * parts[name] if name in parts else 1.0) for each, weighs in words
        ]
        columns[name] = np.bincount(inverse, np.concatenate(values)).astype(np.float32)
    there = np.bincount(
        inverse, np.concatenate([np.full(len(each.label), weighs) for each, weighs in words])
    ) / max(mass, 0.1)
    columns["own"] *= there.astype(np.float32)
    return _Postings(labels.astype(np.int32), **columns)


def _best_of(meant: list[tuple[_Postings, float]]) -> _Postings:
    """Return the labels of several words, each with what the best of them counts there."""
    if len(meant) == 1 and meant[0][1] == 1:
        return meant[0][0]
    label = np.concatenate([each.label for each, _ in meant])
    columns = [
        np.concatenate([getattr(each, name) * np.float32(sure) for each, sure in meant]) for name in _COLUMNS
    ]
    order = np.lexsort((-(columns[0] + columns[1] + columns[2]), label))
    first = order[np.concatenate([[True], np.diff(label[order]) > 0])]
    return _Postings(label[first], *(column[first] for column in columns))


def labels_of(
    factor: int, id_: str, names: Mapping[str, str], keywords: Mapping[str, int]
) -> Iterator[Label]:
    """Yield the labels of a factor.

    Args:
        factor: its place in the library.
        id_: its id, whose words are one.
        names: by language.
        keywords: each with the number of factors that have it; "_" is a blank.
    """
    for language, name in names.items():
        yield Label(factor, name, language.partition("-")[0] if language != "und" else "", 1.0)
    for keyword, shared in keywords.items():
        spoken = "ja" if _is_japanese(keyword) else ""
        yield Label(factor, keyword.replace("_", " "), spoken, 0.85 / (1 + 0.1 * (shared - 1)))
    yield Label(factor, re.sub(r"[._@:/-]+", " ", id_), "", 0.6)


def _is_japanese(text: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" or "\uff66" <= char <= "\uff9f" for char in text)
