"""Text in the columns of a receipt printer: measured, cut, padded and broken into rows.

Columns are bytes of the printer's code page. In CP932 (Microsoft code page 932), which Japanese printers have, one byte is one
half-width column; in the pages of European printers every character is one byte. UTF-8 is a terminal or an e-mail in a font of
fixed pitch: wide characters (UAX #11: W and F) take two columns, combining ones none, and nothing is replaced.

>>> columns("鮭 ｵﾆｷﾞﾘ"), columns("crème ×2", "cp858"), columns("crème 鮭 €", "utf-8")
(8, 8, 10)
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, get_args

from co2label._data import data_table
from co2label.errors import TextError, clip
from co2label.text import NO_START, PHRASE, SELECTORS, named, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


CodePage = Literal["cp932", "cp858", "cp1252", "cp852", "cp866", "utf-8"]
CODE_PAGES: tuple[CodePage, ...] = get_args(CodePage)
"""Japanese; Western Europe with € (cp858, cp1252); Central Europe; Cyrillic; a screen, which has all characters."""

_FIRST_KANA = 0x2E80
"""The first of the characters of East Asia."""
_GETA = "〓"
"""U+3013, which Japanese printers set where a character is missing."""
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
"""Characters that a CP932 printer has no cell for, or only in the NEC rows that many printers lack, and its stand-in.

The yen sign becomes the full-width ￥ (two columns): byte 0x5C prints as a yen sign or as a backslash, as the
printer is set."""
_TYPEWRITTEN = str.maketrans(
    dict(zip("’‘‚“”„«»—–―−‐‑\u202f\u2009", '\'\'\'"""""------\u00a0\u00a0', strict=True))
)
"""Signs of fine typesetting and their form on a typewriter, which says the same: no letter is lost."""
_REPLACED = re.compile(f"[{re.escape(''.join(map(chr, _CP932)))}{SELECTORS}]")
_SCREEN_SPACES = "\u00a0\u202f\u2009\u3000"
_UNSPACED = {"Mn", "Me", "Cf"}
"""Categories of characters that take no column of their own."""
_VARIED = re.compile(f".?[{SELECTORS}]+", re.DOTALL)
"""A character with its variation selector, which a printer has no cell for."""


