"""Origin of a product's electricity: the claims that are allowed, their shares, and what the guideline wants beside them.

It is read from the activities and certificates that the market-based figure was computed from, so label and figure cannot
differ, and no certificate counts twice (`footprint`). A share is rounded down: below 100 % it never reads as all of it, and
below 1 % it reads as that.

>>> import co2label as c2
>>> wind = {"id": "nfc-1", "kind": "再エネ指定非化石証書", "amount": "0.3 kWh", "market": "JP", "period": "2025",
...     "matched": "renewable", "plant": {"source": "wind", "prefecture": "岩手県", "municipality": "久慈市"}}
>>> rule = {"method": "market", "grid": "elec.grid.jp.average", "residual": "elec.jp.tohoku", "market": "JP",
...     "period": "2025", "certificates": [wind]}
>>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate",
...     activities=[c2.Activity("drying", "0.5 kWh", electricity=rule, stage="production")])
>>> origin = electricity_origin(c2.compute(tea))
>>> origin.text.lines[0]["ja"]
'製造の電気の60%は再エネ（岩手県久慈市の風力）。再エネ指定の非化石証書を使用'
>>> round(origin.market_kg_per_kwh, 4), round(origin.location_kg_per_kwh, 4)
(0.1684, 0.423)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, Decimal
from functools import partial
from math import fsum
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import ClaimError, Problem
from co2label.figures import _exact, _plain
from co2label.indicators._electricity_use import (
    ORIGIN_CLAIMS,
    ElectricityUse,
    OriginClaim,
    claim_of,
    electricity_uses,
    fit_share,
    origin_problems,
)
from co2label.indicators._text import DisplayText, line_rule
from co2label.model import MIX_SOURCES, STAGES, SdgEntry, months_of
from co2label.wording import (
    Translator,
    format_month,
    format_number,
    in_each_language,
    translate,
    translate_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.footprint import Footprint, Remaining
    from co2label.indicators._text import LineContext, Translations
    from co2label.model import MixSource, Plant, PowerMix, Stage


_MOST_SOURCES = 3
"""The guideline lets one show the main sources where the whole mix has no room (電源構成や主な電源の表示)."""

_HUNDREDTH = Decimal("0.01")


def origin_lines(origin: ElectricityOrigin) -> tuple[Translations, ...]:
    """Lines for the label: each claim, and next to it what the guideline wants there: FIT電気 with its share, or the mix."""
    return tuple(
        in_each_language(partial(_claim_line, origin, part, f"{what}.{part.claim}"))
        for part in origin.parts
        for what in ("claim", "beside")
        if (what, part.claim) != ("beside", "renewable")
    )


def _claim_line(origin: ElectricityOrigin, part: CertifiedPart, key: str, w: Translator) -> str:
    stages = w.list("origin.join", (w.say(f"origin.electricity.{stage}") for stage in origin.stages))
    mix = origin.mix
    return w.say(
        f"origin.{key}",
        electricity=w.say("origin.electricity", stages=stages),
        share=share_words(part.share, w.language),
        places=_largest_plant(part, w),
        fit=percent_words(100 * origin.fit, w.language),
        mix=mix and _main_sources(mix, w),
        period=mix and mix_period(mix, w.language),
    )


def origin_notes(origin: ElectricityOrigin) -> tuple[Translations, ...]:
    """Notes for the page: what the claims mean, and the sentences required for FIT電気, the exchange and the rest.

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
        "uncertified": int(_exact(100 * origin.certified)) < 100,  # noqa: PLR2004 - percent
    }
    notes = [translate_all(f"origin.explain.{key}") for key, holds in keys.items() if holds]
    if keys["uncertified"] and origin.rest:
        notes.append(in_each_language(partial(_rest_in_words, origin.rest)))
    return tuple(notes)


def _rest_in_words(rest: Sequence[str], w: Translator) -> str:
    factors = w.list("origin.rest.join", (w.say(f"origin.rest.{each}") for each in rest))
    return w.say("origin.explain.rest", factors=factors)


