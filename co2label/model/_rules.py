"""Rules that an activity may ask for: recycling, transport legs, losses, routes of waste; and the cut-off of a study.

Each is data only; the room `footprint` turns an activity with a rule into plain activities.

Recycling uses the names of the circular footprint formula (Zampori and Pant, JRC, EUR 29682 EN, 2019, Equation 3; the PEF
method of Commission Recommendation (EU) 2021/2279, Annex I): one word, `rule`, changes the method and nothing else.

Transport follows ISO 14083:2023 in the words of the GLEC Framework v3
(https://climatiq.io/docs/guides/understanding/freightv2-ISO14083): a transport chain is a row of elements;
`G = mass × distance × intensity × DAF` for a vehicle, `G = outgoing mass × intensity` for a hub. The mass is that of the
goods with the shipper's packaging, without the carrier's pallets and containers. Empty running sits in the intensity. The
distance is the shortest feasible one (SFD) or the great circle (GCD), never both in one chain; by air it is the great circle.

The limit of a cut-off differs by rule book, so it is stated: the Catena-X PCF Rulebook takes 3 %, PACT's method version 2
asks for no more than 5 %, PAS 2050 for 95 % covered, ISO 14067:2018 has no fixed number, and the GHG Protocol Product
Standard has no cut-off at all. None of them asks for the scale-up; it is a choice, and it is always visible.

>>> can = Recycling(rule="cff", virgin="al.primary", recycled="al.secondary", R1=0.5, A=0.2, Qs_in=1.0)
>>> [problem.where for problem in can.missing(end_of_life=False)], [p.where for p in can.missing(end_of_life=True)]
([], ['disposal'])
>>> chain = [Leg(mode="freight.truck.avg", distance="120 km"), Leg(hub="hub.cross_dock"), Leg(mode="freight.rail")]
Traceback (most recent call last):
...
co2label.errors.DocumentError: distance: a leg with a mode needs its distance; add it, such as distance = "120 km"
>>> routes = (Route(share=0.6, factor="waste.burn", name="incineration"), Route(share=0.3, factor="waste.landfill"))
>>> [problem.what for problem in route_problems(routes)]
['the shares add up to 0.9, not to 1']
>>> Loss(share_of_input=1.0)
Traceback (most recent call last):
...
co2label.errors.DocumentError: share_of_input: input should be less than 1, got 1.0
>>> CutOff(left_out_percent=6, limit_percent=5)
Traceback (most recent call last):
...
co2label.errors.DocumentError: left_out_percent: 6 % are left out, the limit is 5 %; include more, or follow a rule \
book with a wider limit
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from co2label.errors import Problem
from co2label.model._base import AmountField, CleanText, Model, RatioField
from co2label.model._factor import FactorRef, SourceRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.units import Amount


RecyclingRule = Literal["cut-off", "50-50", "0-100", "cff"]

RECYCLING_RULES: tuple[RecyclingRule, ...] = get_args(RecyclingRule)

TransportMode = Literal["road", "sea", "air", "rail", "inland-waterway"]

_Share = Annotated[float, Field(ge=0, le=1)]

_Quality = Annotated[float, Field(gt=0, le=1e6)]


class CffParameters(NamedTuple):
    """Parameters of the CFF that a rule sets: A, B, and the quality ratios of ingoing and outgoing secondary material."""

    A: float
    B: float
    quality_in: float
    quality_out: float


class Recycling(Model):
    """Recycled content and recycling at end of life of a material, shared with the products before and after by a named rule.

    `cut-off` (100/0) is the CFF with A = 1 and B = 1 (with `incineration = "reverse-cut-off"` B = 0 and no credit), `0-100`
    with A = 0, B = 0 and Qs_in / Qp = 1, `50-50` with A = 0.5 and both quality ratios 1; `cff` takes what is given.
    Parameters that a simple rule sets by itself may stand there, so that one can change the rule alone; the footprint's
    notes say which values were applied.

    Raises:
        DocumentError: a share or a quality ratio out of its range, R2 + R3 above one.
    """

    rule: RecyclingRule
    """The rule of sharing, see above."""
    virgin: SourceRef
    """Ev: acquisition and pre-processing of virgin material."""
    recycled: SourceRef | None = None
    """Erecycled: the recycling process of the recycled content, with collection, sorting and transport."""
    R1: _Share = 0.0
    """Share of recycled material in the input, 0 to 1: 0.5."""
    R2: _Share = 0.0
    """Share of the material that is recycled (or reused) in a later product, after losses of collection and sorting."""
    R3: _Share = 0.0
    """Share of the material that goes to energy recovery at end of life, 0 to 1."""
    A: _Share | None = None
    """Allocation of burdens and credits between supplier and user of recycled material; 0.2, 0.5 or 0.8 by material."""
    B: _Share | None = None
    """Allocation of energy recovery between its supplier and its user; needed with R3 by `cff` and `50-50`."""
    incineration: Literal["cut-off", "reverse-cut-off"] = "cut-off"
    """Under `cut-off`: who bears burning with energy recovery, the user of the energy, or the product that becomes waste
    ("reverse-cut-off", the polluter pays principle: Catena-X io.catenax.pcf 9.0.0, allocationWasteIncineration)."""
    Qs_in: _Quality | None = None
    """Quality of the ingoing secondary material, at the point of substitution, in the unit of `Qp`: 0.9."""
    Qs_out: _Quality | None = None
    """Quality of the outgoing secondary material, at the point of substitution, in the unit of `Qp`: 0.8."""
    Qp: _Quality = 1.0
    """Quality of the primary material, such as its price or 1."""
    recycling_eol: SourceRef | None = None
    """ErecyclingEoL: the recycling process at end of life."""
    virgin_avoided: SourceRef | None = None
    """Ev*: the virgin material that the recyclable material replaces; `virgin` if not given."""
    energy_recovery: SourceRef | None = None
    """Eer: the energy recovery process itself."""
    disposal: SourceRef | None = None
    """Ed: disposal of what remains, without energy recovery."""
    LHV: RatioField | None = None
    """Lower heating value of the material, "22 MJ/kg"."""
    X_heat: _Share = 0.0
    """Efficiency of the energy recovery for heat, 0 to 1: 0.25."""
    X_elec: _Share = 0.0
    """Efficiency of the energy recovery for electricity, 0 to 1: 0.12."""
    heat: SourceRef | None = None
    """Ese,heat: the heat that is replaced."""
    elec: SourceRef | None = None
    """Ese,elec: the electricity that is replaced."""

    def allotted(self) -> CffParameters:
        """A, B and the quality ratios that the rule applies.

        A missing one counts as A = 1, B = 0, ratio 1; `missing` has named it where it matters.
        """
        into, out = (self.Qs_in or self.Qp) / self.Qp, (self.Qs_out or self.Qp) / self.Qp
        if self.rule == "cut-off":
            return CffParameters(1.0, 0.0 if self.reversed else 1.0, 1.0, 1.0)
        if self.rule == "0-100":
            return CffParameters(0.0, 0.0, 1.0, out)
        energy = self.B or 0.0
        if self.rule == "50-50":
            return CffParameters(0.5, energy, 1.0, 1.0)
        return CffParameters(1.0 if self.A is None else self.A, energy, into, out)

    @property
    def reversed(self) -> bool:
        """True if all of the burning counts here, and nothing of the energy that it gives."""
        return self.rule == "cut-off" and self.incineration == "reverse-cut-off"

    def _problems(self) -> Iterator[Problem]:
        if self.R2 + self.R3 > 1.0:
            most = "no more than all of it (1) can be recycled and burnt"
            todo = "what is recycled is not burnt: lower one of them"
            yield Problem("R2", f"R2 + R3 is {self.R2 + self.R3:.10g}; {most}", todo)
        for name in ("Qs_in", "Qs_out"):
            quality = getattr(self, name)
            if quality is not None and quality > self.Qp:
                what = f"{name} / Qp is {quality / self.Qp:.10g}; expected above 0 and at most 1"
                yield Problem(name, what, "secondary material is at most as good as primary")

    def missing(self, *, end_of_life: bool) -> list[Problem]:
        """Parameters that the rule needs and does not have, inside a boundary with or without the end of life."""
        needs: dict[str, str] = {}
        own = self.allotted().A
        if self.rule == "cff" and (self.R1 or self.R2):
            needs["A"] = (
                "it shares recycling between supplier and user (0.2, 0.5 or 0.8 by material in the PEF method)"
            )
        if self.R1 * own:
            needs["recycled"] = f"R1 = {self.R1:g} of the input is recycled"
        if self.rule == "cff" and self.R1 * (1.0 - own):
            needs["Qs_in"] = "A is below 1, so the quality of the ingoing recycled material counts"
        needs |= self._needs_of_end_of_life() if end_of_life else {}
        return [
            Problem(name, f"rule {self.rule!r} needs it: {why}", f"add {name}")
            for name, why in needs.items()
            if getattr(self, name) is None
        ]

    def _needs_of_end_of_life(self) -> dict[str, str]:
        set_by, burnt = self.allotted(), f"R3 = {self.R3:g} goes to energy recovery"
        needs = {}
        if self.R2 * (1.0 - set_by.A):
            needs["recycling_eol"] = f"R2 = {self.R2:g} is recycled at end of life"
            if self.rule in {"cff", "0-100"}:
                needs["Qs_out"] = f"R2 = {self.R2:g} replaces virgin material by its quality"
        if self.R3 and self.rule in {"cff", "50-50"}:
            needs["B"] = f"{burnt}, which B shares"
        if self.R3 * (1.0 - set_by.B):
            needs["energy_recovery"] = burnt
            for name, kind in (("X_heat", "heat"), ("X_elec", "elec")):
                if getattr(self, name) and not self.reversed:
                    needs["LHV"] = f"{name} is of the heating value"
                    needs[kind] = f"{name} = {getattr(self, name):g}"
        if (rest := 1.0 - self.R2 - self.R3) > _ROUNDING_NOISE:
            needs["disposal"] = f"{rest:.10g} of the material is neither recycled nor burnt"
        return needs


_ROUNDING_NOISE = 1e-12
"""Shares such as 1 - 0.7 - 0.3 leave rounding, not waste."""

AIR_DETOUR_M = 95_000.0
"""Metres. How much longer a flight is than the great circle (CLECAT guide to ISO 14083, table 3; GLEC v3.2)."""

DistanceType = Literal["SFD", "GCD", "actual"]
"""Shortest feasible distance, great-circle distance, distance really driven."""


class Leg(Model):
    """One vehicle over one distance, or one hub.

    Raises:
        DocumentError: both a mode and a hub, or neither; a distance or packaging of another kind.
    """

    mode: FactorRef | None = None
    """Factor of the vehicle per t·km: "freight.truck.avg". A refrigerated one is another factor (freight.truck.reefer)."""
    distance: AmountField | None = None
    """Distance over which the vehicle carries the goods: "120 km"."""
    hub: FactorRef | None = None
    """Factor of a terminal or warehouse, per t of outgoing goods: "hub.cross_dock"."""
    upstream: FactorRef | None = None
    """Provision of the energy, where the mode (or hub) covers operation only: freight.truck.avg.wtt."""
    packaging: AmountField | None = None
    """Mass of the shipper's packaging that travels with the amount of the activity on this leg: "5 g"."""
    name: CleanText | None = None
    """Name of the leg in `explain`: "port to depot"; its factor, if not given."""
    distance_type: DistanceType | None = None
    """Type of the distance given here."""
    factor_distance_type: DistanceType | None = None
    """Type of distance that the factor is per; if the two differ, the distance is adjusted."""
    by: TransportMode | None = None
    """Kind of vehicle, needed for that adjustment."""

    @property
    def title(self) -> str:
        """The name, or else the id of the factor."""
        factor = self.mode if self.mode is not None else self.hub
        return self.name or (factor if isinstance(factor, str) else "" if factor is None else factor.id)

    @property
    def adjusted(self) -> bool:
        """True if the distance is of another kind than the factor's."""
        kinds = (self.distance_type, self.factor_distance_type)
        return None not in kinds and kinds[0] != kinds[1]

    def _problems(self) -> Iterator[Problem]:
        if (self.mode is None) == (self.hub is None):
            came = "none of them" if self.mode is None else "both"
            yield Problem("", f"a leg has either a mode (a vehicle) or a hub; got {came}")
        elif self.mode is not None and self.distance is None:
            todo = 'add it, such as distance = "120 km"'
            yield Problem("distance", "a leg with a mode needs its distance", todo)
        elif self.hub is not None and self.distance is not None:
            yield Problem("distance", "a hub has no distance: it counts outgoing mass", "remove it")
        for key, kind, example in (("distance", "length", "120 km"), ("packaging", "mass", "5 g")):
            amount: Amount | None = getattr(self, key)
            if amount is not None and str(amount.unit.dimension) != kind:
                came = f"got {amount.text!r} ({amount.unit.dimension})"
                yield Problem(key, f"expected a {kind} such as {example!r}, {came}")
        yield from self._distance_problems()

    def _distance_problems(self) -> Iterator[Problem]:
        """Problems that prevent the conversion of a distance to the type that the factor is per."""
        if self.adjusted and self.by is None:
            what = f"from {self.distance_type} to {self.factor_distance_type} depends on the vehicle"
            yield Problem("by", what, 'add by = "road", "sea", "air", "rail" or "inland-waterway"')
        elif self.by is not None and not self.adjusted:
            what = "only needed where distance_type and factor_distance_type differ"
            yield Problem("by", what, "remove it")
        kinds, distance = (self.distance_type, self.factor_distance_type), self.distance
        if "SFD" in kinds and "GCD" in kinds:
            what = "no sourced factor leads from SFD to GCD"
            yield Problem("distance_type", what, "measure the distance in the kind that the factor is per")
        elif self.by == "air" and "SFD" in kinds:
            yield Problem("distance_type", "by air the distance is the great circle", 'write "GCD"')
        elif self.by == "air" and kinds[0] == "actual" and distance and distance.si <= AIR_DETOUR_M:
            what = f"a flight is {AIR_DETOUR_M / 1000:g} km longer than the great circle, got '{distance}' in all"
            yield Problem("distance", what, "check the distance")
        elif self.adjusted and self.by != "air" and "GCD" in kinds:
            what = f"no sourced factor leads from GCD to the actual distance by {self.by}"
            yield Problem("distance_type", what, "measure the shortest feasible distance (SFD)")


