"""Incentives: points in a ledger that nothing is lost from, actions of a person, and short messages that are true.

A `Campaign` promises points by its rules, `earned` says what an `Occasion` earns under one of them, and a `Ledger` books it
within the caps and the budget. `check_premium` holds a gift against Japan's limit. `allot` gives the return gifts of a
`GiftProgramme`, by meter readings. An `ActionTable` holds what a person can do; `expected` says what a `Plan` of it brings,
never more than there is, and `action_card` draws it. `nudge` has at most one short, true message for a basket.
"""

from __future__ import annotations

from co2label.incentive.action_card import card as action_card
from co2label.incentive.action_effect import Expected, expected
from co2label.incentive.action_plan import Chosen, Plan
from co2label.incentive.actions import Action, ActionTable
from co2label.incentive.bookings import Booking, Grant, Return
from co2label.incentive.bookings_file import read_campaign, read_grants, read_returns
from co2label.incentive.earning import Earned, earned, still_earned
from co2label.incentive.gift_allotment import Allotment, Outcome, allot
from co2label.incentive.gift_limits import (
    FURUSATO_2019,
    FurusatoCheck,
    FurusatoLimits,
    GiftPremium,
    check_furusato,
    gift_premium,
)
from co2label.incentive.gift_programme import Gift, GiftProgramme, read_programme
from co2label.incentive.gift_words import gift_notice, letter
from co2label.incentive.ledger import Ledger
from co2label.incentive.ledger_reading import CampaignReport, Head
from co2label.incentive.meter_readings import Reading, read_meters
from co2label.incentive.nudge import Nudge, Nudged, nudge
from co2label.incentive.nudge_arms import Trial, arm_of
from co2label.incentive.nudge_context import BoughtLine, Budget, Norm, NudgeContext, Period, Setting
from co2label.incentive.pledge import Count, Pledge, Pledges, Record
from co2label.incentive.points import Baseline, Campaign, Occasion, PointRule
from co2label.incentive.premium import JAPAN_2019, PremiumCheck, PremiumLimits, check_premium
from co2label.incentive.promises import booking_notices, promises

__all__ = [
    "FURUSATO_2019",
    "JAPAN_2019",
    "Action",
    "ActionTable",
    "Allotment",
    "Baseline",
    "Booking",
    "BoughtLine",
    "Budget",
    "Campaign",
    "CampaignReport",
    "Chosen",
    "Count",
    "Earned",
    "Expected",
    "FurusatoCheck",
    "FurusatoLimits",
    "Gift",
    "GiftPremium",
    "GiftProgramme",
    "Grant",
    "Head",
    "Ledger",
    "Norm",
    "Nudge",
    "NudgeContext",
    "Nudged",
    "Occasion",
    "Outcome",
    "Period",
    "Plan",
    "Pledge",
    "Pledges",
    "PointRule",
    "PremiumCheck",
    "PremiumLimits",
    "Reading",
    "Record",
    "Return",
    "Setting",
    "Trial",
    "action_card",
    "allot",
    "arm_of",
    "booking_notices",
    "check_furusato",
    "check_premium",
    "earned",
    "expected",
    "gift_notice",
    "gift_premium",
    "letter",
    "nudge",
    "promises",
    "read_campaign",
    "read_grants",
    "read_meters",
    "read_programme",
    "read_returns",
    "still_earned",
]