@lru_cache(maxsize=4096)
def columns(text: str, page: CodePage = "cp932") -> int:
    """Half-width columns of a text on a printer: in CP932 ASCII and half-width kana 1, everything else 2; in other pages 1 each.

    Raises:
        TextError: a character without a cell in the code page (see `to_cells`).

    >>> columns("CO2e合計"), columns("①㎏℃")
    (8, 6)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    if page == "utf-8":
        return sum(map(_screen_columns, text))
    try:
        width = len(text.encode(page))
    except UnicodeEncodeError as error:
        raise TextError(_no_cell(text[error.start], page)) from None
    if not text.isprintable():
        spaces = " \u3000" if page == "cp932" else " \u3000\u00a0"
        for char in text:
            if not char.isprintable() and char not in spaces:
                raise TextError(_no_cell(char, page))
    return width


@cache
def _screen_columns(char: str) -> int:
    """Columns of a character on a screen.

    Raises:
        TextError: a control character.
    """
    if not char.isprintable() and char not in _SCREEN_SPACES:
        raise TextError(_no_cell(char, "utf-8"))
    return 0 if unicodedata.category(char) in _UNSPACED else 1 + (unicodedata.east_asian_width(char) in "WF")


def has_cells(text: str, page: CodePage) -> bool:
    """Tell whether a printer can print a text as it is.

    >>> has_cells("Crème brûlée", "cp858"), has_cells("鮭", "cp858")
    (True, False)
    """
    try:
        columns(text if text.isascii() else unicodedata.normalize("NFC", text), page)
    except TextError:
        return False
    return True


@lru_cache(maxsize=4096)
def to_cells(text: str, page: CodePage = "cp932") -> tuple[str, tuple[str, ...]]:
    """The nearest text that a printer can print, and the characters that had to be replaced, each once.

    In CP932 as `to_cp932`; in another page by table (₂ → 2), by compatible form (㎏ → kg), else without its marks, else ?. What
    is only set less finely (’ as ', U+202F as U+00A0) is no replacement. On a screen (`utf-8`) nothing but controls is replaced.

    >>> to_cells("CO₂ café Łódź 鮭", "cp858")
    ('CO2 café Lódz ?', ('₂', 'Ł', 'ź', '鮭'))
    """
    if page == "cp932":
        return to_cp932(text)
    if text.isascii() and text.isprintable():
        return text, ()
    text = unicodedata.normalize("NFC", text)
    if has_cells(text, page):
        return text, ()
    printed = [char if has_cells(char, page) else _nearest(char, page) for char in text]
    pairs = zip(text, printed, strict=True)
    changed = dict.fromkeys(
        char for char, cell in pairs if char != cell and char.translate(_TYPEWRITTEN) != cell
    )
    return "".join(printed), tuple(changed)


def _nearest(char: str, page: CodePage) -> str:
    if re.fullmatch(f"[{SELECTORS}]", char):
        return ""
    known, compatible = char.translate(_CP932), unicodedata.normalize("NFKC", char)
    if page == "cp932":
        forms = (known, _usual_kanji().get(char, ""), compatible.translate(_CP932), _bare(char))
    else:
        forms = (char.translate(_TYPEWRITTEN), known, compatible, _bare(char))
    return next((form for form in forms if form and has_cells(form, page)), _GETA if page == "cp932" else "?")


def to_cp932(text: str) -> tuple[str, tuple[str, ...]]:
    """The nearest text that a CP932 printer can print, and the characters that had to be replaced, each once.

    A replacement is by table (₂ → 2, ¥ → ￥, ㎏ → kg), the usual form of a kanji (麵 → 麺; `kanji.toml`), the letter without
    its marks (é → e), else 〓. A variation selector is left out.

    >>> to_cp932("CO₂ ¥100 café 𠮷野家")
    ('CO2 ￥100 cafe 吉野家', ('₂', '¥', 'é', '𠮷'))
    """
    if text.isascii() and text.isprintable() and text:
        return text, ()
    text = unicodedata.normalize("NFC", text)
    if not _REPLACED.search(text) and has_cells(text, "cp932"):
        return text, ()
    changed = dict.fromkeys(_VARIED.findall(text))
    plain = re.sub(f"[{SELECTORS}]", "", text)
    if has_cells(known := plain.translate(_CP932), "cp932"):
        changed |= dict.fromkeys(char for char in plain if ord(char) in _CP932)
        return known, tuple(changed)
    printed = [_nearest(char, "cp932") for char in plain]
    changed |= dict.fromkeys(char for char, cell in zip(plain, printed, strict=True) if char != cell)
    return "".join(printed), tuple(changed)


def fit_columns(text: str, width: int, page: CodePage = "cp932") -> str:
    """The longest beginning of a text that takes at most `width` columns; no double-width character is split.

    Raises:
        TextError: as `columns`.

    >>> fit_columns("鮭おにぎり", 5)
    '鮭お'
    """
    if columns(text, page) <= width:
        return text
    if page == "utf-8":
        ends = accumulate(map(_screen_columns, text))
        return text[: sum(end <= width for end in ends)]
    whole = text.encode(page)[: max(width, 0)].decode(page, "ignore")  # half a character is left out
    return text[: len(whole)]


def pad_right(text: str, width: int, page: CodePage = "cp932") -> str:
    """A text with spaces on its right, exactly `width` columns wide.

    Raises:
        TextError: wider than `width`, or as `columns`.

    >>> pad_right("米", 4)
    '米  '
    """
    return text + _padding(text, width, page)


def pad_left(text: str, width: int, page: CodePage = "cp932") -> str:
    """A text with spaces on its left, exactly `width` columns wide, for figures.

    Raises:
        TextError: wider than `width`, or as `columns`.

    >>> pad_left("3.4kg", 8)
    '   3.4kg'
    """
    return _padding(text, width, page) + text


def wrap(text: str, width: int, page: CodePage = "cp932") -> list[str]:
    """A text in rows: broken at spaces and between Japanese phrases; between characters where that saves a row.

    No row begins with a closing mark, and none ends within a number.

    >>> wrap("CO2e=温室効果ガスのCO2換算、概数", 26), wrap("greenhouse gases as CO2", 12)
    (['CO2e=温室効果ガスの', 'CO2換算、概数'], ['greenhouse', 'gases as CO2'])
    """
    rows = list(_wrapped(text, width, _break, page))
    if len(rows) == 1 or text.isascii() or page not in {"cp932", "utf-8"}:
        return rows
    phrases = list(_wrapped(text, width, _phrase_end, page))
    return phrases if len(phrases) == len(rows) else rows


def _wrapped(text: str, width: int, end_of_row: Callable[[str, int], int], page: CodePage) -> Iterator[str]:
    while columns(text, page) > width:
        end = end_of_row(text, len(fit_columns(text, width, page)))
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text


def _phrase_end(text: str, end: int) -> int:
    """The last end of a phrase up to `end`; where there is none, as `_break`."""
    found = at = 0
    for piece, cost in split(text):
        at += len(piece)
        if at - (piece[-1:] == " ") > end:
            break
        found = at if cost <= PHRASE else found
    return found or _break(text, end)


def _break(text: str, end: int) -> int:
    """Find where to break, at `end` or a little before it."""
    if _is_latin(text[end]) and _is_latin(text[end - 1]):
        space = text.rfind(" ", 0, end + 1)
        if space > 0:
            return space
    if text[end - 1 : end + 1].isdigit():
        return _number_start(text, end) or end
    return end - 1 if text[end] in NO_START and end > 1 else end


def _is_latin(char: str) -> bool:
    """Tell whether a row may break beside it at spaces only."""
    return char.isascii() or (unicodedata.east_asian_width(char) in "NaA" and ord(char) < _FIRST_KANA)


def _number_start(text: str, end: int) -> int:
    """Find where the number begins that goes on at `end`: a date is not torn within its day."""
    while end and (text[end - 1].isdigit() or text[end - 1] in ".,"):
        end -= 1
    return end


def _padding(text: str, width: int, page: CodePage) -> str:
    missing = width - columns(text, page)
    if missing < 0:
        raise TextError(
            f"{clip(text)} takes {width - missing} columns, its place has {width}; cut it with fit_columns"
        )
    return " " * missing


@cache
def _usual_kanji() -> dict[str, str]:
    """Kanji without a cell, and the form of the same kanji that has one."""
    tables = data_table("kanji.toml", beside=__file__)["forms"]
    return {char: usual for table in tables for char, usual in table["pairs"].split()}


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char).translate(_CP932)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _no_cell(char: str, page: CodePage = "cp932") -> str:
    todo = "to_cp932" if page == "cp932" else "to_cells"
    return f"{named(char)} has no cell on a {page.upper()} printer; replace it with {todo}"