def transport_chain_problems(legs: Sequence[Leg], amount: Amount) -> Iterator[Problem]:
    """Problems between the legs of one chain, and between them and the amount that is moved."""
    kind = amount.unit.dimension
    if "length" in str(kind):
        got = f"got {amount.text!r} ({kind})"
        what = f"{got}; with legs the amount is the mass of the goods, without a distance"
        yield Problem("amount", what, "the distances stand in the legs")
    packed = [place for place, leg in enumerate(legs) if leg.packaging is not None]
    if packed and str(kind) != "mass":
        what = f"packaging is added to a mass; the amount {amount.text!r} is none"
        yield Problem(f"legs[{packed[0]}].packaging", what, "write the mass of the goods as the amount")
    first: dict[str, int] = {}
    for place, leg in enumerate(legs):
        for key in (leg.distance_type, leg.factor_distance_type):
            if key in {"SFD", "GCD"}:
                first.setdefault(str(key), place)
    if len(first) > 1:
        (one, _), (other, place) = first.items()
        what = f"{other} here, {one} before: the two are never mixed in one chain (ISO 14083)"
        yield Problem(f"legs[{place}].distance_type", what, "measure all legs in one kind")


class Loss(Model):
    """Losses of an activity, whose amount is what comes out; exactly one of the two.

    Raises:
        DocumentError: both or none, or a number out of its range.
    """

    share_of_input: float | None = Field(default=None, ge=0, lt=1)
    """Lost share w of the input, 0 to below 1: 0.05. m_in = m_out ÷ (1 − w)."""
    per_output: float | None = Field(default=None, ge=0, le=1e6)
    """Lost per unit of output: 0.05. m_in = m_out × (1 + w)."""

    def _problems(self) -> Iterator[Problem]:
        if (self.share_of_input is None) == (self.per_output is None):
            yield Problem("", "expected exactly one of share_of_input, per_output")


