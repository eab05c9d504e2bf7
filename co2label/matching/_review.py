"""Suggestions under review: what matters most first, decisions that can be undone, one file that is always whole.

The page of `co2label match --review` is a shell over this; it decides nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from co2label._storage import write
from co2label.errors import FactorError, Problem, clip
from co2label.matching._confirmed import NO_FACTOR, Confirmed, ConfirmedMatch, confirmed_csv
from co2label.matching._content import content_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from co2label.factors import FactorLibrary
    from co2label.matching._match import Suggestions
    from co2label.matching._products import Item
    from co2label.matching._suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class WeighedSuggestion:
    """A suggestion with how much hangs on it."""

    suggestion: Suggestion
    weight: float


@dataclass
class Review:
    """Decisions of a person on suggestions.

    Attributes:
        suggestions: the products, what matters most first (`by_weight`).
        library: the factors.
        path: `match.csv`, which is written anew after each decision.
        by: who decides.
        on: the day.
        confirmed: what the file had before.
    """

    suggestions: tuple[WeighedSuggestion, ...]
    library: FactorLibrary
    path: Path
    by: str
    on: dt.date
    confirmed: Confirmed = field(default_factory=Confirmed)
    _decided: list[tuple[str, ConfirmedMatch | None]] = field(default_factory=list)

    def decide(self, key: str, factor: str, note: str = "") -> None:
        """Accept a factor for a product, or `NO_FACTOR` where none fits; and write the file.

        Raises:
            DocumentError: a product that is not under review, or a factor that there is not.
        """
        if all(each.suggestion.key != key for each in self.suggestions):
            raise Problem(
                "key", f"no product {clip(key)} is under review", "choose one of the list"
            ).as_error()
        if factor != NO_FACTOR:
            try:
                self.library[factor]
            except FactorError as error:
                raise Problem("factor", str(error)).as_error() from None
        before = self.confirmed.of(key)
        self._set(key, ConfirmedMatch(key, factor, self.by, self.on, note))
        self._decided.append((key, before))

    def undo(self) -> str | None:
        """Take back the last decision; the key of its product, or None where there is none left."""
        if not self._decided:
            return None
        key, before = self._decided.pop()
        self._set(key, before)
        return key

    def _set(self, key: str, match: ConfirmedMatch | None) -> None:
        others = [each for each in self.confirmed if each.key != key]
        changed = Confirmed(others if match is None else [*others, match])
        write(self.path, confirmed_csv(changed))
        self.confirmed = changed

    def rows(self) -> list[dict[str, Any]]:
        """The products as plain data, with what is decided of each."""
        return [self._row(each) for each in self.suggestions]

    def _row(self, weighed: WeighedSuggestion) -> dict[str, Any]:
        one = weighed.suggestion
        decided = self.confirmed.of(one.key)
        return {
            "key": one.key,
            "name": one.name,
            "status": one.status,
            "weight": weighed.weight,
            "low": one.low,
            "high": one.high,
            "decided": None if decided is None else decided.factor,
            "candidates": [
                {
                    "factor": each.factor,
                    "name": each.name,
                    "score": each.score,
                    "fit": each.unit_fit,
                    "value": each.value,
                    "unit": each.unit,
                    "why": each.why,
                }
                for each in one.candidates
            ],
        }

    def search(self, words: str, most: int = 12) -> list[dict[str, Any]]:
        """Factors for words that a person types, as plain data."""
        return [
            {
                "factor": each.id,
                "name": " / ".join(each.name.values()) or each.id,
                "value": each.shown_value,
                "unit": f"{each.unit} per {each.per.text}",
                "source": each.source.title,
            }
            for each in self.library.search(words)[:most]
        ]


def by_weight(suggestions: Suggestions) -> tuple[WeighedSuggestion, ...]:
    """Suggestions by what matters: amount sold × figure × doubt, the most first; ties in the order of the table.

    What was decided before stands behind all others.
    """
    library = suggestions.library
    weighed = (WeighedSuggestion(each, _weight(item, each, library)) for item, each in suggestions.pairs())
    return tuple(sorted(weighed, key=lambda each: (each.suggestion.how == "match", -each.weight)))


_LEAST_DOUBT = 0.02


def _weight(item: Item, suggestion: Suggestion, library: FactorLibrary) -> float:
    """How much hangs on a decision; where sales or the size are not known, one piece of one unit is taken."""
    if not suggestion.candidates:
        return item.sold or 1.0
    first, size = library[suggestion.candidates[0].factor], item.size()
    content = None if size is None else content_of(size, first)
    units = 1.0 if content is None else content.amount.si / first.per.si
    doubt = max(_LEAST_DOUBT, 1 - suggestion.candidates[0].score)
    return (item.sold or 1.0) * abs(first.value) * units * doubt
