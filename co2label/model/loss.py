"""What is lost on the way: a share of what goes in, or so much per unit that comes out.

>>> Loss(share_of_input=0.05).share_of_input
0.05
>>> Loss(share_of_input=1.0)
Traceback (most recent call last):
...
co2label.errors.DocumentError: share_of_input: input should be less than 1, got 1.0
"""

from __future__ import annotations

from pydantic import Field, model_validator

from co2label.model.noun import Noun

__all__ = ["Loss"]

_MOST = 1e6


class Loss(Noun):
    """Losses of an activity, whose amount is what comes out; exactly one of the two.

    Raises:
        DocumentError: both or none, or a number out of its range.
    """

    share_of_input: float | None = Field(default=None, ge=0, lt=1)
    """Lost share w of the input: m_in = m_out ÷ (1 − w)."""
    per_output: float | None = Field(default=None, ge=0, le=_MOST)
    """Lost per unit of output: m_in = m_out × (1 + w)."""

    @model_validator(mode="after")
    def _one(self) -> Loss:
        if (self.share_of_input is None) == (self.per_output is None):
            message = "expected exactly one of share_of_input, per_output"
            raise ValueError(message)
        return self
