"""What a figure covers, in words: its stages, its scope, and how many of the stages have data where some lack it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.model import in_language
from co2label.wording import say

if TYPE_CHECKING:
    from co2label.declaration.declaration import Declaration

__all__ = ["covered"]


def covered(declaration: Declaration, language: str) -> str:
    """Such as "raw materials to end of life (packaging included, data: 1/5 stages)"."""
    boundary = say(f"boundary.{declaration.boundary}", language)
    beside = [in_language(declaration.scope, language)] if declaration.scope else []
    open_ones = (each for each in declaration.near if each.code == "stages-with-data")
    beside += [in_language(each.short, language) for each in open_ones]
    if not beside:
        return boundary
    return say(
        "boundary.with-scope", language, boundary=boundary, scope=say("near.joint", language).join(beside)
    )
