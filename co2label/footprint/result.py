"""The result of a calculation: one frozen `Footprint` per product, in kilograms of CO2e per declared unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from co2label.model import Component, Product, Stage

__all__ = ["Contribution", "Footprint", "Interval", "Note"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A coverage interval in kg CO2e per declared unit."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of the figure must know: a stable `code` and a sentence in each language."""

    code: str
    """mixed-basis, mixed-gwp-set, stale-factor, boundary-overlap, unsplit-components, bridged, price-year, loop."""
    message: str
    """In English, for engineers; `wording` holds the public sentences by code."""
    where: tuple[str, ...] = ()
    """Path of activity names from the product down, where the note belongs to one line."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one leaf of the tree adds to the total; the leaves of a footprint add up to it."""

    path: tuple[str, ...]
    """Names of the activities from the product down to this leaf."""
    stage: Stage
    """The stage of the product that the first activity of the path belongs to."""
    kg_co2e: float
    factor: str | None = None
    """Id of the emission factor, or None."""
    gas: str | None = None
    product: str | None = None
    """Id of a product that is not opened further here (a loop, or a very wide tree), or None."""
    working: str = ""
    """The sum as a person would write it: "48 g = 0.048 kg × 2.75 kgCO2e/kg = 0.132 kg"."""
    source: str = ""
    """Title, edition and place of the factor's source, with its year."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """The footprint of one product. All masses are unrounded float64 kilograms of CO2e per declared unit.

    Attributes:
        kg_co2e: the figure: the sum of all components but uptake, stored carbon and avoided emissions.
        stages: the figure by life-cycle stage; a stage outside the boundary, or without any activity, is absent.
        components: kg by component; those outside the figure stand here too, and only here.
        matrix: (stage, component) -> kg.
    """

    product: Product
    kg_co2e: float
    gwp_set: str
    gwp_horizon: int
    factor_edition: str
    matrix: Mapping[tuple[Stage, Component], float]
    stages: Mapping[Stage, float]
    components: Mapping[Component, float]
    contributions: tuple[Contribution, ...]
    notes: tuple[Note, ...] = ()
    interval: Interval | None = None
    primary_data_share: float = 0.0
    """Percent, 0 to 100 (PACT v3: share of primary data in the absolute figure without biogenic uptake)."""
    verified: bool = field(default=False)
