"""A suggestion: the factors that a product may have, how likely the first one is right, and what may be made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

METHOD = "names-1"
"""The version of the method, which stands in every file of suggestions: what another version suggests may differ."""

SURE = 0.98
"""The score of the first candidate from which on a suggestion is called sure: of 1,173 ingredients of Open Food Facts that were
linked by hand, 15 % reach it against the names of AGRIBALYSE, and 97 % of these are right. The score was set by the same
names."""

Status = Literal["confirmed", "sure", "suggested", "none"]

UnitFit = Literal["fits", "needs mass", "needs volume", "needs density", "by price", "other unit"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factor that a product may have.

    Attributes:
        factor: its id.
        name: its names, " / " between two.
        score: of the first candidate, how likely it is right, 0 to 1; of others, as if it were the first.
        unit_fit: whether its unit fits what is known of how much one of the product is.
        value: in `unit`; None where its terms do not let it be shown.
        unit: "kgCO2e per 1 kg".
        why: the words of the product that it was found by, or the code.
    """

    factor: str
    name: str
    score: float
    unit_fit: UnitFit
    value: float | None
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class MatchChoice:
    """What a product has of its match: `confirmed` may make a label; an `estimate` may count on a receipt, with its span.

    Attributes:
        kind: how sure it is; `nothing` where there is no candidate.
        factor: the id, or "".
        low: the least of what the candidates say, in the unit of the first one; None where it is not known.
        high: the most.
    """

    kind: Literal["confirmed", "estimate", "nothing"]
    factor: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The candidates of one product, best first.

    Attributes:
        row: of the product, as a spreadsheet counts.
        key: by which its match is kept.
        name: as the table has it.
        status: `confirmed` by a person; `sure` from `SURE` on; `suggested`; `none` where nothing was found.
        how: what it was found by: "match" (one's own), "agribalyse", "ciqual", "naics", "gtin", "name", "category", or "".
        candidates: at most five.
        low: the least value of the candidates with a unit like that of the first one, in its unit.
        high: the most.
    """

    row: int
    key: str
    name: str
    status: Status
    how: str
    candidates: tuple[Candidate, ...]
    low: float | None = None
    high: float | None = None

    @property
    def choice(self) -> MatchChoice:
        """What may be made of it: a figure for labels if a person has confirmed it, else an estimate with its span."""
        if not self.candidates:
            return MatchChoice("nothing")
        kind: Literal["confirmed", "estimate"] = "confirmed" if self.status == "confirmed" else "estimate"
        return MatchChoice(kind, self.candidates[0].factor, self.low, self.high)


_AT_ZERO, _OF_SCORE, _OF_LEAD, _MOST_LEAD = -1.4, 1.4, 17.0, 0.25
"""Set by hand to 736 names of shops in Japanese, English and French and 1,173 ingredients of Open Food Facts whose factors were
written down by hand; no names were kept apart to try them on."""


def chance(score: float, lead: float) -> float:
    """Return how likely a candidate is right, by its score and how far it leads before the next one.

    >>> chance(0.9, 0.3) > SURE > chance(0.9, 0.01)
    True
    """
    of_lead = max(min(lead, _MOST_LEAD), -_MOST_LEAD) if lead < 0 else min(lead, _MOST_LEAD)
    return round(1 / (1 + math.exp(-(_AT_ZERO + _OF_SCORE * min(score, 1.0) + _OF_LEAD * of_lead))), 3)


SUGGESTION_HEADS = (
    *("row", "key", "name", "accepted", "by", "note", "status", "how"),
    *("factor", "factor_name", "score", "unit_fit", "value", "unit", "low", "high", "why"),
    *(f"{part}_{place}" for place in range(2, 6) for part in ("factor", "name", "score", "value")),
    "method",
)
"""The columns of a file of suggestions; a person fills in `accepted`, and may fill in `by` and `note`."""


def suggestion_row(found: Suggestion) -> Sequence[str | float | int | None]:
    """Return the cells of a suggestion, in the order of `SUGGESTION_HEADS`."""
    cells: list[str | float | int | None] = [
        found.row,
        found.key,
        found.name,
        "",
        "",
        "",
        found.status,
        found.how,
    ]
    if found.candidates:
        first = found.candidates[0]
        cells += [first.factor, first.name, first.score, first.unit_fit, first.value, first.unit]
        cells += [found.low, found.high, first.why]
    else:
        cells += [""] * 9
    for place in range(1, 5):
        one = found.candidates[place] if place < len(found.candidates) else None
        cells += ["", "", "", ""] if one is None else [one.factor, one.name, one.score, one.value]
    return [*cells, f"{METHOD}, sure from {SURE:g}"]
