"""A receipt as a picture of its paper in real size: the rows of `plain`, each character in the cells of the printer.

A printer of 203 dots per inch sets half-width characters in cells of 12 × 24 dots, Japanese in two of them, and feeds 30 dots a
row; the QR code stands where `escpos` has it. Places and widths are the printer's; the letters are those of the labels, spaced
word by word to the cells. A wide word may use part of the blank cell beside it.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> paper = preview(Receipt(lines=[ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3)]))
>>> paper.scene.width, paper.scene.ops[0].text
(58.0, '牛')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.columns import CodePage
from co2label.columns import columns as columns_of
from co2label.draw import (
    QUIET,
    REGULAR,
    Op,
    Picture,
    Qr,
    Scene,
    Text,
    glyphs,
    ink,
    measure,
    missing,
    modules_across,
)
from co2label.errors import TextError
from co2label.receipt._escpos import QR_LEVEL, qr_module_dots
from co2label.receipt._paper import Detail, page_for, plain
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt._receipt import Receipt


_DOTS_PER_MM = 8
_CELL = 12 / _DOTS_PER_MM
_FEED = 30 / _DOTS_PER_MM
"""Distance of rows: the default feed of printers."""
_PAPER = {32: 58.0, 48: 80.0}
"""Columns, and the width of the paper in mm; the print of 48 and 72 mm stands in its middle."""
_ABOVE, _BELOW = 6.0, 8.0
_MAX_ROWS = 2000
"""A paper of seven metres and a half; beyond it, nobody looks at a picture of it."""
_WIDE = 2 * _CELL
"""The em of Japanese characters: they fill two cells."""
_NARROW = 2.5
"""The em of letters and figures; as large as usual words bear in their cells."""
_BORROWED = 0.65
"""mm that a wide word (45%) takes of a blank cell beside it."""
_BASELINE = 0.88 * _WIDE
"""Distance below the top of a row."""
_HIGHEST, _LOWEST = _BASELINE + 0.37, _FEED - _BASELINE - 0.38
"""Reach of ink above and below the baseline, so that it stays off the next row."""
_AIR = 0.05
"""mm between the ink of a character and the edge of its place."""
_GETA = "〓"
"""For a character that printers have and our font has not."""
_RUNS = re.compile(r"[!-~]+|[^\x00-\x7f]")
_LATIN_RUNS = re.compile(r"\S+")
"""Runs in a code page where every character has one cell."""


def preview(
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail | None = None,
    qr: str | None = None,
) -> Picture:
    """The receipt as a picture of its paper.

    Args:
        receipt: what was bought.
        columns: 32 for 58 mm paper, 48 for 80 mm.
        language: of the words.
        detail: as `plain`.
        qr: a link that is printed below as a QR code.

    Raises:
        TextError: as `plain`; other columns; more than 2,000 rows; a link that has no place on the paper.
        IdentifierError: `qr` is no https link.
    """
    width = _PAPER.get(columns)
    if width is None:
        raise TextError(f"expected 32 columns (58 mm paper) or 48 (80 mm) for a preview, got {columns}")
    page = page_for(receipt, language)
    text = plain(receipt, columns=columns, language=language, detail=detail, page=page)
    rows = text.split("\n")
    if len(rows) > _MAX_ROWS:
        raise TextError(
            f"a preview has at most {_MAX_ROWS} rows, this receipt {len(rows)}; leave out detail or split it"
        )
    left = (width - columns * _CELL) / 2
    ops: list[Op] = [
        op for at, row in enumerate(rows) for op in _row_ops(row, left, _ABOVE + at * _FEED, page)
    ]
    end = _ABOVE + len(rows) * _FEED
    if qr is not None:
        code = _qr(qr, columns, width, end + _FEED, language)
        ops.append(code)
        end = code.y + code.size + _FEED
    title = " ".join(filter(None, [receipt.store, receipt.receipt_id])) or translate("receipt.sum", language)
    return Picture(Scene(width, end + _BELOW, tuple(ops), title, text, language))


def _qr(link: str, columns: int, width: float, top: float, language: str) -> Qr:
    """The symbol in the middle, as printers set it, with its quiet zone in the white around it."""
    module = qr_module_dots(link, columns) / _DOTS_PER_MM
    size = modules_across(link, level=QR_LEVEL) * module
    spoken = translate("spoken.qr", language, link=link)
    return Qr((width - size) / 2, top - QUIET * module, size, link, spoken, QR_LEVEL)


def _row_ops(row: str, left: float, top: float, page: CodePage = "cp932") -> Iterator[Text]:
    baseline = top + _BASELINE
    column = 0
    at = 0
    for match in (_RUNS if page == "cp932" else _LATIN_RUNS).finditer(row):
        run = match.group()
        column += columns_of(row[at : match.start()], page)
        at = match.start()
        place = left + column * _CELL
        if run.isascii() or page != "cp932":
            yield from _word_ops(run, _word_span(row, match.span(), place), baseline)
        else:
            yield from _character_ops(run, place, baseline)


def _word_span(row: str, span: tuple[int, int], left: float) -> tuple[float, float]:
    """The cells of a word in mm; where they are too few, with a part of the blank behind it, or else before it."""
    start, end = span
    right = left + (end - start) * _CELL
    more = _natural_width(row[start:end]) * _NARROW + _AIR - (right - left)
    if more > 0 and row[end : end + 1] == " ":
        return left, right + min(more, _BORROWED)
    if more > 0 and start and row[start - 1] == " ":
        return left - min(more, _BORROWED), right
    return left, right


def _word_ops(word: str, place: tuple[float, float], baseline: float) -> Iterator[Text]:
    """Letters and figures, spaced so that together they fill their place."""
    room = place[1] - place[0]
    size = min(_NARROW, (room - _AIR) / _natural_width(word))
    gap = (room - _natural_width(word) * size) / len(word)
    pen = place[0] + gap / 2
    for char in word:
        start, end = _extent(char)
        yield Text(pen - start * size, baseline, char, size)
        pen += (end - start) * size + gap


def _natural_width(word: str) -> float:
    """Width of a word, in em."""
    return sum(end - start for start, end in map(_extent, word))


def _extent(char: str) -> tuple[float, float]:
    """Left and right end of a character, in em: its advance, and its ink where that hangs out."""
    bounds = ink(char, REGULAR)
    return min(0.0, bounds.left), max(measure(char, 1.0), bounds.right)


def _character_ops(char: str, left: float, baseline: float) -> Iterator[Text]:
    """One character of one cell (half-width kana) or two, in the middle of them."""
    if char.isspace():
        return
    char = _GETA if missing(char, REGULAR) else char
    room = columns_of(char) * _CELL
    bounds = ink(char, REGULAR)
    across = bounds.right - bounds.left
    fits = (
        _WIDE,
        (room - _AIR) / across,
        _HIGHEST / max(-bounds.top, 0.01),
        _LOWEST / max(bounds.bottom, 0.01),
    )
    size = min(fits)
    advance, shift = measure(char, 1.0), glyphs(char, REGULAR)[0].x
    if columns_of(char) == 2 and advance == 0.5:  # noqa: PLR2004 - 、 and 」 have the whole em on paper
        advance = 1.0
    x = left + (-shift * size if shift else (room - advance * size) / 2)
    least, most = left + _AIR / 2 - bounds.left * size, left + room - _AIR / 2 - bounds.right * size
    yield Text(min(max(x, least), most), baseline, char, size)
