"""An SDG line of a place that declared net zero CO2 by 2050: where the product comes from, is made, or stands.

>>> MunicipalityLine(place="岩手県久慈市", name={"en": "Kuji, Iwate"}).what
'origin'
>>> MunicipalityLine(place="秋田県由利本荘市", declared="2022-03-01")
Traceback (most recent call last):
...
co2label.errors.DocumentError: source: the day of a declaration needs where it can be read; add source = "…"
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.evidence import Date
from co2label.model.noun import CleanText, Name, Noun

__all__ = ["MunicipalityLine", "Part"]

Part = Literal["origin", "made", "location"]
"""What the place is to the product: where it grew, where it was made, where it stands."""


class MunicipalityLine(Noun):
    """A place on the bundled list of 2021-05-11, or one with the day of its declaration and where that can be read.

    Raises:
        DocumentError: a day without a source, or a source without a day.
    """

    kind: Literal["municipality"] = "municipality"
    place: CleanText
    """In any written form that the list can be searched by; with its prefecture where several places bear the name."""
    what: Part = "origin"
    name: Name | None = None
    """The place as it is written in other languages; without it, it stands in Japanese."""
    declared: Date | None = None
    """The day of the declaration, for a place that is not on the bundled list."""
    source: CleanText | None = None
    """Where that declaration can be read."""

    @model_validator(mode="after")
    def _day_and_source(self) -> MunicipalityLine:
        if self.declared is not None and self.source is None:
            what, todo = "the day of a declaration needs where it can be read", 'add source = "…"'
            raise DocumentError([Problem("source", what, todo)])
        if self.source is not None and self.declared is None:
            what, todo = (
                "a source of one's own needs the day of the declaration",
                'add declared = "2022-03-01"',
            )
            raise DocumentError([Problem("declared", what, todo)])
        return self
