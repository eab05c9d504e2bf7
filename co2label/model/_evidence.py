"""Sources, evidence, verification, removals, credits and uncertainty: where a number comes from, and how sure it is.

Every uncertain number is taken as lognormal around its stated value, which is the median ("deterministic value" and
geometric mean in ecoinvent, https://support.ecoinvent.org/uncertainties). 95 % is a coverage factor of two (JCGM
100:2008, 6.3.3), so that GSD² is the factor of the 95 % interval: `GSD² = exp(2 sigma)` (Hauschild et al., Life Cycle
Assessment, 2018, equations 11.1 and 11.2). A range whose ends lie at unequal distances has one sigma for each side (a
two-piece lognormal, each half with half of the probability), so that the stated ends are kept.

Pedigree scores are an expert's judgement of five properties of a datum. Basic uncertainty and the five scores add up as
variances of the logarithm: `sigma² = (ln U_b / 2)² + Σ (ln U_i / 2)²`. Two published tables of the U_i stand in `pedigree.toml`
with their sources: `ciroth` (GSD² by score) and `ecoinvent` (variances of ln x by score).

>>> Source(title="AGRIBALYSE", edition="3.1.1", locator="Code AGB 9100").cite()
'AGRIBALYSE 3.1.1, Code AGB 9100'
>>> months_of("2025-04")
range(24303, 24304)
>>> Removal(store="mineral", years=10_000, standard="Puro Standard 2025", verified_by="Prüfer GmbH").years
10000
>>> Credit(amount="1 t", registry="J-Credit", serial="JCL-100-200", vintage=2024).amount.si
1000.0
>>> Uncertainty(gsd2=1.21).interval(10.0)
(8.264462809917356, 12.1)
>>> scores = {"reliability": 2, "completeness": 3, "temporal": 1, "geographical": 2, "technological": 4}
>>> round(Pedigree(basic=1.05, **scores).gsd2, 4)
2.3476
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field

from co2label._data import data_table
from co2label.errors import Problem
from co2label.model._base import AmountField, CleanText, LongText, Model

if TYPE_CHECKING:
    from collections.abc import Iterator


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f'expected a date such as "2027-11-22", got {value[:40]!r}') from None
    return value


Date = Annotated[dt.date, BeforeValidator(_date)]
"""A calendar day: a date, or its ISO 8601 text."""


class Source(Model):
    """A publication that a figure was read from.

    >>> Source(title="AGRIBALYSE", edition="3.1.1", locator="Code AGB 9100").cite()
    'AGRIBALYSE 3.1.1, Code AGB 9100'
    """

    title: CleanText
    """Title: "AGRIBALYSE"."""
    id: str | None = None
    """Short key of the source in a library: "agribalyse-3.1.1"."""
    publisher: CleanText | None = None
    """Who publishes it: "ADEME"."""
    edition: CleanText | None = None
    """Edition or version: "3.1.1"."""
    year: int | None = None
    """Year of publication: 2022."""
    url: LongText | None = None
    """Web address where it can be read: "https://doi.org/10.15454/YFP7P5"."""
    locator: LongText | None = None
    """Sheet, table, row or page where the figure stands: "Code AGB 9100"."""

    def cite(self) -> str:
        """One line that names title, edition and the place in the source."""
        title = f"{self.title} {self.edition or ''}".strip()
        return f"{title}, {self.locator}" if self.locator else title


class Evidence(Model):
    """Evidence of an amount: measured on the spot, from a bill, a recipe, an estimate."""

    kind: Literal["measured", "supplier", "recipe", "estimate", "average", "spend"]
    """How the amount was obtained. `measured` and `supplier` count as primary data (PACT v3, primaryDataShare).
    `average` is what such products take in general, `spend` was worked out from money; the figure then says how much of it
    rests on that."""
    source: Source | None = None
    """The publication that the amount was read from."""
    note: CleanText | None = None
    """Anything else that a reader needs: "weighed on ten days"."""

    @property
    def primary(self) -> bool:
        """True if the amount is primary data."""
        return self.kind in {"measured", "supplier"}


class Verification(Model):
    """Verification of a figure: who checked it, when, against what. Without a third party it is self-declared.

    Rule: the CFP display guide (MOE/METI, 2025-02) does not ask for third-party verification but lets it be
    stated if it was done; then the verifier is named.

    Raises:
        DocumentError: `second-party` or `third-party` without `by` and `date`.
    """

    kind: Literal["self-declared", "second-party", "third-party"] = "self-declared"
    """Who has checked the figure."""
    by: CleanText | None = None
    """The verifier's name: "SuMPO"."""
    date: Date | None = None
    """The day the verification was completed: "2026-03-31"."""
    standard: CleanText | None = None
    """Standard that it was checked against: "ISO 14067:2018"."""

    def _problems(self) -> Iterator[Problem]:
        if self.kind != "self-declared" and not (self.by and self.date):
            yield Problem("", f"{self.kind} verification needs the verifier (`by`) and the day (`date`)")


