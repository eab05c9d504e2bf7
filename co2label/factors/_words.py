"""Names as words that can be compared: folded, cut, without sizes, plurals as one.

A Latin word is compared by its stem; Japanese has no blanks, and is cut later, where the words of a library are known
(`segments`).

>>> fold("Crème　ＦＲＡÎＣＨＥ"), fold("ｶﾞｿﾘﾝ")
('creme fraiche', 'がそりん')
>>> [word.text for word in cut("Tomatoes 6x250g")] == [word.text for word in cut("TOMATO")]
True
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label._data import data_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


_HIRAGANA_OF = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}

_TYPEWRITTEN = str.maketrans(
    {"’": "'", "‘": "'", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "・": " ", "〜": "ー"}
)

_ACCENTS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return text as it is compared: NFKC, small letters without accents, katakana as hiragana."""
    return plain(text).translate(_HIRAGANA_OF)


def plain(text: str) -> str:
    """Return text in NFKC and small letters without accents; kana stay what they are."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_TYPEWRITTEN)
    if small.isascii():
        return small
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", small)))


@cache
def _table() -> dict[str, Any]:
    return data_table("words.toml", beside=__file__)


@cache
def _size() -> re.Pattern[str]:
    """A number with what it counts, "x6", "6x25cl", "900ml", "10個入", "No.5"; not the figures of "r410a" or "a4"."""
    counters = "|".join(sorted(map(plain, _table()["counters"]), key=len, reverse=True))
    number = r"\d+(?:[.,/×x*-]+\d+)*"
    counted = rf"(?:\s?(?:fl\s?oz|[a-z]{{1,3}}(?![a-z]))|\s?(?:{counters}){{1,3}}入?り?)?"
    return re.compile(
        rf"(?<![a-z0-9.])(?:no\.?\s?|[x×*#@]\s?)?{number}(?!\d|\s?%){counted}(?:\s?[×x*]\s?\d+)?"
    )


@cache
def _spelled() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = _table()["spelled"].items()
    return tuple(
        (re.compile(rf"(?<![a-z0-9]){re.escape(plain(key))}(?![a-z])"), plain(value)) for key, value in pairs
    )


class Word(NamedTuple):
    """A Latin word by its stem, or a stretch of Japanese that is not cut yet.

    Attributes:
        text: folded.
        scripts: of Japanese, what each character is: k(atakana), h(iragana), c (kanji), a(ny letter); else "".
    """

    text: str
    scripts: str = ""


_JAPANESE = "ァ-ヺーぁ-ゖ々〆\u3400-\u9fff"

_TOKEN = re.compile(rf"\d+%|[a-z0-9]+(?:\.[a-z0-9]+)*|[{_JAPANESE}]+")

_ELISION = re.compile(r"(?<![a-z])(?:[ldcjmnst]|qu)'(?=[a-z])|(?<=[a-z])'s?(?![a-z])")


@lru_cache(maxsize=65536)
def cut(text: str) -> tuple[Word, ...]:
    """Return the words of a name in their order, without sizes."""
    small = plain(text)
    if "'" in small:
        small = _ELISION.sub(" ", small)
    for pattern, usual in _spelled():
        small = pattern.sub(usual, small)
    words = (_word(token) for token in _TOKEN.findall(_size().sub(" ", small)))
    return tuple(word for word in words if word.text)


@lru_cache(maxsize=65536)
def _word(token: str) -> Word:
    if not token.isascii():
        return Word(token.translate(_HIRAGANA_OF), "".join(map(_script, token)))
    return Word(token if token.endswith("%") else stem(token))


def _script(char: str) -> str:
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "k"
    return "h" if "ぁ" <= char <= "ゖ" else "c"


_SHORT = 3

_ENDINGS = (("eaux", "eau"), ("eux", "eu"), ("oux", "ou"), ("aux", "al"), ("ies", "i"), ("oes", "o"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what the singular and the plural of an English or French word have in common.

    >>> stem("tomatoes") == stem("tomato"), stem("peaches") == stem("peach"), stem("gateaux") == stem("gateau")
    (True, True, True)
    """
    if len(word) <= _SHORT or not word.isalpha():
        return word
    word = word.replace("iz", "is")  # pasteurized, pasteurised
    for ending, root in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + root
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
        for ending in ("che", "she", "sse", "xe"):
            word = word[:-1] if word.endswith(ending) else word
    if word.endswith("y"):
        return word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > _SHORT else word


