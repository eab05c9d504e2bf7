"""Incentives: points for what was avoided, kept in a ledger that nothing is lost from.

A `Campaign` promises points by its rules, `earned` says what an `Occasion` earns under one of them, and a `Ledger` books it
within the caps and the budget. `check_premium` holds a gift against Japan's limit.
"""

from __future__ import annotations

from co2label.incentive.ledger import Booking, Ledger
from co2label.incentive.ledger_reading import CampaignReport, Head
from co2label.incentive.points import Baseline, Campaign, Earned, Occasion, PointRule, earned, still_earned
from co2label.incentive.premium import JAPAN_2019, PremiumCheck, PremiumLimits, check_premium

__all__ = [
    "JAPAN_2019",
    "Baseline",
    "Booking",
    "Campaign",
    "CampaignReport",
    "Earned",
    "Head",
    "Ledger",
    "Occasion",
    "PointRule",
    "PremiumCheck",
    "PremiumLimits",
    "check_premium",
    "earned",
    "still_earned",
]
