"""A company may be called Carbon Neutral Tea Ltd: then it is said near the figure that the name says nothing of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.claims import claim_in
from co2label.declaration.declaration import Remark
from co2label.wording import LANGUAGES, say

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

__all__ = ["firm_name"]


def firm_name(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """A remark where the name of the declaring company holds a claim, else None."""
    del footprint
    if statement.company is None or claim_in(statement.company) is None:
        return None
    return Remark(
        "company-name",
        {each: say("near.company-name", each) for each in LANGUAGES},
        {each: say("near.company-name.short", each) for each in LANGUAGES},
    )
