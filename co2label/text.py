"""Text from outside made safe to print, and measured in the columns of a Japanese receipt printer.

`clean_text` is the one door for names: what comes through it has no control, bidi, zero-width, private-use
or unassigned character (Unicode categories Cc, Cf, Cs, Co, Cn), is in Unicode normalisation form C (UAX #15),
one line, and short. Columns are bytes of CP932 (Microsoft code page 932): one byte is one half-width column.

>>> clean_text("  鮭　おにぎり ")
'鮭 おにぎり'
>>> columns("鮭 ｵﾆｷﾞﾘ")
8
"""

from __future__ import annotations

import re
import unicodedata

from co2label.errors import TextError, clip

__all__ = ["clean_text", "columns", "fit_columns", "pad_left", "pad_right", "to_cp932"]

_MOST_MARKS = 4
_GETA = "〓"
"""U+3013, which Japanese printers set where a character is missing."""

_SUPPLEMENT = dict(zip("⺟⺠⻁⻄⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲", "母民虎西長青食骨鬼麦黄斉歯竜亀", strict=True))
_IN_JAPANESE = str.maketrans("戶靑黃黑", "戸青黄黒")
_KANGXI = {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6)}
_KANJI = str.maketrans(_SUPPLEMENT | {sign: kanji.translate(_IN_JAPANESE) for sign, kanji in _KANGXI.items()})
"""Radicals (CJK Radicals Supplement, Kangxi Radicals), which text copied from PDF files has in place of kanji."""

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_BLANKS = re.compile(f"[{_FILLERS}{_SELECTORS}]")
"""Fillers and variation selectors: of a category that prints, yet they print nothing."""
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_NAMES = {"\0": "NULL", "\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}
_CATEGORIES = {
    "Cc": "control character",
    "Cs": "lone surrogate",
    "Co": "private-use character",
    "Cn": "unassigned character",
}

_UNIT_SIGNS = dict(zip("㎏㎎㎞㎝㎜㎡㎥㏄", ("kg", "mg", "km", "cm", "mm", "m2", "m3", "cc"), strict=True))
_SIGNS = dict(zip("€©®™ßæÆœŒ", ("EUR", "(C)", "(R)", "TM", "ss", "ae", "AE", "oe", "OE"), strict=True))
_CP932 = str.maketrans(
    {
        **dict(zip("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789", strict=True)),
        **dict(zip("〜−‖¢£¬—•·µ¥", "～－∥￠￡￢―・・μ￥", strict=True)),
        **dict(zip("\u00a0–‑⁄ℓøØłŁđĐ", " --/LoOlLdD", strict=True)),
        **_UNIT_SIGNS,
        **_SIGNS,
    }
)
"""What a CP932 printer has no cell for, or only in the NEC rows that many printers lack, and its stand-in.

The yen sign becomes the full-width ￥ (two columns): byte 0x5C prints as a yen sign or as a backslash, as the
printer is set."""
_REPLACED = re.compile(f"[{re.escape(''.join(map(chr, _CP932)))}]")


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


def columns(text: str) -> int:
    """Half-width columns of a text on a CP932 printer: ASCII and half-width kana 1, everything else 2.

    Raises:
        TextError: a character without a cell in CP932 (see `to_cp932`).

    >>> columns("CO2e合計"), columns("①㎏℃")
    (8, 6)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    plain = text.replace("\u3000", " ")
    try:
        width = len(text.encode("cp932"))
    except UnicodeEncodeError as error:
        raise TextError(_no_cell(text[error.start])) from None
    if not plain.isprintable():
        raise TextError(_no_cell(next(char for char in plain if not char.isprintable())))
    return width


def to_cp932(text: str) -> tuple[str, tuple[str, ...]]:
    """The nearest text that a CP932 printer can print, and the characters that had to be replaced, each once.

    A replacement is by table (₂ → 2, ¥ → ￥, ㎏ → kg), else the letter without its marks (é → e), else 〓.

    >>> to_cp932("CO₂ ¥100 café 𠮷野家")
    ('CO2 ￥100 cafe 〓野家', ('₂', '¥', 'é', '𠮷'))
    """
    if text.isascii() and text.isprintable() and text:
        return text, ()
    text = unicodedata.normalize("NFC", text)
    if not _REPLACED.search(text) and _has_cells(text):
        return text, ()
    if _has_cells(known := text.translate(_CP932)):
        return known, tuple(dict.fromkeys(char for char in text if ord(char) in _CP932))
    printed = [_printed(char) for char in text]
    changed = dict.fromkeys(char for char, cell in zip(text, printed, strict=True) if char != cell)
    return "".join(printed), tuple(changed)


def fit_columns(text: str, width: int) -> str:
    """The longest beginning of a text that takes at most `width` columns; no double-width character is split.

    Raises:
        TextError: as `columns`.

    >>> fit_columns("鮭おにぎり", 5)
    '鮭お'
    """
    if columns(text) <= width:
        return text
    whole = text.encode("cp932")[: max(width, 0)].decode("cp932", "ignore")  # half a character is left out
    return text[: len(whole)]


def pad_right(text: str, width: int) -> str:
    """A text with spaces on its right, exactly `width` columns wide.

    Raises:
        TextError: wider than `width`, or as `columns`.

    >>> pad_right("米", 4)
    '米  '
    """
    return text + _padding(text, width)


def pad_left(text: str, width: int) -> str:
    """A text with spaces on its left, exactly `width` columns wide, for figures.

    Raises:
        TextError: wider than `width`, or as `columns`.

    >>> pad_left("3.4kg", 8)
    '   3.4kg'
    """
    return _padding(text, width) + text


def _padding(text: str, width: int) -> str:
    missing = width - columns(text)
    if missing < 0:
        message = (
            f"{clip(text)} takes {width - missing} columns, its place has {width}; cut it with fit_columns"
        )
        raise TextError(message)
    return " " * missing


def _printed(char: str) -> str:
    forms = (char.translate(_CP932), unicodedata.normalize("NFKC", char).translate(_CP932), _bare(char))
    return next((form for form in forms if _has_cells(form)), _GETA)


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char).translate(_CP932)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _has_cells(text: str) -> bool:
    try:
        columns(text)
    except TextError:
        return False
    return bool(text)


def _no_cell(char: str) -> str:
    return f"{_named(char)} has no cell on a CP932 printer; replace it with to_cp932"


def _too_long(text: str, limit: int) -> str:
    return f"expected at most {limit} characters, got {len(text)}, beginning {clip(text, 24)}; shorten it"


def _refuse_unprintable(text: str, prefix: str) -> None:
    if text.isprintable() and not _BLANKS.search(text):
        return
    for position, char in enumerate(text, start=1):
        if not _SPACES.match(char) and (not char.isprintable() or _BLANKS.match(char)):
            message = f"{prefix}character {position} is {_named(char)}, which must not be printed; remove it"
            raise TextError(message)


def _refuse_marks(text: str, prefix: str) -> None:
    if text.isascii():
        return
    marks = 0
    for position, char in enumerate(text, start=1):
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks > _MOST_MARKS or (marks and position == 1):
            message = (
                f"{prefix}character {position} is {_named(char)}, a combining mark too many; "
                f"at most {_MOST_MARKS} may follow a letter"
            )
            raise TextError(message)


def _named(char: str) -> str:
    kind = _CATEGORIES.get(unicodedata.category(char), "character")
    return f"U+{ord(char):04X} {_NAMES.get(char) or unicodedata.name(char, kind)}"
