"""Pedigree scores: an expert's judgement of five properties of a datum, as an uncertainty.

Basic uncertainty and the five scores add up as variances of the logarithm: `sigma² = (ln U_b / 2)² + Σ (ln U_i / 2)²`.
Two published tables of the U_i:

* `ciroth`: GSD² by score. Ciroth, Muller, Weidema, Lesage: "Empirically based uncertainty factors for the pedigree
  matrix in ecoinvent", Int J LCA 21 (2016) 1338; as in LCA-ActivityBrowser/activity-browser,
  activity_browser/bwutils/pedigree.py. (The copy in OcelotProject/Ocelot repeats the temporal row for geography and
  technology; it is not used.)
* `ecoinvent`: variances of ln x by score, ecoinvent 3; as in OcelotProject/Ocelot,
  ocelot/transformations/uncertainty/pedigree.py.

>>> scores = {"reliability": 2, "completeness": 3, "temporal": 1, "geographical": 2, "technological": 4}
>>> round(Pedigree(basic=1.05, **scores).gsd2, 4)
2.3476
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from co2label.model.noun import Noun

if TYPE_CHECKING:
    from typing import Self

__all__ = ["PEDIGREE_CIROTH", "PEDIGREE_ECOINVENT", "Pedigree"]

PEDIGREE_CIROTH: dict[str, tuple[float, ...]] = {
    "reliability": (1, 1.54, 1.61, 1.69, 1.69),
    "completeness": (1, 1.03, 1.04, 1.08, 1.08),
    "temporal": (1, 1.03, 1.1, 1.19, 1.29),
    "geographical": (1, 1.04, 1.08, 1.11, 1.11),
    "technological": (1, 1.18, 1.65, 2.08, 2.8),
}
"""GSD² by score 1 to 5."""
PEDIGREE_ECOINVENT: dict[str, tuple[float, ...]] = {
    "reliability": (0, 0.0006, 0.002, 0.008, 0.04),
    "completeness": (0, 0.0001, 0.0006, 0.002, 0.008),
    "temporal": (0, 0.0002, 0.002, 0.008, 0.04),
    "geographical": (0, 0.000025, 0.0001, 0.0006, 0.002),
    "technological": (0, 0.0006, 0.008, 0.04, 0.12),
}
"""Variance of ln x by score 1 to 5."""


class Pedigree(Noun):
    """Five scores from 1 (best) to 5, and the basic uncertainty of the kind of datum.

    Raises:
        DocumentError: a score outside 1 to 5, or a basic GSD² below one.
    """

    basic: float = Field(le=1e8)
    """GSD² of a datum whose scores are all 1; it depends on the kind of datum and has no default."""
    reliability: int = Field(ge=1, le=5)
    completeness: int = Field(ge=1, le=5)
    temporal: int = Field(ge=1, le=5)
    geographical: int = Field(ge=1, le=5)
    technological: int = Field(ge=1, le=5)
    table: Literal["ciroth", "ecoinvent"] = "ciroth"

    @model_validator(mode="after")
    def _basic_fits(self) -> Self:
        if self.basic < 1:
            message = f"the basic uncertainty is a GSD² of 1 (exact) or more, got basic = {self.basic:g}"
            raise ValueError(message)
        return self

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(_variance(self.basic) + sum(map(self._variance_of, PEDIGREE_CIROTH)))

    @property
    def gsd2(self) -> float:
        """Squared geometric standard deviation."""
        return math.exp(2 * self.sigma)

    def _variance_of(self, name: str) -> float:
        score = int(getattr(self, name)) - 1
        if self.table == "ecoinvent":
            return PEDIGREE_ECOINVENT[name][score]
        return _variance(PEDIGREE_CIROTH[name][score])


def _variance(gsd2: float) -> float:
    """Of ln x."""
    return (math.log(gsd2) / 2) ** 2
