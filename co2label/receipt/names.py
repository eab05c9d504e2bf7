"""Names on a receipt: what is bought, the shop, the number. None of them claims what must not stand beside a figure.

An item without a figure may be called what it likes, and so may a shop that is called Eco Store; a sentence is no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration import claim_problem
from co2label.errors import ClaimError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.errors import Problem
    from co2label.receipt.receipt import Receipt

__all__ = ["check_names"]


def check_names(receipt: Receipt) -> None:
    """Refuse names that claim something.

    Raises:
        ClaimError: with every such name.

    >>> from co2label.receipt.lines import ReceiptLine
    >>> from co2label.receipt.receipt import Receipt
    >>> check_names(Receipt(lines=[ReceiptLine(name="Climate-neutral milk", price=248)]))
    >>> check_names(Receipt(store="ゼロカーボン市場", lines=[ReceiptLine(name="牛乳", price=248, kg_co2e=1.3)]))
    Traceback (most recent call last):
    ...
    co2label.errors.ClaimError: store: 'ゼロカーボン市場' claims 'ゼロカーボン', which says that nothing, or less than nothing, \
is emitted (neutral: 景品表示法（不当景品類及び不当表示防止法）, 第5条第1号); say the figure and its basis instead
    """
    problems = list(_problems(receipt))
    if problems:
        raise ClaimError(problems)


def _problems(receipt: Receipt) -> Iterator[Problem]:
    texts = {"store": receipt.store, "receipt_id": receipt.receipt_id}
    texts |= {
        f"lines[{place}].name": line.name
        for place, line in enumerate(receipt.lines)
        if line.unit_kg_co2e is not None
    }
    for where, text in texts.items():
        problem = claim_problem(where, text, name=True)
        if problem is not None:
            yield problem
