"""What a reader of a source file hands on: one `Derived` a row, keyed as the recipes name it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Derived", "Problems"]

Problems = list[str]


@dataclass(frozen=True)
class Derived:
    """What one row of a source says, per `per` of the recipe."""

    value: float
    locator: str
    unit: str = "kgCO2e"
    uom: str = ""
    gwp_set: str = ""
    year: str = ""
    gases: dict[str, float] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    dqr: float | None = None
    energy: str = ""
    note: str = ""
    forcing: float = 0.0
    """What of the value is radiative forcing, and no mass of a gas."""
