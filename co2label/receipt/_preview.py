"""A receipt as a picture of its paper in real size: the rows of `plain`, each character in the cells of the printer.

A printer of 203 dots per inch sets half-width characters in cells of 12 × 24 dots, Japanese in two of them, and feeds 30 dots a
row; the QR code stands where `escpos` has it. Places and widths are the printer's; the letters are those of the labels, all of
one size, in which a figure fills its cell. A run of letters begins at its cell, and ends at it where it closes a column
of figures.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> paper = preview(Receipt(lines=[ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3)]))
>>> paper.scene.width, paper.scene.ops[0].text
(58.0, '牛')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from co2label import draw
from co2label.columns import CodePage
from co2label.columns import columns as columns_of
from co2label.errors import TextError
from co2label.receipt._escpos import QR_LEVEL, qr_module_dots
from co2label.receipt._paper import Detail, page_for, plain
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.receipt._receipt import Receipt


_DOTS_PER_MM = 8
_CELL = 12 / _DOTS_PER_MM
_FEED = 30 / _DOTS_PER_MM
"""Distance of rows: the default feed of printers."""
_PAPER = {32: 58.0, 42: 80.0, 48: 80.0}
"""Columns, and the width of the paper in mm; the print of 48, 63 and 72 mm stands in its middle."""
_ABOVE, _BELOW = 6.0, 8.0
_MAX_ROWS = 2000
"""A paper of seven metres and a half; beyond it, nobody looks at a picture of it."""
_WIDE = 2 * _CELL
"""The em of Japanese characters: they fill two cells."""
_NARROW = 2.6
"""The em of letters and figures: figures fill their cells. A run that is wider than its cells is set closer, then smaller."""
_BLANK = 0.2
"""em of a blank between words that are set closer."""
_CLOSE = 0.12
"""mm between the ink of letters that are set closer."""
_BASELINE = 0.88 * _WIDE
"""Distance below the top of a row."""
_HIGHEST, _LOWEST = _BASELINE + 0.37, _FEED - _BASELINE - 0.38
"""Reach of ink above and below the baseline, so that it stays off the next row."""
_AIR = 0.05
"""mm between the ink of a character and the edge of its place."""
_GETA = "〓"
"""For a character that printers have and our font has not."""
_CP932_RUNS = re.compile(r"[!-~￥￡]+(?: [!-~￥￡]+)*|[^\x00-\x7f]")
_LATIN_RUNS = re.compile(r"[^ ]+(?: [^ ]+)*")
"""Runs where every character has one cell."""
_HALF = str.maketrans("￥￡", "¥£")
"""Signs of two cells that stand beside figures."""
_WORDS = "¥£￥￡"
_MARKED = re.compile(r".*[0-9]\*")
_RULE = re.compile("-{3,}")


def preview(
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail | None = None,
    qr: str | None = None,
) -> draw.Picture:
    """The receipt as a picture of its paper.

    Args:
        receipt: what was bought.
        columns: 32 for 58 mm paper, 42 or 48 for 80 mm.
        language: of the words.
        detail: as `plain`.
        qr: a link that is printed below as a QR code.

    Raises:
        TextError: as `plain`; other columns; more than 2,000 rows; a link that has no place on the paper.
        IdentifierError: `qr` is no https link.
    """
    width = _PAPER.get(columns)
    if width is None:
        raise TextError(
            f"expected 32 columns (58 mm paper), or 42 or 48 (80 mm), for a preview, got {columns}"
        )
    page = page_for(receipt, language)
    text = plain(receipt, columns=columns, language=language, detail=detail, page=page)
    rows = text.split("\n")
    if len(rows) > _MAX_ROWS:
        raise TextError(
            f"a preview has at most {_MAX_ROWS} rows, this receipt {len(rows)}; leave out detail or split it"
        )
    left = (width - columns * _CELL) / 2
    ops: list[draw.Op] = list(_rows_ops(rows, left, page))
    end = _ABOVE + len(rows) * _FEED
    if qr is not None:
        code = _qr(qr, columns, width, end + _FEED, language)
        ops.append(code)
        end = code.y + code.size + _FEED
    title = " ".join(filter(None, [receipt.store, receipt.receipt_id])) or translate("receipt.sum", language)
    return draw.Picture(draw.Scene(width, end + _BELOW, tuple(ops), title, text, language))


def _qr(link: str, columns: int, width: float, top: float, language: str) -> draw.Qr:
    """The symbol in the middle, as printers set it, with its quiet zone in the white around it."""
    module = qr_module_dots(link, columns) / _DOTS_PER_MM
    size = draw.modules_across(link, level=QR_LEVEL) * module
    spoken = translate("spoken.qr", language, link=link)
    return draw.Qr((width - size) / 2, top - draw.QUIET * module, size, link, spoken, QR_LEVEL)


class _Run(NamedTuple):
    """Letters and figures that stand together, or a character of two cells.

    Attributes:
        text: with single blanks in it.
        left: of its cells, in mm from that of the row.
        room: of its cells, and of a blank cell beside it that it may use.
        anchor: where it stands in them: -1 at the left, 0 in the middle, 1 at the right.
    """

    text: str
    left: float
    room: float
    anchor: int


def _runs(row: str, width: int, page: CodePage) -> Iterator[_Run]:
    """The parts of a row; the mark behind its last figure is a part of its own, so that figures end below each other."""
    ends = columns_of(row, page) == width
    if _MARKED.fullmatch(row):
        yield _Run("*", columns_of(row[:-1], page) * _CELL, _CELL, -1)
        row = row[:-1]
    for match in (_CP932_RUNS if page == "cp932" else _LATIN_RUNS).finditer(row):
        text, (start, end) = match.group(), match.span()
        before, behind = row[max(0, start - 2) : start], row[end : end + 2]
        left, room = columns_of(row[:start], page) * _CELL, columns_of(text, page) * _CELL
        if not _is_word(text, page):
            yield _Run(text, left, room, 0)
        elif start and ((before == "  " and behind in {"", "  "}) or (ends and not behind)):
            free = _CELL if before[-1] == " " else 0.0
            yield _Run(text.translate(_HALF), left - free, room + free, 1)
        else:
            free = 0.0 if behind[:1].strip() else _CELL / 2
            yield _Run(
                text.translate(_HALF), left, room + free, 0 if start and behind[:1] not in {"", " "} else -1
            )


def _rows_ops(rows: Sequence[str], left: float, page: CodePage = "cp932") -> Iterator[draw.Text]:
    """Rows from the top of the paper."""
    width = max((columns_of(row, page) for row in rows), default=0)
    for at, row in enumerate(rows):
        baseline = _ABOVE + at * _FEED + _BASELINE
        if _RULE.fullmatch(row):
            for place in range(len(row)):
                yield from _word_ops(_Run("-", place * _CELL, _CELL, 0), left, baseline)
            continue
        for run in _runs(row, width, page):
            if _is_word(run.text, page):
                yield from _word_ops(run, left, baseline)
            else:
                yield from _character_ops(run.text, left + run.left, baseline)


def _is_word(text: str, page: CodePage) -> bool:
    return page != "cp932" or len(text) > 1 or text.isascii() or text in _WORDS


def _word_ops(run: _Run, left: float, baseline: float) -> Iterator[draw.Text]:
    """A run in its place: as it is, where that is too wide closer, and where that is too wide smaller as well."""
    start, across = _across(run.text)
    room = run.room - _AIR
    if across * _NARROW <= room:
        place = left + run.left + _AIR / 2 + (room - across * _NARROW) * (run.anchor + 1) / 2
        yield draw.Text(place - start * _NARROW, baseline, run.text, _NARROW)
        return
    inks = [draw.ink(char, draw.REGULAR) for char in run.text.replace(" ", "")]
    wanted = sum(each.right - each.left for each in inks) + _BLANK * run.text.count(" ")
    size = min(_NARROW, (room - _CLOSE * len(inks)) / wanted)
    pen = left + run.left + _AIR / 2
    for word in run.text.split(" "):
        for char in word:
            bounds = draw.ink(char, draw.REGULAR)
            yield draw.Text(pen - bounds.left * size, baseline, char, size)
            pen += (bounds.right - bounds.left) * size + _CLOSE
        pen += _BLANK * size


def _across(text: str) -> tuple[float, float]:
    """Left edge and width of a text in em: its advance, extended by ink that overhangs."""
    bounds = draw.ink(text, draw.REGULAR)
    start = min(0.0, bounds.left)
    return start, max(draw.measure(text, 1.0), bounds.right) - start


def _character_ops(char: str, left: float, baseline: float) -> Iterator[draw.Text]:
    """One character of one cell (half-width kana) or two, in the middle of them."""
    if char.isspace():
        return
    char = _GETA if draw.missing(char, draw.REGULAR) else char
    room = columns_of(char) * _CELL
    bounds = draw.ink(char, draw.REGULAR)
    across = bounds.right - bounds.left
    fits = (
        _WIDE,
        (room - _AIR) / across,
        _HIGHEST / max(-bounds.top, 0.01),
        _LOWEST / max(bounds.bottom, 0.01),
    )
    size = min(fits)
    advance, shift = draw.measure(char, 1.0), draw.glyphs(char, draw.REGULAR)[0].x
    if columns_of(char) == 2 and advance == 0.5:  # noqa: PLR2004 - 、 and 」 have the whole em on paper
        advance = 1.0
    x = left + (-shift * size if shift else (room - advance * size) / 2)
    least, most = left + _AIR / 2 - bounds.left * size, left + room - _AIR / 2 - bounds.right * size
    yield draw.Text(min(max(x, least), most), baseline, char, size)
