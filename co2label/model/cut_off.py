"""What a study leaves out, against a limit, and whether the rest is scaled up to stand for the whole.

The limits differ by rule book, so the limit is stated: the Catena-X PCF Rulebook takes 3 %, PACT's method version 2
asks for no more than 5 %, PAS 2050 for 95 % covered, ISO 14067:2018 has no fixed number, and the GHG Protocol Product
Standard has no cut-off at all. None of them asks for the scale-up of today; it is a choice, and it is always visible.

>>> CutOff(left_out_percent=6, limit_percent=5)
Traceback (most recent call last):
...
co2label.errors.DocumentError: left_out_percent: 6 % are left out, the limit is 5 %; include more, or follow a rule \
book with a wider limit
"""

from __future__ import annotations

from pydantic import Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.noun import CleanText, Noun

__all__ = ["CutOff"]

_BELOW_WHOLE = 100.0


class CutOff(Noun):
    """Percent of the figure that is left out, at most `limit_percent`.

    Raises:
        DocumentError: more is left out than the limit allows.
    """

    left_out_percent: float = Field(ge=0, lt=_BELOW_WHOLE)
    """Estimated share of the whole figure (PACT: exemptedEmissionsPercent)."""
    limit_percent: float = Field(ge=0, lt=_BELOW_WHOLE)
    scale_up: bool = False
    """Whether the known part is divided by its coverage: E_100 = E_known ÷ (1 − left out)."""
    note: CleanText | None = None
    """What is left out, and why."""

    @model_validator(mode="after")
    def _within(self) -> CutOff:
        if self.left_out_percent > self.limit_percent:
            what = f"{self.left_out_percent:g} % are left out, the limit is {self.limit_percent:g} %"
            todo = "include more, or follow a rule book with a wider limit"
            raise DocumentError([Problem("left_out_percent", what, todo)])
        return self
