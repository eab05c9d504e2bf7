"""What a receipt says below its lines: the CO2e of what is known, how much of it is known, the share of a day.

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> basket = Receipt(lines=[ReceiptLine(name="牛乳", price=248, kg_co2e=1.3), ReceiptLine(name="雑誌", price=690)])
>>> found = summarise(basket)
>>> found.covered, found.items, str(found.shown), found.amount_share.value, found.reference.value
(1, 2, '1.3 kg-CO2e', 26, 19)
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from co2label.declaration import IGES_2030, ReferenceBudget, ReferenceShare
from co2label.figures import PercentOf, Shown, adds_up, in_kg, percent_of, show_mass, show_percent
from co2label.receipt.names import check_names
from co2label.receipt.near import kinds_of, near_sum
from co2label.receipt.sureness import SumInterval, interval_of
from co2label.units import Amount

if TYPE_CHECKING:
    from co2label.declaration import Remark
    from co2label.model import Boundary
    from co2label.receipt.known import Method
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt

__all__ = ["Change", "Summary", "amount_share", "as_dict", "line_shown", "summarise"]

_WHOLE = 100
_MOST_CHANGE = 10
"""Times: beyond that, the last receipt was nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Change:
    """The sum against that of the last receipt.

    Attributes:
        last_kg: the last one in kg CO2e.
        last: the same as printed.
        percent: how much more this one is, of the last one, as printed: "-12", "0", "+5".
    """

    last_kg: float
    last: Shown
    percent: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a receipt.

    Attributes:
        items: lines that are items; discounts are none.
        covered: items whose figure is known.
        kg_co2e: their unrounded sum in kg CO2e; None where nothing is known, which is not zero.
        shown: the sum as printed, rounded once.
        amount_share: the money of the covered items as a share of that of all items, returns counted as positive;
            None where the items cost nothing.
        reference: the sum against a person's day; None where nothing is known or more was returned than bought.
        boundaries: the system boundaries of the figures.
        interval: of the sum; None where a known figure states no uncertainty.
        change: against the last receipt; None where there is none, one of the two is not above zero, or
            this one is more than ten times the last.
        kinds: shares of the absolute sum by what it rests on, 0 to 1, `unstated` where nobody says; they add up to one.
        near: what must stand near the sum.
        rounded: whether the items as printed do not add up to the sum as printed.
    """

    items: int
    covered: int
    kg_co2e: float | None
    shown: Shown | None
    amount_share: PercentOf | None
    reference: ReferenceShare | None
    boundaries: frozenset[Boundary]
    interval: SumInterval | None = None
    change: Change | None = None
    kinds: dict[Method, float] = field(default_factory=dict)
    near: tuple[Remark, ...] = ()
    rounded: bool = False


def summarise(receipt: Receipt, *, reference: ReferenceBudget = IGES_2030) -> Summary:
    """Add up a receipt: unrounded lines first, then one rounding.

    Raises:
        ClaimError: a name on it claims what must not stand beside a figure.
    """
    check_names(receipt)
    items = [(line, line.total_kg_co2e) for line in receipt.lines if line.is_item]
    covered = [line for line, of_line in items if of_line is not None]
    kg = math.fsum(of_line for _, of_line in items if of_line is not None) if covered else None
    interval = interval_of(covered)
    ends = None if interval is None else (interval.low, interval.high)
    shown = None if kg is None else show_mass(kg, interval=ends)
    return Summary(
        items=len(items),
        covered=len(covered),
        kg_co2e=kg,
        shown=shown,
        amount_share=amount_share(covered, [line for line, _ in items]),
        reference=None if kg is None or kg < 0 else reference.share(kg),
        boundaries=frozenset(line.covers for line in covered if line.covers is not None),
        interval=interval,
        change=_change(kg, receipt.last_kg),
        kinds=kinds_of(covered),
        near=near_sum(covered),
        rounded=shown is not None
        and not adds_up(map(in_kg, filter(None, map(line_shown, covered))), in_kg(shown)),
    )


def _change(kg: float | None, last: float | None) -> Change | None:
    if kg is None or last is None or kg <= 0 or last <= 0 or kg > _MOST_CHANGE * last:
        return None
    percent = show_percent(100 * (kg / last - 1))
    return Change(
        last, show_mass(last), percent if percent.startswith("-") or percent == "0" else f"+{percent}"
    )


def line_shown(line: ReceiptLine) -> Shown | None:
    """The figure of a line as printed; of a single declared unit, what its declaration says."""
    kg = line.total_kg_co2e
    if kg is None:
        return None
    return line.declaration.shown if line.declaration is not None and line.units == 1 else show_mass(kg)


def amount_share(covered: list[ReceiptLine], items: list[ReceiptLine]) -> PercentOf | None:
    """The money of the covered items as a share of that of all items, which cost something; returns count as positive."""
    if not any(line.amount for line in items):
        return None
    if len(covered) == len(items):
        return PercentOf("percent", _WHOLE)
    part = sum(abs(line.amount) for line in covered)
    whole = sum(abs(line.amount) for line in items)
    share = percent_of(float(part), float(whole))
    if part < whole and share.value == _WHOLE:
        return replace(share, value=_WHOLE - 1)  # 99.6 % must not read as everything
    return share


def as_dict(receipt: Receipt) -> dict[str, Any]:
    """Plain data of a receipt, for JSON; numbers of CO2e are unrounded kilograms beside what is shown."""
    found = summarise(receipt)
    share = found.amount_share
    return {
        "receipt_id": receipt.receipt_id,
        "store": receipt.store,
        "currency": receipt.currency,
        "total_amount": _number(float(receipt.total_amount)),
        "kg_co2e": found.kg_co2e,
        "shown": found.shown and asdict(found.shown),
        "coverage": {"covered": found.covered, "items": found.items, "amount": share and asdict(share)},
        "reference": found.reference and asdict(found.reference),
        "kinds": found.kinds,
        "near": [asdict(remark) for remark in found.near],
        "rounded": found.rounded,
        "interval": found.interval and asdict(found.interval),
        "last": found.change and asdict(found.change),
        "lines": [_line_dict(line) for line in receipt.lines],
        "notices": [dict(texts) for texts in receipt.notices],
    }


def _line_dict(line: ReceiptLine) -> dict[str, Any]:
    shown = line_shown(line)
    return {
        "name": line.name,
        "kind": line.kind,
        "quantity": line.quantity.text
        if isinstance(line.quantity, Amount)
        else _number(float(line.quantity)),
        "price": _number(float(line.price)),
        "gtin": line.gtin,
        "product": line.product,
        "method": line.method,
        "kinds": dict(line.kinds),
        "near": [asdict(remark) for remark in line.near],
        "boundary": line.covers,
        "kg_co2e": line.total_kg_co2e,
        **({"unknown": line.unknown} if line.unknown else {}),
        "shown": shown and asdict(shown),
    }


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value
