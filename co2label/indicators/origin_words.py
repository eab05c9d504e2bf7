"""The sentences on the origin of electricity, in every language; each keeps beside the claim what the guideline wants there.

A share is rounded down: below 100 % it never reads as all of it, and below 1 % it reads as that.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import TYPE_CHECKING

from co2label.figures.rounding import exact, plain
from co2label.indicators.said import by_language, in_all
from co2label.model import in_language, months_of
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from co2label.indicators.electricity_origin import CertifiedPart, ElectricityOrigin
    from co2label.indicators.said import Words
    from co2label.model import Plant, PowerMix

__all__ = [
    "explanations",
    "lines",
    "mix_period",
    "percent_words",
    "period_words",
    "share_words",
    "whole_words",
]

_MOST_SOURCES = 3
"""The guideline lets one show the main sources where the whole mix has no room (電源構成や主な電源の表示)."""
_HUNDREDTH = Decimal("0.01")
_MONTHS = 12
_APRIL = 4


def lines(origin: ElectricityOrigin) -> tuple[Words, ...]:
    """Each claim, and next to it what the guideline wants there: FIT電気 with its share, or the power mix."""
    return tuple(
        by_language(partial(_line, origin, part, f"{what}.{part.claim}"))
        for part in origin.parts
        for what in ("claim", "beside")
        if (what, part.claim) != ("beside", "renewable")
    )


def _line(origin: ElectricityOrigin, part: CertifiedPart, key: str, language: str) -> str:
    stages = translate("origin.join", language).join(
        translate(f"origin.electricity.{stage}", language) for stage in origin.stages
    )
    mix = origin.mix
    return translate(
        f"origin.{key}",
        language,
        electricity=translate("origin.electricity", language, stages=stages),
        share=share_words(part.share, language),
        places=_places(part, language),
        fit=percent_words(100 * origin.fit, language),
        mix=mix and _main_sources(mix, language),
        period=mix and mix_period(mix, language),
    )


def explanations(origin: ElectricityOrigin) -> tuple[Words, ...]:
    """What the words mean, and the sentences that must be said of FIT電気, of the exchange, of what has no certificate.

    Of the last the figure's own factor is said too: the guideline's national average need not be the one that counts here.

    In the sense of the utilities' own (九州電力, customer.kyuden.co.jp/ja/electricity/system/composition/2020.html); in
    place of a zero-emission value, words that a carbon label may bear.
    """
    mix = origin.mix
    keys = {
        "renewable": True,
        "effectively-renewable": any(part.claim == "effectively-renewable" for part in origin.parts),
        "fit": origin.fit > 0,
        "exchange": mix is not None and mix.share("exchange") > 0,
        "uncertified": int(exact(100 * origin.certified)) < 100,  # noqa: PLR2004 - percent
    }
    said = tuple(in_all(f"origin.explain.{key}") for key, holds in keys.items() if holds)
    return (*said, by_language(partial(_rest, origin))) if keys["uncertified"] and origin.rest else said


def _rest(origin: ElectricityOrigin, language: str) -> str:
    factors = (translate(f"origin.rest.{each}", language) for each in origin.rest)
    return translate(
        "origin.explain.rest", language, factors=translate("origin.rest.join", language).join(factors)
    )


def share_words(share: float, language: str) -> str:
    """A share above 0, to 1, in whole percent, rounded down.

    >>> [share_words(share, "en") for share in (0.009, 0.01, 0.6, 0.9999, 1.0)]
    ['under 1%', '1%', '60%', '99%', '100%']
    """
    return whole_words(int(exact(100 * share)), language)


def whole_words(percent: int, language: str) -> str:
    """Whole percent; less than one is said as that."""
    if percent < 1:
        return translate("reference.below-one", language)
    return translate("reference.percent", language, value=percent)


def percent_words(percent: float, language: str) -> str:
    r"""A percentage of a power mix as it was published, to two decimals; what is less than 100 never reads as that.

    >>> percent_words(97.85, "fr"), percent_words(14, "ja"), percent_words(99.999, "en")
    ('97,85\xa0%', '14%', '99.99%')
    """
    shown = exact(percent).quantize(_HUNDREDTH, ROUND_DOWN).normalize()
    if percent > 0 and not shown:
        return translate("reference.below-one", language)
    return translate("reference.percent", language, value=format_number(plain(shown), language))


def _places(part: CertifiedPart, language: str) -> str:
    """The largest source with its place; nothing where no certificate is tracked."""
    if not part.plants:
        return ""
    place = _place(part.plants[0][0], language)
    if part.untracked or len(part.plants) > 1:
        place = translate("origin.and-others", language, list=place)
    return translate("origin.places", language, places=place)


def _place(plant: Plant, language: str) -> str:
    source = translate(f"origin.source.{plant.source}", language)
    place = in_language(plant.prefecture, language)
    if plant.municipality is not None:
        municipality = in_language(plant.municipality, language)
        place = translate("origin.place", language, prefecture=place, municipality=municipality)
    return translate("origin.from", language, place=place, source=source)


def _main_sources(mix: PowerMix, language: str) -> str:
    """The largest sources, those alike in their share in the order of the guideline."""
    found = sorted(mix.sources, key=lambda entry: -entry[1])
    listed = translate("origin.list", language).join(
        translate(
            "origin.mix-entry",
            language,
            source=translate(f"origin.source.{source}", language),
            percent=percent_words(percent, language),
        )
        for source, percent in found[:_MOST_SOURCES]
    )
    return translate("origin.and-others", language, list=listed) if len(found) > _MOST_SOURCES else listed


def mix_period(mix: PowerMix, language: str) -> str:
    """The time that a power mix is of, and whether it was so or is planned."""
    return translate(f"origin.{mix.basis}", language, period=period_words(mix.period, language))


def period_words(period: str, language: str) -> str:
    """A period in words; the months of a Japanese fiscal year as that.

    >>> period_words("2024-04/2025-03", "ja"), period_words("2025-04", "ja"), period_words("2024-10/2025-03", "en")
    ('2024年度', '2025年4月', '2024-10 to 2025-03')
    """
    found = months_of(period)
    if found is None:
        raise AssertionError  # a Period has months
    (year, month), last = divmod(found[0], _MONTHS), divmod(found[-1], _MONTHS)
    if len(found) == _MONTHS and month + 1 in {1, _APRIL}:
        return translate("origin.year" if month == 0 else "origin.fiscal-year", language, year=year)
    first = translate("origin.month", language, year=year, month=month + 1)
    if len(found) == 1:
        return first
    return translate(
        "origin.from-to",
        language,
        first=first,
        last=translate("origin.month", language, year=last[0], month=last[1] + 1),
    )
