"""A carbon credit that somebody bought: a statement beside the product, which no figure knows.

>>> Credit(amount="1 t", registry="J-Credit", serial="JCL-100-200", vintage=2024).amount.si
1000.0
"""

from __future__ import annotations

from pydantic import Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.evidence import Date
from co2label.model.noun import AmountField, CleanText, Noun

__all__ = ["Credit"]


class Credit(Noun):
    """A credit that was bought and retired: what it is, and where that can be looked up.

    It lies outside the product system (ISO 14067:2018, 3.1.1.7 and 6.3.4.1, as told), so it is no activity and takes
    nothing from a figure. Beside a product of the EU no impact may be claimed from it (Directive 2005/29/EC, Annex I,
    4c); that it was bought may be said (Directive (EU) 2024/825, recital 12), so it is said as a plain fact, on the page
    and in data, and nowhere near the figure.

    Raises:
        DocumentError: an amount that is no mass above zero.
    """

    amount: AmountField
    """The mass of CO2e that it stands for: "1 t"."""
    registry: CleanText
    """Where it is registered: J-Credit, Verra."""
    serial: CleanText
    """Its serial number there, or that of its retirement."""
    vintage: int = Field(ge=1990, le=2100)
    """The year in which it was generated."""
    standard: CleanText | None = None
    retired: Date | None = None
    """The day on which it was retired."""

    @model_validator(mode="after")
    def _mass(self) -> Credit:
        if str(self.amount.unit.dimension) != "mass" or self.amount.value <= 0:
            what = f"expected a mass above zero, got {self.amount.text!r}"
            raise DocumentError([Problem("amount", what, 'write "1 t"')])
        return self
