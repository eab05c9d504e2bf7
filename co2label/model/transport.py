"""Transport by legs: each change of vehicle opens a new leg, and each hub between them is a leg of its own.

ISO 14083:2023 in the words of the GLEC Framework v3 (https://climatiq.io/docs/guides/understanding/freightv2-ISO14083):
a transport chain is a row of elements; `G = mass × distance × intensity × DAF` for a vehicle, `G = outgoing mass ×
intensity` for a hub. The mass is that of the goods with the shipper's packaging, without the carrier's pallets and
containers. Empty running sits in the intensity. The distance is the shortest feasible one (SFD) or the great circle
(GCD), never both in one chain; by air it is the great circle.

>>> chain = [Leg(mode="freight.truck.avg", distance="120 km"), Leg(hub="hub.cross_dock"), Leg(mode="freight.rail")]
Traceback (most recent call last):
...
co2label.errors.DocumentError: distance: a leg with a mode needs its distance; add it, such as distance = "120 km"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.noun import AmountField, CleanText, Noun
from co2label.model.references import FactorRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.model.factor import EmissionFactor
    from co2label.units import Amount

__all__ = ["AIR_DETOUR_M", "DistanceType", "Leg", "chain_misfits"]

AIR_DETOUR_M = 95_000.0
"""Metres. How much longer a flight is than the great circle (CLECAT guide to ISO 14083, table 3; GLEC v3.2)."""
DistanceType = Literal["SFD", "GCD", "actual"]
"""Shortest feasible distance, great-circle distance, distance really driven."""


class Leg(Noun):
    """One vehicle over one distance, or one hub.

    Raises:
        DocumentError: both a mode and a hub, or neither; a distance or packaging of another kind.
    """

    mode: FactorRef | None = None
    """Factor of the vehicle per t·km; a refrigerated one is another factor (freight.truck.reefer)."""
    distance: AmountField | None = None
    hub: FactorRef | None = None
    """Factor of a terminal or warehouse, per t of outgoing goods."""
    upstream: FactorRef | None = None
    """Provision of the energy, where the mode (or hub) covers operation only: freight.truck.avg.wtt."""
    packaging: AmountField | None = None
    """Mass of the shipper's packaging that travels with the amount of the activity on this leg."""
    name: CleanText | None = None
    """How `explain` calls the leg; by its factor, if there is none."""
    distance_type: DistanceType | None = None
    """What kind of distance is written here."""
    factor_distance_type: DistanceType | None = None
    """What kind of distance the factor is per; where the two differ, the distance is adjusted."""
    by: Literal["road", "sea", "air", "rail", "inland-waterway"] | None = None
    """Needed for that adjustment."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            mode: str | EmissionFactor | None = None,
            distance: str | Amount | None = None,
            hub: str | EmissionFactor | None = None,
            upstream: str | EmissionFactor | None = None,
            packaging: str | Amount | None = None,
            name: str | None = None,
            distance_type: DistanceType | None = None,
            factor_distance_type: DistanceType | None = None,
            by: Literal["road", "sea", "air", "rail", "inland-waterway"] | None = None,
        ) -> None: ...

    @property
    def title(self) -> str:
        """The name, or else the id of the factor."""
        factor = self.mode if self.mode is not None else self.hub
        return self.name or (factor if isinstance(factor, str) else "" if factor is None else factor.id)

    @property
    def adjusted(self) -> bool:
        """Whether the distance is of another kind than the factor's."""
        kinds = (self.distance_type, self.factor_distance_type)
        return None not in kinds and kinds[0] != kinds[1]

    @model_validator(mode="after")
    def _consistent(self) -> Leg:
        problems = [*self._kind(), *self._units(), *self._distances()]
        if problems:
            raise DocumentError(problems)
        return self

    def _kind(self) -> Iterator[Problem]:
        if (self.mode is None) == (self.hub is None):
            came = "none of them" if self.mode is None else "both"
            yield Problem("", f"a leg has either a mode (a vehicle) or a hub; got {came}")
        elif self.mode is not None and self.distance is None:
            yield Problem(
                "distance", "a leg with a mode needs its distance", 'add it, such as distance = "120 km"'
            )
        elif self.hub is not None and self.distance is not None:
            yield Problem("distance", "a hub has no distance: it counts outgoing mass", "remove it")

    def _units(self) -> Iterator[Problem]:
        for key, kind, example in (("distance", "length", "120 km"), ("packaging", "mass", "5 g")):
            amount: Amount | None = getattr(self, key)
            if amount is not None and str(amount.unit.dimension) != kind:
                came = f"got {amount.text!r} ({amount.unit.dimension})"
                yield Problem(key, f"expected a {kind} such as {example!r}, {came}")

    def _distances(self) -> Iterator[Problem]:
        if self.adjusted and self.by is None:
            what = f"from {self.distance_type} to {self.factor_distance_type} depends on the vehicle"
            yield Problem("by", what, 'add by = "road", "sea", "air", "rail" or "inland-waterway"')
        elif self.by is not None and not self.adjusted:
            yield Problem(
                "by", "only needed where distance_type and factor_distance_type differ", "remove it"
            )
        if "SFD" in (kinds := (self.distance_type, self.factor_distance_type)) and "GCD" in kinds:
            what = "no sourced factor leads from SFD to GCD"
            yield Problem("distance_type", what, "measure the distance in the kind that the factor is per")
        elif self.by == "air" and "SFD" in kinds:
            yield Problem("distance_type", "by air the distance is the great circle", 'write "GCD"')
        elif self.by == "air" and self.distance_type == "actual" and _short(self.distance):
            what = f"a flight is {AIR_DETOUR_M / 1000:g} km longer than the great circle, got '{self.distance}' in all"
            yield Problem("distance", what, "check the distance")
        elif self.adjusted and self.by != "air" and "GCD" in kinds:
            what = f"no sourced factor leads from GCD to the actual distance by {self.by}"
            yield Problem("distance_type", what, "measure the shortest feasible distance (SFD)")


def _short(distance: Amount | None) -> bool:
    return distance is not None and distance.si <= AIR_DETOUR_M


def chain_misfits(legs: Sequence[Leg], amount: Amount) -> list[Problem]:
    """What is wrong between the legs of one chain, and between them and the amount that is moved."""
    problems = []
    kind = amount.unit.dimension
    if "length" in str(kind):
        what = (
            f"got {amount.text!r} ({kind}); with legs the amount is the mass of the goods, without a distance"
        )
        problems.append(Problem("amount", what, "the distances stand in the legs"))
    packed = [place for place, leg in enumerate(legs) if leg.packaging is not None]
    if packed and str(kind) != "mass":
        what = f"packaging is added to a mass; the amount {amount.text!r} is none"
        problems.append(
            Problem(f"legs[{packed[0]}].packaging", what, "write the mass of the goods as the amount")
        )
    first: dict[str, int] = {}
    for place, leg in enumerate(legs):
        for key in (leg.distance_type, leg.factor_distance_type):
            if key in {"SFD", "GCD"}:
                first.setdefault(str(key), place)
    if len(first) > 1:
        (one, _), (other, place) = first.items()
        what = f"{other} here, {one} before: the two are never mixed in one chain (ISO 14083)"
        problems.append(Problem(f"legs[{place}].distance_type", what, "measure all legs in one kind"))
    return problems