_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:/([0-9]{4})-(0[1-9]|1[0-2]))?")


def _period(value: Any) -> Any:
    if isinstance(value, str) and months_of(value) is None:
        known = 'such as "2025", "2025-04" or "2025-04/2026-03"'
        raise ValueError(f"expected a period {known}, got {value[:40]!r}")
    return value


def months_of(period: str) -> range | None:
    """The months of a period, counted from year 0; None where it is no period.

    >>> months_of("2025-04/2026-03") == range(24303, 24315), months_of("2026-03/2025-04"), months_of("FY2025")
    (True, None, None)
    """
    match = _PERIOD.fullmatch(period)
    if match is None or (match[3] and not match[2]):
        return None
    first = int(match[1]) * 12 + (int(match[2]) - 1 if match[2] else 0)
    last = int(match[3]) * 12 + int(match[4]) - 1 if match[3] else first + (0 if match[2] else 11)
    return range(first, last + 1) if last >= first else None


Period = Annotated[str, BeforeValidator(_period)]
"""A calendar year, a month, or months from first to last: "2025", "2025-04", "2025-04/2026-03" (a Japanese FY2025)."""


def one_contains_other(one: str, other: str) -> bool:
    """True if one of two periods lies in the other.

    >>> one_contains_other("2025-04", "2025"), one_contains_other("2025", "2025-04/2026-03")
    (True, False)
    """
    first, second = set(months_of(one) or ()), set(months_of(other) or ())
    return first <= second or second <= first


CarbonStore = Literal["geological", "mineral", "biochar", "product", "soil", "forest"]


class Removal(Model):
    """Evidence of a removal: of `removals` and `land-management-removals`, on an activity or on a factor.

    Nothing is declared of a removal without it. PACT 3 asks for the origin and the technology of a removal and makes
    removals of land management "subject to traceability requirements"; which store counts as permanent differs between
    standards, so the years are stated, not judged.
    """

    store: CarbonStore
    """Store in which the carbon is kept."""
    years: int = Field(ge=1, le=1_000_000)
    """Years that it stays there, at least: 10000."""
    standard: CleanText
    """The rule by which it was quantified, with its edition: "Puro Standard 2025"."""
    verified_by: CleanText
    """Who has verified it; not the one who declares it: "Prüfer GmbH"."""
    verified_on: Date | None = None
    """The day of that verification: "2026-03-31"."""


