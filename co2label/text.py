"""Text from outside made safe to print.

`clean_text` is the one door for names: what comes through it has no control, bidi, zero-width, private-use
or unassigned character (Unicode categories Cc, Cf, Cs, Co, Cn), is in Unicode normalisation form C (UAX #15),
one line, and short. A variation selector may follow a kanji or a sign, one each (葛󠄀 of a place's name): pictures and
slips show the usual form.

>>> clean_text("  鮭　おにぎり ")
'鮭 おにぎり'
"""

from __future__ import annotations

import re
import unicodedata

from co2label.errors import TextError, clip

__all__ = ["SELECTORS", "clean_text", "named"]

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
        message = f"{prefix}expected text, got {clip(value)}"
        raise TextError(message)
    if len(value) > 4 * limit:  # before normalising, which takes quadratic time on long runs of marks
        raise TextError(prefix + _too_long(value, limit))
    _refuse_unprintable(value, prefix)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", value.translate(_KANJI))).strip(" ")
    if not text:
        message = f"{prefix}expected text, got nothing but spaces; write it or leave the field out"
        raise TextError(message)
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
            message = f"{prefix}character {position} is {named(char)}, which must not be printed; remove it"
            raise TextError(message)


def _refuse_marks(text: str, prefix: str) -> None:
    if text.isascii():
        return
    marks = 0
    for position, char in enumerate(text, start=1):
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks > _MOST_MARKS or (marks and position == 1):
            message = (
                f"{prefix}character {position} is {named(char)}, a combining mark too many; "
                f"at most {_MOST_MARKS} may follow a letter"
            )
            raise TextError(message)


def named(char: str) -> str:
    """A character as messages name it: "U+001B ESCAPE"."""
    kind = _CATEGORIES.get(unicodedata.category(char), "character")
    return f"U+{ord(char):04X} {_NAMES.get(char) or unicodedata.name(char, kind)}"
