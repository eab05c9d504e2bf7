"""A receipt: the lines of what was bought at one till, and their sum in money.

>>> from co2label.receipt.lines import ReceiptLine
>>> Receipt(lines=[ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3)]).total_amount
Decimal('248')
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from pydantic import Field

from co2label.model import CleanText, Model
from co2label.receipt.lines import MOST_KG, ReceiptLine
from co2label.receipt.notices import Notices

__all__ = ["Currency", "Receipt"]

Currency = Literal["JPY", "USD", "EUR", "GBP"]

DECIMALS: dict[Currency, int] = {"JPY": 0, "USD": 2, "EUR": 2, "GBP": 2}
"""Places after the point of an amount of money (minor units of ISO 4217)."""
_COIN = {currency: Decimal(1).scaleb(-places) for currency, places in DECIMALS.items()}
_MOST_LINES = 10_000


class Receipt(Model):
    """What was bought at one till.

    Raises:
        DocumentError: every field of every line that does not fit.

    >>> Receipt(lines=[ReceiptLine(name="牛乳 1L", price=248, kg_co2e=1.3)]).total_amount
    Decimal('248')
    """

    lines: tuple[ReceiptLine, ...] = Field(strict=False, min_length=1, max_length=_MOST_LINES)
    receipt_id: CleanText | None = None
    store: CleanText | None = None
    currency: Currency = "JPY"
    last_kg: float | None = Field(default=None, ge=-MOST_KG, le=MOST_KG)
    """Kilograms of CO2e of the customer's last receipt, to compare with."""
    notices: Notices = ()
    """Short remarks below the figures, such as points: texts, or texts by language."""

    def money(self, amount: Decimal) -> Decimal:
        """An amount in whole coins of the currency, rounded half up: the same in a row and in the sum."""
        return amount.quantize(_COIN[self.currency], rounding=ROUND_HALF_UP)

    @property
    def total_amount(self) -> Decimal:
        """The sum of the lines as printed: each in whole coins."""
        return sum((self.money(line.amount) for line in self.lines), Decimal(0))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the lines, the coverage, and the figure both unrounded and as shown."""
        from co2label.receipt.summary import as_dict  # noqa: PLC0415 - the summary needs this module

        return as_dict(self)
