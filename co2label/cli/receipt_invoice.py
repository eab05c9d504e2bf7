"""The CO2e of a receipt put in an invoice that is a file, and what of the two did not match said on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.cli.messages import remark
from co2label.cli.reading import about

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.receipt import Receipt, Unmatched

__all__ = ["invoice_with"]

_MOST_NAMED = 20


def invoice_with(bought: Receipt, path: Path, *, language: str, link: str | None) -> bytes:
    """The invoice of a file with the CO2e of a receipt.

    Raises:
        DocumentError: no invoice that may be changed; names the file.
        OSError: the file cannot be read.
    """
    from co2label.receipt import ubl, ubl_differing, ubl_unmatched  # noqa: PLC0415 - a fast start

    invoice = path.read_bytes()
    with about(path):
        written = ubl(bought, invoice, language=language, link=link)
        left = ubl_unmatched(bought, invoice)
        other = ubl_differing(bought, invoice)
    _say(left)
    if other:
        remark(
            f"the invoice's lines {_named(other)} sell another amount than the receipt; the sum is that of the receipt"
        )
    return written


def _say(left: Unmatched) -> None:
    if left.invoice_lines:
        remark(f"without CO2e in the invoice, lines {_named(left.invoice_lines)}: no figure for their items")
    if left.receipt_lines:
        numbers = _named(tuple(map(str, left.receipt_lines)))
        remark(f"not in the invoice, lines {numbers} of the receipt: no line of it has their items")


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