def share_words(share: float, language: str) -> str:
    """A share above 0, to 1, in whole percent, rounded down.

    >>> [share_words(share, "en") for share in (0.009, 0.01, 0.6, 0.9999, 1.0)]
    ['less than 1%', '1%', '60%', '99%', '100%']
    """
    return whole_words(int(_exact(100 * share)), language)


def whole_words(percent: int, language: str) -> str:
    """Whole percent; less than one is said as that."""
    if percent < 1:
        return translate("reference.below-one", language)
    return translate("reference.percent", language, value=percent)


def percent_words(percent: float, language: str) -> str:
    r"""A percentage of a power mix as it was published, to two decimals; what is less than 100 never reads as that.

    >>> percent_words(97.85, "fr"), percent_words(14, "ja"), percent_words(99.999, "en")
    ('97,85\u202f%', '14%', '99.99%')
    """
    shown = _exact(percent).quantize(_HUNDREDTH, ROUND_DOWN).normalize()
    if percent > 0 and not shown:
        return translate("reference.below-one", language)
    return translate("reference.percent", language, value=format_number(_plain(shown), language))


def _largest_plant(part: CertifiedPart, w: Translator) -> str:
    """The largest source with its place; nothing where no certificate is tracked."""
    if not part.plants:
        return ""
    place = _plant_in_words(part.plants[0][0], w)
    if part.untracked or len(part.plants) > 1:
        place = w.say("origin.and-others", list=place)
    return w.say("origin.places", places=place)


def _plant_in_words(plant: Plant, w: Translator) -> str:
    place = w.of(plant.prefecture)
    if plant.municipality is not None:
        place = w.say("origin.place", prefecture=place, municipality=w.of(plant.municipality))
    return w.say("origin.from", place=place, source=w.say(f"origin.source.{plant.source}"))


def _main_sources(mix: PowerMix, w: Translator) -> str:
    """The largest sources, those alike in their share in the order of the guideline."""
    found = sorted(mix.sources, key=lambda entry: -entry[1])
    entries = []
    for source, percent in found[:_MOST_SOURCES]:
        share = percent_words(percent, w.language)
        entries.append(w.say("origin.mix-entry", source=w.say(f"origin.source.{source}"), percent=share))
    listed = w.list("origin.list", entries)
    return w.say("origin.and-others", list=listed) if len(found) > _MOST_SOURCES else listed


def mix_period(mix: PowerMix, language: str) -> str:
    """The time that a power mix is of, and whether it was so or is planned."""
    return translate(f"origin.{mix.basis}", language, period=period_words(mix.period, language))


