"""Text from outside made safe to print, and where a line of it may be broken.

`clean_text` is the one door for names: what comes through it has no control, bidi, zero-width, private-use
or unassigned character (Unicode categories Cc, Cf, Cs, Co, Cn), is in Unicode normalisation form C (UAX #15),
one line, and short. A variation selector may follow a kanji or a sign, one each (葛󠄀 of a place's name): pictures and
slips show the usual form.

`split` gives the pieces between which a line may end, and what each break costs. The rules are those of JIS X 4051 / JLREQ in
short (禁則処理): no line begins with a closing bracket, a comma, a small kana or a long-vowel mark; none ends with an
opening bracket. A Latin or katakana word, and a number with its unit or counter, are not broken. Of the breaks that the rules
allow, those between phrases (文節), as BudouX finds them, cost hardly anything, those between the parts of a compound more, and
those within a word so much that they are a last resort.

>>> clean_text("  鮭　おにぎり ")
'鮭 おにぎり'
>>> [piece for piece, cost in split("再エネ100%の電気を買う") if cost <= PHRASE]
['の', 'を', 'う']
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from co2label.errors import TextError, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budoux.parser import Parser


_MOST_MARKS = 4

_SUPPLEMENT = dict(zip("⺟⺠⻁⻄⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲", "母民虎西長青食骨鬼麦黄斉歯竜亀", strict=True))

_IN_JAPANESE = str.maketrans("戶靑黃黑", "戸青黄黒")

_KANGXI = {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6)}

_KANJI = str.maketrans(_SUPPLEMENT | {sign: kanji.translate(_IN_JAPANESE) for sign, kanji in _KANGXI.items()})
"""Radicals (CJK Radicals Supplement, Kangxi Radicals), which text copied from PDF files has in place of kanji."""

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors, as ranges for a regular expression: they choose a form of the character before them."""

_VARIED = re.compile(
    f"(?<=[^\\w\\s{_FILLERS}{SELECTORS}]|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{SELECTORS}]"
)
"""A selector where one may stand: after a kanji, or after a sign that is no letter."""

_BLANKS = re.compile(f"[{_FILLERS}{SELECTORS}]")
"""Fillers and variation selectors: of a category that prints, yet they print nothing."""

_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_NAMES = {"\0": "NULL", "\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}

_CATEGORIES = {
    "Cc": "control character",
    "Cs": "lone surrogate",
    "Co": "private-use character",
    "Cn": "unassigned character",
}


def clean_text(value: str, *, where: str = "", limit: int = 120) -> str:
    """Text that may be printed: one line in form C, single spaces inside, none at the ends.

    Radicals that look like a kanji become it (⻑ → 長). Cleaning twice changes nothing.

    Args:
        value: text from outside.
        where: path of the field, for the message.
        limit: the most code points after cleaning.

    Raises:
        TextError: a character that must not be printed (names its code point), empty, over-long, more than
            four combining marks on one base.

    >>> clean_text("cafe\u0301  ⻑崎")
    'café 長崎'
    >>> clean_text("tea\u202e", where="name.en")
    Traceback (most recent call last):
    ...
    co2label.errors.TextError: name.en: character 4 is U+202E RIGHT-TO-LEFT OVERRIDE, which must not be \
printed; remove it
    """
    prefix = f"{where}: " if where else ""
    if not isinstance(value, str):  # type: ignore[redundant-expr, unused-ignore]
        raise TextError(f"{prefix}expected text, got {clip(value)}")
    if len(value) > 4 * limit:  # before normalising, which takes quadratic time on long runs of marks
        raise TextError(prefix + _too_long(value, limit))
    _refuse_unprintable(value, prefix)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", value.translate(_KANJI))).strip(" ")
    if not text:
        raise TextError(f"{prefix}expected text, got nothing but spaces; write it or leave the field out")
    if len(text) > limit:
        raise TextError(prefix + _too_long(text, limit))
    _refuse_marks(text, prefix)
    return text


def _too_long(text: str, limit: int) -> str:
    return f"expected at most {limit} characters, got {len(text)}, beginning {clip(text, 24)}; shorten it"


def _refuse_unprintable(text: str, prefix: str) -> None:
    text = _VARIED.sub("_", text)
    if text.isprintable() and not _BLANKS.search(text):
        return
    for position, char in enumerate(text, start=1):
        if not _SPACES.match(char) and (not char.isprintable() or _BLANKS.match(char)):
            raise TextError(
                f"{prefix}character {position} is {named(char)}, which must not be printed; remove it"
            )


def _refuse_marks(text: str, prefix: str) -> None:
    if text.isascii():
        return
    marks = 0
    for position, char in enumerate(text, start=1):
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks > _MOST_MARKS or (marks and position == 1):
            raise TextError(
                f"{prefix}character {position} is {named(char)}, a combining mark too many; "
                f"at most {_MOST_MARKS} may follow a letter"
            )


def named(char: str) -> str:
    """A character as messages name it: "U+001B ESCAPE"."""
    kind = _CATEGORIES.get(unicodedata.category(char), "character")
    return f"U+{ord(char):04X} {_NAMES.get(char) or unicodedata.name(char, kind)}"


MARK, SPACE, PHRASE, COMPOUND, INSIDE = 0.0, 0.03, 0.05, 0.2, 0.6
"""Costs of a break: at a mark (or a space of Japanese text, which is one), at a space, between phrases, in a compound,
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

_HIRAGANA, _KATAKANA, _KANJI_CLASS = "[ぁ-ゖ]", "[ァ-ヺー]", "[\u3400-\u9fff]"

_JAPANESE = re.compile(f"{_HIRAGANA}|{_KATAKANA}|{_KANJI_CLASS}")

_HEADING = re.compile(f"(?<=({_HIRAGANA}|{_KATAKANA}|{_KANJI_CLASS}): )")
"""After "算定: ", which stands with what it is the heading of."""

_NO_PHRASE = re.compile(
    f"(?<={_KANJI_CLASS})(?={_KANJI_CLASS})(?!(?<={_KANJI_CLASS}{{2}})(?={_KANJI_CLASS}{{2}}))|(?<=[とに])(?=し[てた]|する)"
)

_PARTS = re.compile(
    f"(?<={_HIRAGANA}{{2}})(?={_KANJI_CLASS}{{2}}|{_KATAKANA}{{2}})"
    f"|(?<={_KATAKANA}{{2}})(?={_KANJI_CLASS}{{2}})|(?<={_KANJI_CLASS}{{2}})(?={_KATAKANA}{{2}})"
)
"""Places where the script changes in a compound: 絹ごし+豆腐, but not 働+き+方, nor 再+エネ."""


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
    """Tell whether a character is a katakana or the mark that makes its vowel long."""
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
    """Find where phrases begin, except where one would begin or end with a kanji torn from its run, or within a として."""
    if not _JAPANESE.search(text):
        return frozenset()
    begins = accumulate(map(len, _budoux().parse(text)))
    return frozenset(at for at in begins if not _NO_PHRASE.match(text, at))


@cache
def _budoux() -> Parser:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - only Japanese text that is broken needs it

    return load_default_japanese_parser()


def table_html(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Draw a table as HTML for notebooks; every text is escaped.

    >>> table_html("a < b", ["name"], [["x & y"]])
    '<table><caption>a &lt; b</caption><tr><th>name</th></tr><tr><td>x &amp; y</td></tr></table>'
    """
    head = "".join(f"<th>{html.escape(each)}</th>" for each in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><caption>{html.escape(caption)}</caption><tr>{head}</tr>{body}</table>"
