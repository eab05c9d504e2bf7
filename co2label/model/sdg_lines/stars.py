"""An SDG line of stars: how far a farm product lies below the conventional figure of its region.

>>> StarsLine(conventional="rice-conventional", region={"ja": "新潟県"}, source="県の栽培指針 2023").region
{'ja': '新潟県'}
"""

from __future__ import annotations

from typing import Literal

from co2label.model.noun import Identifier, Name, Noun

__all__ = ["StarsLine"]


class StarsLine(Noun):
    """What the stars are judged by. How many there are is found by the rule, never written."""

    kind: Literal["stars"] = "stars"
    conventional: Identifier
    """The id of the product of the same document that stands for conventional farming in the region. It is nobody's
    product: without a company of its own."""
    region: Name
    source: Name
    """Where the conventional figure, or the data that it is computed from, can be read."""
    registration: str | None = None
    """Number under which the programme registered the stars; without it the line says that the declarer judged them."""
