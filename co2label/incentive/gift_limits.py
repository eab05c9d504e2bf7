"""Gifts held against the limits of the law: premiums with a purchase of electricity, and the furusato-tax variant.

A return gift for buying electricity comes with a purchase: the limit of premiums without a draw (`check_premium`). A gift in
return for a donation is another case, with rules of its own by law since 2019-06-01: what it costs to procure is three tenths of
the donation at most, and it is a product of the place (地場産品; Article 5 of the notification). Read on furusatonavi.com
(category1/entry73) and fulusatonouzei.net (archives/768). This is no legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.errors import DocumentError
from co2label.incentive.premium import JAPAN_2019, PremiumCheck, PremiumLimits, check_premium, whole_yen
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.incentive.gift_programme import Gift, GiftProgramme

__all__ = [
    "FURUSATO_2019",
    "FurusatoCheck",
    "FurusatoLimits",
    "GiftPremium",
    "check_furusato",
    "gift_premium",
]


@dataclass(frozen=True, slots=True)
class FurusatoLimits:
    """The limits as they stood on a day.

    Attributes:
        as_of: the day from which they hold.
        source: where they are stated.
        percent: of the donation, that a gift may cost at most.
    """

    as_of: date
    source: str
    percent: int


FURUSATO_2019 = FurusatoLimits(
    as_of=date(2019, 6, 1), source="ふるさと納税の指定基準、furusatonavi.com/category1/entry73", percent=30
)
"""The limits of gifts in return for furusato-tax donations."""


@dataclass(frozen=True, slots=True)
class FurusatoCheck:
    """What the check found.

    Attributes:
        within: whether the gift costs no more than the limit, and is a product of the place.
        most: whole yen that it may cost.
        local: whether it was said to be a product of the place.
        note: what to read with it, by language.
    """

    within: bool
    most: int
    local: bool
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GiftPremium:
    """A gift against the limit of premiums, at the purchase at which it is nearest to it.

    Attributes:
        pieces: how many pieces go with that purchase.
        price: what is paid for the electricity, whole yen, parts dropped.
        worth: what the pieces are worth, whole yen.
        check: what `check_premium` found.
    """

    pieces: int
    price: int
    worth: int
    check: PremiumCheck


def check_furusato(
    donation: int, cost: int, *, local: bool, limits: FurusatoLimits = FURUSATO_2019
) -> FurusatoCheck:
    """Hold a gift in return for a donation against the limits.

    Args:
        donation: whole yen, above 0.
        cost: what it costs to procure the gift, whole yen, 0 or more.
        local: whether it is a product of the place.
        limits: the limits of the day.

    Raises:
        DocumentError: an amount that is no whole number of yen.

    >>> [check_furusato(10_000, cost, local=True).within for cost in (3000, 3001)]
    [True, False]
    """
    problems = [*whole_yen("donation", donation, least=1), *whole_yen("cost", cost, least=0)]
    if problems:
        raise DocumentError(problems)
    most = donation * limits.percent // 100
    note = MappingProxyType({language: translate("gifts.furusato", language) for language in LANGUAGES})
    return FurusatoCheck(cost <= most and local, most, local, note)


def gift_premium(
    programme: GiftProgramme, gift: Gift, *, limits: PremiumLimits = JAPAN_2019
) -> GiftPremium | None:
    """A gift against the limit of premiums; none where what is paid for a kWh is not said.

    The purchase is the smallest that earns the gift. Of `per-kwh`, also the largest purchase below the price from which the
    limit is a share, and the first one above it: there several pieces may be worth more than the limit allows for one.

    Args:
        programme: its terms, with `yen_per_kwh`.
        gift: one of its gifts.
        limits: the limits of the day.

    Raises:
        DocumentError: electricity that costs less than a yen.
    """
    if programme.yen_per_kwh is None:
        return None
    found = [
        _at(pieces, gift, programme.yen_per_kwh, limits)
        for pieces in _purchases(programme, gift, programme.yen_per_kwh, limits)
    ]
    return max(found, key=lambda one: (one.worth - (one.check.limit or 0), -one.pieces))


def _at(pieces: int, gift: Gift, yen_per_kwh: Decimal, limits: PremiumLimits) -> GiftPremium:
    price = int(pieces * gift.kwh * yen_per_kwh)
    worth = pieces * gift.yen
    return GiftPremium(pieces, price, worth, check_premium(price, worth, use="goods", limits=limits))


def _purchases(
    programme: GiftProgramme, gift: Gift, yen_per_kwh: Decimal, limits: PremiumLimits
) -> Iterator[int]:
    yield 1
    if programme.basis == "per-kwh":
        price = gift.kwh * yen_per_kwh
        below = int((limits.from_price / price).to_integral_value(rounding=ROUND_CEILING)) - 1
        most = programme.cap_per_household or below + 1
        yield from {min(max(below, 1), most), min(below + 1, most)}
