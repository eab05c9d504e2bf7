r"""A receipt as ReceiptLine markup (receipt description language of the OFSC), which many tills and printers take.

The rows are those of the plain receipt, each one column of its own that is aligned to the left: the paper looks alike
whoever prints it. Data enters through `_escaped` alone, so no name becomes a command.

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> tea = Receipt(lines=[ReceiptLine(name="{c:Tea|x}", price=150, kg_co2e=0.2)])
>>> print(receiptline(tea).splitlines()[0])
|\{c:Tea\|x\}                  ￥150
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.receipt.code import check_code
from co2label.receipt.paper import plain

if TYPE_CHECKING:
    from co2label.receipt.paper import Detail
    from co2label.receipt.receipt import Receipt

__all__ = ["receiptline"]

_SPECIAL = re.compile(r'([\\|{}~_"`^])')
_EXCLUSIVE = re.compile(r"^([-=])(?=[-=]*$)")
"""A row of nothing else is a rule or a cut."""


def receiptline(  # noqa: PLR0913
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail = "total-only",
    qr: str | None = None,
    cut: bool = True,
) -> str:
    """The receipt as ReceiptLine markup, for a printer with `cpl` = `columns`.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more.
        language: of the words.
        detail: as `plain`.
        qr: a link that is printed below as a QR code.
        cut: whether the paper is cut.

    Returns:
        Lines joined by line feeds.

    Raises:
        TextError: as `plain`; a link that has no place on the paper.
    """
    rows = plain(receipt, columns=columns, language=language, detail=detail).split("\n")
    marked = ["-" if row == "-" * columns else _row(row) for row in rows]
    return "\n".join([*marked, *_code(qr, columns), *(["="] if cut else [])]) + "\n"


def _row(row: str) -> str:
    text = row.lstrip(" ")
    return "|" + "~" * (len(row) - len(text)) + _escaped(text)


def _escaped(text: str) -> str:
    """Text that ReceiptLine prints as it stands."""
    return _EXCLUSIVE.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))


def _code(link: str | None, columns: int) -> list[str]:
    if link is None:
        return []
    size = check_code(link, columns)
    value = re.sub(r"([\\|{};])", r"\\\1", link)
    return [f"{{code:{value};option:qrcode,{size},m}}"]
