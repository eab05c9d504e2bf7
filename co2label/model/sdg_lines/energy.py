"""SDG lines of the label of a building's energy performance: stars of energy, grade of insulation.

>>> EnergyLine(bei=0.8, use="dwelling").use, InsulationLine(ua=0.46, zone=6).zone
('dwelling', 6)
"""

from __future__ import annotations

from typing import Literal

from co2label.model.noun import Noun

__all__ = ["BuildingKind", "EnergyLine", "InsulationLine"]

BuildingKind = Literal["dwelling", "other"]


class EnergyLine(Noun):
    """What the stars are judged by."""

    kind: Literal["energy"] = "energy"
    bei: float
    """Designed primary energy over the standard one, renewables not counted."""
    use: BuildingKind
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""


class InsulationLine(Noun):
    """What the grade of a dwelling's insulation is judged by."""

    kind: Literal["insulation"] = "insulation"
    ua: float
    """Mean heat transmission of the envelope in W/(m2·K)."""
    zone: int
    """Climate zone of Japan's energy standard, 1 to 7."""
    certificate: str | None = None
    """Number of the BELS certificate; without it the line says that the owner judged it."""
