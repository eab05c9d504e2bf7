"""A receipt as HTML for an e-mail: one table, its style written on each element, no scripts and no pictures.

Programs for e-mail drop style sheets, flexible boxes and SVG, so the share of a day is a bar of two table cells: linear and
from zero. Data enters through `_text` alone.

>>> from co2label.receipt.lines import Receipt, ReceiptLine
>>> found = html(Receipt(lines=[ReceiptLine(name="<b>茶</b>", price=150, kg_co2e=0.2)]))
>>> "&lt;b&gt;茶&lt;/b&gt;" in found, "<b>茶" in found
(True, False)
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from co2label.links import web_link
from co2label.receipt.summary import summarise
from co2label.receipt.words import (
    change_words,
    count_words,
    legend,
    line_words,
    money_words,
    percent_words,
    total_words,
)
from co2label.wording import digits, say, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt.lines import Receipt, ReceiptLine
    from co2label.receipt.summary import Summary

__all__ = ["html"]

_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>\n'
    '<body style="margin:0;padding:16px;background:#fff;color:#111;font:16px/1.5 sans-serif">\n'
    '<table role="presentation" width="100%" style="max-width:480px;margin:0 auto;border-collapse:collapse">\n'
    "{rows}\n</table>\n</body>\n</html>\n"
)
_ROW = (
    '<tr><td style="padding:{above}px 8px 0 0{left}">{0}</td><td align="right" style="{right}">{1}</td></tr>'
)
_RIGHT = "padding:{above}px 0 0;white-space:nowrap;vertical-align:top"
_SMALL = ";font-size:13px;color:#555"
_RULE = (
    '<tr><td colspan="2" style="padding:8px 0 0;border-bottom:1px solid #bbb;font-size:0">&nbsp;</td></tr>'
)
_LARGE = ";font-size:24px;font-weight:bold"
_BAR = (
    '<tr><td colspan="2" style="padding:4px 0 0"><table role="presentation" width="100%" cellspacing="0" '
    'cellpadding="0" style="background:#ddd"><tr>{cells}</tr></table></td></tr>'
)
_CELL = '<td width="{percent}%" style="height:8px;background:{fill};font-size:0">&nbsp;</td>'


def html(receipt: Receipt, *, language: str = "ja", link: str | None = None) -> str:
    """The receipt as an HTML document for an e-mail.

    Args:
        receipt: what was bought.
        language: of the words; names of items stay as they are.
        link: an https link to how the figures were calculated.

    Raises:
        TextError: a language without words.
        IdentifierError: `link` is no https link.
    """
    words(language)
    found = summarise(receipt)
    rows = [
        *_head(receipt),
        *(row for line in receipt.lines for row in _item(receipt, line, language)),
        _RULE,
        _row(
            say("receipt.sum", language), money_words(receipt, receipt.total_amount), "", ";font-weight:bold"
        ),
        _RULE,
        *_figures(found, language),
        *(_whole(sentence) for sentence in legend(receipt, found, language)),
        *([] if link is None else [_link(link, language)]),
    ]
    title = " ".join(filter(None, [receipt.store, receipt.receipt_id])) or say("receipt.sum", language)
    return _PAGE.format(language=language, title=escape(title), rows="\n".join(rows))


def _text(text: str) -> str:
    """Text as HTML shows it, with CO2 as people write it."""
    return escape(text).replace("CO2", "CO<sub>2</sub>")


def _row(left: str, right: str, style_left: str = "", style_right: str = "", above: int = 4) -> str:
    style = _RIGHT.format(above=above) + style_right
    return _ROW.format(_text(left), _text(right), above=above, left=style_left, right=style)


def _whole(text: str) -> str:
    return f'<tr><td colspan="2" style="padding:4px 0 0{_SMALL}">{_text(text)}</td></tr>'


def _head(receipt: Receipt) -> Iterator[str]:
    if receipt.store:
        yield f'<tr><td colspan="2" style="padding:0;font-weight:bold">{_text(receipt.store)}</td></tr>'
    if receipt.receipt_id:
        yield _whole(f"No. {receipt.receipt_id}")
    if receipt.store or receipt.receipt_id:
        yield _RULE


def _item(receipt: Receipt, line: ReceiptLine, language: str) -> Iterator[str]:
    count = count_words(line)
    yield _row(f"{line.name} {count}".rstrip(), money_words(receipt, line.amount), above=8)
    if not line.is_discount:
        yield _row(line_words(line, language), "", _SMALL, above=0)


def _figures(found: Summary, language: str) -> Iterator[str]:
    total = say("receipt.total", language, covered=found.covered, items=found.items)
    yield _row(total, total_words(found, language), ";vertical-align:bottom", _LARGE)
    if found.amount_share is not None and 0 < found.covered < found.items:
        yield _row(say("receipt.share", language), percent_words(found.amount_share, language))
    if found.reference is not None:
        day = say("receipt.of-day", language, day=digits(found.reference.shown_day, language))
        yield _row(day, percent_words(found.reference, language))
        yield _bar(found.reference.share)
    if found.change is not None:
        yield _row(*change_words(found.change, language))


def _bar(share: float) -> str:
    """A bar of a day's width, filled from zero."""
    filled = round(100 * share)
    parts = [(filled, "#1b7a3d"), (100 - filled, "#ddd")]
    return _BAR.format(cells="".join(_CELL.format(percent=part, fill=fill) for part, fill in parts if part))


def _link(link: str, language: str) -> str:
    target, said = escape(web_link(link)), _text(say("line.qr", language))
    return f'<tr><td colspan="2" style="padding:12px 0 0"><a href="{target}" style="color:#0b57d0">{said}</a></td></tr>'
