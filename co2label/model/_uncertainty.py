"""Uncertainty of a number, stated in one of four ways, as sigmas of its logarithm below and above the value.

Every uncertain number is taken as lognormal around its stated value, which is the median ("deterministic value" and
geometric mean in ecoinvent, https://support.ecoinvent.org/uncertainties). 95 % is a coverage factor of two (JCGM
100:2008, 6.3.3), so that GSD² is the factor of the 95 % interval: `GSD² = exp(2 sigma)` (Hauschild et al., Life Cycle
Assessment, 2018, equations 11.1 and 11.2). A range whose ends lie at unequal distances has one sigma for each side (a
two-piece lognormal, each half with half of the probability), so that the stated ends are kept.

Pedigree scores are an expert's judgement of five properties of a datum. Basic uncertainty and the five scores add up as
variances of the logarithm: `sigma² = (ln U_b / 2)² + Σ (ln U_i / 2)²`. Two published tables of the U_i:

* `ciroth`: GSD² by score. Ciroth, Muller, Weidema, Lesage: "Empirically based uncertainty factors for the pedigree
  matrix in ecoinvent", Int J LCA 21 (2016) 1338; as in LCA-ActivityBrowser/activity-browser,
  activity_browser/bwutils/pedigree.py. (The copy in OcelotProject/Ocelot repeats the temporal row for geography and
  technology; it is not used.)
* `ecoinvent`: variances of ln x by score, ecoinvent 3; as in OcelotProject/Ocelot,
  ocelot/transformations/uncertainty/pedigree.py.

>>> Uncertainty(gsd2=1.21).interval(10.0)
(8.264462809917356, 12.1)
>>> scores = {"reliability": 2, "completeness": 3, "temporal": 1, "geographical": 2, "technological": 4}
>>> round(Pedigree(basic=1.05, **scores).gsd2, 4)
2.3476
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field

from co2label.errors import Problem
from co2label.model._base import CleanText, Model

if TYPE_CHECKING:
    from collections.abc import Iterator


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


class Pedigree(Model):
    """Five scores from 1 (best) to 5, and the basic uncertainty of the kind of datum.

    Raises:
        DocumentError: a score outside 1 to 5, or a basic GSD² below one.
    """

    basic: float = Field(le=1e8)
    """GSD² of a datum whose scores are all 1, 1 or more: 1.05. It depends on the kind of datum and has no default."""
    reliability: int = Field(ge=1, le=5)
    """How reliable the datum is: 1 best to 5 worst."""
    completeness: int = Field(ge=1, le=5)
    """How complete the sample is: 1 best to 5 worst."""
    temporal: int = Field(ge=1, le=5)
    """How well its time fits: 1 best to 5 worst."""
    geographical: int = Field(ge=1, le=5)
    """How well its area fits: 1 best to 5 worst."""
    technological: int = Field(ge=1, le=5)
    """How well its technology fits: 1 best to 5 worst."""
    table: Literal["ciroth", "ecoinvent"] = "ciroth"
    """Which published table turns scores into uncertainty."""

    def _problems(self) -> Iterator[Problem]:
        if self.basic < 1:
            yield Problem(
                "", f"the basic uncertainty is a GSD² of 1 (exact) or more, got basic = {self.basic:g}"
            )

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(_log_variance(self.basic) + sum(map(self._variance_of, PEDIGREE_CIROTH)))

    @property
    def gsd2(self) -> float:
        """Squared geometric standard deviation."""
        return math.exp(2 * self.sigma)

    def _variance_of(self, name: str) -> float:
        score = int(getattr(self, name)) - 1
        if self.table == "ecoinvent":
            return PEDIGREE_ECOINVENT[name][score]
        return _log_variance(PEDIGREE_CIROTH[name][score])


def _log_variance(gsd2: float) -> float:
    """Variance of ln x."""
    return (math.log(gsd2) / 2) ** 2


COVERAGE = 2.0
"""Standard deviations on each side of a 95 % interval (JCGM 100:2008, 6.3.3: "approximately 95 percent")."""

_MAX_SIGMA = 10.0
"""Largest sigma: a GSD² of five hundred million says that nothing is known."""

_TOLERANCE = 1e-9
"""Relative: a value may miss its own range by the rounding of float64."""


class Sigmas(NamedTuple):
    """Standard deviations of the logarithm of a number's size, on each side of the stated value."""

    below: float
    """Towards zero."""
    above: float


