"""A monthly statement as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from co2label.receipt.monthly import Statement
    from co2label.receipt.months import MonthSum

__all__ = ["as_dict"]


def as_dict(found: Statement) -> dict[str, Any]:
    """Plain data for JSON; numbers of CO2e are unrounded kilograms beside what is shown."""
    share = found.amount_share
    return {
        "month": found.month,
        "through": found.through.isoformat(),
        "days": found.days,
        "receipts": found.receipts,
        "kg_co2e": found.kg_co2e,
        "shown": found.shown and asdict(found.shown),
        "interval": found.interval and asdict(found.interval),
        "coverage": {"covered": found.covered, "items": found.items, "amount": share and asdict(share)},
        "per_day": found.per_day and asdict(found.per_day),
        "reference": found.reference and asdict(found.reference),
        "categories": [asdict(one) for one in found.categories],
        "unknown": [asdict(one) for one in found.unknown],
        "months": [_month(one) for one in found.months],
        "methods": sorted(found.methods),
        "near": [asdict(remark) for remark in found.near],
        "boundaries": sorted(found.boundaries),
    }


def _month(one: MonthSum) -> dict[str, Any]:
    return asdict(one) | {"kg_per_day": one.kg_per_day}
