"""A campaign in words, by language: what a rule promises on a label or a page, and what a booking gave on a receipt.

The words are handed on: to `declare(…, indicators=…)` for a label and its page, to `Receipt(notices=…)` for a receipt.

>>> from co2label.incentive.points import Campaign
>>> rule = {"id": "rice", "name": "おにぎり", "basis": "fixed", "rate": 20, "products": ["onigiri"]}
>>> town = Campaign.read({"id": "c", "name": {"ja": "CO₂削減ポイント", "en": "CO₂ points"}, "issuer": "森の町", "rules": [rule],
...                       "first_day": "2026-07-01", "last_day": "2026-08-31"})
>>> promises(town, "onigiri")[0]["ja"]
'CO₂削減ポイント：1個につき20ポイント（森の町、2026年8月31日まで）'
>>> promises(town, "tea")
()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.figures import show_mass
from co2label.model import in_language
from co2label.wording import LANGUAGES, format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from co2label.incentive.bookings import Booking
    from co2label.incentive.points import Campaign, PointRule

__all__ = ["booking_notices", "promises"]

_IN_POINTS = ("fixed", "per-gram-avoided")
"""Ways to earn whose rate is a number of points."""
_TAKEN = {"return": "points.returned", "expiry": "points.expired"}


def promises(campaign: Campaign, product: str, *, issued: date | None = None) -> tuple[dict[str, str], ...]:
    """What a campaign promises for a product: a text by language for each rule that holds for it.

    The name of the rule is said where the campaign has several. Whether there are caps is said; how high they are, the
    campaign's own page says.

    Args:
        campaign: its terms.
        product: the product's id.
        issued: the day on which it is said; before the campaign's first day, that one is said as well.
    """
    early = issued is not None and issued < campaign.first_day
    return tuple(
        {language: _promise(campaign, rule, language, early=early) for language in LANGUAGES}
        for rule in campaign.rules
        if rule.holds_for(product)
    )


def booking_notices(campaign: Campaign, booking: Booking, balance: int) -> tuple[dict[str, str], ...]:
    """What a booking did, for a receipt: points and balance, the cap that held some back, and when points expire.

    Args:
        campaign: the terms under which it was booked.
        booking: the answer of the ledger.
        balance: the member's points now; see `Ledger.balance`.

    >>> from co2label.incentive.bookings import Booking
    >>> from co2label.incentive.points import Campaign, PointRule
    >>> bag = PointRule(id="bag", name="Bag", basis="fixed", rate=20)
    >>> town = Campaign(id="c", name="Points", issuer="Tama", first_day="2026-07-01", last_day="2026-08-31", rules=[bag])
    >>> booking_notices(town, Booking("r-1", "m-1", 10, 20, False, "cap-per-day"), 30)[0]["en"]
    'Points: 10 points of the 20 earned (limit per day; balance 30)'
    """
    said = [{language: _booked(campaign, booking, balance, language) for language in LANGUAGES}]
    if campaign.points_expire is not None and balance > 0:
        said.append({language: _expiry(campaign.points_expire, language) for language in LANGUAGES})
    return tuple(said)


def _promise(campaign: Campaign, rule: PointRule, language: str, *, early: bool) -> str:
    names = {
        "campaign": in_language(campaign.name, language),
        "what": _what(rule, language),
        "terms": translate("points.terms.joint", language).join(
            _terms(campaign, rule, language, early=early)
        ),
    }
    if len(campaign.rules) == 1:
        return translate("points.promise", language, **names)
    return translate("points.promise-of-rule", language, rule=in_language(rule.name, language), **names)


def _what(rule: PointRule, language: str) -> str:
    rate = format_number(f"{rule.rate.normalize():f}", language)
    if rule.basis in _IN_POINTS:
        rate = _points(rate, language)
    if rule.baseline is None:
        return translate(f"points.{rule.basis}", language, rate=rate)
    shown = show_mass(rule.baseline.kg_co2e, digits=3)
    baseline = f"{format_number(shown.value, language)} {shown.unit.removesuffix('-CO2e')}"
    return translate(f"points.{rule.basis}", language, rate=rate, baseline=baseline)


def _points(number: str, language: str) -> str:
    return translate("points.one" if number == "1" else "points.many", language, n=number)


def _terms(campaign: Campaign, rule: PointRule, language: str, *, early: bool) -> Iterator[str]:
    yield in_language(campaign.issuer, language)
    if early:
        yield translate("points.from", language, **_parts(campaign.first_day))
    yield translate("points.until", language, **_parts(campaign.last_day))
    if any((campaign.budget, campaign.cap_per_day, campaign.cap_per_member)):
        yield translate("points.capped", language)
    if rule.needs_evidence:
        yield translate("points.evidence", language)


def _booked(campaign: Campaign, booking: Booking, balance: int, language: str) -> str:
    figures = {
        "campaign": in_language(campaign.name, language),
        "points": _points(f"{abs(booking.points):,}", language),
        "balance": f"{balance:,}",
    }
    if booking.kind != "grant":
        return translate(_TAKEN[booking.kind], language, **figures)
    if booking.held_back_by is None:
        return translate("points.granted", language, **figures)
    cap = translate(f"points.cap.{booking.held_back_by}", language)
    return translate("points.held-back", language, earned=f"{booking.earned:,}", cap=cap, **figures)


def _expiry(last: date, language: str) -> str:
    return translate("points.expire-on", language, day=translate("points.day", language, **_parts(last)))


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
