"""Limits of gifts in Japan: premiums with a purchase (総付景品), and gifts in return for furusato-tax donations.

Premiums without a draw: the notification 「一般消費者に対する景品類の提供に関する事項の制限」 under the Act against Unjustifiable
Premiums and Misleading Representations (景品表示法): 200 yen below a price of 1,000 yen, and two tenths of the price from there
on, as Miyagi Prefecture states it on its page on premiums and advertising (2019-01-04). Points with which one pays in the giver's
own shop are a reduction of the price, and not a premium. A review of the limits was announced in 2026, so they are data with a
day. Other rules (draws, trades with rules of their own) are not checked.

Furusato tax, by law since 2019-06-01: what a gift costs to procure is three tenths of the donation at most, and it is a product
of the place (地場産品; Article 5 of the notification). Read on furusatonavi.com (category1/entry73) and fulusatonouzei.net
(archives/768). This is no legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.wording import translate_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.incentive._gift_programme import Gift, GiftProgramme


@dataclass(frozen=True, slots=True)
class PremiumLimits:
    """The limits as they stood on a day.

    Attributes:
        as_of: the day on which the source stated them.
        source: where they are stated.
        from_price: yen; from this price on, the share counts.
        below: yen; the limit below that price.
        tenths: tenths of the price; the limit from there on.
    """

    as_of: date
    source: str
    from_price: int
    below: int
    tenths: int


JAPAN_2019 = PremiumLimits(
    as_of=date(2019, 1, 4),
    source="宮城県「景品や広告の表示」",
    from_price=1000,
    below=200,
    tenths=2,
)
"""The limits of premiums without a draw."""


@dataclass(frozen=True, slots=True)
class PremiumCheck:
    """Result of the check.

    Attributes:
        within: whether the gift is within the limit.
        limit: whole yen; none where no limit applies.
        note: what to read with it, by language.
    """

    within: bool
    limit: int | None
    note: Mapping[str, str]


def check_premium(
    price: int,
    gift: int,
    *,
    use: Literal["own-shop-payment", "goods"],
    limits: PremiumLimits = JAPAN_2019,
) -> PremiumCheck:
    """Hold a gift against the limit.

    Args:
        price: what is paid for the purchase, whole yen, above 0.
        gift: what the gift or the points are worth, whole yen, 0 or more.
        use: `own-shop-payment` for points that reduce a price in the giver's own shop; `goods` for all else.
        limits: the limits of the day.

    Raises:
        DocumentError: an amount that is no whole number of yen, or an unknown use.

    >>> check_premium(1200, 240, use="goods").within
    True
    >>> check_premium(999, 201, use="goods").within
    False
    """
    problems = [*whole_yen("price", price, least=1), *whole_yen("gift", gift, least=0)]
    if use not in ("own-shop-payment", "goods"):
        problems.append(Problem("use", f"expected own-shop-payment or goods, got {clip(use)}", "choose one"))
    if problems:
        raise DocumentError(problems)
    note = MappingProxyType(translate_all(f"premium.{use}"))
    if use == "own-shop-payment":
        return PremiumCheck(within=True, limit=None, note=note)
    limit = limits.below if price < limits.from_price else price * limits.tenths // 10
    return PremiumCheck(within=gift <= limit, limit=limit, note=note)


def whole_yen(where: str, yen: object, *, least: int) -> list[Problem]:
    """A problem where an amount is no whole number of yen, or too small."""
    if type(yen) is int and yen >= least:
        return []
    return [Problem(where, f"expected whole yen, {least} or more, got {clip(yen)}", "correct it")]


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
    """Result of the check.

    Attributes:
        within: whether the gift costs no more than the limit, and is a product of the place.
        most: whole yen that it may cost.
        local: whether it is declared to be a product of the place.
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
    note = MappingProxyType(translate_all("gifts.furusato"))
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
        _premium_at(pieces, gift, programme.yen_per_kwh, limits)
        for pieces in _purchases(programme, gift, programme.yen_per_kwh, limits)
    ]
    return max(found, key=lambda one: (one.worth - (one.check.limit or 0), -one.pieces))


def _premium_at(pieces: int, gift: Gift, yen_per_kwh: Decimal, limits: PremiumLimits) -> GiftPremium:
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
