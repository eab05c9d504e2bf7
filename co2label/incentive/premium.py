"""The limit of what may be given with a purchase in Japan, to everyone and without a draw (総付景品).

The limit stands in the notification 「一般消費者に対する景品類の提供に関する事項の制限」 under the Act against Unjustifiable
Premiums and Misleading Representations (景品表示法): 200 yen below a price of 1,000 yen, and two tenths of the price from
there on, as Miyagi Prefecture states it on its page on premiums and advertising (2019-01-04). Points with which one pays
in the giver's own shop are a reduction of the price, and not a premium. A review of the limits was announced in 2026, so
they are data with a day. Other rules (draws, trades with rules of their own) are not checked. This is no legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["JAPAN_2019", "PremiumCheck", "PremiumLimits", "check_premium", "whole_yen"]


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
    """What the check found.

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
    note = MappingProxyType({language: translate(f"premium.{use}", language) for language in LANGUAGES})
    if use == "own-shop-payment":
        return PremiumCheck(within=True, limit=None, note=note)
    limit = limits.below if price < limits.from_price else price * limits.tenths // 10
    return PremiumCheck(within=gift <= limit, limit=limit, note=note)


def whole_yen(where: str, yen: object, *, least: int) -> list[Problem]:
    """A problem where an amount is no whole number of yen, or too small."""
    if type(yen) is int and yen >= least:
        return []
    return [Problem(where, f"expected whole yen, {least} or more, got {clip(yen)}", "correct it")]
