"""The reference value per person and day: what a figure is a percentage of.

It is an educational reference, not a statutory one, and its basis is always printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from co2label.declaration.declaration import ReferenceShare
from co2label.figures import percent_of

__all__ = ["IGES_2030", "ReferenceBudget"]


@dataclass(frozen=True, slots=True)
class ReferenceBudget:
    """A budget of CO2e per person and day.

    Attributes:
        basis: key of the sentence in `wording` that names the source (`reference.basis.…`).
        kg_per_day: kg CO2e per person and day, as printed: the percentage can be checked against the print.
    """

    basis: str
    kg_per_day: float

    @property
    def shown_day(self) -> str:
        """The reference as printed, in kg: "6.8"."""
        return f"{self.kg_per_day:g}"

    def share(self, kg_co2e: float) -> ReferenceShare:
        """The share of a day that `kg_co2e` (kg, not below zero) takes.

        >>> IGES_2030.share(0.55).value, IGES_2030.share(0.01).kind, IGES_2030.share(170).kind
        (8, 'below-one', 'days')
        """
        shown = percent_of(kg_co2e, self.kg_per_day)
        return ReferenceShare(
            kind=shown.kind,
            value=shown.value,
            share=min(1.0, max(0.0, kg_co2e / self.kg_per_day)),
            kg_per_day=self.kg_per_day,
            shown_day=self.shown_day,
            basis=self.basis,
        )


IGES_2030 = ReferenceBudget("iges-2030", 6.8)
"""2,500 kg CO2e a person and year (the target for 2030 that the whole world shares; IGES, Aalto University and D-mat,
"1.5-Degree Lifestyles: Targets and options for reducing lifestyle carbon footprints", technical report, 2019),
divided by 365 days: 6.849…, rounded to 6.8."""
