"""Incentives: points in a ledger that nothing is lost from, actions of a person, and short messages that are true.

A `Campaign` promises points by its rules, `earned` says what an `Occasion` earns under one of them, and a `Ledger` books it
within the caps and the budget. `check_premium` holds a gift against Japan's limit. `allot` gives the return gifts of a
`GiftProgramme`, by meter readings. An `ActionTable` holds what a person can do; `expected` says what a `Plan` of it brings,
never more than there is, and `action_card` draws it. `nudge` has at most one short, true message for a basket.
"""

from __future__ import annotations

from co2label.incentive._action_card import action_card
from co2label.incentive._actions import Action, ActionTable
from co2label.incentive._gift_allotment import (
    Allotment,
    Allotments,
    MeterReading,
    allot,
    gift_letter,
    gift_notice,
    read_meters,
)
from co2label.incentive._gift_programme import Gift, GiftProgramme, read_programme
from co2label.incentive._ledger import Ledger
from co2label.incentive._ledger_file import CampaignReport, LedgerHead
from co2label.incentive._nudge import Nudge, NudgeResult, nudge
from co2label.incentive._nudge_context import (
    BoughtLine,
    DefaultSetting,
    Norm,
    NudgeBudget,
    NudgeContext,
    NudgePeriod,
    Trial,
    arm_of,
)
from co2label.incentive._plan import (
    ChosenAction,
    ExpectedReduction,
    Plan,
    Pledge,
    PledgeCount,
    PledgeRecord,
    Pledges,
    expected_reduction,
)
from co2label.incentive._points import (
    Baseline,
    Booking,
    Campaign,
    EarnedPoints,
    Grant,
    Occasion,
    PointRule,
    Return,
    booking_notices,
    campaign_lines,
    points_after_return,
    points_for,
    read_campaign,
    read_grants,
    read_returns,
)
from co2label.incentive._premium import (
    FURUSATO_2019,
    JAPAN_2019,
    FurusatoCheck,
    FurusatoLimits,
    GiftPremium,
    PremiumCheck,
    PremiumLimits,
    check_furusato,
    check_premium,
    gift_premium,
)

__all__ = [
    "FURUSATO_2019",
    "JAPAN_2019",
    "Action",
    "ActionTable",
    "Allotment",
    "Allotments",
    "Baseline",
    "Booking",
    "BoughtLine",
    "Campaign",
    "CampaignReport",
    "ChosenAction",
    "DefaultSetting",
    "EarnedPoints",
    "ExpectedReduction",
    "FurusatoCheck",
    "FurusatoLimits",
    "Gift",
    "GiftPremium",
    "GiftProgramme",
    "Grant",
    "Ledger",
    "LedgerHead",
    "MeterReading",
    "Norm",
    "Nudge",
    "NudgeBudget",
    "NudgeContext",
    "NudgePeriod",
    "NudgeResult",
    "Occasion",
    "Plan",
    "Pledge",
    "PledgeCount",
    "PledgeRecord",
    "Pledges",
    "PointRule",
    "PremiumCheck",
    "PremiumLimits",
    "Return",
    "Trial",
    "action_card",
    "allot",
    "arm_of",
    "booking_notices",
    "campaign_lines",
    "check_furusato",
    "check_premium",
    "expected_reduction",
    "gift_letter",
    "gift_notice",
    "gift_premium",
    "nudge",
    "points_after_return",
    "points_for",
    "read_campaign",
    "read_grants",
    "read_meters",
    "read_programme",
    "read_returns",
]