def period_words(period: str, language: str) -> str:
    """A period in words; the months of a Japanese fiscal year as that.

    >>> period_words("2024-04/2025-03", "ja"), period_words("2025-04", "ja"), period_words("2024-10/2025-03", "en")
    ('2024年度', '2025年4月', 'October 2024 to March 2025')
    """
    found = months_of(period)
    if found is None:
        raise AssertionError  # a Period has months
    first, last = (dt.date(month // 12, month % 12 + 1, 1) for month in (found[0], found[-1]))
    if len(found) == 12 and first.month in {1, 4}:  # noqa: PLR2004 - months of a year, from January or April on
        kind = "origin.year" if first.month == 1 else "origin.fiscal-year"
        return translate(kind, language, year=first.year)
    ends = {"first": format_month(first, language), "last": format_month(last, language)}
    return ends["first"] if len(found) == 1 else translate("origin.from-to", language, **ends)


LEAST_SHARE = 1e-9
"""Shares below this are what adding decimal fractions leaves over."""


@dataclass(frozen=True, slots=True)
class CertifiedPart:
    """The part of the electricity that one claim is allowed for."""

    claim: OriginClaim
    share: float
    """Of all electricity of these stages, above 0, to 1."""
    plants: tuple[tuple[Plant, float], ...]
    """With the share of each, largest first; plants alike in source and place are one."""
    untracked: float
    """The share whose certificates name no plant."""


@dataclass(frozen=True, slots=True)
class ElectricityOrigin:
    """Claims that are allowed for the electricity of the stages that certificates are used for."""

    stages: tuple[Stage, ...]
    used_kwh: float
    """Per declared unit, in these stages."""
    parts: tuple[CertifiedPart, ...]
    periods: tuple[str, ...]
    """When what the certificates stand for was generated."""
    mix: PowerMix | None
    fit: float
    """Share of FIT電気 in this electricity, 0 to 1."""
    market_kg_per_kwh: float | None
    """kg CO2e per kWh used: what the certificates leave, as the figure counts it; None where it cannot be told apart, or the
    value of a factor must not be shown (`EmissionFactor.may_publish_value`)."""
    location_kg_per_kwh: float | None
    """The same by the average of the grid."""
    generation_only: bool
    """Whether these leave out the upstream of what the certificates stand for."""
    rest: tuple[Remaining | Literal["stated"], ...]
    """Which factors the figure takes for what no certificate covers; see `ElectricityUse.rest`."""

    @property
    def certified(self) -> float:
        """The share with any claim, 0 to 1."""
        return min(1.0, fsum(part.share for part in self.parts))

    @property
    def composition(self) -> tuple[tuple[MixSource | Literal["unknown"], float], ...]:
        """Energy sources of the electricity with their shares, in the order of the guideline.

        The supplier's mix; without one, the plants and the FIT電気 that certificates are matched to, the rest unknown.
        """
        if self.mix is not None:
            return tuple((source, percent / 100) for source, percent in self.mix.sources)
        found: dict[MixSource, float] = {"fit": self.fit}
        plants = (each for part in self.parts if part.claim == "renewable" for each in part.plants)
        for plant, share in plants:
            found[plant.source] = found.get(plant.source, 0.0) + share
        rest = 1 - fsum(found.values())
        known = [(source, found[source]) for source in MIX_SOURCES if found.get(source)]
        return (*known, ("unknown", rest)) if rest > LEAST_SHARE else tuple(known)

    @property
    def text(self) -> DisplayText:
        """Lines for the label and notes for the page."""
        return DisplayText(origin_lines(self), origin_notes(self))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: shares and kWh unrounded, words by language."""
        plain = asdict(self)
        plain["mix"] = self.mix and self.mix.model_dump()
        for part, each in zip(plain["parts"], self.parts, strict=True):
            part["plants"] = [
                {"plant": plant.model_dump(exclude_none=True), "share": share} for plant, share in each.plants
            ]
        return plain | {
            "composition": dict(self.composition),
            "lines": list(self.text.lines),
            "notes": list(self.text.notes),
        }


def electricity_origin(footprint: Footprint) -> ElectricityOrigin:
    """Find the origin of a product's electricity, as far as its certificates show it.

    Args:
        footprint: market-based; of the products that it uses only those of electricity count, per kWh.

    Raises:
        ClaimError: with every problem: no electricity, no certificate, one that allows no claim, what must stand beside
            the claim and is not known. Paths begin at the product's fields; empty where it is the whole.
    """
    uses = electricity_uses(footprint)
    certified = {use.stage for use in uses if use.certificates}
    counted = [use for use in uses if use.stage in certified or not certified]
    problems = [*origin_problems(counted), *_year_problems(counted, footprint.product.year)]
    ClaimError.raise_any(problems)
    total = fsum(use.fed_in_kwh for use in counted)
    found = [_certified_part(claim, counted, total) for claim in ORIGIN_CLAIMS.values()] if total else []
    parts = tuple(part for part in found if part)
    if not parts:
        what = "the certificates cover nothing of this electricity"
        raise ClaimError([Problem("", what, "correct their amounts")])
    used = fsum(use.used_kwh for use in counted)
    claimed = [each for use in counted for each in use.certificates]
    market = _market_kg(footprint, counted)
    location = _location_kg(footprint, market, uses, counted)
    kept = any(not factor.may_publish_value for factor in footprint.factors)
    return ElectricityOrigin(
        stages=tuple(stage for stage in STAGES if stage in certified),
        used_kwh=used,
        parts=parts,
        periods=tuple(sorted({each.period for _, each, kwh in claimed if kwh and claim_of(each)})),
        mix=next((use.rule.mix for use in counted if use.rule and use.rule.mix), None),
        fit=fsum(fit_share(use) * use.fed_in_kwh for use in counted) / total,
        market_kg_per_kwh=None if kept else market and market / used,
        location_kg_per_kwh=None if kept else location and location / used,
        generation_only=any(
            use.rule is not None and use.rule.upstream is None and each.factor is None
            for use in counted
            for _, each, _ in use.certificates
        ),
        rest=tuple(dict.fromkeys(each for use in counted for each in use.rest)),
    )


def _certified_part(claim: OriginClaim, uses: Sequence[ElectricityUse], total: float) -> CertifiedPart | None:
    """The part of the electricity that a claim applies to; None where it is zero."""
    shares: dict[str, tuple[Plant, float]] = {}
    untracked = 0.0
    for use in uses:
        for _, each, kwh in use.certificates:
            if claim_of(each) != claim:
                continue
            if each.plant is None:
                untracked += kwh / total
                continue
            key = str((each.plant.source, each.plant.prefecture, each.plant.municipality))
            plant, before = shares.get(key, (each.plant, 0.0))
            shares[key] = plant, before + kwh / total
    plants = tuple(sorted(shares.values(), key=lambda found: -found[1]))
    share = fsum((untracked, *(share for _, share in plants)))
    return CertifiedPart(claim, min(share, 1.0), plants, untracked) if share else None


def _year_problems(uses: Sequence[ElectricityUse], year: int | None) -> Iterator[Problem]:
    """Electricity of a time in which the data of the product are not (vintage: Scope 2 Guidance, Table 7.1, criterion 4)."""
    for use in uses:
        period = use.rule.period if use.rule and use.rule.certificates else None
        found = months_of(period) if period else None
        if year is not None and found and not any(month // 12 == year for month in found):
            what = f"the electricity is of {period}, the data of this product are of {year}"
            todo = "take the certificates of that year, or correct one"
            yield Problem(f"{use.where}.electricity.period", what, todo)


def _market_kg(footprint: Footprint, uses: Sequence[ElectricityUse]) -> float | None:
    """Kilograms that this electricity adds to the figure; None where another activity has the same name."""
    names = {(use.name, use.stage) for use in uses}
    named = [line for line in footprint.product.activities if (line.name, line.stage) in names]
    if len(named) != len({use.activity for use in uses}) or footprint.product.cut_off is not None:
        return None
    return fsum(leaf.kg_co2e for leaf in footprint.contributions if (leaf.path[0], leaf.stage) in names)


def _location_kg(
    footprint: Footprint,
    market: float | None,
    uses: Sequence[ElectricityUse],
    counted: Sequence[ElectricityUse],
) -> float | None:
    """The same location-based, by what the figure differs; None where other electricity may differ as well."""
    inside = {use.activity for use in counted}
    others = any(use.rule for use in uses if use not in counted) or any(
        list(line.uses())
        for place, line in enumerate(footprint.product.activities)
        if f"activities[{place}]" not in inside
    )
    if market is None or others:
        return None
    return market + footprint.electricity["location"] - footprint.electricity["market"]


class ElectricityLine(SdgEntry):
    """The claim that the certificates of the product's own electricity allow: label and figure rest on the same ones."""

    kind: Literal["electricity"] = "electricity"


@line_rule(ElectricityLine)
def electricity_text(_: ElectricityLine, context: LineContext) -> DisplayText:
    """Put the origin of the product's electricity into words.

    Raises:
        ClaimError: see `electricity_origin`.
    """
    return electricity_origin(context.footprint).text