class Credit(Model):
    """A credit that was bought and retired: what it is, and where that can be looked up.

    It lies outside the product system (ISO 14067:2018, 3.1.1.7 and 6.3.4.1, as told), so it is no activity and takes
    nothing from a figure. Beside a product of the EU no impact may be claimed from it (Directive 2005/29/EC, Annex I,
    4c); that it was bought may be said (Directive (EU) 2024/825, recital 12), so it is said as a plain fact, on the page
    and in data, and nowhere near the figure.

    Raises:
        DocumentError: an amount that is no mass above zero.
    """

    amount: AmountField
    """The mass of CO2e that it stands for: "1 t"."""
    registry: CleanText
    """Registry: "J-Credit", "Verra"."""
    serial: CleanText
    """Its serial number there, or that of its retirement: "JCL-100-200"."""
    vintage: int = Field(ge=1990, le=2100)
    """The year in which it was generated: 2024."""
    standard: CleanText | None = None
    """The rule by which it was generated: "VM0042 v2.1"."""
    retired: Date | None = None
    """The day on which it was retired: "2026-03-31"."""

    def _problems(self) -> Iterator[Problem]:
        if str(self.amount.unit.dimension) != "mass" or self.amount.value <= 0:
            what = f"expected a mass above zero, got {self.amount.text!r}"
            yield Problem("amount", what, 'write "1 t"')


_PEDIGREE: dict[str, dict[str, list[float]]] = data_table("pedigree.toml", beside=__file__)
"""GSD² (`ciroth`) or variance of ln x (`ecoinvent`) of each property by score 1 to 5."""


class Pedigree(Model):
    """Five scores from 1 (best) to 5, and the basic uncertainty of the kind of datum.

    Raises:
        DocumentError: a score outside 1 to 5, or a basic GSD² below one.
    """

    basic: float = Field(le=1e8)
    """GSD² of a datum whose scores are all 1, 1 or more: 1.05. It depends on the kind of datum and has no default."""
    reliability: int = Field(ge=1, le=5)
    """Reliability of the datum: 1 best to 5 worst."""
    completeness: int = Field(ge=1, le=5)
    """Completeness of the sample: 1 best to 5 worst."""
    temporal: int = Field(ge=1, le=5)
    """Temporal correlation: 1 best to 5 worst."""
    geographical: int = Field(ge=1, le=5)
    """Geographical correlation: 1 best to 5 worst."""
    technological: int = Field(ge=1, le=5)
    """Technological correlation: 1 best to 5 worst."""
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
        scored = (scores[getattr(self, name) - 1] for name, scores in _PEDIGREE[self.table].items())
        parts = scored if self.table == "ecoinvent" else map(_log_variance, scored)
        return math.sqrt(_log_variance(self.basic) + sum(parts))

    @property
    def gsd2(self) -> float:
        """Squared geometric standard deviation."""
        return math.exp(2 * self.sigma)


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
    """Source: "three suppliers"."""

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

    def range_problems(self, value: float, name: str) -> Iterator[Problem]:
        """The problem of a value that lies outside its own range; `name` says what the value is."""
        if self.low is None or self.high is None:
            return
        room = _TOLERANCE * abs(value)
        if not self.low - room <= value <= self.high + room:
            what = f"the value {value:g} lies outside its own range, {self.low:g} to {self.high:g}"
            yield Problem("uncertainty", what, f"correct the {name} or the range")

    def sigmas(self, value: float) -> Sigmas | None:
        """Standard deviations of the logarithm of the size of a value; None where nothing is stated.

        >>> Uncertainty(gsd2=math.exp(0.5)).sigmas(10)
        Sigmas(below=0.25, above=0.25)
        >>> below, above = Uncertainty(low=8, high=20).sigmas(10)
        >>> round(below, 6), round(above, 6)
        (0.111572, 0.346574)
        """
        if self.low is None or self.high is None:
            if self.gsd2 is not None:
                sigma = math.log(self.gsd2) / COVERAGE
            elif self.percent is not None:
                sigma = math.sqrt(math.log1p((self.percent / 100.0 / COVERAGE) ** 2))
            elif self.pedigree is not None:
                sigma = self.pedigree.sigma
            else:
                return None
            return Sigmas(sigma, sigma)
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


_WAYS = ("gsd2", "percent", "low", "pedigree")
"""Fields that state an uncertainty; `low` goes with `high`."""


def _ends(value: float, sigmas: Sigmas) -> tuple[float, float]:
    below, above = (math.exp(COVERAGE * sigma) for sigma in sigmas)
    low, high = sorted((value / below, value * above))
    return low, high