_TOLERANCE = 1e-9


class Route(Model):
    """One way that waste goes."""

    share: float = Field(ge=0, le=1)
    """Share of the waste that goes this way, 0 to 1: 0.6. The shares of all routes add up to 1."""
    factor: SourceRef
    """Factor of the treatment, per unit of waste: "waste.burn"."""
    name: CleanText | None = None
    """Name of the route in `explain`: "incineration"."""


def route_problems(routes: Sequence[Route]) -> Iterator[Problem]:
    """The problem of routes whose shares do not add up to one."""
    total = math.fsum(route.share for route in routes)
    if abs(total - 1.0) > _TOLERANCE:
        todo = "every part of the waste goes somewhere: correct the shares"
        yield Problem("routes", f"the shares add up to {total:.10g}, not to 1", todo)


class CutOff(Model):
    """Percent of the figure that is left out, at most `limit_percent`.

    Raises:
        DocumentError: more is left out than the limit allows.
    """

    left_out_percent: float = Field(ge=0, lt=100)
    """Percent of the whole figure that is left out, estimated (PACT: exemptedEmissionsPercent): 3."""
    limit_percent: float = Field(ge=0, lt=100)
    """Percent that the rule book allows to be left out: 5."""
    scale_up: bool = False
    """Whether the known part is divided by its coverage: E_100 = E_known ÷ (1 − left out)."""
    note: CleanText | None = None
    """What was left out, and why: "labels and adhesives"."""

    def _problems(self) -> Iterator[Problem]:
        if self.left_out_percent > self.limit_percent:
            what = f"{self.left_out_percent:g} % are left out, the limit is {self.limit_percent:g} %"
            todo = "include more, or follow a rule book with a wider limit"
            yield Problem("left_out_percent", what, todo)
