"""Data quality ratings of a figure (PACT v3): technology, geography and time, each 1 (best) to 5.

`DQR_d = Σ |E_i| × DQR_di ÷ Σ |E_i|` over the inputs that have a rating, E_i without biogenic uptake; `coverage` says how
much of Σ |E_i| that is. PACT v3 weighs over all inputs, so a coverage below 100 % is a gap, never a 1 or a 5.
An activity's own rating stands for how well its data fit this use, and wins over its factor's.
What each score means is a table, `data_quality.toml`, with the status of its source.

>>> levels()["time"]["2"]
'1 to 3 years old'
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.footprint.weighing import own_kg, summed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals
    from co2label.model import Quality

__all__ = ["Rating", "Ratings", "levels", "ratings_in"]

_AXES = {"technology": "ter", "geography": "ger", "time": "tir"}
"""Name of each axis, and the field of `Quality` that holds it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One axis of data quality of one figure."""

    score: float
    """1 (best) to 5, weighted by |E|."""
    coverage: float
    """Percent of |E| that has a rating."""
    working: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"score": self.score, "coverage": self.coverage, "working": self.working}


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """All axes of all products."""

    absolute: NDArray[np.float64]
    """(product): Σ |E|."""
    rated: NDArray[np.float64]
    """(product, axis): Σ |E| of what has a rating."""
    weighed: NDArray[np.float64]
    """(product, axis): Σ |E| × score."""

    def of(self, row: int) -> dict[str, Rating]:
        """The ratings of one product; an axis that nothing is rated on is absent."""
        return dict(self._of(row))

    def _of(self, row: int) -> Iterator[tuple[str, Rating]]:
        every = float(self.absolute[row])
        for place, axis in enumerate(_AXES):
            rated, weighed = float(self.rated[row, place]), float(self.weighed[row, place])
            if rated > 0:
                score, coverage = weighed / rated, 100 * rated / every
                working = (
                    f"Σ |E| × score ÷ Σ |E| = {weighed:.10g} kg ÷ {rated:.10g} kg = {score:.10g}; "
                    f"rated {rated:.10g} of {every:.10g} kg = {coverage:.10g} %"
                )
                yield axis, Rating(score, coverage, working)


@cache
def levels() -> Mapping[str, Mapping[str, str]]:
    """What each score means, by axis and score, and the `source` of the table with its status."""
    text = files("co2label.footprint").joinpath("data_quality.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def ratings_in(columns: Columns, totals: Totals) -> Ratings | None:
    """The ratings of all products; None where nothing is rated."""
    scores = _scores(columns)
    if not scores.any():
        return None
    kg = np.abs(own_kg(columns, totals))
    sums = summed(columns, np.concatenate([kg[None, :], kg * (scores > 0), kg * scores]))
    return Ratings(sums[:, 0], sums[:, 1:4], sums[:, 4:7])


def _scores(columns: Columns) -> NDArray[np.float64]:
    """(axis, line): the score, or 0 where there is none."""
    of_factor = np.array(
        [_row(source.factor.quality if source.factor else None) for source in columns.emitters]
    ).reshape(-1, len(_AXES))
    scores: NDArray[np.float64] = of_factor[columns.emitter].T.copy()
    for number, line in enumerate(columns.lines):
        if line.quality is not None:
            own = np.array(_row(line.quality))
            scores[own > 0, number] = own[own > 0]
    return scores


def _row(quality: Quality | None) -> list[float]:
    return [getattr(quality, field, None) or 0.0 for field in _AXES.values()]
