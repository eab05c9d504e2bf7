"""Uncertain inputs and their moments: which inputs state an uncertainty, and what is known of sums of them.

An input is multiplied by a lognormal of median 1, `X = exp(sigma z)` of a standard normal z, with one sigma `below` for z < 0
and one `above` for z > 0. Where both are one sigma, that is the lognormal, of variance `(v − 1) v` and third central moment
`(v − 1)² v^1.5 (v + 2)`, `v = exp(sigma²)`. Cumulants of independent terms add up. A shifted lognormal with the mean, the
standard deviation and the third moment of a sum gives its 95 % interval; `_distribution` is for where three moments do not
say enough.

One factor is one variable, wherever it is used, however it is cut, and in however many products: whatever is wrong with it is
wrong everywhere at once. An amount is a variable of its own, with all the parts that a rule makes of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from operator import attrgetter
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.footprint._lines import EXACT
from co2label.model import COVERAGE, Sigmas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._lines import Columns
    from co2label.footprint._loops import CumulativeCells

    Floats = NDArray[np.float64]


_FAR = 12
"""Scores are cut here; Φ(-12) is 1.8e-33."""

_STEP = 1 / 256

_NODES = np.arange(-_FAR / _STEP, 9 / _STEP + 1) * _STEP

_CDF = np.array([math.erfc(-node / math.sqrt(2)) / 2 for node in _NODES.tolist()])

_SLOPE = _STEP * np.exp(-(_NODES**2) / 2) / math.sqrt(2 * math.pi)

_STANDARD_NORMAL = NormalDist()


def normal_cdf(scores: Floats) -> Floats:
    """Φ of each score: cubic Hermite interpolation between values of `math.erfc` 1/256 apart.

    The absolute error is below 1e-12, the relative one below 1e-8 down to Φ(-9).

    >>> normal_cdf(np.array([-1.96, 0.0])).round(6).tolist()
    [0.024998, 0.5]
    """
    place = (np.clip(scores, -_FAR, 9) + _FAR) / _STEP
    node = np.minimum(place.astype(np.intp), len(_NODES) - 2)
    t = place - node
    low, high = _CDF[node], _CDF[node + 1]
    first = low + t * _SLOPE[node]
    rise = high - low
    after, before = _SLOPE[node + 1], _SLOPE[node]
    result: Floats = first + t * t * (3 * rise - 2 * before - after + t * (before + after - 2 * rise))
    return result


def exact_normal_cdf(scores: Floats) -> Floats:
    """Φ of each score to the last digits, one by one."""
    half = [math.erfc(-score) / 2 for score in (scores / math.sqrt(2)).ravel().tolist()]
    return np.array(half).reshape(scores.shape)


def normal_quantile(shares: Floats) -> Floats:
    """Return Φ⁻¹ of each share (Wichura's algorithm AS 241); -inf and inf at 0 and 1.

    >>> normal_quantile(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    inverse = _STANDARD_NORMAL.inv_cdf
    return np.array([inverse(p) if 0 < p < 1 else math.copysign(math.inf, p - 0.5) for p in shares.tolist()])


@dataclass(frozen=True, slots=True, eq=False)
class Lognormals:
    """Numbers of median 1, each a lognormal with one sigma of the logarithm on each side.

    >>> alike, split = Lognormals.of([Sigmas(0.5, 0.5)]), Lognormals.of([Sigmas(0.0, 0.5)])
    >>> [moment.round(6).tolist() for moment in (alike.mean_shift, alike.variance, alike.third, split.mean_shift)]
    [[0.133148], [0.364696], [0.385462], [0.28353]]
    """

    below: Floats
    above: Floats

    @classmethod
    def of(cls, sigmas: Sequence[Sigmas]) -> Lognormals:
        """Return the numbers of some sigmas."""
        below, above = np.array(sigmas, np.float64).reshape(-1, 2).T
        return cls(np.ascontiguousarray(below), np.ascontiguousarray(above))

    def __len__(self) -> int:
        return len(self.below)

    def __getitem__(self, at: Any) -> Lognormals:
        return Lognormals(self.below[at], self.above[at])

    def sigmas(self, at: int) -> Sigmas:
        """Return the sigmas of one number."""
        return Sigmas(float(self.below[at]), float(self.above[at]))

    def placed(self, number: NDArray[np.intp], count: int) -> Lognormals:
        """Return `count` numbers, which have the sigmas of those here by their `number`."""
        made = Lognormals(*np.zeros((2, count)))
        made.below[number], made.above[number] = self.below, self.above
        return made

    def drawn(self, scores: Floats) -> Floats:
        """Return (number, draw) values at normal scores, in the place of these."""
        np.multiply(scores, np.where(scores < 0, self.below[:, None], self.above[:, None]), out=scores)
        return np.exp(scores, out=scores)

    @property
    def split(self) -> NDArray[np.bool_]:
        """(number): whether its sigmas differ."""
        differ: NDArray[np.bool_] = self.below != self.above
        return differ

    @property
    def mean_shift(self) -> Floats:
        """(number): how far its mean lies above its median."""
        shift = np.expm1(self.above**2 / 2)
        if self.split.any():
            shift[self.split] = self._raw_moment(1) - 1
        return shift

    @property
    def variance(self) -> Floats:
        """(number): its variance."""
        whole = np.expm1(self.above**2)
        variance: Floats = whole * (whole + 1)
        if self.split.any():
            variance[self.split] = self._raw_moment(2) - self._raw_moment(1) ** 2
        return variance

    @property
    def third(self) -> Floats:
        """(number): its third central moment."""
        whole = np.expm1(self.above**2)
        third: Floats = whole**2 * (whole + 1) * np.sqrt(whole + 1) * (whole + 3)
        if self.split.any():
            first, second, cube = map(self._raw_moment, (1, 2, 3))
            third[self.split] = cube - 3 * first * second + 2 * first**3
        return third

    def _raw_moment(self, power: int) -> Floats:
        """(split number): mean of X to a power."""
        lower, upper = (
            np.exp((power * sigma) ** 2 / 2) * exact_normal_cdf(sign * power * sigma)
            for sigma, sign in ((self.below[self.split], -1), (self.above[self.split], 1))
        )
        mean: Floats = lower + upper
        return mean


MOST_SKEWED = 0.5
"""Skewness, of the sizes of the terms, up to which three moments say enough."""

_NORMAL = 1e-6
"""Skewness below which a shifted lognormal is the normal distribution, in float64."""


def shifted_ends(
    mean: NDArray[np.float64], sd: NDArray[np.float64], skewness: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both ends: two standard deviations of the logarithm on each side of the median.

    Cumulants of independent terms add, so a sum of lognormals and of what is certain has known ones, and a lognormal that
    begins where it must (three parameters) has the same three. One lognormal beside something certain is met exactly; sums
    of a skewness up to 0.5 to within 0.3 % of both ends, and beyond that they are added up by `scores`.

    >>> v = np.exp([0.25])  # a lognormal of median 1 and sigma 0.5, and 3 that are certain
    >>> low, high = shifted_ends(3 + v**0.5, np.sqrt((v - 1) * v), (v + 2) * np.sqrt(v - 1))
    >>> (low - 3).round(9).tolist(), (high - 3).round(9).tolist()
    ([0.367879441], [2.718281828])
    """
    size = np.abs(skewness)
    skewed = size > _NORMAL
    half = np.where(skewed, size, 1.0) ** 2 / 2
    root = np.cbrt(1 + half + np.sqrt(half * (2 + half)))  # (v + 2)² (v - 1) = skewness², solved for v
    wide = (root - 1) ** 2 / root
    sigma = np.sqrt(np.log1p(wide))
    scale = sd / np.sqrt((1 + wide) * wide)
    begin = mean - np.copysign(scale, skewness) * np.sqrt(1 + wide)
    far, near = (begin + np.copysign(scale, skewness) * np.exp(side * COVERAGE * sigma) for side in (1, -1))
    low, high = np.minimum(near, far), np.maximum(near, far)
    return np.where(skewed, low, mean - COVERAGE * sd), np.where(skewed, high, mean + COVERAGE * sd)


@dataclass(frozen=True, slots=True, eq=False)
class Cumulants:
    """Of numbers, each an entry of five arrays of one length."""

    variance: NDArray[np.float64]
    third: NDArray[np.float64]
    """Third central moment."""
    sizes: NDArray[np.float64]
    """The same with every term as if above zero: how far three moments can be trusted."""
    count: NDArray[np.float64]
    """Uncertain inputs that move the number."""
    split: NDArray[np.float64]
    """Those of them that have two sigmas."""

    @classmethod
    def of_lognormals(cls, numbers: Lognormals) -> Cumulants:
        """Of inputs, relative to their stated value."""
        third, one = numbers.third, np.ones(len(numbers))
        return cls(numbers.variance, third, np.abs(third), one, numbers.split * one)

    @classmethod
    def of_thirds(cls, third: NDArray[np.float64]) -> Cumulants:
        """Of what adds to the third moment alone."""
        none = np.zeros(len(third))
        return cls(none, third, np.abs(third), none, none)

    def of_products(self, cells: CumulativeCells) -> Cumulants:
        """Of products that hang on these variables with so many kilograms, `cells`."""
        sums = cells.sums(
            lambda kg, variable: kg**2 * self.variance[variable],
            lambda kg, variable: kg**3 * self.third[variable],
            lambda kg, variable: np.abs(kg) ** 3 * self.sizes[variable],
            lambda kg, variable: (kg != 0) * self.count[variable],
            lambda kg, variable: (kg != 0) * self.split[variable],
        )
        return Cumulants(*sums)

    def times(self, kg: NDArray[np.float64]) -> Cumulants:
        """Of the same numbers, each times its kilograms."""
        moved = kg != 0
        third, sizes = kg**3 * self.third, np.abs(kg) ** 3 * self.sizes
        return Cumulants(kg**2 * self.variance, third, sizes, moved * self.count, moved * self.split)

    def summed(self, row: NDArray[np.intp], count: int) -> Cumulants:
        """Of their sums by row; the numbers are independent."""
        sums = (np.bincount(row, one, count).astype(np.float64, copy=False) for one in self._all())
        return Cumulants(*sums)

    def plus(self, other: Cumulants) -> Cumulants:
        """Of the sums of numbers that are independent."""
        return Cumulants(*(one + more for one, more in zip(self._all(), other._all(), strict=True)))

    def beside(self, other: Cumulants) -> Cumulants:
        """These numbers, and then the others."""
        return Cumulants(*(np.concatenate(pair) for pair in zip(self._all(), other._all(), strict=True)))

    def at(self, rows: NDArray[np.intp]) -> Cumulants:
        """Some of the numbers."""
        return Cumulants(*(one[rows] for one in self._all()))

    @property
    def rough(self) -> NDArray[np.bool_]:
        """Which of them are not described well enough by three moments."""
        skewed = self.sizes > MOST_SKEWED * self.variance**1.5
        result: NDArray[np.bool_] = (self.split > 0) | ((self.count > 1) & skewed)
        return result

    @property
    def odd(self) -> NDArray[np.bool_]:
        """Which of them have terms of both signs, or with two sigmas."""
        result: NDArray[np.bool_] = (self.split > 0) | (self.sizes > np.abs(self.third) * (1 + 1e-9))
        return result

    def ends(self, mean: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both ends of the 95 % interval by the closed form."""
        sd = np.sqrt(self.variance)
        cube = sd**3
        skewness = np.divide(self.third, cube, out=np.zeros_like(cube), where=cube > 0)
        return shifted_ends(mean, sd, skewness)

    def _all(self) -> tuple[NDArray[np.float64], ...]:
        return self.variance, self.third, self.sizes, self.count, self.split


_BY_VALUE = (None, None)
"""Neither GSD² nor percent: a range, whose sigmas depend on the value; or scores."""


@dataclass(frozen=True, slots=True, eq=False)
class InputUncertainty:
    """Sigmas of ln x, below and above the stated value: of factors, and of the lines whose amount is uncertain."""

    factors: tuple[tuple[str, ...], ...]
    """The variables: ids of the factors whose uncertainty is stated; a second one of an id has a number as well."""
    variable: NDArray[np.intp]
    """(source): row of its factor in `factors`, or -1."""
    of_factors: Lognormals
    """(factor), and last, where -1 finds it, what is exact."""
    lines: NDArray[np.intp]
    """Lines whose amount states its uncertainty, in order."""
    of_lines: Lognormals
    """(those lines)."""
    amount: NDArray[np.intp]
    """(those lines): the line that stands for the amount as written; the parts that a rule makes of it share it."""

    def some(self, kept: NDArray[np.bool_]) -> InputUncertainty:
        """The same with some of the uncertain amounts."""
        lines, amount = self.lines[kept], self.amount[kept]
        return replace(self, lines=lines, of_lines=self.of_lines[kept], amount=amount)


def input_uncertainty(columns: Columns) -> InputUncertainty | None:
    """Return the uncertainties that the inputs of a calculation state; None where none does."""
    factors, variable = columns.tables.variables, columns.tables.variable
    lines, of_lines = _uncertain_amounts(columns)
    if not len(lines) and not (factors and (variable.take(columns.source) >= 0).any()):
        return None
    first_of = columns.first_of
    amount = np.array([first_of.get(line, line) for line in lines.tolist()], np.intp) if first_of else lines
    names = _factor_names([name for name, _ in factors])
    return InputUncertainty(names, variable, Lognormals.of(columns.tables.sigmas), lines, of_lines, amount)


def _factor_names(ids: list[str]) -> tuple[tuple[str, ...], ...]:
    seen: dict[str, int] = {}
    names = []
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        names.append((name,) if seen[name] == 1 else (name, str(seen[name])))
    return tuple(names)


def _uncertain_amounts(columns: Columns) -> tuple[NDArray[np.intp], Lognormals]:
    given = list(map(attrgetter("uncertainty"), columns.lines))
    if not any(given):
        return np.zeros(0, np.intp), Lognormals.of([])
    number: dict[tuple[float | None, float | None], int] = {}
    table: list[Sigmas | None] = []
    numbers: list[int] = []
    lines: list[int] = []
    for line, uncertainty in enumerate(given):
        if uncertainty is None:
            continue
        key = (uncertainty.gsd2, uncertainty.percent)
        if key not in number or key == _BY_VALUE:
            number[key] = len(table)
            table.append(uncertainty.sigmas(columns.lines[line].amount.value))
        if table[number[key]] is not None:
            lines.append(line)
            numbers.append(number[key])
    return np.array(lines, np.intp), Lognormals.of([sigmas or EXACT for sigmas in table])[numbers]


class UncertainInput(NamedTuple):
    """A factor or an amount whose uncertainty is stated."""

    key: tuple[str, ...]
    """Names it in every calculation, as `Input.key` does."""
    sigmas: Sigmas

    @property
    def variance(self) -> float:
        """Relative to its stated value."""
        return float(Lognormals.of([self.sigmas]).variance[0])


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a figure.

    The figure is the sum of its terms whatever values those have. Only amounts inside loops, and those of a very wide tree of
    used products, are taken to first order.
    """

    kg: float
    """At the stated values."""
    factor: UncertainInput | None = None
    amounts: tuple[UncertainInput, ...] = ()
    """From the product down: those of products that are used, then that of the line."""
    used_sd: float | None = None
    """Of an amount to first order: the standard deviation of what it uses, in the kilograms of the figure.

    Such a term holds what the amount adds when it deviates; its `kg` are counted among the terms of what is used.
    """

    @property
    def first_order(self) -> bool:
        """Whether it is a deviation."""
        return self.used_sd is not None

    @property
    def unknowns(self) -> tuple[UncertainInput, ...]:
        """What it is proportional to."""
        return self.amounts if self.factor is None else (*self.amounts, self.factor)

    def times(self, quantity: float) -> Term:
        """So many times of it."""
        used_sd = None if self.used_sd is None else quantity * self.used_sd
        return replace(self, kg=quantity * self.kg, used_sd=used_sd)


def pooled_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Add up terms on the same factor and amounts, in order of first occurrence.

    >>> pooled_terms([Term(1.0), Term(2.0), Term(0.5, amounts=(UncertainInput(("a",), (0.1, 0.1)),))])[0]
    Term(kg=3.0, factor=None, amounts=(), used_sd=None)
    """
    found: dict[tuple[object, ...], Term] = {}
    for term in terms:
        key = (term.factor, term.amounts, term.first_order)
        known = found.get(key)
        if known is None:
            found[key] = term
        else:
            sd = None if known.used_sd is None or term.used_sd is None else known.used_sd + term.used_sd
            found[key] = replace(known, kg=known.kg + term.kg, used_sd=sd)
    return tuple(found.values())


def kg_by_input(terms: Iterable[Term]) -> dict[UncertainInput, float]:
    """Return the kilograms that are proportional to each factor and each amount."""
    kg: dict[UncertainInput, float] = {}
    for term in terms:
        for unknown in term.unknowns:
            kg[unknown] = kg.get(unknown, 0.0) + term.kg
    return kg
