"""What makes a removal one: where the carbon is kept, for how long, by which standard, and who has looked.

>>> kept = Removal(store="mineral", years=10_000, standard="Puro Standard 2025", verified_by="Prüfer GmbH")
>>> kept.store, kept.years
('mineral', 10000)
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from co2label.model.evidence import Date
from co2label.model.noun import CleanText, Noun

__all__ = ["STORES", "Removal", "Store"]

Store = Literal["geological", "mineral", "biochar", "product", "soil", "forest"]
STORES: tuple[Store, ...] = get_args(Store)


class Removal(Noun):
    """Evidence of a removal: of `removals` and `land-management-removals`, on an activity or on a factor.

    Nothing is declared of a removal without it. PACT 3 asks for the origin and the technology of a removal and makes
    removals of land management "subject to traceability requirements"; which store counts as permanent differs between
    standards, so the years are stated, not judged.
    """

    store: Store
    """Where the carbon is kept."""
    years: int = Field(ge=1, le=1_000_000)
    """How long, at least."""
    standard: CleanText
    """The rule by which it was quantified, with its edition."""
    verified_by: CleanText
    """Who has verified it; not the one who says it."""
    verified_on: Date | None = None