class Uncertainty(Model):
    """Uncertainty of a factor or an amount, stated in exactly one of four ways; all are 95 % intervals.

    * `gsd2`: the squared geometric standard deviation; 95 % lie between `value / gsd2` and `value × gsd2`.
    * `percent`: plus or minus so many percent. The standard uncertainty is half of it (k = 2), and the sigma that of
      the lognormal with this relative standard deviation: `sqrt(ln(1 + (percent / 200)²))`.
    * `low` and `high`, in the unit of the value: the ends as stated, however lopsided; one may be the value itself.
    * `pedigree`: scores, see `Pedigree`.

    A `note` alone states nothing that can be computed with.

    Raises:
        DocumentError: two ways together, half a range, a range that is reversed or not above zero.
    """

    gsd2: float | None = Field(default=None, le=1e8)
    """Squared geometric standard deviation, 1 (exact) or more: 1.21."""
    percent: float | None = Field(default=None, ge=0, le=1e6)
    """Plus or minus so many percent of the value: 10."""
    low: float | None = None
    """Lower end of the 95 % interval, in the unit of the value: 8.0."""
    high: float | None = None
    """Upper end of the 95 % interval, in the unit of the value: 12.0."""
    pedigree: Pedigree | None = None
    """Scores of an expert's judgement."""
    note: CleanText | None = None
    """Where it comes from: "three suppliers"."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            gsd2: float | None = None,
            percent: float | None = None,
            low: float | None = None,
            high: float | None = None,
            pedigree: Pedigree | dict[str, Any] | None = None,
            note: str | None = None,
        ) -> None: ...

    def _problems(self) -> Iterator[Problem]:
        ways = [name for name in (*_WAYS, "high") if getattr(self, name) is not None]
        if len(ways) > 1 and ways != ["low", "high"]:
            what = f"expected one of gsd2, percent, low with high, pedigree; got {' and '.join(ways)}"
        elif ways in (["low"], ["high"]):
            what = f"a range needs both ends, got `{ways[0]}` alone"
        elif self.gsd2 is not None and self.gsd2 < 1:
            what = f"a squared geometric standard deviation is 1 (exact) or more, got gsd2 = {self.gsd2:g}"
        elif self.low is None or self.high is None:
            return
        elif self.low > self.high:
            what = f"the range runs from low = {self.low:g} to high = {self.high:g}; swap them"
        elif self.low <= 0 <= self.high:
            what = f"the range {self.low:g} to {self.high:g} touches zero; both ends lie on one side of it"
        else:
            return
        yield Problem("", what)

    @property
    def stated(self) -> bool:
        """True if there is anything to compute with."""
        return any(getattr(self, name) is not None for name in _WAYS)

    def sigmas(self, value: float) -> Sigmas | None:
        """Standard deviations of the logarithm of the size of a value; None where nothing is stated.

        >>> Uncertainty(gsd2=math.exp(0.5)).sigmas(10)
        Sigmas(below=0.25, above=0.25)
        >>> below, above = Uncertainty(low=8, high=20).sigmas(10)
        >>> round(below, 6), round(above, 6)
        (0.111572, 0.346574)
        """
        if self.low is None or self.high is None:
            sigma = self._of_both_sides()
            return None if sigma is None else Sigmas(sigma, sigma)
        near, far = sorted((abs(self.low), abs(self.high)))
        size = min(max(abs(value), near), far)
        below, above = (min(math.log(ratio) / COVERAGE, _MAX_SIGMA) for ratio in (size / near, far / size))
        return Sigmas(below, below if math.isclose(below, above, rel_tol=_TOLERANCE) else above)

    def sigma(self, value: float) -> float | None:
        """The larger of the two sigmas; None where nothing is stated.

        >>> round(Uncertainty(low=8, high=12).sigma(10), 6), round(Uncertainty(percent=20).sigma(10), 6)
        (0.111572, 0.099751)
        """
        sigmas = self.sigmas(value)
        return None if sigmas is None else max(sigmas)

    def interval(self, value: float) -> tuple[float, float] | None:
        """The 95 % interval of a value, lower end first; None where nothing is stated."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        sigmas = self.sigmas(value)
        return None if sigmas is None else _ends(value, sigmas)

    def as_of(self, value: float, other: float) -> Uncertainty | None:
        """Carry the uncertainty over to another value, as a share of it; None where nothing is stated."""
        sigmas = self.sigmas(value)
        if sigmas is None:
            return None
        if sigmas.below == sigmas.above or other == 0:
            return Uncertainty.model_construct(gsd2=math.exp(COVERAGE * sigmas.above))
        low, high = _ends(other, sigmas)
        return Uncertainty.model_construct(low=low, high=high)

    def _of_both_sides(self) -> float | None:
        if self.gsd2 is not None:
            return math.log(self.gsd2) / COVERAGE
        if self.percent is not None:
            return math.sqrt(math.log1p((self.percent / 100.0 / COVERAGE) ** 2))
        return None if self.pedigree is None else self.pedigree.sigma


_WAYS = ("gsd2", "percent", "low", "pedigree")
"""Fields that state an uncertainty; `low` goes with `high`."""


def _ends(value: float, sigmas: Sigmas) -> tuple[float, float]:
    below, above = (math.exp(COVERAGE * sigma) for sigma in sigmas)
    low, high = sorted((value / below, value * above))
    return low, high


def range_problems(uncertainty: Uncertainty | None, value: float, name: str) -> Iterator[Problem]:
    """The problem of a value that lies outside its own range; `name` says what the value is."""
    if uncertainty is None or uncertainty.low is None or uncertainty.high is None:
        return
    room = _TOLERANCE * abs(value)
    if not uncertainty.low - room <= value <= uncertainty.high + room:
        what = f"the value {value:g} lies outside its own range, {uncertainty.low:g} to {uncertainty.high:g}"
        yield Problem("uncertainty", what, f"correct the {name} or the range")
