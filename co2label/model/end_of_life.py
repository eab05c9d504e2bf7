"""End-of-life routes: where a mass goes when it is waste, and with which share.

>>> routes = (Route(share=0.6, factor="waste.burn", name="incineration"), Route(share=0.3, factor="waste.landfill"))
>>> shares_problem(routes)
'the shares add up to 0.9, not to 1'
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pydantic import Field

from co2label.model.noun import CleanText, Noun
from co2label.model.references import Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Route", "shares_problem"]

_TOLERANCE = 1e-9


class Route(Noun):
    """One way that waste goes."""

    share: float = Field(ge=0, le=1)
    factor: Drawn
    """Of the treatment, per unit of waste."""
    name: CleanText | None = None


def shares_problem(routes: Sequence[Route]) -> str:
    """What is wrong with the shares of all routes, or an empty string."""
    total = math.fsum(route.share for route in routes)
    return "" if abs(total - 1.0) <= _TOLERANCE else f"the shares add up to {total:.10g}, not to 1"
