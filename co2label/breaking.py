"""Where a line of text may be broken, and what each break costs: the rules of Japanese line breaking, and its phrases.

The rules are those of JIS X 4051 / JLREQ in short (禁則処理): no line begins with a closing bracket, a comma, a small
kana or a long-vowel mark; none ends with an opening bracket. A Latin or katakana word, and a number with its unit or
counter, are not broken. Of the breaks that the rules allow, those between phrases (文節), as BudouX finds them, cost
hardly anything, those between the parts of a compound more, and those within a word so much that they are a last resort.

>>> [piece for piece, cost in split("再エネ100%の電気を買う") if cost <= PHRASE]
['の', 'を', 'う']
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux.parser import Parser

__all__ = ["COMPOUND", "INSIDE", "NO_START", "PHRASE", "Piece", "is_katakana", "split"]

MARK, SPACE, PHRASE, COMPOUND, INSIDE = 0.0, 0.03, 0.05, 0.2, 0.6
"""What a break costs: at a mark (or a space of Japanese text, which is one), at a space, between phrases, in a compound,
within a word. As much as lines do that are, in parts of the width, unlike by the root of it."""
Piece = tuple[str, float]
"""Text that is not broken, spaces at its end, and what it costs to break after it."""

NO_START = frozenset(
    "、。，．・：；？！）」』】〕］｝〉》〜～ー々ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％℃,.:;?!)]}"
)
_NO_END = frozenset("（「『【〔［｛〈《([{")
_ENDS_A_PHRASE = frozenset("、。，．・：；,;:")
_CLOSES = frozenset("」』）】〕］｝〉》)")
"""Ends a phrase as well, where no particle follows it."""
_UP_TO = "以"
"""Of 以上 and 以下."""
_FIRST_CJK = 0x2E80
_NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=[A-Za-zµ℃]{1,3}(?![A-Za-z]))|(?<=\b\d) (?=[a-z])|(?<=\b[A-Z]) (?=\d)"
)
"""The blank of "2.0 kg", of "1 piece", and of "A 0.2"."""
_GLUE = "\u2060"
"""Word joiner; of no width, so it is in no cleaned text."""
_HIRAGANA, _KATAKANA, _KANJI = "[ぁ-ゖ]", "[ァ-ヺー]", "[\u3400-\u9fff]"
_JAPANESE = re.compile(f"{_HIRAGANA}|{_KATAKANA}|{_KANJI}")
_HEADING = re.compile(f"(?<=({_HIRAGANA}|{_KATAKANA}|{_KANJI}): )")
"""After "算定: ", which stands with what it is the heading of."""
_NO_PHRASE = re.compile(
    f"(?<={_KANJI})(?={_KANJI})(?!(?<={_KANJI}{{2}})(?={_KANJI}{{2}}))|(?<=[とに])(?=し[てた]|する)"
)
_PARTS = re.compile(
    f"(?<={_HIRAGANA}{{2}})(?={_KANJI}{{2}}|{_KATAKANA}{{2}})"
    f"|(?<={_KATAKANA}{{2}})(?={_KANJI}{{2}})|(?<={_KANJI}{{2}})(?={_KATAKANA}{{2}})"
)
"""Where the script changes in a compound: 絹ごし+豆腐, but not 働+き+方, nor 再+エネ."""


@lru_cache(maxsize=1024)
def split(text: str) -> tuple[Piece, ...]:
    """The pieces of a text between which a line may end, and what each of these breaks costs.

    >>> split("めやす6.8 kg以下")
    (('め', 0.6), ('や', 0.6), ('す', 0.05), ('6.8 kg', 0.2), ('以下', 0.0))
    """
    glued = _NUMBER_AND_UNIT.sub(_GLUE, text)
    ends = [at for at in range(1, len(glued)) if _may_break(glued[at - 1], glued[at])]
    phrases = _phrases(text)
    costs = [*(_cost(text, at, phrases) for at in ends), 0.0]
    return tuple(
        (text[begin:end], cost)
        for (begin, end), cost in zip(pairwise((0, *ends, len(text))), costs, strict=True)
    )


def is_katakana(char: str) -> bool:
    """Whether a character is a katakana or the mark that makes its vowel long."""
    return "ァ" <= char <= "ヺ" or char == "ー"


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in NO_START or before in _NO_END or before == _UP_TO:
        return False
    if is_katakana(before) and is_katakana(after):
        return False
    if before.isdigit() and _is_cjk(after):
        return after in _NO_END
    return before == " " or _is_cjk(before) or _is_cjk(after)


def _is_cjk(char: str) -> bool:
    return ord(char) >= _FIRST_CJK and unicodedata.east_asian_width(char) in "WFH"


def _cost(text: str, at: int, phrases: frozenset[int]) -> float:
    before, after = text[:at].rstrip()[-1:], text[at]
    if _HEADING.match(text, at):
        return COMPOUND
    if before in _ENDS_A_PHRASE or after in _NO_END:
        return MARK
    if text[at - 1] == " ":
        return MARK if _JAPANESE.match(before) and _JAPANESE.match(after) else SPACE
    if at in phrases:
        return PHRASE
    if before in _CLOSES:
        return INSIDE if "ぁ" <= after <= "ゖ" else MARK
    return _cost_in_a_phrase(text, at)


def _cost_in_a_phrase(text: str, at: int) -> float:
    """Beside a figure or Latin letters words begin where kana end; elsewhere only the parts of a compound are told apart."""
    before, after = text[at - 1], text[at]
    if not (_JAPANESE.match(before) and _JAPANESE.match(after)):
        if "ぁ" <= after <= "ゖ":
            return INSIDE
        return PHRASE if "ぁ" <= before <= "ゖ" else COMPOUND
    return COMPOUND if _PARTS.match(text, at) else INSIDE


def _phrases(text: str) -> frozenset[int]:
    """Where phrases begin, except where one would begin or end with a kanji torn from its run, or within a として."""
    if not _JAPANESE.search(text):
        return frozenset()
    begins = accumulate(map(len, _budoux().parse(text)))
    return frozenset(at for at in begins if not _NO_PHRASE.match(text, at))


@cache
def _budoux() -> Parser:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - only Japanese text that is broken needs it

    return load_default_japanese_parser()