@cache
def weight(text: str) -> float:
    """Return how much a word says of what a thing is: 1, less for words that praise or pack, nothing for "of"."""
    return _weights().get(text, 0.3 if text.endswith("%") else 1.0)


@cache
def _weights() -> dict[str, float]:
    table = _table()
    weak = {word.text: 0.3 for line in table["weak"] for word in cut(line)}
    return weak | {word.text: 0.0 for line in (*table["stop"], *table["behind"]) for word in cut(line)}


@cache
def turns(text: str) -> bool:
    """Tell whether what stands behind a word is where a thing is from, or what else is in it.

    >>> turns("from"), turns("honey")
    (True, False)
    """
    return text in _table()["behind"]


def as_written(text: str, part: str) -> str:
    """Return a word of a name as it stands there, in small letters.

    >>> as_written("Fresh Tomatoes", stem("tomatoes")), as_written("ﾊﾞﾅﾅ 4本", "ばなな")
    ('tomatoes', 'バナナ')
    """
    small = plain(text)
    begin = end = small.translate(_HIRAGANA_OF).find(part)
    if begin < 0:
        return part
    end += len(part)
    while part.isascii() and end < len(small) and small[end].isascii() and small[end].isalnum():
        end += 1
    return small[begin:end]


class WordPart(NamedTuple):
    """A part of a stretch of Japanese: a known word with how sure it is one, or a part that is not known (0)."""

    text: str
    sure: float


_LONGEST = 14

_SURE_ENOUGH = 0.3


def segments(word: Word, known: Collection[str]) -> Iterator[WordPart]:
    """Cut a stretch of Japanese into the longest known words.

    A known word with more of its own script behind it is hardly one (パン in パンツ), with more before it mostly is, since the
    last part of a compound says what the thing is (チーズ in カマンベールチーズ).
    """
    text, scripts = word
    ends = _cheapest(text, known)
    spans = [(begin, end, is_known) for begin, end, is_known in ends]
    for place, (begin, end, is_known) in enumerate(spans):
        sure = 0.0
        if is_known:
            loose_before = place > 0 and not spans[place - 1][2] and scripts[begin - 1] == scripts[begin]
            loose_after = (
                place + 1 < len(spans) and not spans[place + 1][2] and scripts[end] == scripts[end - 1]
            )
            sure = _border(scripts[begin], end - begin, before=True) if loose_before else 1.0
            sure *= _border(scripts[end - 1], end - begin, before=False) if loose_after else 1.0
        yield WordPart(text[begin:end], sure if sure >= _SURE_ENOUGH else 0.0)


def _border(script: str, length: int, *, before: bool) -> float:
    """How sure a word is that has an unknown part of its own script beside it."""
    if script == "c":
        return 0.9 if before else 0.5
    if length < _SHORT:
        return 0.2
    return 0.8 if before else 0.6 if script == "h" else 0.3


def _cheapest(text: str, known: Collection[str]) -> list[tuple[int, int, bool]]:
    """Parts of a text, as few unknown characters as can be, then as few words."""
    cost = [0.0] + [float("inf")] * len(text)
    back = [(0, False)] * (len(text) + 1)
    for begin in range(len(text)):
        here = cost[begin]
        skip = here + (1.0 if begin and not back[begin][1] else 1.3)
        if skip < cost[begin + 1]:
            cost[begin + 1], back[begin + 1] = skip, (begin, False)
        for end in range(begin + 1, min(len(text), begin + _LONGEST) + 1):
            if here + 0.2 < cost[end] and text[begin:end] in known:
                cost[end], back[end] = here + 0.2, (begin, True)
    parts: list[tuple[int, int, bool]] = []
    end = len(text)
    while end:
        begin, is_known = back[end]
        if parts and not is_known and not parts[-1][2]:
            parts[-1] = (begin, parts[-1][1], False)
        else:
            parts.append((begin, end, is_known))
        end = begin
    return parts[::-1]
