"""Where the electricity of a product comes from: the claims that are allowed, their shares, and what stands beside them.

It is read from the activities and certificates that the market-based figure was computed from, so label and figure cannot
differ, and no certificate counts twice (`footprint.rules.claims`).

>>> import co2label as c2
>>> wind = {"id": "nfc-1", "kind": "再エネ指定非化石証書", "amount": "0.3 kWh", "market": "JP", "period": "2025",
...     "matched": "renewable", "plant": {"source": "wind", "prefecture": "岩手県", "municipality": "久慈市"}}
>>> rule = {"method": "market", "grid": "elec.grid.jp.average", "residual": "elec.jp.tohoku", "market": "JP",
...     "period": "2025", "certificates": [wind]}
>>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate",
...     activities=[c2.Activity("drying", "0.5 kWh", electricity=rule, stage="production")])
>>> origin = electricity_origin(c2.compute(tea))
>>> origin.said.lines[0]["ja"]
'製造の電気の60%は再エネ（岩手県久慈市の風力）。再エネ指定の非化石証書を使用'
>>> round(origin.market_kg_per_kwh, 4), round(origin.location_kg_per_kwh, 4)
(0.1684, 0.423)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import fsum
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import ClaimError, Problem
from co2label.indicators.electricity_use import ElectricityUse, electricity_uses
from co2label.indicators.origin_claim import CLAIMS, Claim, claim_of, fit_share, origin_problems
from co2label.indicators.origin_words import explanations, lines
from co2label.indicators.said import Said
from co2label.model import MIX_SOURCES, STAGES, months_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.footprint import Footprint
    from co2label.footprint.rules.electricity import Remaining
    from co2label.model import MixSource, Plant, PowerMix, Stage

__all__ = ["LEAST_SHARE", "CertifiedPart", "ElectricityOrigin", "electricity_origin"]

LEAST_SHARE = 1e-9
"""Shares below this are what adding decimal fractions leaves over."""


@dataclass(frozen=True, slots=True)
class CertifiedPart:
    """The part of the electricity that one claim is allowed for."""

    claim: Claim
    share: float
    """Of all electricity of these stages, above 0, to 1."""
    plants: tuple[tuple[Plant, float], ...]
    """With the share of each, largest first; plants alike in source and place are one."""
    untracked: float
    """The share whose certificates name no plant."""


@dataclass(frozen=True, slots=True)
class ElectricityOrigin:
    """What may be said of the electricity in the stages that certificates are used for."""

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
    """kg CO2e per kWh used: what the certificates leave, as the figure counts it; None where it cannot be told apart."""
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
        """What the electricity is generated from: sources with their shares, in the order of the guideline.

        The supplier's mix; without one, the plants and the FIT電気 that certificates are matched to, the rest unknown.
        """
        if self.mix is not None:
            return tuple((source, percent / 100) for source, percent in self.mix.sources)
        found: dict[MixSource, float] = {"fit": self.fit}
        for plant, share in (
            each for part in self.parts if part.claim == "renewable" for each in part.plants
        ):
            found[plant.source] = found.get(plant.source, 0.0) + share
        rest = 1 - fsum(found.values())
        known = [(source, found[source]) for source in MIX_SOURCES if found.get(source)]
        return (*known, ("unknown", rest)) if rest > LEAST_SHARE else tuple(known)

    @property
    def said(self) -> Said:
        """Each claim, and next to it what the guideline wants there; what the words mean, and what has no such value."""
        return Said(lines(self), explanations(self))

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
            "lines": list(self.said.lines),
            "notes": list(self.said.notes),
        }


def electricity_origin(footprint: Footprint) -> ElectricityOrigin:
    """Where the electricity of a product comes from, as far as its certificates say so.

    Args:
        footprint: market-based; of the products that it uses only those of electricity count, per kWh.

    Raises:
        ClaimError: with every problem: no electricity, no certificate, one that allows no claim, what must stand beside
            the claim and is not known. Paths begin at the product's fields; empty where it is the whole.
    """
    uses = electricity_uses(footprint)
    certified = {use.stage for use in uses if use.certificates}
    counted = [use for use in uses if use.stage in certified or not certified]
    problems = [*origin_problems(counted), *_of_other_years(counted, footprint.product.year)]
    if problems:
        raise ClaimError(problems)
    total = fsum(use.fed_in_kwh for use in counted)
    found = [_part(claim, counted, total) for claim in CLAIMS.values()] if total else []
    parts = tuple(part for part in found if part)
    if not parts:
        what = "the certificates cover nothing of this electricity"
        raise ClaimError([Problem("", what, "correct their amounts")])
    used = fsum(use.used_kwh for use in counted)
    market = _market_kg(footprint, counted)
    location = _location_kg(footprint, market, uses, counted)
    return ElectricityOrigin(
        stages=tuple(stage for stage in STAGES if stage in certified),
        used_kwh=used,
        parts=parts,
        periods=_periods(counted),
        mix=next((use.rule.mix for use in counted if use.rule and use.rule.mix), None),
        fit=fsum(fit_share(use) * use.fed_in_kwh for use in counted) / total,
        market_kg_per_kwh=market and market / used,
        location_kg_per_kwh=location and location / used,
        generation_only=any(
            use.rule is not None and use.rule.upstream is None and each.factor is None
            for use in counted
            for _, each, _ in use.certificates
        ),
        rest=tuple(dict.fromkeys(each for use in counted for each in use.rest)),
    )


def _part(claim: Claim, uses: Sequence[ElectricityUse], total: float) -> CertifiedPart | None:
    """What of the electricity this claim is for; None where it is nothing."""
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


def _of_other_years(uses: Sequence[ElectricityUse], year: int | None) -> Iterator[Problem]:
    """Electricity of a time in which the data of the product are not (vintage: Scope 2 Guidance, Table 7.1, criterion 4)."""
    for use in uses:
        period = use.rule.period if use.rule and use.rule.certificates else None
        found = months_of(period) if period else None
        if year is not None and found and not any(month // 12 == year for month in found):
            what = f"the electricity is of {period}, the data of this product are of {year}"
            todo = "take the certificates of that year, or correct one"
            yield Problem(f"{use.where}.electricity.period", what, todo)


def _periods(uses: Sequence[ElectricityUse]) -> tuple[str, ...]:
    """Of the certificates that a claim rests on, earliest first."""
    claimed = {each.period for use in uses for _, each, kwh in use.certificates if kwh and claim_of(each)}
    return tuple(sorted(claimed))


def _market_kg(footprint: Footprint, uses: Sequence[ElectricityUse]) -> float | None:
    """What this electricity adds to the figure; None where another activity of its name hides it."""
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
