"""The SDG line of where the electricity comes from. It says nothing itself: the product's activities hold it all.

>>> ElectricityLine().kind
'electricity'
"""

from __future__ import annotations

from typing import Literal

from co2label.model.noun import Noun

__all__ = ["ElectricityLine"]


class ElectricityLine(Noun):
    """The claim that the certificates of the product's own electricity allow: label and figure rest on the same ones."""

    kind: Literal["electricity"] = "electricity"
