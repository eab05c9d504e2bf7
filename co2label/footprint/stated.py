"""Which uncertainties are stated: of the factors that lines draw on, and of the amounts of the lines.

One factor is one variable, wherever it is used, however it is cut, and in however many products: whatever is wrong
with it is wrong everywhere at once. An amount is a variable of its own, with all the parts that a rule makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns

__all__ = ["Stated", "stated_in"]

_BY_VALUE = (None, None)
"""Neither GSD² nor percent: a range, whose sigma depends on the value; or scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """Sigmas of ln x: of emitters (zero where nothing is stated), and of the lines whose amount is uncertain."""

    factors: tuple[str, ...]
    """Ids of the factors whose uncertainty is stated: the variables."""
    variable: NDArray[np.intp]
    """(emitter): row of its factor in `factors`, or -1."""
    sigma: NDArray[np.float64]
    """(emitter)."""
    lines: NDArray[np.intp]
    """Lines whose amount states its uncertainty, in order."""
    line_sigma: NDArray[np.float64]
    """(those lines)."""
    amount: NDArray[np.intp]
    """(those lines): the line that stands for the amount as written; the parts that a rule makes of it share it."""


def stated_in(columns: Columns) -> Stated | None:
    """What a calculation knows of its uncertainty; None where nothing is stated."""
    rows: dict[str, int] = {}
    variable = np.full(len(columns.emitters), -1, np.intp)
    sigma = np.zeros(len(columns.emitters))
    for code, source in enumerate(columns.emitters):
        factor = source.factor
        own = None if factor is None or factor.uncertainty is None else factor.uncertainty.sigma(factor.value)
        if factor is not None and own is not None:
            variable[code], sigma[code] = rows.setdefault(factor.id, len(rows)), own
    lines, line_sigma = _amounts(columns)
    if not rows and not len(lines):
        return None
    first_of = columns.first_of
    amount = np.array([first_of.get(line, line) for line in lines.tolist()], np.intp) if first_of else lines
    return Stated(tuple(rows), variable, sigma, lines, line_sigma, amount)


def _amounts(columns: Columns) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    given = list(map(attrgetter("uncertainty"), columns.lines))
    if not any(given):
        return np.zeros(0, np.intp), np.zeros(0)
    known: dict[tuple[float | None, float | None], float | None] = {}
    found = []
    for line, uncertainty in enumerate(given):
        if uncertainty is None:
            continue
        key = (uncertainty.gsd2, uncertainty.percent)
        if key not in known or key == _BY_VALUE:
            known[key] = uncertainty.sigma(columns.lines[line].amount.value)
        if (sigma := known[key]) is not None:
            found.append((line, sigma))
    lines, sigmas = zip(*found, strict=True) if found else ((), ())
    return np.array(lines, np.intp), np.array(sigmas, np.float64)
